"""The sync benches W1–W5 beside their yardsticks, in the same run, taking turns. Real programs (release build), real HTTPS.

    sync_bench.py [--rounds N] [W1 W2 …]

Each line: the work, our median, the yardstick's median, and their ratio. Ours are whole processes, start to end.
"""
import argparse
import json
import os
import pathlib
import random
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
os.environ.setdefault("KHAOSAN_BIN", str(ROOT / "build" / "release" / "bin"))  # a debug build measures nothing

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
from office import Laptop, PASSWORD, Place, Server, binaries, run  # noqa: E402

WORDS = "วันนี้ โรงเรียน สำนักงาน เขตพื้นที่ การศึกษา จัดกิจกรรม นักเรียน ครู ผู้อำนวยการ ประธาน เปิดงาน วิทยาศาสตร์ ห้องประชุม ร่วมกัน".split()


def thai(dice, size_bytes):
    text = ""
    while len(text.encode()) < size_bytes:
        text += dice.choice(WORDS) + " "
    return text.strip()


def seconds(argv, env=None):
    """Wall time and peak memory (KiB) of one process that must succeed."""
    start = time.perf_counter()
    process = subprocess.Popen([str(a) for a in argv], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                               env={**os.environ, "KHAOSAN_PASSWORD": PASSWORD, **(env or {})})
    err = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{argv}: exit {process.returncode}: {err.decode()}")
    return time.perf_counter() - start, usage.ru_maxrss


def sync_of(laptop):
    return seconds([binaries() / "khaosan", "--home", laptop.home, "sync"])


def reference(*words):
    return float(run([binaries() / "bench_reference", *words]).out) / 1000


def report(name, ours, theirs, yardstick, extra=""):
    ratio = statistics.median(ours) / statistics.median(theirs)
    print(f"{name}: {statistics.median(ours) * 1000:.1f} ms; {yardstick} {statistics.median(theirs) * 1000:.1f} ms; "
          f"ratio {ratio:.2f}{extra}", flush=True)


class Bench:
    def __init__(self, folder, rounds):
        self.folder, self.rounds, self.number = folder, rounds, 0
        self.dice = random.Random(1)

    def office(self):
        self.number += 1
        server = Server(self.folder / f"office{self.number}").start()
        server.add_user("somsri", "สมศรี", "staff")
        return server

    def laptop(self, server):
        self.number += 1
        laptop = Laptop(self.folder, f"laptop{self.number}")
        laptop.pair(server, "somsri")
        laptop.sync()
        return laptop

    def lines(self, count, size_bytes):
        path = self.folder / f"lines-{count}-{size_bytes}.jsonl"
        if not path.exists():
            with open(path, "w") as out:
                for _ in range(count):
                    out.write(json.dumps({"text": thai(self.dice, size_bytes)}, ensure_ascii=False) + "\n")
        return path

    def w1(self):
        """10,000 new records (600 B, Thai) pushed."""
        lines, ours, theirs = self.lines(10_000, 560), [], []
        for _ in range(self.rounds):
            server = self.office()
            laptop = self.laptop(server)
            laptop.command("put", "note", "--jsonl", lines)
            ours.append(sync_of(laptop)[0])
            server.stop()
            theirs.append(reference("push", lines))
        report("W1 push 10,000 × 600 B", ours, theirs, "plain HTTP + zstd + SQLite FULL")

    def w2(self):
        """A fresh laptop pulls 100,000 records (300 B)."""
        lines, ours, theirs, memory = self.lines(100_000, 260), [], [], []
        server = self.office()
        writer = self.laptop(server)
        writer.command("put", "note", "--jsonl", lines)
        writer.sync()
        for _ in range(self.rounds):
            fresh = Laptop(self.folder, f"fresh{len(ours)}")
            fresh.pair(server, "somsri")
            time_s, kib = sync_of(fresh)
            ours.append(time_s)
            memory.append(kib)
            theirs.append(reference("pull", lines))
        report("W2 fresh pull 100,000 × 300 B", ours, theirs, "one zstd page into SQLite FULL",
               f"; our peak memory {statistics.median(memory) / 1024:.0f} MiB")
        self.w3(server, writer)
        server.stop()

    def w3(self, server, laptop):
        """Nothing to do, 100,000 records on both sides."""
        ours, theirs = [], []
        certificate = server.certificate()
        for _ in range(self.rounds * 3):
            ours.append(sync_of(laptop)[0])
            theirs.append(seconds(["curl", "-sS", "--cacert", certificate, server.url + "/healthz"])[0])
        report("W3 nothing to do, 100,000 records", ours, theirs, "curl /healthz, a process each")

    def w4(self):
        """One record changed, both sides durable."""
        server = self.office()
        laptop = self.laptop(server)
        ours, theirs = [], []
        for number in range(self.rounds * 3):
            laptop.put("note", text=f"บันทึกที่ {number}")
            ours.append(sync_of(laptop)[0])
            theirs.append(reference("one"))
        server.stop()
        report("W4 one record", ours, theirs, "one POST and three commits, no process start")

    def w5(self):
        """200 JPEGs up."""
        photos = self.folder / "photos"
        run([binaries() / "sample_photos", photos, "8", "6000", "4000"])
        sources = sorted(photos.iterdir())
        files = []
        for number in range(200):  # the same pictures with another last byte: other hashes, without drawing 200
            path = photos / f"copy{number:03}.jpg"
            path.write_bytes(sources[number % len(sources)].read_bytes() + number.to_bytes(2, "big"))
            files.append(path)
        size = sum(path.stat().st_size for path in files)
        ours, theirs, memory = [], [], []
        for number in range(max(1, self.rounds // 2)):
            server = self.office()
            laptop = self.laptop(server)
            laptop.command("add", *files)
            time_s, kib = sync_of(laptop)
            ours.append(time_s)
            memory.append(kib)
            server.stop()
            copies = self.folder / f"copies{number}"
            copies.mkdir()
            theirs.append(seconds(["sh", "-c", f"cp {photos}/copy*.jpg {copies} && sync -f {copies}"])[0])
        report(f"W5 200 JPEGs, {size / 1e6:.0f} MB, up with TLS, SHA-256 and fsync", ours, theirs, "cp + sync -f",
               f"; our peak memory {statistics.median(memory) / 1024:.0f} MiB")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("works", nargs="*", default=["W1", "W2", "W4", "W5"])
    arguments = parser.parse_args()
    with Place() as folder:
        bench = Bench(folder, arguments.rounds)
        for work in arguments.works:
            if work.upper() == "W3":
                work = "W2"  # stands on the same 100,000 records
            getattr(bench, work.lower())()


if __name__ == "__main__":
    main()
