"""A made-up week of an office, to look at in the window: events, notes, drafts, stories on their way, a collision."""
import datetime

BANGKOK = datetime.timezone(datetime.timedelta(hours=7))

EVENTS = [
    (-9, "เปิดห้องสมุดมีชีวิต", "โรงเรียนวัดทุ่งตัวอย่าง", "09:00", "11:00"),
    (-5, "มอบทุนการศึกษา 45 ทุน ประจำปี 2569", "ห้องประชุมดอกแก้ว", "10:00", "12:00"),
    (-4, "กีฬากลุ่มดอนแก้วเกมส์ ครั้งที่ 12", "โรงเรียนชุมชนบ้านตัวอย่าง", "08:00", "16:00"),
    (0, "เปิดบ้านวิชาการ Open House 2569", "โรงเรียนบ้านน้ำใสตัวอย่าง", "08:30", "15:30"),
    (1, "ปลูกป่าชายคลองถวายเป็นพระราชกุศล", "บ้านห้วยตัวอย่าง", "09:00", "12:00"),
    (5, "ประชุมเครือข่ายประชาสัมพันธ์ ครั้งที่ 2/2569", "ห้องประชุมดอกแก้ว", "13:00", "16:30"),
]
PHOTOS = 17  # that fill() wants
NOTES = [
    "สัมภาษณ์ ผอ.โรงเรียน\n“เด็กได้ลงมือทำจริงทุกฐาน ผู้ปกครองมาร่วมกว่าสองร้อยคน ปีหน้าจะเปิดให้ชุมชนร่วมจัดด้วย”",
    "รายชื่อฐานการเรียนรู้\nหุ่นยนต์ วิทยาศาสตร์ในครัว นาฏศิลป์ ตลาดน้อย ห้องสมุดมีชีวิต ปลูกผักริมรั้ว",
    "เสียงกล่าวเปิดงาน\nประธานเน้นว่าโรงเรียนต้องเปิดประตูให้ชุมชนเห็นการเรียนรู้ของเด็ก",
]
OPEN_HOUSE = ("ภายในงานมีฐานการเรียนรู้ 6 ฐานที่นักเรียนลงมือทำเอง ทั้งหุ่นยนต์ วิทยาศาสตร์ในครัว นาฏศิลป์ ตลาดน้อย "
              "และห้องสมุดมีชีวิต โดยนักเรียนผลัดกันเป็นวิทยากรประจำฐาน และมีชุมชนเข้าร่วมกว่า 200 คน\n"
              "ผู้ปกครองกล่าวว่าเห็นพัฒนาการของบุตรหลานชัดเจน และขอให้จัดต่อเนื่องทุกปี")
SCHOLARSHIP = ("สำนักงานเขตพื้นที่การศึกษามอบทุนการศึกษาแก่นักเรียนเรียนดีแต่ขาดแคลนทุนทรัพย์ จำนวน 45 ทุน ทุนละ 3,000 บาท "
               "ณ ห้องประชุมดอกแก้ว โดยมีผู้ปกครองและครูร่วมเป็นสักขีพยาน")
LIBRARY = "เปิดห้องสมุดมีชีวิตแห่งใหม่ มีหนังสือ 3,000 เล่ม มุมนิทาน และมุมทดลอง นักเรียนเข้าใช้ได้ทุกวันเรียน"
GAMES = ("นักกีฬาจาก 8 โรงเรียนในกลุ่มดอนแก้วร่วมแข่งขัน 6 ชนิดกีฬา ณ สนามโรงเรียนชุมชนบ้านตัวอย่าง "
         "โดยมีผู้ปกครองและชุมชนร่วมเชียร์ตลอดวัน")


def day(offset):
    return (datetime.datetime.now(BANGKOK).date() + datetime.timedelta(days=offset)).isoformat()


