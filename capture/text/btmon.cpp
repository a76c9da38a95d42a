// SPDX-License-Identifier: MIT
// btmon's text of a Bluetooth hands-free connection. The direction stands at the ACL packet, < to and > from
// the controller, the bytes as a hex dump below the RFCOMM frame, with the FCS byte at their end.
//   > ACL Data RX: Handle 256 flags 0x02 dlen 21          #12 [hci0] 3.141593
//         Channel: 65 len 17 [PSM 3 mode 0] {chan 0}
//         RFCOMM: Unnumbered Info with Header Check (UIH) (0xff)
//            Length: 12
//            Credits: 1
//           41 54 2b 42 52 53 46 3d 31 35 39 0d 4f           AT+BRSF=159.O
// The host of the modem (DTE) is the side that sends the commands: on a phone that is the other one.
#include <algorithm>
#include <array>
#include <string>

#include "capture/text/escapes.h"
#include "capture/text/formats.h"
#include "capture/text/line_pattern.h"
#include "capture/text/text_source.h"

namespace atscope::capture {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

bool is_acl(std::string_view line, bool& sent) {
  sent = line.starts_with("< ACL Data TX:");
  return sent || line.starts_with("> ACL Data RX:");
}

/// The time at the end of a packet's first line, seconds or a date.
bool parse_time(std::string_view line, Stamp& stamp) {
  const std::size_t device = line.find("[hci");
  return device != std::string_view::npos &&
         find_stamp(line.substr(std::min(line.find(' ', device), line.size())), stamp);
}

bool is_hex_row(std::string_view text) {
  return text.size() >= 2 && hex_digit(text[0]) >= 0 && hex_digit(text[1]) >= 0 &&
         (text.size() == 2 || text[2] == ' ');
}

class BtmonReader final : public TextSource {
 public:
  BtmonReader(std::unique_ptr<Input> input, const OpenOptions& options)
      : TextSource(std::move(input), {.format = "btmon", .channels = {""}}), options_(options) {}

  void host_is_here(bool here) { host_is_here_ = here; }

 private:
  Verdict interpret(Line& line, Segment& segment) override {
    if (bool sent = false; is_acl(line.text, sent)) {
      sent_ = sent;
      missing_ = 0;
      frame_ = false;
      Stamp stamp;
      time_ = parse_time(line.text, stamp) ? read_time(stamp) : Timestamp{};
      return Verdict::nothing;
    }
    // Any other packet ends this one.
    if (!line.text.empty() && line.text.front() != ' ' && line.text.front() != '\t') frame_ = false;
    const std::string_view text = trimmed(line.text);
    if (text.starts_with("RFCOMM: Unnumbered Info")) {
      frame_ = true;
      credits_follow_ = false;
      return Verdict::nothing;
    }
    if (!frame_) return line.text.empty() ? Verdict::nothing : Verdict::foreign;
    if (text.starts_with("Address:")) read_channel(text);
    if (text.starts_with("Control:")) credits_follow_ = text.find("poll/final 1") != std::string_view::npos;
    if (text.starts_with("Credits:")) credits_follow_ = false;
    if (text.starts_with("Length:")) missing_ = number(text.substr(7));
    if (!is_hex_row(text) || missing_ == 0) return Verdict::nothing;
    segment.channel = channel(channel_);
    segment.sender = sender_of(sent_ == host_is_here_, options_);
    segment.time = time_;
    constexpr std::size_t kColumns = 16;
    take(line, text, segment);
    unescape(Escapes::hex, text, unescaped_, segment, kColumns);
    if (credits_follow_ && !segment.bytes.empty()) {
      constexpr std::size_t kCell = 3;
      take(line, text.substr(std::min(kCell, text.size())), segment);
      unescape(Escapes::hex, segment.bytes, unescaped_, segment, kColumns - 1);
      credits_follow_ = false;
    }
    segment.bytes = segment.bytes.substr(0, missing_);
    missing_ -= segment.bytes.size();
    return segment.bytes.empty() ? Verdict::nothing : Verdict::segment;
  }

