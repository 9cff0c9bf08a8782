"""What goes by USB stick: real programs, and folders in place of sticks."""
import random
import shutil
import unittest

from office import Laptop, Place, Server, binaries, run

SEED = 20261123
PART_BYTES = 65_536  # the smallest part there is: photos go over several


class Bundles(unittest.TestCase):
    def setUp(self):
        self.place = Place()
        self.folder = self.place.__enter__()
        self.server = Server(self.folder).start()
        self.server.add_user("somsri", "สมศรี", "staff")
        self.server.add_user("malee", "มาลี", "reviewer")
        self.laptop = Laptop(self.folder, "laptop")
        self.laptop.pair(self.server, "somsri")
        self.laptop.sync()
        self.stick = self.folder / "stick"
        self.answers = self.folder / "answers"
        run([binaries() / "sample_photos", self.folder / "photos", "2", "1600", "1200"])

    def tearDown(self):
        self.server.stop()
        self.place.__exit__(None, None, None)

    def field_work(self):
        """An event with a note, a story with two photos, and its submission: all in the outbox."""
        event = self.laptop.put("event", title="วันภาษาไทย", date="2026-07-29")
        self.laptop.put("note", event=event, text="ครูใหญ่กล่าวเปิดงาน")
        news = self.laptop.put("news", event=event, headline="วันภาษาไทย", body="นักเรียนอ่านทำนองเสนาะ")
        for photo in sorted((self.folder / "photos").iterdir()):
            self.laptop.command("add", photo, "--event", event, "--news", news)
        self.laptop.act("news", news, "submit")
        return event, news

    def write(self, laptop=None, expect=0):
        return (laptop or self.laptop).command("bundle", "write", self.stick, "--part-bytes", PART_BYTES, expect=expect).json

    def read(self, expect=0, answer=True, folder=None):
        words = ["bundle", "read", folder or self.stick] + (["--answer", self.answers] if answer else [])
        return self.server.command(*map(str, words), expect=expect).json

    def status(self, laptop=None):
        return (laptop or self.laptop).command("status").json

    def at_office(self, kind):
        other = Laptop(self.folder, f"reader-{random.random()}")
        other.pair(self.server, "malee")
        other.sync()
        return other.list(kind)

    def test_work_goes_to_the_office_and_the_answer_comes_back(self):
        event, news = self.field_work()
        before = self.status()
        written = self.write()
        self.assertEqual(written["changes"], before["pending_changes"])
        self.assertEqual(written["files"], 2)
        self.assertGreater(len(written["parts"]), 3)
        for part in self.stick.iterdir():
            self.assertLessEqual(part.stat().st_size, PART_BYTES + 4096)
            self.assertNotIn("ทำนองเสนาะ".encode(), part.read_bytes())
        # A bundle acknowledges nothing, but the laptop is no longer the only place of it.
        after = self.status()
        self.assertEqual(after["pending_changes"], before["pending_changes"])
        self.assertEqual((before["changes_only_here"], after["changes_only_here"]), (before["pending_changes"], 0))
        self.assertEqual((before["files_only_here"], after["files_only_here"]), (2, 0))

        told = self.read()
        self.assertEqual(told["refused"], [])
        self.assertEqual(told["laptops"][0]["taken"], before["pending_changes"])
        self.assertEqual(told["laptops"][0]["waiting"], 0)
        self.assertEqual(self.status()["pending_changes"], before["pending_changes"])
        answer = self.laptop.command("bundle", "read", self.answers).json["answer"]
        self.assertEqual(answer["sent_changes"], before["pending_changes"])
        self.assertEqual(answer["sent_files"], 2)
        self.assertTrue(answer["complete"])
        self.assertEqual(self.status()["pending_changes"], 0)
        self.assertEqual(self.status()["pending_files"], 0)
        self.assertEqual(self.laptop.fields("news", news)["status"], "in_review")
        self.assertEqual(self.laptop.command("check").json["faults"], [])
        self.assertEqual(self.server.command("check").json["faults"], [])
        # The same once more, and by network, changes nothing.
        seq = self.status()["cursor"]
        self.read()
        self.laptop.command("bundle", "read", self.answers)
        self.laptop.sync()
        self.assertEqual(self.status()["cursor"], seq)

    def test_an_original_that_was_damaged_since_comes_again_from_the_stick(self):
        self.field_work()
        self.write()
        self.read()
        sha = next(row["fields"]["sha256"] for row in self.laptop.list("media"))
        stored = self.server.stored_file(sha)
        stored.chmod(0o600)
        stored.write_bytes(b"spoilt" + stored.read_bytes()[6:])
        self.assertEqual(len(self.server.command("check", expect=1).json["faults"]), 1)
        self.assertEqual(self.read()["laptops"][0]["new_files"], 1)
        self.assertEqual(self.server.command("check").json["faults"], [])

    def test_a_stick_is_a_sign_of_life(self):
        def seen():
            return self.server.command("devices").json["devices"][0]["last_seen"]

        before = seen()
        self.field_work()
        self.write()
        self.read()
        self.assertGreater(seen(), before)

    def test_network_first_then_the_stick_changes_nothing(self):
        self.field_work()
        self.write()
        self.laptop.sync()
        seq = self.status()["cursor"]
        self.assertEqual(self.read()["refused"], [])
        self.laptop.sync()
        self.assertEqual(self.status()["cursor"], seq)
        self.laptop.command("bundle", "read", self.answers)
        self.assertEqual(self.laptop.command("check").json["faults"], [])

    def test_a_missing_part_holds_back_what_builds_on_it(self):
        _, news = self.field_work()
        self.write()
        parts = sorted(self.stick.iterdir())
        second = self.folder / "second stick"
        second.mkdir()
        for part in parts[2:]:
            shutil.move(part, second)
        self.read()
        self.laptop.command("bundle", "read", self.answers)
        self.assertEqual(self.status()["waiting_commands"], 1)  # not refused for a photo that is on its way
        self.assertEqual(self.status()["refused"], 0)
        told = self.read(folder=second)
        self.assertEqual(told["laptops"][0]["waiting"], 0)
        self.laptop.command("bundle", "read", self.answers)
        self.assertEqual(self.laptop.fields("news", news)["status"], "in_review")
        self.assertEqual(self.status()["pending_files"], 0)

    def test_what_was_tampered_with_is_refused_and_the_rest_is_taken(self):
        self.field_work()
        self.write()
        whole = {part.name: part.read_bytes() for part in self.stick.iterdir()}
        dice = random.Random(SEED)
        for name, content in sorted(whole.items()):
            how = dice.choice(["cut", "flip", "more", "empty", "length"])
            at = dice.randrange(len(content))
            if how == "cut":
                content = content[:at]
            elif how == "flip":
                content = content[:at] + bytes([content[at] ^ (1 << dice.randrange(8))]) + content[at + 1:]
            elif how == "more":
                content += b"\0"
            elif how == "empty":
                content = b""
            else:
                content = content[:17] + b"\xff\xff\xff\xff" + content[21:]
            (self.stick / name).write_bytes(content)
        told = self.read(expect=1)
        self.assertEqual(len(told["refused"]), len(whole))
        self.assertEqual(self.server.command("check").json["faults"], [])
        for name, content in whole.items():
            (self.stick / name).write_bytes(content)
        self.assertEqual(self.read()["refused"], [])
        self.assertTrue(self.laptop.command("bundle", "read", self.answers).json["answer"]["complete"])

    def test_bundles_for_another_one_are_refused_and_those_of_a_revoked_one_kept_aside(self):
        self.field_work()
        self.write()
        self.read()
        other = Laptop(self.folder, "other")
        other.pair(self.server, "somsri")
        other.sync()
        ran = other.command("bundle", "read", self.answers, expect=1).json
        self.assertEqual(ran["error"], "bundle_not_ours")
        self.assertGreater(self.status()["pending_changes"], 0)
        device = next(d for d in self.server.command("devices").json["devices"] if d["name"] == "laptop")
        self.server.command("devices", "revoke", device["id"])
        told = self.read(answer=False)  # test_quarantine.py says what becomes of it
        self.assertTrue(told["laptops"][0]["shut_out"])
        # What the office wrote down there for the laptops is no laptop's work.
        self.assertEqual(self.read(expect=1, answer=False, folder=self.answers)["refused"][0]["error"], "bundle_not_ours")
        self.assertEqual(self.server.command("bundle", "read", str(self.folder / "photos"), expect=1).json["error"],
                         "bundle_none")

    def test_without_a_running_server_and_with_a_first_sync_by_stick(self):
        fresh = Laptop(self.folder, "fresh")
        fresh.pair(self.server, "malee")
        fresh.put("note", text="เขียนก่อนซิงก์ครั้งแรก")
        self.server.stop()
        self.write(fresh)
        self.assertEqual(self.read()["refused"], [])
        answer = fresh.command("bundle", "read", self.answers).json["answer"]
        self.assertTrue(answer["complete"])
        self.assertEqual(self.status(fresh)["pending_changes"], 0)
        self.assertEqual(fresh.command("check").json["faults"], [])
        self.server.start()
        fresh.sync()

    def test_an_answer_that_does_not_follow_is_refused(self):
        # The same folder as it was before a sync: its cursor is below the range that the answer covers.
        behind = Laptop(self.folder, "behind")
        shutil.copytree(self.laptop.home, behind.home)
        self.laptop.put("note", text="หนึ่ง")
        self.laptop.sync()
        self.write()
        self.read()
        before = self.status(behind)
        self.assertEqual(behind.command("bundle", "read", self.answers, expect=1).json["error"], "bundle_gap")
        self.assertEqual(self.status(behind), before)
        self.laptop.command("bundle", "read", self.answers)

    def test_an_event_is_shared_between_two_laptops_in_the_field(self):
        friend = Laptop(self.folder, "friend")
        friend.pair(self.server, "malee")
        friend.sync()
        self.laptop.sync()
        device = next(row["id"] for row in self.laptop.list("laptop") if row["fields"]["name"] == "friend")
        event, news = self.field_work()
        written = self.laptop.command("bundle", "write", self.stick, "--to", device, "--event", event).json
        self.assertEqual(written["files"], 2)
        told = friend.command("bundle", "read", self.stick).json
        self.assertEqual(told["shared_by"], ["laptop"])
        self.assertEqual(told["shared_files"], 2)
        self.assertEqual(told["shared_records"], written["records"])
        self.assertEqual(friend.fields("news", news)["headline"], "วันภาษาไทย")
        # To be read only; own records may be about it; nothing of it is sent as the friend's.
        self.assertEqual(friend.put("event", event, title="อีกชื่อ", expect=1), None)
        friend.put("note", event=event, text="ของมาลี")
        self.assertEqual(self.status(friend)["pending_changes"], 1)
        self.assertEqual(friend.command("check").json["faults"], [])
        friend.sync()
        self.assertEqual([row["fields"]["text"] for row in self.at_office("note")], ["ของมาลี"])
        self.laptop.sync()
        friend.sync()
        self.assertEqual(friend.fields("news", news)["status"], "in_review")
        self.assertEqual(len(self.at_office("note")), 2)
        friend.put("event", event, title="อีกชื่อ")
        self.assertEqual(friend.command("check").json["faults"], [])
        # A later reading of the old share leaves the office's records as they are.
        again = friend.command("bundle", "read", self.stick).json
        self.assertEqual(again["shared_records"], 0)
        self.assertEqual(friend.fields("event", event)["title"], "อีกชื่อ")


if __name__ == "__main__":
    unittest.main()
