// SPDX-License-Identifier: MIT
// The machines of one channel, and the commands whose result may still move them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "decoder/grammar/dialect.h"
#include "decoder/session/event.h"
#include "decoder/session/settings_tracker.h"

namespace atscope::machine {

/// A machine, or one of the instances of a machine that has a `per` parameter.
struct Instance {
  std::string value;  ///< of the `per` parameter; empty for a single machine
  std::uint8_t state = grammar::Machine::unknown;
  std::uint64_t decided_by = 0;  ///< number of the cause that set or confirmed the state last
};

class ChannelMachines {
 public:
  /// A device has 16 links at most; what a hostile log invents beyond that is not tracked.
  static constexpr std::size_t max_instances = 64;
  static constexpr std::size_t max_value_bytes = 32;

  explicit ChannelMachines(const grammar::Dialect& dialect);

  session::SettingsTracker settings;
  /// By machine of the dialect.
  std::vector<std::vector<Instance>> machines;

  [[nodiscard]] const Instance* find(std::size_t machine, std::string_view value) const;
  /// Makes it if there is room; null if there is none.
  [[nodiscard]] Instance* find_or_add(std::size_t machine, std::string_view value);

  /// Keeps a command line until its result comes. The oldest gives way when there are too many.
  void open_line(session::TransactionId id, std::string_view line);
  /// Null when the line is not open. The text stays until the next open_line().
  [[nodiscard]] const std::string* line(session::TransactionId id) const;
  void close_line(session::TransactionId id);

 private:
  struct OpenLine {
    session::TransactionId id = 0;  // 0: free
    std::string text;
  };
  std::array<OpenLine, 32> lines_;
  std::size_t next_line_ = 0;
  std::size_t open_lines_ = 0;  // entries of lines_ in use
};

}  // namespace atscope::machine
