// Which laptops the office waits for, and what has reached whom.
#include "server/logic/radar.hpp"

#include "server/logic/office_time.hpp"
#include "tests/unit/server/desk_fixture.hpp"

using namespace khaosan;
using namespace khaosan::test;

namespace {

constexpr std::int64_t day_ms = 24 * 3600 * 1000LL;

// One round, up to its last request; `cursor` is where the laptop stands then.
void round_of(Office& office, Laptop& laptop, Seq cursor, const Unsent& left) {
  const Hello hello{.epoch = laptop.epoch,
                    .cursor = cursor,
                    .round = RoundId{new_record_id().uuid},
                    .last_token = laptop.device.round_token,
                    .unsent = Unsent{5, 2, 100, office.clock.at}};
  const auto answer = office.desk->hello(laptop.device, hello);
  REQUIRE(answer.ok());
  laptop.device.round_token = answer->token;
  REQUIRE(
      office.desk->pull(laptop.device, {laptop.epoch, cursor, pull_page_bytes_min, hello.round, left}).ok());
}

Radar radar_of(Office& office) {
  Radar found;
  REQUIRE(office.store
              ->read([&](server::StoreReader& store) -> Done {
                KHAOSAN_LET(all, server::radar(store, office.clock.at));
                found = all;
                return {};
              })
              .ok());
  return found;
}

Reach reach_of(Office& office, const Record& record, UserId user) {
  Reach reach = Reach::no_laptop;
  REQUIRE(office.store
              ->read([&](server::StoreReader& store) -> Done {
                KHAOSAN_LET(told, server::has_reached(store, record, user));
                reach = told;
                return {};
              })
              .ok());
  return reach;
}

Seq head_of(Office& office) {
  Seq head = 0;
  REQUIRE(office.store
              ->read([&](server::StoreReader& store) -> Done {
                head = store.head();
                return {};
              })
              .ok());
  return head;
}

}  // namespace

