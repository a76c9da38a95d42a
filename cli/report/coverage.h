// SPDX-License-Identifier: MIT
// What a log exercised: commands, states, error codes and rules.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "decoder/grammar/dialect.h"
#include "decoder/lint/linter.h"
#include "decoder/session/event.h"

namespace atscope::cli {

/// Stands in front of the linter and passes everything on. Memory is bounded by what the dialect knows; error
/// codes are counted up to `kept_errors` kinds.
class Coverage final : public session::EventSink {
 public:
  static constexpr std::size_t kept_errors = 100;

  Coverage(const grammar::Dialect& dialect, session::EventSink& next) : dialect_(dialect), next_(next) {}

  void on_event(const session::Event& event) override;
  void on_transaction(const session::Transaction& transaction) override;
  void on_finding(const lint::Finding& finding) { ++rules_[std::string(finding.code)]; }

  /// Lines for people, indented by two.
  [[nodiscard]] std::string text(const lint::LintSummary& summary) const;

 private:
  struct Count {
    std::uint64_t all = 0, failed = 0;
  };
  const grammar::Dialect& dialect_;
  session::EventSink& next_;
  std::map<std::string, Count> commands_;
  std::uint64_t unknown_commands_ = 0;
  std::map<std::string, std::set<std::string>> states_;
  std::map<std::string, std::uint64_t> errors_, rules_;
};

}  // namespace atscope::cli
