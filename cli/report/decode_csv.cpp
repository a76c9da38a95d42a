// SPDX-License-Identifier: MIT
// `atscope decode --format csv`: RFC 4180, one row per event.
#include <fmt/format.h>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "cli/output.h"
#include "cli/pipeline.h"
#include "cli/report/csv.h"
#include "cli/report/decode_report.h"
#include "cli/report/field_text.h"
#include "cli/report/time_text.h"
#include "decoder/mask/masked_field.h"
#include "decoder/mask/masker.h"
#include "decoder/session/fields.h"

namespace atscope::cli {
namespace {

class DecodeCsv final : public DecodeReport {
 public:
  DecodeCsv(Output& output, const DecodeOptions& options) : output_(output), options_(options) {
    output_.write(options_.fields ? "kind,file,channel,sender,time,t,line,frame,offset,bytes,txn,inside,"
                                    "confidence,because,text,fields\r\n"
                                  : "kind,file,channel,sender,time,t,line,frame,offset,bytes,txn,inside,"
                                    "confidence,because,text\r\n");
  }

  void begin(const Input& input) override {
    input_ = &input;
    masker_.emplace(*input.dialect(), !options_.show_secrets);
  }

  void end() override { input_ = nullptr; }

  void on_event(const session::Event& event) override {
    masker_->find(event, spans_);
    row_.clear();
    row_ += session::to_string(event.kind);
    row_ += ',';
    append_csv_bytes(row_, input_->name());
    row_ += ',';
    append_csv_bytes(row_, input_->channel(event.channel));
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
    output_.write(row_);
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
    session::find_fields(event, *input_->dialect(), fields_);
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

  Output& output_;
  DecodeOptions options_;
  const Input* input_ = nullptr;
  std::optional<mask::Masker> masker_;
  Rfc3339 rfc3339_;
  mask::Spans spans_;
  std::string row_, masked_;
  std::vector<session::Field> fields_;
};

}  // namespace

std::unique_ptr<DecodeReport> make_decode_csv(Output& output, const DecodeOptions& options) {
  return std::make_unique<DecodeCsv>(output, options);
}

}  // namespace atscope::cli
