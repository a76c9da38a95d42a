// SPDX-License-Identifier: MIT
// One dialect file: its statements as logical lines, and the way from a place in them back to the file.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "decoder/grammar/load.h"

namespace atscope::grammar {

/// A statement: comments and layout at both ends removed, `...` lines joined to it.
struct LogicalLine {
  std::string_view text;  ///< into the SourceText
  bool opens = false;     ///< ended in '{' (removed from `text`)
  bool closes = false;    ///< '}' alone, or "{}" at the end of a statement
};

/// Keeps its text at one address for as long as it lives.
class SourceText {
 public:
  /// `owner` keeps `text`, which else lives for ever.
  SourceText(std::string_view text, std::shared_ptr<const std::string> owner, std::string file);
  SourceText(const SourceText&) = delete;
  SourceText& operator=(const SourceText&) = delete;

  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] const std::vector<LogicalLine>& lines() const { return lines_; }
  /// They are needed to parse it, its places stay.
  void forget_lines() { lines_ = {}; }
  [[nodiscard]] std::string_view text() const { return joined_; }  ///< that the lines view
  [[nodiscard]] bool holds(const char* place) const;
  /// `place` must be held; one behind the end of a line is.
  [[nodiscard]] Diagnostic at(const char* place) const;

 private:
  struct Piece {              // a part of one physical line
    std::uint32_t begin = 0;  // in joined_
    std::uint32_t line = 0, column = 0;
  };
  void add(std::string_view text, std::uint32_t line, std::uint32_t column);

  std::string file_;
  std::string_view original_;
  std::shared_ptr<const std::string> owner_;
  std::string joined_;
  std::vector<Piece> pieces_;
  std::vector<LogicalLine> lines_;
};

}  // namespace atscope::grammar
