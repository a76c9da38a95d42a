// SPDX-License-Identifier: MIT
// ModemManager's debug log. Every prefix it ever had ends in one of
//   (PORT): --> 'PAYLOAD'        before 1.12
//   [PORT/at] --> 'PAYLOAD'      since then; also [modemN/PORT/at]
// --> is sent by the host. Payload: CR is <CR>, LF is <LF>, any other byte that is not printable is \ and its
// decimal value; neither backslash nor quote is escaped, so the payload ends at the last quote of the line.
// One line is one read() or write(): a fragment, or several lines.
#include <array>
#include <bit>
#include <cstring>

#include "capture/text/formats.h"
#include "capture/text/text_source.h"
#include "capture/text/unescape.h"

namespace atscope::capture {
namespace {

constexpr std::size_t kArrowSize = 4;  // "--> "

/// The parts of a line that carries AT traffic.
struct Record {
  std::string_view prefix;   ///< up to the bracket that opens the port
  std::string_view port;     ///< "ttyUSB2"
  std::string_view payload;  ///< between the quotes
  bool sent = false;
  bool closed = true;  ///< the closing quote is there
};

bool is_port_character(char c) {
  return c != ' ' && c != '(' && c != '[' && c != '\t';
}

/// Reads "(PORT): " or "[PORT/at] " backwards from the arrow.
bool read_port(std::string_view before, Record& record) {
  char open = '[';
  if (before.ends_with("/at] ")) {
    before.remove_suffix(5);
  } else if (before.ends_with("): ") || before.ends_with(") ")) {
    before.remove_suffix(before.ends_with("): ") ? 3 : 2);
    open = '(';
  } else {
    return false;
  }
  std::size_t begin = before.size();
  while (begin > 0 && is_port_character(before[begin - 1])) --begin;
  if (begin == 0 || before[begin - 1] != open || begin == before.size()) return false;
  record.prefix = before.substr(0, begin - 1);
  record.port = before.substr(begin);
  const std::size_t slash = record.port.rfind('/');
  if (slash != std::string_view::npos) record.port.remove_prefix(slash + 1);
  return !record.port.empty();
}

/// The last quote: a colour code or a log viewer's blanks may stand behind it.
std::size_t closing_quote(std::string_view text) {
  return !text.empty() && text.back() == '\'' ? text.size() - 1 : text.rfind('\'');
}

bool parse_record(std::string_view text, Record& record) {
  std::size_t at = 0;
  while (true) {
    const void* found = std::memchr(text.data() + at, '\'', text.size() - at);
    if (found == nullptr) return false;
    const auto quote = static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
    at = quote + 1;
    if (quote < kArrowSize) continue;
    const std::string_view arrow = text.substr(quote - kArrowSize, kArrowSize);
    record.sent = arrow == "--> ";
    if (!record.sent && arrow != "<-- ") continue;
    if (!read_port(text.substr(0, quote - kArrowSize), record)) continue;
    const std::size_t close = closing_quote(text);
    record.closed = close > quote;
    record.payload = text.substr(at, record.closed ? close - at : std::string_view::npos);
    return true;
  }
}

/// Eight bytes, the first one lowest.
std::uint64_t load(const char* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  return std::endian::native == std::endian::big ? __builtin_bswap64(word) : word;
}

/// The value of eight ASCII digits, the first one lowest in `word`, or -1. All at once: pairs, fours, eight.
std::int64_t eight_digits(std::uint64_t word) {
  constexpr std::uint64_t kZeros = 0x3030303030303030U;
  constexpr std::uint64_t kHighNibbles = 0xf0f0f0f0f0f0f0f0U;
  constexpr std::uint64_t kCarry = 0x0606060606060606U;  // takes ':' and above out of their high nibble
  if ((word & kHighNibbles) != kZeros || ((word + kCarry) & kHighNibbles) != kZeros) return -1;
  word -= kZeros;
  word = (word * 10 + (word >> 8U)) & 0x00ff00ff00ff00ffU;
  word = (word * 100 + (word >> 16U)) & 0x0000ffff0000ffffU;
  return static_cast<std::int64_t>((word * 10'000 + (word >> 32U)) & 0xffffffffU);
}

constexpr std::size_t kEpochSize = 19;

/// "[1700000000.123456]" at `at`, as every version with an epoch writes it.
bool parse_epoch(std::string_view text, std::size_t at, Stamp& stamp) {
  if (text.size() < at + kEpochSize || text[at] != '[' || text[at + 11] != '.' || text[at + 18] != ']')
    return false;
  const char* const digits = text.data() + at + 1;
  const std::int64_t high = eight_digits(load(digits));
  // The last digit of the seconds and the dot give way to zeros: six digits of microseconds are left.
  const std::int64_t micros = eight_digits((load(digits + 9) & ~std::uint64_t{0xffff}) | 0x3030U);
  const unsigned tens = static_cast<unsigned char>(digits[8]) - unsigned{'0'};
  const unsigned ones = static_cast<unsigned char>(digits[9]) - unsigned{'0'};
  if (high < 0 || micros < 0 || tens > 9 || ones > 9) return false;
  stamp.kind = Stamp::Kind::date_time;
  stamp.ns = ((high * 100 + tens * 10 + ones) * 1'000'000 + micros) * 1000;
  stamp.resolution_ns = 1000;
  return true;
}

/// Length of the escape at the start of `text` and the byte it stands for; 0 if it is literal text.
std::size_t parse_escape(std::string_view text, char& byte) {
  if (text.starts_with("<CR>")) {
    byte = '\r';
    return 4;
  }
  if (text.starts_with("<LF>")) {
    byte = '\n';
    return 4;
  }
  if (text.front() != '\\') return 0;
  int value = 0;
  std::size_t size = 1;
  while (size < 4 && size < text.size() && text[size] >= '0' && text[size] <= '9') {
    value = value * 10 + (text[size] - '0');
    ++size;
  }
  const bool printable = value >= 0x20 && value < 0x7f;
  if (size == 1 || value > 255 || printable) return 0;
  byte = static_cast<char>(value);
  return size;
}

class ModemManagerReader final : public TextSource {
 public:
  ModemManagerReader(std::unique_ptr<Input> input, const OpenOptions& /*options*/)
      : TextSource(std::move(input),
                   {.format = "modemmanager", .fidelity = Fidelity::escaped, .channels = {}}) {}

 private:
  Verdict interpret(Line& line, Segment& segment) override {
    if (interpret_alike(line, segment)) return Verdict::segment;
    Record record;
    if (!parse_record(line.text, record)) return Verdict::foreign;
    segment.channel = channel(record.port);
    segment.time = time_of(record.prefix);
    segment.sender = record.sent ? Sender::dte : Sender::dce;
    remember(line.text, record, segment);
    if (!record.closed) return damaged(line, segment, "the closing quote is missing: the line was cut");
    unescape(line, record.payload, segment);
    return Verdict::segment;
  }

  /// What stands between the epoch and the payload: "] [ttyUSB2/at] --> '".
  struct Tail {
    std::string text;
    ChannelId channel = 0;
    Sender sender = Sender::unknown;
  };

  /// Lines differ in little but epoch and payload: one whose other parts all came before is not taken apart
  /// again. Its first quote is the one that opens the payload, since neither part has another.
  bool interpret_alike(const Line& line, Segment& segment) {
    Stamp stamp;
    if (before_epoch_.empty() || !line.text.starts_with(before_epoch_) ||
        !parse_epoch(line.text, before_epoch_.size(), stamp)) {
      return false;
    }
    const std::string_view rest = line.text.substr(before_epoch_.size() + kEpochSize);
    for (const Tail& tail : tails_) {
      if (tail.text.empty() || !rest.starts_with(tail.text)) continue;
      const std::size_t close = closing_quote(rest);
      if (close == std::string_view::npos || close < tail.text.size()) return false;
      segment.channel = tail.channel;
      segment.time = read_time(stamp);
      segment.sender = tail.sender;
      unescape(line, rest.substr(tail.text.size(), close - tail.text.size()), segment);
      return true;
    }
    return false;
  }

  void remember(std::string_view text, const Record& record, const Segment& segment) {
    Stamp stamp;
    if (!record.closed || !parse_epoch(record.prefix, epoch_at_, stamp)) return;
    const std::string_view before = text.substr(0, epoch_at_);
    const auto payload_at = static_cast<std::size_t>(record.payload.data() - text.data());
    const std::string_view tail = text.substr(epoch_at_ + kEpochSize, payload_at - epoch_at_ - kEpochSize);
    if (before.find('\'') != before.npos || tail.find('\'') + 1 != tail.size()) return;
    if (before != before_epoch_) before_epoch_.assign(before);
    for (const Tail& known : tails_) {
      if (known.text == tail) return;
    }
    Tail& next = tails_[next_tail_];
    next_tail_ = (next_tail_ + 1) % tails_.size();
    next.text.assign(tail);
    next.channel = segment.channel;
    next.sender = segment.sender;
  }

  Timestamp time_of(std::string_view prefix) {
    Stamp stamp;
    if (parse_epoch(prefix, epoch_at_, stamp)) return read_time(stamp);
    for (std::size_t at = prefix.find('['); at != std::string_view::npos; at = prefix.find('[', at + 1)) {
      if (!parse_epoch(prefix, at, stamp)) continue;
      epoch_at_ = at;
      return read_time(stamp);
    }
    // Without an epoch of its own the line may have one from syslog or the journal.
    if (prefix.starts_with('[')) prefix.remove_prefix(1);
    return parse_stamp(prefix, stamp) != 0 ? read_time(stamp) : Timestamp{};
  }

  void unescape(const Line& line, std::string_view payload, Segment& segment) {
    take(line, payload, segment);
    Unescaped::Writer writer = unescaped_.begin(payload.size());
    const char* at = payload.data();
    const char* const end = at + payload.size();
    while (true) {
      const auto left = static_cast<std::size_t>(end - at);
      const std::size_t plain = copy_until(at, left, writer.cursor(), '<', '\\');
      writer.advance(plain);
      at += plain;
      if (at == end) break;
      char byte = 0;
      const std::size_t length = parse_escape({at, left - plain}, byte);
      if (length == 0) {
        writer.append(*at++);
      } else {
        writer.put(byte, length);
        at += length;
      }
    }
    if (writer.steps().empty()) return;
    segment.bytes = writer.bytes();
    segment.offset_steps = writer.steps();
  }

  std::size_t epoch_at_ = 0;  ///< where the last line had it
  std::string before_epoch_;
  std::array<Tail, 8> tails_;
  std::size_t next_tail_ = 0;
  Unescaped unescaped_;
};

int score(std::string_view head) {
  Record record;
  return any_line(head, [&](std::string_view line) { return parse_record(line, record); }) ? kCertain + 5
                                                                                           : kNoEvidence;
}

constexpr std::int64_t kT0 = 1'700'000'000'000'000'000;

constexpr std::array<ExpectedSegment, 4> kNewPrefix = {{
    {Sender::dte, "AT+CSQ\r", 1, Clock::utc, kT0 + 123'456'000, "ttyUSB2"},
    {Sender::dce, "\r\n+CSQ: 20,99\r\n\r\nOK\r\n", 2, Clock::utc, kT0 + 129'000'000, "ttyUSB2"},
    {Sender::dce, "\r\n+CREG: 5\r\n", 4, Clock::utc, kT0 + 900'000'000, "ttyUSB3"},
    {Sender::dte, "AT+CMGS=\"1\"\r\n", 5, Clock::utc, kT0 + 1'000'000'000, "ttyUSB2"},
}};
constexpr std::array<ExpectedSegment, 2> kGlibPrefix = {{
    {Sender::dte, "AT+CREG?\r", 1, Clock::none, 0, "ttyUSB0"},
    {Sender::dce, "\r\n+CREG: 0,1\r\n", 2, Clock::none, 0, "ttyUSB0"},
}};
constexpr std::array<ExpectedSegment, 3> kOldPrefix = {{
    {Sender::dte, "AT+CREG?", 1, Clock::utc, 1'339'849'572'154'128'000, "ttyACM0"},
    {Sender::dte, "\r", 2, Clock::utc, 1'339'849'572'154'300'000, "ttyACM0"},
    {Sender::dce, "\r\n+COPS: 0,0,\"Mc'Tel \xff\"\r\n", 3, Clock::utc, 1'339'849'572'160'000'000, "ttyACM0"},
}};
constexpr std::int64_t kSyslogTime = ((12 * 60 + 53) * 60 + 6) * kNsPerSecond;
constexpr std::array<ExpectedSegment, 2> kSyslogPrefix = {{
    {Sender::dce, "\r\n*E2NAP: 2\r\n", 1, Clock::time_of_day, kSyslogTime, "ttyACM0"},
    {Sender::dte, "AT*E2NAP=0\r", 3, Clock::time_of_day, kSyslogTime + 2 * kNsPerSecond, "ttyACM0"},
}};
constexpr std::array<ExpectedSegment, 1> kLogViewer = {{
    {Sender::dte, "AT\r", 1, Clock::utc, 1'307'014'101'943'154'000, "ttyUSB1"},
}};
constexpr std::array<ExpectedSegment, 2> kJournal = {{
    {Sender::dte, "AT+CEREG?\r\n", 1, Clock::time_of_day, kSyslogTime, "wwan0at1"},
    {Sender::dce, "\r\n+CEREG: 2,6\r\n\r\nOK\r\n", 2, Clock::time_of_day, kSyslogTime, "wwan0at1"},
}};

constexpr std::array<Sample, 6> kSamples = {{
    {"ModemManager[812]: <dbg> [1700000000.123456] [ttyUSB2/at] --> 'AT+CSQ<CR>'\n"
     "ModemManager[812]: <dbg> [1700000000.129000] [ttyUSB2/at] <-- '<CR><LF>+CSQ: "
     "20,99<CR><LF><CR><LF>OK<CR><LF>'\n"
     "ModemManager[812]: <info> [1700000000.130000] [modem0] state changed (registered -> connecting)\n"
     "ModemManager[812]: <dbg> [1700000000.900000] [ttyUSB3/at] <-- '<CR><LF>+CREG: 5<CR><LF>'\n"
     "ModemManager[812]: <dbg> [1700000001.000000] [modem0/ttyUSB2/at] --> 'AT+CMGS=\"1\"<CR>\\10'\n",
     kNewPrefix},
    {"** (modem-manager:2111): DEBUG: (ttyUSB0): --> 'AT+CREG?<CR>'\n"
     "** (modem-manager:2111): DEBUG: (ttyUSB0): <-- '<CR><LF>+CREG: 0,1<CR><LF>'\n",
     kGlibPrefix},
    {"modem-manager[1798]: <debug> [1339849572.154128] [mm-at-serial-port.c:298] debug_log(): (ttyACM0): --> "
     "'AT+CREG?'\n"
     "modem-manager[1798]: <debug> [1339849572.154300] [mm-at-serial-port.c:298] debug_log(): (ttyACM0): --> "
     "'<CR>'\n"
     "modem-manager[1798]: <debug> [1339849572.160000] [mm-at-serial-port.c:298] debug_log(): (ttyACM0): <-- "
     "'<CR><LF>+COPS: 0,0,\"Mc'Tel \\255\"<CR><LF>'\n",
     kOldPrefix},
    {"Oct 27 12:53:06 host modem-manager[4580]: <debug> [mm-at-serial-port.c:298] debug_log(): (ttyACM0): "
     "<-- "
     "'<CR><LF>*E2NAP: 2<CR><LF>'\n"
     "Oct 27 12:53:07 host kernel: [  123.4] usb 1-1: it's new\n"
     "Oct 27 12:53:08 host modem-manager[4580]: <debug> [mm-at-serial-port.c:298] debug_log(): (ttyACM0): "
     "--> "
     "'AT*E2NAP=0<CR>'\n",
     kSyslogPrefix},
    {"02/06/11 09:28:21 PM    box    modem-manager[3888]    <debug> [1307014101.943154] "
     "[mm-at-serial-port.c:298] "
     "debug_log(): (ttyUSB1): --> 'AT<CR>'\n",
     kLogViewer},
    {"Nov 03 12:53:06 host ModemManager[1201]: <debug> [wwan0at1/at] --> 'AT+CEREG?<CR><LF>'\n"
     "Nov 03 12:53:06 host ModemManager[1201]: <debug> [wwan0at1/at] <-- '<CR><LF>+CEREG: "
     "2,6<CR><LF><CR><LF>OK"
     "<CR><LF>'\n",
     kJournal},
}};

}  // namespace

const Format modemmanager = {"modemmanager", "ModemManager debug log, from a file, the journal or syslog",
                             kSamples, score, make_reader<ModemManagerReader>};

}  // namespace atscope::capture
