// SPDX-License-Identifier: MIT
#include "decoder/lint/rules/wording.h"

#include <fmt/format.h>
#include <utility>

namespace atscope::lint {
namespace {

std::string trimmed_number(double value, int decimals) {
  std::string text = fmt::format("{:.{}f}", value, decimals);
  if (text.find('.') == std::string::npos) return text;
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

}  // namespace

std::string duration(std::int64_t ns) {
  const double ms = static_cast<double>(ns) / 1e6;
  if (ms < 10) return trimmed_number(ms, 1) + " ms";
  if (ms < 1000) return trimmed_number(ms, 0) + " ms";
  return trimmed_number(ms / 1000, ms < 10'000 ? 2 : ms < 1'000'000 ? 1 : 0) + " s";
}

std::string command_name(std::string_view line) {
  constexpr std::size_t longest = 40;
  while (!line.empty() && (line.front() == ' ' || line.front() == '\0')) line.remove_prefix(1);
  std::size_t end = line.find_first_of("=?;", 2 < line.size() ? 2 : line.size());
  if (end == line.npos) {
    end = line.size();
    // What is dialled is a value as well.
    if (line.size() > 3 && (line[2] == 'D' || line[2] == 'd')) end = 3;
  } else if (line[end] == '?') {
    ++end;
  } else if (line.substr(end).starts_with("=?")) {
    end += 2;
  }
  return std::string(line.substr(0, end < longest ? end : longest));
}

std::string cite(const grammar::Dialect& dialect, std::string_view section) {
  if (section.empty()) return {};
  return section.starts_with("§") ? fmt::format("{}, {}", dialect.title(), section) : std::string(section);
}

std::string cite(const grammar::Dialect& dialect, const session::Transaction& transaction) {
  if (transaction.form_rule != nullptr && !transaction.form_rule->section.empty())
    return cite(dialect, transaction.form_rule->section);
  if (transaction.command_id == grammar::no_command) return {};
  return cite(dialect, dialect.command(transaction.command_id).section);
}

std::string state_text(const grammar::Machine& machine, std::string_view instance, std::string_view state) {
  return instance.empty() ? fmt::format("{}: {}", machine.name, state)
                          : fmt::format("{} {}: {}", machine.name, instance, state);
}

std::string counted(std::uint64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

bool is_probe(std::string_view line) {
  while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
  while (!line.empty() && line.back() == ' ') line.remove_suffix(1);
  return line.size() == 2 && (line[0] == 'A' || line[0] == 'a') && (line[1] == 'T' || line[1] == 't');
}

Finding at_command(const session::Transaction& transaction, const Context& context) {
  Finding finding;
  finding.channel = transaction.channel;
  finding.txn = transaction.id;
  const Related line = command_of(transaction, context, {});
  finding.origin = line.origin;
  finding.time = line.time;
  finding.text = transaction.command;
  finding.bytes = static_cast<std::uint32_t>(finding.text.size());
  finding.command = command_name(transaction.command);
  return finding;
}

Finding at_event(const session::Event& event) {
  Finding finding;
  finding.channel = event.channel;
  finding.txn = event.txn;
  finding.origin = event.origin;
  finding.time = event.time;
  finding.text = event.text;
  finding.bytes = static_cast<std::uint32_t>(finding.text.size());
  return finding;
}

Related command_of(const session::Transaction& transaction, const Context& context, std::string message) {
  const Asked* asked = context.history.channel(transaction.channel).asked(transaction.id);
  const session::Sender sender = asked != nullptr ? asked->sender : session::Sender::dte;
  return {transaction.origin, transaction.sent, sender, transaction.command, std::move(message)};
}

Related result_of(const session::Transaction& transaction, std::string message) {
  return {transaction.result_origin, transaction.result_time, session::Sender::dce, transaction.result,
          std::move(message)};
}

Related with_message(Related related, std::string message) {
  related.message = std::move(message);
  return related;
}

Confidence confidence_of(session::Confidence pairing) {
  return pairing == session::Confidence::guess ? Confidence::medium : Confidence::high;
}

std::int64_t between(session::Timestamp since, session::Timestamp until) {
  if (!since.known() || since.clock != until.clock) return -1;
  return until.ns - since.ns;
}

}  // namespace atscope::lint
