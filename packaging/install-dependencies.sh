#!/usr/bin/env bash
# Installs the Debian packages that a group of work needs, and only those that are missing.
#   packaging/install-dependencies.sh [build|test|ci]     default build; test includes build, ci includes both
#   packaging/install-dependencies.sh --list [GROUP]      print the names, change nothing
# This is the only list of packages; dependencies.md says why each is in it. Nothing but apt ever runs as root.
set -euo pipefail

build_packages=(
    g++ cmake ninja-build ccache lld pkgconf
    libfmt-dev nlohmann-json3-dev libtomlplusplus-dev libcli11-dev
    libsqlite3-dev libssl-dev libboost1.81-dev prometheus-cpp-dev
    qt6-base-dev libqt6opengl6-dev qt6-charts-dev qt6-svg-dev qt6-wayland qt6-translations-l10n
    fonts-inter fonts-jetbrains-mono ca-certificates
)
test_packages=(python3 curl sqlite3 xvfb dbus at-spi2-core python3-gi gir1.2-atspi-2.0)
ci_packages=(git clang-19 clang-tidy-19 clang-format-19)

list_only=no
if [ "${1:-}" = --list ]; then
    list_only=yes
    shift
fi
group=${1:-build}
case $group in
    build) wanted=("${build_packages[@]}") ;;
    test) wanted=("${build_packages[@]}" "${test_packages[@]}") ;;
    ci) wanted=("${build_packages[@]}" "${test_packages[@]}" "${ci_packages[@]}") ;;
    -h | --help)
        sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"
        exit 0
        ;;
    *)
        echo "usage: $0 [--list] [build|test|ci]" >&2
        exit 2
        ;;
esac
if [ "$list_only" = yes ]; then
    printf '%s\n' "${wanted[@]}"
    exit 0
fi

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "note: no apt here, so nothing is installed. Quarterdeck needs what Debian 12 calls: ${wanted[*]}" >&2
    exit 0
fi

installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null |
    sed -n 's/^installed //p' || true)
missing=()
for package in "${wanted[@]}"; do
    if ! grep -qxF -- "$package" <<<"$installed"; then missing+=("$package"); fi
done
if [ ${#missing[@]} = 0 ]; then exit 0; fi

echo "Installing ${#missing[@]} missing Debian packages: ${missing[*]}"
# Recommended packages stay out: they would bring whole desktops. Another apt at work is waited for.
# The path is spelled out because plain su keeps the user's, in which dpkg misses /usr/sbin.
path='PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
apt="env $path DEBIAN_FRONTEND=noninteractive apt-get -y -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=600"
update="$apt update"
install="$apt install --no-install-recommends ${missing[*]}"
# The lists of packages are fetched when apt does not know a name, and when they are too old to download from.
if apt-get -qq --simulate install --no-install-recommends "${missing[@]}" >/dev/null 2>&1; then
    as_root="$install || { $update && $install; }"
else
    as_root="$update && $install"
fi

say_what_to_type() {
    {
        echo "error: $(id -un) may not install packages here. Let somebody who may type this line, then start again:"
        echo "  apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
    } >&2
    exit 1
}

may_sudo() {
    if ! command -v sudo >/dev/null; then return 1; fi
    if sudo -n true 2>/dev/null; then return 0; fi
    # It may ask for the password, but only where somebody can answer.
    [ -t 0 ] && sudo -v
}

if [ "$(id -u)" = 0 ]; then
    sh -c "$as_root" </dev/null
elif may_sudo; then
    sudo sh -c "$as_root" </dev/null
elif [ -t 0 ] && command -v su >/dev/null; then
    echo "No right to use sudo: su asks for the password of root, for apt alone."
    su -c "$as_root" || say_what_to_type
else
    say_what_to_type
fi
