// SPDX-License-Identifier: MIT
// A dialogue file: bytes on the line, and beside each line what the decoder must say of it.
//
//   # a remark                                  dialect: 3gpp        framing: record       machines: on
//   [1.250] > AT+CREG?\r            ;; command 1
//   < \r\n+CREG: 5\r\n              ;; urc in 1
//   = 1 ok OK                       (transaction 1: outcome and result; "-" for no result)
//
// ">" is the host, "<" the module, "?" a log without direction; "!" a gap. A time in seconds is optional.
// Escapes: \r \n \t \xHH and a doubled backslash. Expectations: KIND [TXN] [in TXN] [likely|guess] [=
// "TEXT"], several separated by ", "; none: no event begins on that line. Events are told by the line of the
// file on which they begin. With the machines on, `state tcp: IP START` stands behind the event that moves
// one.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "capture/segment.h"
#include "decoder/session/event.h"
#include "decoder/session/session.h"

namespace atscope::test {

struct DialogueLine {
  std::uint64_t number = 0;
  capture::Sender sender = capture::Sender::unknown;
  capture::SegmentKind kind = capture::SegmentKind::data;
  std::string bytes;
  capture::Timestamp time;
  std::vector<std::string> expected;
};

struct Dialogue {
  std::string name;
  std::string dialect = "small.at";
  capture::Framing framing = capture::Framing::stream;
  bool machines = false;
  std::vector<DialogueLine> lines;
  std::vector<std::string> transactions;  // "1 ok OK"
};

[[nodiscard]] Dialogue read_dialogue(const std::string& path);
[[nodiscard]] std::vector<std::string> dialogue_files();

/// What came out, in words that two runs can be compared by.
struct Recorded {
  struct Line {
    std::uint64_t number = 0;
    std::string words;  // "urc in 1 likely"
    std::string text;
  };
  std::vector<Line> events;
  std::vector<std::string> transactions;
  std::vector<std::string> full;  // every property of every event
  std::uint64_t bytes = 0;        // of all events
};

/// Decodes a dialogue; `cuts` are the sizes of pieces into which the bytes of each line are split, in turn
/// (empty: whole).
[[nodiscard]] Recorded decode(const Dialogue& dialogue, const std::vector<std::size_t>& cuts,
                              const session::SessionOptions& options = {});

}  // namespace atscope::test
