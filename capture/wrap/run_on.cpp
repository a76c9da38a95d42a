// SPDX-License-Identifier: MIT
// A page or a mail that lost the line ends: "AT+CSQ+CSQ: 20,99OKAT+CGATT?+CGATT: 1OK".
#include <algorithm>
#include <array>

#include "capture/text/formats.h"
#include "capture/wrap/wrapper.h"

namespace atscope::capture {
namespace {

constexpr std::string_view kSigns = "+^%*#$&";

bool is_name(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Length of "+CSQ" at the start of `text`; 0 if there is no name.
std::size_t name_size(std::string_view text) {
  if (text.empty() || kSigns.find(text.front()) == std::string_view::npos) return 0;
  std::size_t size = 1;
  while (size < text.size() && is_name(text[size])) ++size;
  return size > 2 ? size : 0;
}

/// Length of the final result code that `text` ends with; 0 if it ends with none.
std::size_t final_result_size(std::string_view text) {
  // It is asked at every "AT" of a line that can be long: nothing may look further back than the longest
  // result.
  constexpr std::size_t kLongest = 32;
  if (text.size() > kLongest) text.remove_prefix(text.size() - kLongest);
  for (const std::string_view kind : {"+CME ERROR:", "+CMS ERROR:"}) {
    const std::size_t at = text.rfind(kind);
    if (at == std::string_view::npos) continue;
    const std::string_view code = text.substr(at + kind.size());
    const std::size_t begin = code.find_first_not_of(' ');
    if (begin != std::string_view::npos &&
        std::all_of(code.begin() + static_cast<std::ptrdiff_t>(begin), code.end(), is_digit))
      return text.size() - at;
  }
  for (const std::string_view word : {"OK", "NO CARRIER", "ERROR"}) {
    if (text.size() <= word.size() || !text.ends_with(word)) continue;
    // "SEND OK" is one, "OKCONNECT OK" two.
    std::size_t begin = text.size() - word.size();
    if (word != "OK" || text[begin - 1] != ' ') return word.size();
    --begin;
    const std::size_t space = begin;
    while (begin > 0 && text[begin - 1] >= 'A' && text[begin - 1] <= 'Z') --begin;
    // Joined by a blank, or run into the name of the command: only the OK is certain.
    if (begin == 0 || text[begin - 1] == ' ' || kSigns.find(text[begin - 1]) != std::string_view::npos)
      return word.size();
    if (text.substr(begin, space - begin).starts_with("OK")) begin += 2;
    return begin < space ? text.size() - begin : word.size();
  }
  return 0;
}

/// The places in `line`, which comes without its end, where a line end is missing; in ascending order.
std::vector<std::size_t> missing_line_ends(std::string_view line) {
  std::vector<std::size_t> places;
  std::size_t begin = 0;  // of the command that the rest of the line starts with
  while (line.substr(begin).starts_with("AT")) {
    // Up to the next command that stands behind a final result code.
    std::size_t next = begin + 2;
    do {
      next = line.find("AT", next);
      if (next == std::string_view::npos) break;
      if (looks_like_command(line.substr(next)) && final_result_size(line.substr(begin, next - begin)) > 0)
        break;
      next += 2;
    } while (true);
    const std::size_t end = std::min(next, line.size());
    const std::string_view exchange = line.substr(begin, end - begin);

    // Its answer repeats the name of the command; information under other names follows only that.
    const std::string_view name = exchange.substr(2, name_size(exchange.substr(2)));
    std::size_t answer =
        name.empty() ? std::string_view::npos : exchange.find(std::string(name) + ':', 2 + name.size());
    const bool answered = answer != std::string_view::npos;
    for (; answered && answer < exchange.size(); ++answer) {
      const std::size_t size = name_size(exchange.substr(answer));
      if (size > 0 && answer + size < exchange.size() && exchange[answer + size] == ':')
        places.push_back(begin + answer);
    }
    // A result may follow the OK.
    std::string_view rest = exchange;
    while (const std::size_t size = final_result_size(rest)) {
      rest.remove_suffix(size);
      places.push_back(begin + rest.size());
    }
    if (next == std::string_view::npos) break;
    places.push_back(next);
    begin = next;
  }
  std::sort(places.begin(), places.end());
  places.erase(std::unique(places.begin(), places.end()), places.end());
  return places;
}

std::string_view without_end(std::string_view line) {
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

bool peel_run_on(const MappedText& line, MappedText& out, Peeling& /*peeling*/) {
  const std::string_view text = line.bytes();
  std::size_t plain = 0;
  for (const std::size_t place : missing_line_ends(without_end(text))) {
    out.append(line, plain, place - plain);
    out.append_decoded("\n", line, place);
    plain = place;
  }
  out.append(line, plain, text.size() - plain);
  return true;
}

}  // namespace

bool is_run_on(std::string_view head) {
  int commands = 0;
  int with_answer = 0;
  each_line(head, [&](std::string_view line) {
    if (!is_plain_command(line) && !line.starts_with("ATE")) return;
    ++commands;
    with_answer += static_cast<int>(!missing_line_ends(line).empty());
  });
  return with_answer * 2 > commands;
}

const Wrapper run_on = {"lost line ends", peel_run_on};

}  // namespace atscope::capture
