// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/sent_commands.h"

namespace atscope::lint {
namespace {

using session::Event;
using session::EventKind;

constexpr std::array consequences{Consequence{"TIM001"}, Consequence{"ORD007"}, Consequence{"STA501", 2},
                                  Consequence{"STA504", 2}, Consequence{"ERR001"}};

std::vector<bool> restarting(const grammar::Dialect& dialect) {
  return commands_where(dialect, [](const grammar::Command& command) {
    return command.restarts || !command.restarting.empty();
  });
}

class UnexpectedRestart final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "ERR005",
      .name = "unexpected-restart",
      .severity = Severity::error,
      .needs = {.sides = true},
      .summary = "The module started anew although no command had asked for it.",
      .interest = {.events = Interest::of(EventKind::command, EventKind::urc), .commands = restarting},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_event(const Event& event, const Context& context, Reporter& reporter) override {
    if (event.channel >= channels_.size()) channels_.resize(std::size_t{event.channel} + 1);
    Channel& channel = channels_[event.channel];
    if (event.kind == EventKind::command) {
      channel.expected |= restarts(event, context.dialect);
      return;
    }
    if (event.rule == grammar::no_rule) return;
    const grammar::LineRule& line = context.dialect.rule(event.rule);
    if (line.meaning.find("switched off") != line.meaning.npos) channel.expected = true;
    if (!line.boot) return;
    // A start has several lines, and one that was asked for may have two.
    const ChannelHistory& history = context.history.channel(event.channel);
    const bool again = channel.booted_behind == history.newest();
    const bool expected = channel.expected;
    channel.booted_behind = history.newest();
    channel.expected = false;
    if (again || expected || !history.is_paired()) return;

    const Asked* asked = history.asked(history.newest());
    // A host that sends AT until somebody answers has switched the module on itself.
    const bool working = asked != nullptr && !is_probe(asked->text);
    Finding finding = at_event(event);
    if (working) {
      finding.txn = asked->txn;
      finding.command = command_name(asked->text);
      finding.message = fmt::format("the module started anew while {} was open", finding.command);
      finding.related.push_back({asked->origin, asked->time, asked->sender, asked->text, {}});
    } else {
      finding.message = "the module started anew, and no command had asked for it";
    }
    finding.help =
        "look at supply and current peaks, at the watchdog, and at the log for what came just before; a "
        "restart by the reset or power pin does not show here";
    finding.confidence = working ? Confidence::high : Confidence::medium;
    reporter.report(std::move(finding), working ? Severity::error : Severity::warning);
  }

 private:
  struct Channel {
    bool expected = false;
    std::optional<session::TransactionId> booted_behind;  // the newest command before the last start
  };

  static bool restarts(const Event& event, const grammar::Dialect& dialect) {
    if (event.command == grammar::no_command) return false;
    bool found = false;
    each_command(event.text, dialect, [&](const session::CommandItem& item, const grammar::Command* command) {
      if (command == nullptr || !acts(item)) return;
      found |= command->restarts ||
               std::any_of(command->restarting.begin(), command->restarting.end(),
                           [&](const grammar::Notation& use) { return use.matches(item.arguments); });
    });
    return found;
  }

  std::vector<Channel> channels_;
};

}  // namespace

RuleEntry unexpected_restart() {
  return rule_entry<UnexpectedRestart>();
}

}  // namespace atscope::lint
