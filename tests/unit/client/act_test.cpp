#include <algorithm>

#include "shared/crypto/sha256.hpp"
#include "shared/sync/compose_revision.hpp"
#include "shared/wire/change_json.hpp"
#include "shared/wire/revision_json.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/fake_desk.hpp"

using namespace khaosan;
using namespace khaosan::client;

namespace {

constexpr const char* password = "รหัสผ่านยาว";

Perform act(RecordId id, const char* verb) {
  Perform intent;
  intent.kind = "news";
  intent.id = id;
  intent.verb = verb;
  return intent;
}

Code code_of(Laptop& laptop, const Perform& intent) {
  const auto result = laptop.app->perform(intent);
  return result.ok() ? Code::internal : result.refusal().code;
}

void make_user(FakeOffice& office, TextSet roles) {
  office.write(
      "user", RecordId{office.user.uuid},
      {{"name", text("somsri")}, {"display_name", text("สมศรี")}, {"roles", Value{std::move(roles)}}});
}

PublicKey public_key(Laptop& laptop) {
  PublicKey key{};
  REQUIRE(laptop.store
              ->read([&](StoreReader& reader) -> Done {
                KHAOSAN_LET(users, reader.users());
                key = users.at(0).public_key;
                return {};
              })
              .ok());
  return key;
}

}  // namespace

TEST_CASE("a submit waits for the office, bound to what the writer sees, after the edits before it") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId id = laptop.news("หัวข้อ", "เนื้อข่าว");
  REQUIRE(laptop.app->perform(AddFile{"one.jpg", std::nullopt, id, "คำบรรยาย"}).ok());
  const auto report = laptop.app->perform(act(id, "submit"));
  REQUIRE(report.ok());
  NewsParts parts;
  parts.news = laptop.app->get("news", id)->record;
  parts.photos = {{laptop.app->list({.kind = "news_photo", .where = {}})->rows.at(0),
                   laptop.app->list({.kind = "media", .where = {}})->rows.at(0)}};
  CHECK(report->revision == content_sha(compose_revision(parts, 1)).hex());
  CHECK(laptop.app->status()->waiting_commands == 1);

  // Typing afterwards is a change behind the command.
  laptop.put("news", {{"headline", text("แก้ทีหลัง")}}, id);
  const auto entries = laptop.outbox("news", id);
  REQUIRE(entries.size() == 3);
  CHECK(entries[0].state == ChangeState::sealed);
  CHECK(entries[1].change.op == Op::act);
  CHECK(entries[1].state == ChangeState::open);  // it can be taken back
  CHECK(entries[2].change.seen == Base{0, entries[1].change.id});

  REQUIRE(laptop.sync()->complete);
  // The photo's file went before the command and after the changes that stand before it.
  const std::vector<std::string> expected{"hello", "push", "send", "push", "pull"};
  CHECK(std::vector<std::string>(office.steps.begin(), office.steps.begin() + 5) == expected);
  CHECK(change_from_payload(office.pushed.back())->set.contains("headline"));
  laptop.check_whole();
}

TEST_CASE("a submit is refused offline while something is missing, open or unseen") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId id = laptop.put("news", {{"headline", text("หัวข้อ")}});
  CHECK(code_of(laptop, act(id, "submit")) == Code::required_missing);
  laptop.put("news", {{"body", text("เนื้อ")}}, id);
  REQUIRE(laptop.sync().ok());

  const RecordId conflict{Uuid{{5}}};
  office.write("conflict", conflict,
               {{"record_kind", text("news")}, {"record", Value{id.text()}}, {"field", text("body")}});
  REQUIRE(laptop.sync().ok());
  CHECK(code_of(laptop, act(id, "submit")) == Code::conflict_open);
  CHECK(laptop.app->status()->open_conflicts == 1);
  Perform resolve = act(conflict, "resolve");
  resolve.kind = "conflict";
  CHECK(code_of(laptop, resolve) == Code::bad_value);
  resolve.keep = "ours";
  REQUIRE(laptop.app->perform(resolve).ok());
  CHECK(laptop.app->status()->open_conflicts == 0);  // chosen; the office has yet to hear of it
  CHECK(code_of(laptop, resolve) == Code::already_waiting);

  office.write("news", id, {{"merged_unseen", Value{TextSet{"body"}}}});
  REQUIRE(laptop.sync().ok());
  office.write("conflict", conflict, {{"settled", text("ours")}});
  REQUIRE(laptop.sync().ok());
  CHECK(code_of(laptop, act(id, "submit")) == Code::merge_unseen);
  REQUIRE(laptop.app->perform(act(id, "seen")).ok());
  // It says what was read: the office clears no mark of a merge that came since.
  const Act read = laptop.outbox("news", id).back().change.act;
  CHECK(read.text == "body");
  CHECK(read.revision == seen_values_sha(laptop.app->get("news", id)->record, {{"body", Value{}}}).hex());

  const RecordId media{Uuid{{6}}};
  office.write("media", media, {{"sha256", Value{sha256("far").hex()}}, {"type", text("photo")}});
  REQUIRE(laptop.sync().ok());
  office.write("news", id, {{"merged_unseen", Value{}}});
  REQUIRE(laptop.sync().ok());
  const RecordId photo =
      laptop.put("news_photo", {{"news", Value{id.text()}}, {"media", Value{media.text()}}});
  CHECK(code_of(laptop, act(id, "submit")) == Code::photo_missing);
  Perform drop = act(id, "drop_photo");
  drop.text = photo.text();
  CHECK(laptop.app->perform(drop).refusal().code == Code::comment_required);
  drop.comment = "ต้นฉบับหาย";
  // One that is here whole comes with the next sync: it is taken out as any other.
  const auto here = laptop.app->perform(AddFile{"here.jpg", std::nullopt, id, ""});
  Perform drop_here = drop;
  drop_here.text = here->photo->text();
  CHECK(code_of(laptop, drop_here) == Code::photo_is_here);
  REQUIRE(laptop.app->perform(drop).ok());
  CHECK(laptop.app->perform(act(id, "submit")).ok());
}

