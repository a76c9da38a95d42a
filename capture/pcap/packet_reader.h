// SPDX-License-Identifier: MIT
// Takes a capture file apart into packets. Knows nothing of what is inside them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "capture/error.h"
#include "capture/input.h"
#include "capture/pcap/packet.h"

namespace atscope::capture::pcap {

/// No program writes a larger record; libpcap and Wireshark have the same bound.
inline constexpr std::uint32_t kMaxRecordBytes = 16U << 20U;

/// A place of the file that could not be read.
struct Damage {
  std::uint64_t offset = 0;
  std::uint64_t frame = 0;  ///< 0: no frame
  std::string note;
};

class PacketReader {
 public:
  enum class Step : std::uint8_t {
    packet,     ///< `packet` is filled
    foreign,    ///< a record that counts as a frame and holds no packet (a journal entry)
    section,    ///< the interfaces so far are gone: their numbers begin anew
    interface,  ///< interfaces() has grown by one
    damage,     ///< see damage(); reading goes on if there is a way
    end,
  };

  explicit PacketReader(std::unique_ptr<Input> input) : input_(std::move(input)) {}
  PacketReader(const PacketReader&) = delete;
  PacketReader& operator=(const PacketReader&) = delete;
  virtual ~PacketReader() = default;

  [[nodiscard]] virtual Step next(Packet& packet) = 0;
  /// The format allows interfaces to be described between packets.
  [[nodiscard]] virtual bool interfaces_may_follow() const = 0;

  [[nodiscard]] const std::vector<Interface>& interfaces() const { return interfaces_; }
  [[nodiscard]] const Damage& damage() const { return damage_; }
  [[nodiscard]] const Input& input() const { return *input_; }
  [[nodiscard]] std::uint64_t frames() const { return frames_; }

 protected:
  Step broken(std::uint64_t offset, std::uint64_t frame, std::string note) {
    damage_ = {offset, frame, std::move(note)};
    return Step::damage;
  }
  /// The input is used up between two records. A packed file can be damaged exactly here.
  Step at_end();
  /// "the file ends" and, for packed files, why.
  [[nodiscard]] std::string file_ends() const;

  std::unique_ptr<Input> input_;
  std::vector<Interface> interfaces_;
  std::uint64_t frames_ = 0;
  bool ended_ = false;

 private:
  Damage damage_;
};

[[nodiscard]] bool looks_like_classic(std::string_view head);
[[nodiscard]] bool looks_like_pcapng(std::string_view head);

/// Classic pcap, all four magic numbers. The interface is there from the start.
[[nodiscard]] tl::expected<std::unique_ptr<PacketReader>, Error> read_classic(std::unique_ptr<Input> input);
[[nodiscard]] bool looks_like_btsnoop(std::string_view head);
/// btsnoop of HCI with H4 packet types, as an interface of link type 187.
[[nodiscard]] tl::expected<std::unique_ptr<PacketReader>, Error> read_btsnoop(std::unique_ptr<Input> input);
/// pcapng with any number of sections.
[[nodiscard]] tl::expected<std::unique_ptr<PacketReader>, Error> read_pcapng(std::unique_ptr<Input> input);

}  // namespace atscope::capture::pcap
