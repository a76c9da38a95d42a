// SPDX-License-Identifier: MIT
#include "capture/text/format_file.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

namespace atscope::capture {
namespace {

constexpr std::string_view kExtension = ".format";
constexpr std::size_t kLargestFile = std::size_t{1} << 20U;

struct Token {
  std::size_t column = 0;  ///< 0-based
  bool quoted = false;
  std::string text;
  std::vector<std::size_t> places;  ///< of a string: the column of each of its bytes
};

/// One line of the file, taken apart.
class LineScanner {
 public:
  explicit LineScanner(std::string_view line) : line_(line) {}

  /// Nothing at the end of the line, or when a mistake was found.
  std::optional<Token> next() {
    at_ = std::min(line_.find_first_not_of(" \t\r", at_), line_.size());
    if (at_ == line_.size() || line_.substr(at_).starts_with("//")) return std::nullopt;
    Token token;
    token.column = at_;
    token.quoted = line_[at_] == '"';
    if (token.quoted) return string(std::move(token));
    const std::size_t end = std::min(line_.find_first_of(" \t\r\"", at_), line_.size());
    token.text = line_.substr(at_, end - at_);
    at_ = end;
    return token;
  }
  [[nodiscard]] std::size_t column() const { return at_; }
  [[nodiscard]] const std::string& mistake() const { return mistake_; }

 private:
  std::optional<Token> string(Token token) {
    for (++at_; at_ < line_.size() && line_[at_] != '"';) {
      token.places.push_back(at_);
      if (line_[at_] != '\\') {
        token.text += line_[at_++];
        continue;
      }
      Segment byte;
      const std::size_t size = line_.substr(at_ + 1).starts_with('x') ? 4 : 2;
      unescape(Escapes::backslash, line_.substr(at_, size), buffer_, byte);
      if (byte.bytes.size() != 1) {
        mistake_ = "no such escape; there are \\\" \\\\ \\r \\n \\t and \\x with two hex digits";
        return std::nullopt;
      }
      token.text += byte.bytes;
      at_ += size;
    }
    if (at_ >= line_.size()) {
      at_ = token.column;
      mistake_ = "this string does not end";
      return std::nullopt;
    }
    token.places.push_back(at_);
    ++at_;
    return token;
  }

  std::string_view line_;
  std::size_t at_ = 0;
  std::string mistake_;
  Unescaped buffer_;
};

std::optional<LineRole> role_named(std::string_view name) {
  if (name == "sent") return LineRole::sent;
  if (name == "received") return LineRole::received;
  if (name == "unknown") return LineRole::unknown;
  if (name == "nothing") return LineRole::nothing;
  return std::nullopt;
}

std::string_view name_of(Sender sender) {
  return sender == Sender::dte ? "sent" : sender == Sender::dce ? "received" : "unknown";
}

std::string in_quotes(std::string_view bytes) {
  std::string out = "\"";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\r') {
      out += "\\r";
    } else if (c == '\n') {
      out += "\\n";
    } else if (byte < 0x20 || byte == 0x7f) {
      out += fmt::format("\\x{:02x}", byte);
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out + "\"";
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  tl::expected<std::shared_ptr<const FormatFile>, std::vector<FormatMistake>> parse() {
    for (std::string_view rest = text_; !rest.empty();) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      ++number_;
      line_ = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      statement();
    }
    if (file_->name.empty()) mistake(0, "the file names no format: begin with format NAME \"what it is\"");
    if (patterns_.empty())
      mistake(0, "no pattern: write sent \"…<payload>\", received \"…<payload>\" or both");
    if (!mistakes_.empty()) return tl::unexpected(std::move(mistakes_));
    finish();
    for (const Sample& sample : samples_) try_sample(sample);
    if (!mistakes_.empty()) return tl::unexpected(std::move(mistakes_));
    return file_;
  }

 private:
  struct Sample {
    std::size_t number = 0, column = 0;
    std::string_view source;
    std::string text;
    LineRole role = LineRole::nothing;
    std::string payload;
  };

  void mistake(std::size_t column, std::string message) {
    mistakes_.push_back(
        {std::max<std::size_t>(number_, 1), column + 1, std::move(message), std::string(line_)});
  }

  /// The next token, which must be a string.
  std::optional<Token> string(LineScanner& scanner, std::string_view what) {
    std::optional<Token> token = scanner.next();
    if (token && token->quoted) return token;
    if (!scanner.mistake().empty()) {
      mistake(scanner.column(), scanner.mistake());
    } else {
      mistake(token ? token->column : scanner.column(), fmt::format("{} in quotes is expected here", what));
    }
    return std::nullopt;
  }

  void statement() {
    LineScanner scanner(line_);
    const std::optional<Token> word = scanner.next();
    if (!word) {
      if (!scanner.mistake().empty()) mistake(scanner.column(), scanner.mistake());
      return;
    }
    if (word->text == "format" && !word->quoted) {
      const std::optional<Token> name = scanner.next();
      if (!name || name->quoted)
        return mistake(name ? name->column : scanner.column(), "a name is expected here");
      file_->name = name->text;
      if (const auto description = string(scanner, "what the format is"))
        file_->description = description->text;
    } else if (word->text == "escapes" && !word->quoted) {
      const std::optional<Token> name = scanner.next();
      const auto escapes = name ? escapes_named(name->text) : std::nullopt;
      if (!escapes) {
        return mistake(name ? name->column : scanner.column(),
                       "the escapes are none, angle, backslash, brackets, caret, dots, hex");
      }
      file_->spec.escapes = *escapes;
    } else if (word->text == "stream" && !word->quoted) {
      file_->spec.framing = Framing::stream;
    } else if (word->text == "sample" && !word->quoted) {
      sample(scanner);
    } else if (const auto role = word->quoted ? std::nullopt : role_named(word->text)) {
      pattern(scanner, *role);
    } else {
      return mistake(
          word->column,
          "unknown statement; there are format, sent, received, unknown, nothing, escapes, stream, sample");
    }
    if (!mistakes_.empty() && mistakes_.back().line == number_) return;
    if (const auto more = scanner.next()) mistake(more->column, "nothing is expected here any more");
  }

