// SPDX-License-Identifier: MIT
// Serial tools that mark every line with its time and S (sent) or R (received), milliseconds behind a colon:
//   [2019-01-31 03:15:15:159_S:] AT+QIOPEN="TCP","203.0.113.5","2001"
// One line is one record without its line end; empty lines are not marked; /* … */ lines are comments.
#include <array>

#include "capture/text/formats.h"
#include "capture/text/text_source.h"

namespace atscope::capture {
namespace {

struct Record {
  Stamp stamp;
  std::string_view payload;
  bool sent = false;
};

bool parse_record(std::string_view text, Record& record) {
  if (!text.starts_with('[')) return false;
  const std::size_t size = parse_stamp(text.substr(1), record.stamp);
  if (size == 0) return false;
  const std::string_view mark = text.substr(size + 1);
  record.sent = mark.starts_with("_S:]");
  if (!record.sent && !mark.starts_with("_R:]")) return false;
  record.payload = mark.substr(4);
  if (record.payload.starts_with(' ')) record.payload.remove_prefix(1);
  return true;
}

class SentReceivedReader final : public TextSource {
 public:
  SentReceivedReader(std::unique_ptr<Input> input, const OpenOptions& options)
      : TextSource(std::move(input),
                   {.format = "sent-received", .fidelity = Fidelity::line_lossy, .channels = {""}}),
        options_(options) {}

 private:
  Verdict interpret(Line& line, Segment& segment) override {
    Record record;
    if (!parse_record(line.text, record)) return line.text.empty() ? Verdict::nothing : Verdict::foreign;
    segment.time = read_time(record.stamp);
    segment.sender = sender_of(record.sent, options_);
    segment.framing = Framing::record;
    take(line, record.payload, segment);
    return record.payload.empty() ? Verdict::nothing : Verdict::segment;
  }

  OpenOptions options_;
};

int score(std::string_view head) {
  Record record;
  return any_line(head, [&](std::string_view line) { return parse_record(line, record); }) ? kCertain + 5
                                                                                           : kNoEvidence;
}

constexpr std::int64_t kTime = 1'548'904'515'000'000'000;  // 2019-01-31 03:15:15

constexpr std::array<ExpectedSegment, 3> kSegments = {{
    {Sender::dte, "AT+QIOPEN=\"TCP\",\"203.0.113.5\",\"2001\"", 1, Clock::utc, kTime + 159'000'000},
    {Sender::dce, "AT+QIOPEN=\"TCP\",\"203.0.113.5\",\"2001\"", 2, Clock::utc, kTime + 174'000'000},
    {Sender::dce, "CONNECT OK", 5, Clock::utc, kTime + 800'000'000},
}};
constexpr std::array<Sample, 1> kSamples = {{
    {"[2019-01-31 03:15:15:159_S:] AT+QIOPEN=\"TCP\",\"203.0.113.5\",\"2001\"\n"
     "[2019-01-31 03:15:15:174_R:] AT+QIOPEN=\"TCP\",\"203.0.113.5\",\"2001\"\n"
     "\n"
     "/* the server answers here */\n"
     "[2019-01-31 03:15:15:800_R:] CONNECT OK\n",
     kSegments},
}};

}  // namespace

const Format sent_received = {"sent-received", "serial tool log with _S: and _R: in the time of every line",
                              kSamples, score, make_reader<SentReceivedReader>};

}  // namespace atscope::capture
