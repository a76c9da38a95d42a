// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugins/wireshark/segments.h"

#include <algorithm>

namespace atscope::wireshark {

SegmentIndex Segments::add(SegmentRecord record, std::string_view bytes, std::string_view note) {
  const SegmentIndex index = size();
  record.begin = bytes_.size();
  record.bytes = static_cast<std::uint32_t>(bytes.size());
  bytes_ += bytes;
  if (bytes.empty()) bytes_ += '\0';  // a remark has a number of its own, too
  record.note = 0;
  if (!note.empty()) {
    record.note = static_cast<std::uint32_t>(notes_.size());
    notes_.emplace_back(note);
  }
  record.next_of_stream = record.next_of_frame = no_segment;
  record.continued_by = no_event;

  if (frames_.size() <= record.frame) frames_.resize(record.frame + std::size_t{1}, no_segment);
  SegmentIndex* link = &frames_[record.frame];
  while (*link != no_segment) link = &records_[*link].next_of_frame;
  *link = index;
  if (record.kind == capture::SegmentKind::data) {
    const std::size_t stream = std::size_t{record.channel} * 3 + static_cast<std::size_t>(record.sender);
    if (last_of_stream_.size() <= stream) last_of_stream_.resize(stream + 1, no_segment);
    if (last_of_stream_[stream] != no_segment) records_[last_of_stream_[stream]].next_of_stream = index;
    last_of_stream_[stream] = index;
  }
  records_.push_back(record);
  return index;
}

capture::Segment Segments::segment(SegmentIndex index) const {
  const SegmentRecord& record = records_[index];
  capture::Segment segment;
  segment.bytes = bytes(index);
  segment.sender = record.sender;
  segment.kind = record.kind;
  segment.framing = record.framing;
  segment.channel = record.channel;
  if (record.has_time) segment.time = {record.time_ns, capture::Clock::utc};
  segment.origin = {record.begin, 0, record.frame};
  segment.note = note(index);
  return segment;
}

SegmentIndex Segments::find(std::uint64_t offset) const {
  // Mostly it is one of the last.
  constexpr SegmentIndex near = 4;
  for (SegmentIndex index = size(); index > 0 && index + near > size(); --index)
    if (records_[index - 1].begin <= offset) return offset < bytes_.size() ? index - 1 : no_segment;
  const auto after = std::upper_bound(
      records_.begin(), records_.end(), offset,
      [](std::uint64_t wanted, const SegmentRecord& record) { return wanted < record.begin; });
  if (after == records_.begin() || offset >= bytes_.size()) return no_segment;
  return static_cast<SegmentIndex>(after - records_.begin() - 1);
}

SegmentIndex Segments::last_of(SegmentIndex first, std::uint64_t offset, std::size_t size,
                               bool line_end) const {
  SegmentIndex index = first;
  std::size_t in_segment = offset - records_[first].begin;
  const auto left = [&] {
    return records_[index].bytes - std::min<std::size_t>(in_segment, records_[index].bytes);
  };
  while (size > left() && records_[index].next_of_stream != no_segment) {
    size -= left();
    index = records_[index].next_of_stream;
    in_segment = 0;
  }
  if (!line_end) return index;
  // One byte of the line end settles where the line stands: what follows CR may belong to the next one.
  if (size < left()) return index;
  for (SegmentIndex next = records_[index].next_of_stream; next != no_segment;
       next = records_[next].next_of_stream) {
    if (records_[next].bytes == 0) continue;
    const char byte = bytes(next).front();
    return byte == '\r' || byte == '\n' ? next : index;
  }
  return index;
}

void Segments::copy(SegmentIndex first, std::uint64_t offset, SegmentIndex last, std::string& to) const {
  to.assign(
      bytes(first).substr(std::min<std::size_t>(offset - records_[first].begin, records_[first].bytes)));
  while (first != last && records_[first].next_of_stream != no_segment) {
    first = records_[first].next_of_stream;
    to += bytes(first);
  }
}

}  // namespace atscope::wireshark
