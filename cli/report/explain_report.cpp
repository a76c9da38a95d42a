// SPDX-License-Identifier: MIT
#include "cli/report/explain_report.h"

#include <fmt/format.h>
#include <iterator>
#include <set>
#include <tuple>
#include <vector>

#include "cli/report/explain_text.h"
#include "decoder/grammar/dump.h"
#include "decoder/report/field_json.h"
#include "decoder/report/json_writer.h"

namespace atscope::cli {
namespace {

class ExplainText final : public ExplainReport {
 public:
  explicit ExplainText(const Palette& palette) : palette_(palette) {}

  void list_rule(const lint::RuleInfo& rule) override {
    fmt::format_to(std::back_inserter(out_), "{}{}{}  {:<30} {:<8} {}\n", palette_.bold, rule.code,
                   palette_.reset, rule.name, lint::to_string(rule.severity), rule.summary);
  }

  void rule(const lint::RuleInfo& rule, std::string_view page) override {
    fmt::format_to(std::back_inserter(out_), "{}{} {}{}  ({})\n", palette_.bold, rule.code, rule.name,
                   palette_.reset, lint::to_string(rule.severity));
    if (page.empty()) {
      fmt::format_to(std::back_inserter(out_), "{}\n", rule.summary);
      return;
    }
    out_ += '\n';
    out_ += page;
    if (!out_.ends_with('\n')) out_ += '\n';
  }

  void command(const grammar::Dialect& dialect, const grammar::Command& command) override {
    if (commands_++ != 0) out_ += '\n';
    append_command(out_, dialect, command, palette_);
  }

  void error(const grammar::Dialect& dialect, const grammar::Enumeration& family,
             const grammar::EnumValue& value, std::string_view lead) override {
    std::string line;
    append_enum_value(line, family, value, lead);
    fmt::format_to(std::back_inserter(out_), "{}{}{}  {}{} {}{}\n", palette_.bold, line, palette_.reset,
                   palette_.dim, dialect.name(), family.section, palette_.reset);
  }

  void line(const grammar::Dialect& dialect, const grammar::LineRule& rule, std::string_view line) override {
    append_line_rule(out_, dialect, rule, line, palette_);
  }

  std::string finish() override { return std::move(out_); }

 private:
  const Palette& palette_;
  std::string out_;
  std::size_t commands_ = 0;
};

class ExplainJson final : public ExplainReport {
 public:
  explicit ExplainJson(std::string_view query) : query_(query) {}

  void list_rule(const lint::RuleInfo& rule) override { this->rule(rule, {}); }

  void rule(const lint::RuleInfo& rule, std::string_view page) override {
    report::JsonWriter json(rules_.emplace_back());
    json.begin_object();
    json.string("code", rule.code);
    json.string("name", rule.name);
    json.string("severity", lint::to_string(rule.severity));
    json.string("summary", rule.summary);
    if (!page.empty()) json.string("page", page);
    json.end_object();
  }

  void command(const grammar::Dialect& dialect, const grammar::Command& command) override {
    commands_.push_back(grammar::command_json(dialect, command));
  }

  void error(const grammar::Dialect& dialect, const grammar::Enumeration& family,
             const grammar::EnumValue& value, std::string_view lead) override {
    report::JsonWriter json(errors_.emplace_back());
    json.begin_object();
    json.string("dialect", dialect.name());
    json.string("family", family.name);
    json.string_or_null("lead", lead);
    json.string("value", value.value);
    if (!value.last.empty()) json.string("last", value.last);
    json.string("meaning", value.meaning);
    if (!value.alternative.empty()) json.string("alternative", value.alternative);
    json.string_or_null("section", family.section);
    json.end_object();
  }

  void line(const grammar::Dialect& dialect, const grammar::LineRule& rule, std::string_view line) override {
    report::JsonWriter json(lines_.emplace_back());
    json.begin_object();
    json.string("dialect", dialect.name());
    json.string_or_null("command", rule.command == grammar::no_command ? std::string_view()
                                                                       : dialect.command(rule.command).name);
    json.raw("rule", grammar::line_json(dialect, rule));
    json.begin_array("fields");
    if (rule.notation.matches(line)) {
      session::Event event;
      event.kind = session::EventKind::information;
      event.text = line;
      event.rule = static_cast<grammar::RuleId>(&rule - dialect.line_rules().data());
      for (const session::Field& field : session::fields(event, dialect))
        report::write_field(json, field, false, field.offset, field.offset + field.bytes);
    }
    json.end_array();
    json.end_object();
  }

  std::string finish() override {
    std::string out;
    report::JsonWriter json(out);
    json.begin_object();
    json.number("v", 1);
    json.string("query", query_);
    for (const auto& [key, list] : {std::pair<const char*, const std::vector<std::string>&>{"rules", rules_},
                                    {"commands", commands_},
                                    {"errors", errors_},
                                    {"lines", lines_}}) {
      json.begin_array(key);
      for (const std::string& object : list) json.raw(object);
      json.end_array();
    }
    json.end_object();
    out += '\n';
    return out;
  }

 private:
  std::string query_;
  std::vector<std::string> rules_, commands_, errors_, lines_;
};

}  // namespace

std::unique_ptr<ExplainReport> make_explain_text(const Palette& palette) {
  return std::make_unique<ExplainText>(palette);
}

std::unique_ptr<ExplainReport> make_explain_json(std::string_view query) {
  return std::make_unique<ExplainJson>(query);
}

}  // namespace atscope::cli
