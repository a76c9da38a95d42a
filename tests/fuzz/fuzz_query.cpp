// SPDX-License-Identifier: MIT
// Any bytes as a filter: it is refused in a place inside it, or can be asked about any event.
#include <cstdint>
#include <cstdlib>

#include "decoder/query/query.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace atscope;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto query = query::parse(text);
  if (!query) {
    if (query.error().offset > size || query.error().message.empty()) std::abort();
    if (query::format(query.error(), text.substr(0, 200)).empty()) std::abort();
    return 0;
  }
  session::Event event;
  event.text = text;
  event.origin.line = 1;
  session::Transaction transaction;
  transaction.command = "AT+CREG=2";
  const std::string_view states[] = {"A", "B"};
  const bool first = query->matches({&event, &transaction, nullptr, "port", "AT", states});
  const bool again = query->matches({&event, &transaction, nullptr, "port", "AT", states});
  if (first != again) std::abort();
  (void)query->matches({&event, nullptr, nullptr, {}, {}, {}});
  (void)query->matches({nullptr, &transaction, nullptr, {}, {}, {}});
  return 0;
}
