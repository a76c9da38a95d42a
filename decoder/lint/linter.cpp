// SPDX-License-Identifier: MIT
#include "decoder/lint/linter.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include "decoder/lint/folding.h"
#include "decoder/lint/history.h"
#include "decoder/lint/markers.h"
#include "decoder/lint/policy_run.h"
#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/state_judge.h"
#include "decoder/lint/timed_rule.h"
#include "decoder/machine/machine.h"

namespace atscope::lint {
namespace {

using session::Event;
using session::EventKind;
using session::Transaction;

constexpr std::size_t event_kinds = static_cast<std::size_t>(EventKind::note) + 1;

// Facts of a module: where its commands are allowed, what they promise, what its errors mean. What needs the
// SIM or the network, the standards say already.
bool has_module_facts(const grammar::Dialect& dialect) {
  if (!dialect.identified_by().empty()) return true;
  return std::any_of(
      dialect.commands().begin(), dialect.commands().end(), [](const grammar::Command& command) {
        return std::any_of(command.allowed.begin(), command.allowed.end(),
                           [](const grammar::AllowedRule& rule) {
                             return rule.need != grammar::Need::sim && rule.need != grammar::Need::network;
                           }) ||
               std::any_of(command.forms.begin(), command.forms.end(),
                           [](const grammar::FormRule& form) { return !form.deferred.empty(); });
      });
}

std::string_view missing(const Needs& needs, const capture::SourceInfo& source, bool module_facts) {
  if (needs.direction && !source.has_direction) return "the log does not tell who sent what";
  if (needs.time && !source.has_time) return "the log has no timestamps";
  if (needs.raw_bytes && source.fidelity == capture::Fidelity::line_lossy)
    return "the log does not keep line ends";
  if (needs.dialect && !module_facts) return "the dialect has no facts of a module";
  return {};
}

// Anything but: answered in time, in turn and with success, as far as it was promised.
bool is_troubled(const Transaction& transaction) {
  if (transaction.outcome != session::Outcome::ok || transaction.superseded || transaction.late ||
      transaction.deferred_pending || transaction.data_declared != transaction.data_sent) {
    return true;
  }
  if (transaction.limit > 0 && transaction.latency_ns() > transaction.limit) return true;
  return std::any_of(transaction.deferred.begin(), transaction.deferred.end(),
                     [](const session::DeferredResult& result) { return !result.ok; });
}

}  // namespace

std::span<const RuleInfo* const> rules() {
  static const auto list = [] {
    std::vector<const RuleInfo*> infos;
    for (const RuleEntry& entry : all_rules()) infos.push_back(entry.info);
    return infos;
  }();
  return list;
}

const RuleInfo* find_rule(std::string_view code_or_name) {
  for (const RuleInfo* rule : rules()) {
    if (rule->code == code_or_name || rule->name == code_or_name) return rule;
  }
  return nullptr;
}

class Linter::Impl final : private Reporter {
 public:
  Impl(const grammar::Dialect& dialect, const capture::SourceInfo& source, FindingSink& findings,
       const LintOptions& options)
      : dialect_(dialect),
        source_(source),
        // Without a runner every state is unknown.
        no_machines_(std::shared_ptr<const grammar::Dialect>(std::shared_ptr<void>(), &dialect), nowhere_),
        history_(dialect),
        states_(dialect),
        own_policy_(Policy{{{{}, options.select, options.ignore, {}}}, {}, {}, true}),
        policy_(options.policy != nullptr ? *options.policy : own_policy_),
        folding_(findings, summary_, history_, policy_) {
    if (options.policy == nullptr) own_policy_.begin_log({}, source.channels, true);
    const bool module_facts = has_module_facts(dialect);
    for (const RuleEntry& entry : all_rules()) {
      if (!policy_.may_run(*entry.info)) continue;
      const std::string_view reason = missing(entry.info->needs, source, module_facts);
      if (!reason.empty()) {
        summary_.inactive.push_back({entry.info->code, entry.info->name, reason});
        continue;
      }
      activate(entry, options.timings);
    }
    find_audiences();
    attach(no_machines_);
  }

