#include "shared/base/utf8.hpp"

#include "tests/support/catch.hpp"

using namespace khaosan;

TEST_CASE("UTF-8 is told from what is not") {
  CHECK(is_utf8("ข่าวสาร 😀"));
  for (const char* bad : {"\xC0\xAF", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xE0\xB8", "\x80", "\xFF"}) {
    CHECK_FALSE(is_utf8(bad));
  }
}

TEST_CASE("control characters are found, newline only where lines are allowed") {
  CHECK_FALSE(has_control_character("บรรทัด\nสอง", true));
  CHECK(has_control_character("บรรทัด\nสอง", false));
  CHECK(has_control_character(std::string_view("a\0b", 3), true));
  CHECK(has_control_character("\x1b[31m", true));
  CHECK(has_control_character("\xC2\x85", true));
}

TEST_CASE("code points are counted and written back") {
  CHECK(code_point_count("น้ำ") == 3);
  std::string copy;
  const std::string text = "กé😀z";
  for (std::size_t at = 0; at < text.size();) append_code_point(copy, *next_code_point(text, at));
  CHECK(copy == text);
}
