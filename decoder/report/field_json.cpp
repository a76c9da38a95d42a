// SPDX-License-Identifier: MIT
#include "decoder/report/field_json.h"

#include "decoder/mask/masker.h"

namespace atscope::report {

void write_field(JsonWriter& json, const session::Field& field, bool hidden, std::uint32_t begin,
                 std::uint32_t end) {
  using session::FieldType;
  json.begin_object();
  json.string("name", field.name);
  if (!field.command.empty()) json.string("command", field.command);
  const bool digits = field.type == FieldType::integer && field.number.has_value();
  if (hidden) {
    json.string("value", mask::redacted);
  } else if (digits) {
    json.signed_number("value", *field.number);
  } else {
    json.string("value", field.text);
  }
  json.string("type", session::to_string(field.type));
  json.string_or_null("meaning", hidden ? std::string() : field.meaning_text());
  json.string_or_null("unit", field.unit);
  if (!hidden) {
    if (field.scaled) json.real("scaled", *field.scaled);
    if (field.number && !digits) json.signed_number("number", *field.number);
    if (!field.decoded.empty()) json.string("decoded", field.decoded);
    if (!field.flag.empty()) json.string("flag", field.flag);
  }
  json.number("offset", begin);
  json.number("bytes", end > begin ? end - begin : 0);
  json.end_object();
}

}  // namespace atscope::report
