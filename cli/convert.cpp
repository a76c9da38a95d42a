// SPDX-License-Identifier: MIT
// `atscope convert`: a log or capture as a file of another kind.
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>

#include "capture/export/exporter.h"
#include "capture/open.h"
#include "capture/text/stamp.h"
#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/pipeline.h"
#include "cli/signals.h"
#include "cli/traffic_check.h"
#include "decoder/report/event_writer.h"

namespace atscope::cli {
namespace {

using capture::Segment;
using capture::SegmentKind;

constexpr std::string_view trace_event = "trace-event";

/// A time as the log writes it, or seconds since its first record: "+12.5".
struct TimeBound {
  std::int64_t ns = 0;
  bool since_start = false;
};

bool parse_time(const std::string& text, std::optional<TimeBound>& bound) {
  if (text.empty()) return true;
  TimeBound parsed;
  parsed.since_start = text.starts_with('+');
  std::string stamp_text = text.substr(parsed.since_start ? 1 : 0);
  if (stamp_text.find_first_not_of("0123456789") == std::string::npos) stamp_text += ".0";
  capture::Stamp stamp;
  if (stamp_text.empty() || capture::parse_stamp(stamp_text, stamp) != stamp_text.size()) return false;
  parsed.ns = stamp.ns;
  bound = parsed;
  return true;
}

/// Lets the chosen channels and times through.
class Selection {
 public:
  bool parse(const std::string& from, const std::string& to, const std::vector<std::string>& channels) {
    channels_ = channels;
    for (const auto& [option, text, bound] :
         {std::tuple{"--from-time", &from, &from_}, {"--to-time", &to, &to_}}) {
      if (parse_time(*text, *bound)) continue;
      complain(
          option, "'" + *text + "' is no time",
          "give it as the log writes it, such as 2026-01-02 03:04:05.5, or +12.5 for seconds from the start");
      return false;
    }
    return true;
  }

  [[nodiscard]] bool wants(const Segment& segment, std::string_view channel) {
    if (!channels_.empty() && std::find(channels_.begin(), channels_.end(), channel) == channels_.end())
      return false;
    if (!from_ && !to_) return true;
    if (!segment.time.known()) return false;
    if (!start_) start_ = segment.time.ns;
    const auto place = [&](const TimeBound& bound) {
      return bound.since_start ? segment.time.ns - *start_ : segment.time.ns;
    };
    return (!from_ || place(*from_) >= from_->ns) && (!to_ || place(*to_) <= to_->ns);
  }

 private:
  std::vector<std::string> channels_;
  std::optional<TimeBound> from_, to_;
  std::optional<std::int64_t> start_;
};

class Convert final : public Command {
 public:
  void declare(Arguments& arguments) override {
    arguments.positionals("PATH", input_.paths, "The log or capture to convert; - is standard input");
    arguments.text("-o,--output", output_, "FILE", "Where to write; - is standard output");
    for (const capture::ExportKind& kind : capture::export_kinds()) names_.emplace_back(kind.name);
    names_.emplace_back(trace_event);
    arguments.choice("--to", to_, with_auto(), "Kind of file to write");
    arguments.text("--from-time", from_time_, "TIME", "Leave out what came before");
    arguments.text("--to-time", to_time_, "TIME", "Leave out what came after");
    arguments.list("--channel", channels_, "NAME", "Only these channels");
    arguments.text("--format-in", input_.format, "NAME", "Format of the input (atscope formats)");
    arguments.text("-d,--dialect", input_.dialect, "NAME|FILE|auto",
                   "What the module speaks, for trace-event");
    arguments.choice("--role", input_.role, {"auto", "dte", "dce"}, "Who the log means by \"sent\"");
    std::string footer = "Kinds (by default the one that the name of the output tells, else pcapng):\n";
    for (const capture::ExportKind& kind : capture::export_kinds()) {
      footer += fmt::format("  {:<14} {}\n", kind.name, kind.description);
    }
    footer +=
        fmt::format("  {:<14} {}\n", trace_event, "transactions as JSON for Perfetto and chrome://tracing");
    footer +=
        "TIME is written as in the log, or +SECONDS from its start. Nothing but trace-event is masked: what "
        "is\nsecret in the log is secret in the file.";
    arguments.footer(footer);
  }

