// SPDX-License-Identifier: MIT
// `atscope decode --format jsonl`: the promise of docs/jsonl.md.
#include <optional>
#include <string>
#include <vector>

#include "cli/output.h"
#include "cli/pipeline.h"
#include "cli/report/decode_report.h"
#include "cli/report/field_json.h"
#include "cli/report/field_text.h"
#include "cli/report/json_writer.h"
#include "cli/report/time_text.h"
#include "decoder/mask/masked_field.h"
#include "decoder/mask/masker.h"
#include "decoder/session/fields.h"

namespace atscope::cli {
namespace {

class DecodeJsonl final : public DecodeReport {
 public:
  DecodeJsonl(Output& output, const DecodeOptions& options) : output_(output), options_(options) {}

  void begin(const Input& input) override {
    input_ = &input;
    masker_.emplace(*input.dialect(), !options_.show_secrets);
  }

  void end() override { input_ = nullptr; }

  void on_event(const session::Event& event) override {
    masker_->find(event, spans_);
    record_.clear();
    JsonWriter json(record_);
    json.begin_object();
    json.number("v", 1);
    json.string("kind", session::to_string(event.kind));
    json.string("channel", input_->channel(event.channel));
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
    json.string("channel", input_->channel(transaction.channel));
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
    session::find_fields(event, *input_->dialect(), fields_);
    for (const session::Field& field : fields_) {
      const std::uint32_t begin = mask::position_after_redact(field.offset, spans_);
      const std::uint32_t end = mask::position_after_redact(field.offset + field.bytes, spans_);
      write_field(json, field, is_hidden(field, options_.show_secrets) || mask::is_masked(field, spans_),
                  begin, end);
    }
    json.end_array();
  }

  void finish_record(JsonWriter& json) {
    if (options_.several_inputs) json.string("file", input_->name());
    json.end_object();
    record_ += '\n';
    output_.write(record_);
  }

  Output& output_;
  DecodeOptions options_;
  const Input* input_ = nullptr;
  std::optional<mask::Masker> masker_;
  TimeFields times_;
  mask::Spans spans_;
  std::string record_, masked_;
  std::vector<session::Field> fields_;
};

}  // namespace

std::unique_ptr<DecodeReport> make_decode_jsonl(Output& output, const DecodeOptions& options) {
  return std::make_unique<DecodeJsonl>(output, options);
}

}  // namespace atscope::cli
