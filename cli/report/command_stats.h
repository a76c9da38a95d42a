// SPDX-License-Identifier: MIT
// What `atscope stats` counts: per command and form, over all inputs of a run.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "decoder/report/latency.h"
#include "decoder/session/event.h"

namespace atscope::cli {

struct CommandStats {
  std::string command;  ///< "+CREG", "E"; of the first command on a line that none of them is known for
  grammar::Form form = grammar::Form::exec;
  std::uint64_t count = 0, ok = 0, error = 0, no_answer = 0, other = 0;
  report::LatencyHistogram latency;
  grammar::Nanoseconds limit = 0;  ///< the longest documented maximum that was met; 0: unknown
};

/// Memory grows with the number of different commands, at most `most_commands` of them; the rest is
/// counted as "(other)".
class CommandStatsTable final : public session::EventSink {
 public:
  static constexpr std::size_t most_commands = 4096;

  void use(const grammar::Dialect& dialect) { dialect_ = &dialect; }
  void on_event(const session::Event&) override {}
  void on_transaction(const session::Transaction& transaction) override;

  /// By command name, then form.
  [[nodiscard]] std::vector<const CommandStats*> sorted() const;

 private:
  CommandStats& row(std::string_view name, grammar::Form form);

  const grammar::Dialect* dialect_ = nullptr;
  std::unordered_map<std::string, CommandStats> rows_;
  std::string key_;
};

/// "AT+CREG?", "AT+CREG=", "AT+CREG=?", "AT+CSQ".
[[nodiscard]] std::string command_text(std::string_view name, grammar::Form form);
[[nodiscard]] std::string_view to_string(grammar::Form form);  // "exec", "set", "read", "test"

}  // namespace atscope::cli
