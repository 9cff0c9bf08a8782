#!/usr/bin/env -S python3 -B
"""Runs clang-tidy with the checks of .clang-tidy over the files that the build compiles.

usage: check_tidy.py BUILD_DIR [--all]

A file is looked at again only when it, a header of ours below it, its compile command or the checks have changed:
what passed is remembered in ~/.cache/khaosan-tidy (or below $XDG_CACHE_HOME). --all forgets that.
"""

import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

from house import ROOT, finish

VERSION = "14"
INCLUDE = re.compile(rb'^[ \t]*#[ \t]*include[ \t]*[<"]([^>"]+)[>"]', re.MULTILINE)
DAYS_REMEMBERED = 30


@lru_cache(maxsize=None)
def content_and_own_includes(path):
    content = path.read_bytes()
    names = [name.decode() for name in INCLUDE.findall(content)]
    near = [candidate for name in names for candidate in (ROOT / name, path.parent / name) if candidate.is_file()]
    return hashlib.sha256(content).hexdigest(), near


def digest(path, command, context):
    """Names everything the outcome depends on, so that the same name means the same outcome."""
    seen, waiting = {}, [path]
    while waiting:
        at = waiting.pop().resolve()
        if at not in seen:
            seen[at], below = content_and_own_includes(at)
            waiting += below
    lines = sorted(f"{os.path.relpath(at, ROOT)} {content}" for at, content in seen.items())
    return hashlib.sha256("\n".join([context, " ".join(command), *lines]).encode()).hexdigest()


def units(build):
    """File and compiler arguments of each of our translation units, once."""
    found = {}
    for entry in json.loads((build / "compile_commands.json").read_text(encoding="utf-8")):
        file = Path(entry["directory"], entry["file"]).resolve()
        if file.is_relative_to(ROOT) and not file.is_relative_to(build):
            words = shlex.split(entry["command"])
            while words and not words[0].startswith("-"):  # launcher and compiler
                words.pop(0)
            arguments = []
            skip = False
            for word in words:
                if skip or word in ("-c", str(file), entry["file"]):
                    skip = False
                elif word in ("-o", "-MF", "-MT"):
                    skip = True
                elif not re.match(r"-(W(?!no)|f?sanitize|fno-sanitize|MD|g|O)", word):
                    arguments.append(word)
            found.setdefault(file, arguments)
    return sorted(found.items())


def tidy(tool, scratch, unit):
    file, arguments = unit
    commands = [{"directory": str(ROOT), "file": str(file), "arguments": ["c++", *arguments, "-w", "-c", str(file)]}]
    folder = Path(tempfile.mkdtemp(dir=scratch))
    (folder / "compile_commands.json").write_text(json.dumps(commands), encoding="utf-8")
    done = subprocess.run([tool, "--quiet", "-p", str(folder), str(file)], cwd=ROOT, text=True, capture_output=True,
                          check=False)
    if done.returncode == 0:
        return None
    return (done.stdout.strip() or done.stderr.strip()).replace(f"{ROOT}/", "")


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--all"]
    if len(arguments) != 1 or arguments[0].startswith("-"):
        sys.exit(__doc__)
    tool = shutil.which(f"clang-tidy-{VERSION}") or shutil.which("clang-tidy")
    if tool is None:
        sys.exit("check_tidy: no clang-tidy; run scripts/install-deps --tests")
    version = subprocess.run([tool, "--version"], capture_output=True, text=True, check=True).stdout
    context = version + (ROOT / ".clang-tidy").read_text(encoding="utf-8") + Path(__file__).read_text(encoding="utf-8")
    memory = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "khaosan-tidy"
    memory.mkdir(parents=True, exist_ok=True)
    for old in memory.iterdir():
        if old.stat().st_mtime < time.time() - DAYS_REMEMBERED * 24 * 3600:
            old.unlink(missing_ok=True)

    everything = units(Path(arguments[0]).resolve())
    stamps = {unit[0]: memory / digest(unit[0], [a.replace(str(ROOT), ".") for a in unit[1]], context)
              for unit in everything}
    waiting = [unit for unit in everything if "--all" in sys.argv or not stamps[unit[0]].exists()]
    wrong = []
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(os.cpu_count()) as pool:
        for (file, _), fault in zip(waiting, pool.map(lambda unit: tidy(tool, scratch, unit), waiting)):
            if fault is None:
                stamps[file].touch()
            else:
                wrong.append(fault)
    for file, _ in everything:
        if stamps[file].exists():
            stamps[file].touch()
    print(f"check_tidy: {len(everything) - len(waiting)} unchanged since they passed")
    finish("check_tidy", wrong, len(everything))


if __name__ == "__main__":
    main()
