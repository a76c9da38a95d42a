// SPDX-License-Identifier: MIT
// `atscope decode` for a person: who said what, when, and how long the answer took.
#include <array>
#include <fmt/format.h>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/console.h"
#include "cli/output.h"
#include "cli/pipeline.h"
#include "cli/report/decode_report.h"
#include "decoder/mask/masked_field.h"
#include "decoder/mask/masker.h"
#include "decoder/report/field_text.h"
#include "decoder/report/time_text.h"
#include "decoder/report/visible_text.h"
#include "decoder/session/fields.h"

namespace atscope::cli {
namespace {

using session::EventKind;
using session::Outcome;

constexpr std::size_t longest_shown_line = 2000;
constexpr std::size_t longest_shown_data = 64;

// When the latest commands were sent, to tell how long a result took.
class SentTimes {
 public:
  void put(session::TransactionId id, capture::Timestamp time) {
    slots_[id % slots_.size()] = {id, time, false};
  }

  // False when the transaction has had its final result before: a later one measures something else.
  bool first_result(session::TransactionId id) {
    Slot& slot = slots_[id % slots_.size()];
    return slot.id == id && !std::exchange(slot.answered, true);
  }

  // -1 when it is not known.
  [[nodiscard]] std::int64_t since(session::TransactionId id, capture::Timestamp now) const {
    const Slot& slot = slots_[id % slots_.size()];
    if (id == 0 || slot.id != id || !now.known() || slot.time.clock != now.clock) return -1;
    return now.ns - slot.time.ns;
  }

 private:
  struct Slot {
    session::TransactionId id = 0;
    capture::Timestamp time;
    bool answered = false;
  };
  std::array<Slot, 256> slots_{};
};

class Transcript final : public DecodeReport {
 public:
  Transcript(Output& output, const DecodeOptions& options)
      : output_(output), options_(options), palette_(options.color) {}

  void begin(const Input& input) override {
    input_ = &input;
    masker_.emplace(*input.dialect(), !options_.show_secrets);
    finder_ = {};
    counts_ = {};
    sent_ = {};
    first_time_.reset();
    date_.clear();
    if (!options_.several_inputs) return;
    line_.clear();
    line_ += palette_.bold;
    line_ += "== ";
    report::append_visible(line_, input.name());
    line_ += palette_.reset;
    write_line();
  }

  void end() override {
    line_.clear();
    write_line();
    line_ += palette_.dim;
    line_ += "-- ";
    report::append_visible(line_, input_->name());
    auto out = std::back_inserter(line_);
    if (options_.filtered) {
      fmt::format_to(out, ": {} pass the filter", report::counted(counts_.events, "event"));
    } else {
      fmt::format_to(out, ": {} ({} ok, {} error, {} without answer), {}",
                     report::counted(counts_.transactions, "transaction"), counts_.ok, counts_.error,
                     counts_.silent, report::counted(counts_.urcs, "URC"));
    }
    if (counts_.unparsed != 0) {
      fmt::format_to(out, ", {} not understood in {}", report::counted(counts_.unparsed_bytes, "byte"),
                     report::counted(counts_.unparsed, "place"));
    }
    const capture::SourceStats& stats = input_->stats();
    if (stats.foreign_lines != 0)
      fmt::format_to(out, ", {} of other origin skipped", report::counted(stats.foreign_lines, "line"));
    if (stats.damaged != 0) fmt::format_to(out, ", {}", report::counted(stats.damaged, "damaged record"));
    if (stats.clock_steps_back != 0)
      fmt::format_to(out, ", the clock steps back {}×", stats.clock_steps_back);
    line_ += palette_.reset;
    write_line();
    line_ += palette_.dim;
    fmt::format_to(out, "-- read as {}, dialect ", input_->info().format);
    report::append_visible(line_, input_->dialect_text());
    line_ += palette_.reset;
    write_line();
    input_ = nullptr;
  }

