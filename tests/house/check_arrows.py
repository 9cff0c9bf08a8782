#!/usr/bin/env -S python3 -B
"""Compares every #include with the rooms that CMake names.

usage: check_arrows.py [--self-test]

A file may include the headers of its own room and of the rooms that it names in USES, directly or through them.
Client and server never include each other. The core rooms are pure. POSIX lives in the platform rooms. A library
is included only in its own rooms. --self-test plants wrong arrows in a copy of the tree and sees each one found.
"""

import re
import shutil
import sys
import tempfile
from pathlib import Path

from house import ROOT, SIDES, files, finish

CORE = {"base", "schema", "thai", "workflow", "sync"}

# Clocks, files, threads and the console: not in the core.
IMPURE = {
    "barrier", "chrono", "condition_variable", "ctime", "filesystem", "fstream", "future", "iostream", "latch",
    "mutex", "semaphore", "shared_mutex", "stop_token", "thread",
}

POSIX = re.compile(
    r"(sys|netinet|arpa|linux|net)/.*|(aio|dirent|dlfcn|endian|fcntl|ftw|glob|grp|ifaddrs|langinfo|netdb|poll|pthread"
    r"|pwd|sched|seccomp|signal|spawn|strings|syslog|termios|unistd|utime|wait)\.h"
)
POSIX_PLACES = re.compile(r"(shared|client|server)/platform/.*|.*_posix\.cpp")

# Header (a pattern) and the folders that may include it.
LIBRARIES = [
    (r"sqlite3\.h", ["shared/sqlite"]),
    (r"httplib\.h", ["shared/http"]),
    (r"sodium.*\.h", ["shared/crypto"]),
    (r"openssl/.*", ["shared/crypto", "shared/http"]),
    (r"unicode/.*", ["shared/thai"]),
    (r"hb.*\.h|ft2build\.h|freetype/.*", ["shared/text"]),
    (r"turbojpeg\.h|png\.h|lib(heif|exif)/.*", ["shared/media"]),
]

# The simulation's auditor judges the product, so it knows nothing of it: only these, its own files and libraries.
AUDITOR = re.compile(r"tests/simulation/(audit[a-z_]*|journal_view|store_view|ledger|violation)\.[a-z]+")
AUDITOR_MAY = re.compile(r"shared/(base|sqlite)/.*")

COMMAND = re.compile(r"\b(khaosan_room|add_library|add_executable|target_link_libraries)\s*\(([^)]*)\)")
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)
NOT_NAMES = {"PUBLIC", "PRIVATE", "INTERFACE", "STATIC", "OBJECT"}


class House:
    """The rooms of one tree: folder of each, its sources, and what it uses."""

    def __init__(self, root):
        self.root = Path(root)
        self.folder, self.sources, self.uses = {}, {}, {}
        for path in files(root, ("CMakeLists.txt",), SIDES):
            text = re.sub(r"#[^\n]*", "", path.read_text(encoding="utf-8"))
            for command, arguments in COMMAND.findall(text):
                self._read(path.parent.relative_to(self.root).as_posix(), command, arguments.split())

    def _read(self, folder, command, words):
        name, words = words[0], words[1:]
        if command == "target_link_libraries":
            self.uses.setdefault(name, set()).update(set(words) - NOT_NAMES)
            return
        parts, key = {"SOURCES": set(), "USES": set(), "LINKS": set()}, "SOURCES"
        for word in words:
            if word in parts:
                key = word
            elif word not in NOT_NAMES:
                parts[key].add(word)
        self.folder[name] = folder
        self.sources[name] = {f"{folder}/{source}" for source in parts["SOURCES"]}
        self.uses.setdefault(name, set()).update(parts["USES"])

    def rooms_of(self, path):
        """The rooms a file belongs to: by its name or its stem in SOURCES, else all rooms of its folder."""
        stem = path.rsplit(".", 1)[0]
        folder = path.rsplit("/", 1)[0]
        while folder:
            here = [room for room, at in self.folder.items() if at == folder]
            named = [room for room in here if any(s.rsplit(".", 1)[0] == stem for s in self.sources[room])]
            if here:
                return set(named or here)
            folder = folder.rpartition("/")[0]
        return set()

    def reach(self, room):
        seen, waiting = set(), [room]
        while waiting:
            at = waiting.pop()
            if at not in seen:
                seen.add(at)
                waiting += [use for use in self.uses.get(at, ()) if use in self.folder]
        return seen


def own_include_fault(house, path, rooms, target):
    side, other = path.split("/")[0], target.split("/")[0]
    if {side, other} == {"client", "server"} or (side == "shared" and other != "shared"):
        return f"{side}/ must not include {other}/"
    if not (house.root / target).is_file():
        return None  # the compiler says it better
    owners = house.rooms_of(target)
    if not owners:
        return "the header is in no room"
    if not any(owners & house.reach(room) for room in rooms):
        return f"room {'/'.join(sorted(rooms))} does not name {'/'.join(sorted(owners))} in USES"
    return None


