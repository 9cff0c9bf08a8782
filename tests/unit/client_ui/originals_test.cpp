// Originals that are not here, cards and waiting laptops, as the window shows them.
#include "tests/unit/client_ui/rig.hpp"

using namespace khaosan;
using namespace khaosan::client;
using khaosan::test::made_id;
using khaosan::test::made_record;
using khaosan::test::Rig;

namespace {

const Words& thai() {
  static const Words words(Language::th);
  return words;
}

void press(Rig& rig, const Rig::Draw& draw, const std::string& text) {
  rig.frame(draw);
  const auto place = rig.place_of(text);
  INFO(text);
  REQUIRE(place);
  rig.click(draw, {place->x + place->width / 2, place->y + place->height / 2});
}

template <typename Wanted>
const Wanted& last(const Rig& rig) {
  REQUIRE(!rig.handed_in.empty());
  const auto* found = std::get_if<Wanted>(&rig.handed_in.back());
  REQUIRE(found != nullptr);
  return *found;
}

RecordId show_photo(Rig& rig, const OriginalState& original) {
  auto view = std::make_shared<RecordView>();
  view->record = made_record("media", 7, {{"file_name", Value{std::string("IMG_0001.jpg")}}});
  view->original = original;
  const RecordId id = view->record.id;
  rig.snapshot.records[{"media", id}] = std::move(view);
  rig.snapshot.view.records.insert({"media", id});
  return id;
}

CardFileReport on_card(const std::string& name, bool here, AtOffice at_office) {
  CardFileReport file;
  file.name = name;
  file.here = here;
  file.at_office = at_office;
  return file;
}

}  // namespace

TEST_CASE("an original that is not here is asked for, and what came of it is said") {
  Rig rig;
  rig.keeps_readable();
  const RecordId media = show_photo(rig, {});
  const Rig::Draw draw = [&](const Screen& screen) { draw_original(screen, {20, 20}, 360, media); };
  press(rig, draw, std::string(thai()(Word::fetch_original)));
  CHECK(last<FetchOriginal>(rig).media == media);
  rig.answer(refuse(Code::stopped, "IMG_0001.jpg"));
  REQUIRE(rig.state.snack);
  CHECK(rig.state.snack->text.find("หยุดไว้ตามที่สั่ง: IMG_0001.jpg") != std::string::npos);
  CHECK(rig.state.snack->icon == icons::pause);
  rig.answer(refuse(Code::original_away, "IMG_0001.jpg"));
  CHECK(rig.state.snack->text.find("สำนักงานยังไม่มีต้นฉบับนี้") != std::string::npos);
  rig.answer();
  CHECK(rig.state.snack->text == thai()(Word::original_came));
  show_photo(rig, {true, false, true});
  rig.frame(draw);
  CHECK_FALSE(rig.place_of(std::string(thai()(Word::fetch_original))));
}

TEST_CASE("a photo that will never come is dropped by name, with a reason") {
  Rig rig;
  rig.keeps_readable();
  const RecordId media = show_photo(rig, {false, true, false});
  Perform drop;
  drop.kind = "news";
  drop.id = made_id(1);
  drop.verb = "drop_photo";
  drop.text = made_id(2).text();
  const Rig::Draw draw = [&](const Screen& screen) { draw_original(screen, {20, 20}, 360, media, drop); };
  // Of a photo of somebody else's, which the office may well have, it is not offered before it was asked.
  const auto is_offered = [&] {
    rig.frame(draw);
    return rig.place_of(std::string(thai()(Word::drop_photo))).has_value();
  };
  show_photo(rig, {});
  CHECK_FALSE(is_offered());
  press(rig, draw, std::string(thai()(Word::fetch_original)));
  rig.answer(refuse(Code::original_away, "IMG_0001.jpg"));
  CHECK(is_offered());
  rig.answer();
  CHECK_FALSE(is_offered());
  show_photo(rig, {false, true, true});  // damaged here, and whole at the office
  CHECK_FALSE(is_offered());
  show_photo(rig, {false, true, false});
  rig.handed_in.clear();
  press(rig, draw, std::string(thai()(Word::drop_photo)));
  CHECK(rig.state.sheet == Sheet::send_back);
  const Rig::Draw sheet = [](const Screen& screen) { draw_reason_sheet(screen); };
  rig.frame(sheet);
  rig.key(sheet, Key::enter, true);
  CHECK(rig.handed_in.empty());  // not without a reason
  rig.type(sheet, "การ์ดเสีย");
  rig.key(sheet, Key::enter, true);
  const auto& command = last<Perform>(rig);
  CHECK(command.verb == "drop_photo");
  CHECK(command.text == drop.text);
  CHECK(command.comment == "การ์ดเสีย");
}