  void on_event(const session::Event& event) override {
    masker_->find(event, spans_);
    count(event);
    show_date(event.time);
    line_.clear();
    write_gutter(event);
    switch (event.kind) {
      case EventKind::command:
        if (event.txn != 0) sent_.put(event.txn, event.time);
        write_text(event, palette_.dte, "", palette_.bold);
        break;
      case EventKind::echo:
        write_text(event, palette_.dim, "");
        line_ += palette_.dim;
        line_ += "  (echo)";
        line_ += palette_.reset;
        break;
      case EventKind::information:
      case EventKind::intermediate:
        write_text(event, palette_.dce, "  ");
        break;
      case EventKind::result:
        write_result(event, "  ");
        break;
      case EventKind::deferred:
        write_result(event, "  ⤷ ");
        break;
      case EventKind::urc:
        write_text(event, palette_.caution, "! ");
        break;
      case EventKind::prompt:
        write_text(event, palette_.dce, "  ");
        break;
      case EventKind::data:
        write_data(event);
        break;
      case EventKind::transition:
        write_transition(*event.transition);
        break;
      case EventKind::unparsed:
        write_unparsed(event);
        break;
      case EventKind::note:
        write_note(event);
        break;
    }
    if (event.confidence == session::Confidence::guess && event.kind != EventKind::unparsed) {
      line_ += palette_.dim;
      line_ += "  (guess: ";
      report::append_visible(line_, event.because);
      line_ += ')';
      line_ += palette_.reset;
    }
    write_line();
    if (options_.fields) write_fields(event);
  }

  void on_transaction(const session::Transaction& transaction) override {
    ++counts_.transactions;
    if (transaction.outcome == Outcome::ok) ++counts_.ok;
    if (transaction.outcome == Outcome::error) ++counts_.error;
    if (transaction.outcome == Outcome::no_answer) ++counts_.silent;
  }

 private:
  struct Counts {
    std::uint64_t events = 0, transactions = 0, ok = 0, error = 0, silent = 0, urcs = 0;
    std::uint64_t unparsed = 0, unparsed_bytes = 0;
  };

  void count(const session::Event& event) {
    ++counts_.events;
    if (event.kind == EventKind::urc) ++counts_.urcs;
    if (event.kind != EventKind::unparsed) return;
    ++counts_.unparsed;
    counts_.unparsed_bytes += event.bytes;
  }

  [[nodiscard]] bool shows_wall_clock(capture::Timestamp time) const {
    if (options_.time == DecodeOptions::Time::relative) return false;
    return time.clock == capture::Clock::utc || time.clock == capture::Clock::time_of_day;
  }

  void show_date(capture::Timestamp time) {
    if (time.clock != capture::Clock::utc || !shows_wall_clock(time)) return;
    std::string date = report::date_text(time.ns);
    if (date == date_) return;
    date_ = std::move(date);
    line_.clear();
    fmt::format_to(std::back_inserter(line_), "{}-- {} UTC{}", palette_.dim, date_, palette_.reset);
    write_line();
  }

  void write_gutter(const session::Event& event) {
    auto out = std::back_inserter(line_);
    line_ += palette_.dim;
    fmt::format_to(out, "{:>6}  ", event.origin.frame != 0 ? event.origin.frame : event.origin.line);
    if (input_->info().has_time || event.time.known()) write_time(event.time);
    if (input_->info().channels.size() > 1) {
      std::string name;
      report::append_visible(name, input_->channel(event.channel));
      fmt::format_to(out, "{:<8} ", name);
    }
    line_ += palette_.reset;
    const bool on_the_line = event.kind != EventKind::transition && event.kind != EventKind::note;
    fmt::format_to(out, "{}{}{}  ", on_the_line ? palette_.side(event.sender) : palette_.dim,
                   on_the_line ? arrow(event.sender) : " ", palette_.reset);
  }

  void write_time(capture::Timestamp time) {
    const std::int64_t resolution = input_->info().time_resolution_ns;
    const int decimals = resolution >= 1'000'000'000 ? 0 : 3;
    std::string text;
    if (time.known() && shows_wall_clock(time)) {
      report::append_clock_time(text, time.ns, decimals);
    } else if (time.known()) {
      if (!first_time_) first_time_ = time;
      text = fmt::format("{:+.{}f}", static_cast<double>(time.ns - first_time_->ns) / 1e9, decimals);
    }
    fmt::format_to(std::back_inserter(line_), "{:>{}}  ", text, 9 + decimals);
  }

