// SPDX-License-Identifier: MIT
// A test log: a transcript with expectations beside its lines. Everything before the first case is a header.
//
//   # dialect: yuge-ec716s          also: ignore: CODE...   select: CODE...   direction: none   record
//                                   fidelity: line_lossy    resolution: 1 s   about: CODE
//   ## bad: the name of a case      "## good:" begins a case without findings; each case is a run of its own
//   [12:00:00.000] > AT+CSQ
//   [12:00:09.200] < OK             without a time: 10 ms after the line before (if any line has one)
//   # expect: TIM001 error          of the line above it; all of it:
//   # expect: ERR001 error under STA501 high = "part of the message"
//
// ">" is the host (its lines end in CR), "<" the module (CR LF before and after), "?" a log without
// direction. Escapes: \r \n \t \xHH \\; a line that holds one is sent as it stands, without line ends of its
// own, and so is one that ends in "\" (payload). "@gap" is a gap, "@marker atscope: ..." a marker of the test
// code, "@section NAME" begins a test case. "# waiver: CODE [until 2026-12-31]" stands for one in the
// configuration; today is 2026-01-01. Suppressed findings need no expectation. An expectation before the
// first line of a case is about the whole log. A finding that nothing expects fails, and so does an
// expectation without one. Rules about habits (CFG001, SEC001, SEC002, and all that are not in the preset
// "default") run only in a file that names them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "capture/segment.h"
#include "capture/source.h"
#include "decoder/lint/linter.h"
#include "decoder/lint/policy_run.h"

namespace atscope::test {

struct Expected {
  std::uint64_t line = 0;  // of the finding; 0: of the whole log
  std::string code, severity, under, confidence, part;
};

struct AtlogLine {
  std::uint64_t number = 0;
  capture::Sender sender = capture::Sender::unknown;
  capture::SegmentKind kind = capture::SegmentKind::data;
  std::string bytes, note;
  capture::Timestamp time;
};

struct AtlogCase {
  std::string name;  // "bad: …"
  std::vector<AtlogLine> lines;
  std::vector<Expected> expected;
  lint::Policy policy;
};

struct Atlog {
  std::string dialect = "3gpp";
  lint::LintOptions options;
  capture::SourceInfo source;
  capture::Framing framing = capture::Framing::stream;
  std::vector<AtlogCase> cases;
  std::string mistake;  // why the file cannot be used; empty when it can
};

[[nodiscard]] Atlog read_atlog(std::string_view text);

struct LintRun {
  std::vector<lint::Finding> findings;
  lint::LintSummary summary;
};

/// Session, machines and linter over one case, its bytes cut into pieces of `piece` (0: as they stand).
[[nodiscard]] LintRun run(const Atlog& log, const AtlogCase& test_case, std::size_t piece = 0);

/// What was not as expected, one complaint a line; empty when all was.
[[nodiscard]] std::string complaints(const AtlogCase& test_case, const LintRun& run);

/// "12: ERR001 error high: AT+CSQ failed …", for messages.
[[nodiscard]] std::string describe(const lint::Finding& finding);

}  // namespace atscope::test
