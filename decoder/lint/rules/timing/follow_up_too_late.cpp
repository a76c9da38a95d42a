// SPDX-License-Identifier: MIT
#include <array>
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

constexpr std::array consequences{Consequence{"STA501", 3}, Consequence{"STA502", 3},
                                  Consequence{"STA504", 3}, Consequence{"ERR001"}, Consequence{"ERR002"}};

class FollowUpTooLate final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "TIM501",
      .name = "follow-up-too-late",
      .severity = Severity::error,
      .needs = {.sides = true, .time = true, .dialect = true},
      .summary = "A command that must follow at once came late, and the other side had closed by then.",
      .interest = {.events = Interest::of(EventKind::command, EventKind::deferred, EventKind::transition),
                   .transactions = Interest::Transactions::all},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_event(const Event& event, const Context& context, Reporter& reporter) override {
    if (event.kind == EventKind::deferred && event.ok) {
      begin(event, context);
    } else if (event.kind == EventKind::command && !pending_.empty()) {
      follow(event, context);
    } else if (event.kind == EventKind::transition && event.transition != nullptr) {
      leave(event, context, reporter);
    }
  }

  // The follow-up came late, and its result tells whether that was too late.
  void on_transaction(const Transaction& transaction, const Context& context, Reporter& reporter) override {
    for (std::size_t index = 0; index < pending_.size(); ++index) {
      if (pending_[index].follow_up != transaction.id || pending_[index].channel != transaction.channel)
        continue;
      const Weight weight = weigh(transaction);
      if (weight.severity == Severity::error) {
        Finding finding = at_command(transaction, context);
        finding.error = transaction.result;
        report(pending_[index], std::move(finding), context, reporter);
      }
      pending_.erase(pending_.begin() + static_cast<std::ptrdiff_t>(index));
      return;
    }
  }

 private:
  static constexpr std::size_t max_pending = 16;

  struct Pending {
    session::ChannelId channel = 0;
    const grammar::FollowRule* rule = nullptr;
    std::int64_t within = 0;
    Related begin;
    session::TransactionId follow_up = 0;
    std::int64_t waited = -1;  // until the follow-up
    unsigned others = 0;       // commands that slipped between
  };

  void begin(const Event& event, const Context& context) {
    if (event.command == grammar::no_command) return;
    for (const grammar::FollowRule& follow : context.dialect.command(event.command).followed_by) {
      std::erase_if(pending_, [&](const Pending& entry) {
        return entry.channel == event.channel && entry.rule == &follow;
      });
      if (pending_.size() == max_pending) pending_.erase(pending_.begin());
      Pending& entry = pending_.emplace_back();
      entry.channel = event.channel;
      entry.rule = &follow;
      entry.within = follow.within.base;
      entry.begin = {event.origin, event.time, event.sender, std::string(event.text), {}};
    }
  }

  void follow(const Event& event, const Context& context) {
    for (std::size_t index = 0; index < pending_.size();) {
      Pending& entry = pending_[index];
      if (entry.channel != event.channel || entry.follow_up != 0) {
        ++index;
        continue;
      }
      bool follows = false;
      each_command(
          event.text, context.dialect, [&](const session::CommandItem& item, const grammar::Command*) {
            follows |=
                entry.rule->next.fits(context.dialect.find_command(item.name), item.form, item.arguments);
          });
      if (!follows) {
        ++entry.others;
        ++index;
        continue;
      }
      entry.waited = between(entry.begin.time, event.time);
      if (entry.waited > entry.within) {
        entry.follow_up = event.txn;
        ++index;
      } else {
        pending_.erase(pending_.begin() + static_cast<std::ptrdiff_t>(index));
      }
    }
  }

  // A machine left the state in which the follow-up is allowed, by a line that nobody asked for.
  void leave(const Event& event, const Context& context, Reporter& reporter) {
    for (std::size_t index = 0; index < pending_.size(); ++index) {
      Pending& entry = pending_[index];
      if (entry.channel != event.channel || entry.follow_up != 0 || event.txn != 0) continue;
      if (!leaves(*event.transition, context.dialect.command(entry.rule->next.command))) continue;
      entry.waited = between(entry.begin.time, event.time);
      if (entry.waited > entry.within) {
        Finding finding;
        finding.channel = event.channel;
        if (const Entered* entered = context.history.channel(event.channel)
                                         .entered(event.transition->machine, event.transition->instance)) {
          finding.origin = entered->line.origin;
          finding.time = entered->line.time;
          finding.text = entered->line.text;
          finding.bytes = static_cast<std::uint32_t>(finding.text.size());
        }
        finding.command = "AT" + context.dialect.command(entry.rule->next.command).name;
        report(entry, std::move(finding), context, reporter);
      }
      pending_.erase(pending_.begin() + static_cast<std::ptrdiff_t>(index));
      return;
    }
  }

  static bool leaves(const session::Transition& move, const grammar::Command& next) {
    for (const grammar::AllowedRule& allowed : next.allowed) {
      if (allowed.machine != move.machine) continue;
      const auto has = [&](std::string_view state) {
        for (const std::string& name : allowed.states) {
          if (name == state) return true;
        }
        return false;
      };
      if (has(move.from) && !has(move.to)) return true;
    }
    return false;
  }

  static void report(const Pending& entry, Finding finding, const Context& context, Reporter& reporter) {
    const std::string& next = context.dialect.command(entry.rule->next.command).name;
    finding.message =
        entry.follow_up != 0
            ? fmt::format("AT{} came {} after {}", next, duration(entry.waited), entry.begin.text)
            : fmt::format("AT{} had not come {} after {}", next, duration(entry.waited), entry.begin.text);
    finding.message += fmt::format("; it must follow within {}", duration(entry.within));
    if (!entry.rule->reason.empty()) finding.message += ": " + entry.rule->reason;
    finding.help = fmt::format("send AT{} directly after {}", next, entry.begin.text);
    if (entry.others > 0)
      finding.help += fmt::format("; {} slipped between", counted(entry.others, "command"));
    finding.source = cite(context.dialect, entry.rule->section);
    finding.confidence = Confidence::medium;
    finding.related.push_back(with_message(entry.begin, "from here on"));
    reporter.report(std::move(finding));
  }

  std::vector<Pending> pending_;
};

}  // namespace

RuleEntry follow_up_too_late() {
  return rule_entry<FollowUpTooLate>();
}

}  // namespace atscope::lint
