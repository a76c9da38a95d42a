// SPDX-License-Identifier: MIT
// Packet captures: the native recording (link type 250), the one that stock Wireshark shows as AT (252), and
// classic pcap of 250.
#include "capture/export/captures.h"

#include <map>
#include <utility>

#include "capture/pcap/pcapng_blocks.h"
#include "capture/pcap/rtac_serial.h"
#include "capture/pcap/write_pcapng.h"

namespace atscope::capture {
namespace {

pcap::PcapngWriter::Sink good_sink(ExportSink sink) {
  return [sink = std::move(sink)](std::string_view block) {
    sink(block);
    return true;
  };
}

/// The line end that a log of lines has lost. Prompts and what Ctrl-Z or ESC ends have none.
std::string_view lost_line_end(const Segment& segment) {
  if (segment.framing != Framing::record || segment.bytes.empty()) return {};
  const char last = segment.bytes.back();
  if (last == '\r' || last == '\n' || last == '\x1a' || last == '\x1b' || segment.bytes == "> ") return {};
  return segment.sender == Sender::dte ? "\r" : "\r\n";
}

pcap::rtac::Event event_of(const Segment& segment) {
  using enum pcap::rtac::Event;
  switch (segment.kind) {
    case SegmentKind::data:
      return segment.sender == Sender::dte ? sent : received;
    case SegmentKind::control_lines:
      return status_change;
    case SegmentKind::line_error:
      if (segment.note.starts_with("parity")) return parity_error;
      if (segment.note.starts_with("break")) return line_break;
      if (segment.note.starts_with("overrun")) return overrun;
      return framing_error;
    default:
      return data_lost;
  }
}

void append_big(std::string& out, std::uint64_t value, std::size_t size) {
  while (size-- > 0) out += static_cast<char>(value >> (8 * size) & 0xffU);
}

class NativeExporter final : public Exporter {
 public:
  explicit NativeExporter(ExportSink sink) : writer_(good_sink(std::move(sink))) {}

  bool write(const Segment& segment, std::string_view channel) override {
    if (segment.kind == SegmentKind::section) return false;
    // Link type 250 has no word for a side that nobody knows: plain bytes do.
    const bool plain = segment.kind == SegmentKind::data && segment.sender == Sender::unknown;
    const std::uint32_t port = port_of(channel, plain);
    bytes_ = segment.bytes;
    bytes_ += lost_line_end(segment);
    if (plain) return writer_.write_packet(port, segment.time, bytes_, 0, segment.note);
    const bool data = segment.kind == SegmentKind::data;
    if (!data) bytes_.clear();
    return writer_.write(port, {event_of(segment), 0, segment.time, bytes_, segment.note});
  }

 private:
  std::uint32_t port_of(std::string_view channel, bool plain) {
    constexpr std::uint16_t kUser0 = 147;
    const auto [entry, added] = ports_.try_emplace({std::string(channel), plain}, 0U);
    if (added) {
      pcap::RecordedPort port;
      port.name = channel;
      if (plain) port.link_type = kUser0;
      entry->second = writer_.add_port(port);
    }
    return entry->second;
  }

  pcap::PcapngWriter writer_;
  std::map<std::pair<std::string, bool>, std::uint32_t> ports_;
  std::string bytes_;
};

/// Tags of link type 252, as upper_pdu.cpp reads them.
class UpperPduExporter final : public Exporter {
 public:
  explicit UpperPduExporter(ExportSink sink) : writer_(good_sink(std::move(sink))) {}

  bool write(const Segment& segment, std::string_view channel) override {
    if (segment.kind != SegmentKind::data) return false;
    // Plain references: clang 14 cannot capture structured bindings.
    const auto place = channels_.try_emplace(std::string(channel));
    Channel& here = place.first->second;
    if (place.second) {
      constexpr std::uint16_t kUpperPdu = 252;
      here.port = writer_.add_port({std::string(channel), {}, 0, kUpperPdu});
    }
    here.lines.feed(segment, [&](std::string_view line, Timestamp time, Sender sender) {
      write_line(here.port, line, time, sender);
    });
    return true;
  }
  void finish() override {
    for (auto& each : channels_) {
      Channel& channel = each.second;
      channel.lines.flush([&](std::string_view line, Timestamp time, Sender sender) {
        write_line(channel.port, line, time, sender);
      });
    }
  }

