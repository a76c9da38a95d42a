// SPDX-License-Identifier: MIT
// What the decoder says happened: events, and the transactions they belong to.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "capture/segment.h"
#include "decoder/grammar/dialect.h"

namespace atscope::session {

using capture::ChannelId;
using capture::Origin;
using capture::Sender;
using capture::Timestamp;
using TransactionId = std::uint64_t;  ///< 1-based in order of the command lines; 0: none

enum class EventKind : std::uint8_t {
  command,       ///< a command line of the host, without S3
  echo,          ///< the module repeats what the host sent
  information,   ///< information response of the open command
  intermediate,  ///< result code before the final one
  result,        ///< final result code
  urc,           ///< unsolicited result code
  deferred,      ///< result that a command promised for after its final result
  prompt,        ///< the module asks for data
  data,          ///< payload of either side
  transition,    ///< a state machine moved (made by the machine room)
  unparsed,      ///< bytes that fit nothing
  note,          ///< not on the line: a gap, a line error, control lines, a restart of the log
};

/// The word for a kind in output: "command", "info" …
[[nodiscard]] std::string_view to_string(EventKind kind);

enum class Confidence : std::uint8_t {
  certain,  ///< place and shape agree, or the log says it
  likely,   ///< one of them, nothing against it
  guess,    ///< several readings are possible; `because` names the reason for this one
};
[[nodiscard]] std::string_view to_string(Confidence confidence);
[[nodiscard]] std::string_view to_string(Sender sender);  // "dte", "dce", "unknown"

/// `because` of the note that begins a section of the log (capture::SegmentKind::section); its text is the
/// name, such as that of a test case.
inline constexpr std::string_view kSectionBegins = "a section of the log begins";

/// What a state machine did.
struct Transition {
  std::string_view machine;   ///< name in the dialect
  std::string_view instance;  ///< value of the machine's `per` parameter; empty for a single machine
  std::string_view from, to;  ///< state names; "unknown" before anything is known
  Origin evidence;            ///< of the event that caused it
  std::string_view line;      ///< that event's text
};

/// One unit of the traffic. All views stay valid only during the call that hands the event out.
struct Event {
  EventKind kind = EventKind::unparsed;
  Confidence confidence = Confidence::certain;
  Sender sender = Sender::unknown;
  ChannelId channel = 0;
  grammar::Form form = grammar::Form::exec;          ///< command: of its first command
  grammar::CommandId command = grammar::no_command;  ///< command: the first of the line; answers: whose
  grammar::RuleId rule = grammar::no_rule;           ///< production that fits a line of the module
  bool ok = true;                                    ///< result, deferred: success
  bool line_end = true;                              ///< a line end followed `text`
  bool cr_only = false, lf_only = false;             ///< that line end was CR alone, LF alone
  TransactionId txn = 0;                             ///< the transaction it belongs to
  TransactionId inside = 0;                          ///< urc: the transaction it came in the middle of
  std::uint32_t bytes = 0;                           ///< on the line, with line ends
  std::uint8_t commands = 0;                         ///< command: how many the line holds, as far as counted
  Timestamp time;                                    ///< of its first byte
  Origin origin;                                     ///< of its first byte
  std::string_view text;                             ///< without line ends
  std::string_view because;                          ///< the evidence, in words; static storage
  const Transition* transition = nullptr;            ///< kind transition
};

/// The event begins a section of the log, named by its text.
[[nodiscard]] inline bool begins_section(const Event& event) {
  return event.kind == EventKind::note && event.because == kSectionBegins;
}

/// The event shows that this is AT traffic: a unit with a meaning that is more than a guess.
[[nodiscard]] bool is_traffic(const Event& event);

enum class Outcome : std::uint8_t {
  ok,
  error,
  no_answer,  ///< nothing came before the host went on, or before the limit
  no_final,   ///< the command has no final result by its grammar
  aborted,    ///< the host ended it early
  open,       ///< the log ends first
};
[[nodiscard]] std::string_view to_string(Outcome outcome);

/// A later result linked back to the command that promised it.
struct DeferredResult {
  std::string text;
  bool ok = true;
  Timestamp time;
  Origin origin;
  grammar::RuleId rule = grammar::no_rule;
};

/// What a transaction is, but for its texts.
struct TransactionFacts {
  TransactionId id = 0;
  ChannelId channel = 0;
  grammar::CommandId command_id = grammar::no_command;  ///< of the command that the result is about
  const grammar::FormRule* form_rule = nullptr;         ///< null: unknown command or form
  grammar::Form form = grammar::Form::exec;
  std::uint8_t commands = 0;  ///< how many the line holds, as far as counted
  Timestamp sent;
  Origin origin;
  Outcome outcome = Outcome::open;
  Confidence confidence = Confidence::certain;  ///< that this result belongs to this command
  Origin result_origin;
  Timestamp result_time;
  grammar::RuleId result_rule = grammar::no_rule;
  std::size_t info_lines = 0;      ///< information responses that there were
  bool deferred_pending = false;   ///< promised, did not come before the limit or the end of the log
  bool superseded = false;         ///< the host sent its next command before the final result
  bool late = false;               ///< the final result came after the host had gone on
  grammar::Nanoseconds limit = 0;  ///< the command's maximum response time; 0: unknown
  grammar::Nanoseconds deferred_limit = 0;
  std::uint64_t data_declared = 0;  ///< bytes announced for the data phase; 0: not counted
  std::uint64_t data_sent = 0;      ///< payload bytes of the host
  bool data_phase = false;
};

/// A command line and everything that answered it. Handed out once, when it closes.
struct Transaction : TransactionFacts {
  std::string command;            ///< the command line as sent, without S3
  std::string result;             ///< final result code; empty when none came
  std::vector<std::string> info;  ///< the first `max_info` information responses
  std::vector<DeferredResult> deferred;

  static constexpr std::size_t max_info = 256;

  /// From the command to its final result; -1 without times on one clock.
  [[nodiscard]] std::int64_t latency_ns() const {
    if (!sent.known() || sent.clock != result_time.clock || result.empty()) return -1;
    return result_time.ns - sent.ns;
  }
};

/// Takes what the decoder says, in file order. Nothing it is given outlives the call.
class EventSink {
 public:
  virtual ~EventSink() = default;
  virtual void on_event(const Event& event) = 0;
  /// After the last event of the transaction (its deferred results included).
  virtual void on_transaction(const Transaction& transaction) = 0;
};

}  // namespace atscope::session
