// SPDX-License-Identifier: MIT
#include "capture/pcap/open_pcap.h"

#include <utility>

#include "capture/pcap/packet_reader.h"
#include "capture/pcap/pcap_source.h"

namespace atscope::capture {

bool looks_like_pcap(std::string_view head) {
  return pcap::looks_like_classic(head) || pcap::looks_like_pcapng(head) || pcap::looks_like_btsnoop(head);
}

tl::expected<std::unique_ptr<Source>, Error> open_pcap(std::unique_ptr<Input> input,
                                                       const OpenOptions& options) {
  const std::string_view head = input->peek(12);
  auto reader = pcap::looks_like_btsnoop(head)   ? pcap::read_btsnoop(std::move(input))
                : pcap::looks_like_classic(head) ? pcap::read_classic(std::move(input))
                                                 : pcap::read_pcapng(std::move(input));
  if (!reader) return tl::unexpected(std::move(reader.error()));
  auto source = std::make_unique<pcap::PcapSource>(std::move(*reader), options);
  if (std::optional<Error> error = source->find_readable_interface())
    return tl::unexpected(std::move(*error));
  return source;
}

}  // namespace atscope::capture
