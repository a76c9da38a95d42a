// SPDX-License-Identifier: MIT
// `atscope capture`: takes traffic as it happens, records it and shows what is said.
#include <array>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <string>
#include <unistd.h>

#include "capture/record/recording_source.h"
#include "cli/arguments.h"
#include "cli/capture_source.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/dialects.h"
#include "cli/exit_code.h"
#include "cli/live_decoder.h"
#include "cli/output.h"
#include "cli/quantity.h"
#include "cli/report/decode_report.h"
#include "cli/signals.h"
#include "decoder/report/visible_text.h"

namespace atscope::cli {
namespace {

std::string summary_of(const capture::CaptureTotals& totals) {
  if (!totals.first.known()) return "nothing was captured";
  std::string text =
      fmt::format("captured {} of the host, {} of the module", report::counted(totals.dte_bytes, "byte"),
                  report::counted(totals.dce_bytes, "byte"));
  if (totals.unknown_bytes != 0)
    text += fmt::format(", {} of either", report::counted(totals.unknown_bytes, "byte"));
  text += " in " + report::duration_text(totals.last.ns - totals.first.ns);
  if (totals.line_errors != 0) text += ", " + report::counted(totals.line_errors, "line error");
  if (totals.gaps != 0) text += ", bytes lost in " + report::counted(totals.gaps, "place");
  return text;
}

class Capture final : public Command {
 public:
  void declare(Arguments& arguments) override {
    declare_capture_source(arguments, from_);
    arguments.text("-o,--output", output_, "FILE",
                   "Record into FILE (pcapng, which decode, lint and Wireshark read); - is standard output");
    arguments.flag("--force", force_, "Replace FILE if it is there already");
    arguments.text("--rotate-size", rotate_size_, "SIZE", "Begin a new file after so many bytes: 100M");
    arguments.text("--rotate-time", rotate_time_, "TIME", "Begin a new file after so long: 90s, 10m, 1h, 1d");
    arguments.text("--keep", keep_, "N", "Keep only the last N files");
    arguments.text("--for", for_, "TIME", "End by itself after so long");
    arguments.flag("-q,--quiet", quiet_, "Do not show the transcript");
    arguments.choice("-f,--format", format_, {"text", "jsonl"}, "What to show (docs/jsonl.md)");
    arguments.text("-d,--dialect", dialect_, "NAME|FILE|auto",
                   "What the module speaks (atscope dialect list)");
    arguments.flag("--show-secrets", show_secrets_,
                   "Do not mask passwords, PINs, phone and subscriber numbers in the transcript");
    declare_color(arguments, color_);
    arguments.footer("Ctrl-C ends the capture. docs/capture.md tells which way shows what.");
  }

  int run() override {
    if (from_.list) return list_ports();
    DialectShelf dialects(dialect_);
    capture::RecordOptions record;
    if (!read_options(record)) return exit_could_not_run;
    if (!quiet_ && !dialects.load()) return exit_could_not_run;

    install_end_handlers();
    const std::optional<capture::live::LiveFrom> from = capture_from(from_);
    if (!from) return exit_could_not_run;
    title_ = capture::live::title(*from);
    const std::unique_ptr<capture::live::LiveSource> source = open_capture_source(*from);
    if (source == nullptr) return interrupted() ? end_in_order() : exit_could_not_run;
    std::unique_ptr<capture::Recorder> recorder;
    if (!output_.empty()) {
      auto created = capture::Recorder::create(std::move(record));
      if (!created) {
        complain(created.error().path, created.error().reason, created.error().help);
        return exit_could_not_run;
      }
      recorder = std::move(*created);
    }
    return capture(*source, recorder.get(), dialects);
  }

