#include "client/ui/date_reader.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <vector>

namespace khaosan::client {
namespace {

constexpr int first_buddhist_year = 2400;
constexpr int short_year_century = 2500;
constexpr std::size_t digits_max = 4;

// Without dots and blanks, as `letters_of` leaves them.
constexpr std::array<std::array<std::string_view, 4>, 12> month_names = {
    {{"มค", "มกราคม", "jan", "january"},
     {"กพ", "กุมภาพันธ์", "feb", "february"},
     {"มีค", "มีนาคม", "mar", "march"},
     {"เมย", "เมษายน", "apr", "april"},
     {"พค", "พฤษภาคม", "may", "may"},
     {"มิย", "มิถุนายน", "jun", "june"},
     {"กค", "กรกฎาคม", "jul", "july"},
     {"สค", "สิงหาคม", "aug", "august"},
     {"กย", "กันยายน", "sep", "september"},
     {"ตค", "ตุลาคม", "oct", "october"},
     {"พย", "พฤศจิกายน", "nov", "november"},
     {"ธค", "ธันวาคม", "dec", "december"}}};
constexpr std::array<std::string_view, 21> idle_words = {
    "วันที่",  "วัน", "พศ", "คศ", "ที่", "อาทิตย์", "จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์",
    "เสาร์", "อา", "จ",  "อ",  "พ", "พฤ",    "ศ",    "ส",     "ad", "be"};

int month_named(std::string_view word) {
  for (std::size_t i = 0; i < month_names.size(); ++i) {
    for (const std::string_view name : month_names[i]) {
      if (name == word) return static_cast<int>(i) + 1;
    }
  }
  return 0;
}

// Numbers and words in order; Thai digits are digits, dots inside words are nothing.
struct Piece {
  int number = -1;
  std::size_t digits = 0;
  std::string word;
};

std::string plain_digits(std::string_view typed) {
  std::string text;
  for (std::size_t i = 0; i < typed.size(); ++i) {
    const bool is_thai_digit = i + 2 < typed.size() && typed[i] == '\xE0' && typed[i + 1] == '\xB9' &&
                               static_cast<unsigned char>(typed[i + 2]) >= 0x90 &&
                               static_cast<unsigned char>(typed[i + 2]) <= 0x99;
    if (is_thai_digit) {
      text += static_cast<char>('0' + (static_cast<unsigned char>(typed[i + 2]) - 0x90));
      i += 2;
    } else {
      text += typed[i] >= 'A' && typed[i] <= 'Z' ? static_cast<char>(typed[i] - 'A' + 'a') : typed[i];
    }
  }
  return text;
}

std::optional<std::vector<Piece>> pieces_of(std::string_view typed) {
  std::vector<Piece> pieces;
  bool goes_on = false;  // the last piece
  for (const char c : plain_digits(typed)) {
    const bool is_digit = c >= '0' && c <= '9';
    const bool is_gap = c == ' ' || c == '/' || c == '-' || c == ',' || c == '\t';
    if (is_gap) {
      goes_on = false;
    } else if (c == '.') {
      // Between numbers it parts them; in a word it is nothing: "พ.ย."
      if (!pieces.empty() && pieces.back().number >= 0) goes_on = false;
    } else if (is_digit) {
      if (!goes_on || pieces.back().number < 0) pieces.push_back({0, 0, {}});
      Piece& piece = pieces.back();
      if (++piece.digits > digits_max) return std::nullopt;
      piece.number = piece.number * 10 + (c - '0');
      goes_on = true;
    } else {
      if (!goes_on || pieces.back().number >= 0) pieces.push_back({});
      pieces.back().word += c;
      goes_on = true;
    }
  }
  return pieces;
}

int full_year(int year, std::size_t digits) {
  if (digits <= 2) year += short_year_century;
  return year >= first_buddhist_year ? year - buddhist_era_offset_years : year;
}

DateReading named(int year, int month, int day) {
  DateReading reading;
  if (month < 1 || month > 12) {
    reading.fault = DateFault::no_such_month;
    return reading;
  }
  const int last = days_of_month(year, month);
  if (day < 1 || day > last) {
    reading.fault = DateFault::no_such_day;
    reading.month = month;
    reading.last_day = last;
    return reading;
  }
  reading.date = CivilDate{year, month, day};
  return reading;
}

// The year that brings the day nearest to today.
int nearest_year(CivilDate today, int month, int day) {
  int best = today.year;
  std::int64_t best_days = 1'000'000;
  for (int year = today.year - 1; year <= today.year + 1; ++year) {
    if (month < 1 || month > 12 || day < 1 || day > days_of_month(year, month)) continue;
    const std::int64_t apart = std::abs(days_since_epoch({year, month, day}) - days_since_epoch(today));
    if (apart < best_days) best_days = apart, best = year;
  }
  return best;
}

DateReading unreadable() {
  DateReading reading;
  reading.fault = DateFault::unreadable;
  return reading;
}

}  // namespace

int days_of_month(int year, int month) {
  const CivilDate first{year, month, 1};
  const CivilDate next = month == 12 ? CivilDate{year + 1, 1, 1} : CivilDate{year, month + 1, 1};
  return static_cast<int>(days_since_epoch(next) - days_since_epoch(first));
}

CivilDate today_in_bangkok() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return bangkok_date(Instant{std::chrono::duration_cast<std::chrono::milliseconds>(since).count()});
}

