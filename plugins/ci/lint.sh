#!/bin/sh
# SPDX-License-Identifier: MIT
# What the templates for CI systems run: every report in one pass, the exit code of atscope at the end.
#
#   ATSCOPE_LOGS      logs and captures, separated by line ends or blanks; globs are expanded here
#   ATSCOPE_REPORTS   folder for the reports (default: atscope-reports)
#   ATSCOPE_FORMATS   reports, separated by blanks (default: "sarif junit gitlab summary-md")
#   ATSCOPE_SHOW      what standard output gets (default: full)
#   ATSCOPE_OPTIONS   further options of atscope lint, separated by blanks
#   ATSCOPE           the program (default: atscope)
set -u

logs=${ATSCOPE_LOGS:?names no logs}
reports=${ATSCOPE_REPORTS:-atscope-reports}
mkdir -p "$reports" || exit 2

set -- lint -f "${ATSCOPE_SHOW:-full}"
for format in ${ATSCOPE_FORMATS:-sarif junit gitlab summary-md}; do
  case $format in
    sarif) file=atscope.sarif ;;
    junit) file=atscope-junit.xml ;;
    gitlab) file=atscope-gitlab.json ;;
    summary-md) file=atscope.md ;;
    json | jsonl) file=atscope.$format ;;
    *) file=atscope-$format.txt ;;
  esac
  set -- "$@" -f "$format:$reports/$file"
done
# Options and logs are lists of words by contract, and logs may be globs.
# shellcheck disable=SC2086
set -- "$@" ${ATSCOPE_OPTIONS-} -- $logs
exec "${ATSCOPE:-atscope}" "$@"
