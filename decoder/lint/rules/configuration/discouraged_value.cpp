// SPDX-License-Identifier: MIT
#include <algorithm>
#include <fmt/format.h>
#include <string>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/sent_commands.h"

namespace atscope::lint {
namespace {

using session::Transaction;

std::vector<bool> concerned(const grammar::Dialect& dialect) {
  return commands_with_parameter(dialect,
                                 [](const grammar::Parameter& value) { return !value.discouraged.empty(); });
}

class DiscouragedValue final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "CFG504",
      .name = "discouraged-value",
      .severity = Severity::note,
      .needs = {.sides = true, .dialect = true},
      .summary = "A value was set that the manual of the module advises against.",
      .interest = {.transactions = Interest::Transactions::all, .commands = concerned},
      .preset = Preset::strict,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_transaction(const Transaction& transaction, const Context& context, Reporter& reporter) override {
    // What was refused has no effect.
    const bool took =
        transaction.outcome == session::Outcome::ok || transaction.outcome == session::Outcome::no_final;
    if (!took || transaction.command_id == grammar::no_command) return;
    each_value(transaction.command, context.dialect,
               [&](const session::CommandItem& item, const grammar::Command& command,
                   const grammar::Parameter& parameter, std::string_view value) {
                 if (item.form == grammar::Form::set)
                   judge(parameter, value, command, transaction, context, reporter);
               });
  }

 private:
  static constexpr std::size_t max_told = 64;

  void judge(const grammar::Parameter& parameter, std::string_view quoted, const grammar::Command& command,
             const Transaction& transaction, const Context& context, Reporter& reporter) {
    if (parameter.discouraged.empty()) return;
    grammar::Enumeration list;
    list.values = parameter.discouraged;
    const std::string_view value = unquoted(quoted);
    const grammar::EnumValue* entry = list.find(value);
    if (entry == nullptr) return;
    const std::string key = fmt::format("{} {} {}", command.name, parameter.name, entry->value);
    if (std::find(told_.begin(), told_.end(), key) != told_.end()) return;
    if (told_.size() < max_told) told_.push_back(key);
    Finding finding = at_command(transaction, context);
    mark(finding, transaction.command, quoted);
    finding.message =
        fmt::format("<{}> of AT{} is {}: {}", parameter.name, command.name, value, entry->meaning);
    finding.help = "choose another value, unless this is meant";
    finding.source = cite(context.dialect, command.section);
    reporter.report(std::move(finding));
  }

  std::vector<std::string> told_;  // command and value: once each
};

}  // namespace

RuleEntry discouraged_value() {
  return rule_entry<DiscouragedValue>();
}

}  // namespace atscope::lint
