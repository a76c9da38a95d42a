// SPDX-License-Identifier: MIT
#include "capture/pcap/pcap_source.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <utility>

#include "capture/pcap/traffic_filter.h"

namespace atscope::capture::pcap {
namespace {

constexpr std::size_t kMaxChannels = 1024;
constexpr std::size_t kMaxForeignLinkTypes = 16;
constexpr std::uint64_t kMaxForeignFramesAtStart = 1'000'000;

}  // namespace

PcapSource::PcapSource(std::unique_ptr<PacketReader> reader, const OpenOptions& options)
    : reader_(std::move(reader)), outbound_sender_(options.sent_by), role_known_(options.sent_by_given) {
  info_.format = "pcap";
  info_.fidelity = Fidelity::exact;
  info_.time_resolution_ns = 0;
  add_interfaces();
  if (info_.time_resolution_ns == 0) info_.time_resolution_ns = 1;
}

std::optional<Error> PcapSource::find_readable_interface() {
  const auto readable = [&] {
    return std::any_of(interfaces_.begin(), interfaces_.end(),
                       [](const InterfaceState& state) { return state.link_type != nullptr; });
  };
  while (!readable()) {
    if (!reader_->interfaces_may_follow()) return unsupported();
    switch (reader_->next(packet_)) {
      case PacketReader::Step::section:
      case PacketReader::Step::interface:
        add_interfaces();
        break;
      case PacketReader::Step::packet:
      case PacketReader::Step::foreign:
        ++stats_.foreign_lines;
        // In a file a readable interface may still follow; a pipe may never end.
        if (foreign_link_types_.empty()) break;
        if (!reader_->input().whole() || reader_->frames() > kMaxForeignFramesAtStart) return unsupported();
        break;
      case PacketReader::Step::damage:
        if (!foreign_link_types_.empty()) return unsupported();
        return Error{Error::Kind::corrupt,
                     {},
                     reader_->damage().note,
                     "capture it again, or copy it again from where it came"};
      case PacketReader::Step::end:
        if (!foreign_link_types_.empty()) return unsupported();
        return std::nullopt;
    }
  }
  return std::nullopt;
}

bool PcapSource::next(Segment& segment) {
  while (given_ == queued_) {
    given_ = queued_ = 0;
    switch (reader_->next(packet_)) {
      case PacketReader::Step::packet:
        queue_packet(packet_);
        break;
      case PacketReader::Step::foreign:
        ++stats_.foreign_lines;
        break;
      case PacketReader::Step::section:
      case PacketReader::Step::interface:
        add_interfaces();
        break;
      case PacketReader::Step::damage:
        queue_damage();
        break;
      case PacketReader::Step::end:
        stats_.bytes = reader_->input().offset();
        stats_.frames = reader_->frames();
        return false;
    }
  }
  stats_.bytes = reader_->input().offset();
  stats_.frames = reader_->frames();
  segment = queue_[given_++];
  ++stats_.segments;
  if (segment.kind == SegmentKind::damaged) ++stats_.damaged;
  return true;
}

// Brings interfaces_ up to those of the reader, which has begun anew when it has fewer.
void PcapSource::add_interfaces() {
  const std::vector<Interface>& described = reader_->interfaces();
  if (described.size() < interfaces_.size() || described.empty()) interfaces_.clear();
  while (interfaces_.size() < described.size()) {
    const Interface& interface = described[interfaces_.size()];
    InterfaceState state;
    if (const LinkType* type = find_link_type(interface.link_type)) {
      // Streams of their own get their channels when they come.
      const std::string name = type->has_channels       ? std::string()
                               : interface.name.empty() ? fmt::format("interface {}", interfaces_.size())
                                                        : interface.name;
      const std::optional<ChannelId> channel =
          type->has_channels ? std::optional<ChannelId>(0) : channel_named(name);
      if (channel) {
        state.link_type = type;
        state.channel = *channel;
        const std::int64_t tick = interface.time_scale.tick_ns();
        if (info_.time_resolution_ns == 0 || tick < info_.time_resolution_ns) info_.time_resolution_ns = tick;
      }
    } else {
      remember_foreign(interface.link_type);
    }
    interfaces_.push_back(std::move(state));
  }
}

std::optional<ChannelId> PcapSource::channel_named(const std::string& name) {
  const auto found = std::find(info_.channels.begin(), info_.channels.end(), name);
  if (found == info_.channels.end()) {
    if (info_.channels.size() >= kMaxChannels) return std::nullopt;
    info_.channels.push_back(name);
    return static_cast<ChannelId>(info_.channels.size() - 1);
  }
  return static_cast<ChannelId>(found - info_.channels.begin());
}

void PcapSource::remember_foreign(std::uint16_t link_type) {
  const auto found = std::find(foreign_link_types_.begin(), foreign_link_types_.end(), link_type);
  if (found == foreign_link_types_.end() && foreign_link_types_.size() < kMaxForeignLinkTypes) {
    foreign_link_types_.push_back(link_type);
  }
}

Error PcapSource::unsupported() const {
  std::string given, read;
  for (const std::uint16_t id : foreign_link_types_) {
    given += (given.empty() ? "" : ", ") + describe_link_type(id);
  }
  for (const LinkType* type : link_types()) {
    read += (read.empty() ? "" : ", ");
    read += type->reading;
  }
  return Error{Error::Kind::unsupported,
               {},
               fmt::format("its packets are of link type {}, which atscope does not read", given),
               fmt::format("atscope reads captures of link type {}", read)};
}

Sender PcapSource::sender_of(Direction direction) const {
  if (direction == Direction::unknown || outbound_sender_ == Sender::unknown) return Sender::unknown;
  const Sender peer = outbound_sender_ == Sender::dte ? Sender::dce : Sender::dte;
  return direction == Direction::outbound ? outbound_sender_ : peer;
}

// On a hands-free connection the captured side is the phone as often as the headset.
void PcapSource::learn_role(const LinkType& type) {
  if (!type.host_commands || role_known_ || decoded_.kind != SegmentKind::data) return;
  if (decoded_.direction == Direction::unknown || !begins_command(decoded_.bytes)) return;
  role_known_ = true;
  outbound_sender_ = decoded_.direction == Direction::outbound ? Sender::dte : Sender::dce;
}

Segment& PcapSource::queue(SegmentKind kind) {
  Segment& segment = queue_[queued_++];
  segment = {};
  segment.kind = kind;
  return segment;
}

void PcapSource::queue_packet(const Packet& packet) {
  InterfaceState& interface = interfaces_[packet.interface];
  if (interface.link_type == nullptr) {
    ++stats_.foreign_lines;
    return;
  }
  decoded_.clear();
  interface.link_type->decode(packet, interface.link, decoded_);
  if (decoded_.verdict == Decoded::Verdict::foreign) {
    ++stats_.foreign_lines;
    return;
  }
  if (interface.link_type->has_channels) {
    if (decoded_.channel.empty()) decoded_.channel = interface.link_type->name;
    const std::optional<ChannelId> channel = channel_named(decoded_.channel);
    if (!channel) {
      ++stats_.foreign_lines;
      return;
    }
    interface.channel = *channel;
  }
  learn_role(*interface.link_type);
  const Timestamp time = packet.time.known() ? packet.time : decoded_.time;
  const auto queue_here = [&](SegmentKind kind, std::string_view bytes, std::string_view note) {
    Segment& segment = queue(kind);
    segment.bytes = bytes;
    segment.sender = sender_of(decoded_.direction);
    segment.framing = interface.link_type->framing;
    segment.channel = interface.channel;
    segment.time = time;
    const std::string_view first = decoded_.first_byte.data() != nullptr ? decoded_.first_byte : bytes;
    const std::size_t before =
        bytes.empty() ? 0 : static_cast<std::size_t>(first.data() - packet.bytes.data());
    if (!bytes.empty()) segment.offset_steps = decoded_.steps;
    segment.origin = {packet.offset + before, 0, packet.frame};
    segment.note = note;
  };

  if (packet.dropped > 0) {
    lost_note_.clear();
    fmt::format_to(std::back_inserter(lost_note_), "{} {} lost before frame {}", packet.dropped,
                   packet.dropped == 1 ? "packet was" : "packets were", packet.frame);
    queue_here(SegmentKind::gap, {}, lost_note_);
  }
  if (decoded_.verdict == Decoded::Verdict::segment) {
    const bool has_bytes = decoded_.kind == SegmentKind::data || decoded_.kind == SegmentKind::damaged;
    if (decoded_.kind != SegmentKind::data) {
      queue_here(decoded_.kind, has_bytes ? decoded_.bytes : std::string_view{}, decoded_.note);
    }
    if (decoded_.kind != SegmentKind::damaged && !decoded_.bytes.empty()) {
      queue_here(SegmentKind::data, decoded_.bytes, packet.comment);
      if (decoded_.direction == Direction::unknown) info_.has_direction = false;
      if (!time.known()) info_.has_time = false;
    }
  }
  if (packet.original_size > packet.bytes.size()) {
    cut_note_.clear();
    fmt::format_to(std::back_inserter(cut_note_),
                   "the last {} bytes of frame {} were not captured (snap length)",
                   packet.original_size - packet.bytes.size(), packet.frame);
    queue_here(SegmentKind::gap, {}, cut_note_);
  }
  if (time.known()) {
    if (last_time_.known() && time.ns < last_time_.ns) ++stats_.clock_steps_back;
    last_time_ = time;
  }
}

void PcapSource::queue_damage() {
  const Damage& damage = reader_->damage();
  if (info_.channels.empty()) (void)channel_named("interface 0");
  Segment& segment = queue(SegmentKind::damaged);
  segment.note = damage.note;
  // Between frames the place is that of the next one: every segment of a capture has a frame.
  segment.origin = {damage.offset, 0, damage.frame != 0 ? damage.frame : reader_->frames() + 1};
  segment.time = last_time_;
}

}  // namespace atscope::capture::pcap
