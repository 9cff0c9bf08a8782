// The sheets and pages on which people decide, without a window.
#include <algorithm>

#include "client/ui/article.hpp"
#include "client/ui/story.hpp"
#include "shared/wire/value_json.hpp"
#include "tests/unit/client_ui/rig.hpp"

using namespace khaosan;
using namespace khaosan::client;
using namespace khaosan::test;

namespace {

const RecordId story_id = made_id(500);
const std::string password = "รหัสผ่านตัวอย่าง";

Record news(const char* status, Fields more = {}) {
  Fields fields{{"headline", Value{std::string("มอบทุนการศึกษา")}},
                {"body", Value{std::string("เนื้อข่าว")}},
                {"status", Value{std::string(status)}}};
  fields.merge(more);
  Record record = made_record("news", 500, std::move(fields));
  return record;
}

void sit_down(Rig& rig, Role role, bool can_decide = true) {
  rig.snapshot.number = 1;
  rig.snapshot.status.paired = true;
  rig.snapshot.status.user_name = "prasert";
  rig.snapshot.users = {{UserId{made_id(1).uuid}, "prasert", "ประเสริฐ ตัวอย่าง", can_decide}};
  rig.snapshot.roles = RoleSet{}.with(role);
  rig.state.writer = "prasert";
}

// Two wrote the headline of the story anew; one's own text came later.
Record collision(std::uint16_t number) {
  const auto side = [](const char* text) {
    return Value{fields_to_text({{"headline", Value{std::string(text)}}})};
  };
  return made_record("conflict", number,
                     {{"record_kind", Value{std::string("news")}},
                      {"record", Value{story_id.text()}},
                      {"field", Value{std::string("headline")}},
                      {"base", side("มอบทุน")},
                      {"ours", side("มอบทุน 45 ทุน")},
                      {"theirs", side("มอบทุนการศึกษา")},
                      {"ours_by", Value{made_id(2).text()}},
                      {"theirs_by", Value{made_id(1).text()}}});
}

// The page with what stands over it, as the shell draws them.
void page(const Screen& screen) {
  draw_approvals(screen);
  if (screen.state.sheet == Sheet::sign) {
    const Scope scope(screen.ui, "sheet", static_cast<std::uint64_t>(Sheet::sign));
    screen.ui.push_layer(true);
    draw_sign_sheet(screen);
    screen.ui.pop_layer();
  }
  if (screen.state.sheet == Sheet::send_back) {
    const Scope scope(screen.ui, "sheet", static_cast<std::uint64_t>(Sheet::send_back));
    screen.ui.push_layer(true);
    draw_reason_sheet(screen);
    screen.ui.pop_layer();
  }
  forget_unsigned(screen);
}

void submit_for_approval(Rig& rig) {
  rig.state.way = {Route{Route::Kind::approvals, {}}};
  const Record record = news("with_director", {{"revision", Value{std::string(64, 'b')}}});
  answer_record(rig, record);
  answer_list(rig, "approvals with_director", {record});
  answer_list(rig, "count with_director", {record});
  Review review;
  review.sha = std::string(64, 'b');
  review.revision.news = story_id;
  review.revision.items = {{"headline", Value{std::string("มอบทุนการศึกษา")}, {}, {}},
                           {"body", Value{std::string("เนื้อข่าว")}, {}, {}}};
  rig.snapshot.review = std::make_shared<const Review>(std::move(review));
  for (int i = 0; i < 3; ++i) rig.frame(page);
}

const Perform* performed(const Rig& rig) {
  for (const Intent& intent : rig.handed_in) {
    if (const auto* command = std::get_if<Perform>(&intent)) return command;
  }
  return nullptr;
}

void type_password(Rig& rig) {
  rig.frame(page);
  rig.type(page, password);
  rig.key(page, Key::enter);
}

}  // namespace

