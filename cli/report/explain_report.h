// SPDX-License-Identifier: MIT
// What `atscope explain WHAT` writes: one interface, for people and for programs.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "cli/console.h"
#include "decoder/grammar/dialect.h"
#include "decoder/lint/rule.h"

namespace atscope::cli {

/// Takes what was found, in the order in which it is to be shown.
class ExplainReport {
 public:
  virtual ~ExplainReport() = default;
  virtual void list_rule(const lint::RuleInfo& rule) = 0;
  /// `page` is Markdown; it may be empty.
  virtual void rule(const lint::RuleInfo& rule, std::string_view page) = 0;
  virtual void command(const grammar::Dialect& dialect, const grammar::Command& command) = 0;
  /// `lead` is what carries the family's codes on the line: "+CME ERROR:"; it may be empty.
  virtual void error(const grammar::Dialect& dialect, const grammar::Enumeration& family,
                     const grammar::EnumValue& value, std::string_view lead) = 0;
  /// A production that fits `line`, or begins like it.
  virtual void line(const grammar::Dialect& dialect, const grammar::LineRule& rule,
                    std::string_view line) = 0;
  /// The whole text; call once.
  [[nodiscard]] virtual std::string finish() = 0;
};

std::unique_ptr<ExplainReport> make_explain_text(const Palette& palette);
/// One JSON object: docs/jsonl.md.
std::unique_ptr<ExplainReport> make_explain_json(std::string_view query);

}  // namespace atscope::cli
