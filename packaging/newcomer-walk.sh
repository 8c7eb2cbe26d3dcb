#!/usr/bin/env bash
# The proof of the two commands: makes a bare Debian 12 in a folder, clones this tree into it, and walks as a newcomer does -
# an ordinary user without sudo, who types the line that run.sh prints, and no other. By hand; takes as long as two builds.
#   packaging/newcomer-walk.sh [--keep] [FOLDER]
# Needs root (debootstrap, chroot) and: debootstrap xvfb x11-utils imagemagick. Prints a table of times; exit code 1 if a step fails.
# Packages come from the mirror that this machine's apt uses. FOLDER (default: a new one in /tmp) is removed at the end
# unless --keep is given; with FOLDER of an earlier walk its Debian is used again, the user and the tree are made anew.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

print_help_if_asked "${BASH_SOURCE[0]}" "${1:-}"
keep=no
if [ "${1:-}" = --keep ]; then
    keep=yes
    shift
fi
for tool in debootstrap Xvfb xwininfo import; do
    if ! command -v "$tool" >/dev/null; then die "needs $tool:  apt-get install debootstrap xvfb x11-utils imagemagick"; fi
done
if [ "$(id -u)" != 0 ]; then die "only root may make a chroot"; fi

# A mount namespace of its own: nothing stays mounted, however this ends.
if [ "${QD_WALK_INSIDE:-}" != yes ]; then
    QD_WALK_INSIDE=yes exec unshare --mount --propagation private -- "$0" $([ "$keep" = yes ] && echo --keep) "$@"
fi

bare=${1:-$(mktemp -d /tmp/quarterdeck-newcomer.XXXXXX)}
logs=$root/build/newcomer-walk
home=/home/newcomer
tree="$home/a folder with spaces/quarterdeck"
display=:97
xvfb=
table=()
mkdir -p "$bare" "$logs"
chmod 755 "$bare" # mktemp makes it for root alone, and it becomes the newcomer's root folder

finish() {
    local status=$?
    if [ -n "$xvfb" ]; then kill "$xvfb" 2>/dev/null || true; fi
    step "Newcomer's walk, $(nproc) cores"
    printf '  %s\n' "${table[@]}"
    if [ "$status" != 0 ]; then say "  FAILED; the logs are in $logs"; fi
    umount -R "$bare/dev/pts" "$bare/dev/shm" "$bare/proc" 2>/dev/null || true
    if [ "$keep" = no ]; then rm -rf --one-file-system "$bare"; else say "  kept: $bare"; fi
}
trap finish EXIT

note() { # words...; what was measured goes into the table at once, so that a failure shows how far it came
    table+=("$*")
    say "   $*"
}

