#include "shared/thai/number_phrase.hpp"

#include <algorithm>
#include <optional>
#include <span>

#include "shared/base/utf8.hpp"

namespace khaosan {
namespace {

constexpr std::size_t gap_blanks_max = 2;             // between a number and its unit
constexpr std::size_t abbreviation_clusters_max = 3;  // "สพป." is the longest kind
constexpr std::size_t long_year_digits = 4;
constexpr std::size_t short_year_digits = 2;

constexpr std::string_view months[] = {"มกราคม",  "กุมภาพันธ์", "มีนาคม",  "เมษายน", "พฤษภาคม",  "มิถุนายน",
                                       "กรกฎาคม", "สิงหาคม",  "กันยายน", "ตุลาคม",  "พฤศจิกายน", "ธันวาคม"};
// The last full stop is often left out.
constexpr std::string_view short_months[] = {"ม.ค", "ก.พ", "มี.ค", "เม.ย", "พ.ค", "มิ.ย",
                                             "ก.ค", "ส.ค", "ก.ย", "ต.ค",  "พ.ย", "ธ.ค"};
constexpr std::string_view eras[] = {"พ.ศ.", "ค.ศ.", "พุทธศักราช", "คริสต์ศักราช"};
constexpr std::string_view multipliers[] = {"ร้อย", "พัน", "หมื่น", "แสน", "ล้าน"};
constexpr std::string_view signs[] = {"%", "‰", "°C"};
// With their full stop, so that they need no word cut after them.
constexpr std::string_view short_units[] = {"น.",    "กม.", "ก.ม.", "ซม.", "มม.", "ตร.ม.", "ตร.กม.",
                                            "ตร.ว.", "กก.", "ก.ก.", "ชม.", "รร.", "ลบ.ม.", "มล."};
constexpr std::string_view units[] = {
    "คน",     "ราย",     "ท่าน",     "รูป",        "ตัว",    "คู่",        "ทีม",     "กลุ่ม",      "คณะ",
    "ฝ่าย",    "ห้อง",     "ห้องเรียน", "ชั้น",        "แห่ง",   "โรงเรียน",  "โรง",    "สถานศึกษา", "ศูนย์",
    "เขต",    "เขตพื้นที่",  "จังหวัด",   "อำเภอ",     "ตำบล",  "หมู่บ้าน",    "หลัง",    "คัน",       "บาท",
    "สตางค์",  "ทุน",      "รางวัล",   "เหรียญ",     "คะแนน", "เปอร์เซ็นต์", "เท่า",    "ส่วน",      "ข้อ",
    "หน้า",    "แผ่น",     "เล่ม",     "ฉบับ",       "ชุด",    "ชิ้น",       "อัน",     "กล่อง",     "เครื่อง",
    "ภาพ",    "เรื่อง",    "ข่าว",     "คลิป",       "ตอน",   "บท",       "คำ",     "บรรทัด",    "ตัวอักษร",
    "รายการ", "โครงการ", "กิจกรรม",  "หลักสูตร",    "วิชา",   "หน่วยกิต",   "หน่วย",   "ประเด็น",   "ด้าน",
    "ระดับ",   "ขั้นตอน",   "ลำดับ",    "อันดับ",      "ครั้ง",   "รอบ",      "รุ่น",     "ภาคเรียน",  "เทอม",
    "วินาที",   "นาที",     "ชั่วโมง",   "นาฬิกา",     "วัน",    "คืน",       "สัปดาห์",  "เดือน",     "ไตรมาส",
    "ปี",      "ขวบ",     "มิลลิเมตร", "เซนติเมตร",  "เมตร",  "กิโลเมตร",  "กิโลกรัม", "กรัม",      "ลิตร",
    "ไร่",     "งาน",     "ตารางวา", "ตารางเมตร", "องศา",  "สาย",      "ต้น"};
constexpr std::string_view latin_units[] = {"KB", "MB", "GB", "TB", "km", "kg"};

// A reader that moves over the text; a part that is not there leaves it where it was.
class Reader {
 public:
  Reader(std::string_view text, const Cuts& cuts, std::size_t at) : text_(text), cuts_(cuts), at_(at) {}

