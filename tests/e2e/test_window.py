"""The window under real hands: keys, mouse, dropped files and the clipboard through X; read back with the command line.

A flow is a list of steps in plain words; a failure names its step and leaves a picture of the screen in the kept folder.
"""
import contextlib
import datetime
import fcntl
import hashlib
import os
import pathlib
import random
import signal
import time
import unittest

from office import Laptop, Place, Server, binaries, run
from screen import CTRL, HEIGHT, LAYOUTS, NAMED, WIDTH, Screen
import x11

PASSWORD = "รหัสผ่านตัวอย่าง"  # a Thai keyboard types it without a change of layout
KILLS = 6
KEPT_SECONDS = 0.5  # what was typed longer ago than this survives anything
QUIET_SECONDS, SLEEP_SECONDS, SLEEP_CPU_MAX = 3, 5, 0.02
CARET_FRAMES_MAX = 6  # in half of those seconds: it blinks every 0.53 s

TITLE = "ปลูกป่าชายคลอง ญูฎ"
HEADLINE = "น้ำใจชาวทุ่งก้ำ ๒๐๐ ต้น"
BODY = "ครูและนักเรียนปลูกป่า\nณ บ้านห้วย"
CAPTIONS = ["ผู้ร่วมงานปลูกต้นไม้", "ครูญูกับนักเรียน"]


def in_rail(seen):
    return seen.x < 88


def in_sheet(seen):
    return seen.x > 600


def below_bar(seen):
    return 380 < seen.x < 1000 and seen.y > 70


def in_footer(seen):
    return seen.y > 690 and seen.x > 400


