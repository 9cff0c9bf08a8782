#!/usr/bin/env -S python3 -B
"""Looks at the text of every file: UTF-8, LF, no tab in C++, no note of work left undone.

usage: check_words.py [--self-test]

A source file over 500 lines is reported but does not fail.
"""

import re
import sys
import tempfile
from pathlib import Path

from house import ROOT, files, finish

SOURCES = (".hpp", ".cpp", ".inc", ".sql", ".cmake", "CMakeLists.txt", ".py", ".sh", ".mustache", ".css", ".md")
CPP = (".hpp", ".cpp", ".inc")
LINES_MAX = 500
UNDONE = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")) + r")\b")


def check(root):
    findings, long_files = [], []
    sources = files(root, SOURCES, ("shared", "client", "server", "assets", "tests", "cmake", "scripts"))
    sources += files(root, ("",), ("scripts", ".ci"))
    for file in sorted(set(sources)):
        path = file.relative_to(root).as_posix()
        content = file.read_bytes()
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError as fault:
            findings.append(f"{path}: not UTF-8: {fault}")
            continue
        if text.startswith("\ufeff"):
            findings.append(f"{path}: starts with a byte order mark")
        if text and not text.endswith("\n"):
            findings.append(f"{path}: last line does not end")
        lines = text.split("\n")
        for number, line in enumerate(lines, 1):
            if line.endswith("\r"):
                findings.append(f"{path}:{number}: CRLF")
            if "\t" in line and path.endswith(CPP):
                findings.append(f"{path}:{number}: tab")
            word = UNDONE.search(line)
            if word:
                findings.append(f"{path}:{number}: {word[0]}: finish it or open an issue")
        if path.endswith(CPP) and len(lines) > LINES_MAX:
            long_files.append(f"{path}: {len(lines)} lines: can it be two nouns?")
    return findings, len(set(sources)), long_files


def self_test():
    plants = [
        (b"// TO" b"DO later\n", "finish it"),
        (b"int a;\t\n", "tab"),
        (b"int a;\r\n", "CRLF"),
        (b"// \xe0\xb8\n", "not UTF-8"),
        (b"int a;", "does not end"),
        (b"\xef\xbb\xbfint a;\n", "byte order mark"),
    ]
    findings = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "shared" / "planted.cpp"
        file.parent.mkdir()
        for content, expected in plants:
            file.write_bytes(content)
            if not any(expected in finding for finding in check(Path(folder))[0]):
                findings.append(f"planted {content!r} and it was not found ({expected})")
        file.write_bytes("// ข่าวสาร\nint a;\n".encode())
        findings += [f"planted nothing wrong, found {finding}" for finding in check(Path(folder))[0]]
    finish("check_words --self-test", findings, len(plants) + 1)


if __name__ == "__main__":
    if sys.argv[1:] == ["--self-test"]:
        self_test()
    elif sys.argv[1:]:
        sys.exit(__doc__)
    found, looked_at, long_files = check(ROOT)
    for line in long_files:
        print(f"check_words: note: {line}")
    finish("check_words", found, looked_at)
