// The window's whole inside over a real worker and a real store, without a screen.
#include "client/ui/shell.hpp"

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

  state.deciding.signer.keep(first, password_of_first);
  state.deciding.holds.hold(approval(decided), window.stage.now_ms());
  state.drafts.typed({"note", note, "text"}, "พิมพ์โดยคนแรก", window.stage.now_ms());
  window.click("malee");
  window.settle();
  CHECK(window.worker.snapshot()->status.user_name == "malee");
  CHECK_FALSE(state.deciding.signer.knows(first));
  CHECK_FALSE(state.deciding.holds.any());
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
