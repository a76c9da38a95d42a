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
install(DIRECTORY capture decoder DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/atscope COMPONENT development
        FILES_MATCHING PATTERN "*.h")

configure_package_config_file(cmake/atscope-config.cmake.in ${PROJECT_BINARY_DIR}/atscope-config.cmake
                              INSTALL_DESTINATION ${package_dir} NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/atscope-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/atscope-config.cmake ${PROJECT_BINARY_DIR}/atscope-config-version.cmake
        DESTINATION ${package_dir} COMPONENT development)
