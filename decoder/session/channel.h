// SPDX-License-Identifier: MIT
// Understands one channel: units of both sides to events and transactions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "capture/segment.h"
#include "decoder/session/data_phase.h"
#include "decoder/session/event_queue.h"
#include "decoder/session/line_assembler.h"
#include "decoder/session/line_memory.h"
#include "decoder/session/reading.h"
#include "decoder/session/session.h"
#include "decoder/session/settings_tracker.h"
#include "decoder/session/transaction_table.h"
#include "decoder/session/vocabulary.h"

namespace atscope::session {

/// The understanding half of the decoder. Where a line stands (after the echo, before the final result),
/// which command is open and what shape the line has decide its meaning, in that order of weight.
class Channel {
 public:
  Channel(ChannelId id, const Vocabulary& vocabulary, EventQueue& queue, LineMemory& memory,
          TransactionId& last_transaction, const SessionOptions& options);

  void feed(const capture::Segment& segment);
  /// Bytes of another channel came: lines that only wait to see whether LF follows CR are complete.
  void settle_line_ends();
  /// The input ends.
  void finish();

  [[nodiscard]] const grammar::Settings& settings() const { return settings_.values(); }

 private:
  // -- channel.cpp: segments to units
  void cut_module(const capture::Segment& segment, LineAssembler& lines, Sender sender);
  void feed_host(const capture::Segment& segment);
  void feed_module(const capture::Segment& segment, LineAssembler& lines, Sender sender);
  void feed_remark(const capture::Segment& segment);
  void flush_stale(const capture::Segment& segment);
  void flush_pending_prompt();
  void flush_pending_command();
  void flush_module_line(LineAssembler& lines, Sender sender);
  void on_host_unit(const Unit& unit);
  void on_module_unit(const Unit& unit, Sender sender);
  [[nodiscard]] bool awaits_prompt() const;
  void give_out_unparsed(const Unit& unit, Sender sender);
  void on_undirected_line(const Unit& unit);
  [[nodiscard]] char prompt_character() const;

  // -- channel_memory.cpp: what was found out before
  [[nodiscard]] Readings read(std::string_view text);
  [[nodiscard]] OpenTransaction& open_transaction(std::string_view command_line);
  [[nodiscard]] bool take_known_exchange(const capture::Segment& segment);
  void say_again(const KnownExchange& exchange, const capture::Segment& segment);
  [[nodiscard]] bool is_plain() const;

  // -- channel_lines.cpp: what a line of the module means
  void on_module_line(const Unit& unit, Sender sender);
  void understand(const Unit& unit, Sender sender);
  [[nodiscard]] bool is_plain_ok(std::string_view text) const;
  [[nodiscard]] bool take_announcement(const Unit& unit, Sender sender, std::string_view text);
  [[nodiscard]] bool take_result(const Unit& unit, Sender sender, std::string_view text,
                                 const Readings& readings);
  void take_answer(const Unit& unit, Sender sender, OpenTransaction& transaction, const Readings& readings);
  bool take_raw_data(const Unit& unit, Sender sender, const Readings& readings);
  void change_settings(grammar::RuleId rule);
  void take_urc(const Unit& unit, Sender sender, grammar::RuleId rule, Confidence confidence,
                std::string_view because);
  void take_deferred(const Unit& unit, Sender sender, const Reading& reading);
  void take_unknown(const Unit& unit, Sender sender, std::string_view text, const Readings& readings);

  // -- channel_echo.cpp: what the module repeats
  [[nodiscard]] bool take_echo(const Unit& unit, Sender sender, std::string_view text);
  [[nodiscard]] bool take_payload_echo(const Unit& unit, Sender sender, std::string_view text);

  // -- channel_bodies.cpp: lines that belong to the line before them
  [[nodiscard]] bool join_quote(const Unit& unit, Sender sender);
  void end_quote();
  [[nodiscard]] bool take_message_line(const Unit& unit, Sender sender, std::string_view text);
  void start_payload(const Unit& unit, grammar::RuleId rule, TransactionId transaction);

