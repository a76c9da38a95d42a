// SPDX-License-Identifier: MIT
// The interface that a lint rule implements.
#pragma once

#include <string>
#include <string_view>

#include "capture/source.h"
#include "decoder/grammar/dialect.h"
#include "decoder/lint/finding.h"
#include "decoder/session/event.h"

namespace atscope::machine {
class MachineRunner;
}

namespace atscope::lint {

/// What a rule cannot work without; a rule whose needs are not met is inactive, and that is said (CAP003).
struct Needs {
  bool direction = false;
  bool time = false;
  bool raw_bytes = false;
  bool dialect = false;  ///< facts of a module's own dialect, beyond the standards
};

struct RuleInfo {
  std::string_view code;     ///< "TIM001"
  std::string_view name;     ///< "response-timeout"; docs/rules/NAME.md and tests/lint/NAME.atlog
  Severity severity = Severity::warning;
  Needs needs;
  std::string_view summary;  ///< one sentence: what it finds
};

/// What a rule sees of its surroundings.
struct Context {
  const grammar::Dialect& dialect;
  const capture::SourceInfo& source;
  const machine::MachineRunner& machines;
};

/// Takes a finding of a rule and completes it (id, names, fingerprint, folding).
class Reporter {
 public:
  virtual ~Reporter() = default;
  /// `finding` carries place, message and evidence; the rule's code, name and default severity are filled in.
  /// Gives the id under which later findings can name it as their cause; 0 when it was filtered out.
  virtual FindingId report(Finding finding) = 0;
};

/// One rule, one instance for one run over one source. Memory must not grow with the input.
class Rule {
 public:
  virtual ~Rule() = default;
  [[nodiscard]] virtual const RuleInfo& info() const = 0;
  virtual void on_event(const session::Event&, const Context&, Reporter&) {}
  virtual void on_transaction(const session::Transaction&, const Context&, Reporter&) {}
  virtual void on_finish(const capture::SourceStats&, const Context&, Reporter&) {}
};

}  // namespace atscope::lint
