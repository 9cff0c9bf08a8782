// Joining two records that are one, and its undo: nothing is retyped and nothing is lost.
#include "shared/crypto/sha256.hpp"
#include "shared/sync/ids.hpp"
#include "shared/wire/revision_json.hpp"
#include "shared/wire/value_json.hpp"
#include "tests/unit/server/desk_fixture.hpp"

using namespace khaosan;
using namespace khaosan::test;

namespace {

struct TwoEvents {
  Office office;
  Laptop one = office.laptop("somsri", {"staff"});
  Laptop two = office.laptop("wichai", {"staff"});
  RecordId main = new_record_id();
  RecordId alias = new_record_id();

  TwoEvents() {
    office.push(one, one.put("event", main, {{"title", "กีฬาสี"}, {"date", "2026-11-20"}}));
    office.push(two, two.put("event", alias,
                             {{"title", "แข่งขันกีฬาสี"}, {"date", "2026-11-20"}, {"participants", "ครู 12 คน"}}));
  }

  static RecordId pair(RecordId first, RecordId second) {
    return RecordId{uuid_v5(likeness_name_space, likeness_name(first, second))};
  }
  ChangeAnswer act(Laptop& laptop, RecordId first, RecordId second, const char* verb,
                   const std::string& keep = {}, const std::string& seen = {}) {
    Change change = laptop.change("likeness", pair(first, second));
    change.op = Op::act;
    change.act.verb = verb;
    change.act.keep = keep;
    change.act.text = seen;
    return office.push(laptop, change);
  }
  ChangeAnswer join() { return act(one, main, alias, "join", main.text()); }
  ChangeAnswer part() { return act(one, main, alias, "part"); }
  Seq seq(const char* kind, RecordId id) { return office.record(kind, id).seq; }
  std::string text(const char* kind, RecordId id, const char* field) {
    return text_field(office.record(kind, id).fields, field);
  }
  RecordId third_event() {
    const RecordId third = new_record_id();
    Laptop three = office.laptop("malee", {"staff"});
    office.push(three, three.put("event", third, {{"title", "กีฬาสี 2569"}, {"date", "2026-11-20"}}));
    return third;
  }
  std::vector<Record> open_conflicts() {
    std::vector<Record> open = office.all("conflict");
    std::erase_if(open, [](const Record& one) { return !text_field(one.fields, "settled").empty(); });
    return open;
  }
};

struct TwoStories : TwoEvents {
  RecordId story = new_record_id();
  RecordId other = new_record_id();
  std::string headline = "โรงเรียนบ้านหนองบัวจัดกีฬาสี";

  TwoStories() {
    office.push(one, one.put("news", story, {{"event", main.text()}, {"headline", headline}, {"body", "ก"}}));
    office.push(two, two.put("news", other, {{"event", main.text()}, {"headline", headline}, {"body", "ข"}}));
  }
  RecordId photo(Laptop& laptop, RecordId list, const char* name, const char* caption) {
    const std::string sha = sha256(std::string_view(name)).hex();
    const RecordId media{uuid_v5(media_name_space, sha)};
    office.push(laptop, laptop.put("media", media, {{"sha256", sha}, {"file_name", name}}));
    const RecordId member = member_of(list, media);
    office.push(
        laptop,
        laptop.put(
            "news_photo", member,
            {{"news", list.text()}, {"media", media.text()}, {"position", "V1"}, {"caption", caption}}));
    return media;
  }
  static RecordId member_of(RecordId list, RecordId item) {
    return RecordId{uuid_v5(member_name_space, member_name(list, item, 0))};
  }
  ChangeAnswer join_stories() { return act(one, story, other, "join", story.text()); }
};

}  // namespace

