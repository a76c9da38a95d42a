// SPDX-License-Identifier: MIT
#include <array>
#include <fmt/format.h>
#include <string>
#include <string_view>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/sent_commands.h"

namespace atscope::lint {
namespace {

using grammar::DataPhase;
using session::Event;
using session::EventKind;
using session::Outcome;
using session::Transaction;

constexpr std::array consequences{
    Consequence{"DAT001"},    Consequence{"TIM001", 0}, Consequence{"ORD001", 0}, Consequence{"ERR001"},
    Consequence{"ORD002", 2}, Consequence{"TIM004"},    Consequence{"DAT003", 0}, Consequence{"TIM002"}};

class CommandSentAsData final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "DAT003",
      .name = "command-sent-as-data",
      .severity = Severity::error,
      .needs = {.direction = true},
      .summary = "A command line was sent while the module took what it got for payload.",
      .interest = {.events = Interest::of(EventKind::data), .transactions = Interest::Transactions::troubled},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_event(const Event& event, const Context& context, Reporter& reporter) override {
    if (event.channel >= phases_.size()) phases_.resize(std::size_t{event.channel} + 1);
    Phase& phase = phases_[event.channel];
    if (event.sender != session::Sender::dte || event.txn == 0) {
      phase.unanswered = 0;  // the other side speaks
      return;
    }
    const bool open = context.history.channel(event.channel).is_open(event.txn);
    const std::string_view line = command_in(event.text, context.dialect);
    if (line.empty()) {
      phase.unanswered = 0;
      return;
    }
    const auto at = static_cast<std::size_t>(line.data() - event.text.data());
    Related place{event.origin, event.time, event.sender, std::string(line), {}};
    place.origin.offset += at;
    if (open) {
      if (phase.txn != event.txn) phase = {event.txn, std::move(place), 0};
    } else if (at == 0 && ++phase.unanswered == 2) {
      // Data state: one line may be meant for the other side; a host that sends a second one without an
      // answer waits for the module.
      report(place, event.channel, event.txn, "the line is in data state",
             "leave the data state first (+++ "
             "between guard times, or DTR), or use a second port for commands",
             {}, reporter);
    }
  }

  void on_transaction(const Transaction& transaction, const Context& context, Reporter& reporter) override {
    if (transaction.channel >= phases_.size()) return;
    Phase& phase = phases_[transaction.channel];
    if (phase.txn != transaction.id || phase.line.text.empty()) return;
    // The payload may well speak of AT commands: what it lacked in the end shows that this was none.
    const bool wants_more = transaction.data_declared > transaction.data_sent;
    const bool failed = transaction.outcome == Outcome::error || transaction.outcome == Outcome::no_answer ||
                        (transaction.outcome == Outcome::open && wants_more);
    if (!failed || context.history.channel(transaction.channel).interrupted_since(transaction.id)) return;
    report(phase.line, transaction.channel, transaction.id,
           fmt::format("{} still waited for payload", command_name(transaction.command)),
           "send all of the payload, or end it (Ctrl-Z, ESC), before the next command",
           cite(context.dialect, transaction), reporter);
  }

 private:
  struct Phase {
    session::TransactionId txn = 0;
    Related line;
    unsigned unanswered = 0;
  };

  // The first line of the payload that is a whole command of the dialect.
  static std::string_view command_in(std::string_view text, const grammar::Dialect& dialect) {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
      const std::string_view line = text.substr(0, end);
      const bool ended = end < text.size();
      text.remove_prefix(std::min(end + 1, text.size()));
      if (!ended || line.size() < 4 || line.size() > 256 || (line[0] != 'A' && line[0] != 'a')) continue;
      if (!session::is_whole_command(line)) continue;
      bool known = true;
      each_command(line, dialect, [&](const session::CommandItem& item, const grammar::Command* command) {
        known &= command != nullptr && item.kind == grammar::CommandKind::extended;
      });
      if (known) return line;
    }
    return {};
  }

  static void report(const Related& place, session::ChannelId channel, session::TransactionId txn,
                     std::string_view why, std::string_view help, std::string source, Reporter& reporter) {
    Finding finding;
    finding.channel = channel;
    finding.txn = txn;
    finding.origin = place.origin;
    finding.time = place.time;
    finding.text = place.text;
    finding.bytes = static_cast<std::uint32_t>(finding.text.size());
    finding.command = command_name(finding.text);
    finding.message = fmt::format("{} went out as payload: {}", finding.command, why);
    finding.help = help;
    finding.source = std::move(source);
    finding.confidence = Confidence::medium;
    reporter.report(std::move(finding));
  }

  std::vector<Phase> phases_;  // by channel
};

}  // namespace

RuleEntry command_sent_as_data() {
  return rule_entry<CommandSentAsData>();
}

}  // namespace atscope::lint
