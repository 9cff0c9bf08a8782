// Which pairs the office proposes as one, and when it takes that back.
#include "tests/unit/server/desk_fixture.hpp"

using namespace khaosan;
using namespace khaosan::test;

namespace {

const Fields sports_day = {{"title", "กีฬาสี"}, {"date", "2026-11-20"}, {"place", "โรงเรียนบ้านหนองบัว"}};

}  // namespace

TEST_CASE("the same event from two laptops is proposed once, from one laptop never") {
  Office office;
  Laptop one = office.laptop("somsri", {"staff"});
  Laptop two = office.laptop("wichai", {"staff"});
  const RecordId first = new_record_id();
  office.push(one, one.put("event", first, sports_day));
  office.push(one, one.put("event", new_record_id(), sports_day));
  CHECK(office.all("likeness").empty());
  const RecordId third = new_record_id();
  office.push(two, two.put("event", third, {{"title", "อบรมครู"}, {"date", "2026-11-20"}}));
  CHECK(office.all("likeness").empty());
  const Seq made = office.record("event", third).seq;
  office.push(two, two.put("event", third, {{"title", "แข่งขันกีฬาสี"}}, {{"title", {made, {}}}}));
  CHECK(office.all("likeness").size() == 2);  // it may be either of the first laptop's
  office.push(two, two.put("event", third, {{"place", "โรงเรียนบ้านหนองบัว"}}));
  const auto likenesses = office.all("likeness");
  REQUIRE(likenesses.size() == 2);
  CHECK(text_field(likenesses[0].fields, "one") < text_field(likenesses[0].fields, "other"));
  CHECK(text_field(likenesses[0].fields, "settled").empty());
}

TEST_CASE("a proposal goes when a side is deleted or becomes something else, and comes back") {
  Office office;
  Laptop one = office.laptop("somsri", {"staff"});
  Laptop two = office.laptop("wichai", {"staff"});
  const RecordId first = new_record_id();
  const RecordId second = new_record_id();
  office.push(one, one.put("event", first, sports_day));
  office.push(two, two.put("event", second, sports_day));
  REQUIRE(office.all("likeness").size() == 1);
  SECTION("deleted") {
    Change remove = two.change("event", second);
    remove.op = Op::remove;
    remove.seen = {office.record("event", second).seq, {}};
    CHECK(office.push(two, remove).outcome == Outcome::accepted);
    CHECK(office.all("likeness").empty());
    Change restore = two.change("event", second);
    restore.op = Op::restore;
    restore.seen = {office.record("event", second).seq, {}};
    CHECK(office.push(two, restore).outcome == Outcome::accepted);
    CHECK(office.all("likeness").size() == 1);
  }
  SECTION("on another day") {
    const Seq at = office.record("event", second).seq;
    office.push(two, two.put("event", second, {{"date", "2026-11-27"}}, {{"date", {at, {}}}}));
    CHECK(office.all("likeness").empty());
    const Seq later = office.record("event", second).seq;
    office.push(two, two.put("event", second, {{"date", "2026-11-20"}}, {{"date", {later, {}}}}));
    CHECK(office.all("likeness").size() == 1);
  }
  SECTION("kept apart by a person: for good") {
    const RecordId pair = office.all("likeness")[0].id;
    Change differ = two.change("likeness", pair);
    differ.op = Op::act;
    differ.act.verb = "differ";
    CHECK(office.push(two, differ).outcome == Outcome::accepted);
    const Seq at = office.record("event", second).seq;
    office.push(two, two.put("event", second, {{"title", "กีฬาสี ประจำปี"}}, {{"title", {at, {}}}}));
    CHECK(text_field(office.record("likeness", pair).fields, "settled") == "different");
    CHECK(office.all("likeness").size() == 1);
  }
}

TEST_CASE("stories are proposed when their events turn out to be one") {
  Office office;
  Laptop one = office.laptop("somsri", {"staff"});
  Laptop two = office.laptop("wichai", {"staff"});
  const RecordId first = new_record_id();
  const RecordId second = new_record_id();
  office.push(one, one.put("event", first, sports_day));
  office.push(two, two.put("event", second, sports_day));
  office.push(one, one.put("news", new_record_id(),
                           {{"event", first.text()}, {"headline", "โรงเรียนบ้านหนองบัวจัดกีฬาสี"}}));
  office.push(two, two.put("news", new_record_id(),
                           {{"event", second.text()}, {"headline", "กีฬาสีสัมพันธ์ โรงเรียนบ้านหนองบัว"}}));
  REQUIRE(office.all("likeness").size() == 1);
  Change join = one.change("likeness", office.all("likeness")[0].id);
  join.op = Op::act;
  join.act.verb = "join";
  REQUIRE(office.push(one, join).outcome == Outcome::accepted);
  CHECK(office.all("likeness").size() == 2);
}
