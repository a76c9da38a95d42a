// SPDX-License-Identifier: MIT
// The end of an exchange that comes in one piece ("\r\n+CSQ: 18,99\r\n\r\nOK\r\n"): what was said of it once
// holds for the same bytes in the same situation.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "capture/segment.h"
#include "decoder/session/event.h"

namespace atscope::session {

/// All that one segment of the module meant, which answered and closed the only open transaction.
struct KnownExchange {
  static constexpr std::size_t max_events = 6;

  struct Said {
    Event event;                        ///< without text, time, origin and transaction
    std::uint16_t begin = 0, size = 0;  ///< of its text in the segment
  };
  std::size_t count = 0;
  std::array<Said, max_events> said;
  std::size_t result = 0;  ///< which of them is the final result
  Outcome outcome = Outcome::ok;
  Confidence confidence = Confidence::certain;
  grammar::RuleId rule = grammar::no_rule;
  bool answered = false;  ///< for the recorder's user to fill in: RecentTransaction::answered

  /// Gives out an event as it is for `segment`, in transaction `id`.
  [[nodiscard]] Event event(std::size_t index, const capture::Segment& segment, TransactionId id) const;
};

/// Passes events on, and takes down what a segment means while it is asked to.
class ExchangeRecorder final : public EventSink {
 public:
  explicit ExchangeRecorder(EventSink& next) : next_(next) {}

  void begin(const capture::Segment& segment, TransactionId id);
  /// What was said since begin(), if it can be said again of the same bytes: answers, unsolicited codes and a
  /// result, then the transaction. Else null.
  [[nodiscard]] KnownExchange* end();

  void on_event(const Event& event) override {
    if (segment_ != nullptr) note(event);
    next_.on_event(event);
  }
  void on_transaction(const Transaction& transaction) override {
    if (segment_ != nullptr) note(transaction);
    next_.on_transaction(transaction);
  }

 private:
  void note(const Event& event);
  void note(const Transaction& transaction);
  [[nodiscard]] std::string_view text(std::size_t index) const;

  EventSink& next_;
  const capture::Segment* segment_ = nullptr;  // while it records
  TransactionId id_ = 0;
  bool good_ = false, closed_ = false;
  std::size_t searched_ = 0;  // where the text of the next event can begin
  KnownExchange exchange_;
};

}  // namespace atscope::session
