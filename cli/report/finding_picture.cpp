// SPDX-License-Identifier: MIT
#include "cli/report/finding_picture.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <utility>

#include "decoder/report/time_text.h"
#include "decoder/report/utf8.h"
#include "decoder/report/visible_text.h"

namespace atscope::cli {
namespace {

constexpr std::size_t widest_excerpt = 160;
constexpr std::size_t narrowest_excerpt = 24;
constexpr std::size_t delta_width = 10;

// A finding does not carry the side; a command line shows its own.
session::Sender sender_of(const lint::Finding& finding) {
  for (const lint::Related& related : finding.related) {
    if (related.origin == finding.origin && related.text == finding.text) return related.sender;
  }
  const std::string_view start = std::string_view(finding.text).substr(0, 2);
  return start == "AT" || start == "at" ? session::Sender::dte : session::Sender::dce;
}

class Picture {
 public:
  Picture(std::string& out, const Palette& palette, std::size_t columns)
      : out_(out), palette_(palette), columns_(columns) {}

  void draw(const std::vector<PictureLine>& lines) {
    for (const PictureLine& line : lines) {
      number_width_ = std::max(number_width_, std::to_string(line.number()).size());
      time_width_ = std::max(time_width_, picture_time(line.time).size());
    }
    out_ += fmt::format("{}{:>{}} |{}\n", palette_.accent, "", number_width_ + 1, palette_.reset);
    const PictureLine* before = nullptr;
    for (const PictureLine& line : lines) {
      draw_line(line, before);
      before = &line;
    }
  }

 private:
  // Since the line before: what a reader would else compute.
  [[nodiscard]] static std::string delta(const PictureLine& line, const PictureLine* before) {
    if (before == nullptr || !line.time.known() || before->time.clock != line.time.clock) return {};
    const std::int64_t ns = line.time.ns - before->time.ns;
    return ns < 0 ? std::string() : "+" + report::duration_text(ns);
  }

  void draw_line(const PictureLine& line, const PictureLine* before) {
    auto out = std::back_inserter(out_);
    const std::string time = picture_time(line.time);
    const std::string since = delta(line, before);
    fmt::format_to(out, "{}{:>{}} |{} ", palette_.accent, line.number(), number_width_ + 1, palette_.reset);
    std::size_t lead = 2;
    out_ += palette_.dim;
    if (time_width_ != 0) {
      fmt::format_to(out, "{:>{}} ", time, time_width_);
      const std::size_t shown = report::display_width(since);
      out_.append(delta_width - std::min(delta_width, shown), ' ');
      out_ += since;
      out_ += "  ";
      lead += time_width_ + 3 + std::max(delta_width, shown);
    }
    fmt::format_to(out, "{}{}{} ", palette_.reset, palette_.side(line.sender), arrow(line.sender));

    const std::size_t taken = number_width_ + 4 + lead;
    const std::size_t room = columns_ == 0 ? widest_excerpt
                                           : std::clamp(columns_ > taken ? columns_ - taken : 0,
                                                        narrowest_excerpt, widest_excerpt);
    // Long lines are shown around the mark.
    std::size_t begin = line.mark_begin > room / 2 ? line.mark_begin - room / 2 : 0;
    while (begin > 0 && (static_cast<unsigned char>(line.text[begin]) & 0xC0) == 0x80) --begin;
    std::string ahead = begin == 0 ? "" : "…";
    report::append_visible(ahead, line.text.substr(begin, line.mark_begin - begin));
    const std::string_view rest = line.text.substr(line.mark_begin);
    out_ += ahead;
    report::append_excerpt(out_, rest, room - std::min(room - 1, line.mark_begin - begin));
    fmt::format_to(out, "{}\n", palette_.reset);
    if (!line.primary && line.label.empty()) return;

    const std::size_t marked =
        std::min(report::display_width(report::visible(rest.substr(0, std::min(line.mark_size, room)))),
                 room - std::min(room - 1, report::display_width(ahead)));
    fmt::format_to(out, "{}{:>{}} |{} {:>{}}{}{}", palette_.accent, "", number_width_ + 1, palette_.reset, "",
                   lead + report::display_width(ahead), line.primary ? palette_.bad : palette_.accent,
                   std::string(std::max<std::size_t>(1, marked), line.primary ? '^' : '-'));
    if (!line.label.empty()) out_ += ' ';
    report::append_visible(out_, line.label);
    fmt::format_to(out, "{}\n", palette_.reset);
  }

  std::string& out_;
  const Palette& palette_;
  std::size_t columns_;
  std::size_t number_width_ = 3, time_width_ = 0;
};

}  // namespace

std::string picture_time(capture::Timestamp time) {
  std::string text;
  if (time.clock == capture::Clock::utc || time.clock == capture::Clock::time_of_day) {
    report::append_clock_time(text, time.ns, 3);
  } else if (time.known()) {
    text = fmt::format("{:.3f}", static_cast<double>(time.ns) / 1e9);
  }
  return text;
}

std::vector<PictureLine> picture_lines(const lint::Finding& finding) {
  std::vector<PictureLine> lines;
  for (const lint::Related& related : finding.related) {
    lines.push_back(
        {related.origin, related.time, related.sender, related.text, 0, 1, false, related.message});
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
                     true,
                     {}});
  }
  std::stable_sort(lines.begin(), lines.end(), [](const PictureLine& a, const PictureLine& b) {
    return std::pair(a.number(), a.origin.offset) < std::pair(b.number(), b.origin.offset);
  });
  return lines;
}

void append_picture(std::string& out, const lint::Finding& finding, const Palette& palette,
                    std::size_t width) {
  const std::vector<PictureLine> lines = picture_lines(finding);
  if (!lines.empty()) Picture(out, palette, width).draw(lines);
}

}  // namespace atscope::cli
