// SPDX-License-Identifier: MIT
// Whether an input held AT traffic at all: exit code 3 when it did not.
#pragma once

#include "decoder/session/event.h"

namespace atscope::cli {

/// Passes everything on to the next sink.
class TrafficCheck final : public session::EventSink {
 public:
  explicit TrafficCheck(session::EventSink& next) : next_(next) {}

  void on_event(const session::Event& event) override {
    found_ = found_ || session::is_traffic(event);
    next_.on_event(event);
  }
  void on_transaction(const session::Transaction& transaction) override { next_.on_transaction(transaction); }

  [[nodiscard]] bool found() const { return found_; }

 private:
  session::EventSink& next_;
  bool found_ = false;
};

}  // namespace atscope::cli
