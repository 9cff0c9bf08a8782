"""A command killed after each write, fsync, rename and commit in turn, and at random moments, has kept every change whose
id it printed, and the next sync completes.

KHAOSAN_SEED replays the random part; KHAOSAN_KILLS sets how many random kills there are."""
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest

from office import Laptop, PASSWORD, Place, Server, binaries, run

SEED = int(os.environ.get("KHAOSAN_SEED", "20261123"))
RANDOM_KILLS = int(os.environ.get("KHAOSAN_KILLS", "200"))
CALLS_MAX = 400
ID = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.M)


def killed_run(laptop, words, env=None, kill_after_s=None):
    """Runs a command that may be killed; returns the ids it printed and whether it was killed."""
    argv = [str(a) for a in [binaries() / "khaosan", "--home", laptop.home, *words]]
    process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                               env={**os.environ, "KHAOSAN_PASSWORD": PASSWORD, **(env or {})})
    try:
        out, err = process.communicate(timeout=kill_after_s)
    except subprocess.TimeoutExpired:
        process.kill()
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
        run([binaries() / "sample_photos", cls.folder / "photos", "40", "320", "240"])
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
        notes, photos, killed = [], [], 0
        lines = self.folder / "lines.jsonl"
        lines.write_text("".join('{"text":"บันทึกที่ %d"}\n' % i for i in range(40)))
        photo = iter(self.photos)
        commands = [("put", lambda: ["put", "note", "--jsonl", lines], notes),
                    ("add", lambda: ["add", next(photo)], photos),
                    ("sync", lambda: ["sync"], [])]
        for name, words, ids in commands:
            if name == "sync":
                laptop.put("note", text="ก่อนนับ")
                laptop.command("add", self.photos[-1])
            points = crash_points(laptop, words())
            self.assertGreater(points, 0, name)
            for at in range(1, points + 1):
                if name == "sync":
                    ids.clear()
                    notes.append(laptop.put("note", text=f"ก่อนซิงก์ {at}"))
                try:
                    one = words()
                except StopIteration:
                    break
                printed, died, text = killed_run(laptop, one, {"KHAOSAN_CRASH_AT": str(at)})
                killed += died
                ids += printed
            print(f"{name}: {points} points", file=sys.stderr)
        self.assertGreater(killed, 10)
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

    def test_killed_at_each_system_call_that_reaches_the_disk(self):
        if subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True).returncode != 0:
            self.fail("strace cannot trace here")
        laptop = self.paired("calls")
        notes, photos = [], []
        photo = iter(self.photos)
        for name, words, ids in [("put", lambda: ["put", "note", "text=ทีละคำสั่งระบบ"], notes),
                                 ("add", lambda: ["add", next(photo)], photos)]:
            for call in ["pwrite64", "write", "fsync", "fdatasync", "rename"]:
                for at in range(1, CALLS_MAX):
                    try:
                        one = words()
                    except StopIteration:
                        photo = iter(self.photos)
                        one = words()
                    argv = ["strace", "-f", "-o", "/dev/null", f"-etrace={call}", f"-einject={call}:signal=KILL:when={at}",
                            binaries() / "khaosan", "--home", laptop.home, *one]
                    done = subprocess.run([str(a) for a in argv], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                          env={**os.environ, "KHAOSAN_PASSWORD": PASSWORD})
                    ids += ID.findall(done.stdout)
                    if done.returncode == 0:
                        break
                else:
                    self.fail(f"{name} makes more than {CALLS_MAX} calls of {call}")
                print(f"{name}: killed at {at - 1} calls of {call}", file=sys.stderr)
        self.kept(laptop, "note", notes)
        self.kept(laptop, "media", photos)
        self.assertEqual(laptop.command("check").json["faults"], [])
        self.assertTrue(laptop.sync()["complete"])

    def test_killed_at_random_moments(self):
        print(f"seed {SEED} (KHAOSAN_SEED replays it)", file=sys.stderr)
        dice = random.Random(SEED)
        laptop = self.paired("random")
        notes, photos, killed = [], [], 0
        lines = self.folder / "many.jsonl"
        lines.write_text("".join('{"text":"%s %d"}\n' % ("ข้อความยาว " * 20, i) for i in range(300)))
        seconds = {}  # how long each command takes here, so that the kill falls into it
        for number in range(5 * RANDOM_KILLS):
            if killed == RANDOM_KILLS:
                break
            what = dice.choice(["put", "many", "add", "sync"])
            words = {"put": ["put", "note", f"text=บันทึก {number}"], "many": ["put", "note", "--jsonl", lines],
                     "add": ["add", dice.choice(self.photos)], "sync": ["sync"]}[what]
            start = time.monotonic()
            after = dice.uniform(0, seconds[what]) if what in seconds else None
            printed, died, _ = killed_run(laptop, words, kill_after_s=after)
            if not died:
                seconds[what] = time.monotonic() - start
            killed += died
            {"put": notes, "many": notes, "add": photos, "sync": []}[what].extend(printed)
        print(f"{killed} commands were killed; {len(notes)} notes and {len(photos)} photos were printed", file=sys.stderr)
        self.assertEqual(killed, RANDOM_KILLS)
        self.kept(laptop, "note", notes)
        self.kept(laptop, "media", photos)
        self.assertEqual(laptop.command("check").json["faults"], [])
        self.assertTrue(laptop.sync()["complete"])
        self.assertEqual(laptop.command("status").json["pending_files"], 0)
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
