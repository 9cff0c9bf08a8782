"""A storm of kill -9 at random moments: laptops that write, take photos in, import, sync and migrate; an office that takes
a push, an upload, a merge, migrates, or is being backed up. After each kill what was said to be saved is there, `check` is
clean, and the program starts again by itself, soon.

KHAOSAN_SEED replays the draws; KHAOSAN_LONG=1 kills 1,000 times each."""
import contextlib
import os
import pathlib
import random
import sqlite3
import statistics
import subprocess
import sys
import time
import unittest

from office import Laptop, PASSWORD, Place, Server, binaries, run
import stores

SEED = int(os.environ.get("KHAOSAN_SEED", "20261123"))
LONG = os.environ.get("KHAOSAN_LONG") == "1"
LAPTOP_KILLS, OFFICE_KILLS = (1000, 1000) if LONG else (40, 20)
TRIES_A_KILL_MAX = 6  # some commands end before their kill comes
RESTART_S_MAX = 2.0
RESTARTS_IN_TIME_MIN = 0.95  # the others had to wait for this machine
FIXTURES = pathlib.Path(__file__).resolve().parents[1] / "fixtures"


class Storm:
    """Kills processes at moments drawn from how long each kind of work took."""

    def __init__(self, dice):
        self.dice, self.killed, self.seconds, self.kills = dice, 0, {}, {}

    def moment(self, what):
        """Seconds from the start; None: this time it may run to its end, to see how long it takes."""
        return self.dice.uniform(0, self.seconds[what]) if what in self.seconds else None

    def took(self, what, seconds):
        self.seconds[what] = min(seconds, 1.5 * self.seconds.get(what, seconds))  # one slow run must not blunt the storm

    def count(self, what):
        self.killed += 1
        self.kills[what] = self.kills.get(what, 0) + 1


def start_of(argv):
    return subprocess.Popen([str(a) for a in argv], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            text=True, env={**os.environ, "KHAOSAN_PASSWORD": PASSWORD})


def reading(store):
    return contextlib.closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True))


def ids_in(text):
    return [line.split()[0] for line in text.splitlines() if len(line) >= 36 and line[:36].count("-") == 4]


