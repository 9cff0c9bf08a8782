// Values that stand in another form than they were sent in.
#include "shared/wire/value_json.hpp"
#include "tests/unit/server/desk_fixture.hpp"

using namespace khaosan;
using namespace khaosan::test;

TEST_CASE("the journal keeps a value as it was sent and as it stands, and an edit on top does not collide") {
  Office office;
  Laptop staff = office.laptop("somsri", {"staff"});
  const RecordId event = new_record_id();
  const Change first = staff.put("event", event, {{"date", "2569-11-23"}, {"start_time", "09.30"}});
  const Seq seq = office.push(staff, first).seq;
  CHECK(text_field(office.record("event", event).fields, "date") == "2026-11-23");
  REQUIRE(office.store
              ->read([&](server::StoreReader& reader) -> Done {
                KHAOSAN_LET(rows, reader.journal_of_record("event", event));
                CHECK(rows.at(0).submitted == seal(first).payload);
                CHECK(text_field(*fields_from_text(rows.at(0).resulted), "date") == "2026-11-23");
                KHAOSAN_LET(stood,
                            reader.value_at("event", event, "start_time", seq, server::ValueOf::result));
                CHECK(stood == Value{"09:30"});
                return {};
              })
              .ok());
  const Base own{0, first.id};
  const Change later = staff.put("event", event, {{"date", "2569-11-24"}, {"start_time", "09.30"}},
                                 {{"date", own}, {"start_time", own}});
  CHECK(office.push(staff, later).outcome == Outcome::accepted);
  CHECK(text_field(office.record("event", event).fields, "date") == "2026-11-24");
  CHECK(office.all("conflict").empty());

  const RecordId news = new_record_id();
  const Change dated = staff.put("news", news, {{"date", "2569-01-02"}});
  office.push(staff, dated);
  CHECK(office.push(staff, staff.put("news", news, {{"date", "2569-01-03"}}, {{"date", {0, dated.id}}}))
            .outcome == Outcome::accepted);
}

TEST_CASE("an event that ends before it starts is refused alone, the rest of the push goes on") {
  Office office;
  Laptop staff = office.laptop("somsri", {"staff"});
  const RecordId event = new_record_id();
  office.push(staff, staff.put("event", event, {{"start_time", "09:30"}, {"end_time", "12:00"}}));
  const Change backwards = staff.put("event", event, {{"end_time", "08:00"}});
  const Change elsewhere =
      staff.put("event", new_record_id(), {{"latitude_e7", std::int64_t{1'000'000'000}}});
  const Change good = staff.put("event", event, {{"title", "ค่ายวิทยาศาสตร์"}});
  CHECK(office.push(staff, backwards).code == "bad_value");
  CHECK(office.push(staff, elsewhere).code == "bad_value");
  CHECK(office.push(staff, good).outcome == Outcome::accepted);
  CHECK(text_field(office.record("event", event).fields, "end_time") == "12:00");
}
