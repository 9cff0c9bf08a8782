#include "shared/crypto/sha256.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/fake_desk.hpp"

using namespace khaosan;
using namespace khaosan::client;

namespace {
const Pair right{"https://office:8443", "abcde fghjk", "รหัสผ่านยาว", "laptop 1"};
}

TEST_CASE("the right code enrols the laptop and pins the office's key") {
  FakeOffice office;
  Laptop laptop(office);
  const auto report = laptop.app->perform(right);
  REQUIRE(report.ok());
  CHECK(report->user_name == "somsri");
  CHECK(report->can_decide);
  laptop.reopen();
  CHECK(laptop.app->status()->paired);
  CHECK(laptop.app->status()->user_name == "somsri");
  REQUIRE(laptop.sync().ok());
  CHECK(office.pin_used == office.certificate);
  CHECK(office.tokens.front() == "token-0");
}

TEST_CASE("a paired laptop pairs again with the same office alone, and keeps what waits") {
  FakeOffice office;
  Laptop laptop(office);
  REQUIRE(laptop.app->perform(right).ok());
  const auto first = *registration_from_text(office.finished->registration);
  CHECK(first.former_device.empty());
  REQUIRE(laptop.app->perform(Put{"note", {}, {{"text", "รอส่ง"}}}).ok());
  REQUIRE(laptop.app->perform(right).ok());
  CHECK(laptop.app->status()->pending_changes == 1);
  REQUIRE(laptop.sync().ok());
  CHECK(laptop.app->status()->pending_changes == 0);
  // It says what it was, and the key of the first pairing proves it.
  const auto told = registration_from_text(office.finished->registration);
  REQUIRE(told.ok());
  CHECK_FALSE(told->former_device.empty());
  CHECK(verify(view_of(former_device_message(*told, office.finished->server_nonce)), told->former_signature,
               first.device_sign_key));
  office.certificate = sha256("another office");
  CHECK(laptop.app->perform(right).refusal().code == Code::already_paired);
}

TEST_CASE("a wrong code is refused, and the registration is not sent") {
  FakeOffice office;
  Laptop laptop(office);
  Pair wrong = right;
  wrong.code = "ABCDE-FGHJX";
  CHECK(laptop.app->perform(wrong).refusal().code == Code::wrong_code);
  wrong.code = "not a code";
  CHECK(laptop.app->perform(wrong).refusal().code == Code::wrong_code);
  CHECK_FALSE(office.finished);
  CHECK_FALSE(laptop.app->status()->paired);
  CHECK(laptop.sync().refusal().code == Code::not_paired);
}

TEST_CASE("somebody in the middle shows another key: nothing is registered or pinned") {
  FakeOffice office;
  Laptop laptop(office);
  office.seen_instead = sha256("certificate of somebody else");
  CHECK(laptop.app->perform(right).refusal().code == Code::wrong_code);
  CHECK_FALSE(office.finished);
  CHECK_FALSE(laptop.app->status()->paired);
}

TEST_CASE("paired without a password the user may write and sync, and signs in later to decide") {
  FakeOffice office;
  Laptop laptop(office);
  Pair plain = right;
  plain.password.clear();
  const auto report = laptop.app->perform(plain);
  REQUIRE(report.ok());
  CHECK_FALSE(report->can_decide);
  laptop.news();
  CHECK(laptop.sync()->complete);
  CHECK(laptop.app->perform(SignInUser{"malee", ""}).refusal().code == Code::password_needed);
}