TEST_CASE("an approval tries the password first, is done once it is on the disk, and can be taken back") {
  Rig rig;
  sit_down(rig, Role::director);
  submit_for_approval(rig);
  CHECK(rig.state.news == story_id);
  rig.key(page, Key::enter, true);
  REQUIRE(rig.state.sheet == Sheet::sign);
  type_password(rig);
  const auto* asked = std::get_if<Unlock>(&rig.handed_in.back());
  REQUIRE(asked != nullptr);
  CHECK(asked->user_name == "prasert");
  CHECK(asked->password == password);
  CHECK(performed(rig) == nullptr);
  rig.answer();
  rig.frame(page);
  CHECK(rig.state.sheet == Sheet::none);
  REQUIRE(performed(rig) != nullptr);
  CHECK(performed(rig)->verb == "approve");
  CHECK(performed(rig)->revision == std::string(64, 'b'));
  CHECK(performed(rig)->capacity == "own");
  CHECK(performed(rig)->password.empty());
  CHECK_FALSE(rig.state.snack);  // nothing is said before it is there
  const ChangeId change{made_id(900).uuid};
  rig.answer({}, PerformReport{change, {}});
  REQUIRE(rig.state.snack);
  CHECK(rig.state.snack->text == thai_word(Word::done_approve));
  CHECK(rig.state.news.empty());
  rig.state.snack->act();
  const auto* back = std::get_if<TakeBack>(&rig.handed_in.back());
  REQUIRE(back != nullptr);
  CHECK(back->change == change);
  CHECK(rig.state.undo.empty());
}

TEST_CASE("a wrong password says so at once, and nothing is decided") {
  Rig rig;
  sit_down(rig, Role::director);
  submit_for_approval(rig);
  rig.key(page, Key::enter, true);
  type_password(rig);
  rig.answer(refuse(Code::wrong_password));
  rig.frame(page);
  CHECK(rig.state.sheet == Sheet::sign);
  REQUIRE(rig.state.deciding.sign_fault);
  CHECK(rig.state.deciding.to_sign);
  CHECK(performed(rig) == nullptr);
  CHECK_FALSE(rig.state.snack);
}

TEST_CASE("the password is asked once, and stands nowhere once it was tried") {
  Rig rig;
  sit_down(rig, Role::director);
  submit_for_approval(rig);
  rig.key(page, Key::enter, true);
  type_password(rig);
  rig.answer();
  rig.frame(page);
  rig.frame(page);
  CHECK(rig.state.deciding.signer == "prasert");
  CHECK_FALSE(rig.state.deciding.to_sign);
  CHECK(rig.state.deciding.to_explain.password.empty());
  rig.frame([](const Screen& screen) {
    const Scope scope(screen.ui, "sheet", static_cast<std::uint64_t>(Sheet::sign));
    CHECK(field_text(screen.ui, "password").empty());
  });
  rig.handed_in.clear();
  rig.state.news = story_id;
  rig.frame(page);
  rig.frame(page);
  rig.key(page, Key::enter, true);
  CHECK(rig.state.sheet == Sheet::none);
  CHECK(performed(rig) != nullptr);
}

TEST_CASE("a sign sheet that is closed forgets what was typed and what was to be signed") {
  Rig rig;
  sit_down(rig, Role::director);
  submit_for_approval(rig);
  rig.key(page, Key::enter, true);
  rig.frame(page);
  rig.type(page, password);
  rig.state.sheet = Sheet::none;
  rig.frame(page);
  CHECK_FALSE(rig.state.deciding.to_sign);
  CHECK(rig.state.deciding.signer.empty());
  rig.frame([](const Screen& screen) {
    const Scope scope(screen.ui, "sheet", static_cast<std::uint64_t>(Sheet::sign));
    CHECK(field_text(screen.ui, "password").empty());
  });
}

TEST_CASE("one without a key on this laptop signs in to the office first") {
  Rig rig;
  sit_down(rig, Role::director, false);
  submit_for_approval(rig);
  rig.key(page, Key::enter, true);
  type_password(rig);
  REQUIRE(rig.handed_in.size() == 1);
  const auto* asked = std::get_if<SignInUser>(&rig.handed_in[0]);
  REQUIRE(asked != nullptr);
  CHECK(asked->user_name == "prasert");
  CHECK(rig.state.deciding.signing_in);
}

TEST_CASE("who acts by an order decides only with its number") {
  Rig rig;
  sit_down(rig, Role::deputy);
  submit_for_approval(rig);
  rig.key(page, Key::enter, true);
  CHECK(rig.state.sheet == Sheet::none);
  CHECK_FALSE(rig.state.deciding.to_sign);
  rig.state.deciding.order = "123/2569";
  rig.frame(page);
  rig.key(page, Key::enter, true);
  REQUIRE(rig.state.deciding.to_sign);
  CHECK(rig.state.deciding.to_sign->order == "123/2569");
  CHECK(rig.state.deciding.to_sign->capacity == "delegated");
}

