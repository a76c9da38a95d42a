// SPDX-License-Identifier: MIT
#include "decoder/lint/rules/state/prerequisites.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace atscope::lint {
namespace {

using session::EventKind;
using session::Outcome;

constexpr std::size_t max_lacks = 16;

bool fits(const std::vector<grammar::CommandUse>& uses, grammar::CommandId id,
          const session::CommandItem& item) {
  return std::any_of(uses.begin(), uses.end(),
                     [&](const grammar::CommandUse& use) { return use.fits(id, item.form, item.arguments); });
}

}  // namespace

void Prerequisites::find(const grammar::Dialect& dialect) {
  searched_ = true;
  concerned_ = concerned(need_, dialect);
  for (const grammar::Command& command : dialect.commands()) {
    for (const grammar::NeedRule& rule : command.needs) {
      if (rule.need == need_) watched_.push_back({&command, &rule});
    }
  }
}

std::vector<bool> Prerequisites::concerned(grammar::Need need, const grammar::Dialect& dialect) {
  std::vector<bool> chosen(dialect.commands().size());
  for (std::size_t id = 0; id < chosen.size(); ++id) {
    const grammar::Command& command = dialect.commands()[id];
    if (std::any_of(command.allowed.begin(), command.allowed.end(),
                    [&](const grammar::AllowedRule& rule) { return rule.need == need; })) {
      chosen[id] = true;
    }
    for (const grammar::NeedRule& rule : command.needs) {
      if (rule.need != need) continue;
      chosen[id] = true;
      for (const auto* uses : {&rule.uses, &rule.since}) {
        for (const grammar::CommandUse& use : *uses) chosen[use.command] = true;
      }
    }
  }
  return chosen;
}

Prerequisites::Channel& Prerequisites::channel(session::ChannelId id) {
  if (id >= channels_.size()) channels_.resize(std::size_t{id} + 1);
  Channel& channel = channels_[id];
  if (channel.states.empty()) channel.states.resize(watched_.size());
  return channel;
}

void Prerequisites::see(const session::Event& event, const Context& context) {
  if (!searched_) find(context.dialect);
  if (watched_.empty()) return;
  if (event.kind == EventKind::urc) {
    if (event.rule != grammar::no_rule && context.dialect.rule(event.rule).boot)
      channel(event.channel).states.assign(watched_.size(), {});
    return;
  }
  if (event.command == grammar::no_command || !concerned_[event.command]) return;
  Channel& channel = this->channel(event.channel);
  const grammar::Settings& settings = context.history.channel(event.channel).settings();
  each_command(event.text, context.dialect,
               [&](const session::CommandItem& item, const grammar::Command* command) {
                 for (std::size_t index = 0; index < watched_.size(); ++index) {
                   const grammar::NeedRule& rule = *watched_[index].rule;
                   if (watched_[index].command != command || !rule.when.holds(settings)) continue;
                   if (rule.form ? *rule.form != item.form : !acts(item)) continue;
                   const State& state = channel.states[index];
                   if (state.knowledge != Knowledge::missing && state.knowledge != Knowledge::failed)
                     continue;
                   if (channel.lacks.size() == max_lacks) channel.lacks.erase(channel.lacks.begin());
                   channel.lacks.push_back({event.txn, index, state});
                 }
               });
}

void Prerequisites::judge(const session::Transaction& transaction, const Context& context,
                          Reporter& reporter) {
  if (watched_.empty() || transaction.channel >= channels_.size()) return;
  if (transaction.command_id == grammar::no_command || !concerned_[transaction.command_id]) return;
  Channel& channel = this->channel(transaction.channel);
  for (const Lack& lack : channel.lacks) {
    if (lack.txn == transaction.id) report(lack, transaction, context, reporter);
  }
  std::erase_if(channel.lacks, [&](const Lack& lack) { return lack.txn <= transaction.id; });
  take(transaction, context, channel);
}

void Prerequisites::take(const session::Transaction& transaction, const Context& context, Channel& channel) {
  const bool ok = transaction.outcome == Outcome::ok || transaction.outcome == Outcome::no_final;
  if (!ok && transaction.outcome != Outcome::error) return;
  each_command(
      transaction.command, context.dialect, [&](const session::CommandItem& item, const grammar::Command*) {
        const grammar::CommandId id = context.dialect.find_command(item.name);
        if (id == grammar::no_command || !concerned_[id]) return;
        for (std::size_t index = 0; index < watched_.size(); ++index) {
          const grammar::NeedRule& rule = *watched_[index].rule;
          State& state = channel.states[index];
          if (fits(rule.uses, id, item)) {
            if (ok) {
              state.knowledge = Knowledge::met;
            } else if (state.knowledge == Knowledge::missing || state.knowledge == Knowledge::unknown) {
              state = {Knowledge::failed, command_of(transaction, context, {})};
            }
          } else if (ok && fits(rule.since, id, item)) {
            state = {Knowledge::missing, command_of(transaction, context, {})};
          }
        }
      });
}

void Prerequisites::report(const Lack& lack, const session::Transaction& transaction, const Context& context,
                           Reporter& reporter) const {
  const Watched& watched = watched_[lack.watched];
  const grammar::CommandUse& use = watched.rule->uses.front();
  const std::string needed = fmt::format("AT{}{}", context.dialect.command(use.command).name,
                                         use.arguments ? use.arguments->text() : std::string());
  const bool failed = lack.state.knowledge == Knowledge::failed;
  const Weight weight = weigh(transaction);
  Finding finding = at_command(transaction, context);
  finding.message = failed
                        ? fmt::format("AT{} was sent although {} had failed", watched.command->name, needed)
                        : fmt::format("AT{} was sent without {} before it", watched.command->name, needed);
  finding.help = watched.rule->way_out.empty() ? fmt::format("send {} first", needed) : watched.rule->way_out;
  if (weight.severity == Severity::note)
    finding.help = "the module took it: if it did what was asked, the dialect is too strict here";
  finding.source =
      cite(context.dialect, watched.rule->section.empty() ? watched.command->section : watched.rule->section);
  finding.error = transaction.result;
  finding.confidence = weight.confidence;
  finding.related.push_back(
      with_message(lack.state.since, failed ? "failed here" : "it counts from here on"));
  if (!transaction.result.empty()) finding.related.push_back(result_of(transaction, {}));
  reporter.report(std::move(finding), weight.severity);
}

}  // namespace atscope::lint
