#include <chrono>
#include <fstream>
#include <thread>

#include "client/ui/office_address.hpp"
#include "client/ui/screens/event_list.hpp"
#include "client/ui/screens/photo_grid.hpp"
#include "client/ui/story.hpp"
#include "tests/support/fake_desk.hpp"
#include "tests/unit/client_ui/rig.hpp"

using namespace khaosan;
using namespace khaosan::client;
using namespace khaosan::test;

namespace {

Record photo(std::uint16_t number, const char* taken_at = "") {
  Fields fields{{"sha256", Value{std::string(64, 'a')}}, {"type", Value{std::string("photo")}}};
  if (*taken_at != 0) fields["taken_at"] = Value{std::string(taken_at)};
  return made_record("media", number, std::move(fields));
}

const RecordId event = made_id(900);

struct Grid {
  Rig rig;
  PhotoGridAnswer answer;
  std::optional<RecordId> opened;
  Rig::Draw draw = [this](const Screen& screen) {
    answer = photo_grid(screen, {20, 20, 536, 700}, event, {}, 0);
    if (answer.opened) opened = answer.opened;
  };
  explicit Grid(std::uint16_t count) {
    std::vector<Record> rows;
    for (std::uint16_t i = 0; i < count; ++i) rows.push_back(photo(i));
    answer_list(rig, "photos " + event.text(), std::move(rows));
    rig.frame(draw);
    rig.frame(draw);
  }
  static Point middle_of(int column, int row) {
    return {20 + 90 + 181.0F * static_cast<float>(column), 24 + 64 + 136.0F * static_cast<float>(row)};
  }
};

template <typename Kind>
const Kind* handed(const Rig& rig, std::size_t at = 0) {
  return at < rig.handed_in.size() ? std::get_if<Kind>(&rig.handed_in[at]) : nullptr;
}

}  // namespace

TEST_CASE("a click opens a photo, Ctrl and a click choose it, and from then on a click does") {
  Grid grid(12);
  REQUIRE(grid.answer.total == 12);
  grid.rig.click(grid.draw, Grid::middle_of(1, 0));
  CHECK(grid.opened == made_id(1));
  CHECK(grid.rig.state.chosen_photos.empty());
  Input with_ctrl;
  with_ctrl.ctrl = true;
  grid.rig.click(grid.draw, Grid::middle_of(0, 0), with_ctrl);
  CHECK(grid.rig.state.chosen_photos == std::set<RecordId>{made_id(0)});
  CHECK(grid.rig.state.choosing);
  grid.rig.click(grid.draw, Grid::middle_of(2, 1));
  CHECK(grid.rig.state.chosen_photos == std::set<RecordId>{made_id(0), made_id(5)});
  Input with_shift;
  with_shift.shift = true;
  grid.rig.click(grid.draw, Grid::middle_of(1, 2), with_shift);
  CHECK(grid.rig.state.chosen_photos.size() == 4);  // 0, and 5 to 7
  grid.rig.key(grid.draw, Key::escape);
  CHECK(grid.rig.state.chosen_photos.empty());
  CHECK_FALSE(grid.rig.state.choosing);
}

TEST_CASE("a long press chooses and does not open") {
  Grid grid(6);
  Input at;
  at.pointer = Grid::middle_of(0, 1);
  grid.rig.frame(grid.draw, at);
  Input press = at;
  press.pressed = press.down = true;
  grid.rig.frame(grid.draw, press);
  grid.rig.pass(500);
  Input held = at;
  held.down = true;
  grid.rig.frame(grid.draw, held);
  CHECK(grid.rig.state.chosen_photos == std::set<RecordId>{made_id(3)});
  Input release = at;
  release.released = true;
  grid.rig.frame(grid.draw, release);
  CHECK(grid.rig.state.chosen_photos.size() == 1);
  CHECK_FALSE(grid.opened);
}