TEST_CASE("a return without a reason stays, one with a reason goes on to the signature") {
  Rig rig;
  sit_down(rig, Role::director);
  submit_for_approval(rig);
  rig.frame([](const Screen& screen) {
    Perform command;
    command.kind = "news";
    command.id = story_id;
    command.verb = "return";
    ask_reason(screen, command);
  });
  rig.frame(page);
  rig.key(page, Key::enter, true);
  CHECK(rig.state.sheet == Sheet::send_back);
  rig.type(page, "โปรดระบุชื่อผู้มอบทุน");
  rig.key(page, Key::enter, true);
  REQUIRE(rig.state.deciding.to_sign);
  CHECK(rig.state.deciding.to_sign->comment == "โปรดระบุชื่อผู้มอบทุน");
  CHECK(rig.state.sheet == Sheet::sign);
}

TEST_CASE("a story that lacks something goes to the first open check, and only advice can be passed over") {
  Rig rig;
  sit_down(rig, Role::staff);
  rig.state.way = {Route{Route::Kind::story, story_id}};
  const Rig::Draw draw = draw_story;
  Record record = news("draft");
  record.fields.erase("body");
  answer_record(rig, record);
  for (int i = 0; i < 3; ++i) rig.frame(draw);
  rig.key(draw, Key::enter, true);
  CHECK(performed(rig) == nullptr);
  REQUIRE(rig.state.snack);
  CHECK(rig.state.snack->action.empty());
  answer_record(rig, news("draft"));
  for (int i = 0; i < 3; ++i) rig.frame(draw);
  rig.key(draw, Key::enter, true);
  CHECK(performed(rig) == nullptr);
  CHECK(rig.state.sheet == Sheet::story_photos);
  REQUIRE(rig.state.snack);
  REQUIRE(rig.state.snack->act);
  rig.state.snack->act();
  REQUIRE(performed(rig) != nullptr);
  CHECK(performed(rig)->verb == "submit");
}

TEST_CASE("the words under a photo open its caption as the photo does") {
  for (const float y : {680.0F, 730.0F}) {
    Rig rig;
    sit_down(rig, Role::staff);
    rig.state.way = {Route{Route::Kind::story, story_id}};
    answer_record(rig, news("draft"));
    answer_list(rig, "story news_photo", {made_record("news_photo", 77, {{"news", Value{story_id.text()}}})});
    const Rig::Draw draw = draw_story;
    for (int i = 0; i < 3; ++i) rig.frame(draw);
    rig.click(draw, {380, y});
    rig.frame([](const Screen& screen) {
      const Scope scope(screen.ui, "story", std::hash<RecordId>()(story_id));
      CHECK(chosen_photo(screen, story_view(screen, story_id)) == 0);
    });
  }
}

TEST_CASE("what waits for the office is read, not written") {
  Rig rig;
  sit_down(rig, Role::staff);
  rig.state.way = {Route{Route::Kind::story, story_id}};
  RecordView view;
  view.record = news("draft");
  view.waiting_verbs = {"submit"};
  rig.snapshot.records[{"news", story_id}] = std::make_shared<const RecordView>(view);
  rig.frame([](const Screen& screen) {
    const StoryView story = story_view(screen, story_id);
    CHECK(story.is_waiting);
    CHECK_FALSE(story.is_editable);
  });
  view.waiting_verbs = {"seen"};
  rig.snapshot.records[{"news", story_id}] = std::make_shared<const RecordView>(view);
  rig.frame([](const Screen& screen) { CHECK(story_view(screen, story_id).is_editable); });
}

