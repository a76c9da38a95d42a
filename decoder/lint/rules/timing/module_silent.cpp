// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/wording.h"

namespace atscope::lint {
namespace {

using session::Outcome;

class ModuleSilent final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "TIM006",
      .name = "module-silent",
      .severity = Severity::error,
      .needs = {.sides = true, .time = true},
      .summary = "The host sent AT again and again, and the log ends without an answer.",
      .interest = {.transactions = Interest::Transactions::troubled},
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_transaction(const session::Transaction& transaction, const Context& context, Reporter&) override {
    if (transaction.channel >= channels_.size()) channels_.resize(std::size_t{transaction.channel} + 1);
    Channel& channel = channels_[transaction.channel];
    const bool unanswered = transaction.outcome == Outcome::no_answer || transaction.outcome == Outcome::open;
    const std::uint64_t clean = context.history.channel(transaction.channel).clean_transactions();
    if (clean != channel.clean) channel.probes = 0;  // others were answered in between
    channel.clean = clean;
    if (!unanswered || transaction.info_lines > 0 || !is_probe(transaction.command)) {
      channel.probes = 0;
      return;
    }
    if (++channel.probes == 1) channel.first = at_command(transaction, context);
    channel.last = command_of(transaction, context, "the last one");
  }

  void on_finish(const capture::SourceStats&, const Context& context, Reporter& reporter) override {
    for (std::size_t id = 0; id < channels_.size(); ++id) {
      Channel& channel = channels_[id];
      const std::uint64_t clean =
          context.history.channel(static_cast<session::ChannelId>(id)).clean_transactions();
      if (channel.probes < least || channel.clean != clean) continue;
      const std::int64_t lasted = between(channel.first.time, context.history.last_time());
      channel.first.message =
          fmt::format("no answer to {} in a row{}, up to the end of the log", counted(channel.probes, "AT"),
                      lasted > 0 ? fmt::format(" in {}", duration(lasted)) : std::string());
      channel.first.help =
          "look at power, the rate (both sides the same), the wires (RX and TX crossed), sleep and data mode";
      channel.first.source = "V.250 §5.2";
      channel.first.related.push_back(channel.last);
      reporter.report(std::move(channel.first));
    }
  }

 private:
  static constexpr std::uint64_t least = 3;

  struct Channel {
    std::uint64_t probes = 0;  // in a row, without an answer
    std::uint64_t clean = 0;   // transactions of the channel that went well, at the last of them
    Finding first;
    Related last;
  };
  std::vector<Channel> channels_;
};

}  // namespace

RuleEntry module_silent() {
  return rule_entry<ModuleSilent>();
}

}  // namespace atscope::lint
