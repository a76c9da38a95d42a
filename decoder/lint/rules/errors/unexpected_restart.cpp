// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/sent_commands.h"

namespace atscope::lint {
namespace {

using session::Event;
using session::EventKind;

constexpr std::array consequences{Consequence{"TIM001"}, Consequence{"ORD007"}, Consequence{"STA501", 2},
                                  Consequence{"STA504", 2}, Consequence{"ERR001"}};

class UnexpectedRestart final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "ERR005",
      .name = "unexpected-restart",
      .severity = Severity::error,
      .needs = {.sides = true},
      .summary = "The module started anew although no command had asked for it.",
      .interest = {.events = Interest::of(EventKind::command, EventKind::urc)},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_event(const Event& event, const Context& context, Reporter& reporter) override {
    if (event.channel >= channels_.size()) channels_.resize(std::size_t{event.channel} + 1);
    Channel& channel = channels_[event.channel];
    if (event.kind == EventKind::command) {
      channel.booting = false;
      channel.expected |= restarts(event, context.dialect);
      channel.open = event.txn;
      return;
    }
    if (event.rule == grammar::no_rule) return;
    const grammar::LineRule& line = context.dialect.rule(event.rule);
    if (line.meaning.find("switched off") != line.meaning.npos) channel.expected = true;
    if (!line.boot) return;
    // A start has several lines, and one that was asked for may have two.
    const bool again = channel.booting;
    const bool expected = channel.expected;
    channel.booting = true;
    channel.expected = false;
    const ChannelHistory& history = context.history.channel(event.channel);
    if (again || expected || !history.is_paired()) return;

    const Asked* asked = history.asked(channel.open);
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
    bool expected = false, booting = false;
    session::TransactionId open = 0;  // the newest
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
