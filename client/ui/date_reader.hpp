// Reads dates and times as people in a Thai office type them. Pure: today is an argument.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "shared/base/time.hpp"

namespace khaosan::client {

enum class DateFault : std::uint8_t {
  none,
  empty,
  unreadable,  // no date in it
  no_such_month,
  no_such_day,  // 31 เม.ย., 29 ก.พ. of a common year
};

struct DateReading {
  std::optional<CivilDate> date;
  DateFault fault = DateFault::none;
  int month = 0;     // of no_such_day
  int last_day = 0;  // the month's last one, of no_such_day
};

// "19 พ.ย. 69", "19 พฤศจิกายน 2569", "19/11/2569", "19-11-69", "2026-11-19", "2569-11-19", "19 Nov 2026",
// "๑๙/๑๑/๒๕๖๙", "19/11" and "19 พ.ย." (of the year nearest to today), "19" (of this month), "วันนี้", "พรุ่งนี้",
// "เมื่อวาน". A year of two digits is พ.ศ. 25xx; one over 2400 is พ.ศ.
DateReading read_date(std::string_view typed, CivilDate today);

// "08:30", "8.30", "8.30 น.", "0830", "8 น." as "08:30"; nothing if it is none.
std::optional<std::string> read_time(std::string_view typed);

CivilDate today_in_bangkok();
int days_of_month(int year, int month);

}  // namespace khaosan::client
