// SPDX-License-Identifier: MIT
// pcapng: blocks of type, total length, body, total length again. A section header gives the byte order and
// makes the interfaces before it void. Behind a broken block reading goes on at the next one that is whole.
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>

#include "capture/pcap/packet_reader.h"
#include "capture/pcap/pcapng_blocks.h"

namespace atscope::capture::pcap {
namespace {

constexpr std::size_t kMaxInterfaces = 4096;

bool is_packet(std::uint32_t type) {
  return type == block::enhanced_packet || type == block::simple_packet || type == block::packet;
}

// Records that Wireshark numbers as frames although they are no packets: journal entries, custom blocks and
// the events of sysdig.
bool is_foreign_frame(std::uint32_t type) {
  constexpr std::array<std::uint32_t, 9> types = {block::journal_export,
                                                  block::custom,
                                                  block::custom_not_to_copy,
                                                  0x204,
                                                  0x208,
                                                  0x216,
                                                  0x217,
                                                  0x221,
                                                  0x222};
  return std::find(types.begin(), types.end(), type) != types.end();
}

// The size that a block must have at least for reading to start again at it behind a broken one; 0: it must
// not. Lengths of packets look like blocks of twelve bytes.
std::size_t smallest_landmark(std::uint32_t type) {
  switch (type) {
    case block::section_header:
      return kBlockFrameBytes + 16;
    case block::interface_description:
    case block::interface_statistics:
      return kBlockFrameBytes + 8;
    case block::enhanced_packet:
    case block::packet:
      return kBlockFrameBytes + 20;
    case block::simple_packet:
    case block::name_resolution:
      return kBlockFrameBytes + 4;
    default:
      return 0;
  }
}

std::optional<ByteOrder> section_order(std::string_view head) {
  if (head.size() < kBlockHeadBytes + 4) return std::nullopt;
  for (const ByteOrder order : {ByteOrder::little, ByteOrder::big}) {
    if (read_u32(head, kBlockHeadBytes, order) == kByteOrderMagic) return order;
  }
  return std::nullopt;
}

std::string_view text_value(std::string_view value) {
  return value.substr(0, std::min(value.find('\0'), value.size()));
}

struct BlockHead {
  std::uint32_t type = 0;
  std::uint32_t claimed = 0;  // total length as written
  std::size_t size = 0;       // with the padding that some writers do not count
  ByteOrder order = ByteOrder::little;
};

class PcapngReader final : public PacketReader {
 public:
  using PacketReader::PacketReader;

  [[nodiscard]] bool interfaces_may_follow() const override { return true; }

  [[nodiscard]] Step next(Packet& packet) override {
    while (!ended_) {
      const std::uint64_t offset = input_->offset();
      const std::string_view start = input_->peek(kBlockFrameBytes);
      if (start.empty()) return at_end();
      if (start.size() < kBlockFrameBytes) {
        ended_ = true;
        const std::size_t there = start.size();
        input_->consume(there);
        return broken(offset, 0,
                      fmt::format("{} inside the head of a block: {} bytes are there at offset {}",
                                  file_ends(), there, offset));
      }
      const std::optional<BlockHead> head = read_head(start);
      if (!head) {
        return skip_broken(offset, 0, fmt::format("no block begins at offset {}, where one should", offset));
      }
      const std::string_view whole = input_->peek(head->size);
      const std::uint64_t frame = is_packet(head->type) ? frames_ + 1 : 0;
      if (whole.size() < head->size) {
        return skip_broken(offset, frame,
                           fmt::format("{} inside {}: of its block at offset {} {} of {} bytes are there",
                                       file_ends(), what(*head), offset, whole.size(), head->size));
      }
      if (!trailer_fits(whole, *head)) {
        return skip_broken(
            offset, frame,
            fmt::format("the two lengths of the block of {} at offset {} disagree", what(*head), offset));
      }
      input_->consume(head->size);
      const std::string_view body = whole.substr(kBlockHeadBytes, head->size - kBlockFrameBytes);
      if (const std::optional<Step> step = read_block(*head, body, offset, packet)) return *step;
    }
    return Step::end;
  }

