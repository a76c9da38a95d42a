// SPDX-License-Identifier: MIT
// Messages for the person at the terminal, and whether there is one.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "capture/segment.h"

namespace atscope::cli {

class Arguments;

/// --color auto|always|never with NO_COLOR; "auto" colours only a terminal.
void declare_color(Arguments& arguments, std::string& target);
[[nodiscard]] bool use_color(std::string_view choice);

/// Columns of standard output: COLUMNS, else those of the terminal; 0 when it is none.
[[nodiscard]] std::size_t terminal_width();

/// True when standard error is a terminal: notices are welcome there and noise elsewhere.
[[nodiscard]] bool person_watches();

/// "atscope: SUBJECT: reason" and a line "  help: …" on standard error; hostile bytes are drawn.
void complain(std::string_view subject, std::string_view reason, std::string_view help = {});
/// A line of its own on standard error, below what complain() said.
void hint(std::string_view line);
/// "SUBJECT: text" on standard error.
void notice(std::string_view subject, std::string_view text);

/// "→" what the host sent, "←" what the module sent, "·" when the log does not tell.
[[nodiscard]] std::string_view arrow(capture::Sender sender);

/// Escape sequences for a terminal, empty without colour.
struct Palette {
  explicit Palette(bool color);
  [[nodiscard]] std::string_view side(capture::Sender sender) const;

  std::string_view reset, bold, dim, dte, dce, good, bad, caution, accent;
};

}  // namespace atscope::cli
