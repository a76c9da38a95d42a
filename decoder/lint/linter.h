// SPDX-License-Identifier: MIT
// Runs the rules over the events of one source.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "decoder/lint/rule.h"

namespace atscope::lint {

class PolicyRun;

struct LintOptions {
  std::vector<std::string> select;  ///< codes, prefixes or names; empty: all
  std::vector<std::string> ignore;
  bool timings = false;  ///< measure each rule; costs two readings of the clock for each call of a rule
  PolicyRun* policy = nullptr;  ///< instead of these two; its log has begun; must outlive the linter
};

/// What a rule took, its findings' way to the sink included.
struct RuleTiming {
  std::string_view code, name;
  std::uint64_t calls = 0;
  std::int64_t ns = 0;
};

struct LintSummary {
  std::uint64_t transactions = 0;
  std::uint64_t events = 0;
  std::uint64_t errors = 0, warnings = 0, notes = 0;  ///< findings that are not folded under another
  std::uint64_t folded = 0;
  std::uint64_t suppressed = 0;  ///< not counted among those above
  bool checked_nothing = false;  ///< no AT traffic: exit code 3
  std::vector<Inactive> inactive;
  std::vector<const RuleInfo*> active;  ///< the rules that ran
  std::vector<RuleTiming> timings;      ///< of the rules that ran, in order of their codes; when asked for
};

/// All rules, in order of their codes.
[[nodiscard]] std::span<const RuleInfo* const> rules();
/// By code or name; null when there is none.
[[nodiscard]] const RuleInfo* find_rule(std::string_view code_or_name);

/// The last sink of the chain: session → machine runner → linter.
class Linter final : public session::EventSink {
 public:
  /// Everything passed here must outlive the linter. `machines` may be attached later with attach().
  Linter(const grammar::Dialect& dialect, const capture::SourceInfo& source, FindingSink& findings,
         const LintOptions& options = {});
  ~Linter() override;

  /// The runner that stands before this linter; call before the first event.
  void attach(const machine::MachineRunner& machines);
  void on_event(const session::Event& event) override;
  void on_transaction(const session::Transaction& transaction) override;
  /// After Session::finish().
  LintSummary finish(const capture::SourceStats& stats);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace atscope::lint