def sha256(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


def photos_named(folder, *names):
    """Made-up photos under these names."""
    folder = pathlib.Path(folder)
    run([binaries() / "sample_photos", folder / "made", len(names), "640", "480"])
    made = sorted((folder / "made").iterdir())
    photos = [photo.rename(folder / name) for photo, name in zip(made, names)]
    (folder / "made").rmdir()
    return photos


@contextlib.contextmanager
def laptop_and_screen():
    """A laptop that no office knows yet, and a screen for its window."""
    with Place() as folder, Screen(folder / "screen") as screen:
        yield Laptop(folder, "laptop"), screen, folder


class Fields(unittest.TestCase):
    def only(self, laptop, kind):
        rows = laptop.list(kind)
        self.assertEqual(len(rows), 1, rows)
        return rows[0]["id"], rows[0]["fields"]

    def holds(self, held, wanted):
        for name, text in wanted.items():
            self.assertEqual([hex(ord(c)) for c in held.get(name, "")], [hex(ord(c)) for c in text], f"{name}: {held}")

    def test_thai_typed_into_every_kind_of_field_is_kept_letter_by_letter(self):
        with laptop_and_screen() as (laptop, screen, folder):
            photo = photos_named(folder, "ภาพ.jpg")[0]
            screen.open(laptop)
            with screen.step("an event: its title, with a tone mark taken back, and its date in Thai digits"):
                screen.key("ctrl+e")
                screen.type_thai("เปิดบ้านก้")
                screen.key("BackSpace")
                screen.type_thai("ำกู้น้ำ ญูฎ")
                screen.tab_to(screen.field_under("วันที่จัด"))
                screen.key("ctrl+a")
                screen.type_thai("๑๙ พ.ย. ๒๕๖๙")
                screen.key("Return")
                screen.click("สร้างกิจกรรม", within=in_footer)
                screen.wait_for("เพิ่มภาพ")
            event, fields = self.only(laptop, "event")
            self.holds(fields, {"title": "เปิดบ้านกำกู้น้ำ ญูฎ", "date": "2026-11-19"})
            with screen.step("its date again, in the digits of the English layout"):
                screen.click("แก้รายละเอียดกิจกรรม")
                screen.click(screen.field_under("วันที่จัด"))
                screen.key("ctrl+a")
                screen.type("3/12/2569")
                screen.key("Return")
            with screen.step("its times, its place, and who came, a name a line"):
                screen.click(screen.field_under("เวลาเริ่ม"))
                screen.type_thai("๘.๓๐")
                screen.key("Tab")
                screen.type_thai("๑๕.๓๐ น.")
                screen.key("Tab")
                screen.type_thai("หอประชุมโรงเรียนบ้านน้ำใส")
                screen.key("Tab")
                screen.type_thai("นายกล้า ฐานทัพ\nนางสาวญาดา ผู้ใหญ่")
                screen.click("เสร็จ")
            self.holds(laptop.fields("event", event),
                       {"date": "2026-12-03", "start_time": "08:30", "end_time": "15:30",
                        "place": "หอประชุมโรงเรียนบ้านน้ำใส", "participants": "นายกล้า ฐานทัพ\nนางสาวญาดา ผู้ใหญ่"})
            with screen.step("a note of several lines without a frame"):
                screen.key("ctrl+n")
                screen.type_thai('สัมภาษณ์ ผอ.\nเด็กได้ลงมือทำ "จริง"ก่๋')
                screen.key("BackSpace")
                screen.type_thai("้ฏฐัญญู")
                screen.wait_for("เก็บลงเครื่องแล้ว")
            note = 'สัมภาษณ์ ผอ.\nเด็กได้ลงมือทำ "จริง"ก่้ฏฐัญญู'
            self.holds(self.only(laptop, "note")[1], {"text": note})
            with screen.step("all of it copied for another program"):
                screen.key("ctrl+a", "ctrl+c")
                self.assertEqual(screen.copied_text(), note)
            with screen.step("a story's headline, lead and body, one after the other by Tab and Enter"):
                news = laptop.put("news", event=event, headline="ร่าง")
                laptop.command("add", photo, "--event", event, "--news", news)
                screen.key("Escape", "ctrl+2")
                screen.click("ร่าง")
                screen.click("ร่าง", within=below_bar)
                screen.key("ctrl+a")
                screen.type_thai(HEADLINE)
                screen.key("Return")  # a headline has one line
                screen.type_thai("วันที่ ๑๙ พ.ย. ๒๕๖๙")
                screen.key("Tab")
                screen.type_thai(BODY)
            with screen.step("a photo's caption, from the words under it"):
                screen.click("แตะเพื่อเพิ่มคำบรรยาย")
                screen.type_thai(CAPTIONS[1])
                screen.close()  # at once: what was typed last is kept too
            self.holds(laptop.fields("news", news),
                       {"headline": HEADLINE, "lead": "วันที่ ๑๙ พ.ย. ๒๕๖๙", "body": BODY})
            self.holds(self.only(laptop, "news_photo")[1], {"caption": CAPTIONS[1]})


    def test_what_is_typed_while_the_window_is_held_up_comes_in_its_order(self):
        with laptop_and_screen() as (laptop, screen, _):
            screen.open(laptop)
            screen.key("ctrl+n")
            screen.type_thai("ก่อน")
            screen.window.send_signal(signal.SIGSTOP)
            for keys in ["กข", "BackSpace", "ค\nงจ", "Left", "ฉ", "Tab", "ครูน้ำ"]:
                if keys.isascii():
                    screen.press([screen.stroke(keys)])
                else:
                    screen.type_characters(keys)
            screen.window.send_signal(signal.SIGCONT)
            screen.wait_for("ครูน้ำ")
            screen.close()
            self.holds(self.only(laptop, "note")[1], {"text": "ก่อนกค\nงฉจ", "source": "ครูน้ำ"})


    def test_photos_are_chosen_by_the_keys_that_were_pressed_while_the_window_was_held_up(self):
        with laptop_and_screen() as (laptop, screen, folder):
            event = laptop.put("event", title=TITLE, date=datetime.date.today().isoformat())
            photos = photos_named(folder, *(f"IMG_000{n}.jpg" for n in range(1, 5)))
            laptop.command("add", *photos, "--event", event)
            screen.open(laptop)
            screen.tab_to(photos[0].name)
            screen.window.send_signal(signal.SIGSTOP)
            screen.press([screen.stroke(key) for key in ["space", "Right", "Right", "space", "Left", "space", "space"]])
            screen.window.send_signal(signal.SIGCONT)
            screen.wait_for("เลือก 2 ภาพ")
            screen.key("Right", "Delete")  # the two that are chosen
            screen.wait_for("ลบ 2 ภาพแล้ว")
            left = [row["fields"]["file_name"] for row in laptop.list("media")]
            self.assertEqual(sorted(left), [photos[1].name, photos[3].name])


class Leaving(unittest.TestCase):
    def test_the_keys_are_those_of_the_keyboard(self):
        with laptop_and_screen() as (_, screen, _):
            self.assertEqual(x11.codes_of(screen.display, NAMED), NAMED)

    def test_esc_alt_left_and_the_back_button_leave_a_note_and_close_a_sheet(self):
        with laptop_and_screen() as (laptop, screen, _):
            laptop.put("event", title=TITLE, date=datetime.date.today().isoformat())
            screen.open(laptop)
            ways = {"Esc": lambda: screen.key("Escape"), "Alt+Left": lambda: screen.key("alt+Left"),
                    "the back button": lambda: screen.click((700, 300), button=8)}
            for number, (name, leave) in enumerate(ways.items()):
                with screen.step(f"a note, left by {name}"):
                    screen.key("ctrl+n")
                    screen.wait_for("พิมพ์ได้เลย", part=True)
                    screen.type_thai("ก" * (number + 1))
                    leave()
                    screen.wait_for("ยังไม่มีภาพ")
                with screen.step(f"the list of keys, closed by {name}"):
                    screen.key("F1")
                    screen.wait_for("Ctrl+Shift+N")
                    leave()
                    screen.wait_without("Ctrl+Shift+N")
                    screen.wait_for("ยังไม่มีภาพ")
                with screen.step(f"a sheet in which something is typed, closed by {name}"):
                    screen.key("ctrl+e")
                    screen.wait_for("ชื่อกิจกรรม")
                    screen.type_thai("ก")
                    leave()
                    screen.wait_without("ชื่อกิจกรรม")
                    screen.wait_for("ยังไม่มีภาพ")
            screen.close()
            self.assertEqual(sorted(row["fields"]["text"] for row in laptop.list("note")), ["ก", "กก", "กกก"])


class Kills(unittest.TestCase):
    def test_a_kill_while_typing_loses_nothing_older_than_half_a_second(self):
        seed = int(os.environ.get("KHAOSAN_SEED", time.time_ns() % 1_000_000))
        chance = random.Random(seed)
        words = "น้ำ กล่ำ ญู ฎีกา ผู้ใหญ่ เกี๊ยว กุ้ง ทุ่ง ฐานะ ฤดู เพชร พระ ซุ้ม ๒๕๖๙ ".split(" ")
        with laptop_and_screen() as (laptop, screen, _):
            for number in range(KILLS):
                screen.open(laptop)
                kind, field = [("note", "text"), ("news", "body")][number % 2]
                before = {row["id"] for row in laptop.list(kind)}
                screen.key("ctrl+n" if kind == "note" else "ctrl+shift+n")
                if kind == "news":
                    screen.click("เล่ารายละเอียดของกิจกรรม")
                typed, times, coming = "", [], ""
                kill_at = time.monotonic() + chance.uniform(0.8, 2.4)
                while time.monotonic() < kill_at:
                    coming = coming or chance.choice(words) + " "
                    screen.type_characters(coming[0])
                    typed, coming = typed + coming[0], coming[1:]
                    times.append(time.monotonic())
                killed_at = time.monotonic()
                screen.kill()
                due = sum(at <= killed_at - KEPT_SECONDS for at in times)
                record = next(row["id"] for row in laptop.list(kind) if row["id"] not in before)
                held = laptop.fields(kind, record).get(field, "")
                held = "" if held == " " else held  # of a note in no event, before the first letter is kept
                why = f"seed {seed}, kill {number + 1}: typed “{typed}”, of it {due} long enough ago; held “{held}”"
                self.assertEqual(held, typed[:len(held)], why)
                self.assertGreaterEqual(len(held), due, why)
                self.assertTrue(typed, why)
                self.assertEqual(laptop.command("check").json["faults"], [], why)
            screen.open(laptop)
            screen.close()


    def test_a_kill_leaves_what_was_typed_into_a_form_that_is_not_handed_over(self):
        with laptop_and_screen() as (laptop, screen, _):
            screen.open(laptop)
            screen.key("ctrl+e")
            screen.type_thai(TITLE)
            time.sleep(KEPT_SECONDS)
            screen.kill()
            self.assertEqual(laptop.list("event"), [])
            screen.open(laptop)
            screen.key("ctrl+e")
            screen.wait_for(TITLE)
            screen.key("Return")
            screen.wait_for("ยังไม่มีภาพ")
            screen.key("ctrl+e")
            screen.wait_for("เช่น เปิดบ้านวิชาการ Open House 2569")  # the next one begins empty
            screen.close()
            self.assertEqual([row["fields"]["title"] for row in laptop.list("event")], [TITLE])


class Waits(unittest.TestCase):
    def test_what_is_typed_before_a_new_note_stands_there_is_in_the_note(self):
        with laptop_and_screen() as (laptop, screen, _):
            screen.open(laptop)
            screen.keyboard("th")
            with open(laptop.home / "lock", "a") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)  # as another program that writes does
                screen.press([[CTRL, LAYOUTS["us"]["n"][0]]])
                screen.type_characters("พิมพ์ต่อทันที")
                time.sleep(0.3)
                fcntl.flock(lock, fcntl.LOCK_UN)
            screen.wait_for("เก็บลงเครื่องแล้ว")
            screen.close()
            self.assertEqual([row["fields"]["text"] for row in laptop.list("note")], ["พิมพ์ต่อทันที"])


