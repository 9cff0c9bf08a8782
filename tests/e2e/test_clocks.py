"""A laptop with any clock ends in the same state as one with the right clock, and is told that its clock is off.

The laptop runs under libfaketime; the office and the others have the right time. KHAOSAN_LONG=1 tries every clock."""
import json
import os
import pathlib
import re
import subprocess
import sys
import unittest

from fault_proxy import FaultProxy
from office import Laptop, Place, Server, binaries, run
from screen import Screen

# What libfaketime understands; whether the laptop must be told.
CLOCKS = {"4 minutes ahead": ("+4m", False), "1 hour ahead": ("+1h", True), "1 hour behind": ("-1h", True),
          "1 day ahead": ("+1d", True), "1 day behind": ("-1d", True), "3 years ahead": ("+1095d", True),
          "3 years behind": ("-1095d", True), "in 1970": ("@1970-01-01 00:10:00", True),
          "in 2038": ("@2038-01-20 08:00:00", True)}
EVERYDAY = ("in 1970", "in 2038")
OFFICE = [("somsri", "สมศรี", "staff"), ("wichai", "วิชัย", "staff"), ("prasert", "ประเสริฐ", "reviewer"),
          ("thawee", "ทวี", "director")]
KINDS = ("event", "news", "note", "media", "news_photo", "conflict", "likeness", "laptop")
TIMELESS = [(re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "ID"),
            (re.compile(r"[0-9a-f]{64}"), "HASH"), (re.compile(r'"position": "\w+"'), "POSITION"), (re.compile(r"\d{4}-\d\d-\d\dT[0-9:.]+Z"), "TIME")]


def library():
    """Where this system keeps libfaketime."""
    found = subprocess.run(["faketime", "-f", "+0", "printenv", "LD_PRELOAD"], capture_output=True, text=True).stdout.strip()
    return found.split(":")[-1] or sys.exit("faketime is not installed: scripts/install-deps --tests")


class WrongLaptop(Laptop):
    """A laptop whose clock is what a file says; it may be written while a command runs."""

    def __init__(self, folder, name, clock):
        super().__init__(folder, name)
        self.clock_file = pathlib.Path(folder) / f"{name}.clock"
        self.env = {"LD_PRELOAD": library(), "FAKETIME_TIMESTAMP_FILE": str(self.clock_file), "FAKETIME_NO_CACHE": "1",
                    "FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1"}
        self.set(clock)

    def set(self, clock):
        fresh = self.clock_file.with_suffix(".new")
        fresh.write_text(clock + "\n")
        fresh.replace(self.clock_file)

    def command(self, *words, expect=0, env=None, stdin=None):
        return super().command(*words, expect=expect, env={**self.env, **(env or {})}, stdin=stdin)


