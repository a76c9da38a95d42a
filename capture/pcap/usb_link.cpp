// SPDX-License-Identifier: MIT
// The headers around USB transfers: usbmon's of 48 and 64 bytes (link types 189 and 220, in the byte order of
// the capturing machine), and USBPcap's (249, little-endian, its first field is its length).
#include "capture/pcap/byte_order.h"
#include "capture/pcap/usb_serial.h"

namespace atscope::capture::pcap {
namespace {

void too_short(const Packet& packet, Decoded& decoded, std::string_view note) {
  decoded.verdict = Decoded::Verdict::segment;
  decoded.kind = SegmentKind::damaged;
  decoded.bytes = packet.bytes;
  decoded.note = note;
}

UsbTransfer::Type type_of(unsigned char transfer) {
  constexpr unsigned char kControl = 2;
  constexpr unsigned char kBulk = 3;
  return transfer == kControl ? UsbTransfer::Type::control
         : transfer == kBulk  ? UsbTransfer::Type::bulk
                              : UsbTransfer::Type::other;
}

// 8 event, 9 transfer, 10 endpoint, 11 device, 12 bus, 14 setup flag (0: present), 36 captured, 40 setup
void decode_usbmon(const Packet& packet, std::size_t header, LinkState& state, Decoded& decoded) {
  const std::string_view bytes = packet.bytes;
  if (bytes.size() < header) return too_short(packet, decoded, "too short for the header of usbmon");
  const bool little = read_u32(bytes, 36, ByteOrder::little) <= bytes.size() - header;
  const ByteOrder order = little ? ByteOrder::little : ByteOrder::big;
  UsbTransfer transfer;
  transfer.completion = bytes[8] == 'C';
  transfer.type = type_of(static_cast<unsigned char>(bytes[9]));
  transfer.endpoint = static_cast<std::uint8_t>(bytes[10]);
  transfer.device = static_cast<unsigned char>(bytes[11]);
  transfer.bus = read_u16(bytes, 12, order);
  if (bytes[8] == 'S' && bytes[14] == 0) transfer.setup = bytes.substr(40, 8);
  transfer.data = bytes.substr(header).substr(0, read_u32(bytes, 36, order));
  if (bytes[8] == 'E') transfer.type = UsbTransfer::Type::other;
  decode_usb(transfer, state, decoded);
}

void decode_189(const Packet& packet, LinkState& state, Decoded& decoded) {
  constexpr std::size_t kHeader = 48;
  decode_usbmon(packet, kHeader, state, decoded);
}
void decode_220(const Packet& packet, LinkState& state, Decoded& decoded) {
  constexpr std::size_t kHeader = 64;
  decode_usbmon(packet, kHeader, state, decoded);
}

// 0 length of the header, 16 info (1: from the device), 17 bus, 19 device, 21 endpoint, 22 transfer,
// 23 length of the data; of control transfers 27 stage
void decode_249(const Packet& packet, LinkState& state, Decoded& decoded) {
  constexpr std::size_t kBase = 27;
  const std::string_view bytes = packet.bytes;
  const std::size_t header = bytes.size() < 2 ? 0 : read_u16(bytes, 0, ByteOrder::little);
  if (bytes.size() < kBase || header < kBase || header > bytes.size())
    return too_short(packet, decoded, "too short for the header of USBPcap");
  UsbTransfer transfer;
  transfer.completion = (static_cast<unsigned char>(bytes[16]) & 1U) != 0;
  transfer.bus = read_u16(bytes, 17, ByteOrder::little);
  transfer.device = read_u16(bytes, 19, ByteOrder::little);
  transfer.endpoint = static_cast<std::uint8_t>(bytes[21]);
  transfer.type = type_of(static_cast<unsigned char>(bytes[22]));
  transfer.data = bytes.substr(header).substr(0, read_u32(bytes, 23, ByteOrder::little));
  const bool setup = transfer.type == UsbTransfer::Type::control && header > kBase && bytes[kBase] == 0;
  if (setup && transfer.data.size() >= 8) {
    transfer.setup = transfer.data.substr(0, 8);
    transfer.data.remove_prefix(8);
  }
  decode_usb(transfer, state, decoded);
}

}  // namespace

extern const LinkType usb_linux, usb_linux_mmapped, usbpcap;
const LinkType usb_linux = {
    .id = 189, .name = "USB_LINUX", .reading = "189 (USB_LINUX)", .has_channels = true, .decode = decode_189};
const LinkType usb_linux_mmapped = {.id = 220,
                                    .name = "USB_LINUX_MMAPPED",
                                    .reading = "220 (USB_LINUX_MMAPPED)",
                                    .has_channels = true,
                                    .decode = decode_220};
const LinkType usbpcap = {
    .id = 249, .name = "USBPCAP", .reading = "249 (USBPCAP)", .has_channels = true, .decode = decode_249};

}  // namespace atscope::capture::pcap