class FirstRun(unittest.TestCase):
    def test_the_first_page_comes_once(self):
        with laptop_and_screen() as (laptop, screen, _):
            screen.open(laptop, is_first=True)
            screen.click("เริ่มใช้")
            screen.wait_for("ยังไม่มีกิจกรรม")
            screen.close()
            screen.open(laptop)
            screen.wait_for("ยังไม่มีกิจกรรม")
            screen.close()


class Drops(unittest.TestCase):
    def test_files_that_are_dropped_or_pasted_come_into_the_event(self):
        with laptop_and_screen() as (laptop, screen, folder):
            photos = photos_named(folder, "ภาพ พิธีเปิด 1.jpg", "IMG_0002.jpg", "IMG 0003.jpg")
            event = laptop.put("event", title=TITLE, date=datetime.date.today().isoformat())
            screen.open(laptop)

            def held():
                return sorted(row["fields"]["sha256"] for row in laptop.list("media")
                              if row["fields"]["event"] == event)

            with screen.step("two photos dropped by another program"):
                screen.drop_files(photos[:2], "ยังไม่มีภาพ")
                screen.wait_for("ภาพ 2")
                for photo in photos[:2]:
                    screen.wait_for(photo.name)
                self.assertEqual(held(), sorted(map(sha256, photos[:2])))
            with screen.step("the path of a third one pasted with Ctrl+V"):
                screen.copy_text(str(photos[2]))
                screen.key("ctrl+v")
                screen.wait_for("ภาพ 3")
                screen.wait_for(photos[2].name)
                self.assertEqual(held(), sorted(map(sha256, photos)))
            screen.close()


