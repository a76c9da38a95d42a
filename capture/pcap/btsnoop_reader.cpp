// SPDX-License-Identifier: MIT
// btsnoop, as Android and BlueZ write it: "btsnoop\0", version, kind of link; then records of original and
// captured length, flags (bit 0: received), lost packets, and microseconds since the year 0. Big-endian.
#include <algorithm>
#include <fmt/format.h>

#include "capture/pcap/byte_order.h"
#include "capture/pcap/packet_reader.h"

namespace atscope::capture::pcap {
namespace {

constexpr std::string_view kMagic{"btsnoop\0", 8};
constexpr std::size_t kFileHeaderBytes = 16;
constexpr std::size_t kRecordHeaderBytes = 24;
constexpr std::uint32_t kH4 = 1002;
constexpr std::uint64_t kEpoch = 0x00dcddb30f2f8000;  // 1970 on its clock

class BtsnoopReader final : public PacketReader {
 public:
  BtsnoopReader(std::unique_ptr<Input> input, Interface interface) : PacketReader(std::move(input)) {
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
    const std::uint32_t captured = read_u32(header, 4, ByteOrder::big);
    if (captured > kMaxRecordBytes) {
      ended_ = true;
      return broken(record, frames_,
                    fmt::format("frame {} at offset {} claims {} bytes: the file is damaged here", frames_,
                                record, captured));
    }
    const std::size_t size = kRecordHeaderBytes + captured;
    const std::string_view whole = input_->peek(size);
    if (whole.size() < size) return cut(record, whole.size(), size);
    packet = {};
    packet.bytes = whole.substr(kRecordHeaderBytes, captured);
    packet.original_size = std::max(captured, read_u32(whole, 0, ByteOrder::big));
    packet.offset = record + kRecordHeaderBytes;
    packet.frame = frames_;
    packet.direction =
        (read_u32(whole, 8, ByteOrder::big) & 1U) != 0 ? Direction::inbound : Direction::outbound;
    const auto micros = static_cast<std::int64_t>(read_u64(whole, 16, ByteOrder::big) - kEpoch);
    constexpr std::int64_t kMicros = 1'000'000;
    if (micros >= 0)
      packet.time = utc_time(micros / kMicros, static_cast<std::uint64_t>(micros % kMicros) * 1000);
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
};

}  // namespace

bool looks_like_btsnoop(std::string_view head) {
  return head.starts_with(kMagic);
}

tl::expected<std::unique_ptr<PacketReader>, Error> read_btsnoop(std::unique_ptr<Input> input) {
  const std::string_view header = input->peek(kFileHeaderBytes);
  if (header.size() < kFileHeaderBytes) {
    return tl::unexpected(
        Error{Error::Kind::corrupt,
              {},
              fmt::format("the file ends inside the btsnoop header: {} of {} bytes are there", header.size(),
                          kFileHeaderBytes),
              "capture it again, or copy it again from where it came"});
  }
  const std::uint32_t link = read_u32(header, 12, ByteOrder::big);
  if (link != kH4) {
    return tl::unexpected(
        Error{Error::Kind::unsupported,
              {},
              fmt::format("its btsnoop records are of link {}, which atscope does not read", link),
              "atscope reads btsnoop of link 1002 (HCI with H4 packet types)"});
  }
  Interface interface;
  constexpr std::uint16_t kBluetoothH4 = 187;
  interface.link_type = kBluetoothH4;
  input->consume(kFileHeaderBytes);
  return std::make_unique<BtsnoopReader>(std::move(input), std::move(interface));
}

}  // namespace atscope::capture::pcap
