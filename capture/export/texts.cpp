// SPDX-License-Identifier: MIT
// Text forms: ModemManager's log, a transcript, and the lines that text2pcap reads.
#include "capture/export/texts.h"

#include <fmt/format.h>
#include <iterator>
#include <map>
#include <utility>

#include "capture/text/stamp.h"

namespace atscope::capture {
namespace {

struct Civil {
  std::int64_t year = 0;
  unsigned month = 0;
  unsigned day = 0;
};

/// Days since 1970-01-01 as a date of the proleptic Gregorian calendar.
Civil civil_from_days(std::int64_t days) {
  days += 719'468;
  const std::int64_t era = (days >= 0 ? days : days - 146'096) / 146'097;
  const auto day_of_era = static_cast<unsigned>(days - era * 146'097);
  const unsigned year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const unsigned day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const unsigned month = (5 * day_of_year + 2) / 153;
  Civil civil;
  civil.day = day_of_year - (153 * month + 2) / 5 + 1;
  civil.month = month < 10 ? month + 3 : month - 9;
  civil.year = static_cast<std::int64_t>(year_of_era) + era * 400 + (civil.month <= 2 ? 1 : 0);
  return civil;
}

/// "2026-01-02 03:04:05.678901234" UTC; a time on another clock counts from 1970.
void append_date(std::int64_t ns, std::string& out) {
  const std::int64_t days = ns >= 0 ? ns / kNsPerDay : -((-ns + kNsPerDay - 1) / kNsPerDay);
  const std::int64_t rest = ns - days * kNsPerDay;
  const std::int64_t seconds = rest / kNsPerSecond;
  const Civil civil = civil_from_days(days);
  fmt::format_to(std::back_inserter(out), "{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{:09}", civil.year,
                 civil.month, civil.day, seconds / 3600, seconds / 60 % 60, seconds % 60,
                 rest % kNsPerSecond);
}

class ModemManagerExporter final : public Exporter {
 public:
  explicit ModemManagerExporter(ExportSink sink) : sink_(std::move(sink)) {}

  bool write(const Segment& segment, std::string_view channel) override {
    if (segment.kind != SegmentKind::data || segment.sender == Sender::unknown) return false;
    line_ = "ModemManager[1]: <dbg> ";
    if (segment.time.known() && segment.time.ns >= 0) {
      fmt::format_to(std::back_inserter(line_), "[{:010}.{:06}] ", segment.time.ns / kNsPerSecond,
                     segment.time.ns % kNsPerSecond / 1000);
    }
    fmt::format_to(std::back_inserter(line_), "[{}/at] {} '", port_name(channel),
                   segment.sender == Sender::dte ? "-->" : "<--");
    for (const char c : segment.bytes) append_byte(c);
    if (segment.framing == Framing::record) append_lost_end(segment);
    line_ += "'\n";
    sink_(line_);
    return true;
  }

 private:
  static std::string port_name(std::string_view channel) {
    std::string name;
    for (const char c : channel) {
      const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                         c == '.' || c == '-' || c == '_';
      name += plain ? c : '_';
    }
    return name.empty() ? "tty" : name;
  }

  void append_byte(char c) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\r') {
      line_ += "<CR>";
    } else if (c == '\n') {
      line_ += "<LF>";
    } else if (byte < 0x20 || byte >= 0x7f) {
      fmt::format_to(std::back_inserter(line_), "\\{}", byte);
    } else {
      line_ += c;
    }
  }

  void append_lost_end(const Segment& segment) {
    const char last = segment.bytes.empty() ? '\0' : segment.bytes.back();
    if (last == '\r' || last == '\n' || last == '\x1a' || last == '\x1b' || segment.bytes == "> ") return;
    line_ += segment.sender == Sender::dte ? "<CR>" : "<CR><LF>";
  }

  ExportSink sink_;
  std::string line_;
};

/// What has lines: one record each, put together by channel.
class LineExporter : public Exporter {
 public:
  explicit LineExporter(ExportSink sink) : sink_(std::move(sink)) {}

  bool write(const Segment& segment, std::string_view channel) final {
    if (segment.kind != SegmentKind::data) return write_remark(segment);
    ExportLines& lines = channels_.try_emplace(std::string(channel)).first->second;
    lines.feed(segment,
               [&](std::string_view line, Timestamp time, Sender sender) { write_line(line, time, sender); });
    return true;
  }
  void finish() final {
    for (auto& [name, lines] : channels_) {
      lines.flush(
          [&](std::string_view line, Timestamp time, Sender sender) { write_line(line, time, sender); });
    }
  }

 protected:
  virtual void write_line(std::string_view line, Timestamp time, Sender sender) = 0;
  virtual bool write_remark(const Segment& segment) = 0;

  ExportSink sink_;
  std::string out_;

 private:
  std::map<std::string, ExportLines> channels_;
};

class TranscriptExporter final : public LineExporter {
 public:
  using LineExporter::LineExporter;

 private:
  void write_line(std::string_view line, Timestamp time, Sender sender) override {
    const bool empty = line.find_first_not_of("\r\n") == std::string_view::npos;
    if (empty) return;
    while (line.ends_with('\r') || line.ends_with('\n')) line.remove_suffix(1);
    out_.clear();
    if (time.known()) {
      out_ += '[';
      append_date(time.ns, out_);
      out_ += "] ";
    }
    out_ += sender == Sender::dte ? "TX: " : sender == Sender::dce ? "RX: " : "";
    for (const char c : line) {
      const auto byte = static_cast<unsigned char>(c);
      if (c == '\x1a') {
        out_ += "<CTRL-Z>";
      } else if (c == '\x1b') {
        out_ += "<ESC>";
      } else if (c != '\t' && (byte < 0x20 || byte == 0x7f)) {
        fmt::format_to(std::back_inserter(out_), "<0x{:02X}>", byte);
      } else {
        out_ += c;
      }
    }
    out_ += '\n';
    sink_(out_);
  }
  bool write_remark(const Segment& segment) override {
    out_ = "# ";
    for (const char c : segment.note) out_ += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    out_ += '\n';
    sink_(out_);
    return true;
  }
};

/// "> 2026-01-02 03:04:05.678901 4154…": text2pcap -r '^(?<dir>[<>])\s(?<time>\S+ \S+)\s(?<data>[0-9a-f]+)$'.
class HexLineExporter final : public LineExporter {
 public:
  using LineExporter::LineExporter;

 private:
  void write_line(std::string_view line, Timestamp time, Sender sender) override {
    out_ = sender == Sender::dce ? "< " : "> ";
    append_date(time.known() ? time.ns : 0, out_);
    out_.resize(out_.size() - 3);  // text2pcap takes microseconds
    out_ += ' ';
    for (const char c : line)
      fmt::format_to(std::back_inserter(out_), "{:02x}", static_cast<unsigned char>(c));
    out_ += '\n';
    sink_(out_);
  }
  bool write_remark(const Segment& /*segment*/) override { return false; }
};

}  // namespace

std::unique_ptr<Exporter> make_modemmanager_exporter(ExportSink sink) {
  return std::make_unique<ModemManagerExporter>(std::move(sink));
}
std::unique_ptr<Exporter> make_transcript_exporter(ExportSink sink) {
  return std::make_unique<TranscriptExporter>(std::move(sink));
}
std::unique_ptr<Exporter> make_hexline_exporter(ExportSink sink) {
  return std::make_unique<HexLineExporter>(std::move(sink));
}

}  // namespace atscope::capture
