"""A command killed after each write, fsync, rename and commit in turn has kept every change whose id it printed, and the next
sync completes. test_kill_storm.py kills at random moments.

KHAOSAN_CALL_POINTS sets how many moments of one kind of system call are tried."""
import itertools
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import unittest

from office import Laptop, PASSWORD, Place, Server, binaries, run

POINTS_MAX = int(os.environ.get("KHAOSAN_CALL_POINTS", "60"))  # of one system call of one command
POINTS_OF_COMMAND_MAX = 100  # a command that still dies there goes on for ever
ID = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.M)


def killed_run(laptop, words, env=None):
    """Runs a command that may be killed; returns the ids it printed and whether it was killed."""
    argv = [str(a) for a in [binaries() / "khaosan", "--home", laptop.home, *words]]
    process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                               env={**os.environ, "KHAOSAN_PASSWORD": PASSWORD, **(env or {})})
    out, err = process.communicate()
    return ID.findall(out), process.returncode == -signal.SIGKILL, out + err


def crash_points(laptop, words):
    """How many points a run of this command reaches."""
    with tempfile.NamedTemporaryFile(mode="r") as count:
        run([binaries() / "khaosan", "--home", laptop.home, *words], None,
            {"KHAOSAN_CRASH_COUNT": count.name, "KHAOSAN_PASSWORD": PASSWORD})
        return int(count.read().strip() or 0)


