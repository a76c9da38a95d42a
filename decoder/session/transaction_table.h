// SPDX-License-Identifier: MIT
// The commands of one channel that still wait for something.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "decoder/session/command_line.h"
#include "decoder/session/event.h"
#include "decoder/session/event_queue.h"
#include "decoder/session/vocabulary.h"

namespace atscope::session {

/// One command of an open command line, as the dialect knows it.
struct OpenCommand {
  grammar::CommandId command = grammar::no_command;
  const grammar::FormRule* form_rule = nullptr;
  grammar::Form form = grammar::Form::exec;
  std::uint32_t name_begin = 0, name_size = 0;            // in Transaction::command
  std::uint32_t arguments_begin = 0, arguments_size = 0;  // in Transaction::command
};

/// How far an open command line has come.
struct Progress {
  std::size_t command_count = 0;
  std::size_t echoed = 0;  ///< bytes of the command line that the module has echoed in its current copy
  bool echo_complete = false;
  bool prompted = false;
  bool answered = false;               ///< an information response came
  bool dialect_answer = false;         ///< one that the dialect lists for it
  bool escaped = false;                ///< the host left the data phase with ESC
  bool awaits_answer = false;          ///< OK came, the answer comes after it
  bool awaits_deferred = false;        ///< OK came, a result is promised
  unsigned commands_since = 0;         ///< host commands since it began to wait after its final result
  EventQueue::Ticket held_answer = 0;  ///< a line that may be its answer or unsolicited
  bool held_before_echo = false;       ///< it came before the echo of the command
  std::uint64_t number = 0;            ///< KnownCommandLine::number; 0: has none
};

/// What a command line of at most one command means under the settings it was sent with.
struct KnownCommandLine {
  std::uint64_t number = 0;  ///< of this text and meaning; unique in a session
  std::size_t command_count = 0;
  OpenCommand command;
  grammar::Nanoseconds limit = 0, deferred_limit = 0;
};

struct OpenTransaction : Progress {
  static constexpr std::size_t max_commands = 16;

  Transaction record;
  std::array<OpenCommand, max_commands> commands;  ///< the first `command_count`

  void reset();
  [[nodiscard]] std::span<const OpenCommand> open_commands() const {
    return {commands.data(), command_count};
  }
  [[nodiscard]] std::string_view name(const OpenCommand& command) const {
    return std::string_view(record.command).substr(command.name_begin, command.name_size);
  }
  [[nodiscard]] std::string_view arguments(const OpenCommand& command) const {
    return std::string_view(record.command).substr(command.arguments_begin, command.arguments_size);
  }
  /// The command whose grammar rules data and result of the line: the last one.
  [[nodiscard]] const OpenCommand* main() const {
    return command_count ? &commands[command_count - 1] : nullptr;
  }
  [[nodiscard]] const grammar::FormRule* main_form() const { return main() ? main()->form_rule : nullptr; }
  /// One of its commands must be answered by at least one line before OK.
  [[nodiscard]] bool demands_answer(const grammar::Dialect& dialect) const;
  /// Its last command is answered by lines without a tag.
  [[nodiscard]] bool answers_free_text(const grammar::Dialect& dialect) const;
  /// Value of a parameter in the arguments of its last command; nothing when it is not there or no number.
  [[nodiscard]] std::optional<std::int64_t> argument(std::string_view parameter) const;
  void add_info(std::string_view text);

 private:
  std::vector<std::string> spare_;  // of lines before, for their memory
};

/// A closed transaction that late lines may still belong to.
struct RecentTransaction {
  TransactionId id = 0;
  grammar::CommandId command = grammar::no_command;
  const grammar::FormRule* form_rule = nullptr;
  bool answered = false;
  bool ok = false;  ///< it ended with success
};

class TransactionTable {
 public:
  static constexpr std::size_t max_open = 16;
  static constexpr std::size_t max_waiting = 32;

  /// Takes a command line into the table. The caller closes the oldest first when it is full. `known` is
  /// what is known of that line, or null.
  OpenTransaction& add(const Vocabulary& vocabulary, const grammar::Settings& settings, std::string_view line,
                       TransactionId id, const KnownCommandLine* known);

  /// Without a final result yet, oldest first.
  std::vector<std::unique_ptr<OpenTransaction>> open;
  /// With their final result, waiting for an answer or a result after it, oldest first.
  std::vector<std::unique_ptr<OpenTransaction>> waiting;

  [[nodiscard]] OpenTransaction* newest() const { return open.empty() ? nullptr : open.back().get(); }
  [[nodiscard]] OpenTransaction* find_open(TransactionId id) const;
  void move_to_waiting(OpenTransaction& transaction);
  /// Takes it out of the table and remembers it among the recent ones.
  void remove(OpenTransaction& transaction);
  [[nodiscard]] std::span<const RecentTransaction> recent() const { return recent_; }

 private:
  static void understand(OpenTransaction& transaction, const Vocabulary& vocabulary,
                         const grammar::Settings& settings);
  std::unique_ptr<OpenTransaction> take(OpenTransaction& transaction);

  std::vector<std::unique_ptr<OpenTransaction>> free_;
  std::array<RecentTransaction, 8> recent_;
  std::size_t recent_next_ = 0;
};

/// A limit with the values of the last command of the line; 0 when they make none of it.
[[nodiscard]] grammar::Nanoseconds evaluate(const grammar::Limit& limit, const OpenTransaction& transaction);

/// The first form of a command that fits an item of a command line under the settings; null when none does.
[[nodiscard]] const grammar::FormRule* select_form(const grammar::Command& command, const CommandItem& item,
                                                   const grammar::Settings& settings);

}  // namespace atscope::session