def fill(laptops, photos):
    """Leaves the office with work in every state, and Somsri's laptop with some that is not sent yet."""
    somsri, wichai, malee, prasert = (laptops[name] for name in ["somsri", "wichai", "malee", "prasert"])
    somsri.sync()
    ids = {}
    for offset, title, place, start, end in EVENTS:
        ids[title] = somsri.put("event", title=title, date=day(offset), start_time=start, end_time=end, place=place,
                                basis="public_ceremony" if offset else "school_consent")
    titles = [title for _, title, *_ in EVENTS]
    open_house, scholarship, library, games = ids[titles[3]], ids[titles[1]], ids[titles[0]], ids[titles[2]]
    for text in NOTES:
        somsri.put("note", event=open_house, text=text)
    of_event = {open_house: photos[:10], scholarship: photos[10:12], library: photos[12:14], games: photos[14:17]}
    for event, taken in of_event.items():
        somsri.command("add", *taken, "--event", event)

    def story(event, headline, body, taken):
        news = somsri.put("news", event=event, headline=headline, body=body, type="activity", date=day(0),
                          credit="สมศรี ตัวอย่าง")
        for index, photo in enumerate(taken):
            somsri.command("add", photo, "--news", news, "--caption", f"ภาพที่ {index + 1} บรรยากาศในงาน")
        return news

    returned = story(scholarship, "มอบทุนการศึกษา 45 ทุน สานฝันนักเรียนเรียนดี", SCHOLARSHIP, of_event[scholarship])
    waiting = story(library, "เปิดห้องสมุดมีชีวิต ชวนนักเรียนอ่านทุกวัน", LIBRARY, of_event[library])
    again = story(games, "ดอนแก้วเกมส์ ครั้งที่ 12 นักกีฬา 8 โรงเรียนชิงชัย", GAMES, of_event[games])
    draft = story(open_house, "“พื้นที่ผู้ปั้นฝัน” เปิดบ้านวิชาการ โรงเรียนบ้านน้ำใสตัวอย่าง", OPEN_HOUSE, of_event[open_house][:4])
    def hand_over(*stories):
        for news in stories:
            somsri.act("news", news, "submit")
        somsri.sync()
        malee.sync()
        for news in stories:
            malee.act("news", news, "pass")
        malee.sync()
        prasert.sync()

    hand_over(returned, again, waiting)
    prasert.act_and_sync("news", returned, "return", "--comment", "โปรดระบุชื่อผู้มอบทุน และเพิ่มคำบรรยายภาพที่ 2")
    prasert.act_and_sync("news", again, "return", "--comment", "โปรดระบุวันที่จัด และจำนวนโรงเรียนให้ตรงกับประกาศ")
    somsri.sync()
    somsri.put("news", again, headline="ดอนแก้วเกมส์ ครั้งที่ 12 นักกีฬา 9 โรงเรียนชิงชัย",
               body=GAMES.replace("8 โรงเรียน", "9 โรงเรียน") + " การแข่งขันจัดขึ้นวันเดียว ปิดด้วยพิธีมอบถ้วยรางวัล")
    hand_over(again)
    # A collision: both write the headline of the draft anew.
    somsri.sync()
    wichai.sync()
    wichai.put("news", draft, headline="เปิดบ้านวิชาการ โรงเรียนบ้านน้ำใสตัวอย่าง ชุมชนร่วมกว่า 200 คน")
    wichai.sync()
    somsri.put("news", draft, headline="“พื้นที่ผู้ปั้นฝัน” นักเรียนบ้านน้ำใสตัวอย่างเปิดบ้านวิชาการ")
    # Wichai was there too, and wrote it down on his own laptop.
    twice = wichai.put("event", title="Open House เปิดบ้านวิชาการ", date=day(0), start_time="08:45", end_time="15:30",
                       place="โรงเรียนบ้านน้ำใสตัวอย่าง", participants="ผู้ปกครองและชุมชนกว่า 200 คน")
    wichai.put("note", event=twice, text="คำถามถึงผู้ปกครอง\nปีหน้าอยากเห็นฐานอะไรเพิ่ม")
    wichai.sync()
    somsri.sync()
    # Out again: this is still on the laptop alone.
    somsri.put("note", event=ids[titles[4]], text="เตรียมกล้าไม้ 200 ต้น\nนัดครูและนักเรียน 08.30 น. ที่ศาลากลางหมู่บ้าน")
    prasert.sync()
    malee.sync()
    return {"returned": returned, "waiting": waiting, "draft": draft}
