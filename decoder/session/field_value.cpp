// SPDX-License-Identifier: MIT
#include "decoder/session/field_value.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>

#include "decoder/session/typed_value.h"

namespace atscope::session {
namespace {

using grammar::Parameter;
using grammar::ValueType;

std::optional<double> decimal_of(std::string_view text) {
  double value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool take_address(Field& field) {
  std::optional<Address> address = address_of(field.text);
  if (!address) return false;
  field.type = address->kind == Address::Kind::ipv4 ? FieldType::ipv4 : FieldType::ipv6;
  if (address->text != field.text) field.decoded = std::move(address->text);
  return true;
}

void by_shape(Field& field, std::string_view wire) {
  const bool quoted = wire.size() != field.text.size();
  if (!quoted && field.text.front() == '(') {
    field.type = FieldType::list;
    return;
  }
  // Digits behind a zero are a code, as the network code "02": as a number they would lose it.
  const bool code = field.text.size() > 1 && field.text.front() == '0';
  if (!quoted && !code) field.number = integer_of(field.text);
  if (field.number) {
    field.type = FieldType::integer;
  } else if (!take_address(field)) {
    field.type = !quoted && decimal_of(field.text) ? FieldType::decimal : FieldType::string;
  }
}

// A host name may stand where an address may.
bool looks_like_name(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }) &&
         text.find(':') == std::string_view::npos;
}

void take_bytes(Field& field, std::optional<std::string> bytes) {
  if (bytes && is_plain_text(*bytes)) field.decoded = std::move(*bytes);
}

void by_type(Field& field, std::string_view wire, const Parameter& parameter, bool enumerated) {
  switch (parameter.type) {
    case ValueType::any:
      // Words of an enumeration are words, whatever they look like.
      if (!enumerated) return by_shape(field, wire);
      field.number = integer_of(field.text);
      field.type = field.number ? FieldType::integer : FieldType::string;
      return;
    case ValueType::integer:
      field.type = FieldType::integer;
      field.number = integer_of(field.text);
      if (!field.number && field.text.front() == '(') {
        field.type = FieldType::list;
      } else if (!field.number && !enumerated) {
        field.type = FieldType::string;
        field.flag = "not an integer";
      }
      return;
    case ValueType::decimal:
      field.type = FieldType::decimal;
      field.number = integer_of(field.text);
      if (!decimal_of(field.text)) field.flag = "not a number";
      return;
    case ValueType::hex:
      field.type = FieldType::hex;
      field.number = hex_number_of(field.text);
      if (!field.number && !octets_of(field.text)) field.flag = "not in hexadecimal digits";
      return;
    case ValueType::string:
      field.type = FieldType::string;
      return;
    case ValueType::address:
      if (take_address(field)) return;
      field.type = FieldType::string;
      if (!looks_like_name(field.text)) field.flag = "not an address";
      return;
    case ValueType::bits:
      field.type = FieldType::bits;
      field.number = bits_of(field.text);
      if (!field.number) field.flag = "not in binary digits";
      return;
    case ValueType::octets:
      field.type = FieldType::octets;
      if (auto bytes = octets_of(field.text)) {
        take_bytes(field, std::move(bytes));
      } else {
        field.flag = "not pairs of hexadecimal digits";
      }
      return;
    case ValueType::escaped:
      field.type = FieldType::string;
      take_bytes(field, unescaped(field.text));
      return;
    case ValueType::time:
      field.type = FieldType::time;
      if (auto time = time_of(field.text)) {
        field.decoded = std::move(*time);
      } else {
        field.flag = "not a time";
      }
      return;
    case ValueType::timer: {
      field.type = FieldType::timer;
      const auto coding = grammar::timer_coding(parameter.timer);
      const auto seconds = coding ? timer_seconds(field.text, *coding) : std::nullopt;
      if (!seconds) {
        field.flag = "not eight binary digits";
      } else if (std::isinf(*seconds)) {
        field.meaning = "deactivated";
      } else {
        field.scaled = seconds;
        field.unit = "s";
        if (std::string text = seconds_text(*seconds); !text.ends_with(" s") || text.find("min") != text.npos)
          field.decoded = std::move(text);
      }
      return;
    }
  }
}

std::string bounds_text(const auto& low, const auto& high) {
  return fmt::format("{}..{}", low ? fmt::format("{}", *low) : "", high ? fmt::format("{}", *high) : "");
}

void check_bounds(Field& field, const Parameter& parameter) {
  if (field.number && ((parameter.minimum && *field.number < *parameter.minimum) ||
                       (parameter.maximum && *field.number > *parameter.maximum))) {
    field.flag = "out of range " + bounds_text(parameter.minimum, parameter.maximum);
  }
  const std::size_t size = field.text.size();
  if ((parameter.minimum_length && size < *parameter.minimum_length) ||
      (parameter.maximum_length && size > *parameter.maximum_length)) {
    field.flag = parameter.minimum_length == parameter.maximum_length
                     ? fmt::format("length {}, not {}", size, *parameter.minimum_length)
                     : fmt::format("length {}, not {}", size,
                                   bounds_text(parameter.minimum_length, parameter.maximum_length));
  }
}

}  // namespace

void decode_value(Field& field, std::string_view wire, const Parameter* parameter,
                  const grammar::Enumeration* values) {
  field.text = unquoted(wire);
  field.parameter = parameter;
  if (parameter != nullptr) {
    field.sensitivity = parameter->sensitivity;
    field.unit = parameter->unit;
    if (parameter->enumeration != nullptr) values = parameter->enumeration;
  }
  if (field.text.empty()) {
    if (!wire.empty()) field.type = FieldType::string;
    return;
  }
  static const Parameter untyped;
  by_type(field, wire, parameter != nullptr ? *parameter : untyped, values != nullptr);

  const grammar::EnumValue* entry = values != nullptr ? values->find(field.text) : nullptr;
  if (entry != nullptr) {
    field.meaning = entry->meaning;
    field.alternative = entry->alternative;
    field.flag.clear();
    return;
  }
  if (parameter == nullptr || field.type == FieldType::list) return;
  if (field.flag.empty()) check_bounds(field, *parameter);
  // With a range beside them, the values in place only tell some of the numbers.
  const bool ranged = parameter->minimum || parameter->maximum;
  if (values != nullptr && !ranged && field.flag.empty()) field.flag = "not among the known values";
  const bool has_scale = parameter->scale != 1 || parameter->offset != 0;
  if (has_scale && field.number && field.flag.empty()) {
    const double shown = static_cast<double>(*field.number) * parameter->scale + parameter->offset;
    field.scaled = std::round(shown * 1e9) / 1e9;  // 0.1 * 373 is 37.300000000000004
  }
}

}  // namespace atscope::session
