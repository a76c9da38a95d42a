// SPDX-License-Identifier: MIT
#include "capture/pcap/packet_reader.h"

#include <fmt/format.h>

namespace atscope::capture::pcap {

std::string PacketReader::file_ends() const {
  if (input_->damage().empty()) return "the file ends";
  return fmt::format("the file ends ({})", input_->damage());
}

PacketReader::Step PacketReader::at_end() {
  ended_ = true;
  if (input_->damage().empty()) return Step::end;
  return broken(input_->offset(), 0,
                fmt::format("{} after frame {}, at offset {}", file_ends(), frames_, input_->offset()));
}

}  // namespace atscope::capture::pcap
