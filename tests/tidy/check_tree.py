#!/usr/bin/env python3
"""Reads the tree and refuses what the design forbids and no compiler sees.

    check_tree.py ROOT      prints one line per finding: FILE:LINE: RULE: what is wrong and what to do; exit code 1 if any

Two lists beside this script hold what is permitted all the same, each line with its reason:
ROOT/tests/tidy/allowed.txt (RULE FILE REASON) and ROOT/tests/tidy/large_files.txt (LINES FILE REASON).
Both only shrink: an entry that is not needed any more is a finding too.
"""
import re
import sys
from dataclasses import dataclass
from pathlib import Path

LINES_MAX = 700
NETWORK_SOURCES_MAX = 4
NETWORK = r"boost/(asio|beast)\b"
SOURCE_SUFFIXES = {".h", ".cpp"}
PLACES = ("core", "ui", "app", "tests")

# What a room of core may include besides itself; what these may include comes with them. design.md, "The house".
CORE_ROOMS = {
    "base": [],
    "model": ["base"],
    "host": ["model"],
    "policy": ["model"],
    "telemetry": ["model"],
    "config": ["model"],
    "coordinator": ["policy"],
    "transport": ["model"],
    "ledger": ["model"],
    "replica": ["model"],
    "net": ["base"],
    "workers": ["host", "policy", "net"],
    "engine": ["coordinator", "transport", "ledger", "replica", "workers", "config", "telemetry"],
    "http": ["engine", "net"],
    "example": ["model"],
}

# Deterministic rooms: the same inputs must give the same outputs on every machine, so the means of chance stay outside.
PURE_ROOMS = ("core/policy/", "core/coordinator/", "core/host/")
IMPURE = [
    (r"::now\s*\(|\b(System)?Clock\b|\b(steady|system|high_resolution|utc|tai|file)_clock\b|\bclock_gettime\b|"
     r"\bgettimeofday\b|\btime\s*\(\s*(nullptr|NULL|0)\s*\)", "a clock: the time comes as an argument"),
    (r"\bj?thread\b|\bthis_thread\b|\bpthread_\w+|\bsleep_(for|until)\b|\busleep\s*\(|\bstd::async\b", "a thread"),
    (r"\b(recursive_|shared_|timed_)?mutex\b|\bMutex\b|\bcondition_variable\w*|\block_guard\b|\b(unique|scoped|shared)_lock\b",
     "a lock: one thread owns this state"),
    (r"\brandom_device\b|\bgetrandom\b|\barc4random\w*|\bs?rand(_r|om)?\s*\(|\bmt19937\w*|\w+_distribution\b|/dev/u?random",
     "chance that is not core/base/rng.h: only that replays"),
    (r"\b(exp|exp2|expm1|log|log2|log10|log1p|pow|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|cbrt|hypot|erfc?|"
     r"[tl]gamma)[fl]?\s*\(", "a transcendental of libm: its last digit depends on the machine"),
    (r"\b(unordered_)?(multi)?(map|set)\s*<\s*(const\s+)?[\w:]+(\s+const)?\s*\*|\bstd::(less|hash)\s*<[^<>]*\*\s*>|\bu?intptr_t\b",
     "an order of addresses: use ids"),
]
IMPURE_HEADERS = {
    "random": "core/base/rng.h replays, <random> does not", "cmath": "no libm here", "math.h": "no libm here",
    "thread": "no threads here", "mutex": "one thread owns this state", "shared_mutex": "one thread owns this state",
    "condition_variable": "no threads here", "future": "no threads here", "stop_token": "no threads here",
    "ctime": "the time comes as an argument", "time.h": "the time comes as an argument",
    "sys/time.h": "the time comes as an argument", "fstream": "no files here", "filesystem": "no files here",
    "unistd.h": "no system calls here", "sys/random.h": "core/base/rng.h replays",
}


@dataclass(frozen=True)
class Finding:
    file: str
    line: int
    rule: str
    text: str

    def __str__(self):
        return f"{self.file}:{self.line}: {self.rule}: {self.text}"


