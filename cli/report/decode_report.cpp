// SPDX-License-Identifier: MIT
#include "cli/report/decode_report.h"

#include "cli/output.h"
#include "cli/pipeline.h"

namespace atscope::cli {
namespace {

class WrittenReport final : public DecodeReport {
 public:
  explicit WrittenReport(std::unique_ptr<report::EventWriter> writer) : writer_(std::move(writer)) {}
  void begin(const Input& input) override { writer_->begin(input); }
  void end() override { writer_->end(); }
  void on_event(const session::Event& event) override { writer_->on_event(event); }
  void on_transaction(const session::Transaction& transaction) override {
    writer_->on_transaction(transaction);
  }

 private:
  std::unique_ptr<report::EventWriter> writer_;
};

}  // namespace

std::unique_ptr<DecodeReport> make_decode_report(
    Output& output, const DecodeOptions& options,
    std::unique_ptr<report::EventWriter> (*make)(report::Sink, const report::EventWriterOptions&)) {
  return std::make_unique<WrittenReport>(
      make([&output](std::string_view text) { output.write(text); },
           {options.fields, options.show_secrets, options.several_inputs}));
}

}  // namespace atscope::cli