 private:
  [[nodiscard]] std::optional<BlockHead> read_head(std::string_view start) const {
    BlockHead head;
    head.order = order_;
    head.type = read_u32(start, 0, order_);
    if (head.type == block::section_header) {
      const std::optional<ByteOrder> order = section_order(start);
      if (!order) return std::nullopt;
      head.order = *order;
    }
    head.claimed = read_u32(start, 4, head.order);
    if (head.claimed < kBlockFrameBytes || head.claimed > kMaxRecordBytes) return std::nullopt;
    head.size = padded(head.claimed);
    return head;
  }

  [[nodiscard]] static bool trailer_fits(std::string_view whole, const BlockHead& head) {
    return read_u32(whole, head.size - 4, head.order) == head.claimed;
  }

  [[nodiscard]] std::string what(const BlockHead& head) const {
    if (is_packet(head.type)) return fmt::format("frame {}", frames_ + 1);
    if (head.type == block::section_header) return "a section header";
    if (head.type == block::interface_description) return "an interface description";
    return fmt::format("a block of type {:#x}", head.type);
  }

  // Steps over a broken block to the next whole one of a well-known type.
  Step skip_broken(std::uint64_t offset, std::uint64_t frame, std::string note) {
    if (frame != 0) ++frames_;
    input_->consume(4);
    while (true) {
      const std::string_view start = input_->peek(kBlockFrameBytes);
      if (start.size() < kBlockFrameBytes) break;
      const std::optional<BlockHead> head = read_head(start);
      const std::size_t smallest = head ? smallest_landmark(head->type) : 0;
      if (smallest != 0 && head->size >= smallest) {
        const std::string_view whole = input_->peek(head->size);
        if (whole.size() >= head->size && trailer_fits(whole, *head)) {
          note += fmt::format("; reading goes on at offset {}", input_->offset());
          return broken(offset, frame, std::move(note));
        }
      }
      input_->consume(4);
    }
    input_->consume(input_->peek(1).size());
    ended_ = true;
    return broken(offset, frame, std::move(note));
  }

  std::optional<Step> read_block(const BlockHead& head, std::string_view body, std::uint64_t offset,
                                 Packet& packet) {
    if (head.type == block::section_header) return read_section(head, body, offset);
    if (!section_known_) return std::nullopt;
    if (is_foreign_frame(head.type)) {
      ++frames_;
      return Step::foreign;
    }
    if (head.type == block::interface_description) return read_interface(body, offset);
    if (!is_packet(head.type)) return std::nullopt;
    ++frames_;
    packet = {};
    packet.frame = frames_;
    if (head.type == block::simple_packet) return read_simple_packet(body, offset, packet);
    return read_full_packet(head.type, body, offset, packet);
  }

  // Byte order magic, major and minor version, length of the section (which is not needed).
  Step read_section(const BlockHead& head, std::string_view body, std::uint64_t offset) {
    order_ = head.order;
    interfaces_.clear();
    section_known_ = body.size() >= 16 && read_u16(body, 4, order_) == 1;
    if (body.size() < 16)
      return broken(offset, 0, fmt::format("the section header at offset {} is too short", offset));
    if (!section_known_) {
      return broken(offset, 0,
                    fmt::format("the section at offset {} is of pcapng version {}.{}, atscope reads 1.0",
                                offset, read_u16(body, 4, order_), read_u16(body, 6, order_)));
    }
    return Step::section;
  }

  // Link type, 16 bits reserved, snap length, options.
  Step read_interface(std::string_view body, std::uint64_t offset) {
    if (body.size() < 8) {
      return broken(offset, 0, fmt::format("the interface description at offset {} is too short", offset));
    }
    if (interfaces_.size() >= kMaxInterfaces) {
      return broken(offset, 0,
                    fmt::format("the interface at offset {} is one too many: atscope reads {} in a section",
                                offset, kMaxInterfaces));
    }
    Interface& interface = interfaces_.emplace_back();
    interface.link_type = read_u16(body, 0, order_);
    interface.snap_length = read_u32(body, 4, order_);
    each_option(body.substr(8), order_, [&](std::uint16_t code, std::string_view value) {
      if (code == option::interface_name) interface.name = text_value(value);
      if (code == option::interface_description) interface.description = text_value(value);
      if (code == option::interface_speed && value.size() == 8) interface.speed = read_u64(value, 0, order_);
      if (code == option::interface_resolution && value.size() == 1) {
        interface.time_scale.resolution = static_cast<std::uint8_t>(value[0]);
      }
      if (code == option::interface_time_offset && value.size() == 8) {
        interface.time_scale.offset_seconds = static_cast<std::int64_t>(read_u64(value, 0, order_));
      }
    });
    return Step::interface;
  }

