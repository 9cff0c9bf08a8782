// The server's clock: what a wrong one costs, and what ends that.
#include "server/logic/office_time.hpp"
#include "tests/unit/server/desk_fixture.hpp"

using namespace khaosan;
using namespace khaosan::test;
using server::ClockState;

namespace {

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t day_ms = 24 * hour_ms;

// News that is submitted and waits for the reviewer.
struct Waiting {
  Office office;
  Laptop staff = office.laptop("somsri", {"staff"});
  Laptop reviewer = office.laptop("malee", {"reviewer"});
  RecordId news = new_record_id();

  Waiting() {
    office.push(staff, staff.put("news", news, {{"headline", "ก"}, {"body", "ข"}}));
    REQUIRE(office.push(staff, staff.act(news, "submit")).outcome == Outcome::accepted);
  }
  Change pass() {
    return reviewer.act(news, "pass", text_field(office.record("news", news).fields, "revision"));
  }
  void start_again() { REQUIRE(office.accounts->prepare("").ok()); }
  ClockState state() { return office.accounts->clock()->state; }
};

}  // namespace

TEST_CASE("a fresh store believes its clock, whatever it says") {
  Office office;
  CHECK(office.accounts->clock()->state == ClockState::believed);
  REQUIRE(office.accounts->prepare("").ok());
  CHECK(office.accounts->clock()->state == ClockState::believed);
}

TEST_CASE("a clock that is days ahead of the journal at the start: decisions wait, other work goes on") {
  Waiting at;
  const Instant before = at.office.accounts->clock()->journal;
  at.office.clock.at.unix_ms += 400 * day_ms;
  CHECK(at.state() == ClockState::believed);  // it runs: a long weekend is no fault
  at.start_again();
  CHECK(at.state() == ClockState::ahead);
  const Change pass = at.pass();
  CHECK(at.office.push(at.reviewer, pass).code == "clock_wrong");
  const RecordId note = new_record_id();
  CHECK(at.office.push(at.staff, at.staff.put("note", note, {{"text", "ก"}})).outcome == Outcome::accepted);

  SECTION("a wrong clock leaves no wrong instants, and once it is set right all goes on") {
    CHECK(at.office.record("note", note).changed_at == before);
    REQUIRE(at.office.accounts->add_user("wichai", "", {"staff"}, "a long password").ok());
    CHECK(at.office.accounts->clock()->journal == before);
    at.office.clock.at = {before.unix_ms + hour_ms};
    CHECK(at.state() == ClockState::believed);
    // The laptop asks again with the same change: it was not answered for good.
    CHECK(at.office.push(at.reviewer, pass).outcome == Outcome::accepted);
  }
  SECTION("an administrator confirms it; the journal says so, and the decision that waited is taken") {
    REQUIRE(at.office.accounts->confirm_clock().ok());
    CHECK(at.state() == ClockState::believed);
    CHECK(at.office.accounts->clock()->journal == at.office.clock.at);
    CHECK(at.office.push(at.reviewer, pass).outcome == Outcome::accepted);
    at.start_again();
    CHECK(at.state() == ClockState::believed);
    CHECK(at.office.store->check().ok());
  }
}

TEST_CASE("a clock within a day of the journal is believed at the start") {
  Waiting at;
  at.office.clock.at.unix_ms += day_ms - hour_ms;
  at.start_again();
  CHECK(at.state() == ClockState::believed);
}

TEST_CASE("a clock behind the journal waits for a confirmation, which ends when it falls behind again") {
  Waiting at;
  const Instant journal = at.office.accounts->clock()->journal;
  at.office.clock.at.unix_ms -= 2 * day_ms;
  CHECK(at.state() == ClockState::behind);
  CHECK(at.office.push(at.reviewer, at.pass()).code == "clock_wrong");
  REQUIRE(at.office.accounts->confirm_clock().ok());
  CHECK(at.state() == ClockState::believed);
  at.office.clock.at.unix_ms += day_ms;
  CHECK(at.office.push(at.reviewer, at.pass()).outcome == Outcome::accepted);
  CHECK(at.office.record("news", at.news).changed_at >= journal);  // time never falls
  at.office.clock.at.unix_ms -= day_ms;                            // behind what was confirmed and went on
  CHECK(at.state() == ClockState::behind);

  at.office.clock.at = {journal.unix_ms + hour_ms};  // it has passed the journal: the confirmation is over
  at.office.push(at.staff, at.staff.put("note", new_record_id(), {{"text", "ก"}}));
  at.office.clock.at = {journal.unix_ms - hour_ms};
  CHECK(at.state() == ClockState::behind);
}
