#include "server/logic/news_board.hpp"
#include "shared/crypto/sha256.hpp"
#include "shared/wire/revision_json.hpp"
#include "shared/wire/value_json.hpp"
#include "tests/unit/server/desk_fixture.hpp"

using namespace khaosan;
using namespace khaosan::test;

namespace {

Bases on(const Record& record, std::initializer_list<const char*> fields) {
  Bases bases;
  for (const char* field : fields) bases[field] = {record.seq_of(field), {}};
  return bases;
}

}  // namespace

TEST_CASE(
    "a change is answered once: a replay gets the same answer, another content under its id is refused") {
  Office office;
  Laptop staff = office.laptop("somsri", {"staff"});
  const RecordId event = new_record_id();
  const Change change = staff.put("event", event, {{"title", "เปิดค่าย"}});
  const ChangeAnswer first = office.push(staff, change);
  CHECK(first.outcome == Outcome::accepted);
  CHECK(first.seq > 0);
  const ChangeAnswer again = office.push(staff, change);
  CHECK(again.seq == first.seq);
  Change other = change;
  other.set["title"] = "อย่างอื่น";
  CHECK(office.push(staff, other).code == "id_reused");
  CHECK(text_field(office.record("event", event).fields, "title") == "เปิดค่าย");
}

TEST_CASE("one bad change is refused with its reason and the rest of the batch goes on") {
  Office office;
  Laptop staff = office.laptop("somsri", {"staff"});
  const RecordId news = new_record_id();
  PushRequest request;
  request.changes = {seal(staff.put("news", news, {{"status", "approved"}})),
                     seal(staff.put("news", news, {{"colour", "แดง"}})),
                     seal(staff.put("poem", news, {{"text", "x"}})),
                     seal(staff.put("revision", news, {{"sha256", std::string(64, 'a')}})),
                     seal(staff.put("news", news, {{"headline", std::string("bad\x01")}})),
                     seal(staff.put("news", news, {{"headline", "หัวข้อ"}}))};
  const auto answers = office.desk->push(staff.device, request)->answers;
  REQUIRE(answers.size() == 6);
  CHECK(answers[0].code == "not_writable");
  CHECK(answers[1].code == "unknown_field");
  CHECK(answers[2].code == "unknown_kind");
  CHECK(answers[3].code == "not_writable");
  CHECK(answers[4].code == "control_character");
  CHECK(answers[5].outcome == Outcome::accepted);
}

TEST_CASE("fields of a newer program are kept and passed on untouched") {
  Office office;
  Laptop staff = office.laptop("somsri", {"staff"});
  const RecordId id = new_record_id();
  Change change = staff.put("event", id, {{"title", "งาน"}, {"weather", "ฝนตก"}});
  change.schema = schema_version + 1;
  CHECK(office.push(staff, change).outcome == Outcome::accepted);
  CHECK(text_field(office.record("event", id).fields, "weather") == "ฝนตก");
}

TEST_CASE("two laptops: different fields merge, the same prose merges by words, equal values never collide") {
  Office office;
  Laptop one = office.laptop("somsri", {"staff"});
  Laptop two = office.laptop("wichai", {"staff"});
  const RecordId news = new_record_id();
  const std::string base_text =
      "วันที่ 25 มิถุนายน 2569 โรงเรียนบ้านดอนจัดค่ายวิทยาศาสตร์ ณ หอประชุม มีนักเรียนเข้าร่วม 120 คน";
  REQUIRE(office.push(one, one.put("news", news, {{"headline", "ค่าย"}, {"body", base_text}})).outcome ==
          Outcome::accepted);
  const Record seen = office.record("news", news);

  std::string by_one = base_text;
  by_one.replace(by_one.find("หอประชุม"), std::string("หอประชุม").size(), "อาคารเอนกประสงค์");
  std::string by_two = base_text;
  by_two.replace(by_two.find("บ้านดอน"), std::string("บ้านดอน").size(), "บ้านนา");
  CHECK(office.push(one, one.put("news", news, {{"body", by_one}}, on(seen, {"body"}))).outcome ==
        Outcome::accepted);
  const ChangeAnswer merged =
      office.push(two, two.put("news", news, {{"body", by_two}, {"credit", "วิชัย"}}, on(seen, {"body"})));
  CHECK(merged.outcome == Outcome::merged);
  const Record after = office.record("news", news);
  const std::string& body = text_field(after.fields, "body");
  CHECK(body.find("อาคารเอนกประสงค์") != std::string::npos);
  CHECK(body.find("บ้านนา") != std::string::npos);
  CHECK(text_field(after.fields, "credit") == "วิชัย");
  CHECK(shown(field_or_empty(after.fields, "merged_unseen")) == "body");

  const ChangeAnswer same = office.push(one, one.put("news", news, {{"credit", "วิชัย"}}));
  CHECK(same.outcome == Outcome::same);
  CHECK(office.all("conflict").empty());
}

