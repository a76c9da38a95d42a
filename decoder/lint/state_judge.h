// SPDX-License-Identifier: MIT
// Judges whether a command was sent in a state that its dialect allows.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "decoder/grammar/dialect.h"
#include "decoder/lint/finding.h"
#include "decoder/lint/history.h"
#include "decoder/session/command_line.h"
#include "decoder/session/event.h"

namespace atscope::machine {
class MachineRunner;
}

namespace atscope::lint {

/// A command that was sent in a known state in which its dialect does not allow it.
struct WrongState {
  enum class Kind : std::uint8_t {
    not_allowed,  ///< any other case
    only_exit,    ///< the module fell into this state, and only one command (`exit`) leaves it
    not_awaited,  ///< a promised result (`awaited`) would have led to a state that allows it
  };
  Kind kind = Kind::not_allowed;
  /// not_allowed: which rule speaks of it. A command that failed and brought the state is a matter of its
  /// own.
  [[nodiscard]] bool is(grammar::Need need) const {
    return kind == Kind::not_allowed && !entered.by_failure && allowed->need == need;
  }
  session::TransactionId txn = 0;
  const grammar::Command* command = nullptr;
  const grammar::AllowedRule* allowed = nullptr;
  const grammar::Machine* machine = nullptr;
  const grammar::Command* exit = nullptr;
  Asked awaited;
  Entered entered;  ///< how it came into the state
  std::string state, instance;
  std::uint32_t column = 1, bytes = 0;  ///< of the command in its line
};

/// Sees commands before the state machines move on them. Bounded: open transactions only.
class StateJudge {
 public:
  static constexpr std::size_t max_open = 64;

  explicit StateJudge(const grammar::Dialect& dialect);

  /// The dialect says where some commands are allowed.
  [[nodiscard]] bool has_facts() const { return has_facts_; }
  /// What was wrong with a transaction that is still open; null when nothing was.
  [[nodiscard]] const WrongState* verdict(session::TransactionId txn) const;

  // For the engine.
  void see(const session::Event& event, const History& history, const machine::MachineRunner& machines);
  void close(session::TransactionId txn);

 private:
  [[nodiscard]] bool is_allowed_elsewhere(const session::Event& event, const grammar::Command& command,
                                          const session::CommandItem& item, const ChannelHistory& channel,
                                          const machine::MachineRunner& machines) const;
  [[nodiscard]] bool judge(const session::Event& event, const session::CommandItem& item,
                           const grammar::Command& command, const ChannelHistory& channel,
                           const machine::MachineRunner& machines);
  void classify(WrongState& verdict, const ChannelHistory& channel) const;
  [[nodiscard]] const Asked* awaited(const WrongState& verdict, std::uint8_t state,
                                     const ChannelHistory& channel) const;

  const grammar::Dialect& dialect_;
  std::vector<bool> restricted_;  // by CommandId: it has rules for states
  std::vector<WrongState> open_;
  bool has_facts_ = false;
};

/// The one command that leaves a state of a machine; null when there are several ways out, one without a
/// command, or none. Not counted: commands that are not allowed in the state, restarts, and ways that lead
/// from every state on a line of the module (nobody can take them on purpose).
[[nodiscard]] const grammar::Command* only_exit(const grammar::Dialect& dialect,
                                                const grammar::Machine& machine, std::uint8_t state,
                                                const grammar::Settings& settings);

}  // namespace atscope::lint
