// SPDX-License-Identifier: MIT
#include "decoder/session/sms_fields.h"

#include <algorithm>

#include "decoder/session/typed_value.h"
#include "decoder/sms/alphabet.h"
#include "decoder/sms/long_message.h"
#include "decoder/sms/pdu.h"

namespace atscope::session {
namespace {

constexpr std::size_t longest_pdu =
    400;  // octets: 13 of the service centre, 176 of a TPDU, and some to spare

// With AT+CSCS="UCS2" text comes as hexadecimal digits. A row of digits that decodes to nothing but letters,
// digits and signs of one or two scripts is such a text; "20260314" is not.
bool looks_like_ucs2(std::string_view octets) {
  if (octets.size() < 4 || octets.size() % 2 != 0) return false;
  std::size_t plain = 0;
  for (std::size_t at = 0; at < octets.size(); at += 2) {
    const auto high = static_cast<unsigned char>(octets[at]),
               low = static_cast<unsigned char>(octets[at + 1]);
    if (high == 0 && low < 0x20 && low != '\n' && low != '\r' && low != '\t') return false;
    plain += high == 0 || (high >= 0x03 && high <= 0x06) || (high >= 0x4E && high <= 0x9F) || high == 0x20 ||
             high == 0x30;
  }
  return plain * 10 >= octets.size() / 2 * 9;
}

}  // namespace

void append_message_text(std::string_view whole, std::string_view line, std::vector<Field>& found) {
  if (line.empty()) return;
  Field& field = found.emplace_back();
  field.name = "text";
  field.text = line;
  field.type = FieldType::string;
  field.offset = static_cast<std::uint32_t>(line.data() - whole.data());
  field.bytes = static_cast<std::uint32_t>(line.size());
  if (const auto octets = octets_of(line); octets && looks_like_ucs2(*octets)) {
    std::string text = sms::ucs2_text(*octets);
    if (is_plain_text(text)) field.decoded = std::move(text);
  }
}

void append_pdu_fields(const PduLine& pdu, std::vector<Field>& found, sms::LongMessages* messages) {
  const std::string_view line = pdu.line;
  const auto octets = line.size() <= longest_pdu * 2 ? octets_of(line) : std::nullopt;
  std::vector<sms::Element> elements;
  if (octets) elements = sms::decode_pdu(*octets, pdu.from);
  std::optional<sms::LongMessages::Joined> joined;
  if (messages != nullptr && octets) joined = messages->add(pdu.channel, *octets, elements);
  const std::size_t begin = static_cast<std::size_t>(line.data() - pdu.whole.data());
  for (sms::Element& element : elements) {
    Field& field = found.emplace_back();
    field.name = element.name;
    field.text = line.substr(element.offset * 2, element.size * 2);
    field.type = FieldType::octets;
    field.number = element.number;
    field.meaning = element.meaning;
    field.flag = element.flag;
    if (element.name == "time" || element.name == "discharge_time") field.type = FieldType::time;
    if (element.number) field.type = FieldType::hex;
    field.decoded = std::move(element.value);
    if (element.personal) field.sensitivity = grammar::Sensitivity::personal;
    field.offset = static_cast<std::uint32_t>(begin + element.offset * 2);
    field.bytes = static_cast<std::uint32_t>(element.size * 2);
  }
  if (!joined) return;
  Field whole =
      *std::find_if(found.begin(), found.end(), [](const Field& field) { return field.name == "text"; });
  whole.name = "whole_text";
  whole.decoded = std::move(joined->text);
  whole.meaning = joined->missing;
  found.push_back(std::move(whole));
}

}  // namespace atscope::session
