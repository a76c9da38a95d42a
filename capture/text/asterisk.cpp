// SPDX-License-Identifier: MIT
// Asterisk with chan_dongle or chan_quectel. At the debug level every write and read is shown in brackets, as
// it is, over several lines:
//   [2020-08-23 15:04:28] DEBUG[8346]: at_queue.c:191 at_write: [dongle0] [AT+CSQ⟨CR⟩]
//   [2020-08-23 15:04:28] DEBUG[8346]: at_read.c:95 at_read: [dongle0] [
//   +CSQ: 24,99
//   ]
// A terminal makes the CR a line end or lets the bracket behind it overwrite the next line's. At other levels
// only what failed is seen.
#include <array>
#include <optional>
#include <string>

#include "capture/text/formats.h"
#include "capture/text/line_pattern.h"
#include "capture/text/text_source.h"

namespace atscope::capture {
namespace {

struct Block {
  std::string_view prefix, device;
  std::string_view text;  ///< behind the opening bracket
  bool sent = false;
};

std::optional<Block> parse_block(std::string_view line) {
  constexpr std::string_view kWrite = "at_write: [";
  constexpr std::string_view kRead = "at_read: [";
  Block block;
  std::size_t at = line.find(kWrite);
  block.sent = at != std::string_view::npos;
  if (!block.sent) at = line.find(kRead);
  if (at == std::string_view::npos) return std::nullopt;
  block.prefix = line.substr(0, at);
  std::string_view rest = line.substr(at + (block.sent ? kWrite : kRead).size());
  const std::size_t close = rest.find("] [");
  if (close == std::string_view::npos) return std::nullopt;
  block.device = rest.substr(0, close);
  block.text = rest.substr(close + 3);
  return block;
}

/// A line of the channel driver's, of any level.
bool is_driver(std::string_view line) {
  constexpr std::array<std::string_view, 6> kFiles = {
      "at_response.c:", "at_queue.c:", "at_read.c:", "at_command.c:", "chan_dongle.c:", "chan_quectel.c:"};
  for (const std::string_view file : kFiles) {
    const std::size_t at = line.find(file);
    if (at != std::string_view::npos && line.find("]", 0) < at) return true;
  }
  return false;
}

/// "… timedout while waiting 'OK' in response to 'AT+CSQ'".
std::string_view unanswered(std::string_view line) {
  constexpr std::string_view kMark = "in response to '";
  const std::size_t at = line.find(kMark);
  if (at == std::string_view::npos || line.find("timedout while waiting") == std::string_view::npos)
    return {};
  const std::string_view rest = line.substr(at + kMark.size());
  return rest.substr(0, std::min(rest.find('\''), rest.size()));
}

class AsteriskReader final : public TextSource {
 public:
  AsteriskReader(std::unique_ptr<Input> input, const OpenOptions& options)
      : TextSource(std::move(input), {.format = "asterisk", .channels = {}}), options_(options) {}

 private:
  Verdict interpret(Line& line, Segment& segment) override {
    if (const auto block = parse_block(line.text)) {
      traffic_seen_ = true;
      reading_ = !block->sent;
      device_ = block->device;
      time_ = time_of(block->prefix);
      fill(segment, block->sent);
      std::string_view text = block->text;
      if (block->sent) {
        segment.framing = Framing::record;
        if (text.ends_with(']')) text.remove_suffix(1);
        while (text.ends_with('\r')) text.remove_suffix(1);
        take(line, text, segment);
        return text.empty() ? Verdict::nothing : Verdict::segment;
      }
      return received(line, text, segment);
    }
    if (!reading_) return other(line, segment);
    if (line.text == "]") {
      reading_ = false;
      return Verdict::nothing;
    }
    fill(segment, false);
    return received(line, line.text, segment);
  }

  Verdict other(const Line& line, Segment& segment) {
    const std::string_view command = traffic_seen_ ? std::string_view{} : unanswered(line.text);
    if (command.empty()) {
      return line.text.empty() || line.text == "]" || is_driver(line.text) ? Verdict::nothing
                                                                           : Verdict::foreign;
    }
    const std::size_t open = line.text.rfind('[', line.text.find("] timedout"));
    device_ = open == std::string_view::npos
                  ? ""
                  : line.text.substr(open + 1, line.text.find(']', open) - open - 1);
    time_ = time_of(line.text);
    fill(segment, true);
    segment.framing = Framing::record;
    take(line, command, segment);
    return Verdict::segment;
  }

