#include "shared/sync/prose_merge.hpp"

#include "tests/support/catch.hpp"

using namespace khaosan;

namespace {

std::string marked(const ProseMerge& merge) {
  std::string text = merge.text;
  for (std::size_t i = merge.merged_marks.size(); i-- > 0;) {
    text.insert(merge.merged_marks[i].end, "]");
    text.insert(merge.merged_marks[i].begin, "[");
  }
  return text;
}

const std::string opening = "สำนักงานเขตพื้นที่การศึกษาจัดประชุมคณะกรรมการ";
const std::string closing = "โดยมีผู้อำนวยการเป็นประธานเปิดงาน";

}  // namespace

TEST_CASE("two people change different sentences: both changes are there") {
  const ProseMerge merge = merge_prose("ครูเข้าร่วมการอบรมที่โรงเรียน\nนักเรียนรับรางวัลจากผู้อำนวยการ\n",
                                       "ครูเข้าร่วมการประชุมที่โรงเรียน\nนักเรียนรับรางวัลจากผู้อำนวยการ\n",
                                       "ครูเข้าร่วมการอบรมที่โรงเรียน\nนักเรียนรับเกียรติบัตรจากผู้อำนวยการ\n");
  CHECK_FALSE(merge.collided);
  CHECK(merge.text == "ครูเข้าร่วมการประชุมที่โรงเรียน\nนักเรียนรับเกียรติบัตรจากผู้อำนวยการ\n");
  REQUIRE(merge.merged_marks.size() == 1);
  const ProseMerge::Range mark = merge.merged_marks[0];
  CHECK(merge.text.substr(mark.begin, mark.end - mark.begin) == "เกียรติบัตร");
}

TEST_CASE("a date is never made of two dates") {
  const auto dates = [](const char* date) { return opening + " วันที่ " + date + " " + closing; };
  const std::string base = dates("25 มิถุนายน");
  const ProseMerge merge = merge_prose(base, dates("27 มิถุนายน"), dates("25 กรกฎาคม"));
  CHECK(merge.collided);
  CHECK(merge.text == dates("27 มิถุนายน"));
  REQUIRE(merge.collisions.size() == 1);
  const ProseMerge::Collision& collision = merge.collisions[0];
  CHECK(collision.base == "25 มิถุนายน");
  CHECK(collision.server == "27 มิถุนายน");
  CHECK(collision.incoming == "25 กรกฎาคม");
  CHECK(merge.text.substr(collision.range.begin, collision.range.end - collision.range.begin) ==
        collision.server);
  CHECK(merge.merged_marks.empty());
}

TEST_CASE("a number is never made of two numbers") {
  const auto people = [](const char* count) { return "มีผู้เข้าร่วม " + std::string(count) + " จากทุกโรงเรียน"; };
  for (const char* unit : {"", " คน"}) {
    const ProseMerge merge = merge_prose(people("25") + unit, people("27") + unit, people("30") + unit);
    CHECK(merge.collided);
    CHECK(merge.text == people("27") + unit);
  }
}

TEST_CASE("parts of one date that are tokens of their own still collide") {
  // The month stands on the next line, so that no date token holds both.
  const ProseMerge merge =
      merge_prose("วันที่ 25\nเดือนมิถุนายน ปี 2569", "วันที่ 27\nเดือนมิถุนายน ปี 2569", "วันที่ 25\nเดือนกรกฎาคม ปี 2569");
  CHECK(merge.collided);
  CHECK(merge.text == "วันที่ 27\nเดือนมิถุนายน ปี 2569");
}

