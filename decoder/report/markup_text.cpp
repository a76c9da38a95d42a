// SPDX-License-Identifier: MIT
#include "decoder/report/markup_text.h"

#include <fmt/format.h>

#include "decoder/report/visible_text.h"

namespace atscope::report {
namespace {

// Everything but line ends drawn; line ends stay as they are.
std::string visible_lines(std::string_view text) {
  std::string out;
  while (true) {
    const std::size_t end = text.find('\n');
    append_visible(out, text.substr(0, end));
    if (end == std::string_view::npos) return out;
    out += '\n';
    text.remove_prefix(end + 1);
  }
}

// U+FFFE and U+FFFF are no characters of XML.
std::size_t forbidden_in_xml(std::string_view text) {
  const bool found =
      text.size() >= 3 && text[0] == '\xEF' && text[1] == '\xBF' && (text[2] == '\xBE' || text[2] == '\xBF');
  return found ? 3 : 0;
}

bool is_plain_in_markdown(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ' || c == ',' ||
         c == ';' || c == '/' || c == '?' || c == '%' || static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

std::string xml_text(std::string_view text) {
  const std::string shown = visible_lines(text);
  std::string out;
  for (std::size_t at = 0; at < shown.size(); ++at) {
    switch (shown[at]) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        if (const std::size_t size = forbidden_in_xml(std::string_view(shown).substr(at)); size != 0) {
          out += "\xEF\xBF\xBD";
          at += size - 1;
        } else {
          out += shown[at];
        }
    }
  }
  return out;
}

std::string markdown_text(std::string_view text) {
  std::string out;
  for (const char c : visible(text)) {
    if (is_plain_in_markdown(c)) {
      out += c;
    } else {
      out += fmt::format("&#{};", static_cast<int>(c));
    }
  }
  return out;
}

std::string workflow_message(std::string_view text) {
  std::string out;
  for (const char c : visible_lines(text)) {
    if (c == '%') {
      out += "%25";
    } else if (c == '\n') {
      out += "%0A";
    } else {
      out += c;
    }
  }
  return out;
}

std::string workflow_property(std::string_view text) {
  std::string out;
  for (const char c : workflow_message(text)) {
    if (c == ':') {
      out += "%3A";
    } else if (c == ',') {
      out += "%2C";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace atscope::report