TEST_CASE("a join fills what was empty, keeps both texts, and moves what belonged to the other event") {
  TwoEvents t;
  const RecordId note = new_record_id();
  const RecordId news = new_record_id();
  t.office.push(t.two, t.two.put("note", note, {{"event", t.alias.text()}, {"text", "สัมภาษณ์"}}));
  t.office.push(t.two, t.two.put("news", news, {{"event", t.alias.text()}, {"headline", "ข่าวกีฬา"}}));
  CHECK(t.join().outcome == Outcome::accepted);
  CHECK(t.text("event", t.alias, "joined_into") == t.main.text());
  CHECK(t.text("event", t.alias, "title") == "แข่งขันกีฬาสี");
  CHECK(t.text("event", t.main, "title") == "กีฬาสี");
  CHECK(t.text("event", t.main, "participants") == "ครู 12 คน");
  CHECK(t.text("note", note, "event") == t.main.text());
  CHECK(t.text("news", news, "event") == t.main.text());
  CHECK(t.office.all("event").size() == 1);  // lists hold the main one alone
  const auto conflicts = t.open_conflicts();
  REQUIRE(conflicts.size() == 1);
  CHECK(text_field(conflicts[0].fields, "record") == t.main.text());
  CHECK(text_field(conflicts[0].fields, "ours") == R"({"title":"กีฬาสี"})");
  CHECK(text_field(conflicts[0].fields, "theirs") == R"({"title":"แข่งขันกีฬาสี"})");
  CHECK(text_field(conflicts[0].fields, "theirs_by") == t.two.user.id.text());

  SECTION("once more is nothing more") {
    const Seq seq = t.seq("event", t.main);
    CHECK(t.act(t.two, t.main, t.alias, "join", t.alias.text()).outcome == Outcome::same);
    CHECK(t.seq("event", t.main) == seq);
  }
  SECTION("a part puts everything back") {
    CHECK(t.part().outcome == Outcome::accepted);
    CHECK(t.office.all("event").size() == 2);
    CHECK(t.text("event", t.alias, "joined_into").empty());
    CHECK(t.text("event", t.main, "participants").empty());
    CHECK(t.text("note", note, "event") == t.alias.text());
    CHECK(t.text("news", news, "event") == t.alias.text());
    CHECK(t.open_conflicts().empty());
    CHECK(t.text("likeness", TwoEvents::pair(t.main, t.alias), "left").empty());
    CHECK(t.part().outcome == Outcome::same);
    CHECK(t.join().outcome == Outcome::accepted);
    CHECK(t.text("note", note, "event") == t.main.text());
    CHECK(t.open_conflicts().size() == 1);
  }
  SECTION("a part leaves what somebody has touched, and says so") {
    const Seq at = t.seq("event", t.main);
    t.office.push(t.one, t.one.put("event", t.main, {{"participants", "ครู 12 คน นักเรียน 80 คน"}},
                                   {{"participants", {at, {}}}}));
    const RecordId own = new_record_id();
    t.office.push(t.one, t.one.put("note", own, {{"event", t.main.text()}, {"text", "ของงานหลัก"}}));
    CHECK(t.part().outcome == Outcome::accepted);
    CHECK(t.text("event", t.main, "participants") == "ครู 12 คน นักเรียน 80 คน");
    CHECK(t.text("note", own, "event") == t.main.text());
    CHECK(t.text("note", note, "event") == t.alias.text());
    CHECK(t.text("likeness", TwoEvents::pair(t.main, t.alias), "left") ==
          "event " + t.main.text() + " participants\n");
  }
}

