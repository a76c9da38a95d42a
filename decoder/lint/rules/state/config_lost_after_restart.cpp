// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <string>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/sent_commands.h"

namespace atscope::lint {
namespace {

using grammar::Knowledge;
using session::Event;
using session::EventKind;
using session::Transaction;

constexpr std::array consequences{Consequence{"ERR001"}, Consequence{"STA503"}, Consequence{"SYN501"},
                                  Consequence{"CFG001"}};

class ConfigLostAfterRestart final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "STA003",
      .name = "config-lost-after-restart",
      .severity = Severity::warning,
      .needs = {.sides = true},
      .summary = "The module has started anew, and the host relies on a setting that was lost by that.",
      .interest = {.events = Interest::of(EventKind::urc, EventKind::echo),
                   .transactions = Interest::Transactions::all},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_event(const Event& event, const Context& context, Reporter& reporter) override {
    if (event.channel >= channels_.size()) channels_.resize(std::size_t{event.channel} + 1);
    Channel& channel = channels_[event.channel];
    if (event.kind == EventKind::urc) {
      if (event.rule == grammar::no_rule || !context.dialect.rule(event.rule).boot) return;
      const bool kept = channel.saved;
      channel = {};
      channel.saved = kept;
      channel.booted = true;
      channel.boot = {event.origin, event.time, event.sender, std::string(event.text), {}};
      return;
    }
    // An echo, where ATE0 had been in force before the start and was not sent again.
    if (!channel.booted || channel.saved || channel.echo_told) return;
    const grammar::Settings& before = context.history.channel(event.channel).settings_before_boot();
    const auto setting = context.dialect.find_setting(grammar::well_known::echo);
    if (!setting || before.empty() || before[*setting].knowledge != Knowledge::known ||
        before[*setting].value != 0)
      return;
    if (context.history.channel(event.channel).settings()[*setting].knowledge == Knowledge::known) return;
    if (sets(event.text, *setting, context.dialect)) return;  // ATE0 is echoed itself
    channel.echo_told = true;
    Finding finding = at_event(event);
    finding.command = command_name(event.text);
    finding.message = "the module echoes again: ATE0 was lost when it started anew";
    finding.help = "send ATE0 after each start of the module, or store it";
    finding.source = "V.250 §6.2.4";
    finding.related.push_back(with_message(channel.boot, "the module has started"));
    reporter.report(std::move(finding));
  }

  void on_transaction(const Transaction& transaction, const Context& context, Reporter& reporter) override {
    if (transaction.channel >= channels_.size()) channels_.resize(std::size_t{transaction.channel} + 1);
    Channel& channel = channels_[transaction.channel];
    if (transaction.outcome == session::Outcome::ok && !channel.saved)
      channel.saved = saves(transaction, context);
    if (!channel.booted || channel.saved || transaction.outcome != session::Outcome::error) return;
    const ChannelHistory& history = context.history.channel(transaction.channel);
    const grammar::Settings& before = history.settings_before_boot();
    if (before.empty() || transaction.command_id == grammar::no_command) return;
    bool reported = false;
    each_command(transaction.command, context.dialect,
                 [&](const session::CommandItem& item, const grammar::Command* command) {
                   if (command == nullptr || reported || !acts(item)) return;
                   const auto lost = lost_setting(item, *command, before, history.settings());
                   if (!lost) return;
                   reported = true;
                   report(*lost, before[*lost].value, channel, transaction, context, reporter);
                 });
  }

 private:
  struct Channel {
    bool booted = false, saved = false, echo_told = false;
    Related boot;
  };

  static bool sets(std::string_view line, grammar::SettingId setting, const grammar::Dialect& dialect) {
    bool found = false;
    each_command(line, dialect, [&](const session::CommandItem&, const grammar::Command* command) {
      found |= command != nullptr &&
               std::any_of(command->settings.begin(), command->settings.end(),
                           [&](const grammar::SettingRule& rule) { return rule.setting == setting; });
    });
    return found;
  }

  static bool saves(const Transaction& transaction, const Context& context) {
    bool found = transaction.command_id != grammar::no_command &&
                 context.dialect.command(transaction.command_id).saves;
    if (found || transaction.commands == 1) return found;
    each_command(transaction.command, context.dialect,
                 [&](const session::CommandItem&, const grammar::Command* command) {
                   found |= command != nullptr && command->saves;
                 });
    return found;
  }

  // The command fits only a form under a setting that was known before the start and is not set again.
  static std::optional<grammar::SettingId> lost_setting(const session::CommandItem& item,
                                                        const grammar::Command& command,
                                                        const grammar::Settings& before,
                                                        const grammar::Settings& now) {
    std::optional<grammar::SettingId> lost;
    for (const grammar::FormRule& form : command.forms) {
      const bool fits =
          form.form == item.form &&
          (form.arguments.text().empty() ? item.arguments.empty() : form.arguments.matches(item.arguments));
      if (!fits) continue;
      if (form.when.holds(now)) return std::nullopt;
      if (!form.when.holds(before)) continue;
      for (const grammar::Comparison& term : form.when.all) {
        const bool changed = before[term.setting].knowledge == Knowledge::known &&
                             now[term.setting].knowledge == Knowledge::assumed &&
                             now[term.setting].value != before[term.setting].value;
        if (changed) lost = term.setting;
      }
    }
    return lost;
  }

  static void report(grammar::SettingId setting, std::int64_t value, const Channel& channel,
                     const Transaction& transaction, const Context& context, Reporter& reporter) {
    const grammar::SettingInfo& info = context.dialect.settings()[setting];
    Finding finding = at_command(transaction, context);
    finding.message = fmt::format("{} relies on \"{}\" = {}, which was lost when the module started anew",
                                  finding.command, info.meaning.empty() ? info.name : info.meaning, value);
    finding.help = "set it again after each start of the module, or store it";
    finding.source = cite(context.dialect, transaction);
    finding.error = transaction.result;
    finding.related.push_back(with_message(channel.boot, "the module has started"));
    finding.related.push_back(result_of(transaction, {}));
    reporter.report(std::move(finding), Severity::error);
  }

  std::vector<Channel> channels_;
};

}  // namespace

RuleEntry config_lost_after_restart() {
  return rule_entry<ConfigLostAfterRestart>();
}

}  // namespace atscope::lint
