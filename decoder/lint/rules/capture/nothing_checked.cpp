// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/wording.h"

namespace atscope::lint {
namespace {

class NothingChecked final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "CAP004",
      .name = "nothing-checked",
      .severity = Severity::error,
      .needs = {},
      .summary = "The input holds no AT traffic, so nothing was checked.",
      .interest = {},
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_finish(const capture::SourceStats& stats, const Context& context, Reporter& reporter) override {
    if (context.history.traffic_events() != 0) return;
    Finding finding;
    if (stats.bytes == 0) {
      finding.message = "the input is empty";
    } else if (stats.frames != 0) {
      finding.message = fmt::format("no AT traffic in {}", counted(stats.frames, "frame"));
    } else {
      finding.message = fmt::format("no AT traffic in {}", counted(stats.lines, "line"));
    }
    if (stats.bytes != 0 && !context.source.format.empty())
      finding.message += fmt::format(", read as {}", context.source.format);
    finding.help =
        "check that it is the right file; --format-in names its format (atscope formats lists them)";
    reporter.report(std::move(finding));
  }
};

}  // namespace

RuleEntry nothing_checked() {
  return rule_entry<NothingChecked>();
}

}  // namespace atscope::lint
