#include "tests/simulation/words.hpp"

#include <array>
#include <regex>
#include <string_view>

namespace khaosan::simulation {
namespace {

constexpr std::array doings = {"เปิดค่าย", "แข่งขัน",    "ประชุม",    "อบรม",       "นิเทศ",
                               "เยี่ยมชม", "มอบรางวัล", "ประเมินผล", "จัดนิทรรศการ", "รับสมัคร"};
constexpr std::array subjects = {"วิทยาศาสตร์", "ภาษาไทย", "คณิตศาสตร์", "กีฬา",    "ดนตรี",
                                 "ศิลปะ",      "เกษตร",   "ลูกเสือ",    "ห้องสมุด", "คอมพิวเตอร์"};
constexpr std::array people = {"นักเรียน", "ครู", "ผู้ปกครอง", "ผู้บริหาร", "กรรมการสถานศึกษา", "ศึกษานิเทศก์"};
// No two share a word, so that changing one changes all of it.
constexpr std::array places = {"หอประชุม", "สนามกีฬา", "อาคารเรียน", "โรงอาหาร", "ลานกว้าง"};
constexpr std::array villages = {"บ้านดอน", "บ้านนา", "บ้านสวน", "บ้านป่า", "บ้านห้วย"};
constexpr std::array months = {"มกราคม", "กุมภาพันธ์", "มีนาคม", "มิถุนายน", "กรกฎาคม", "สิงหาคม"};

const std::regex& date_pattern() {
  static const std::regex pattern("([0-9]+) (มกราคม|กุมภาพันธ์|มีนาคม|มิถุนายน|กรกฎาคม|สิงหาคม)");
  return pattern;
}

std::string number(Dice& dice, std::size_t bound) {
  return std::to_string(1 + dice.below(bound));
}

template <typename List>
bool swap_a_word(Dice& dice, std::string& text, const List& words) {
  const std::size_t first = dice.below(words.size());
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view old = words.at((first + i) % words.size());
    const auto at = text.find(old);
    if (at == std::string::npos) continue;
    text.replace(at, old.size(), dice.pick(words));
    return true;
  }
  return false;
}

void change_a_date(Dice& dice, std::string& text) {
  std::vector<std::smatch> dates;
  for (std::sregex_iterator found(text.begin(), text.end(), date_pattern()), end; found != end; ++found)
    dates.push_back(*found);
  if (dates.empty()) return;
  const std::smatch& date = dice.pick(dates);
  const std::size_t part = 1 + dice.below(2);
  const std::string fresh = part == 1 ? number(dice, 28) : std::string(dice.pick(months));
  text.replace(static_cast<std::size_t>(date.position(part)), static_cast<std::size_t>(date.length(part)),
               fresh);
}

void drop_a_line(Dice& dice, std::string& text) {
  std::vector<std::size_t> starts{0};
  for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 1))
    starts.push_back(at + 1);
  if (starts.size() < 2) return;
  const std::size_t line = dice.below(starts.size() - 1);
  text.erase(starts[line], starts[line + 1] - starts[line]);
}

}  // namespace

std::string title(Dice& dice) {
  return std::string(dice.pick(doings)) + dice.pick(subjects) + " ครั้งที่ " + number(dice, 400);
}

std::string sentence(Dice& dice) {
  return std::string(dice.pick(people)) + "ร่วมกัน" + dice.pick(doings) + dice.pick(subjects) + "ที่" +
         dice.pick(places) + " " + dice.pick(villages) + " เมื่อวันที่ " + number(dice, 28) + " " +
         dice.pick(months) + " โดยมี" + dice.pick(people) + "เข้าร่วม " + number(dice, 300) + " คน";
}

std::string prose(Dice& dice) {
  std::string text = sentence(dice);
  for (std::size_t more = dice.below(3); more > 0; --more) text += "\n" + sentence(dice);
  return text;
}

std::string edited(Dice& dice, const std::string& text) {
  std::string fresh = text;
  switch (dice.below(8)) {
    case 0:
    case 1:
      change_a_date(dice, fresh);
      break;
    case 2:
      swap_a_word(dice, fresh, people);
      break;
    case 3:
      swap_a_word(dice, fresh, subjects);
      break;
    case 4:
      if (dice.below(2) == 0) {
        swap_a_word(dice, fresh, places);
      } else {
        swap_a_word(dice, fresh, villages);
      }
      break;
    case 5:
      fresh += "\n" + sentence(dice);
      break;
    case 6:
      fresh.insert(0, sentence(dice) + "\n");
      break;
    default:
      drop_a_line(dice, fresh);
  }
  constexpr std::size_t long_bytes = 2'500;
  return fresh.size() > long_bytes ? prose(dice) : fresh;
}

std::vector<std::string> phrases_in(const std::string& text) {
  static const std::regex place("ที่([^ \n]+) (บ้าน[^ \n]+)");
  std::vector<std::string> phrases;
  for (const std::regex& pattern : {date_pattern(), place}) {
    for (std::sregex_iterator found(text.begin(), text.end(), pattern), end; found != end; ++found)
      phrases.push_back(found->str());
  }
  return phrases;
}

}  // namespace khaosan::simulation
