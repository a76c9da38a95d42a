// SPDX-License-Identifier: MIT
// An application's own log, with something before each line of the dialogue:
//   [INFO] [1784530294.187366774] [uploader]: [CREG] +CREG: 0,1
//   12:00:01 modem: TX: 'AT+CSQ\r'          I (2757) gsm: AT+CSQ
// The prefixes are learnt from the lines whose rest is AT traffic: numbers and blanks in them may change.
// Words in a prefix tell who sent (tx, send, write, >> … and rx, recv, response, << …); without such words
// nothing does. Lines that begin with no such prefix go on with an entry when they look like it.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "capture/text/escapes.h"
#include "capture/text/formats.h"
#include "capture/text/line_pattern.h"
#include "capture/text/text_source.h"

namespace atscope::capture {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_blank(char c) {
  return c == ' ' || c == '\t';
}
bool is_word(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

/// `prefix` with each run of digits as 0 and each run of blanks as one.
std::string shape_of(std::string_view prefix) {
  std::string shape;
  for (const char c : prefix) {
    const char kind = is_digit(c) ? '0' : is_blank(c) ? ' ' : c;
    const bool runs = kind == '0' || kind == ' ';
    if (!runs || shape.empty() || shape.back() != kind) shape += kind;
  }
  return shape;
}

/// How much of `line` has the shape; npos if it does not begin so.
std::size_t match_shape(std::string_view shape, std::string_view line) {
  std::size_t at = 0;
  for (const char kind : shape) {
    const std::size_t begin = at;
    if (kind == '0') {
      while (at < line.size() && is_digit(line[at])) ++at;
    } else if (kind == ' ') {
      while (at < line.size() && is_blank(line[at])) ++at;
    } else if (at < line.size() && line[at] == kind) {
      ++at;
    }
    // The blank at the end may have been cut off an empty entry.
    if (at == begin) return at == line.size() && kind == ' ' ? at : std::string_view::npos;
  }
  return at;
}

enum class Role : std::uint8_t { unknown, sent, received };

/// By the last word of `shape` that tells a direction.
Role role_of(std::string_view shape) {
  constexpr std::array<std::string_view, 12> kSent = {
      "tx", "send", "sent", "sending", "write", "wr", "cmd", "command", "request", "req", "out", "transmit"};
  constexpr std::array<std::string_view, 13> kReceived = {"rx",   "recv", "received", "receive",  "receiving",
                                                          "read", "rd",   "resp",     "response", "reply",
                                                          "rsp",  "in",   "answer"};
  const auto is_one_of = [](std::string_view word, const auto& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  Role role = Role::unknown;
  std::string word;
  for (std::size_t at = 0; at <= shape.size(); ++at) {
    const char c = at < shape.size() ? shape[at] : ' ';
    if (is_word(c)) {
      word += lower(c);
      continue;
    }
    if (is_one_of(word, kSent)) role = Role::sent;
    if (is_one_of(word, kReceived)) role = Role::received;
    word.clear();
    const std::string_view rest = shape.substr(std::min(at, shape.size()));
    if (rest.starts_with(">>") || rest.starts_with("->") || rest.starts_with("=>")) role = Role::sent;
    if (rest.starts_with("<<") || rest.starts_with("<-") || rest.starts_with("<=")) role = Role::received;
  }
  if (shape.ends_with("> ")) role = Role::sent;
  if (shape.ends_with("< ")) role = Role::received;
  return role;
}

char closer_of(char opener) {
  switch (opener) {
    case '[':
      return ']';
    case '(':
      return ')';
    case '{':
      return '}';
    case '<':
      return '>';
    case '\'':
    case '"':
    case '`':
      return opener;
    default:
      return '\0';
  }
}

/// The payload behind a prefix without what closes the bracket or quote that the prefix ends in.
std::string_view without_closer(std::string_view prefix, std::string_view payload) {
  const char closer = prefix.empty() ? '\0' : closer_of(prefix.back());
  if (closer == '\0') return payload;
  const std::size_t end = payload.rfind(closer);
  return end == std::string_view::npos ? payload : payload.substr(0, end);
}

/// `text` up to an escaped line end.
std::string_view without_escaped_end(std::string_view text) {
  for (const std::string_view end : {"\\r", "\\n", "<CR>", "<LF>", "<cr>", "<lf>", "^M"}) {
    text = text.substr(0, std::min(text.find(end), text.size()));
  }
  return text;
}

enum class Kind : std::uint8_t { none, command, response };

Kind kind_of(std::string_view text) {
  if (text.starts_with("\\r\\n")) text.remove_prefix(4);
  if (text.starts_with("<CR><LF>")) text.remove_prefix(8);
  text = without_escaped_end(text);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  if (is_plain_command(text)) return Kind::command;
  return looks_like_response(text) ? Kind::response : Kind::none;
}

/// Where the AT traffic of a line begins behind a prefix; npos if there is none.
std::size_t find_payload(std::string_view line, Kind& kind) {
  constexpr std::size_t kLongestPrefix = 160;
  constexpr std::string_view kBefore = " \t]>:=['\"(|,";
  for (std::size_t at = 1; at < line.size() && at < kLongestPrefix; ++at) {
    if (kBefore.find(line[at - 1]) == std::string_view::npos || is_blank(line[at])) continue;
    kind = kind_of(without_closer(line.substr(0, at), line.substr(at)));
    if (kind != Kind::none) return at;
  }
  return std::string_view::npos;
}

struct Prefix {
  std::string shape;
  Role role = Role::unknown;
  int commands = 0;
  int responses = 0;
};

struct Learnt {
  std::vector<Prefix> prefixes;
  Escapes escapes = Escapes::none;
  bool directed = false;  ///< prefixes of both directions, all with one
  int commands = 0;
  int responses = 0;
  int bare_commands = 0;  ///< without anything before them
  int named = 0;          ///< responses behind a prefix that begin with "+NAME:"
};

Learnt learn(std::string_view head) {
  constexpr std::size_t kMaxPrefixes = 48;
  Learnt learnt;
  const auto find_or_add = [&](const std::string& shape) -> Prefix* {
    const auto found = std::find_if(learnt.prefixes.begin(), learnt.prefixes.end(),
                                    [&](const Prefix& prefix) { return prefix.shape == shape; });
    if (found != learnt.prefixes.end()) return &*found;
    if (learnt.prefixes.size() >= kMaxPrefixes) return nullptr;
    learnt.prefixes.push_back({shape, role_of(shape)});
    return &learnt.prefixes.back();
  };
  std::string before;  // the line before, without blanks at its end
  each_line(head, [&](std::string_view line) {
    Kind kind = Kind::none;
    line = strip_colour(line);
    const std::size_t at = find_payload(line, kind);
    if (at == std::string_view::npos) {
      // Lines of an answer that stand below their entry, or a transcript that needs no prefix.
      const Kind bare = kind_of(line);
      learnt.bare_commands += static_cast<int>(bare == Kind::command);
      learnt.responses += static_cast<int>(bare == Kind::response && !learnt.prefixes.empty());
      // "… Response: " with the whole answer below it.
      if (bare == Kind::response && before.ends_with(": ")) {
        const std::string shape = shape_of(before);
        Prefix* prefix = role_of(shape) == Role::received ? find_or_add(shape) : nullptr;
        if (prefix != nullptr) ++prefix->responses;
      }
      before = line;
      while (!before.empty() && is_blank(before.back())) before.pop_back();
      before += ' ';
      return;
    }
    before.clear();
    learnt.named += static_cast<int>(kind == Kind::response && line[at] == '+');
    const std::string shape = shape_of(line.substr(0, at));
    Prefix* const found = find_or_add(shape);
    if (found == nullptr) return;
    ++(kind == Kind::command ? found->commands : found->responses);
    const std::string_view payload = line.substr(at);
    if (payload.find("\\r") != std::string_view::npos) learnt.escapes = Escapes::backslash;
    if (payload.find("<CR>") != std::string_view::npos || payload.find("<cr>") != std::string_view::npos)
      learnt.escapes = Escapes::angle;
    if (payload.find("^M") != std::string_view::npos) learnt.escapes = Escapes::caret;
  });
  int sent = 0;
  int received = 0;
  int undirected = 0;
  for (const Prefix& prefix : learnt.prefixes) {
    learnt.commands += prefix.commands;
    learnt.responses += prefix.responses;
    const bool plausible = prefix.role != Role::sent || prefix.commands >= prefix.responses;
    ++(prefix.role == Role::unknown || !plausible ? undirected : prefix.role == Role::sent ? sent : received);
  }
  learnt.directed = sent > 0 && received > 0 && undirected == 0;
  // The longest prefix that fits is the one.
  std::sort(learnt.prefixes.begin(), learnt.prefixes.end(),
            [](const Prefix& a, const Prefix& b) { return a.shape.size() > b.shape.size(); });
  return learnt;
}

bool is_evidence(const Learnt& learnt) {
  // A program may log the answers only.
  constexpr int kNamed = 3;
  if (learnt.bare_commands == 0 && learnt.named >= kNamed) return true;
  return learnt.commands > learnt.bare_commands && learnt.commands + learnt.responses >= 3 &&
         (learnt.responses > 0 || learnt.commands >= 4);
}

class TaggedReader final : public TextSource {
 public:
  TaggedReader(std::unique_ptr<Input> input, const OpenOptions& options)
      : TextSource(std::move(input),
                   {.format = "tagged", .fidelity = Fidelity::line_lossy, .channels = {""}}),
        options_(options) {}

  void use(const Learnt& learnt) {
    learnt_ = learnt;
    info_.has_direction = learnt.directed;
  }

 private:
  Verdict interpret(Line& line, Segment& segment) override {
    const std::string_view text = strip_colour(line.text);
    segment.framing = Framing::record;
    for (const Prefix& prefix : learnt_.prefixes) {
      const std::size_t size = match_shape(prefix.shape, text);
      if (size == std::string_view::npos) continue;
      const std::string_view before = text.substr(0, size);
      role_ = prefix.role;
      time_ = time_of(before);
      within_ = true;
      fill(segment);
      take(line, without_closer(before, text.substr(size)), segment);
      unescape(learnt_.escapes, segment.bytes, unescaped_, segment);
      return segment.bytes.empty() ? Verdict::nothing : Verdict::segment;
    }
    if (text.empty()) return Verdict::nothing;
    // An answer of several lines: words stand apart in what other parts of the program say.
    const bool goes_on = within_ && (kind_of(text) != Kind::none || text.find(' ') == std::string_view::npos);
    if (!goes_on) {
      within_ = false;
      return Verdict::foreign;
    }
    fill(segment);
    take(line, text, segment);
    return Verdict::segment;
  }

  void fill(Segment& segment) const {
    segment.time = time_;
    segment.sender = learnt_.directed ? sender_of(role_ == Role::sent, options_) : Sender::unknown;
  }

  /// A time in the prefix, else milliseconds in parentheses, as ESP-IDF has them.
  Timestamp time_of(std::string_view prefix) {
    Stamp stamp;
    if (find_stamp(prefix, stamp)) return read_time(stamp);
    const std::size_t open = prefix.find(" (");
    if (open == std::string_view::npos) return {};
    std::int64_t ms = 0;
    std::size_t at = open + 2;
    constexpr std::size_t kDigits = 12;
    while (at < prefix.size() && is_digit(prefix[at]) && at < open + kDigits)
      ms = ms * 10 + (prefix[at++] - '0');
    if (at == open + 2 || at >= prefix.size() || prefix[at] != ')') return {};
    return read_time({Stamp::Kind::monotonic, 0, ms * 1'000'000, 1'000'000});
  }

  OpenOptions options_;
  Learnt learnt_;
  Role role_ = Role::unknown;
  Timestamp time_;
  bool within_ = false;
  Unescaped unescaped_;
};

std::unique_ptr<Source> make(std::unique_ptr<Input> input, const OpenOptions& options) {
  constexpr std::size_t kLongReach = std::size_t{4} << 20U;
  Learnt learnt = learn(input->peek(kProbeSize).substr(0, kProbeSize));
  if (!is_evidence(learnt)) learnt = learn(input->peek(kLongReach).substr(0, kLongReach));
  return make_configured<TaggedReader>(std::move(input), options,
                                       [&](TaggedReader& reader) { reader.use(learnt); });
}

int score(std::string_view head) {
  return is_evidence(learn(head)) ? kLikely + 10 : kNoEvidence;
}

constexpr std::int64_t kTime = 1'784'530'294'187'366'774;

constexpr std::array<ExpectedSegment, 3> kTagged = {{
    {Sender::unknown, "AT+CREG?", 1, Clock::utc, kTime},
    {Sender::unknown, "+CREG: 0,1", 3, Clock::utc, kTime + 1'000'000},
    {Sender::unknown, "OK", 4, Clock::utc, kTime + 2'000'000},
}};
constexpr std::array<ExpectedSegment, 3> kAnswers = {{
    {Sender::unknown, "+CREG: 0,1", 1},
    {Sender::unknown, "+CSQ: 20,99", 3},
    {Sender::unknown, "+CGATT: 1", 4},
}};
constexpr std::array<ExpectedSegment, 3> kDirected = {{
    {Sender::dte, "AT+CSQ\r", 1, Clock::time_of_day, 12 * 3600 * kNsPerSecond},
    {Sender::dce, "\r\n+CSQ: 20,99\r\n", 2, Clock::time_of_day, 12 * 3600 * kNsPerSecond},
    {Sender::dce, "\r\nOK\r\n", 4, Clock::time_of_day, (12 * 3600 + 1) * kNsPerSecond},
}};
constexpr std::array<ExpectedSegment, 4> kEsp = {{
    {Sender::unknown, "AT+CGSN", 1, Clock::monotonic, 2'757'000'000},
    {Sender::unknown, "004401083750000", 3, Clock::monotonic, 2'777'000'000},
    {Sender::unknown, "OK", 5, Clock::monotonic, 2'777'000'000},
    {Sender::unknown, "AT+CSQ", 7, Clock::monotonic, 2'900'000'000},
}};
constexpr std::array<ExpectedSegment, 4> kBelow = {{
    {Sender::dte, "AT+CMEE=1", 1, Clock::monotonic, 5'770'000'000},
    {Sender::dce, "OK", 4, Clock::monotonic, 5'780'000'000},
    {Sender::dte, "AT+CGATT=1", 7, Clock::monotonic, 5'870'000'000},
    {Sender::dce, "ERROR", 10, Clock::monotonic, 5'870'000'000},
}};
constexpr std::array<Sample, 5> kSamples = {{
    {"[INFO] [1784530294.187366774] [uploader]: [CREG] AT+CREG?\n"
     "[INFO] [1784530294.187500000] [camera]: frame 12\n"
     "[INFO] [1784530294.188366774] [uploader]: [CREG] +CREG: 0,1\n"
     "[INFO] [1784530294.189366774] [uploader]: [CREG] OK\n",
     kTagged},
    {"12:00:00 modem: TX 'AT+CSQ\\r'\n"
     "12:00:00 modem: RX '\\r\\n+CSQ: 20,99\\r\\n'\n"
     "12:00:00 modem: state idle\n"
     "12:00:01 modem: RX '\\r\\nOK\\r\\n'\n",
     kDirected},
    {"I (2757) gsm: AT+CGSN\n"
     "I (2777) gsm: \n"
     "004401083750000\n"
     "\n"
     "OK\n"
     "I (2800) wifi: mode : softAP\n"
     "I (2900) gsm: AT+CSQ\n",
     kEsp},
    {"D (5770) command_lib: command AT+CMEE=1\n"
     "\n"
     "D (5780) command_lib: Response: \n"
     "OK\n"
     "\n"
     "\n"
     "D (5870) command_lib: command AT+CGATT=1\n"
     "\n"
     "D (5870) command_lib: Response: \n"
     "ERROR\n",
     kBelow},
    {"[uploader]: [CREG] +CREG: 0,1\n"
     "[uploader]: frame 12\n"
     "[uploader]: [CSQ] +CSQ: 20,99\n"
     "[uploader]: [CGATT] +CGATT: 1\n",
     kAnswers},
}};

}  // namespace

const Format tagged = {"tagged", "an application's log with something before each line of AT traffic",
                       kSamples, score, make};

}  // namespace atscope::capture
