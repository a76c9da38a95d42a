// SPDX-License-Identifier: MIT
#include "capture/text/line_reader.h"

#include <algorithm>
#include <cstring>

namespace atscope::capture {

void LineReader::step_over_mark() {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  started_ = true;
  // Byte by byte: a pipe may hold no more than one byte yet.
  std::size_t n = 1;
  while (n <= kByteOrderMark.size() && input_.peek(n).substr(0, n) == kByteOrderMark.substr(0, n)) ++n;
  if (n > kByteOrderMark.size()) input_.consume(kByteOrderMark.size());
}

bool LineReader::next(Line& line) {
  if (!started_) step_over_mark();
  input_.consume(used_);
  used_ = 0;

  const std::string_view view = input_.peek(1);
  if (view.empty()) return false;
  line.offset = input_.offset();
  line.continued = cut_;
  if (!cut_) ++number_;
  line.number = number_;
  cut_ = false;

  const std::size_t reach = std::min(view.size(), kMaxPiece);
  const void* found = std::memchr(view.data(), '\n', reach);
  if (found == nullptr) return find_end(line);
  const auto size = static_cast<std::size_t>(static_cast<const char*>(found) - view.data());
  const bool crlf = size > 0 && view[size - 1] == '\r';
  line.text = view.substr(0, crlf ? size - 1 : size);
  line.end = crlf ? LineEnd::crlf : LineEnd::lf;
  used_ = size + 1;
  return true;
}

/// The slow way: the line end is not in sight yet, or there is none.
bool LineReader::find_end(Line& line) {
  std::size_t searched = 0;
  while (true) {
    const std::string_view view = input_.peek(searched + 1);
    const std::string_view reach = view.substr(0, kMaxPiece);
    const std::size_t lf = reach.find('\n', searched);
    if (lf != std::string_view::npos) {
      const bool crlf = lf > 0 && view[lf - 1] == '\r';
      line.text = view.substr(0, crlf ? lf - 1 : lf);
      line.end = crlf ? LineEnd::crlf : LineEnd::lf;
      used_ = lf + 1;
      return true;
    }
    if (reach.size() == kMaxPiece) {
      // CR LF stay together, and so do the bytes of one UTF-8 character.
      std::size_t size = kMaxPiece;
      const auto splits_character = [&](std::size_t at) {
        return at < view.size() && (static_cast<unsigned char>(view[at]) & 0xC0U) == 0x80U;
      };
      for (int back = 0; back < 3 && splits_character(size); ++back) --size;
      if (view[size - 1] == '\r') --size;
      line.text = view.substr(0, size);
      line.end = LineEnd::cut;
      cut_ = true;
      used_ = size;
      return true;
    }
    if (view.size() == searched) {
      line.text = view;
      line.end = LineEnd::none;
      used_ = view.size();
      return true;
    }
    searched = view.size();
  }
}

std::string_view LineReader::following(Line& line, std::size_t n) {
  const std::string_view view = input_.peek(used_ + n);
  line.text = view.substr(0, line.text.size());
  return view.substr(std::min(used_, view.size()));
}

}  // namespace atscope::capture
