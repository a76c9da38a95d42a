// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <string>
#include <string_view>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/sent_commands.h"
#include "decoder/lint/rules/syntax/parameter_check.h"

namespace atscope::lint {
namespace {

using session::EventKind;
using session::Transaction;

constexpr std::array consequences{Consequence{"ERR001"}, Consequence{"ERR002"}, Consequence{"TIM001"}};

class ParameterInvalid final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "SYN501",
      .name = "parameter-invalid",
      .severity = Severity::error,
      .needs = {.sides = true, .dialect = true},
      .summary = "A value of a command is not one that its manual allows, or there are too many or too few.",
      .interest = {.events = Interest::of(EventKind::information),
                   .transactions = Interest::Transactions::all},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  // What the module itself lists in answer to the test form outranks the manual.
  void on_event(const session::Event& event, const Context& context, Reporter&) override {
    if (event.form != grammar::Form::test || event.command == grammar::no_command) return;
    const auto found = std::find_if(listed_.begin(), listed_.end(), [&](const Listed& entry) {
      return entry.command == &context.dialect.command(event.command);
    });
    if (found == listed_.end() && listed_.size() < max_listed)
      listed_.push_back({&context.dialect.command(event.command), std::string(event.text.substr(0, 512))});
  }

  void on_transaction(const Transaction& transaction, const Context& context, Reporter& reporter) override {
    const bool only_asks = transaction.form == grammar::Form::read || transaction.form == grammar::Form::test;
    if (transaction.commands == 1 && only_asks) return;
    const Weight weight = weigh(transaction);
    // What only looks like a command can be text of the host, but not what the module refuses.
    if (!context.source.has_direction && weight.severity != Severity::error) return;
    // A line that was taken is only worth a look the first time.
    if (weight.severity == Severity::note && is_known(transaction.command)) return;
    const grammar::Settings& settings = context.history.channel(transaction.channel).settings();
    bool reported = false;
    each_command(transaction.command, context.dialect,
                 [&](const session::CommandItem& item, const grammar::Command* command) {
                   if (command == nullptr || !acts(item) || reported) return;
                   const auto breach = check_values(item, *command, settings);
                   if (!breach || is_listed(*command, *breach)) return;
                   // Taken although it does not fit the manual: its answer has the last word. The number of
                   // values differs between firmware versions; only a refusal shows that it was wrong.
                   if (weight.severity == Severity::note && breach->parameter == nullptr) return;
                   reported = true;
                   report(*breach, *command, weight, transaction, context, reporter);
                 });
  }

 private:
  static constexpr std::size_t max_listed = 128, known_lines = 256;

  struct Listed {
    const grammar::Command* command = nullptr;
    std::string text;
  };

  // A small table of the lines that were looked at, by their hash: a polled module is asked the same again.
  bool is_known(std::string_view line) {
    const std::size_t hash = std::hash<std::string_view>()(line) | 1U;
    std::size_t& slot = known_[hash % known_lines];
    if (slot == hash) return true;
    slot = hash;
    return false;
  }

  [[nodiscard]] bool is_listed(const grammar::Command& command, const Breach& breach) const {
    for (const Listed& entry : listed_) {
      if (entry.command == &command) return lists(entry.text, breach.position, breach.value);
    }
    return false;
  }

  static void report(const Breach& breach, const grammar::Command& command, const Weight& weight,
                     const Transaction& transaction, const Context& context, Reporter& reporter) {
    Finding finding = at_command(transaction, context);
    mark(finding, transaction.command, breach.value);
    finding.command = "AT" + command.name;
    finding.message = fmt::format("AT{}: {}", command.name, breach.fact);
    finding.help = breach.way_out;
    finding.source = cite(context.dialect, command.section);
    finding.error = transaction.result;
    finding.confidence = weight.confidence;
    if (weight.severity == Severity::note)
      finding.help = "the module took it: if it did what was asked, the dialect is too strict here";
    if (!transaction.result.empty()) finding.related.push_back(result_of(transaction, {}));
    reporter.report(std::move(finding), weight.severity);
  }

  std::vector<Listed> listed_;
  std::array<std::size_t, known_lines> known_{};
};

}  // namespace

RuleEntry parameter_invalid() {
  return rule_entry<ParameterInvalid>();
}

}  // namespace atscope::lint
