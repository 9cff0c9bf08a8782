// Random office prose: phrases, dates, numbers, emoji and line breaks, and the edits that people make to
// them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/property/seeded.hpp"

namespace khaosan {

inline constexpr std::string_view office_phrases[] = {"สำนักงานเขตพื้นที่การศึกษา",
                                                      "ประถมศึกษา",
                                                      "จัดประชุม",
                                                      "คณะกรรมการ",
                                                      "โรงเรียน",
                                                      "บ้านหนองน้ำใส",
                                                      "นักเรียน",
                                                      "ผู้อำนวยการ",
                                                      "เข้าร่วม",
                                                      "โครงการ",
                                                      "อบรม",
                                                      "เชิงปฏิบัติการ",
                                                      "ณ ห้องประชุม",
                                                      "โดยมี",
                                                      "เป็นประธาน",
                                                      "เปิดงาน",
                                                      "พร้อมด้วย",
                                                      "ศึกษานิเทศก์",
                                                      "ครูและบุคลากร",
                                                      "ทางการศึกษา",
                                                      "มอบเกียรติบัตร",
                                                      "ตรวจเยี่ยม",
                                                      "น้ำดื่ม",
                                                      "กำลังใจ",
                                                      "ต่างๆ",
                                                      "ฯลฯ",
                                                      "ตากลม",
                                                      "ปีงบประมาณ",
                                                      "พ.ศ.",
                                                      "ผอ.สพป.",
                                                      "น.ส.สมศรี",
                                                      "Facebook",
                                                      "Excel",
                                                      "“ข่าวสาร”",
                                                      "(ฉบับร่าง)",
                                                      "และ",
                                                      "ที่",
                                                      "ซึ่ง",
                                                      "เพื่อพัฒนา",
                                                      "คุณภาพ"};
inline constexpr std::string_view office_numbers[] = {
    "25 มิถุนายน 2569", "27 มิถุนายน 2569", "25 กรกฎาคม", "25 มิ.ย.", "09.30 น.", "16.30 น.", "1,250 บาท",
    "15 คน",          "๑๒ โรงเรียน",     "50%",        "120 คน",  "2569",     "25",       "307",
    "02-123-4567",    "ศธ 04001/123",   "๓๐ ภาพ",     "2 ชั่วโมง"};
inline constexpr std::string_view office_signs[] = {
    " ", " ", " ", " ", "\n", "\n\n", "  ", ", ", "😀", "👨‍👩‍👧", " – ", ". ", "🇹🇭"};

using Pieces = std::vector<std::string>;

inline std::string any_piece(Seeded& random) {
  const std::size_t dice = random.below(10);
  if (dice < 6) return std::string(random.any_of(office_phrases));
  return std::string(dice < 8 ? random.any_of(office_numbers) : random.any_of(office_signs));
}

inline Pieces any_prose(Seeded& random, std::size_t pieces_max) {
  Pieces prose;
  for (std::size_t i = random.below(pieces_max + 1); i > 0; --i) {
    prose.push_back(any_piece(random));
    if (random.one_in(2)) prose.push_back(" ");
  }
  return prose;
}

// `prose` after up to `edits_max` insertions, deletions, replacements and moves.
inline Pieces edited(Pieces prose, Seeded& random, std::size_t edits_max) {
  for (std::size_t i = random.below(edits_max + 1); i > 0; --i) {
    const std::size_t at = random.below(prose.size() + 1);
    const auto here = prose.begin() + static_cast<std::ptrdiff_t>(at);
    const std::size_t dice = random.below(10);
    if (dice < 4 || at == prose.size()) {
      prose.insert(here, any_piece(random));
    } else if (dice < 6) {
      prose.erase(here);
    } else if (dice < 9) {
      *here = any_piece(random);
    } else {
      const std::string moved = *here;
      prose.erase(here);
      prose.insert(prose.begin() + static_cast<std::ptrdiff_t>(random.below(prose.size() + 1)), moved);
    }
  }
  return prose;
}

inline std::string joined(const Pieces& pieces) {
  std::string text;
  for (const std::string& piece : pieces) text += piece;
  return text;
}

}  // namespace khaosan