TEST_CASE("what comes from a laptop that had not heard of the join goes to the main record") {
  TwoEvents t;
  const RecordId deleted = new_record_id();
  t.office.push(t.two, t.two.put("note", deleted, {{"event", t.alias.text()}, {"text", "ลบไว้"}}));
  Change remove = t.two.change("note", deleted);
  remove.op = Op::remove;
  remove.seen = {t.seq("note", deleted), {}};
  t.office.push(t.two, remove);
  const Seq seen = t.seq("event", t.alias);
  const Seq seen_main = t.seq("event", t.main);
  REQUIRE(t.join().outcome == Outcome::accepted);
  const auto edit_alias = [&](const char* field, const char* value) {
    t.office.push(t.two, t.two.put("event", t.alias, {{field, value}}, {{field, {seen, {}}}}));
  };
  SECTION("a reference to the alias") {
    const RecordId note = new_record_id();
    CHECK(t.office.push(t.two, t.two.put("note", note, {{"event", t.alias.text()}, {"text", "ก"}})).outcome ==
          Outcome::accepted);
    CHECK(t.text("note", note, "event") == t.main.text());
    CHECK(t.part().outcome == Outcome::accepted);
    CHECK(t.text("note", note, "event") == t.alias.text());
  }
  SECTION("a child that is restored") {
    Change restore = t.two.change("note", deleted);
    restore.op = Op::restore;
    restore.seen = {t.seq("note", deleted), {}};
    t.office.push(t.two, restore);
    CHECK(t.text("note", deleted, "event") == t.main.text());
  }
  SECTION("another text of the alias, in the conflict that is open") {
    edit_alias("title", "แข่งขันกีฬาสีภายใน");
    CHECK(t.text("event", t.alias, "title") == "แข่งขันกีฬาสีภายใน");
    const auto conflicts = t.open_conflicts();
    REQUIRE(conflicts.size() == 1);
    CHECK(text_field(conflicts[0].fields, "theirs") == R"({"title":"แข่งขันกีฬาสีภายใน"})");
  }
  SECTION("a text of the alias that the main record lacks") {
    t.office.push(t.two, t.two.put("event", t.alias, {{"place", "สนามหน้าโรงเรียน"}}));
    CHECK(t.text("event", t.main, "place") == "สนามหน้าโรงเรียน");
  }
  SECTION("deleting the alias is refused, and names the main record") {
    Change gone = t.two.change("event", t.alias);
    gone.op = Op::remove;
    gone.seen = {seen, {}};
    const auto answer = t.office.push(t.two, gone);
    CHECK(answer.code == "record_joined");
    CHECK(answer.detail.find(t.main.text()) != std::string::npos);
  }
  SECTION("an edit of the alias brings a deleted main record back, as an edit of itself would") {
    Change gone = t.one.change("event", t.main);
    gone.op = Op::remove;
    gone.seen = {t.seq("event", t.main), {}};
    REQUIRE(t.office.push(t.one, gone).outcome == Outcome::accepted);
    edit_alias("title", "แข่งขันกีฬาสีภายใน");
    CHECK_FALSE(t.office.record("event", t.main).deleted);
  }
  SECTION("who had not seen the join does not delete what was joined") {
    Change gone = t.one.change("event", t.main);
    gone.op = Op::remove;
    gone.seen = {seen_main, {}};
    CHECK(t.office.push(t.one, gone).code == "delete_unseen");
  }
  SECTION("a part is possible after the main record was deleted") {
    Change gone = t.one.change("event", t.main);
    gone.op = Op::remove;
    gone.seen = {t.seq("event", t.main), {}};
    REQUIRE(t.office.push(t.one, gone).outcome == Outcome::accepted);
    CHECK(t.part().outcome == Outcome::accepted);
    CHECK(t.office.all("event").size() == 1);
    CHECK(t.text("event", t.alias, "joined_into").empty());
  }
}

TEST_CASE("joins of three go to one main record, whatever their order, and never in a circle") {
  TwoEvents t;
  const RecordId third = t.third_event();
  REQUIRE(t.join().outcome == Outcome::accepted);
  SECTION("a pair that names the alias joins its main record") {
    CHECK(t.act(t.one, t.alias, third, "join", t.alias.text()).outcome == Outcome::accepted);
    CHECK(t.text("event", third, "joined_into") == t.main.text());
    // The pair of the main one and the third came together by it.
    CHECK(t.text("likeness", TwoEvents::pair(t.main, third), "settled") == "joined");
    CHECK(t.act(t.one, third, t.main, "join", third.text()).outcome == Outcome::same);
    CHECK(t.text("event", t.main, "joined_into").empty());
    // What was joined is the main one and the third: their pair undoes it, whatever becomes of the alias.
    CHECK(t.act(t.one, t.alias, third, "part").code == "not_joined");
    CHECK(t.part().outcome == Outcome::accepted);
    CHECK(t.text("likeness", TwoEvents::pair(t.alias, third), "settled").empty());
    CHECK(t.text("likeness", TwoEvents::pair(t.main, third), "settled") == "joined");
    CHECK(t.act(t.one, t.main, third, "part").outcome == Outcome::accepted);
    CHECK(t.text("event", third, "joined_into").empty());
  }
  SECTION("the main one into the third: undone last first") {
    CHECK(t.act(t.one, t.main, third, "join", third.text()).outcome == Outcome::accepted);
    CHECK(t.text("event", t.main, "joined_into") == third.text());
    CHECK(t.text("event", t.alias, "joined_into") == t.main.text());
    CHECK(t.act(t.one, t.alias, third, "join", t.alias.text()).outcome == Outcome::same);
    CHECK(t.text("event", third, "joined_into").empty());
    CHECK(t.part().code == "joined_further");
    CHECK(t.act(t.one, t.main, third, "part").outcome == Outcome::accepted);
    CHECK(t.part().outcome == Outcome::accepted);
    CHECK(t.office.all("event").size() == 3);
  }
  SECTION("what was written to an alias of an alias goes with the one that is parted") {
    CHECK(t.act(t.one, t.main, third, "join", third.text()).outcome == Outcome::accepted);
    const Seq seen = t.office.record("event", t.alias).seq_of("title");
    t.office.push(t.two, t.two.put("event", t.alias, {{"place", "สนามหน้าโรงเรียน"}}));
    t.office.push(t.two, t.two.put("event", t.alias, {{"title", "กีฬาสีภายใน"}}, {{"title", {seen, {}}}}));
    CHECK(t.text("event", third, "place") == "สนามหน้าโรงเรียน");
    CHECK(t.act(t.one, t.main, third, "part").outcome == Outcome::accepted);
    CHECK(t.text("event", third, "place").empty());
    CHECK(t.text("event", t.main, "place") == "สนามหน้าโรงเรียน");
    const auto conflicts = t.open_conflicts();
    REQUIRE(conflicts.size() == 1);
    CHECK(text_field(conflicts[0].fields, "record") == t.main.text());
    CHECK(text_field(conflicts[0].fields, "theirs") == R"({"title":"กีฬาสีภายใน"})");
  }
  SECTION("a second alias with the same text keeps it in the main record") {
    Laptop three = t.office.laptop("malee", {"staff"});
    t.office.push(three, three.put("event", third, {{"participants", "ครู 12 คน"}}));
    CHECK(t.act(t.one, t.main, third, "join", t.main.text()).outcome == Outcome::accepted);
    CHECK(t.part().outcome == Outcome::accepted);
    CHECK(t.text("event", t.main, "participants") == "ครู 12 คน");
  }
}

