// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/wording.h"

namespace atscope::lint {
namespace {

using session::Outcome;
using session::Transaction;

// Who sends into a running command gets "busy", answers in the wrong place, or none.
constexpr std::array consequences{
    Consequence{"ORD001", 0}, Consequence{"ORD002", 8}, Consequence{"ORD003", 8},
    Consequence{"ERR001"},    Consequence{"TIM001"},
};

class CommandBeforeFinalResult final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "ORD001",
      .name = "command-before-final-result",
      .severity = Severity::error,
      .needs = {.sides = true},
      .summary =
          "A command line was sent while an earlier one had no final result and its maximum time was "
          "not over.",
      .interest = {.events = Interest::of(session::EventKind::command, session::EventKind::echo,
                                          session::EventKind::information, session::EventKind::result),
                   .transactions = Interest::Transactions::all},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_event(const session::Event& event, const Context&, Reporter&) override {
    Channel& seen = channel(event.channel);
    if (seen.shows_whole_answers) return;
    if (event.kind == session::EventKind::command) {
      if (seen.heard) seen.heard_of[seen.next++ % seen.heard_of.size()] = seen.newest;
      seen.heard = false;
      seen.newest = event.txn;
      return;
    }
    seen.heard = true;
    if (event.kind == session::EventKind::echo) seen.echoed = event.txn;
  }

  void on_transaction(const Transaction& transaction, const Context& context, Reporter& reporter) override {
    Channel& seen = channel(transaction.channel);
    if (!transaction.superseded && !transaction.result.empty() &&
        (transaction.info_lines > 0 || seen.echoed == transaction.id)) {
      seen.shows_whole_answers = true;
    }
    if (!transaction.superseded || transaction.outcome == Outcome::no_final || is_probe(transaction.command))
      return;
    const Asked* asked = context.history.channel(transaction.channel).asked(transaction.id);
    if (asked == nullptr || !asked->is_superseded) return;
    // Some hosts log of each answer only the first line, or the one that they use.
    if (!seen.shows_whole_answers &&
        std::find(seen.heard_of.begin(), seen.heard_of.end(), transaction.id) != seen.heard_of.end()) {
      return;
    }
    // Any character ends an abortable command early: that is how it is meant (V.250 clause 5.6.1).
    if (transaction.command_id != grammar::no_command &&
        context.dialect.command(transaction.command_id).abortable) {
      return;
    }
    const std::int64_t waited = between(transaction.sent, asked->next.time);
    if (transaction.limit > 0 && waited > transaction.limit) return;
    if (context.history.channel(transaction.channel).interrupted_since(transaction.id)) return;

    Finding finding;
    finding.channel = transaction.channel;
    finding.txn = asked->next_txn;
    finding.other_txn = transaction.id;
    finding.origin = asked->next.origin;
    finding.time = asked->next.time;
    finding.text = asked->next.text;
    finding.bytes = static_cast<std::uint32_t>(finding.text.size());
    finding.command = command_name(finding.text);
    const std::string earlier = command_name(transaction.command);
    finding.message =
        waited < 0 ? fmt::format("{} was sent before {} had its final result", finding.command, earlier)
                   : fmt::format("{} was sent {} after {}, which had no final result yet", finding.command,
                                 duration(waited), earlier);
    if (transaction.limit > 0) {
      finding.help =
          fmt::format("wait for the final result of {}, at most {}", earlier, duration(transaction.limit));
    } else {
      finding.help = fmt::format("wait for the final result of {}", earlier);
    }
    finding.source = "V.250 §5.6";
    // An undirected order of lines, or an answer that somebody else may have had, is weaker evidence.
    finding.confidence = transaction.limit > 0 ? Confidence::high : Confidence::medium;
    finding.related.push_back(command_of(transaction, context, "still open"));
    if (!transaction.result.empty()) {
      finding.related.push_back(result_of(transaction, fmt::format("the final result of {}", earlier)));
    }
    reporter.report(std::move(finding));
  }

 private:
  struct Channel {
    session::TransactionId newest = 0, echoed = 0;      // the last command line, and the last that came back
    bool heard = false;                                 // the module said something since
    std::array<session::TransactionId, 16> heard_of{};  // commands before that it said something behind
    std::size_t next = 0;
    bool shows_whole_answers = false;  // a final result behind an echo or an information response was seen
  };
  Channel& channel(session::ChannelId id) {
    if (id >= channels_.size()) channels_.resize(std::size_t{id} + 1);
    return channels_[id];
  }
  std::vector<Channel> channels_;
};

}  // namespace

RuleEntry command_before_final_result() {
  return rule_entry<CommandBeforeFinalResult>();
}

}  // namespace atscope::lint
