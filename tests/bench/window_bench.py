#!/usr/bin/env -S python3 -B
"""The window beside a bare window of Dear ImGui, in the same run, taking turns, on a screen of their own (Xvfb).

    window_bench.py [--rounds N] [--records N] [--only-photos]

With N records on the laptop (default 10,000: half news, 4,000 notes, 1,000 events, and the sample photos):
ready      from the start of the program to the frame on which all that it shows stands
first      the same to its first frame of all
frame      CPU time of the thread that draws, median of 300 frames: the list is scrolled; the pointer moves; words are typed
idle       CPU time of the whole process, of 20 s in which nothing happens
memory     RSS afterwards, and what of it no other process shares
photos     RSS of the window on an event of 450 photos: opened, and once it was scrolled through to its end and back
"""
import argparse
import datetime
import json
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
from office import Laptop, Server, binaries, run  # noqa: E402
from screen import Screen  # noqa: E402

WORDS = "วันนี้ โรงเรียน สำนักงาน เขตพื้นที่ การศึกษา จัดกิจกรรม นักเรียน ครู ผู้อำนวยการ ประธาน เปิดงาน วิทยาศาสตร์ ห้องประชุม ร่วมกัน".split()
FRAMES = 300
IDLE_SECONDS = 20
REST_SECONDS = 12  # the caret blinks for ten after the last key
READY_SECONDS_MAX = 60
PHOTOS = 450
PHOTO_NOTCHES = 400  # of the wheel, to the last of them


def thai(dice, words):
    return "".join(dice.choice(WORDS) for _ in range(words))


def office_laptop(folder, records):
    """A laptop that has synced that many records."""
    dice = random.Random(1)
    server = Server(folder / "office").start()
    server.add_user("somsri", "สมศรี", "staff")
    laptop = Laptop(folder, "laptop")
    laptop.pair(server, "somsri")
    day = datetime.date(2026, 11, 1)
    kinds = {
        "event": lambda i: {"title": thai(dice, 4), "date": str(day - datetime.timedelta(days=i % 700))},
        "news": lambda i: {"headline": thai(dice, 6), "lead": thai(dice, 20), "body": thai(dice, 120)},
        "note": lambda i: {"text": thai(dice, 30)},
    }
    for kind, share in [("event", 0.1), ("news", 0.5), ("note", 0.4)]:
        lines = folder / f"{kind}.jsonl"
        with open(lines, "w") as out:
            for i in range(int(records * share)):
                out.write(json.dumps(kinds[kind](i), ensure_ascii=False) + "\n")
        laptop.command("put", kind, "--jsonl", lines)
    photos = folder / "photos"
    run([binaries() / "sample_photos", photos])
    event = laptop.put("event", title="งานวันวิทยาศาสตร์", date="2026-11-20")
    laptop.command("add", *sorted(photos.iterdir()), "--event", event)
    laptop.sync()
    server.stop()
    return laptop


def laptop_of_photos(folder):
    """A laptop with one event, of today and of many photos."""
    laptop = Laptop(folder, "photos-laptop")
    photos = folder / "many"
    run([binaries() / "sample_photos", photos, PHOTOS, 640, 480])
    event = laptop.put("event", title="กีฬาสี", date=datetime.date.today().isoformat())
    laptop.command("add", *sorted(photos.iterdir()), "--event", event)
    (pathlib.Path(laptop.home) / "window.json").write_text("{}")  # not its first start
    return laptop


