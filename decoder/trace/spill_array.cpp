// SPDX-License-Identifier: MIT
#include "decoder/trace/spill_array.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

namespace atscope::trace {
namespace {

constexpr std::size_t page = 4096;
constexpr std::size_t huge_page = std::size_t{2} << 20;  // one fault and one write for so much
constexpr std::size_t least_step = std::size_t{64} << 10;
constexpr std::size_t steps_of_a_region = 8;  // what waits is a small part of what there is
constexpr std::size_t between_givings = std::size_t{32} << 20;

constexpr std::size_t whole(std::size_t bytes, std::size_t unit) {
  return (bytes + unit - 1) / unit * unit;
}

// Address space of which nothing is in use yet, from a multiple of `alignment` on.
std::byte* reserve(std::size_t bytes, std::size_t alignment) {
  const std::size_t more = bytes + alignment - page;
  void* const at =
      mmap(nullptr, more, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (at == MAP_FAILED) return nullptr;
  auto* const begin = static_cast<std::byte*>(at);
  const std::size_t before =
      whole(reinterpret_cast<std::uintptr_t>(at), alignment) - reinterpret_cast<std::uintptr_t>(at);
  if (before != 0) munmap(begin, before);
  if (more - before > bytes) munmap(begin + before + bytes, more - before - bytes);
  return begin + before;
}

bool write_all(int fd, const std::byte* bytes, std::size_t size, std::int64_t offset) {
  while (size > 0) {
    const ssize_t written = pwrite(fd, bytes, size, offset);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes += written;
    size -= static_cast<std::size_t>(written);
    offset += written;
  }
  return true;
}

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
  for (const Region& region : regions_) munmap(region.bytes, region.size);
  if (fd_ >= 0) close(fd_);
}

SpillFile::Region* SpillFile::map(std::size_t bytes) {
  if (!opened_) {
    opened_ = true;
    fd_ = open_unnamed();
  }
  Region region;
  region.size = whole(bytes, page);
  region.step = std::clamp(whole(region.size / steps_of_a_region, page), least_step, huge_page);
  const bool is_large = region.step == huge_page;
  region.bytes = reserve(region.size, is_large ? huge_page : page);
  if (region.bytes == nullptr) return nullptr;
  if (is_large) madvise(region.bytes, region.size, MADV_HUGEPAGE);
  region.offset = end_;
  end_ += static_cast<std::int64_t>(region.size);
  const std::lock_guard lock(mutex_);
  return &regions_.emplace_back(region);
}

bool SpillFile::put_away(Region& region, std::size_t end) {
  if (full_) return false;
  const std::size_t bytes = (end - region.put_away) / page * page;
  if (fd_ < 0 || bytes == 0) return true;
  std::byte* const from = region.bytes + region.put_away;
  const std::int64_t offset = region.offset + static_cast<std::int64_t>(region.put_away);
  // Written rather than mapped and filled: a fault for each page costs five times as much. The file takes the
  // place of the memory in one step, so that whoever reads there meanwhile sees the same bytes.
  full_ = !write_all(fd_, from, bytes, offset);
  if (full_) return false;
  void* const aside = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd_, offset);
  // A look at one record is not to bring in two megabytes.
  if (aside != MAP_FAILED) madvise(aside, bytes, MADV_NOHUGEPAGE);
  full_ =
      aside == MAP_FAILED || mremap(aside, bytes, bytes, MREMAP_MAYMOVE | MREMAP_FIXED, from) == MAP_FAILED;
  if (full_) return false;
  {
    const std::lock_guard lock(mutex_);
    region.put_away += bytes;
  }
  since_given_back_ += bytes;
  if (since_given_back_ >= between_givings) {
    since_given_back_ = 0;
    give_back();
  }
  return true;
}

void SpillFile::give_back() {
  const std::lock_guard lock(mutex_);
  for (const Region& region : regions_) {
    if (region.put_away != 0) madvise(region.bytes, region.put_away, MADV_DONTNEED);
  }
}

}  // namespace atscope::trace
