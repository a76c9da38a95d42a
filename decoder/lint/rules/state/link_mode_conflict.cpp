// SPDX-License-Identifier: MIT
#include <array>
#include <fmt/format.h>
#include <string>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/sent_commands.h"

namespace atscope::lint {
namespace {

using session::Transaction;

constexpr std::array consequences{Consequence{"ERR001"}, Consequence{"SYN501"}, Consequence{"TIM001"},
                                  Consequence{"ERR002"}};

// A form that the dialect has only under other settings than those in force.
class LinkModeConflict final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "STA503",
      .name = "link-mode-conflict",
      .severity = Severity::error,
      .needs = {.sides = true, .dialect = true},
      .summary =
          "The module refused a form of a command that belongs to another mode (one link, several links).",
      .interest = {.transactions = Interest::Transactions::troubled},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_transaction(const Transaction& transaction, const Context& context, Reporter& reporter) override {
    if (transaction.outcome != session::Outcome::error) return;
    const grammar::Settings& settings = context.history.channel(transaction.channel).settings();
    bool reported = false;
    each_command(transaction.command, context.dialect,
                 [&](const session::CommandItem& item, const grammar::Command* command) {
                   if (command == nullptr || reported || item.form == grammar::Form::test) return;
                   const grammar::Comparison* conflict = find(item, *command, settings);
                   if (conflict == nullptr) return;
                   reported = true;
                   report(*conflict, *command, item, settings, transaction, context, reporter);
                 });
  }

 private:
  // The term of a known setting that every form that fits contradicts; null when one is possible.
  static const grammar::Comparison* find(const session::CommandItem& item, const grammar::Command& command,
                                         const grammar::Settings& settings) {
    const grammar::Comparison* conflict = nullptr;
    for (const grammar::FormRule& form : command.forms) {
      if (form.form != item.form) continue;
      const bool fits =
          !acts(item) ||
          (form.arguments.text().empty() ? item.arguments.empty() : form.arguments.matches(item.arguments));
      if (!fits) continue;
      if (form.when.possible(settings)) return nullptr;
      for (const grammar::Comparison& term : form.when.all) {
        grammar::Condition one;
        one.all.push_back(term);
        if (!one.possible(settings)) conflict = &term;
      }
    }
    return conflict;
  }

  static void report(const grammar::Comparison& conflict, const grammar::Command& command,
                     const session::CommandItem& item, const grammar::Settings& settings,
                     const Transaction& transaction, const Context& context, Reporter& reporter) {
    const grammar::SettingInfo& setting = context.dialect.settings()[conflict.setting];
    const std::string what = setting.meaning.empty() ? setting.name : setting.meaning;
    Finding finding = at_command(transaction, context);
    mark(finding, transaction.command, item.name);
    finding.message = fmt::format("AT{} has this form only with another setting of \"{}\"; it is {}",
                                  command.name, what, settings[conflict.setting].value);
    finding.help = fmt::format("send the form for \"{}\" = {}: {}", what, settings[conflict.setting].value,
                               forms(item, command, settings));
    finding.source = cite(context.dialect, command.section);
    finding.error = transaction.result;
    finding.confidence = confidence_of(transaction.confidence);
    finding.related.push_back(result_of(transaction, {}));
    reporter.report(std::move(finding));
  }

  static std::string forms(const session::CommandItem& item, const grammar::Command& command,
                           const grammar::Settings& settings) {
    std::string text;
    for (const grammar::FormRule& form : command.forms) {
      const bool sends = form.form == grammar::Form::set || form.form == grammar::Form::exec;
      if (!sends || !form.when.possible(settings)) continue;
      if (!text.empty()) text += " or ";
      text += "AT" + command.name + form.arguments.text();
    }
    if (text.empty()) return fmt::format("there is none of AT{}", item.name);
    return text;
  }
};

}  // namespace

RuleEntry link_mode_conflict() {
  return rule_entry<LinkModeConflict>();
}

}  // namespace atscope::lint
