"""The field day, played through the real programs: two laptops without a network, one office, the public page.

    field_day.py [--out FOLDER] [--window] [PHOTO…]

Prints each step in plain words, checks what it says, and leaves the public page, its pictures, the feed and a picture of
each screen of the window under FOLDER. With --window it opens the window instead, and ends when that is closed.
Exit 0: everything came out as it should.
"""
import argparse
import hashlib
import pathlib
import re
import os
import shutil
import ssl
import subprocess
import sys
import urllib.request

import demo_week
from office import PASSWORD, Laptop, Place, Server, Failed, binaries, run
import stores

LEAD = "วันที่ 23 พฤศจิกายน 2569 เวลา 09.00 น. นางตัวอย่าง ใจดี รองผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา เป็นประธานเปิดค่ายวิทยาศาสตร์"
BODY = ("ค่ายวิทยาศาสตร์ครั้งนี้จัดขึ้น ณ หอประชุมโรงเรียนบ้านตัวอย่าง โดยมีครูและนักเรียนจากโรงเรียนในสังกัดเข้าร่วม 120 คน "
        "เพื่อส่งเสริมการเรียนรู้ผ่านการทดลองจริง นักเรียนได้ฝึกตั้งคำถาม สังเกต และนำเสนอผลงานของตนเอง")
PICTURES = {".jpg", ".jpeg", ".png", ".heic"}

step_number = 0


def say(text):
    global step_number
    step_number += 1
    print(f"{step_number:2}. {text}", flush=True)


def detail(text):
    print(f"      {text}", flush=True)


def must(condition, what):
    if not condition:
        raise Failed(what)


