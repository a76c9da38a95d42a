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

class SecretReadBack final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "SEC003",
      .name = "secret-read-back",
      .severity = Severity::warning,
      .needs = {},
      .summary = "The host asked for a stored secret, and the module printed it.",
      .interest = {.events = Interest::of(EventKind::information), .commands = commands_with_secret},
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_event(const Event& event, const Context& context, Reporter& reporter) override {
    if (event.rule == grammar::no_rule || event.command == grammar::no_command) return;
    if (secret_.empty()) secret_.assign(context.dialect.line_rules().size(), unknown);
    std::uint8_t& secret = secret_[event.rule];
    const grammar::LineRule& line = context.dialect.rule(event.rule);
    const grammar::Command& command = context.dialect.command(event.command);
    if (secret == unknown) {
      secret =
          std::any_of(line.notation.names().begin(), line.notation.names().end(),
                      [&](const std::string& name) {
                        const grammar::Parameter* parameter = command.parameter(name);
                        return parameter != nullptr && parameter->sensitivity == grammar::Sensitivity::secret;
                      })
              ? yes
              : no;
    }
    if (secret != yes) return;
    grammar::Captures captures;
    if (!line.notation.match(event.text, captures)) return;
    for (const grammar::Capture& capture : captures) {
      const grammar::Parameter* parameter = command.parameter(line.notation.names()[capture.name]);
      const std::string_view value = unquoted(capture.text);
      if (parameter == nullptr || parameter->sensitivity != grammar::Sensitivity::secret || value.empty() ||
          is_dummy(value))
        continue;
      secret = no;  // once for each kind of line
      Finding finding = at_event(event);
      mark(finding, event.text, capture.text);
      finding.marks_secret = true;
      finding.command = "AT" + command.name;
      finding.message = fmt::format("AT{} prints the stored <{}>", command.name, parameter->name);
      finding.help = "do not ask for it: compare by another way, and clean the log (atscope redact)";
      finding.source = cite(context.dialect, command.section);
      reporter.report(std::move(finding));
      return;
    }
  }

 private:
  enum : std::uint8_t { unknown, yes, no };
  std::vector<std::uint8_t> secret_;  // by RuleId
};

}  // namespace

RuleEntry secret_read_back() {
  return rule_entry<SecretReadBack>();
}

}  // namespace atscope::lint
