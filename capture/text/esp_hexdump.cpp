// SPDX-License-Identifier: MIT
// esp_modem's debug output: hex dumps in the log of ESP-IDF, sixteen bytes a row.
//   D (18586) usb_terminal: 0x3fcc726c   41 54 2b 43 47 4d 49 0d                           |AT+CGMI.|
// Only the tags uart-tx and uart-rx tell who sent.
#include "capture/text/pattern_format.h"

namespace atscope::capture {
namespace {

constexpr std::array<LineRule, 3> kRules = {{
    {LineRole::sent, "<any>(<ms>) uart-tx: 0x<word> <payload>|<any>"},
    {LineRole::received, "<any>(<ms>) uart-rx: 0x<word> <payload>|<any>"},
    {LineRole::unknown, "<any>(<ms>) <channel>: 0x<word> <payload>|<any>"},
}};
constexpr PatternSpec kSpec = {.name = "esp-hexdump",
                               .rules = kRules,
                               .escapes = Escapes::hex,
                               .framing = Framing::stream,
                               .fidelity = Fidelity::exact,
                               .hex_columns = 16,
                               .certainty = kCertain};

constexpr std::array<ExpectedSegment, 3> kTerminal = {{
    {Sender::unknown, "AT+CGMI\r", 2, Clock::monotonic, 18'586'000'000, "usb_terminal"},
    {Sender::unknown, "\r\nSIMCOM_Ltd\r\n\r\n", 3, Clock::monotonic, 18'596'000'000, "usb_terminal"},
    {Sender::unknown, "OK\r\n", 4, Clock::monotonic, 18'606'000'000, "usb_terminal"},
}};
constexpr std::array<ExpectedSegment, 2> kUart = {{
    {Sender::dte, "AT\r", 1, Clock::monotonic, 1'204'000'000},
    {Sender::dce, "\r\nOK\r\n", 2, Clock::monotonic, 1'210'000'000},
}};
constexpr std::array<Sample, 2> kSamples = {{
    {"D (18580) command_lib: generic_get_string\n"
     "D (18586) usb_terminal: 0x3fcc726c   41 54 2b 43 47 4d 49 0d                           |AT+CGMI.|\n"
     "D (18596) usb_terminal: 0x3fcb822c   0d 0a 53 49 4d 43 4f 4d  5f 4c 74 64 0d 0a 0d 0a  "
     "|..SIMCOM_Ltd....|\n"
     "D (18606) usb_terminal: 0x3fcb823c   4f 4b 0d 0a                                       |OK..|\n",
     kTerminal},
    {"V (1204) uart-tx: 0x3ffc1d30   41 54 0d                                          |AT.|\n"
     "V (1210) uart-rx: 0x3ffc1e14   0d 0a 4f 4b 0d 0a                                 |..OK..|\n",
     kUart},
}};

}  // namespace

const Format esp_hexdump = {"esp-hexdump", "ESP-IDF log with esp_modem's hex dumps", kSamples,
                            score_pattern<kSpec>, make_pattern<kSpec>};

}  // namespace atscope::capture