TEST_CASE(
    "the grid is one stop for Tab; arrows walk, Space chooses, Enter opens, Delete removes with a way back") {
  Grid grid(12);
  grid.rig.key(grid.draw, Key::tab);
  grid.rig.key(grid.draw, Key::right);
  grid.rig.key(grid.draw, Key::down);
  grid.rig.key(grid.draw, Key::space);
  CHECK(grid.rig.state.chosen_photos == std::set<RecordId>{made_id(4)});
  grid.rig.key(grid.draw, Key::space);
  CHECK(grid.rig.state.chosen_photos.empty());
  grid.rig.key(grid.draw, Key::enter);
  CHECK(grid.opened == made_id(4));
  grid.rig.key(grid.draw, Key::end);
  grid.rig.key(grid.draw, Key::del);
  const auto* removed = handed<Remove>(grid.rig);
  REQUIRE(removed != nullptr);
  CHECK(removed->kind == "media");
  CHECK(removed->id == made_id(11));
  REQUIRE(grid.rig.state.undo.size() == 1);
  grid.rig.state.undo.back().undo();
  const auto* restored = handed<Restore>(grid.rig, 1);
  REQUIRE(restored != nullptr);
  CHECK(restored->id == made_id(11));
  grid.rig.key(grid.draw, Key::a, true);
  CHECK(grid.rig.state.chosen_photos.size() == 12);
}

