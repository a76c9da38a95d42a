// SPDX-License-Identifier: MIT
#include "decoder/sms/alphabet.h"

#include <array>

namespace atscope::sms {
namespace {

constexpr std::uint8_t escape = 0x1B;

// 23.038 clause 6.2.1; 0x1B leads to the extension table.
constexpr std::array<char16_t, 128> default_alphabet = {
    u'@',      u'\u00A3', u'$',      u'\u00A5', u'\u00E8', u'\u00E9', u'\u00F9', u'\u00EC', u'\u00F2',
    u'\u00C7', u'\n',     u'\u00D8', u'\u00F8', u'\r',     u'\u00C5', u'\u00E5', u'\u0394', u'_',
    u'\u03A6', u'\u0393', u'\u039B', u'\u03A9', u'\u03A0', u'\u03A8', u'\u03A3', u'\u0398', u'\u039E',
    u' ',      u'\u00C6', u'\u00E6', u'\u00DF', u'\u00C9', u' ',      u'!',      u'"',      u'#',
    u'\u00A4', u'%',      u'&',      u'\'',     u'(',      u')',      u'*',      u'+',      u',',
    u'-',      u'.',      u'/',      u'0',      u'1',      u'2',      u'3',      u'4',      u'5',
    u'6',      u'7',      u'8',      u'9',      u':',      u';',      u'<',      u'=',      u'>',
    u'?',      u'\u00A1', u'A',      u'B',      u'C',      u'D',      u'E',      u'F',      u'G',
    u'H',      u'I',      u'J',      u'K',      u'L',      u'M',      u'N',      u'O',      u'P',
    u'Q',      u'R',      u'S',      u'T',      u'U',      u'V',      u'W',      u'X',      u'Y',
    u'Z',      u'\u00C4', u'\u00D6', u'\u00D1', u'\u00DC', u'\u00A7', u'\u00BF', u'a',      u'b',
    u'c',      u'd',      u'e',      u'f',      u'g',      u'h',      u'i',      u'j',      u'k',
    u'l',      u'm',      u'n',      u'o',      u'p',      u'q',      u'r',      u's',      u't',
    u'u',      u'v',      u'w',      u'x',      u'y',      u'z',      u'\u00E4', u'\u00F6', u'\u00F1',
    u'\u00FC', u'\u00E0'};

// 23.038 clause 6.2.1.1; a code that it lacks is shown as in the default alphabet.
char16_t extended(std::uint8_t septet) {
  switch (septet) {
    case 0x0A:
      return u'\n';  // page break
    case 0x14:
      return u'^';
    case 0x1B:
      return u' ';
    case 0x28:
      return u'{';
    case 0x29:
      return u'}';
    case 0x2F:
      return u'\\';
    case 0x3C:
      return u'[';
    case 0x3D:
      return u'~';
    case 0x3E:
      return u']';
    case 0x40:
      return u'|';
    case 0x65:
      return u'\u20AC';
    default:
      return default_alphabet[septet];
  }
}

void append_utf8(std::string& out, char32_t c) {
  const auto put = [&](char32_t byte) { out += static_cast<char>(byte); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | c >> 6);
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | c >> 12);
    put(0x80 | (c >> 6 & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | c >> 18);
    put(0x80 | (c >> 12 & 0x3F));
    put(0x80 | (c >> 6 & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

}  // namespace

std::string gsm7_text(std::string_view octets, std::size_t septets, std::size_t first_bit) {
  std::string text;
  bool escaped = false;
  for (std::size_t index = 0; index < septets; ++index) {
    const std::size_t bit = first_bit + index * 7;
    if (bit + 7 > octets.size() * 8) break;
    const std::size_t at = bit / 8, shift = bit % 8;
    unsigned value = static_cast<unsigned char>(octets[at]) >> shift;
    if (shift > 1) value |= static_cast<unsigned>(static_cast<unsigned char>(octets[at + 1])) << (8 - shift);
    const auto septet = static_cast<std::uint8_t>(value & 0x7F);
    if (septet == escape && !escaped) {
      escaped = true;
      continue;
    }
    append_utf8(text, escaped ? extended(septet) : default_alphabet[septet]);
    escaped = false;
  }
  return text;
}

std::string ucs2_text(std::string_view octets) {
  std::string text;
  const auto unit = [&](std::size_t at) {
    return static_cast<char32_t>(static_cast<unsigned char>(octets[at]) << 8 |
                                 static_cast<unsigned char>(octets[at + 1]));
  };
  for (std::size_t at = 0; at + 1 < octets.size(); at += 2) {
    char32_t c = unit(at);
    if (c >= 0xD800 && c <= 0xDFFF) {
      const bool pair =
          c < 0xDC00 && at + 3 < octets.size() && unit(at + 2) >= 0xDC00 && unit(at + 2) <= 0xDFFF;
      if (pair) {
        c = 0x10000 + ((c - 0xD800) << 10) + (unit(at + 2) - 0xDC00);
        at += 2;
      } else {
        c = 0xFFFD;
      }
    }
    append_utf8(text, c);
  }
  return text;
}

}  // namespace atscope::sms
