// A server that was restored from a backup waits for its laptops before it carries anything out.
#include "server/logic/restore.hpp"
#include "tests/unit/server/desk_fixture.hpp"

using namespace khaosan;
using namespace khaosan::test;

namespace {

void restore(Office& office) {
  REQUIRE(
      office.store
          ->write([&](server::StoreWriter& store) { return begin_restored_epoch(store, office.clock.now()); })
          .ok());
}

bool waits(Office& office) {
  bool answer = false;
  REQUIRE(office.store
              ->read([&](server::StoreReader& store) -> Done {
                answer = restore_waits(store);
                return {};
              })
              .ok());
  return answer;
}

EpochId epoch_of(Office& office) {
  EpochId epoch;
  REQUIRE(office.store
              ->read([&](server::StoreReader& store) -> Done {
                epoch = store.epoch();
                return {};
              })
              .ok());
  return epoch;
}

// What it sends first, and a pull, which says that it has offered all.
void come(Office& office, const Laptop& laptop, const std::vector<KnownNumber>& numbers = {}) {
  const Hello hello{.round = RoundId{new_record_id().uuid}, .last_token = "first"};
  REQUIRE(office.desk->hello(laptop.device, hello).ok());
  REQUIRE(office.desk->push(laptop.device, {hello.round, {}, numbers}).ok());
  REQUIRE(office.desk->pull(laptop.device, {epoch_of(office), 0, pull_page_bytes_min, hello.round}).ok());
}

}  // namespace

TEST_CASE("a laptop that had not come yet when the backup was made is awaited too, and its numbers hold") {
  Office office;
  const Laptop one = office.laptop("somsri", {"staff"});
  Laptop director = office.laptop("thawee", {"director"});
  restore(office);
  director.epoch = epoch_of(office);
  const RecordId lost = new_record_id();
  const RecordId story = new_record_id();
  SECTION("of two laptops") {
    come(office, one);
    CHECK(waits(office));
    come(office, director, {{lost, "7/2570", ""}});
  }
  SECTION("that is not known any more: whoever comes first says what it knows") {
    REQUIRE(office.accounts->revoke(one.device.id).ok());
    come(office, director, {{lost, "7/2570", ""}});
  }
  CHECK_FALSE(waits(office));
  Laptop staff = office.laptop("malee", {"staff"});
  director = office.laptop("thawee", {"director"});  // on another laptop
  Laptop reviewer = office.laptop("prasert", {"reviewer"});
  office.push(staff, staff.put("news", story, {{"headline", "พิธีเปิดค่าย"}, {"body", "ก"}}));
  REQUIRE(office.push(staff, staff.act(story, "submit")).outcome == Outcome::accepted);
  const std::string revision = text_field(office.record("news", story).fields, "revision");
  REQUIRE(office.push(reviewer, reviewer.act(story, "pass", revision)).outcome == Outcome::accepted);
  REQUIRE(office.push(director, director.act(story, "approve", revision)).outcome == Outcome::accepted);
  CHECK(text_field(office.record("news", story).fields, "number") == "8/2570");
}

TEST_CASE("without any laptop that it knows, a restored server waits for the first that comes") {
  Office office;
  restore(office);
  CHECK(waits(office));
  come(office, office.laptop("somsri", {"staff"}));
  CHECK_FALSE(waits(office));
}
