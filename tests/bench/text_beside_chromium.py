#!/usr/bin/env -S python3 -B
"""The twenty strings drawn by our engine beside the same drawn by Chromium, with the same fonts at the same size.

    text_beside_chromium.py [--out FOLDER] [--chromium PROGRAM]

FOLDER (default: build/text-beside-chromium) gets beside.png, a row a string: plain ours, plain Chromium, looped ours,
looped Chromium. For each string two numbers are printed:
edges     how far the box of the ink differs at its left, top, right, bottom (Chromium's minus ours), px at 48 px a letter
differs   the share of the ink's pixels that differ by more than a third, where they lie on each other best
A mark without a letter gets a dotted circle from our engine, as Unicode asks; Chromium draws none, so it is told to.
It fails if an edge of any string differs by more than EDGE_PX_MAX, as it does when a mark stands elsewhere.
Standard library only.
"""
import argparse
import html
import json
import os
import pathlib
import struct
import subprocess
import sys
import tempfile
import unicodedata
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
EDGE_PX_MAX = 2
INK = 128          # darker is ink
DIFFERENT = 85     # of 255
FAMILIES = ("plain", "looped")


class Picture:
    """RGB rows from the top."""

    def __init__(self, width, height, rows):
        self.width, self.height, self.rows = width, height, rows

    @staticmethod
    def read(path):
        data = path.read_bytes()
        assert data[:8] == b"\x89PNG\r\n\x1a\n", path
        at, packed = 8, b""
        while at < len(data):
            size, kind = struct.unpack(">I4s", data[at:at + 8])
            if kind == b"IHDR":
                width, height, depth, colours, _, _, woven = struct.unpack(">IIBBBBB", data[at + 8:at + 8 + size])
            elif kind == b"IDAT":
                packed += data[at + 8:at + 8 + size]
            at += size + 12
        assert depth == 8 and colours in (2, 6) and not woven, path
        channels = 3 if colours == 2 else 4
        raw, rows, before = zlib.decompress(packed), [], bytes(width * channels)
        for y in range(height):
            start = y * (width * channels + 1)
            before = unfiltered(raw[start], raw[start + 1:start + 1 + width * channels], before, channels)
            if channels == 3:
                rows.append(before)
            else:
                rgb = bytearray(width * 3)
                rgb[0::3], rgb[1::3], rgb[2::3] = before[0::4], before[1::4], before[2::4]
                rows.append(bytes(rgb))
        return Picture(width, height, rows)

    def write(self, path):
        def chunk(kind, body):
            return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        packed = zlib.compress(b"".join(b"\0" + row for row in self.rows), 9)
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)) +
                         chunk(b"IDAT", packed) + chunk(b"IEND", b""))

    def cell(self, left, top, width, height):
        """Darkness of each pixel, 0 to 255."""
        rows = []
        for row in self.rows[top:top + height]:
            part = row[left * 3:(left + width) * 3]
            rows.append([255 - (r * 2 + g * 5 + b) // 8 for r, g, b in zip(part[0::3], part[1::3], part[2::3])])
        return rows


def unfiltered(kind, row, before, channels):
    """One row of a PNG, as its filter left it."""
    out = bytearray(row)
    for i in range(len(out)):
        left = out[i - channels] if i >= channels else 0
        above = before[i]
        corner = before[i - channels] if i >= channels else 0
        if kind == 1:
            guess = left
        elif kind == 2:
            guess = above
        elif kind == 3:
            guess = (left + above) // 2
        elif kind == 4:
            toward = left + above - corner
            guess = min((abs(toward - one), n, one) for n, one in enumerate((left, above, corner)))[2]
        else:
            guess = 0
        out[i] = (out[i] + guess) & 255
    return bytes(out)


def with_circle(text):
    is_alone = unicodedata.category(text[0]) == "Mn"
    return ("\N{DOTTED CIRCLE}" if is_alone else "") + text


def page_of(told):
    """The sheet as a web page, each string at the place where ours has it."""
    width, height = told["cell"]
    faces, cells = [], []
    for family in FAMILIES:
        for number, path in enumerate(told[family]):
            if os.path.exists(path):
                faces.append(f'@font-face {{ font-family: "{family}{number}"; src: url("file://{path}"); }}')
    for column, family in enumerate(FAMILIES):
        names = ", ".join(f'"{family}{number}"' for number in range(len(told[family])))
        for row, text in enumerate(told["strings"]):
            cells.append(f'<div style=\'left: {column * width + told["margin"]}px; top: {row * height + told["margin"]}px; '
                         f"font-family: {names}'>{html.escape(with_circle(text))}</div>")
    return f"""<!doctype html><html lang="th"><meta charset="utf-8"><style>
{chr(10).join(faces)}
body {{ margin: 0; background: white; color: black; }}
div {{ position: absolute; white-space: pre; font-size: {told["size"]}px; line-height: {told["line"]}px; }}
</style>{"".join(cells)}"""


def drawn_by_chromium(program, folder, told):
    page, picture = folder / "page.html", folder / "chromium.png"
    page.write_text(page_of(told), encoding="utf-8")
    width, height = told["cell"]
    done = subprocess.run(
        [program, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--allow-file-access-from-files",
         "--force-device-scale-factor=1", "--font-render-hinting=none", "--disable-lcd-text", "--virtual-time-budget=5000",
         f"--user-data-dir={folder / 'profile'}", f"--window-size={2 * width},{height * len(told['strings'])}",
         f"--screenshot={picture}", page.as_uri()], capture_output=True, text=True, timeout=120)
    if not picture.exists():
        sys.exit(f"{program} left no picture:\n{done.stderr}")
    return Picture.read(picture)


def box_of(cell):
    rows = [y for y, row in enumerate(cell) if max(row) >= INK]
    columns = [x for x, column in enumerate(zip(*cell)) if max(column) >= INK]
    return (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1) if rows else (0, 0, 0, 0)


def share_that_differs(ours, theirs, our_box, their_box):
    """Of the pixels that either has inked, with both boxes laid over each other, at most a pixel up or down."""
    return min(share_at(ours, theirs, our_box, their_box, down) for down in (-1, 0, 1))


def share_at(ours, theirs, our_box, their_box, down):
    ink = different = 0
    width = max(our_box[2] - our_box[0], their_box[2] - their_box[0])
    height = max(our_box[3] - our_box[1], their_box[3] - their_box[1])

    def at(cell, box, x, y):
        x, y = box[0] + x, box[1] + y
        return cell[y][x] if 0 <= y < len(cell) and 0 <= x < len(cell[0]) else 0
    for y in range(-1, height + 1):
        for x in range(-1, width + 1):
            one, other = at(ours, our_box, x, y), at(theirs, their_box, x, y + down)
            if max(one, other) > 32:
                ink += 1
                different += abs(one - other) > DIFFERENT
    return different / max(ink, 1)


def beside(ours, theirs, told):
    """Plain ours, plain Chromium, looped ours, looped Chromium; a grey line between."""
    width, rows = told["cell"][0], []
    line = b"\xb0\xb0\xb0"
    for y in range(ours.height):
        parts = [picture.rows[y][column * width * 3:(column + 1) * width * 3]
                 for column in range(len(FAMILIES)) for picture in (ours, theirs)]
        rows.append(line.join(parts) if y % told["cell"][1] else line * (4 * width + 3))
    return Picture(4 * width + 3, ours.height, rows)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--out", type=pathlib.Path, default=ROOT / "build" / "text-beside-chromium")
    options.add_argument("--chromium", default="chromium")
    wish = options.parse_args()
    wish.out.mkdir(parents=True, exist_ok=True)
    binaries = pathlib.Path(os.environ.get("KHAOSAN_BIN", ROOT / "build" / "dev" / "bin"))
    subprocess.run([str(binaries / "twenty_strings"), str(wish.out)], check=True)
    told = json.loads((wish.out / "strings.json").read_text(encoding="utf-8"))
    ours = Picture.read(wish.out / "ours.png")
    with tempfile.TemporaryDirectory() as folder:
        theirs = drawn_by_chromium(wish.chromium, pathlib.Path(folder), told)
        version = subprocess.run([wish.chromium, "--version"], capture_output=True, text=True).stdout.strip()
    print(f"{version}; {told['versions']}")
    width, height = told["cell"]
    wrong = 0
    print(f"{'':28}  {'edges: left top right bottom':30} differs")
    for column, family in enumerate(FAMILIES):
        for row, text in enumerate(told["strings"]):
            place = (column * width, row * height, width, height)
            our_cell, their_cell = ours.cell(*place), theirs.cell(*place)
            our_box, their_box = box_of(our_cell), box_of(their_cell)
            edges = [theirs_at - ours_at for ours_at, theirs_at in zip(our_box, their_box)]
            is_wrong = max(map(abs, edges)) > EDGE_PX_MAX or our_box == (0, 0, 0, 0)
            wrong += is_wrong
            share = share_that_differs(our_cell, their_cell, our_box, their_box)
            print(f"{family:7} {row + 1:2}  {' '.join(f'{edge:+4}' for edge in edges):30} {share:7.1%}  {text!r}"
                  f"{'   WRONG' if is_wrong else ''}")
    beside(ours, theirs, told).write(wish.out / "beside.png")
    print(f"{wish.out / 'beside.png'}: {wrong} of {2 * len(told['strings'])} differ by more than {EDGE_PX_MAX} px at an edge")
    sys.exit(1 if wrong else 0)


main()
