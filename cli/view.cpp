// SPDX-License-Identifier: MIT
// `atscope view`: opens the window, which is a program of its own.
#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <unistd.h>
#include <vector>

#include "cli/arguments.h"
#include "cli/capture_source.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/exit_code.h"

namespace atscope::cli {
namespace {

constexpr const char* window_program = "atscope-gui";

// Beside this program, where the build and the installation both put it; else by the search path.
std::string beside_this_program() {
  std::array<char, 4096> path{};
  const ssize_t size = readlink("/proc/self/exe", path.data(), path.size());
  if (size <= 0) return window_program;
  std::string program(path.data(), static_cast<std::size_t>(size));
  program.resize(program.rfind('/') + 1);
  program += window_program;
  return access(program.c_str(), X_OK) == 0 ? program : window_program;
}

class View final : public Command {
 public:
  void declare(Arguments& arguments) override {
    arguments.positionals("PATH", paths_, "Logs and captures to open, each in a window of its own", false);
    arguments.text("-d,--dialect", dialect_, "NAME|FILE|auto",
                   "What the module speaks (atscope dialect list)");
    arguments.text("--format-in", format_, "NAME", "Format of the input (atscope formats)");
    declare_capture_ways(arguments, live_);
    arguments.text("-o,--output", output_, "FILE", "Record what is captured into FILE (pcapng)");
    arguments.flag("--force", force_, "Replace FILE if it is there already");
    arguments.footer("A live line is captured as atscope capture does, in a window of its own.");
  }

  int run() override {
    std::string program = beside_this_program();
    std::vector<std::string> words = {program, "--dialect", dialect_, "--format-in", format_};
    if (!add_live(words)) return exit_could_not_run;
    words.emplace_back("--");
    words.insert(words.end(), paths_.begin(), paths_.end());
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    execvp(program.c_str(), arguments.data());
    const int error = errno;
    complain(window_program, error == ENOENT ? "is not installed" : std::strerror(error),
             "the window is built when Qt 6 is there (Debian: qt6-base-dev); atscope decode shows the same "
             "in the terminal");
    return exit_could_not_run;
  }

 private:
  // Mistakes are told here, in the terminal; the window is given the same words.
  bool add_live(std::vector<std::string>& words) {
    const bool any = live_.any() || !live_.link.empty() || !output_.empty();
    live_.format_in = format_;
    if (any && !capture_from(live_)) return false;
    const auto add = [&words](const char* option, const std::string& value) {
      if (!value.empty()) words.push_back(std::string(option) + '=' + value);
    };
    if (!live_.tap.empty()) add("--tap", live_.tap[0] + ',' + live_.tap[1]);
    add("--port", live_.port);
    add("--proxy", live_.proxy);
    if (live_.uses_usb) words.push_back("--usb=" + live_.usb);
    if (live_.uses_stdin) words.emplace_back("--stdin");
    if (!any) return true;
    add("--link", live_.link);
    add("--name", live_.name);
    add("--baud", live_.baud);
    add("--framing", live_.framing);
    add("--sender", live_.sender);
    add("--role", live_.role);
    add("--output", output_);
    if (force_) words.emplace_back("--force");
    return true;
  }

  std::vector<std::string> paths_;
  capture::live::LiveWords live_;
  std::string output_;
  bool force_ = false;
  std::string dialect_ = "auto", format_ = "auto";
};

}  // namespace

std::unique_ptr<Command> make_view() {
  return std::make_unique<View>();
}

}  // namespace atscope::cli
