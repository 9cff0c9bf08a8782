"""A person asks that what is kept of them be erased: afterwards not one file of the office or of a synced laptop holds
the words, and neither an old bundle, nor a laptop that comes late, nor a restored backup brings them back."""
import shutil
import unittest

from office import Laptop, Place, Server, binaries, run

WORDS = "ถ้อยคำของผู้ปกครองที่ขอให้ลบ"


class Erased(unittest.TestCase):
    def setUp(self):
        self.place = Place()
        self.folder = self.place.__enter__()
        self.server = Server(self.folder).start()
        self.laptops = []
        for number, name in enumerate(("somsri", "wichai"), 1):
            self.server.add_user(name, name, "staff")
            laptop = Laptop(self.folder, f"laptop-{number}")
            laptop.pair(self.server, name)
            laptop.sync()
            self.laptops.append(laptop)
        one, two = self.laptops
        photos = self.folder / "photos"
        run([binaries() / "sample_photos", photos, "1", "640", "480"])
        self.event = one.put("event", title="วันเปิดบ้านวิชาการ", date="2026-11-20")
        self.note = one.put("note", event=self.event, text=WORDS + " ฉบับแรก")
        self.file = next(photos.glob("*.jpg"))
        added = one.command("add", self.file, "--event", self.event).json["files"][0]
        self.media, self.sha = added["media"], added["sha256"]
        for laptop in (one, two):
            laptop.sync()
        # Edited by both: the loser's text stands in a conflict.
        one.put("note", self.note, text=WORDS + " ฉบับที่สอง")
        two.put("note", self.note, text=WORDS + " อีกฉบับหนึ่ง")
        for laptop in (one, two, one):
            laptop.sync()

    def tearDown(self):
        self.server.stop()
        self.place.__exit__(None, None, None)

    def files_with(self, folder):
        """Files under the folder that hold the words, in either encoding, or the photo."""
        found = []
        for path in folder.rglob("*"):
            if not path.is_file():
                continue
            data = path.read_bytes()
            if WORDS.encode() in data or data == self.file.read_bytes() or self.sha in path.name:
                found.append(path)
        return found

    def erase(self):
        self.server.command("erase", "note", self.note, "--reason", "คำขอ 1/2570")
        self.server.command("erase", "media", self.media, "--reason", "คำขอ 1/2570")

    def gone_everywhere(self):
        for laptop in self.laptops:
            self.assertTrue(laptop.sync()["complete"])
        self.assertEqual(self.files_with(self.server.data), [])
        for laptop in self.laptops:
            self.assertEqual(self.files_with(laptop.home), [])
        self.assertEqual(self.server.command("check").json.get("faults", []), [])

    def test_what_is_erased_stands_in_no_file(self):
        self.assertNotEqual(self.files_with(self.server.data), [])
        self.erase()
        self.gone_everywhere()
        one = self.laptops[0]
        self.assertEqual(one.command("put", "note", "--id", self.note, "text=" + WORDS, expect=1).json["error"], "record_erased")
        self.assertIn("ลบรายการนี้ถาวร", run([binaries() / "khaosan", "--home", one.home, "get", "note", self.note]).out)
        self.assertEqual(one.command("delete", "note", self.note, expect=1).json["error"], "record_erased")
        again = one.command("add", self.file, "--event", self.event, expect=None)
        self.assertIn("record_erased", again.out)
        self.assertEqual(self.files_with(one.home), [])
        self.assertEqual(one.fields("event", self.event)["title"], "วันเปิดบ้านวิชาการ")

    def test_a_late_laptop_and_an_old_bundle_bring_nothing_back(self):
        late = self.laptops[1]
        late.put("note", self.note, text=WORDS + " เขียนต่อโดยไม่รู้")
        stick = self.folder / "stick"
        stick.mkdir()
        late.command("bundle", "write", stick)
        self.erase()
        self.server.command("bundle", "read", stick)
        late.sync(expect=None)
        self.gone_everywhere()
        self.assertEqual(late.command("refused").json["rows"], [])

    def test_a_restored_backup_is_told_before_it_serves(self):
        backup = self.folder / "backup"
        self.server.command("backup", backup)
        self.erase()
        self.server.stop()
        shutil.rmtree(self.server.data)
        self.server.command("restore", backup)
        self.server.start()
        self.gone_everywhere()
        self.assertNotEqual(self.files_with(backup), [])
        self.server.command("backup", backup)
        self.assertEqual(self.files_with(backup), [])

    def test_laptops_tell_a_restored_office_that_nobody_told(self):
        backup = self.folder / "backup"
        self.server.command("backup", backup)
        away = self.folder / "away"
        backup.rename(away)
        self.assertFalse(self.server.command("erase", "note", self.note, "--reason", "คำขอ 1/2570").json["backup_told"])
        self.server.command("erase", "media", self.media, "--reason", "คำขอ 1/2570")
        for laptop in self.laptops:
            laptop.sync()
        self.server.stop()
        shutil.rmtree(self.server.data)
        self.server.command("restore", away)
        self.server.start()
        for laptop in self.laptops:
            laptop.sync(expect=None)
        self.gone_everywhere()

    def test_what_cannot_be_erased_says_why(self):
        refused = self.server.command("erase", "event", self.event, "--reason", "ทดสอบ", expect=1)
        self.assertIn("ยังมีรายการอื่นอยู่ภายใต้รายการนี้", refused.err)
        self.assertIn("เหตุผล", self.server.command("erase", "note", self.note, "--reason", " ", expect=None).err)
        self.server.command("erase", "note", "00000000-0000-4000-8000-000000000000", "--reason", "ทดสอบ", expect=1)


if __name__ == "__main__":
    unittest.main()
