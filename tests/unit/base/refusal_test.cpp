#include "shared/base/refusal.hpp"
#include "tests/support/catch.hpp"

using namespace khaosan;

TEST_CASE("a word in both languages is told in the language of its line") {
  const Refusal refusal =
      refuse(Code::required_missing, in_both("body", "เนื้อข่าว") + ", " + in_both("a b", "ข"));
  CHECK(refusal.english() == "required field is empty: body, a b");
  CHECK(refusal.thai() == "ต้องกรอกช่องนี้: เนื้อข่าว, ข");
}

TEST_CASE("what is no pair stays as it is: names of files and headlines may hold the same signs") {
  for (const char* detail : {"«งาน».jpg", "a|b", "«", "» «x", "| «a»", "ปกติ"}) {
    INFO(detail);
    CHECK(refuse(Code::file_not_found, detail).english() == std::string("no such file: ") + detail);
    CHECK(refuse(Code::file_not_found, detail).thai() == std::string("ไม่พบแฟ้ม: ") + detail);
  }
  CHECK(refuse(Code::file_not_found, "«a» " + in_both("x", "ย")).thai() == "ไม่พบแฟ้ม: «a» ย");
}
