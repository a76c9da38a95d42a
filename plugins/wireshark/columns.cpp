// SPDX-License-Identifier: GPL-2.0-or-later
#include <cmath>
#include <fmt/format.h>
#include <iterator>

#include "plugins/wireshark/draw.h"
#include "plugins/wireshark/texts.h"

namespace atscope::wireshark {
namespace {

constexpr std::size_t longest_shown = 200;

// "12.3 ms", "5.003 s"
void append_duration(std::int64_t ns, std::string& text) {
  const auto out = std::back_inserter(text);
  if (ns < 1'000'000) {
    fmt::format_to(out, "{} µs", ns / 1000);
  } else if (ns < 1'000'000'000) {
    fmt::format_to(out, "{:.1f} ms", static_cast<double>(ns) / 1e6);
  } else {
    fmt::format_to(out, "{:.3f} s", static_cast<double>(ns) / 1e9);
  }
}

void append_text(std::string_view text, std::string& info) {
  info += text.substr(0, longest_shown);
  if (text.size() > longest_shown) info += "...";
}

void append_line(const session::Event& event, std::string_view text, std::string& info) {
  using session::EventKind;
  switch (event.kind) {
    case EventKind::echo:
      info += "(echo) ";
      break;
    case EventKind::urc:
      info += "URC ";
      break;
    case EventKind::deferred:
      info += "deferred ";
      break;
    case EventKind::prompt:
      info += "prompt ";
      break;
    case EventKind::data:
      fmt::format_to(std::back_inserter(info), "data, {} bytes", event.bytes);
      return;
    case EventKind::note:
      info += "note: ";
      break;
    case EventKind::unparsed:
      info += "unparsed: ";
      break;
    default:
      break;
  }
  append_text(text, info);
}

// The whole line of the column; the packet's memory holds it.
const char* info_of(const View& view) {
  static std::string info;
  info.clear();
  const auto separate = [] {
    if (!info.empty()) info += " | ";
  };
  for (const EventIndex index : view.events) {
    const trace::EventRecord& record = view.decoding.trace().event(index);
    if (record.kind == session::EventKind::transition) continue;
    separate();
    const session::Event event = view.decoding.trace().replay(index);
    append_line(event, shown_text(view, event), info);
    const bool timed = record.txn != 0 && record.txn <= view.decoding.trace().transactions() &&
                       view.decoding.trace().is_closed(record.txn) &&
                       view.decoding.result_of(record.txn) == index;
    if (!timed) continue;
    const std::int64_t latency = view.decoding.trace().transaction(record.txn).latency_ns;
    if (latency < 0) continue;
    info += " (";
    append_duration(latency, info);
    info += ')';
  }
  for (const PendingLine& line : pending_lines(view)) {
    separate();
    append_text(shown_text(view, line.event), info);
  }
  if (!info.empty()) return printable(view.pinfo->pool, info);
  for (const SegmentIndex segment : view.segments) {
    if (view.engine.segments()[segment].continued_by == no_event) continue;
    const std::uint32_t frame = view.decoding.frame_of(view.engine.segments()[segment].continued_by);
    fmt::format_to(std::back_inserter(info), "part of a line or data, complete in frame {}", frame);
    return printable(view.pinfo->pool, info);
  }
  return "line ends";
}

}  // namespace

void draw_columns(const View& view) {
  packet_info* pinfo = view.pinfo;
  col_set_str(pinfo->cinfo, COL_PROTOCOL, "AT");
  if (!view.segments.empty() && pinfo->src.type == AT_NONE && pinfo->dst.type == AT_NONE) {
    const capture::Sender sender = view.engine.segments()[view.segments.front()].sender;
    static constexpr char host[] = "host", module[] = "module";
    if (sender != capture::Sender::unknown) {
      const bool from_host = sender == capture::Sender::dte;
      set_address(&pinfo->src, AT_STRINGZ, static_cast<int>(from_host ? sizeof host : sizeof module),
                  from_host ? host : module);
      set_address(&pinfo->dst, AT_STRINGZ, static_cast<int>(from_host ? sizeof module : sizeof host),
                  from_host ? module : host);
    }
  }
  if (pinfo->cinfo == nullptr || !col_get_writable(pinfo->cinfo, COL_INFO)) return;
  const char* info = info_of(view);
  if (view.is_first_part) {
    col_add_str(pinfo->cinfo, COL_INFO, info);
  } else {
    col_append_sep_str(pinfo->cinfo, COL_INFO, " | ", info);
  }
}

}  // namespace atscope::wireshark
