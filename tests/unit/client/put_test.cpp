#include "shared/crypto/sha256.hpp"
#include "shared/sync/ids.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/fake_desk.hpp"

using namespace khaosan;
using namespace khaosan::client;

TEST_CASE("typing in the same record again squashes into its open change") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId id = laptop.news("หนึ่ง");
  laptop.put("news", {{"headline", text("สอง")}}, id);
  laptop.put("news", {{"lead", text("ความนำ")}}, id);
  const auto entries = laptop.outbox("news", id);
  REQUIRE(entries.size() == 1);
  CHECK(text_field(entries[0].change.set, "headline") == "สอง");
  CHECK(text_field(entries[0].change.set, "lead") == "ความนำ");
  CHECK(text_field(laptop.fields("news", id), "headline") == "สอง");
  CHECK(laptop.app->status()->pending_changes == 1);
  laptop.check_whole();
}

TEST_CASE("an open change keeps the base it was first written on, while the office goes on") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId id = laptop.news("หนึ่ง");
  REQUIRE(laptop.sync().ok());
  const Seq first = office.records.at({"news", id}).seq;
  laptop.put("news", {{"headline", text("ของเรา")}}, id);
  office.write("news", id, {{"headline", text("ของเขา")}, {"lead", text("ใหม่")}});
  office.fail_at = Step::push;
  REQUIRE_FALSE(laptop.sync().ok());
  const auto entries = laptop.outbox("news", id);
  REQUIRE(entries.size() == 1);
  CHECK(entries[0].change.bases.at("headline") == Base{first, {}});
  CHECK(text_field(entries[0].base_values, "headline") == "หนึ่ง");
  CHECK(entries[0].change.seen == Base{first, {}});
}

TEST_CASE("typing after a change was sealed makes a new change, based on the sealed one") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId id = laptop.news("หนึ่ง");
  office.fail_at = Step::hello;
  REQUIRE_FALSE(laptop.sync().ok());
  laptop.put("news", {{"headline", text("สอง")}}, id);
  const auto entries = laptop.outbox("news", id);
  REQUIRE(entries.size() == 2);
  CHECK(entries[0].state == ChangeState::sealed);
  CHECK(text_field(entries[0].change.set, "headline") == "หนึ่ง");
  CHECK(entries[1].state == ChangeState::open);
  CHECK(entries[1].change.bases.at("headline") == Base{0, entries[0].change.id});
  CHECK(text_field(entries[1].base_values, "headline") == "หนึ่ง");
  CHECK(entries[1].change.seen == Base{0, entries[0].change.id});
  laptop.check_whole();
}

TEST_CASE("a change of one field of a group carries the whole group") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId id = laptop.put("event", {{"title", text("งาน")},
                                           {"date", text("2026-11-23")},
                                           {"start_time", text("09:00")},
                                           {"end_time", text("12:00")}});
  REQUIRE(laptop.sync().ok());
  const Seq seq = office.records.at({"event", id}).seq;
  laptop.put("event", {{"start_time", text("10:00")}}, id);
  const auto entries = laptop.outbox("event", id);
  REQUIRE(entries.size() == 1);
  const Change& change = entries[0].change;
  CHECK(change.set.size() == 3);
  CHECK(text_field(change.set, "start_time") == "10:00");
  CHECK(text_field(change.set, "date") == "2026-11-23");
  CHECK(text_field(change.set, "end_time") == "12:00");
  CHECK(change.bases.at("date") == Base{seq, {}});
  CHECK_FALSE(change.set.contains("title"));
}

TEST_CASE("fields that people do not write, and kinds that they do not make, are refused") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const auto code = [&](const Put& put) { return laptop.app->perform(put).refusal().code; };
  CHECK(code({"news", std::nullopt, {{"status", text("approved")}}}) == Code::not_writable);
  CHECK(code({"news", std::nullopt, {{"number", text("1/2570")}}}) == Code::not_writable);
  CHECK(code({"decision", std::nullopt, {{"verb", text("approve")}}}) == Code::not_writable);
  CHECK(code({"news", std::nullopt, {{"headlin", text("x")}}}) == Code::unknown_field);
  CHECK(code({"newz", std::nullopt, {{"headline", text("x")}}}) == Code::unknown_kind);
  CHECK(code({"event", std::nullopt, {{"date", text("tomorrow")}}}) == Code::bad_date);
  CHECK(code({"news", std::nullopt, {{"body", text("a\x01z")}}}) == Code::control_character);
  CHECK(code({"news", RecordId{Uuid{{9}}}, {{"body", text("x")}}}) == Code::unknown_record);
  CHECK(laptop.app->status()->pending_changes == 0);
  CHECK(laptop.app->list({.kind = "news", .where = {}})->total == 0);
}