  void write_text(const session::Event& event, std::string_view color, std::string_view lead,
                  std::string_view weight = {}) {
    line_ += lead;
    line_ += weight;
    line_ += color;
    report::append_excerpt(line_, mask::redact(event.text, spans_, masked_), longest_shown_line);
    line_ += palette_.reset;
  }

  void write_result(const session::Event& event, std::string_view lead) {
    write_text(event, event.ok ? palette_.good : palette_.bad, lead);
    if (!event.ok) write_meaning(event);
    if (event.kind == EventKind::result && !sent_.first_result(event.txn)) return;
    const std::string took = report::duration_text(sent_.since(event.txn, event.time));
    if (!took.empty())
      fmt::format_to(std::back_inserter(line_), "  {}{}{}", palette_.dim, took, palette_.reset);
  }

  // "+CME ERROR: 14" needs its meaning beside it to be of use.
  void write_meaning(const session::Event& event) {
    for (const session::Field& field : session::fields(event, *input_->dialect())) {
      if (field.meaning.empty() || field.sensitivity != grammar::Sensitivity::open) continue;
      line_ += "  (";
      report::append_visible(line_, field.meaning_text());
      line_ += ')';
    }
  }

  void write_data(const session::Event& event) {
    fmt::format_to(std::back_inserter(line_), "  {}[{} of data]{} ", palette_.side(event.sender),
                   report::counted(event.bytes, "byte"), palette_.reset);
    report::append_excerpt(line_, mask::redact(event.text, spans_, masked_), longest_shown_data);
  }

  void write_unparsed(const session::Event& event) {
    fmt::format_to(std::back_inserter(line_), "{}? ", palette_.bad);
    report::append_excerpt(line_, mask::redact(event.text, spans_, masked_), longest_shown_data * 2);
    fmt::format_to(std::back_inserter(line_), "{}  {}(not understood", palette_.reset, palette_.dim);
    if (!event.because.empty()) line_ += ": ";
    report::append_visible(line_, event.because);
    line_ += ')';
    line_ += palette_.reset;
  }

  void write_note(const session::Event& event) {
    fmt::format_to(std::back_inserter(line_), "{}-- ", palette_.dim);
    report::append_excerpt(line_, event.text.empty() ? event.because : event.text, longest_shown_line);
    line_ += palette_.reset;
  }

  void write_transition(const session::Transition& transition) {
    fmt::format_to(std::back_inserter(line_), "{}[{}", palette_.dim, transition.machine);
    if (!transition.instance.empty()) line_ += ' ';
    report::append_visible(line_, transition.instance);
    line_ += "] ";
    report::append_visible(line_, transition.from);
    line_ += " ⇒ ";
    report::append_visible(line_, transition.to);
    line_ += palette_.reset;
  }

  void write_fields(const session::Event& event) {
    finder_.find(event, *input_->dialect(), fields_);
    for (const session::Field& field : fields_) {
      const std::string name =
          field.command.empty() ? std::string(field.name) : fmt::format("{} {}", field.command, field.name);
      fmt::format_to(std::back_inserter(line_), "{}{:>30} = ", palette_.dim, name);
      if (report::is_hidden(field, options_.show_secrets) || mask::is_masked(field, spans_)) {
        line_ += mask::redacted;
      } else {
        report::append_excerpt(line_, field.text, longest_shown_line);
        const std::size_t before = line_.size();
        report::append_field_meaning(line_, field);
        if (line_.size() > before) line_.insert(before, "  ");
      }
      line_ += palette_.reset;
      write_line();
    }
  }

  void write_line() {
    line_ += '\n';
    output_.write(line_);
    line_.clear();
  }

  Output& output_;
  DecodeOptions options_;
  Palette palette_;
  const Input* input_ = nullptr;
  std::optional<mask::Masker> masker_;
  mask::Spans spans_;
  Counts counts_;
  SentTimes sent_;
  std::optional<capture::Timestamp> first_time_;
  std::string date_, line_, masked_;
  std::vector<session::Field> fields_;
  session::FieldFinder finder_;
};

}  // namespace

std::unique_ptr<DecodeReport> make_transcript(Output& output, const DecodeOptions& options) {
  return std::make_unique<Transcript>(output, options);
}

}  // namespace atscope::cli
