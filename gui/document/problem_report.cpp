// SPDX-License-Identifier: MIT
// A report for people who have no atscope: what was read, how the commands went, and the problems.
#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <map>
#include <vector>

#include "decoder/lint/rule.h"
#include "decoder/report/latency.h"
#include "decoder/report/markup_text.h"
#include "decoder/report/visible_text.h"
#include "gui/document/export.h"
#include "gui/document/problems.h"

namespace atscope::gui {
namespace {

constexpr std::size_t most_problems = 10'000;
constexpr std::size_t longest_line = 400;

struct CommandRow {
  std::string name;
  std::uint64_t count = 0, errors = 0, unanswered = 0;
  report::LatencyHistogram latency;
};

struct Problem {
  lint::Finding finding;
  std::vector<lint::Finding> consequences;
};

struct Facts {
  std::uint64_t events = 0, exchanges = 0;
  std::vector<CommandRow> commands;
  std::vector<Problem> problems;
  std::size_t left_out = 0, suppressed = 0;
};

Facts gather(const Document& document, const ExportOptions& options) {
  Facts facts;
  const trace::Trace& trace = document.trace();
  const auto wanted = [&](trace::EventIndex event) { return !options.wanted || options.wanted(event); };
  std::map<grammar::CommandId, CommandRow> commands;
  const trace::EventIndex end = trace.size();
  for (trace::EventIndex index = 0; index < end; ++index) {
    if (!wanted(index)) continue;
    ++facts.events;
    const trace::EventRecord& event = trace.event(index);
    if (event.kind != session::EventKind::command || event.txn == 0 || event.inside) continue;
    ++facts.exchanges;
    if (event.command == grammar::no_command || !trace.is_closed(event.txn)) continue;
    const trace::TransactionRecord& txn = trace.transaction(event.txn);
    CommandRow& row = commands[event.command];
    ++row.count;
    row.errors += txn.outcome == session::Outcome::error ? 1 : 0;
    row.unanswered += txn.outcome == session::Outcome::no_answer ? 1 : 0;
    if (txn.latency_ns >= 0) row.latency.add(txn.latency_ns);
  }
  for (auto& [id, row] : commands) {
    row.name = "AT" + trace.dialect().command(id).name;
    facts.commands.push_back(std::move(row));
  }
  std::sort(facts.commands.begin(), facts.commands.end(),
            [](const CommandRow& a, const CommandRow& b) { return a.count > b.count; });
  std::map<lint::FindingId, std::size_t> places;
  std::vector<lint::Finding> consequences;
  for (std::size_t number = 0; number < document.findings(); ++number) {
    if (!wanted(event_of(document.finding_record(number), trace))) continue;
    lint::Finding finding = document.shown_finding(number);
    if (document.suppression(number)) {
      ++facts.suppressed;
    } else if (finding.cause != 0) {
      consequences.push_back(std::move(finding));
    } else if (facts.problems.size() < most_problems) {
      places[finding.id] = facts.problems.size();
      facts.problems.push_back({std::move(finding), {}});
    } else {
      ++facts.left_out;
    }
  }
  for (lint::Finding& finding : consequences) {
    const auto cause = places.find(finding.cause);
    if (cause != places.end()) facts.problems[cause->second].consequences.push_back(std::move(finding));
  }
  std::stable_sort(facts.problems.begin(), facts.problems.end(), [](const Problem& a, const Problem& b) {
    return std::pair(b.finding.severity, a.finding.code) < std::pair(a.finding.severity, b.finding.code);
  });
  return facts;
}

// The two forms differ in these alone.
struct Markup {
  std::string (*text)(std::string_view);
  std::string_view begin, end;
  std::string_view heading, heading_end, subheading, subheading_end;
  std::string_view table, row, cell, cell_end, row_end, table_end;
  std::string_view item, item_end, strong, strong_end, line_break;
};

constexpr Markup markdown = {report::markdown_text,
                             "",
                             "",
                             "# ",
                             "\n\n",
                             "## ",
                             "\n\n",
                             "",
                             "|",
                             " ",
                             " |",
                             "\n",
                             "\n",
                             "- ",
                             "\n",
                             "**",
                             "**",
                             "  \n"};

constexpr Markup html = {
    report::xml_text,
    "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>atscope</title><style>\n"
    "body{font:15px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}\n"
    "table{border-collapse:collapse}td{border:1px solid #999;padding:.2em .6em}\n"
    "@media (prefers-color-scheme: dark){body{background:#1b1d20;color:#ddd}}\n"
    "</style></head><body>\n",
    "</body></html>\n",
    "<h1>",
    "</h1>\n",
    "<h2>",
    "</h2>\n",
    "<table>\n",
    "<tr>",
    "<td>",
    "</td>",
    "</tr>\n",
    "</table>\n",
    "<p>",
    "</p>\n",
    "<b>",
    "</b>",
    "<br>\n"};

std::string shown(const Markup& as, std::string_view bytes) {
  std::string visible;
  report::append_excerpt(visible, bytes, longest_line);
  return as.text(visible);
}

void add_row(std::string& out, const Markup& as, std::initializer_list<std::string> cells) {
  out += as.row;
  for (const std::string& cell : cells) out.append(as.cell).append(cell).append(as.cell_end);
  out += as.row_end;
}

void add_finding(std::string& out, const Markup& as, const lint::Finding& finding, bool follows) {
  const std::uint64_t place = std::max(finding.origin.line, finding.origin.frame);
  out += as.item;
  if (follows) {
    out += "then: ";
  } else {
    out += fmt::format("{}{} {} {}{} ", as.strong, lint::to_string(finding.severity), finding.code,
                       finding.name, as.strong_end);
  }
  if (place != 0) out += fmt::format("({} {}): ", finding.origin.frame != 0 ? "frame" : "line", place);
  out += shown(as, finding.message);
  if (!follows && !finding.text.empty()) out.append(as.line_break).append(shown(as, finding.text));
  if (!follows && !finding.help.empty()) out.append(as.line_break).append(shown(as, finding.help));
  out += as.item_end;
}

tl::expected<void, std::string> write(const Document& document, const ExportOptions& options,
                                      const ExportSink& sink, const Markup& as) {
  const Facts facts = gather(document, options);
  std::string out(as.begin);
  out.append(as.heading).append(shown(as, document.name())).append(as.heading_end);
  out += as.item;
  out +=
      fmt::format("read as {}, dialect {}", shown(as, document.format()), shown(as, document.dialect_text()));
  out.append(as.item_end).append(as.item);
  out += fmt::format("{}, {}", report::counted(facts.events, "event"),
                     report::counted(facts.exchanges, "exchange"));
  out += as.item_end;
  if (options.wanted) out.append(as.item).append("a part of the whole").append(as.item_end);
  out += '\n';
  out.append(as.subheading).append("Problems").append(as.subheading_end);
  if (facts.problems.empty()) out.append(as.item).append("none found").append(as.item_end);
  for (const Problem& problem : facts.problems) {
    add_finding(out, as, problem.finding, false);
    for (const lint::Finding& finding : problem.consequences) add_finding(out, as, finding, true);
  }
  if (facts.left_out > 0) out += fmt::format("{}{} more{}", as.item, facts.left_out, as.item_end);
  if (facts.suppressed > 0) out += fmt::format("{}{} suppressed{}", as.item, facts.suppressed, as.item_end);
  out += '\n';
  out.append(as.subheading).append("Commands").append(as.subheading_end).append(as.table);
  add_row(out, as, {"command", "count", "error", "no answer", "p50", "p95", "max"});
  if (as.table.empty()) out += "|---|---:|---:|---:|---:|---:|---:|\n";
  for (const CommandRow& row : facts.commands) {
    const bool timed = row.latency.count() > 0;
    const auto time = [&](std::int64_t ns) { return timed ? report::duration_text(ns) : std::string(); };
    add_row(out, as,
            {shown(as, row.name), std::to_string(row.count), std::to_string(row.errors),
             std::to_string(row.unanswered), time(row.latency.quantile(0.5)),
             time(row.latency.quantile(0.95)), time(row.latency.maximum())});
  }
  out.append(as.table_end).append(as.end);
  sink(out);
  return {};
}

}  // namespace

tl::expected<void, std::string> write_markdown(const Document& document, const ExportOptions& options,
                                               const ExportSink& sink) {
  return write(document, options, sink, markdown);
}

tl::expected<void, std::string> write_html(const Document& document, const ExportOptions& options,
                                           const ExportSink& sink) {
  return write(document, options, sink, html);
}

}  // namespace atscope::gui