TEST_CASE("news of an event that is not to be published is refused offline") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair(password);
  const RecordId event = laptop.put("event", {{"title", text("งานภายใน")}, {"do_not_publish", Value{true}}});
  const RecordId id = laptop.news();
  laptop.put("news", {{"event", Value{event.text()}}}, id);
  CHECK(code_of(laptop, act(id, "submit")) == Code::not_publishable);
  office.write("news", id,
               {{"status", text("approved")},
                {"event", Value{event.text()}},
                {"approved_revision", Value{std::string(64, 'a')}}});
  REQUIRE(laptop.sync().ok());
  CHECK(code_of(laptop, act(id, "publish")) == Code::not_publishable);
  laptop.put("event", {{"do_not_publish", Value{}}}, event);
  CHECK(laptop.app->perform(act(id, "publish")).ok());
}

TEST_CASE("verbs, reasons and stages that can never work are refused offline") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair(password);
  make_user(office, {"reviewer"});
  const RecordId id = laptop.news();
  REQUIRE(laptop.sync().ok());
  CHECK(code_of(laptop, act(id, "bless")) == Code::unknown_verb);
  CHECK(code_of(laptop, act(RecordId{Uuid{{8}}}, "submit")) == Code::unknown_record);
  CHECK(code_of(laptop, act(id, "cancel")) == Code::comment_required);
  CHECK(code_of(laptop, act(id, "pass")) == Code::wrong_status);
  // With a command under way the stage is not known.
  REQUIRE(laptop.app->perform(act(id, "submit")).ok());
  Perform pass = act(id, "pass");
  pass.password = password;
  CHECK(code_of(laptop, pass) == Code::revision_missing);
  REQUIRE(laptop.sync().ok());
  office.write("news", id, {{"status", text("with_director")}});
  REQUIRE(laptop.sync().ok());
  Perform approve = act(id, "approve");
  CHECK(code_of(laptop, approve) == Code::wrong_capacity);
  approve.capacity = "acting";
  approve.order = "12/2569";
  CHECK(code_of(laptop, approve) == Code::password_needed);
}

TEST_CASE("a decision is signed over its payload by the user's own key, and nothing else is") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair(password);
  make_user(office, {"director"});
  const RecordId id = laptop.news();
  office.write("news", id, {{"headline", text("ก")}, {"body", text("ข")}});
  REQUIRE(laptop.sync().ok());
  const std::string revision = sha256("revision").hex();
  office.write("news", id, {{"status", text("with_director")}, {"revision", Value{revision}}});
  REQUIRE(laptop.sync().ok());
  Perform approve = act(id, "approve");
  CHECK(code_of(laptop, approve) == Code::password_needed);
  approve.password = "ผิด";
  CHECK(code_of(laptop, approve) == Code::wrong_password);
  CHECK(laptop.app->status()->waiting_commands == 0);
  approve.password = password;
  const auto report = laptop.app->perform(approve);
  REQUIRE(report.ok());
  CHECK(report->revision == revision);
  REQUIRE(laptop.sync().ok());
  const SealedChange& sent = office.sealed.back();
  CHECK(change_from_payload(sent.payload)->act.verb == "approve");
  REQUIRE(sent.signature);
  CHECK(verify(sent.sha.bytes, *sent.signature, public_key(laptop)));
  CHECK(sent.sha == sha256(sent.payload));
  CHECK(std::count_if(office.sealed.begin(), office.sealed.end(),
                      [](const SealedChange& one) { return one.signature.has_value(); }) == 1);
}

TEST_CASE("a decision needs the user's own sign-in on this laptop") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();  // without a password: no key
  const RecordId id = laptop.news();
  REQUIRE(laptop.sync().ok());
  office.write("news", id, {{"status", text("in_review")}, {"revision", Value{sha256("revision").hex()}}});
  REQUIRE(laptop.sync().ok());
  Perform pass = act(id, "pass");
  pass.password = password;
  CHECK(code_of(laptop, pass) == Code::sign_in_needed);
  REQUIRE(laptop.app->perform(SignInUser{"malee", password}).ok());
  REQUIRE(laptop.app->use_user("malee").ok());
  CHECK(laptop.app->perform(pass).ok());
}

