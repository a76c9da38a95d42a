// SPDX-License-Identifier: MIT
#include "decoder/trace/spill_array.h"

#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

namespace atscope::trace {
namespace {

constexpr std::size_t page = 4096;
constexpr std::size_t most_resident = std::size_t{32}
                                      << 20;  // bytes that are written between two givings back

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
  mappings_.push_back({region.bytes, bytes, region.offset >= 0});
  return region;
}

bool SpillFile::back(const Region& region, std::size_t begin, std::size_t bytes) {
  if (region.offset < 0) return true;
  since_given_back_ += bytes;
  if (since_given_back_ >= most_resident) {
    since_given_back_ = 0;
    for (const Mapping& mapping : mappings_) {
      if (mapping.in_file) madvise(mapping.bytes, mapping.size, MADV_DONTNEED);
    }
  }
  return posix_fallocate(fd_, region.offset + static_cast<off_t>(begin), static_cast<off_t>(bytes)) == 0;
}

}  // namespace atscope::trace
