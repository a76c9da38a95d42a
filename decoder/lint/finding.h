// SPDX-License-Identifier: MIT
// What a lint rule says.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "decoder/session/event.h"

namespace atscope::lint {

enum class Severity : std::uint8_t { note, warning, error };
enum class Confidence : std::uint8_t { low, medium, high };
[[nodiscard]] std::string_view to_string(Severity severity);
[[nodiscard]] std::string_view to_string(Confidence confidence);

/// Somebody said that a finding is known: it is shown as such and fails nothing.
struct Suppression {
  enum class By : std::uint8_t {
    nobody,
    marker,       ///< `atscope: ignore[...]` in the log
    waiver,       ///< [[waiver]] in the configuration
    expectation,  ///< it had to happen
    baseline,     ///< it was there before
  };
  By by = By::nobody;
  std::string reason;
  std::string place;  ///< "run.log:12", "atscope.toml:7"; may be empty

  [[nodiscard]] explicit operator bool() const { return by != By::nobody; }
};
[[nodiscard]] std::string_view to_string(Suppression::By by);

/// Against the baseline that the run was given.
enum class BaselineState : std::uint8_t {
  none,       ///< there is no baseline
  fresh,      ///< not in it
  unchanged,  ///< in it
};

/// A place that belongs to a finding: the opening command, the late answer …
struct Related {
  session::Origin origin;
  session::Timestamp time;
  session::Sender sender = session::Sender::unknown;
  std::string text;     ///< the line there, as it was on the wire
  std::string message;  ///< what it has to do with the finding; may be empty
};

/// 1-based, unique in one run, in the order in which the rules report: a finding that is held until its
/// transaction closes can come out behind one with a greater id.
using FindingId = std::uint64_t;

struct Finding {
  FindingId id = 0;
  std::string_view code;  ///< "TIM001"
  std::string_view name;  ///< "response-timeout"
  Severity severity = Severity::warning;
  Confidence confidence = Confidence::high;
  session::ChannelId channel = 0;
  session::TransactionId txn = 0;
  session::TransactionId other_txn = 0;  ///< a second transaction that has a part in it; 0: none
  session::Origin origin;
  session::Timestamp time;
  std::uint32_t column = 1;  ///< 1-based, in bytes of `text`
  std::uint32_t bytes = 0;   ///< length of what is marked in `text`
  bool marks_secret =
      false;            ///< what is marked is itself a secret or tells who somebody is: never shown as it is
  std::string text;     ///< the offending line as it was on the wire
  std::string message;  ///< the fact, lower case, one sentence without a full stop
  std::string help;     ///< what to do
  std::string source;   ///< clause or manual section
  std::string state;    ///< "tcp: IP STATUS" when a machine's state matters
  std::string command;  ///< name of the command it is about: "AT+CREG?"; no values
  std::string error;    ///< the result code or error value it is about: "+CME ERROR: 14"
  std::vector<Related> related;
  std::string section;      ///< test case or other part of the log that it is in; may be empty
  FindingId cause = 0;      ///< the finding it is folded under; 0: none
  std::string fingerprint;  ///< rule, command, state, error and ordinal; never line or time
  Suppression suppression;
  BaselineState baseline = BaselineState::none;
};

class FindingSink {
 public:
  virtual ~FindingSink() = default;
  virtual void on_finding(const Finding& finding) = 0;
};

}  // namespace atscope::lint