TEST_CASE("what truly collides keeps the office's value, keeps the other whole, and asks a person") {
  Office office;
  Laptop one = office.laptop("somsri", {"staff"});
  Laptop two = office.laptop("wichai", {"staff"});
  const RecordId news = new_record_id();
  REQUIRE(office.push(one, one.put("news", news, {{"headline", "เดิม"}})).outcome == Outcome::accepted);
  const Record seen = office.record("news", news);
  REQUIRE(
      office.push(one, one.put("news", news, {{"headline", "ของสมศรี"}}, on(seen, {"headline"}))).outcome ==
      Outcome::accepted);
  Laptop third = office.laptop("malee", {"staff"});
  office.push(third, third.put("news", news, {{"credit", "มาลี"}}));  // changes the record, not the field
  const Change lost = two.put("news", news, {{"headline", "ของวิชัย"}}, on(seen, {"headline"}));
  CHECK(office.push(two, lost).outcome == Outcome::conflict);
  // Later changes of the losing chain bring that one item up to date.
  const Change later = two.put("news", news, {{"headline", "ของวิชัย ฉบับสอง"}}, {{"headline", {0, lost.id}}});
  CHECK(office.push(two, later).outcome == Outcome::conflict);

  CHECK(text_field(office.record("news", news).fields, "headline") == "ของสมศรี");
  const auto conflicts = office.all("conflict");
  REQUIRE(conflicts.size() == 1);
  const Fields& kept = conflicts[0].fields;
  CHECK(text_field(kept, "ours_by") == one.user.id.text());
  CHECK(text_field(kept, "theirs_by") == two.user.id.text());
  CHECK(text_field(*fields_from_text(text_field(kept, "base")), "headline") == "เดิม");
  CHECK(text_field(*fields_from_text(text_field(kept, "ours")), "headline") == "ของสมศรี");
  CHECK(text_field(*fields_from_text(text_field(kept, "theirs")), "headline") == "ของวิชัย ฉบับสอง");

  SECTION("a person keeps the other one") {
    Change resolve = one.change("conflict", conflicts[0].id);
    resolve.op = Op::act;
    resolve.act.verb = "resolve";
    resolve.act.keep = "theirs";
    resolve.act.revision = seen_values_sha(seen, {{"headline", Value{}}}).hex();  // an older value was seen
    CHECK(office.push(one, resolve).code == "text_changed");
    resolve.id = one.change("conflict", conflicts[0].id).id;
    resolve.act.revision = seen_values_sha(office.record("news", news), {{"headline", Value{}}}).hex();
    CHECK(office.push(one, resolve).outcome == Outcome::accepted);
    CHECK(text_field(office.record("news", news).fields, "headline") == "ของวิชัย ฉบับสอง");
    resolve.id = one.change("conflict", conflicts[0].id).id;
    CHECK(office.push(one, resolve).code == "no_conflict");
  }
  SECTION("submitting waits for it") {
    CHECK(office.push(one, one.act(news, "submit")).code == "conflict_open");
  }
}