@dataclass
class Source:
    path: str           # relative to the root, with slashes
    lines: list         # as written
    code: list          # the same lines without comments and without what stands in string literals
    includes: list      # (line number, name, True for <name>)

    @property
    def room(self):
        parts = self.path.split("/")
        return parts[1] if len(parts) > 2 else ""

    @property
    def stem(self):
        return Path(self.path).stem


TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|R"([^(\s]*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<![\w])\'(?:\\.|[^\'\\\n])+\'', re.S)


def without_comments_and_texts(text):
    def blank(match):
        token = match.group(0)
        return ('""' if token[0] in '"R' else " ") + "\n" * token.count("\n")
    return TOKEN.sub(blank, text)


def read_source(root, path):
    text = path.read_text(encoding="utf-8")
    name = path.relative_to(root).as_posix()
    lines = text.splitlines()
    includes = []
    for number, line in enumerate(lines, 1):
        match = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
        if match:
            includes.append((number, resolve(root, name, match), match.group(1) == "<"))
    return Source(name, lines, without_comments_and_texts(text).splitlines(), includes)


def resolve(root, name, match):
    """An include as a path from the root, also where it was written relative to the file."""
    written = match.group(2)
    if match.group(1) == "<" or (root / written).exists():
        return written
    neighbour = ((root / name).parent / written)
    if neighbour.exists():
        return neighbour.resolve().relative_to(root.resolve()).as_posix()
    return written


def is_qt(name):
    return bool(re.match(r"(Qt[A-Z]\w*/|Q[A-Z]\w*$|q[a-z]+\.h$)", name))


def rooms_within_reach(room):
    reach, todo = set(), [room]
    while todo:
        for other in CORE_ROOMS.get(todo.pop(), []):
            if other not in reach:
                reach.add(other)
                todo.append(other)
    return reach


def check_core_includes(source):
    if not source.path.startswith("core/"):
        return
    reach = rooms_within_reach(source.room)
    for number, name, _ in source.includes:
        if is_qt(name) or name.startswith("ui/"):
            yield Finding(source.path, number, "core-without-qt", f"core includes {name}; core knows neither Qt nor ui")
        elif name.startswith("core/"):
            other = name.split("/")[1]
            if source.room in CORE_ROOMS and other != source.room and other not in reach:
                yield Finding(source.path, number, "room-order",
                              f"core/{source.room} may not include core/{other} (design, \"The house\")")


def check_ui_includes(source, pages):
    if not source.path.startswith("ui/"):
        return
    for number, name, _ in source.includes:
        if source.room == "pages" and other_page(source, name, pages):
            yield Finding(source.path, number, "page-by-itself", f"a page includes another page, {name}; share a widget instead")
        if source.room in ("widgets", "charts", "theme", "format") and re.match(r"ui/(models|session|pages|shell)/", name):
            yield Finding(source.path, number, "widgets-without-models", f"ui/{source.room} includes {name}; hand in values")
        if source.room != "shell" and name.startswith("ui/shell/"):
            yield Finding(source.path, number, "shell-on-top", f"ui/{source.room} includes {name}; only app may")
        if source.room in ("models", "session") and name.startswith("ui/pages/"):
            yield Finding(source.path, number, "shell-on-top", f"ui/{source.room} includes {name}")


def folders_of_pages(sources):
    """ui/pages/overview/ is one, for it holds an overview_page.h; ui/pages/common/ belongs to all."""
    return {s.path.split("/")[2] for s in sources if re.match(r"ui/pages/\w+/.*_page\.h$", s.path)}


def other_page(source, name, pages):
    """A page is a folder, or a file with its parts (overview_page.cpp, overview_page_cards.cpp)."""
    parts = name.split("/")
    if parts[:2] != ["ui", "pages"]:
        return False
    if len(parts) > 3:
        return parts[2] in pages and parts[2] != source.path.split("/")[2]
    stem = Path(name).stem
    return stem.endswith("_page") and source.stem != stem and not source.stem.startswith(stem + "_")


