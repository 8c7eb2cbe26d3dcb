#!/usr/bin/env bash
# Installs what is missing, builds everything and runs the tests, windows offscreen.
#   packaging/test.sh [--werror] [ctest arguments, e.g. -R ledger]
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

print_help_if_asked "${BASH_SOURCE[0]}" "${1:-}"
"$root/packaging/install-dependencies.sh" test
go_on_as_calling_user "$root/packaging/test.sh" "$@"
require_writable_build

options=()
if [ "${1:-}" = --werror ]; then
    options=(-DCMAKE_COMPILE_WARNING_AS_ERROR=ON)
    shift
fi

step "Build (release)"
configure release "${options[@]}"
build release
link_programs
step "Tests (release)"
run_tests release "$@"
