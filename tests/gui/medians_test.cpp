// SPDX-License-Identifier: MIT
#include "gui/timeline/medians.h"

#include <gtest/gtest.h>

#include "decoder/grammar/load.h"
#include "decoder/session/session.h"

namespace atscope::gui {
namespace {

constexpr std::int64_t ms = 1'000'000;

class CommandMediansTest : public testing::Test {
 protected:
  void say(std::int64_t when, session::Sender sender, std::string_view bytes) {
    capture::Segment segment;
    segment.bytes = bytes;
    segment.sender = sender;
    segment.time = {when * ms, capture::Clock::utc};
    session_.feed(segment);
  }
  void exchange(std::string_view command, std::int64_t latency) {
    now_ += 10'000;
    say(now_, session::Sender::dte, command);
    say(now_ + latency, session::Sender::dce, "\r\nOK\r\n");
  }
  [[nodiscard]] grammar::CommandId id_of(std::uint32_t txn) const { return trace_.transaction(txn).command; }

  std::shared_ptr<const grammar::Dialect> dialect_ = grammar::compile_dialect(R"(dialect small "small"
result ok OK
command +FREE "no limit" {
  exec
}
command +RARE "no limit" {
  exec
}
command +BOUND "a limit" {
  exec  max 5 s
}
)",
                                                                              "small.at")
                                                         .value();
  trace::Trace trace_{dialect_};
  session::Session session_{dialect_, trace_};
  std::int64_t now_ = 0;
};

TEST_F(CommandMediansTest, AreOfTheRunsThatHaveNoLimit) {
  for (const std::int64_t latency : {100, 300, 200, 100'000 / 20, 200}) exchange("AT+FREE\r", latency);
  exchange("AT+RARE\r", 10);
  for (int n = 0; n < 5; ++n) exchange("AT+BOUND\r", 40);
  session_.finish();
  ASSERT_EQ(trace_.transactions(), 11U);
  CommandMedians medians;
  EXPECT_EQ(medians.median(id_of(1)), -1) << "nothing was looked at";
  EXPECT_TRUE(medians.update(trace_, 4)) << "a slice";
  while (medians.update(trace_, 4)) {
  }
  EXPECT_NEAR(static_cast<double>(medians.median(id_of(1))), 200.0 * ms, 200.0 * ms / 16);
  EXPECT_EQ(medians.median(id_of(6)), -1) << "one run tells nothing";
  ASSERT_GT(trace_.transaction(7).limit, 0);
  EXPECT_EQ(medians.median(id_of(7)), -1) << "the limit tells it";
  EXPECT_FALSE(medians.update(trace_, 4)) << "nothing is new";
}

}  // namespace
}  // namespace atscope::gui
