// SPDX-License-Identifier: MIT
// Events as text that other programs read, the same from every face: one file per format.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "decoder/grammar/dialect.h"
#include "decoder/session/event.h"

namespace atscope::report {

/// Takes what is to be written; the view is valid during the call.
using Sink = std::function<void(std::string_view)>;

/// What events do not carry themselves.
class EventSource {
 public:
  virtual ~EventSource() = default;
  [[nodiscard]] virtual const std::string& name() const = 0;  ///< the path as the user gave it
  [[nodiscard]] virtual const std::shared_ptr<const grammar::Dialect>& dialect() const = 0;
  /// Valid until the next call.
  [[nodiscard]] virtual std::string_view channel(session::ChannelId id) const = 0;
};

/// Writes the events of one source after the other.
class EventWriter : public session::EventSink {
 public:
  /// `source` must live until end().
  virtual void begin(const EventSource& source) = 0;
  virtual void end() = 0;
};

struct EventWriterOptions {
  bool fields = false;           ///< with decoded values
  bool show_secrets = false;     ///< else masked
  bool several_sources = false;  ///< each record names its source
};

/// docs/jsonl.md
[[nodiscard]] std::unique_ptr<EventWriter> make_event_jsonl(Sink sink, const EventWriterOptions& options);
/// RFC 4180, one row an event.
[[nodiscard]] std::unique_ptr<EventWriter> make_event_csv(Sink sink, const EventWriterOptions& options);
/// Exchanges and URCs as trace events (JSON) for Perfetto and chrome://tracing; one source.
[[nodiscard]] std::unique_ptr<EventWriter> make_trace_events(Sink sink, const EventWriterOptions& options);

}  // namespace atscope::report
