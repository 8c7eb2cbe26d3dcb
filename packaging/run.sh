#!/usr/bin/env bash
# Installs what is missing, builds, and opens the window with the engine inside.
#   packaging/run.sh [ARGUMENTS]             arguments go on to quarterdeck; --demo shows a seeded demonstration
#   packaging/run.sh --headless [ARGUMENTS]  the engine without a window; arguments go on to quarterdeckd
# Ends with the exit code of the program it starts; 1 when there is nothing to open a window on.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

print_help_if_asked "${BASH_SOURCE[0]}" "${1:-}"
program=quarterdeck
arguments=()
for argument in "$@"; do
    if [ "$argument" = --headless ]; then program=quarterdeckd; else arguments+=("$argument"); fi
done

acts_for_another_user() { [ "$(id -u)" = 0 ] && [ -n "${SUDO_USER:-}" ] && [ "$SUDO_USER" != root ]; }

# Asked before anything is installed or built: nobody should wait minutes to hear it.
if [ "$program" = quarterdeck ] && ! acts_for_another_user && [ -z "${QT_QPA_PLATFORM:-}" ] &&
    [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    say "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open." >&2
    say "The same engine runs without one:  '$root/packaging/run.sh' --headless" >&2
    exit 1
fi

"$root/packaging/install-dependencies.sh" build
go_on_as_calling_user "$root/packaging/run.sh" "$@"
require_writable_build

if [ "$program" = quarterdeck ]; then
    wanted=(quarterdeck quarterdeckd qdctl)
else
    wanted=(quarterdeckd qdctl)
fi
mapfile -t targets < <(present_programs "${wanted[@]}")
if ! printf '%s\n' "${targets[@]}" | grep -qx "$program"; then die "this tree has no app/$program to build"; fi

# Quiet when there is nothing to do; what cmake and ninja say is shown when there is.
configure release
build release "${targets[@]}"
link_programs
exec "$root/build/release/app/$program/$program" "${arguments[@]}"
