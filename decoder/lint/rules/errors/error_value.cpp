// SPDX-License-Identifier: MIT
#include "decoder/lint/rules/errors/error_value.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>

namespace atscope::lint {
namespace {

struct Step {
  int code;
  std::string_view text;
};

// 27.007 clause 9.2.
constexpr std::array equipment_steps{
    Step{3,
         "the module is in a state that does not allow it: ask for its state and read the command's section"},
    Step{4, "ask with the test form (=?) whether this firmware has the command and these values"},
    Step{5, "unlock the phone-to-SIM lock with its code"},
    Step{10, "look whether the SIM sits in its holder and which slot is chosen"},
    Step{11, "send the PIN with AT+CPIN, then wait for +CPIN: READY"},
    Step{12, "the SIM wants its PUK: stop sending PINs, ten wrong PUKs destroy it"},
    Step{13, "the SIM does not work: check contacts and supply, try another one"},
    Step{14, "wait until the module reports +CPIN: READY, then repeat the command"},
    Step{15, "use a SIM of the right kind for this module and operator"},
    Step{16, "do not repeat it: a third wrong PIN blocks the SIM"},
    Step{17, "send the PIN2, then repeat the command"},
    Step{18, "the SIM wants its PUK2"},
    Step{20, "delete entries before writing more"},
    Step{21, "use an index that the test form (=?) lists"},
    Step{22, "there is no such entry: list what is there first"},
    Step{23, "memory failed: repeat it once, then look at the memory"},
    Step{24, "shorten the text"},
    Step{25, "use only characters of the chosen character set (AT+CSCS)"},
    Step{26, "shorten the number"},
    Step{27, "use only digits, * # + and what the manual lists"},
    Step{30, "wait until +CREG, +CGREG or +CEREG says registered; look at antenna, band and signal (AT+CSQ)"},
    Step{31, "repeat it later, with growing pauses"},
    Step{32, "the network only takes emergency calls: SIM, subscription or roaming is refused"},
    Step{50, "compare the parameters with the command's section and its test form (=?)"},
    Step{103, "the network refuses this SIM or device: repeating does not help, ask the operator"},
    Step{106, "the network refuses this SIM or device: repeating does not help, ask the operator"},
    Step{107, "the network refuses the service: repeating does not help, ask the operator"},
    Step{111, "this network is not allowed for the SIM: choose another or ask the operator"},
    Step{112, "this area is not allowed for the SIM"},
    Step{132, "the subscription does not have this service: ask the operator"},
    Step{133, "the subscription does not have this service: ask the operator"},
    Step{134, "repeat it later, with growing pauses"},
    Step{148, "look at the PDP context (AT+CGDCONT?, AT+CGACT?) and at the registration"},
    Step{149, "check user, password and kind of authentication of the PDP context"},
};

// 27.005 clause 3.2.5.
constexpr std::array message_steps{
    Step{301, "repeat it once the service is free"},
    Step{302, "ask for the module's state (AT+CPIN?, AT+CREG?) before sending"},
    Step{304, "check length and digits of the PDU"},
    Step{305, "check the text-mode parameters (AT+CMGF, AT+CSMP)"},
    Step{310, "look whether the SIM sits in its holder"},
    Step{311, "send the PIN with AT+CPIN, then wait for +CPIN: READY"},
    Step{313, "the SIM does not work: check contacts and supply, try another one"},
    Step{314, "wait until the module reports +CPIN: READY, then repeat the command"},
    Step{321, "use an index that AT+CMGL lists"},
    Step{322, "delete messages (AT+CMGD) before storing more"},
    Step{330, "set the service centre with AT+CSCA"},
    Step{331, "wait until +CREG or +CEREG says registered"},
    Step{332, "repeat it later, with growing pauses"},
};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

std::string_view unquoted(std::string_view text) {
  return text.size() >= 2 && text.front() == '"' && text.back() == '"' ? text.substr(1, text.size() - 2)
                                                                       : text;
}

// The status codes of RFC 9110 are no family of errors, but hold one.
bool is_http_status(const grammar::Enumeration& family) {
  return family.find("200") != nullptr && family.find("404") != nullptr;
}

// An enumeration is a family of errors when the dialect declares it so, or calls it so.
bool holds_errors(const grammar::Enumeration& family) {
  return family.is_error_family || family.name == "error" || family.name.ends_with("-error") ||
         is_http_status(family);
}

const grammar::Enumeration* errors_of(const grammar::Dialect& dialect, const grammar::LineRule& rule,
                                      std::string_view parameter_name) {
  const grammar::Parameter* parameter =
      rule.command != grammar::no_command ? dialect.command(rule.command).parameter(parameter_name) : nullptr;
  if (parameter == nullptr) parameter = dialect.parameter(parameter_name);
  const bool errors =
      parameter != nullptr && parameter->enumeration != nullptr && holds_errors(*parameter->enumeration);
  return errors ? parameter->enumeration : nullptr;
}

int number_of(std::string_view text) {
  int number = -1;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// With AT+CMEE=2 the meaning stands where the code would.
const grammar::EnumValue* find_meaning(const grammar::Enumeration& family, std::string_view text) {
  const std::string wanted = lower(text);
  for (const grammar::EnumValue& value : family.values) {
    if (lower(value.meaning) == wanted) return &value;
  }
  return nullptr;
}

}  // namespace

bool can_carry_error(const grammar::Dialect& dialect, const grammar::LineRule& rule) {
  if (rule.errors != nullptr) return true;
  return std::any_of(rule.notation.names().begin(), rule.notation.names().end(),
                     [&](const std::string& name) { return errors_of(dialect, rule, name) != nullptr; });
}

std::optional<ErrorValue> error_value(const grammar::Dialect& dialect, grammar::RuleId rule_id,
                                      std::string_view line) {
  if (rule_id == grammar::no_rule) return std::nullopt;
  const grammar::LineRule& rule = dialect.rule(rule_id);
  grammar::Captures captures;
  if (!rule.notation.match(line, captures)) return std::nullopt;
  for (const grammar::Capture& capture : captures) {
    const grammar::Enumeration* family = errors_of(dialect, rule, rule.notation.names()[capture.name]);
    if (family == nullptr) family = rule.errors;
    if (family == nullptr) continue;
    ErrorValue error{family, family->find(capture.text), unquoted(capture.text)};
    if (error.value == nullptr) error.value = find_meaning(*family, error.text);
    if (error.value != nullptr || rule.errors != nullptr || is_http_status(*family)) return error;
  }
  return std::nullopt;
}

bool is_failure(const ErrorValue& error) {
  if (is_http_status(*error.family)) return number_of(error.text) >= 400;
  if (error.value == nullptr) return true;
  const std::string meaning = lower(error.value->meaning);
  for (const std::string_view word : {"ok", "finished", "done", "complete"}) {
    if (meaning == word) return false;
  }
  return !meaning.starts_with("no error") && meaning.find("success") == std::string::npos &&
         meaning.find("by the host") == std::string::npos;
}

std::string meaning_of(const ErrorValue& error) {
  if (error.value == nullptr) return {};
  if (error.value->alternative.empty()) return fmt::format("\"{}\"", error.value->meaning);
  return fmt::format("\"{}\" or \"{}\"", error.value->meaning, error.value->alternative);
}

std::string_view next_step(const ErrorValue& error) {
  if (error.value == nullptr) return {};
  const int code = number_of(error.value->value);
  const auto pick = [&](const auto& steps) -> std::string_view {
    for (const Step& step : steps) {
      if (step.code == code) return step.text;
    }
    return {};
  };
  if (error.family->name == "cme") return pick(equipment_steps);
  if (error.family->name == "cms") return pick(message_steps);
  return {};
}

}  // namespace atscope::lint
