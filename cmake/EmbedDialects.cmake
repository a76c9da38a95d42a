# SPDX-License-Identifier: MIT
# Puts every *.at file of DIRECTORY into the library: a generated source defines embedded_files()
# (decoder/grammar/files.h). As a script (-DOUTPUT= -DFILES=) it writes that source.

if(CMAKE_SCRIPT_MODE_FILE)
  set(arrays "")
  set(entries "")
  set(index 0)
  string(REPLACE "|" ";" FILES "${FILES}")  # a ';' would not survive the way through the shell
  foreach(file IN LISTS FILES)
    get_filename_component(name "${file}" NAME)
    file(READ "${file}" hex HEX)
    string(LENGTH "${hex}" digits)
    math(EXPR size "${digits} / 2")
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
    string(APPEND arrays "constexpr char file_${index}[] = {${bytes}'\\0'};\n")
    string(APPEND entries "    {\"${name}\", std::string_view(file_${index}, ${size})},\n")
    math(EXPR index "${index} + 1")
  endforeach()
  file(WRITE "${OUTPUT}" "// SPDX-License-Identifier: MIT
// Generated from decoder/dialects/*.at.
#include <array>

#include \"decoder/grammar/files.h\"

namespace atscope::grammar {
namespace {
${arrays}
constexpr std::array<EmbeddedFile, ${index}> files{{
${entries}}};
}  // namespace

std::span<const EmbeddedFile> embedded_files() { return files; }

}  // namespace atscope::grammar
")
  return()
endif()

function(atscope_embed_dialects OUTPUT DIRECTORY)
  file(GLOB files CONFIGURE_DEPENDS ${DIRECTORY}/*.at)
  list(SORT files)
  list(JOIN files "|" list)
  add_custom_command(
    OUTPUT ${OUTPUT}
    COMMAND ${CMAKE_COMMAND} "-DOUTPUT=${OUTPUT}" "-DFILES=${list}" -P ${PROJECT_SOURCE_DIR}/cmake/EmbedDialects.cmake
    DEPENDS ${files} ${PROJECT_SOURCE_DIR}/cmake/EmbedDialects.cmake
    COMMENT "Embedding the dialects"
    VERBATIM)
endfunction()
