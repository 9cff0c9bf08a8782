"""The sync benches W1–W6 and growth, beside their yardsticks, in the same run, taking turns. Real programs (release
build), real HTTPS.

    sync_bench.py [--rounds N] [--sizes 10000,100000,1000000] [W1 W2 … growth]

Each line: the work, our median, and for each yardstick its median and our ratio to it. Ours are whole processes, start to
end. Yardsticks: the plainest program that does the job (reference.cpp: HTTP, zstd, SQLite with synchronous=FULL), and git
with core.fsync=all, which keeps history too, a file for a record.

growth: a round in which nothing changed, and one that changes ten records, with so many records on both sides; wall time,
CPU time of either side, and bytes each way, of a laptop that wrote all of them (they stand in its kept list: there is no
backup) and of one that only pulled them.
"""
import argparse
import json
import os
import pathlib
import random
import statistics
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
os.environ.setdefault("KHAOSAN_BIN", str(ROOT / "build" / "release" / "bin"))  # a debug build measures nothing

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
from fault_proxy import FaultProxy  # noqa: E402
from office import Laptop, PASSWORD, Place, Server, binaries, run  # noqa: E402

PAIRINGS_A_MINUTE = 10  # two requests each, of the 20 that the office takes
WORDS = "วันนี้ โรงเรียน สำนักงาน เขตพื้นที่ การศึกษา จัดกิจกรรม นักเรียน ครู ผู้อำนวยการ ประธาน เปิดงาน วิทยาศาสตร์ ห้องประชุม ร่วมกัน".split()


def thai(dice, size_bytes):
    text = ""
    while len(text.encode()) < size_bytes:
        text += dice.choice(WORDS) + " "
    return text.strip()


class Cost:
    """What one process took: wall time, CPU time, peak memory."""

    def __init__(self, argv, env=None):
        start = time.perf_counter()
        process = subprocess.Popen([str(a) for a in argv], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                   env={**os.environ, "KHAOSAN_PASSWORD": PASSWORD, **(env or {})})
        err = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit(f"{argv}: exit {process.returncode}: {err.decode()}")
        self.wall_s, self.cpu_s = time.perf_counter() - start, usage.ru_utime + usage.ru_stime
        self.peak_kib = usage.ru_maxrss


def sync_of(laptop):
    return Cost([binaries() / "khaosan", "--home", laptop.home, "sync"])


