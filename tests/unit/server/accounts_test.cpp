#include "shared/crypto/pairing.hpp"
#include "shared/crypto/sha256.hpp"
#include "tests/unit/server/desk_fixture.hpp"

using namespace khaosan;
using namespace khaosan::test;

namespace {

const Sha256 own_spki = sha256("the server's key");
const std::string password = "a long password";

// A laptop that pairs; `seen_spki` is the key that its connection showed.
struct Pairing {
  Office& office;
  Sha256 seen_spki = own_spki;
  bool server_proved = false;

  Result<Enrolment> run(const std::string& typed, const std::string& user_password) {
    PairStart start;
    const Bytes nonce = random_bytes(32);
    std::copy(nonce.begin(), nonce.end(), start.client_nonce.begin());
    KHAOSAN_LET(offer, office.accounts->pair_start(start, own_spki));
    KHAOSAN_LET(code, read_pairing_code(typed));
    KHAOSAN_LET(key, pairing_key(code, offer.salt));
    const Mac expected =
        server_proof(key, seen_spki, start.client_nonce, offer.server_nonce, pairing_terms(start, offer));
    for (const Mac& proof : offer.proofs) server_proved = server_proved || proof == expected;
    const std::string registration = registration_text({"โน้ตบุ๊ก", {1}, {2}, user_password, {3}});
    const Mac proof = client_proof(key, seen_spki, start.client_nonce, offer.server_nonce,
                                   pairing_terms(start, offer), registration);
    return office.accounts->pair_finish({start.client_nonce, offer.server_nonce, proof, registration},
                                        own_spki);
  }
};

}  // namespace

TEST_CASE("a code enrols one laptop, once, within ten minutes") {
  Office office;
  REQUIRE(office.accounts->add_user("somsri", "สมศรี", {"staff"}, password).ok());
  const std::string code = *office.accounts->make_pairing_code("somsri");
  CHECK(code.size() == 11);
  Pairing pairing{office};
  std::string typed = code;
  for (char& sign : typed) sign = static_cast<char>(std::tolower(sign));
  const auto enrolment = pairing.run(typed, password);
  REQUIRE(enrolment.ok());
  CHECK(pairing.server_proved);
  CHECK(enrolment->office == "สพป.ตัวอย่าง เขต 1");
  const auto caller = office.accounts->caller("Bearer " + enrolment->device_token);
  REQUIRE(caller.ok());
  CHECK(caller->account->name == "somsri");
  CHECK(Pairing{office}.run(code, password).refusal().code == Code::wrong_code);

  const std::string late = *office.accounts->make_pairing_code("somsri");
  office.clock.at.unix_ms += pairing_code_minutes * 60'000;
  CHECK(Pairing{office}.run(late, password).refusal().code == Code::wrong_code);
}

TEST_CASE("five wrong tries void a code") {
  Office office;
  REQUIRE(office.accounts->add_user("somsri", "สมศรี", {"staff"}, password).ok());
  const std::string code = *office.accounts->make_pairing_code("somsri");
  for (int i = 0; i < pairing_code_tries; ++i) {
    CHECK(Pairing{office}.run("00000-0000" + std::to_string(i), password).refusal().code == Code::wrong_code);
  }
  CHECK(Pairing{office}.run(code, password).refusal().code == Code::wrong_code);
}

TEST_CASE(
    "somebody in the middle shows another key: the server's proof does not match, and neither does the "
    "laptop's") {
  Office office;
  REQUIRE(office.accounts->add_user("somsri", "สมศรี", {"staff"}, password).ok());
  const std::string code = *office.accounts->make_pairing_code("somsri");
  Pairing attacked{office, sha256("another key")};
  CHECK(attacked.run(code, password).refusal().code == Code::wrong_code);
  CHECK_FALSE(attacked.server_proved);
}

TEST_CASE(
    "wrong password, disabled account, unknown names and bad roles are told apart where that helps nobody "
    "else") {
  Office office;
  CHECK(office.accounts->add_user("somsri", "", {"king"}, password).refusal().code == Code::bad_value);
  CHECK(office.accounts->add_user("som sri", "", {"staff"}, password).refusal().code == Code::bad_value);
  CHECK(office.accounts->add_user("somsri", "", {"staff"}, "short").refusal().code == Code::bad_value);
  CHECK(office.accounts->add_user("somsri", "", {}, password).refusal().code == Code::bad_value);
  REQUIRE(office.accounts->add_user("somsri", "สมศรี", {"staff", "reviewer"}, password).ok());
  CHECK(office.accounts->add_user("somsri", "", {"staff"}, password).refusal().code == Code::user_exists);
  CHECK(office.accounts->make_pairing_code("nobody").refusal().code == Code::unknown_user);
  REQUIRE(office.accounts->add_user("school", "", {"network_member"}, password).ok());
  CHECK(office.accounts->make_pairing_code("school").refusal().code == Code::wrong_role);
  const std::string code = *office.accounts->make_pairing_code("somsri");
  CHECK(Pairing{office}.run(code, "wrong password").refusal().code == Code::wrong_password);
  const auto enrolment = Pairing{office}.run(code, password);
  REQUIRE(enrolment.ok());
  const server::Device device = *office.accounts->caller("Bearer " + enrolment->device_token)->device;
  CHECK(office.accounts->sign_in(device, {"somsri", "wrong password", {}}).refusal().code ==
        Code::wrong_password);
  CHECK(office.accounts->sign_in(device, {"nobody", password, {}}).refusal().code == Code::wrong_password);
  CHECK(office.accounts->sign_in(device, {"somsri", password, {7}})->display_name == "สมศรี");
  const std::string token = office.accounts->make_token("somsri")->token;
  CHECK(office.accounts->caller("Bearer " + token)->account->name == "somsri");
  CHECK(office.accounts->caller("Bearer x").refusal().code == Code::unauthorized);
  CHECK(office.accounts->caller("").refusal().code == Code::unauthorized);
  REQUIRE(office.accounts->set_disabled("somsri", true).ok());
  CHECK(office.accounts->caller("Bearer " + token).refusal().code == Code::account_disabled);
  CHECK(office.accounts->sign_in(device, {"somsri", password, {7}}).refusal().code == Code::account_disabled);
  REQUIRE(office.accounts->set_disabled("somsri", false).ok());
  REQUIRE(office.accounts->revoke(device.id).ok());
  CHECK(office.accounts->caller("Bearer " + enrolment->device_token).refusal().code == Code::revoked);
}

