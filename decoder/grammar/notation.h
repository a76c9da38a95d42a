// SPDX-License-Identifier: MIT
// The notation of AT manuals, compiled: "+CREG: <n>,<stat>[,<lac>,<ci>[,<act>]]".
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace atscope::grammar {

using ParameterName = std::uint16_t;  ///< index into Notation::names()

/// One value found by a match. `text` views the matched line, quotes included.
struct Capture {
  ParameterName name = 0;
  bool fixed = false;  ///< the notation says the value: `<mode=2>`
  std::string_view text;
};

/// The values of one match, without allocation. Values past the capacity are counted, not kept.
class Captures {
 public:
  static constexpr std::size_t capacity = 48;

  void clear() { size_ = 0; }
  void push(Capture capture) {
    if (size_ < capacity) storage_.items[size_] = capture;
    ++size_;
  }
  void truncate(std::size_t size) { size_ = size; }
  [[nodiscard]] std::size_t size() const { return size_ < capacity ? size_ : capacity; }
  [[nodiscard]] std::size_t found() const { return size_; }
  [[nodiscard]] const Capture& operator[](std::size_t index) const { return storage_.items[index]; }
  [[nodiscard]] const Capture* begin() const { return storage_.items.data(); }
  [[nodiscard]] const Capture* end() const { return storage_.items.data() + size(); }

 private:
  union Storage {  // one is made for every line: its slots stay raw until they are used
    Storage() {}
    std::array<Capture, capacity> items;
  };
  Storage storage_;
  std::size_t size_ = 0;
};

/// A notation and its matcher. Immutable, and copies share what was compiled; matching allocates nothing and
/// takes time linear in the line for every notation without nested options.
///
/// Lenient where real modules differ from their manuals: blanks (or none) are accepted before and after
/// ':' and ',' and at both ends, letters of literals compare without case only in commands.
/// A parameter takes a quoted string (unterminated: the rest), a parenthesised group, or a bare value up to
/// the next comma or the literal that follows it in the notation; it may be empty. Between literal quotes
/// (`"<ip>"`) a value may hold commas. `<text...>` takes the rest of the line. `<mode=2>` is the literal 2
/// that has a name. An option that would fit only with nothing in it is absent: `=[<n>]` finds no value in
/// "=".
class Notation {
 public:
  enum class Letters : std::uint8_t {
    exact,     ///< lines of the module
    any_case,  ///< commands of the host
  };
  /// What is wrong with a text that does not compile, and where in it.
  struct Mistake {
    std::size_t offset = 0;
    std::string_view message;
  };

  struct Node {
    enum class Kind : std::uint8_t { literal, parameter, rest, option, repeat };
    Kind kind = Kind::literal;
    ParameterName name = 0;        // parameter, rest, named literal
    std::uint32_t text_begin = 0;  // literal: range of Program::literals
    std::uint32_t text_size = 0;
    std::uint32_t body_size = 0;  // option, repeat: number of nodes that follow and belong to it
    bool named = false;           // literal: `<mode=2>`
  };

  /// Compiles manual notation. Nothing on a mistake (unbalanced bracket, empty name); `check` tells which.
  [[nodiscard]] static std::optional<Notation> compile(std::string_view text,
                                                       Letters letters = Letters::exact);
  /// Adds the names that `text` has between '<' and '>', as often as it has them; they view it. What follows
  /// a mistake is left out.
  static void names_in(std::string_view text, std::vector<std::string_view>& names);
  /// The first mistake in `text`, if it has one.
  [[nodiscard]] static std::optional<Mistake> check(std::string_view text);

  /// As a manual prints it: a literal with a name is the literal.
  [[nodiscard]] const std::string& text() const { return program_->text; }
  /// The literal text before the first parameter or option, without trailing blanks: "+CREG:", "SEND OK", "".
  [[nodiscard]] std::string_view lead() const { return program_->lead; }
  /// Parameter names without brackets, in order of first use.
  [[nodiscard]] const std::vector<std::string>& names() const { return program_->names; }
  [[nodiscard]] bool literal_only() const;

  /// The whole of `line` (without line end) fits.
  [[nodiscard]] bool match(std::string_view line, Captures& captures) const;
  [[nodiscard]] bool matches(std::string_view line) const {
    Captures captures;
    return match(line, captures);
  }
  /// The first value called `name` of a line that fits, found without matching the rest of the line. Nothing
  /// when an option or a `<text...>` stands before it: then match() has to tell.
  [[nodiscard]] std::optional<std::string_view> leading_value(std::string_view fitting_line,
                                                              std::string_view name) const;
  /// A beginning of `bytes` fits; gives its size. For heads that payload follows ("+IPD,<length>:").
  [[nodiscard]] std::optional<std::size_t> match_prefix(std::string_view bytes, Captures& captures) const;

  [[nodiscard]] const std::vector<Node>& nodes() const { return program_->nodes; }
  [[nodiscard]] std::string_view literal(const Node& node) const { return program_->literal(node); }

 private:
  // The nodes as a program for the matcher: one step a literal or value, two or three an option or repeat.
  struct Step {
    enum class Kind : std::uint8_t { literal, parameter, rest, split, close, jump, done };
    Kind kind = Kind::done;
    bool enclosed = false;     // parameter: stands between literal quotes
    bool ends_line = false;    // rest: nothing can follow
    bool anywhere = false;     // rest: a value can follow, so it may end at any byte
    bool named = false;        // literal: it is a value, too
    ParameterName name = 0;    // parameter, rest
    std::uint32_t begin = 0;   // literal: in literals; parameter, rest: first of its stops
    std::uint32_t size = 0;    // literal: bytes; parameter, rest: number of stops
    std::uint32_t halts = 0;   // parameter, rest: in halts
    std::uint32_t target = 0;  // split: where to go on without the body; close: of its split; jump
  };
  struct Stop {  // a literal at which a value ends
    std::uint32_t begin = 0, size = 0;
  };
  struct ByteSet {
    std::array<std::uint64_t, 4> bits{};
    bool operator==(const ByteSet&) const = default;
    void add(char c) { bits[static_cast<unsigned char>(c) >> 6] |= std::uint64_t{1} << (c & 63); }
    [[nodiscard]] bool has(char c) const {
      return (bits[static_cast<unsigned char>(c) >> 6] >> (c & 63) & 1) != 0;
    }
  };
  struct Program {
    std::string text, lead, literals;
    std::vector<Node> nodes;
    std::vector<std::string> names;
    Letters letters = Letters::exact;
    std::vector<Step> steps;
    std::vector<Stop> stops;
    std::vector<ByteSet> halts;  // bytes of a value that need a look; steps may share them

    [[nodiscard]] std::string_view literal(const Node& node) const {
      return std::string_view(literals).substr(node.text_begin, node.text_size);
    }
    void emit(std::size_t first, std::size_t last);
    void find_stops(std::size_t step);
    [[nodiscard]] bool nullable(std::size_t first, std::size_t last) const;
  };
  class Matcher;
  [[nodiscard]] static const std::shared_ptr<const Program>& no_program();

  std::shared_ptr<const Program> program_ = no_program();
};

}  // namespace atscope::grammar
