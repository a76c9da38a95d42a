// SPDX-License-Identifier: MIT
// Transactions and URCs as trace events (JSON), which Perfetto and chrome://tracing show on a time line.
#pragma once

#include <string>

#include "decoder/mask/masker.h"
#include "decoder/session/event.h"

namespace atscope::cli {

class Input;
class Output;

class TraceEventReport final : public session::EventSink {
 public:
  TraceEventReport(const Input& input, Output& output);
  void on_event(const session::Event& event) override;
  void on_transaction(const session::Transaction& transaction) override;
  /// Closes the document.
  void finish();
  /// There was AT traffic.
  [[nodiscard]] bool any() const { return any_; }

 private:
  void write(std::string_view name, const char* phase, session::ChannelId channel, std::int64_t ns,
             std::int64_t duration_ns, std::string_view result, std::uint64_t place);

  const Input& input_;
  Output& output_;
  mask::Masker masker_;
  mask::Spans spans_;
  std::string line_, buffer_;
  bool any_ = false;
  bool first_ = true;
};

}  // namespace atscope::cli
