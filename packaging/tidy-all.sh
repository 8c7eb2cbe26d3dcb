#!/usr/bin/env bash
# clang 19 reads the code: -Wthread-safety over core, then the checks of .clang-tidy.
#   packaging/tidy-all.sh [--all | FILE.cpp...]
# Without arguments: the files changed since the merge base with the newest release tag, or all when there is no such tag;
# files changed last come first. Stops cleanly after QD_TIDY_MINUTES (15) and says how many files it did not reach.
# Exit code: 0 nothing found (in what was read), 1 findings or compile errors.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
print_help_if_asked "${BASH_SOURCE[0]}" "${1:-}"
cd "$root"

deadline_s=$((${QD_TIDY_MINUTES:-15} * 60))
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Newest commit first, each file once: when time runs out, what was just written has been read.
tracked_sources() { # files that exist, in that order
    {
        git log --format= --name-only -- '*.cpp' '*.h'
        git ls-files '*.cpp' '*.h'
    } | awk '!seen[$0]++'
}

changed_since() { # commit
    git diff --name-only "$1" -- '*.cpp' '*.h'
}

# clang-tidy reads a header through a source: its own, else the first test or source that names it.
sources_of() {
    local file source
    while IFS= read -r file; do
        [ -f "$file" ] || continue
        case $file in
            *.cpp) printf '%s\n' "$file" ;;
            *.h)
                source=${file%.h}.cpp
                if [ ! -f "$source" ]; then source=$(git grep -lF "#include \"$file\"" -- '*.cpp' | sed -n 1p || true); fi
                if [ -n "$source" ]; then printf '%s\n' "$source"; fi
                ;;
        esac
    done | awk '!seen[$0]++'
}

choose_files() {
    local tag base
    if [ "${1:-}" = --all ]; then
        tracked_sources | sources_of
    elif [ $# -gt 0 ]; then
        printf '%s\n' "$@" | sources_of
    else
        tag=$(git describe --tags --abbrev=0 --match 'v[0-9]*' HEAD 2>/dev/null || true)
        base=$(if [ -n "$tag" ]; then git merge-base HEAD "$tag" 2>/dev/null || true; fi)
        if [ -z "$base" ]; then
            say "no release tag before this commit: all files" >&2
            tracked_sources | sources_of
        else
            say "files changed since $tag" >&2
            tracked_sources | grep -xFf <(changed_since "$base") | sources_of
        fi
    fi
}

choose_files "$@" >"$work/chosen"

step "clang 19 compiles core with -Wthread-safety"
configure clang -DCMAKE_COMPILE_WARNING_AS_ERROR=ON
ninja -C build/clang -t targets all | sed -n 's/^\([a-z_]*\): phony$/\1/p' >"$work/phony"
mapfile -t core_targets < <(grep -E '^core_[a-z_]+$' "$work/phony" | grep -v '_autogen$' || true)
build clang "${core_targets[@]}"
# What moc makes is included by tests. It is made directly: its targets would wait for every library to be compiled.
find build/clang -name AutogenInfo.json -print0 |
    xargs -0 -r -n 1 -P "$(nproc)" sh -c 'cmake -E cmake_autogen "$1" Debug >/dev/null || exit 255' moc

# Only what the build knows can be read: a platform's or an option's files may be absent from it.
python3 - "$work/chosen" "$work/files" <<'PYTHON'
import json, os, sys
known = {os.path.relpath(os.path.realpath(os.path.join(e["directory"], e["file"])))
         for e in json.load(open("build/clang/compile_commands.json"))}
chosen = open(sys.argv[1]).read().split("\n")
with open(sys.argv[2], "w") as out:
    out.writelines(name + "\n" for name in chosen if name and name in known)
PYTHON

count=$(wc -l <"$work/files")
step "clang-tidy 19 reads $count files, $(((deadline_s - SECONDS) / 60)) min at most"
export work end_s=$(($(date +%s) + deadline_s - SECONDS))
read_one() {
    local file=$1 left status=0 out="$work/$$.out" # $$: each file has a shell of its own
    left=$((end_s - $(date +%s)))
    if [ "$left" -le 0 ]; then
        echo "$file" >>"$work/unread"
        return 0
    fi
    timeout "$left" clang-tidy-19 -p build/clang --quiet --use-color=false \
        --extra-arg=-Wno-unknown-warning-option "$file" >"$out" 2>/dev/null || status=$?
    if [ "$status" = 124 ]; then
        echo "$file" >>"$work/unread"
    elif [ "$status" != 0 ]; then
        echo "$file" >>"$work/found"
        cat "$out"
    fi
    rm -f "$out"
}
export -f read_one
xargs -r -d '\n' -n 1 -P "$(nproc)" bash -c 'read_one "$1"' read_one <"$work/files"

lines() { if [ -f "$1" ]; then wc -l <"$1"; else echo 0; fi; }
unread=$(lines "$work/unread")
found=$(lines "$work/found")
say "clang-tidy: $((count - unread)) of $count files read in $SECONDS s, findings in $found"
if [ "$unread" -gt 0 ]; then say "not checked for lack of time: $unread files, among them $(head -n 3 "$work/unread" | xargs)"; fi
if [ "$found" -gt 0 ]; then exit 1; fi
