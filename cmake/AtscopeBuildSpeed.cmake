# SPDX-License-Identifier: MIT
# Precompiled headers; ccache and mold, where they are installed and the user has not chosen otherwise.

option(ATSCOPE_PRECOMPILE "Precompile the headers of the standard library and of other projects" ON)

# atscope_precompile(TARGET [HEADERS...]): what most files of TARGET include, and never a header of our own, so that a
# file which forgets one of ours does not compile.
function(atscope_precompile TARGET)
  if(ATSCOPE_PRECOMPILE)
    target_precompile_headers(${TARGET} PRIVATE
      <algorithm> <array> <cstdint> <functional> <map> <memory> <optional> <span> <string> <string_view> <utility> <vector>
      <fmt/format.h> <tl/expected.hpp> ${ARGN})
  endif()
endfunction()

if(NOT PROJECT_IS_TOP_LEVEL)
  return()
endif()

find_program(ATSCOPE_CCACHE ccache)
mark_as_advanced(ATSCOPE_CCACHE)
if(ATSCOPE_CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  # Without this ccache would not keep what is made with precompiled headers.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${ATSCOPE_CCACHE})
  if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    add_compile_options("SHELL:-Xclang -fno-pch-timestamp")
  endif()
endif()

find_program(ATSCOPE_MOLD mold)
mark_as_advanced(ATSCOPE_MOLD)
if(ATSCOPE_MOLD AND NOT CMAKE_EXE_LINKER_FLAGS MATCHES "-fuse-ld")
  add_link_options(-fuse-ld=mold)
endif()