make_debian() {
    if [ ! -e "$bare/etc/debian_version" ]; then
        local mirror
        mirror=$(apt-get indextargets --format '$(CODENAME) $(REPO_URI)' 'Created-By: Packages' | sed -n 's/^bookworm //p' | sed -n 1p)
        debootstrap --variant=minbase bookworm "$bare" "${mirror:-http://deb.debian.org/debian}" >"$logs/debootstrap.log" 2>&1
        apt-get indextargets --format 'deb $(REPO_URI) $(CODENAME) main' 'Created-By: Packages' | grep -E ' bookworm(-updates|-security)? main$' |
            sort -u >"$bare/etc/apt/sources.list"
        # How this machine reaches its mirror is not what is being tested.
        grep -lE '^ *Acquire' /etc/apt/apt.conf.d/* /etc/apt/apt.conf 2>/dev/null | xargs -r cp -t "$bare/etc/apt/apt.conf.d" || true
        cp /etc/resolv.conf /etc/hosts "$bare/etc/" 2>/dev/null || true
        rm -rf "$bare"/var/lib/apt/lists/*
    fi
    mount -t proc proc "$bare/proc"
    mkdir -p "$bare/dev/pts" "$bare/dev/shm"
    mount -t devpts devpts "$bare/dev/pts"
    mount -t tmpfs -o mode=1777 tmpfs "$bare/dev/shm"
    chroot "$bare" userdel --remove newcomer >/dev/null 2>&1 || true
    chroot "$bare" useradd --create-home --shell /bin/bash newcomer
}

clone_tree() {
    mkdir -p "$bare$(dirname "$tree")"
    git clone --quiet "file://$root" "$bare$tree"
    chroot "$bare" chown -R newcomer: "$home"
}

as_root() { chroot "$bare" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root "$@" </dev/null; }

# Words rather than a function: what is started with '&' is then the very process whose id $! tells.
newcomer=(chroot "$bare" /usr/bin/env -i PATH=/usr/bin:/bin
    setpriv --reuid newcomer --regid newcomer --init-groups --reset-env
    env -C / LANG=C.UTF-8) # from another folder than the tree, as people do

as_newcomer() { "${newcomer[@]}" DISPLAY="${show_on:-}" "$@" </dev/null; }

# The script names the one line that somebody with rights has to type: type it.
type_the_line() { # log
    local line
    line=$(sed -n 's/^  \(apt-get update && apt-get install .*\)$/\1/p' "$1")
    if [ -z "$line" ]; then die "no line to type in $1"; fi
    as_root sh -c "DEBIAN_FRONTEND=noninteractive; export DEBIAN_FRONTEND; $line"
}

window_is_there() { xwininfo -display "$display" -root -tree 2>/dev/null | grep -qi '"[^"]*quarterdeck'; }

begin=$SECONDS
make_debian
clone_tree
note "$(printf '%5d s  a bare Debian %s and a clone of %s' $((SECONDS - begin)) "$(cat "$bare/etc/debian_version")" "$(git -C "$root" rev-parse --short HEAD)")"

step "run.sh without a display"
if as_newcomer "$tree/packaging/run.sh" >"$logs/no-display.log" 2>&1; then die "run.sh did not mind the missing display"; fi
grep -q -- --headless "$logs/no-display.log"
note "    ok    without a display it says so and offers --headless"

step "packaging/run.sh --demo, first time"
Xvfb "$display" -screen 0 1440x900x24 -ac -nolisten tcp >"$logs/xvfb.log" 2>&1 &
xvfb=$!
show_on=$display
if as_newcomer "$tree/packaging/run.sh" --demo >"$logs/run-1.log" 2>&1; then die "run.sh should have asked for packages"; fi
begin=$SECONDS
type_the_line "$logs/run-1.log" >"$logs/apt-1.log" 2>&1
note "$(printf '%5d s  the line it printed, typed as root: %s packages' $((SECONDS - begin)) "$(grep -c '^Setting up' "$logs/apt-1.log")")"

open_window() { # log; sets `opened` to the milliseconds until the window stands, then closes it
    local start child tries=0
    start=$(date +%s%3N)
    "${newcomer[@]}" DISPLAY="$show_on" "$tree/packaging/run.sh" --demo >"$1" 2>&1 </dev/null &
    child=$!
    until window_is_there; do
        if ! kill -0 "$child" 2>/dev/null; then
            tail -n 20 "$1"
            die "run.sh ended without a window"
        fi
        tries=$((tries + 1))
        if [ "$tries" -gt 36000 ]; then die "no window after an hour"; fi
        sleep 0.1
    done
    opened=$(($(date +%s%3N) - start))
    sleep 8
    import -display "$display" -window root "${1%.log}.png"
    # run.sh has become the program: ending its process ends the window, in order.
    kill "$child"
    wait "$child" || true
    if window_is_there; then die "the window is still there after its process ended"; fi
}

begin=$SECONDS
open_window "$logs/run-2.log"
note "$(printf '%5d s  run.sh --demo builds and opens the window (picture: %s)' $((opened / 1000)) "$logs/run-2.png")"
open_window "$logs/run-3.log"
note "$(printf '%5d ms the second start, until the window stands' "$opened")"

step "packaging/test.sh"
show_on=
if ! as_newcomer "$tree/packaging/test.sh" >"$logs/test-1.log" 2>&1 && grep -q '^  apt-get update' "$logs/test-1.log"; then
    type_the_line "$logs/test-1.log" >"$logs/apt-2.log" 2>&1
fi
begin=$SECONDS
status=0
as_newcomer "$tree/packaging/test.sh" >"$logs/test-2.log" 2>&1 || status=$?
note "$(printf '%5d s  test.sh: %s' $((SECONDS - begin)) "$(grep 'tests passed' "$logs/test-2.log" || echo 'no verdict')")"
if [ "$status" != 0 ]; then
    tail -n 30 "$logs/test-2.log"
    exit 1
fi

step "through sudo"
as_root apt-get install -y --no-install-recommends sudo >"$logs/apt-3.log" 2>&1
echo 'newcomer ALL=(ALL) NOPASSWD: ALL' >"$bare/etc/sudoers.d/newcomer"
as_root rm -f "$tree/build/release/app/quarterdeckd/quarterdeckd" # something to build
status=0
as_newcomer sudo "$tree/packaging/test.sh" -R tidy >"$logs/sudo.log" 2>&1 || status=$?
if [ "$status" != 0 ]; then
    tail -n 20 "$logs/sudo.log"
    exit 1
fi
strangers=$(find "$bare$home" -user root | wc -l)
if [ "$strangers" != 0 ]; then die "$strangers files in the home belong to root"; fi
note "    ok    sudo test.sh builds as the calling user; nothing in the home is root's"
