// SPDX-License-Identifier: MIT
// `atscope lint -f sarif`: SARIF 2.1.0 as GitHub code scanning takes it. The log is no file of a repository,
// so snippets, the exchange (a code flow) and fingerprints are all in the file. Written while the logs are
// read.
#include <algorithm>
#include <fmt/format.h>
#include <string>
#include <vector>

#include "cli/output.h"
#include "cli/pipeline.h"
#include "cli/report/artifact.h"
#include "cli/report/cause_window.h"
#include "cli/report/finding_picture.h"
#include "cli/report/lint_report.h"
#include "cli/source_map.h"
#include "cli/version.h"
#include "decoder/lint/rule_pages.h"
#include "decoder/report/json_writer.h"
#include "decoder/report/time_text.h"
#include "decoder/report/visible_text.h"

namespace atscope::cli {
namespace {

constexpr std::size_t max_results = 25000;    // over it GitHub refuses the whole file
constexpr std::size_t max_snippet = 1000;     // bytes of a line
constexpr std::uint64_t context_reach = 12;   // lines around the finding that its context region may span
constexpr std::size_t max_short_text = 1024;  // of a rule's descriptions
constexpr std::size_t max_notifications = 1000;

std::string_view level_of(lint::Severity severity) {
  return lint::to_string(severity);
}

std::string_view problem_severity(lint::Severity severity) {
  return severity == lint::Severity::note ? "recommendation" : lint::to_string(severity);
}

std::string_view rule_page(std::string_view name) {
  for (const lint::RulePage& page : lint::rule_pages()) {
    if (page.name == name) return page.text;
  }
  return {};
}

// "command-before-final-result" as SARIF likes names: "CommandBeforeFinalResult".
std::string pascal_case(std::string_view name) {
  std::string out;
  bool upper = true;
  for (const char c : name) {
    if (c == '-') {
      upper = true;
      continue;
    }
    out += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    upper = false;
  }
  return out;
}

class LintSarif final : public LintReport {
 public:
  explicit LintSarif(const LintReportContext& context)
      : context_(context),
        output_(*context.output),
        json_(text_),
        window_([this](const CauseAndConsequences& entry) { write_result(entry); }) {
    json_.begin_object();
    json_.string("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    json_.string("version", "2.1.0");
    json_.begin_array("runs");
    json_.begin_object();
    write_tool();
    json_.string("columnKind", "unicodeCodePoints");
    json_.begin_array("redactionTokens");
    json_.string("[REDACTED]");
    json_.end_array();
    json_.begin_array("results");
  }

  void begin(const Input& input) override {
    input_ = &input;
    path_ = artifact_path(input.name(), context_.root);
  }
  void on_finding(const lint::Finding& finding) override { window_.add(finding); }

  void end(const lint::LintSummary& summary) override {
    window_.finish();
    for (const lint::Inactive& inactive : summary.inactive) {
      notify(
          inactive.code, "note",
          fmt::format("{}: {} {} was not checked: {}", path_, inactive.code, inactive.name, inactive.reason));
    }
    if (summary.checked_nothing) notify({}, "warning", fmt::format("{}: nothing was checked", path_));
    input_ = nullptr;
  }

  void failed(std::string_view path, std::string_view reason) override {
    failed_ = true;
    notify({}, "error", fmt::format("{}: {}", report::visible(path), report::visible(reason)));
  }

  void finish(const LintRun& run) override {
    json_.end_array();  // results
    if (left_out_ != 0) {
      notify({}, "warning",
             fmt::format("{} more results were left out: GitHub takes {} a run", left_out_, max_results));
    }
    if (window_.lost() != 0) {
      notify({}, "note",
             fmt::format("{} more consequences of these findings are not listed", window_.lost()));
    }
    json_.begin_array("invocations");
    json_.begin_object();
    json_.boolean("executionSuccessful", !failed_);
    json_.number("exitCode", static_cast<std::uint64_t>(run.exit_code));
    json_.raw("toolExecutionNotifications", "[" + notifications_ + "]");
    json_.end_object();
    json_.end_array();
    json_.end_object();
    json_.end_array();
    json_.end_object();
    text_ += '\n';
    output_.write(text_);
    text_.clear();
  }

 private:
  void text_object(std::string_view key, std::string_view text) {
    json_.begin_object(key);
    json_.string("text", text);
    json_.end_object();
  }

  void write_tool() {
    json_.begin_object("tool");
    json_.begin_object("driver");
    json_.string("name", "atscope");
    json_.string("semanticVersion", version);
    json_.begin_array("rules");
    for (const lint::RuleInfo* rule : lint::rules()) write_rule(*rule);
    json_.end_array();
    json_.end_object();
    json_.end_object();
  }

  void write_rule(const lint::RuleInfo& rule) {
    const std::string_view summary = rule.summary.substr(0, max_short_text);
    json_.begin_object();
    json_.string("id", rule.code);
    json_.string("name", pascal_case(rule.name));
    text_object("shortDescription", summary);
    text_object("fullDescription", summary);
    const std::string_view page = rule_page(rule.name);
    json_.begin_object("help");
    json_.string("text", page.empty() ? fmt::format("atscope explain {}", rule.code) : std::string(page));
    if (!page.empty()) json_.string("markdown", page);
    json_.end_object();
    json_.begin_object("defaultConfiguration");
    json_.string("level", level_of(rule.severity));
    json_.end_object();
    json_.begin_object("properties");
    json_.string("problem.severity", problem_severity(rule.severity));
    json_.string("precision", "high");
    json_.begin_array("tags");
    json_.string(rule.code.substr(0, 3));
    if (rule.code.starts_with("SEC")) json_.string("security");
    json_.end_array();
    if (rule.code.starts_with("SEC")) json_.string("security-severity", "6.0");
    json_.end_object();
    json_.end_object();
  }

  void artifact(std::string_view path) {
    json_.begin_object("artifactLocation");
    json_.string("uri", uri_of(path));
    json_.end_object();
  }

  // A place in the log. `column` and `size` are in bytes of `text`, as the finding has them; SARIF counts
  // code points.
  void physical_location(const capture::Origin& origin, std::string_view text, std::size_t begin,
                         std::size_t size, const lint::Finding* finding) {
    json_.begin_object("physicalLocation");
    artifact(path_);
    const std::uint64_t line = artifact_line(origin);
    const std::string_view line_text = text.substr(0, max_snippet);
    begin = std::min(begin, line_text.size());
    const std::size_t end = std::min(line_text.size(), begin + std::max<std::size_t>(1, size));
    const std::uint64_t start_column = code_points(line_text.substr(0, begin)) + 1;
    const std::uint64_t end_column =
        std::max(start_column + 1, start_column + code_points(line_text.substr(begin, end - begin)));
    json_.begin_object("region");
    json_.number("startLine", line);
    json_.number("startColumn", start_column);
    json_.number("endLine", line);
    json_.number("endColumn", end_column);
    const std::string_view marked = text.substr(0, begin + size);
    if (!text.empty() && size != 0 && marked.find("[REDACTED]") == std::string_view::npos) {
      json_.number("byteOffset", origin.offset + begin);
      json_.number("byteLength", size);
    }
    const std::string snippet = visible_excerpt(line_text.substr(begin, end - begin), max_snippet);
    if (!snippet.empty()) text_object("snippet", snippet);
    json_.end_object();
    if (finding != nullptr) context_region(*finding, line);
    json_.end_object();
  }

  static std::uint64_t code_points(std::string_view text) {
    return static_cast<std::uint64_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
  }

  // The picture, as text: lines near the finding that it speaks of. It must be more than the region itself.
  void context_region(const lint::Finding& finding, std::uint64_t line) {
    std::uint64_t first = line, last = line;
    std::string text;
    for (const PictureLine& shown : picture_lines(finding)) {
      const std::uint64_t number = artifact_line(shown.origin);
      if (number + context_reach < line || number > line + context_reach) continue;
      first = std::min(first, number);
      last = std::max(last, number);
      const std::string time = picture_time(shown.time);
      text += fmt::format("{:>5} | {}{}{} {}{}{}\n", number, time, time.empty() ? "" : "  ",
                          arrow(shown.sender), visible_excerpt(shown.text, max_snippet),
                          shown.label.empty() ? "" : "   <- ", report::visible(shown.label));
    }
    if (text.empty()) return;
    json_.begin_object("contextRegion");
    json_.number("startLine", first);
    json_.number("endLine", first == last ? last + 1 : last);
    text_object("snippet", text);
    json_.end_object();
  }

  void location(const lint::Finding& finding) {
    json_.begin_object();
    physical_location(finding.origin, finding.text, finding.column == 0 ? 0 : finding.column - 1,
                      finding.bytes, &finding);
    logical_location(finding);
    json_.end_object();
  }

  void logical_location(const lint::Finding& finding) {
    if (finding.section.empty()) return;
    json_.begin_array("logicalLocations");
    json_.begin_object();
    json_.string("name", report::visible(finding.section));
    json_.string("kind", "test");
    json_.end_object();
    json_.end_array();
  }

  void code_location(const SourceSite& site) {
    json_.begin_object();
    json_.begin_object("physicalLocation");
    artifact(site.path);
    json_.begin_object("region");
    json_.number("startLine", site.line);
    json_.number("startColumn", site.column);
    json_.number("endLine", site.line);
    json_.number("endColumn", site.column + site.size);
    text_object("snippet", site.literal);
    json_.end_object();
    json_.end_object();
    json_.end_object();
  }

  void related_location(std::uint64_t id, const capture::Origin& origin, std::string_view text,
                        std::size_t begin, std::size_t size, std::string_view message) {
    json_.begin_object();
    json_.number("id", id);
    physical_location(origin, text, begin, size, nullptr);
    if (!message.empty()) text_object("message", report::visible(message));
    json_.end_object();
  }

  void write_result(const CauseAndConsequences& entry) {
    const lint::Finding& finding = entry.cause;
    if (results_ == max_results) {
      ++left_out_;
      return;
    }
    ++results_;
    const SourceSite* site = context_.sources == nullptr ? nullptr : context_.sources->find(finding);
    json_.begin_object();
    json_.string("ruleId", finding.code);
    json_.number("ruleIndex", index_of(finding.code));
    json_.string("level", level_of(finding.severity));
    write_message(entry, site != nullptr);
    json_.begin_array("locations");
    site != nullptr ? code_location(*site) : location(finding);
    json_.end_array();
    write_related(entry, site != nullptr);
    write_code_flow(finding);
    json_.begin_object("partialFingerprints");
    json_.string("primaryLocationLineHash", fingerprint_of(finding, path_) + ":1");
    json_.string("atscope/v1", finding.fingerprint);
    json_.end_object();
    if (finding.suppression) write_suppression(finding.suppression);
    if (finding.baseline != lint::BaselineState::none) {
      json_.string("baselineState", finding.baseline == lint::BaselineState::fresh ? "new" : "unchanged");
    }
    json_.begin_object("properties");
    json_.string("confidence", lint::to_string(finding.confidence));
    if (!finding.state.empty()) json_.string("state", report::visible(finding.state));
    if (!finding.section.empty()) json_.string("section", report::visible(finding.section));
    json_.number("consequences", entry.consequence_count);
    json_.end_object();
    json_.end_object();
    output_.write(text_);
    text_.clear();
  }

  // Brackets begin a link in a SARIF message.
  static std::string message_text(std::string_view text) {
    std::string out;
    for (const char c : report::visible(text)) {
      if (c == '[' || c == ']' || c == '\\') out += '\\';
      out += c;
    }
    return out;
  }

  void write_message(const CauseAndConsequences& entry, bool mapped) {
    const lint::Finding& finding = entry.cause;
    std::string text = message_text(finding.message) + ".";
    if (mapped)
      text += fmt::format(" Seen in [{}](0).",
                          message_text(path_ + fmt::format(":{}", artifact_line(finding.origin))));
    if (!finding.help.empty()) text += " Do: " + message_text(finding.help) + ".";
    if (entry.consequence_count != 0)
      text += fmt::format(" {} follow from it.", report::counted(entry.consequence_count, "more finding"));
    if (!finding.source.empty()) text += " (" + message_text(finding.source) + ")";
    text_object("message", text);
  }

  void write_related(const CauseAndConsequences& entry, bool mapped) {
    const lint::Finding& finding = entry.cause;
    if (finding.related.empty() && entry.consequences.empty() && !mapped) return;
    json_.begin_array("relatedLocations");
    std::uint64_t id = 0;
    if (mapped) {
      related_location(id, finding.origin, finding.text, finding.column == 0 ? 0 : finding.column - 1,
                       finding.bytes, "in the log");
    }
    for (const lint::Related& related : finding.related) {
      related_location(++id, related.origin, related.text, 0, related.text.size(), related.message);
    }
    for (const lint::Finding& consequence : entry.consequences) {
      related_location(++id, consequence.origin, consequence.text, 0, consequence.text.size(),
                       fmt::format("{} {}: {}", consequence.code, consequence.name, consequence.message));
    }
    json_.end_array();
  }

  void write_code_flow(const lint::Finding& finding) {
    const std::vector<PictureLine> lines = picture_lines(finding);
    if (lines.size() < 2) return;
    json_.begin_array("codeFlows");
    json_.begin_object();
    json_.begin_array("threadFlows");
    json_.begin_object();
    json_.begin_array("locations");
    for (const PictureLine& line : lines) {
      json_.begin_object();
      json_.begin_object("location");
      physical_location(line.origin, line.text, line.mark_begin,
                        line.primary ? line.mark_size : line.text.size(), nullptr);
      const std::string message =
          fmt::format("{} {}{}{}", arrow(line.sender), visible_excerpt(line.text, 200),
                      line.label.empty() ? "" : ": ", report::visible(line.label));
      text_object("message", message);
      json_.end_object();
      if (line.time.clock == capture::Clock::utc) {
        std::string time;
        report::Rfc3339().append(time, line.time.ns);
        json_.string("executionTimeUtc", time);
      }
      if (line.primary && !finding.state.empty()) {
        json_.begin_object("state");
        text_object("state", report::visible(finding.state));
        json_.end_object();
      }
      json_.end_object();
    }
    json_.end_array();
    json_.end_object();
    json_.end_array();
    json_.end_object();
    json_.end_array();
  }

  void write_suppression(const lint::Suppression& suppression) {
    json_.begin_array("suppressions");
    json_.begin_object();
    json_.string("kind", suppression.by == lint::Suppression::By::marker ? "inSource" : "external");
    json_.string("status", "accepted");
    std::string why(lint::to_string(suppression.by));
    if (!suppression.reason.empty()) why += ": " + report::visible(suppression.reason);
    json_.string("justification", why);
    json_.end_object();
    json_.end_array();
  }

  static std::uint64_t index_of(std::string_view code) {
    const auto rules = lint::rules();
    const auto found = std::find_if(rules.begin(), rules.end(),
                                    [&](const lint::RuleInfo* rule) { return rule->code == code; });
    return static_cast<std::uint64_t>(found - rules.begin());
  }

  void notify(std::string_view rule, std::string_view level, std::string_view message) {
    if (++notification_count_ > max_notifications) return;
    std::string record;
    report::JsonWriter json(record);
    json.begin_object();
    if (!rule.empty()) {
      json.begin_object("associatedRule");
      json.string("id", rule);
      json.number("index", index_of(rule));
      json.end_object();
    }
    json.string("level", level);
    json.begin_object("message");
    json.string("text", message);
    json.end_object();
    json.end_object();
    if (!notifications_.empty()) notifications_ += ',';
    notifications_ += record;
  }

  LintReportContext context_;
  Output& output_;
  const Input* input_ = nullptr;
  std::string path_;
  std::string text_;
  report::JsonWriter json_;
  std::string notifications_;
  std::size_t notification_count_ = 0;
  std::size_t results_ = 0;
  std::uint64_t left_out_ = 0;
  bool failed_ = false;
  CauseWindow window_;
};

}  // namespace

std::unique_ptr<LintReport> make_lint_sarif(const LintReportContext& context) {
  return std::make_unique<LintSarif>(context);
}

}  // namespace atscope::cli
