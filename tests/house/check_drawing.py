#!/usr/bin/env -S python3 -B
"""Text is drawn through shared/text alone: the drawing library is asked for lists, frames and nothing that has letters.

usage: check_drawing.py [--self-test]
"""

import re
import sys
import tempfile
from pathlib import Path

from house import ROOT, files, finish

CPP = (".hpp", ".cpp", ".inc")
ALLOWED = {"CreateContext", "DestroyContext", "GetIO", "NewFrame", "Render", "GetDrawData", "GetBackgroundDrawList"}
CALL = re.compile(r"\bImGui::(\w+)")
LETTERS = re.compile(r"\b(AddText|RenderText|ImFont\w*|AddFont\w*|Fonts->\w+)")


def check(root):
    findings = []
    sources = files(root, CPP, ("client",))
    for file in sources:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            code = line.split("//")[0]
            wrong = [f"ImGui::{name}" for name in CALL.findall(code) if name not in ALLOWED] + LETTERS.findall(code)
            where = f"{file.relative_to(root).as_posix()}:{number}"
            findings += [f"{where}: {name}: text and widgets are drawn by Canvas and shared/text" for name in wrong]
    return findings, len(sources)


def self_test():
    plants = ["list->AddText({0, 0}, 0, \"a\");", "ImGui::Text(\"a\");", "ImGui::TextUnformatted(text);",
              "ImGui::Button(\"a\");", "draw.AddText(font, 12, at, ink, text);", "io.Fonts->AddFontDefault();",
              "ImFont* font = nullptr;"]
    fine = "ImGui::NewFrame();\nlist_->AddRectFilled(from, to, ink);\ncanvas.text(at, words, type, ink);  // not AddText\n"
    findings = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "client" / "ui" / "planted.cpp"
        file.parent.mkdir(parents=True)
        for content in plants:
            file.write_text(content + "\n")
            if not check(Path(folder))[0]:
                findings.append(f"planted {content!r} and it was not found")
        file.write_text(fine)
        findings += [f"planted nothing wrong, found {finding}" for finding in check(Path(folder))[0]]
    finish("check_drawing --self-test", findings, len(plants) + 1)


if __name__ == "__main__":
    if sys.argv[1:] == ["--self-test"]:
        self_test()
    elif sys.argv[1:]:
        sys.exit(__doc__)
    finish("check_drawing", *check(ROOT))
