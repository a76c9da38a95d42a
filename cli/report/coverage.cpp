// SPDX-License-Identifier: MIT
#include "cli/report/coverage.h"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

#include "decoder/report/visible_text.h"

namespace atscope::cli {
namespace {

constexpr std::size_t shown = 12;

// The most frequent first.
std::string ranked(const std::map<std::string, std::uint64_t>& counts) {
  std::vector<std::pair<std::string, std::uint64_t>> list(counts.begin(), counts.end());
  std::stable_sort(list.begin(), list.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::string text;
  for (std::size_t index = 0; index < std::min(shown, list.size()); ++index) {
    text += fmt::format("{}{} ×{}", index == 0 ? "" : ", ", report::visible(list[index].first),
                        list[index].second);
  }
  if (list.size() > shown) text += fmt::format(", and {} more", list.size() - shown);
  return text;
}

}  // namespace

void Coverage::on_event(const session::Event& event) {
  if (event.kind == session::EventKind::transition && event.transition != nullptr) {
    states_[std::string(event.transition->machine)].emplace(event.transition->to);
  }
  next_.on_event(event);
}

void Coverage::on_transaction(const session::Transaction& transaction) {
  const bool failed = transaction.outcome == session::Outcome::error;
  if (transaction.command_id == grammar::no_command) {
    ++unknown_commands_;
  } else {
    Count& count = commands_["AT" + std::string(dialect_.command(transaction.command_id).name)];
    ++count.all;
    if (failed) ++count.failed;
  }
  if (failed && (errors_.size() < kept_errors || errors_.count(transaction.result) != 0))
    ++errors_[transaction.result];
  next_.on_transaction(transaction);
}

std::string Coverage::text(const lint::LintSummary& summary) const {
  std::map<std::string, std::uint64_t> commands;
  std::uint64_t failed = 0;
  for (const auto& [name, count] : commands_) {
    commands[name] = count.all;
    failed += count.failed;
  }
  std::string text = fmt::format("  commands: {} of the {} that the dialect knows, {} failed",
                                 commands.size(), dialect_.commands().size(), failed);
  if (unknown_commands_ != 0)
    text += fmt::format("; {} of unknown commands", report::counted(unknown_commands_, "transaction"));
  if (!commands.empty()) text += ": " + ranked(commands);
  text += '\n';
  for (const auto& [name, states] : states_) {
    std::size_t all = 0;
    for (const grammar::Machine& machine : dialect_.machines())
      all = machine.name == name ? machine.states.size() : all;
    text += fmt::format("  states of {}: {} of {}: {}\n", name, states.size(), all, fmt::join(states, ", "));
  }
  if (!errors_.empty()) text += "  errors: " + ranked(errors_) + '\n';
  text += fmt::format("  rules: {} ran, {} could not", summary.active.size(), summary.inactive.size());
  if (!rules_.empty()) text += "; found: " + ranked(rules_);
  return text + '\n';
}

}  // namespace atscope::cli
