// SPDX-License-Identifier: MIT
#include "gui/timeline/lane_set.h"

#include <gtest/gtest.h>
#include <string>

#include "decoder/grammar/load.h"
#include "decoder/machine/machine.h"
#include "decoder/session/session.h"
#include "gui/timeline/draw_list.h"

namespace atscope::gui {
namespace {

constexpr std::int64_t ms = 1'000'000;

std::shared_ptr<const grammar::Dialect> small_dialect() {
  static const auto dialect = grammar::compile_dialect(R"(dialect small "small"
default max 1 s
result ok OK
result error ERROR
command +CSQ "signal" {
  exec  answer +CSQ: <rssi>
}
command +LINK "opens" {
  exec  deferred LINK OK  within 9 s
}
command +LED "a lamp" {
  set =<on>
}
urc +RING: <n>
machine lamp "lamp" {
  states off, on
  * -> on  on AT+LED=1 ok
  * -> off  on AT+LED=0 ok
}
)",
                                                       "small.at")
                                  .value();
  return dialect;
}

class Both final : public session::EventSink {
 public:
  Both(session::EventSink& first, session::EventSink& second) : first_(first), second_(second) {}
  void on_event(const session::Event& event) override {
    first_.on_event(event);
    second_.on_event(event);
  }
  void on_transaction(const session::Transaction& transaction) override {
    first_.on_transaction(transaction);
    second_.on_transaction(transaction);
  }

 private:
  session::EventSink& first_;
  session::EventSink& second_;
};

class LaneSetTest : public ::testing::Test {
 public:
  LaneSetTest& at(std::int64_t when, session::Sender sender, std::string_view bytes) {
    capture::Segment segment;
    segment.bytes = bytes;
    segment.sender = sender;
    segment.time = {when * ms, capture::Clock::utc};
    segment.origin = {offset_, ++line_, 0};
    offset_ += bytes.size();
    session_.feed(segment);
    return *this;
  }
  LaneSetTest& host(std::int64_t when, std::string_view bytes) {
    return at(when, session::Sender::dte, bytes);
  }
  LaneSetTest& module(std::int64_t when, std::string_view bytes) {
    return at(when, session::Sender::dce, bytes);
  }

 protected:
  const Lane* lane(std::string_view title) {
    for (const Lane* candidate : lanes_.lanes()) {
      if (candidate->title() == title) return candidate;
    }
    return nullptr;
  }
  std::string drawn(std::string_view title) {
    const Lane* found = lane(title);
    if (found == nullptr) return "no lane\n";
    return to_text(lay_out(*found, {1000.0 * ms, 1.0 * ms, 1000}, Spacing::time, {}));
  }

  trace::Trace trace_{small_dialect()};
  LaneSet lanes_{trace_};
  Both both_{trace_, lanes_};
  machine::MachineRunner machines_{small_dialect(), both_};
  session::Session session_{small_dialect(), machines_};
  std::uint64_t offset_ = 0, line_ = 0;
};

TEST_F(LaneSetTest, DrawsAnExchangeFromTheCommandToItsResult) {
  host(1000, "AT+CSQ\r").module(1050, "\r\n+CSQ: 15\r\n").module(1100, "\r\nOK\r\n");
  host(1200, "AT+CSQ\r").module(1300, "\r\nERROR\r\n");
  session_.finish();
  EXPECT_EQ(drawn("exchanges"),
            "0.0-100.0 ok\n"
            "200.0-300.0 error\n");
  EXPECT_EQ((*lane("exchanges"))[0].ratio, 100) << "100 ms of the second that the dialect allows";
}

TEST_F(LaneSetTest, EndsAnExchangeAtItsResultWhileADeferredOneIsAwaited) {
  host(1000, "AT+LINK\r").module(1020, "\r\nOK\r\n");
  host(1100, "AT+CSQ\r").module(1150, "\r\n+CSQ: 15\r\n").module(1160, "\r\nOK\r\n");
  module(1500, "\r\nLINK OK\r\n");
  session_.finish();
  EXPECT_EQ(drawn("exchanges"),
            "0.0-20.0 ok\n"
            "100.0-160.0 ok\n");
  EXPECT_EQ(drawn("urcs"), "495.5-504.5 deferred\n");
}

TEST_F(LaneSetTest, KeepsUrcsInALaneOfTheirOwn) {
  host(1000, "AT+CSQ\r").module(1010, "\r\n+RING: 1\r\n").module(1100, "\r\n+CSQ: 15\r\n\r\nOK\r\n");
  session_.finish();
  EXPECT_EQ(drawn("urcs"), "5.5-14.5 urc\n");
  EXPECT_EQ(drawn("exchanges"), "0.0-100.0 ok\n");
}

TEST_F(LaneSetTest, ShowsAStateFromItsEvidenceOnAndWhatIsUnknownAsSuch) {
  host(1000, "AT\r").module(1010, "\r\nOK\r\n");
  host(1100, "AT+LED=1\r").module(1200, "\r\nOK\r\n");
  host(1300, "AT+LED=0\r").module(1400, "\r\nOK\r\n");
  session_.finish();
  EXPECT_EQ(drawn("lamp"),
            "0.0-200.0 unknown\n"
            "200.0-400.0 state\n");
  const std::vector<OpenItem> open = lanes_.open_items();
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open[0].lane->state_names.at(open[0].item.code), "off");
}

TEST_F(LaneSetTest, HoldsACommandOpenUntilItsAnswerComes) {
  host(1000, "AT+CSQ\r").module(1020, "\r\n+CSQ: 15\r\n");
  const std::vector<OpenItem> open = lanes_.open_items();
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open[0].item.id, 1U);
  session_.finish();
  EXPECT_TRUE(lanes_.open_items().empty());
  EXPECT_EQ((*lane("exchanges"))[0].verdict, Verdict::open);
}

}  // namespace
}  // namespace atscope::gui
