// SPDX-License-Identifier: MIT
// The notation of AT manuals, compiled: "+CREG: <n>,<stat>[,<lac>,<ci>[,<act>]]".
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace atscope::grammar {

using ParameterName = std::uint16_t;  ///< index into Notation::names()

/// One value found by a match. `text` views the matched line, quotes included.
struct Capture {
  ParameterName name = 0;
  std::string_view text;
};

/// The values of one match, without allocation. Values past the capacity are counted, not kept.
class Captures {
 public:
  static constexpr std::size_t capacity = 48;

  void clear() { size_ = 0; }
  void push(Capture capture) {
    if (size_ < capacity) items_[size_] = capture;
    ++size_;
  }
  void truncate(std::size_t size) { size_ = size; }
  [[nodiscard]] std::size_t size() const { return size_ < capacity ? size_ : capacity; }
  [[nodiscard]] std::size_t found() const { return size_; }
  [[nodiscard]] const Capture& operator[](std::size_t index) const { return items_[index]; }
  [[nodiscard]] const Capture* begin() const { return items_.data(); }
  [[nodiscard]] const Capture* end() const { return items_.data() + size(); }

 private:
  std::array<Capture, capacity> items_;
  std::size_t size_ = 0;
};

/// A notation and its matcher. Immutable; matching allocates nothing and takes time linear in the line
/// for every notation without nested options.
///
/// Lenient where real modules differ from their manuals: blanks (or none) are accepted before and after
/// ':' and ',' and at both ends, letters of literals compare without case only in commands.
/// A parameter takes a quoted string, a parenthesised group, or a bare value up to the literal that follows
/// it in the notation (a comma if none follows); it may be empty. `<text...>` takes the rest of the line.
class Notation {
 public:
  struct Node {
    enum class Kind : std::uint8_t { literal, parameter, rest, option, repeat };
    Kind kind = Kind::literal;
    ParameterName name = 0;        // parameter, rest
    std::uint32_t text_begin = 0;  // literal: range of literals_
    std::uint32_t text_size = 0;
    std::uint32_t body_size = 0;   // option, repeat: number of nodes that follow and belong to it
  };

  /// Compiles manual notation. Nothing on a mistake (unbalanced bracket, empty name); the dialect parser
  /// reports those with their place before it comes here.
  [[nodiscard]] static std::optional<Notation> compile(std::string_view text);

  /// As written in the dialect.
  [[nodiscard]] const std::string& text() const { return text_; }
  /// The literal text before the first parameter or option, without trailing blanks: "+CREG:", "SEND OK", "".
  [[nodiscard]] std::string_view lead() const { return lead_; }
  /// Parameter names without brackets, in order of first use.
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] bool literal_only() const { return nodes_.size() == 1 && nodes_[0].kind == Node::Kind::literal; }

  /// The whole of `line` (without line end) fits.
  [[nodiscard]] bool match(std::string_view line, Captures& captures) const;
  [[nodiscard]] bool matches(std::string_view line) const {
    Captures captures;
    return match(line, captures);
  }
  /// A beginning of `bytes` fits; gives its size. For heads that payload follows ("+IPD,<length>:").
  [[nodiscard]] std::optional<std::size_t> match_prefix(std::string_view bytes, Captures& captures) const;

  [[nodiscard]] const std::vector<Node>& nodes() const { return nodes_; }
  [[nodiscard]] std::string_view literal(const Node& node) const {
    return std::string_view(literals_).substr(node.text_begin, node.text_size);
  }

 private:
  std::string text_;
  std::string lead_;
  std::string literals_;
  std::vector<Node> nodes_;
  std::vector<std::string> names_;
};

}  // namespace atscope::grammar
