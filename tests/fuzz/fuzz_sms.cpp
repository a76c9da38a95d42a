// SPDX-License-Identifier: MIT
// Any octets as a short message: every element stands inside them, in order.
#include <cstdint>
#include <cstdlib>

#include "decoder/sms/alphabet.h"
#include "decoder/sms/long_message.h"
#include "decoder/sms/pdu.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace atscope::sms;
  if (size < 3) return 0;
  const std::string_view octets(reinterpret_cast<const char*>(data) + 2, size - 2);
  for (const From from : {From::host, From::module}) {
    std::size_t last = 0;
    const std::vector<Element> elements = decode_pdu(octets, from);
    LongMessages messages;
    const auto joined = messages.add(0, octets, elements);
    if (joined && !joined->text.empty() && !joined->missing.empty()) std::abort();
    for (const Element& element : elements) {
      if (element.name.empty() || element.offset < last || element.offset + element.size > octets.size())
        std::abort();
      last = element.offset;
    }
  }
  const std::string text = gsm7_text(octets, data[0], data[1] % 64);
  if (text.size() > data[0] * std::size_t{3}) std::abort();
  if (ucs2_text(octets).size() > octets.size() / 2 * 3) std::abort();
  return 0;
}
