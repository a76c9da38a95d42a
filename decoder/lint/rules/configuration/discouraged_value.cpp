// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <string_view>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/sent_commands.h"
#include "decoder/lint/rules/told.h"

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
    each_value_set(
        transaction, context.dialect,
        [&](const grammar::Command& command, const grammar::Parameter& parameter, std::string_view value) {
          judge(parameter, value, command, transaction, context, reporter);
        });
  }

 private:
  void judge(const grammar::Parameter& parameter, std::string_view quoted, const grammar::Command& command,
             const Transaction& transaction, const Context& context, Reporter& reporter) {
    if (parameter.discouraged.empty()) return;
    grammar::Enumeration list;
    list.values = parameter.discouraged;
    const std::string_view value = unquoted(quoted);
    const grammar::EnumValue* entry = list.find(value);
    if (entry == nullptr) return;
    if (!told_.is_new(fmt::format("{} {} {}", command.name, parameter.name, entry->value))) return;
    Finding finding = at_command(transaction, context);
    mark(finding, transaction.command, quoted);
    finding.message =
        fmt::format("<{}> of AT{} is {}: {}", parameter.name, command.name, value, entry->meaning);
    finding.help = "choose another value, unless this is meant";
    finding.source = cite(context.dialect, command.section);
    reporter.report(std::move(finding));
  }

  Told told_;  // command and value: once each
};

}  // namespace

RuleEntry discouraged_value() {
  return rule_entry<DiscouragedValue>();
}

}  // namespace atscope::lint
