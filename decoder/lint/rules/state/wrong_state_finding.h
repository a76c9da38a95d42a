// SPDX-License-Identifier: MIT
// What the rules about states have in common: how sure, how bad, and where it began.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "decoder/lint/rules/wording.h"
#include "decoder/lint/state_judge.h"

namespace atscope::lint {

/// Reports a command in a wrong state. `finding` has message and help, and a source if the rule knows a
/// better one than the command's. The module outranks its manual: when it answered with success, the
/// finding is a note of low confidence (the dialect may be wrong). While the machine stays where it is,
/// further findings are folded under the first.
class WrongStateReporter {
 public:
  /// Place, evidence, state, severity and confidence are filled in.
  void report(Finding finding, const WrongState& verdict, const session::Transaction& transaction,
              const Context& context, Reporter& reporter);

 private:
  static constexpr std::size_t max_episodes = 64;

  struct Episode {
    session::ChannelId channel = 0;
    std::string state;      // with machine and instance
    session::Origin begin;  // of the line that brought the state
    FindingId first = 0;
    Severity severity = Severity::note;
  };
  Episode& episode(session::ChannelId channel, std::string_view state, const session::Origin& begin);

  std::vector<Episode> episodes_;
};

/// What a rule says of commands in a wrong state that lack one kind of thing.
struct StateWording {
  std::string_view lacks;      ///< "there is no session"
  bool only_failures = false;  ///< silent when the module took the command: the state is told, not modelled
};

/// Reports a command that lacks what `need` stands for; nothing when there is no such verdict.
void report_lack(WrongStateReporter& states, grammar::Need need, const StateWording& wording,
                 const session::Transaction& transaction, const Context& context, Reporter& reporter);

/// "IP INITIAL, IP STATUS or CONNECT OK".
[[nodiscard]] std::string joined(const std::vector<std::string>& words);

}  // namespace atscope::lint
