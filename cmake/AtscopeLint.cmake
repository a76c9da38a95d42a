# SPDX-License-Identifier: MIT
# atscope_lint_test(NAME LOGS log... [OPTIONS option...] [FIXTURE name] [PROGRAM atscope])
#
# A ctest that lints logs which other tests write. FIXTURE names a fixture that these tests set up, so that the lint runs
# behind them. A log without AT traffic fails: a test that checked nothing is no success.
function(atscope_lint_test NAME)
  cmake_parse_arguments(LINT "" "FIXTURE;PROGRAM" "LOGS;OPTIONS" ${ARGN})
  if(NOT LINT_LOGS)
    message(FATAL_ERROR "atscope_lint_test(${NAME}): name the LOGS")
  endif()
  if(NOT LINT_PROGRAM)
    find_program(ATSCOPE_PROGRAM atscope REQUIRED)
    set(LINT_PROGRAM ${ATSCOPE_PROGRAM})
  endif()
  add_test(NAME ${NAME} COMMAND ${LINT_PROGRAM} lint ${LINT_OPTIONS} ${LINT_LOGS})
  if(LINT_FIXTURE)
    set_tests_properties(${NAME} PROPERTIES FIXTURES_REQUIRED ${LINT_FIXTURE})
  endif()
endfunction()