class Clocks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.place = Place()
        cls.folder = cls.place.__enter__()
        run([binaries() / "sample_photos", cls.folder / "photos", "1", "320", "240"])
        cls.photo = next((cls.folder / "photos").glob("*.jpg"))
        cls.right = cls("session").session("right", "+0", warned=False)

    @classmethod
    def tearDownClass(cls):
        cls.place.__exit__(*sys.exc_info())

    def session(self, name, clock, warned, jumps=()):
        """An event, a story written by two, submitted, approved and published; what all ends in. The clock jumps to
        `jumps`, one after the other, at each third request of the laptop."""
        folder = self.folder / name.replace(" ", "-")
        folder.mkdir()
        server = Server(folder).start()
        try:
            end = self.day(server, folder, clock, warned, list(jumps))
            self.assertEqual(server.command("check").json["faults"], [])
            return end
        finally:
            server.stop()

    def day(self, server, folder, clock, warned, jumps):
        for user, display, role in OFFICE:
            server.add_user(user, display, role)
        others = {}
        for user, _, _ in OFFICE[1:]:
            others[user] = Laptop(folder, user)
            others[user].pair(server, user)
        with FaultProxy(server.port) as proxy:
            somsri = WrongLaptop(folder, "somsri", clock)

            def jump(number):
                if jumps and number % 3 == 0:
                    somsri.set(jumps.pop(0))

            proxy.on_request = jump
            somsri.pair(server, "somsri", url=proxy.url)
            event = somsri.put("event", title="ค่ายวิทยาศาสตร์", date="2569-11-23", place="หอประชุม")
            news = somsri.put("news", headline="เปิดค่าย", body="ย่อหน้าแรก\n\nย่อหน้าที่สอง", event=event)
            somsri.command("add", self.photo, "--news", news)
            synced = somsri.command("sync")
            self.told(synced, warned)
            wichai = others["wichai"]
            wichai.sync()
            wichai.put("news", news, body="ย่อหน้าแรก แก้โดยวิชัย\n\nย่อหน้าที่สอง", headline="ชื่อของวิชัย")
            somsri.put("news", news, body="ย่อหน้าแรก\n\nย่อหน้าที่สอง แก้โดยสมศรี", headline="ชื่อของสมศรี")
            somsri.put("note", text="บันทึกแรก")
            wichai.sync()
            somsri.sync()  # the merge, and a collision of the headlines
            wichai.sync()
            conflict = somsri.list("conflict")[0]["id"]
            somsri.act_and_sync("conflict", conflict, "resolve", "--keep", "ours")
            merged = sorted(somsri.fields("news", news).get("merged_unseen", []))
            if merged:
                somsri.act_and_sync("news", news, "seen")
            somsri.act_and_sync("news", news, "submit")
            for user, verb in (("prasert", "pass"), ("thawee", "approve")):
                others[user].sync()
                others[user].act_and_sync("news", news, verb)
            somsri.sync()
            somsri.act_and_sync("news", news, "publish")
            wichai.sync()
            self.assertEqual(jumps, [])
            for one in (somsri, wichai):
                self.assertEqual(one.command("check").json["faults"], [])
            ends = [self.end_of(one) for one in (somsri, wichai)]
        self.assertEqual(*ends)
        return ends[0]

    def told(self, synced, warned):
        gap = synced.json["clock_gap"]
        self.assertEqual(gap is not None, warned, str(synced))
        self.assertEqual("นาฬิกาของเครื่องนี้ไม่ตรงกับของสำนักงาน" in synced.err, warned, str(synced))

    def end_of(self, laptop):
        """Everything but ids and instants, in an order of its own."""
        rows = []
        for kind in KINDS:
            for row in laptop.list(kind, "--limit", "1000"):
                text = json.dumps([kind, row["fields"]], ensure_ascii=False, sort_keys=True)
                for pattern, word in TIMELESS:
                    text = pattern.sub(word, text)
                rows.append(text)
        return sorted(rows)

    def test_any_clock_ends_in_the_same_state(self):
        self.assertGreater(len(self.right), 8)
        for name, (clock, warned) in CLOCKS.items():
            if name not in EVERYDAY and os.environ.get("KHAOSAN_LONG") != "1":
                continue
            with self.subTest(name):
                self.assertEqual(self.session(name, clock, warned), self.right)

    def test_a_clock_that_jumps_while_commands_run_ends_in_the_same_state(self):
        jumps = ["+3h", "@1970-01-01 00:10:00", "+1095d", "-1d", "@2038-01-20 08:00:00", "-1095d", "+0"]
        self.assertEqual(self.session("jumps", "-2h", warned=True, jumps=jumps), self.right)

    def test_the_window_says_that_the_clock_is_off(self):
        folder = self.folder / "window"
        folder.mkdir()
        server = Server(folder).start()
        screen = Screen(folder / "screen")
        try:
            server.add_user("somsri", "สมศรี", "staff")
            laptop = WrongLaptop(folder, "somsri", "+3h")
            laptop.pair(server, "somsri")
            screen.open(laptop, environment=laptop.env)
            screen.key("alt+s")
            screen.click("ส่งเดี๋ยวนี้")
            screen.wait_for("นาฬิกาของเครื่องนี้ไม่ตรงกับของสำนักงาน", part=True)
            screen.save_picture("clock")
        finally:
            screen.end()
            server.stop()


if __name__ == "__main__":
    unittest.main(verbosity=2)
