#include <algorithm>

#include "client/app/history.hpp"
#include "client/app/json_walk.hpp"
#include "shared/crypto/sha256.hpp"
#include "shared/sync/compose_revision.hpp"
#include "shared/wire/revision_json.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/fake_desk.hpp"

using namespace khaosan;
using namespace khaosan::client;

TEST_CASE("a list filters on any field, sorts by the declared one and answers a range with the total") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const auto event = [&](const char* title, const char* date, bool hidden) {
    Fields set{{"title", text(title)}, {"date", text(date)}};
    if (hidden) set["do_not_publish"] = Value{true};
    return laptop.put("event", set);
  };
  event("ค", "2026-11-25", false);
  const RecordId first = event("ก", "2026-11-23", true);
  event("ข", "2026-11-24", true);
  const auto all = *laptop.app->list({.kind = "event", .where = {}, .first = 1, .limit = 1});
  CHECK(all.total == 3);
  REQUIRE(all.rows.size() == 1);
  CHECK(text_field(all.rows[0].fields, "title") == "ข");
  CHECK(laptop.app->list({.kind = "event", .where = {{"do_not_publish", Value{true}}}})->total == 2);
  CHECK(laptop.app->list({.kind = "event", .where = {{"do_not_publish", Value{}}}})->total == 1);
  CHECK(laptop.app->list({.kind = "event", .where = {{"title", text("ก")}}})->rows.at(0).id == first);
  CHECK(laptop.app->list({.kind = "event", .where = {{"titel", text("ก")}}}).refusal().code ==
        Code::unknown_field);
  CHECK(laptop.app->list({.kind = "evnt", .where = {}}).refusal().code == Code::unknown_kind);

  ListQuery coming{.kind = "event", .where = {}};
  coming.sort_from = "2026-11-24";
  CHECK(laptop.app->list(coming)->total == 2);
  CHECK(text_field(laptop.app->list(coming)->rows.at(0).fields, "title") == "ข");
  ListQuery past{.kind = "event", .where = {}, .descending = true};
  past.sort_before = "2026-11-24";
  CHECK(laptop.app->list(past)->total == 1);
  CHECK(laptop.app->list(past)->rows.at(0).id == first);
  ListQuery marked{.kind = "event", .where = {}};
  marked.filled = {"do_not_publish"};
  CHECK(laptop.app->list(marked)->total == 2);
  marked.filled = {"do_not_publsih"};
  CHECK(laptop.app->list(marked).refusal().code == Code::unknown_field);

  const RecordId note = laptop.put("note", {{"event", Value{first.text()}}, {"text", text("บันทึก")}});
  const ListQuery of_event{.kind = "note", .where = {{"event", Value{first.text()}}}};
  CHECK(laptop.app->list(of_event)->rows.at(0).id == note);
  REQUIRE(laptop.app->perform(Remove{"event", first}).ok());
  CHECK(laptop.app->list(of_event)->total == 0);  // hidden with its event
  CHECK_FALSE(laptop.app->get("note", note)->record.deleted);
}

TEST_CASE("a list of drafts has those that never had a status and those that are drafts again") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId fresh = laptop.news("ใหม่", "เนื้อ");
  const RecordId again = laptop.news("ถอนแล้ว", "เนื้อ");
  const RecordId submitted = laptop.news("เสนอแล้ว", "เนื้อ");
  REQUIRE(laptop.sync().ok());
  office.write("news", again, {{"status", text("draft")}});
  office.write("news", submitted, {{"status", text("in_review")}});
  REQUIRE(laptop.sync().ok());
  const auto drafts = *laptop.app->list({.kind = "news", .where = {{"status", text("draft")}}});
  CHECK(drafts.total == 2);
  CHECK(drafts.rows.at(0).id == fresh);
  CHECK(drafts.rows.at(1).id == again);
  CHECK(laptop.app->list({.kind = "news", .where = {{"status", text("in_review")}}})->total == 1);
  CHECK(laptop.app->list({.kind = "news", .where = {{"status", Value{}}}})->total ==
        2);  // no status is a draft
}

TEST_CASE("a news item tells how many things were edited since it was submitted") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId id = laptop.news("หัวข้อ", "เนื้อ");
  NewsParts parts;
  parts.news = laptop.app->get("news", id)->record;
  const NewsRevision revision = compose_revision(parts, 1);
  REQUIRE(laptop.sync().ok());
  office.write("news", id, {{"revision", Value{revision_sha(revision).hex()}}});
  office.write("revision", RecordId{Uuid{{3}}},
               {{"news", Value{id.text()}},
                {"sha256", Value{revision_sha(revision).hex()}},
                {"document", Value{revision_document(revision)}}});
  REQUIRE(laptop.sync().ok());
  CHECK(laptop.app->get("news", id)->newer_edits == 0);
  laptop.put("news", {{"headline", text("ใหม่")}, {"lead", text("ความนำ")}}, id);
  CHECK(laptop.app->get("news", id)->newer_edits == 2);
}

