// SPDX-License-Identifier: MIT
// A one-way stream of bytes: a file descriptor, or a decompressor standing on another stream.
#pragma once

#include <cstddef>
#include <string_view>

namespace atscope::capture {

class ByteStream {
 public:
  ByteStream() = default;
  ByteStream(const ByteStream&) = delete;
  ByteStream& operator=(const ByteStream&) = delete;
  virtual ~ByteStream() = default;

  /// Waits for bytes and writes at most `size` of them to `to`; 0 only at the end or once it broke.
  [[nodiscard]] virtual std::size_t read(char* to, std::size_t size) = 0;

  /// Why the stream broke before its end ("the gzip data is damaged"); empty while it is sound.
  /// What was decoded before the damage has been given out by read().
  [[nodiscard]] virtual std::string_view damage() const { return {}; }
};

}  // namespace atscope::capture