DateReading read_date(std::string_view typed, CivilDate today) {
  const auto pieces = pieces_of(typed);
  if (!pieces) return unreadable();
  if (pieces->empty()) {
    DateReading reading;
    reading.fault = DateFault::empty;
    return reading;
  }
  std::vector<Piece> numbers;
  int month = 0;
  for (const Piece& piece : *pieces) {
    if (piece.number >= 0) {
      numbers.push_back(piece);
      continue;
    }
    const std::int64_t now = days_since_epoch(today);
    if (piece.word == "วันนี้") return {today, DateFault::none, 0, 0};
    if (piece.word == "พรุ่งนี้") return {civil_from_days(now + 1), DateFault::none, 0, 0};
    if (piece.word == "เมื่อวาน" || piece.word == "เมื่อวานนี้")
      return {civil_from_days(now - 1), DateFault::none, 0, 0};
    if (const int named_month = month_named(piece.word); named_month != 0 && month == 0) {
      month = named_month;
    } else if (std::find(idle_words.begin(), idle_words.end(), piece.word) == idle_words.end()) {
      return unreadable();
    }
  }
  if (month != 0) {
    if (numbers.size() == 1 && numbers[0].digits <= 2)
      return named(nearest_year(today, month, numbers[0].number), month, numbers[0].number);
    if (numbers.size() == 2 && numbers[0].digits <= 2 && numbers[1].digits != 3)
      return named(full_year(numbers[1].number, numbers[1].digits), month, numbers[0].number);
    return unreadable();
  }
  if (numbers.size() == 1 && numbers[0].digits <= 2) return named(today.year, today.month, numbers[0].number);
  if (numbers.size() == 2 && numbers[0].digits <= 2 && numbers[1].digits <= 2)
    return named(nearest_year(today, numbers[1].number, numbers[0].number), numbers[1].number,
                 numbers[0].number);
  if (numbers.size() != 3 || numbers[1].digits > 2) return unreadable();
  if (numbers[0].digits == 4)
    return named(full_year(numbers[0].number, 4), numbers[1].number, numbers[2].number);
  if (numbers[0].digits > 2 || numbers[2].digits == 3) return unreadable();
  return named(full_year(numbers[2].number, numbers[2].digits), numbers[1].number, numbers[0].number);
}

std::optional<std::string> read_time(std::string_view typed) {
  std::string digits;
  std::string minutes;
  bool after_mark = false;
  bool ended = false;
  std::string rest;
  for (const char c : plain_digits(typed)) {
    if (c >= '0' && c <= '9' && !ended) {
      (after_mark ? minutes : digits) += c;
    } else if ((c == ':' || c == '.') && !after_mark && !ended && !digits.empty()) {
      after_mark = true;
    } else if (c == ' ') {
      ended = ended || !digits.empty();
    } else {
      ended = true;
      rest += c;
    }
  }
  if (!rest.empty() && rest != "น" && rest != "น.") return std::nullopt;
  if (!after_mark && (digits.size() == 3 || digits.size() == 4)) {
    minutes = digits.substr(digits.size() - 2);
    digits.resize(digits.size() - 2);
  }
  if (digits.empty() || digits.size() > 2 || minutes.size() > 2 || minutes.size() == 1) return std::nullopt;
  const std::string text =
      (digits.size() == 1 ? "0" + digits : digits) + ":" + (minutes.empty() ? "00" : minutes);
  const auto checked = parse_civil_time(text);
  if (!checked.ok()) return std::nullopt;
  return *checked;
}

}  // namespace khaosan::client