TEST_CASE(
    "an edit on top of a text that lost stays with it, whole, and does not leak into the office's text") {
  Office office;
  Laptop one = office.laptop("somsri", {"staff"});
  Laptop two = office.laptop("wichai", {"staff"});
  const RecordId news = new_record_id();
  const std::string rest = " โรงเรียนตัวอย่าง มีครูและนักเรียนเข้าร่วมกิจกรรมจำนวนมาก";
  office.push(one, one.put("news", news, {{"lead", "งานวันที่ 25 มิถุนายน ณ" + rest}}));
  const Record seen = office.record("news", news);
  office.push(one, one.put("news", news, {{"lead", "งานวันที่ 26 มิถุนายน ณ" + rest}}, on(seen, {"lead"})));
  const Change lost = two.put("news", news, {{"lead", "งานวันที่ 27 มิถุนายน ณ" + rest}}, on(seen, {"lead"}));
  REQUIRE(office.push(two, lost).outcome == Outcome::conflict);
  const std::string longer = "งานวันที่ 27 มิถุนายน ณ" + rest + " อย่างอบอุ่น";
  CHECK(office.push(two, two.put("news", news, {{"lead", longer}}, {{"lead", {0, lost.id}}})).outcome ==
        Outcome::conflict);
  CHECK(text_field(office.record("news", news).fields, "lead") == "งานวันที่ 26 มิถุนายน ณ" + rest);
  const auto conflicts = office.all("conflict");
  REQUIRE(conflicts.size() == 1);
  CHECK(text_field(*fields_from_text(text_field(conflicts[0].fields, "theirs")), "lead") == longer);
}

TEST_CASE("one person on two laptops loses twice: both texts are kept") {
  Office office;
  Laptop first = office.laptop("somsri", {"staff"});
  Laptop second = office.laptop("wichai", {"staff"});
  Laptop third = office.laptop("wichai", {"staff"});
  const RecordId news = new_record_id();
  office.push(first, first.put("news", news, {{"headline", "เดิม"}}));
  const Record seen = office.record("news", news);
  office.push(first, first.put("news", news, {{"headline", "ของสมศรี"}}, on(seen, {"headline"})));
  office.push(second, second.put("news", news, {{"headline", "เครื่องหนึ่ง"}}, on(seen, {"headline"})));
  office.push(third, third.put("news", news, {{"headline", "เครื่องสอง"}}, on(seen, {"headline"})));
  CHECK(office.all("conflict").size() == 2);
}

TEST_CASE("a delete after an own edit has not seen what somebody else wrote in between") {
  Office office;
  Laptop one = office.laptop("somsri", {"staff"});
  Laptop two = office.laptop("wichai", {"staff"});
  const RecordId note = new_record_id();
  const Seq made = office.push(one, one.put("note", note, {{"text", "บันทึก"}})).seq;
  Change edit = one.put("note", note, {{"source", "ครูใหญ่"}});
  edit.seen = {made, {}};
  Change remove = one.change("note", note);
  remove.op = Op::remove;
  remove.seen = {0, edit.id};
  SECTION("somebody wrote") {
    office.push(two, two.put("note", note, {{"text", "บันทึก ฉบับยาว"}}, {{"text", {made, {}}}}));
    office.push(one, edit);
    CHECK(office.push(one, remove).code == "delete_unseen");
    CHECK_FALSE(office.record("note", note).deleted);
  }
  SECTION("what the laptop had fetched, and the own text hid") {
    const std::string text = "ช่วงเช้ามีพิธีเปิดที่หอประชุม\nช่วงบ่ายเป็นการแข่งขันของนักเรียน\nช่วงเย็นมอบรางวัลที่ลานกีฬา";
    const RecordId day = new_record_id();
    const Seq first = office.push(one, one.put("note", day, {{"text", text}})).seq;
    const Seq theirs = office
                           .push(two, two.put("note", day, {{"text", text + "\nผู้ปกครองมาร่วมงานมาก"}},
                                              {{"text", {first, {}}}}))
                           .seq;
    Change open = one.put("note", day, {{"text", "วันแรก\n" + text}}, {{"text", {first, {}}}});
    open.seen = {theirs, {}};
    Change gone = one.change("note", day);
    gone.op = Op::remove;
    gone.seen = {0, open.id};
    REQUIRE(office.push(one, open).outcome == Outcome::merged);
    CHECK(office.push(one, gone).code == "delete_unseen");
    CHECK_FALSE(office.record("note", day).deleted);
  }
  SECTION("nobody wrote") {
    office.push(one, edit);
    CHECK(office.push(one, remove).outcome == Outcome::accepted);
    CHECK(office.record("note", note).deleted);
  }
}