def check_app_includes(source):
    for number, name, _ in source.includes:
        if not name.startswith("app/"):
            continue
        program = "/".join(name.split("/")[:2]) + "/"
        if not source.path.startswith((program, f"tests/{program}")):
            yield Finding(source.path, number, "app-on-top", f"includes {name}; only the program itself (and its tests) may")


def check_pure(source):
    if not source.path.startswith(PURE_ROOMS):
        return
    for number, name, _ in source.includes:
        if name in IMPURE_HEADERS:
            yield Finding(source.path, number, "deterministic", f"<{name}>: {IMPURE_HEADERS[name]}")
        elif name == "core/base/mutex.h":
            yield Finding(source.path, number, "deterministic", f"{name}: one thread owns this state")
    for number, line in enumerate(source.code, 1):
        if line.lstrip().startswith("#"):
            continue
        for pattern, why in IMPURE:
            match = re.search(pattern, line)
            if match:
                yield Finding(source.path, number, "deterministic", f"'{match.group(0).strip()}': {why}")


def check_hash_order(source, unordered):
    """Walking over a hash table gives the order of its hashes; looking things up in it is fine."""
    if not source.path.startswith(PURE_ROOMS):
        return
    for number, line in enumerate(source.code, 1):
        match = re.search(r"\bfor\s*\([^;]*:\s*(?:[\w.>()-]*(?:\.|->))?(\w+)\s*\)", line) or re.search(r"\b(\w+)\.c?begin\s*\(", line)
        if match and match.group(1) in unordered:
            yield Finding(source.path, number, "deterministic", f"walks over the hash table '{match.group(1)}': order by id first")


def unordered_names(sources):
    """Names of hash tables declared in each deterministic room."""
    names = {}
    for source in sources:
        if source.path.startswith(PURE_ROOMS):
            for match in re.finditer(r"\bunordered_\w+\s*<[^;(){}]*>\s*(\w+)\s*[;{=]", "\n".join(source.code)):
                names.setdefault(source.room, set()).add(match.group(1))
    return names


def check_heavy_headers(source):
    is_header = source.path.endswith(".h")
    for number, name, _ in source.includes:
        if is_header and re.match(NETWORK, name) and not private_folder(source.path):
            yield Finding(source.path, number, "network-in-source", f"{name} costs 40 s per file that includes this header")
        if is_header and name.startswith("nlohmann/") and name != "nlohmann/json_fwd.hpp" and not private_folder(source.path):
            yield Finding(source.path, number, "json-in-source", f"{name} costs seconds per file that includes this header")
        if is_header and name.startswith("toml++/"):
            yield Finding(source.path, number, "toml-in-source", f"{name} costs seconds per file that includes this header")
        if re.match(r"(Qt(Core|Gui|Widgets|Charts|Network|Test|Svg|DBus|Concurrent)/)?Qt(Core|Gui|Widgets|Charts|Network|Test|Svg|DBus|"
                    r"Concurrent)$", name):
            yield Finding(source.path, number, "no-umbrella", f"<{name}> is a whole library (7 s per file): name the class's header")


def private_folder(path):
    """The room that a header belongs to alone (core/net/detail/x.h, core/model/codec/x_private.h), or nothing.
    Such a header may hold what a public one may not."""
    match = re.match(r"((?:core|ui|app)/\w[\w-]*/)(?:.*/)?(?:detail/[^/]+|[^/]+_private)\.h$", path)
    return match.group(1) if match else None


def check_private_headers(source):
    for number, name, _ in source.includes:
        owner = private_folder(name)
        if owner and not source.path.startswith((owner, "tests/" + owner)):
            yield Finding(source.path, number, "private-header", f"{name} belongs to {owner} alone")


def check_network_sources(sources):
    """Counts the sources that Boost.Asio or Beast reaches, directly or through private headers."""
    direct = {s.path for s in sources if any(re.match(NETWORK, name) for _, name, _ in s.includes)}
    while True:
        more = {s.path for s in sources if any(name in direct for _, name, _ in s.includes)} - direct
        if not more:
            break
        direct |= more
    users = sorted(p for p in direct if p.endswith(".cpp") and not p.startswith("tests/"))
    for path in users[NETWORK_SOURCES_MAX:]:
        yield Finding(path, 1, "network-in-four-files",
                      f"{len(users)} sources include Boost.Asio or Beast, {NETWORK_SOURCES_MAX} may: use core/net")


