"""The whole way with a real server and three laptops: what the office relies on, and what must be refused."""
import json
import os
import pathlib
import ssl
import subprocess
import sys
import unittest
import urllib.error
import urllib.request

from office import Laptop, Place, Server, binaries, run

# Real camera files, where there are some; they are never part of the project.
PHOTOS = pathlib.Path(os.environ.get("KHAOSAN_PHOTOS_DIR", "/nonexistent"))


class OfficeTest(unittest.TestCase):
    """One server for the class; each test pairs the laptops it needs."""

    @classmethod
    def setUpClass(cls):
        cls.place = Place()
        cls.folder = cls.place.__enter__()
        cls.server = Server(cls.folder).start()
        for name, role in [("somsri", "staff"), ("wichai", "staff"), ("malee", "reviewer"), ("prasert", "director")]:
            cls.server.add_user(name, name, role)
        cls.count = 0

    @classmethod
    def tearDownClass(cls):
        if cls.server.process is not None:
            cls.server.stop()
        cls.place.__exit__(None, None, None)

    def laptop(self, user):
        OfficeTest.count = getattr(OfficeTest, "count", 0) + 1
        laptop = Laptop(self.folder, f"{user}-{OfficeTest.count}")
        laptop.pair(self.server, user)
        laptop.sync()
        return laptop

    def api(self, method, path, token=None, body=None):
        """A request as another program makes it; returns status and JSON."""
        context = ssl.create_default_context(cafile=str(self.server.certificate()))
        request = urllib.request.Request(self.server.url + path, method=method,
                                         data=None if body is None else json.dumps(body).encode())
        if token:
            request.add_header("Authorization", "Bearer " + token)
        if body is not None:
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, context=context, timeout=60) as answer:
                return answer.status, json.loads(answer.read() or b"{}")
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or b"{}")


class Merging(OfficeTest):
    def test_three_laptops_converge(self):
        one, two, three = self.laptop("somsri"), self.laptop("wichai"), self.laptop("malee")
        news = one.put("news", headline="ข่าวเช้า", body="เช้านี้ ผู้อำนวยการเขต เป็นประธานเปิดงาน ณ โรงเรียนตัวอย่าง มีครูและนักเรียนเข้าร่วมจำนวนมาก")
        one.sync()
        two.sync()
        three.sync()
        body = one.fields("news", news)["body"]
        one.put("news", news, body="ข่าวด่วน " + body)
        two.put("news", news, body=body + " อย่างคึกคัก", credit="วิชัย")
        three.put("news", news, headline="ข่าวเช้าวันนี้")
        for laptop in [three, one, two, one, two, three]:
            laptop.sync()
        seen = [laptop.fields("news", news) for laptop in (one, two, three)]
        self.assertEqual(seen[0], seen[1])
        self.assertEqual(seen[1], seen[2])
        self.assertEqual(seen[0]["body"], "ข่าวด่วน " + body + " อย่างคึกคัก")
        self.assertEqual(seen[0]["headline"], "ข่าวเช้าวันนี้")
        for laptop in (one, two, three):
            self.assertEqual(laptop.command("check").json["faults"], [])

    def test_a_collision_asks_a_person_and_loses_nothing(self):
        one, two = self.laptop("somsri"), self.laptop("wichai")
        news = one.put("news", headline="เดิม", body="เนื้อข่าว")
        one.sync()
        two.sync()
        one.put("news", news, headline="ของสมศรี")
        two.put("news", news, headline="ของวิชัย")
        one.sync()
        self.assertEqual(two.sync()["new_conflicts"], 1)
        self.assertEqual(two.fields("news", news)["headline"], "ของสมศรี")
        conflict = next(row for row in two.command("conflicts").json["rows"])
        self.assertIn("ของวิชัย", json.dumps(conflict, ensure_ascii=False))
        self.assertEqual(two.act("news", news, "submit", expect=1).json["error"], "conflict_open")
        two.command("resolve", conflict["id"], "--keep", "theirs", expect=3)
        two.sync()
        one.sync()
        self.assertEqual(one.fields("news", news)["headline"], "ของวิชัย")
        self.assertEqual(one.command("conflicts").json["rows"], [])


    def test_a_picture_that_cannot_be_decoded_stops_nobody(self):
        one, two = self.laptop("somsri"), self.laptop("wichai")
        run([binaries() / "sample_photos", self.folder / "cut", "1"])
        whole = (self.folder / "cut" / "IMG_0001.jpg").read_bytes()
        cut = self.folder / "cut" / "cut.jpg"
        cut.write_bytes(whole[:600])
        added = one.command("add", cut).json["files"][0]
        self.assertTrue(added["note"])
        one.sync()
        self.assertTrue(two.sync()["complete"])
        self.assertEqual(two.fields("media", added["media"])["sha256"], added["sha256"])


