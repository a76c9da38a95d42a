// SPDX-License-Identifier: MIT
#include "cli/pipeline.h"

#include <array>
#include <cstdio>
#include <fcntl.h>
#include <map>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "capture/describe.h"
#include "capture/follow.h"
#include "capture/look_ahead.h"
#include "capture/open.h"
#include "capture/open_input.h"
#include "cli/arguments.h"
#include "cli/console.h"
#include "cli/dialects.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/progress.h"
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

std::uint64_t size_of(const std::string& path) {
  struct stat status {};
  if (is_stdin(path) || stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return 0;
  return static_cast<std::uint64_t>(status.st_size);
}

tl::expected<std::unique_ptr<capture::Source>, capture::Error> open_growing(const std::string& path,
                                                                            capture::OpenOptions options) {
  options.head_bytes = size_of(path);
  auto stream = capture::follow(path, interrupted);
  if (!stream) return tl::unexpected(std::move(stream.error()));
  return capture::open_input(capture::Input::from_stream(std::move(*stream)), path, options);
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
                 "What the module speaks (atscope dialect list); auto unless configured");
  arguments.text("--format-in", options.format, "NAME|FILE", "Format of the input (atscope formats)");
  arguments.choice("--role", options.role, {"auto", "dte", "dce"},
                   "Who the log means by \"sent\": the host (dte), the module (dce), or what the log tells");
  declare_config(arguments, options.config);
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
  Progress progress(name_, total_bytes_, shows_progress_);
  while (!interrupted() && !stopped_ && source_->next(segment)) {
    if (on_segment) on_segment(segment);
    session.feed(segment);
    progress.update(stats().bytes);
  }
  session.finish();
}

int for_each_input(const InputOptions& options, Output& output, const std::function<void(Input&)>& visit,
                   const std::function<void(const std::string&, const std::string&)>& failed) {
  ConfigLoader configs(options.config);
  std::map<std::string, std::optional<DialectShelf>> shelves;
  int exit_code = exit_fine;
  std::size_t left = options.paths.size();
  for (const std::string& path : options.paths) {
    --left;
    if (interrupted()) break;
    const Config* config = configs.for_log(path);
    if (config == nullptr) return exit_could_not_run;
    const auto given = [&](const std::string& option, const char* key) {
      return option.empty() ? config->text(key) : option;
    };
    const std::string dialect = given(options.dialect, "dialect");
    std::optional<DialectShelf>& shelf = shelves[dialect];
    if (!shelf) {
      shelf.emplace(dialect);
      if (!shelf->load_named()) return exit_could_not_run;
    }
    DialectShelf& dialects = *shelf;
    capture::OpenOptions open_options;
    open_options.format = given(options.format, "format-in");
    const std::string role = given(options.role, "role");
    open_options.sent_by_given = role != "auto";
    open_options.sent_by = role == "dce" ? capture::Sender::dce : capture::Sender::dte;
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
    if (options.follow || takes_long(path)) output.keep_fresh();
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
    if (options.follow && !is_stdin(path)) {
      // Looking ahead in a growing file would wait for what is to come: what is there now has to tell.
      if (source->size() != 0) open_options.format = std::string(source->info().format);
      auto growing = open_growing(path, open_options);
      if (!growing) {
        complain(path, growing.error().reason, growing.error().help);
        exit_code = exit_could_not_run;
        continue;
      }
      source = std::make_unique<capture::LookAheadSource>(std::move(*growing));
    }
    Input input(path, std::move(source), std::move(choice.dialect), std::move(choice.because),
                std::move(head));
    if (options.verbose || (person_watches() && !input.because().empty() && isatty(STDOUT_FILENO) == 0)) {
      notice(path, "format " + std::string(input.info().format) + ", dialect " + input.dialect_text());
    }
    input.set_surroundings(*config, left == 0);
    // What is written to the terminal while reading would stand in the middle of it.
    const bool shows_progress = !options.follow && (options.report_at_end || isatty(STDOUT_FILENO) == 0);
    input.set_progress(shows_progress, is_compressed(read_head(path)) ? 0 : size_of(path));
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
