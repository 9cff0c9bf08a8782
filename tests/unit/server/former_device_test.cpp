// A laptop that is paired again is the same laptop: what it sealed and signed before is still its own.
#include "shared/crypto/pairing.hpp"
#include "shared/crypto/sha256.hpp"
#include "tests/unit/server/desk_fixture.hpp"

using namespace khaosan;
using namespace khaosan::test;

namespace {

const Sha256 own_spki = sha256("the server's key");
const std::string password = "a long password";

// What a laptop keeps of itself.
struct Paired {
  SignKeyPair device_key = SignKeyPair::make();
  Laptop laptop;  // its user's key in `key`
};

// Pairs a laptop for `user`; one that was paired before names itself, proved by `proof_key`.
Result<Paired> pair(Office& office, const std::string& user, const Paired* before = nullptr,
                    const SignKeyPair* proof_key = nullptr, const std::string& name = "โน้ตบุ๊ก") {
  Paired paired;
  paired.laptop.key = SignKeyPair::make();
  KHAOSAN_LET(code, office.accounts->make_pairing_code(user));
  PairStart start{random_array<sizeof(Nonce)>()};
  KHAOSAN_LET(offer, office.accounts->pair_start(start, own_spki));
  KHAOSAN_LET(plain, read_pairing_code(code));
  KHAOSAN_LET(key, pairing_key(plain, offer.salt));
  Registration registration{name, paired.device_key.public_key, {2}, password, paired.laptop.key.public_key};
  if (before != nullptr) {
    registration.former_device = before->laptop.device.id;
    registration.former_signature = sign(view_of(former_device_message(registration, offer.server_nonce)),
                                         proof_key != nullptr ? *proof_key : before->device_key);
  }
  const std::string text = registration_text(registration);
  KHAOSAN_LET(enrolment, office.accounts->pair_finish(
                             {start.client_nonce, offer.server_nonce,
                              client_proof(key, own_spki, start.client_nonce, offer.server_nonce,
                                           pairing_terms(start, offer), text),
                              text},
                             own_spki));
  KHAOSAN_LET(caller, office.accounts->caller("Bearer " + enrolment.device_token));
  paired.laptop.device = *caller.device;
  paired.laptop.user = *caller.account;
  KHAOSAN_TRY(office.store->read([&](server::StoreReader& reader) -> Done {
    paired.laptop.epoch = reader.epoch();
    return {};
  }));
  return paired;
}

struct Day {
  Office office;
  Laptop staff = office.laptop("somsri", {"staff"});
  RecordId news = new_record_id();
  std::string revision;

  Day() {
    REQUIRE(office.accounts->add_user("malee", "มาลี", {"reviewer"}, password).ok());
    REQUIRE(office.accounts->add_user("wichai", "วิชัย", {"staff"}, password).ok());
    office.push(staff, staff.put("news", news, {{"headline", "ก"}, {"body", "ข"}}));
    office.push(staff, staff.act(news, "submit"));
    revision = text_field(office.record("news", news).fields, "revision");
  }
};

}  // namespace

TEST_CASE("after a second pairing, sealed changes and signed decisions of the first are accepted") {
  Day day;
  Office& office = day.office;
  Paired first = *pair(office, "malee");
  SignKeyPair wichai_key = SignKeyPair::make();
  REQUIRE(office.accounts->sign_in(first.laptop.device, {"wichai", password, wichai_key.public_key}).ok());
  const SealedChange note = seal(first.laptop.put("note", new_record_id(), {{"text", "ก"}}));
  const SealedChange decision = first.laptop.signed_by_user(first.laptop.act(day.news, "pass", day.revision));
  Change of_second = first.laptop.put("note", new_record_id(), {{"text", "ของวิชัย"}});
  for (const auto& account : *office.accounts->users()) {
    if (account.name == "wichai") of_second.author = account.id;
  }
  REQUIRE(office.accounts->revoke(first.laptop.device.id).ok());

  SECTION("by the same laptop") {
    const Paired again = *pair(office, "malee", &first);
    CHECK(again.laptop.device.former == first.laptop.device.id);
    const auto answers =
        office.desk->push(again.laptop.device, {RoundId{}, {note, seal(of_second), decision}})->answers;
    CHECK(answers.at(0).outcome == Outcome::accepted);
    CHECK(answers.at(1).outcome == Outcome::accepted);
    CHECK(answers.at(2).outcome == Outcome::accepted);
    CHECK(office.store->check().ok());
  }
  SECTION("and of a laptop that was paired three times") {
    const Paired second = *pair(office, "malee", &first);
    const Paired third = *pair(office, "malee", &second);
    CHECK(office.push(third.laptop, decision).outcome == Outcome::accepted);
  }
  SECTION("not by another laptop, whatever it says it was") {
    CHECK(pair(office, "malee", &first, &wichai_key).refusal().code == Code::bad_signature);
    const Paired other = *pair(office, "malee");
    CHECK(office.push(other.laptop, note).code == "unauthorized");
    CHECK(office.push(other.laptop, decision).code == "unauthorized");
    CHECK(office.push(other.laptop, seal(of_second)).code == "unauthorized");
  }
}