  void fill(Segment& segment, bool sent) {
    segment.channel = channel(device_);
    segment.sender = sender_of(sent, options_);
    segment.time = time_;
  }

  /// Text up to the bracket that closes the block: the one before the next line of the log.
  Verdict received(Line& line, std::string_view text, Segment& segment) {
    const std::size_t begin = static_cast<std::size_t>(text.data() - line.text.data());
    constexpr std::size_t kReach = 2;
    const std::string_view next = following(line, kReach);
    text = line.text.substr(begin);
    std::size_t end_size = line.end_size();
    if (text.ends_with(']') && (next.empty() || next.front() == '[')) {
      text.remove_suffix(1);
      end_size = 0;
      reading_ = false;
    }
    take(line, {text.data(), text.size() + end_size}, segment);
    return segment.bytes.empty() ? Verdict::nothing : Verdict::segment;
  }

  Timestamp time_of(std::string_view prefix) {
    Stamp stamp;
    if (prefix.starts_with(']') || prefix.starts_with('[')) prefix.remove_prefix(1);
    return find_stamp(prefix, stamp) ? read_time(stamp) : Timestamp{};
  }

  OpenOptions options_;
  bool reading_ = false;
  bool traffic_seen_ = false;
  std::string device_;
  Timestamp time_;
};

int score(std::string_view head) {
  // A block goes on below its line: what stands before the line must be known.
  return any_line(head,
                  [](std::string_view line) {
                    const bool begins = line.starts_with('[') || line.starts_with(']');
                    return begins && (parse_block(line).has_value() || is_driver(line));
                  })
             ? kCertain + 3
             : kNoEvidence;
}

constexpr std::int64_t kTime = 1'598'195'068'000'000'000;  // 2020-08-23 15:04:28

constexpr std::array<ExpectedSegment, 6> kDebug = {{
    {Sender::dte, "AT+CSQ", 2, Clock::utc, kTime, "dongle0"},
    {Sender::dce, "\r\n", 4, Clock::utc, kTime, "dongle0"},
    {Sender::dce, "+CSQ: 24,99\r\n", 5, Clock::utc, kTime, "dongle0"},
    {Sender::dce, "OK\r\n", 6, Clock::utc, kTime, "dongle0"},
    {Sender::dte, "AT+CMGS=17", 8, Clock::utc, kTime + kNsPerSecond, "dongle1"},
    {Sender::dce, "> ", 10, Clock::utc, kTime + kNsPerSecond, "dongle1"},
}};
constexpr std::array<ExpectedSegment, 1> kStatus = {{
    {Sender::dte, "AT+CSQ", 2, Clock::utc, kTime, "dongle0"},
}};
constexpr std::array<Sample, 2> kSamples = {{
    {"[2020-08-23 15:04:28] DEBUG[8346]: at_queue.c:246 at_queue_run: [dongle0] write command 'AT+CSQ' "
     "expected response 'OK' length 7\n"
     "[2020-08-23 15:04:28] DEBUG[8346]: at_queue.c:191 at_write: [dongle0] [AT+CSQ\r]\n"
     "[2020-08-23 15:04:28] DEBUG[8346]: at_read.c:80 at_read: [dongle0] receive 23 byte, used 23\n"
     "[2020-08-23 15:04:28] DEBUG[8346]: at_read.c:95 at_read: [dongle0] [\r\n"
     "+CSQ: 24,99\r\n"
     "OK\r\n"
     "]\n"
     "]2020-08-23 15:04:29] DEBUG[8346]: at_queue.c:191 at_write: [dongle1] [AT+CMGS=17\n"
     "\n"
     "[2020-08-23 15:04:29] DEBUG[8346]: at_read.c:95 at_read: [dongle1] [> ]\n"
     "[2020-08-23 15:04:29] VERBOSE[8346] pbx.c: Executing\n",
     kDebug},
    {"[2020-08-23 15:04:27] VERBOSE[1604] at_response.c: [dongle0] Error sending SMS message 0xb4005c60\n"
     "[2020-08-23 15:04:28] ERROR[1796]: chan_dongle.c:445 do_monitor_phone: [dongle0] timedout while "
     "waiting "
     "'OK' in response to 'AT+CSQ'\n",
     kStatus},
}};

}  // namespace

const Format asterisk = {"asterisk", "Asterisk log of chan_dongle or chan_quectel", kSamples, score,
                         make_reader<AsteriskReader>};

}  // namespace atscope::capture
