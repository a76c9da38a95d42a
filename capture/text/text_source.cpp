// SPDX-License-Identifier: MIT
#include "capture/text/text_source.h"

#include <algorithm>
#include <utility>

#include "capture/text/section.h"

namespace atscope::capture {

namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// "atscope: ignore[…", "expect", "begin" or "end" in a line, up to its end; empty when there is none.
std::string_view find_marker(std::string_view line) {
  constexpr std::string_view name = "atscope: ";
  const std::size_t at = line.find(name);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = line.substr(at + name.size());
  for (const std::string_view word : {"ignore", "expect", "begin", "end"}) {
    const bool whole =
        rest.size() == word.size() || (rest.size() > word.size() && !is_letter(rest[word.size()]));
    if (whole && rest.starts_with(word)) return line.substr(at);
  }
  return {};
}

}  // namespace

TextSource::TextSource(std::unique_ptr<Input> input, SourceInfo info)
    : info_(std::move(info)), input_(std::move(input)), lines_(*input_) {}

bool TextSource::next(Segment& segment) {
  while (lines_.next(line_)) {
    if (!line_.continued) ++stats_.lines;
    segment = Segment{};
    segment.origin.offset = line_.offset;
    segment.origin.line = line_.number;
    const std::string_view section = line_.is_piece() ? std::string_view{} : section_begun_by(line_.text);
    const Verdict verdict = !section.empty()               ? begin_section(section, segment)
                            : is_runner_remark(line_.text) ? Verdict::foreign
                            : line_.is_piece() && !takes_pieces_
                                ? damaged(line_, segment, "the line is longer than 1 MiB")
                                : interpret(line_, segment);
    stats_.bytes = line_.offset + line_.text.size() + line_.end_size();
    // Traffic whose sender is known is no marker.
    if (verdict != Verdict::segment || segment.sender == Sender::unknown) {
      if (const std::string_view marker = find_marker(line_.text); !marker.empty()) {
        segment.kind = SegmentKind::section;  // told apart by how its name begins
        segment.bytes = {};
        segment.offset_steps = {};
        segment.note = marker;
        segment.origin.offset = line_.offset + static_cast<std::size_t>(marker.data() - line_.text.data());
        give_out(segment);
        return true;
      }
    }
    if (verdict == Verdict::segment) {
      give_out(segment);
      return true;
    }
    if (verdict == Verdict::foreign && !line_.continued) ++stats_.foreign_lines;
  }
  return at_end(segment);
}

TextSource::Verdict TextSource::begin_section(std::string_view name, Segment& segment) {
  segment.kind = SegmentKind::section;
  segment.note = name;
  segment.channel = last_channel_;
  return Verdict::segment;
}

bool TextSource::at_end(Segment& segment) {
  stats_.bytes = input_->offset();
  if (end_reported_ || input_->damage().empty()) return false;
  end_reported_ = true;
  segment = Segment{};
  segment.kind = SegmentKind::gap;
  segment.origin.offset = input_->offset();
  segment.origin.line = stats_.lines + 1;
  segment.note = input_->damage();
  give_out(segment);
  return true;
}

void TextSource::give_out(const Segment& segment) {
  ++stats_.segments;
  if (segment.kind == SegmentKind::damaged) ++stats_.damaged;
  if (segment.channel >= info_.channels.size()) info_.channels.resize(segment.channel + std::size_t{1});
}

TextSource::Verdict TextSource::damaged(const Line& line, Segment& segment, std::string_view why) {
  segment.kind = SegmentKind::damaged;
  segment.bytes = line.text;
  segment.note = why;
  return Verdict::segment;
}

void TextSource::take(const Line& line, std::string_view bytes, Segment& segment) {
  segment.bytes = bytes;
  segment.origin.offset = line.offset + static_cast<std::size_t>(bytes.data() - line.text.data());
}

Timestamp TextSource::read_time(const Stamp& stamp) {
  const Timestamp time = clock_.read(stamp);
  if (time.known() && (!timed_ || stamp.resolution_ns < info_.time_resolution_ns)) {
    timed_ = true;
    info_.has_time = true;
    info_.time_resolution_ns = stamp.resolution_ns;
  }
  stats_.clock_steps_back = clock_.steps_back();
  return time;
}

ChannelId TextSource::channel(std::string_view name) {
  std::vector<std::string>& names = info_.channels;
  if (last_channel_ < names.size() && names[last_channel_] == name) return last_channel_;
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) {
    last_channel_ = static_cast<ChannelId>(found - names.begin());
  } else {
    if (names.size() < kMaxChannels)
      names.emplace_back(names.size() + 1 < kMaxChannels ? name : "other channels");
    last_channel_ = static_cast<ChannelId>(names.size() - 1);
  }
  return last_channel_;
}

}  // namespace atscope::capture
