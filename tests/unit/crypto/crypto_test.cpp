#include "shared/crypto/keys.hpp"
#include "shared/crypto/password.hpp"
#include "shared/crypto/sha256.hpp"
#include "tests/support/catch.hpp"

using namespace khaosan;

TEST_CASE("SHA-256 of the standard's example, whole and in pieces") {
  const auto expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  CHECK(sha256("abc").hex() == expected);
  Sha256Stream stream;
  stream.add(view_of("a"));
  stream.add(view_of("bc"));
  CHECK(stream.finish().hex() == expected);
}

TEST_CASE("a UUIDv5 is the one of RFC 9562") {
  const Uuid dns = *Uuid::parse("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
  CHECK(uuid_v5(dns, "www.example.com").text() == "2ed6657d-e927-568b-95e1-2665a8aea6a2");
}

TEST_CASE("a signature holds for its message and key alone") {
  const SignKeyPair key = SignKeyPair::make();
  const Signature signature = sign(view_of("อนุมัติ"), key);
  CHECK(verify(view_of("อนุมัติ"), signature, key.public_key));
  CHECK_FALSE(verify(view_of("ไม่อนุมัติ"), signature, key.public_key));
  CHECK_FALSE(verify(view_of("อนุมัติ"), signature, SignKeyPair::make().public_key));
}

TEST_CASE("a secret sealed with a password opens with it alone") {
  const Bytes sealed = *seal_with_password(view_of("secret"), "รหัสผ่าน");
  CHECK(text_of(*open_with_password(sealed, "รหัสผ่าน")) == "secret");
  CHECK(open_with_password(sealed, "ผิด").refusal().code == Code::wrong_password);
  const std::string hash = *hash_password("รหัสผ่าน");
  CHECK(*password_matches(hash, "รหัสผ่าน"));
  CHECK_FALSE(*password_matches(hash, "ผิด"));
  CHECK_FALSE(*password_matches("no hash", "ผิด"));
}
