// SPDX-License-Identifier: MIT
// From the names on the command line to decoded events: open, choose the dialect, run the decoder.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "capture/source.h"
#include "cli/config_loader.h"
#include "decoder/grammar/dialect.h"
#include "decoder/machine/machine.h"
#include "decoder/report/event_writer.h"
#include "decoder/session/event.h"

namespace atscope::cli {

class Arguments;
class Output;

struct InputOptions {
  std::vector<std::string> paths;
  std::string format;
  std::string dialect, role;  ///< empty: as the configuration says
  ConfigOptions config;
  bool verbose = false;
  bool follow = false;         ///< wait for more at the end of a file
  bool report_at_end = false;  ///< nothing is written while an input is read
};

/// PATH..., --dialect, --format-in, --role, --verbose.
void declare_input(Arguments& arguments, InputOptions& options);

/// One opened input with its dialect, ready to be decoded once.
class Input final : public report::EventSource {
 public:
  Input(std::string name, std::unique_ptr<capture::Source> source,
        std::shared_ptr<const grammar::Dialect> dialect, std::string because, std::string head);

  /// The path as the user gave it, "<stdin>" for standard input.
  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] const capture::SourceInfo& info() const { return source_->info(); }
  [[nodiscard]] const capture::SourceStats& stats() const { return source_->stats(); }
  [[nodiscard]] const std::shared_ptr<const grammar::Dialect>& dialect() const override { return dialect_; }
  /// Why `auto` chose the dialect; empty when the user named it.
  [[nodiscard]] const std::string& because() const { return because_; }
  /// "yuge-ec716s (auto: 12 of 14 commands …)".
  [[nodiscard]] std::string dialect_text() const;
  /// Name of a channel; a number when the source gives no name.
  [[nodiscard]] std::string_view channel(capture::ChannelId id) const override;
  /// How the input begins, to tell what it may be.
  [[nodiscard]] const std::string& head() const { return head_; }
  /// What that may be, in words: "binary: PNG image".
  [[nodiscard]] std::string looks_like() const;

  [[nodiscard]] const Config& config() const { return *config_; }
  /// No other input follows.
  [[nodiscard]] bool is_last() const { return is_last_; }
  /// Ends decode() early, as if the input ended here.
  void stop() { stopped_ = true; }
  /// For who opens the input.
  void set_surroundings(const Config& config, bool is_last) {
    config_ = &config;
    is_last_ = is_last;
  }

  void set_progress(bool shown, std::uint64_t total_bytes) {
    shows_progress_ = shown;
    total_bytes_ = total_bytes;
  }
  /// Shown each segment before it is decoded.
  std::function<void(const capture::Segment&)> on_segment;

  /// Decodes everything: source → session → machines → `sink`. Stops early on Ctrl-C, then closes what is
  /// open. `attach` is given the machines before the first event.
  void decode(session::EventSink& sink,
              const std::function<void(const machine::MachineRunner&)>& attach = {});

 private:
  std::string name_;
  std::unique_ptr<capture::Source> source_;
  std::shared_ptr<const grammar::Dialect> dialect_;
  std::string because_;
  std::string head_;
  mutable std::vector<std::string> channel_numbers_;
  const Config* config_ = nullptr;
  bool is_last_ = true;
  bool stopped_ = false, shows_progress_ = false;
  std::uint64_t total_bytes_ = 0;
};

/// Opens the inputs in turn and gives each to `visit`. What cannot be opened is reported on standard error
/// and does not stop the others. Gives exit_fine, or exit_could_not_run when anything could not be opened.
/// `output` is kept fresh for input that arrives slowly.
/// `failed` is told the path and the reason of what could not be opened.
[[nodiscard]] int for_each_input(
    const InputOptions& options, Output& output, const std::function<void(Input&)>& visit,
    const std::function<void(const std::string&, const std::string&)>& failed = {});

/// Says on standard error that an input held no AT traffic, what it looks like, and the way out.
void say_nothing_checked(const Input& input);

}  // namespace atscope::cli
