"""Several programs on one laptop at once: reading and writing beside a sync that waits for the network, two syncs, many
writers; and a sync or an intake that is stopped by hand."""
import os
import pathlib
import signal
import subprocess
import threading
import time
import unittest

from office import Laptop, PASSWORD, Place, Server, binaries, run

ANSWER_SECONDS_MAX = 2.0  # of a command beside a sync that hangs; alone it takes a few hundredths of a second


class Processes(unittest.TestCase):
    def setUp(self):
        self.place = Place()
        self.folder = self.place.__enter__()
        self.server = Server(self.folder).start()
        self.server.add_user("somsri", "สมศรี", "staff")
        self.laptop = Laptop(self.folder, "laptop")
        self.laptop.pair(self.server, "somsri")
        self.laptop.sync()

    def tearDown(self):
        self.server.stop()
        self.place.__exit__(None, None, None)

    def begin(self, *words):
        """A command that runs on while others do."""
        argv = [str(a) for a in [binaries() / "khaosan", "--home", self.laptop.home, "--json", *words]]
        return subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                env={**os.environ, "KHAOSAN_PASSWORD": PASSWORD})

    def hanging_sync(self):
        """A sync whose office has stopped answering."""
        self.server.process.send_signal(signal.SIGSTOP)
        sync = self.begin("sync")
        time.sleep(0.5)
        self.assertIsNone(sync.poll())
        return sync

    def go_on(self):
        self.server.process.send_signal(signal.SIGCONT)

    def quick(self, *words, expect=0):
        start = time.monotonic()
        ran = self.laptop.command(*words, expect=expect)
        seconds = time.monotonic() - start
        self.assertLess(seconds, ANSWER_SECONDS_MAX, f"{words} took {seconds:.1f} s")
        return ran

    def test_commands_answer_at_once_while_a_sync_waits_for_the_network(self):
        news = self.laptop.put("news", headline="ก่อนซิงก์", body="เนื้อข่าว")
        run([binaries() / "sample_photos", self.folder / "photos", "1", "320", "240"])
        sync = self.hanging_sync()
        try:
            for words in [["list", "news"], ["status"], ["get", "news", news], ["history", "news", news], ["conflicts"],
                          ["refused"], ["users"], ["check"]]:
                self.quick(*words)
            note = self.quick("put", "note", "text=ระหว่างซิงก์").json["id"]
            self.quick("put", "news", "--id", news, "lead=ระหว่างซิงก์")
            self.quick("add", self.folder / "photos" / "IMG_0001.jpg", "--news", news)
            self.quick("act", "news", news, "submit", expect=3)
            second = self.laptop.command("sync", expect=1)
            self.assertEqual(second.json["error"], "store_locked")
        finally:
            self.go_on()
        out, err = sync.communicate(timeout=60)
        self.assertEqual(sync.returncode, 0, out + err)
        # What was written meanwhile went with a further round of the same sync.
        self.assertEqual(self.laptop.command("status").json["pending_changes"], 0)
        other = Laptop(self.folder, "other")
        other.pair(self.server, "somsri")
        other.sync()
        self.assertIn(note, [row["id"] for row in other.list("note")])
        self.assertEqual(other.fields("news", news)["status"], "in_review")
        self.assertEqual(self.laptop.command("check").json["faults"], [])

    def test_many_writers_take_turns(self):
        ids, faults = [], []

        def write(name):
            lines = "".join('{"text":"%s %d"}\n' % (name, i) for i in range(400))
            ran = self.laptop.command("put", "note", "--jsonl", "-", expect=None, stdin=lines)
            (ids if ran.code == 0 else faults).append(ran.json)

        threads = [threading.Thread(target=write, args=(f"ผู้เขียน {n}",)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(faults, [])
        held = {row["id"] for row in self.laptop.list("note", "--limit", "100000")}
        self.assertEqual({row["id"] for document in ids for row in document["saved"]}, held)
        self.assertEqual(len(held), 1600)
        self.assertTrue(self.laptop.sync()["complete"])
        self.assertEqual(self.laptop.command("check").json["faults"], [])

    def test_a_file_that_is_being_taken_in_is_no_leftover_to_the_next_command(self):
        pipes = self.folder / "slow"
        pipes.mkdir()
        big = pipes / "big.wav"
        with open(big, "wb") as out:
            out.write(b"RIFF\0\0\0\0WAVE" + os.urandom(300_000_000))
        add = self.begin("add", big)
        while add.poll() is None:
            self.laptop.put("note", text="ระหว่างเก็บแฟ้ม")
        out, err = add.communicate()
        self.assertEqual(add.returncode, 0, out + err)
        self.assertEqual(self.laptop.command("check").json["faults"], [])

    def test_a_sync_stopped_by_hand_ends_soon_and_loses_nothing(self):
        for stop in [signal.SIGINT, signal.SIGTERM]:
            self.laptop.put("note", text="ก่อนหยุด")
            sync = self.hanging_sync()
            try:
                sync.send_signal(stop)
                out, err = sync.communicate(timeout=5)
            finally:
                sync.kill()
                self.go_on()
            self.assertEqual(sync.returncode, 1, out + err)
            self.assertIn('"stopped"', out)
            self.assertEqual(self.laptop.command("check").json["faults"], [])
            self.assertTrue(self.laptop.sync()["complete"])
        self.assertEqual(len(self.laptop.list("note")), 2)

    def test_an_intake_of_many_files_stopped_by_hand_keeps_what_it_named(self):
        run([binaries() / "sample_photos", self.folder / "photos", "120", "800", "600"])
        photos = sorted((self.folder / "photos").iterdir())
        add = self.begin("add", *photos)
        while add.poll() is None and not self.laptop.list("media", "--limit", "1"):
            pass
        self.assertIsNone(add.poll(), "it was over before it could be stopped")
        add.send_signal(signal.SIGINT)
        out, err = add.communicate(timeout=30)
        self.assertEqual(add.returncode, 1, out + err)
        document = __import__("json").loads(out)
        self.assertEqual(document["error"], "stopped")
        self.assertLess(len(document["files"]), len(photos))
        self.assertGreater(len(document["files"]), 0)
        held = {row["id"]: row["fields"] for row in self.laptop.list("media", "--limit", "1000")}
        self.assertEqual({row["media"] for row in document["files"]}, set(held))
        for fields in held.values():
            self.assertIn("taken_at", fields)  # none was cut off in the middle
        self.assertEqual(self.laptop.command("check").json["faults"], [])
        self.laptop.command("add", *photos)
        self.assertEqual(len(self.laptop.list("media", "--limit", "1000")), len(photos))

    def test_the_server_stopped_during_a_sync_ends_cleanly_and_the_next_sync_completes(self):
        for stop in [signal.SIGTERM, signal.SIGINT]:
            lines = "".join('{"text":"%s %d"}\n' % ("ข้อความยาว " * 50, i) for i in range(3000))
            self.laptop.command("put", "note", "--jsonl", "-", stdin=lines)
            sync = self.begin("sync")
            time.sleep(0.3)
            self.assertEqual(self.server.stop(stop), 0)
            out, err = sync.communicate(timeout=60)
            self.assertIn(sync.returncode, (0, 1), out + err)
            self.server.start()
            self.assertTrue(self.laptop.sync()["complete"])
            self.assertEqual(self.laptop.command("status").json["pending_changes"], 0)
        self.assertEqual(len(self.laptop.list("note", "--limit", "100000")), 6000)
        self.assertEqual(self.laptop.command("check").json["faults"], [])
        self.assertEqual(self.server.command("check").json["faults"], [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
