// A round is of one laptop, and is spoken in a version that both know.
#include "tests/unit/server/desk_fixture.hpp"

using namespace khaosan;
using namespace khaosan::test;

namespace {

RoundId begin_round(Office& office, const Laptop& laptop, const std::string& token) {
  const Hello hello{.round = RoundId{new_record_id().uuid}, .last_token = token};
  REQUIRE(office.desk->hello(laptop.device, hello).ok());
  return hello.round;
}

}  // namespace

TEST_CASE("push and pull are of the round that hello began last; a copy of the folder is told so") {
  Office office;
  Laptop staff = office.laptop("somsri", {"staff"});
  const RoundId round = begin_round(office, staff, "first");
  const SealedChange note = seal(staff.put("note", new_record_id(), {{"text", "ก"}}));
  CHECK(office.desk->push(staff.device, {RoundId{new_record_id().uuid}, {note}}).refusal().code ==
        Code::device_copied);
  CHECK(office.desk->push(staff.device, {RoundId{}, {note}}).refusal().code == Code::device_copied);
  CHECK(office.all("note").empty());
  CHECK(office.desk->push(staff.device, {round, {note}}).ok());
  PullRequest pull{staff.epoch, 0, pull_page_bytes_min, RoundId{new_record_id().uuid}};
  CHECK(office.desk->pull(staff.device, pull).refusal().code == Code::device_copied);
  pull.round = round;
  CHECK(office.desk->pull(staff.device, pull).ok());
}

TEST_CASE("a protocol version is spoken if it is not older or newer than what both know") {
  CHECK(*common_protocol(2, 2, 4) == 2);
  CHECK(*common_protocol(4, 2, 4) == 4);
  CHECK(common_protocol(1, 2, 4).refusal().code == Code::protocol_mismatch);
  CHECK(common_protocol(5, 2, 4).refusal().code == Code::protocol_mismatch);
}