TEST_CASE("a decision that was signed before the user's key was renewed still verifies") {
  Day day;
  Office& office = day.office;
  Paired paired = *pair(office, "malee");
  paired.laptop.made = 0;
  Change pass = paired.laptop.act(day.news, "pass", day.revision);
  pass.written_at = office.clock.at;
  const SealedChange signed_before = paired.laptop.signed_by_user(pass);
  office.clock.at.unix_ms += 60'000;
  const SignKeyPair fresh = SignKeyPair::make();
  REQUIRE(office.accounts->sign_in(paired.laptop.device, {"malee", password, fresh.public_key}).ok());
  SECTION("what was written before") {
    CHECK(office.push(paired.laptop, signed_before).outcome == Outcome::accepted);
  }
  SECTION("however wrong the laptop's clock is") {
    pass.written_at = {office.clock.at.unix_ms + 30 * 24 * 3'600'000LL};
    CHECK(office.push(paired.laptop, paired.laptop.signed_by_user(pass)).outcome == Outcome::accepted);
  }
  SECTION("not once a decision by the new key has come: a laptop sends in the order in which it wrote") {
    const Laptop before = paired.laptop;
    paired.laptop.key = fresh;
    const Change anew = paired.laptop.act(day.news, "pass", day.revision);
    CHECK(office.push(paired.laptop, paired.laptop.signed_by_user(anew)).outcome == Outcome::accepted);
    const Change late = paired.laptop.act(day.news, "return", day.revision, "ช้าไป");
    CHECK(office.push(paired.laptop, before.signed_by_user(late)).code == "bad_signature");
    const Change again = paired.laptop.act(day.news, "return", day.revision, "ช้าไป");
    CHECK(office.push(paired.laptop, paired.laptop.signed_by_user(again)).code == "wrong_capacity");
  }
}

TEST_CASE("a laptop that is paired again keeps its name, and its old entry says what replaced it") {
  Office office;
  REQUIRE(office.accounts->add_user("malee", "มาลี", {"reviewer"}, password).ok());
  const Paired first = *pair(office, "malee", nullptr, nullptr, "โน้ตบุ๊กงาน ปชส. 1");
  office.clock.at.unix_ms += 60'000;
  const Paired again = *pair(office, "malee", &first, nullptr, "");
  CHECK(again.laptop.device.name == "โน้ตบุ๊กงาน ปชส. 1");
  const auto replaced_by = [&](const Paired& one) {
    const auto devices = *office.accounts->devices();
    for (const server::Device& device : devices) {
      if (device.id != one.laptop.device.id) continue;
      const server::Device* later = replacement_of(device, devices);
      return later == nullptr ? DeviceId{} : later->id;
    }
    return DeviceId{};
  };
  CHECK(replaced_by(first) == again.laptop.device.id);
  CHECK(replaced_by(again).empty());
  CHECK(pair(office, "malee", nullptr, nullptr, "a\x1b[31m").refusal().code == Code::control_character);
  // A copy of the folder that goes on under the old entry is no ghost.
  office.clock.at.unix_ms += 60'000;
  Hello hello;
  hello.round = RoundId{Uuid{{1}}};
  hello.last_token = first.laptop.device.round_token;
  REQUIRE(office.desk->hello(first.laptop.device, hello).ok());
  CHECK(replaced_by(first).empty());
}
