// SPDX-License-Identifier: GPL-2.0-or-later
#include <string>

#include "decoder/mask/masked_field.h"
#include "decoder/session/command_line.h"
#include "plugins/wireshark/dissect.h"
#include "plugins/wireshark/draw.h"
#include "plugins/wireshark/preferences.h"
#include "plugins/wireshark/texts.h"

namespace atscope::wireshark {
namespace {

// Reused from call to call, so that nothing is lost when Wireshark jumps.
std::vector<session::Field> fields;
std::vector<ShownValue> values;
mask::Spans spans;
std::string masked_text;
std::vector<PendingLine> pending;
std::vector<SegmentIndex> part_segments;
std::vector<EventIndex> part_events;

// The end of what events cover in a segment, from its beginning.
std::size_t covered(const View& view, SegmentIndex segment) {
  const SegmentRecord& record = view.engine.segments()[segment];
  std::size_t end = 0;
  for (const EventIndex index : view.events) {
    const EventPlace& place = view.decoding.place(index);
    const trace::EventRecord& event = view.decoding.trace().event(index);
    if (place.last != segment || event.kind == session::EventKind::transition) continue;
    std::size_t size =
        event.kind == session::EventKind::data ? event.bytes : view.decoding.trace().text(event).size();
    std::size_t begin = 0;
    if (place.first == segment) {
      begin = event.offset - record.begin;
    } else {
      std::size_t before = view.engine.segments()[place.first].begin +
                           view.engine.segments()[place.first].bytes - event.offset;
      for (SegmentIndex each = view.engine.segments()[place.first].next_of_stream;
           each != segment && each != no_segment; each = view.engine.segments()[each].next_of_stream)
        before += view.engine.segments()[each].bytes;
      size -= std::min(size, before);
    }
    end = std::max(end, begin + size);
  }
  return std::min<std::size_t>(end, record.bytes);
}

void find_pending(const View& view, SegmentIndex segment) {
  const SegmentRecord& record = view.engine.segments()[segment];
  if (record.kind != capture::SegmentKind::data || record.continued_by != no_event) return;
  const std::string_view bytes = view.engine.segments().bytes(segment);
  std::size_t at = covered(view, segment);
  while ((at = bytes.find_first_not_of("\r\n", at)) != std::string_view::npos) {
    const std::size_t end = std::min(bytes.find_first_of("\r\n", at), bytes.size());
    PendingLine& line = pending.emplace_back();
    line.segment = segment;
    line.at = record.at + static_cast<std::uint32_t>(at);
    line.event.text = bytes.substr(at, end - at);
    line.event.sender = record.sender;
    line.event.channel = record.channel;
    line.event.bytes = static_cast<std::uint32_t>(end - at);
    line.event.because = "later frames may say more";
    const bool complete = end < bytes.size() || record.framing == capture::Framing::record;
    const bool is_command =
        complete && record.sender != capture::Sender::dce && session::is_whole_command(line.event.text);
    line.event.kind = is_command ? session::EventKind::command : session::EventKind::unparsed;
    if (is_command) {
      session::CommandLine command(line.event.text);
      session::CommandItem item;
      if (command.next(item)) {
        line.event.command = view.decoding.dialect().find_command(item.name);
        line.event.form = item.form;
      }
    }
    at = end;
  }
}

}  // namespace

std::string_view shown_text(const View& view, const session::Event& event) {
  if (!masks_secrets()) return event.text;
  view.decoding.masker().find(event, spans);
  return mask::redact(event.text, spans, masked_text);
}

std::span<const ShownValue> values_of(const View& view, const session::Event& event) {
  spans.clear();
  if (masks_secrets()) view.decoding.masker().find(event, spans);
  session::find_fields(event, view.decoding.dialect(), fields);
  values.clear();
  for (session::Field& field : fields) {
    const bool hidden = masks_secrets() && !field.text.empty() &&
                        (field.sensitivity != grammar::Sensitivity::open || mask::is_masked(field, spans));
    values.push_back({std::move(field), hidden});
  }
  return values;
}

std::span<const PendingLine> pending_lines(const View& /*view*/) {
  return pending;
}

namespace {

int show_part(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, std::uint32_t part) {
  const int size = static_cast<int>(tvb_captured_length(tvb));
  const Engine* source = engine();
  if (source == nullptr || source->decoding() == nullptr) return size;
  const Segments& segments = source->segments();
  const Decoding& decoding = *source->decoding();
  part_segments.clear();
  part_events.clear();
  pending.clear();
  const SegmentIndex first = segments.first_of_frame(pinfo->num);
  for (SegmentIndex index = first; index != no_segment; index = segments[index].next_of_frame)
    if (segments[index].part == part) part_segments.push_back(index);
  if (part_segments.empty()) return size;
  for (EventIndex index = decoding.first_of_frame(pinfo->num); index != trace::no_event;
       index = decoding.place(index).next_in_frame)
    if (segments[decoding.place(index).last].part == part) part_events.push_back(index);
  const View view = {
      tvb, pinfo, *source, decoding, part_segments, part_events, part_segments.front() == first};
  if (!source->finished())
    for (const SegmentIndex segment : part_segments) find_pending(view, segment);
  draw_columns(view);
  if (tree != nullptr) {
    draw_tree(view, tree);
  } else if (view.is_first_part) {
    draw_findings(view, nullptr);
  }
  queue_statistics(view);
  queue_stream(view);
  return size;
}

}  // namespace

int show(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, std::uint32_t part) {
  try {
    return show_part(tvb, pinfo, tree, part);
  } catch (...) {  // out of memory
    return static_cast<int>(tvb_captured_length(tvb));
  }
}

}  // namespace atscope::wireshark