TEST_CASE("what a record is of is set once") {
  Office office;
  Laptop one = office.laptop("somsri", {"staff"});
  const RecordId media = new_record_id();
  office.push(one, one.put("media", media, {{"sha256", sha256("a").hex()}}));
  CHECK(office.push(one, one.put("media", media, {{"sha256", sha256("b").hex()}})).code == "not_writable");
  CHECK(office.push(one, one.put("media", media, {{"sha256", sha256("a").hex()}})).outcome == Outcome::same);
}

TEST_CASE("a disabled second user costs a laptop that user's changes alone") {
  Office office;
  Laptop one = office.laptop("somsri", {"staff"});
  Laptop other = office.laptop("malee", {"staff"});
  REQUIRE(office.store
              ->write([&](server::StoreWriter& writer) {
                return writer.save_device_user({one.device.id, other.user.id, other.key.public_key});
              })
              .ok());
  REQUIRE(office.accounts->set_disabled("malee", true).ok());
  Change theirs = one.put("note", new_record_id(), {{"text", "ของมาลี"}});
  theirs.author = other.user.id;
  const Change own = one.put("note", new_record_id(), {{"text", "ของสมศรี"}});
  const auto answer = office.desk->push(one.device, {RoundId{}, {seal(theirs), seal(own)}});
  REQUIRE(answer.ok());
  CHECK(answer->answers[0].code == "account_disabled");
  CHECK(answer->answers[1].outcome == Outcome::accepted);
}

TEST_CASE("a group collides as one: a date of one side never stands beside a time of the other") {
  Office office;
  Laptop one = office.laptop("somsri", {"staff"});
  Laptop two = office.laptop("wichai", {"staff"});
  const RecordId event = new_record_id();
  REQUIRE(office.push(one, one.put("event", event, {{"date", "2026-06-25"}, {"start_time", "09:00"}})).seq >
          0);
  const Record seen = office.record("event", event);
  const Bases bases = on(seen, {"date", "start_time", "end_time"});
  REQUIRE(
      office
          .push(one, one.put("event", event,
                             {{"date", "2026-06-26"}, {"start_time", "09:00"}, {"end_time", Value{}}}, bases))
          .outcome == Outcome::accepted);
  const ChangeAnswer answer = office.push(
      two, two.put("event", event, {{"date", "2026-06-25"}, {"start_time", "13:00"}, {"end_time", Value{}}},
                   bases));
  CHECK(answer.outcome == Outcome::conflict);
  const Record after = office.record("event", event);
  CHECK(text_field(after.fields, "date") == "2026-06-26");
  CHECK(text_field(after.fields, "start_time") == "09:00");
  CHECK(text_field(office.all("conflict").at(0).fields, "field") == "when");
}

TEST_CASE("without a base that can be found it is a collision, never a merge of two texts") {
  Office office;
  Laptop one = office.laptop("somsri", {"staff"});
  const RecordId news = new_record_id();
  REQUIRE(office.push(one, one.put("news", news, {{"lead", "ก ข ค"}})).seq > 0);
  Change lost = one.put("news", news, {{"lead", "ก ข ค ง"}}, {{"lead", {9999, {}}}});
  CHECK(office.push(one, lost).outcome == Outcome::conflict);
  SealedChange stated = seal(one.put("news", news, {{"lead", "ก ข ค จ"}}, {{"lead", {9998, {}}}}));
  stated.base_values = {{"lead", "ก ข ค"}};
  CHECK(office.push(one, stated).outcome == Outcome::accepted);
}

