// Two that may be one: shown side by side, answered by key or mouse, and taken back.
#include "client/ui/screens/likeness.hpp"

#include "client/ui/screens/event_page.hpp"
#include "tests/unit/client_ui/rig.hpp"

using namespace khaosan;
using namespace khaosan::client;
using namespace khaosan::test;

namespace {

const RecordId first_event = made_id(10);
const RecordId second_event = made_id(11);

Value words_of(const char* words) {
  return Value{std::string(words)};
}

Record event(std::uint16_t number, const char* title) {
  return made_record("event", number,
                     {{"title", words_of(title)},
                      {"date", words_of("2026-11-20")},
                      {"place", words_of("โรงเรียนบ้านหนองบัว")}});
}

Record pair_of_events() {
  return made_record("likeness", 900,
                     {{"record_kind", words_of("event")},
                      {"one", Value{first_event.text()}},
                      {"other", Value{second_event.text()}},
                      {"why", Value{TextSet{"place", "words"}}}});
}

const Perform* performed(const Rig& rig) {
  for (const Intent& intent : rig.handed_in) {
    if (const auto* perform = std::get_if<Perform>(&intent)) return perform;
  }
  return nullptr;
}

struct Choosing : Rig {
  Record pair = pair_of_events();
  Draw draw = [](const Screen& screen) { draw_conflicts(screen); };

  Choosing() {
    keeps_readable();
    snapshot.number = 1;
    snapshot.status.paired = true;
    snapshot.status.open_likenesses = 1;
    state.way = {Route{Route::Kind::sync, {}}, Route{Route::Kind::conflicts, {}}};
    answer_list(*this, "conflicts", {});
    answer_list(*this, "likenesses", {pair});
    answer_record(*this, pair);
    answer_record(*this, event(10, "กีฬาสี"));
    answer_record(*this, event(11, "แข่งขันกีฬาสี"));
    for (int i = 0; i < 3; ++i) frame(draw);
  }
};

}  // namespace

TEST_CASE("both sides are shown, with why they may be one") {
  Choosing rig;
  for (const char* shown :
       {"กีฬาสี", "แข่งขันกีฬาสี", "โรงเรียนบ้านหนองบัว", "สถานที่ใกล้กัน · ชื่อคล้ายกัน", "อาจเป็นงานเดียวกัน", "รวมเป็นงานเดียว",
        "ไม่ใช่งานเดียวกัน", "ภาพ 0 · บันทึก 0 · ข่าว 0 · …"})
    CHECK(rig.place_of(shown));
}

TEST_CASE("one key joins, with the older one as the main record, and undo takes it back") {
  Choosing rig;
  rig.key(rig.draw, Key::n1);
  REQUIRE(performed(rig) != nullptr);
  CHECK(performed(rig)->verb == "join");
  CHECK(performed(rig)->id == rig.pair.id);
  CHECK(performed(rig)->keep == first_event.text());
  rig.answer({}, PerformReport{ChangeId{made_id(901).uuid}, {}});
  REQUIRE(rig.state.snack);
  CHECK(rig.state.snack->text == "รวมแล้ว จะมีผลเมื่อรับ–ส่งข้อมูล");
  REQUIRE(rig.state.undo.size() == 1);
  rig.state.undo.back().undo();
  CHECK(std::holds_alternative<TakeBack>(rig.handed_in.back()));
}

TEST_CASE("the other key keeps them apart") {
  Choosing rig;
  rig.key(rig.draw, Key::n2);
  REQUIRE(performed(rig) != nullptr);
  CHECK(performed(rig)->verb == "differ");
}

TEST_CASE("the mouse marks the other one as the main record, and joins") {
  Choosing rig;
  const auto title = rig.place_of("แข่งขันกีฬาสี");
  REQUIRE(title);
  const auto radio_label = rig.place_of("ใช้เป็นรายการหลัก");
  REQUIRE(radio_label);
  rig.click(rig.draw, {title->x + 20, radio_label->y + radio_label->height / 2});
  const auto join = rig.place_of("รวมเป็นงานเดียว");
  REQUIRE(join);
  rig.click(rig.draw, {join->x + join->width / 2, join->y + join->height / 2});
  REQUIRE(performed(rig) != nullptr);
  CHECK(performed(rig)->keep == second_event.text());
}

TEST_CASE("what waits for the office says so, and takes no second answer") {
  Choosing rig;
  RecordView view;
  view.record = rig.pair;
  view.waiting_verbs = {"join"};
  view.can_take_back = ChangeId{made_id(902).uuid};
  rig.snapshot.records[{"likeness", rig.pair.id}] = std::make_shared<const RecordView>(view);
  for (int i = 0; i < 2; ++i) rig.frame(rig.draw);
  rig.state.way = {Route{Route::Kind::conflicts, {}}};
  rig.frame(rig.draw);
  rig.key(rig.draw, Key::n1);
  CHECK(performed(rig) == nullptr);
}

TEST_CASE("an event says what it may be the same as, what was joined into it, and where it went") {
  Rig rig;
  rig.keeps_readable();
  const Record here = event(10, "กีฬาสี");
  const Rig::Draw draw = [&](const Screen& screen) {
    draw_likeness_banners(screen, {20, 20}, 700, screen.record("event", first_event)->record);
  };
  answer_record(rig, here);
  answer_record(rig, event(11, "แข่งขันกีฬาสี"));
  const auto with = [&](const char* list, const Record& likeness) {
    rig.snapshot.lists.clear();
    answer_list(rig, std::string(list) + " " + first_event.text(), {likeness});
    answer_record(rig, likeness);
    for (int i = 0; i < 3; ++i) rig.frame(draw);
  };
  const auto press = [&](const char* label) {
    const auto place = rig.place_of(label);
    REQUIRE(place);
    rig.click(draw, {place->x + place->width / 2, place->y + place->height / 2});
  };
  SECTION("may be the same") {
    with("alike one", pair_of_events());
    press("เทียบกัน");
    CHECK(rig.state.way.back() == Route{Route::Kind::conflicts, made_id(900)});
  }
  SECTION("joined here: undone from the page") {
    Record joined = pair_of_events();
    joined.fields["settled"] = words_of("joined");
    joined.fields["main"] = Value{first_event.text()};
    joined.fields["alias"] = Value{second_event.text()};
    with("joined here", joined);
    CHECK(rig.place_of("รวม “แข่งขันกีฬาสี” ไว้ที่นี่แล้ว"));
    press("ยกเลิกการรวม");
    REQUIRE(performed(rig) != nullptr);
    CHECK(performed(rig)->verb == "part");
  }
  SECTION("joined away: leads to the main one") {
    Record alias = here;
    alias.fields["joined_into"] = Value{second_event.text()};
    answer_record(rig, alias);
    for (int i = 0; i < 3; ++i) rig.frame(draw);
    press("เปิดรายการหลัก");
    CHECK(rig.state.way.back().id == second_event);
  }
}
