// Two kinds of time that are never mixed: an Instant is a moment in UTC; a CivilDate is a day on the
// calendar, without a zone. The office lives at the constant offset +07:00.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "shared/base/result.hpp"

namespace khaosan {

// Milliseconds since 1970-01-01T00:00:00Z. Journal, sync and decisions use it.
struct Instant {
  std::int64_t unix_ms = 0;
  auto operator<=>(const Instant&) const = default;
};

// Proleptic Gregorian, year in CE. Events, terms and holidays use it; shown in พ.ศ.
struct CivilDate {
  int year = 0;
  int month = 0;  // 1..12
  int day = 0;    // 1..31
  auto operator<=>(const CivilDate&) const = default;
  std::string iso() const;                                // "2026-11-23"
  static Result<CivilDate> parse(std::string_view text);  // ISO; a year over 2400 is พ.ศ.; bad_date
};

inline constexpr int buddhist_era_offset_years = 543;
inline constexpr std::int64_t bangkok_offset_ms = 7LL * 3600 * 1000;

std::int64_t days_since_epoch(CivilDate date);
CivilDate civil_from_days(std::int64_t days);
CivilDate bangkok_date(Instant instant);
int fiscal_year_be(CivilDate date);  // 1 October starts the next one: 2026-11-23 is in 2570

std::string iso_utc(Instant instant);                  // "2026-11-23T02:54:35.000Z"
Result<Instant> parse_iso_utc(std::string_view text);  // what iso_utc writes, fraction optional; bad_value
std::string thai_long_date(CivilDate date);            // "23 พฤศจิกายน 2569"
std::string thai_date_time(Instant instant);           // "23 พ.ย. 2569 09.54 น.", Bangkok
std::string with_thai_digits(std::string_view text);   // 0-9 become ๐-๙
// A clock time of the day, without a zone: "HH:MM", 00:00 to 23:59; bad_value.
Result<std::string> parse_civil_time(std::string_view text);

}  // namespace khaosan
