// What must not ask a person, what must, and who may answer.
#include "shared/crypto/sha256.hpp"
#include "shared/sync/ids.hpp"
#include "shared/wire/revision_json.hpp"
#include "tests/unit/server/desk_fixture.hpp"

using namespace khaosan;
using namespace khaosan::test;

namespace {

Change removal(Laptop& laptop, const std::string& kind, const Record& seen) {
  Change remove = laptop.change(kind, seen.id);
  remove.op = Op::remove;
  remove.seen = {seen.seq, {}};
  return remove;
}

}  // namespace

TEST_CASE("what left a record as it was does not stand in the way of deleting it") {
  Office office;
  Laptop one = office.laptop("somsri", {"staff"});
  Laptop two = office.laptop("wichai", {"staff"});
  const RecordId event = new_record_id();
  const Seq made = office.push(one, one.put("event", event, {{"title", "A"}})).seq;
  SECTION("the same value again, by two laptops") {
    office.push(one, one.put("event", event, {{"title", "B"}}, {{"title", {made, {}}}}));
    CHECK(office.push(two, two.put("event", event, {{"title", "B"}}, {{"title", {made, {}}}})).outcome ==
          Outcome::same);
  }
  SECTION("typed, and typed back") {
    CHECK(office.push(two, two.put("event", event, {{"title", "A"}}, {{"title", {made, {}}}})).outcome ==
          Outcome::same);
  }
  SECTION("a collision, in which the office's value stays") {
    office.push(one, one.put("event", event, {{"title", "B"}}, {{"title", {made, {}}}}));
    CHECK(office.push(two, two.put("event", event, {{"title", "C"}}, {{"title", {made, {}}}})).outcome ==
          Outcome::conflict);
  }
  CHECK(office.push(one, removal(one, "event", office.record("event", event))).outcome == Outcome::accepted);
  CHECK(office.record("event", event).deleted);
}

TEST_CASE("the same photo from two laptops asks nobody about its file name or its place in the list") {
  Office office;
  Laptop one = office.laptop("somsri", {"staff"});
  Laptop two = office.laptop("wichai", {"staff"});
  const RecordId media = new_record_id();
  const RecordId member = new_record_id();
  const std::string sha = sha256("photo").hex();
  const auto add = [&](Laptop& laptop, const char* name, const char* position) {
    office.push(laptop, laptop.put("media", media, {{"sha256", sha}, {"file_name", name}}));
    return office.push(laptop, laptop.put("news_photo", member, {{"position", position}}));
  };
  add(one, "IMG_1.JPG", "V1");
  CHECK(add(two, "copy of IMG_1.JPG", "V2").outcome != Outcome::conflict);
  CHECK(office.all("conflict").empty());
  CHECK(text_field(office.record("media", media).fields, "file_name") == "IMG_1.JPG");
}

TEST_CASE("two texts that are too long together are a person's to put together") {
  Office office;
  Laptop one = office.laptop("somsri", {"staff"});
  Laptop two = office.laptop("wichai", {"staff"});
  const RecordId media = new_record_id();
  std::string text;
  for (int i = 0; i < 60; ++i) text += "คำบรรยายภาพ " + std::to_string(i) + " ";
  const Seq made =
      office.push(one, one.put("media", media, {{"sha256", sha256("a").hex()}, {"caption", text}})).seq;
  std::string longer;
  for (int i = 0; i < 300; ++i) longer += "เพิ่มเติม";
  office.push(one, one.put("media", media, {{"caption", longer + " " + text}}, {{"caption", {made, {}}}}));
  CHECK(
      office.push(two, two.put("media", media, {{"caption", text + " " + longer}}, {{"caption", {made, {}}}}))
          .outcome == Outcome::conflict);
  CHECK(text_field(office.record("media", media).fields, "caption").starts_with(longer));
}

TEST_CASE("what one copy of a laptop wrote is not overwritten by the other copy that knew its change id") {
  Office office;
  Laptop laptop = office.laptop("somsri", {"staff"});
  const RecordId news = new_record_id();
  // The folder was copied while a change was open: both copies typed on under its id.
  const Change first = laptop.put("news", news, {{"headline", "แข่งขันกีฬา"}});
  Change second = first;
  second.set["headline"] = "ประชุมครู";
  office.push(laptop, first);
  CHECK(office.push(laptop, second).code == "id_reused");
  // Sealed before that answer came: it goes on from the second copy's own text.
  SealedChange next = laptop.signed_by_user(
      laptop.put("news", news, {{"headline", "ประชุมผู้ปกครอง"}}, {{"headline", {0, first.id}}}));
  next.base_values = {{"headline", "ประชุมครู"}};
  CHECK(office.push(laptop, next).outcome == Outcome::conflict);
  CHECK(text_field(office.record("news", news).fields, "headline") == "แข่งขันกีฬา");
}

