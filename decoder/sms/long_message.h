// SPDX-License-Identifier: MIT
// Messages that were sent in parts (23.040 clauses 9.2.3.24.1 and 9.2.3.24.8), put together again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "decoder/sms/pdu.h"

namespace atscope::sms {

/// Remembers the parts it was given. What it keeps is limited: the message that got no part for the longest
/// time goes first.
class LongMessages {
 public:
  static constexpr std::size_t most_messages = 64;
  static constexpr std::size_t most_octets = std::size_t{1} << 20;

  struct Joined {
    std::string text;          ///< in UTF-8; empty while parts are missing
    std::string_view missing;  ///< "parts 1 and 3 of 4 not seen yet", until the next add(); else empty
  };

  /// `elements` are those of decode_pdu(`octets`). Nothing when they are no part of a longer text. Parts
  /// belong together by channel, direction, the other side's address, reference and number of parts.
  [[nodiscard]] std::optional<Joined> add(std::uint32_t channel, std::string_view octets,
                                          std::span<const Element> elements);

 private:
  struct Key {
    std::uint32_t channel = 0;
    std::int64_t type = 0, reference = 0, parts = 0;
    std::size_t reference_octets = 0;
    std::string address;
    bool operator==(const Key&) const = default;
  };
  struct Part {
    std::string text;  // octets of UCS-2, else UTF-8
    bool ucs2 = false, seen = false;
    bool again = false;  // seen once more since the message was complete
  };
  struct Message {
    Key key;
    std::vector<Part> parts;
    std::size_t octets = 0;
  };

  Message& open(Key key);
  void limit();
  static void put(Message& message, std::size_t index, Part part);
  [[nodiscard]] static bool is_complete(const Message& message);
  [[nodiscard]] static std::string text_of(const Message& message);
  [[nodiscard]] static std::string missing_of(const Message& message);

  std::vector<Message> messages_;  // that got a part last is last
  std::string missing_;
};

}  // namespace atscope::sms
