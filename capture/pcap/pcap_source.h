// SPDX-License-Identifier: MIT
// Packets become segments: the link type says what is in them, the interface which channel they are of.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "capture/open.h"
#include "capture/pcap/link_type.h"
#include "capture/pcap/packet_reader.h"
#include "capture/source.h"

namespace atscope::capture::pcap {

class PcapSource final : public Source {
 public:
  PcapSource(std::unique_ptr<PacketReader> reader, const OpenOptions& options);

  /// Reads up to the first interface that can be read; tells why there is none.
  [[nodiscard]] std::optional<Error> find_readable_interface();

  [[nodiscard]] bool next(Segment& segment) override;
  [[nodiscard]] const SourceInfo& info() const override { return info_; }
  [[nodiscard]] const SourceStats& stats() const override { return stats_; }

 private:
  struct InterfaceState {
    const LinkType* link_type = nullptr;  // null: not read
    ChannelId channel = 0;
    LinkState link;
  };

  void add_interfaces();
  [[nodiscard]] std::optional<ChannelId> channel_named(const std::string& name);
  void remember_foreign(std::uint16_t link_type);
  [[nodiscard]] Error unsupported() const;
  [[nodiscard]] Sender sender_of(Direction direction) const;
  void queue_packet(const Packet& packet);
  void queue_damage();
  void learn_role(const LinkType& type);
  Segment& queue(SegmentKind kind);

  std::unique_ptr<PacketReader> reader_;
  Sender outbound_sender_;
  bool role_known_ = false;  ///< given, or told by the first command
  SourceInfo info_;
  SourceStats stats_;
  std::vector<InterfaceState> interfaces_;
  std::vector<std::uint16_t> foreign_link_types_;
  Packet packet_;
  Decoded decoded_;
  std::string lost_note_, cut_note_;
  std::array<Segment, 4> queue_;
  std::size_t queued_ = 0, given_ = 0;
  Timestamp last_time_;
};

}  // namespace atscope::capture::pcap
