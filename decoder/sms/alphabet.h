// SPDX-License-Identifier: MIT
// The alphabets of short messages (3GPP TS 23.038), as UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace atscope::sms {

/// GSM 7-bit default alphabet with its extension table, `septets` of them packed (23.038 clause 6.1.2.1) from
/// bit `first_bit` of `octets` on. Fewer, when the octets end first.
[[nodiscard]] std::string gsm7_text(std::string_view octets, std::size_t septets, std::size_t first_bit = 0);

/// UCS-2, read as UTF-16 (big endian). What is no character becomes U+FFFD; an odd last octet is dropped.
[[nodiscard]] std::string ucs2_text(std::string_view octets);

}  // namespace atscope::sms
