// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <string_view>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/security/secrets.h"
#include "decoder/lint/rules/told.h"

namespace atscope::lint {
namespace {

using session::Event;
using session::EventKind;

class SecretInClear final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "SEC001",
      .name = "secret-in-clear",
      .severity = Severity::warning,
      .needs = {},
      .summary = "The log holds a secret in clear: a PIN, a password, a key.",
      .interest = {.events = Interest::of(EventKind::command), .commands = commands_with_secret},
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_event(const Event& event, const Context& context, Reporter& reporter) override {
    if (event.command == grammar::no_command || event.text.size() < 6) return;
    each_sensitive(
        event.text, context.dialect, grammar::Sensitivity::secret,
        [&](const session::CommandItem& item, const grammar::Parameter& parameter, std::string_view value) {
          if (!told_.is_new(item.name)) return;
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
  Told told_;  // names of commands: once each
};

}  // namespace

RuleEntry secret_in_clear() {
  return rule_entry<SecretInClear>();
}

}  // namespace atscope::lint
