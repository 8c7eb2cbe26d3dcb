# What run.sh, test.sh and .ci/run share: who builds, how a preset is configured and built. Sourced, never run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
programs=(quarterdeck quarterdeckd qdctl qd-bench)

say() { printf '%s\n' "$*"; }
# The comment at the head of a script is its help.
print_help_if_asked() { # script, its first argument
    case $2 in
        -h | --help)
            sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$1"
            exit 0
            ;;
    esac
}
step() { printf '\n== %s\n' "$*"; }
die() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# Through sudo only apt may act as root: what is built or kept in the home has to belong to the person who called.
# Call it after the packages are in; it returns at once unless this is root on behalf of somebody else.
go_on_as_calling_user() { # script, its arguments...
    local user=${SUDO_USER:-} home uid
    if [ "$(id -u)" != 0 ] || [ -z "$user" ] || [ "$user" = root ]; then return 0; fi
    home=$(getent passwd "$user" | cut -d: -f6)
    uid=$(id -u "$user")
    local vars=(HOME="$home" USER="$user" LOGNAME="$user")
    # sudo empties these two; without them a Wayland session looks like a machine without a display.
    if [ -d "/run/user/$uid" ]; then
        vars+=(XDG_RUNTIME_DIR="/run/user/$uid")
        if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && [ -S "/run/user/$uid/wayland-0" ]; then
            vars+=(WAYLAND_DISPLAY=wayland-0)
        fi
    fi
    exec runuser -u "$user" -- env -u SUDO_USER -u SUDO_UID -u SUDO_GID -u SUDO_COMMAND "${vars[@]}" "$@"
}

require_writable_build() {
    mkdir -p "$root/build" 2>/dev/null || true
    local folder
    for folder in "$root/build" "$root"/build/*/; do
        if [ -d "$folder" ] && [ ! -w "$folder" ]; then
            die "$folder belongs to $(stat -c %U "$folder"), not to $(id -un). Type:  sudo chown -R $(id -un): '$root/build'"
        fi
    done
    if [ ! -d "$root/build" ]; then die "cannot make the folder $root/build: $(id -un) may not write there"; fi
}

# A room counts as soon as its CMakeLists.txt exists, which ninja cannot see: the list of those files is part of the
# question "must cmake run again". Everything else (a changed CMakeLists.txt) ninja notices by itself.
configuration_key() { # preset, cmake arguments...
    printf '%s\n' "$@"
    (cd "$root" && find core ui app tests -name CMakeLists.txt | LC_ALL=C sort && cat CMakePresets.json)
}

configure() { # preset, cmake arguments...
    local preset=$1 folder="$root/build/$1" key
    shift
    key=$(configuration_key "$preset" "$@" | sha256sum)
    if [ -f "$folder/build.ninja" ] && [ "$(cat "$folder/.configured" 2>/dev/null)" = "$key" ]; then return 0; fi
    (cd "$root" && cmake --preset "$preset" -Wno-dev "$@") || return 1
    printf '%s\n' "$key" >"$folder/.configured"
}

build() { # preset, targets...
    local preset=$1
    shift
    # Relative paths in what ccache hashes: a second checkout, or a CI run in a fresh clone, finds the first one's objects.
    export CCACHE_BASEDIR="$root" CCACHE_NOHASHDIR=1 NINJA_STATUS='[%f/%t, %es] '
    local stop_after=1
    if [ "${CI:-}" = true ]; then stop_after=0; fi # One run shows every error, not the first.
    cmake --build "$root/build/$preset" --parallel "$(nproc)" ${@:+--target "$@"} -- -k "$stop_after"
}

# Programs of the list that this tree has a room for.
present_programs() { # names...
    local name
    for name in "$@"; do
        if [ -f "$root/app/$name/CMakeLists.txt" ]; then printf '%s\n' "$name"; fi
    done
}

# build/bin: one place for a person's PATH.
link_programs() {
    local name
    mkdir -p "$root/build/bin"
    for name in "${programs[@]}"; do
        if [ -x "$root/build/release/app/$name/$name" ]; then ln -sfn "../release/app/$name/$name" "$root/build/bin/$name"; fi
    done
}

# Runs a command with folders of its own, so that no test meets, or touches, what the person keeps.
in_private_folders() { # command...
    local home status=0
    home=$(mktemp -d "${TMPDIR:-/tmp}/quarterdeck-test.XXXXXX")
    chmod 0700 "$home"
    mkdir -m 0700 "$home/run"
    env XDG_RUNTIME_DIR="$home/run" XDG_DATA_HOME="$home/data" XDG_CONFIG_HOME="$home/config" \
        XDG_CACHE_HOME="$home/cache" XDG_STATE_HOME="$home/state" QT_QPA_PLATFORM=offscreen "$@" || status=$?
    rm -rf "$home"
    return "$status"
}

# A word or two that every test is started with, e.g. (setarch -R).
test_launcher=()

# Where the determinism test writes what each seed gave, for builds to be compared.
seed_hashes() { printf '%s\n' "$root/build/$1/seed-hashes.txt"; } # preset

run_tests() { # preset, ctest arguments...
    local preset=$1
    shift
    QUARTERDECK_HASH_FILE=$(seed_hashes "$preset")
    export QUARTERDECK_HASH_FILE
    rm -f "$QUARTERDECK_HASH_FILE"
    in_private_folders "${test_launcher[@]}" ctest --test-dir "$root/build/$preset" --label-regex '^(unit|slow)$' --parallel "$(nproc)" \
        --output-on-failure --no-tests=error "$@" </dev/null
}