TEST_CASE("an own chain is merged with what was submitted, not with what resulted") {
  Office office;
  Laptop one = office.laptop("somsri", {"staff"});
  Laptop two = office.laptop("wichai", {"staff"});
  const RecordId news = new_record_id();
  const std::string base = "เช้านี้ ผู้อำนวยการเขต เป็นประธานเปิดงาน ณ โรงเรียนตัวอย่าง มีครูและนักเรียนเข้าร่วมจำนวนมาก";
  REQUIRE(office.push(one, one.put("news", news, {{"lead", base}})).seq > 0);
  const Record seen = office.record("news", news);
  REQUIRE(office.push(one, one.put("news", news, {{"lead", "ข่าวด่วน " + base}}, on(seen, {"lead"}))).seq > 0);
  const Change second = two.put("news", news, {{"lead", base + " อย่างคึกคัก"}}, on(seen, {"lead"}));
  REQUIRE(office.push(two, second).outcome == Outcome::merged);
  const Change third =
      two.put("news", news, {{"lead", base + " อย่างคึกคัก และอบอุ่น"}}, {{"lead", {0, second.id}}});
  REQUIRE(office.push(two, third).outcome == Outcome::merged);
  CHECK(text_field(office.record("news", news).fields, "lead") == "ข่าวด่วน " + base + " อย่างคึกคัก และอบอุ่น");
}

TEST_CASE(
    "a delete that had not seen the latest change is not applied; an edit that had not seen the delete lifts "
    "it") {
  Office office;
  Laptop one = office.laptop("somsri", {"staff"});
  Laptop two = office.laptop("wichai", {"staff"});
  const RecordId note = new_record_id();
  const Change first = one.put("note", note, {{"text", "บันทึก"}});
  const Seq seq = office.push(one, first).seq;
  const Seq edited = office.push(two, two.put("note", note, {{"source", "ครูใหญ่"}})).seq;
  Change remove = one.change("note", note);
  remove.op = Op::remove;
  remove.seen = {seq, {}};
  CHECK(office.push(one, remove).code == "delete_unseen");
  remove = one.change("note", note);
  remove.op = Op::remove;
  remove.seen = {edited, {}};
  const Seq removed = office.push(one, remove).seq;
  CHECK(office.record("note", note).deleted);
  Change unaware = two.put("note", note, {{"source", "ครูน้อย"}}, {{"source", {edited, {}}}});
  unaware.seen = {edited, {}};
  CHECK(office.push(two, unaware).detail == "restored");
  CHECK_FALSE(office.record("note", note).deleted);
  CHECK(office.record("note", note).delete_seq > removed);
}