  void attach(const machine::MachineRunner& machines) {
    context_.emplace(Context{dialect_, source_, machines, history_, states_, summary_.inactive});
  }

  void on_event(const Event& event) {
    ++summary_.events;
    if (event.kind == EventKind::note || event.kind == EventKind::command) {
      if (session::begins_section(event) && !is_marker(event)) section_ = event.text;
      policy_.see(event);
    }
    history_.see(event);
    if (event.kind == EventKind::command) states_.see(event, history_, context_->machines);
    for (const Active& active : audience(event).events[static_cast<std::size_t>(event.kind)]) {
      current_ = active.info;
      active.rule->on_event(event, *context_, *this);
    }
  }

  void on_transaction(const Transaction& transaction) {
    ++summary_.transactions;
    const bool troubled = is_troubled(transaction);
    const bool wrong_state = states_.verdict(transaction.id) != nullptr;
    for (const Active& active : audience(transaction, troubled || wrong_state)) {
      current_ = active.info;
      active.rule->on_transaction(transaction, *context_, *this);
    }
    folding_.close(transaction.id);
    history_.close(transaction, !troubled);
    if (wrong_state) states_.close(transaction.id);
  }

  LintSummary finish(const capture::SourceStats& stats) {
    for (const Active& active : active_) {
      current_ = active.info;
      active.rule->on_finish(stats, *context_, *this);
    }
    folding_.finish();
    for (const PolicyRemark& remark : policy_.remarks(summary_.active)) report(remark);
    folding_.finish();
    const bool any_judge = std::any_of(active_.begin(), active_.end(), [](const Active& active) {
      return active.info->interest.events != 0 ||
             active.info->interest.transactions != Interest::Transactions::none;
    });
    summary_.checked_nothing = history_.traffic_events() == 0 || (!any_judge && !summary_.inactive.empty());
    for (const TimedRule* rule : timed_) summary_.timings.push_back(rule->timing());
    return summary_;
  }

 private:
  struct Active {
    Rule* rule = nullptr;
    const RuleInfo* info = nullptr;
  };
  // The rules that a command concerns, by what they are called for.
  struct Audience {
    std::array<std::vector<Active>, event_kinds> events;
    std::vector<Active> plain, payload, troubled;  // transactions
  };
  class Nowhere final : public session::EventSink {
    void on_event(const Event&) override {}
    void on_transaction(const Transaction&) override {}
  };

  // The rules about the policy have nothing to watch: what they find is known when everything else is out.
  void report(const PolicyRemark& remark) {
    const RuleInfo* rule = find_rule(remark.rule());
    if (std::find(summary_.active.begin(), summary_.active.end(), rule) == summary_.active.end()) return;
    current_ = rule;
    Finding finding;
    finding.origin = remark.origin;
    finding.time = remark.time;
    finding.text = remark.text;
    finding.bytes = static_cast<std::uint32_t>(remark.text.size());
    finding.section = remark.section;
    finding.message = remark.message;
    finding.help = remark.help();
    report(std::move(finding));
  }

  void activate(const RuleEntry& entry, bool timed) {
    std::unique_ptr<Rule> rule = entry.make();
    if (timed) {
      auto before = std::make_unique<TimedRule>(std::move(rule));
      timed_.push_back(before.get());
      rule = std::move(before);
    }
    owned_.push_back(std::move(rule));
    summary_.active.push_back(entry.info);
    active_.push_back({owned_.back().get(), entry.info});
  }

