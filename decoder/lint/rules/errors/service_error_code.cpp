// SPDX-License-Identifier: MIT
#include <array>
#include <fmt/format.h>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/errors/error_value.h"
#include "decoder/lint/rules/wording.h"

namespace atscope::lint {
namespace {

using session::EventKind;

// Some modules end the command with ERROR behind the line that says why.
constexpr std::array consequences{Consequence{"ERR001"}};

class ServiceErrorCode final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "ERR002",
      .name = "service-error-code",
      .severity = Severity::error,
      .needs = {.dialect = true},
      .summary =
          "A service of the module (TCP, HTTP, DNS ...) reported a failure after its command had "
          "succeeded.",
      .interest = {.events = Interest::of(EventKind::information, EventKind::intermediate, EventKind::urc,
                                          EventKind::deferred)},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_event(const session::Event& event, const Context& context, Reporter& reporter) override {
    if (event.rule == grammar::no_rule) return;
    if (carriers_.empty()) find_carriers(context.dialect);
    const bool failed_promise = event.kind == EventKind::deferred && !event.ok;
    if (!failed_promise && !carriers_[event.rule]) return;
    const auto error = error_value(context.dialect, event.rule, event.text);
    const bool is_error = error && is_failure(*error);
    if (!is_error && (error || !failed_promise)) return;

    const grammar::LineRule& line = context.dialect.rule(event.rule);
    Finding finding = at_event(event);
    finding.error = is_error ? fmt::format("{} {}", error->family->name, error->text) : finding.text;
    const Asked* asked = context.history.channel(event.channel).asked(event.txn);
    if (asked != nullptr) {
      finding.command = command_name(asked->text);
      finding.related.push_back({asked->origin, asked->time, asked->sender, asked->text, {}});
    }
    finding.message =
        fmt::format("{} reports {}", finding.text, failed_promise && !is_error ? "a failure" : "an error");
    if (asked != nullptr) finding.message += fmt::format(" of {}", finding.command);
    if (is_error) {
      mark(*error, event, finding);
      const std::string meaning = meaning_of(*error);
      finding.message +=
          meaning.empty() ? fmt::format(": {}", error->text) : fmt::format(": {} = {}", error->text, meaning);
      finding.source = cite(context.dialect, error->family->section);
    } else if (!line.meaning.empty()) {
      finding.message += fmt::format(": {}", line.meaning);
    }
    if (finding.source.empty()) finding.source = cite(context.dialect, section_of(line, context.dialect));
    finding.help =
        "OK only meant that the module began: handle this line as the result, and begin the service again";
    reporter.report(std::move(finding));
  }

 private:
  void find_carriers(const grammar::Dialect& dialect) {
    for (const grammar::LineRule& line : dialect.line_rules())
      carriers_.push_back(can_carry_error(dialect, line));
  }

  static void mark(const ErrorValue& error, const session::Event& event, Finding& finding) {
    const std::size_t at = static_cast<std::size_t>(error.text.data() - event.text.data());
    if (at > event.text.size()) return;
    finding.column = static_cast<std::uint32_t>(at + 1);
    finding.bytes = static_cast<std::uint32_t>(error.text.size());
  }

  static std::string_view section_of(const grammar::LineRule& line, const grammar::Dialect& dialect) {
    if (!line.section.empty() || line.command == grammar::no_command) return line.section;
    return dialect.command(line.command).section;
  }

  std::vector<bool> carriers_;  // by RuleId
};

}  // namespace

RuleEntry service_error_code() {
  return rule_entry<ServiceErrorCode>();
}

}  // namespace atscope::lint