def sha256(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


FIELD_PHOTOS = 6


def made_photos(folder, count):
    """Made-up pictures with a camera's EXIF and a place."""
    run([binaries() / "sample_photos", folder, count])
    return sorted(pathlib.Path(folder).iterdir())


def set_up(folder):
    say("The office starts its server; it makes its own key and certificate, and five accounts.")
    server = Server(folder).start()
    for name, display, *roles in [("somsri", "สมศรี ตัวอย่าง", "staff"), ("wichai", "วิชัย ตัวอย่าง", "staff"),
                                  ("malee", "มาลี ตัวอย่าง (ผอ.กลุ่มอำนวยการ)", "reviewer"),
                                  ("prasert", "ประเสริฐ ตัวอย่าง (ผอ.สพท.)", "director"),
                                  ("admin", "ผู้ดูแลระบบ", "administrator")]:
        server.add_user(name, display, *roles)
    detail(server.url)
    say("Four laptops are enrolled, each by a one-time code that both sides prove to know before the key is pinned.")
    laptops = {}
    for user in ["somsri", "wichai", "malee", "prasert"]:
        laptops[user] = Laptop(folder, user)
        laptops[user].pair(server, user)
        laptops[user].sync()
    return server, laptops


def in_the_field(server, laptops, photos):
    somsri, wichai = laptops["somsri"], laptops["wichai"]
    say("A draft of the news is begun at the office, and both staff laptops carry it out.")
    news = somsri.put("news", headline="เปิดค่ายวิทยาศาสตร์", body=BODY, type="activity", date="2569-11-23")
    somsri.sync()
    wichai.sync()

    say("No network from here on: the server is stopped.")
    server.stop()
    must(somsri.sync(expect=1)["error"] == "server_away", "sync without a server should say so")

    say(f"Somsri makes the event and takes {len(photos)} files in; each is hashed, its date and place are read.")
    event = somsri.put("event", title="ค่ายวิทยาศาสตร์ ประจำปี 2569", date="2569-11-23", start_time="09:00",
                       place="หอประชุมโรงเรียนบ้านตัวอย่าง", basis="school_consent")
    somsri.put("news", news, event=event)
    taken = somsri.command("add", *photos, "--event", event).json["files"]
    somsri.command("add", *[row["path"] for row in taken if row["type"] == "photo"], "--news", news)
    for row in taken:
        must(row["sha256"] == sha256(row["path"]), f"hash of {row['path']}")
        detail(f"{pathlib.Path(row['path']).name}  {row['type']}  {row['sha256'][:12]}")
    again = somsri.command("add", photos[0]).json["files"][0]
    must(again["already_there"], "the same file twice is one file")

    say("Wichai, at the other side of the hall, makes his own record of the same event, and a note.")
    other_event = wichai.put("event", title="ค่ายวิทย์ บ้านตัวอย่าง", date="2569-11-23", place="หอประชุม")
    wichai.put("note", event=other_event, text="ผอ.โรงเรียนกล่าวรายงาน มีนักเรียน 120 คน", source="ครูผู้รับผิดชอบ")

    say("Both edit the same news: Somsri the place and the lead, Wichai another sentence and his name.")
    somsri.put("news", news, body=BODY.replace("หอประชุมโรงเรียนบ้านตัวอย่าง", "อาคารเอนกประสงค์โรงเรียนบ้านตัวอย่าง"),
               lead=LEAD)
    wichai.put("news", news, body=BODY.replace("นำเสนอผลงานของตนเอง", "นำเสนอผลงานของกลุ่มต่อเพื่อน"), credit="วิชัย ตัวอย่าง")
    detail(f"Somsri's laptop holds {somsri.command('status').json['pending_changes']} changes, "
           f"Wichai's {wichai.command('status').json['pending_changes']}.")
    return news, event, other_event, taken


def back_at_the_office(server, laptops, news, event, other_event, taken):
    somsri, wichai = laptops["somsri"], laptops["wichai"]
    say("Back at the office both sync; nothing is overwritten.")
    server.start()
    first = somsri.sync()
    second = wichai.sync()
    detail(f"Somsri sent {first['sent_changes']} changes and {first['sent_files']} files; "
           f"Wichai sent {second['sent_changes']} changes, {second['merged_changes']} of them merged by words.")
    must(second["merged_changes"] == 1, "the two texts should have been merged")
    somsri.sync()
    body = somsri.fields("news", news)["body"]
    must("อาคารเอนกประสงค์" in body and "ของกลุ่มต่อเพื่อน" in body, "both edits stand in the merged text")
    detail("merged: …" + body[20:60] + "… " + body[-40:])
    events = {row["id"] for row in somsri.list("event")}
    must({event, other_event} <= events, "both records of the event are kept")
    detail("Both records of the event are there: neither was thrown away for the other.")

    say("Every original is at the office byte for byte.")
    for row in taken:
        stored = server.stored_file(row["sha256"])
        must(stored is not None and sha256(stored) == row["sha256"], f"original of {row['path']}")
    detail(f"{len(taken)} of {len(taken)} SHA-256 are the files' own.")


def decide(server, laptops, news):
    somsri, malee, prasert = laptops["somsri"], laptops["malee"], laptops["prasert"]
    say("Somsri reads the merged words, and submits. An immutable revision is made of all that will be seen.")
    must(somsri.act("news", news, "submit", expect=1).json["error"] == "merge_unseen", "merged words are unseen")
    somsri.act("news", news, "seen")
    somsri.sync()
    somsri.act_and_sync("news", news, "submit")
    first = somsri.fields("news", news)["revision"]
    detail("revision " + first[:16])

    say("The reviewer passes it on to the director, who returns it once, with a reason.")
    malee.sync()
    malee.act_and_sync("news", news, "pass")
    prasert.sync()
    prasert.act_and_sync("news", news, "return", "--comment", "โปรดระบุจำนวนโรงเรียนในหัวข้อข่าว")

    say("Somsri corrects the headline and submits again; the old revision can no longer be decided on.")
    somsri.sync()
    somsri.put("news", news, headline="เปิดค่ายวิทยาศาสตร์ 12 โรงเรียนร่วมเรียนรู้")
    somsri.act_and_sync("news", news, "submit")
    malee.sync()
    malee.act("news", news, "pass", "--revision", first)
    refused = malee.sync(expect=1)["refused"]
    must(refused and refused[0]["error"] == "revision_superseded", "a superseded revision is refused")
    detail("refused: " + refused[0]["en"])
    malee.act_and_sync("news", news, "pass")

    say("The director approves, signing with his own key on his own laptop; the news gets its number.")
    prasert.sync()
    prasert.act_and_sync("news", news, "approve")
    fields = prasert.fields("news", news)
    must(re.fullmatch(r"1/25\d\d", fields["number"]), "the first number of the fiscal year")
    detail(f"ข่าวที่ {fields['number']}, revision {fields['approved_revision'][:16]}")

    say("Somsri publishes it.")
    somsri.sync()
    somsri.act_and_sync("news", news, "publish")
    return fields["number"]


class Public:
    """The public's browser: trusts the office's certificate, knows nothing else."""

    def __init__(self, server):
        self.url = server.url
        self.context = ssl.create_default_context(cafile=str(server.certificate()))

    def fetch(self, path):
        with urllib.request.urlopen(self.url + path, context=self.context, timeout=60) as answer:
            return answer.read()


def save_public(server, number, out):
    say("The public opens the news board, the article, its pictures and the feed.")
    public = Public(server)
    slug = "-".join(reversed(number.split("/")))
    page = public.fetch(f"/news/{slug}").decode()
    must("12 โรงเรียนร่วมเรียนรู้" in page, "the approved headline is on the page")
    board = public.fetch("/").decode()
    must(f"/news/{slug}" in board, "the board leads to the article")
    shutil.rmtree(out, ignore_errors=True)
    (out / "pictures").mkdir(parents=True)
    saved = {}
    for path in sorted(set(re.findall(r'(?:src|href|srcset)="(/[^" ]+)', page + board))):
        if not re.search(r"\.(jpg|css|svg|png)$", path):
            continue
        name = "pictures/" + path.strip("/").replace("/", "-")
        (out / name).write_bytes(public.fetch(path))
        saved[path] = name
    pictures = [name for name in saved.values() if name.endswith(".jpg")]
    must(pictures, "the article has pictures")
    for name in pictures:
        held = (out / name).read_bytes()
        must(held[:2] == b"\xff\xd8" and b"Exif" not in held and b"GPS" not in held, f"{name} carries no metadata")
    for path, name in sorted(saved.items(), key=lambda item: -len(item[0])):
        page, board = page.replace(f'"{path}"', f'"{name}"'), board.replace(f'"{path}"', f'"{name}"')
    (out / "news.html").write_text(page)
    (out / "index.html").write_text(board.replace(f'"/news/{slug}"', '"news.html"'))
    (out / "feed.atom").write_bytes(public.fetch("/feed.atom"))
    detail(f"{len(pictures)} pictures, none with a place or a camera in it.")
    detail(f"{out}/index.html, news.html, feed.atom")


def leave_unsent(laptop, news):
    """Work of every form that a later version must not lose: sealed, open, and a command."""
    laptop.put("news", news, credit="ยังไม่ได้ส่ง")
    laptop.sync(expect=1)  # the server is stopped: what was written is sealed
    laptop.put("note", text="บันทึกที่ยังไม่ได้ส่ง")
    laptop.act("news", news, "withdraw", "--comment", "ยังไม่ได้ส่ง")


def screens(laptops, out):
    """The real window, on a screen of its own that nobody sees."""
    say("The window opens on a hidden screen; a picture of each of its pages is taken.")
    folder = out / "screens"
    shutil.rmtree(folder, ignore_errors=True)
    for person in ["somsri", "prasert"]:
        run(["xvfb-run", "-a", "-s", "-screen 0 1920x1080x24", binaries() / "khaosan", "--home", laptops[person].home,
             "--shots", folder])
    pictures = sorted(path.name for path in folder.glob("*.png"))
    must(len(pictures) >= 25, f"pictures of all screens: {pictures}")
    detail(f"{len(pictures)} pictures in {folder}")


def open_window(server, laptops):
    say("The window opens on Somsri's laptop. The server runs until it is closed.")
    detail(f"web: {server.url}  (its own certificate: {server.certificate()})")
    for name in laptops:
        detail(f"user {name:8} password {PASSWORD}")
    detail(f"another person's laptop: {binaries() / 'khaosan'} --home {laptops['prasert'].home}")
    ended = subprocess.run([str(binaries() / "khaosan"), "--home", str(laptops["somsri"].home)],
                           env={key: value for key, value in os.environ.items() if key != "KHAOSAN_PASSWORD"})
    display = os.environ.get("DISPLAY", "")
    must(ended.returncode == 0, f"the window did not open, or failed (exit {ended.returncode}); DISPLAY is “{display}”. "
         "Without a display: --no-window (scripts/run), or leave --window out")


def main():
    parser = argparse.ArgumentParser(description="plays the field day through the real programs")
    parser.add_argument("--out", default="demo-out")
    parser.add_argument("--window", action="store_true", help="open the window, and stay until it is closed")
    parser.add_argument("--fixtures", help="also dump the stores there, for tests/fixtures")
    parser.add_argument("photos", nargs="*")
    arguments = parser.parse_args()
    for photo in arguments.photos:
        if not pathlib.Path(photo).is_file():
            sys.exit(f"no such file: {photo}")
    with Place() as folder:
        made = made_photos(folder / "photos", FIELD_PHOTOS + demo_week.PHOTOS)
        photos = [pathlib.Path(p).resolve() for p in arguments.photos] or made[:FIELD_PHOTOS]
        server = None
        try:
            server, laptops = set_up(folder)
            news, event, other_event, taken = in_the_field(server, laptops, photos)
            back_at_the_office(server, laptops, news, event, other_event, taken)
            number = decide(server, laptops, news)
            save_public(server, number, pathlib.Path(arguments.out).resolve())
            if not arguments.fixtures:
                say("A made-up week is added, with work in every state.")
                demo_week.fill(laptops, made[FIELD_PHOTOS:])
                if arguments.window:
                    open_window(server, laptops)
                else:
                    screens(laptops, pathlib.Path(arguments.out).resolve())
            say("Both sides check their stores: every hash, the journal's chain, base and outbox.")
            for laptop in laptops.values():
                laptop.sync()
                laptop.command("check")
            must(server.stop() == 0, "SIGTERM is a clean stop")
            server.command("check")
            if arguments.fixtures:
                stores.dump(server.data / "store.db", pathlib.Path(arguments.fixtures) / "server_v2.sql")
                stores.dump(laptops["malee"].home / "store.db", pathlib.Path(arguments.fixtures) / "laptop_v1.sql")
                leave_unsent(laptops["wichai"], news)
                stores.dump(laptops["wichai"].home / "store.db",
                            pathlib.Path(arguments.fixtures) / "laptop_v1_unsent.sql")
        finally:
            if server is not None and server.process is not None:
                server.process.kill()
    print("The field day is done.")


if __name__ == "__main__":
    try:
        main()
    except (Failed, subprocess.TimeoutExpired) as fault:
        sys.exit(f"the field day stopped: {fault}")