class Program:
    """A program with a window, and what it says of its frames."""

    def __init__(self, screen, folder, argv):
        self.screen, self.times = screen, folder / "frames.txt"
        self.times.unlink(missing_ok=True)
        environment = {k: v for k, v in screen.environment.items() if k != "KHAOSAN_SCREEN_TEXT"}
        self.started_us = time.monotonic_ns() // 1000
        self.process = subprocess.Popen([str(a) for a in argv], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        env={**environment, "KHAOSAN_FRAME_TIMES": str(self.times)})
        deadline = time.monotonic() + READY_SECONDS_MAX
        while not any(calm for _, _, calm in self.frames()):
            if time.monotonic() > deadline or self.process.poll() is not None:
                sys.exit(f"{argv[0]} did not get ready")
            time.sleep(0.02)
        frames = self.frames()
        self.first_ms = (frames[0][0] - self.started_us) / 1000
        self.ready_ms = (next(f for f in frames if f[2])[0] - self.started_us) / 1000
        time.sleep(1)

    def frames(self):
        if not self.times.exists():
            return []
        whole = self.times.read_text().rpartition("\n")[0]
        return [(int(when), int(cpu), calm == "calm") for when, cpu, calm in map(str.split, whole.splitlines())]

    def frame_ms(self, events):
        """The median of so many frames, drawn for these events of mouse and keys."""
        before = len(self.frames())
        for _ in range(FRAMES):
            self.screen.tool(*events)
            if len(self.frames()) - before >= FRAMES:
                break
        costs = [cpu for _, cpu, _ in self.frames()[before:][:FRAMES]]
        if len(costs) < FRAMES:
            sys.exit(f"only {len(costs)} frames were drawn for {events}")
        return statistics.median(costs) / 1000, sorted(costs)[int(len(costs) * 0.99)] / 1000

    def cpu_seconds(self):
        """Of all its threads."""
        return sum(int(task.joinpath("schedstat").read_text().split()[0]) / 1e9
                   for task in pathlib.Path(f"/proc/{self.process.pid}/task").iterdir())

    def idle_percent(self):
        time.sleep(REST_SECONDS)
        before = self.cpu_seconds()
        time.sleep(IDLE_SECONDS)
        return (self.cpu_seconds() - before) / IDLE_SECONDS * 100

    def memory_mb(self):
        lines = pathlib.Path(f"/proc/{self.process.pid}/smaps_rollup").read_text().splitlines()[1:]
        kib = {line.split(":")[0]: int(line.split()[1]) for line in lines}
        return kib["Rss"] / 1024, (kib["Private_Clean"] + kib["Private_Dirty"]) / 1024

    def end(self):
        self.process.kill()
        self.process.wait()


def moved(i_from, i_to):
    return [word for x in range(i_from, i_to, 40) for word in ["mousemove", x, 300 + x % 90, "sleep", 0.03]]


SCROLL = ["mousemove", 500, 400, *["click", 5, "sleep", 0.04] * 8, *["click", 4, "sleep", 0.04] * 8]
MOVE = moved(60, 1300)
TYPE = [word for key in ["d", "k", "i", "j", "space"] * 6 for word in ["key", key, "sleep", 0.04]]


def measure_photos(screen, folder):
    program = Program(screen, folder, [binaries() / "khaosan", "--home", laptop_of_photos(folder).home])
    found = {"RSS MB, opened": program.memory_mb()[0]}
    for button, where in [(5, "at the end"), (4, "back at the first")]:
        for _ in range(PHOTO_NOTCHES // 4):
            screen.tool("mousemove", 800, 500, *["click", button, "sleep", 0.05] * 4)
        time.sleep(3)
        found[f"RSS MB, {where}"] = program.memory_mb()[0]
    program.end()
    return found


def measure(screen, folder, argv, is_ours):
    program = Program(screen, folder, argv)
    found = {"first ms": program.first_ms, "ready ms": program.ready_ms}
    found["frame, scrolling ms"], found["frame, scrolling, worst of 100 ms"] = program.frame_ms(SCROLL)
    found["frame, pointing ms"], found["frame, pointing, worst of 100 ms"] = program.frame_ms(MOVE)
    if is_ours:
        screen.tool("mousemove", 700, 400, "key", "ctrl+n", "sleep", 1)
    found["frame, typing ms"], found["frame, typing, worst of 100 ms"] = program.frame_ms(TYPE)
    found["idle CPU %"] = program.idle_percent()
    found["RSS MB"], found["of it its own MB"] = program.memory_mb()
    program.end()
    return found


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--records", type=int, default=10_000)
    options.add_argument("--only-photos", action="store_true")
    wish = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        with Screen(folder / "screen", keyboard="us") as screen:
            for what, megabytes in measure_photos(screen, folder).items():
                print(f"an event of {PHOTOS} photos, {what:28} {megabytes:9.2f}")
        if wish.only_photos:
            return
        laptop = office_laptop(folder, wish.records)
        ours, bare = [], []
        for _ in range(wish.rounds):
            with Screen(folder / "screen", keyboard="us") as screen:
                bare.append(measure(screen, folder, [binaries() / "bench_hello_window"], False))
                ours.append(measure(screen, folder, [binaries() / "khaosan", "--home", laptop.home], True))
        print(f"{wish.records} records, median of {wish.rounds} rounds: ours; bare window; ratio")
        for key in ours[0]:
            mine, theirs = (statistics.median(found[key] for found in side) for side in (ours, bare))
            ratio = f"{mine / theirs:.2f}" if theirs > 0 else "–"
            print(f"{key:36} {mine:9.2f} {theirs:9.2f} {ratio:>8}")


main()
