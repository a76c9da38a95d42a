# SPDX-License-Identifier: MIT
# cmake -DATSCOPE=... -DOUTPUT=... -P write_manual.cmake: manual pages and completions, as they are installed.
function(write_page page file)
  execute_process(COMMAND ${ATSCOPE} ${page} OUTPUT_FILE ${OUTPUT}/${file} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(MAKE_DIRECTORY ${OUTPUT}/man/man1 ${OUTPUT}/man/man5 ${OUTPUT}/man/man7 ${OUTPUT}/bash-completion/completions
     ${OUTPUT}/zsh/site-functions ${OUTPUT}/fish/vendor_completions.d)
write_page("man" man/man1/atscope.1)
write_page("man;rules" man/man7/atscope-rules.7)
write_page("man;atscope.toml" man/man5/atscope.toml.5)
file(READ ${OUTPUT}/man/man1/atscope.1 page)
string(REGEX MATCHALL "atscope[\\]-([a-z]+)[\\]fR[(]1[)]" names "${page}")
foreach(name IN LISTS names)
  string(REGEX REPLACE ".*-([a-z]+).*" "\\1" name "${name}")
  write_page("man;${name}" man/man1/atscope-${name}.1)
endforeach()
write_page("completions;bash" bash-completion/completions/atscope)
write_page("completions;zsh" zsh/site-functions/_atscope)
write_page("completions;fish" fish/vendor_completions.d/atscope.fish)
