# SPDX-License-Identifier: MIT
# One function makes every room of the house: atscope_room(NAME SOURCES ... LINKS ... PRIVATE_LINKS ...).

find_package(tl-expected REQUIRED)
find_package(fmt REQUIRED)

add_library(atscope_options INTERFACE)
target_compile_features(atscope_options INTERFACE cxx_std_20)
target_compile_options(atscope_options INTERFACE
  $<BUILD_INTERFACE:-Wall;-Wextra;-Wpedantic;-Wshadow;-Wconversion;-Wno-sign-conversion>)
if(ATSCOPE_SANITIZE)
  target_compile_options(atscope_options INTERFACE
    $<BUILD_INTERFACE:-fsanitize=${ATSCOPE_SANITIZE};-fno-omit-frame-pointer>)
  if(ATSCOPE_SANITIZE MATCHES "undefined")
    # They double the compile time of templates (X3: 100 s) and tell little that a crash under ASan would not.
    target_compile_options(atscope_options INTERFACE $<BUILD_INTERFACE:-fno-sanitize=null,object-size,vptr>)
  endif()
  target_link_options(atscope_options INTERFACE $<BUILD_INTERFACE:-fsanitize=${ATSCOPE_SANITIZE}>)
endif()

if(ATSCOPE_FUZZERS AND NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  message(FATAL_ERROR "ATSCOPE_FUZZERS needs clang: cmake --preset fuzz")
endif()

# A room is a static library atscope_NAME, used as atscope::NAME. Its headers are included by their
# path from the top of the tree ("capture/segment.h"). LINKS are part of its interface.
function(atscope_room NAME)
  cmake_parse_arguments(ROOM "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  add_library(atscope_${NAME} STATIC ${ROOM_SOURCES})
  add_library(atscope::${NAME} ALIAS atscope_${NAME})
  set_target_properties(atscope_${NAME} PROPERTIES EXPORT_NAME ${NAME} POSITION_INDEPENDENT_CODE ON)
  target_include_directories(atscope_${NAME} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>
    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/atscope>)
  target_link_libraries(atscope_${NAME} PUBLIC atscope_options tl::expected ${ROOM_LINKS}
                                        PRIVATE fmt::fmt ${ROOM_PRIVATE_LINKS})
  if(ATSCOPE_FUZZERS)  # only what a fuzzer explores reports where it has been
    target_compile_options(atscope_${NAME} PRIVATE -fsanitize=fuzzer-no-link)
  endif()
  set_property(GLOBAL APPEND PROPERTY ATSCOPE_ROOMS atscope_${NAME})
  list(LENGTH ROOM_SOURCES files)
  if(files GREATER 8)  # else it costs more than it saves
    atscope_precompile(atscope_${NAME})
  endif()
endfunction()
