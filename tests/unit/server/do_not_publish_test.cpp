// News of an event that is not for the public.
#include "shared/wire/revision_json.hpp"
#include "tests/unit/server/desk_fixture.hpp"

using namespace khaosan;
using namespace khaosan::test;

namespace {

Bases on(const Record& record, const char* field) {
  return {{field, {record.seq_of(field), {}}}};
}

}  // namespace

TEST_CASE("news of an event that is not to be published is not submitted, approved or published") {
  Office office;
  Laptop staff = office.laptop("somsri", {"staff"});
  Laptop reviewer = office.laptop("malee", {"reviewer"});
  Laptop director = office.laptop("prasert", {"director"});
  const RecordId event = new_record_id();
  const RecordId news = new_record_id();
  const auto mark = [&](const Value& value) {
    const Record seen_event = office.record("event", event);
    REQUIRE(office
                .push(staff, staff.put("event", event, {{"do_not_publish", value}},
                                       on(seen_event, "do_not_publish")))
                .outcome == Outcome::accepted);
  };
  office.push(staff, staff.put("event", event, {{"title", "งานภายใน"}}));
  office.push(staff, staff.put("news", news, {{"headline", "ก"}, {"body", "ข"}, {"event", event.text()}}));
  mark(true);
  const ChangeAnswer refused = office.push(staff, staff.act(news, "submit"));
  CHECK(refused.code == "not_publishable");
  CHECK(refused.detail == "งานภายใน");
  mark(Value{});
  REQUIRE(office.push(staff, staff.act(news, "submit")).outcome == Outcome::accepted);
  const std::string sha = text_field(office.record("news", news).fields, "revision");
  const auto document = revision_from_document(text_field(office.all("revision").at(0).fields, "document"));
  CHECK(document->text("event/id") == event.text());
  CHECK(document->at("event/do_not_publish") == Value{false});
  REQUIRE(office.push(reviewer, reviewer.act(news, "pass", sha)).outcome == Outcome::accepted);

  mark(true);
  CHECK(office.push(director, director.act(news, "approve", sha)).code == "not_publishable");
  // That the news says it is of another event now does not help the revision, which is of this one.
  const RecordId other = new_record_id();
  office.push(staff, staff.put("event", other, {{"title", "งานอื่น"}}));
  office.push(staff,
              staff.put("news", news, {{"event", other.text()}}, on(office.record("news", news), "event")));
  CHECK(office.push(director, director.act(news, "approve", sha)).code == "not_publishable");
  mark(Value{});
  REQUIRE(office.push(director, director.act(news, "approve", sha)).outcome == Outcome::accepted);
  mark(true);
  CHECK(office.push(staff, staff.act(news, "publish", sha)).code == "not_publishable");
  mark(Value{});
  CHECK(office.push(staff, staff.act(news, "publish", sha)).outcome == Outcome::accepted);
}