TEST_CASE("nobody overrules another person unawares") {
  TwoEvents t;
  CHECK(t.act(t.two, t.main, t.alias, "differ").outcome == Outcome::accepted);
  CHECK(t.act(t.two, t.main, t.alias, "differ").outcome == Outcome::same);
  CHECK(t.join().code == "likeness_settled");
  CHECK(t.act(t.one, t.main, t.alias, "join", t.main.text(), "different").outcome == Outcome::accepted);
  CHECK(t.act(t.two, t.main, t.alias, "differ").code == "likeness_settled");
  CHECK(t.act(t.one, t.main, t.alias, "join", new_record_id().text()).outcome == Outcome::same);
  CHECK(t.part().outcome == Outcome::accepted);
  CHECK(t.act(t.one, t.main, t.alias, "join", new_record_id().text()).code == "bad_value");
}

TEST_CASE("the photos and captions of a joined story become the main story's") {
  TwoStories t;
  const RecordId shared_photo = t.photo(t.one, t.story, "IMG_1.JPG", "เปิดงาน");
  t.photo(t.two, t.other, "IMG_1.JPG", "ผอ. เปิดงาน");
  const RecordId own_photo = t.photo(t.two, t.other, "IMG_2.JPG", "วิ่งผลัด");
  REQUIRE(t.join_stories().outcome == Outcome::accepted);
  const Record added = t.office.record("news_photo", TwoStories::member_of(t.story, own_photo));
  CHECK(text_field(added.fields, "caption") == "วิ่งผลัด");
  CHECK(text_field(added.fields, "news") == t.story.text());
  CHECK(text_field(added.fields, "position") > "V1");
  const RecordId twice = TwoStories::member_of(t.story, shared_photo);
  CHECK(t.text("news_photo", twice, "caption") == "เปิดงาน");
  CHECK(t.open_conflicts().size() == 2);  // the body, and the caption of the photo that both have
  SECTION("an open conflict stops the submission") {
    CHECK(t.office.push(t.one, t.one.act(t.story, "submit")).code == "conflict_open");
  }
  SECTION("a photo that came to the alias since") {
    const RecordId late = t.photo(t.two, t.other, "IMG_3.JPG", "ปิดงาน");
    CHECK(t.text("news_photo", TwoStories::member_of(t.story, late), "caption") == "ปิดงาน");
    CHECK(t.act(t.one, t.story, t.other, "part").outcome == Outcome::accepted);
    CHECK(t.office.record("news_photo", TwoStories::member_of(t.story, late)).deleted);
    CHECK_FALSE(t.office.record("news_photo", TwoStories::member_of(t.other, late)).deleted);
  }
  SECTION("a part takes the photos back out, but for one that was touched") {
    const RecordId member = added.id;
    t.office.push(
        t.one, t.one.put("news_photo", member, {{"caption", "วิ่งผลัด 4x100"}}, {{"caption", {added.seq, {}}}}));
    const RecordId third = t.photo(t.two, t.other, "IMG_4.JPG", "");
    CHECK(t.act(t.one, t.story, t.other, "part").outcome == Outcome::accepted);
    CHECK_FALSE(t.office.record("news_photo", member).deleted);
    CHECK_FALSE(t.office.record("news_photo", twice).deleted);
    CHECK(t.office.record("news_photo", TwoStories::member_of(t.story, third)).deleted);
    CHECK(t.open_conflicts().empty());
    CHECK(t.text("likeness", TwoEvents::pair(t.story, t.other), "left") ==
          "news_photo " + member.text() + " news\n");
  }
  SECTION("an event that was joined meanwhile takes the parted story in, and gives it back") {
    REQUIRE(t.act(t.two, t.main, t.alias, "join", t.alias.text()).outcome == Outcome::accepted);
    REQUIRE(t.act(t.one, t.story, t.other, "part").outcome == Outcome::accepted);
    CHECK(t.text("news", t.other, "event") == t.alias.text());
    REQUIRE(t.part().outcome == Outcome::accepted);
    CHECK(t.text("news", t.other, "event") == t.main.text());
    CHECK(t.text("news", t.story, "event") == t.main.text());
  }
  SECTION("commands on the alias are told where it went") {
    const auto answer = t.office.push(t.two, t.two.act(t.other, "submit"));
    CHECK(answer.code == "record_joined");
    CHECK(answer.detail.find(t.headline) != std::string::npos);
  }
}

