// SPDX-License-Identifier: MIT
#include "decoder/report/field_text.h"

#include <fmt/format.h>
#include <iterator>

#include "decoder/report/visible_text.h"

namespace atscope::report {
namespace {

constexpr std::size_t longest_decoded = 2000;  // a short message in a dozen parts

}  // namespace

bool is_hidden(const session::Field& field, bool show_secrets) {
  return !show_secrets && field.sensitivity != grammar::Sensitivity::open;
}

void append_field_meaning(std::string& out, const session::Field& field) {
  bool first = true;
  const auto separate = [&] {
    if (!first) out += "  ";
    first = false;
  };
  if (field.scaled && (field.type != session::FieldType::timer || field.decoded.empty())) {
    separate();
    fmt::format_to(std::back_inserter(out), "{}", *field.scaled);
    if (!field.unit.empty()) out += ' ';
    append_visible(out, field.unit);
  } else if (!field.unit.empty() && field.meaning.empty() && field.flag.empty() && field.number) {
    separate();
    append_visible(out, field.unit);
  }
  if (!field.decoded.empty()) {
    separate();
    const bool text = field.type == session::FieldType::string || field.type == session::FieldType::octets;
    if (text) out += "\u201C";
    append_excerpt(out, field.decoded, longest_decoded);
    if (text) out += "\u201D";
  }
  if (!field.meaning.empty()) {
    separate();
    append_visible(out, field.meaning_text());
  }
  if (!field.flag.empty()) {
    separate();
    out += "\u26A0 ";
    out += field.flag;
  }
}

}  // namespace atscope::report
