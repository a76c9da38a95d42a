// SPDX-License-Identifier: MIT
#include "cli/report/command_stats.h"

#include <algorithm>
#include <tuple>

#include "decoder/session/command_line.h"

namespace atscope::cli {

std::string_view to_string(grammar::Form form) {
  switch (form) {
    case grammar::Form::exec:
      return "exec";
    case grammar::Form::set:
      return "set";
    case grammar::Form::read:
      return "read";
    case grammar::Form::test:
      break;
  }
  return "test";
}

std::string command_text(std::string_view name, grammar::Form form) {
  std::string text = name.substr(0, 1) == "(" ? std::string(name) : "AT" + std::string(name);
  if (form == grammar::Form::set) text += '=';
  if (form == grammar::Form::read) text += '?';
  if (form == grammar::Form::test) text += "=?";
  return text;
}

CommandStats& CommandStatsTable::row(std::string_view name, grammar::Form form) {
  key_.assign(name);
  for (char& c : key_) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  key_ += '\0';
  key_ += static_cast<char>('0' + static_cast<int>(form));
  if (const auto found = rows_.find(key_); found != rows_.end()) return found->second;
  if (rows_.size() >= most_commands) {
    CommandStats& other = rows_["(other)"];
    other.command = "(other)";
    return other;
  }
  CommandStats& added = rows_[key_];
  added.command = key_.substr(0, key_.size() - 2);
  added.form = form;
  return added;
}

void CommandStatsTable::on_transaction(const session::Transaction& transaction) {
  std::string_view name;
  if (transaction.command_id != grammar::no_command) {
    name = dialect_->command(transaction.command_id).name;
  } else {
    session::CommandLine line(transaction.command);
    session::CommandItem item;
    if (line.next(item)) name = item.name.substr(0, 32);
  }
  CommandStats& stats = row(name, transaction.form);
  ++stats.count;
  switch (transaction.outcome) {
    case session::Outcome::ok:
      ++stats.ok;
      break;
    case session::Outcome::error:
      ++stats.error;
      break;
    case session::Outcome::no_answer:
      ++stats.no_answer;
      break;
    case session::Outcome::no_final:
    case session::Outcome::aborted:
    case session::Outcome::open:
      ++stats.other;
      break;
  }
  stats.latency.add(transaction.latency_ns());
  stats.limit = std::max(stats.limit, transaction.limit);
}

std::vector<const CommandStats*> CommandStatsTable::sorted() const {
  std::vector<const CommandStats*> rows;
  rows.reserve(rows_.size());
  for (const auto& [key, stats] : rows_) rows.push_back(&stats);
  std::sort(rows.begin(), rows.end(), [](const CommandStats* a, const CommandStats* b) {
    return std::tie(a->command, a->form) < std::tie(b->command, b->form);
  });
  return rows;
}

}  // namespace atscope::cli
