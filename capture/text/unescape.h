// SPDX-License-Identifier: MIT
// The bytes behind an escaped payload, and how their places map back to the file.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>

#include "capture/segment.h"

namespace atscope::capture {

/// A buffer for one payload, reused for the next.
class Unescaped {
 public:
  /// Writes one payload. Kept as a local variable it stays in registers.
  class Writer {
   public:
    [[nodiscard]] char* cursor() { return end_; }
    /// Says that `n` plain bytes were written at cursor().
    void advance(std::size_t n) { end_ += n; }
    void append(char plain) { *end_++ = plain; }
    /// One byte that took `length` bytes in the file.
    void put(char byte, std::size_t length) {
      *end_++ = byte;
      shift_ += static_cast<std::uint32_t>(length - 1);
      *steps_end_++ = {static_cast<std::uint32_t>(end_ - bytes_), shift_};
    }
    /// Says that `n` bytes of the file, which stand for nothing, lie between the last byte and the next.
    void shift(std::size_t n) {
      if (n == 0) return;
      shift_ += static_cast<std::uint32_t>(n);
      *steps_end_++ = {static_cast<std::uint32_t>(end_ - bytes_), shift_};
    }
    [[nodiscard]] std::string_view bytes() const { return {bytes_, static_cast<std::size_t>(end_ - bytes_)}; }
    /// Ascending by index. A step behind the last byte is harmless.
    [[nodiscard]] std::span<const OffsetStep> steps() const {
      return {steps_, static_cast<std::size_t>(steps_end_ - steps_)};
    }

   private:
    friend class Unescaped;
    Writer(char* bytes, OffsetStep* steps) : bytes_(bytes), end_(bytes), steps_(steps), steps_end_(steps) {}

    char* bytes_;
    char* end_;
    OffsetStep* steps_;
    OffsetStep* steps_end_;
    std::uint32_t shift_ = 0;
  };

  /// Starts over for a payload of `size` escaped bytes at most.
  [[nodiscard]] Writer begin(std::size_t size) {
    if (size > capacity_) grow(size);
    return {bytes_.get(), steps_.get()};
  }

 private:
  void grow(std::size_t size);

  std::unique_ptr<char[]> bytes_;
  std::unique_ptr<OffsetStep[]> steps_;
  std::size_t capacity_ = 0;
};

namespace swar {

inline constexpr std::uint64_t kOnes = 0x0101010101010101U;
inline constexpr std::uint64_t kHighs = 0x8080808080808080U;

/// High bits mark the bytes of `word` that equal the byte repeated in `pattern`; the lowest mark is exact.
constexpr std::uint64_t equal_bytes(std::uint64_t word, std::uint64_t pattern) {
  const std::uint64_t x = word ^ pattern;
  return (x - kOnes) & ~x & kHighs;
}

}  // namespace swar

/// Copies bytes from `from` to `to` up to the first `a` or `b` or `size` bytes; gives their number. It may
/// write up to 7 bytes of rubbish behind them, but never beyond `to + size`.
[[nodiscard]] inline std::size_t copy_until(const char* from, std::size_t size, char* to, char a, char b) {
  const std::uint64_t as = swar::kOnes * static_cast<unsigned char>(a);
  const std::uint64_t bs = swar::kOnes * static_cast<unsigned char>(b);
  std::size_t done = 0;
  while (size - done >= sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, from + done, sizeof word);
    std::memcpy(to + done, &word, sizeof word);
    if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
    const std::uint64_t found = swar::equal_bytes(word, as) | swar::equal_bytes(word, bs);
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
