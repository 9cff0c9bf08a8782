#include "shared/thai/words.hpp"

#include <string>

#include "tests/support/catch.hpp"

using namespace khaosan;

namespace {

std::vector<std::string> pieces(std::string_view text) {
  std::vector<std::string> found;
  for (const Token& token : words(text)) found.emplace_back(token.of(text));
  return found;
}

// Every byte is in one token, in order.
bool covers(std::string_view text) {
  std::size_t at = 0;
  for (const Token& token : words(text)) {
    if (token.begin != at || token.end <= token.begin) return false;
    at = token.end;
  }
  return at == text.size();
}

using Pieces = std::vector<std::string>;

}  // namespace

TEST_CASE("the Thai break dictionary is there") {
  CHECK(check_break_dictionary().ok());
  CHECK(code_named("thai_dictionary_missing") == Code::thai_dictionary_missing);
}

TEST_CASE("Thai words, blanks and signs are told apart") {
  const std::string text = "นักเรียนไทย, Excel\n";
  const std::vector<Token> found = words(text);
  REQUIRE(pieces(text) == Pieces{"นักเรียน", "ไทย", ",", " ", "Excel", "\n"});
  CHECK(found[0].kind == TokenKind::word);
  CHECK(found[2].kind == TokenKind::punctuation);
  CHECK(found[3].kind == TokenKind::space);
  CHECK(found[4].kind == TokenKind::word);
  CHECK(found[5].kind == TokenKind::space);
  CHECK(words("\u200B")[0].kind == TokenKind::space);
  CHECK(words("ๆ")[0].kind == TokenKind::punctuation);
}

TEST_CASE("a number or date with its unit is one token") {
  for (const char* phrase : {"25 มิถุนายน 2569",
                             "25 มิถุนายน",
                             "25 มิ.ย.",
                             "25 มิ.ย. 69",
                             "25 มิ.ย 2569",
                             "25มิ.ย.69",
                             "25 มิถุนายน พ.ศ. 2569",
                             "25-27 มิถุนายน 2569",
                             "25 – 27 มิถุนายน 2569",
                             "๒๕ มิถุนายน ๒๕๖๙",
                             "มิถุนายน 2569",
                             "พ.ศ. 2569",
                             "25/6/2569",
                             "2026-11-23",
                             "09.30 น.",
                             "09:30 น.",
                             "09.30 – 16.30 น.",
                             "09.30น.",
                             "1,250 บาท",
                             "1,250.50 บาท",
                             "฿",
                             "3 ล้านบาท",
                             "3 พันล้านบาท",
                             "3 ล้าน",
                             "15 คน",
                             "15คน",
                             "๑๒ โรงเรียน",
                             "๑๒โรงเรียน",
                             "50%",
                             "50 %",
                             "2 ชั่วโมง",
                             "12 กิโลเมตร",
                             "12 กม.",
                             "4 แห่ง",
                             "7 เรื่อง",
                             "3 ครั้ง",
                             "2 ปี",
                             "6 เดือน",
                             "9 ฉบับ",
                             "30 ภาพ",
                             "02-123-4567",
                             "04001/123",
                             "5 MB"}) {
    INFO(phrase);
    CHECK(pieces(phrase) == Pieces{phrase});
  }
}

TEST_CASE("a number stays one token inside a sentence, glued to its words or not") {
  CHECK(pieces("มีนักเรียน15คน") == Pieces{"มี", "นักเรียน", "15คน"});
  CHECK(pieces("ปี2569มี") == Pieces{"ปี", "2569", "มี"});
  CHECK(pieces("วันที่ 25 มิถุนายน 2569 เวลา 09.30 น. ณ") ==
        Pieces{"วัน", "ที่", " ", "25 มิถุนายน 2569", " ", "เวลา", " ", "09.30 น.", " ", "ณ"});
}

TEST_CASE("a number takes no unit that belongs to something else") {
  CHECK(pieces("25 มิ.ย. 09.30 น.") == Pieces{"25 มิ.ย.", " ", "09.30 น."});
  CHECK(pieces("25 มิ.ย. 15 คน") == Pieces{"25 มิ.ย.", " ", "15 คน"});
  CHECK(pieces("09.30 น.ส.สมศรี") == Pieces{"09.30", " ", "น.ส.", "สมศรี"});
  CHECK(pieces("25 มิ.ย. 02-123-4567") == Pieces{"25 มิ.ย.", " ", "02-123-4567"});
  CHECK(pieces("15\nคน") == Pieces{"15", "\n", "คน"});
  CHECK(pieces("1. ประชุม") == Pieces{"1", ".", " ", "ประชุม"});
  CHECK(pieces("ชั้น 3 นักเรียน") == Pieces{"ชั้น", " ", "3", " ", "นักเรียน"});
}

TEST_CASE("numbers have their own kind, so that they never count as unchanged words") {
  for (const char* number : {"25", "๒๕", "15 คน", "25th", "มิถุนายน 2569"}) {
    INFO(number);
    REQUIRE(words(number).size() == 1);
    CHECK(words(number)[0].kind == TokenKind::number);
  }
  CHECK(words("A4")[0].kind == TokenKind::word);
}

TEST_CASE("an abbreviation with full stops is one word") {
  CHECK(pieces("น.ส.สมศรี") == Pieces{"น.ส.", "สมศรี"});
  CHECK(pieces("ผอ.สพป. ") == Pieces{"ผอ.สพป.", " "});
  CHECK(words("พ.ศ.")[0].kind == TokenKind::word);
}

TEST_CASE("no cluster is cut") {
  for (const char* cell : {"น้ำ", "ก่ำ", "ก่่", "😀", "👨‍👩‍👧", "🇹🇭", "5️⃣", "\r\n", "่"}) {
    INFO(cell);
    CHECK(pieces(cell).size() == 1);
  }
  CHECK(pieces("ก.ข.่") != Pieces{"ก.ข.", "่"});
  for (const std::string& piece : pieces("กำ่ฟ้า น้ำ่ดื่ม")) CHECK_FALSE(piece.starts_with("่"));
}

TEST_CASE("every byte is covered, whatever comes") {
  for (const char* text :
       {"", " ", "ตากลม", "ปีงบประมาณ", "่ก", "ธมฺม พุทฺโธ", "ก\u200Bข", "฿25.-", "ๆฯลฯ", "25 ", "25 ม", "25 มิ.",
        "\xE0\xB8", "ก\xFFข", "\xE0\xB8\x81\xE0", "1\xE0\xB9", "  \n\n \t"}) {
    INFO(text);
    CHECK(covers(text));
  }
  CHECK(words("").empty());
  CHECK(covers(std::string_view("ก\0ข", 7)));
}

TEST_CASE("a long run of joined digits that ends badly is read once") {
  std::string run;
  for (int i = 0; i < 5000; ++i) run += "1-";
  run += "1a";
  CHECK(covers(run));
  CHECK(words(run).size() == 3);  // the run up to the last joint, the joint, "1a"
}

// Dictionaries differ on these (ตา|กลม, ตาก|ลม); what holds for each of them is tested, not where they cut.
TEST_CASE("an ambiguous word may be cut anywhere between clusters") {
  for (const char* text : {"ตากลม", "ปีงบประมาณ", "มากว่า", "โคลงเรือ"}) {
    INFO(text);
    CHECK(covers(text));
    for (const Token& token : words(text)) CHECK(token.kind == TokenKind::word);
  }
}