TEST_CASE(
    "the whole way: submit, pass, return, correct, approve, publish; every decision names its revision") {
  Office office;
  Laptop staff = office.laptop("somsri", {"staff"});
  Laptop reviewer = office.laptop("malee", {"reviewer"});
  Laptop director = office.laptop("prasert", {"director"});
  const RecordId news = new_record_id();
  const RecordId media = new_record_id();
  const Sha256 photo = sha256("photo");
  office.push(staff, staff.put("media", media, {{"sha256", photo.hex()}, {"file_name", "ภาพ.jpg"}}));
  office.push(staff, staff.put("news_photo", new_record_id(),
                               {{"news", news.text()}, {"media", media.text()}, {"position", "V"}}));
  office.push(staff, staff.put("news", news, {{"headline", "เปิดค่าย"}}));
  CHECK(office.push(staff, staff.act(news, "submit")).code == "required_missing");
  office.push(staff, staff.put("news", news, {{"body", "เนื้อข่าว"}}));
  CHECK(office.push(staff, staff.act(news, "submit")).code == "photo_missing");
  const RecordId plan = new_record_id();
  const RecordId plan_in_news = new_record_id();
  office.push(staff, staff.put("media", plan, {{"sha256", sha256("plan").hex()}, {"type", "document"}}));
  office.push(staff, staff.put("news_photo", plan_in_news, {{"news", news.text()}, {"media", plan.text()}}));
  CHECK(office.push(staff, staff.act(news, "submit")).code == "not_a_picture");
  Change out = staff.change("news_photo", plan_in_news);
  out.op = Op::remove;
  out.seen = {office.record("news_photo", plan_in_news).seq, {}};
  REQUIRE(office.push(staff, out).outcome == Outcome::accepted);
  office.shelf.held.insert(photo);
  CHECK(office.push(staff, staff.act(news, "submit", std::string(64, 'a'))).code == "text_changed");
  REQUIRE(office.push(staff, staff.act(news, "submit")).outcome == Outcome::accepted);
  const std::string first = text_field(office.record("news", news).fields, "revision");
  CHECK(office.push(director, director.act(news, "approve", first)).code == "wrong_status");
  CHECK(office.push(staff, staff.act(news, "pass", first)).code == "wrong_role");
  REQUIRE(office.push(reviewer, reviewer.act(news, "pass", first)).outcome == Outcome::accepted);
  CHECK(office.push(director, director.act(news, "return", first)).code == "comment_required");
  REQUIRE(office.push(director, director.act(news, "return", first, "แก้หัวข้อ")).outcome == Outcome::accepted);
  CHECK(text_field(office.record("news", news).fields, "status") == "returned");

  office.push(staff, staff.put("news", news, {{"headline", "เปิดค่ายวิทยาศาสตร์"}},
                               on(office.record("news", news), {"headline"})));
  REQUIRE(office.push(staff, staff.act(news, "submit")).outcome == Outcome::accepted);
  const std::string second = text_field(office.record("news", news).fields, "revision");
  REQUIRE(first != second);
  const ChangeAnswer stale = office.push(reviewer, reviewer.act(news, "pass", first));
  CHECK(stale.code == "revision_superseded");
  CHECK(stale.detail.find("headline") != std::string::npos);
  REQUIRE(office.push(reviewer, reviewer.act(news, "pass", second)).outcome == Outcome::accepted);

  SECTION("a decision is the person's own: without the right signature it is refused") {
    const Change approve = director.act(news, "approve", second);
    CHECK(office.push(director, seal(approve)).code == "bad_signature");
    CHECK(office.push(director, reviewer.signed_by_user(director.act(news, "approve", second))).code ==
          "bad_signature");
    Change as_another = reviewer.act(news, "approve", second);
    as_another.author = director.user.id;
    CHECK(office.push(reviewer, as_another).code == "sign_in_needed");
  }
  SECTION("a reviewer approves only by an order, and it stands in the journal") {
    Change approve = reviewer.act(news, "approve", second);
    CHECK(office.push(reviewer, approve).code == "wrong_capacity");
    approve = reviewer.act(news, "approve", second);
    approve.act.capacity = "acting";
    CHECK(office.push(reviewer, approve).code == "wrong_capacity");
    approve = reviewer.act(news, "approve", second);
    approve.act.capacity = "acting";
    approve.act.order = "12/2569";
    CHECK(office.push(reviewer, approve).outcome == Outcome::accepted);
  }
  SECTION("approved and published it is on the board, exactly as approved; corrections keep the number") {
    REQUIRE(office.push(director, director.act(news, "approve", second)).outcome == Outcome::accepted);
    CHECK(text_field(office.record("news", news).fields, "number") == "1/2570");
    server::NewsBoard board(*office.store);
    CHECK(*board.count() == 0);
    office.push(staff, staff.put("news", news, {{"headline", "แก้หลังอนุมัติ"}},
                                 on(office.record("news", news), {"headline"})));
    CHECK(office.push(staff, staff.act(news, "publish", first)).code == "revision_superseded");
    REQUIRE(office.push(staff, staff.act(news, "publish", second)).outcome == Outcome::accepted);
    const server::PublicNews shown = *board.by_slug("2570-1");
    CHECK(shown.headline == "เปิดค่ายวิทยาศาสตร์");
    CHECK(shown.photos.at(0).original == photo);
    CHECK(shown.revision.hex() == second);
    CHECK(*board.count() == 1);

    REQUIRE(office.push(staff, staff.act(news, "correct")).outcome == Outcome::accepted);
    const std::string third = text_field(office.record("news", news).fields, "revision");
    CHECK(board.by_slug("2570-1")->headline == "เปิดค่ายวิทยาศาสตร์");
    REQUIRE(office.push(reviewer, reviewer.act(news, "pass", third)).outcome == Outcome::accepted);
    REQUIRE(office.push(director, director.act(news, "approve", third)).outcome == Outcome::accepted);
    REQUIRE(office.push(staff, staff.act(news, "publish", third)).outcome == Outcome::accepted);
    CHECK(text_field(office.record("news", news).fields, "number") == "1/2570");
    CHECK(board.by_slug("2570-1")->headline == "แก้หลังอนุมัติ");
    // While the next correction is under way the public page can still be taken down.
    REQUIRE(office.push(staff, staff.act(news, "correct")).outcome == Outcome::accepted);
    CHECK(office.push(staff, staff.act(news, "cancel", "", "เลิก")).code == "wrong_status");
    REQUIRE(office.push(staff, staff.act(news, "withdraw", "", "ข้อมูลผิด")).outcome == Outcome::accepted);
    CHECK(board.by_slug("2570-1").refusal().code == Code::not_found);
    CHECK(*board.count() == 0);
  }
  CHECK(office.store->check().ok());
}

