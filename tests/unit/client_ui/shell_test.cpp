// The window's whole inside over a real worker and a real store, without a screen.
#include "client/ui/shell.hpp"

#include <chrono>
#include <fstream>
#include <thread>

#include "shared/wire/change_json.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/client_ui/whole_window.hpp"

using namespace khaosan;
using namespace khaosan::client;
using Window = khaosan::test::WholeWindow;

namespace {

constexpr const char* password_of_first = "รหัสผ่านของคนแรก";
constexpr const char* password_of_second = "รหัสผ่านของคนที่สอง";

Value words(const char* utf8) {
  return Value{std::string(utf8)};
}

Perform approval(RecordId news) {
  Perform command;
  command.kind = "news";
  command.id = news;
  command.verb = "approve";
  command.revision = std::string(64, 'a');
  return command;
}

}  // namespace

TEST_CASE("what was typed and decided before somebody else sits down leaves in the name of who did it") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair(password_of_first);
  REQUIRE(laptop.app->perform(SignInUser{"malee", password_of_second}).ok());
  const RecordId note = laptop.put("note", {{"text", words("เดิม")}});
  const RecordId decided = laptop.news();
  REQUIRE(laptop.sync().ok());
  office.write("news", decided,
               {{"status", words("with_director")}, {"revision", Value{std::string(64, 'a')}}});
  REQUIRE(laptop.sync().ok());
  const auto users = laptop.app->users();
  REQUIRE(users.ok());
  REQUIRE(users->size() == 2);

  Window window(laptop);
  UiState& state = window.shell.state();
  state.way = {Route{Route::Kind::settings, {}}};
  window.settle();
  const std::string first = window.worker.snapshot()->status.user_name;
  REQUIRE(first != "malee");
  const auto id_of = [&](const std::string& name) {
    return std::find_if(users->begin(), users->end(), [&](const UserHere& user) { return user.name == name; })
        ->id;
  };

  window.worker.hand_in(Unlock{first, password_of_first});
  state.deciding.signer = first;
  window.worker.hand_in(approval(decided));
  state.drafts.typed({"note", note, "text"}, "พิมพ์โดยคนแรก", window.stage.now_ms());
  window.click("malee");
  window.settle();
  CHECK(window.worker.snapshot()->status.user_name == "malee");
  CHECK(state.deciding.signer.empty());
  window.worker.hand_in(approval(decided));  // malee's key is not open, and the first one's no longer is
  state.drafts.typed({"note", note, "text"}, "พิมพ์โดยคนที่สอง", window.stage.now_ms());
  state.drafts.leave_all();
  window.settle();

  const auto typed = laptop.outbox("note", note);
  REQUIRE(typed.size() == 2);
  CHECK(typed[0].change.author == id_of(first));
  CHECK(typed[0].change.set.at("text") == words("พิมพ์โดยคนแรก"));
  CHECK(typed[1].change.author == id_of("malee"));
  const auto signed_by_first = laptop.outbox("news", decided);
  REQUIRE(signed_by_first.size() == 1);
  CHECK(signed_by_first[0].change.author == id_of(first));
  CHECK(signed_by_first[0].change.act.verb == "approve");
}

TEST_CASE("a store that cannot be opened says why, answers what is asked, and is tried again") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId note = laptop.put("note", {{"text", words("เดิม")}});
  Window window(laptop, Code::store_damaged);
  UiState& state = window.shell.state();
  const auto until = [&](const auto& reached) {
    for (int i = 0; i < 10'000 && !reached(); ++i) {
      window.frame();
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    REQUIRE(reached());
  };
  const std::string title(thai_word(Word::store_fault));
  until([&] { return window.shows(title); });
  state.drafts.typed({"note", note, "text"}, "พิมพ์ไว้", window.stage.now_ms());
  until([&] { return !state.drafts.unkept().empty(); });
  window.shell.ask_to_close();
  window.frame();
  CHECK_FALSE(window.shell.may_close());
  CHECK(state.sheet == Sheet::unkept);
  window.fault = Code::usage;
  until([&] { return !window.shows(title); });
  state.drafts.leave_all();
  until([&] { return window.shell.may_close(); });
  CHECK(text_field(laptop.fields("note", note), "text") == "พิมพ์ไว้");
}

TEST_CASE("the first page comes by itself on a laptop that nobody has used, and once") {
  FakeOffice office;
  Laptop laptop(office);
  Window window(laptop);
  UiState& state = window.shell.state();
  window.settle();
  REQUIRE(state.way == std::vector<Route>{{Route::Kind::first_run, {}}});
  window.click(std::string(thai_word(Word::start_now)));
  window.settle();
  CHECK(state.way == std::vector<Route>{{Route::Kind::events, {}}});
  CHECK(state.settings.started);
}

TEST_CASE("a folder that is dropped on a story comes into its event, and its pictures into the story") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId event = laptop.put("event", {{"title", words("ค่าย")}, {"date", words("2026-11-19")}});
  const RecordId news = laptop.put("news", {{"headline", words("หัวข้อ")}, {"event", Value{event.text()}}});
  const TempFolder card;
  for (const char* name : {"one.jpg", "two.jpg", "list.txt"}) std::ofstream(card.path() / name) << name;

  Window window(laptop);
  UiState& state = window.shell.state();
  state.settings.started = true;
  state.way = {Route{Route::Kind::news, {}}, Route{Route::Kind::story, news}};
  window.settle();
  const auto drop = [&] {
    Input input = window.stage.begin();
    input.dropped = {card.path()};
    window.shell.frame(window.stage.canvas(), input, [] { return std::string(); });
    window.stage.end();
    while (state.imports.told) {
      window.frame();
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    window.settle();
  };
  drop();
  CHECK(laptop.app->list({.kind = "media", .where = {{"event", Value{event.text()}}}})->total == 3);
  CHECK(laptop.app->list({.kind = "news_photo", .where = {{"news", Value{news.text()}}}})->total == 2);
  CHECK(state.imports.told);

  // On a page of no event: into the one that was open last.
  const RecordId other = laptop.put("event", {{"title", words("อื่น")}, {"date", words("2026-11-20")}});
  state.event = other;
  state.way = {Route{Route::Kind::settings, {}}};
  window.settle();
  drop();
  REQUIRE(state.snack);
  CHECK(state.snack->text == "อยู่ในกิจกรรม “ค่าย” ก่อนแล้ว 3 ไม่ได้ย้าย");
  REQUIRE(state.snack->act);
  state.snack->act();
  CHECK(state.event == event);
}
