// SPDX-License-Identifier: MIT
#include "gui/document/export.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "capture/export/exporter.h"
#include "capture/open.h"
#include "decoder/report/event_writer.h"
#include "decoder/trace/replay.h"

namespace atscope::gui {
namespace {

using Result = tl::expected<void, std::string>;

class Source final : public report::EventSource {
 public:
  explicit Source(const Document& document) : document_(document) {}
  const std::string& name() const override { return document_.path(); }
  const std::shared_ptr<const grammar::Dialect>& dialect() const override { return document_.dialect(); }
  std::string_view channel(session::ChannelId id) const override {
    channel_ = document_.channel_name(id);
    return channel_;
  }

 private:
  const Document& document_;
  mutable std::string channel_;
};

using Maker = std::unique_ptr<report::EventWriter> (*)(report::Sink, const report::EventWriterOptions&);

template <Maker make>
Result write_events(const Document& document, const ExportOptions& options, const ExportSink& sink) {
  const Source source(document);
  const auto writer = make(
      sink, {.fields = options.fields, .show_secrets = document.shows_secrets(), .several_sources = false});
  writer->begin(source);
  trace::replay(document.trace(), *writer,
                {.wanted = options.wanted, .stop = options.stop, .is_capture = document.is_capture()});
  writer->end();
  return {};
}

class Recording final : public session::EventSink {
 public:
  Recording(const Document& document, capture::Exporter& exporter)
      : document_(document), exporter_(exporter) {}
  void on_event(const session::Event& event) override {
    using session::EventKind;
    if (event.kind == EventKind::transition || event.kind == EventKind::note) return;
    capture::Segment segment;
    segment.bytes = event.text;
    segment.sender = event.sender;
    // Payload stands as it came; of lines, the end was cut off.
    segment.framing = event.kind == EventKind::data ? capture::Framing::stream : capture::Framing::record;
    segment.channel = event.channel;
    segment.time = event.time;
    segment.origin = event.origin;
    (void)exporter_.write(segment, document_.channel_name(event.channel));
  }
  void on_transaction(const session::Transaction&) override {}

 private:
  const Document& document_;
  capture::Exporter& exporter_;
};

Result write_recording(const Document& document, const ExportOptions& options, const ExportSink& sink) {
  const auto kinds = capture::export_kinds();
  const auto kind =
      std::find_if(kinds.begin(), kinds.end(), [](const auto& each) { return each.name == "pcapng"; });
  const auto exporter = kind->make(sink);
  if (options.wanted || document.is_live()) {
    Recording recording(document, *exporter);
    trace::replay(document.trace(), recording,
                  {.wanted = options.wanted, .stop = options.stop, .is_capture = document.is_capture()});
    exporter->finish();
    return {};
  }
  auto source = capture::open(document.path(), {std::string(document.format())});
  if (!source) return tl::unexpected(document.path() + ": " + source.error().reason);
  capture::Segment segment;
  while ((!options.stop || !options.stop()) && (*source)->next(segment)) {
    const auto& channels = (*source)->info().channels;
    (void)exporter->write(
        segment, segment.channel < channels.size() ? std::string_view(channels[segment.channel]) : "");
  }
  exporter->finish();
  return {};
}

constexpr std::array<ExportFormat, 6> formats = {{
    {"csv", "Table (CSV)", ".csv", write_events<report::make_event_csv>},
    {"jsonl", "JSON Lines", ".jsonl", write_events<report::make_event_jsonl>},
    {"pcapng", "Recording (pcapng, secrets are in it)", ".pcapng", write_recording},
    {"trace-event", "Trace events for Perfetto (JSON)", ".json", write_events<report::make_trace_events>},
    {"markdown", "Report with the problems (Markdown)", ".md", write_markdown},
    {"html", "Report with the problems (HTML)", ".html", write_html},
}};

}  // namespace

std::span<const ExportFormat> export_formats() {
  return formats;
}

const ExportFormat* export_format(std::string_view id) {
  const auto found =
      std::find_if(formats.begin(), formats.end(), [id](const auto& each) { return each.id == id; });
  return found == formats.end() ? nullptr : &*found;
}

Result export_to(const std::string& path, const ExportFormat& format, const Document& document,
                 const ExportOptions& options) {
  const std::string beside = path + ".part";
  std::FILE* file = std::fopen(beside.c_str(), "wbe");
  if (file == nullptr) return tl::unexpected(path + ": " + std::strerror(errno));
  int error = 0;
  const auto sink = [&](std::string_view text) {
    if (error == 0 && std::fwrite(text.data(), 1, text.size(), file) != text.size()) error = errno;
  };
  Result result = format.write(document, options, sink);
  if (std::fclose(file) != 0 && error == 0) error = errno;
  const bool stopped = options.stop && options.stop();
  if (result && error == 0 && !stopped && std::rename(beside.c_str(), path.c_str()) != 0) error = errno;
  if (error != 0) result = tl::unexpected(path + ": " + std::strerror(error));
  if (!result || stopped) std::remove(beside.c_str());
  return result;
}

}  // namespace atscope::gui