class Sleep(unittest.TestCase):
    def test_the_window_sleeps_while_nothing_happens(self):
        with laptop_and_screen() as (laptop, screen, _):
            laptop.put("event", title=TITLE, date=datetime.date.today().isoformat())
            screen.open(laptop)
            time.sleep(QUIET_SECONDS)
            frame, cpu = screen.look().frame, screen.cpu_seconds()
            time.sleep(SLEEP_SECONDS)
            used = (screen.cpu_seconds() - cpu) / SLEEP_SECONDS
            self.assertEqual(screen.look().frame - frame, 0)
            self.assertLess(used, SLEEP_CPU_MAX)
            screen.key("ctrl+n")
            time.sleep(1)
            frame = screen.look().frame
            time.sleep(SLEEP_SECONDS / 2)
            self.assertLessEqual(screen.look().frame - frame, CARET_FRAMES_MAX)


    def test_a_window_without_pixels_keeps_what_is_typed_and_sleeps(self):
        with laptop_and_screen() as (laptop, screen, folder):
            minimised = folder / "minimised"
            screen.open(laptop, environment={"LD_PRELOAD": str(binaries().parent / "lib" / "libno_pixels.so"),
                                             "KHAOSAN_TEST_NO_PIXELS": str(minimised)})
            screen.key("ctrl+n")
            screen.type_thai("ก่อน")
            minimised.touch()
            screen.type_characters("หลัง")
            time.sleep(1.5)
            self.assertEqual([row["fields"]["text"] for row in laptop.list("note")], ["ก่อนหลัง"])
            time.sleep(QUIET_SECONDS)
            cpu = screen.cpu_seconds()
            time.sleep(SLEEP_SECONDS)
            self.assertLess((screen.cpu_seconds() - cpu) / SLEEP_SECONDS, SLEEP_CPU_MAX * 2)  # its caret blinks
            minimised.unlink()
            screen.key("Escape")
            screen.wait_without("พิมพ์ได้เลย", part=True)
            screen.close()


