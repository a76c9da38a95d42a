# SPDX-License-Identifier: MIT
# What `cmake --install` puts where: the program, the rooms as libraries with their headers under
# include/atscope/, and the package files that make find_package(atscope) work.

include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/atscope)
get_property(rooms GLOBAL PROPERTY ATSCOPE_ROOMS)

set_target_properties(atscope_options PROPERTIES EXPORT_NAME options)
install(TARGETS ${rooms} atscope_options EXPORT atscope-targets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
install(EXPORT atscope-targets NAMESPACE atscope:: DESTINATION ${package_dir} COMPONENT development)

# The headers that rooms show each other; what else stands in a room is its own business.
set(public_headers
  capture/error.h capture/open.h capture/segment.h capture/source.h
  decoder/grammar/dialect.h decoder/grammar/load.h decoder/grammar/notation.h decoder/grammar/outline.h decoder/grammar/settings.h
  decoder/session/choose_dialect.h decoder/session/command_line.h decoder/session/event.h
  decoder/session/fields.h decoder/session/session.h
  decoder/machine/machine.h
  decoder/lint/finding.h decoder/lint/linter.h decoder/lint/markers.h decoder/lint/policy.h decoder/lint/policy_run.h
  decoder/lint/rule.h)
foreach(header IN LISTS public_headers)
  get_filename_component(room ${header} DIRECTORY)
  install(FILES ${header} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/atscope/${room} COMPONENT development)
endforeach()

configure_package_config_file(cmake/atscope-config.cmake.in ${PROJECT_BINARY_DIR}/atscope-config.cmake
                              INSTALL_DESTINATION ${package_dir} NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/atscope-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES cmake/AtscopeLint.cmake ${PROJECT_BINARY_DIR}/atscope-config.cmake ${PROJECT_BINARY_DIR}/atscope-config-version.cmake
        DESTINATION ${package_dir} COMPONENT development)