TEST_CASE("of ten thousand photos only those near what is seen are asked for") {
  Rig rig;
  PhotoGridAnswer answer;
  const Rig::Draw draw = [&](const Screen& screen) {
    answer = photo_grid(screen, {20, 20, 536, 700}, event, {}, 0);
  };
  rig.frame(draw);
  std::vector<Record> rows;
  for (std::uint16_t i = 0; i < 1'000; ++i) rows.push_back(photo(i));
  answer_list(rig, "photos " + event.text(), std::move(rows), 10'000);
  rig.frame(draw);
  rig.frame(draw);
  const ListQuery asked = rig.view.lists.at("photos " + event.text());
  CHECK(asked.first == 0);
  CHECK(asked.limit < 60);
  CHECK(answer.total == 10'000);
}

TEST_CASE("photos are parted by the time of day, and not at all where no time is known") {
  const Words words(Language::th);
  const std::vector<Record> rows = {photo(0), photo(1, "2026-11-19 08:41:00"),
                                    photo(2, "2026-11-19 09:30:00"), photo(3, "2026-11-19 13:05:00"),
                                    photo(4, "2026-11-20 09:00:00")};
  const auto sections = sections_by_time(words, rows, "2026-11-19");
  REQUIRE(sections.size() == 4);
  CHECK(sections[0].heading == "ไม่ทราบเวลาถ่าย");
  CHECK(sections[1].heading == "เช้า (08.41–09.30 น.)");
  CHECK(sections[1].count == 2);
  CHECK(sections[2].heading == "บ่าย (13.05 น.)");
  CHECK(sections[3].heading == "20 พ.ย. 2569 · เช้า (09.00 น.)");
  CHECK(sections_by_time(words, {photo(0), photo(1)}, "2026-11-19").at(0).heading.empty());
  CHECK(sections_by_time(words, {}, "2026-11-19").empty());
}

TEST_CASE("of the events those to come stand first, the nearest on top, and it is proposed") {
  Rig rig;
  EventListAnswer answer;
  const Rig::Draw draw = [&](const Screen& screen) { answer = event_list(screen, {0, 0, 360, 700}, {}); };
  const auto on = [](std::uint16_t number, const char* date) {
    return made_record("event", number, {{"date", Value{std::string(date)}}});
  };
  const std::vector<Record> coming = {on(1, "2999-11-19"), on(2, "2999-11-24")};
  const std::vector<Record> past = {on(3, "2001-11-18"), on(4, "2001-11-17")};
  answer_list(rig, "events nearest", {coming[0]}, 2);
  answer_list(rig, "events last", {past[0]}, 2);
  answer_list(rig, "events coming", coming);
  answer_list(rig, "events past", past);
  for (int i = 0; i < 3; ++i) rig.frame(draw);
  CHECK(answer.total == 4);
  CHECK(answer.proposed == made_id(1));
  CHECK(rig.view.lists.at("events coming").sort_from == today_in_bangkok().iso());
  CHECK_FALSE(rig.view.lists.at("events coming").descending);
  CHECK(rig.view.lists.at("events past").descending);
  std::vector<RecordId> order;
  for (const float y : {44 + 40.0F, 44 + 92 + 40.0F, 2 * 44 + 2 * 92 + 40.0F, 2 * 44 + 3 * 92 + 40.0F}) {
    std::optional<RecordId> opened;
    const Rig::Draw clicked = [&](const Screen& screen) {
      draw(screen);
      if (answer.opened) opened = answer.opened;
    };
    rig.click(clicked, {100, y});
    if (opened) order.push_back(*opened);
  }
  CHECK(order == std::vector{made_id(1), made_id(2), made_id(3), made_id(4)});
  answer_list(rig, "events nearest", {}, 0);
  answer_list(rig, "events coming", {});
  rig.frame(draw);
  CHECK(answer.proposed == made_id(3));
}

TEST_CASE("what is typed in a note is a draft at once and due within half a second") {
  Rig rig;
  const Record note = made_record("note", 7, {{"event", Value{event.text()}}});
  rig.state.way.push_back({Route::Kind::note, note.id});
  answer_record(rig, note);
  const Rig::Draw draw = [](const Screen& screen) { draw_note(screen); };
  rig.frame(draw);
  rig.frame(draw);
  rig.type(draw, "สัมภาษณ์ ผอ.");
  const DraftKey key{"note", note.id, "text"};
  REQUIRE(rig.state.drafts.is_pending(key));
  const auto due_at = rig.state.drafts.due_ms();
  REQUIRE(due_at);
  CHECK(*due_at <= rig.now_ms() + 500);
  const auto due = rig.state.drafts.take_due(*due_at);
  REQUIRE(due.size() == 1);
  const auto& put = std::get<Put>(due[0].intent);
  CHECK(put.id == note.id);
  CHECK(text_field(put.set, "text") == "สัมภาษณ์ ผอ.");
}

TEST_CASE("an event is not made while its date cannot be read") {
  Rig rig;
  const Rig::Draw draw = draw_new_event_sheet;
  for (int i = 0; i < 3; ++i) rig.frame(draw);
  rig.type(draw, "เปิดบ้านวิชาการ");
  rig.key(draw, Key::tab);
  rig.key(draw, Key::a, true);
  rig.type(draw, "32/13/2569");
  rig.frame(draw);
  const Point make{600, 744};
  rig.click(draw, make);
  CHECK(rig.handed_in.empty());
  rig.key(draw, Key::tab);
  rig.key(draw, Key::tab);  // the title again
  rig.key(draw, Key::enter);
  CHECK(rig.handed_in.empty());
  rig.key(draw, Key::tab);
  rig.key(draw, Key::a, true);
  rig.type(draw, "19/11/2569");
  rig.frame(draw);
  rig.click(draw, make);
  const auto* put = handed<Put>(rig);
  REQUIRE(put != nullptr);
  CHECK(text_field(put->set, "date") == "2026-11-19");
}

namespace {

// The sheet of an event from 08.30 to 12.00, open.
Record edit_morning_event(Rig& rig) {
  const Record held = made_record("event", 1,
                                  {{"title", Value{std::string("ค่าย")}},
                                   {"date", Value{std::string("2026-11-19")}},
                                   {"start_time", Value{std::string("08:30")}},
                                   {"end_time", Value{std::string("12:00")}}});
  rig.state.event = held.id;
  rig.state.sheet = Sheet::edit_event;
  rig.frame(draw_new_event_sheet);
  answer_record(rig, held);
  for (int i = 0; i < 3; ++i) rig.frame(draw_new_event_sheet);
  return held;
}

}  // namespace

TEST_CASE("an event whose start is moved past its end waits for its new end, and both are kept together") {
  Rig rig;
  const Rig::Draw draw = draw_new_event_sheet;
  edit_morning_event(rig);
  const auto focused = [&] {
    const auto found = std::find_if(rig.memory.spots.begin(), rig.memory.spots.end(),
                                    [&](const auto& spot) { return spot.id == rig.memory.focus; });
    return found == rig.memory.spots.end() ? Rect{} : found->rect;
  };
  // Of all fields the times alone stand side by side.
  const auto is_time = [&] { return focused().width > 400 && focused().width < 1000; };
  for (int i = 0; i < 8 && !is_time(); ++i) rig.key(draw, Key::tab);
  const auto retype = [&](const char* time) {
    rig.key(draw, Key::a, true);
    rig.type(draw, time);
    rig.key(draw, Key::tab);
    for (int i = 0; i < 3; ++i) rig.frame(draw);
  };
  retype("13.00");
  CHECK(rig.handed_in.empty());
  retype("16.00");
  const auto* put = handed<Put>(rig);
  REQUIRE(put != nullptr);
  CHECK(rig.handed_in.size() == 1);
  CHECK(text_field(put->set, "start_time") == "13:00");
  CHECK(text_field(put->set, "end_time") == "16:00");
}

TEST_CASE("a sheet that was left in the middle of a time writes nothing when it, or a new event, is opened") {
  Rig rig;
  const Rig::Draw draw = draw_new_event_sheet;
  const Rig::Draw nothing = [](const Screen&) {};
  const Record held = edit_morning_event(rig);
  const auto is_end = [&] {
    return std::any_of(rig.memory.spots.begin(), rig.memory.spots.end(), [&](const auto& spot) {
      return spot.id == rig.memory.focus && spot.types && spot.rect.x > 500;
    });
  };
  for (int i = 0; i < 8 && !is_end(); ++i) rig.key(draw, Key::tab);
  REQUIRE(is_end());
  rig.key(draw, Key::a, true);
  rig.type(draw, "9.00");
  rig.state.sheet = Sheet::none;
  rig.frame(nothing);
  const std::string form = "event " + held.id.text() + " end_time";
  REQUIRE(rig.state.drafts.pending_text({{}, {}, "/" + form}) != nullptr);
  for (const Sheet next : {Sheet::new_event, Sheet::edit_event, Sheet::new_event}) {
    rig.state.sheet = next;
    for (int i = 0; i < 4; ++i) rig.frame(draw);
    rig.state.sheet = Sheet::none;
    rig.frame(nothing);
  }
  CHECK(rig.handed_in.empty());
}

TEST_CASE("a new event that was closed unfinished has what was typed when it is opened again") {
  Rig rig;
  rig.state.sheet = Sheet::new_event;
  const Rig::Draw draw = draw_new_event_sheet;
  for (int i = 0; i < 3; ++i) rig.frame(draw);
  rig.type(draw, "เปิดบ้านวิชาการ");
  rig.state.sheet = Sheet::none;
  rig.frame([](const Screen&) {});
  rig.memory.kept.clear();  // the program was started anew
  rig.snapshot.typed = {{"/event new title", "เปิดบ้านวิชาการ"}};
  rig.state.drafts = {};
  rig.state.sheet = Sheet::new_event;
  for (int i = 0; i < 3; ++i) rig.frame(draw);
  rig.key(draw, Key::enter);
  const auto* put = handed<Put>(rig);
  REQUIRE(put != nullptr);
  CHECK(text_field(put->set, "title") == "เปิดบ้านวิชาการ");
}

TEST_CASE("a note that was removed elsewhere leads back and does not fall over") {
  Rig rig;
  rig.state.way.push_back({Route::Kind::note, made_id(8)});
  const Rig::Draw draw = [](const Screen& screen) { draw_note(screen); };
  for (int i = 0; i < 3; ++i) rig.frame(draw);
  rig.key(draw, Key::tab);
  rig.key(draw, Key::enter);
  CHECK(rig.state.way.size() == 1);
}

TEST_CASE("files on the clipboard are read as a file manager writes them") {
  const std::filesystem::path here = std::filesystem::path(KHAOSAN_TESTS_DIR) / "CMakeLists.txt";
  const std::filesystem::path elsewhere("/no/such file");
  const std::string plain = here.string();
  CHECK(paths_in_text(plain) == std::vector{here});
  CHECK(paths_in_text("file://" + plain + "\r\nfile:///no/such%20file\n") == std::vector{here, elsewhere});
  CHECK(paths_in_text("เปิดบ้านวิชาการ\nไม่ใช่แฟ้ม").empty());
  CHECK(paths_in_text("").empty());
}

TEST_CASE("a folder that is dropped is walked away from the window, without what is hidden") {
  const TempFolder folder;
  const auto write = [&](const std::filesystem::path& name) {
    std::filesystem::create_directories((folder.path() / name).parent_path());
    std::ofstream(folder.path() / name) << "x";
  };
  for (const char* name : {"b.jpg", "sub/a.jpg", ".hidden/c.jpg", ".d.jpg", "e.txt"}) write(name);
  const auto found_by = [](std::vector<std::filesystem::path> paths, bool pasted) {
    FileFinder finder;
    finder.look_in(std::move(paths), {{}, {}, pasted});
    CHECK(finder.is_looking());
    std::vector<FileFinder::Answer> came;
    while (came.empty()) {
      came = finder.answers();
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    CHECK_FALSE(finder.is_looking());
    return came.at(0).found.files;
  };
  const auto& at = folder.path();
  CHECK(found_by({at}, false) == std::vector{at / "b.jpg", at / "e.txt", at / "sub/a.jpg"});
  // What was dropped and is gone is a fault to be told; a pasted text may only look like a path.
  CHECK(found_by({at / "gone.jpg"}, false).size() == 1);
  CHECK(found_by({at / "gone.jpg", at / "b.jpg"}, true) == std::vector{at / "b.jpg"});
}

TEST_CASE("each file that was taken in is counted once, as what it is") {
  Imports imports;
  imports.ask(7, event);
  const auto answer = [&](const char* type, bool known, std::optional<RecordId> stays_with) {
    client::Outcome outcome;
    AddReport report;
    report.type = type;
    report.already_there = known;
    report.stays_with = stays_with;
    outcome.report = report;
    imports.answered({"/x", {}, {}, {}}, outcome);
  };
  answer("photo", false, {});
  answer("drawing", false, {});
  answer("document", false, {});
  answer("photo", true, {});
  answer("photo", true, made_id(5));
  answer("photo", true, made_id(5));
  CHECK(imports.running());
  client::Outcome refused;
  refused.refusal = refuse(Code::file_not_found, "/card/IMG_1.jpg");
  imports.answered({"/card/IMG_1.jpg", {}, {}, {}}, refused);
  CHECK_FALSE(imports.running());
  const Words thai(Language::th);
  CHECK(imports_summary(thai, imports, "ค่าย") ==
        "เก็บ 2 ภาพ และ 1 แฟ้มอื่น · มีอยู่ก่อน 1 · อยู่ในกิจกรรม “ค่าย” ก่อนแล้ว 2 ไม่ได้ย้าย · เก็บไม่ได้ 1 แฟ้ม");
  const std::string faults = imports_faults(thai, imports);
  CHECK(faults.find("IMG_1.jpg") == faults.rfind("IMG_1.jpg"));
  imports.ask(1, event);
  CHECK(imports.faults.empty());
  answer("photo", false, {});
  CHECK(imports_summary(Words(Language::en), imports, "") == "1 photo taken in");
}

TEST_CASE("the address of an office is completed from a name or a number, and nothing else is taken") {
  CHECK(office_address("officepc") == "https://officepc:8443");
  CHECK(office_address(" 10.0.0.5:8443 ") == "https://10.0.0.5:8443");
  CHECK(office_address("HTTPS://office.example/") == "https://office.example:8443");
  CHECK(office_address("http://127.0.0.1:8080") == "http://127.0.0.1:8080");
  CHECK(office_address("[fe80::1]") == "https://[fe80::1]:8443");
  for (const char* wrong : {"", "  ", "ftp://x", "https://", "officepc:", "officepc:https", "officepc/board",
                            "ที่ทำการ", "office pc", ":8443"})
    CHECK_FALSE(office_address(wrong));
}

TEST_CASE("pairing says below each field what is missing, and how an address looks") {
  Rig rig({900, 900});
  rig.state.way = {Route{Route::Kind::settings, {}}, Route{Route::Kind::first_run, {}}};
  const Rig::Draw draw = draw_first_run;
  rig.keeps_readable();
  for (int i = 0; i < 4; ++i) rig.frame(draw);
  const auto go = [&] {
    const auto at = rig.place_of("ลงทะเบียน");
    REQUIRE(at);
    rig.click(draw, {at->x + 4, at->y + 4});
    rig.frame(draw);
  };
  go();
  CHECK(rig.place_of("พิมพ์ที่อยู่ของสำนักงานก่อน เช่น officepc หรือ 10.0.0.5:8443"));
  CHECK(rig.place_of("พิมพ์รหัสลงทะเบียนที่ได้จากผู้ดูแลระบบก่อน"));
  CHECK(rig.handed_in.empty());
  rig.type(draw, "office/pc");  // the address has the keyboard
  rig.key(draw, Key::tab);
  rig.type(draw, "ABCDEFGHJK");
  go();
  CHECK(rig.handed_in.empty());
  CHECK(rig.place_of("อ่านเป็นที่อยู่ไม่ได้ ที่อยู่มีหน้าตาแบบ https://officepc:8443 พิมพ์แค่ชื่อเครื่องหรือหมายเลขไอพีก็ได้"));
  rig.key(draw, Key::a, true);
  rig.type(draw, "officepc");
  go();
  const auto* pair = handed<Pair>(rig);
  REQUIRE(pair != nullptr);
  CHECK(pair->url == "https://officepc:8443");
}

TEST_CASE("signing in while the office is away says so in full and keeps what was typed") {
  Rig rig;
  rig.snapshot.number = 1;
  rig.snapshot.status.paired = true;
  rig.state.way = {Route{Route::Kind::settings, {}}};
  rig.keeps_readable();
  const Rig::Draw draw = draw_settings;
  for (int i = 0; i < 4; ++i) rig.frame(draw);
  const auto press = [&](Word word) {
    const auto at = rig.place_of(std::string(thai_word(word)));
    REQUIRE(at);
    rig.click(draw, {at->x + 4, at->y + 4});
    rig.frame(draw);
  };
  press(Word::sign_in_another);
  rig.type(draw, "malee");  // the name has the keyboard
  rig.key(draw, Key::enter);
  rig.type(draw, "รหัสผ่าน");
  press(Word::sign_in_go_plain);
  REQUIRE(handed<SignInUser>(rig) != nullptr);
  const Refusal away = refuse(Code::server_away, "https://officepc:8443");
  rig.answer(away);
  for (int i = 0; i < 3; ++i) rig.frame(draw);
  CHECK(rig.place_of(Words(Language::th).reason(away)));
  press(Word::sign_in_go_plain);
  REQUIRE(rig.handed_in.size() == 2);
  CHECK(handed<SignInUser>(rig, 1)->user_name == "malee");
  CHECK(handed<SignInUser>(rig, 1)->password == "รหัสผ่าน");
}

TEST_CASE("a round's bar and ticks go forward only, and stay where it ended") {
  RoundSeen round;
  SlowWork slow;
  slow.syncing = true;
  round.look(slow, true);
  CHECK(round.whole() == 0);
  slow.sync = {SyncStep::files, 90, 100, "a.jpg"};
  round.look(slow, false);
  const float near_the_end = round.whole();
  CHECK(near_the_end > 0.75F);
  slow.sync = {SyncStep::push, 0, 3, ""};  // the commands, after the files
  round.look(slow, false);
  CHECK(round.reached == 1);
  CHECK(round.whole() == near_the_end);
  slow.syncing = false;
  slow.sync = {SyncStep::pull, 0, 10, ""};
  round.end(slow);
  CHECK(round.reached == 2);
  CHECK_FALSE(round.running);
  slow.syncing = true;
  slow.sync = {};
  round.look(slow, false);
  CHECK(round.reached == 0);
}

TEST_CASE("a new story that nobody touched is taken away when it is left, another one is not") {
  Rig rig;
  rig.state.way = {Route{Route::Kind::news, {}}};
  std::vector<Screen::Then> then;
  const Rig::Draw start = [&](const Screen& shown) {
    Screen screen = shown;
    screen.open_by = [&](Intent intent, Screen::Then follow) {
      rig.handed_in.push_back(std::move(intent));
      then.push_back(std::move(follow));
    };
    start_story(screen, {});
  };
  rig.frame(start);
  rig.frame(start);
  REQUIRE(then.size() == 2);
  const auto made = [&](std::size_t which, const Record& story) {
    client::Outcome outcome;
    outcome.report = PutReport{story.id, {}};
    then[which](outcome);
    answer_record(rig, story);
    for (const char* kind : {"news_photo", "news_channel"})
      answer_list(rig, "left " + std::string(kind) + " " + story.id.text(), {});
  };
  made(0, made_record("news", 1, {{"date", Value{std::string("2026-11-19")}}}));
  made(1, made_record("news", 2, {{"body", Value{std::string("เนื้อ")}}}));
  rig.handed_in.clear();
  for (int i = 0; i < 3; ++i) rig.frame(forget_untouched);
  CHECK(rig.handed_in.empty());  // both are on the way that leads back
  rig.state.way.resize(1);
  for (int i = 0; i < 3; ++i) rig.frame(forget_untouched);
  REQUIRE(rig.handed_in.size() == 1);
  CHECK(std::get<Remove>(rig.handed_in[0]).id == made_id(1));
}

TEST_CASE("a window that becomes narrow stays with the event that is open") {
  Rig rig;
  const Record held = made_record("event", 900, {{"title", Value{std::string("ค่าย")}}});
  rig.state.event = held.id;
  answer_record(rig, held);
  for (const char* name : {"events nearest", "events last", "events coming", "events past", "events any"})
    answer_list(rig, name, {held});
  for (int i = 0; i < 3; ++i) rig.frame(draw_events);
  CHECK(rig.state.way.size() == 1);
  rig.resize({420, 860});
  rig.frame(draw_events);
  REQUIRE(rig.state.way.size() == 2);
  CHECK(rig.state.way.back() == Route{Route::Kind::event, held.id});
  rig.frame(draw_event);
  rig.resize({1366, 768});
  rig.frame(draw_event);
  REQUIRE(rig.state.way.size() == 1);
  CHECK(rig.state.way.back().kind == Route::Kind::events);
}

TEST_CASE("a story's bar says that its event is withheld, and nothing about a photo that is not known yet") {
  Rig rig;
  const Record story = made_record("news", 3,
                                   {{"event", Value{event.text()}},
                                    {"headline", Value{std::string("หัวข้อ")}},
                                    {"body", Value{std::string("เนื้อ")}}});
  rig.state.way = {Route{Route::Kind::news, {}}, Route{Route::Kind::story, story.id}};
  answer_record(rig, story);
  answer_record(rig, made_record("event", 900, {{"do_not_publish", Value{true}}}));
  answer_list(rig, "story news_photo",
              {made_record("news_photo", 4,
                           {{"news", Value{story.id.text()}}, {"media", Value{made_id(5).text()}}})});
  StoryView seen;
  const Rig::Draw draw = [&](const Screen& screen) { seen = story_view(screen, story.id); };
  rig.frame(draw);
  rig.frame(draw);  // the photos came with the last answer
  CHECK(seen.is_event_withheld);
  REQUIRE(seen.photos.size() == 1);
  CHECK(seen.photos[0].sha.empty());  // nobody has said that it is missing
  rig.frame(draw);
  CHECK_FALSE(seen.photos[0].sha.empty());  // asked for, and not here
}

TEST_CASE("a form that is left with an unreadable time says that the one before stands") {
  Rig rig;
  const Record held = made_record("event", 1,
                                  {{"title", Value{std::string("ค่าย")}},
                                   {"date", Value{std::string("2026-11-19")}},
                                   {"start_time", Value{std::string("08:30")}}});
  rig.state.event = held.id;
  rig.state.sheet = Sheet::edit_event;
  answer_record(rig, held);
  const Rig::Draw draw = draw_new_event_sheet;
  for (int i = 0; i < 4; ++i) rig.frame(draw);
  CHECK_FALSE(rig.state.has_unreadable);
  rig.key(draw, Key::tab);
  rig.key(draw, Key::a, true);
  rig.type(draw, "สามสิบ");
  rig.frame(draw);
  CHECK(rig.state.has_unreadable);
}

TEST_CASE("screens hold with no records, with records that are gone, and at every width") {
  for (const Size size : {Size{1366, 768}, Size{1000, 700}, Size{900, 700}, Size{420, 860}, Size{262, 537}}) {
    Rig rig(size);
    const Record gone = made_record("event", 1, {});
    rig.state.event = gone.id;
    for (const auto draw :
         {&draw_events, &draw_event, &draw_note, &draw_news, &draw_add_sheet, &draw_new_event_sheet}) {
      rig.state.way = {Route{Route::Kind::events, {}}, Route{Route::Kind::event, gone.id}};
      for (int i = 0; i < 3; ++i) rig.frame([&](const Screen& screen) { draw(screen); });
    }
    CHECK(rig.handed_in.empty());
  }
}
