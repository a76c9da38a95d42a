# SPDX-License-Identifier: MIT
# What the scripts share; source it, do not run it.

set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export top
cd "$top"

say() { printf '%s\n' "$*" >&2; }
die() {
  say "$(basename "$0"): $*"
  exit 2
}

# Runs a command whose output matters only if it fails: quiet NAME COMMAND...
quiet() {
  local name=$1 log status
  shift
  mkdir -p "$top/build"
  log=$top/build/$name.log
  "$@" >"$log" 2>&1 && return
  status=$?
  say "$(basename "$0"): this failed with exit code $status: $*"
  tail -n 60 "$log" >&2
  say "(all of it: $log)"
  return "$status"
}

# Configures and builds a preset: build PRESET [TARGET...]. Says something only when there is work to do.
build() {
  local preset=$1 targets=()
  shift
  if [ $# -gt 0 ]; then targets=(--target "$@"); fi
  if [ ! -f "build/$preset/build.ninja" ]; then
    say "building the preset '$preset' into build/$preset ..."
  fi
  quiet "$preset-configure" cmake --preset "$preset"
  quiet "$preset-build" cmake --build --preset "$preset" "${targets[@]}"
}

# The comment block at the head of a script is its help text.
show_help() {
  sed -n '3,/^$/{ /^# \{0,1\}/{ s///; p; }; }' "$0"
  exit 0
}
case "${1-}" in
  -h | --help) show_help ;;
esac
