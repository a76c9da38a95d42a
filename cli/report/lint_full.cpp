// SPDX-License-Identifier: MIT
// `atscope lint`: a finding as a picture of the exchange, with cause, consequences and a way out.
#include <fmt/format.h>
#include <iterator>
#include <string>

#include "cli/output.h"
#include "cli/report/finding_groups.h"
#include "cli/report/finding_picture.h"
#include "cli/report/lint_report.h"
#include "cli/report/lint_text.h"
#include "cli/source_map.h"
#include "decoder/report/time_text.h"
#include "decoder/report/visible_text.h"

namespace atscope::cli {
namespace {

class LintFull final : public LintReport {
 public:
  explicit LintFull(const LintReportContext& context)
      : context_(context), output_(*context.output), palette_(context.color) {}

  void begin(const Input& input) override {
    input_ = &input;
    limits_said_ = false;
    groups_.clear();
  }

  void on_finding(const lint::Finding& finding) override {
    limits_said_ = limits_said_ || says_limits(finding);
    if (finding.suppression) return;
    groups_.add(finding);
  }

  void end(const lint::LintSummary& summary) override {
    groups_.finish();
    for (const FindingGroup& group : groups_.groups()) write_group(group);
    for (const auto& [rule, count] : groups_.overflow()) {
      text_ += fmt::format("... and {} more of {} (all of them: -f concise or -f jsonl)\n\n", count, rule);
    }
    append_summary(text_, *input_, summary, limits_said_, palette_);
    output_.write(text_);
    text_.clear();
    input_ = nullptr;
  }

 private:
  void write_group(const FindingGroup& group) {
    const lint::Finding& finding = group.first;
    auto out = std::back_inserter(text_);
    fmt::format_to(out, "{}{}{}[{}]{} {}{}: ", palette_.bold, color_of(finding.severity, palette_),
                   lint::to_string(finding.severity), finding.code, palette_.reset, palette_.bold,
                   finding.name);
    report::append_visible(text_, finding.message);
    if (group.count > 1) fmt::format_to(out, " (×{})", group.count);
    fmt::format_to(out, "{}\n", palette_.reset);
    write_place_line(finding);
    append_picture(text_, finding, palette_, context_.width);
    write_notes(group);
    text_ += '\n';
    output_.write(text_);
    text_.clear();
  }

  void write_place_line(const lint::Finding& finding) {
    auto out = std::back_inserter(text_);
    fmt::format_to(out, "{}   -->{} ", palette_.accent, palette_.reset);
    append_place(text_, *input_, finding.origin, finding.column);
    text_ += palette_.dim;
    if (input_->info().channels.size() > 1) {
      text_ += "   channel ";
      report::append_visible(text_, input_->channel(finding.channel));
    }
    if (!finding.section.empty()) {
      text_ += "   test ";
      report::append_visible(text_, finding.section);
    }
    if (finding.time.clock == capture::Clock::utc) {
      text_ += "   ";
      report::Rfc3339().append(text_, finding.time.ns);
    } else if (finding.time.clock == capture::Clock::time_of_day) {
      text_ += "   ";
      report::append_clock_time(text_, finding.time.ns, 3);
    } else if (finding.time.known()) {
      fmt::format_to(out, "   {:+.3f} s", static_cast<double>(finding.time.ns) / 1e9);
    }
    if (!finding.state.empty()) {
      text_ += ", state ";
      report::append_visible(text_, finding.state);
    }
    fmt::format_to(out, ", confidence {}{}\n", lint::to_string(finding.confidence), palette_.reset);
  }

  void write_note(std::string_view word, std::string_view text) {
    if (text.empty()) return;
    fmt::format_to(std::back_inserter(text_), "     {}={} {:<6}", palette_.accent, palette_.reset, word);
    report::append_visible(text_, text);
    text_ += '\n';
  }

  void write_consequence(const FindingGroup::Consequence& consequence) {
    const lint::Finding& finding = consequence.first;
    std::string text = finding.message;
    if (!consequence.places.empty()) {
      text += fmt::format(", {}{} {}{}", finding.origin.frame != 0 ? "frame" : "line",
                          consequence.count == 1 ? "" : "s", fmt::join(consequence.places, ", "),
                          consequence.count > consequence.places.size() ? ", …" : "");
    }
    if (consequence.count > 1) text += fmt::format(" (×{})", consequence.count);
    text += fmt::format("  ({} {} folded)", finding.code, finding.name);
    write_note("then:", text);
  }

  void write_notes(const FindingGroup& group) {
    for (const FindingGroup::Consequence& consequence : group.consequences) write_consequence(consequence);
    if (group.more_consequences != 0) {
      write_note("then:", report::counted(group.more_consequences, "more consequence"));
    }
    if (group.count > 1) {
      std::string text = fmt::format("{} times, the last at ", group.count);
      append_place(text, *input_, group.last, 1);
      write_note("seen:", text);
    }
    if (const SourceSite* site =
            context_.sources == nullptr ? nullptr : context_.sources->find(group.first)) {
      write_note("code:", fmt::format("{}:{}:{}", site->path, site->line, site->column));
    }
    write_note("do:", group.first.help);
    write_note("from:", group.first.source);
  }

  LintReportContext context_;
  Output& output_;
  Palette palette_;
  bool limits_said_ = false;
  const Input* input_ = nullptr;
  FindingGroups groups_;
  std::string text_;
};

}  // namespace

std::unique_ptr<LintReport> make_lint_full(const LintReportContext& context) {
  return std::make_unique<LintFull>(context);
}

}  // namespace atscope::cli
