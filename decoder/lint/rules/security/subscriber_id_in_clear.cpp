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

class SubscriberIdInClear final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "SEC002",
      .name = "subscriber-id-in-clear",
      .severity = Severity::note,
      .needs = {},
      .summary = "The log tells who the subscriber is: IMSI, ICCID, IMEI, telephone numbers.",
      .interest = {.events = Interest::of(EventKind::information, EventKind::urc)},
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_event(const Event& event, const Context& context, Reporter&) override {
    if (event.rule == grammar::no_rule) return;
    if (personal_.empty()) find(context.dialect);
    if (!personal_[event.rule]) return;
    const grammar::LineRule& line = context.dialect.rule(event.rule);
    grammar::Captures captures;
    if (!line.notation.match(event.text, captures)) return;
    for (const grammar::Capture& capture : captures) {
      const grammar::Parameter* parameter =
          parameter_of(line, line.notation.names()[capture.name], context.dialect);
      if (parameter == nullptr || parameter->sensitivity != grammar::Sensitivity::personal) continue;
      const std::string_view value = unquoted(capture.text);
      // Test networks (001) identify nobody.
      if (value.size() < least_size || value.starts_with("00101")) continue;
      ++count_;
      if (std::find(names_.begin(), names_.end(), parameter->name) == names_.end() &&
          names_.size() < max_names)
        names_.push_back(parameter->name);
      if (count_ > 1) continue;
      first_ = at_event(event);
      mark(first_, event.text, capture.text);
      first_.marks_secret = true;
    }
  }

  void on_finish(const capture::SourceStats&, const Context&, Reporter& reporter) override {
    if (count_ == 0) return;
    std::string names;
    for (const std::string& name : names_) names += (names.empty() ? "<" : ", <") + name + ">";
    first_.message =
        fmt::format("the log tells who the subscriber is in {} ({})", counted(count_, "place"), names);
    first_.help = "clean the log before it leaves your hands (atscope redact)";
    reporter.report(std::move(first_));
  }

 private:
  static constexpr std::size_t least_size = 6, max_names = 8;

  static const grammar::Parameter* parameter_of(const grammar::LineRule& line, std::string_view name,
                                                const grammar::Dialect& dialect) {
    const grammar::Parameter* parameter =
        line.command != grammar::no_command ? dialect.command(line.command).parameter(name) : nullptr;
    return parameter != nullptr ? parameter : dialect.parameter(name);
  }

  void find(const grammar::Dialect& dialect) {
    for (const grammar::LineRule& line : dialect.line_rules()) {
      personal_.push_back(std::any_of(
          line.notation.names().begin(), line.notation.names().end(), [&](const std::string& name) {
            const grammar::Parameter* parameter = parameter_of(line, name, dialect);
            return parameter != nullptr && parameter->sensitivity == grammar::Sensitivity::personal;
          }));
    }
  }

  std::vector<bool> personal_;  // by RuleId
  std::vector<std::string> names_;
  std::uint64_t count_ = 0;
  Finding first_;
};

}  // namespace

RuleEntry subscriber_id_in_clear() {
  return rule_entry<SubscriberIdInClear>();
}

}  // namespace atscope::lint
