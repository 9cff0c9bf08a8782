"""Photos between laptops and the office: words and small pictures before originals, transfers that go on where they were cut,
originals on demand, damaged files, stories whose photos are missing, and camera cards."""
import hashlib
import os
import random
import signal
import unittest

from cut_line import CutLine
from office import Laptop, Place, Server, binaries, run

SEED = 20261123
LARGE_BYTES = 12_000_000
PART_BYTES = 4_000_000
ASIDE_BYTES = 1_500_000  # what else goes over the line, and what was on its way when it broke


def sha_of(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


class Media(unittest.TestCase):
    def setUp(self):
        self.place = Place()
        self.folder = self.place.__enter__()
        self.server = Server(self.folder)
        self.serve()
        for name, display in [("somsri", "สมศรี ใจดี"), ("wichai", "วิชัย กล้าหาญ")]:
            self.server.add_user(name, display, "staff")
        self.line = CutLine(self.server.url)
        self.one, self.two = self.laptop("one", "somsri"), self.laptop("two", "wichai")
        run([binaries() / "sample_photos", self.folder / "photos", "4", "640", "480"])
        self.photos = sorted((self.folder / "photos").iterdir())

    def tearDown(self):
        self.line.close()
        self.server.stop()
        self.place.__exit__(None, None, None)

    def serve(self):
        """Only over the line: nobody finds the server past it."""
        self.server.start()

    def laptop(self, name, user):
        laptop = Laptop(self.folder, name)
        laptop.command("pair", self.line.url, "--code", self.server.pairing_code(user), "--name", name)
        laptop.sync()
        return laptop

    def large_photo(self):
        """A picture that is heavy to send: what stands behind its end is no part of it."""
        path = self.folder / "หนัก.jpg"
        path.write_bytes(self.photos[0].read_bytes() + random.Random(SEED).randbytes(LARGE_BYTES))
        return path

    def add(self, laptop, path, *words):
        return laptop.command("add", path, *words).json["files"][0]

    def original(self, laptop, sha):
        return laptop.home / "media" / sha[:2] / sha

    def small(self, laptop, sha):
        return laptop.home / "small" / sha[:2] / f"{sha}.jpg"

    def spoil(self, path):
        path.chmod(0o600)
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)

    def assert_rest(self, went_bytes, heavy):
        """What went over the line was a part of the file, and not all of it."""
        self.assertGreater(went_bytes, ASIDE_BYTES)
        self.assertLess(went_bytes, heavy.stat().st_size - PART_BYTES + ASIDE_BYTES)

    def story(self, laptop, photo):
        news = laptop.put("news", headline="โรงเรียนจัดงานวันวิทยาศาสตร์", body="นักเรียนร่วมงาน")
        return news, self.add(laptop, photo, "--news", news, "--caption", "พิธีเปิด")

    def test_others_see_the_picture_while_the_original_is_on_its_way(self):
        heavy = self.large_photo()
        news, added = self.story(self.one, heavy)
        self.line.open(up=PART_BYTES)
        self.assertEqual(self.one.sync(expect=1)["error"], "server_away")
        self.assertIsNone(self.server.stored_file(added["sha256"]))
        # The office's answer to the words is on the laptop too: they did not wait for the photo.
        self.assertEqual(self.one.command("status").json["pending_changes"], 0)
        self.line.open()
        told = self.two.sync()
        self.assertGreaterEqual(told["received_renditions"], 1)
        self.assertEqual(self.two.fields("news", news)["headline"], "โรงเรียนจัดงานวันวิทยาศาสตร์")
        self.assertTrue(self.small(self.two, added["sha256"]).read_bytes().startswith(b"\xff\xd8"))
        self.assertEqual(self.two.command("fetch", added["media"], expect=1).json["error"], "original_away")
        # It is not submitted before the original is at the office, and the refusal names the photo.
        self.two.act("news", news, "submit")
        refused = self.two.sync(expect=1)
        self.assertEqual(refused["error"], "photo_missing")
        self.assertIn("หนัก.jpg", refused["th"])
        # The rest of it goes from where the line broke.
        self.line.open()
        self.assertEqual(self.one.sync()["sent_renditions"], 0)
        self.assert_rest(self.line.up, heavy)
        self.assertEqual(sha_of(self.server.stored_file(added["sha256"])), added["sha256"])
        self.two.sync()
        self.two.act_and_sync("news", news, "submit")
        self.assertEqual(self.two.fields("news", news)["status"], "in_review")

    def test_an_upload_goes_on_after_the_server_was_killed(self):
        heavy = self.large_photo()
        added = self.add(self.one, heavy)
        self.line.open(up=2 * PART_BYTES, when_cut=lambda: self.server.process.send_signal(signal.SIGKILL))
        self.assertEqual(self.one.sync(expect=1)["error"], "server_away")
        self.server.stop()
        self.serve()
        self.line.open()
        self.assertTrue(self.one.sync()["complete"])
        self.assert_rest(self.line.up, heavy)
        self.assertEqual(sha_of(self.server.stored_file(added["sha256"])), added["sha256"])

    def test_an_original_is_fetched_and_goes_on_after_a_cut(self):
        heavy = self.large_photo()
        added = self.add(self.one, heavy)
        self.one.sync()
        self.two.sync()
        state = self.two.get("media", added["media"])["original"]
        self.assertEqual(state, {"here": False, "damaged": False, "at_office": False})
        self.line.open(down=2 * PART_BYTES)
        self.assertEqual(self.two.command("fetch", added["media"], expect=1).json["error"], "server_away")
        self.assertFalse(self.original(self.two, added["sha256"]).exists())
        self.line.open()
        fetched = self.two.command("fetch", added["media"]).json["files"][0]
        self.assertEqual((fetched["size_bytes"], fetched["already_there"]), (heavy.stat().st_size, False))
        self.assert_rest(self.line.down, heavy)
        self.assertEqual(sha_of(self.original(self.two, added["sha256"])), added["sha256"])
        self.assertEqual(self.two.get("media", added["media"])["original"],
                         {"here": True, "damaged": False, "at_office": True})
        self.assertTrue(self.two.command("fetch", added["media"]).json["files"][0]["already_there"])
        self.assertTrue(self.two.sync()["complete"])
        # Damaged later, it is put right the same way, here from nothing.
        self.spoil(self.original(self.two, added["sha256"]))
        self.assertEqual(len(self.two.command("check", expect=1).json["faults"]), 1)
        self.two.command("fetch", added["media"])
        self.assertEqual(self.two.command("check").json["faults"], [])
        self.server.stop()
        self.spoil(self.original(self.two, added["sha256"]))
        told = self.two.command("fetch", added["media"], expect=1).json
        self.assertEqual(told["error"], "server_away")
        self.assertIn("สำนักงาน", told["th"])
        self.serve()

    def test_a_damaged_original_is_not_sent(self):
        news, added = self.story(self.one, self.photos[0])
        name = self.photos[0].name
        self.spoil(self.original(self.one, added["sha256"]))
        refused = self.one.sync(expect=1)["refused"]
        self.assertEqual([(row["error"], row["detail"]) for row in refused], [("original_damaged", name)])
        self.assertIsNone(self.server.stored_file(added["sha256"]))
        status = self.one.command("status").json
        self.assertEqual(status["damaged_files"], [{"media": added["media"], "file_name": name}])
        self.assertTrue(self.one.get("media", added["media"])["original"]["damaged"])
        told = run([binaries() / "khaosan", "--home", self.one.home, "status"]).out
        self.assertIn("โปรดนำเข้าจากการ์ดกล้องอีกครั้ง", told)
        self.assertEqual(self.one.act("news", news, "submit", expect=1).json["error"], "photo_missing")
        # The right file, taken in again, repairs it.
        self.assertEqual(self.add(self.one, self.photos[0])["media"], added["media"])
        self.assertEqual(self.one.command("status").json["damaged_files"], [])
        self.assertTrue(self.one.sync()["complete"])
        self.assertEqual(sha_of(self.server.stored_file(added["sha256"])), added["sha256"])
        self.one.act_and_sync("news", news, "submit")

    def test_a_damaged_original_comes_again_from_the_office(self):
        added = self.add(self.one, self.photos[0])
        self.add(self.two, self.photos[0])
        self.two.sync()
        self.spoil(self.original(self.one, added["sha256"]))
        told = self.one.sync()
        self.assertEqual((told["complete"], told["mended_files"], told["sent_files"]), (True, 1, 0))
        self.assertEqual(sha_of(self.original(self.one, added["sha256"])), added["sha256"])
        self.assertEqual(self.one.command("check").json["faults"], [])

    def test_a_photo_that_will_never_come_is_dropped_by_name(self):
        news, added = self.story(self.one, self.photos[0])
        self.original(self.one, added["sha256"]).unlink()
        self.assertEqual(self.one.sync(expect=1)["error"], "original_damaged")
        self.two.sync()
        shown = run([binaries() / "khaosan", "--home", self.two.home, "get", "news", news]).out
        self.assertIn(added["photo"], shown)
        self.two.act("news", news, "submit")
        self.assertEqual(self.two.sync(expect=1)["error"], "photo_missing")
        drop = ["drop_photo", "--photo", added["photo"]]
        self.assertEqual(self.two.act("news", news, *drop, expect=1).json["error"], "comment_required")
        self.two.act("news", news, *drop, "--comment", "การ์ดกล้องเสีย ถ่ายซ้ำไม่ได้")
        self.two.act("news", news, "submit")
        self.assertTrue(self.two.sync()["complete"])
        self.assertEqual(self.two.fields("news", news)["status"], "in_review")
        history = self.two.command("history", "news", news, "--office").json["entries"]
        dropped = [entry for entry in history if entry["what"] == "drop_photo"]
        self.assertEqual([(entry["by"], entry["comment"]) for entry in dropped],
                         [("วิชัย กล้าหาญ", "การ์ดกล้องเสีย ถ่ายซ้ำไม่ได้")])

    def test_the_office_knows_who_has_not_synced_and_what_has_arrived(self):
        def devices():
            return {row["name"]: row for row in self.server.command("devices").json["devices"]}

        news, added = self.story(self.one, self.photos[0])
        self.original(self.one, added["sha256"]).unlink()
        self.one.sync(expect=1)
        told = devices()
        self.assertEqual((told["one"]["unsent"]["changes"], told["one"]["unsent"]["files"]), (0, 1))
        self.assertIsNotNone(told["one"]["unsent"]["oldest"])
        self.assertIsNone(told["two"]["unsent"])
        waited = self.two.command("laptops").json
        self.assertEqual([(row["name"], row["unsent_files"]) for row in waited["laptops"]], [("one", 1)])
        shown = run([binaries() / "khaosan", "--home", self.two.home, "laptops"]).out
        self.assertIn("ยังไม่ส่ง 0 รายการ 1 แฟ้ม", shown)
        self.add(self.one, self.photos[0])
        self.one.sync()
        self.assertIsNone(devices()["one"]["unsent"])
        self.assertEqual(self.two.command("laptops").json["laptops"], [])
        # A change by somebody else: has it come to the writer's laptop?
        self.two.sync()
        self.two.put("news", news, lead="ความนำของวิชัย")
        self.two.sync()

        def writer():
            return self.two.command("history", "news", news, "--office").json["writer"]

        self.assertEqual(writer(), {"user": "สมศรี ใจดี", "laptop": "not_yet"})
        self.one.sync()
        self.assertEqual(writer()["laptop"], "reached")
        self.assertEqual(self.server.command("devices", "--silent-days", "30").json["silent_days"], 30)
        self.server.command("devices", "--silent-days", "0", expect=2)

    def test_a_card_is_erased_only_on_the_word_of_the_office(self):
        card = self.folder / "EOS_DIGITAL"
        pictures = card / "DCIM" / "100CANON"
        pictures.mkdir(parents=True)
        for photo in self.photos[:3]:
            os.link(photo, pictures / photo.name)
        (card / "DCIM" / "CANONMSC").mkdir()
        (card / "DCIM" / "CANONMSC" / "M0100.CTG").write_bytes(b"list of the camera")

        def look(expect):
            return self.one.command("card", card, expect=expect).json

        told = look(1)
        self.assertEqual((told["error"], told["here"], told["at_office"], told["of_camera"]), ("card_stays", 0, 0, 1))
        added = [self.add(self.one, photo) for photo in sorted(pictures.iterdir())]
        told = look(1)
        self.assertEqual((told["here"], told["at_office"], told["may_be_erased"]), (3, 0, False))
        self.one.sync()
        told = look(0)
        self.assertEqual((told["here"], told["at_office"], told["may_be_erased"]), (3, 3, True))
        people = run([binaries() / "khaosan", "--home", self.one.home, "card", card]).out
        self.assertIn("ลบการ์ดได้แล้ว", people)
        # Uploaded once is not enough: the server's disk has failed since. The next sync sends it again.
        self.spoil(self.server.stored_file(added[1]["sha256"]))
        told = look(1)
        self.assertEqual({row["at_office"] for row in told["files"]}, {"whole", "damaged"})
        self.assertEqual(self.one.command("status").json["pending_files"], 1)
        self.assertEqual(self.one.sync()["sent_files"], 1)
        self.assertTrue(look(0)["may_be_erased"])
        # One more picture, or an office that cannot be asked, and the card stays.
        os.link(self.photos[3], pictures / self.photos[3].name)
        self.assertEqual((look(1)["error"], look(1)["at_office"]), ("card_stays", 3))
        self.server.stop()
        told = look(1)
        self.assertEqual((told["error"], told["may_be_erased"], told["at_office"]), ("server_away", False, 0))
        self.serve()


if __name__ == "__main__":
    unittest.main(verbosity=2)