  int run() override {
    if (input_.paths.size() != 1) {
      complain("convert", "converts one input at a time", "call it once for each");
      return exit_could_not_run;
    }
    if (output_ == input_.paths.front() && output_ != "-") {
      complain(output_, "is the input, too", "give another name to -o");
      return exit_could_not_run;
    }
    Selection selection;
    if (!selection.parse(from_time_, to_time_, channels_)) return exit_could_not_run;
    return kind() == trace_event ? write_trace() : write_segments(selection);
  }

 private:
  [[nodiscard]] std::vector<std::string> with_auto() const {
    std::vector<std::string> all = {"auto"};
    all.insert(all.end(), names_.begin(), names_.end());
    return all;
  }

  [[nodiscard]] std::string kind() const {
    if (to_ != "auto") return to_;
    for (const capture::ExportKind& each : capture::export_kinds()) {
      if (!each.extension.empty() && output_.ends_with(each.extension)) return std::string(each.name);
    }
    if (output_.ends_with(".json")) return std::string(trace_event);
    return output_.ends_with(".txt") ? "transcript" : "pcapng";
  }

  /// A descriptor to write to, or -1.
  [[nodiscard]] int open_output() const {
    if (output_ == "-") return STDOUT_FILENO;
    constexpr mode_t kMode = 0666;
    const int fd = ::open(output_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, kMode);
    if (fd < 0) complain(output_, std::strerror(errno), "give another place to -o");
    return fd;
  }

  int write_segments(Selection& selection) {
    capture::OpenOptions options;
    options.format = input_.format;
    options.sent_by_given = !input_.role.empty() && input_.role != "auto";
    options.sent_by = input_.role == "dce" ? capture::Sender::dce : capture::Sender::dte;
    auto source = capture::open(input_.paths.front(), options);
    if (!source) {
      complain(input_.paths.front(), source.error().reason, source.error().help);
      return exit_could_not_run;
    }
    const std::string name = kind();
    const auto kinds = capture::export_kinds();
    const auto chosen = std::find_if(kinds.begin(), kinds.end(),
                                     [&](const capture::ExportKind& each) { return each.name == name; });
    if (chosen->needs_direction && !(*source)->info().has_direction) {
      complain(input_.paths.front(),
               fmt::format("does not tell who sent, and {} has no place for that", name),
               "--to pcapng, upper-pdu or transcript keep it open");
      return exit_could_not_run;
    }
    if (output_ == "-" && chosen->is_binary && isatty(STDOUT_FILENO) != 0) {
      complain("convert", name + " is nothing for a terminal", "give a file to -o, or pipe it on");
      return exit_could_not_run;
    }
    const int fd = open_output();
    if (fd < 0) return exit_could_not_run;
    std::uint64_t written = 0;
    std::uint64_t left_out = 0;
    {
      Output output(fd, fd == STDOUT_FILENO ? Output::Owns::no : Output::Owns::yes);
      const auto exporter = chosen->make([&](std::string_view bytes) { output.write(bytes); });
      Segment segment;
      while (!interrupted() && (*source)->next(segment)) {
        const auto& channels = (*source)->info().channels;
        const std::string_view channel = segment.channel < channels.size()
                                             ? std::string_view(channels[segment.channel])
                                             : std::string_view();
        if (!selection.wants(segment, channel)) continue;
        ++(exporter->write(segment, channel) ? written : left_out);
      }
      exporter->finish();
    }
    if (left_out > 0) {
      notice(input_.paths.front(),
             fmt::format("{} records have no place in {} and are left out", left_out, name));
    }
    if (written == 0) {
      complain(input_.paths.front(), "nothing to convert was found",
               "check --from-time, --to-time and --channel, or name its format with --format-in");
      return exit_nothing_checked;
    }
    return exit_fine;
  }

  int write_trace() {
    const int fd = open_output();
    if (fd < 0) return exit_could_not_run;
    Output output(fd, fd == STDOUT_FILENO ? Output::Owns::no : Output::Owns::yes);
    bool any = false;
    const int exit_code = for_each_input(input_, output, [&](Input& input) {
      const auto report = report::make_trace_events([&](std::string_view text) { output.write(text); }, {});
      report->begin(input);
      TrafficCheck check(*report);
      input.decode(check);
      report->end();
      any = any || check.found();
      if (!check.found()) say_nothing_checked(input);
    });
    return exit_code == exit_fine && !any ? exit_nothing_checked : exit_code;
  }

  InputOptions input_;
  std::string output_ = "-", to_ = "auto", from_time_, to_time_;
  std::vector<std::string> channels_, names_;
};

}  // namespace

std::unique_ptr<Command> make_convert() {
  return std::make_unique<Convert>();
}

}  // namespace atscope::cli
