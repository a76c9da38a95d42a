// SPDX-License-Identifier: MIT
// Uniform access to the bytes of a file, a pipe or standard input, through gzip, zstd and xz.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "capture/byte_stream.h"
#include "capture/error.h"

namespace atscope::capture {

/// A window on a stream of bytes that only moves forward. Line readers and packet readers both do:
/// peek() until a whole unit is in sight, use the view, consume() it.
///
/// The bytes come through a sliding buffer that grows only as far as peek() asks. An uncompressed regular
/// file is read up to the size that it had when it was opened.
class Input {
 public:
  /// How the bytes were packed, decided by the first bytes, never by the name.
  enum class Container : std::uint8_t { none, gzip, zstd, xz };

  /// Opens `path` ("-" is standard input). Errors: not_found, not_readable.
  [[nodiscard]] static tl::expected<std::unique_ptr<Input>, Error> open(const std::string& path);
  /// Reads from a descriptor, which it closes at the end only if `owned`.
  [[nodiscard]] static tl::expected<std::unique_ptr<Input>, Error> from_fd(int fd, bool owned,
                                                                           const std::string& name);
  /// Reads `bytes`, which must outlive the Input; packed bytes are unpacked.
  [[nodiscard]] static std::unique_ptr<Input> from_memory(std::string_view bytes);
  /// Reads an unpacked stream as it is.
  [[nodiscard]] static std::unique_ptr<Input> from_stream(std::unique_ptr<ByteStream> stream);

  /// A second reader of a plain file, from its beginning: of the bytes that it had when this one was opened,
  /// also when the file has grown since, or another has taken its name. Null for all that is no plain file.
  [[nodiscard]] std::unique_ptr<Input> again() const;

  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;
  ~Input();

  /// All bytes at hand from offset() on: at least `n`, unless the input ends before. Empty means the end.
  /// On a pipe it returns as soon as `n` bytes are there, so ask for no more than you need. The view is valid
  /// until the next peek() that asks for more than it showed; consume() does not touch it.
  [[nodiscard]] std::string_view peek(std::size_t n) {
    return n <= size_ ? std::string_view(at_, size_) : fill(n);
  }

  /// Steps over `n` bytes that peek() has shown.
  void consume(std::size_t n) {
    if (n > size_) n = size_;
    at_ += n;
    size_ -= n;
    offset_ += n;
  }

  /// Steps over up to `n` bytes, also ones not yet in sight; gives the number stepped over.
  std::uint64_t skip(std::uint64_t n);

  /// Position in the unpacked input of the first byte that peek() shows.
  [[nodiscard]] std::uint64_t offset() const { return offset_; }
  /// A plain file, or bytes in memory: a look far ahead does not wait for anybody.
  [[nodiscard]] bool whole() const { return whole_; }
  [[nodiscard]] Container container() const { return container_; }
  /// Why the input broke off before its end ("the gzip data ends in the middle"), once peek() has shown all
  /// that could be had; empty while it is sound.
  [[nodiscard]] std::string_view damage() const;

 private:
  struct Backing;
  Input();
  [[nodiscard]] static std::unique_ptr<Input> from_file(int fd, std::uint64_t size);
  [[nodiscard]] std::string_view fill(std::size_t n);

  const char* at_ = "";
  std::size_t size_ = 0;
  std::uint64_t offset_ = 0;
  bool whole_ = false;
  Container container_ = Container::none;
  std::unique_ptr<Backing> backing_;
};

}  // namespace atscope::capture
