// What is proposed as one event or one story, and what is not.
#include "shared/sync/likeness.hpp"

#include "tests/support/catch.hpp"

using namespace khaosan;

namespace {

Record event(Fields fields) {
  fields.try_emplace("date", "2026-11-20");
  return {.kind = "event", .fields = std::move(fields)};
}

Record news(Fields fields) {
  fields.try_emplace("date", "2026-11-20");
  return {.kind = "news", .fields = std::move(fields)};
}

bool alike(const Record& one, const Record& other) {
  const TextSet why = why_alike(one, other);
  CHECK(why == why_alike(other, one));
  return !why.empty();
}

RecordId id_of(std::uint8_t first) {
  return RecordId{Uuid{{first}}};
}

}  // namespace

TEST_CASE("the same event in other words, at the same place") {
  const Record one = event({{"title", "พิธีเปิดการแข่งขันกีฬาสี"}, {"place", "โรงเรียนบ้านหนองบัว"}});
  CHECK(why_alike(one, event({{"title", "กีฬาสีประจำปี โรงเรียนบ้านหนองบัว"},
                              {"place", "สนามโรงเรียนบ้านหนองบัว"}})) == TextSet{"place"});
  CHECK(alike(one, event({{"title", "แข่งขันกีฬาสี"}})));
  CHECK_FALSE(alike(one, event({{"title", "ประชุมผู้ปกครองนักเรียน"}, {"place", "โรงเรียนบ้านหนองบัว"}})));
  CHECK_FALSE(alike(one, event({{"title", "พิธีเปิดการแข่งขันกีฬาสี"}, {"date", "2026-11-21"}})));
}

TEST_CASE("every school holds its Wai Khru on one Thursday") {
  const Record one = event({{"title", "พิธีไหว้ครู"}, {"place", "โรงเรียนบ้านหนองบัว"}});
  CHECK_FALSE(alike(one, event({{"title", "พิธีไหว้ครู"}, {"place", "โรงเรียนวัดป่าเลไลยก์"}})));
  CHECK_FALSE(alike(event({{"title", "พิธีไหว้ครู โรงเรียนบ้านหนองบัว"}}),
                    event({{"title", "พิธีไหว้ครู โรงเรียนอนุบาลดอกแก้ว"}})));
  CHECK_FALSE(
      alike(event({{"title", "พิธีไหว้ครู"}, {"school", "a"}}), event({{"title", "พิธีไหว้ครู"}, {"school", "b"}})));
  CHECK(why_alike(event({{"title", "พิธีไหว้ครู"}, {"school", "a"}}),
                  event({{"title", "พิธีไหว้ครู"}, {"school", "a"}})) == TextSet{"place", "words"});
  CHECK(alike(one, event({{"title", "พิธีไหว้ครู"}, {"place", "หอประชุม"}})));
}

TEST_CASE("the map says better than words whether a place is near") {
  const auto at = [](const char* title, std::int64_t latitude_e7) {
    return event(
        {{"title", title}, {"latitude_e7", latitude_e7}, {"longitude_e7", std::int64_t{1'008'000'000}}});
  };
  const std::int64_t here = 148'800'000;
  CHECK(alike(at("ค่ายวิทยาศาสตร์", here), at("ค่ายวิทยาศาสตร์น้อย", here + 80'000)));      // 890 m
  CHECK_FALSE(alike(at("ค่ายวิทยาศาสตร์", here), at("ค่ายวิทยาศาสตร์", here + 600'000)));  // 6.7 km
}

TEST_CASE("two events of a day at one place are told apart by what they are and when") {
  const Record morning =
      event({{"title", "อบรมครูภาษาไทย"}, {"place", "ห้องประชุม สพป."}, {"start_time", "08:30"}});
  CHECK_FALSE(alike(
      morning, event({{"title", "อบรมครูภาษาอังกฤษ"}, {"place", "ห้องประชุม สพป."}, {"start_time", "13:30"}})));
  CHECK(why_alike(morning,
                  event({{"title", "พัฒนาการสอนอ่าน"}, {"place", "ห้องประชุม สพป."}, {"start_time", "08:45"}})) ==
        TextSet{"place", "time"});
  CHECK_FALSE(
      alike(event({{"title", "ประชุมผู้บริหาร ครั้งที่ 1/2569"}}), event({{"title", "ประชุมผู้บริหาร ครั้งที่ 2/2569"}})));
  CHECK(alike(event({{"title", "ประชุมผู้บริหาร ครั้งที่ 1/2569"}}), event({{"title", "ประชุมผู้บริหารครั้งที่ ๑/๒๕๖๙"}})));
}

TEST_CASE("stories of one event are told apart by their headlines") {
  const Record one = news({{"event", "e"}, {"headline", "โรงเรียนบ้านหนองบัวจัดกีฬาสีประจำปี 2569"}});
  CHECK(alike(one, news({{"event", "e"}, {"headline", "กีฬาสีสัมพันธ์ โรงเรียนบ้านหนองบัว"}})));
  CHECK_FALSE(alike(one, news({{"event", "e"}, {"headline", "ผอ.สพป. มอบทุนการศึกษาแก่นักเรียนเรียนดี"}})));
  CHECK_FALSE(alike(one, news({{"event", "e"}, {"headline", ""}})));
  CHECK_FALSE(alike(news({{"headline", "มอบทุนการศึกษา"}}),
                    news({{"headline", "มอบทุนการศึกษา"}, {"date", "2026-11-21"}})));
  CHECK(alike(news({{"headline", "มอบทุนการศึกษา"}}), news({{"headline", "มอบทุนการศึกษา"}})));
  CHECK_FALSE(alike(news({{"headline", "ก"}, {"date", Value{}}}), event({{"title", "ก"}})));
}

TEST_CASE("what stays unless a person says otherwise") {
  Record older = news({});
  older.id = id_of(1);
  Record younger = news({});
  younger.id = id_of(2);
  CHECK(main_of_two(younger, older).id == older.id);
  CHECK(main_of_two(older, younger).id == older.id);
  younger.fields["status"] = "in_review";
  CHECK(main_of_two(older, younger).id == younger.id);
  older.fields["status"] = "cancelled";
  younger.fields.erase("status");
  CHECK(main_of_two(older, younger).id == younger.id);
  older.fields["status"] = "published";
  older.fields["number"] = "1/2570";
  CHECK(main_of_two(older, younger).id == older.id);
}
