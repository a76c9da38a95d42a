// SPDX-License-Identifier: MIT
// What is known about a running data phase. The rules stand in channel_data.cpp.
#pragma once

#include <cstdint>
#include <string>

#include "capture/segment.h"
#include "decoder/grammar/dialect.h"
#include "decoder/session/event.h"

namespace atscope::session {

/// Payload collected for one `data` event. What is longer than the limit comes out in several.
struct Burst {
  static constexpr std::size_t max_bytes = 64 * 1024;
  std::string bytes;
  std::uint32_t on_line = 0;  ///< bytes on the line, terminators included
  Timestamp time;
  Timestamp last;
  Origin origin;

  void add(const capture::Segment& segment, std::size_t position, std::size_t size) {
    if (on_line == 0) {
      time = segment.time;
      origin = segment.origin;
      origin.offset = segment.offset_of(position);
    }
    bytes.append(segment.bytes.substr(position, size));
    on_line += static_cast<std::uint32_t>(size);
    last = segment.time;
  }
  [[nodiscard]] std::size_t room() const { return max_bytes - bytes.size(); }
  void clear() {
    bytes.clear();
    on_line = 0;
  }
};

/// Bytes of the host that are payload (V.250 knows none; 27.005 §4.3 and vendors do).
struct HostData {
  bool active = false;
  Sender sender = Sender::dte;
  bool counted = false;
  std::uint64_t remaining = 0;  ///< counted: bytes that are still to come
  char terminator = '\x1A';
  char abort = '\x1B';
  TransactionId transaction = 0;
  std::uint64_t sent = 0;
  Burst burst;
};

/// Bytes of the module whose number a head announced.
struct ModulePayload {
  std::uint64_t remaining = 0;
  std::uint64_t announced = 0;
  Sender sender = Sender::dce;
  TransactionId transaction = 0;
  grammar::RuleId head = grammar::no_rule;
  Burst burst;
};

/// Data state after CONNECT: bytes of both sides are payload until the escape sequence (V.250 clause 5.2,
/// S2 and S12) or a line of the module ends it.
struct Transparent {
  bool active = false;
  TransactionId transaction = 0;
  Burst host, module;         ///< not given out yet
  bool probing = false;       ///< the module's burst is held against what the host's burst asks
  bool end_possible = false;  ///< the module's burst stands before the host's and may end the data state
  Timestamp before_escape;    ///< of the last host byte before the "+++" that ends the host's burst
};

}  // namespace atscope::session
