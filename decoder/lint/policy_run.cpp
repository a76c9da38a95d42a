// SPDX-License-Identifier: MIT
#include "decoder/lint/policy_run.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace atscope::lint {
namespace {

bool any_names(const std::vector<std::string>& words, const RuleInfo& rule) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return names_rule(word, rule) >= 0; });
}

bool any_active(const std::vector<std::string>& words, std::span<const RuleInfo* const> active) {
  return std::any_of(active.begin(), active.end(),
                     [&](const RuleInfo* rule) { return any_names(words, *rule); });
}

}  // namespace

std::string_view PolicyRemark::rule() const {
  static constexpr std::array<std::string_view, 4> names{"unused-waiver", "expected-finding-missing",
                                                         "expired-waiver", "marker-mistake"};
  return names[static_cast<std::size_t>(kind)];
}

std::string_view PolicyRemark::help() const {
  static constexpr std::array<std::string_view, 4> texts{
      "remove it: what it was for does not happen any more",
      "find out why the module did not refuse; else remove the expectation",
      "fix what it was for, or give it a new date and a reason",
      "write atscope: ignore[RULE] reason, expect[RULE] reason, begin and one of these, or end"};
  return texts[static_cast<std::size_t>(kind)];
}

void PolicyRun::begin_log(std::string_view log, const std::vector<std::string>& channels, bool last) {
  log_ = log;
  channels_ = &channels;
  last_ = last;
  section_.clear();
  marks_.clear();
  expects_.clear();
  remarks_.clear();
  open_marks_ = 0;
  for (const Expectation& expectation : policy_.expectations) {
    if (!expectation.scope.section.empty() || !matches_log(expectation.scope, log_)) continue;
    expects_.push_back({&expectation, {}, {}, {}, false});
  }
}

std::string_view PolicyRun::channel_name(session::ChannelId id) const {
  return channels_ != nullptr && id < channels_->size() ? std::string_view((*channels_)[id])
                                                        : std::string_view();
}

bool PolicyRun::holds(const Scope& scope, const Finding& finding) const {
  return matches_log(scope, log_) && matches_glob(scope.channel, channel_name(finding.channel)) &&
         matches_glob(scope.section, finding.section);
}

bool PolicyRun::may_run(const RuleInfo& rule) const {
  std::vector<bool> counts(policy_.layers.size());
  const auto wide = [](const PolicyLayer& layer) {
    return layer.scope.channel.empty() && layer.scope.section.empty();
  };
  for (std::size_t index = 0; index < counts.size(); ++index) {
    counts[index] = wide(policy_.layers[index]) && matches_log(policy_.layers[index].scope, log_);
  }
  if (level_of(rule, rule.severity, policy_.layers, counts)) return true;
  for (std::size_t index = 0; index < counts.size(); ++index) {  // some channel or section may want it
    const PolicyLayer& layer = policy_.layers[index];
    if (wide(layer) || !matches_log(layer.scope, log_)) continue;
    std::vector<bool> with = counts;
    with[index] = true;
    if (level_of(rule, rule.severity, policy_.layers, with)) return true;
  }
  return false;
}

std::optional<Severity> PolicyRun::level(const RuleInfo& rule, const Finding& finding, Severity severity) {
  layer_holds_.resize(policy_.layers.size());
  for (std::size_t index = 0; index < policy_.layers.size(); ++index) {
    layer_holds_[index] = holds(policy_.layers[index].scope, finding);
  }
  return level_of(rule, severity, policy_.layers, layer_holds_);
}

// ------------------------------------------------------------------------------------------------- events

void PolicyRun::see(const session::Event& event) {
  if (event.kind == session::EventKind::command) {
    if (open_marks_ < marks_.size()) see_command(event);
  } else if (is_marker(event)) {
    if (policy_.use_ignores) see_marker(event);
  } else if (session::begins_section(event)) {
    section_ = event.text;
    for (Mark& entry : marks_) entry.end = std::min(entry.end, event.origin.offset);
    open_marks_ = marks_.size();
    open_expectations(event);
  }
}

// A marker without a range is for one command: the second one on its channel ends it.
void PolicyRun::see_command(const session::Event& event) {
  for (std::size_t index = open_marks_; index < marks_.size(); ++index) {
    Mark& entry = marks_[index];
    if (entry.marker.range || entry.end != UINT64_MAX) continue;
    if (entry.commands == 0) entry.channel = event.channel;
    if (entry.channel == event.channel && ++entry.commands == 2) entry.end = event.origin.offset;
  }
  while (open_marks_ < marks_.size() && marks_[open_marks_].end != UINT64_MAX) ++open_marks_;
}

void PolicyRun::see_marker(const session::Event& event) {
  Marker marker = read_marker(event.text);
  if (marker.kind == Marker::Kind::end) {
    bool any = false;
    for (Mark& entry : marks_) {
      if (!entry.marker.range || entry.end != UINT64_MAX) continue;
      entry.end = event.origin.offset;
      any = true;
    }
    if (!any) marker.mistake = "there is no begin to this end";
  }
  if (!marker.mistake.empty()) {
    if (remarks_.size() < max_marks) {
      remarks_.push_back({PolicyRemark::Kind::mistake, event.origin, event.time,
                          std::string(head_of_marker(event.text)), section_,
                          "this marker cannot be used: " + marker.mistake});
    }
  } else if (marker.kind != Marker::Kind::end && marks_.size() < max_marks) {
    marks_.push_back(
        {std::move(marker), event.origin, event.time, std::string(head_of_marker(event.text)), section_});
  }
}

