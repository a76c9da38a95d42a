// SPDX-License-Identifier: MIT
// The interface that a lint rule implements.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "capture/source.h"
#include "decoder/grammar/dialect.h"
#include "decoder/lint/finding.h"
#include "decoder/session/event.h"

namespace atscope::machine {
class MachineRunner;
}

namespace atscope::lint {

class History;
class StateJudge;

/// What a rule cannot work without; a rule whose needs are not met is inactive, and that is said (CAP003).
struct Needs {
  bool direction = false;
  /// Who sent what; where the log does not say it, what the decoder took for commands and answers will do,
  /// and findings are of medium confidence at most.
  bool sides = false;
  bool time = false;
  bool raw_bytes = false;
  bool dialect = false;  ///< facts of a module's own dialect, beyond the standards
};

/// Findings of rule `code` follow from a finding of the rule that names it here, and are folded under it.
struct Consequence {
  static constexpr int same_transaction = -1;
  std::string_view code;
  /// Which transactions it reaches: only those of the finding itself, or also later ones of the channel
  /// with at most so many clean transactions between.
  int reach = same_transaction;
};

/// What a rule wants to be called for: a rule that is not called costs nothing.
struct Interest {
  enum class Transactions : std::uint8_t {
    none,
    troubled,  ///< anything but: answered in time, in turn and with success, as far as it was promised
    payload,   ///< those, and the ones in which data was sent or asked for
    all,
  };
  std::uint32_t events = 0;  ///< of() the kinds
  Transactions transactions = Transactions::none;
  /// By CommandId, the commands that the rule has to do with: for a line of another one alone, for its
  /// answers and its transaction, it is not called. Lines of several commands always come. Null: all of them.
  std::vector<bool> (*commands)(const grammar::Dialect& dialect) = nullptr;

  template <typename... Kinds>
  [[nodiscard]] static constexpr std::uint32_t of(Kinds... kinds) {
    return ((1U << static_cast<unsigned>(kinds)) | ... | 0U);
  }
  [[nodiscard]] constexpr bool in(session::EventKind kind) const {
    return (events & (1U << static_cast<unsigned>(kind))) != 0;
  }
};

/// The smallest of the user's presets that a rule runs in; the greater ones hold the smaller.
enum class Preset : std::uint8_t {
  standard,  ///< "default": a finding is a defect, or something that nobody should have to find out
  strict,    ///< habits that a team may have chosen on purpose
  pedantic,  ///< advice that a good log can go against
};
[[nodiscard]] std::string_view to_string(Preset preset);  // "default", "strict", "pedantic"

struct RuleInfo {
  std::string_view code;  ///< "TIM001"
  std::string_view name;  ///< "response-timeout"; docs/rules/NAME.md and tests/lint/NAME.atlog
  Severity severity = Severity::warning;
  Needs needs;
  std::string_view summary;  ///< one sentence: what it finds
  Interest interest;
  std::span<const Consequence> consequences{};
  Preset preset = Preset::standard;
};

/// A rule that could not run here, and why: "the log has no timestamps".
struct Inactive {
  std::string_view code;
  std::string_view name;
  std::string_view reason;
};

/// What a rule sees of its surroundings.
struct Context {
  const grammar::Dialect& dialect;
  const capture::SourceInfo& source;
  const machine::MachineRunner& machines;
  const History& history;              ///< what happened on each channel so far
  const StateJudge& states;            ///< commands that were sent in a state that does not allow them
  std::span<const Inactive> inactive;  ///< rules that cannot run here
};

/// Takes a finding of a rule and completes it (id, names, fingerprint, folding).
class Reporter {
 public:
  virtual ~Reporter() = default;
  /// `finding` carries place, message and evidence; the rule's code, name and default severity are filled in.
  /// Gives the id under which later findings can name it as their cause; 0 when it was filtered out.
  virtual FindingId report(Finding finding) = 0;
  /// With another severity than the rule's default.
  virtual FindingId report(Finding finding, Severity severity) = 0;
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
