"""Two laptops wrote down the same event and the same story while they were away from the office: the office proposes it, one
person joins them, nothing is lost, and it can be undone."""
import unittest

from office import Laptop, Place, Server, binaries, run

TITLE = "เปิดบ้านวิชาการ Open House"
PLACE = "โรงเรียนบ้านน้ำใสตัวอย่าง"
DAY = "2026-11-20"


class Join(unittest.TestCase):
    def setUp(self):
        self.place = Place()
        self.folder = self.place.__enter__()
        self.server = Server(self.folder).start()
        for name, display in [("somsri", "สมศรี"), ("wichai", "วิชัย")]:
            self.server.add_user(name, display, "staff")
        self.somsri, self.wichai = Laptop(self.folder, "somsri"), Laptop(self.folder, "wichai")
        for laptop in [self.somsri, self.wichai]:
            laptop.pair(self.server, laptop.name)
            laptop.sync()
        run([binaries() / "sample_photos", self.folder / "photos", "3", "320", "240"])
        self.photos = sorted((self.folder / "photos").iterdir())

    def tearDown(self):
        self.server.stop()
        self.place.__exit__(None, None, None)

    def sync_all(self):
        for laptop in [self.somsri, self.wichai, self.somsri]:
            laptop.sync()

    def pair_of(self, kind):
        pairs = [row for row in self.somsri.list("likeness", "--where", "settled=") if row["fields"]["record_kind"] == kind]
        self.assertEqual(len(pairs), 1, pairs)
        return pairs[0]["id"]

    def write_twice(self):
        """Both at the same event, offline."""
        one = self.somsri.put("event", title=TITLE, date=DAY, place=PLACE)
        other = self.wichai.put("event", title=f"{TITLE} 2569", date=DAY, place=PLACE, participants="ครู 12 คน")
        self.somsri.put("note", event=one, text="สัมภาษณ์ ผอ.")
        self.note = self.wichai.put("note", event=other, text="รายชื่อฐานการเรียนรู้")
        self.wichai.command("add", self.photos[0], "--event", other)
        self.sync_all()
        return one, other

    def test_an_event_that_two_wrote_is_joined_and_parted(self):
        one, other = self.write_twice()
        self.assertEqual(self.somsri.command("status").json["open_likenesses"], 1)
        shown = run([binaries() / "khaosan", "--home", self.somsri.home, "list", "likeness"]).out
        for words in [TITLE, PLACE, "วิชัย", "ชื่อคล้ายกัน", f"--keep {one}"]:
            self.assertIn(words, shown)
        pair = self.pair_of("event")
        # Wichai has not heard of it, and goes on writing in the one that goes.
        self.somsri.act_and_sync("likeness", pair, "join", "--keep", one)
        late = self.wichai.put("note", event=other, text="มาทีหลัง")
        self.wichai.put("event", other, title=f"{TITLE} ปี 2569")
        self.sync_all()
        for laptop in [self.somsri, self.wichai]:
            self.assertEqual([row["id"] for row in laptop.list("event")], [one])
            fields = laptop.fields("event", one)
            self.assertEqual((fields["title"], fields["participants"]), (TITLE, "ครู 12 คน"))
            self.assertEqual(laptop.fields("event", other)["joined_into"], one)
            self.assertEqual(len(laptop.list("note", "--where", f"event={one}")), 3)
            self.assertEqual(len(laptop.list("media", "--where", f"event={one}")), 1)
            conflicts = laptop.command("conflicts").json["rows"]
            self.assertEqual([row["fields"]["theirs"] for row in conflicts], [f'{{"title":"{TITLE} ปี 2569"}}'])
        # The alias says where it went, and what is written about it goes there.
        told = run([binaries() / "khaosan", "--home", self.wichai.home, "get", "event", other]).out
        self.assertIn(one, told)
        self.assertEqual(self.wichai.fields("note", self.wichai.put("note", event=other, text="รู้แล้ว"))["event"], one)
        self.assertEqual(self.wichai.command("delete", "event", other, expect=1).json["error"], "record_joined")
        # Undone by the other one.
        self.wichai.act_and_sync("likeness", pair, "part")
        self.sync_all()
        self.assertEqual(len(self.somsri.list("event")), 2)
        self.assertNotIn("participants", self.somsri.fields("event", one))
        for note in [self.note, late]:
            self.assertEqual(self.somsri.fields("note", note)["event"], other)
        self.assertEqual(self.somsri.command("conflicts").json["rows"], [])
        self.server.command("check")
        for laptop in [self.somsri, self.wichai]:
            self.assertEqual(laptop.command("check").json["faults"], [])

    def test_a_story_keeps_both_texts_and_all_photos(self):
        one, other = self.write_twice()
        self.somsri.act_and_sync("likeness", self.pair_of("event"), "join", "--keep", one)
        self.sync_all()
        headline = "โรงเรียนบ้านน้ำใสเปิดบ้านวิชาการ"
        mine = self.somsri.put("news", event=one, headline=headline, body="เนื้อข่าวของสมศรี")
        theirs = self.wichai.put("news", event=one, headline=headline, body="เนื้อข่าวของวิชัย")
        self.somsri.command("add", self.photos[1], "--news", mine, "--caption", "พิธีเปิด")
        self.wichai.command("add", self.photos[2], "--news", theirs, "--caption", "ฐานหุ่นยนต์")
        self.sync_all()
        pair = self.pair_of("news")
        # Kept apart by one and joined by the other: the second is told, and says it anew.
        self.wichai.act("likeness", pair, "differ")
        self.somsri.act_and_sync("likeness", pair, "join", "--keep", mine)
        self.assertEqual(self.wichai.sync(expect=1)["error"], "likeness_settled")
        self.somsri.sync()
        photos = self.somsri.list("news_photo", "--where", f"news={mine}")
        captions = {self.somsri.fields("media", row["fields"]["media"])["caption"] for row in photos}
        self.assertEqual(captions, {"พิธีเปิด", "ฐานหุ่นยนต์"})
        self.somsri.command("act", "news", theirs, "submit", expect=1)
        conflict = [row for row in self.somsri.command("conflicts").json["rows"] if row["fields"]["record"] == mine]
        self.assertEqual(len(conflict), 1)
        both = self.folder / "both.txt"
        both.write_text("เนื้อข่าวของสมศรี เนื้อข่าวของวิชัย", encoding="utf-8")
        self.somsri.command("resolve", conflict[0]["id"], "--keep", both, expect=3)
        self.somsri.sync()
        self.somsri.act_and_sync("news", mine, "submit")
        self.assertEqual(self.somsri.fields("news", mine)["status"], "in_review")


if __name__ == "__main__":
    unittest.main()