TEST_CASE("of many records one bad one is refused and the rest is kept") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const auto reports = laptop.app->perform_all({{"note", std::nullopt, {{"text", text("หนึ่ง")}}},
                                                {"note", std::nullopt, {{"txt", text("สอง")}}},
                                                {"note", std::nullopt, {{"text", text("สาม")}}}});
  REQUIRE(reports.size() == 3);
  CHECK(reports[0].ok());
  CHECK(reports[1].refusal().code == Code::unknown_field);
  CHECK(reports[2].ok());
  CHECK(reports[0]->id < reports[2]->id);
  CHECK(laptop.app->list({.kind = "note", .where = {}})->total == 2);
}

TEST_CASE("what is already so makes no change") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId id = laptop.news("หนึ่ง");
  REQUIRE(laptop.sync().ok());
  laptop.put("news", {{"headline", text("หนึ่ง")}}, id);
  CHECK(laptop.app->status()->pending_changes == 0);
}

TEST_CASE("a school takes its id from its code, a list member from list and item, media from its hash") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId school =
      laptop.put("school", {{"name", text("โรงเรียน")}, {"ministry_code", text("1050130001")}});
  CHECK(school.uuid == uuid_v5(school_name_space, "ministry/1050130001"));
  CHECK(laptop.put("school", {{"name", text("โรงเรียนใหม่")}, {"ministry_code", text("1050130001")}}) ==
        school);
  const RecordId news = laptop.news();
  const auto first = laptop.app->perform(AddFile{"one.jpg", std::nullopt, news, ""});
  const auto second = laptop.app->perform(AddFile{"two.jpg", std::nullopt, news, ""});
  REQUIRE(first.ok());
  REQUIRE(second.ok());
  CHECK(first->media.uuid == uuid_v5(media_name_space, sha256("one.jpg").hex()));
  CHECK(first->photo->uuid == uuid_v5(member_name_space, member_name(news, first->media, 0)));
  CHECK(text_field(laptop.fields("news_photo", *first->photo), "position") <
        text_field(laptop.fields("news_photo", *second->photo), "position"));
  const auto again = laptop.app->perform(AddFile{"one.jpg", std::nullopt, std::nullopt, ""});
  CHECK(again->already_there);
  CHECK(again->media == first->media);
  CHECK(laptop.app->status()->pending_files == 2);
}

TEST_CASE("a list member that was taken out comes back when it is added again") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId news = laptop.news();
  const auto photo = laptop.app->perform(AddFile{"one.jpg", std::nullopt, news, ""});
  REQUIRE(laptop.app->perform(Remove{"news_photo", *photo->photo}).ok());
  CHECK(laptop.app->list({.kind = "news_photo", .where = {}})->total == 0);
  REQUIRE(laptop.app->perform(AddFile{"one.jpg", std::nullopt, news, ""}).ok());
  CHECK(laptop.app->list({.kind = "news_photo", .where = {}})->total == 1);
  REQUIRE(laptop.sync().ok());
  CHECK_FALSE(office.records.at({"news_photo", *photo->photo}).deleted);
  laptop.check_whole();
}

TEST_CASE("ids rise within a millisecond, across a restart and when the clock is put back") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId first = laptop.news();
  const RecordId second = laptop.news();
  laptop.clock.at.unix_ms -= 3'600'000;
  laptop.reopen();
  const RecordId third = laptop.news();
  CHECK(first < second);
  CHECK(second < third);
}

TEST_CASE("what was written before the pairing is adopted by its user") {
  FakeOffice office;
  Laptop laptop(office);
  const RecordId id = laptop.news("ก่อนลงทะเบียน");
  laptop.pair();
  CHECK(laptop.outbox("news", id)[0].change.author == office.user);
  REQUIRE(laptop.sync().ok());
  CHECK(office.records.at({"news", id}).changed_by == office.user);
}

TEST_CASE("another user's typing does not squash into the first one's change") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId id = laptop.news("หนึ่ง");
  REQUIRE(laptop.app->perform(SignInUser{"malee", "รหัสผ่านยาว"}).ok());
  REQUIRE(laptop.app->use_user("malee").ok());
  laptop.put("news", {{"headline", text("สอง")}}, id);
  const auto entries = laptop.outbox("news", id);
  REQUIRE(entries.size() == 2);
  CHECK(entries[0].change.author != entries[1].change.author);
  CHECK(entries[1].change.bases.at("headline") == Base{0, entries[0].change.id});
  CHECK(laptop.app->use_user("nobody").refusal().code == Code::sign_in_needed);
}

