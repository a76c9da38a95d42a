// SPDX-License-Identifier: MIT
// RFC 4180, one row per event.
#include <fmt/format.h>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "decoder/mask/masked_field.h"
#include "decoder/mask/masker.h"
#include "decoder/report/csv.h"
#include "decoder/report/event_writer.h"
#include "decoder/report/field_text.h"
#include "decoder/report/time_text.h"
#include "decoder/session/fields.h"

namespace atscope::report {
namespace {

class EventCsv final : public EventWriter {
 public:
  EventCsv(Sink sink, const EventWriterOptions& options) : sink_(std::move(sink)), options_(options) {
    sink_(options_.fields ? "kind,file,channel,sender,time,t,line,frame,offset,bytes,txn,inside,"
                            "confidence,because,text,fields\r\n"
                          : "kind,file,channel,sender,time,t,line,frame,offset,bytes,txn,inside,"
                            "confidence,because,text\r\n");
  }

  void begin(const EventSource& source) override {
    source_ = &source;
    masker_.emplace(*source.dialect(), !options_.show_secrets);
    finder_ = {};
  }

  void end() override { source_ = nullptr; }

  void on_event(const session::Event& event) override {
    masker_->find(event, spans_);
    row_.clear();
    row_ += session::to_string(event.kind);
    row_ += ',';
    append_csv_bytes(row_, source_->name());
    row_ += ',';
    append_csv_bytes(row_, source_->channel(event.channel));
    row_ += ',';
    row_ += session::to_string(event.sender);
    row_ += ',';
    if (event.time.clock == capture::Clock::utc) rfc3339_.append(row_, event.time.ns);
    row_ += ',';
    if (event.time.known() && event.time.clock != capture::Clock::utc) append_seconds(row_, event.time.ns);
    add_number(event.origin.frame == 0 ? event.origin.line : 0);
    add_number(event.origin.frame);
    fmt::format_to(std::back_inserter(row_), ",{},{}", event.origin.offset, event.bytes);
    add_number(event.txn);
    add_number(event.inside);
    row_ += ',';
    row_ += session::to_string(event.confidence);
    row_ += ',';
    append_csv(row_, event.because);
    row_ += ',';
    if (event.transition != nullptr) {
      const session::Transition& moved = *event.transition;
      append_csv_bytes(row_, fmt::format("{}{}{}: {} -> {}", moved.machine, moved.instance.empty() ? "" : " ",
                                         moved.instance, moved.from, moved.to));
    } else {
      append_csv_bytes(row_, mask::redact(event.text, spans_, masked_));
    }
    if (options_.fields) add_fields(event);
    row_ += "\r\n";
    sink_(row_);
  }

  void on_transaction(const session::Transaction&) override {}

 private:
  // Empty for 0, which stands for "none" in every column that uses this.
  void add_number(std::uint64_t value) {
    row_ += ',';
    if (value != 0) fmt::format_to(std::back_inserter(row_), "{}", value);
  }

  void add_fields(const session::Event& event) {
    std::string list;
    finder_.find(event, *source_->dialect(), fields_);
    for (const session::Field& field : fields_) {
      if (!list.empty()) list += "; ";
      if (!field.command.empty()) list.append(field.command).append(" ");
      list.append(field.name).append("=");
      if (is_hidden(field, options_.show_secrets) || mask::is_masked(field, spans_)) {
        list += mask::redacted;
        continue;
      }
      list += field.text;
      std::string meaning;
      append_field_meaning(meaning, field);
      if (!meaning.empty()) list.append(" (").append(meaning).append(")");
    }
    row_ += ',';
    append_csv_bytes(row_, list);
  }

  Sink sink_;
  EventWriterOptions options_;
  const EventSource* source_ = nullptr;
  std::optional<mask::Masker> masker_;
  Rfc3339 rfc3339_;
  mask::Spans spans_;
  std::string row_, masked_;
  std::vector<session::Field> fields_;
  session::FieldFinder finder_;
};

}  // namespace

std::unique_ptr<EventWriter> make_event_csv(Sink sink, const EventWriterOptions& options) {
  return std::make_unique<EventCsv>(std::move(sink), options);
}

}  // namespace atscope::report
