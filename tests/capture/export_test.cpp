// SPDX-License-Identifier: MIT
// What is written into a file of another kind comes out of it again.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
#include <string>
#include <vector>

#include "capture/export/exporter.h"
#include "capture/text/formats.h"
#include "tests/capture/read_all.h"

namespace atscope::capture {
namespace {

const ExportKind& kind(std::string_view name) {
  for (const ExportKind& each : export_kinds()) {
    if (each.name == name) return each;
  }
  ADD_FAILURE() << name;
  return export_kinds().front();
}

Segment view_of(const ReadSegment& kept) {
  Segment segment;
  segment.bytes = kept.bytes;
  segment.sender = kept.sender;
  segment.kind = kept.kind;
  segment.framing = kept.framing;
  segment.time = kept.time;
  segment.note = kept.note;
  return segment;
}

std::string exported(const std::vector<ReadSegment>& segments, std::string_view name) {
  std::string out;
  const auto exporter = kind(name).make([&](std::string_view bytes) { out += bytes; });
  for (const ReadSegment& segment : segments) (void)exporter->write(view_of(segment), segment.channel);
  exporter->finish();
  return out;
}

std::vector<ReadSegment> read_back(const std::string& file) {
  const auto source = open_bytes(file);
  return source == nullptr ? std::vector<ReadSegment>{} : read_all(*source);
}

std::vector<ReadSegment> arbitrary_segments() {
  return *rc::gen::container<std::vector<ReadSegment>>(rc::gen::exec([] {
    ReadSegment segment;
    segment.bytes = *rc::gen::nonEmpty(rc::gen::string<std::string>());
    segment.sender = *rc::gen::element(Sender::dte, Sender::dce);
    segment.channel = *rc::gen::element<std::string>("ttyUSB2", "ttyUSB3", "wwan0at0");
    segment.time = {*rc::gen::inRange<std::int64_t>(1, 4'000'000'000) * 1'000'000'000 + 123'456'789,
                    Clock::utc};
    return segment;
  }));
}

RC_GTEST_PROP(Export, ARecordingKeepsEveryByteTimeDirectionAndPort, ()) {
  const std::vector<ReadSegment> segments = arbitrary_segments();
  RC_PRE(!segments.empty());
  const std::vector<ReadSegment> back = read_back(exported(segments, "pcapng"));
  RC_ASSERT(back.size() == segments.size());
  for (std::size_t i = 0; i < back.size(); ++i) {
    RC_ASSERT(back[i].bytes == segments[i].bytes);
    RC_ASSERT(back[i].sender == segments[i].sender);
    RC_ASSERT(back[i].channel == segments[i].channel);
    RC_ASSERT(back[i].time == segments[i].time);
  }
}

/// Escapes of a text log can also be literal text: what was read from it is what must come back.
RC_GTEST_PROP(Export, ATextLogComesBackFromARecordingAsItWas, ()) {
  const std::vector<ReadSegment> segments = arbitrary_segments();
  RC_PRE(!segments.empty());
  const std::vector<ReadSegment> read = read_back(exported(segments, "modemmanager"));
  RC_ASSERT(read.size() == segments.size());
  const std::vector<ReadSegment> again =
      read_back(exported(read_back(exported(read, "pcapng")), "modemmanager"));
  RC_ASSERT(again.size() == read.size());
  for (std::size_t i = 0; i < read.size(); ++i) {
    RC_ASSERT(again[i].bytes == read[i].bytes);
    RC_ASSERT(again[i].sender == segments[i].sender);
    RC_ASSERT(again[i].channel == segments[i].channel);
    RC_ASSERT(again[i].time.ns == segments[i].time.ns / 1000 * 1000);
  }
}

TEST(Export, EveryKindIsReadByItsOwnReader) {
  const std::vector<ReadSegment> segments = {{"AT+CMGS=\"1\"\r",
                                              Sender::dte,
                                              SegmentKind::data,
                                              Framing::stream,
                                              {1'000'000'000, Clock::utc},
                                              {},
                                              "p",
                                              "",
                                              {}},
                                             {"\r\n> ",
                                              Sender::dce,
                                              SegmentKind::data,
                                              Framing::stream,
                                              {2'000'000'000, Clock::utc},
                                              {},
                                              "p",
                                              "",
                                              {}},
                                             {"hi\x1a",
                                              Sender::dte,
                                              SegmentKind::data,
                                              Framing::stream,
                                              {3'000'000'000, Clock::utc},
                                              {},
                                              "p",
                                              "",
                                              {}},
                                             {"\r\nOK\r\n",
                                              Sender::dce,
                                              SegmentKind::data,
                                              Framing::stream,
                                              {4'000'000'000, Clock::utc},
                                              {},
                                              "p",
                                              "",
                                              {}}};
  const std::pair<const char*, const char*> formats[] = {{"pcapng", "pcap"},
                                                         {"upper-pdu", "pcap"},
                                                         {"pcap", "pcap"},
                                                         {"modemmanager", "modemmanager"},
                                                         {"transcript", "transcript"}};
  for (const auto& [name, format] : formats) {
    const std::string file = exported(segments, name);
    const auto source = open_bytes(file);
    ASSERT_NE(source, nullptr) << name;
    EXPECT_EQ(source->info().format, format) << name;
    const auto back = read_all(*source);
    ASSERT_EQ(back.size(), 4U) << name;
    EXPECT_EQ(back[2].bytes, "hi\x1a") << name;
    EXPECT_EQ(back[2].sender, Sender::dte) << name;
    EXPECT_EQ(back[3].time.ns, 4'000'000'000) << name;
  }
}

TEST(Export, GivesLinesOfALogBackTheEndsTheyLost) {
  const auto segments = read_all(*open_bytes("> AT+CMGS=\"1\"\n< > \n> hi<CTRL-Z>\n< OK\n"));
  const auto back = read_back(exported(segments, "pcapng"));
  ASSERT_EQ(back.size(), 4U);
  EXPECT_EQ(back[0].bytes, "AT+CMGS=\"1\"\r");
  EXPECT_EQ(back[1].bytes, "> ");
  EXPECT_EQ(back[2].bytes, "hi\x1a");
  EXPECT_EQ(back[3].bytes, "OK\r\n");
}

TEST(Export, KeepsWhatNobodyKnowsTheSenderOf) {
  const auto segments = read_all(*open_bytes("AT+CSQ\r\n+CSQ: 20,99\r\nOK\r\n"));
  EXPECT_EQ(segments.size(), 3U);
  const auto back = read_back(exported(segments, "pcapng"));
  ASSERT_EQ(back.size(), 3U);
  for (const ReadSegment& segment : back) EXPECT_EQ(segment.sender, Sender::unknown);
  EXPECT_EQ(back[1].bytes, "+CSQ: 20,99\r\n");
}

TEST(Export, WritesHexLinesForText2pcap) {
  ReadSegment segment;
  segment.bytes = "AT\r";
  segment.sender = Sender::dte;
  segment.time = {1'700'000'000'123'456'789, Clock::utc};
  EXPECT_EQ(exported({segment}, "hexline"), "> 2023-11-14 22:13:20.123456 41540d\n");
}

}  // namespace
}  // namespace atscope::capture
