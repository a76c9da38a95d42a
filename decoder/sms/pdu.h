// SPDX-License-Identifier: MIT
// Short messages in PDU mode: the address of the service centre (27.005 clause 3.1) and a TPDU of 3GPP TS
// 23.040 clause 9.2 behind it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace atscope::sms {

enum class From : std::uint8_t { host, module };

/// One element of a message, in the order of its octets.
struct Element {
  std::string_view name;               ///< "sender", "time", "text" …; static storage
  std::string value;                   ///< number, RFC 3339 time, text in UTF-8; may be empty
  std::optional<std::int64_t> number;  ///< the octet, where it is a code
  std::string_view meaning;            ///< of the code; static storage
  std::string_view flag;               ///< what is wrong with it; static storage
  bool personal = false;               ///< tells who the other side is
  std::uint32_t offset = 0, size = 0;  ///< octets
};

/// The elements of a message; empty when the octets cannot be one. A message that ends too early has the
/// elements that are there, the last with a flag.
[[nodiscard]] std::vector<Element> decode_pdu(std::string_view octets, From from);

}  // namespace atscope::sms
