// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugins/wireshark/texts.h"

#include <algorithm>

namespace atscope::wireshark {

const char* kept(wmem_allocator_t* pool, std::string_view text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return c > 0; });
  if (plain) return wmem_strndup(pool, text.data(), text.size());
  constexpr std::string_view nul = "\xE2\x90\x80";  // SYMBOL FOR NULL
  const std::size_t nuls = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\0'));
  if (nuls == 0) {
    return reinterpret_cast<const char*>(
        get_utf_8_string(pool, reinterpret_cast<const guint8*>(text.data()), static_cast<gint>(text.size())));
  }
  char* copy = static_cast<char*>(wmem_alloc(pool, text.size() + nuls * 2));
  char* end = copy;
  for (const char c : text) {
    if (c != '\0') {
      *end++ = c;
    } else {
      end = std::copy(nul.begin(), nul.end(), end);
    }
  }
  return reinterpret_cast<const char*>(
      get_utf_8_string(pool, reinterpret_cast<const guint8*>(copy), static_cast<gint>(end - copy)));
}

const char* printable(wmem_allocator_t* pool, std::string_view text) {
  return format_text(pool, reinterpret_cast<const guchar*>(text.data()), text.size());
}

}  // namespace atscope::wireshark