  // Original length, packet. It has neither time nor options and belongs to the first interface.
  Step read_simple_packet(std::string_view body, std::uint64_t offset, Packet& packet) {
    if (body.size() < 4) return too_short(offset);
    if (interfaces_.empty()) return unknown_interface(0, offset);
    packet.original_size = read_u32(body, 0, order_);
    std::uint64_t captured = std::min<std::uint64_t>(packet.original_size, body.size() - 4);
    if (const std::uint32_t snap = interfaces_[0].snap_length; snap != 0)
      captured = std::min<std::uint64_t>(captured, snap);
    packet.bytes = body.substr(4, captured);
    packet.offset = offset + kBlockHeadBytes + 4;
    return Step::packet;
  }

  // Interface (32 bits; in the obsolete block 16, then 16 of drop count), time (high, low), captured and
  // original length, packet, options.
  Step read_full_packet(std::uint32_t type, std::string_view body, std::uint64_t offset, Packet& packet) {
    constexpr std::size_t fixed = 20;
    if (body.size() < fixed) return too_short(offset);
    if (type == block::packet) {
      constexpr std::uint16_t drops_unknown = 0xFFFF;
      packet.interface = read_u16(body, 0, order_);
      const std::uint16_t drops = read_u16(body, 2, order_);
      packet.dropped = drops == drops_unknown ? 0 : drops;
    } else {
      packet.interface = read_u32(body, 0, order_);
    }
    if (packet.interface >= interfaces_.size()) return unknown_interface(packet.interface, offset);

    const std::uint64_t captured = read_u32(body, 12, order_);
    if (captured > body.size() - fixed) {
      return broken(offset, frames_,
                    fmt::format("frame {} at offset {} claims {} bytes in a block that holds {}", frames_,
                                offset, captured, body.size() - fixed));
    }
    packet.bytes = body.substr(fixed, captured);
    packet.original_size = std::max<std::uint64_t>(captured, read_u32(body, 16, order_));
    packet.offset = offset + kBlockHeadBytes + fixed;
    const std::uint64_t ticks = std::uint64_t{read_u32(body, 4, order_)} << 32U | read_u32(body, 8, order_);
    packet.time = interfaces_[packet.interface].time_scale.at(ticks);

    const std::size_t options = std::min(fixed + padded(captured), body.size());
    each_option(body.substr(options), order_, [&](std::uint16_t code, std::string_view value) {
      if (code == option::comment && packet.comment.empty()) packet.comment = text_value(value);
      if (code == option::packet_flags && value.size() == 4) {
        const std::uint32_t direction = read_u32(value, 0, order_) & 3U;
        if (direction == kFlagInbound) packet.direction = Direction::inbound;
        if (direction == kFlagOutbound) packet.direction = Direction::outbound;
      }
      if (code == option::packet_drop_count && value.size() == 8) packet.dropped = read_u64(value, 0, order_);
    });
    return Step::packet;
  }

  Step too_short(std::uint64_t offset) {
    return broken(offset, frames_,
                  fmt::format("the block of frame {} at offset {} is too short", frames_, offset));
  }
  Step unknown_interface(std::uint32_t interface, std::uint64_t offset) {
    return broken(offset, frames_,
                  fmt::format("frame {} at offset {} is of interface {}, which nothing describes", frames_,
                              offset, interface));
  }

  ByteOrder order_ = ByteOrder::little;
  bool section_known_ = false;
};

}  // namespace

bool looks_like_pcapng(std::string_view head) {
  return head.size() >= kBlockFrameBytes && read_u32(head, 0, ByteOrder::little) == block::section_header &&
         section_order(head).has_value();
}

tl::expected<std::unique_ptr<PacketReader>, Error> read_pcapng(std::unique_ptr<Input> input) {
  return std::make_unique<PcapngReader>(std::move(input));
}

}  // namespace atscope::capture::pcap