class Sizes(unittest.TestCase):
    def test_the_window_fits_the_screen_whatever_its_pixels_are(self):
        for dpi in [96, 120, 144, 192, 288]:
            with self.subTest(dpi=dpi), Place() as folder, Screen(folder / "screen", dpi=dpi) as screen:
                laptop = Laptop(folder, "laptop")
                laptop.put("event", title=TITLE, date=datetime.date.today().isoformat())
                screen.open(laptop)
                x, y, width, height = screen.window_box()
                self.assertLessEqual(x + width, WIDTH)
                self.assertLessEqual(y + height, HEIGHT)
                self.assertGreaterEqual(min(x, y), 0)
                self.assertEqual((width, height), (WIDTH, HEIGHT))
                outside = [seen for seen in screen.look().texts if seen.x + seen.width > width + 1 or seen.x < -1]
                self.assertEqual(outside, [])
                screen.close()


class Flows(unittest.TestCase):
    """A story from the event to the approval, through three windows."""

    @contextlib.contextmanager
    def office(self):
        with Place() as folder:
            server = Server(folder).start()
            try:
                self.laptops = {}
                for user, role in [("somsri", "staff"), ("malee", "reviewer"), ("prasert", "director")]:
                    server.command("user", "add", user, "--display", user, "--role", role, password=PASSWORD)
                    self.laptops[user] = Laptop(folder, user, PASSWORD)
                    self.laptops[user].pair(server, user)
                    self.laptops[user].sync()
                pictures = folder / "person" / "Pictures"
                pictures.mkdir(parents=True)
                self.photos = photos_named(pictures, "IMG_0001.jpg", "IMG_0002.jpg", "IMG_0003.jpg")
                for number in range(20):  # the photos are further down
                    (pictures / f"before {number:02}.txt").write_text("no photo")
                with Screen(folder / "screen") as screen:
                    yield screen, folder / "person"
            finally:
                server.stop()

    def approved(self):
        laptop = self.laptops["prasert"]
        rows = laptop.list("news")
        self.assertEqual(len(rows), 1, rows)
        fields = rows[0]["fields"]
        self.assertEqual(fields["status"], "approved", fields)
        self.assertTrue(fields["number"], fields)
        self.assertEqual(fields, fields | {"headline": HEADLINE, "body": BODY})
        members = [row["fields"] for row in laptop.list("news_photo")]
        self.assertEqual([member["caption"] for member in members], CAPTIONS)
        hashes = [laptop.fields("media", member["media"])["sha256"] for member in members]
        self.assertEqual(hashes, [sha256(self.photos[1]), sha256(self.photos[0])])
        self.assertEqual(laptop.command("check").json["faults"], [])

    def test_a_story_goes_from_the_event_to_the_approval_by_mouse(self):
        with self.office() as (screen, person):
            screen.open(self.laptops["somsri"], person)
            with screen.step("+, a new event, its title, make it"):
                screen.click("เพิ่ม", within=in_rail)
                screen.click("กิจกรรมใหม่")
                screen.click(screen.field_under("ชื่อกิจกรรม"))
                screen.type_thai(TITLE)
                screen.click("สร้างกิจกรรม", within=in_footer)
                screen.wait_for("ยังไม่มีภาพ")
            with screen.step("add photos: click two of them, at the end of the file browser"):
                screen.click("เพิ่มภาพ")
                screen.scroll("before 04.txt", 18)
                for photo in self.photos[:2]:
                    screen.click(photo.name, within=in_sheet)
                screen.click("เพิ่ม 2 แฟ้ม")
                screen.wait_for("ภาพ 2")
            with screen.step("choose both by the tick in their corner, use them in a story"):
                for photo in self.photos[:2]:
                    tile = screen.wait_for(photo.name)
                    screen.click((round(tile.x) + 20, round(tile.y) + 20))
                screen.wait_for("เลือก 2 ภาพ")
                screen.click("ใช้ในข่าว")
            self.write_by_mouse(screen)
            self.sync_by_mouse(screen)
            screen.close()
            for user, verb, done in [("malee", "เสนอ ผอ.สพท.", "เสนอ ผอ.สพท. แล้ว"),
                                     ("prasert", "อนุมัติเผยแพร่", "อนุมัติแล้ว")]:
                screen.open(self.laptops[user])
                with screen.step(f"{user} gets what was sent"):
                    self.sync_by_mouse(screen)
                with screen.step(f"{user} reads it and signs “{verb}” with the password"):
                    screen.click("รอพิจารณา", within=in_rail)
                    screen.wait_for(HEADLINE)
                    screen.click(verb, within=in_footer)
                    screen.type_thai(PASSWORD)
                    screen.click("ลงนาม", within=lambda seen: in_sheet(seen) and seen.y > 120)
                    screen.wait_for(done)
                if user == "malee":
                    with screen.step("she takes it back, and gives it again; the password is not asked twice"):
                        screen.click("เลิกทำ")
                        screen.wait_for(HEADLINE, within=lambda seen: not in_rail(seen))
                        self.assertEqual(self.waiting(user), 0)
                        screen.click(verb, within=in_footer)
                        screen.wait_for(done)
                else:
                    with screen.step("what is said to be done is on the disk: a kill leaves it"):
                        screen.kill()
                        self.assertEqual(self.waiting(user), 1)
                        screen.open(self.laptops[user])
                with screen.step(f"{user} sends the decision"):
                    self.state_chip(screen, "รอส่ง")
                    self.sync_by_mouse(screen)
                screen.close()
            self.approved()

    def waiting(self, user):
        return self.laptops[user].command("status").json["waiting_commands"]

    def write_by_mouse(self, screen):
        with screen.step("write the headline anew, and the body"):
            screen.click(TITLE, times=3, within=below_bar)
            screen.type_thai(HEADLINE)
            screen.click("เล่ารายละเอียดของกิจกรรม")
            screen.type_thai(BODY)
        with screen.step("drag the second photo before the first"):
            screen.drag("ภาพที่ 2 จาก 2", "ภาพที่ 1 จาก 2")
        for number, caption in enumerate(CAPTIONS, 1):
            with screen.step(f"click photo {number} and write its caption"):
                screen.click(f"ภาพที่ {number} จาก 2")
                screen.type_thai(caption)
        with screen.step("submit it; the office has no channels to choose from"):
            screen.click("เสนอตรวจ")
            screen.wait_for("รอสำนักงาน: เสนอตรวจ จะมีผลเมื่อรับ–ส่งข้อมูลแล้ว")

    @staticmethod
    def state_chip(screen, *begins):
        """The chip at the top right, when it begins so."""
        def found(look):
            return next((seen for seen in look.texts if seen.x > 1000 and seen.y < 40 and seen.text.startswith(begins)), None)
        return screen.until(found, f"the state chip says {begins}")

    def sync_by_mouse(self, screen):
        screen.click(self.state_chip(screen, "รอส่ง", "ส่งครบแล้ว", "ยังไม่เคยส่ง"))
        screen.click("ส่งเดี๋ยวนี้")
        screen.wait_for("ตรงกันทั้งสองฝั่ง")

    def test_a_story_goes_from_the_event_to_the_approval_by_keyboard(self):
        with self.office() as (screen, person):
            screen.open(self.laptops["somsri"], person)
            with screen.step("Ctrl+E, a new event, its title, Enter"):
                screen.key("ctrl+e")
                screen.type_thai(TITLE)
                screen.key("Return")
                screen.wait_for("ยังไม่มีภาพ")
            with screen.step("Ctrl+I, choose two photos with End, the arrows and Space, add them"):
                screen.key("ctrl+i")
                screen.tab_to("before 00.txt")
                screen.key("End", "Up", "space", "Up", "space")
                screen.tab_to("เพิ่ม 2 แฟ้ม")
                screen.key("Return")
                screen.wait_for("ภาพ 2")
            with screen.step("choose both with Space, use them in a story"):
                screen.tab_to(self.photos[0].name)
                screen.key("space", "Right", "space")
                screen.wait_for("เลือก 2 ภาพ")
                screen.tab_to("ใช้ในข่าว")
                screen.key("Return")
            with screen.step("write the headline anew, Enter and Tab to the body"):
                screen.tab_to(TITLE, within=below_bar)
                screen.key("ctrl+a")
                screen.type_thai(HEADLINE)
                screen.key("Return", "Tab")
                screen.type_thai(BODY)
            with screen.step("Tab to the second photo, Ctrl+Left puts it first"):
                screen.tab_to("ภาพที่ 2 จาก 2")
                screen.key("ctrl+Left")
            with screen.step("open it with Enter, write the captions, Ctrl+Enter after each"):
                screen.key("Return")
                for caption in CAPTIONS:
                    screen.type_thai(caption)
                    screen.key("ctrl+Return")
            with screen.step("Ctrl+Enter submits"):
                screen.key("ctrl+Return")
                screen.wait_for("รอสำนักงาน: เสนอตรวจ จะมีผลเมื่อรับ–ส่งข้อมูลแล้ว")
            with screen.step("Alt+S, send"):
                self.sync_by_keyboard(screen)
            screen.close()
            for user, done in [("malee", "เสนอ ผอ.สพท. แล้ว"), ("prasert", "อนุมัติแล้ว")]:
                screen.open(self.laptops[user])
                with screen.step(f"{user} gets what was sent"):
                    self.sync_by_keyboard(screen)
                with screen.step(f"{user} reads it, Ctrl+Enter, and signs with the password"):
                    screen.key("ctrl+3")
                    screen.wait_for(HEADLINE)
                    screen.key("ctrl+Return")
                    screen.wait_for("รหัสผ่าน")
                    screen.type_thai(PASSWORD)
                    screen.key("Return")
                    screen.wait_for(done)
                with screen.step(f"{user} sends the decision"):
                    self.state_chip(screen, "รอส่ง")
                    self.sync_by_keyboard(screen)
                screen.close()
            self.approved()

    @staticmethod
    def sync_by_keyboard(screen):
        screen.key("alt+s")
        screen.tab_to("ส่งเดี๋ยวนี้")
        screen.key("Return")
        screen.wait_for("ตรงกันทั้งสองฝั่ง")


if __name__ == "__main__":
    unittest.main(verbosity=2)
