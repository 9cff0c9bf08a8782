#include "client/ui/date_reader.hpp"

#include "tests/support/catch.hpp"

using namespace khaosan;
using namespace khaosan::client;

namespace {
constexpr CivilDate today{2026, 11, 19};

std::string read(std::string_view typed) {
  const DateReading reading = read_date(typed, today);
  return reading.date ? reading.date->iso() : "";
}
DateFault fault(std::string_view typed) {
  return read_date(typed, today).fault;
}
}  // namespace

TEST_CASE("a date is read in every form that an office types, in พ.ศ. and in ค.ศ.") {
  for (const char* typed : {"19 พ.ย. 69",
                            "19 พ.ย. 2569",
                            "19พ.ย.69",
                            "19 พย 69",
                            "19 พฤศจิกายน 2569",
                            "วันที่ 19 พฤศจิกายน พ.ศ. 2569",
                            "พฤ. 19 พ.ย. 2569",
                            "19/11/2569",
                            "19/11/69",
                            "19-11-2569",
                            "19.11.2569",
                            "19 11 2569",
                            "19/11/2026",
                            "2026-11-19",
                            "2569-11-19",
                            "2026/11/19",
                            "19 Nov 2026",
                            "19 november 2026",
                            "๑๙/๑๑/๒๕๖๙",
                            "๑๙ พ.ย. ๖๙",
                            " 19  พ.ย.  69 ",
                            "วันนี้",
                            "19",
                            "19/11",
                            "19 พ.ย."})
    CHECK(read(typed) == "2026-11-19");
  CHECK(read("พรุ่งนี้") == "2026-11-20");
  CHECK(read("เมื่อวาน") == "2026-11-18");
  CHECK(read("29 ก.พ. 2567") == "2024-02-29");
}

TEST_CASE("a day without its year is the one nearest to today") {
  CHECK(read_date("5 ม.ค.", today).date->iso() == "2027-01-05");
  CHECK(read_date("31/12", CivilDate{2026, 1, 2}).date->iso() == "2025-12-31");
  CHECK(read_date("29 ก.พ.", CivilDate{2028, 1, 2}).date->iso() == "2028-02-29");
}

TEST_CASE("a day that does not exist is named with the last one of its month") {
  const DateReading april = read_date("31 เม.ย. 69", today);
  CHECK(april.fault == DateFault::no_such_day);
  CHECK(april.month == 4);
  CHECK(april.last_day == 30);
  const DateReading february = read_date("29/2/2569", today);
  CHECK(february.fault == DateFault::no_such_day);
  CHECK(february.last_day == 28);
  CHECK(fault("0/11/2569") == DateFault::no_such_day);
  CHECK(fault("19/13/2569") == DateFault::no_such_month);
}

TEST_CASE("what is no date is not guessed at") {
  CHECK(fault("") == DateFault::empty);
  CHECK(fault("   ") == DateFault::empty);
  for (const char* typed :
       {"สัปดาห์หน้า", "19 พ.ย. 69 หรือ 20", "1/2/3/4", "20261119", "พ.ย. 69 70 71", "19 xyz 2569", "19/11/256"})
    CHECK(fault(typed) == DateFault::unreadable);
}

TEST_CASE("a time is read with a colon, a dot, or nothing between") {
  for (const char* typed : {"08:30", "8:30", "8.30", "08.30 น.", "8.30น.", "0830", "830", "๘.๓๐ น."})
    CHECK(read_time(typed) == "08:30");
  CHECK(read_time("8 น.") == "08:00");
  CHECK(read_time("15") == "15:00");
  CHECK(read_time("00.00") == "00:00");
  for (const char* typed : {"", "24.00", "8.60", "แปดโมง", "8.5", "08:30:15", "12345", "8 30"})
    CHECK_FALSE(read_time(typed));
}