def check_core_links(root):
    for path in sorted((root / "core").rglob("CMakeLists.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if re.search(r"\bQt6?::|\bqd_add_ui_room\b|\bui_\w+", line.split("#")[0]):
                yield Finding(path.relative_to(root).as_posix(), number, "core-without-qt", "core links Qt or ui")


def check_known_rooms(root):
    for path in sorted((root / "core").glob("*/CMakeLists.txt")):
        if path.parent.name not in CORE_ROOMS:
            yield Finding(path.relative_to(root).as_posix(), 1, "room-order",
                          f"core/{path.parent.name} is new: say in CORE_ROOMS of tests/tidy/check_tree.py what it may include")


def check_room_words(root):
    for place in ("core", "ui", "app"):
        for path in sorted((root / place).glob("*/CMakeLists.txt")):
            opening = path.read_text(encoding="utf-8").splitlines()[:2]
            if len(opening) < 2 or not all(line.startswith("# ") for line in opening):
                yield Finding(path.relative_to(root).as_posix(), 1, "room-words",
                              "opens with two comment lines: what the room means, what must never enter it")


def read_list(root, name):
    """{second word: (first word, line number)}; each line must have a reason."""
    entries, findings = [], []
    path = root / "tests" / "tidy" / name
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    for number, line in enumerate(lines, 1):
        words = line.split(maxsplit=2)
        if not words or words[0].startswith("#"):
            continue
        if len(words) < 3:
            findings.append(Finding(f"tests/tidy/{name}", number, "reason", "an exception has a reason behind it"))
        else:
            entries.append((words[0], words[1], number))
    return entries, findings


def check_sizes(root, sources):
    entries, findings = read_list(root, "large_files.txt")
    known = {path: (int(lines), number) for lines, path, number in entries}
    for source in sources:
        count = len(source.lines)
        limit, _ = known.get(source.path, (LINES_MAX, 0))
        if count > limit:
            findings.append(Finding(source.path, count, "size", f"{count} lines, {limit} are the limit: cut it in two"))
    sizes = {source.path: len(source.lines) for source in sources}
    for path, (_, number) in known.items():
        if sizes.get(path, 0) <= LINES_MAX:
            findings.append(Finding("tests/tidy/large_files.txt", number, "size", f"{path} needs no exception any more: remove it"))
    return findings


def permit(root, findings):
    entries, kept = read_list(root, "allowed.txt")
    used = set()
    for finding in findings:
        entry = next((e for e in entries if (e[0], e[1]) == (finding.rule, finding.file)), None)
        if entry:
            used.add(entry)
        else:
            kept.append(finding)
    for entry in entries:
        if entry not in used:
            kept.append(Finding("tests/tidy/allowed.txt", entry[2], "stale", f"{entry[1]} breaks {entry[0]} no more: remove the line"))
    return kept


def check_tree(root):
    root = Path(root)
    files = [p for place in PLACES for p in sorted((root / place).rglob("*")) if p.suffix in SOURCE_SUFFIXES and p.is_file()]
    sources = [read_source(root, path) for path in files]
    unordered = unordered_names(sources)
    pages = folders_of_pages(sources)
    findings = []
    for source in sources:
        for check in (check_core_includes, check_app_includes, check_pure, check_heavy_headers,
                      check_private_headers):
            findings += check(source)
        findings += check_ui_includes(source, pages)
        findings += check_hash_order(source, unordered.get(source.room, set()))
    findings += check_network_sources(sources)
    findings += check_core_links(root)
    findings += check_room_words(root)
    findings += check_known_rooms(root)
    return permit(root, findings) + check_sizes(root, sources), len(sources)


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    findings, count = check_tree(sys.argv[1])
    for finding in findings:
        print(finding)
    print(f"{count} files read, {len(findings)} findings")
    return 1 if findings or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