TEST_CASE("a collision is settled by one key, and taken back by undo") {
  Rig rig;
  sit_down(rig, Role::staff);
  rig.state.way = {Route{Route::Kind::sync, {}}, Route{Route::Kind::conflicts, {}}};
  const Record conflict = collision(700);
  answer_list(rig, "conflicts", {conflict});
  answer_record(rig, conflict);
  const Rig::Draw draw = [](const Screen& screen) {
    draw_conflicts(screen);
    forget_unsigned(screen);
  };
  for (int i = 0; i < 3; ++i) rig.frame(draw);
  rig.key(draw, Key::n1);
  REQUIRE(performed(rig) != nullptr);
  CHECK(performed(rig)->keep == "theirs");
  rig.answer({}, PerformReport{ChangeId{made_id(901).uuid}, {}});
  REQUIRE(rig.state.undo.size() == 1);
  rig.state.undo.back().undo();
  CHECK(std::holds_alternative<TakeBack>(rig.handed_in.back()));
  rig.handed_in.clear();
  rig.key(draw, Key::n2);
  REQUIRE(performed(rig) != nullptr);
  CHECK(performed(rig)->verb == "resolve");
  CHECK(performed(rig)->keep == "ours");  // one's own is the one that came later
}

TEST_CASE("of very many collisions each can be reached, a page of them at a time") {
  Rig rig;
  sit_down(rig, Role::staff);
  rig.keeps_readable();
  rig.snapshot.status.open_conflicts = 230;
  rig.state.way = {Route{Route::Kind::sync, {}}, Route{Route::Kind::conflicts, {}}};
  const auto page_from = [&](std::uint16_t first) {
    std::vector<Record> rows;
    for (std::uint16_t i = 0; i < 20; ++i) {
      rows.push_back(made_record("conflict", static_cast<std::uint16_t>(1'000 + first + i),
                                 {{"record_kind", Value{std::string("news")}},
                                  {"record", Value{story_id.text()}},
                                  {"field", Value{std::string("headline")}}}));
    }
    answer_list(rig, "conflicts", std::move(rows), 230, first);
  };
  page_from(0);
  const Rig::Draw draw = draw_conflicts;
  for (int i = 0; i < 3; ++i) rig.frame(draw);
  CHECK(rig.place_of("แก้ไขซ้อนกัน 230 แห่ง"));
  CHECK(rig.view.lists.at("conflicts").limit == 20);
  rig.state.tabs["conflicts page"] = 11;
  rig.frame(draw);
  CHECK(rig.view.lists.at("conflicts").first == 220);
}

TEST_CASE("ten thousand stories in the queue ask for those in sight only") {
  Rig rig;
  sit_down(rig, Role::reviewer);
  rig.state.way = {Route{Route::Kind::approvals, {}}};
  std::vector<Record> rows;
  for (std::uint16_t i = 0; i < 40; ++i)
    rows.push_back(made_record("news", i, {{"status", Value{std::string("in_review")}}}));
  answer_list(rig, "approvals in_review", rows, 10'000);
  answer_list(rig, "count in_review", rows, 10'000);
  for (int i = 0; i < 3; ++i) rig.frame(page);
  const ListQuery& asked = rig.view.lists.at("approvals in_review");
  CHECK(asked.limit < 100);
  CHECK(rig.view.records.size() < 60);
}

TEST_CASE("what is typed about one collision is no choice in another one") {
  Rig rig;
  sit_down(rig, Role::staff);
  std::vector<Record> both;
  for (const std::uint16_t number : {std::uint16_t{700}, std::uint16_t{701}}) {
    both.push_back(collision(number));
    answer_record(rig, both.back());
  }
  rig.state.way = {Route{Route::Kind::sync, {}}, Route{Route::Kind::conflicts, {}}};
  answer_list(rig, "conflicts", both);
  rig.snapshot.typed = {{"prasert/writing " + both[1].id.text(), "ห้อง"}};
  const Rig::Draw draw = [](const Screen& screen) { draw_conflicts(screen); };
  for (int i = 0; i < 3; ++i) rig.frame(draw);
  const auto has_it = [&] {
    return std::any_of(rig.memory.spots.begin(), rig.memory.spots.end(),
                       [&](const auto& spot) { return spot.types && spot.id == rig.memory.focus; });
  };
  for (int i = 0; i < 20 && !has_it(); ++i) rig.key(draw, Key::tab);
  REQUIRE(has_it());
  rig.key(draw, Key::n1);
  rig.type(draw, "1");
  rig.key(draw, Key::e);
  rig.key(draw, Key::n2);
  rig.type(draw, "2");
  CHECK(performed(rig) == nullptr);
  CHECK(rig.state.drafts.pending_text({{}, {}, "prasert/writing " + both[1].id.text()})->ends_with("12"));
}
