// SPDX-License-Identifier: MIT
#include "decoder/trace/spill_array.h"

#include <algorithm>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

namespace atscope::trace {
namespace {

constexpr std::size_t page = 4096;

// A file without a name: it is gone with the process, however that ends.
int open_unnamed() {
  const char* directory = std::getenv("TMPDIR");
  if (directory == nullptr || *directory == '\0') directory = "/var/tmp";
  const int fd = open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (fd >= 0) return fd;
  std::string name = std::string(directory) + "/atscope-XXXXXX";
  const int named = mkostemp(name.data(), O_CLOEXEC);
  if (named >= 0) unlink(name.c_str());
  return named;
}

}  // namespace

SpillFile::~SpillFile() {
  for (const Mapping& mapping : mappings_) munmap(mapping.bytes, mapping.size);
  if (fd_ >= 0) close(fd_);
}

SpillFile::Region SpillFile::map(std::size_t bytes) {
  if (!opened_) {
    opened_ = true;
    fd_ = open_unnamed();
  }
  bytes = (bytes + page - 1) / page * page;
  Region region;
  void* at = MAP_FAILED;
  if (fd_ >= 0 && ftruncate(fd_, end_ + static_cast<off_t>(bytes)) == 0) {
    at = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd_, end_);
    if (at != MAP_FAILED) {
      region.offset = end_;
      end_ += static_cast<std::int64_t>(bytes);
    }
  }
  if (at == MAP_FAILED) {
    at = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  }
  if (at == MAP_FAILED) return {};
  region.bytes = static_cast<std::byte*>(at);
  region.size = bytes;
  mappings_.push_back({region.bytes, bytes});
  return region;
}

bool SpillFile::back(const Region& region, std::size_t begin, std::size_t bytes) const {
  if (region.offset < 0) return true;
  return posix_fallocate(fd_, region.offset + static_cast<off_t>(begin), static_cast<off_t>(bytes)) == 0;
}

void SpillFile::release(const Region& region, std::size_t end) {
  if (region.offset < 0 || region.bytes == nullptr) return;
  // The last step before `end` is enough: those before it were given back when it was the newest.
  const std::size_t last = std::min(end, region.size) / page * page;
  const std::size_t first = last - std::min(last, std::size_t{4} << 20);
  if (last > first) madvise(region.bytes + first, last - first, MADV_DONTNEED);
}

}  // namespace atscope::trace
