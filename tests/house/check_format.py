#!/usr/bin/env -S python3 -B
"""Compares every C++ file with .clang-format (clang-format 14, the one in Debian 12).

usage: check_format.py [--fix]
"""

import shutil
import subprocess
import sys

from house import ROOT, files, finish

VERSION = "14"


def main():
    fix = sys.argv[1:] == ["--fix"]
    if sys.argv[1:] and not fix:
        sys.exit(__doc__)
    tool = shutil.which(f"clang-format-{VERSION}") or shutil.which("clang-format")
    if tool is None:
        sys.exit("check_format: no clang-format; run scripts/install-deps --tests")
    said = subprocess.run([tool, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if f"version {VERSION}." not in said:
        print(f"check_format: note: this is {said}; version {VERSION} decides")
    sources = [file.relative_to(ROOT).as_posix() for file in files(ROOT, (".hpp", ".cpp"))]
    if fix:
        subprocess.run([tool, "-i", *sources], cwd=ROOT, check=True)
        return
    done = subprocess.run([tool, "--dry-run", "-Werror", "-ferror-limit=1", *sources], cwd=ROOT, text=True,
                          capture_output=True, check=False)
    wrong = [f"{line} (tests/house/check_format.py --fix)" for line in done.stderr.splitlines() if ": error: " in line]
    if done.returncode != 0 and not wrong:
        wrong = [f"clang-format failed: {done.stderr.strip()}"]
    finish("check_format", wrong, len(sources))


if __name__ == "__main__":
    main()