TEST_CASE("a form that is handed over whole has its required fields, a draft may lack them") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const auto put = [&](const std::string& kind, const Fields& set,
                       std::optional<RecordId> id = std::nullopt) {
    return laptop.app->perform(Put{kind, id, set, Form::whole});
  };
  const auto refused = put("event", {{"place", text("หอประชุม")}});
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.refusal().code == Code::required_missing);
  CHECK(refused.refusal().detail == "«title|ชื่อกิจกรรม», «date|วันที่จัด»");
  const RecordId draft = laptop.put("event", {{"place", text("หอประชุม")}});
  CHECK(
      put("event", {{"place", text("อาคาร")}}, draft).ok());  // what a draft lacks is no reason to lose this
  const auto event = put("event", {{"title", text("ค่าย")}, {"date", text("2026-11-23")}});
  REQUIRE(event.ok());
  CHECK(put("event", {{"title", Value{}}}, event->id).refusal().code == Code::required_missing);
  // A news item is asked for its body when it is submitted.
  CHECK(put("news", {{"headline", text("หัวข้อ")}}).ok());
  CHECK(put("news", {{"body", text("เนื้อ")}}).refusal().code == Code::required_missing);
}

TEST_CASE("a reference that is written names a record that is here and of its kind") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId event = laptop.put("event", {{"title", text("ค่าย")}, {"date", text("2026-11-23")}});
  const RecordId news = laptop.put("news", {{"headline", text("ก")}, {"event", Value{event.text()}}});
  const auto refusal = [&](const std::string& value) {
    return laptop.app->perform(Put{"note", std::nullopt, {{"text", text("ก")}, {"event", Value{value}}}})
        .refusal();
  };
  CHECK(refusal(news.text()).code == Code::dangling_reference);
  CHECK(refusal(news.text()).detail == "«event|กิจกรรม»: " + news.text() + " = «news|ข่าว»");
  CHECK(refusal(Uuid{{9}}.text()).detail == "«event|กิจกรรม»: " + Uuid{{9}}.text());
  // A school of another laptop has the same id everywhere, so it may be named before it has come.
  const Uuid school = uuid_v5(Uuid{{5}}, "smis/12345678");
  laptop.put("person", {{"first_name", text("ใจดี")}, {"school", Value{school.text()}}});
  // What came from elsewhere dangling stays, and so does the rest of its record.
  const RecordId note{Uuid{{8}}};
  office.write("note", note, {{"text", text("ข")}, {"event", Value{Uuid{{9}}.text()}}});
  REQUIRE(laptop.sync().ok());
  laptop.put("note", {{"text", text("ค")}}, note);
  CHECK(text_field(laptop.fields("note", note), "event") == Uuid{{9}}.text());
}

TEST_CASE("what is deleted says so when it is written on, and what is not deleted is not restored") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId id = laptop.news();
  const auto code = [](const auto& result) { return result.ok() ? Code::internal : result.refusal().code; };
  CHECK(code(laptop.app->perform(Restore{"news", id})) == Code::not_deleted);
  CHECK(code(laptop.app->perform(Restore{"news", RecordId{Uuid{{9}}}})) == Code::unknown_record);
  REQUIRE(laptop.app->perform(Remove{"news", id}).ok());
  CHECK(code(laptop.app->perform(Put{"news", id, {{"lead", text("ก")}}})) == Code::record_deleted);
  CHECK(code(laptop.app->perform(Put{"news", RecordId{Uuid{{9}}}, {{"lead", text("ก")}}})) ==
        Code::unknown_record);
  Perform submit;
  submit.kind = "news";
  submit.id = id;
  submit.verb = "submit";
  CHECK(code(laptop.app->perform(submit)) == Code::record_deleted);
  CHECK(code(laptop.app->perform(AddFile{"one.jpg", std::nullopt, id, ""})) == Code::record_deleted);
  REQUIRE(laptop.app->perform(Restore{"news", id}).ok());
  CHECK(laptop.app->perform(Put{"news", id, {{"lead", text("ก")}}}).ok());
}

TEST_CASE("an event that ends before it starts is refused, also when one of the two is there already") {
  FakeOffice office;
  Laptop laptop(office);
  const RecordId id = laptop.put("event", {{"title", text("ประชุม")},
                                           {"date", text("2026-11-23")},
                                           {"start_time", text("09:30")},
                                           {"end_time", text("12:00")}});
  const auto late = laptop.app->perform(Put{"event", id, {{"start_time", text("13:00")}}});
  REQUIRE_FALSE(late.ok());
  CHECK(late.refusal().code == Code::bad_value);
  CHECK(laptop.app->perform(Put{"event", id, {{"start_time", text("13:00")}, {"end_time", text("15:00")}}})
            .ok());
}
