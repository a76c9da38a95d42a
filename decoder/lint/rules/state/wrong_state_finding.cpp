// SPDX-License-Identifier: MIT
#include "decoder/lint/rules/state/wrong_state_finding.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace atscope::lint {

using session::Outcome;

void WrongStateReporter::report(Finding finding, const WrongState& verdict,
                                const session::Transaction& transaction, const Context& context,
                                Reporter& reporter) {
  Finding placed = at_command(transaction, context);
  placed.message = std::move(finding.message);
  placed.help = std::move(finding.help);
  placed.other_txn = finding.other_txn;
  placed.column = verdict.column;
  placed.bytes = verdict.bytes;
  placed.state = state_text(*verdict.machine, verdict.instance, verdict.state);
  placed.source = std::move(finding.source);
  if (placed.source.empty()) placed.source = cite(context.dialect, verdict.allowed->section);
  if (placed.source.empty()) placed.source = cite(context.dialect, verdict.command->section);
  if (!verdict.entered.machine.empty()) {
    placed.related.push_back(
        with_message(verdict.entered.line, fmt::format("since here in state {}", verdict.state)));
  }
  for (Related& related : finding.related) placed.related.push_back(std::move(related));
  if (!transaction.result.empty()) placed.related.push_back(result_of(transaction, {}));

  const bool promise_failed = std::any_of(transaction.deferred.begin(), transaction.deferred.end(),
                                          [](const session::DeferredResult& result) { return !result.ok; });
  Severity severity = Severity::error;
  if (transaction.outcome == Outcome::error || promise_failed) {
    placed.confidence = confidence_of(transaction.confidence);
    placed.error = transaction.result;
  } else if (transaction.outcome == Outcome::ok || transaction.outcome == Outcome::no_final) {
    severity = Severity::note;
    placed.confidence = Confidence::low;
    placed.help = "the module took it: if it did what was asked, the dialect is too strict here";
  } else {
    severity = Severity::warning;
    placed.confidence = Confidence::medium;
  }

  Episode& known = episode(transaction.channel, placed.state, verdict.entered.line.origin);
  if (known.first != 0 && known.severity >= severity) {
    placed.cause = known.first;
    reporter.report(std::move(placed), severity);
    return;
  }
  known.severity = severity;
  known.first = reporter.report(std::move(placed), severity);
}

WrongStateReporter::Episode& WrongStateReporter::episode(session::ChannelId channel, std::string_view state,
                                                         const session::Origin& begin) {
  const auto found = std::find_if(episodes_.begin(), episodes_.end(), [&](const Episode& entry) {
    return entry.channel == channel && entry.state == state && entry.begin == begin;
  });
  if (found != episodes_.end()) return *found;
  if (episodes_.size() == max_episodes) episodes_.erase(episodes_.begin());
  return episodes_.emplace_back(Episode{channel, std::string(state), begin, 0, Severity::note});
}

void report_lack(WrongStateReporter& states, grammar::Need need, const StateWording& wording,
                 const session::Transaction& transaction, const Context& context, Reporter& reporter) {
  const WrongState* verdict = context.states.verdict(transaction.id);
  if (verdict == nullptr || !verdict->is(need)) return;
  if (wording.only_failures && transaction.outcome != Outcome::error) return;
  Finding finding;
  finding.message = fmt::format("AT{} was sent while {}: {}", verdict->command->name, wording.lacks,
                                state_text(*verdict->machine, verdict->instance, verdict->state));
  finding.help = verdict->allowed->way_out.empty()
                     ? fmt::format("bring the module to {} first", joined(verdict->allowed->states))
                     : verdict->allowed->way_out;
  states.report(std::move(finding), *verdict, transaction, context, reporter);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t index = 0; index < words.size(); ++index) {
    if (index > 0) text += index + 1 == words.size() ? " or " : ", ";
    text += words[index];
  }
  return text;
}

}  // namespace atscope::lint
