#include "shared/base/bytes.hpp"

#include "shared/base/id.hpp"
#include "tests/support/catch.hpp"

using namespace khaosan;

TEST_CASE("bytes round-trip through hex and base64") {
  Bytes bytes;
  for (int i = 0; i < 70; ++i) {
    CHECK(*from_hex(to_hex(bytes)) == bytes);
    CHECK(*from_base64(to_base64(bytes)) == bytes);
    bytes.push_back(static_cast<std::uint8_t>(i * 37 + 5));
  }
  CHECK(to_base64(view_of("any carnal pleas")) == "YW55IGNhcm5hbCBwbGVhcw==");
  CHECK(to_base32(view_of("hello")) == "D1JPRV3F");
  CHECK_FALSE(from_hex("0g").ok());
  CHECK_FALSE(from_base64("a*b=").ok());
}

TEST_CASE("a UUIDv7 carries its time, version and variant, and orders by time then counter") {
  const Uuid early = uuid_v7(Instant{0x0123456789AB}, 1, {0xFF});
  const Uuid later = uuid_v7(Instant{0x0123456789AB}, 2, {0x00});
  CHECK(early.text().substr(0, 18) == "01234567-89ab-7001");
  CHECK((early.bytes[8] & 0xC0) == 0x80);
  CHECK(early < later);
  CHECK(*Uuid::parse(early.text()) == early);
  CHECK(Uuid::parse("not-an-id").refusal().code == Code::bad_id);
}