TEST_CASE("accounts reach the laptops as records of kind user, without their passwords") {
  Office office;
  REQUIRE(office.accounts->add_user("somsri", "สมศรี", {"staff"}, password).ok());
  const auto users = office.all("user");
  REQUIRE(users.size() == 1);
  CHECK(text_field(users[0].fields, "display_name") == "สมศรี");
  CHECK(record_line(users[0]).find("argon2") == std::string::npos);
}

TEST_CASE("a token ends: after its days, when it is revoked, when its user's password or account changes") {
  Office office;
  REQUIRE(office.accounts->add_user("somsri", "สมศรี", {"staff"}, password).ok());
  const auto refusal_of = [&](const server::IssuedToken& token) {
    const auto caller = office.accounts->caller("Bearer " + token.token);
    return caller.ok() ? std::string() : caller.refusal().english();
  };
  CHECK(office.accounts->make_token("somsri", 0).refusal().code == Code::bad_value);
  const auto usual = *office.accounts->make_token("somsri");
  const auto brief = *office.accounts->make_token("somsri", 1);
  CHECK(usual.row.expires.unix_ms - usual.row.made_at.unix_ms == 90 * 24 * 3'600'000LL);
  office.clock.at.unix_ms += 25 * 3'600'000LL;
  CHECK(refusal_of(usual).empty());
  CHECK(refusal_of(brief).find("expired") != std::string::npos);
  CHECK(office.accounts->revoke_token("000000000000").refusal().code == Code::unknown_record);
  REQUIRE(office.accounts->revoke_token(usual.row.id()).ok());
  CHECK(office.accounts->caller("Bearer " + usual.token).refusal().code == Code::unauthorized);
  CHECK(refusal_of(usual).find("revoked") != std::string::npos);
  CHECK(office.accounts->tokens()->size() == 2);

  const auto before_password = *office.accounts->make_token("somsri");
  REQUIRE(office.accounts->set_password("somsri", "another long password").ok());
  CHECK(refusal_of(before_password).find("revoked") != std::string::npos);
  const auto before_disabling = *office.accounts->make_token("somsri");
  REQUIRE(office.accounts->set_disabled("somsri", true).ok());
  REQUIRE(office.accounts->set_disabled("somsri", false).ok());
  CHECK(refusal_of(before_disabling).find("revoked") != std::string::npos);
  REQUIRE(office.accounts->add_user("wichai", "", {"staff"}, password).ok());
  CHECK(refusal_of(*office.accounts->make_token("wichai")).empty());
}

TEST_CASE("what an administrator does at the server stands in the journal, as the administrator's doing") {
  Office office;
  const auto account = *office.accounts->add_user("somsri", "สมศรี", {"staff"}, password);
  const auto enrolment = *Pairing{office}.run(*office.accounts->make_pairing_code("somsri"), password);
  REQUIRE(office.accounts->set_roles("somsri", {"staff", "reviewer"}).ok());
  CHECK(office.accounts->set_roles("somsri", {"king"}).refusal().code == Code::bad_value);
  CHECK(server::roles_of(office.accounts->users()->at(0)).has(Role::reviewer));
  REQUIRE(office.accounts->make_token("somsri").ok());
  REQUIRE(office.accounts->set_password("somsri", "another long password").ok());
  REQUIRE(office.accounts->set_disabled("somsri", true).ok());
  REQUIRE(office.accounts->set_disabled("somsri", false).ok());
  REQUIRE(office.accounts->revoke(enrolment.device).ok());
  std::vector<std::string> of_account;
  std::vector<std::string> of_device;
  REQUIRE(office.store
              ->read([&](server::StoreReader& reader) -> Done {
                KHAOSAN_LET(account_rows, reader.journal_of_record("user", RecordId{account.id.uuid}));
                KHAOSAN_LET(device_rows, reader.journal_of_record("device", RecordId{enrolment.device.uuid}));
                for (const auto& row : account_rows) {
                  CHECK(row.author == administrator_at_server);
                  CHECK(row.submitted.find(password) == std::string::npos);
                  of_account.push_back(row.what);
                }
                for (const auto& row : device_rows) {
                  CHECK(row.author == administrator_at_server);
                  of_device.push_back(row.what);
                }
                return {};
              })
              .ok());
  CHECK(of_account == std::vector<std::string>{"account_made", "roles_changed", "token_issued",
                                               "password_changed", "token_revoked", "account_disabled",
                                               "account_enabled"});
  CHECK(of_device == std::vector<std::string>{"paired", "device_revoked"});
  CHECK(office.store->check().ok());
}