  void read_channel(std::string_view text) {
    const std::size_t at = text.find("dlci ");
    if (at != std::string_view::npos)
      channel_ = "dlci " + std::string(text.substr(at + 5, text.find(' ', at + 5) - at - 5));
  }

  static std::size_t number(std::string_view text) {
    std::size_t value = 0;
    for (const char c : trimmed(text)) {
      if (c < '0' || c > '9' || value > 0xffff) break;
      value = value * 10 + static_cast<std::size_t>(c - '0');
    }
    return value;
  }

  OpenOptions options_;
  bool host_is_here_ = true;
  bool sent_ = false;
  bool frame_ = false;
  bool credits_follow_ = false;
  std::size_t missing_ = 0;
  std::string channel_;
  Timestamp time_;
  Unescaped unescaped_;
};

std::unique_ptr<Source> make(std::unique_ptr<Input> input, const OpenOptions& options) {
  BtmonReader probe(Input::from_memory(input->peek(kProbeSize).substr(0, kProbeSize)), {});
  Segment segment;
  bool here = true;
  while (probe.next(segment)) {
    if (options.sent_by_given || !looks_like_command(segment.bytes)) continue;
    here = segment.sender == Sender::dte;
    break;
  }
  return make_configured<BtmonReader>(std::move(input), options,
                                      [=](BtmonReader& reader) { reader.host_is_here(here); });
}

int score(std::string_view head) {
  bool sent = false;
  return any_line(head, [&](std::string_view line) { return is_acl(line, sent); }) ? kCertain : kNoEvidence;
}

constexpr std::array<ExpectedSegment, 3> kSegments = {{
    {Sender::dte, "AT+BRSF=159\r", 7, Clock::monotonic, 3'141'593'000, "dlci 0x06"},
    {Sender::dce, "\r\n+BRSF: 1023\r\n", 14, Clock::monotonic, 3'150'000'000, "dlci 0x06"},
    {Sender::dce, "\r\nOK\r\n", 20, Clock::monotonic, 3'151'000'000, "dlci 0x06"},
}};
constexpr std::array<Sample, 1> kSamples = {{
    {"> ACL Data RX: Handle 256 flags 0x02 dlen 22          #12 [hci0] 3.141593\n"
     "      Channel: 65 len 18 [PSM 3 mode 0] {chan 0}\n"
     "      RFCOMM: Unnumbered Info with Header Check (UIH) (0xff)\n"
     "         Address: 0x1b cr 1 dlci 0x06\n"
     "         Length: 12\n"
     "         Credits: 1\n"
     "        41 54 2b 42 52 53 46 3d 31 35 39 0d 4f           AT+BRSF=159.O\n"
     "> HCI Event: Number of Completed Packets (0x13) plen 5  #13 [hci0] 3.142\n"
     "        Num handles: 1\n"
     "< ACL Data TX: Handle 256 flags 0x00 dlen 24          #14 [hci0] 3.150000\n"
     "      RFCOMM: Unnumbered Info with Header Check (UIH) (0xef)\n"
     "         Address: 0x19 cr 0 dlci 0x06\n"
     "         Length: 15\n"
     "        0d 0a 2b 42 52 53 46 3a 20 31 30 32 33 0d 0a 9a  ..+BRSF: 1023...\n"
     "< ACL Data TX: Handle 256 flags 0x00 dlen 14          #15 [hci0] 3.151000\n"
     "      RFCOMM: Unnumbered Info with Header Check (UIH) (0xff)\n"
     "         Address: 0x19 cr 0 dlci 0x06\n"
     "         Control: 0xff poll/final 1\n"
     "         Length: 6\n"
     "        01 0d 0a 4f 4b 0d 0a 9a                          ...OK...\n",
     kSegments},
}};

}  // namespace

const Format btmon = {"btmon", "btmon's text of a Bluetooth hands-free connection", kSamples, score, make};

}  // namespace atscope::capture