def foreign_include_fault(path, rooms, target):
    if rooms & CORE and path.startswith("shared/"):
        if target in IMPURE or target.endswith(".h") and not target.startswith("unicode/"):
            return "the core is pure: no clock, file, thread, console or C header"
        if target.startswith("nlohmann/"):
            return "the core knows no JSON"
    if POSIX.fullmatch(target) and not POSIX_PLACES.fullmatch(path):
        return "POSIX belongs in a platform room"
    for pattern, folders in LIBRARIES:
        if re.fullmatch(pattern, target) and not any(path.startswith(folder + "/") for folder in folders):
            return f"this library belongs in {' or '.join(folders)}"
    return None


def auditor_findings(root):
    findings = []
    for file in files(root, (".hpp", ".cpp"), ("tests/simulation",)):
        path = file.relative_to(root).as_posix()
        if not AUDITOR.fullmatch(path):
            continue
        for bracket, target in INCLUDE.findall(file.read_text(encoding="utf-8")):
            if bracket == '"' and not AUDITOR.fullmatch(target) and not AUDITOR_MAY.fullmatch(target):
                findings.append(f"{path}: includes {target}: the auditor knows nothing of what it judges")
    return findings


def check(root):
    house = House(root)
    findings = []
    sources = files(root, (".hpp", ".cpp", ".inc"), SIDES)
    for file in sources:
        path = file.relative_to(root).as_posix()
        rooms = house.rooms_of(path)
        if not rooms:
            findings.append(f"{path}: is in no room (no CMake target in its folder)")
            continue
        for bracket, target in INCLUDE.findall(file.read_text(encoding="utf-8")):
            if bracket == '"' and target.split("/")[0] in SIDES:
                fault = own_include_fault(house, path, rooms, target)
            elif bracket == '"' and (file.parent / target).is_file():
                fault = f'name it from the top: "{(file.parent / target).relative_to(root).as_posix()}"'
            elif target.startswith("tests/"):
                fault = "the product must not include its tests"
            else:
                fault = foreign_include_fault(path, rooms, target)
            if fault:
                findings.append(f"{path}: includes {target}: {fault}")
    return findings + auditor_findings(root), len(sources)


PLANTS = [  # a line planted in a file of the copy; the finding that must come of it
    ("shared/base/planted.hpp", '#include "shared/crypto/sha256.hpp"', "does not name crypto"),
    ("shared/base/planted.hpp", "#include <thread>", "the core is pure"),
    ("shared/schema/planted.cpp", "#include <nlohmann/json.hpp>", "no JSON"),
    ("shared/crypto/planted.cpp", "#include <unistd.h>", "platform room"),
    ("shared/crypto/planted.cpp", "#  include <sys/stat.h>", "platform room"),
    ("shared/crypto/planted.cpp", "#include <sqlite3.h>", "belongs in shared/sqlite"),
    ("shared/crypto/planted.cpp", '#include "client/planted.hpp"', "must not include client/"),
    ("client/planted.hpp", '#include "server/planted.hpp"', "must not include server/"),
    ("server/planted.hpp", '#include "client/planted.hpp"', "must not include client/"),
    ("shared/crypto/planted.cpp", '#include "sha256.hpp"', "name it from the top"),
    ("tests/simulation/audit_planted.cpp", '#include "shared/sync/record.hpp"', "the auditor knows nothing"),
]


def copy_of_house(to):
    for file in files(ROOT, ("CMakeLists.txt", ".hpp", ".cpp", ".inc"), SIDES):
        target = to / file.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    for side in ("client", "server"):  # so that files planted at their top are in a room
        with open(to / side / "CMakeLists.txt", "a", encoding="utf-8") as rooms:
            rooms.write(f"\nkhaosan_room({side}_planted SOURCES planted.cpp)\n")


def self_test():
    findings = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        copy_of_house(copy)
        before = set(check(copy)[0])
        for path, line, expected in PLANTS:
            file = copy / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(line + "\n", encoding="utf-8")
            new = set(check(copy)[0]) - before
            if not any(expected in finding for finding in new):
                findings.append(f"planted {line} in {path} and it was not found ({expected}): {sorted(new)}")
            file.unlink()
    finish("check_arrows --self-test", findings, len(PLANTS))


if __name__ == "__main__":
    if sys.argv[1:] == ["--self-test"]:
        self_test()
    elif sys.argv[1:]:
        sys.exit(__doc__)
    else:
        finish("check_arrows", *check(ROOT))
