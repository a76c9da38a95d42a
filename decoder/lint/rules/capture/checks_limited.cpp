// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <string>
#include <string_view>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/wording.h"

namespace atscope::lint {
namespace {

class ChecksLimited final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "CAP003",
      .name = "checks-limited",
      .severity = Severity::note,
      .needs = {},
      .summary = "Some rules could not run on this log, or its clock limits what they can judge.",
      .interest = {},
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_finish(const capture::SourceStats& stats, const Context& context, Reporter& reporter) override {
    if (context.history.traffic_events() == 0) return;  // CAP004 says all there is to say
    std::vector<std::string_view> reasons;
    for (const Inactive& inactive : context.inactive) {
      bool known = false;
      for (const std::string_view reason : reasons) known = known || reason == inactive.reason;
      if (!known) reasons.push_back(inactive.reason);
    }
    std::string limits, help;
    const auto add = [&](std::string text, std::string_view way_out) {
      limits += (limits.empty() ? "" : "; ") + std::move(text);
      help += (help.empty() ? "" : "; ") + std::string(way_out);
    };
    for (const std::string_view reason : reasons) {
      std::vector<std::string_view> codes;
      for (const Inactive& inactive : context.inactive) {
        if (inactive.reason == reason) codes.push_back(inactive.code);
      }
      add(fmt::format("{}: {} {} not checked", reason, fmt::join(codes, ", "),
                      codes.size() == 1 ? "was" : "were"),
          way_out(reason));
    }
    if (stats.clock_steps_back > 0) {
      add(fmt::format("the clock steps back {}: times across such a place are not to be trusted",
                      counted(stats.clock_steps_back, "time")),
          "log with a clock that nobody sets, or one file for each start");
    }
    if (context.source.has_time && context.source.time_resolution_ns >= coarse) {
      add(fmt::format("the clock counts in steps of {}: shorter times cannot be judged",
                      duration(context.source.time_resolution_ns)),
          "log with milliseconds");
    }
    if (limits.empty()) return;
    Finding finding;
    finding.message = std::move(limits);
    finding.help = std::move(help);
    reporter.report(std::move(finding));
  }

 private:
  static constexpr std::int64_t coarse = 100'000'000;

  static std::string_view way_out(std::string_view reason) {
    if (reason.find("timestamps") != reason.npos) return "log the time of every line, with milliseconds";
    if (reason.find("who sent") != reason.npos)
      return "log what the host sends and what the module sends apart";
    if (reason.find("line ends") != reason.npos) return "use a log that keeps every byte, or a capture";
    return "name the module's dialect with --dialect (atscope dialect list)";
  }
};

}  // namespace

RuleEntry checks_limited() {
  return rule_entry<ChecksLimited>();
}

}  // namespace atscope::lint
