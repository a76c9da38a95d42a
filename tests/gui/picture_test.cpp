// SPDX-License-Identifier: MIT
#include "gui/timeline/picture.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "gui/document/problems.h"
#include "gui/timeline/text.h"
#include "tests/gui/traffic.h"

namespace atscope::gui {
namespace {

PictureSource source_of(const trace::Trace& trace, const LaneSet& lanes) {
  return {trace,
          lanes,
          nullptr,
          1,
          [&trace](trace::EventIndex event, std::size_t longest) {
            return shown_bytes(trace.text(trace.event(event)), longest);
          },
          [](std::uint32_t) { return std::string("TST001"); },
          [](session::ChannelId channel) { return std::to_string(channel); }};
}

class PictureTest : public Traffic {
 protected:
  Picture picture(const PictureView& view, const Arrangement& arrangement = {}) {
    return make_picture(source_of(trace_, lanes_), view, arrangement);
  }
  // A thousand pixels from the first millisecond on.
  static PictureView view(double per_pixel_ms) {
    PictureView out;
    out.axis = {1000.0 * ms, per_pixel_ms * ms, 1000};
    return out;
  }
};

TEST_F(PictureTest, IsEmptyWithoutEvents) {
  EXPECT_EQ(to_text(picture(view(1))), "");
}

TEST_F(PictureTest, ShowsAnExchangeWithItsPhasesAndItsResult) {
  host(1000, "AT+CSQ\r")
      .module(1010, "AT+CSQ\r")
      .module(1150, "\r\n+CSQ: 15\r\n")
      .module(1200, "\r\nERROR\r\n");
  session_.finish();
  EXPECT_EQ(
      to_text(picture(view(1)).row("exchanges")->items),
      "0.0-200.0 error '+CSQ' 'ERROR' {echo 0.0-10.0, wait 10.0-150.0, info 150.0-150.0, wait 150.0-200.0, "
      "result 200.0-200.0}\n");
}

TEST_F(PictureTest, ShowsBytesOnlyWhereALineHasRoom) {
  for (int n = 0; n < 40; ++n) {
    host(1000 + n * 100, "AT+CSQ\r").module(1050 + n * 100, "\r\n+CSQ: 15\r\n\r\nOK\r\n");
  }
  session_.finish();
  EXPECT_TRUE(picture(view(4)).row("bytes")->too_dense);
  EXPECT_EQ(to_text({picture(view(4)).row("bytes")->items[0], picture(view(4)).row("bytes")->items[1]}),
            "0.0-3.0 data\n"
            "12.5-15.5 data ×2 row 1\n")
      << "runs of either side";
  const Picture near = picture(view(0.2));
  ASSERT_FALSE(near.row("bytes")->too_dense);
  EXPECT_EQ(to_text(near.row("bytes")->items),
            "0.0-3.0 data 'AT+CSQ\\r · 7 B'\n"
            "250.0-253.0 data row 1\n"
            "250.0-253.0 data row 1 '\\r\\nOK\\r\\n · 6 B'\n"
            "500.0-503.0 data 'AT+CSQ\\r · 7 B'\n"
            "750.0-753.0 data row 1\n"
            "750.0-753.0 data row 1 '\\r\\nOK\\r\\n · 6 B'\n"
            "1000.0-1003.0 data\n");
}

TEST_F(PictureTest, DrawsACommandThatStillWaitsToTheEnd) {
  host(1000, "AT+CSQ\r").module(1100, "\r\nOK\r\n").host(1200, "AT+CSQ\r").module(1300, "\r\n+CSQ: 1\r\n");
  const Picture drawn = picture(view(1));
  const std::string items = to_text(drawn.row("exchanges")->items);
  EXPECT_NE(items.find("200.0-300.0 open '+CSQ'"), std::string::npos) << items;
  const DrawItem& last = drawn.row("exchanges")->items.back();
  EXPECT_EQ(drawn.row("exchanges")->item(last).id, 2U);
}

TEST_F(PictureTest, DrawsLinksOfTheChosenExchangeBetweenTheRowsInSight) {
  host(1000, "AT+LED=1\r").module(1020, "\r\nOK\r\n").module(1500, "\r\nLAMP BROKE\r\n");
  session_.finish();
  PictureView chosen = view(1);
  chosen.selected = 0;
  const auto links = [&](const Arrangement& arrangement) {
    const std::string text = to_text(picture(chosen, arrangement));
    return text.find("link ") == std::string::npos ? std::string() : text.substr(text.find("link "));
  };
  EXPECT_EQ(links({}),
            "link answer: exchanges 0.0 -> exchanges 20.0: " + std::string(trace_.because(trace_.event(1))) +
                "\n"
                "link state: exchanges 20.0 -> state lamp 20.0: lamp: on\n"
                "link urc guessed: exchanges 0.0 -> urcs 500.0: it moved 'lamp', which this command had "
                "moved last\n"
                "link state: urcs 500.0 -> state lamp 500.0: lamp: broken\n");
  Arrangement without;
  without.set_hidden("state lamp", true);
  EXPECT_EQ(links(without).find("state lamp"), std::string::npos);
  chosen.selected = trace::no_event;
  EXPECT_EQ(links({}), "");
}

TEST_F(PictureTest, PutsPinnedRowsAboveAndTakesTheWordsFromFoldedOnes) {
  host(1000, "AT+LED=1\r").module(1200, "\r\nOK\r\n").module(1500, "\r\n+RING: 1\r\n");
  session_.finish();
  Arrangement lanes;
  lanes.set_pinned("state lamp", true);
  lanes.set_folded("exchanges", true);
  lanes.set_hidden("urcs", true);
  const Picture drawn = picture(view(1), lanes);
  ASSERT_EQ(drawn.rows.size(), 3U);
  EXPECT_EQ(drawn.rows[0].key, "state lamp");
  EXPECT_EQ(drawn.pinned_height, drawn.rows[0].height);
  EXPECT_EQ(drawn.rows[1].key, "exchanges");
  EXPECT_EQ(drawn.rows[1].top, drawn.rows[0].height);
  EXPECT_EQ(to_text(drawn.rows[1].items), "0.0-200.0 ok\n");
  EXPECT_EQ(drawn.rows[2].key, "bytes");
  EXPECT_EQ(drawn.height, drawn.rows[2].top + drawn.rows[2].height);
}

TEST_F(PictureTest, NamesAFewProblemsInOnePlaceByTheGravest) {
  host(1000, "AT\r").module(1010, "\r\nOK\r\n");
  session_.finish();
  trace::SpillFile file;
  Lane problems(file, LaneKind::problems, 0, "problems");
  const auto add = [&](std::uint32_t id, Verdict verdict, std::uint8_t code) {
    LaneItem item;
    item.begin = item.end = 1500 * ms;
    item.id = id;
    item.verdict = verdict;
    item.code = code;
    problems.add(item);
  };
  add(0, Verdict::problem_error, consequence);
  add(1, Verdict::problem_warning, 0);
  add(2, Verdict::problem_error, 0);
  PictureSource source = source_of(trace_, lanes_);
  source.problems = &problems;
  source.problem = [](std::uint32_t finding) { return "TST00" + std::to_string(finding); };
  EXPECT_EQ(to_text(make_picture(source, view(1), {}).row("problems")->items),
            "495.5-504.5 problem-error ×3 'TST002'\n");
}

TEST_F(PictureTest, LabelsTheSilencesThatTheEventAxisFolds) {
  host(1000, "AT\r").module(1010, "\r\nOK\r\n");
  host(3'600'000, "AT\r").module(3'600'010, "\r\nOK\r\n");
  session_.finish();
  PictureView events = view(1);
  events.axis = {0, 0.01, 1000};
  events.spacing = Spacing::event;
  EXPECT_NE(to_text(picture(events)).find("gap 199.0\n"), std::string::npos) << to_text(picture(events));
  EXPECT_TRUE(picture(view(1000)).gaps.empty()) << "to scale they are to be seen";
}

// ---- The samples, whole: ATSCOPE_RENEW=1 writes the files anew; look at what changes.

struct Sample {
  const char* name;
  Spacing spacing;
  const char* chosen;  // text of the event that is chosen; empty: none
};

class Samples : public ::testing::TestWithParam<Sample> {};

TEST_P(Samples, LookAsTheyDid) {
  const std::filesystem::path top = ATSCOPE_SOURCE_DIR;
  const Sample sample = GetParam();
  Document document(top / "samples" / sample.name);
  document.wait();
  ASSERT_EQ(document.phase(), Document::Phase::complete);
  Problems problems;
  problems.update(document);
  PictureSource source = source_of(document.trace(), document.lanes());
  source.problems = problems.lane();
  source.problem = [&](std::uint32_t finding) { return std::string(document.finding(finding).code); };
  PictureView view;
  view.spacing = sample.spacing;
  view.axis.width = 1000;
  const trace::Trace& trace = document.trace();
  if (sample.spacing == Spacing::event) {
    view.axis.fit(0, trace.size(), 0.01);
  } else {
    view.axis.fit(static_cast<double>(trace.event(0).position),
                  static_cast<double>(trace.event(trace.size() - 1).position), 1e3);
  }
  for (trace::EventIndex event = 0; *sample.chosen != '\0' && event < trace.size(); ++event) {
    if (trace.text(trace.event(event)) == sample.chosen) view.selected = event;
  }
  const std::string text = to_text(make_picture(source, view, {}));

  const std::filesystem::path golden = top / "tests/gui/golden" /
                                       (std::filesystem::path(sample.name).stem().string() +
                                        (view.spacing == Spacing::event ? "-events" : "") + ".txt");
  if (std::getenv("ATSCOPE_RENEW") != nullptr) std::ofstream(golden) << text;
  std::ostringstream expected;
  expected << std::ifstream(golden).rdbuf();
  EXPECT_EQ(text, expected.str()) << "see " << golden;
}

INSTANTIATE_TEST_SUITE_P(All, Samples,
                         ::testing::Values(Sample{"tcp-pdp-deact.log", Spacing::time, "+PDP DEACT"},
                                           Sample{"tcp-pdp-deact.log", Spacing::event, "AT+CIPSHUT"},
                                           Sample{"http-get.log", Spacing::event, "AT+HTTPACTION=0"},
                                           Sample{"transparent.pcapng", Spacing::time, ""}),
                         [](const auto& sample) { return "sample" + std::to_string(sample.index); });

}  // namespace
}  // namespace atscope::gui
