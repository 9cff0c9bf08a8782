#include "shared/base/time.hpp"

#include <array>
#include <charconv>
#include <cstdio>
#include <optional>

namespace khaosan {
namespace {

constexpr std::array<std::string_view, 12> thai_months = {"มกราคม",  "กุมภาพันธ์", "มีนาคม",    "เมษายน",
                                                          "พฤษภาคม", "มิถุนายน",  "กรกฎาคม",  "สิงหาคม",
                                                          "กันยายน",  "ตุลาคม",   "พฤศจิกายน", "ธันวาคม"};
constexpr std::array<std::string_view, 12> thai_short_months = {
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."};

constexpr std::int64_t day_ms = 86'400'000;
constexpr int first_buddhist_year = 2401;

// The number that the whole of `text` spells, digits only.
std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty() || text[0] == '-') return {};
  return value;
}

std::int64_t floor_div(std::int64_t value, std::int64_t by) {
  return value >= 0 ? value / by : -((-value + by - 1) / by);
}

template <typename... Values>
std::string format(const char* pattern, Values... values) {
  std::array<char, 64> text{};
  const int length = std::snprintf(text.data(), text.size(), pattern, values...);
  return {text.data(), static_cast<std::size_t>(length)};
}

struct Clock {
  int hour, minute, second, ms;
};

Clock clock_of(std::int64_t unix_ms) {
  const std::int64_t in_day = unix_ms - floor_div(unix_ms, day_ms) * day_ms;
  return {static_cast<int>(in_day / 3'600'000), static_cast<int>(in_day / 60'000 % 60),
          static_cast<int>(in_day / 1'000 % 60), static_cast<int>(in_day % 1'000)};
}

}  // namespace

// Days from the civil calendar, counting years from March so that the leap day is last.
std::int64_t days_since_epoch(CivilDate date) {
  const std::int64_t year = date.month <= 2 ? date.year - 1 : date.year;
  const std::int64_t era = floor_div(year, 400);
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t month_from_march = (date.month + 9) % 12;
  const std::int64_t day_of_year = (153 * month_from_march + 2) / 5 + date.day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

CivilDate civil_from_days(std::int64_t days) {
  const std::int64_t shifted = days + 719468;
  const std::int64_t era = floor_div(shifted, 146097);
  const std::int64_t day_of_era = shifted - era * 146097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month_from_march = (5 * day_of_year + 2) / 153;
  const int day = static_cast<int>(day_of_year - (153 * month_from_march + 2) / 5 + 1);
  const int month = static_cast<int>(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
  const int year = static_cast<int>(year_of_era + era * 400 + (month <= 2 ? 1 : 0));
  return {year, month, day};
}

std::string CivilDate::iso() const {
  return format("%04d-%02d-%02d", year, month, day);
}

namespace {

// The year as it stands there.
Result<CivilDate> date_as_written(std::string_view text) {
  const auto bad = [&] { return refuse(Code::bad_date, std::string(text.substr(0, 40))); };
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return bad();
  const auto year = number(text.substr(0, 4));
  const auto month = number(text.substr(5, 2));
  const auto day = number(text.substr(8, 2));
  if (!year || !month || !day || *year < 1 || *month < 1 || *month > 12 || *day < 1 || *day > 31)
    return bad();
  return CivilDate{*year, *month, *day};
}

bool is_in_calendar(CivilDate date) {
  return civil_from_days(days_since_epoch(date)) == date;
}

}  // namespace

Result<CivilDate> CivilDate::parse(std::string_view text) {
  KHAOSAN_LET(date, date_as_written(text));
  if (date.year >= first_buddhist_year) date.year -= buddhist_era_offset_years;
  if (!is_in_calendar(date)) return refuse(Code::bad_date, std::string(text.substr(0, 40)));
  return date;
}

CivilDate bangkok_date(Instant instant) {
  return civil_from_days(floor_div(instant.unix_ms + bangkok_offset_ms, day_ms));
}

int fiscal_year_be(CivilDate date) {
  return date.year + buddhist_era_offset_years + (date.month >= 10 ? 1 : 0);
}

std::string iso_utc(Instant instant) {
  const CivilDate date = civil_from_days(floor_div(instant.unix_ms, day_ms));
  const Clock clock = clock_of(instant.unix_ms);
  return date.iso() + format("T%02d:%02d:%02d.%03dZ", clock.hour, clock.minute, clock.second, clock.ms);
}

Result<Instant> parse_iso_utc(std::string_view text) {
  const auto bad = [&] {
    return refuse(Code::bad_value, in_both("not an instant in UTC", "ไม่ใช่วันเวลาแบบ UTC"));
  };
  if (text.size() < 20 || text.back() != 'Z' || text[10] != 'T' || text[13] != ':' || text[16] != ':')
    return bad();
  const auto date = date_as_written(text.substr(0, 10));
  const auto hour = number(text.substr(11, 2));
  const auto minute = number(text.substr(14, 2));
  const auto second = number(text.substr(17, 2));
  if (!date.ok() || !is_in_calendar(*date) || !hour || !minute || !second || *hour > 23 || *minute > 59 ||
      *second > 60)
    return bad();
  int ms = 0;
  if (text.size() != 20) {
    if (text.size() != 24 || text[19] != '.' || !number(text.substr(20, 3))) return bad();
    ms = *number(text.substr(20, 3));
  }
  return Instant{days_since_epoch(*date) * day_ms + ((*hour * 60LL + *minute) * 60 + *second) * 1000 + ms};
}

std::string thai_long_date(CivilDate date) {
  return std::to_string(date.day) + " " + std::string(thai_months[static_cast<std::size_t>(date.month - 1)]) +
         " " + std::to_string(date.year + buddhist_era_offset_years);
}

std::string thai_date_time(Instant instant) {
  const CivilDate date = bangkok_date(instant);
  const Clock clock = clock_of(instant.unix_ms + bangkok_offset_ms);
  return std::to_string(date.day) + " " +
         std::string(thai_short_months[static_cast<std::size_t>(date.month - 1)]) + " " +
         std::to_string(date.year + buddhist_era_offset_years) +
         format(" %02d.%02d น.", clock.hour, clock.minute);
}

std::string with_thai_digits(std::string_view text) {
  std::string thai;
  for (char sign : text) {
    if (sign >= '0' && sign <= '9') {
      thai += "\xE0\xB9";
      thai += static_cast<char>(0x90 + (sign - '0'));
    } else {
      thai += sign;
    }
  }
  return thai;
}

Result<std::string> parse_civil_time(std::string_view text) {
  const auto bad = [&] {
    return refuse(Code::bad_value, in_both("not a time of day (HH:MM)", "เวลาต้องเป็น ชช:นน"));
  };
  if (text.size() != 5 || (text[2] != ':' && text[2] != '.')) return bad();
  const auto hour = number(text.substr(0, 2));
  const auto minute = number(text.substr(3, 2));
  if (!hour || !minute || *hour > 23 || *minute > 59) return bad();
  return format("%02d:%02d", *hour, *minute);
}

}  // namespace khaosan
