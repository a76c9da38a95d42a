// SPDX-License-Identifier: MIT
// One opened log or capture: it is read in the background, and what is known so far can be looked at
// meanwhile.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "capture/live/open_live.h"
#include "decoder/config/baseline.h"
#include "decoder/config/config.h"
#include "decoder/lint/finding.h"
#include "decoder/lint/linter.h"
#include "decoder/mask/masker.h"
#include "decoder/trace/trace.h"
#include "gui/document/content.h"
#include "gui/timeline/lane_set.h"

namespace atscope::gui {

struct DocumentOptions {
  std::string format = "auto";   ///< as `atscope formats` lists them; auto: as the configuration says
  std::string dialect = "auto";  ///< name or file; auto: as the configuration says
  bool follow = false;           ///< wait for more at the end of the file
  /// Read from here, until it ends or cancel(); the path is only a name then.
  std::optional<capture::live::LiveFrom> live;
  std::string record;  ///< live: a pcapng file that keeps what comes; empty: none
  bool record_overwrites = false;  ///< a recording that is there already may be replaced
};

class LateChoice;

class Document {
 public:
  using Options = DocumentOptions;
  enum class Phase : std::uint8_t {
    opening,    ///< format and dialect are not known yet: nothing but name() and phase() may be asked
    loading,    ///< events and findings are coming in
    complete,   ///< all of the input was read and judged
    cancelled,  ///< the user broke off; what was read is there, see also is_judged()
    failed,     ///< it could not be opened: see error()
  };
  struct Error {
    std::string reason, help;
  };

  /// Begins to read `path` on a thread of its own. Never fails here: see phase().
  explicit Document(std::string path, Options options = {});
  /// Breaks off and waits for the thread.
  ~Document();
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string name() const;  ///< the last part of the path
  [[nodiscard]] Phase phase() const { return phase_.load(std::memory_order_acquire); }
  [[nodiscard]] bool is_open() const { return phase() != Phase::opening && phase() != Phase::failed; }
  [[nodiscard]] const Error& error() const { return error_; }  ///< phase failed
  /// Breaks off the reading, and when all is read, the judging; the source of a live document is let go.
  void cancel() { thread_.request_stop(); }
  /// Waits until the reading has ended, one way or other.
  void wait();

  /// Traffic may come at any time, and phase loading ends only when the source does.
  [[nodiscard]] bool is_live() const { return options_.follow || options_.live; }
  /// What the user has to do now, as open_live() says; known when is_open().
  [[nodiscard]] const std::string& remark() const { return remark_; }
  /// Why the configuration of the log could not be used: it was read without it. Known when is_open().
  [[nodiscard]] const std::string& config_mistake() const { return config_mistake_; }
  /// Why the recording broke off; empty while all is well.
  [[nodiscard]] std::string record_failure() const;
  /// The traffic speaks for another dialect than the one chosen first. take_better() shows what was said
  /// again with it; whoever looks at the trace, the lanes or the findings lets go of them before that.
  [[nodiscard]] bool has_better() const { return has_better_.load(std::memory_order_acquire); }
  void take_better();

  // What follows may be asked while is_open(), from one other thread.
  [[nodiscard]] const trace::Trace& trace() const { return shown_->trace; }
  [[nodiscard]] const LaneSet& lanes() const { return shown_->lanes; }
  /// All events there will be are in the trace. The rules may still be at work on them.
  [[nodiscard]] bool is_indexed() const { return indexed_.load(std::memory_order_acquire); }
  /// Events that the rules have seen so far: of these the findings are there, but for the last few.
  [[nodiscard]] trace::EventIndex judged() const { return shown_->judged.load(std::memory_order_acquire); }
  /// After the end: the rules have seen all that was read.
  [[nodiscard]] bool is_judged() const { return judged() >= trace().size(); }
  /// Disk and memory were full: something was not kept.
  [[nodiscard]] bool is_full() const { return trace().is_full() || shown_->findings.is_full(); }
  [[nodiscard]] const std::shared_ptr<const grammar::Dialect>& dialect() const { return shown_->dialect; }
  [[nodiscard]] std::string_view format() const { return format_; }
  /// Places are frames of a packet capture, not lines of a text.
  [[nodiscard]] bool is_capture() const { return is_capture_; }
  [[nodiscard]] const std::string& dialect_text() const { return shown_->dialect_text; }  ///< with the reason
  [[nodiscard]] std::string channel(session::ChannelId id) const;       ///< a number when it has no name
  [[nodiscard]] std::string channel_name(session::ChannelId id) const;  ///< as the source has it, or a number
  [[nodiscard]] std::size_t channels() const;

