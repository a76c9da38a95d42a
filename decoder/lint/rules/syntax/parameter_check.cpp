// SPDX-License-Identifier: MIT
#include "decoder/lint/rules/syntax/parameter_check.h"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

#include "decoder/lint/rules/sent_commands.h"

namespace atscope::lint {
namespace {

using grammar::Enumeration;
using grammar::Parameter;
using grammar::Sensitivity;
using grammar::ValueType;

constexpr std::size_t longest_shown = 24;
constexpr std::size_t most_values_shown = 8;

std::string values_of(const Enumeration& enumeration) {
  std::string text;
  std::size_t shown = 0;
  for (const grammar::EnumValue& value : enumeration.values) {
    if (shown++ == most_values_shown) return text + " …";
    if (!text.empty()) text += ", ";
    text += value.value;
    if (!value.last.empty()) text += ".." + value.last;
  }
  return text;
}

std::string range_of(const Parameter& parameter) {
  return fmt::format("{}..{}", parameter.minimum ? std::to_string(*parameter.minimum) : std::string(),
                     parameter.maximum ? std::to_string(*parameter.maximum) : std::string());
}

std::string shown(const Parameter& parameter, std::string_view value) {
  if (parameter.sensitivity != Sensitivity::open || value.size() > longest_shown)
    return fmt::format("<{}> has {} characters", parameter.name, value.size());
  return fmt::format("<{}> is {}", parameter.name, value);
}

std::optional<std::string> wrong_length(const Parameter& parameter, std::string_view value) {
  const bool too_long = parameter.maximum_length && value.size() > *parameter.maximum_length;
  const bool too_short = parameter.minimum_length && value.size() < *parameter.minimum_length;
  if (!too_long && !too_short) return std::nullopt;
  const std::string bounds =
      fmt::format("{}..{}", parameter.minimum_length ? *parameter.minimum_length : 0,
                  parameter.maximum_length ? std::to_string(*parameter.maximum_length) : std::string());
  return fmt::format("<{}> has {} bytes; the manual has {}", parameter.name, value.size(), bounds);
}

bool same_letters(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

bool has(const Enumeration& enumeration, std::string_view value) {
  return enumeration.find(value) != nullptr ||
         std::any_of(enumeration.values.begin(), enumeration.values.end(),
                     [&](const grammar::EnumValue& entry) { return same_letters(entry.value, value); });
}

// What is wrong with one value; nothing when it fits.
std::optional<std::string> wrong(const Parameter& parameter, std::string_view quoted) {
  const std::string_view value = unquoted(quoted);
  if (value.empty() || quoted.front() == '(' || value.find('<') != value.npos) return std::nullopt;
  if (parameter.enumeration != nullptr && !parameter.enumeration->is_error_family) {
    if (has(*parameter.enumeration, value)) return std::nullopt;
    if (!parameter.minimum && !parameter.maximum) {
      return fmt::format("{}; the manual has {}", shown(parameter, value), values_of(*parameter.enumeration));
    }
  }
  if (parameter.minimum || parameter.maximum) {
    const auto number = number_of(value);
    const bool fits = number && (!parameter.minimum || *number >= *parameter.minimum) &&
                      (!parameter.maximum || *number <= *parameter.maximum);
    if (!fits) return fmt::format("{}; the manual has {}", shown(parameter, value), range_of(parameter));
    return std::nullopt;
  }
  if (auto length = wrong_length(parameter, value)) return length;
  if (parameter.type == ValueType::integer && !number_of(value))
    return fmt::format("{}, which is no number", shown(parameter, value));
  if (parameter.type == ValueType::hex && value.find_first_not_of("0123456789abcdefABCDEFxX") != value.npos)
    return fmt::format("{}, which is not hexadecimal", shown(parameter, value));
  return std::nullopt;
}

}  // namespace

std::optional<Breach> check_values(const session::CommandItem& item, const grammar::Command& command,
                                   const grammar::Settings& settings) {
  std::optional<Breach> nearest;
  std::string syntax;
  bool any = false;
  for (const grammar::FormRule& form : command.forms) {
    if (form.form != item.form || !form.when.possible(settings)) continue;
    any = true;
    grammar::Captures captures;
    const bool matches = form.arguments.text().empty() ? item.arguments.empty()
                                                       : form.arguments.match(item.arguments, captures);
    if (!matches) {
      if (syntax.empty()) syntax = form.arguments.text();
      continue;
    }
    std::optional<Breach> breach;
    std::size_t position = 0;
    for (const grammar::Capture& capture : captures) {
      const Parameter* parameter = command.parameter(form.arguments.names()[capture.name]);
      // How much payload a command may announce is a matter of its own (DAT502).
      const bool sizes = parameter != nullptr &&
                         (!parameter->at_most.empty() || (form.data && form.data->length == parameter->name));
      if (parameter != nullptr && !sizes) {
        if (auto fact = wrong(*parameter, capture.text)) {
          breach = Breach{parameter, position, capture.text, std::move(*fact),
                          fmt::format("send a value that the section of AT{} lists", command.name)};
          break;
        }
      }
      ++position;
    }
    if (!breach) return std::nullopt;
    // A literal in the notation ("URL") stands before what takes anything.
    if (!nearest || breach->position > nearest->position) nearest = std::move(breach);
  }
  if (!any || nearest) return nearest;
  const bool takes_none = syntax.empty();
  return Breach{
      nullptr, 0, item.arguments,
      takes_none ? std::string("it takes no values here") : fmt::format("its values do not fit {}", syntax),
      takes_none ? fmt::format("send AT{} alone", command.name)
                 : fmt::format("send the values as in AT{}{}", command.name, syntax)};
}

bool lists(std::string_view answer, std::size_t position, std::string_view quoted) {
  const std::string_view value = unquoted(quoted);
  const auto wanted = number_of(value);
  std::size_t group = 0;
  for (std::size_t open = answer.find('('); open != answer.npos; open = answer.find('(', open + 1), ++group) {
    const std::size_t close = answer.find(')', open);
    if (close == answer.npos) return false;
    if (group != position) continue;
    std::string_view list = answer.substr(open + 1, close - open - 1);
    while (!list.empty()) {
      const std::size_t comma = std::min(list.find(','), list.size());
      std::string_view entry = list.substr(0, comma);
      list.remove_prefix(std::min(comma + 1, list.size()));
      while (entry.starts_with(' ')) entry.remove_prefix(1);
      if (unquoted(entry) == value) return true;
      const std::size_t dash = entry.find('-', 1);
      if (!wanted || dash == entry.npos) continue;
      const auto low = number_of(entry.substr(0, dash)), high = number_of(entry.substr(dash + 1));
      if (low && high && *wanted >= *low && *wanted <= *high) return true;
    }
    return false;
  }
  return false;
}

}  // namespace atscope::lint
