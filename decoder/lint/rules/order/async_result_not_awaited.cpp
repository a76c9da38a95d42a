// SPDX-License-Identifier: MIT
#include <array>
#include <fmt/format.h>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/state/wrong_state_finding.h"

namespace atscope::lint {
namespace {

constexpr std::array consequences{
    Consequence{"ERR001"},
    Consequence{"ERR002"},
    Consequence{"TIM001"},
    Consequence{"DAT001"},
};

// Which command depends on a promised result is not a list of its own: it is allowed only in a state that
// the promised result brings.
class AsyncResultNotAwaited final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "ORD006",
      .name = "async-result-not-awaited",
      .severity = Severity::error,
      .needs = {.dialect = true},
      .summary = "A command was sent before the promised result on which it depends had come.",
      .interest = {.transactions = Interest::Transactions::troubled},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_transaction(const session::Transaction& transaction, const Context& context,
                      Reporter& reporter) override {
    const WrongState* verdict = context.states.verdict(transaction.id);
    if (verdict == nullptr || verdict->kind != WrongState::Kind::not_awaited) return;
    const Asked& promise = verdict->awaited;
    const std::string promising = command_name(promise.text);
    const std::int64_t since = between(promise.time, transaction.sent);
    Finding finding;
    finding.other_txn = promise.txn;
    finding.message = since < 0 ? fmt::format("AT{} was sent before the result that {} promised",
                                              verdict->command->name, promising)
                                : fmt::format("AT{} was sent {} after {}, before the result that it promised",
                                              verdict->command->name, duration(since), promising);
    finding.help = fmt::format("wait for {} before AT{}", promised(promise, context), verdict->command->name);
    finding.related.push_back(
        {promise.origin, promise.time, promise.sender, promise.text, "its promised result is still to come"});
    reporter_.report(std::move(finding), *verdict, transaction, context, reporter);
  }

 private:
  // "CONNECT OK", by the dialect.
  static std::string promised(const Asked& promise, const Context& context) {
    for (const grammar::FormRule& form : context.dialect.command(promise.command).forms) {
      for (const grammar::RuleId id : form.deferred) {
        const grammar::LineRule& line = context.dialect.rule(id);
        if (line.role == grammar::LineRole::deferred_ok) return line.notation.text();
      }
    }
    return "the promised result";
  }

  WrongStateReporter reporter_;
};

}  // namespace

RuleEntry async_result_not_awaited() {
  return rule_entry<AsyncResultNotAwaited>();
}

}  // namespace atscope::lint
