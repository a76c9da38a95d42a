// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/wording.h"
#include "decoder/lint/state_judge.h"

namespace atscope::lint {
namespace {

using session::Transaction;

class VerboseErrorsOff final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "CFG001",
      .name = "verbose-errors-off",
      .severity = Severity::note,
      .needs = {.sides = true},
      .summary = "Commands fail with a bare ERROR, and the codes that would say why are not switched on.",
      .interest = {.transactions = Interest::Transactions::troubled},
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_transaction(const Transaction& transaction, const Context& context, Reporter&) override {
    if (transaction.outcome != session::Outcome::error || transaction.result != "ERROR") return;
    if (transaction.form == grammar::Form::test) return;            // asks whether the command is there
    if (context.states.verdict(transaction.id) != nullptr) return;  // its cause is known without a code
    const auto setting = context.dialect.find_setting(grammar::well_known::cmee);
    if (!setting) return;
    const grammar::SettingValue& value = context.history.channel(transaction.channel).settings()[*setting];
    if (value.knowledge == grammar::Knowledge::known && value.value != 0) return;
    if (++count_ == 1) first_ = at_command(transaction, context);
  }

  void on_finish(const capture::SourceStats&, const Context&, Reporter& reporter) override {
    if (count_ == 0) return;
    first_.message =
        count_ == 1
            ? std::string("a command failed with a bare ERROR, and AT+CMEE was not sent before")
            : fmt::format("{} commands failed with a bare ERROR, and AT+CMEE was not sent before", count_);
    first_.help = "send AT+CMEE=2 (or 1) at the start of each session: then the module says the cause";
    first_.source = "27.007 §9.1";
    reporter.report(std::move(first_));
  }

 private:
  std::uint64_t count_ = 0;
  Finding first_;
};

}  // namespace

RuleEntry verbose_errors_off() {
  return rule_entry<VerboseErrorsOff>();
}

}  // namespace atscope::lint