TEST_CASE("history tells what is pending, kept and refused, and the office's journal when it is asked") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId id = laptop.news("หนึ่ง");
  REQUIRE(laptop.sync().ok());
  laptop.put("news", {{"lead", text("ความนำ")}}, id);
  const auto states = [&](bool ask) {
    std::vector<std::string> found;
    const auto entries =
        ask ? laptop.app->history_of_office("news", id)->entries : *laptop.app->history("news", id);
    for (const HistoryEntry& entry : entries) found.push_back(entry.state);
    std::sort(found.begin(), found.end());
    return found;
  };
  CHECK(states(false) == std::vector<std::string>{"kept", "pending"});
  CHECK(states(true) == std::vector<std::string>{"office", "pending"});
  const auto told = laptop.app->history_of_office("news", id)->entries.front();
  CHECK(told.by == "สมศรี ใจดี");
  CHECK(told.comment == "ข่าว \"ใหม่\"");
  CHECK(laptop.app->history("news", RecordId{Uuid{{9}}}).refusal().code == Code::unknown_record);
}

TEST_CASE("what happened to a news item is told once each, whoever wrote it down") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId id = laptop.news("หนึ่ง");
  REQUIRE(laptop.sync().ok());
  Perform submit;
  submit.kind = "news";
  submit.id = id;
  submit.verb = "submit";
  REQUIRE(laptop.app->perform(submit).ok());
  const auto whats = [&] {
    std::vector<std::string> found;
    const auto entries = *laptop.app->history("news", id);
    for (const HistoryEntry& entry : entries) found.push_back(entry.what + " " + entry.state);
    return found;
  };
  CHECK(whats() == std::vector<std::string>{"put kept", "submit pending"});
  REQUIRE(laptop.sync().ok());
  const std::string sha = sha256("revision").hex();
  office.write("revision", RecordId{Uuid{{3}}},
               {{"news", Value{id.text()}},
                {"sha256", Value{sha}},
                {"submitted_by", Value{office.user.text()}},
                {"submitted_at", text("2026-11-23T03:00:00.000Z")}});
  office.write("decision", RecordId{Uuid{{4}}},
               {{"news", Value{id.text()}},
                {"verb", text("submit")},
                {"capacity", text("own")},
                {"by", Value{office.user.text()}},
                {"at", text("2026-11-23T03:00:00.000Z")}});
  REQUIRE(laptop.sync().ok());
  CHECK(whats() == std::vector<std::string>{"put kept", "submit office"});
  CHECK(laptop.app->history("news", id)->back().revision == sha);
}

TEST_CASE("walking JSON gives the slices of the members, and refuses what is not JSON") {
  std::vector<std::string> seen;
  const auto take = [&](std::string_view name, std::string_view value) {
    seen.push_back(std::string(name) + "=" + std::string(value));
    return true;
  };
  CHECK(each_member(R"({"a":"x\"y","b":[1,{"c":null}],"d":-5})", take));
  CHECK(seen == std::vector<std::string>{R"(a="x\"y")", R"(b=[1,{"c":null}])", "d=-5"});
  for (const char* bad : {"", "{", "{}x", R"({"a"})", R"({"a":})", R"({"a":1,})", R"({"a":01})",
                          R"({"a":1.5})", R"({"a":"\x"})", R"({"a":"\u12"})", "{\"a\":\"\n\"}",
                          R"({"a":tru})", "[1]", R"({"a":[[[[[[[[[[1]]]]]]]]]]})"}) {
    INFO(bad);
    CHECK_FALSE(each_member(bad, take));
  }
  CHECK(unquoted(R"("\u0e01\ud83d\ude00\n")") == "ก😀\n");
  CHECK_FALSE(unquoted(R"("\ud83d")"));
  CHECK_FALSE(unquoted(R"("\ude00")"));
  CHECK_FALSE(unquoted("5"));
  CHECK_FALSE(office_history("news", R"({"entry":[]})").ok());
  CHECK(office_history("news", R"({"entries":[]})")->empty());
  const auto told =
      office_history("news", R"({"entries":[{"at":1,"detail":"body, headline","what":"put"}]})");
  CHECK(told->at(0).fields == std::vector<std::string>{"body", "headline"});
}
