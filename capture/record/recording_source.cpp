// SPDX-License-Identifier: MIT
#include "capture/record/recording_source.h"

#include <string_view>

namespace atscope::capture {
namespace {

bool lacks_line_end(const Segment& segment) {
  return segment.framing == Framing::record && !segment.bytes.ends_with('\r') &&
         !segment.bytes.ends_with('\n') && segment.bytes != "> " && segment.bytes != ">";
}

}  // namespace

bool RecordingSource::next(Segment& segment) {
  if (!source_.next(segment)) return false;
  count(segment);
  return recorder_ == nullptr || record(segment);
}

void RecordingSource::count(const Segment& segment) {
  if (!totals_.first.known()) totals_.first = segment.time;
  totals_.last = segment.time;
  switch (segment.kind) {
    case SegmentKind::data:
      (segment.sender == Sender::dte   ? totals_.dte_bytes
       : segment.sender == Sender::dce ? totals_.dce_bytes
                                       : totals_.unknown_bytes) += segment.bytes.size();
      break;
    case SegmentKind::line_error:
      ++totals_.line_errors;
      break;
    case SegmentKind::gap:
    case SegmentKind::damaged:
      ++totals_.gaps;
      break;
    default:
      break;
  }
}

bool RecordingSource::record(const Segment& segment) {
  const std::vector<pcap::RecordedPort>& ports = source_.ports();
  while (speeds_.size() < ports.size()) {
    recorder_->add_port(ports[speeds_.size()]);
    speeds_.push_back(ports[speeds_.size()].speed);
  }
  if (segment.channel >= ports.size()) return true;
  if (const std::uint64_t speed = ports[segment.channel].speed; speed != speeds_[segment.channel]) {
    speeds_[segment.channel] = speed;
    recorder_->set_speed(segment.channel, speed);
  }
  const live::SerialDetail detail = source_.detail();
  pcap::SerialRecord record{detail.event, detail.control_lines, segment.time, segment.bytes, {}};
  if (segment.kind == SegmentKind::data) {
    if (lacks_line_end(segment)) {
      text_ = segment.bytes;
      text_ += segment.sender == Sender::dte ? "\r" : "\r\n";
      record.bytes = text_;
      record.comment = "the line end is not from the log";
    }
  } else if (segment.kind == SegmentKind::damaged) {
    text_ = segment.note;
    text_ += ": ";
    text_ += segment.bytes;
    record.bytes = {};
    record.comment = text_;
  } else if (segment.kind == SegmentKind::line_error && !detail.is_remark) {
    // The event says the rest.
    if (segment.sender == Sender::dte) record.comment = "in what the host sent";
  } else if (segment.kind == SegmentKind::gap || detail.is_remark) {
    record.comment = segment.note;
  }
  return recorder_->write(segment.channel, record);
}

}  // namespace atscope::capture