  std::size_t at() const { return at_; }
  void go_back(std::size_t at) { at_ = at; }

  bool starts(std::string_view part) const { return text_.substr(at_).starts_with(part); }

  bool take(std::string_view part) {
    if (!starts(part)) return false;
    at_ += part.size();
    return true;
  }

  // How many digits were there, Arabic or Thai.
  std::size_t take_digits() {
    std::size_t count = 0;
    while (take_digit()) ++count;
    return count;
  }

  bool digit_here() const {
    Reader ahead = *this;
    return ahead.take_digit();
  }

  // Blanks on one line; false, and not moved, if there are more than a gap has.
  bool take_gap() {
    const std::size_t start = at_;
    for (std::size_t i = 0; i < gap_blanks_max; ++i) {
      if (!take(" ") && !take("\u00A0")) return true;
    }
    if (!starts(" ") && !starts("\u00A0")) return true;
    at_ = start;
    return false;
  }

  bool thai_letter_here() const {
    const auto code_point = peek();
    return code_point && is_thai_letter(*code_point);
  }

  bool at_cluster() const { return cuts_.cluster(at_); }
  bool at_word() const { return cuts_.word(at_); }

  bool short_letters_here() const { return abbreviation_part_end(at_) != at_; }

  // The end of "สพป.": a few Thai clusters and a full stop; `from` if it is not there.
  std::size_t abbreviation_part_end(std::size_t from) const {
    Reader part(text_, cuts_, from);
    std::size_t clusters = 0;
    while (part.thai_letter_here()) {
      const auto code_point = part.next();
      if (!code_point) return from;
      clusters += part.at_cluster() ? 1 : 0;
      if (clusters > abbreviation_clusters_max) return from;
    }
    return clusters > 0 && part.take(".") && part.at_cluster() ? part.at() : from;
  }

 private:
  bool take_digit() {
    if (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') {
      ++at_;
      return true;
    }
    const auto code_point = peek();
    if (!code_point || *code_point < U'๐' || *code_point > U'๙') return false;
    return next().has_value();
  }

  std::optional<std::uint32_t> next() {
    return at_ < text_.size() ? next_code_point(text_, at_) : std::nullopt;
  }
  std::optional<std::uint32_t> peek() const {
    std::size_t ahead = at_;
    return at_ < text_.size() ? next_code_point(text_, ahead) : std::nullopt;
  }

