# SPDX-License-Identifier: MIT
# cmake -DOUTPUT=... "-DPAGES=a.md|b.md" -P embed_rule_pages.cmake: writes rule_pages() (decoder/lint/rule_pages.h).
string(REPLACE "|" ";" PAGES "${PAGES}")  # a ';' would not survive the way through the shell
set(arrays "")
set(entries "")
set(index 0)
foreach(page IN LISTS PAGES)
  get_filename_component(name "${page}" NAME_WE)
  file(READ "${page}" hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
  string(APPEND arrays "constexpr char page_${index}[] = {${bytes}'\\0'};\n")
  string(APPEND entries "      {\"${name}\", {page_${index}, sizeof page_${index} - 1}},\n")
  math(EXPR index "${index} + 1")
endforeach()
file(WRITE "${OUTPUT}" "// SPDX-License-Identifier: MIT
// Generated from docs/rules/*.md.
#include <vector>

#include \"decoder/lint/rule_pages.h\"

namespace atscope::lint {
namespace {
${arrays}}  // namespace

std::span<const RulePage> rule_pages() {
  static const std::vector<RulePage> pages{
${entries}  };
  return pages;
}

}  // namespace atscope::lint
")