TEST_CASE("a laptop is waited for while it has unsent work, as it told at the end of its last round") {
  Office office;
  Laptop one = office.laptop("somsri", {"staff"});
  Laptop two = office.laptop("wichai", {"staff"});
  CHECK_FALSE(radar_of(office).laptops[0].unsent);
  round_of(office, one, 0, {});
  round_of(office, two, 0, {3, 1, 2'000, Instant{office.clock.at.unix_ms - day_ms}});
  const Radar radar = radar_of(office);
  REQUIRE(radar.laptops.size() == 2);
  CHECK(radar.laptops[0].name == "wichai");
  CHECK(radar.laptops[0].unsent == Unsent{3, 1, 2'000, Instant{office.clock.at.unix_ms - day_ms}});
  CHECK(radar.laptops[0].is_waited_for());
  CHECK_FALSE(radar.laptops[1].is_waited_for());
  round_of(office, two, 0, {});
  CHECK_FALSE(radar_of(office).laptops[0].is_waited_for());
}

TEST_CASE("a silent laptop is waited for after the days that the office has set; a revoked one is not") {
  Office office;
  Laptop one = office.laptop("somsri", {"staff"});
  round_of(office, one, 0, {});
  office.clock.at.unix_ms += silent_days_default * day_ms - 1;
  CHECK_FALSE(radar_of(office).laptops[0].is_silent);
  office.clock.at.unix_ms += 1;
  CHECK(radar_of(office).laptops[0].is_silent);
  CHECK(radar_of(office).laptops[0].silent_days == silent_days_default);
  const auto set = [&](std::int64_t days) {
    return office.store->write(
        [&](server::StoreWriter& store) { return server::set_silent_days(store, days, office.clock.at); });
  };
  const Seq head = head_of(office);
  REQUIRE(set(30).ok());
  CHECK(head_of(office) == head + 1);  // an administrator did it
  CHECK(radar_of(office).silent_days == 30);
  CHECK_FALSE(radar_of(office).laptops[0].is_silent);
  CHECK(set(0).refusal().code == Code::bad_value);
  CHECK(set(silent_days_max + 1).refusal().code == Code::bad_value);
  REQUIRE(office.accounts->revoke(one.device.id).ok());
  CHECK(radar_of(office).laptops.empty());
}

TEST_CASE("what a bundle brings counts as heard, and waits no more") {
  Office office;
  Laptop one = office.laptop("somsri", {"staff"});
  round_of(office, one, 0, {5, 2, 2'000, office.clock.at});
  office.clock.at.unix_ms += silent_days_default * day_ms;
  const auto hear = [&](std::int64_t changes, std::int64_t files) {
    REQUIRE(office.store
                ->write([&](server::StoreWriter& store) {
                  return server::note_heard(store, one.device.id,
                                            {one.epoch, 3, changes, files, 1'000 * files}, office.clock.at);
                })
                .ok());
  };
  hear(4, 1);
  CHECK(radar_of(office).laptops[0].last_seen == office.clock.at);
  CHECK_FALSE(radar_of(office).laptops[0].is_silent);
  const std::optional<Unsent> left = radar_of(office).laptops[0].unsent;
  REQUIRE(left);
  CHECK(left->changes == 1);
  CHECK(left->files == 1);
  CHECK(left->file_bytes == 1'000);
  hear(9, 1);
  CHECK(radar_of(office).laptops[0].unsent == Unsent{});
  // A stick from before the laptop was paired again makes no second laptop of it.
  Laptop again = office.laptop("somsri", {"staff"});
  again.device.former = one.device.id;
  again.device.paired_at = Instant{office.clock.at.unix_ms + 1};
  REQUIRE(
      office.store->write([&](server::StoreWriter& store) { return store.save_device(again.device); }).ok());
  office.clock.at.unix_ms += day_ms;
  hear(0, 0);
  CHECK(radar_of(office).laptops.size() == 1);
}

TEST_CASE("silence is counted by the office's time, not by a clock that is not believed") {
  Office office;
  Laptop one = office.laptop("somsri", {"staff"});
  round_of(office, one, 0, {});
  const Instant then = office.clock.at;
  office.clock.at.unix_ms += 400 * day_ms;
  REQUIRE(
      office.store
          ->write([&](server::StoreWriter& store) { return server::look_at_clock(store, office.clock.at); })
          .ok());
  CHECK(radar_of(office).laptops[0].silent_days == 0);
  office.clock.at = then;
}

TEST_CASE("a record has reached its writer when a laptop of that person says it is past its last change") {
  Office office;
  Laptop staff = office.laptop("somsri", {"staff"});
  Laptop chief = office.laptop("wichai", {"reviewer"});
  const RecordId news = new_record_id();
  office.push(staff, staff.put("news", news, {{"headline", "ข่าว"}, {"body", "เนื้อ"}}));
  CHECK(reach_of(office, office.record("news", news), staff.user.id) == Reach::not_yet);
  round_of(office, staff, head_of(office), {});
  CHECK(reach_of(office, office.record("news", news), staff.user.id) == Reach::reached);
  office.push(chief, chief.put("news", news, {{"lead", "นำ"}}));
  CHECK(reach_of(office, office.record("news", news), staff.user.id) == Reach::not_yet);
  round_of(office, chief, head_of(office), {});  // another person's laptop
  CHECK(reach_of(office, office.record("news", news), staff.user.id) == Reach::not_yet);
  round_of(office, staff, head_of(office), {});
  CHECK(reach_of(office, office.record("news", news), staff.user.id) == Reach::reached);
  CHECK(reach_of(office, office.record("news", news), UserId{new_record_id().uuid}) == Reach::no_laptop);
  // What a laptop had of another epoch says nothing.
  staff.epoch = EpochId{new_record_id().uuid};
  const Hello hello{.epoch = staff.epoch,
                    .cursor = head_of(office),
                    .round = RoundId{new_record_id().uuid},
                    .last_token = staff.device.round_token,
                    .unsent = Unsent{}};
  REQUIRE(office.desk->hello(staff.device, hello).ok());
  CHECK(reach_of(office, office.record("news", news), staff.user.id) == Reach::not_yet);
}