  std::string_view text_;
  const Cuts& cuts_;
  std::size_t at_;
};

// A joint with digits after it; takes both or nothing.
bool take_joined_digits(Reader& reader) {
  static constexpr std::string_view joints[] = {",",   ".",   ":",  "/",  "-",  "–",
                                                " - ", " – ", "- ", "– ", " -", " –"};
  const std::size_t start = reader.at();
  for (std::string_view joint : joints) {
    if (reader.take(joint) && reader.take_digits() > 0) return true;
    reader.go_back(start);
  }
  return false;
}

// "25", "1,250.50", "09:30", "25/6/2569", "25-27", "09.30 – 16.30": as far as it can go and end a word. Not
// all or nothing, or "1-1-1…1a" would be read again from each of its digits.
bool take_number(Reader& reader) {
  std::size_t end = reader.at();
  const std::size_t start = end;
  if (reader.take_digits() == 0) return false;
  do {
    if (reader.at_word()) end = reader.at();
  } while (take_joined_digits(reader));
  reader.go_back(end);
  return end != start;
}

// The longest of `parts` that is here and ends where `ends_well` says.
template <typename EndsWell>
bool take_longest(Reader& reader, std::span<const std::string_view> parts, EndsWell ends_well) {
  const std::size_t start = reader.at();
  std::size_t best = start;
  for (std::string_view part : parts) {
    reader.go_back(start);
    if (reader.take(part) && reader.at() > best && ends_well(reader)) best = reader.at();
  }
  reader.go_back(best);
  return best != start;
}

bool ends_cluster(const Reader& reader) {
  return reader.at_cluster();
}

bool ends_word(const Reader& reader) {
  return reader.at_word();
}

// Not the beginning of a longer abbreviation: "น." but not of "น.ส."
bool ends_abbreviation(const Reader& reader) {
  return reader.at_cluster() && !reader.short_letters_here();
}

bool take_month(Reader& reader) {
  if (take_longest(reader, months, ends_cluster)) return true;
  const std::size_t start = reader.at();
  if (!take_longest(reader, short_months, ends_cluster)) return false;
  if (reader.take(".") || !reader.thai_letter_here()) return true;
  reader.go_back(start);
  return false;
}

bool take_unit(Reader& reader) {
  const std::size_t start = reader.at();
  while (take_longest(reader, multipliers, ends_cluster)) continue;
  const std::size_t after_multiplier = reader.at();
  const bool multiplied = after_multiplier != start;
  const bool multiplier_is_word = multiplied && reader.at_word();
  if (multiplied) reader.take_gap();
  if (take_longest(reader, short_units, ends_abbreviation) || take_longest(reader, units, ends_word) ||
      take_longest(reader, signs, ends_cluster) || take_longest(reader, latin_units, ends_word)) {
    return true;
  }
  reader.go_back(multiplier_is_word ? after_multiplier : start);
  return multiplier_is_word;
}

bool unit_follows(Reader reader) {
  return reader.take_gap() && take_unit(reader);
}

// "2569" or "69", but not the number of something that follows: "25 มิ.ย. 15 คน", "25 มิ.ย. 09.30 น."
bool take_year(Reader& reader) {
  const std::size_t start = reader.at();
  Reader whole = reader;
  const std::size_t digits = reader.take_digits();
  const bool is_long = digits == long_year_digits;
  const bool is_short = digits == short_year_digits && !unit_follows(reader);
  take_number(whole);
  if ((is_long || is_short) && whole.at() == reader.at() && reader.at_word()) return true;
  reader.go_back(start);
  return false;
}

// What may follow a month: a gap, an era, a year. Takes all of it or nothing.
bool take_gap_and_year(Reader& reader) {
  const std::size_t start = reader.at();
  if (reader.take_gap()) {
    if (take_longest(reader, eras, ends_cluster)) reader.take_gap();
    if (take_year(reader)) return true;
  }
  reader.go_back(start);
  return false;
}

void take_rest_of_quantity(Reader& reader) {
  const std::size_t number_end = reader.at();
  if (!reader.take_gap()) return;
  if (take_month(reader)) {
    take_gap_and_year(reader);
  } else if (!take_unit(reader)) {
    reader.go_back(number_end);
  }
}

}  // namespace

bool is_thai_letter(std::uint32_t code_point) {
  return (code_point >= 0x0E01 && code_point <= 0x0E3A) || (code_point >= 0x0E40 && code_point <= 0x0E4E);
}

std::size_t number_phrase_end(std::string_view text, const Cuts& cuts, std::size_t at) {
  Reader reader(text, cuts, at);
  if (reader.digit_here()) {
    if (!take_number(reader)) return at;
    take_rest_of_quantity(reader);
    return reader.at();
  }
  const bool starts_date = take_month(reader) || take_longest(reader, eras, ends_cluster);
  return starts_date && take_gap_and_year(reader) ? reader.at() : at;
}

std::size_t abbreviation_end(std::string_view text, const Cuts& cuts, std::size_t at) {
  const Reader reader(text, cuts, at);
  const std::size_t first = reader.abbreviation_part_end(at);
  if (first == at) return at;
  std::size_t end = first;
  for (std::size_t next = reader.abbreviation_part_end(end); next != end;) {
    end = next;
    next = reader.abbreviation_part_end(end);
  }
  return end == first ? at : end;
}

}  // namespace khaosan