void PolicyRun::open_expectations(const session::Event& event) {
  for (const Expectation& expectation : policy_.expectations) {
    const Scope& scope = expectation.scope;
    if (scope.section.empty() || !matches_glob(scope.section, section_) || !matches_log(scope, log_))
      continue;
    if (expects_.size() < max_marks)
      expects_.push_back({&expectation, section_, event.origin, event.time, false});
  }
}

// ----------------------------------------------------------------------------------------------- findings

void PolicyRun::judge(const RuleInfo& rule, Finding& finding) {
  if (!policy_.use_ignores) return;
  if (expect(rule, finding) || mark(rule, finding) || waive(rule, finding)) return;
  if (!known_) return;
  finding.baseline = known_(finding);
  if (finding.baseline == BaselineState::unchanged) finding.suppression = {Suppression::By::baseline, {}, {}};
}

bool PolicyRun::expect(const RuleInfo& rule, Finding& finding) {
  for (Expect& entry : expects_) {
    const Expectation& expectation = *entry.expectation;
    if (names_rule(expectation.rule, rule) < 0 || !holds(expectation.scope, finding)) continue;
    if (!expectation.scope.section.empty() && entry.section != finding.section) continue;
    entry.met = true;
    finding.suppression = {Suppression::By::expectation, {}, expectation.place};
    return true;
  }
  return false;
}

bool PolicyRun::mark(const RuleInfo& rule, Finding& finding) {
  for (Mark& entry : marks_) {
    if (finding.origin.offset < entry.origin.offset || finding.origin.offset >= entry.end) continue;
    if (!any_names(entry.marker.rules, rule)) continue;
    entry.used = true;
    const bool expected = entry.marker.kind == Marker::Kind::expect;
    finding.suppression = {expected ? Suppression::By::expectation : Suppression::By::marker,
                           entry.marker.reason, fmt::format("{}:{}", log_, entry.origin.line)};
    return true;
  }
  return false;
}

bool PolicyRun::waive(const RuleInfo& rule, Finding& finding) {
  for (std::size_t index = 0; index < policy_.waivers.size(); ++index) {
    const Waiver& waiver = policy_.waivers[index];
    if (!waives(waiver, rule, finding) || !holds(waiver.scope, finding)) continue;
    waivers_[index].used = true;
    if (expired(waiver)) continue;
    finding.suppression = {Suppression::By::waiver, waiver.reason, waiver.place};
    return true;
  }
  return false;
}

// ------------------------------------------------------------------------------------------------ remarks

std::vector<PolicyRemark> PolicyRun::remarks(std::span<const RuleInfo* const> active) {
  std::vector<PolicyRemark> all = std::move(remarks_);
  remarks_.clear();
  if (!policy_.use_ignores) return all;
  for (const Mark& entry : marks_) {
    if (entry.used || !any_active(entry.marker.rules, active)) continue;
    const bool expected = entry.marker.kind == Marker::Kind::expect;
    all.push_back(
        {expected ? PolicyRemark::Kind::missing : PolicyRemark::Kind::unused, entry.origin, entry.time,
         entry.text, entry.section,
         expected ? fmt::format("{} was expected here and did not come", fmt::join(entry.marker.rules, ","))
                  : fmt::format("ignore[{}] hides nothing", fmt::join(entry.marker.rules, ","))});
  }
  for (const Expect& entry : expects_) {
    const Expectation& expectation = *entry.expectation;
    if (entry.met || !any_active({expectation.rule}, active)) continue;
    all.push_back(
        {PolicyRemark::Kind::missing,
         entry.origin,
         entry.time,
         {},
         entry.section,
         fmt::format("{} was expected{} and did not come ({})", expectation.rule,
                     entry.section.empty() ? " in this log" : " in " + entry.section, expectation.place)});
  }
  for (std::size_t index = 0; index < policy_.waivers.size(); ++index) {
    const Waiver& waiver = policy_.waivers[index];
    WaiverUse& use = waivers_[index];
    use.could_match =
        use.could_match || (matches_log(waiver.scope, log_) && any_active({waiver.rule}, active));
    if (expired(waiver)) {
      if (use.said_expired || !(use.used || (last_ && use.could_match))) continue;
      use.said_expired = true;
      all.push_back({PolicyRemark::Kind::expired,
                     {},
                     {},
                     {},
                     {},
                     fmt::format("the waiver of {} expired on {}{}{}", waiver.rule, waiver.until,
                                 waiver.reason.empty() ? "" : ": " + waiver.reason,
                                 waiver.place.empty() ? "" : " (" + waiver.place + ")")});
    } else if (last_ && !use.used && use.could_match) {
      all.push_back({PolicyRemark::Kind::unused,
                     {},
                     {},
                     {},
                     {},
                     fmt::format("the waiver of {}{} hides nothing in this run{}", waiver.rule,
                                 waiver.command.empty() ? "" : " for " + waiver.command,
                                 waiver.place.empty() ? "" : " (" + waiver.place + ")")});
    }
  }
  return all;
}

}  // namespace atscope::lint
