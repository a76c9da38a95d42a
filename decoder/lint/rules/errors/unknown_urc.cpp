// SPDX-License-Identifier: MIT
#include <algorithm>
#include <fmt/format.h>
#include <string>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/wording.h"

namespace atscope::lint {
namespace {

using session::Event;
using session::EventKind;

// Needs the module's own dialect: the standards alone know few of the codes that modules send.
class UnknownUrc final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "ERR004",
      .name = "unknown-urc",
      .severity = Severity::note,
      .needs = {.direction = true, .dialect = true},
      .summary = "The module sends an unsolicited code that its dialect does not know.",
      .interest = {.events = Interest::of(EventKind::urc)},
      .preset = Preset::strict,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_event(const Event& event, const Context&, Reporter&) override {
    if (event.rule != grammar::no_rule || event.sender != session::Sender::dce) return;
    const std::size_t colon = event.text.find(':');
    const bool tagged = colon != event.text.npos && colon > 1 && colon < 32 &&
                        (event.text[0] == '+' || event.text[0] == '^' || event.text[0] == '*' ||
                         event.text[0] == '$' || event.text[0] == '%' || event.text[0] == '#');
    if (!tagged) return;
    const std::string_view tag = event.text.substr(0, colon);
    const auto found = std::find_if(shapes_.begin(), shapes_.end(),
                                    [&](const Shape& shape) { return shape.finding.error == tag; });
    if (found != shapes_.end()) {
      ++found->count;
      return;
    }
    if (shapes_.size() == max_shapes) return;
    Shape& shape = shapes_.emplace_back();
    shape.finding = at_event(event);
    shape.finding.error = tag;
  }

  void on_finish(const capture::SourceStats&, const Context& context, Reporter& reporter) override {
    for (Shape& shape : shapes_) {
      Finding& finding = shape.finding;
      finding.message = fmt::format("{} came {}; {} does not know it", finding.error,
                                    counted(shape.count, "time"), context.dialect.title());
      finding.help = "read the firmware's release notes, or add the code to the dialect";
      finding.confidence = Confidence::medium;
      reporter.report(std::move(finding));
    }
  }

 private:
  static constexpr std::size_t max_shapes = 64;
  struct Shape {
    Finding finding;
    std::uint64_t count = 1;
  };
  std::vector<Shape> shapes_;
};

}  // namespace

RuleEntry unknown_urc() {
  return rule_entry<UnknownUrc>();
}

}  // namespace atscope::lint