class KillStorm(unittest.TestCase):
    def setUp(self):
        print(f"seed {SEED} (KHAOSAN_SEED replays the draws)", file=sys.stderr)
        self.dice = random.Random(SEED)
        self.storm = Storm(self.dice)
        self.place = Place()
        self.folder = self.place.__enter__()
        self.restarts_s = []
        self.server = Server(self.folder).start()
        self.server.add_user("somsri", "สมศรี", "staff")
        run([binaries() / "sample_photos", self.folder / "photos", "24", "320", "240"])
        self.photos = sorted((self.folder / "photos").iterdir())

    def tearDown(self):
        self.server.stop()
        self.place.__exit__(*sys.exc_info())

    def paired(self, name):
        laptop = Laptop(self.folder, name)
        laptop.pair(self.server, "somsri")
        laptop.sync()
        return laptop

    def fresh_photo(self):
        """A photo that was never seen: another one's bytes, and some after its end."""
        path = self.folder / f"fresh{self.dice.getrandbits(64):016x}.jpg"
        path.write_bytes(self.dice.choice(self.photos).read_bytes() + self.dice.randbytes(8))
        return path

    def started_again(self, seconds):
        self.restarts_s.append(seconds)

    def restarts_were_soon(self, kills):
        in_time = sum(seconds < RESTART_S_MAX for seconds in self.restarts_s) / len(self.restarts_s)
        print(f"killed {self.storm.killed}: {self.storm.kills}; started again in {statistics.median(self.restarts_s):.2f} s "
              f"(median), {max(self.restarts_s):.2f} s (worst)", file=sys.stderr)
        self.assertEqual(self.storm.killed, kills)
        self.assertGreaterEqual(in_time, RESTARTS_IN_TIME_MIN)

    # ---- laptops

    def test_laptops(self):
        laptop, other = self.paired("laptop"), self.paired("other")
        told, elsewhere = {"note": set(), "media": set()}, set()  # elsewhere: what the other one wrote
        lines = self.folder / "lines.jsonl"
        lines.write_text("".join('{"text":"%s %d"}\n' % ("ข้อความยาว " * 20, i) for i in range(200)))

        def words_of(what):
            if what == "sync":
                told["note"].add(laptop.put("note", text="ก่อนซิงก์"))
                told["media"] |= {row["media"] for row in laptop.command("add", self.fresh_photo()).json["files"]}
                elsewhere.add(other.put("note", text="ของอีกเครื่อง"))
                other.sync()
            return {"put": lambda: ["put", "note", "text=บันทึก"], "many": lambda: ["put", "note", "--jsonl", lines],
                    "add": lambda: ["add", self.fresh_photo()], "sync": lambda: ["sync"],
                    "import": lambda: ["add", *(self.fresh_photo() for _ in range(8))]}[what]()

        for _ in range(TRIES_A_KILL_MAX * LAPTOP_KILLS):
            if self.storm.killed == LAPTOP_KILLS:
                break
            what = self.dice.choice(["put", "many", "add", "import", "sync", "migration"])
            if what == "migration":
                self.kill_a_migrating_laptop()
                continue
            argv = [binaries() / "khaosan", "--home", laptop.home, *words_of(what)]
            out, killed = self.kill_run(what, argv)
            told["note" if what in ("put", "many") else "media"] |= set(ids_in(out))
            if killed:
                self.laptop_is_whole(laptop, told)
        self.restarts_were_soon(LAPTOP_KILLS)
        self.assertTrue(laptop.sync()["complete"])
        status = laptop.command("status").json
        self.assertEqual((status["pending_changes"], status["pending_files"]), (0, 0))
        told["note"] |= elsewhere
        self.laptop_is_whole(laptop, told)
        self.laptop_is_whole(self.paired("late"), told)
        self.assertEqual(self.server.command("check").json["faults"], [])

    def kill_run(self, what, argv):
        """Runs a command that is killed at its moment, if it is still there then; what it said, and whether it died."""
        started, moment = time.monotonic(), self.storm.moment(what)
        process = start_of(argv)
        try:
            out, err = process.communicate(timeout=moment)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
        if process.returncode == -9:
            self.storm.count(what)
            return out, True
        self.assertEqual(process.returncode, 0, err)
        self.storm.took(what, time.monotonic() - started)
        return out, False

    def laptop_is_whole(self, laptop, told):
        started = time.monotonic()
        self.assertEqual(laptop.command("check").json["faults"], [])
        self.started_again(time.monotonic() - started)
        with reading(laptop.home / "store.db") as store:
            for kind, ids in told.items():
                held = {row[0] for row in store.execute("SELECT hex(id) FROM record WHERE kind = ?", (kind,))}
                self.assertEqual([i for i in ids if i.replace("-", "").upper() not in held], [], "printed, and gone")
            files = [row[0] for row in store.execute("SELECT hex(sha) FROM file")]
        for sha in files:
            self.assertTrue(any(path.stat().st_size > 0 for path in laptop.home.rglob(sha.lower())), sha)

    def kill_a_migrating_laptop(self):
        laptop = Laptop(self.folder, f"old{self.dice.getrandbits(64):016x}")
        fixture = self.dice.choice(sorted(FIXTURES.glob("laptop_v*.sql")))
        stores.make(fixture, laptop.home / "store.db")
        _, killed = self.kill_run("migration", [binaries() / "khaosan", "--home", laptop.home, "put", "note", "text=หลังอัปเกรด"])
        if not killed:
            return
        started = time.monotonic()
        laptop.put("note", text="เขียนต่อได้")  # goes on with the migration where it was killed
        self.started_again(time.monotonic() - started)
        self.assertEqual(laptop.command("check").json["faults"], [], fixture.name)
        self.assertEqual(laptop.list("news")[0]["fields"]["headline"], "เปิดค่ายวิทยาศาสตร์ 12 โรงเรียนร่วมเรียนรู้")
        self.assertEqual(laptop.command("status").json["waiting_commands"], 1 if "unsent" in fixture.stem else 0)

    # ---- the office

    def test_the_office(self):
        laptop, other = self.paired("laptop"), self.paired("other")
        news = laptop.put("news", headline="ข่าวที่เขียนด้วยกัน", body="ย่อหน้าแรกของข่าว\n\nย่อหน้าที่สองของข่าว")
        laptop.sync()
        other.sync()
        backup = self.folder / "backup"
        backed_up = 0

        def prepare(what, number):
            if what == "push":
                for turn in range(5):
                    laptop.put("note", text=f"บันทึก {number} {turn}")
            elif what == "upload":
                laptop.command("add", *(self.fresh_photo() for _ in range(4)))
            elif what == "merge":  # both edit it: the second one's sync is the merge
                laptop.put("news", news, body=f"ย่อหน้าแรกของข่าว ครั้งที่ {number}\n\nย่อหน้าที่สองของข่าว")
                other.put("news", news, body=f"ย่อหน้าแรกของข่าว\n\nย่อหน้าที่สองของข่าว ครั้งที่ {number}")
                other.sync()

        for number in range(TRIES_A_KILL_MAX * OFFICE_KILLS):
            if self.storm.killed == OFFICE_KILLS:
                break
            what = self.dice.choice(["push", "upload", "merge", "migration", "backup"])
            if what == "migration":
                self.kill_a_migrating_office()
                continue
            prepare(what, number)
            argv = ([binaries() / "khaosan-server", "--data", self.server.data, "--json", "backup", backup]
                    if what == "backup" else [binaries() / "khaosan", "--home", laptop.home, "--json", "sync"])
            code = self.kill_office_during(what, argv)
            if what == "backup" and code == 0:
                backed_up += 1
            self.office_holds_what_it_acknowledged(laptop, other)
        self.restarts_were_soon(OFFICE_KILLS)
        for one in (laptop, other):
            self.assertTrue(one.sync()["complete"])
            self.assertEqual(one.command("check").json["faults"], [])
        self.office_holds_what_it_acknowledged(laptop, other)
        self.server.command("backup", backup)  # goes on in the same folder, whatever was killed there
        head = self.server.command("check").json
        self.server.stop()
        restored = Server(self.folder / "restored")
        restored.command("restore", backup)
        self.assertEqual(restored.command("check").json["faults"], [])
        self.assertEqual(head["faults"], [])
        print(f"{backed_up} backups were acknowledged in the storm; the last one was restored", file=sys.stderr)

    def kill_office_during(self, what, argv):
        """Kills the office while a command waits for it, and starts it again; how the command ended."""
        started, moment = time.monotonic(), self.storm.moment(what)
        process = start_of(argv)
        try:
            process.communicate(timeout=moment)
            self.storm.took(what, time.monotonic() - started)
            if moment is None:
                self.assertEqual(process.returncode, 0, what)
                return process.returncode
        except subprocess.TimeoutExpired:
            pass
        self.server.stop(9)
        self.storm.count(what)
        process.communicate()
        started = time.monotonic()
        self.server.start()
        self.started_again(time.monotonic() - started)
        return process.returncode

    def office_holds_what_it_acknowledged(self, *laptops):
        self.assertEqual(self.server.command("check").json["faults"], [])
        with reading(self.server.data / "store.db") as store:
            journal = dict(store.execute("SELECT hex(change_id), seq FROM journal WHERE change_id IS NOT NULL"))
        for laptop in laptops:
            with reading(laptop.home / "store.db") as store:
                told = store.execute("SELECT hex(change), seq FROM kept UNION ALL "
                                     "SELECT hex(change), seq FROM outbox WHERE state = 2").fetchall()
                files = [row[0].lower() for row in store.execute("SELECT hex(sha) FROM file WHERE at_office = 1")]
            self.assertEqual([one for one in told if journal.get(one[0]) != one[1]], [], "acknowledged, and gone")
            self.assertEqual([sha for sha in files if not self.server.stored_file(sha)], [], "at the office, and gone")

    def kill_a_migrating_office(self):
        old = Server(self.folder / f"old{self.dice.getrandbits(64):016x}")
        fixture = self.dice.choice(sorted(FIXTURES.glob("server_v*.sql")))
        stores.make(fixture, old.data / "store.db")
        moment = self.storm.moment("migration")
        if moment is None:
            started = time.monotonic()
            old.start()
            self.storm.took("migration", time.monotonic() - started)
            old.stop()
            return
        process = start_of([binaries() / "khaosan-server", "--data", old.data, "serve", "--listen", "127.0.0.1:0",
                            "--office-name", old.office])
        try:
            process.communicate(timeout=moment)
            self.fail("the office ended by itself")
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        self.storm.count("migration")
        started = time.monotonic()
        old.start()
        self.started_again(time.monotonic() - started)
        self.assertEqual(old.command("check").json["faults"], [], fixture.name)
        old.stop()
        with reading(old.data / "store.db") as store:
            self.assertEqual(store.execute("SELECT number FROM record WHERE number IS NOT NULL").fetchall(), [("1/2570",)])


if __name__ == "__main__":
    unittest.main(verbosity=2)
