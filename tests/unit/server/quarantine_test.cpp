// A laptop that was shut out may leave its work; it learns nothing, and nothing counts before somebody takes
// it.
#include "shared/crypto/sha256.hpp"
#include "tests/unit/server/desk_fixture.hpp"

using namespace khaosan;
using namespace khaosan::test;

namespace {

struct ShutOut {
  Office office;
  Laptop staff = office.laptop("somsri", {"staff"});
  RecordId note = new_record_id();
  RecordId news = new_record_id();
  std::vector<SealedChange> written;

  ShutOut() {
    written.push_back(staff.signed_by_user(staff.put("note", note, {{"text", "จดไว้ที่งาน"}})));
    written.push_back(
        staff.signed_by_user(staff.put("news", news, {{"headline", "พิธีเปิดค่าย"}, {"body", "เนื้อข่าว"}})));
    written.push_back(staff.signed_by_user(staff.act(news, "submit")));
  }
  void revoke() { REQUIRE(office.accounts->revoke(staff.device.id).ok()); }
  std::int64_t leave() {
    const auto answer = office.desk->quarantine(staff.device, written);
    REQUIRE(answer.ok());
    return answer->kept;
  }
  std::size_t rows() {
    std::vector<server::QuarantineCount> counts;
    REQUIRE(office.store
                ->read([&](server::StoreReader& store) -> Done {
                  KHAOSAN_LET(found, store.quarantine());
                  counts = found;
                  return {};
                })
                .ok());
    return counts.empty() ? 0 : static_cast<std::size_t>(counts[0].changes);
  }
};

}  // namespace

TEST_CASE("a shut-out laptop leaves its changes, once, and they are in no record") {
  ShutOut t;
  CHECK(t.office.desk->quarantine(t.staff.device, t.written).refusal().code == Code::not_revoked);
  SECTION("revoked") {
    t.revoke();
  }
  SECTION("its user is disabled") {
    REQUIRE(t.office.accounts->set_disabled("somsri", true).ok());
  }
  CHECK(t.leave() == 3);
  CHECK(t.leave() == 3);
  CHECK(t.rows() == 3);
  CHECK(t.office.all("note").empty());
  CHECK(t.office.all("news").empty());
}

TEST_CASE("what is taken is carried out as the laptop's own; commands wait for who has the right") {
  ShutOut t;
  REQUIRE(t.office.accounts->set_disabled("somsri", true).ok());
  t.revoke();
  t.leave();
  const auto taken = t.office.desk->take_from_quarantine(t.staff.device.id);
  REQUIRE(taken.ok());
  CHECK(taken->taken == 2);
  CHECK(taken->commands == 1);
  CHECK(text_field(t.office.record("note", t.note).fields, "text") == "จดไว้ที่งาน");
  CHECK(text_field(t.office.record("news", t.news).fields, "status").empty());  // a draft
  CHECK(t.rows() == 1);
  SECTION("what was taken is not kept once more") {
    CHECK(t.leave() == 3);
    CHECK(t.rows() == 1);
    CHECK(t.office.desk->take_from_quarantine(t.staff.device.id)->taken == 0);
  }
  SECTION("the laptop that is let in again gets the same answers") {
    REQUIRE(t.office.accounts->set_disabled("somsri", false).ok());
    const Seq seq = t.office.record("note", t.note).seq;
    const auto answer = t.office.push(t.staff, t.written[0]);
    CHECK(answer.outcome == Outcome::accepted);
    CHECK(answer.seq == seq);
    CHECK(t.office.push(t.staff, t.written[2]).outcome == Outcome::accepted);
    CHECK(t.rows() == 0);
  }
  SECTION("the rest is dropped") {
    CHECK(t.office.desk->drop_quarantine(t.staff.device.id)->changes == 1);
    CHECK(t.office.desk->drop_quarantine(t.staff.device.id).refusal().code == Code::quarantine_empty);
    CHECK(t.office.desk->take_from_quarantine(t.staff.device.id).refusal().code == Code::quarantine_empty);
  }
}

TEST_CASE(
    "files belong to who left them: one laptop's drop leaves another's, and files alone can be dropped") {
  ShutOut t;
  Laptop other = t.office.laptop("wichai", {"staff"});
  t.revoke();
  REQUIRE(t.office.accounts->revoke(other.device.id).ok());
  const Sha256 shared = sha256("shared");
  const Sha256 own = sha256("own");
  const auto leave_file = [&](const Laptop& laptop, const Sha256& sha) {
    REQUIRE(t.office.store
                ->write([&](server::StoreWriter& store) {
                  return store.save_quarantined_file({laptop.device.id, sha, t.office.clock.at});
                })
                .ok());
  };
  leave_file(t.staff, shared);
  leave_file(t.staff, own);
  leave_file(other, shared);
  leave_file(other, shared);
  const auto first = t.office.desk->drop_quarantine(t.staff.device.id);
  REQUIRE(first.ok());
  CHECK(first->files == 2);
  CHECK(first->nobodys == std::vector<Sha256>{own});
  CHECK(t.office.desk->take_from_quarantine(other.device.id)->taken == 0);
  const auto second = t.office.desk->drop_quarantine(other.device.id);
  REQUIRE(second.ok());
  CHECK(second->nobodys == std::vector<Sha256>{shared});
  CHECK(t.office.desk->drop_quarantine(other.device.id).refusal().code == Code::quarantine_empty);
}

TEST_CASE("the quarantine of a laptop is bounded, and keeps the beginning of what was written") {
  ShutOut t;
  t.revoke();
  t.written.clear();
  const std::string long_text(400'000, 'x');
  for (int i = 0; i < 180; ++i)
    t.written.push_back(seal(t.staff.put("note", new_record_id(), {{"text", long_text}})));
  const std::int64_t kept = t.leave();
  CHECK(kept == server::quarantine_bytes_max / static_cast<std::int64_t>(t.written[0].payload.size()));
  CHECK(kept < 180);
  CHECK(t.leave() == kept);
  t.written.assign(1, SealedChange{.payload = "no change", .sha = sha256(std::string_view("no change"))});
  CHECK(t.leave() == 0);
}