class Deciding(OfficeTest):
    def submitted(self, staff, headline="หัวข้อ"):
        news = staff.put("news", headline=headline, body="เนื้อข่าว")
        staff.act_and_sync("news", news, "submit")
        return news, staff.fields("news", news)["revision"]

    def test_a_superseded_revision_is_refused_by_command_and_over_http(self):
        staff, reviewer, other = self.laptop("somsri"), self.laptop("malee"), self.laptop("malee")
        news, first = self.submitted(staff)
        reviewer.sync()
        other.sync()
        other.act_and_sync("news", news, "return", "--comment", "แก้หัวข้อ")
        staff.sync()
        staff.put("news", news, headline="หัวข้อใหม่")
        staff.act_and_sync("news", news, "submit")
        # The reviewer's laptop still holds the first one: without --revision the decision binds to that.
        self.assertEqual(reviewer.act("news", news, "pass").json["revision"], first)
        answer = reviewer.sync(expect=1)
        self.assertEqual(answer["refused"][0]["error"], "revision_superseded")
        self.assertIn("headline", answer["refused"][0]["detail"])
        self.assertEqual(len(reviewer.command("refused").json["rows"]), 1)
        token = self.server.command("token", "malee").json["token"]
        act = {"kind": "news", "id": news, "verb": "pass", "revision": first}
        status, body = self.api("POST", "/api/v1/acts", token, act)
        self.assertEqual(status, 409)
        self.assertEqual(body["error"], "revision_superseded")
        self.assertIn("headline", body["detail"])
        self.assertTrue(body["th"] and body["en"])
        act["revision"] = staff.fields("news", news)["revision"]
        status, body = self.api("POST", "/api/v1/acts", token, act)
        self.assertEqual(status, 200)
        status, body = self.api("POST", "/api/v1/acts", None, act)
        self.assertEqual(status, 401)

    def test_status_is_not_written_by_hand(self):
        staff = self.laptop("somsri")
        news = staff.put("news", headline="ก")
        before = staff.command("status").json
        ran = staff.command("put", "news", "--id", news, "status=approved", expect=1)
        self.assertEqual(ran.json["error"], "not_writable")
        self.assertIn("status", ran.err)
        self.assertEqual(staff.command("status").json, before)

    def test_a_decision_needs_the_persons_own_password(self):
        staff, reviewer = self.laptop("somsri"), self.laptop("malee")
        news, _ = self.submitted(staff)
        reviewer.sync()
        wrong = reviewer.command("act", "news", news, "pass", expect=1, env={"KHAOSAN_PASSWORD": "wrong"})
        self.assertEqual(wrong.json["error"], "wrong_password")
        none = reviewer.command("act", "news", news, "pass", expect=1, env={"KHAOSAN_PASSWORD": ""})
        self.assertEqual(none.json["error"], "password_needed")
        reviewer.act_and_sync("news", news, "pass")

    def test_two_users_on_one_laptop_and_only_their_own_decisions(self):
        shared = self.laptop("somsri")
        news, _ = self.submitted(shared)
        refused = shared.command("--user", "malee", "act", "news", news, "pass", expect=1)
        self.assertEqual(refused.json["error"], "sign_in_needed")
        self.assertEqual(shared.command("sign-in", "malee", expect=1, env={"KHAOSAN_PASSWORD": "wrong"}).json["error"],
                         "wrong_password")
        shared.command("sign-in", "malee")
        shared.command("--user", "malee", "act", "news", news, "pass", expect=3)
        shared.sync()
        self.assertEqual(shared.fields("news", news)["status"], "with_director")
        who = [row for row in shared.command("history", "news", news).json["entries"] if row["what"] == "pass"]
        self.assertTrue(who and who[0]["by"] == "malee", who)


