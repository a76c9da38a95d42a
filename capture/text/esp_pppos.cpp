// SPDX-License-Identifier: MIT
// The PPPoS client for ESP32 (LoBo), in the log of ESP-IDF: milliseconds since boot, a tag, and the whole
// exchange in brackets, where every control byte is a dot.
//   I (2757) [PPPOS CLIENT]: AT COMMAND: [AT+CREG?..]
//   I (2777) [PPPOS CLIENT]: AT RESPONSE: [..+CREG: 0,2....OK..]
#include "capture/text/pattern_format.h"

namespace atscope::capture {
namespace {

constexpr std::array<LineRule, 3> kRules = {{
    {LineRole::sent, "<any>(<ms>) <any>: AT COMMAND: [<payload>]<any>"},
    {LineRole::received, "<any>(<ms>) <any>: AT RESPONSE: [<payload>]<any>"},
    {LineRole::received, "<any>(<ms>) <any>: AT BAD RESPONSE: [<payload>]<any>"},
}};
constexpr PatternSpec kSpec = {
    .name = "esp-pppos", .rules = kRules, .escapes = Escapes::dots, .certainty = kCertain + 4};

constexpr std::array<ExpectedSegment, 4> kSegments = {{
    {Sender::dte, "AT+CREG?\r\n", 1, Clock::monotonic, 2'757'000'000},
    {Sender::dce, "\r\n+CREG: 0,2\r\n\r\nOK\r\n", 2, Clock::monotonic, 2'777'000'000},
    {Sender::dte, "AT+CGDCONT=1,\"IP\",\"internet.example\"\r\n", 4, Clock::monotonic, 3'000'000'000},
    {Sender::dce, "\r\nOK\r\n", 5, Clock::monotonic, 3'017'000'000},
}};
constexpr std::array<Sample, 1> kSamples = {{
    {"I (2757) [PPPOS CLIENT]: AT COMMAND: [AT+CREG?..]\n"
     "I (2777) [PPPOS CLIENT]: AT BAD RESPONSE: [..+CREG: 0,2....OK..]\n"
     "I (2800) wifi: mode : softAP\n"
     "I (3000) [PPPOS CLIENT]: AT COMMAND: [AT+CGDCONT=1,\"IP\",\"internet.example\"..]\n"
     "I (3017) [PPPOS CLIENT]: AT RESPONSE: [..OK..]\n",
     kSegments},
}};

}  // namespace

const Format esp_pppos = {"esp-pppos", "ESP-IDF log of the PPPoS client (AT COMMAND: […])", kSamples,
                          score_pattern<kSpec>, make_pattern<kSpec>};

}  // namespace atscope::capture
