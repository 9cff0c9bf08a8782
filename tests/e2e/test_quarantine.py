"""A laptop is revoked before it has sent its work: the work is left at the office, an administrator takes it."""
import unittest

from office import Laptop, Place, Server, binaries, run


class ShutOut(unittest.TestCase):
    def setUp(self):
        self.place = Place()
        self.folder = self.place.__enter__()
        self.server = Server(self.folder).start()
        self.server.add_user("somsri", "สมศรี", "staff")
        self.server.add_user("wichai", "วิชัย", "staff")
        self.laptop = Laptop(self.folder, "laptop-1")
        self.laptop.pair(self.server, "somsri")
        self.other = Laptop(self.folder, "laptop-2")
        self.other.pair(self.server, "wichai")
        for laptop in (self.laptop, self.other):
            laptop.sync()
        photos = self.folder / "photos"
        run([binaries() / "sample_photos", photos, "2", "640", "480"])
        self.news = self.laptop.put("news", headline="ข่าวที่ยังไม่ได้ส่ง", body="เนื้อข่าว")
        self.photos = [self.laptop.command("add", path, "--news", self.news).json["files"][0]["sha256"]
                       for path in sorted(photos.glob("*.jpg"))]
        devices = self.server.command("devices").json["devices"]
        self.device = next(one["id"] for one in devices if one["name"] == "laptop-1")

    def tearDown(self):
        self.server.stop()
        self.place.__exit__(None, None, None)

    def pending(self):
        status = self.laptop.command("status").json
        return status["pending_changes"], status["pending_files"]

    def shut_out(self):
        before = self.pending()
        for _ in range(2):  # the second time brings nothing twice
            done = self.laptop.command("sync", expect=1)
            self.assertEqual(done.json["error"], self.code)
            self.assertIn("สำนักงานพักงานไว้", done.err)
        self.assertEqual(self.pending(), before)
        kept = self.server.command("quarantine").json
        self.assertEqual([one["device"] for one in kept["laptops"]], [self.device])
        self.assertEqual(kept["laptops"][0]["changes"], before[0])
        self.assertEqual(kept["files"], 2)
        self.other.sync()
        self.other.command("get", "news", self.news, expect=1)

    def taken(self):
        taken = self.server.command("quarantine", "take", self.device).json
        self.assertEqual(taken["files"], 2)
        self.assertEqual(taken["refused"], 0)
        self.assertGreater(taken["taken"], 0)
        self.assertEqual(self.server.command("quarantine").json["laptops"], [])
        self.other.sync()
        self.assertEqual(self.other.fields("news", self.news)["headline"], "ข่าวที่ยังไม่ได้ส่ง")
        for sha in self.photos:
            self.assertIsNotNone(self.server.stored_file(sha), sha)
        self.assertEqual(self.server.command("check").json.get("faults", []), [])

    def test_a_revoked_laptop(self):
        self.code = "revoked"
        self.server.command("devices", "revoke", self.device)
        self.shut_out()
        self.taken()
        # Paired again, it is told what had become of its work.
        self.laptop.pair(self.server, "somsri")
        report = self.laptop.sync()
        self.assertTrue(report["complete"])
        self.assertEqual(self.pending(), (0, 0))

    def test_a_disabled_user(self):
        self.code = "account_disabled"
        self.server.command("user", "disable", "somsri")
        self.shut_out()
        self.taken()

    def test_a_bundle_of_a_revoked_laptop_goes_aside_too(self):
        stick = self.folder / "stick"
        stick.mkdir()
        self.laptop.command("bundle", "write", stick)
        self.server.command("devices", "revoke", self.device)
        read = self.server.command("bundle", "read", stick, "--answer", stick).json
        self.assertTrue(read["laptops"][0]["shut_out"])
        self.assertEqual(read["laptops"][0]["answers"], [])
        self.assertEqual(read["laptops"][0]["quarantined"], self.pending()[0])
        self.taken()

    def test_files_of_a_stick_are_bounded_too(self):
        stick = self.folder / "stick"
        stick.mkdir()
        self.laptop.command("bundle", "write", stick)
        self.server.command("devices", "revoke", self.device)
        name = "ab" + "0" * 62
        big = self.server.data / "quarantine" / "files" / "ab" / name
        big.parent.mkdir(parents=True, exist_ok=True)
        with open(big, "wb") as file:
            file.truncate(4 << 30)  # takes no room
        read = self.server.command("bundle", "read", stick).json["laptops"][0]
        self.assertEqual((read["quarantined"], read["left_out_files"]), (self.pending()[0], 2))
        big.unlink()
        read = self.server.command("bundle", "read", stick).json["laptops"][0]
        self.assertEqual((read["new_files"], read["left_out_files"]), (2, 0))

    def test_two_laptops_left_the_same_files(self):
        for photo in sorted((self.folder / "photos").glob("*.jpg")):
            self.other.command("add", photo)
        devices = {one["name"]: one["id"] for one in self.server.command("devices").json["devices"]}
        for device in devices.values():
            self.server.command("devices", "revoke", device)
        for laptop in (self.laptop, self.other):
            laptop.command("sync", expect=1)

        def kept():
            listed = self.server.command("quarantine").json
            return {one["name"]: one["files"] for one in listed["laptops"]}, listed["files"]

        self.assertEqual(kept(), ({"laptop-1": 2, "laptop-2": 2}, 2))
        self.server.command("quarantine", "drop", devices["laptop-1"])
        self.assertEqual(kept(), ({"laptop-2": 2}, 2))
        self.server.command("quarantine", "drop", devices["laptop-2"])
        self.assertEqual(kept(), ({}, 0))
        # What was dropped can be left again: an upload of before is not taken for it.
        self.laptop.command("sync", expect=1)
        self.assertEqual(kept(), ({"laptop-1": 2}, 2))

    def test_what_is_dropped_is_still_in_the_laptop(self):
        self.code = "revoked"
        self.server.command("devices", "revoke", self.device)
        self.shut_out()
        self.server.command("quarantine", "drop", self.device)
        self.assertEqual(self.server.command("quarantine").json["files"], 0)
        self.server.command("quarantine", "take", self.device, expect=1)
        self.laptop.pair(self.server, "somsri")
        self.assertTrue(self.laptop.sync()["complete"])
        self.other.sync()
        self.assertEqual(self.other.fields("news", self.news)["headline"], "ข่าวที่ยังไม่ได้ส่ง")


if __name__ == "__main__":
    unittest.main()
