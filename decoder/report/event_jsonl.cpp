// SPDX-License-Identifier: MIT
// The promise of docs/jsonl.md.
#include <optional>
#include <string>
#include <vector>

#include "decoder/mask/masked_field.h"
#include "decoder/mask/masker.h"
#include "decoder/report/event_writer.h"
#include "decoder/report/field_json.h"
#include "decoder/report/field_text.h"
#include "decoder/report/json_writer.h"
#include "decoder/report/time_text.h"
#include "decoder/session/fields.h"

namespace atscope::report {
namespace {

class EventJsonl final : public EventWriter {
 public:
  EventJsonl(Sink sink, const EventWriterOptions& options) : sink_(std::move(sink)), options_(options) {}

  void begin(const EventSource& source) override {
    source_ = &source;
    masker_.emplace(*source.dialect(), !options_.show_secrets);
    finder_ = {};
  }

  void end() override { source_ = nullptr; }

  void on_event(const session::Event& event) override {
    masker_->find(event, spans_);
    record_.clear();
    JsonWriter json(record_);
    json.begin_object();
    json.number("v", 1);
    json.string("kind", session::to_string(event.kind));
    json.string("channel", source_->channel(event.channel));
    json.string("sender", session::to_string(event.sender));
    times_.write(json, event.time);
    write_place(json, event.origin);
    json.number("offset", event.origin.offset);
    json.number("bytes", event.bytes);
    json.text_or_hex(mask::redact(event.text, spans_, masked_));
    event.txn == 0 ? json.null("txn") : json.number("txn", event.txn);
    if (event.kind == session::EventKind::urc && event.inside != 0) json.number("inside", event.inside);
    json.string("confidence", session::to_string(event.confidence));
    json.string("because", event.because);
    if (event.transition != nullptr) write_transition(json, event);
    if (options_.fields) write_fields(json, event);
    finish_record(json);
  }

  void on_transaction(const session::Transaction& transaction) override {
    record_.clear();
    JsonWriter json(record_);
    json.begin_object();
    json.number("v", 1);
    json.string("kind", "transaction");
    json.number("txn", transaction.id);
    json.string("channel", source_->channel(transaction.channel));
    masker_->find_in_command(transaction.command, spans_);
    json.string("command", mask::redact(transaction.command, spans_, masked_));
    write_place(json, transaction.origin);
    if (transaction.result.empty()) {
      json.null("result");
    } else {
      masker_->find_in_answer(transaction.result, transaction.command_id, transaction.result_rule, spans_);
      json.string("result", mask::redact(transaction.result, spans_, masked_));
    }
    write_result_place(json, transaction);
    json.string("outcome", session::to_string(transaction.outcome));
    const std::int64_t latency = transaction.latency_ns();
    latency < 0 ? json.null("latency_ns") : json.signed_number("latency_ns", latency);
    json.begin_array("info");
    for (const std::string& line : transaction.info) {
      masker_->find_in_answer(line, transaction.command_id, grammar::no_rule, spans_);
      json.string(mask::redact(line, spans_, masked_));
    }
    json.end_array();
    json.begin_array("deferred");
    for (const session::DeferredResult& result : transaction.deferred) {
      masker_->find_in_answer(result.text, transaction.command_id, result.rule, spans_);
      json.string(mask::redact(result.text, spans_, masked_));
    }
    json.end_array();
    finish_record(json);
  }

 private:
  static void write_place(JsonWriter& json, const capture::Origin& origin) {
    origin.frame != 0 ? json.number("frame", origin.frame) : json.number("line", origin.line);
  }

  static void write_result_place(JsonWriter& json, const session::Transaction& transaction) {
    const bool in_capture = transaction.origin.frame != 0;
    const std::string_view key = in_capture ? "result_frame" : "result_line";
    if (transaction.result.empty()) return json.null(key);
    json.number(key, in_capture ? transaction.result_origin.frame : transaction.result_origin.line);
  }

  static void write_transition(JsonWriter& json, const session::Event& event) {
    const session::Transition& transition = *event.transition;
    json.begin_object("transition");
    json.string("machine", transition.machine);
    if (!transition.instance.empty()) json.string("instance", transition.instance);
    json.string("from", transition.from);
    json.string("to", transition.to);
    json.string("because", event.because);
    json.begin_object("evidence");
    write_place(json, transition.evidence);
    json.end_object();
    json.end_object();
  }

  // Offsets count bytes of the text as it is shown, that is after masking.
  void write_fields(JsonWriter& json, const session::Event& event) {
    json.begin_array("fields");
    finder_.find(event, *source_->dialect(), fields_);
    for (const session::Field& field : fields_) {
      const std::uint32_t begin = mask::position_after_redact(field.offset, spans_);
      const std::uint32_t end = mask::position_after_redact(field.offset + field.bytes, spans_);
      write_field(json, field, is_hidden(field, options_.show_secrets) || mask::is_masked(field, spans_),
                  begin, end);
    }
    json.end_array();
  }

  void finish_record(JsonWriter& json) {
    if (options_.several_sources) json.string("file", source_->name());
    json.end_object();
    record_ += '\n';
    sink_(record_);
  }

  Sink sink_;
  EventWriterOptions options_;
  const EventSource* source_ = nullptr;
  std::optional<mask::Masker> masker_;
  TimeFields times_;
  mask::Spans spans_;
  std::string record_, masked_;
  std::vector<session::Field> fields_;
  session::FieldFinder finder_;
};

}  // namespace

std::unique_ptr<EventWriter> make_event_jsonl(Sink sink, const EventWriterOptions& options) {
  return std::make_unique<EventJsonl>(std::move(sink), options);
}

}  // namespace atscope::report
