#include "shared/thai/normalize.hpp"

#include "shared/base/utf8.hpp"
#include "tests/support/catch.hpp"

using namespace khaosan;

TEST_CASE("line ends become LF") {
  CHECK(normalize_text("ก\r\nข\r\n\r\nค") == "ก\nข\n\nค");
  CHECK(normalize_text("ก\rข\r\r\nค") == "ก\nข\n\nค");
}

TEST_CASE("private marks of old fonts become plain ones") {
  CHECK(normalize_text("ป\uF70A\uF712") == "ป\u0E48\u0E47");
  CHECK(normalize_text("ป\uF705า ฟ\uF706า \uF700ู \uF70Fู") == "ป่า ฟ้า ฐู ญู");
  CHECK(normalize_text("ป\uF701 ป\uF702 ป\uF703 ป\uF704 ป\uF710น ป\uF711") == "ปิ ปี ปึ ปื ปัน ปํ");
  CHECK(normalize_text("ฎ\uF718 ฎ\uF719 ฎ\uF71A ศ\uF717") == "ฎุ ฎู ฎฺ ศ์");
  for (char32_t sign = 0xF700; sign <= 0xF71A; ++sign) {
    std::string text;
    append_code_point(text, sign);
    std::size_t at = 0;
    const std::string plain = normalize_text(text);
    const auto code_point = next_code_point(plain, at);
    CHECK((*code_point >= 0x0E00 && *code_point <= 0x0E7F));
  }
  CHECK(normalize_text("\uF6FF\uF71B") == "\uF6FF\uF71B");
}

TEST_CASE("NFC joins and orders, and SARA AM stays whole") {
  CHECK(normalize_text("cafe\u0301") == "café");
  CHECK(normalize_text("ก\u0E48\u0E38") == "ก\u0E38\u0E48");  // tone typed before SARA U
  CHECK(normalize_text("น้ำ") == "น้ำ");
  CHECK(code_point_count(normalize_text("น้ำ")) == 3);
  CHECK(normalize_text("ﬁ ①") == "ﬁ ①");  // NFKC would change both
}

TEST_CASE("a tone after SARA AM goes before it, where that is certain") {
  CHECK(normalize_text("ก\u0E33\u0E48") == "ก\u0E48\u0E33");
  CHECK(normalize_text("น\u0E33\u0E49ดื่ม") == "น\u0E49\u0E33ดื่ม");
  CHECK(normalize_text("ก\u0E33\u0E48\u0E49") == "ก\u0E33\u0E48\u0E49");  // which of the two was meant?
  CHECK(normalize_text("ก\u0E48\u0E33\u0E49") == "ก\u0E48\u0E33\u0E49");
  CHECK(normalize_text("\u0E33\u0E48") == "\u0E33\u0E48");
}

TEST_CASE("two SARA E become SARA AE, where that is certain") {
  CHECK(normalize_text("เเม่") == "แม่");
  CHECK(normalize_text("เเละเเก้ไข") == "และแก้ไข");
  CHECK(normalize_text("เเเม่") == "เเเม่");
  CHECK(normalize_text("เเ ") == "เเ ");
  CHECK(normalize_text("เเ") == "เเ");
  CHECK(normalize_text("เก เขา") == "เก เขา");
}

TEST_CASE("good text passes unchanged, and bytes that are not UTF-8 do no harm") {
  const std::string good =
      "สำนักงานเขตพื้นที่การศึกษาฯ แจ้งว่า ก่ำ ป๊ำ สิทธิ์ ธมฺม "
      "😀👨‍👩‍👧 "
      "ก\u200Bข\n";
  CHECK(normalize_text(good) == good);
  CHECK(normalize_text("").empty());
  CHECK(is_utf8(normalize_text("ก\xFF\xE0\xB8")));
}
