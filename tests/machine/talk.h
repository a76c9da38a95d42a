// SPDX-License-Identifier: MIT
// A dialect, its machines, and the events of a small talk made by hand.
#pragma once

#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "decoder/grammar/load.h"
#include "decoder/machine/machine.h"
#include "decoder/session/event.h"

namespace atscope::machine {

inline std::shared_ptr<const grammar::Dialect> dialect_of(const std::string& text) {
  auto dialect = grammar::compile_dialect(text, "test.at");
  if (dialect) return *dialect;
  for (const grammar::Diagnostic& diagnostic : dialect.error()) ADD_FAILURE() << grammar::format(diagnostic);
  return grammar::compile_dialect("dialect none \"none\"\n", "none.at").value();
}

/// Keeps what comes out, in words: "command AT", "transition tcp: A -> B".
class Recorder final : public session::EventSink {
 public:
  void on_event(const session::Event& event) override {
    lines.push_back(std::string(session::to_string(event.kind)) + ' ' + std::string(event.text));
    if (event.kind != session::EventKind::transition) return;
    transitions.emplace_back(event.text);
    because.emplace_back(event.because);
    last = event;
    last.text = last.because = {};
    last.transition = nullptr;
    if (event.transition == nullptr) {
      ADD_FAILURE() << "a transition event without a transition";
      return;
    }
    evidence = event.transition->evidence;
    from = event.transition->from;
    to = event.transition->to;
    instance = event.transition->instance;
    machine = event.transition->machine;
  }
  void on_transaction(const session::Transaction& transaction) override {
    lines.push_back("transaction " + std::to_string(transaction.id));
  }

  std::vector<std::string> lines, transitions, because;
  session::Event last;
  session::Origin evidence;
  std::string machine, instance, from, to;
};

class Talk {
 public:
  explicit Talk(const std::string& dialect) : Talk(dialect_of(dialect)) {}
  explicit Talk(std::shared_ptr<const grammar::Dialect> dialect)
      : dialect_(std::move(dialect)), runner_(dialect_, out) {}

  Talk& on(session::ChannelId channel) {
    channel_ = channel;
    return *this;
  }
  Talk& command(std::string_view line) {
    ++txn_;
    return event(session::EventKind::command, line, session::Sender::dte);
  }
  /// A line of the module, with the rule of the dialect that it fits.
  Talk& line(std::string_view text, session::EventKind kind = session::EventKind::urc) {
    return event(kind, text, session::Sender::dce);
  }
  Talk& answer(std::string_view text) { return line(text, session::EventKind::information); }
  Talk& result(std::string_view text, bool ok) {
    ok_ = ok;
    event(session::EventKind::result, text, session::Sender::dce);
    ok_ = true;
    return close(ok ? session::Outcome::ok : session::Outcome::error, text);
  }
  Talk& ok() { return result("OK", true); }
  Talk& error() { return result("ERROR", false); }
  Talk& close(session::Outcome outcome, std::string_view result) {
    session::Transaction transaction;
    transaction.id = txn_;
    transaction.channel = channel_;
    transaction.outcome = outcome;
    transaction.result = result;
    transaction.result_origin = {offset_, offset_, 0};
    transaction.result_time = {static_cast<std::int64_t>(offset_), capture::Clock::utc};
    runner_.on_transaction(transaction);
    return *this;
  }
  Talk& event(session::EventKind kind, std::string_view text, session::Sender sender) {
    session::Event event;
    event.kind = kind;
    event.sender = sender;
    event.channel = channel_;
    event.text = text;
    event.ok = ok_;
    event.txn = kind == session::EventKind::urc ? 0 : txn_;
    event.bytes = static_cast<std::uint32_t>(text.size() + 2);
    event.origin = {++offset_, offset_, 0};
    event.time = {static_cast<std::int64_t>(offset_), capture::Clock::utc};
    event.confidence = confidence;
    if (sender != session::Sender::dte) event.rule = rule_of(text, kind);
    runner_.on_event(event);
    return *this;
  }

  [[nodiscard]] std::string_view state(std::string_view machine, std::string_view instance = {}) const {
    return runner_.state(channel_, machine, instance);
  }
  /// The transitions since the last call.
  std::vector<std::string> moved() { return std::exchange(out.transitions, {}); }

  Recorder out;
  session::Confidence confidence = session::Confidence::certain;

 private:
  [[nodiscard]] grammar::RuleId rule_of(std::string_view text, session::EventKind kind) const {
    for (const grammar::RuleId id : dialect_->candidates(text)) {
      const grammar::LineRule& rule = dialect_->rule(id);
      if ((rule.role == grammar::LineRole::urc) != (kind == session::EventKind::urc)) continue;
      if (rule.notation.matches(text)) return id;
    }
    return grammar::no_rule;
  }

  std::shared_ptr<const grammar::Dialect> dialect_;
  MachineRunner runner_;
  session::ChannelId channel_ = 0;
  session::TransactionId txn_ = 0;
  std::uint64_t offset_ = 0;
  bool ok_ = true;
};

using Moves = std::vector<std::string>;

}  // namespace atscope::machine