TEST_CASE("what one copy of a laptop wrote is not deleted by the other copy that knew its change id") {
  Office office;
  Laptop laptop = office.laptop("somsri", {"staff"});
  const RecordId note = new_record_id();
  const Change first = laptop.put("note", note, {{"text", "สัมภาษณ์ครู"}});
  Change second = first;
  second.set["text"] = "ร่าง";
  office.push(laptop, first);
  Change remove = laptop.change("note", note);
  remove.op = Op::remove;
  remove.seen.change = first.id;
  const auto answer = office.desk->push(
      laptop.device, {RoundId{}, {laptop.signed_by_user(second), laptop.signed_by_user(remove)}});
  REQUIRE(answer.ok());
  CHECK(answer->answers.at(0).code == "id_reused");
  CHECK(answer->answers.at(1).code == "id_reused");  // it comes again, behind its own text
  CHECK_FALSE(office.record("note", note).deleted);
}

TEST_CASE("whoever may edit may also settle a collision") {
  Office office;
  Laptop staff = office.laptop("somsri", {"staff"});
  Laptop director = office.laptop("prasert", {"director"});
  const RecordId event = new_record_id();
  const Seq made = office.push(staff, staff.put("event", event, {{"title", "A"}})).seq;
  office.push(staff, staff.put("event", event, {{"title", "B"}}, {{"title", {made, {}}}}));
  office.push(director, director.put("event", event, {{"title", "C"}}, {{"title", {made, {}}}}));
  const auto conflicts = office.all("conflict");
  REQUIRE(conflicts.size() == 1);
  Change resolve = director.change("conflict", conflicts[0].id);
  resolve.op = Op::act;
  resolve.act.verb = "resolve";
  resolve.act.keep = "theirs";
  resolve.act.revision = seen_values_sha(office.record("event", event), {{"title", Value{}}}).hex();
  CHECK(office.push(director, resolve).outcome == Outcome::accepted);
  CHECK(text_field(office.record("event", event).fields, "title") == "C");
}

TEST_CASE("after a new password the keys that the old one opens sign nothing more") {
  Office office;
  Laptop malee = office.laptop("malee", {"reviewer"});
  const RecordId news = new_record_id();
  CHECK(office.push(malee, malee.act(news, "pass", sha256("r").hex())).code != "sign_in_needed");
  REQUIRE(office.accounts->set_password("malee", "another long password").ok());
  CHECK(office.push(malee, malee.act(news, "pass", sha256("r").hex())).code == "sign_in_needed");
}

TEST_CASE(
    "a photo that is marked after the submission stops approval and publication until the news is submitted "
    "anew") {
  Office office;
  Laptop staff = office.laptop("somsri", {"staff"});
  Laptop reviewer = office.laptop("malee", {"reviewer"});
  Laptop director = office.laptop("prasert", {"director"});
  const RecordId news = new_record_id();
  const Sha256 sha = sha256("photo");
  const RecordId media{uuid_v5(media_name_space, sha.hex())};
  office.shelf.held.insert(sha);
  office.push(staff, staff.put("news", news, {{"headline", "ก"}, {"body", "ข"}}));
  office.push(staff, staff.put("media", media, {{"sha256", sha.hex()}, {"file_name", "IMG_3.JPG"}}));
  office.push(staff, staff.put("news_photo", new_record_id(),
                               {{"news", news.text()}, {"media", media.text()}, {"position", "V1"}}));
  REQUIRE(office.push(staff, staff.act(news, "submit")).outcome == Outcome::accepted);
  const std::string first = text_field(office.record("news", news).fields, "revision");
  REQUIRE(office.push(reviewer, reviewer.act(news, "pass", first)).outcome == Outcome::accepted);
  office.push(staff, staff.put("media", media, {{"do_not_publish", true}}));
  const ChangeAnswer refused = office.push(director, director.act(news, "approve", first));
  CHECK(refused.code == "not_publishable");
  CHECK(refused.detail == "IMG_3.JPG");
  REQUIRE(office.push(staff, staff.act(news, "recall")).outcome == Outcome::accepted);
  REQUIRE(office.push(staff, staff.act(news, "submit")).outcome == Outcome::accepted);
  const std::string second = text_field(office.record("news", news).fields, "revision");
  REQUIRE(office.push(reviewer, reviewer.act(news, "pass", second)).outcome == Outcome::accepted);
  CHECK(office.push(director, director.act(news, "approve", second)).outcome == Outcome::accepted);
}
