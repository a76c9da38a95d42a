// SPDX-License-Identifier: MIT
#include <algorithm>
#include <fmt/format.h>
#include <string>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/sent_commands.h"

namespace atscope::lint {
namespace {

using session::Event;
using session::EventKind;
using session::Transaction;

class RxNotDrained final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "DAT503",
      .name = "rx-not-drained",
      .severity = Severity::warning,
      .needs = {.direction = true, .dialect = true},
      .summary = "The module told of received data, and the host did not fetch it.",
      .interest = {.events = Interest::of(EventKind::urc), .transactions = Interest::Transactions::all},
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_event(const Event& event, const Context& context, Reporter& reporter) override {
    if (event.rule == grammar::no_rule) return;
    const grammar::LineRule& line = context.dialect.rule(event.rule);
    if (line.boot) {  // what waited is gone
      std::erase_if(waiting_, [&](const Waiting& entry) { return entry.channel == event.channel; });
      return;
    }
    if (line.fetched_by.empty()) return;
    auto found = std::find_if(waiting_.begin(), waiting_.end(), [&](const Waiting& entry) {
      return entry.channel == event.channel && entry.line == &line;
    });
    if (found == waiting_.end()) {
      if (waiting_.size() == max_waiting) waiting_.erase(waiting_.begin());
      found = waiting_.insert(waiting_.end(), Waiting{});
      found->channel = event.channel;
      found->line = &line;
      found->first = at_event(event);
      found->transactions = context.history.transactions();
    }
    ++found->count;
    if (line.holds != 0 && found->count == line.holds + 1) {
      Finding finding = at_event(event);
      finding.message = fmt::format("{} wait; the module holds {}, so the oldest is lost",
                                    counted(found->count, "message"), line.holds);
      finish(std::move(finding), *found, context, reporter);
      found->reported = true;
    }
  }

  void on_transaction(const Transaction& transaction, const Context& context, Reporter&) override {
    if (waiting_.empty()) return;
    each_command(transaction.command, context.dialect,
                 [&](const session::CommandItem& item, const grammar::Command*) {
                   const grammar::CommandId id = context.dialect.find_command(item.name);
                   std::erase_if(waiting_, [&](const Waiting& entry) {
                     return entry.channel == transaction.channel &&
                            std::any_of(entry.line->fetched_by.begin(), entry.line->fetched_by.end(),
                                        [&](const grammar::CommandUse& use) {
                                          return use.fits(id, item.form, item.arguments);
                                        });
                   });
                 });
  }

  void on_finish(const capture::SourceStats&, const Context& context, Reporter& reporter) override {
    for (Waiting& entry : waiting_) {
      // The log may simply end before the host came to it.
      const std::int64_t waited = between(entry.first.time, context.history.last_time());
      const bool long_ago =
          context.history.transactions() - entry.transactions >= enough_transactions || waited >= long_time;
      if (entry.reported || !long_ago) continue;
      Finding finding = entry.first;
      finding.message = waited < 0 ? fmt::format("{} told of data that nobody fetched", finding.text)
                                   : fmt::format("{} told of data that nobody fetched in {}", finding.text,
                                                 duration(waited));
      finish(std::move(finding), entry, context, reporter);
    }
  }

 private:
  static constexpr std::size_t max_waiting = 32;
  static constexpr std::uint64_t enough_transactions = 5;
  static constexpr std::int64_t long_time = 30'000'000'000;

  struct Waiting {
    session::ChannelId channel = 0;
    const grammar::LineRule* line = nullptr;
    Finding first;
    std::uint64_t count = 0, transactions = 0;
    bool reported = false;
  };

  static void finish(Finding finding, const Waiting& entry, const Context& context, Reporter& reporter) {
    const grammar::CommandUse& use = entry.line->fetched_by.front();
    finding.help = fmt::format("read it with AT{}{} at each report: the module may not report again before",
                               context.dialect.command(use.command).name,
                               use.arguments ? use.arguments->text() : std::string());
    const std::string& section = entry.line->section.empty() && entry.line->command != grammar::no_command
                                     ? context.dialect.command(entry.line->command).section
                                     : entry.line->section;
    finding.source = cite(context.dialect, section);
    finding.confidence = Confidence::medium;
    reporter.report(std::move(finding));
  }

  std::vector<Waiting> waiting_;
};

}  // namespace

RuleEntry rx_not_drained() {
  return rule_entry<RxNotDrained>();
}

}  // namespace atscope::lint
