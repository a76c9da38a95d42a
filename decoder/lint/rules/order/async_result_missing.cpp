// SPDX-License-Identifier: MIT
#include <array>
#include <fmt/format.h>

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
      .needs = {.direction = true, .time = true, .dialect = true},
      .summary = "A result that a command promised for later did not come within its limit.",
      .interest = {.transactions = Interest::Transactions::troubled},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_transaction(const session::Transaction& transaction, const Context& context,
                      Reporter& reporter) override {
    if (!transaction.deferred_pending || transaction.form_rule == nullptr) return;
    const ChannelHistory& channel = context.history.channel(transaction.channel);
    if (channel.lost_bytes_since(transaction.id) || given_up(transaction, context)) return;
    const session::Timestamp from =
        transaction.result_time.known() ? transaction.result_time : transaction.sent;
    const std::int64_t waited = between(from, context.history.last_time());
    if (waited < 0) return;
    const bool overdue = transaction.deferred_limit > 0 && waited > transaction.deferred_limit;
    // A log that simply ends a moment after the command shows nothing.
    if (!overdue && waited < worth_a_note) return;

    Finding finding = at_command(transaction, context);
    const std::string promised = what(transaction, context);
    if (overdue) {
      finding.message = fmt::format("no {} {} after {}; it is promised within {}", promised, duration(waited),
                                    finding.command, duration(transaction.deferred_limit));
    } else {
      finding.message =
          fmt::format("no {} until the log ends, {} after {}", promised, duration(waited), finding.command);
      finding.confidence = Confidence::low;
    }
    if (channel.restarted_since(transaction.id)) {
      finding.message += "; the module has restarted meanwhile";
      finding.help = "after a restart begin again: what was promised before it does not come any more";
    } else {
      finding.help = "treat it as failed after the limit, and ask the module for its state";
    }
    finding.source = cite(context.dialect, transaction);
    if (!transaction.result.empty()) {
      finding.related.push_back(result_of(transaction, fmt::format("accepted; {} was to follow", promised)));
    }
    reporter.report(std::move(finding), overdue ? Severity::error : Severity::note);
  }

 private:
  static constexpr std::int64_t worth_a_note = 10'000'000'000;

  static std::string what(const session::Transaction& transaction, const Context& context) {
    for (const grammar::RuleId id : transaction.form_rule->deferred) {
      const grammar::LineRule& rule = context.dialect.rule(id);
      if (rule.role == grammar::LineRole::deferred_ok) return rule.notation.text();
    }
    return "promised result";
  }

  // A later command has moved the state machine on which the promised result acts: the host let go of it.
  static bool given_up(const session::Transaction& transaction, const Context& context) {
    const ChannelHistory& channel = context.history.channel(transaction.channel);
    for (const grammar::Machine& machine : context.dialect.machines()) {
      const Entered* entered = channel.entered(machine.name, {});
      if (entered == nullptr || entered->txn <= transaction.id) continue;
      for (const grammar::TransitionRule& rule : machine.transitions) {
        if (rule.trigger.command == transaction.command_id && rule.trigger.command != grammar::no_command)
          return true;
      }
    }
    return false;
  }
};

}  // namespace

RuleEntry async_result_missing() {
  return rule_entry<AsyncResultMissing>();
}

}  // namespace atscope::lint
