// Merged words, and who has read them.
#include "shared/wire/revision_json.hpp"
#include "tests/unit/server/desk_fixture.hpp"

using namespace khaosan;
using namespace khaosan::test;

namespace {

Change seen(Laptop& laptop, const Record& news, const std::string& fields) {
  Change change = laptop.act(news.id, "seen", seen_values_sha(news, fields_named(fields)).hex());
  change.act.text = fields;
  return change;
}

Bases on(const Record& record, const char* field) {
  return {{field, {record.seq_of(field), {}}}};
}

}  // namespace

TEST_CASE("reading one merge does not clear the mark of a newer one") {
  Office office;
  Laptop one = office.laptop("somsri", {"staff"});
  Laptop two = office.laptop("wichai", {"staff"});
  const RecordId news = new_record_id();
  const std::string base = "เช้านี้ ผู้อำนวยการเขต เป็นประธานเปิดงาน ณ โรงเรียนตัวอย่าง มีครูและนักเรียนเข้าร่วมจำนวนมาก";
  office.push(one, one.put("news", news, {{"headline", "ข่าว"}, {"body", base}, {"lead", base}}));
  const auto merge = [&](const char* field) {
    const Record before = office.record("news", news);
    const std::string text = text_field(before.fields, field);
    office.push(one, one.put("news", news, {{field, "ข่าวด่วน " + text}}, on(before, field)));
    REQUIRE(
        office.push(two, two.put("news", news, {{field, text + " อย่างคึกคัก"}}, on(before, field))).outcome ==
        Outcome::merged);
  };
  const auto marks = [&] {
    return shown(field_or_empty(office.record("news", news).fields, "merged_unseen"));
  };
  merge("body");
  const Record read = office.record("news", news);
  merge("body");
  CHECK(office.push(one, seen(one, read, "body")).code == "merge_unseen");
  CHECK(office.push(one, one.act(news, "seen")).code == "merge_unseen");
  CHECK(marks() == "body");
  merge("lead");
  CHECK(office.push(one, seen(one, office.record("news", news), "body")).outcome == Outcome::accepted);
  CHECK(marks() == "lead");
  CHECK(office.push(one, seen(one, office.record("news", news), "body")).code == "merge_unseen");
  CHECK(office.push(one, seen(one, office.record("news", news), "lead")).outcome == Outcome::accepted);
  CHECK(marks().empty());
}