 private:
  bool read_options(capture::RecordOptions& record) {
    const auto wrong = [](const char* option, const std::string& value, const char* help) {
      complain(option, "'" + value + "' is no such amount", help);
      return false;
    };
    record.path = output_;
    record.overwrite = force_;
    if (!rotate_size_.empty()) {
      const auto size = parse_size(rotate_size_);
      if (!size || *size == 0) return wrong("--rotate-size", rotate_size_, "for example 100M");
      record.rotate_bytes = *size;
    }
    if (!rotate_time_.empty()) {
      const auto time = parse_duration(rotate_time_);
      if (!time || *time == 0) return wrong("--rotate-time", rotate_time_, "for example 10m or 1h");
      record.rotate_ns = *time;
    }
    if (!keep_.empty()) {
      const auto keep = parse_number(keep_);
      if (!keep || *keep == 0) return wrong("--keep", keep_, "give a whole number from 1 on");
      record.keep = *keep;
    }
    if (!for_.empty()) {
      duration_ = parse_duration(for_);
      if (!duration_) return wrong("--for", for_, "for example 90s, 10m or 1h");
    }
    if (output_.empty() && (record.rotates() || record.keep != 0)) {
      complain("", "--rotate-size, --rotate-time and --keep need a recording", "name one with -o FILE");
      return false;
    }
    if (record.keep != 0 && !record.rotates()) {
      complain("--keep", "there are several files only with rotation", "add --rotate-size or --rotate-time");
      return false;
    }
    if (output_ == "-") {
      if (record.rotates()) {
        complain("-o", "standard output cannot be rotated", "give the name of a file");
        return false;
      }
      if (isatty(STDOUT_FILENO) == 1) {
        complain("-o", "a recording is no text for a terminal",
                 "name a file, or pipe it: … -o - | wireshark -k -i -");
        return false;
      }
      quiet_ = true;
    }
    return true;
  }

  int capture(capture::live::LiveSource& source, capture::Recorder* recorder, const DialectShelf& dialects) {
    Output output;
    DecodeOptions options;
    options.color = use_color(color_);
    options.show_secrets = show_secrets_;
    const std::unique_ptr<DecodeReport> report =
        format_ == "jsonl" ? make_decode_report(output, options, report::make_event_jsonl)
                           : make_transcript(output, options);
    capture::RecordingSource recording(source, recorder);
    std::optional<LiveDecoder> decoder;
    if (!quiet_) {
      output.keep_fresh_without_waiting();
      decoder.emplace(dialects, source, title_, *report, output);
    }

    const capture::live::StopHandle stop = source.stop_handle();
    const capture::Timestamp begin = source.now();
    source.on_idle([&] {
      const bool lost = recorder != nullptr && !recorder->flush();
      const bool over = duration_ && source.now().ns - begin.ns >= *duration_;
      if (lost || over || interrupted()) stop.stop();
    });
    capture::Segment segment;
    // Traffic that never pauses leaves no idle moment; the clock is looked at all the same.
    while (!interrupted() && recording.next(segment)) {
      if (decoder) decoder->feed(segment);
    }
    if (decoder) decoder->finish();
    const bool kept = recorder == nullptr || recorder->close();
    tell(recording.totals(), recorder, output.dropped());
    const int exit_code = kept ? exit_fine : exit_could_not_run;
    if (interrupted()) static_cast<void>(end_in_order());
    return exit_code;
  }

  void tell(const capture::CaptureTotals& totals, const capture::Recorder* recorder,
            std::uint64_t not_shown) {
    if (not_shown != 0) {
      notice("atscope", fmt::format("{} of the transcript were not shown, as the reader did not keep up{}",
                                    report::counted(not_shown, "line"),
                                    recorder != nullptr ? "; the recording has everything" : ""));
    }
    if (recorder != nullptr && recorder->failure() != nullptr) {
      const capture::Error& failure = *recorder->failure();
      complain(failure.path, "the recording ends here: " + failure.reason, failure.help);
    }
    std::string text = summary_of(totals);
    if (recorder != nullptr) {
      text += fmt::format("; {}, {} in ", report::counted(recorder->records(), "record"),
                          size_text(recorder->bytes()));
      const auto& files = recorder->files();
      text += files.size() == 1 ? files.front()
              : files.empty()   ? "standard output"
                                : fmt::format("{} files, the last is {}", files.size(), files.back());
    }
    notice(title_, text);
  }

  static int end_in_order() {
    ended_in_order();
    return exit_fine;
  }

  CaptureFrom from_;
  std::string title_;
  std::string output_, rotate_size_, rotate_time_, keep_, for_;
  std::string format_ = "text", dialect_ = "auto", color_ = "auto";
  bool force_ = false, quiet_ = false, show_secrets_ = false;
  std::optional<std::int64_t> duration_;
};

}  // namespace

std::unique_ptr<Command> make_capture() {
  return std::make_unique<Capture>();
}

}  // namespace atscope::cli
