// SPDX-License-Identifier: MIT
#include "cli/report/trace_event.h"

#include <algorithm>
#include <fmt/format.h>

#include "cli/output.h"
#include "cli/pipeline.h"
#include "cli/report/json_writer.h"

namespace atscope::cli {

TraceEventReport::TraceEventReport(const Input& input, Output& output)
    : input_(input), output_(output), masker_(*input.dialect(), true) {
  output_.write("{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\n");
}

void TraceEventReport::on_event(const session::Event& event) {
  using session::EventKind;
  any_ = any_ || session::is_traffic(event);
  const bool instant =
      event.kind == EventKind::urc || event.kind == EventKind::deferred || event.kind == EventKind::note;
  if (!instant || !event.time.known()) return;
  masker_.find(event, spans_);
  write(mask::redact(event.text, spans_, buffer_), "i", event.channel, event.time.ns, 0,
        to_string(event.kind), std::max(event.origin.line, event.origin.frame));
}

void TraceEventReport::on_transaction(const session::Transaction& transaction) {
  if (!transaction.sent.known()) return;
  masker_.find_in_command(transaction.command, spans_);
  const std::string_view result =
      transaction.result.empty() ? to_string(transaction.outcome) : std::string_view(transaction.result);
  write(mask::redact(transaction.command, spans_, buffer_), "X", transaction.channel, transaction.sent.ns,
        std::max<std::int64_t>(transaction.latency_ns(), 0), result,
        std::max(transaction.origin.line, transaction.origin.frame));
}

void TraceEventReport::write(std::string_view name, const char* phase, session::ChannelId channel,
                             std::int64_t ns, std::int64_t duration_ns, std::string_view result,
                             std::uint64_t place) {
  line_ = first_ ? "" : ",\n";
  first_ = false;
  JsonWriter json(line_);
  // Microseconds, with nanoseconds behind the point: more digits than a double holds.
  const auto micros = [](std::int64_t value) { return fmt::format("{}.{:03}", value / 1000, value % 1000); };
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
  json.string("channel", input_.channel(channel));
  json.number("place", place);
  json.end_object();
  json.end_object();
  output_.write(line_);
}

void TraceEventReport::finish() {
  output_.write("\n]}\n");
}

}  // namespace atscope::cli
