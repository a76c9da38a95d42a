// SPDX-License-Identifier: MIT
// What is known about a running data phase. The rules stand in channel_data.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "capture/segment.h"
#include "decoder/grammar/dialect.h"
#include "decoder/session/event.h"

namespace atscope::session {

/// Payload collected for one `data` event. What is longer than the limit comes out in several.
class Burst {
 public:
  static constexpr std::size_t max_bytes = 64 * 1024;

  void add(const capture::Segment& segment, std::size_t position, std::size_t size);
  /// Bytes on the line that are no payload: a terminator.
  void drop_last() { bytes.pop_back(); }
  [[nodiscard]] Burst split(std::size_t position);  ///< keeps what is before, gives what is behind
  [[nodiscard]] bool empty() const { return on_line == 0; }
  [[nodiscard]] std::size_t room() const { return max_bytes - bytes.size(); }
  [[nodiscard]] Timestamp time() const { return marks_.empty() ? Timestamp{} : marks_.front().time; }
  [[nodiscard]] Origin origin() const { return marks_.empty() ? Origin{} : marks_.front().origin; }
  void clear();
  /// The bytes as the segments they came in: `consume(const capture::Segment&)` for each.
  template <typename Consumer>
  void replay(Sender sender, Consumer consume) const {
    for (std::size_t index = 0; index < marks_.size(); ++index) {
      const std::size_t end = index + 1 < marks_.size() ? marks_[index + 1].position : bytes.size();
      capture::Segment segment;
      segment.bytes = std::string_view(bytes).substr(marks_[index].position, end - marks_[index].position);
      segment.sender = sender;
      segment.time = marks_[index].time;
      segment.origin = marks_[index].origin;
      consume(segment);
    }
  }

  std::string bytes;
  std::uint32_t on_line = 0;  ///< bytes on the line, terminators included
  Timestamp last;             ///< of the last byte

 private:
  // Where the bytes from `position` on came from; contiguous bytes of one time share a mark.
  struct Mark {
    std::size_t position;
    Timestamp time;
    Origin origin;
  };
  std::vector<Mark> marks_;
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
  Timestamp since, last;                     ///< when it began; its last byte
  grammar::Nanoseconds time = 0, pause = 0;  ///< after `since`, after `last` the module ends it; 0: never
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
