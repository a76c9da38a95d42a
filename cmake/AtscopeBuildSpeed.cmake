# SPDX-License-Identifier: MIT
# ccache and mold, where they are installed and the user has not chosen otherwise.

if(NOT PROJECT_IS_TOP_LEVEL)
  return()
endif()

find_program(ATSCOPE_CCACHE ccache)
mark_as_advanced(ATSCOPE_CCACHE)
if(ATSCOPE_CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${ATSCOPE_CCACHE})
endif()

find_program(ATSCOPE_MOLD mold)
mark_as_advanced(ATSCOPE_MOLD)
if(ATSCOPE_MOLD AND NOT CMAKE_EXE_LINKER_FLAGS MATCHES "-fuse-ld")
  add_link_options(-fuse-ld=mold)
endif()