  [[nodiscard]] std::size_t findings() const { return shown_->findings.size(); }
  /// Valid as long as the document.
  [[nodiscard]] const FindingRecord& finding_record(std::size_t index) const {
    return shown_->findings.record(index);
  }
  [[nodiscard]] const lint::RuleInfo& finding_rule(std::size_t index) const {
    return shown_->findings.rule(index);
  }
  /// Its texts hold what shown_finding() hides.
  [[nodiscard]] lint::Finding finding(std::size_t index) const { return shown_->findings.finding(index); }

  /// Findings that these fit are suppressed, too, beside what the configuration suppresses.
  void set_waivers(std::vector<lint::Waiver> waivers);
  [[nodiscard]] lint::Suppression suppression(std::size_t finding) const;

  // What may be shown: secrets and personal data are masked until the user asks for them.
  void set_shows_secrets(bool on) { shows_secrets_ = on; }
  [[nodiscard]] bool shows_secrets() const { return shows_secrets_; }
  /// The text of an event; a view of the trace, or of `buffer` when something is masked.
  [[nodiscard]] std::string_view shown_text(trace::EventIndex event, std::string& buffer) const;
  /// The parts of an event's text that are masked; `hidden` is cleared first.
  void find_hidden(trace::EventIndex event, mask::Spans& hidden) const;
  [[nodiscard]] lint::Finding shown_finding(std::size_t index) const;

  /// Gives back the memory of what was looked at in the index. It comes again when it is looked at.
  void give_back();

  /// After the end of the reading.
  [[nodiscard]] const lint::LintSummary& lint_summary() const { return shown_->lint_summary; }

  /// Bytes read so far, and of how many; the second is 0 for packed files and pipes.
  [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_.load(std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t bytes_all() const { return bytes_all_; }

 private:
  class Decoding;
  void read(const std::stop_token& stop);
  void read_file(const std::stop_token& stop);
  void read_live(const std::stop_token& stop);
  void read_config(const std::string& log);
  void fail(std::string reason, std::string help);
  [[nodiscard]] lint::PolicyRun policy_for(const capture::SourceInfo& info) const;
  void pump(capture::Source& source, std::unique_ptr<Decoding> decoding, const std::stop_token& stop,
            std::unique_ptr<LateChoice> late);
  void take_channels(const capture::Source& source);

  std::string path_;
  Options options_;
  std::atomic<Phase> phase_{Phase::opening};
  Error error_;
  std::shared_ptr<Content> shown_;
  bool shows_secrets_ = false;
  std::string format_, remark_, config_mistake_;
  std::shared_ptr<const config::Config> config_;
  std::shared_ptr<config::Baseline> baseline_;  // of the thread that judges
  std::atomic<bool> is_capture_ = false;
  std::atomic<bool> has_better_ = false;
  std::atomic<bool> indexed_ = false;
  std::stop_source leaving_;  // nobody looks any more
  std::atomic<std::uint64_t> bytes_read_{0};
  std::uint64_t bytes_all_ = 0;

  mutable std::mutex mutex_;  // guards what follows
  std::shared_ptr<Content> better_;
  std::vector<std::string> channels_;
  std::string record_failure_;
  std::vector<lint::Waiver> waivers_;

  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace atscope::gui
