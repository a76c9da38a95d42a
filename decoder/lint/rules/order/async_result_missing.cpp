// SPDX-License-Identifier: MIT
#include <array>
#include <fmt/format.h>
#include <string>
#include <utility>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/wording.h"

namespace atscope::lint {
namespace {

constexpr std::array consequences{Consequence{"STA501", 2}};

class AsyncResultMissing final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "ORD007",
      .name = "async-result-missing",
      .severity = Severity::error,
      .needs = {.sides = true, .time = true, .dialect = true},
      .summary = "A result that a command promised for later did not come within its limit.",
      .interest = {.events = Interest::of(session::EventKind::command),
                   .transactions = Interest::Transactions::troubled},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  // The session gives a transaction up when the host goes on; that command tells the time.
  void on_event(const session::Event&, const Context& context, Reporter& reporter) override {
    if (!missing_.empty()) judge(context, reporter);
  }
  void on_finish(const capture::SourceStats&, const Context& context, Reporter& reporter) override {
    judge(context, reporter);
  }

  void on_transaction(const session::Transaction& transaction, const Context& context, Reporter&) override {
    if (!transaction.deferred_pending || transaction.form_rule == nullptr) return;
    const ChannelHistory& channel = context.history.channel(transaction.channel);
    if (channel.lost_bytes_since(transaction.id) || given_up(transaction, context)) return;
    if (missing_.size() == max_missing) missing_.erase(missing_.begin());
    Missing& missing = missing_.emplace_back();
    missing.promised = what(transaction, context);
    missing.from = transaction.result_time.known() ? transaction.result_time : transaction.sent;
    missing.limit = transaction.deferred_limit;
    missing.restarted = channel.restarted_since(transaction.id);
    missing.finding = at_command(transaction, context);
    missing.finding.source = cite(context.dialect, transaction);
    if (!transaction.result.empty()) {
      missing.finding.related.push_back(
          result_of(transaction, fmt::format("accepted; {} was to follow", missing.promised)));
    }
  }

 private:
  static constexpr std::int64_t worth_a_note = 10'000'000'000;
  static constexpr std::size_t max_missing = 64;

  struct Missing {
    Finding finding;
    std::string promised;
    session::Timestamp from;
    grammar::Nanoseconds limit = 0;
    bool restarted = false;
  };

  void judge(const Context& context, Reporter& reporter) {
    for (Missing& missing : missing_) {
      Finding& finding = missing.finding;
      const std::int64_t waited = between(missing.from, context.history.last_time());
      const bool overdue = missing.limit > 0 && waited > missing.limit;
      // A log that simply ends a moment after the command shows nothing.
      if (!overdue && waited < worth_a_note) continue;
      if (overdue) {
        finding.message = fmt::format("no {} {} after {}; it is promised within {}", missing.promised,
                                      duration(waited), finding.command, duration(missing.limit));
      } else {
        finding.message = fmt::format("no {} until the log ends, {} after {}", missing.promised,
                                      duration(waited), finding.command);
        finding.confidence = Confidence::low;
      }
      finding.help = "treat it as failed after the limit, and ask the module for its state";
      if (missing.restarted) {
        finding.message += "; the module has restarted meanwhile";
        finding.help = "after a restart begin again: what was promised before it does not come any more";
      }
      reporter.report(std::move(finding), overdue ? Severity::error : Severity::note);
    }
    missing_.clear();
  }

  static std::string what(const session::Transaction& transaction, const Context& context) {
    for (const grammar::RuleId id : transaction.form_rule->deferred) {
      const grammar::LineRule& line = context.dialect.rule(id);
      if (line.role == grammar::LineRole::deferred_ok) return line.notation.text();
    }
    return "promised result";
  }

  // A later command has moved the state machine on which the promised result acts: the host let go of it.
  static bool given_up(const session::Transaction& transaction, const Context& context) {
    const ChannelHistory& channel = context.history.channel(transaction.channel);
    for (const grammar::Machine& machine : context.dialect.machines()) {
      const Entered* entered = channel.entered(machine.name, {});
      if (entered == nullptr || entered->txn <= transaction.id) continue;
      for (const grammar::TransitionRule& move : machine.transitions) {
        if (move.trigger.command == transaction.command_id && move.trigger.command != grammar::no_command)
          return true;
      }
    }
    return false;
  }

  std::vector<Missing> missing_;
};

}  // namespace

RuleEntry async_result_missing() {
  return rule_entry<AsyncResultMissing>();
}

}  // namespace atscope::lint
