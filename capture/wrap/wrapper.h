// SPDX-License-Identifier: MIT
// What stands around the lines of a log: the prefix of a system log, the marks of a quoted mail, an encoding.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "capture/text/stamp.h"
#include "capture/wrap/mapped_text.h"

namespace atscope::capture {

/// What a wrapper has to know of the log, and what it tells of a line.
struct Peeling {
  std::string program;     ///< only its lines are wanted; empty: those of all
  std::size_t indent = 0;  ///< blanks to take off
  Stamp stamp;             ///< of the line just peeled
};

struct Wrapper {
  std::string_view name;  ///< as `-v` shows it: "syslog"
  /// Takes the wrapping off one line, which comes with its line end. False: the line is none of the wanted
  /// ones.
  bool (*peel)(const MappedText& line, MappedText& out, Peeling& peeling);
};

extern const Wrapper ansi_colour;
extern const Wrapper container_name;
extern const Wrapper html;
extern const Wrapper indentation;
extern const Wrapper journal_json;
extern const Wrapper leading_time;
extern const Wrapper mail_quote;
extern const Wrapper quoted_printable;
extern const Wrapper run_on;
extern const Wrapper syslog;

/// The program that a line of the system log or of a JSON journal is of; empty if it is neither.
[[nodiscard]] std::string_view syslog_program(std::string_view line);
[[nodiscard]] std::string_view journal_program(std::string_view line);

/// Text is certainly encoded so: every = is an escape; entities stand where < > & would.
[[nodiscard]] bool is_quoted_printable(std::string_view head);
[[nodiscard]] bool is_html(std::string_view head);
/// Most commands share their line with their answer.
[[nodiscard]] bool is_run_on(std::string_view head);

/// A wrapper with what it has learnt of the log.
struct Layer {
  const Wrapper* wrapper = nullptr;
  Peeling peeling;
};

/// Takes all layers off a line, the outermost first. False: the line is none of the wanted ones.
class Peeler {
 public:
  explicit Peeler(std::vector<Layer> layers) : layers_(std::move(layers)) {}
  /// `line` and what is given back are views of buffers of the peeler.
  [[nodiscard]] const MappedText* peel(MappedText& line);
  /// Of the line just peeled: the innermost time.
  [[nodiscard]] const Stamp& stamp() const { return stamp_; }
  [[nodiscard]] const std::vector<Layer>& layers() const { return layers_; }

 private:
  std::vector<Layer> layers_;
  MappedText spare_;
  Stamp stamp_;
};

}  // namespace atscope::capture
