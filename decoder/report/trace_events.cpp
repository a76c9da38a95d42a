// SPDX-License-Identifier: MIT
// The trace-event format of Chrome and Perfetto: https://perfetto.dev/docs/getting-started/other-formats
#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <string>

#include "decoder/mask/masker.h"
#include "decoder/report/event_writer.h"
#include "decoder/report/json_writer.h"

namespace atscope::report {
namespace {

class TraceEvents final : public EventWriter {
 public:
  TraceEvents(Sink sink, const EventWriterOptions& options) : sink_(std::move(sink)), options_(options) {}

  void begin(const EventSource& source) override {
    source_ = &source;
    masker_.emplace(*source.dialect(), !options_.show_secrets);
    first_ = true;
    sink_("{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\n");
  }

  void end() override {
    sink_("\n]}\n");
    source_ = nullptr;
  }

  void on_event(const session::Event& event) override {
    using session::EventKind;
    const bool instant =
        event.kind == EventKind::urc || event.kind == EventKind::deferred || event.kind == EventKind::note;
    if (!instant || !event.time.known()) return;
    masker_->find(event, spans_);
    write(mask::redact(event.text, spans_, name_), "i", event.channel, event.time.ns, 0,
          to_string(event.kind), std::max(event.origin.line, event.origin.frame));
  }

  void on_transaction(const session::Transaction& transaction) override {
    if (!transaction.sent.known()) return;
    masker_->find_in_answer(transaction.result, transaction.command_id, transaction.result_rule, spans_);
    const std::string_view result = transaction.result.empty()
                                        ? to_string(transaction.outcome)
                                        : mask::redact(transaction.result, spans_, result_);
    masker_->find_in_command(transaction.command, spans_);
    write(mask::redact(transaction.command, spans_, name_), "X", transaction.channel, transaction.sent.ns,
          std::max<std::int64_t>(transaction.latency_ns(), 0), result,
          std::max(transaction.origin.line, transaction.origin.frame));
  }

 private:
  void write(std::string_view name, const char* phase, session::ChannelId channel, std::int64_t ns,
             std::int64_t duration_ns, std::string_view result, std::uint64_t place) {
    line_ = first_ ? "" : ",\n";
    first_ = false;
    JsonWriter json(line_);
    // Microseconds, with nanoseconds behind the point: more digits than a double holds.
    const auto micros = [](std::int64_t value) {
      return fmt::format("{}.{:03}", value / 1000, value % 1000);
    };
    json.begin_object();
    json.string("name", name);
    json.string("ph", phase);
    json.signed_number("pid", 1);
    json.number("tid", channel);
    json.raw("ts", micros(std::max<std::int64_t>(ns, 0)));
    if (*phase == 'X') json.raw("dur", micros(duration_ns));
    if (*phase == 'i') json.string("s", "t");
    json.begin_object("args");
    json.string("result", result);
    json.string("channel", source_->channel(channel));
    json.number("place", place);
    json.end_object();
    json.end_object();
    sink_(line_);
  }

  Sink sink_;
  EventWriterOptions options_;
  const EventSource* source_ = nullptr;
  std::optional<mask::Masker> masker_;
  mask::Spans spans_;
  std::string line_, name_, result_;
  bool first_ = true;
};

}  // namespace

std::unique_ptr<EventWriter> make_trace_events(Sink sink, const EventWriterOptions& options) {
  return std::make_unique<TraceEvents>(std::move(sink), options);
}

}  // namespace atscope::report
