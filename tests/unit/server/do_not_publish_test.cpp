// News of an event that is not for the public.
#include "shared/wire/revision_json.hpp"
#include "tests/unit/server/desk_fixture.hpp"

using namespace khaosan;
using namespace khaosan::test;

namespace {

Bases on(const Record& record, const char* field) {
  return {{field, {record.seq_of(field), {}}}};
}

// A story of an event, and those whose hands it goes through.
struct Story {
  explicit Story(const char* title) {
    office.push(staff, staff.put("event", event, {{"title", title}}));
    office.push(staff, staff.put("news", news, {{"headline", "ก"}, {"body", "ข"}, {"event", event.text()}}));
  }
  Office office;
  Laptop staff = office.laptop("somsri", {"staff"});
  Laptop reviewer = office.laptop("malee", {"reviewer"});
  Laptop director = office.laptop("prasert", {"director"});
  const RecordId event = new_record_id();
  const RecordId news = new_record_id();
};

}  // namespace

TEST_CASE("news of an event that is not to be published is not submitted, approved or published") {
  Story story("งานภายใน");
  auto& [office, staff, reviewer, director, event, news] = story;
  const auto mark = [&](const Value& value) {
    const Record seen_event = story.office.record("event", story.event);
    REQUIRE(story.office
                .push(story.staff, story.staff.put("event", story.event, {{"do_not_publish", value}},
                                                   on(seen_event, "do_not_publish")))
                .outcome == Outcome::accepted);
  };
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

TEST_CASE("news whose event is deleted while it is under way is neither approved nor published") {
  Story story("ค่ายวิทยาศาสตร์");
  auto& [office, staff, reviewer, director, event, news] = story;
  const auto mark = [&](Op op) {
    Change change = story.staff.change("event", story.event);
    change.op = op;
    change.seen = {story.office.record("event", story.event).seq, {}};
    REQUIRE(story.office.push(story.staff, change).outcome == Outcome::accepted);
  };
  mark(Op::remove);
  CHECK(office.push(staff, staff.act(news, "submit")).code == "event_deleted");
  mark(Op::restore);
  REQUIRE(office.push(staff, staff.act(news, "submit")).outcome == Outcome::accepted);
  const std::string sha = text_field(office.record("news", news).fields, "revision");
  REQUIRE(office.push(reviewer, reviewer.act(news, "pass", sha)).outcome == Outcome::accepted);
  mark(Op::remove);
  const ChangeAnswer refused = office.push(director, director.act(news, "approve", sha));
  CHECK(refused.code == "event_deleted");
  CHECK(refused.detail == "ค่ายวิทยาศาสตร์");
  CHECK(text_field(office.record("news", news).fields, "number").empty());
  mark(Op::restore);
  REQUIRE(office.push(director, director.act(news, "approve", sha)).outcome == Outcome::accepted);
  mark(Op::remove);
  CHECK(office.push(staff, staff.act(news, "publish", sha)).code == "event_deleted");
  mark(Op::restore);
  CHECK(office.push(staff, staff.act(news, "publish", sha)).outcome == Outcome::accepted);
}

TEST_CASE("a command on news that was deleted says so") {
  Office office;
  Laptop staff = office.laptop("somsri", {"staff"});
  const RecordId news = new_record_id();
  office.push(staff, staff.put("news", news, {{"headline", "ก"}, {"body", "ข"}}));
  Change gone = staff.change("news", news);
  gone.op = Op::remove;
  gone.seen = {office.record("news", news).seq, {}};
  REQUIRE(office.push(staff, gone).outcome == Outcome::accepted);
  CHECK(office.push(staff, staff.act(news, "submit")).code == "record_deleted");
  CHECK(office.push(staff, staff.act(new_record_id(), "submit")).code == "unknown_record");
}
