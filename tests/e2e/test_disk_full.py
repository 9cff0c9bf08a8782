"""A disk with 0 KB, 4 KB, 100 KB or 1 MB left, without inodes, or one that may only be read: the laptop and the office say so
in Thai, within a second, lose nothing, still show what is there, and go on once there is room.

The disks are small tmpfs in a mount namespace of this test's own; it needs no root, but a kernel that allows the namespace."""
import os
import pathlib
import subprocess
import sys
import time
import unittest

from office import Laptop, Place, Server, binaries, run

NOT_HERE = 77  # what ctest takes for "skipped"
ANSWER_S_MAX = 1.0
DISK_KIB, INODES = 1 << 20, 400  # nothing of it is used before something is written
LEFT_KIB = (0, 4, 100, 1000)
BIG_BYTES = 3_000_000


def enter_namespace():
    """Starts this program again in a mount namespace of its own."""
    if os.environ.get("KHAOSAN_OWN_MOUNTS") == "1":
        return
    unshare = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--mount"]
    if subprocess.run([*unshare, "mount", "-t", "tmpfs", "probe", "/tmp"], capture_output=True).returncode != 0:
        print("SKIPPED: this kernel gives no mount namespace, so there is no small disk to fill", file=sys.stderr)
        sys.exit(NOT_HERE)
    os.environ["KHAOSAN_OWN_MOUNTS"] = "1"
    os.execvp(unshare[0], [*unshare, sys.executable, *sys.argv])


def ids_of(put):
    """The ids that a put printed."""
    return {line["id"] for line in put.json.get("saved", [put.json]) if "id" in line}


