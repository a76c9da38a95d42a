// SPDX-License-Identifier: MIT
// `atscope lint`: a finding as a picture of the exchange, with cause, consequences and a way out.
#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "cli/output.h"
#include "cli/report/finding_groups.h"
#include "cli/report/lint_report.h"
#include "cli/report/lint_text.h"
#include "cli/report/masked_finding.h"
#include "cli/report/terminal_text.h"
#include "cli/report/time_text.h"
#include "cli/report/utf8.h"

namespace atscope::cli {
namespace {

constexpr std::size_t widest_excerpt = 160;

// One line of the picture.
struct Shown {
  capture::Origin origin;
  capture::Timestamp time;
  session::Sender sender = session::Sender::unknown;
  std::string_view text;
  std::size_t mark_begin = 0, mark_size = 0;
  char marker = '^';
  std::string_view label;
};

std::uint64_t number_of(const capture::Origin& origin) {
  return origin.frame != 0 ? origin.frame : origin.line;
}

class LintFull final : public LintReport {
 public:
  LintFull(Output& output, const LintReportOptions& options)
      : output_(output), options_(options), palette_(options.color) {}

  void begin(const Input& input) override {
    input_ = &input;
    masker_.emplace(*input.dialect(), !options_.show_secrets);
    limits_said_ = false;
    groups_.clear();
  }

  void on_finding(const lint::Finding& finding) override {
    limits_said_ = limits_said_ || says_limits(finding);
    groups_.add(masked(finding, *masker_));
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
    append_visible(text_, finding.message);
    if (group.count > 1) fmt::format_to(out, " (×{})", group.count);
    fmt::format_to(out, "{}\n", palette_.reset);
    write_place_line(finding);
    write_picture(finding);
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
      append_visible(text_, input_->channel(finding.channel));
    }
    if (finding.time.clock == capture::Clock::utc) {
      text_ += "   ";
      Rfc3339().append(text_, finding.time.ns);
    } else if (finding.time.clock == capture::Clock::time_of_day) {
      text_ += "   ";
      append_clock_time(text_, finding.time.ns, 3);
    } else if (finding.time.known()) {
      fmt::format_to(out, "   {:+.3f} s", static_cast<double>(finding.time.ns) / 1e9);
    }
    if (!finding.state.empty()) {
      text_ += ", state ";
      append_visible(text_, finding.state);
    }
    fmt::format_to(out, ", confidence {}{}\n", lint::to_string(finding.confidence), palette_.reset);
  }

  void write_picture(const lint::Finding& finding) {
    std::vector<Shown> lines;
    for (const lint::Related& related : finding.related) {
      lines.push_back(
          {related.origin, related.time, related.sender, related.text, 0, 1, '-', related.message});
    }
    if (!finding.text.empty()) {
      const std::size_t begin =
          std::min<std::size_t>(finding.column == 0 ? 0 : finding.column - 1, finding.text.size());
      lines.push_back({finding.origin,
                       finding.time,
                       sender_of(finding),
                       finding.text,
                       begin,
                       std::min<std::size_t>(finding.bytes, finding.text.size() - begin),
                       '^',
                       {}});
    }
    if (lines.empty()) return;
    std::stable_sort(lines.begin(), lines.end(), [](const Shown& a, const Shown& b) {
      return std::pair(number_of(a.origin), a.origin.offset) <
             std::pair(number_of(b.origin), b.origin.offset);
    });
    std::size_t width = 3;
    for (const Shown& line : lines) width = std::max(width, std::to_string(number_of(line.origin)).size());
    text_ += fmt::format("{}{:>{}} |{}\n", palette_.accent, "", width + 1, palette_.reset);
    for (const Shown& line : lines) write_shown(line, width);
  }

  // A finding does not carry the side; a command line shows its own.
  static session::Sender sender_of(const lint::Finding& finding) {
    for (const lint::Related& related : finding.related) {
      if (related.origin == finding.origin && related.text == finding.text) return related.sender;
    }
    const std::string_view start = std::string_view(finding.text).substr(0, 2);
    return start == "AT" || start == "at" ? session::Sender::dte : session::Sender::dce;
  }

  void write_shown(const Shown& line, std::size_t width) {
    auto out = std::back_inserter(text_);
    fmt::format_to(out, "{}{:>{}} |{} ", palette_.accent, number_of(line.origin), width + 1, palette_.reset);
    std::string time;
    if (line.time.clock == capture::Clock::utc || line.time.clock == capture::Clock::time_of_day) {
      append_clock_time(time, line.time.ns, 3);
    } else if (line.time.known()) {
      time = fmt::format("{:.3f}", static_cast<double>(line.time.ns) / 1e9);
    }
    if (!time.empty()) time += "  ";
    fmt::format_to(out, "{}{}{}{}{} ", palette_.dim, time, palette_.reset, palette_.side(line.sender),
                   arrow(line.sender));
    // Long lines are shown around the mark.
    std::size_t begin = line.mark_begin > widest_excerpt / 2 ? line.mark_begin - widest_excerpt / 2 : 0;
    while (begin > 0 && (static_cast<unsigned char>(line.text[begin]) & 0xC0) == 0x80) --begin;
    std::string before = begin == 0 ? "" : "…";
    append_visible(before, line.text.substr(begin, line.mark_begin - begin));
    const std::string_view rest = line.text.substr(line.mark_begin);
    text_ += before;
    append_excerpt(text_, rest, widest_excerpt);
    fmt::format_to(out, "{}\n", palette_.reset);

    const std::size_t mark_width =
        display_width(visible(rest.substr(0, std::min(line.mark_size, widest_excerpt))));
    const bool primary = line.marker == '^';
    if (!primary && line.label.empty()) return;
    fmt::format_to(out, "{}{:>{}} |{} {:>{}}{}{}", palette_.accent, "", width + 1, palette_.reset, "",
                   time.size() + 2 + display_width(before), primary ? palette_.bad : palette_.accent,
                   std::string(std::max<std::size_t>(1, mark_width), line.marker));
    if (!line.label.empty()) text_ += ' ';
    append_visible(text_, line.label);
    fmt::format_to(out, "{}\n", palette_.reset);
  }

  void write_note(std::string_view word, std::string_view text) {
    if (text.empty()) return;
    fmt::format_to(std::back_inserter(text_), "     {}={} {:<6}", palette_.accent, palette_.reset, word);
    append_visible(text_, text);
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
      write_note("then:", counted(group.more_consequences, "more consequence"));
    }
    if (group.count > 1) {
      std::string text = fmt::format("{} times, the last at ", group.count);
      append_place(text, *input_, group.last, 1);
      write_note("seen:", text);
    }
    write_note("do:", group.first.help);
    write_note("from:", group.first.source);
  }

  Output& output_;
  LintReportOptions options_;
  Palette palette_;
  bool limits_said_ = false;
  const Input* input_ = nullptr;
  std::optional<Masker> masker_;
  FindingGroups groups_;
  std::string text_;
};

}  // namespace

std::unique_ptr<LintReport> make_lint_full(Output& output, const LintReportOptions& options) {
  return std::make_unique<LintFull>(output, options);
}

}  // namespace atscope::cli