  // -- channel_data.cpp: payload with a beginning and an end
  [[nodiscard]] bool data_is_over(const capture::Segment& segment, std::size_t position) const;
  void begin_data(OpenTransaction& transaction, const grammar::DataPhase& phase,
                  std::string_view announcement, const Timestamp& time);
  [[nodiscard]] std::size_t take_host_data(const capture::Segment& segment, std::size_t position);
  void take_host_record(const capture::Segment& segment);
  void end_data(std::string_view because);
  void give_out_data(std::string_view because);
  [[nodiscard]] std::size_t take_module_payload(const capture::Segment& segment, std::size_t position);
  void give_out_payload(std::string_view because);
  void recover_short_payload();

  // -- channel_transparent.cpp: data state
  void begin_transparent(TransactionId transaction);
  [[nodiscard]] std::size_t take_transparent_host(const capture::Segment& segment, std::size_t position);
  [[nodiscard]] std::size_t take_transparent_module(const capture::Segment& segment, std::size_t position);
  void take_transparent_record(const capture::Segment& segment);
  void give_out_burst(Burst& burst, Sender sender, std::string_view because);
  void confirm_escape();
  void leave_transparent(std::size_t module_tail);
  void finish_transparent();
  [[nodiscard]] std::size_t module_tail() const;

  // -- channel_transactions.cpp: commands and their results
  void on_command(const Unit& unit, std::string_view text, Sender sender);
  /// `own`: the command whose grammar has this result; null for a result code of any command.
  void on_result(const Unit& unit, Sender sender, grammar::RuleId rule, OpenTransaction* own);
  void close(OpenTransaction& transaction, const Event& event, grammar::RuleId rule);
  [[nodiscard]] bool makes_quiet(const OpenTransaction& transaction) const;
  void take_effect(const OpenTransaction& transaction);
  void close_unanswered(OpenTransaction& transaction, Outcome outcome);
  void close_older_than(const OpenTransaction& transaction);
  void give_out_transaction(OpenTransaction& transaction);
  void settle_held_answer(OpenTransaction& transaction, bool is_answer, Confidence confidence,
                          std::string_view because);
  void settle_held_results();
  void settle_message_result();
  void close_by_answer(OpenTransaction& transaction, const Unit& unit, grammar::RuleId rule);
  [[nodiscard]] OpenTransaction* owner_of_result(const Unit& unit, grammar::RuleId rule, bool& ambiguous);
  void age_waiting(const Unit& unit);

  [[nodiscard]] Event event_for(EventKind kind, const Unit& unit, Sender sender) const;
  [[nodiscard]] const grammar::Dialect& dialect() const { return vocabulary_.dialect(); }

  struct HeldResult {
    EventQueue::Ticket ticket = 0;
    grammar::RuleId rule = grammar::no_rule;
  };
  // Lines that belong to the head before them: an SMS, or text that a quote keeps open.
  struct MessageBody {
    grammar::Payload::Kind kind = grammar::Payload::Kind::none;
    grammar::RuleId head = grammar::no_rule;
    TransactionId transaction = 0;
    EventQueue::Ticket held_result = 0;  // a final-looking line that may belong to the body
    grammar::RuleId held_rule = grammar::no_rule;
  };
  struct OpenQuote {
    bool open = false;
    std::string text;
    Unit unit;  // of the first line
    Sender sender = Sender::unknown;
    std::size_t lines = 0;
  };

  ChannelId id_;
  const Vocabulary& vocabulary_;
  EventQueue& queue_;
  LineMemory& memory_;
  TransactionId& last_transaction_;
  SessionOptions options_;
  SettingsTracker settings_;
  LineAssembler host_lines_, module_lines_, undirected_lines_;
  TransactionTable table_;

  HostData data_;
  ModulePayload payload_;
  Transparent transparent_;
  MessageBody message_;
  OpenQuote quote_;
  std::vector<HeldResult> held_results_;
  std::string payload_echo_;  // what the host typed, as far as the module may repeat it
  std::size_t payload_echo_position_ = 0;

  bool unknown_seen_ = false;  // take_unknown() was asked since it was last set to false
  bool echo_seen_ = false;     // the module has echoed its last complete exchange
  Sender last_sender_ = Sender::unknown;
  TransactionId second_result_for_ = 0;       // closed without OK: an OK right behind still belongs to it
  OpenTransaction* last_answered_ = nullptr;  // whose answer came last, since the last result
  std::string last_command_;                  // for A/
};

}  // namespace atscope::session
