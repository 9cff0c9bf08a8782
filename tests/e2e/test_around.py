"""What happens around the window: sticks that are plugged in, an office that comes and goes, servers to be found."""
import json
import pathlib
import shutil
import unittest

from office import Laptop, Place, Server
from screen import Screen
from test_finding import multicast_works


class Around(unittest.TestCase):
    def setUp(self):
        self.place = Place()
        self.folder = self.place.__enter__()
        self.server = Server(self.folder, found_on_lan=True).start()
        self.server.add_user("somsri", "สมศรี", "staff")
        self.laptop = Laptop(self.folder, "laptop")
        self.screen = Screen(self.folder / "screen")

    def tearDown(self):
        self.screen.end()
        self.server.stop()
        self.place.__exit__(None, None, None)

    def pair(self):
        self.laptop.pair(self.server, "somsri")
        self.laptop.sync()

    def settings(self):
        return json.loads((pathlib.Path(self.laptop.home) / "window.json").read_text())

    def rescues(self, stick):
        return sorted(path.name for path in stick.iterdir() if path.is_dir())

    def test_a_chosen_stick_takes_a_rescue_whenever_it_is_plugged_in(self):
        self.pair()
        self.laptop.put("note", text="เขียนกลางทุ่ง")
        screen = self.screen
        outside = self.folder / "drawer" / "ปลูกป่า"
        (outside).mkdir(parents=True)
        screen.open(self.laptop)
        screen.key("alt+s")
        with screen.step("a stick is plugged in and chosen"):
            screen.wait_for("เสียบแฟลชไดรฟ์หรือการ์ด", part=True)
            shutil.move(outside, screen.sticks)
            stick = screen.sticks / "ปลูกป่า"
            screen.wait_for("ปลูกป่า")
            screen.save_picture("stick")
            screen.click("เก็บสำเนาเองทุกครั้งที่เสียบ")
            screen.wait_for("เก็บสำเนางานลงแฟลชไดรฟ์แล้ว", part=True)
        self.assertEqual(len(self.rescues(stick)), 1)
        self.assertFalse(self.rescues(stick)[0].endswith("unfinished"))
        status = self.laptop.command("status").json
        self.assertEqual((status["pending_changes"], status["changes_only_here"]), (1, 0))
        screen.wait_for("มีสำเนาใน USB", part=True)
        with screen.step("plugged out and in again with newer work"):
            shutil.move(stick, outside.parent)
            screen.wait_without("ปลูกป่า")
            self.laptop.put("note", text="เขียนต่อ")
            screen.wait_for("ในเครื่องนี้ที่เดียว 1", part=True, seconds=15)
            shutil.move(outside, screen.sticks)
            screen.until(lambda look: len(self.rescues(stick)) == 2 and not self.rescues(stick)[1].endswith("unfinished"),
                         "a second rescue")
            screen.wait_for("มีสำเนาใน USB", part=True)
        screen.save_picture("rescued")
        # The office takes it as any bundle, should the laptop be lost.
        told = self.server.command("bundle", "read", str(stick)).json
        self.assertEqual(told["refused"], [])
        self.assertEqual(told["laptops"][0]["taken"], 3)  # of two bundles, the first change in both
        self.assertEqual(len(self.rescues(stick)), 2)

    def test_work_is_written_to_a_stick_and_the_answer_taken(self):
        self.pair()
        self.laptop.put("note", text="ทางแฟลชไดรฟ์")
        stick = self.screen.sticks / "USB"
        stick.mkdir()
        screen = self.screen.open(self.laptop)
        screen.key("alt+s")
        screen.click("บันทึกงาน")
        screen.wait_for("งานยังรออยู่ในเครื่องจนกว่าสำนักงานจะตอบ", part=True)
        self.server.command("bundle", "read", str(stick), "--answer", str(stick / "answers"))
        screen.click("รับคำตอบ")
        screen.wait_for("รับคำตอบจากสำนักงานแล้ว", part=True)
        self.assertEqual(self.laptop.command("status").json["pending_changes"], 0)

    @unittest.skipUnless(multicast_works(), "this machine has no multicast on its loopback")
    def test_a_sync_starts_by_itself_when_the_office_appears(self):
        self.pair()
        self.server.stop()
        self.laptop.put("note", text="รอสำนักงาน")
        screen = self.screen.open(self.laptop, environment={"KHAOSAN_AUTO_SYNC": "1"})
        screen.key("alt+s")
        self.assertEqual(self.laptop.command("status").json["pending_changes"], 1)
        self.server.start()  # it announces itself; nobody presses anything
        screen.until(lambda look: self.laptop.command("status").json["pending_changes"] == 0, "a sync by itself", 60)
        self.assertIsNone(screen.find("ส่งไม่สำเร็จ", part=True))

    @unittest.skipUnless(multicast_works(), "this machine has no multicast on its loopback")
    def test_servers_found_stand_on_the_first_page(self):
        screen = self.screen.open(self.laptop, is_first=True)
        screen.click("ลงทะเบียนกับสำนักงาน", part=True)
        with screen.step("the server of this test is listed, and a press takes its address"):
            screen.wait_for("เซิร์ฟเวอร์ที่พบในเครือข่ายนี้")
            screen.wait_for(self.server.url)
            screen.save_picture("found")
            screen.click(self.server.url)
            screen.until(lambda look: len(screen.matches(look, self.server.url)) == 2, "the address in its field")


if __name__ == "__main__":
    unittest.main()