TEST_CASE(
    "merged words must be seen before they are submitted, and a photo that never comes can be dropped by "
    "name") {
  Office office;
  Laptop one = office.laptop("somsri", {"staff"});
  Laptop two = office.laptop("wichai", {"staff"});
  const RecordId news = new_record_id();
  const std::string base = "เช้านี้ ผู้อำนวยการเขต เป็นประธานเปิดงาน ณ โรงเรียนตัวอย่าง มีครูและนักเรียนเข้าร่วมจำนวนมาก";
  office.push(one, one.put("news", news, {{"headline", "ข่าว"}, {"body", base}}));
  const Record seen = office.record("news", news);
  office.push(one, one.put("news", news, {{"body", "ข่าวด่วน " + base}}, on(seen, {"body"})));
  office.push(two, two.put("news", news, {{"body", base + " อย่างคึกคัก"}}, on(seen, {"body"})));
  CHECK(office.push(one, one.act(news, "submit")).code == "merge_unseen");
  Change read =
      one.act(news, "seen", seen_values_sha(office.record("news", news), {{"body", Value{}}}).hex());
  read.act.text = "body";
  CHECK(office.push(one, read).outcome == Outcome::accepted);

  const RecordId media = new_record_id();
  const RecordId photo = new_record_id();
  office.push(one, one.put("media", media, {{"sha256", sha256("lost").hex()}}));
  office.push(one, one.put("news_photo", photo, {{"news", news.text()}, {"media", media.text()}}));
  CHECK(office.push(one, one.act(news, "submit")).code == "photo_missing");
  Change drop = one.act(news, "drop_photo");
  drop.act.text = photo.text();
  CHECK(office.push(one, drop).code == "comment_required");
  drop = one.act(news, "drop_photo", "", "การ์ดเสีย");
  drop.act.text = photo.text();
  office.shelf.held.insert(sha256("lost"));  // it has come after all
  CHECK(office.push(one, drop).code == "photo_is_here");
  office.shelf.held.clear();
  drop = one.act(news, "drop_photo", "", "การ์ดเสีย");
  drop.act.text = photo.text();
  CHECK(office.push(one, drop).outcome == Outcome::accepted);
  CHECK(office.record("news_photo", photo).deleted);
  CHECK(office.push(one, one.act(news, "submit")).outcome == Outcome::accepted);
}

TEST_CASE("news that was submitted is not deleted, and who has the web pages alone does not edit") {
  Office office;
  Laptop staff = office.laptop("somsri", {"staff"});
  Laptop member = office.laptop("school", {"network_member"});
  const RecordId news = new_record_id();
  office.push(staff, staff.put("news", news, {{"headline", "ก"}, {"body", "ข"}}));
  office.push(staff, staff.act(news, "submit"));
  Change remove = staff.change("news", news);
  remove.op = Op::remove;
  remove.seen = {office.record("news", news).seq, {}};
  CHECK(office.push(staff, remove).code == "not_deletable");
  CHECK(office.push(staff, staff.act(news, "recall")).outcome == Outcome::accepted);
  remove = staff.change("news", news);
  remove.op = Op::remove;
  remove.seen = {office.record("news", news).seq, {}};
  CHECK(office.push(staff, remove).outcome == Outcome::accepted);
  CHECK(office.push(member, member.put("note", new_record_id(), {{"text", "ก"}})).code == "wrong_role");
}