TEST_CASE("a card is said to be free only when the office has all of it, and each file says where it is") {
  Rig rig;
  rig.keeps_readable();
  const std::filesystem::path card = "/media/EOS";
  const Rig::Draw draw = [&](const Screen& screen) { draw_card_part(screen, {20, 20, 700, 44}, card); };
  press(rig, draw, std::string(thai()(Word::card_check)));
  CHECK(last<CheckCard>(rig).folder == card);
  CardReport report;
  report.files = {on_card("DCIM/1.jpg", true, AtOffice::whole),
                  on_card("DCIM/2.jpg", true, AtOffice::missing),
                  on_card("DCIM/3.jpg", false, AtOffice::missing)};
  rig.answer(std::nullopt, report);
  rig.frame(draw);
  CHECK(rig.place_of(thai()(Word::card_stays, "3", "2", "1")));
  CHECK(card_word(rig.state, card / "DCIM" / "1.jpg") == Word::card_at_office);
  CHECK(card_word(rig.state, card / "DCIM" / "2.jpg") == Word::card_in_laptop);
  CHECK(card_word(rig.state, card / "DCIM" / "3.jpg") == Word::card_not_taken);
  CHECK_FALSE(card_word(rig.state, "/home/1.jpg"));
  report.files = {on_card("DCIM/1.jpg", true, AtOffice::whole)};
  rig.state.card.show(report);
  rig.frame(draw);
  CHECK(rig.place_of(std::string(thai()(Word::card_may_be_erased))));
  // A look that was stopped says nothing.
  press(rig, draw, std::string(thai()(Word::card_check)));
  report.stopped = true;
  rig.answer(std::nullopt, report);
  rig.frame(draw);
  CHECK_FALSE(rig.place_of(std::string(thai()(Word::card_may_be_erased))));
}

TEST_CASE("the laptops that have not synced are named as the office tells them") {
  Rig rig;
  rig.keeps_readable();
  const Rig::Draw draw = [](const Screen& screen) { draw_laptops(screen, {20, 20}, 420); };
  press(rig, draw, std::string(thai()(Word::laptops_ask)));
  last<AskLaptops>(rig);
  CHECK(rig.state.asks_laptops);
  Radar radar;
  LaptopStanding laptop;
  laptop.name = "โน้ตบุ๊ก 2";
  laptop.user = "วิชัย";
  laptop.unsent = Unsent{3, 2, 5'000, {}};
  radar.laptops.push_back(laptop);
  rig.answer(std::nullopt, radar);
  rig.frame(draw);
  CHECK(rig.place_of("โน้ตบุ๊ก 2 · วิชัย"));
  CHECK(rig.place_of(thai()(Word::laptop_unsent, "3", "2")));
  press(rig, draw, std::string(thai()(Word::laptops_ask)));
  rig.answer(std::nullopt, Radar{});
  rig.frame(draw);
  CHECK(rig.place_of(thai()(Word::laptops_none, "7")));
}

TEST_CASE("damaged originals are named with what to do") {
  Rig rig;
  rig.keeps_readable();
  const Rig::Draw draw = [](const Screen& screen) { draw_damaged(screen, {20, 20}, 420); };
  rig.frame(draw);
  CHECK_FALSE(rig.place_of(std::string(thai()(Word::damaged_how))));
  rig.snapshot.status.damaged_files = {{made_id(3), "IMG_0002.jpg"}};
  rig.frame(draw);
  CHECK(rig.place_of(thai()(Word::damaged_title, "1")));
  CHECK(rig.place_of("IMG_0002.jpg"));
}
