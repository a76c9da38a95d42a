// SPDX-License-Identifier: MIT
// Writes native recordings: pcapng, link type 250, nanoseconds, one interface per port, direction in the
// header and in epb_flags. Wireshark opens them; open_pcap() gives back what was written.
#pragma once

#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "capture/pcap/rtac_serial.h"
#include "capture/segment.h"

namespace atscope::capture::pcap {

struct RecordedPort {
  std::string name;                           ///< "ttyUSB2"; at most 65535 bytes are kept, as of all texts
  std::string description;                    ///< may be empty
  std::uint64_t speed = 0;                    ///< bit/s; 0: not known
  std::uint16_t link_type = rtac::kLinkType;  ///< any other is written by write_packet()
};

/// One thing that happened on a port.
struct SerialRecord {
  rtac::Event event = rtac::Event::received;
  std::uint8_t control_lines = 0;  ///< bits of rtac::kControlLines, as they are now
  Timestamp time;                  ///< before 1970 or unknown is written as 0
  std::string_view bytes;
  std::string_view comment;  ///< shown by Wireshark beside the packet; may be empty
};

/// What became of a port's traffic, as an interface statistics block has it. Counted in records.
struct PortStatistics {
  Timestamp begin, end;        ///< unknown ones are left out
  std::uint64_t received = 0;  ///< records, kept or not
  std::uint64_t dropped = 0;   ///< of them, not kept
};

class PcapngWriter {
 public:
  /// Takes whole blocks; false when it could not write.
  using Sink = std::function<bool(std::string_view)>;
  [[nodiscard]] static Sink to_string(std::string& out);
  /// The caller closes `file` and flushes it when a reader waits.
  [[nodiscard]] static Sink to_file(std::FILE* file);

  /// Writes the section header. `application` is who made the recording.
  explicit PcapngWriter(Sink sink, std::string_view application = "atscope");

  /// Describes a port; gives its number for write(). Ports can be added at any time.
  [[nodiscard]] std::uint32_t add_port(const RecordedPort& port);

  /// Payload longer than 256 KiB goes into several packets. False when something could not be written since
  /// the beginning: the recording is then cut behind the last whole block.
  [[nodiscard]] bool write(std::uint32_t port, const SerialRecord& record);
  /// Writes a packet of a port with another link type as it stands. `flags` are those of epb_flags.
  [[nodiscard]] bool write_packet(std::uint32_t port, Timestamp time, std::string_view packet,
                                  std::uint32_t flags, std::string_view comment = {});
  /// Said once for each port, at the end. False as for write().
  [[nodiscard]] bool write_statistics(std::uint32_t port, const PortStatistics& statistics);
  [[nodiscard]] bool good() const { return good_; }

 private:
  void put_u16(std::uint16_t value);
  void put_u32(std::uint32_t value);
  void put_u64(std::uint64_t value);
  void put_padded(std::string_view bytes);
  void put_option(std::uint16_t code, std::string_view value);
  void put_option(std::uint16_t code, std::uint64_t value);
  void put_time(std::uint64_t ns);
  void end_options();
  void begin_block(std::uint32_t type);
  void end_block();
  void write_record(std::uint32_t port, const SerialRecord& record);
  void begin_packet(std::uint32_t port, Timestamp time, std::size_t size);
  void end_packet(std::uint32_t flags, std::string_view comment);

  Sink sink_;
  std::string block_;  // the block at hand, little-endian
  std::uint32_t ports_ = 0;
  bool good_ = true;
};

}  // namespace atscope::capture::pcap
