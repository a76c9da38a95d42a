// SPDX-License-Identifier: MIT
#include <algorithm>
#include <fmt/format.h>
#include <string>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/security/secrets.h"

namespace atscope::lint {
namespace {

using session::Event;
using session::EventKind;

std::vector<bool> with_secret(const grammar::Dialect& dialect) {
  return commands_with_parameter(dialect, [](const grammar::Parameter& value) {
    return value.sensitivity == grammar::Sensitivity::secret;
  });
}

class SecretInClear final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "SEC001",
      .name = "secret-in-clear",
      .severity = Severity::warning,
      .needs = {},
      .summary = "The log holds a secret in clear: a PIN, a password, a key.",
      .interest = {.events = Interest::of(EventKind::command), .commands = with_secret},
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_event(const Event& event, const Context& context, Reporter& reporter) override {
    if (event.command == grammar::no_command || event.text.size() < 6) return;
    each_sensitive(
        event.text, context.dialect, grammar::Sensitivity::secret,
        [&](const session::CommandItem& item, const grammar::Parameter& parameter, std::string_view value) {
          if (std::find(told_.begin(), told_.end(), item.name) != told_.end()) return;
          if (told_.size() < max_told) told_.emplace_back(item.name);
          const bool dummy = is_dummy(value);
          Finding finding = at_event(event);
          mark(finding, event.text, value);
          finding.marks_secret = true;
          finding.command = fmt::format("AT{}", item.name);
          finding.message =
              fmt::format("the log holds a secret in clear: <{}> of AT{}", parameter.name, item.name);
          if (dummy) finding.message += ", though one that looks like a placeholder";
          finding.help =
              "clean the log before it leaves your hands (atscope redact), and change the secret if "
              "it was shared already";
          finding.confidence = dummy ? Confidence::low : Confidence::high;
          reporter.report(std::move(finding), dummy ? Severity::note : Severity::warning);
        });
  }

 private:
  static constexpr std::size_t max_told = 64;

  std::vector<std::string> told_;  // names of commands: once each
};

}  // namespace

RuleEntry secret_in_clear() {
  return rule_entry<SecretInClear>();
}

}  // namespace atscope::lint
