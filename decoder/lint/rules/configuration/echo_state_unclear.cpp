// SPDX-License-Identifier: MIT
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/sent_commands.h"

namespace atscope::lint {
namespace {

using session::Outcome;
using session::Transaction;

class EchoStateUnclear final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "CFG002",
      .name = "echo-state-unclear",
      .severity = Severity::warning,
      .needs = {.direction = true},
      .summary = "The echo changes though nobody set it, or result codes were switched off.",
      .interest = {.events = Interest::of(session::EventKind::echo),
                   .transactions = Interest::Transactions::all},
      .preset = Preset::strict,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_event(const session::Event& event, const Context&, Reporter&) override {
    channel(event.channel).echoed = event.txn;
  }

  void on_transaction(const Transaction& transaction, const Context& context, Reporter& reporter) override {
    Channel& seen = channel(transaction.channel);
    bool sets_echo = false, sets_quiet = false;
    each_command(transaction.command, context.dialect,
                 [&](const session::CommandItem& item, const grammar::Command* command) {
                   // V.250 clauses 6.1.1, 6.1.2, 6.2.4, 6.2.5.
                   sets_echo = sets_echo || item.name == "E" || item.name == "Z" || item.name == "&F" ||
                               (command != nullptr && command->restarts);
                   sets_quiet = sets_quiet || (item.name == "Q" && item.arguments == "1");
                 });
    if (sets_quiet && transaction.outcome != Outcome::error && !seen.quiet_told) {
      seen.quiet_told = true;
      Finding finding = at_command(transaction, context);
      finding.message =
          "result codes were switched off: whether a command succeeds cannot be known from here on";
      finding.help = "leave result codes on (ATQ0)";
      finding.source = "V.250 §6.2.5";
      reporter.report(std::move(finding));
    }
    const bool answered = transaction.outcome == Outcome::ok || transaction.outcome == Outcome::error;
    const ChannelHistory& history = context.history.channel(transaction.channel);
    if (sets_echo || !answered || transaction.superseded ||
        (seen.last != 0 && history.interrupted_since(seen.last))) {
      seen.known = false;
      seen.last = transaction.id;
      return;
    }
    seen.last = transaction.id;
    const bool echo = seen.echoed == transaction.id;
    if (seen.known && echo != seen.echo && !seen.change_told) {
      seen.change_told = true;
      Finding finding = at_command(transaction, context);
      finding.message = echo ? "the module echoes commands again, and nobody had switched the echo on"
                             : "the module echoes commands no longer, and nobody had switched the echo off";
      finding.help =
          "set the echo (ATE0 or ATE1) at the start of each session, and look for an unseen restart";
      finding.source = "V.250 §6.2.4";
      finding.confidence = Confidence::medium;
      reporter.report(std::move(finding));
    }
    seen.known = true;
    seen.echo = echo;
  }

 private:
  struct Channel {
    session::TransactionId echoed = 0, last = 0;
    bool known = false, echo = false;  // whether the module echoes
    bool change_told = false, quiet_told = false;
  };
  Channel& channel(session::ChannelId id) {
    if (id >= channels_.size()) channels_.resize(std::size_t{id} + 1);
    return channels_[id];
  }
  std::vector<Channel> channels_;
};

}  // namespace

RuleEntry echo_state_unclear() {
  return rule_entry<EchoStateUnclear>();
}

}  // namespace atscope::lint
