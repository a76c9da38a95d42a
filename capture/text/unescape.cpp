// SPDX-License-Identifier: MIT
#include "capture/text/unescape.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace atscope::capture {
namespace {

constexpr std::uint64_t kOnes = 0x0101010101010101U;
constexpr std::uint64_t kHighs = 0x8080808080808080U;

/// High bits mark the bytes of `word` that equal the byte repeated in `pattern`; the lowest mark is exact.
std::uint64_t equal_bytes(std::uint64_t word, std::uint64_t pattern) {
  const std::uint64_t x = word ^ pattern;
  return (x - kOnes) & ~x & kHighs;
}

}  // namespace

void Unescaped::grow(std::size_t size) {
  constexpr std::size_t kFirst = 4096;
  capacity_ = std::max(kFirst, size * 2);
  bytes_.reset(new char[capacity_]);
  steps_.reset(new OffsetStep[capacity_ + 1]);
}

std::size_t copy_until(const char* from, std::size_t size, char* to, char a, char b) {
  const std::uint64_t as = kOnes * static_cast<unsigned char>(a);
  const std::uint64_t bs = kOnes * static_cast<unsigned char>(b);
  std::size_t done = 0;
  while (size - done >= sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, from + done, sizeof word);
    std::memcpy(to + done, &word, sizeof word);
    if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
    const std::uint64_t found = equal_bytes(word, as) | equal_bytes(word, bs);
    if (found != 0) return done + static_cast<std::size_t>(std::countr_zero(found)) / 8;
    done += sizeof word;
  }
  while (done < size && from[done] != a && from[done] != b) {
    to[done] = from[done];
    ++done;
  }
  return done;
}

}  // namespace atscope::capture
