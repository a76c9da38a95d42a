// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <string>
#include <string_view>
#include <vector>

#include "decoder/grammar/did_you_mean.h"
#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/sent_commands.h"

namespace atscope::lint {
namespace {

using session::Outcome;
using session::Transaction;

constexpr std::array consequences{Consequence{"ERR001"}, Consequence{"TIM001"}};

class UnknownOrUnsupportedForm final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "SYN502",
      .name = "unknown-or-unsupported-form",
      .severity = Severity::error,
      .needs = {.sides = true, .dialect = true},
      .summary = "The module refused a command that its manual does not have, or not in this form.",
      .interest = {.transactions = Interest::Transactions::troubled},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_transaction(const Transaction& transaction, const Context& context, Reporter& reporter) override {
    if (transaction.outcome != Outcome::error) return;
    bool reported = false;
    each_command(transaction.command, context.dialect,
                 [&](const session::CommandItem& item, const grammar::Command* command) {
                   // A test form asks whether the command is there.
                   if (reported || item.form == grammar::Form::test) return;
                   std::string fact, help, section;
                   if (command == nullptr) {
                     if (item.kind != grammar::CommandKind::extended) return;
                     unknown(item.name, context, fact, help);
                     if (fact.empty()) return;
                   } else if (!has_form(*command, item.form)) {
                     fact = fmt::format("AT{} has no {}", command->name, form_name(item.form));
                     help = forms_of(*command);
                     section = command->section;
                   } else {
                     return;
                   }
                   reported = true;
                   Finding finding = at_command(transaction, context);
                   mark(finding, transaction.command, item.name);
                   finding.message = std::move(fact);
                   finding.help = std::move(help);
                   finding.source = cite(context.dialect, section);
                   finding.error = transaction.result;
                   finding.confidence =
                       command == nullptr ? Confidence::medium : confidence_of(transaction.confidence);
                   finding.related.push_back(result_of(transaction, {}));
                   reporter.report(std::move(finding));
                 });
  }

 private:
  static bool has_form(const grammar::Command& command, grammar::Form form) {
    return std::any_of(command.forms.begin(), command.forms.end(),
                       [&](const grammar::FormRule& rule) { return rule.form == form; });
  }

  static std::string_view form_name(grammar::Form form) {
    switch (form) {
      case grammar::Form::set:
        return "set form: it cannot be given values";
      case grammar::Form::read:
        return "read form (?)";
      case grammar::Form::test:
        return "test form (=?)";
      default:
        return "form without values";
    }
  }

  static std::string forms_of(const grammar::Command& command) {
    std::string text;
    for (const grammar::FormRule& form : command.forms) {
      std::string one = "AT" + command.name;
      if (form.form == grammar::Form::read) one += "?";
      if (form.form == grammar::Form::test) one += "=?";
      one += form.arguments.text();
      if (text.find(one) == text.npos) text += text.empty() ? "it has " + one : ", " + one;
    }
    return text;
  }

  static void unknown(std::string_view name, const Context& context, std::string& fact, std::string& help) {
    std::string upper(name);
    for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    std::vector<std::string_view> names;
    for (const grammar::Command& command : context.dialect.commands()) {
      if (command.kind == grammar::CommandKind::extended) names.push_back(command.name);
    }
    const std::string_view near = grammar::nearest(upper, names);
    // A dialect that cannot say how long any command may take holds only a part of a manual: then only a slip
    // of the finger is one.
    if (context.dialect.max_response(nullptr, nullptr).base == 0 &&
        !std::is_permutation(upper.begin(), upper.end(), near.begin(), near.end())) {
      return;
    }
    fact = fmt::format("AT{} is no command of {}", upper, context.dialect.title());
    help = near.empty()
               ? std::string("look for the command in the module's manual, or ask AT+CLAC for its list")
               : fmt::format("did you mean AT{}?", near);
  }
};

}  // namespace

RuleEntry unknown_or_unsupported_form() {
  return rule_entry<UnknownOrUnsupportedForm>();
}

}  // namespace atscope::lint
