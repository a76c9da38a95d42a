// SPDX-License-Identifier: MIT
#include "cli/report/stats_report.h"

#include <array>
#include <fmt/format.h>
#include <iterator>
#include <vector>

#include "decoder/report/csv.h"
#include "decoder/report/json_writer.h"
#include "decoder/report/utf8.h"
#include "decoder/report/visible_text.h"

namespace atscope::cli {
namespace {

struct Measured {
  std::int64_t median, p95, maximum;  // -1: none
  double share;                       // of the documented maximum; -1: unknown
};

Measured measure(const CommandStats& stats) {
  const bool timed = stats.latency.count() != 0;
  Measured measured{stats.latency.quantile(0.5), stats.latency.quantile(0.95),
                    timed ? stats.latency.maximum() : -1, -1};
  if (timed && stats.limit > 0) {
    measured.share = static_cast<double>(measured.maximum) / static_cast<double>(stats.limit);
  }
  return measured;
}

// Padded by what the terminal shows, not by bytes.
void append_right(std::string& out, std::string_view text, std::size_t width) {
  const std::size_t shown = report::display_width(text);
  out.append(shown < width ? width - shown : 0, ' ');
  out += text;
}

}  // namespace

std::string stats_table(const CommandStatsTable& table, const Palette& palette) {
  static constexpr std::array<std::pair<const char*, std::size_t>, 10> columns{{{"count", 8},
                                                                                {"ok", 8},
                                                                                {"error", 7},
                                                                                {"silent", 7},
                                                                                {"other", 6},
                                                                                {"p50", 10},
                                                                                {"p95", 10},
                                                                                {"max", 10},
                                                                                {"limit", 10},
                                                                                {"used", 6}}};
  std::string out;
  fmt::format_to(std::back_inserter(out), "{}{:<24}", palette.bold, "command");
  for (const auto& [title, width] : columns) append_right(out, title, width);
  out += palette.reset;
  out += '\n';
  for (const CommandStats* stats : table.sorted()) {
    const Measured measured = measure(*stats);
    std::string name = report::visible(command_text(stats->command, stats->form));
    if (name.size() < 24) name.append(24 - name.size(), ' ');
    out += name;
    append_right(out, std::to_string(stats->count), 8);
    append_right(out, std::to_string(stats->ok), 8);
    out += stats->error != 0 ? palette.bad : std::string_view();
    append_right(out, std::to_string(stats->error), 7);
    out += palette.reset;
    out += stats->no_answer != 0 ? palette.caution : std::string_view();
    append_right(out, std::to_string(stats->no_answer), 7);
    out += palette.reset;
    append_right(out, std::to_string(stats->other), 6);
    for (const std::int64_t value : {measured.median, measured.p95, measured.maximum}) {
      append_right(out, value < 0 ? "-" : report::duration_text(value), 10);
    }
    append_right(out, stats->limit > 0 ? report::duration_text(stats->limit) : "-", 10);
    out += measured.share > 1 ? palette.bad : std::string_view();
    append_right(out, measured.share < 0 ? "-" : fmt::format("{:.0f}%", measured.share * 100), 6);
    out += measured.share > 1 ? palette.reset : std::string_view();
    out += '\n';
  }
  return out;
}

std::string stats_json(const CommandStatsTable& table) {
  std::string out;
  report::JsonWriter json(out);
  json.begin_object();
  json.number("v", 1);
  json.begin_array("commands");
  const auto time = [&](std::string_view key, std::int64_t ns) {
    ns < 0 ? json.null(key) : json.signed_number(key, ns);
  };
  for (const CommandStats* stats : table.sorted()) {
    const Measured measured = measure(*stats);
    json.begin_object();
    json.string("command", command_text(stats->command, stats->form));
    json.string("name", stats->command);
    json.string("form", to_string(stats->form));
    json.number("count", stats->count);
    json.number("ok", stats->ok);
    json.number("error", stats->error);
    json.number("no_answer", stats->no_answer);
    json.number("other", stats->other);
    time("p50_ns", measured.median);
    time("p95_ns", measured.p95);
    time("max_ns", measured.maximum);
    time("limit_ns", stats->limit > 0 ? stats->limit : -1);
    measured.share < 0 ? json.null("limit_share") : json.real("limit_share", measured.share);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  out += '\n';
  return out;
}

std::string stats_csv(const CommandStatsTable& table) {
  std::string out =
      "command,name,form,count,ok,error,no_answer,other,p50_ns,p95_ns,max_ns,limit_ns,limit_share\r\n";
  for (const CommandStats* stats : table.sorted()) {
    const Measured measured = measure(*stats);
    report::append_csv_bytes(out, command_text(stats->command, stats->form));
    out += ',';
    report::append_csv_bytes(out, stats->command);
    fmt::format_to(std::back_inserter(out), ",{},{},{},{},{},{}", to_string(stats->form), stats->count,
                   stats->ok, stats->error, stats->no_answer, stats->other);
    for (const std::int64_t value : {measured.median, measured.p95, measured.maximum,
                                     stats->limit > 0 ? stats->limit : std::int64_t{-1}}) {
      out += ',';
      if (value >= 0) out += std::to_string(value);
    }
    out += ',';
    if (measured.share >= 0) fmt::format_to(std::back_inserter(out), "{:.6f}", measured.share);
    out += "\r\n";
  }
  return out;
}

}  // namespace atscope::cli