TEST_CASE("what is under decision or numbered is the main one or is not joined") {
  TwoStories t;
  REQUIRE(t.office.push(t.two, t.two.act(t.other, "submit")).outcome == Outcome::accepted);
  const std::string revision = t.text("news", t.other, "revision");
  CHECK(t.join_stories().code == "not_joinable");
  SECTION("as the main one its revision stays what is decided on") {
    CHECK(t.act(t.one, t.story, t.other, "join", t.other.text()).outcome == Outcome::accepted);
    CHECK(t.text("news", t.other, "revision") == revision);
    Laptop reviewer = t.office.laptop("malee", {"reviewer"});
    CHECK(t.office.push(reviewer, reviewer.act(t.other, "pass", revision)).outcome == Outcome::accepted);
  }
  SECTION("both of them") {
    REQUIRE(t.office.push(t.one, t.one.act(t.story, "submit")).outcome == Outcome::accepted);
    CHECK(t.join_stories().code == "not_joinable");
    CHECK(t.act(t.one, t.story, t.other, "join", t.other.text()).code == "not_joinable");
  }
  SECTION("a story that was given up takes no other one in") {
    REQUIRE(t.office.push(t.one, t.one.act(t.story, "cancel", "", "ไม่จัด")).outcome == Outcome::accepted);
    REQUIRE(t.office.push(t.two, t.two.act(t.other, "recall")).outcome == Outcome::accepted);
    CHECK(t.join_stories().code == "wrong_status");
  }
}

TEST_CASE("a choice made on the alias' own conflict reaches the main record") {
  TwoEvents t;
  const Seq seen = t.seq("event", t.alias);
  t.office.push(t.two, t.two.put("event", t.alias, {{"title", "ก"}}, {{"title", {seen, {}}}}));
  t.office.push(t.one, t.one.put("event", t.alias, {{"title", "ข"}}, {{"title", {seen, {}}}}));
  REQUIRE(t.open_conflicts().size() == 1);
  const Record before = t.open_conflicts()[0];
  t.act(t.one, t.main, t.alias, "join", t.main.text());
  Change resolve = t.two.change("conflict", before.id);
  resolve.op = Op::act;
  resolve.act.verb = "resolve";
  resolve.act.keep = "theirs";
  resolve.act.revision = seen_values_sha(t.office.record("event", t.alias), {{"title", Value{}}}).hex();
  CHECK(t.office.push(t.two, resolve).outcome == Outcome::accepted);
  bool found = false;
  for (const Record& conflict : t.open_conflicts()) {
    found = found || (text_field(conflict.fields, "record") == t.main.text() &&
                      text_field(conflict.fields, "theirs") == R"({"title":"ข"})");
  }
  CHECK(found);
}