 private:
  struct Channel {
    std::uint32_t port = 0;
    ExportLines lines;
  };

  void write_line(std::uint32_t port, std::string_view line, Timestamp time, Sender sender) {
    constexpr std::uint16_t kName = 12;
    constexpr std::uint16_t kDirection = 35;
    // Empty lines between answers say nothing, and Wireshark would call them AT.
    if (line.find_first_not_of("\r\n") == std::string_view::npos) return;
    packet_.clear();
    append_big(packet_, kName, 2);
    append_big(packet_, 2, 2);
    packet_ += "at";
    if (sender != Sender::unknown) {
      append_big(packet_, kDirection, 2);
      append_big(packet_, 4, 2);
      append_big(packet_, sender == Sender::dte ? 0 : 1, 4);
    }
    append_big(packet_, 0, 4);
    packet_ += line;
    const std::uint32_t flags = sender == Sender::dte   ? pcap::kFlagOutbound
                                : sender == Sender::dce ? pcap::kFlagInbound
                                                        : 0;
    (void)writer_.write_packet(port, time, packet_, flags);
  }

  pcap::PcapngWriter writer_;
  std::map<std::string, Channel> channels_;
  std::string packet_;
};

/// Classic pcap with nanoseconds: one interface, so that channels cannot be told apart.
class ClassicExporter final : public Exporter {
 public:
  explicit ClassicExporter(ExportSink sink) : sink_(std::move(sink)) {
    constexpr std::uint32_t kMagicNanoseconds = 0xA1B23C4D;
    constexpr std::uint32_t kSnapLength = 256U << 10U;
    append_big(out_, kMagicNanoseconds, 4);
    append_big(out_, 2, 2);
    append_big(out_, 4, 2);
    append_big(out_, 0, 8);
    append_big(out_, kSnapLength, 4);
    append_big(out_, pcap::rtac::kLinkType, 4);
    sink_(out_);
  }

  bool write(const Segment& segment, std::string_view /*channel*/) override {
    if (segment.kind == SegmentKind::section) return false;
    if (segment.kind == SegmentKind::data && segment.sender == Sender::unknown) return false;
    constexpr std::size_t kMaxPayload = std::size_t{128} * 1024;
    bytes_ = segment.kind == SegmentKind::data ? segment.bytes : std::string_view{};
    if (segment.kind == SegmentKind::data) bytes_ += lost_line_end(segment);
    std::string_view rest = bytes_;
    do {
      write_packet(segment, rest.substr(0, kMaxPayload));
      rest.remove_prefix(std::min(rest.size(), kMaxPayload));
    } while (!rest.empty());
    return true;
  }

 private:
  void write_packet(const Segment& segment, std::string_view payload) {
    constexpr std::uint64_t kSecond = 1'000'000'000;
    const std::uint64_t ns =
        segment.time.known() && segment.time.ns > 0 ? static_cast<std::uint64_t>(segment.time.ns) : 0;
    const std::size_t size = pcap::rtac::kHeaderBytes + payload.size();
    out_.clear();
    append_big(out_, ns / kSecond, 4);
    append_big(out_, ns % kSecond, 4);
    append_big(out_, size, 4);
    append_big(out_, size, 4);
    append_big(out_, ns / kSecond, 4);
    append_big(out_, ns % kSecond / 1000, 4);
    out_ += static_cast<char>(event_of(segment));
    append_big(out_, 0, 3);
    out_ += payload;
    sink_(out_);
  }

  ExportSink sink_;
  std::string out_, bytes_;
};

}  // namespace

std::unique_ptr<Exporter> make_native_exporter(ExportSink sink) {
  return std::make_unique<NativeExporter>(std::move(sink));
}
std::unique_ptr<Exporter> make_upper_pdu_exporter(ExportSink sink) {
  return std::make_unique<UpperPduExporter>(std::move(sink));
}
std::unique_ptr<Exporter> make_classic_exporter(ExportSink sink) {
  return std::make_unique<ClassicExporter>(std::move(sink));
}

}  // namespace atscope::capture
