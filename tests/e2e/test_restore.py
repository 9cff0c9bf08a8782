"""The office's PC dies and comes back from yesterday's backup: the laptops bring back what was done since, with the
numbers and the revisions that people have seen."""
import shutil
import unittest

from office import Laptop, Place, Server, binaries, run

OFFICE = [("somsri", "สมศรี", "staff"), ("wichai", "วิชัย", "staff"), ("prasert", "ประเสริฐ", "reviewer"),
          ("thawee", "ทวี", "director")]


class Restored(unittest.TestCase):
    def setUp(self):
        self.place = Place()
        self.folder = self.place.__enter__()
        self.backup = self.folder / "backup"
        self.server = Server(self.folder).start()
        self.laptops = {}
        for name, display, role in OFFICE:
            self.server.add_user(name, display, role)
            laptop = self.laptops[name] = Laptop(self.folder, f"laptop-{name}")
            laptop.pair(self.server, name)
            laptop.sync()

    def tearDown(self):
        self.server.stop()
        self.place.__exit__(None, None, None)

    def photo(self):
        photos = self.folder / "photos"
        run([binaries() / "sample_photos", photos, "1", "320", "240"])
        return next(photos.glob("*.jpg"))

    def approve(self, news):
        """Submitted by somsri, passed by prasert, approved and published; each on their own laptop."""
        self.laptops["somsri"].act_and_sync("news", news, "submit")
        for name, verb in (("prasert", "pass"), ("thawee", "approve"), ("somsri", "publish")):
            self.laptops[name].sync()
            self.laptops[name].act_and_sync("news", news, verb)

    def lose_and_restore(self):
        self.server.stop()
        shutil.rmtree(self.server.data)
        self.server.command("restore", self.backup)
        self.server.start()

    def test_everything_done_since_the_backup_comes_back(self):
        somsri, wichai = self.laptops["somsri"], self.laptops["wichai"]
        old = somsri.put("news", headline="ก่อนสำรอง", body="เนื้อข่าวเดิม")
        self.approve(old)
        done = self.server.command("backup", self.backup).json
        self.assertEqual(done["files"], 0)
        self.assertEqual(self.server.command("backup", self.backup).json["new_files"], 0)

        new = somsri.put("news", headline="หลังสำรอง", body="เนื้อข่าวใหม่ที่เซิร์ฟเวอร์จะลืม")
        photo = somsri.command("add", self.photo(), "--news", new).json["files"][0]
        self.approve(new)
        # Edits after the submission belong to the working copy alone.
        somsri.put("news", new, lead="เขียนเพิ่มหลังอนุมัติ")
        somsri.sync()
        wichai.sync()
        note = wichai.put("note", text="บันทึกหลังสำรอง")
        wichai.sync()
        before = wichai.fields("news", new)
        self.assertEqual(before["status"], "published")
        self.assertTrue(before["number"].startswith("2/"), before["number"])

        self.lose_and_restore()
        state = self.server.command("restore").json
        self.assertTrue(state["waits"])
        self.assertEqual(len(state["awaited"]), 4)

        # Nothing is carried out while laptops are awaited, and nothing is lost or shown otherwise meanwhile.
        report = somsri.sync(expect=1)
        self.assertFalse(report["complete"])
        self.assertTrue(report["office_restored"])
        self.assertIn("laptop-wichai", report["waits_for_laptops"])
        self.assertEqual(somsri.fields("news", new)["headline"], "หลังสำรอง")
        self.assertEqual(somsri.fields("news", new)["lead"], "เขียนเพิ่มหลังอนุมัติ")
        for name in ("thawee", "prasert"):
            self.laptops[name].sync(expect=1)
        self.assertEqual(somsri.sync(expect=1)["sent_changes"], 0)  # asked again: it still waits
        self.assertEqual(len(self.server.command("restore").json["awaited"]), 1)
        wichai.sync(expect=None)
        self.assertFalse(self.server.command("restore").json["waits"])

        for _ in range(2):
            for laptop in self.laptops.values():
                laptop.sync()
        for laptop in self.laptops.values():
            self.assertEqual(laptop.command("status").json["pending_changes"], 0)
            self.assertEqual(laptop.command("refused").json["rows"], [])
            self.assertEqual(laptop.command("check").json["faults"], [])
            after = laptop.fields("news", new)
            for field in ("number", "public_revision", "approved_revision", "published_at", "status", "body", "lead"):
                self.assertEqual(after[field], {**before, "lead": "เขียนเพิ่มหลังอนุมัติ"}[field], field)
            self.assertEqual(laptop.fields("note", note)["text"], "บันทึกหลังสำรอง")
        self.assertIsNotNone(self.server.stored_file(photo["sha256"]))
        self.assertEqual(self.server.command("check").json["faults"], [])
        # The next number is behind those that were given.
        third = somsri.put("news", headline="ข่าวถัดไป", body="เนื้อข่าว")
        self.approve(third)
        self.assertTrue(somsri.fields("news", third)["number"].startswith("3/"))

    def test_the_administrator_goes_on_without_a_laptop_that_never_comes(self):
        somsri = self.laptops["somsri"]
        self.server.command("backup", self.backup)
        news = somsri.put("news", headline="งานวันแรก", body="เนื้อข่าว")
        somsri.sync()
        self.lose_and_restore()
        somsri.sync(expect=1)
        wrong = self.server.command("restore", "go-on", "--last-number", "อะไร", expect=1).json
        self.assertEqual(wrong["error"], "bad_value")
        year = "2570"
        self.assertFalse(self.server.command("restore", "go-on", "--last-number", f"57/{year}").json["waits"])
        self.assertEqual(self.server.command("restore", "go-on", expect=1).json["error"], "not_restoring")
        self.assertTrue(somsri.sync()["complete"])
        self.approve(news)
        self.assertEqual(somsri.fields("news", news)["number"], f"58/{year}")
        # Who comes late is taken as usual.
        self.assertTrue(self.laptops["wichai"].sync()["complete"])

    def test_what_is_no_backup_or_no_empty_folder_is_refused(self):
        self.server.command("backup", self.backup)
        self.assertEqual(self.server.command("restore", self.backup, expect=1).json["error"], "folder_not_empty")
        self.server.stop()
        shutil.rmtree(self.server.data)
        self.assertEqual(self.server.command("restore", self.folder, expect=1).json["error"], "not_a_backup")
        store = self.backup / "store.db"
        whole = store.read_bytes()
        middle = len(whole) // 2
        store.write_bytes(whole[:middle] + bytes([whole[middle] ^ 0xFF]) + whole[middle + 1:])
        refused = self.server.command("restore", self.backup, expect=None)
        store.write_bytes(whole)
        if refused.code != 0:  # else the byte lay in an unused part of a page
            self.assertIn(refused.json["error"], ("store_damaged", "io_failed"))
            self.server.command("restore", self.backup)
        self.server.start()
        self.assertTrue(self.laptops["somsri"].sync(expect=None) is not None)


if __name__ == "__main__":
    unittest.main()
