// SPDX-License-Identifier: MIT
#include "cli/console.h"

#include <cstdio>
#include <cstdlib>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/arguments.h"
#include "decoder/report/visible_text.h"

namespace atscope::cli {
namespace {

bool is_set(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

void to_stderr(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace

void declare_color(Arguments& arguments, std::string& target) {
  arguments.choice("--color", target, {"auto", "always", "never"},
                   "Colour the report; auto: on a terminal, unless NO_COLOR is set");
}

bool use_color(std::string_view choice) {
  if (choice == "always") return true;
  if (choice == "never" || is_set("NO_COLOR")) return false;
  if (is_set("CLICOLOR_FORCE") || is_set("FORCE_COLOR")) return true;
  const char* terminal = std::getenv("TERM");
  return isatty(STDOUT_FILENO) == 1 && (terminal == nullptr || std::string_view(terminal) != "dumb");
}

std::size_t terminal_width() {
  if (const char* columns = std::getenv("COLUMNS"); columns != nullptr) {
    const long width = std::strtol(columns, nullptr, 10);
    if (width > 0) return static_cast<std::size_t>(width);
  }
  struct winsize size {};
  if (isatty(STDOUT_FILENO) == 1 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) return size.ws_col;
  return 0;
}

bool person_watches() {
  return isatty(STDERR_FILENO) == 1;
}

void complain(std::string_view subject, std::string_view reason, std::string_view help) {
  std::string text = "atscope: ";
  report::append_visible(text, subject);
  if (!subject.empty()) text += ": ";
  report::append_visible(text, reason);
  text += '\n';
  if (!help.empty()) {
    text += "  help: ";
    report::append_visible(text, help);
    text += '\n';
  }
  to_stderr(text);
}

void hint(std::string_view line) {
  std::string text;
  report::append_visible(text, line);
  text += '\n';
  to_stderr(text);
}

void notice(std::string_view subject, std::string_view message) {
  std::string text;
  report::append_visible(text, subject);
  text += ": ";
  report::append_visible(text, message);
  text += '\n';
  to_stderr(text);
}

std::string_view arrow(capture::Sender sender) {
  switch (sender) {
    case capture::Sender::dte:
      return "→";
    case capture::Sender::dce:
      return "←";
    case capture::Sender::unknown:
      break;
  }
  return "·";
}

std::string_view Palette::side(capture::Sender sender) const {
  switch (sender) {
    case capture::Sender::dte:
      return dte;
    case capture::Sender::dce:
      return dce;
    case capture::Sender::unknown:
      break;
  }
  return dim;
}

Palette::Palette(bool color) {
  if (!color) return;
  reset = "\x1b[0m";
  bold = "\x1b[1m";
  dim = "\x1b[2m";
  dte = "\x1b[36m";
  dce = "\x1b[33m";
  good = "\x1b[32m";
  bad = "\x1b[31m";
  caution = "\x1b[35m";
  accent = "\x1b[34m";
}

}  // namespace atscope::cli
