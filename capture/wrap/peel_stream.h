// SPDX-License-Identifier: MIT
// The lines of a log without what is wrapped around them, and where in the file they stand.
#pragma once

#include <deque>
#include <memory>
#include <string>

#include "capture/byte_stream.h"
#include "capture/input.h"
#include "capture/text/line_reader.h"
#include "capture/wrap/wrapper.h"

namespace atscope::capture {

/// How the characters of a file are coded.
enum class Coding : std::uint8_t { bytes, utf16_le, utf16_be };

/// By the byte order mark at the start of `head`.
[[nodiscard]] Coding coding_of(std::string_view head);

class PeelStream final : public ByteStream {
 public:
  /// A stretch of the peeled stream that the file has in one piece.
  struct Run {
    std::uint64_t peeled = 0;  ///< where it begins in the peeled stream
    std::uint64_t offset = 0;  ///< and in the file
    std::uint64_t line = 0;    ///< of the file
    bool begins_line = false;  ///< `stamp` is that of the line which begins here
    Stamp stamp;
  };

  PeelStream(std::unique_ptr<Input> input, Coding coding, std::vector<Layer> layers);

  std::size_t read(char* to, std::size_t size) override;
  [[nodiscard]] std::string_view damage() const override { return input_->damage(); }

  /// Runs of what was read and not yet forgotten, in order.
  [[nodiscard]] const std::deque<Run>& runs() const { return runs_; }
  /// Forgets the runs before the one that `peeled` lies in.
  void forget_before(std::uint64_t peeled);

  [[nodiscard]] std::uint64_t peeled_bytes() const { return peeled_; }
  [[nodiscard]] std::uint64_t file_bytes() const { return file_bytes_; }
  [[nodiscard]] std::uint64_t file_lines() const { return file_lines_; }
  [[nodiscard]] std::uint64_t foreign_lines() const { return foreign_lines_; }

 private:
  [[nodiscard]] bool next_line();
  [[nodiscard]] bool next_bytes();
  [[nodiscard]] bool next_utf16();

  std::unique_ptr<Input> input_;
  LineReader lines_;
  Coding coding_;
  Peeler peeler_;
  MappedText line_;
  std::string buffer_;
  std::size_t used_ = 0;
  std::uint64_t peeled_ = 0;  ///< bytes of the peeled stream made so far
  std::uint64_t file_bytes_ = 0;
  std::uint64_t file_lines_ = 0;
  std::uint64_t foreign_lines_ = 0;
  std::deque<Run> runs_;
  bool started_ = false;
};

}  // namespace atscope::capture