  // Commands that concern the same rules share an audience; the first one is all rules.
  void find_audiences() {
    const std::size_t commands = dialect_.commands().size();
    std::vector<std::vector<bool>> choices;  // by active rule
    for (const Active& active : active_) {
      const auto choose = active.info->interest.commands;
      choices.push_back(choose != nullptr ? choose(dialect_) : std::vector<bool>(commands, true));
    }
    std::map<std::vector<bool>, std::uint16_t> known;
    const auto audience_with = [&](const std::vector<bool>& members) {
      const auto [entry, is_new] = known.emplace(members, static_cast<std::uint16_t>(audiences_.size()));
      if (is_new) audiences_.push_back(audience_of(members));
      return entry->second;
    };
    std::vector<bool> members(active_.size(), true);
    audience_with(members);
    for (std::size_t id = 0; id < commands; ++id) {
      for (std::size_t index = 0; index < choices.size(); ++index) members[index] = choices[index][id];
      by_command_.push_back(audience_with(members));
    }
  }

  [[nodiscard]] Audience audience_of(const std::vector<bool>& members) const {
    using Transactions = Interest::Transactions;
    Audience audience;
    for (std::size_t index = 0; index < active_.size(); ++index) {
      if (!members[index]) continue;
      const Active& active = active_[index];
      const Interest& interest = active.info->interest;
      for (std::size_t kind = 0; kind < event_kinds; ++kind) {
        if (interest.in(static_cast<EventKind>(kind))) audience.events[kind].push_back(active);
      }
      if (interest.transactions >= Transactions::all) audience.plain.push_back(active);
      if (interest.transactions >= Transactions::payload) audience.payload.push_back(active);
      if (interest.transactions >= Transactions::troubled) audience.troubled.push_back(active);
    }
    return audience;
  }

  [[nodiscard]] const Audience& audience(const Event& event) const {
    const bool narrow =
        event.command != grammar::no_command &&
        (event.kind == EventKind::command ? event.commands == 1 : event.kind == EventKind::information);
    return audiences_[narrow ? by_command_[event.command] : 0];
  }

  [[nodiscard]] const std::vector<Active>& audience(const Transaction& transaction, bool troubled) const {
    const bool narrow = transaction.command_id != grammar::no_command && transaction.commands == 1;
    const Audience& audience = audiences_[narrow ? by_command_[transaction.command_id] : 0];
    if (troubled) return audience.troubled;
    return transaction.data_phase ? audience.payload : audience.plain;
  }

  FindingId report(Finding finding) override { return report(std::move(finding), current_->severity); }
  FindingId report(Finding finding, Severity severity) override {
    finding.code = current_->code;
    finding.name = current_->name;
    if (finding.section.empty()) finding.section = section_;
    if (current_->needs.sides && !source_.has_direction)
      finding.confidence = std::min(finding.confidence, Confidence::medium);
    const std::optional<Severity> level = policy_.level(*current_, finding, severity);
    if (!level) return 0;
    finding.severity = *level;
    return folding_.add(std::move(finding), *current_);
  }

  const grammar::Dialect& dialect_;
  const capture::SourceInfo& source_;
  Nowhere nowhere_;
  machine::MachineRunner no_machines_;
  LintSummary summary_;
  History history_;
  StateJudge states_;
  PolicyRun own_policy_;
  PolicyRun& policy_;
  Folding folding_;
  std::vector<std::unique_ptr<Rule>> owned_;
  std::vector<const TimedRule*> timed_;  // of owned_
  std::vector<Active> active_;
  std::vector<Audience> audiences_;
  std::vector<std::uint16_t> by_command_;  // index in audiences_, by CommandId
  std::optional<Context> context_;
  const RuleInfo* current_ = nullptr;
  std::string section_;
};

Linter::Linter(const grammar::Dialect& dialect, const capture::SourceInfo& source, FindingSink& findings,
               const LintOptions& options)
    : impl_(std::make_unique<Impl>(dialect, source, findings, options)) {}
Linter::~Linter() = default;

void Linter::attach(const machine::MachineRunner& machines) {
  impl_->attach(machines);
}

void Linter::on_event(const session::Event& event) {
  impl_->on_event(event);
}

void Linter::on_transaction(const session::Transaction& transaction) {
  impl_->on_transaction(transaction);
}

LintSummary Linter::finish(const capture::SourceStats& stats) {
  return impl_->finish(stats);
}

}  // namespace atscope::lint