class BadInput(OfficeTest):
    def test_what_is_unknown_is_named(self):
        laptop = Laptop(self.folder, "unpaired")
        for words, name in [(["put", "poem", "x=1"], "poem"), (["put", "event", "colour=red"], "colour"),
                            (["get", "event", "not-an-id"], "not-an-id"), (["list", "poem"], "poem"),
                            (["put", "event", "date=tomorrow"], "tomorrow"), (["frobnicate"], "frobnicate"),
                            (["act", "news", "01a20653-a5fb-7003-8102-030405060708", "bless"], "bless"),
                            (["get", "event", "01a20653-a5fb-7003-8102-030405060708"], "01a20653")]:
            ran = laptop.command(*words, expect=None)
            self.assertIn(ran.code, (1, 2), ran)
            self.assertIn(name, ran.err, ran)

    def test_text_is_checked_at_the_edge_and_the_rest_of_the_batch_goes_on(self):
        laptop = Laptop(self.folder, "edge")
        event = lambda title: json.dumps({"title": title, "date": "2569-11-23"})
        lines = [event("ดี"), event("a\x07b"), "{broken", event("x" * 201), event("ดีเหมือนกัน")]
        ran = laptop.command("put", "event", "--jsonl", "-", expect=1, stdin="\n".join(lines))
        self.assertEqual(len(ran.json["saved"]), 2)
        self.assertEqual([row["line"] for row in ran.json["failed"]], [2, 3, 4])
        self.assertEqual(len(laptop.list("event")), 2)
        raw = subprocess.run([str(binaries() / "khaosan"), "--home", str(laptop.home), "put", "event", b"title=a\xffz", "date=2569-11-23"],
                             capture_output=True)
        self.assertIn(raw.returncode, (1, 2))
        self.assertEqual(len(laptop.list("event")), 2)

    def test_files_that_are_not_what_they_say(self):
        laptop = Laptop(self.folder, "files")
        folder = self.folder / "odd"
        folder.mkdir()
        (folder / "empty.jpg").write_bytes(b"")
        (folder / "noise.jpg").write_bytes(os.urandom(5000))
        (folder / "page.png").write_bytes(b"<html><script>alert(1)</script></html>")
        run([binaries() / "sample_photos", folder / "made", "1"])
        whole = (folder / "made" / "IMG_0001.jpg").read_bytes()
        (folder / "cut.jpg").write_bytes(whole[:len(whole) // 2])
        huge = bytearray(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (100000).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0")
        (folder / "huge.png").write_bytes(bytes(huge) + b"\0\0\0\0")
        rows = laptop.command("add", *sorted(folder.glob("*.*")), "/nowhere.jpg", folder, expect=1).json["files"]
        by_name = {pathlib.Path(row["path"]).name: row for row in rows}
        self.assertEqual(by_name["empty.jpg"]["error"], "file_empty")
        self.assertEqual(by_name["nowhere.jpg"]["error"], "file_not_found")
        for name in ["noise.jpg", "page.png", "cut.jpg", "huge.png"]:
            self.assertIn("sha256", by_name[name], by_name[name])
        self.assertEqual(by_name["noise.jpg"]["type"], "other")
        self.assertEqual(by_name["page.png"]["type"], "other")
        news = laptop.put("news", headline="ไม่ใช่ภาพ")
        refused = laptop.command("add", folder / "page.png", "--news", news, expect=1).json["files"][0]
        self.assertEqual((refused["error"], refused["detail"]), ("not_a_picture", "page.png"))
        self.assertEqual(laptop.list("news_photo"), [])
        self.assertEqual(laptop.command("check").json["faults"], [])

    def test_the_door_is_shut_with_a_reason_and_the_outbox_is_untouched(self):
        laptop = Laptop(self.folder, "door")
        event = laptop.put("event", title="ก่อนลงทะเบียน", date="2569-11-23")
        self.assertEqual(laptop.pair(self.server, "", expect=1, code="00000-00000").json["error"], "wrong_code")
        self.assertEqual(laptop.sync(expect=1)["error"], "not_paired")
        away = Laptop(self.folder, "away").command("pair", "https://127.0.0.1:9", "--code", "ABCDE-FGHJK", expect=1)
        self.assertEqual(away.json["error"], "server_away")
        self.assertTrue(away.json["th"] and away.json["en"])
        code = self.server.pairing_code("somsri")
        wrong = laptop.command("pair", self.server.url, "--code", code, expect=1, env={"KHAOSAN_PASSWORD": "wrong"})
        self.assertEqual(wrong.json["error"], "wrong_password")
        laptop.pair(self.server, "somsri", code=code)
        pending = laptop.command("status").json["pending_changes"]
        self.assertEqual(pending, 1)
        self.server.command("user", "disable", "somsri")
        try:
            self.assertEqual(laptop.sync(expect=1)["error"], "account_disabled")
            self.assertEqual(laptop.command("status").json["pending_changes"], 1)
        finally:
            self.server.command("user", "enable", "somsri")
        self.assertTrue(laptop.sync()["complete"])
        self.assertEqual(laptop.fields("event", event)["title"], "ก่อนลงทะเบียน")

    def test_tokens_roles_and_the_clock_by_command(self):
        token = self.server.command("token", "malee", "--days", "2").json
        self.assertEqual(self.api("GET", "/api/v1/records/news", token["token"])[0], 200)
        self.assertIn(token["id"], [row["id"] for row in self.server.command("token", "--list").json["tokens"]])
        self.server.command("token", "--revoke", token["id"])
        status, body = self.api("GET", "/api/v1/records/news", token["token"])
        self.assertEqual((status, body["error"], body["detail"]), (401, "unauthorized", "«the token was revoked|โทเคนถูกเพิกถอนแล้ว»"))
        self.server.command("user", "roles", "malee", "--role", "reviewer", "--role", "staff")
        malee = next(row for row in self.server.command("user", "list").json["users"] if row["name"] == "malee")
        self.assertEqual(malee["roles"], ["reviewer", "staff"])
        self.assertEqual(self.server.command("clock").json["state"], "believed")
        self.assertEqual(self.server.command("clock", "confirm").json["state"], "believed")
        misused = self.server.command("token", expect=2)
        self.assertEqual(misused.json["error"], "usage")
        self.assertIn("คำสั่งไม่ถูกต้อง", misused.err)

    def test_a_revoked_laptop_gives_nothing_out_and_pairs_again_with_its_work(self):
        laptop = self.laptop("wichai")
        note = laptop.put("note", text="เขียนก่อนถูกเพิกถอน")
        device = self.server.command("devices").json["devices"][-1]["id"]
        self.server.command("devices", "revoke", device)
        self.assertEqual(laptop.sync(expect=1)["error"], "revoked")
        self.assertEqual(laptop.command("status").json["pending_changes"], 1)
        laptop.pair(self.server, "wichai")
        self.assertTrue(laptop.sync()["complete"])
        other = self.laptop("somsri")
        self.assertEqual(other.fields("note", note)["text"], "เขียนก่อนถูกเพิกถอน")

    def test_a_mistyped_data_folder_is_not_an_empty_office(self):
        ran = run([binaries() / "khaosan-server", "--data", self.folder / "typo", "--json", "user", "list"], expect=1)
        self.assertEqual(ran.json["error"], "no_server_data")
        self.assertFalse((self.folder / "typo").exists())

    def test_another_key_at_the_same_address_gets_nothing(self):
        laptop = self.laptop("somsri")
        laptop.put("note", text="ความลับ")
        self.server.stop()
        impostor = Server(self.folder / "impostor")
        impostor.port = self.server.port
        try:
            impostor.start()
            self.assertEqual(laptop.sync(expect=1)["error"], "wrong_pin")
            self.assertEqual(laptop.command("status").json["pending_changes"], 1)
        finally:
            impostor.stop()
            self.server.start()
        self.assertTrue(laptop.sync()["complete"])

    def test_a_second_server_on_one_data_folder_is_refused(self):
        ran = self.server.command("serve", "--listen", "127.0.0.1:0", expect=1)
        self.assertIn("store_locked", ran.out + ran.err)
        laptop = self.laptop("somsri")
        laptop.put("note", text="เซิร์ฟเวอร์แรกยังทำงาน")
        self.assertTrue(laptop.sync()["complete"])


class RealPhotos(OfficeTest):
    def is_of(self, path, kind):
        head = path.read_bytes()[:12]
        return head[:2] == b"\xff\xd8" if kind == "JPEG" else head[4:11] in (b"ftyphei", b"ftypmif")

    def test_camera_files_come_through_byte_for_byte(self):
        files = [p for p in sorted(PHOTOS.glob("*")) if p.suffix.lower() in (".jpg", ".heic")] if PHOTOS.is_dir() else []
        if files:
            print(f"photos: {len(files)} of cameras, from {PHOTOS}", file=sys.stderr)
        else:
            run([binaries() / "sample_photos", self.folder / "photos"])
            files = sorted((self.folder / "photos").iterdir())
            print(f"photos: {len(files)} made up here and written by the JPEG and HEIC encoders, as no camera's are at {PHOTOS} "
                  "(KHAOSAN_PHOTOS_DIR names another folder)", file=sys.stderr)
        kinds = {magic for p in files for magic in ("JPEG", "HEIC") if self.is_of(p, magic)}
        self.assertEqual(kinds, {"JPEG", "HEIC"}, "both kinds of photo are tried")
        out = self.folder / "out"
        played = run([sys.executable, pathlib.Path(__file__).with_name("field_day.py"), "--out", out, *files])
        self.assertIn("The field day is done.", played.out)
        pictures = sorted((out / "pictures").glob("*.jpg"))
        self.assertGreaterEqual(len(pictures), max(1, len(files)))
        tags = run(["exiftool", "-s", "-GPS:all", "-EXIF:all", "-XMP:all", *pictures], expect=None).out
        self.assertNotIn("GPS", tags)
        self.assertNotIn("Make", tags)


if __name__ == "__main__":
    unittest.main(verbosity=2)
