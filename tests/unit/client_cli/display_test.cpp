#include "client/cli/display.hpp"

#include "tests/support/catch.hpp"

using namespace khaosan::client;

TEST_CASE("Thai marks above and below take no column, SARA AM takes one") {
  CHECK(display_width("ที่นี่") == 2 + 0);
  CHECK(display_width("น้ำ") == 2);
  CHECK(display_width("กุ้ง") == 2);
  CHECK(display_width("abc ก") == 5);
  CHECK(display_width("漢字") == 4);
}

TEST_CASE("A table's columns begin at the same column under Thai text") {
  Table table({"id", "ชื่อ", "x"});
  table.add({"1", "ที่นี่", "a"});
  table.add({"2", "ภาพ", "b"});
  CHECK(table.text(0) == "id  ชื่อ   x\n1   ที่นี่   a\n2   ภาพ  b\n");
}

TEST_CASE("A narrow terminal cuts other columns and never the id") {
  Table table({"id", "text"});
  const std::string id(36, '7');
  table.add({id, std::string(100, 'a')});
  const std::string text = table.text(50);
  CHECK(text.find(id) != std::string::npos);
  CHECK(text.find(std::string(11, 'a') + "…\n") != std::string::npos);
}

TEST_CASE("A narrow terminal cuts no date and no id, wherever it stands") {
  const std::string id = "0193a6f0-0000-7000-8000-000000000001";
  Table table({"รหัส", "ชื่อ", "วันที่", "งาน"});
  table.never_cut(2);
  table.add({id, "ชื่อที่ยาวมาก ยาวกว่าที่จะวางได้ในหนึ่งบรรทัด", "23 พฤศจิกายน 2569 09.30 น.", id});
  const std::string text = table.text(80);
  CHECK(text.find("23 พฤศจิกายน 2569 09.30 น.") != std::string::npos);
  CHECK(text.find(id, text.find(id) + 1) != std::string::npos);
  CHECK(text.find("…") != std::string::npos);
}

TEST_CASE("Cutting parts no mark from its letter") {
  CHECK(cut_to_width("ที่นี่ที่", 2) == "ที่…");
  CHECK(cut_to_width("ที่นี่", 2) == "ที่นี่");
  CHECK(cut_to_width("abc", 0).empty());
}

TEST_CASE("Control characters, direction marks and broken bytes are written out") {
  CHECK(safe_text("a\x1b[31mb", Lines::many) == "a\\x1b[31mb");
  CHECK(safe_text("a\xc2\x9b"
                  "31m",
                  Lines::many) == "a\\x9b31m");
  CHECK(safe_text("a\xe2\x80\xae"
                  "b",
                  Lines::one) == "a\\u202eb");
  CHECK(safe_text("a\xff"
                  "b",
                  Lines::one) == "a\\xffb");
  CHECK(safe_text("a\nb", Lines::one) == "a b");
  CHECK(safe_text("a\nb", Lines::many) == "a\nb");
  CHECK(safe_text("ที่ ๒๕๖๙", Lines::one) == "ที่ ๒๕๖๙");
}

TEST_CASE("JSON keeps its meaning while raw controls are escaped") {
  CHECK(safe_json("\"a\xc2\x9b\x7f"
                  "ก\"") == "\"a\\u009b\\u007fก\"");
}