TEST_CASE("changes with one word between collide, with two they merge") {
  const auto text = [](const char* first, const char* between, const char* last) {
    return "Alpha " + std::string(first) + " " + between + " " + last + " Omega";
  };
  const char* one_word = "Kappa, (25) –";
  CHECK(merge_prose(text("Beta", one_word, "Gamma"), text("Delta", one_word, "Gamma"),
                    text("Beta", one_word, "Zeta"))
            .collided);
  const char* two_words = "Kappa Lambda";
  const ProseMerge merge = merge_prose(text("Beta", two_words, "Gamma"), text("Delta", two_words, "Gamma"),
                                       text("Beta", two_words, "Zeta"));
  CHECK_FALSE(merge.collided);
  CHECK(merge.text == text("Delta", two_words, "Zeta"));
}

TEST_CASE("spaces, signs, numbers and emoji between two changes do not count as words") {
  const auto text = [](const char* first, const char* last) {
    return "ผู้อำนวยการ" + std::string(first) + " 15 คน, 2569 (1/2569) 😀😀 – 50% “" + last + "”";
  };
  CHECK(merge_prose(text("มอบ", "รางวัล"), text("รับ", "รางวัล"), text("มอบ", "โล่")).collided);
}

TEST_CASE("insertions of both sides at one place collide unless they are equal") {
  const std::string base = opening + " " + closing;
  const auto with = [](const char* insertion) { return opening + insertion + " " + closing; };
  const ProseMerge merge = merge_prose(base, with(" ครั้งแรก"), with(" ประจำเดือน"));
  CHECK(merge.collided);
  CHECK(merge.text == with(" ครั้งแรก"));
  // Equal ones, with another change far away so that the sides differ.
  const ProseMerge equal = merge_prose(base + "\n", with(" ครั้งแรก") + "\n", with(" ครั้งแรก") + "\nจบข่าว");
  CHECK_FALSE(equal.collided);
  CHECK(equal.text == with(" ครั้งแรก") + "\nจบข่าว");
}

TEST_CASE("a change that both sides made does not collide with a near one of one side") {
  const ProseMerge merge =
      merge_prose("Alpha Beta Gamma Delta", "Kappa Beta Gamma Delta", "Kappa Beta Zeta Delta");
  CHECK_FALSE(merge.collided);
  CHECK(merge.text == "Kappa Beta Zeta Delta");
}

TEST_CASE("a word that both sides changed is no unchanged word between two changes") {
  const auto text = [](const char* first, const char* middle, const char* last) {
    return std::string(first) + " Beta " + middle + " 25 " + last;
  };
  CHECK(merge_prose(text("Alpha", "Gamma", "Delta"), text("Kappa", "Zeta", "Delta"),
                    text("Alpha", "Zeta", "Sigma"))
            .collided);
  CHECK_FALSE(merge_prose(text("Alpha", "Gamma", "Delta"), text("Kappa", "Gamma", "Delta"),
                          text("Alpha", "Gamma", "Sigma"))
                  .collided);
}

TEST_CASE("where one place collides, the other changes of the loser still merge") {
  const auto news = [](const char* date, const char* place, const char* chair) {
    return "วันที่ " + std::string(date) + " สำนักงานเขตพื้นที่การศึกษาจัดประชุมครูทุกโรงเรียนที่" + place +
           "เพื่อพัฒนาคุณภาพการศึกษาของนักเรียนในสังกัดโดยมี" + chair + "เป็นประธาน";
  };
  const ProseMerge merge =
      merge_prose(news("25 มิถุนายน", "หอประชุม", "ผู้อำนวยการ"), news("26 มิถุนายน", "หอประชุม", "ผู้อำนวยการ"),
                  news("27 มิถุนายน", "หอประชุม", "ศึกษานิเทศก์"));
  CHECK(merge.collided);
  CHECK(merge.text == news("26 มิถุนายน", "หอประชุม", "ศึกษานิเทศก์"));
  CHECK(merge.collisions.size() == 1);
  CHECK(marked(merge).find("[ศึกษานิเทศก์]") != std::string::npos);
}

TEST_CASE("half of a reworded phrase is never merged") {
  // Incoming swaps two names around one word; the server touches only the second name.
  const ProseMerge merge = merge_prose("Anong และ Boonmee", "Anong และ Chai", "Boonmee และ Anong");
  CHECK(merge.collided);
  CHECK(merge.text == "Anong และ Chai");
}

