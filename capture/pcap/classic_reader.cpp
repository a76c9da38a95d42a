// SPDX-License-Identifier: MIT
// Classic pcap: a header of 24 bytes (magic, version, zone, accuracy, snap length, link type), then records
// of 16 bytes (seconds, fraction, captured, original) and the packet. Byte order and unit of the fraction
// follow from the magic.
#include <algorithm>
#include <fmt/format.h>
#include <optional>

#include "capture/pcap/byte_order.h"
#include "capture/pcap/packet_reader.h"

namespace atscope::capture::pcap {
namespace {

constexpr std::size_t kFileHeaderBytes = 24;
constexpr std::size_t kRecordHeaderBytes = 16;
constexpr std::uint32_t kMagicMicroseconds = 0xA1B2C3D4;
constexpr std::uint32_t kMagicNanoseconds = 0xA1B23C4D;

struct Magic {
  ByteOrder order = ByteOrder::little;
  bool nanoseconds = false;
};

std::optional<Magic> read_magic(std::string_view head) {
  if (head.size() < 4) return std::nullopt;
  for (const ByteOrder order : {ByteOrder::little, ByteOrder::big}) {
    const std::uint32_t magic = read_u32(head, 0, order);
    if (magic == kMagicMicroseconds || magic == kMagicNanoseconds) {
      return Magic{order, magic == kMagicNanoseconds};
    }
  }
  return std::nullopt;
}

class ClassicReader final : public PacketReader {
 public:
  ClassicReader(std::unique_ptr<Input> input, Magic magic, Interface interface)
      : PacketReader(std::move(input)), magic_(magic) {
    interfaces_.push_back(std::move(interface));
  }

  [[nodiscard]] bool interfaces_may_follow() const override { return false; }

  [[nodiscard]] Step next(Packet& packet) override {
    if (ended_) return Step::end;
    const std::uint64_t record = input_->offset();
    const std::string_view header = input_->peek(kRecordHeaderBytes);
    if (header.empty()) return at_end();
    ++frames_;
    if (header.size() < kRecordHeaderBytes) return cut(record, header.size(), kRecordHeaderBytes);

    const std::uint32_t captured = read_u32(header, 8, magic_.order);
    if (captured > kMaxRecordBytes) {
      ended_ = true;
      return broken(record, frames_,
                    fmt::format("the record of frame {} at offset {} claims {} bytes: the file is not read "
                                "any further",
                                frames_, record, captured));
    }
    const std::size_t size = kRecordHeaderBytes + captured;
    const std::string_view whole = input_->peek(size);
    if (whole.size() < size) return cut(record, whole.size(), size);

    const std::uint64_t fraction = read_u32(whole, 4, magic_.order);
    packet = {};
    packet.bytes = whole.substr(kRecordHeaderBytes, captured);
    packet.original_size = std::max(read_u32(whole, 12, magic_.order), captured);
    packet.offset = record + kRecordHeaderBytes;
    packet.frame = frames_;
    packet.time = utc_time(read_u32(whole, 0, magic_.order), magic_.nanoseconds ? fraction : fraction * 1000);
    input_->consume(size);
    return Step::packet;
  }

 private:
  Step cut(std::uint64_t record, std::size_t there, std::size_t size) {
    ended_ = true;
    input_->consume(there);
    return broken(record, frames_,
                  fmt::format("{} inside frame {}: of its record at offset {} {} of {} bytes are there",
                              file_ends(), frames_, record, there, size));
  }

  Magic magic_;
};

}  // namespace

bool looks_like_classic(std::string_view head) {
  return read_magic(head).has_value();
}

tl::expected<std::unique_ptr<PacketReader>, Error> read_classic(std::unique_ptr<Input> input) {
  const std::string_view header = input->peek(kFileHeaderBytes);
  const std::optional<Magic> magic = read_magic(header);
  if (!magic || header.size() < kFileHeaderBytes) {
    return tl::unexpected(Error{Error::Kind::corrupt,
                                {},
                                fmt::format("the file ends inside the pcap header: {} of {} bytes are there",
                                            std::min(header.size(), kFileHeaderBytes), kFileHeaderBytes),
                                "capture it again, or copy it again from where it came"});
  }
  Interface interface;
  interface.snap_length = read_u32(header, 16, magic->order);
  interface.link_type = static_cast<std::uint16_t>(read_u32(header, 20, magic->order));  // above: FCS length
  interface.time_scale.resolution = magic->nanoseconds ? 9 : 6;
  input->consume(kFileHeaderBytes);
  return std::make_unique<ClassicReader>(std::move(input), *magic, std::move(interface));
}

}  // namespace atscope::capture::pcap
