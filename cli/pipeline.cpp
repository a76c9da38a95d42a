// SPDX-License-Identifier: MIT
#include "cli/pipeline.h"

#include <array>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "capture/describe.h"
#include "capture/look_ahead.h"
#include "capture/open.h"
#include "cli/arguments.h"
#include "cli/console.h"
#include "cli/dialects.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/signals.h"
#include "decoder/session/session.h"

namespace atscope::cli {
namespace {

constexpr std::size_t head_size = capture::kDescribeReach;
constexpr std::size_t look_ahead_segments = 2000;
constexpr std::size_t look_ahead_bytes = 512 * 1024;

bool is_stdin(const std::string& path) {
  return path == "-";
}

// The start of a plain file as it stands on the disk; nothing for pipes.
std::string read_head(const std::string& path) {
  struct stat status {};
  if (is_stdin(path) || stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return {};
  std::string head(head_size, '\0');
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) return {};
  head.resize(std::fread(head.data(), 1, head.size(), file));
  std::fclose(file);
  return head;
}

bool is_compressed(std::string_view head) {
  using namespace std::string_view_literals;
  for (const std::string_view magic : {"\x1f\x8b"sv, "\x28\xb5\x2f\xfd"sv,
                                       "\xfd"
                                       "7zXZ\0"sv}) {
    if (head.substr(0, magic.size()) == magic) return true;
  }
  return false;
}

// A pipe, a terminal, or a file that is large: nobody should wait for its end to see its beginning.
bool takes_long(const std::string& path) {
  constexpr off_t large = 16 << 20;
  struct stat status {};
  const int failed = is_stdin(path) ? fstat(STDIN_FILENO, &status) : stat(path.c_str(), &status);
  return failed == 0 && (!S_ISREG(status.st_mode) || status.st_size > large);
}

}  // namespace

void declare_input(Arguments& arguments, InputOptions& options) {
  arguments.positionals("PATH", options.paths,
                        "Logs and captures to read, also compressed; - is standard input");
  arguments.text("-d,--dialect", options.dialect, "NAME|FILE|auto",
                 "What the module speaks (atscope dialect list)");
  arguments.text("--format-in", options.format, "NAME|FILE", "Format of the input (atscope formats)");
  arguments.choice("--role", options.role, {"auto", "dte", "dce"},
                   "Who the log means by \"sent\": the host (dte), the module (dce), or what the log tells");
  arguments.flag("-v,--verbose", options.verbose, "Say on standard error what was chosen, and why");
}

Input::Input(std::string name, std::unique_ptr<capture::Source> source,
             std::shared_ptr<const grammar::Dialect> dialect, std::string because, std::string head)
    : name_(name == "-" ? "<stdin>" : std::move(name)),
      source_(std::move(source)),
      dialect_(std::move(dialect)),
      because_(std::move(because)),
      head_(std::move(head)) {}

std::string Input::dialect_text() const {
  return because_.empty() ? dialect_->name() : dialect_->name() + " (auto: " + because_ + ")";
}

std::string Input::looks_like() const {
  return capture::describe(head_);
}

std::string_view Input::channel(capture::ChannelId id) const {
  const std::vector<std::string>& names = info().channels;
  if (id < names.size()) return names[id];
  while (channel_numbers_.size() <= id) channel_numbers_.push_back(std::to_string(channel_numbers_.size()));
  return channel_numbers_[id];
}

void Input::decode(session::EventSink& sink,
                   const std::function<void(const machine::MachineRunner&)>& attach) {
  machine::MachineRunner machines(dialect_, sink);
  if (attach) attach(machines);
  session::Session session(dialect_, machines);
  capture::Segment segment;
  while (!interrupted() && source_->next(segment)) session.feed(segment);
  session.finish();
}

int for_each_input(const InputOptions& options, Output& output, const std::function<void(Input&)>& visit,
                   const std::function<void(const std::string&, const std::string&)>& failed) {
  DialectShelf dialects(options.dialect);
  if (!dialects.load()) return exit_could_not_run;

  capture::OpenOptions open_options;
  open_options.format = options.format;
  open_options.sent_by_given = options.role != "auto";
  open_options.sent_by = options.role == "dce" ? capture::Sender::dce : capture::Sender::dte;

  int exit_code = exit_fine;
  for (const std::string& path : options.paths) {
    if (interrupted()) break;
    auto opened = capture::open(path, open_options);
    if (!opened) {
      const capture::Error& error = opened.error();
      const bool wrong_name = error.kind == capture::Error::Kind::unknown_format;
      complain(wrong_name ? "--format-in" : path, error.reason, error.help);
      exit_code = exit_could_not_run;
      if (wrong_name) break;
      if (failed) failed(path, error.reason);
      continue;
    }
    if (takes_long(path)) output.keep_fresh();
    auto source = std::make_unique<capture::LookAheadSource>(std::move(*opened));
    source->look(dialects.is_fixed() ? 16 : look_ahead_segments, look_ahead_bytes, interrupted);
    DialectShelf::Choice choice = dialects.choose(*source);

    std::string head = read_head(path);
    if (head.empty() || is_compressed(head)) {
      head.clear();
      for (std::size_t index = 0; index < source->size() && head.size() < head_size; ++index) {
        head += source->peek(index).bytes.substr(0, head_size);
      }
    }
    Input input(path, std::move(source), std::move(choice.dialect), std::move(choice.because),
                std::move(head));
    if (options.verbose || (person_watches() && !input.because().empty() && isatty(STDOUT_FILENO) == 0)) {
      notice(path, "format " + std::string(input.info().format) + ", dialect " + input.dialect_text());
    }
    visit(input);
  }
  return exit_code;
}

void say_nothing_checked(const Input& input) {
  std::string help = "check that it is the right file";
  if (input.info().format == "raw") help += ", or name its format with --format-in (atscope formats)";
  const std::string what =
      input.head().empty() ? "the input is empty" : "the input looks like " + input.looks_like();
  complain(input.name(), "no AT traffic found; " + what, help);
}

}  // namespace atscope::cli
