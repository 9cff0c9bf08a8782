// What the board shows, whatever else is damaged.
#include "server/logic/news_board.hpp"
#include "tests/unit/server/desk_fixture.hpp"

using namespace khaosan;
using namespace khaosan::test;

TEST_CASE("one damaged revision is reported, and the others stay on the board") {
  Office office;
  Laptop staff = office.laptop("somsri", {"staff"});
  Laptop reviewer = office.laptop("malee", {"reviewer"});
  Laptop director = office.laptop("prasert", {"director"});
  for (const char* headline : {"ข่าวหนึ่ง", "ข่าวสอง"}) {
    const RecordId news = new_record_id();
    office.push(staff, staff.put("news", news, {{"headline", headline}, {"body", "ข"}}));
    office.push(staff, staff.act(news, "submit"));
    const std::string sha = text_field(office.record("news", news).fields, "revision");
    office.push(reviewer, reviewer.act(news, "pass", sha));
    office.push(director, director.act(news, "approve", sha));
    REQUIRE(office.push(staff, staff.act(news, "publish", sha)).outcome == Outcome::accepted);
  }
  std::vector<std::string> told;
  server::NewsBoard board(*office.store, [&](const std::string& damage) { told.push_back(damage); });
  REQUIRE(board.latest(0, 10)->size() == 2);
  auto& store = dynamic_cast<server::SqliteStore&>(*office.store);
  REQUIRE(store.database()
              .execute("UPDATE record SET line = replace(line, 'ข่าวหนึ่ง', 'ข่าวเท็จ') WHERE kind = 'revision'")
              .ok());
  for (int i = 0; i < 2; ++i) {
    const auto shown_news = board.latest(0, 10);
    REQUIRE(shown_news.ok());
    REQUIRE(shown_news->size() == 1);
    CHECK(shown_news->at(0).headline == "ข่าวสอง");
  }
  CHECK(board.by_slug("2570-1").refusal().code == Code::store_damaged);
  REQUIRE(told.size() == 1);
  CHECK(told[0].find("1/2570") != std::string::npos);
}
