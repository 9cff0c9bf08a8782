#include "shared/base/time.hpp"

#include "tests/support/catch.hpp"

using namespace khaosan;

TEST_CASE("a civil date round-trips through its day number") {
  for (std::int64_t day = -200'000; day <= 150'000; day += 37) {
    const CivilDate date = civil_from_days(day);
    REQUIRE(days_since_epoch(date) == day);
    REQUIRE(*CivilDate::parse(date.iso()) == date);
  }
}

TEST_CASE("dates are read in CE and in พ.ศ., and nothing else is a date") {
  CHECK(*CivilDate::parse("2026-11-23") == CivilDate{2026, 11, 23});
  CHECK(*CivilDate::parse("2569-11-23") == CivilDate{2026, 11, 23});
  CHECK(*CivilDate::parse("2024-02-29") == CivilDate{2024, 2, 29});
  for (const char* bad :
       {"2023-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "", "23/11/2569", "2026-11-2x"}) {
    INFO(bad);
    CHECK(CivilDate::parse(bad).refusal().code == Code::bad_date);
  }
}

TEST_CASE("the fiscal year turns on 1 October, by the Bangkok date") {
  CHECK(fiscal_year_be({2026, 9, 30}) == 2569);
  CHECK(fiscal_year_be({2026, 10, 1}) == 2570);
  CHECK(bangkok_date(*parse_iso_utc("2026-09-30T16:59:59.999Z")) == CivilDate{2026, 9, 30});
  CHECK(bangkok_date(*parse_iso_utc("2026-09-30T17:00:00Z")) == CivilDate{2026, 10, 1});
}

TEST_CASE("an instant is written and read in UTC and shown in Bangkok time") {
  const Instant at = *parse_iso_utc("2026-11-23T02:54:35.007Z");
  CHECK(iso_utc(at) == "2026-11-23T02:54:35.007Z");
  CHECK(thai_date_time(at) == "23 พ.ย. 2569 09.54 น.");
  CHECK(thai_long_date({2026, 11, 23}) == "23 พฤศจิกายน 2569");
  CHECK(with_thai_digits("12/2570") == "๑๒/๒๕๗๐");
  CHECK_FALSE(parse_iso_utc("2026-11-23 02:54:35").ok());
  CHECK_FALSE(parse_iso_utc("2026-02-29T00:00:00Z").ok());
}

TEST_CASE("an instant far ahead comes back as itself: only dates that people write are in พ.ศ.") {
  for (const char* text :
       {"2400-12-31T23:59:59.999Z", "2401-01-01T00:00:00.000Z", "2569-11-23T02:54:35.000Z"}) {
    const auto at = parse_iso_utc(text);
    REQUIRE(at.ok());
    CHECK(iso_utc(*at) == text);
  }
}
