// SPDX-License-Identifier: MIT
#include <array>

#include "capture/export/captures.h"
#include "capture/export/texts.h"

namespace atscope::capture {
namespace {

constexpr std::array<ExportKind, 6> kKinds = {{
    {"pcapng", "recording of atscope (pcapng, link type 250): keeps everything", ".pcapng", false, true,
     make_native_exporter},
    {"upper-pdu", "pcapng that stock Wireshark shows as AT commands (link type 252)", "", false, true,
     make_upper_pdu_exporter},
    {"pcap", "classic pcap with nanoseconds (link type 250)", ".pcap", true, true, make_classic_exporter},
    {"modemmanager", "debug log as ModemManager writes it", "", true, false, make_modemmanager_exporter},
    {"transcript", "one line a record, marked TX: and RX:", ".log", false, false, make_transcript_exporter},
    {"hexline", "lines of hex for text2pcap", "", true, false, make_hexline_exporter},
}};

}  // namespace

std::span<const ExportKind> export_kinds() {
  return kKinds;
}

}  // namespace atscope::capture
