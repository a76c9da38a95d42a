// SPDX-License-Identifier: MIT
// Every format reads its own samples as it says it does, however they arrive.
#include "capture/text/formats.h"

#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <set>

#include "capture/text/text_source.h"
#include "tests/capture/read_all.h"

namespace atscope::capture {
namespace {

struct Case {
  const Format* format;
  const Sample* sample;
};

std::vector<Case> all_samples() {
  std::vector<Case> cases;
  for (const Format* format : text_formats()) {
    for (const Sample& sample : format->samples) cases.push_back({format, &sample});
  }
  return cases;
}

void expect_segments(const std::vector<ReadSegment>& got, const Sample& sample) {
  ASSERT_EQ(got.size(), sample.segments.size());
  for (std::size_t i = 0; i < got.size(); ++i) {
    SCOPED_TRACE(fmt::format("segment {}", i));
    const ExpectedSegment& expected = sample.segments[i];
    EXPECT_EQ(got[i].bytes, expected.bytes);
    EXPECT_EQ(got[i].sender, expected.sender);
    EXPECT_EQ(got[i].kind, expected.kind);
    EXPECT_EQ(got[i].origin.line, expected.line);
    EXPECT_EQ(got[i].channel, expected.channel);
    EXPECT_EQ(got[i].time.clock, expected.clock);
    EXPECT_EQ(got[i].time.ns, expected.ns);
  }
}

class FormatSample : public testing::TestWithParam<Case> {};

TEST_P(FormatSample, OpensByDetectionAndGivesItsSegments) {
  const auto source = open_bytes(GetParam().sample->text);
  ASSERT_NE(source, nullptr);
  EXPECT_EQ(source->info().format, GetParam().format->name);
  expect_segments(read_all(*source), *GetParam().sample);
}

TEST_P(FormatSample, OpensByNameAndGivesItsSegments) {
  const auto source = open_bytes(GetParam().sample->text, std::string(GetParam().format->name));
  ASSERT_NE(source, nullptr);
  expect_segments(read_all(*source), *GetParam().sample);
}

TEST_P(FormatSample, SaysBeforeReadingWhetherItHasTimes) {
  const auto source = open_bytes(GetParam().sample->text);
  const bool has_time = source->info().has_time;
  bool seen = false;
  for (const ReadSegment& segment : read_all(*source)) seen = seen || segment.time.known();
  EXPECT_EQ(has_time, seen);
}

TEST_P(FormatSample, SaysWhetherItHasDirections) {
  const auto source = open_bytes(GetParam().sample->text);
  const bool has_direction = source->info().has_direction;
  for (const ReadSegment& segment : read_all(*source))
    EXPECT_EQ(segment.sender != Sender::unknown, has_direction);
}

TEST_P(FormatSample, OffsetsPointIntoTheLineOfTheSegment) {
  const std::string_view text = GetParam().sample->text;
  const auto source = open_bytes(text);
  for (const ReadSegment& segment : read_all(*source)) {
    std::uint64_t last = 0;
    for (std::size_t i = 0; i < segment.bytes.size(); ++i) {
      const std::uint64_t offset = segment.offsets[i];
      ASSERT_LT(offset, text.size());
      EXPECT_TRUE(i == 0 || offset > last);
      last = offset;
      const auto line =
          1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(offset), '\n');
      EXPECT_EQ(static_cast<std::uint64_t>(line), segment.origin.line);
      // What is not escaped stands in the file as it is: the next byte comes right behind it.
      const char in_file = text[offset];
      const bool literal = i > 0 && i + 1 < segment.bytes.size() && segment.offsets[i - 1] + 1 == offset &&
                           segment.offsets[i + 1] == offset + 1;
      constexpr std::string_view kReplaced = ". '\"";  // control bytes as dots, lines joined by blanks, lists
      if (literal && kReplaced.find(in_file) == std::string_view::npos) {
        EXPECT_EQ(in_file, segment.bytes[i]) << "byte " << i << " of " << segment.bytes;
      }
    }
  }
}

TEST_P(FormatSample, ReadsTheSameInSmallPieces) {
  const std::string_view text = GetParam().sample->text;
  auto whole = open_bytes(text);
  const std::vector<ReadSegment> expected = read_all(*whole);
  for (const std::size_t step : {std::size_t{1}, std::size_t{7}, std::size_t{64}}) {
    auto source = open_input(Input::from_stream(std::make_unique<Trickle>(text, step)), "trickle");
    ASSERT_TRUE(source);
    EXPECT_EQ(read_all(**source), expected) << "in pieces of " << step;
    EXPECT_EQ((*source)->stats().bytes, text.size());
    EXPECT_EQ((*source)->stats().lines, whole->stats().lines);
    EXPECT_EQ((*source)->stats().foreign_lines, whole->stats().foreign_lines);
  }
}

TEST_P(FormatSample, CountsWhatItReads) {
  const std::string_view text = GetParam().sample->text;
  const auto source = open_bytes(text);
  const std::size_t segments = read_all(*source).size();
  const SourceStats& stats = source->stats();
  EXPECT_EQ(stats.bytes, text.size());
  EXPECT_EQ(stats.segments, segments);
  const auto ends = static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
  EXPECT_EQ(stats.lines, ends + (text.ends_with('\n') ? 0 : 1));
  EXPECT_LE(stats.segments + stats.foreign_lines, stats.lines);
  EXPECT_EQ(stats.damaged, 0U);
}

TEST_P(FormatSample, StaysItselfBehindAThousandForeignLines) {
  if (GetParam().format == &raw) return;
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "something else that has nothing to do with a modem\n";
  text += GetParam().sample->text;
  const auto source = open_bytes(text);
  ASSERT_NE(source, nullptr);
  EXPECT_EQ(source->info().format, GetParam().format->name);
  EXPECT_GE(read_all(*source).size(), GetParam().sample->segments.size());
}

std::string case_name(const testing::TestParamInfo<Case>& info) {
  std::string name(info.param.format->name);
  for (char& c : name) {
    if (c == '-') c = '_';
  }
  return fmt::format("{}_{}", name, info.param.sample - info.param.format->samples.data());
}

INSTANTIATE_TEST_SUITE_P(All, FormatSample, testing::ValuesIn(all_samples()), case_name);

TEST(Formats, HaveNamesOfTheirOwnDescriptionsAndExamples) {
  std::set<std::string_view> names;
  for (const FormatInfo& format : formats()) {
    EXPECT_TRUE(names.insert(format.name).second) << format.name;
    EXPECT_FALSE(format.description.empty()) << format.name;
  }
  for (const Format* format : text_formats()) EXPECT_FALSE(format->samples.empty()) << format->name;
  EXPECT_EQ(text_formats().back(), &raw);
}

TEST(Formats, HaveASectionInTheirPage) {
  std::ifstream page(ATSCOPE_SOURCE_DIR "/docs/log-formats.md");
  const std::string text((std::istreambuf_iterator<char>(page)), std::istreambuf_iterator<char>());
  for (const FormatInfo& format : formats())
    EXPECT_NE(text.find("\n## " + std::string(format.name) + "\n"), std::string::npos) << format.name;
}

}  // namespace
}  // namespace atscope::capture
