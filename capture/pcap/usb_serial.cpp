// SPDX-License-Identifier: MIT
#include "capture/pcap/usb_serial.h"

#include <fmt/format.h>
#include <iterator>
#include <map>
#include <utility>

#include "capture/pcap/byte_order.h"
#include "capture/pcap/traffic_filter.h"

namespace atscope::capture::pcap {
namespace {

constexpr std::size_t kMaxPorts = 1024;

unsigned char byte_at(std::string_view bytes, std::size_t at) {
  return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0;
}

/// The host's terminal may still echo what the device prints: it sends every byte back.
class EchoLoop {
 public:
  /// True once, when enough came back to be sure.
  [[nodiscard]] bool found(bool in, std::string_view bytes) {
    constexpr std::size_t kSure = 8;
    constexpr std::size_t kMost = 4096;
    if (named_) return false;
    if (in) {
      if (expected_.size() < kMost) expected_ += bytes;
      return false;
    }
    if (!expected_.starts_with(bytes)) {
      expected_.clear();
      echoed_ = 0;
      return false;
    }
    expected_.erase(0, bytes.size());
    echoed_ += bytes.size();
    named_ = echoed_ >= kSure;
    return named_;
  }

 private:
  std::string expected_;
  std::size_t echoed_ = 0;
  bool named_ = false;
};

struct Port {
  TrafficFilter filter;
  EchoLoop echo;
  bool ftdi = false;
};

struct Device {
  bool ftdi = false;
  std::map<std::uint8_t, std::uint8_t> interface_of;  ///< by endpoint address
};

struct UsbMemory final : LinkMemory {
  std::map<std::pair<unsigned, unsigned>, Device> devices;                   ///< by bus and address
  std::map<std::pair<std::pair<unsigned, unsigned>, unsigned>, Port> ports;  ///< and interface or endpoint
};

constexpr std::uint8_t kDeviceDescriptor = 1;
constexpr std::uint8_t kConfigurationDescriptor = 2;
constexpr std::uint8_t kInterfaceDescriptor = 4;
constexpr std::uint8_t kEndpointDescriptor = 5;

/// Learns from descriptors (USB 2.0 §9.6) that pass.
void learn(std::string_view data, Device& device) {
  constexpr std::uint16_t kFtdi = 0x0403;
  if (data.size() >= 18 && byte_at(data, 0) == 18 && byte_at(data, 1) == kDeviceDescriptor) {
    device.ftdi = read_u16(data, 8, ByteOrder::little) == kFtdi;
    return;
  }
  if (data.size() < 9 || byte_at(data, 0) != 9 || byte_at(data, 1) != kConfigurationDescriptor) return;
  std::uint8_t interface = 0;
  while (data.size() >= 2) {
    const std::size_t size = byte_at(data, 0);
    if (size < 2 || size > data.size()) return;
    if (byte_at(data, 1) == kInterfaceDescriptor) interface = byte_at(data, 2);
    if (byte_at(data, 1) == kEndpointDescriptor) device.interface_of[byte_at(data, 2)] = interface;
    data.remove_prefix(size);
  }
}

/// SET_LINE_CODING and SET_CONTROL_LINE_STATE.
void describe_request(const UsbTransfer& transfer, Decoded& decoded) {
  constexpr std::uint8_t kToInterface = 0x21;
  constexpr std::uint8_t kSetLineCoding = 0x20;
  constexpr std::uint8_t kSetControlLineState = 0x22;
  if (transfer.setup.size() < 8 || byte_at(transfer.setup, 0) != kToInterface) return;
  const std::uint8_t request = byte_at(transfer.setup, 1);
  const auto out = std::back_inserter(decoded.note);
  if (request == kSetControlLineState) {
    const unsigned lines = read_u16(transfer.setup, 2, ByteOrder::little);
    fmt::format_to(out, "DTR {}, RTS {}", (lines & 1U) != 0 ? "on" : "off", (lines & 2U) != 0 ? "on" : "off");
  } else if (request == kSetLineCoding && transfer.data.size() >= 7) {
    constexpr std::string_view kParity = "NOEMS";
    const std::size_t parity = byte_at(transfer.data, 5);
    const std::string_view stop_bits[] = {"1", "1.5", "2"};
    fmt::format_to(out, "{} bit/s, {}{}{}", read_u32(transfer.data, 0, ByteOrder::little),
                   byte_at(transfer.data, 6), parity < kParity.size() ? kParity[parity] : '?',
                   stop_bits[std::min<std::size_t>(byte_at(transfer.data, 4), 2)]);
  } else {
    return;
  }
  decoded.kind = SegmentKind::control_lines;
  decoded.verdict = Decoded::Verdict::segment;
  decoded.direction = Direction::outbound;
  fmt::format_to(std::back_inserter(decoded.channel), "{}.{} if{}", transfer.bus, transfer.device,
                 byte_at(transfer.setup, 4));
}

/// Takes the two status bytes off each packet that the transfer is made of.
void strip_ftdi(std::string_view data, Decoded& decoded) {
  constexpr std::size_t kFullSpeed = 64;
  constexpr std::size_t kHighSpeed = 512;
  // Packets of 512 bytes are 512 bytes of a transfer without status in between.
  const bool full_speed = data.size() > kFullSpeed &&
                          (byte_at(data, kFullSpeed) & 0x0fU) == (byte_at(data, 0) & 0x0fU) &&
                          byte_at(data, kFullSpeed + 1) == byte_at(data, 1);
  const std::size_t packet = full_speed ? kFullSpeed : kHighSpeed;
  std::uint32_t shift = 0;
  decoded.buffer.clear();
  for (std::size_t at = 0; at < data.size(); at += packet) {
    const std::string_view bytes = data.substr(at, packet);
    if (bytes.size() <= 2) break;
    if (at > 0) decoded.steps.push_back({static_cast<std::uint32_t>(decoded.buffer.size()), shift += 2});
    decoded.buffer += bytes.substr(2);
  }
  decoded.bytes = decoded.buffer;
  decoded.first_byte = data.substr(std::min<std::size_t>(2, data.size()));
}

/// What FTDI sends when it has nothing to say: two status bytes.
bool is_ftdi_status(std::string_view data) {
  return data.size() == 2 && (byte_at(data, 0) & 0x0fU) == 1 && (byte_at(data, 1) & 0x9fU) == 0 &&
         (byte_at(data, 0) & 0xf0U) != 0x30;
}

}  // namespace

void decode_usb(const UsbTransfer& transfer, LinkState& state, Decoded& decoded) {
  if (!state.memory) state.memory = std::make_unique<UsbMemory>();
  UsbMemory& memory = static_cast<UsbMemory&>(*state.memory);
  decoded.verdict = Decoded::Verdict::foreign;
  const std::pair<unsigned, unsigned> address = {transfer.bus, transfer.device};
  if (transfer.type == UsbTransfer::Type::control) {
    if (transfer.completion && memory.devices.size() < kMaxPorts)
      learn(transfer.data, memory.devices[address]);
    describe_request(transfer, decoded);
    return;
  }
  if (transfer.type != UsbTransfer::Type::bulk) return;
  if (transfer.data.empty() || transfer.in() != transfer.completion) {
    decoded.verdict = Decoded::Verdict::nothing;
    return;
  }
  const auto known = memory.devices.find(address);
  unsigned number = transfer.endpoint & 0x0fU;
  bool by_interface = false;
  if (known != memory.devices.end()) {
    const auto interface = known->second.interface_of.find(transfer.endpoint);
    by_interface = interface != known->second.interface_of.end();
    if (by_interface) number = interface->second;
  }
  const unsigned key = number + (by_interface ? 0x100U : 0U);
  if (memory.ports.size() >= kMaxPorts && !memory.ports.contains({address, key})) return;
  Port& port = memory.ports[{address, key}];
  port.ftdi = port.ftdi || (known != memory.devices.end() && known->second.ftdi) ||
              (transfer.in() && is_ftdi_status(transfer.data));
  decoded.bytes = transfer.data;
  if (port.ftdi && transfer.in()) strip_ftdi(transfer.data, decoded);
  if (decoded.bytes.empty()) {
    decoded.verdict = Decoded::Verdict::nothing;
    return;
  }
  if (!port.filter.wants(decoded.bytes)) return;
  decoded.verdict = Decoded::Verdict::segment;
  decoded.direction = transfer.in() ? Direction::inbound : Direction::outbound;
  fmt::format_to(std::back_inserter(decoded.channel), "{}.{} {}{}", transfer.bus, transfer.device,
                 by_interface ? "if" : "ep", number);
  if (port.echo.found(transfer.in(), decoded.bytes)) {
    decoded.kind = SegmentKind::line_error;
    decoded.note =
        "echo loop: the host's terminal sends back what the device prints (its ECHO is on); this is no "
        "answer";
  }
}

}  // namespace atscope::capture::pcap
