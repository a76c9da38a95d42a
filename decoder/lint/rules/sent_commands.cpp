// SPDX-License-Identifier: MIT
#include "decoder/lint/rules/sent_commands.h"

#include <algorithm>
#include <charconv>

namespace atscope::lint {

using session::Outcome;

std::string_view unquoted(std::string_view value) {
  if (value.size() < 2 || value.front() != '"' || value.back() != '"') return value;
  return value.substr(1, value.size() - 2);
}

std::optional<std::int64_t> number_of(std::string_view value) {
  if (value.starts_with('+')) value.remove_prefix(1);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (value.empty() || error != std::errc() || end != value.data() + value.size()) return std::nullopt;
  return number;
}

std::optional<std::string_view> value_of(const grammar::Notation& notation, const grammar::Captures& captures,
                                         std::string_view parameter) {
  for (const grammar::Capture& capture : captures) {
    if (notation.names()[capture.name] == parameter) return capture.text;
  }
  return std::nullopt;
}

std::int64_t evaluate(const grammar::Limit& limit, std::string_view command_line,
                      const grammar::FormRule& form) {
  if (limit.first.empty()) return limit.base;
  session::CommandLine commands(command_line);
  session::CommandItem item, last;
  while (commands.next(item)) last = item;
  grammar::Captures captures;
  if (!form.arguments.match(last.arguments, captures)) return 0;
  constexpr std::int64_t most = 1'000'000'000;
  std::int64_t factor = 1;
  for (const std::string& name : {limit.first, limit.second}) {
    if (name.empty()) continue;
    const auto value = value_of(form.arguments, captures, name);
    const auto number = value ? number_of(unquoted(*value)) : std::nullopt;
    if (!number || *number < 0 || *number > most || factor > most) return 0;
    factor *= *number;
  }
  if (limit.unit != 0 && factor > INT64_MAX / 2 / limit.unit) return 0;
  return limit.base + factor * limit.unit;
}

void mark(Finding& finding, std::string_view line, std::string_view part) {
  if (part.data() < line.data() || part.data() + part.size() > line.data() + line.size()) return;
  finding.column = static_cast<std::uint32_t>(part.data() - line.data() + 1);
  finding.bytes = static_cast<std::uint32_t>(std::max<std::size_t>(part.size(), 1));
}

Weight weigh(const session::Transaction& transaction) {
  const bool promise_failed = std::any_of(transaction.deferred.begin(), transaction.deferred.end(),
                                          [](const session::DeferredResult& result) { return !result.ok; });
  if (transaction.outcome == Outcome::error || promise_failed)
    return {Severity::error, confidence_of(transaction.confidence)};
  if (transaction.outcome == Outcome::ok || transaction.outcome == Outcome::no_final)
    return {Severity::note, Confidence::low};
  return {Severity::warning, Confidence::medium};
}

}  // namespace atscope::lint
