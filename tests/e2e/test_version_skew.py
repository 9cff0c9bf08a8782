"""Stores of older and newer programs. A migration that is killed anywhere goes on at the next start and loses nothing; a store
of a newer program is refused, in Thai, and stays as it is, byte for byte.

tests/unit/server_http/skew_test.cpp holds the same for what two versions say to each other. KHAOSAN_LONG=1 kills at every
call that reaches the disk."""
import contextlib
import hashlib
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import unittest

from office import Laptop, PASSWORD, Place, Server, binaries
import stores

FIXTURES = pathlib.Path(__file__).resolve().parents[1] / "fixtures"
LONG = os.environ.get("KHAOSAN_LONG") == "1"
POINTS_MAX = 10_000 if LONG else 5  # of one kind of call in one migration
COMMITS_MAX = 50
FAR_VERSION = 99


class Old:
    """A store of an older program, made anew from its fixture."""

    def __init__(self, folder, fixture):
        self.folder, self.fixture = folder, fixture
        self.is_laptop = fixture.stem.startswith("laptop")
        home = folder / fixture.stem
        self.machine = Laptop(folder, fixture.stem) if self.is_laptop else Server(home)
        self.data = home if self.is_laptop else self.machine.data
        self.before = folder / f"{fixture.stem}.db"
        stores.make(fixture, self.before)

    def __str__(self):
        return self.fixture.name

    def put_back(self):
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir(parents=True)
        shutil.copy(self.before, self.data / "store.db")

    def argv(self):
        """A command that has the store migrated."""
        return ([binaries() / "khaosan", "--home", self.data, "put", "note", "text=หลังอัปเกรด"] if self.is_laptop else
                [binaries() / "khaosan-server", "--data", self.data, "check"])

    def run(self, *before, env=None):
        return subprocess.run([str(a) for a in [*before, *self.argv()]], stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, env={**os.environ, "KHAOSAN_PASSWORD": PASSWORD, **(env or {})})


class VersionSkew(unittest.TestCase):
    def setUp(self):
        self.place = Place()
        self.folder = self.place.__enter__()
        self.old = [Old(self.folder, path) for path in sorted(FIXTURES.glob("*_v*.sql"))]
        self.assertGreaterEqual(len(self.old), 5)

    def tearDown(self):
        self.place.__exit__(*sys.exc_info())

    def goes_on(self, old):
        """The next start finishes what was killed, and everything is there."""
        machine = old.machine
        if old.is_laptop:
            machine.put("note", text="เขียนต่อได้")
            self.assertEqual(machine.list("news")[0]["fields"]["headline"], "เปิดค่ายวิทยาศาสตร์ 12 โรงเรียนร่วมเรียนรู้")
            self.assertEqual(machine.command("status").json["waiting_commands"], 1 if "unsent" in old.fixture.stem else 0)
        self.assertEqual(machine.command("check").json["faults"], [], str(old))
        if not old.is_laptop:
            with contextlib.closing(sqlite3.connect(old.data / "store.db")) as store:
                numbers = store.execute("SELECT number FROM record WHERE number IS NOT NULL").fetchall()
            self.assertEqual(numbers, [("1/2570",)])

    def test_a_migration_killed_after_each_commit_goes_on(self):
        for old in self.old:
            killed = 0
            for at in range(1, COMMITS_MAX):
                old.put_back()
                if old.run(env={"KHAOSAN_CRASH_AT": str(at)}).returncode != -9:
                    break
                killed += 1
                self.goes_on(old)
            print(f"{old}: killed after {killed} commits", file=sys.stderr)
            self.assertGreater(killed, 0, str(old))

    def test_a_migration_killed_at_its_calls_that_reach_the_disk_goes_on(self):
        if subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True).returncode != 0:
            self.fail("strace cannot trace here")
        for old in self.old:
            for call in ("pwrite64", "fdatasync"):
                old.put_back()
                trace = self.folder / "trace"
                old.run("strace", "-f", f"-etrace={call}", "-o", trace)
                count = len(re.findall(rf"\b{call}\(", trace.read_text()))
                points = sorted({1 + n * count // POINTS_MAX for n in range(POINTS_MAX)} if count > POINTS_MAX else
                                set(range(1, count + 1)))
                killed = 0
                for at in points:
                    old.put_back()
                    done = old.run("strace", "-f", f"-etrace={call}", "-o", "/dev/null", f"-einject={call}:signal=KILL:when={at}")
                    killed += done.returncode < 0
                    self.goes_on(old)
                print(f"{old}: killed at {killed} of {count} calls of {call}", file=sys.stderr)
                self.assertGreaterEqual(killed, len(points) - 1, str(old))

    def hashes(self, folder):
        """What the files say. SQLite may look through a WAL and clear its index away; an empty WAL says nothing."""
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("store.db*"))
                if path.stat().st_size and not path.name.endswith("-shm")}

    def test_a_store_of_a_newer_program_is_refused_and_stays_as_it_is(self):
        for old in self.old:
            old.put_back()
            self.goes_on(old)
            with contextlib.closing(sqlite3.connect(old.data / "store.db")) as store:
                present = store.execute("PRAGMA user_version").fetchone()[0]
                store.executescript(f"CREATE TABLE of_a_newer_program(a); PRAGMA user_version={FAR_VERSION};")
            before = self.hashes(old.data)
            commands = ([["put", "note", "text=x"], ["list", "note"], ["sync"], ["check"], ["add", str(old.fixture)]]
                        if old.is_laptop else [["check"], ["user", "list"], ["pair", "somsri"], ["serve"], ["backup", "b"]])
            for words in commands:
                done = old.machine.command(*words, expect=1)
                self.assertEqual(done.json["error"], "store_newer", str(done))
                self.assertIn("ใหม่กว่า", done.json["th"])
                self.assertEqual(self.hashes(old.data), before, str(done))
            with contextlib.closing(sqlite3.connect(old.data / "store.db")) as store:  # the newer program is put away again
                store.executescript(f"DROP TABLE of_a_newer_program; PRAGMA user_version={present};")
            self.goes_on(old)


if __name__ == "__main__":
    unittest.main(verbosity=2)
