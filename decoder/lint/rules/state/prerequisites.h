// SPDX-License-Identifier: MIT
// Commands that must have succeeded before another one makes sense (`needs` in a dialect).
#pragma once

#include <cstdint>
#include <vector>

#include "decoder/lint/rules/sent_commands.h"

namespace atscope::lint {

/// Follows the `needs` statements of one kind. What is not known is not missing: only after the command from
/// which a need counts (`since`) has succeeded, or when the needed command itself has failed, is it missed.
class Prerequisites {
 public:
  explicit Prerequisites(grammar::Need need) : need_(need) {}

  /// By CommandId: those that need something or a state of that kind, or that others need.
  [[nodiscard]] static std::vector<bool> concerned(grammar::Need need, const grammar::Dialect& dialect);

  void see(const session::Event& event, const Context& context);
  /// Reports the command of the transaction if it lacks something, then takes its success into account.
  void judge(const session::Transaction& transaction, const Context& context, Reporter& reporter);

 private:
  enum class Knowledge : std::uint8_t { unknown, met, missing, failed };
  struct Watched {
    const grammar::Command* command = nullptr;
    const grammar::NeedRule* rule = nullptr;
  };
  struct State {
    Knowledge knowledge = Knowledge::unknown;
    Related since;  // what made it missing
  };
  struct Lack {
    session::TransactionId txn = 0;
    std::size_t watched = 0;
    State state;
  };
  struct Channel {
    std::vector<State> states;  // by index of watched_
    std::vector<Lack> lacks;    // of open transactions
  };

  void find(const grammar::Dialect& dialect);
  Channel& channel(session::ChannelId id);
  void take(const session::Transaction& transaction, const Context& context, Channel& channel);
  void report(const Lack& lack, const session::Transaction& transaction, const Context& context,
              Reporter& reporter) const;

  grammar::Need need_;
  bool searched_ = false;
  std::vector<Watched> watched_;
  std::vector<bool> concerned_;  // concerned()
  std::vector<Channel> channels_;
};

}  // namespace atscope::lint
