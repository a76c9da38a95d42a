// SPDX-License-Identifier: MIT
// Runs the state machines that a dialect declares.
#pragma once

#include <memory>
#include <string_view>

#include "decoder/grammar/dialect.h"
#include "decoder/session/event.h"

namespace atscope::machine {

/// Stands between the session and the next sink: passes every event and transaction on, and adds a
/// `transition` event behind the event that caused it. Every state is unknown until the traffic tells.
class MachineRunner final : public session::EventSink {
 public:
  /// `next` must outlive the runner.
  MachineRunner(std::shared_ptr<const grammar::Dialect> dialect, session::EventSink& next);
  ~MachineRunner() override;

  void on_event(const session::Event& event) override;
  void on_transaction(const session::Transaction& transaction) override;

  /// The state of a machine on a channel now; "unknown" when nothing told it. `instance` is the value of
  /// the machine's `per` parameter ("" for a single machine).
  [[nodiscard]] std::string_view state(session::ChannelId channel, std::string_view machine,
                                       std::string_view instance = {}) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace atscope::machine