class Crashes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.place = Place()
        cls.folder = cls.place.__enter__()
        cls.server = Server(cls.folder).start()
        cls.server.add_user("somsri", "สมศรี", "staff")
        run([binaries() / "sample_photos", cls.folder / "photos", "160", "160", "120"])
        cls.photos = sorted((cls.folder / "photos").iterdir())

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()
        cls.place.__exit__(None, None, None)

    def paired(self, name):
        laptop = Laptop(self.folder, name)
        laptop.pair(self.server, "somsri")
        laptop.sync()
        return laptop

    def kept(self, laptop, kind, ids):
        held = {row["id"] for row in laptop.list(kind, "--limit", "100000")}
        self.assertEqual([i for i in ids if i not in held], [], "ids that were printed and are gone")

    def test_killed_at_each_point_of_put_add_and_sync(self):
        laptop = self.paired("points")
        notes, photos = [], []
        lines = self.folder / "lines.jsonl"
        lines.write_text("".join('{"text":"บันทึกที่ %d"}\n' % i for i in range(40)))
        photo = iter(self.photos)

        def something_to_sync():
            notes.append(laptop.put("note", text=f"ก่อนซิงก์ {len(notes)}"))
            photos.append(laptop.command("add", next(photo)).json["files"][0]["media"])
            return ["sync"]

        commands = [("put", lambda: ["put", "note", "--jsonl", lines], notes),
                    ("add", lambda: ["add", next(photo)], photos),
                    ("sync", something_to_sync, [])]
        for name, words, ids in commands:
            ids += killed_run(laptop, words())[0]  # the first one of its kind makes folders that stay
            points = crash_points(laptop, words())
            reached, died = 0, True
            while died:  # until a run gets past its last point
                printed, died, _ = killed_run(laptop, words(), {"KHAOSAN_CRASH_AT": str(reached + 1)})
                reached += died
                ids += printed
                self.assertLess(reached, POINTS_OF_COMMAND_MAX, name)
            print(f"{name}: killed at {reached} points", file=sys.stderr)
            self.assertGreater(points, 0, name)
            self.assertGreaterEqual(reached, points, name)
        self.kept(laptop, "note", notes)
        self.kept(laptop, "media", photos)
        self.assertEqual(laptop.command("check").json["faults"], [])
        self.assertTrue(laptop.sync()["complete"])
        status = laptop.command("status").json
        self.assertEqual((status["pending_changes"], status["pending_files"]), (0, 0))
        other = self.paired("points-other")
        self.kept(other, "note", notes)
        self.kept(other, "media", photos)
        self.assertEqual(self.server.command("check").json["faults"], [])

    def traced(self, laptop, words, call, *options):
        """Runs a command under strace, which looks at one system call; what it did."""
        argv = ["strace", "-f", f"-etrace={call}", *options, binaries() / "khaosan", "--home", laptop.home,
                *words]
        return subprocess.run([str(a) for a in argv], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              env={**os.environ, "KHAOSAN_PASSWORD": PASSWORD})

    def kill_at_calls(self, laptop, name, words, ended):
        """Kills a command at its calls that reach the disk, sampled evenly where there are many. `words` makes the command
        anew each time; `ended` is given what each run printed and whether it lived."""
        total = 0
        for call in ["pwrite64", "write", "fsync", "fdatasync", "rename"]:
            self.traced(laptop, words(), call, "-o", "/dev/null")  # what earlier kills left over is none of the count
            with tempfile.NamedTemporaryFile(mode="r") as trace:
                self.traced(laptop, words(), call, "-o", trace.name)
                count = sum(f"{call}(" in line for line in trace)
            points = sorted({1 + n * count // POINTS_MAX for n in range(POINTS_MAX)} if count > POINTS_MAX else
                            set(range(1, count + 1)))
            killed = 0
            for at in points:
                done = self.traced(laptop, words(), call, "-o", "/dev/null", f"-einject={call}:signal=KILL:when={at}")
                killed += done.returncode < 0
                ended(done)
            print(f"{name}: killed at {killed} of {count} calls of {call}", file=sys.stderr)
            total += killed
        self.assertGreater(total, 10, name)

    def test_killed_at_each_system_call_that_reaches_the_disk(self):
        if subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True).returncode != 0:
            self.fail("strace cannot trace here")
        laptop = self.paired("calls")
        notes, photos = [], []
        turn = itertools.cycle(self.photos)
        self.kill_at_calls(laptop, "put", lambda: ["put", "note", "text=ทีละคำสั่งระบบ"],
                           lambda done: notes.extend(ID.findall(done.stdout)))
        self.kill_at_calls(laptop, "add", lambda: ["add", next(turn)], lambda done: photos.extend(ID.findall(done.stdout)))
        self.kept(laptop, "note", notes)
        self.kept(laptop, "media", photos)
        self.assertEqual(laptop.command("check").json["faults"], [])
        self.assertTrue(laptop.sync()["complete"])

    def test_a_command_to_the_office_killed_at_its_system_calls_waits_or_was_never_given(self):
        laptop = self.paired("act-calls")
        given = []

        def submit():
            given.append(laptop.put("news", headline="เสนอ", body="เนื้อข่าว"))
            return ["act", "news", given[-1], "submit", "--json"]

        said = []
        self.kill_at_calls(laptop, "act", submit,
                           lambda done: said.append(given[-1]) if '"waiting"' in done.stdout else None)
        for news in said:
            self.assertEqual(laptop.get("news", news)["waiting"], ["submit"])
        self.assertEqual(laptop.command("check").json["faults"], [])
        self.assertTrue(laptop.sync()["complete"])
        held = {row["id"]: row["fields"].get("status") for row in laptop.list("news", "--limit", "10000")}
        self.assertEqual(set(held), set(given))
        self.assertEqual([news for news in said if held[news] != "in_review"], [])

    def test_a_sync_killed_at_its_system_calls_loses_and_doubles_nothing(self):
        laptop = self.paired("sync-calls")
        other = self.paired("sync-calls-other")
        notes, photos = [], []
        turn = itertools.cycle(self.photos)

        def something_to_sync():
            notes.append(laptop.put("note", text=f"ก่อนซิงก์ {len(notes)}"))
            if len(notes) % 4 == 0:
                photos.append(laptop.command("add", next(turn)).json["files"][0]["media"])
                photos.append(other.command("add", next(turn)).json["files"][0]["media"])  # its picture is fetched
                notes.append(other.put("note", text=f"ของอีกเครื่อง {len(notes)}"))
                other.sync()
            return ["sync"]

        self.kill_at_calls(laptop, "sync", something_to_sync, lambda done: None)
        self.assertEqual(laptop.command("check").json["faults"], [])
        self.assertTrue(laptop.sync()["complete"])
        other.sync()
        for one in (laptop, other):
            self.kept(one, "note", notes)
            self.kept(one, "media", photos)
            texts = [row["fields"]["text"] for row in one.list("note", "--limit", "100000")
                     if row["id"] in set(notes)]
            self.assertEqual(len(texts), len(set(texts)))
        self.assertEqual(self.server.command("check").json["faults"], [])

    def test_the_server_killed_at_its_points_loses_no_acknowledged_change(self):
        laptop = self.paired("server-kills")
        notes, died = [], 0
        for at in range(1, 26):
            self.server.stop()
            self.server.start(env={"KHAOSAN_CRASH_AT": str(at + 2)})
            notes.append(laptop.put("note", text=f"ครั้งที่ {at}"))
            laptop.command("add", self.photos[at % len(self.photos)])
            laptop.command("sync", expect=None)
            died += self.server.process.poll() is not None
            self.server.stop()
            self.server.start()
        self.assertGreater(died, 10)
        self.assertTrue(laptop.sync()["complete"])
        other = self.paired("server-kills-other")
        self.kept(other, "note", notes)
        self.assertEqual(self.server.command("check").json["faults"], [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