class Disk:
    """A disk on which a folder stands. It is filled by making it smaller."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir()
        run(["mount", "-t", "tmpfs", "-o", f"size={DISK_KIB}k,nr_inodes={INODES}", "disk", self.folder])
        self.fillers = []

    def remount(self, options):
        run(["mount", "-o", f"remount,{options}", self.folder])

    def kib(self):
        """All, and what is left."""
        state = os.statvfs(self.folder)
        return state.f_blocks * state.f_frsize // 1024, state.f_bavail * state.f_frsize // 1024

    def fill(self, left_kib):
        size, left = self.kib()
        self.remount(f"size={size - left + left_kib}k")
        assert self.kib()[1] == left_kib, self.kib()

    def fill_inodes(self):
        while True:
            filler = self.folder / f"filler{len(self.fillers)}"
            try:
                filler.touch()
            except OSError:
                return
            self.fillers.append(filler)

    def only_reading(self):
        self.remount("ro")

    def make_room(self):
        self.remount(f"rw,size={DISK_KIB}k")
        for filler in self.fillers:
            filler.unlink()
        self.fillers = []

    def unmount(self):
        run(["umount", self.folder])


STATES = ([(f"{kib} KB left", lambda disk, kib=kib: disk.fill(kib), "disk_full") for kib in LEFT_KIB] +
          [("no inodes", Disk.fill_inodes, "disk_full or io_failed"),  # SQLite does not say why it cannot make a file
            ("only reading", Disk.only_reading, "io_failed")])


class DiskFull(unittest.TestCase):
    def setUp(self):
        self.place = Place()
        self.folder = self.place.__enter__()
        self.big = self.folder / "big.jpg"
        run([binaries() / "sample_photos", self.folder / "photos", "1", "320", "240"])
        picture = next((self.folder / "photos").glob("*.jpg")).read_bytes()
        self.big.write_bytes(picture + os.urandom(BIG_BYTES))
        self.lines = self.folder / "lines.jsonl"
        self.lines.write_text("".join('{"text":"%s %d"}\n' % ("ข้อความยาว " * 60, i) for i in range(700)))

    def tearDown(self):
        self.place.__exit__(*sys.exc_info())

    def refused(self, ran, code, seconds=0.0):
        self.assertEqual(ran.code, 1, str(ran))
        self.assertIn(ran.json["error"], code.split(" or "), str(ran))
        self.assertIn("พื้นที่", ran.json["th"])
        self.assertLess(seconds, ANSWER_S_MAX)

    def test_a_laptop(self):
        server = Server(self.folder).start()
        server.add_user("somsri", "สมศรี", "staff")
        other = Laptop(self.folder, "other")
        other.pair(server, "somsri")
        for number, (name, fill, code) in enumerate(STATES):
            with self.subTest(name):
                disk = Disk(self.folder / f"disk{number}")
                try:
                    self.one_laptop(Laptop(disk.folder, "laptop"), disk, server, other, fill, code)
                finally:
                    disk.unmount()
        server.stop()

    def one_laptop(self, laptop, disk, server, other, fill, code):
        laptop.pair(server, "somsri")
        told = {laptop.put("note", text=f"ก่อนเต็ม {number}") for number in range(3)}
        laptop.sync()
        told.add(laptop.put("note", text="ยังไม่ส่ง"))
        fill(disk)
        refused = 0
        for words in (["put", "note", "text=เมื่อเต็มแล้ว"], ["add", self.big], ["put", "note", "--jsonl", self.lines]):
            started = time.monotonic()
            done = laptop.command(*words, expect=None)
            seconds = time.monotonic() - started
            told |= ids_of(done)  # of many lines, some may be saved
            if done.code == 0:
                continue
            refused += 1
            self.refused(done, code, seconds)
        self.assertGreater(refused, 0)
        self.shown(laptop, told)
        self.assertEqual(laptop.command("check").json["faults"], [])
        # A sync has nothing to lose either, whether it goes through or not.
        other.put("note", text="จากอีกเครื่อง " * 40)
        other.sync()
        done = laptop.command("sync", expect=None)
        if done.code != 0:
            self.refused(done, code)
        self.shown(laptop, told)
        disk.make_room()
        told.add(laptop.put("note", text="มีที่ว่างแล้ว"))
        laptop.command("add", self.big)
        self.assertTrue(laptop.sync()["complete"])
        self.shown(laptop, told)
        self.assertEqual(laptop.command("check").json["faults"], [])
        other.sync()
        self.shown(other, told)

    def shown(self, laptop, told):
        held = {row["id"] for row in laptop.list("note", "--limit", "100000")}
        self.assertEqual(told - held, set(), "printed, and not shown")

    def test_the_office(self):
        for number, (name, fill, code) in enumerate(STATES):
            with self.subTest(name):
                disk = Disk(self.folder / f"office{number}")
                server = Server(disk.folder)
                try:
                    self.one_office(server, Laptop(self.folder, f"laptop{number}"), disk, fill, code)
                finally:
                    server.stop()
                    disk.unmount()

    def one_office(self, server, laptop, disk, fill, code):
        server.start()
        server.add_user("somsri", "สมศรี", "staff")
        laptop.pair(server, "somsri")
        told = {laptop.put("note", text="ก่อนเต็ม")}
        laptop.sync()
        if fill is Disk.only_reading:
            server.stop()  # an open store is in the way of that
        fill(disk)
        told |= ids_of(laptop.command("put", "note", "--jsonl", self.lines))
        laptop.command("add", self.big)
        if server.process is None:
            self.refused(server.command("user", "list", expect=None), code)
            self.assertEqual(laptop.command("sync", expect=1).json["error"], "server_away")
            disk.make_room()
            server.start()
        else:
            self.refused(laptop.command("sync", expect=None), code)
        status = laptop.command("status").json
        self.assertGreater(status["pending_changes"] + status["pending_files"], 0)
        self.shown(laptop, told)
        self.assertIsNone(server.process.poll(), "the office ended")
        disk.make_room()
        self.assertTrue(laptop.sync()["complete"])
        self.assertEqual(server.command("check").json["faults"], [])
        late = Laptop(laptop.home.parent, laptop.name + "-late")
        late.pair(server, "somsri")
        late.sync()
        self.shown(late, told)


if __name__ == "__main__":
    enter_namespace()
    unittest.main(verbosity=2)
