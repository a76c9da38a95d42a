// SPDX-License-Identifier: GPL-2.0-or-later
// Fields whose names stand in dialects: "atscope.field.rssi", "atscope.state.tcp".
#pragma once

#include <string_view>

#include "decoder/grammar/dialect.h"

namespace atscope::wireshark {

/// What values of a name are compared as.
enum class NamedType : unsigned char { text, number };
struct NamedField {
  int number = -1;  ///< Wireshark's; -1: there is no such field
  NamedType type = NamedType::text;
};

/// Wireshark asks for the names of the built-in dialects when a filter names one that it does not know.
void register_named_fields(int protocol);
/// Makes them known now, and those of `dialect`, too.
void know_named_fields(const grammar::Dialect& dialect);
/// A decoded value, by its name in the manual. `number`: all parameters of this name are numbers.
[[nodiscard]] NamedField value_field(std::string_view name);
/// The state of a machine.
[[nodiscard]] NamedField state_field(std::string_view machine);

}  // namespace atscope::wireshark
