// Any order of joins and undone joins over some records leaves a forest: every text and photo of an alias can
// be reached from its main record, and taking all of it back leaves each record as it was.
#include "shared/crypto/sha256.hpp"
#include "shared/sync/ids.hpp"
#include "shared/wire/value_json.hpp"
#include "tests/property/seeded.hpp"
#include "tests/unit/server/desk_fixture.hpp"

using namespace khaosan;
using namespace khaosan::test;

namespace {

constexpr std::size_t stories = 5;

struct Stories {
  Office office;
  std::vector<Laptop> laptops;
  std::vector<RecordId> ids;
  std::vector<RecordId> media;
  std::vector<Fields> fields;
  std::map<RecordId, RecordId> parents;  // as the answers say

  Stories() {
    for (std::size_t i = 0; i < stories; ++i) {
      Laptop laptop = office.laptop("user" + std::to_string(i), {"staff"});
      ids.push_back(new_record_id());
      Fields set = {{"headline", "โรงเรียนบ้านหนองบัวจัดกีฬาสี"},
                    {"date", "2026-11-20"},
                    {"body", "เนื้อข่าวของคนที่ " + std::to_string(i)}};
      if (i % 2 == 0) set["lead"] = "ความนำ " + std::to_string(i);
      office.push(laptop, laptop.put("news", ids[i], set));
      const std::string sha = sha256(std::string_view("photo " + std::to_string(i))).hex();
      media.push_back(RecordId{uuid_v5(media_name_space, sha)});
      office.push(laptop, laptop.put("media", media[i], {{"sha256", sha}}));
      office.push(laptop, laptop.put("news_photo", member(ids[i], media[i]),
                                     {{"news", ids[i].text()},
                                      {"media", media[i].text()},
                                      {"position", "V1"},
                                      {"caption", "คำบรรยาย " + std::to_string(i)}}));
      laptops.push_back(std::move(laptop));
    }
    for (const RecordId& id : ids) fields.push_back(office.record("news", id).fields);
  }
  static RecordId member(RecordId list, RecordId item) {
    return RecordId{uuid_v5(member_name_space, member_name(list, item, 0))};
  }
  static RecordId pair(RecordId one, RecordId other) {
    return RecordId{uuid_v5(likeness_name_space, likeness_name(one, other))};
  }
  Outcome act(std::size_t by, RecordId likeness, const char* verb, const std::string& keep = {}) {
    Change change = laptops[by].change("likeness", likeness);
    change.op = Op::act;
    change.act.verb = verb;
    change.act.keep = keep;
    return office.push(laptops[by], change).outcome;
  }
  RecordId top(RecordId id) {
    for (std::size_t steps = 0; steps <= stories; ++steps) {
      const Record record = office.record("news", id);
      if (!is_alias(record)) return id;
      id = *RecordId::parse(text_field(record.fields, joined_into));
    }
    FAIL("aliases in a circle");
    return id;
  }
  // Every text of the record at its main one, as a value or in a conflict.
  void check_reachable(std::size_t i) {
    const RecordId main_id = top(ids[i]);
    if (main_id == ids[i]) return;
    std::set<std::string> shown;
    for (RecordId at = ids[i]; at != main_id;) {
      at = *RecordId::parse(text_field(office.record("news", at).fields, joined_into));
      for (const auto& [name, value] : office.record("news", at).fields)
        shown.insert(name + shown_text(value));
      for (const Record& conflict : office.all("conflict")) {
        if (text_field(conflict.fields, "record") != at.text()) continue;
        const auto theirs = fields_from_text(text_field(conflict.fields, "theirs"));
        REQUIRE(theirs.ok());
        for (const auto& [name, value] : *theirs) shown.insert(name + shown_text(value));
      }
    }
    for (const char* name : {"headline", "lead", "body"}) {
      const Value& value = field_or_empty(fields[i], name);
      if (!is_empty(value)) CHECK(shown.contains(name + shown_text(value)));
    }
    CHECK_FALSE(office.record("news_photo", member(main_id, media[i])).deleted);
  }
  static std::string shown_text(const Value& value) { return text_or_empty(value); }
};

}  // namespace

TEST_CASE("joins and undone joins in any order leave a forest in which nothing is lost") {
  for (int run = 0; run < 12; ++run) {
    const std::uint64_t seed = property_seed() + static_cast<std::uint64_t>(run);
    INFO("seed " << seed);
    Seeded dice(seed);
    Stories all;
    REQUIRE(all.office.all("likeness").size() == stories * (stories - 1) / 2);
    for (int step = 0; step < 25; ++step) {
      const std::size_t one = dice.below(stories);
      const std::size_t other = (one + 1 + dice.below(stories - 1)) % stories;
      const RecordId pair = Stories::pair(all.ids[one], all.ids[other]);
      if (dice.one_in(3)) {
        all.act(one, pair, "part");
      } else {
        all.act(other, pair, "join", all.ids[dice.one_in(2) ? one : other].text());
        CHECK(all.top(all.ids[one]) == all.top(all.ids[other]));
      }
      for (std::size_t i = 0; i < stories; ++i) all.check_reachable(i);
    }
    // Undone from the newest on, as far as it takes: everything is as it was.
    for (std::size_t round = 0; round < stories; ++round) {
      for (const Record& likeness : all.office.all("likeness")) all.act(0, likeness.id, "part");
    }
    const std::vector<Record> photos = all.office.all("news_photo");
    for (std::size_t i = 0; i < stories; ++i) {
      CHECK(all.office.record("news", all.ids[i]).fields == all.fields[i]);
      for (std::size_t k = 0; k < stories; ++k) {
        bool shows = false;
        for (const Record& photo : photos)
          shows = shows || photo.id == Stories::member(all.ids[i], all.media[k]);
        CHECK(shows == (i == k));
      }
    }
    for (const Record& conflict : all.office.all("conflict"))
      CHECK_FALSE(text_field(conflict.fields, "settled").empty());
  }
}
