// SPDX-License-Identifier: MIT
#include "capture/text/section.h"

#include <algorithm>

namespace atscope::capture {
namespace {

std::string_view word(std::string_view text) {
  return text.substr(0, std::min(text.find_first_of(" \t"), text.size()));
}

std::string_view behind(std::string_view line, std::string_view mark) {
  return line.starts_with(mark) ? line.substr(mark.size()) : std::string_view{};
}

}  // namespace

std::string_view section_begun_by(std::string_view line) {
  if (line.empty()) return {};
  switch (line.front()) {
    case '=': {
      const std::string_view text = line.substr(std::min(line.find_first_not_of('='), line.size()));
      const std::string_view name = behind(text, " Test ");
      const std::size_t end = name.find(" started at");
      return end == std::string_view::npos ? std::string_view{} : name.substr(0, end);
    }
    case '[':
      return word(behind(line, "[ RUN      ] "));
    case 'L':
      return behind(line, "Labgrid Console Logfile for ");
    case 'S':
      return word(behind(line, "START - "));
    case 't': {
      // tests/gsm/test_sms.py::test_send[ec716s] PASSED
      const std::string_view id = word(line);
      const std::size_t at = id.find(".py::");
      return at == std::string_view::npos ? std::string_view{} : id.substr(at + 5);
    }
    default:
      return {};
  }
}

bool is_runner_remark(std::string_view line) {
  return line == "=== Log starts here ===" || line.starts_with("Logfile started at ");
}

}  // namespace atscope::capture
