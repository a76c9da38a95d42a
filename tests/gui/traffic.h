// SPDX-License-Identifier: MIT
// Traffic of a small dialect, decoded into a trace and its lanes.
#pragma once

#include <gtest/gtest.h>
#include <string>

#include "decoder/grammar/load.h"
#include "decoder/machine/machine.h"
#include "decoder/session/session.h"
#include "gui/timeline/lane_set.h"

namespace atscope::gui {

inline constexpr std::int64_t ms = 1'000'000;

class Traffic : public ::testing::Test {
 public:
  Traffic& at(std::int64_t when, session::Sender sender, std::string_view bytes) {
    capture::Segment segment;
    segment.bytes = bytes;
    segment.sender = sender;
    segment.time = {when * ms, capture::Clock::utc};
    segment.origin = {offset_, ++line_, 0};
    offset_ += bytes.size();
    session_.feed(segment);
    return *this;
  }
  Traffic& host(std::int64_t when, std::string_view bytes) { return at(when, session::Sender::dte, bytes); }
  Traffic& module(std::int64_t when, std::string_view bytes) { return at(when, session::Sender::dce, bytes); }

 protected:
  [[nodiscard]] std::string text(trace::EventIndex event) const {
    return std::string(trace_.text(trace_.event(event)));
  }

 private:
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

  static std::shared_ptr<const grammar::Dialect> dialect() {
    static const auto small = grammar::compile_dialect(R"(dialect small "small"
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
command +BELL "a bell" {
  set =<n>
  urc +BELL: <n>
}
urc +RING: <n>
urc LAMP BROKE
machine lamp "lamp" {
  states off, on, broken
  * -> on  on AT+LED=1 ok
  * -> off  on AT+LED=0 ok
  * -> broken  on line LAMP BROKE
}
)",
                                                       "small.at")
                                  .value();
    return small;
  }

 protected:
  trace::Trace trace_{dialect()};
  LaneSet lanes_{trace_};

 private:
  Both both_{trace_, lanes_};
  machine::MachineRunner machines_{dialect(), both_};

 protected:
  session::Session session_{dialect(), machines_};

 private:
  std::uint64_t offset_ = 0, line_ = 0;
};

}  // namespace atscope::gui