TEST_CASE("a round's token: the same round again is answered again, a copied folder is noticed") {
  Office office;
  Laptop staff = office.laptop("somsri", {"staff"});
  Hello hello{.round = RoundId{new_record_id().uuid}, .last_token = "first"};
  const HelloAnswer first = *office.desk->hello(staff.device, hello);
  CHECK(office.desk->hello(staff.device, hello)->token == first.token);
  Hello next{.epoch = first.epoch, .round = RoundId{new_record_id().uuid}, .last_token = first.token};
  next.witnessed_seq = first.head;
  const HelloAnswer second = *office.desk->hello(staff.device, next);
  CHECK(second.chain_at_witness == first.chain_head);
  Hello copy{.round = RoundId{new_record_id().uuid}, .last_token = first.token};
  CHECK(office.desk->hello(staff.device, copy).refusal().code == Code::device_copied);
  hello.protocol = 99;
  CHECK(office.desk->hello(staff.device, hello).refusal().code == Code::protocol_mismatch);
}

TEST_CASE("pulling in pages reads every record once, and the digest is the sum of the lines") {
  Office office;
  Laptop staff = office.laptop("somsri", {"staff"});
  PushRequest request;
  for (int i = 0; i < 2'000; ++i) {
    request.changes.push_back(seal(staff.put(
        "note", new_record_id(), {{"text", "บันทึกที่ " + std::to_string(i) + std::string(200, 'x')}})));
  }
  REQUIRE(office.desk->push(staff.device, request).ok());
  Digests counted;
  Seq cursor = 0;
  int pages = 0;
  PullPage page;
  do {
    page = *office.desk->pull(staff.device, {staff.epoch, cursor, pull_page_bytes_min});
    CHECK(page.next > cursor);
    cursor = page.next;
    ++pages;
    for (std::size_t at = 0; at < page.lines.size();) {
      const auto end = page.lines.find('\n', at);
      const std::string line = page.lines.substr(at, end - at);
      counted[record_from_line(line)->kind].add(sha256(line));
      at = end + 1;
    }
  } while (page.next != page.head);
  CHECK(pages > 2);
  CHECK(counted.at("note").count == 2'000);
  CHECK(counted == page.digests);
  CHECK(office.desk->pull(staff.device, {EpochId{}, 0, 1}).refusal().code == Code::wrong_epoch);
  CHECK(office.desk->pull(staff.device, {staff.epoch, page.head + 1, 1}).refusal().code == Code::bad_request);
}

TEST_CASE("a disabled account stops the round and nothing of it is taken") {
  Office office;
  Laptop staff = office.laptop("somsri", {"staff"});
  REQUIRE(office.accounts->set_disabled("somsri", true).ok());
  const RecordId event = new_record_id();
  const auto answer =
      office.desk->push(staff.device, {RoundId{}, {seal(staff.put("event", event, {{"title", "x"}}))}});
  CHECK(answer.refusal().code == Code::account_disabled);
  CHECK(office.all("event").empty());
}

TEST_CASE("a command over HTTP by a token obeys the same rules") {
  Office office;
  Laptop staff = office.laptop("somsri", {"staff"});
  Laptop reviewer = office.laptop("malee", {"reviewer"});
  const RecordId news = new_record_id();
  office.push(staff, staff.put("news", news, {{"headline", "ก"}, {"body", "ข"}}));
  office.push(staff, staff.act(news, "submit"));
  const std::string revision = text_field(office.record("news", news).fields, "revision");
  CHECK(office.desk->act(staff.user, staff.act(news, "pass", revision)).refusal().code == Code::wrong_role);
  CHECK(office.desk->act(reviewer.user, reviewer.act(news, "pass", std::string(64, 'b'))).refusal().code ==
        Code::revision_superseded);
  const Change pass = reviewer.act(news, "pass", revision);
  CHECK(office.desk->act(reviewer.user, pass)->outcome == Outcome::accepted);
  CHECK(office.desk->act(reviewer.user, pass)->outcome == Outcome::accepted);  // the same id: the same answer
  CHECK(office.all("decision").size() == 2);
}
