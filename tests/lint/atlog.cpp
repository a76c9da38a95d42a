// SPDX-License-Identifier: MIT
#include "tests/lint/atlog.h"

#include <charconv>
#include <cstdio>
#include <fmt/format.h>
#include <map>
#include <memory>
#include <sstream>

#include "decoder/grammar/load.h"
#include "decoder/machine/machine.h"
#include "decoder/session/session.h"

namespace atscope::test {
namespace {

using capture::Sender;

constexpr std::int64_t step_ns = 10'000'000;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

std::string_view word(std::string_view& text) {
  text = trimmed(text);
  const std::size_t end = std::min(text.find(' '), text.size());
  const std::string_view found = text.substr(0, end);
  text.remove_prefix(end);
  return found;
}

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> list;
  for (std::string_view next = word(text); !next.empty(); next = word(text)) list.emplace_back(next);
  return list;
}

// "HH:MM:SS.fff]".
bool take_time(std::string_view& text, std::int64_t& ns) {
  unsigned hours = 0, minutes = 0;
  double seconds = 0;
  int used = 0;
  const std::string copy(text.substr(0, 40));
  if (std::sscanf(copy.c_str(), "%u:%u:%lf]%n", &hours, &minutes, &seconds, &used) < 3 || used == 0)
    return false;
  text.remove_prefix(static_cast<std::size_t>(used));
  ns = (std::int64_t{hours} * 3600 + std::int64_t{minutes} * 60) * 1'000'000'000 +
       static_cast<std::int64_t>(seconds * 1000 + 0.5) * 1'000'000;
  return true;
}

// The bytes of a line, with line ends unless it says its bytes itself.
std::string bytes_of(std::string_view text, Sender sender) {
  std::string bytes;
  bool verbatim = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\\') {
      bytes += text[at];
      continue;
    }
    verbatim = true;
    if (++at >= text.size()) break;  // a "\" at the end: nothing is added
    switch (text[at]) {
      case 'r':
        bytes += '\r';
        break;
      case 'n':
        bytes += '\n';
        break;
      case 't':
        bytes += '\t';
        break;
      case 'x': {
        unsigned value = 0;
        std::from_chars(text.data() + at + 1, text.data() + std::min(at + 3, text.size()), value, 16);
        bytes += static_cast<char>(value);
        at += 2;
        break;
      }
      default:
        bytes += text[at];
    }
  }
  if (verbatim) return bytes;
  if (sender == Sender::dte) return bytes + "\r";
  return sender == Sender::dce ? "\r\n" + bytes + "\r\n" : bytes + "\r\n";
}

Expected expectation(std::string_view text, std::uint64_t line) {
  Expected expected;
  expected.line = line;
  if (const std::size_t quote = text.find('"'); quote != text.npos) {
    const std::size_t end = text.rfind('"');
    expected.part = text.substr(quote + 1, end - quote - 1);
    text = text.substr(0, quote);
  }
  expected.code = word(text);
  expected.severity = word(text);
  for (std::string_view next = word(text); !next.empty(); next = word(text)) {
    if (next == "under") {
      expected.under = word(text);
    } else if (next != "=") {
      expected.confidence = next;
    }
  }
  return expected;
}

