#include "client/ui/screens/event_list.hpp"
#include "client/ui/screens/photo_grid.hpp"
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

TEST_CASE("the event that is proposed is that of today, else the next one, else the last one") {
  const auto on = [](std::uint16_t number, const char* date) {
    return made_record("event", number, {{"date", Value{std::string(date)}}});
  };
  const CivilDate today{2026, 11, 19};
  CHECK(proposed_row({on(0, "2026-11-24"), on(1, "2026-11-19"), on(2, "2026-11-18")}, today) == 1U);
  CHECK(proposed_row({on(0, "2026-11-24"), on(1, "2026-11-20"), on(2, "2026-11-18")}, today) == 1U);
  CHECK(proposed_row({on(0, "2026-11-18"), on(1, "2026-11-17")}, today) == 0U);
  CHECK_FALSE(proposed_row({}, today));
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

TEST_CASE("an event whose start is moved past its end waits for its new end, and both are kept together") {
  Rig rig;
  const Record held = made_record("event", 1,
                                  {{"title", Value{std::string("ค่าย")}},
                                   {"date", Value{std::string("2026-11-19")}},
                                   {"start_time", Value{std::string("08:30")}},
                                   {"end_time", Value{std::string("12:00")}}});
  rig.state.event = held.id;
  rig.state.sheet = Sheet::edit_event;
  const Rig::Draw draw = draw_new_event_sheet;
  rig.frame(draw);
  answer_record(rig, held);
  for (int i = 0; i < 3; ++i) rig.frame(draw);
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
  const Record held = made_record("event", 1,
                                  {{"title", Value{std::string("ค่าย")}},
                                   {"date", Value{std::string("2026-11-19")}},
                                   {"start_time", Value{std::string("08:30")}},
                                   {"end_time", Value{std::string("12:00")}}});
  rig.state.event = held.id;
  rig.state.sheet = Sheet::edit_event;
  const Rig::Draw draw = draw_new_event_sheet;
  const Rig::Draw nothing = [](const Screen&) {};
  rig.frame(draw);
  answer_record(rig, held);
  for (int i = 0; i < 3; ++i) rig.frame(draw);
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
  const std::string plain = here.string();
  CHECK(paths_in_text(plain) == std::vector{here});
  CHECK(paths_in_text("file://" + plain + "\r\nfile:///no/such%20file\n") == std::vector{here});
  CHECK(paths_in_text("เปิดบ้านวิชาการ\nไม่ใช่แฟ้ม").empty());
  CHECK(paths_in_text("").empty());
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
