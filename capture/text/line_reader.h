// SPDX-License-Identifier: MIT
// The lines of a text log, as views of the input.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "capture/input.h"

namespace atscope::capture {

enum class LineEnd : std::uint8_t {
  lf,
  crlf,
  none,  ///< the input ends without one
  cut,   ///< the line is longer than LineReader::kMaxPiece and goes on in the next piece
};

/// One line, or one piece of a very long one. The views die with the next LineReader::next().
struct Line {
  std::string_view text;     ///< without its line end
  std::uint64_t offset = 0;  ///< of the first byte, in the unpacked input
  std::uint64_t number = 0;  ///< 1-based
  LineEnd end = LineEnd::none;
  bool continued = false;  ///< this piece goes on with the line of the piece before

  [[nodiscard]] std::size_t end_size() const { return end == LineEnd::crlf ? 2 : end == LineEnd::lf ? 1 : 0; }
  /// The bytes as they stand in the file.
  [[nodiscard]] std::string_view with_end() const { return {text.data(), text.size() + end_size()}; }
  /// Part of a line that did not come in one piece.
  [[nodiscard]] bool is_piece() const { return continued || end == LineEnd::cut; }
};

/// A line ends at LF; a CR directly before it belongs to the line end. A lone CR is text. A UTF-8 byte order
/// mark at the start of the input is stepped over.
class LineReader {
 public:
  /// Longer lines come in pieces, so that memory stays bounded and every kind of input gives the same pieces.
  static constexpr std::size_t kMaxPiece = std::size_t{1} << 20U;

  explicit LineReader(Input& input) : input_(input) {}

  /// Gives the next line or piece; false at the end of the input.
  [[nodiscard]] bool next(Line& line);

  /// What follows `line`, the last one given: at least `n` bytes unless the input ends before. It may move
  /// the bytes of the line, hence renews line.text.
  [[nodiscard]] std::string_view following(Line& line, std::size_t n);

 private:
  [[nodiscard]] bool find_end(Line& line);
  void step_over_mark();

  Input& input_;
  std::size_t used_ = 0;  ///< bytes of the last line that are still to be consumed
  std::uint64_t number_ = 0;
  bool started_ = false;
  bool cut_ = false;
};

}  // namespace atscope::capture