class Reader {
 public:
  Atlog read(std::string_view text) {
    log_.source.format = "atlog";
    log_.source.channels = {"test"};
    log_.source.has_time = false;
    while (!text.empty() && log_.mistake.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      ++number_;
      line(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    if (log_.cases.empty() && log_.mistake.empty()) log_.mistake = "it holds no case";
    return std::move(log_);
  }

 private:
  void fail(std::string_view why) { log_.mistake = fmt::format("line {}: {}", number_, why); }

  void line(std::string_view text) {
    if (trimmed(text).empty()) return;
    if (take(text, "## ")) {
      log_.cases.push_back({std::string(trimmed(text)), {}, {}, {}});
      time_ = {};
      place_ = 0;
      return;
    }
    if (take(text, "# ")) return remark(trimmed(text));
    if (text == "#") return;
    if (log_.cases.empty()) return fail("a line before the first case");
    traffic(text);
  }

  void remark(std::string_view text) {
    if (take(text, "expect:")) {
      if (log_.cases.empty()) return fail("an expectation before the first case");
      log_.cases.back().expected.push_back(expectation(trimmed(text), place_));
    } else if (take(text, "waiver:")) {
      lint::Waiver waiver;
      waiver.rule = word(text);
      if (word(text) == "until") waiver.until = word(text);
      if (log_.cases.empty()) return fail("a waiver before the first case");
      log_.cases.back().policy.waivers.push_back(std::move(waiver));
    } else if (take(text, "dialect:")) {
      log_.dialect = trimmed(text);
    } else if (take(text, "ignore:")) {
      log_.options.ignore = words(text);
    } else if (take(text, "select:")) {
      log_.options.select = words(text);
    } else if (take(text, "direction: none")) {
      log_.source.has_direction = false;
    } else if (take(text, "fidelity: line_lossy")) {
      log_.source.fidelity = capture::Fidelity::line_lossy;
    } else if (take(text, "resolution: 1 s")) {
      log_.source.time_resolution_ns = 1'000'000'000;
    } else if (text == "record") {
      log_.framing = capture::Framing::record;
    }
  }

  void traffic(std::string_view text) {
    AtlogLine line;
    line.number = place_ = number_;
    if (take(text, "[")) {
      if (!take_time(text, time_.ns)) return fail("a time is written [12:00:00.000]");
      time_.clock = capture::Clock::time_of_day;
      log_.source.has_time = true;
      text = trimmed(text);
    } else if (time_.known()) {
      time_.ns += step_ns;
    }
    line.time = time_;
    if (text == "@gap") {
      line.kind = capture::SegmentKind::gap;
      log_.cases.back().lines.push_back(std::move(line));
      return;
    }
    if (take(text, "@marker ") || take(text, "@section ")) {
      line.kind = capture::SegmentKind::section;
      line.note = text;
      log_.cases.back().lines.push_back(std::move(line));
      return;
    }
    const char side = text.empty() ? ' ' : text.front();
    if (side != '>' && side != '<' && side != '?') return fail("a line begins with >, < or ?");
    line.sender = side == '>' ? Sender::dte : side == '<' ? Sender::dce : Sender::unknown;
    text.remove_prefix(1);
    take(text, " ");
    line.bytes = bytes_of(text, line.sender);
    if (log_.framing == capture::Framing::record) {
      while (line.bytes.ends_with('\r') || line.bytes.ends_with('\n')) line.bytes.pop_back();
      while (line.bytes.starts_with('\r') || line.bytes.starts_with('\n')) line.bytes.erase(0, 1);
    }
    log_.cases.back().lines.push_back(std::move(line));
  }

  Atlog log_;
  std::uint64_t number_ = 0, place_ = 0;
  capture::Timestamp time_;
};

class Collector final : public lint::FindingSink {
 public:
  explicit Collector(std::vector<lint::Finding>& findings) : findings_(findings) {}
  void on_finding(const lint::Finding& finding) override { findings_.push_back(finding); }

 private:
  std::vector<lint::Finding>& findings_;
};

std::shared_ptr<const grammar::Dialect> dialect(const std::string& name) {
  static std::map<std::string, std::shared_ptr<const grammar::Dialect>> loaded;
  auto& entry = loaded[name];
  if (!entry) {
    auto result = grammar::load_dialect(name);
    if (result) entry = *result;
  }
  return entry;
}

}  // namespace

Atlog read_atlog(std::string_view text) {
  Atlog log = Reader().read(text);
  for (const lint::RuleInfo* rule : lint::rules()) {
    const bool habit = rule->preset != lint::Preset::standard || rule->code == "CFG001" ||
                       rule->code == "SEC001" || rule->code == "SEC002";
    if (habit && text.find(rule->code) == text.npos) log.options.ignore.emplace_back(rule->code);
  }
  return log;
}

LintRun run(const Atlog& log, const AtlogCase& test_case, std::size_t piece) {
  LintRun result;
  const auto rules_of = dialect(log.dialect);
  if (!rules_of) {
    lint::Finding finding;
    finding.message = "the dialect " + log.dialect + " cannot be loaded";
    result.findings.push_back(finding);
    return result;
  }
  Collector collector(result.findings);
  capture::SourceStats stats;
  lint::Policy policy = test_case.policy;
  policy.layers.push_back({{}, log.options.select, log.options.ignore, {}});
  lint::PolicyRun judge(std::move(policy), "2026-01-01");
  judge.begin_log("test.atlog", log.source.channels, true);
  lint::LintOptions options = log.options;
  options.policy = &judge;
  lint::Linter linter(*rules_of, log.source, collector, options);
  machine::MachineRunner machines(rules_of, linter);
  linter.attach(machines);
  session::Session session(rules_of, machines);
  for (const AtlogLine& line : test_case.lines) {
    capture::Segment segment;
    segment.sender = line.sender;
    segment.kind = line.kind;
    segment.framing = log.framing;
    segment.time = line.time;
    segment.origin.line = line.number;
    segment.note = line.note;
    stats.bytes += line.bytes.size() + line.note.size();
    ++stats.lines;
    const std::uint64_t offset = stats.bytes - line.bytes.size() - line.note.size();
    std::string_view rest = line.bytes;
    do {
      segment.bytes = piece == 0 ? rest : rest.substr(0, piece);
      segment.origin.offset = offset + line.bytes.size() - rest.size();
      session.feed(segment);
      rest.remove_prefix(segment.bytes.size());
    } while (!rest.empty());
  }
  session.finish();
  result.summary = linter.finish(stats);
  return result;
}

std::string describe(const lint::Finding& finding) {
  std::string text =
      fmt::format("{}: {} {} {}: {}", finding.origin.line, finding.code, lint::to_string(finding.severity),
                  lint::to_string(finding.confidence), finding.message);
  if (finding.cause != 0) text += fmt::format("  [under {}]", finding.cause);
  return text;
}

std::string complaints(const AtlogCase& test_case, const LintRun& run) {
  std::string text;
  std::vector<bool> met(run.findings.size());
  std::map<lint::FindingId, std::string> codes;
  for (const lint::Finding& finding : run.findings) codes[finding.id] = finding.code;
  for (const Expected& expected : test_case.expected) {
    bool found = false;
    for (std::size_t index = 0; index < run.findings.size() && !found; ++index) {
      const lint::Finding& finding = run.findings[index];
      const std::string under = finding.cause == 0 ? "" : codes[finding.cause];
      found = !met[index] && finding.code == expected.code && finding.origin.line == expected.line &&
              lint::to_string(finding.severity) == expected.severity && under == expected.under &&
              (expected.confidence.empty() || lint::to_string(finding.confidence) == expected.confidence) &&
              finding.message.find(expected.part) != std::string::npos;
      if (found) met[index] = true;
    }
    if (!found) {
      text += fmt::format("  expected and not found: line {}: {} {}{}{} \"{}\"\n", expected.line,
                          expected.code, expected.severity, expected.under.empty() ? "" : " under ",
                          expected.under, expected.part);
    }
  }
  for (std::size_t index = 0; index < run.findings.size(); ++index) {
    if (!met[index] && !run.findings[index].suppression)
      text += "  found and not expected: line " + describe(run.findings[index]) + "\n";
  }
  return text;
}

}  // namespace atscope::test