def cpu_of(pid):
    """CPU seconds of a running process, all its threads."""
    return sum(int(path.read_text().split()[0]) for path in pathlib.Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1e9


def peak_mib(pid):
    lines = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def reference(*words):
    return float(run([binaries() / "bench_reference", *words]).out) / 1000


class Git:
    """A repository with a file for each record, and the office's bare one beside it."""

    def __init__(self, folder):
        self.work, self.office = folder / "work", folder / "office.git"
        folder.mkdir()
        self.git("init", "-q", "--bare", "-b", "main", self.office)
        self.git("init", "-q", "-b", "main", self.work)
        self.git("-C", self.work, "remote", "add", "origin", f"file://{self.office}")
        self.written = 0

    @staticmethod
    def git(*words):
        return Cost(["git", "-c", "core.fsync=all", "-c", "user.name=somsri", "-c", "user.email=somsri@example.org",
                     "-c", "gc.auto=0", *words]).wall_s

    def write(self, lines):
        for line in lines:
            path = self.work / f"{self.written % 256:02x}" / f"{self.written}.json"
            path.parent.mkdir(exist_ok=True)
            path.write_text(line)
            self.written += 1

    def commit_and_push(self):
        return (self.git("-C", self.work, "add", "-A") + self.git("-C", self.work, "commit", "-q", "-m", "records") +
                self.git("-C", self.work, "push", "-q", "origin", "main"))

    def clone(self, name):
        return self.git("clone", "-q", f"file://{self.office}", self.work.parent / name)

    def fetch(self):
        return self.git("-C", self.work, "fetch", "-q", "origin")


def report(name, ours, yardsticks, extra=""):
    """`yardsticks`: what it is, and its times."""
    median = statistics.median(ours)
    beside = "; ".join(f"{what} {statistics.median(times) * 1000:.1f} ms, ratio {median / statistics.median(times):.2f}"
                       for what, times in yardsticks.items())
    print(f"{name}: {median * 1000:.1f} ms (best {min(ours) * 1000:.1f}); {beside}{extra}", flush=True)


class Bench:
    def __init__(self, folder, rounds, sizes):
        self.folder, self.rounds, self.sizes, self.number = folder, rounds, sizes, 0
        self.dice = random.Random(1)

    def office(self):
        self.number += 1
        server = Server(self.folder / f"office{self.number}").start()
        server.add_user("somsri", "สมศรี", "staff")
        return server

    def laptop(self, server, url=None):
        self.number += 1
        laptop = Laptop(self.folder, f"laptop{self.number}")
        laptop.pair(server, "somsri", url=url)
        laptop.sync()
        return laptop

    def lines(self, count, size_bytes):
        path = self.folder / f"lines-{count}-{size_bytes}.jsonl"
        if not path.exists():
            with open(path, "w") as out:
                for _ in range(count):
                    out.write(json.dumps({"text": thai(self.dice, size_bytes)}, ensure_ascii=False) + "\n")
        return path

    def git(self):
        self.number += 1
        return Git(self.folder / f"git{self.number}")

    def w1(self):
        """10,000 new records (600 B, Thai) pushed."""
        lines, ours, plain, git = self.lines(10_000, 560), [], [], []
        cpu, wire = [], 0
        for _ in range(self.rounds):
            server = self.office()
            with FaultProxy(server.port) as proxy:
                laptop = self.laptop(server, proxy.url)
                laptop.command("put", "note", "--jsonl", lines)
                before, bytes_before = cpu_of(server.process.pid), proxy.up_bytes
                cost = sync_of(laptop)
                ours.append(cost.wall_s)
                cpu.append((cost.cpu_s, cpu_of(server.process.pid) - before))
                wire = proxy.up_bytes - bytes_before
            server.stop()
            plain.append(reference("push", lines))
            repository = self.git()
            repository.write(lines.read_text().splitlines())
            git.append(repository.commit_and_push())
        laptop_cpu, server_cpu = (statistics.median(side) for side in zip(*cpu))
        report("W1 push 10,000 × 600 B", ours, {"plain HTTP + zstd + SQLite": plain, "git": git},
               f"; {wire / 1e6:.2f} MB up; CPU {laptop_cpu:.2f} s + {server_cpu:.2f} s")

    def w2(self):
        """A fresh laptop pulls 100,000 records (300 B)."""
        lines, ours, plain, git, memory = self.lines(100_000, 260), [], [], [], []
        server = self.office()
        writer = self.laptop(server)
        writer.command("put", "note", "--jsonl", lines)
        writer.sync()
        repository = self.git()
        repository.write(lines.read_text().splitlines())
        repository.commit_and_push()
        wire = 0
        for number in range(self.rounds):
            with FaultProxy(server.port) as proxy:
                fresh = Laptop(self.folder, f"fresh{number}")
                fresh.pair(server, "somsri", url=proxy.url)
                cost = sync_of(fresh)
                wire = proxy.down_bytes
            ours.append(cost.wall_s)
            memory.append(cost.peak_kib)
            plain.append(reference("pull", lines))
            git.append(repository.clone(f"clone{number}"))
            shutil.rmtree(repository.work.parent / f"clone{number}")
        report("W2 fresh pull 100,000 × 300 B", ours, {"one zstd page into SQLite": plain, "git clone": git},
               f"; {wire / 1e6:.1f} MB down; our peak memory {statistics.median(memory) / 1024:.0f} MiB")
        self.w3(server, writer, repository)
        server.stop()

    def w3(self, server, laptop, repository):
        """Nothing to do, 100,000 records on both sides."""
        ours, curl, git = [], [], []
        certificate = server.certificate()
        for _ in range(self.rounds * 3):
            ours.append(sync_of(laptop).wall_s)
            curl.append(Cost(["curl", "-sS", "--cacert", certificate, server.url + "/healthz"]).wall_s)
            git.append(repository.fetch())
        report("W3 nothing to do, 100,000 records", ours, {"curl /healthz": curl, "git fetch": git}, "; a process each")

    def w4(self):
        """One record changed, both sides durable."""
        server = self.office()
        laptop = self.laptop(server)
        repository = self.git()
        ours, plain, git = [], [], []
        for number in range(self.rounds * 3):
            laptop.put("note", text=f"บันทึกที่ {number}")
            ours.append(sync_of(laptop).wall_s)
            plain.append(reference("one"))
            repository.write([f"บันทึกที่ {number}"])
            git.append(repository.commit_and_push())
        server.stop()
        report("W4 one record", ours, {"one POST and three commits, no process start": plain, "git": git})

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
        ours, theirs, memory, server_memory = [], [], [], []
        for number in range(max(1, self.rounds // 2)):
            server = self.office()
            laptop = self.laptop(server)
            laptop.command("add", *files)
            cost = sync_of(laptop)
            ours.append(cost.wall_s)
            memory.append(cost.peak_kib / 1024)
            server_memory.append(peak_mib(server.process.pid))
            server.stop()
            copies = self.folder / f"copies{number}"
            copies.mkdir()
            theirs.append(Cost(["sh", "-c", f"cp {photos}/copy*.jpg {copies} && sync -f {copies}"]).wall_s)
            shutil.rmtree(copies)
        report(f"W5 200 JPEGs, {size / 1e6:.0f} MB, up with TLS, SHA-256 and fsync", ours, {"cp + sync -f": theirs},
               f"; peak memory {statistics.median(memory):.0f} + {statistics.median(server_memory):.0f} MiB")

    def w6(self):
        """50 laptops × 100 records at once. None may be lost."""
        laptops_count, records = 50, 100
        lines = self.lines(records, 260)
        server = self.office()
        laptops = []
        while len(laptops) < laptops_count:
            laptops.append(self.laptop(server))
            if len(laptops) % PAIRINGS_A_MINUTE == 0:
                time.sleep(60)  # the office takes no more from one address
        ours, plain = [], []
        for turn in range(1, self.rounds + 1):
            for laptop in laptops:
                laptop.command("put", "note", "--jsonl", lines)
            start = time.perf_counter()
            processes = [subprocess.Popen([binaries() / "khaosan", "--home", laptop.home, "sync"], stdout=subprocess.DEVNULL)
                         for laptop in laptops]
            if any(process.wait() != 0 for process in processes):
                sys.exit("W6: a sync failed")
            ours.append(time.perf_counter() - start)
            plain.append(reference("many", lines, str(laptops_count)))
            laptops[0].sync()
            held = laptops[0].command("list", "note", "--limit", "1").json["total"]
            if held != turn * laptops_count * records:
                sys.exit(f"W6: {held} records at the office, {turn * laptops_count * records} were sent")
        memory = peak_mib(server.process.pid)
        server.stop()
        report("W6 50 laptops × 100 records at once", ours, {"50 plain clients in one process": plain},
               f"; none lost; server's peak memory {memory:.0f} MiB; 50 processes started")

    def growth(self):
        server = self.office()
        with FaultProxy(server.port) as proxy:
            writer, reader = self.laptop(server, proxy.url), self.laptop(server, proxy.url)
            there = 0
            for size in self.sizes:
                while there < size:
                    count = min(size - there, 100_000)
                    writer.command("put", "note", "--jsonl", self.lines(count, 100))
                    writer.sync()
                    there += count
                reader.sync()
                rows = reader.list("note", "--limit", "1000")
                self.rounds_at(size, server, proxy, {"wrote all": writer, "pulled all": reader}, rows)
        server.stop()

    def rounds_at(self, size, server, proxy, laptops, rows):
        for laptop in laptops.values():
            laptop.sync()
        for name, laptop in laptops.items():
            for what, changes in (("nothing changed", 0), ("10 changed", 10)):
                costs = []
                for turn in range(self.rounds):
                    for row in self.dice.sample(rows, changes):
                        laptop.put("note", row["id"], text=thai(self.dice, 100) + f" {size} {turn}")
                    up, down, cpu = proxy.up_bytes, proxy.down_bytes, cpu_of(server.process.pid)
                    cost = sync_of(laptop)
                    costs.append((cost.wall_s * 1000, cost.cpu_s * 1000, (cpu_of(server.process.pid) - cpu) * 1000,
                                  proxy.up_bytes - up, proxy.down_bytes - down))
                wall, here, there, up, down = (statistics.median(column) for column in zip(*costs))
                print(f"growth {size:>9,} records, the laptop that {name}, {what}: {wall:.1f} ms; CPU {here:.1f} + "
                      f"{there:.1f} ms; {up:,.0f} bytes up, {down:,.0f} down", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("works", nargs="*", default=["W1", "W2", "W4", "W5", "W6", "growth"])
    arguments = parser.parse_args()
    with Place() as folder:
        bench = Bench(folder, arguments.rounds, [int(size) for size in arguments.sizes.split(",")])
        for work in arguments.works:
            if work.upper() == "W3":
                work = "W2"  # stands on the same 100,000 records
            getattr(bench, work.lower())()


if __name__ == "__main__":
    main()