TEST_CASE("a refused command is reported by the sync that brings it") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId id = laptop.news();
  REQUIRE(laptop.app->perform(act(id, "submit")).ok());
  office.refuse_if = [](const Change& change) -> std::optional<Refusal> {
    if (change.op == Op::act) return refuse(Code::text_changed, "body");
    return std::nullopt;
  };
  const auto report = laptop.sync();
  REQUIRE(report.ok());
  REQUIRE(report->refused.size() == 1);
  CHECK(report->refused[0].verb == "submit");
  CHECK(report->refused[0].code == "text_changed");
  CHECK(laptop.app->status()->waiting_commands == 0);
}

TEST_CASE("a file that is no picture is not taken into a story, nor submitted with one") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId id = laptop.news("หัวข้อ", "เนื้อข่าว");
  const RecordId media{Uuid{{7}}};
  office.write(
      "media", media,
      {{"sha256", Value{sha256("plan").hex()}}, {"type", text("document")}, {"file_name", text("ก.pdf")}});
  REQUIRE(laptop.sync().ok());
  const RecordId photo =
      laptop.put("news_photo", {{"news", Value{id.text()}}, {"media", Value{media.text()}}});
  const auto refused = laptop.app->perform(act(id, "submit"));
  CHECK(refused.refusal().code == Code::not_a_picture);
  CHECK(refused.refusal().detail == "ก.pdf");
  REQUIRE(laptop.app->perform(Remove{"news_photo", photo}).ok());
  CHECK(laptop.app->perform(act(id, "submit")).ok());
}

TEST_CASE("a command is taken back until a sync has it, and what was typed behind it stays") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId id = laptop.news("หัวข้อ", "เนื้อข่าว");
  const RecordId other = laptop.news("อีกเรื่อง", "เนื้อข่าว");
  const auto submitted = laptop.app->perform(act(id, "submit"));
  REQUIRE(submitted.ok());
  laptop.put("news", {{"headline", text("แก้ทีหลัง")}}, id);
  const auto second = laptop.app->perform(act(other, "submit"));  // seals edits, not the first command
  REQUIRE(second.ok());
  CHECK(laptop.app->get("news", other)->can_take_back == second->change);
  REQUIRE(laptop.app->perform(TakeBack{second->change}).ok());
  CHECK(laptop.app->get("news", other)->waiting_verbs.empty());
  laptop.check_whole();

  // The headline that was typed behind the first one is sealed already, and says that it saw the command.
  const auto refused = laptop.app->perform(TakeBack{submitted->change});
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.refusal().code == Code::wrong_status);

  const RecordId third = laptop.news("เรื่องที่สาม", "เนื้อข่าว");
  const auto mistaken = laptop.app->perform(act(third, "submit"));
  REQUIRE(mistaken.ok());
  laptop.put("news", {{"headline", text("พิมพ์ต่อ")}}, third);
  REQUIRE(laptop.app->perform(TakeBack{mistaken->change}).ok());
  const auto entries = laptop.outbox("news", third);
  REQUIRE(entries.size() == 2);
  CHECK(entries[1].change.seen == Base{0, entries[0].change.id});
  CHECK(text_field(laptop.fields("news", third), "headline") == "พิมพ์ต่อ");

  REQUIRE(laptop.sync()->complete);
  CHECK(laptop.app->perform(TakeBack{submitted->change}).refusal().code == Code::wrong_status);
  laptop.check_whole();
}

TEST_CASE("a key that was opened once signs until it is locked, for its user alone") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair(password);
  const RecordId id = laptop.news();
  REQUIRE(laptop.sync().ok());
  office.write("news", id, {{"status", text("in_review")}, {"revision", Value{sha256("revision").hex()}}});
  REQUIRE(laptop.sync().ok());
  const std::string name = laptop.app->status()->user_name;
  CHECK(code_of(laptop, act(id, "pass")) == Code::password_needed);
  CHECK(laptop.app->perform(Unlock{name, "ผิด"}).refusal().code == Code::wrong_password);
  CHECK(code_of(laptop, act(id, "pass")) == Code::password_needed);
  REQUIRE(laptop.app->perform(Unlock{name, password}).ok());
  const auto passed = laptop.app->perform(act(id, "pass"));
  REQUIRE(passed.ok());
  const auto entries = laptop.outbox("news", id);
  REQUIRE(entries.back().signature);
  CHECK(verify(seal(entries.back().change).sha.bytes, *entries.back().signature, public_key(laptop)));
  REQUIRE(laptop.app->perform(TakeBack{passed->change}).ok());
  REQUIRE(laptop.app->perform(Lock{}).ok());
  CHECK(code_of(laptop, act(id, "pass")) == Code::password_needed);
}