  void pattern(LineScanner& scanner, LineRole role) {
    const std::optional<Token> text = string(scanner, "a pattern");
    if (!text) return;
    auto parsed = LinePattern::parse(text->text);
    if (!parsed) {
      const std::size_t place = std::min(parsed.error().position, text->places.size() - 1);
      return mistake(text->places[place], parsed.error().message);
    }
    if (role != LineRole::nothing && text->text.find("<payload>") == std::string::npos)
      return mistake(text->column, "the pattern has no <payload>");
    file_->patterns.push_back(text->text);
    patterns_.push_back({role, std::move(*parsed)});
  }

  void sample(LineScanner& scanner) {
    const std::optional<Token> text = string(scanner, "a line of the log");
    if (!text) return;
    const std::optional<Token> word = scanner.next();
    const auto role = word && !word->quoted ? role_named(word->text) : std::nullopt;
    if (!role) {
      return mistake(word ? word->column : scanner.column(),
                     "sent, received, unknown or nothing is expected here");
    }
    Sample sample{number_, text->column, line_, text->text, *role, {}};
    if (*role != LineRole::nothing) {
      const std::optional<Token> payload = string(scanner, "the bytes that the line stands for");
      if (!payload) return;
      sample.payload = payload->text;
    }
    samples_.push_back(std::move(sample));
  }

  void finish() {
    FormatFile& file = *file_;
    for (std::size_t i = 0; i < patterns_.size(); ++i)
      file.rules.push_back({patterns_[i].role, file.patterns[i]});
    file.samples = samples_.size();
    file.spec.name = file.name;
    file.spec.rules = file.rules;
    file.compiled = std::make_shared<const std::vector<CompiledRule>>(std::move(patterns_));
  }

  void try_sample(const Sample& sample) {
    number_ = sample.number;
    line_ = sample.source;
    const std::string text = sample.text + "\n";
    const auto source = open_format_file(Input::from_memory(text), {}, file_);
    Segment segment;
    const bool found = source->next(segment);
    const std::string_view got = found ? name_of(segment.sender) : "nothing";
    const std::string_view wanted = sample.role == LineRole::nothing    ? "nothing"
                                    : sample.role == LineRole::sent     ? "sent"
                                    : sample.role == LineRole::received ? "received"
                                                                        : "unknown";
    const std::string bytes(found ? segment.bytes : std::string_view{});
    if (got == wanted && bytes == sample.payload) return;
    mistake(sample.column, found ? fmt::format("this line gives {} {}", got, in_quotes(bytes))
                                 : "no pattern of traffic fits this line");
  }

  std::string_view text_;
  std::size_t number_ = 0;
  std::string_view line_;
  std::shared_ptr<FormatFile> file_ = std::make_shared<FormatFile>();
  std::vector<CompiledRule> patterns_;
  std::vector<Sample> samples_;
  std::vector<FormatMistake> mistakes_;
};

std::filesystem::path user_directory() {
  const char* config = std::getenv("XDG_CONFIG_HOME");
  if (config != nullptr && *config != '\0') return std::filesystem::path(config) / "atscope" / "formats";
  const char* home = std::getenv("HOME");
  return home == nullptr ? std::filesystem::path{}
                         : std::filesystem::path(home) / ".config" / "atscope" / "formats";
}

bool names_a_file(const std::string& name) {
  return name.find('/') != std::string::npos || name.ends_with(kExtension);
}

}  // namespace

tl::expected<std::shared_ptr<const FormatFile>, std::vector<FormatMistake>> parse_format_file(
    std::string_view text) {
  return Parser(text).parse();
}

tl::expected<std::shared_ptr<const FormatFile>, Error> load_format_file(const std::string& name) {
  std::error_code ignored;
  std::filesystem::path path = name;
  if (!names_a_file(name)) path = user_directory() / (name + std::string(kExtension));
  if (!std::filesystem::is_regular_file(path, ignored)) {
    return tl::unexpected(Error{Error::Kind::not_found, path.string(), "no such format file",
                                "atscope formats lists the built-in formats"});
  }
  std::ifstream stream(path, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  if (!stream || text.size() > kLargestFile) {
    return tl::unexpected(Error{Error::Kind::not_readable, path.string(), "cannot be read as a format file",
                                "check its permissions"});
  }
  auto parsed = parse_format_file(text);
  if (parsed) return *parsed;
  const FormatMistake& first = parsed.error().front();
  return tl::unexpected(
      Error{Error::Kind::unknown_format, path.string(),
            fmt::format("{}:{}:{}: {}", path.string(), first.line, first.column, first.message),
            fmt::format("atscope formats check {} shows every mistake", path.string())});
}

std::vector<std::shared_ptr<const FormatFile>> user_formats() {
  std::vector<std::shared_ptr<const FormatFile>> all;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(user_directory(), ignored)) {
    if (entry.path().extension() != kExtension) continue;
    if (auto loaded = load_format_file(entry.path().string())) all.push_back(*loaded);
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a->name < b->name; });
  return all;
}

std::unique_ptr<Source> open_format_file(std::unique_ptr<Input> input, const OpenOptions& options,
                                         const std::shared_ptr<const FormatFile>& format) {
  return make_pattern_reader(std::move(input), options, format->spec, format->compiled, format);
}

}  // namespace atscope::capture