TEST_CASE(
    "a paragraph taken out against an edit inside it collides, and the loser's words are in the collision") {
  const std::string kept = opening + "\n";
  const std::string gone = closing + "\n";
  const ProseMerge merge = merge_prose(kept + gone, kept, kept + "โดยมีศึกษานิเทศก์เป็นประธานเปิดงาน\n");
  CHECK(merge.collided);
  CHECK(merge.text == kept);
  REQUIRE(merge.collisions.size() == 1);
  CHECK(merge.collisions[0].incoming.find("ศึกษานิเทศก์") != std::string::npos);
}

TEST_CASE("a deletion that merges leaves an empty mark") {
  const ProseMerge merge = merge_prose("ครูใหม่อบรมที่โรงเรียนบ้านหนองน้ำใส\nภาพโดย งานประชาสัมพันธ์",
                                       "ครูใหม่อบรมที่โรงเรียนบ้านหนองน้ำใส\nภาพโดย กลุ่มอำนวยการ",
                                       "ครูอบรมที่โรงเรียนบ้านหนองน้ำใส\nภาพโดย งานประชาสัมพันธ์");
  CHECK_FALSE(merge.collided);
  CHECK(marked(merge) == "ครู[]อบรมที่โรงเรียนบ้านหนองน้ำใส\nภาพโดย กลุ่มอำนวยการ");
}

TEST_CASE("where only one side changed, that side is taken without marks") {
  const ProseMerge merge = merge_prose(opening, opening, opening + closing);
  CHECK(merge.text == opening + closing);
  CHECK(merge.merged_marks.empty());
  CHECK_FALSE(merge.collided);
}

TEST_CASE("texts that grew from nothing collide unless they are equal") {
  CHECK(merge_prose("", "ข่าวแรก", "ข่าวสอง").collided);
  CHECK(merge_prose("", "ข่าวแรก", "ข่าวสอง").text == "ข่าวแรก");
  CHECK_FALSE(merge_prose("", "ข่าวแรก", "ข่าวแรก").collided);
  CHECK(merge_prose("ข่าว", "", "ข่าวสอง").collided);
}

TEST_CASE("paragraphs added at both ends by two people are both there") {
  const ProseMerge merge =
      merge_prose(opening + "\n" + closing + "\n", "ด่วน\n" + opening + "\n" + closing + "\n",
                  opening + "\n" + closing + "\nภาพ: กลุ่มอำนวยการ\n");
  CHECK_FALSE(merge.collided);
  CHECK(merge.text == "ด่วน\n" + opening + "\n" + closing + "\nภาพ: กลุ่มอำนวยการ\n");
}

// Whatever the dictionary makes of ตากลม: the merge is one of the three texts' words, never a mixture inside
// it.
TEST_CASE("an ambiguous word merges whole however it is cut") {
  const auto text = [](const char* word) { return std::string("เด็กนั่ง") + word + "อยู่ริมน้ำกับเพื่อน"; };
  const ProseMerge merge = merge_prose(text("ตากลม"), text("ตากฝน"), text("ตาหวาน"));
  CHECK(merge.collided);
  CHECK(merge.text == text("ตากฝน"));
}

TEST_CASE("texts with nothing in common are one change, and bytes that are not UTF-8 do no harm") {
  std::string one;
  std::string other;
  std::string third;
  for (int i = 0; i < 4000; ++i) {
    one += "alpha" + std::to_string(i) + "a ";
    other += "beta" + std::to_string(i) + "b ";
    third += "gamma" + std::to_string(i) + "c ";
  }
  const ProseMerge merge = merge_prose(one, other, third);
  CHECK(merge.collided);
  CHECK(merge.text == other);
  CHECK(merge_prose("ก\xFF ข", "ก\xFF ค", "ง\xFF ข").collided);
}
