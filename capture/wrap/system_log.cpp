// SPDX-License-Identifier: MIT
// The system log, as syslogd, journalctl (short, short-iso, short-precise, short-full, json) and OpenWrt's
// logread write it:
//   Oct 27 12:53:06 host chat[8920]: text
//   Mon 2024-01-01 00:00:00 CET host chat[8920]: text
//   Thu Jan  1 00:00:00 2024 daemon.notice chat[8920]: text
//   {"__REALTIME_TIMESTAMP":"1700000000123456","SYSLOG_IDENTIFIER":"chat","MESSAGE":"text", …}
#include <string>

#include "capture/text/escapes.h"
#include "capture/wrap/wrapper.h"

namespace atscope::capture {
namespace {

struct SystemLine {
  Stamp stamp;
  std::string_view program;
  std::size_t text = 0;  ///< where it begins
};

bool parse_line(std::string_view line, SystemLine& parsed) {
  constexpr std::size_t kLongestHead = 120;
  constexpr std::size_t kShortestTime = 15;
  const std::size_t size = parse_stamp(line, parsed.stamp);
  if (size < kShortestTime || !line.substr(size).starts_with(' ')) return false;
  const std::string_view head = line.substr(0, kLongestHead);
  std::size_t colon = head.find(':', size);
  while (colon != std::string_view::npos && colon + 1 < line.size() && line[colon + 1] != ' ' &&
         line[colon + 1] != '\r' && line[colon + 1] != '\n') {
    colon = head.find(':', colon + 1);
  }
  if (colon == std::string_view::npos) return false;
  std::string_view name = line.substr(size + 1, colon - size - 1);
  const std::size_t blank = name.find_last_of(" \t");
  if (blank == std::string_view::npos) return false;  // no host
  if (name.find_first_of("[<\"'") < blank) return false;
  name = name.substr(blank + 1);
  parsed.program = name.substr(0, std::min(name.find('['), name.size()));
  parsed.text = colon + 1 + (line.substr(colon + 1).starts_with(' ') ? 1 : 0);
  return !parsed.program.empty();
}

bool peel_system_line(const MappedText& line, MappedText& out, Peeling& peeling) {
  SystemLine parsed;
  peeling.stamp = Stamp{};
  if (!parse_line(line.bytes(), parsed)) return false;
  if (!peeling.program.empty() && parsed.program != peeling.program) return false;
  peeling.stamp = parsed.stamp;
  out.append(line, parsed.text, line.bytes().size() - parsed.text);
  return true;
}

/// The string value of `key`, as it stands between its quotes; where it begins.
std::string_view json_string(std::string_view line, std::string_view key, std::size_t& begin) {
  const std::string quoted = "\"" + std::string(key) + "\"";
  std::size_t at = line.find(quoted);
  if (at == std::string_view::npos) return {};
  at = line.find_first_not_of(" \t:", at + quoted.size());
  if (at == std::string_view::npos || line[at] != '"') return {};
  begin = at + 1;
  for (std::size_t end = begin; end < line.size(); ++end) {
    if (line[end] == '\\') {
      ++end;
    } else if (line[end] == '"') {
      return line.substr(begin, end - begin);
    }
  }
  return {};
}

void append_json(const MappedText& line, std::size_t at, std::string_view value, MappedText& out) {
  const std::size_t begin = at;
  while (at - begin < value.size()) {
    const std::string_view rest = value.substr(at - begin);
    if (rest.front() != '\\' || rest.size() < 2) {
      const std::size_t plain = std::min(rest.find('\\'), rest.size());
      out.append(line, at, std::max<std::size_t>(plain, 1));
      at += std::max<std::size_t>(plain, 1);
      continue;
    }
    char byte = rest[1];
    std::size_t size = 2;
    if (byte == 'u' && rest.size() >= 6) {
      byte = static_cast<char>(hex_digit(rest[4]) * 16 + hex_digit(rest[5]));
      size = 6;
    } else {
      constexpr std::string_view kNames = "nrtbf";
      constexpr std::string_view kBytes = "\n\r\t\b\f";
      if (const std::size_t name = kNames.find(byte); name != std::string_view::npos) byte = kBytes[name];
    }
    out.append_decoded({&byte, 1}, line, at);
    at += size;
  }
}

bool peel_journal(const MappedText& line, MappedText& out, Peeling& peeling) {
  const std::string_view text = line.bytes();
  peeling.stamp = Stamp{};
  std::size_t begin = 0;
  const std::string_view program = journal_program(text);
  if (program.empty() || (!peeling.program.empty() && program != peeling.program)) return false;
  const std::string_view micros = json_string(text, "__REALTIME_TIMESTAMP", begin);
  constexpr std::size_t kDigits = 16;
  if (micros.size() == kDigits && micros.find_first_not_of("0123456789") == std::string_view::npos) {
    std::int64_t value = 0;
    for (const char c : micros) value = value * 10 + (c - '0');
    peeling.stamp = {Stamp::Kind::date_time, 0, value * 1000, 1000};
  }
  const std::string_view message = json_string(text, "MESSAGE", begin);
  append_json(line, begin, message, out);
  const std::size_t end = text.find_last_not_of("\r\n") + 1;
  out.append(line, end, text.size() - end);
  return true;
}

}  // namespace

std::string_view syslog_program(std::string_view line) {
  SystemLine parsed;
  return parse_line(line, parsed) ? parsed.program : std::string_view{};
}

std::string_view journal_program(std::string_view line) {
  if (!line.starts_with('{')) return {};
  std::size_t begin = 0;
  if (json_string(line, "MESSAGE", begin).data() == nullptr) return {};
  const std::string_view program = json_string(line, "SYSLOG_IDENTIFIER", begin);
  return program.empty() ? json_string(line, "_COMM", begin) : program;
}

const Wrapper syslog = {"syslog", peel_system_line};
const Wrapper journal_json = {"JSON journal", peel_journal};

}  // namespace atscope::capture
