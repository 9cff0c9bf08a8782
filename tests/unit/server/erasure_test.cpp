// What is erased is gone from the records and from the journal's values; the chain holds, and nobody brings
// it back.
#include <fstream>

#include "server/backup/erasure_desk.hpp"
#include "server/backup/erasure_register.hpp"
#include "server/logic/restore.hpp"
#include "server/store/migrations.hpp"
#include "shared/crypto/sha256.hpp"
#include "shared/sync/ids.hpp"
#include "tests/unit/server/desk_fixture.hpp"

using namespace khaosan;
using namespace khaosan::test;

namespace {

// Every byte of the store's files.
bool stands_on_the_disk(Office& office, const std::string& words) {
  for (const auto& entry : std::filesystem::directory_iterator(office.folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    if (bytes.find(words) != std::string::npos) return true;
  }
  return false;
}

struct Files {
  explicit Files(Office& office)
      : originals(std::move(*BlobStore::open(office.folder / "media"))),
        quarantined(std::move(*BlobStore::open(office.folder / "quarantine"))),
        desk(*office.store, originals, quarantined, office.clock, office.folder) {}
  BlobStore originals;
  BlobStore quarantined;
  server::ErasureDesk desk;
};

Result<server::Erased> erase(Office& office, const std::string& kind, RecordId id) {
  return Files(office).desk.erase(kind, id, "ตามคำขอ");
}

}  // namespace

TEST_CASE("an erased record is a tombstone, its words stand nowhere, and the journal still checks") {
  Office office;
  Laptop one = office.laptop("somsri", {"staff"});
  Laptop two = office.laptop("wichai", {"staff"});
  const RecordId note = new_record_id();
  const std::string words = "คำให้สัมภาษณ์ของผู้ปกครองคนหนึ่ง";
  office.push(one, one.put("note", note, {{"text", words}}));
  const Seq seen = office.record("note", note).seq;
  office.push(one, one.put("note", note, {{"text", words + " ฉบับแก้"}}, {{"text", {seen, {}}}}));
  // A collision keeps the text of the loser beside the record.
  office.push(two, two.put("note", note, {{"text", "ข้อความของอีกคน " + words}}, {{"text", {seen, {}}}}));
  REQUIRE(stands_on_the_disk(office, words));
  REQUIRE(erase(office, "note", note).ok());
  const Record stone = office.record("note", note);
  CHECK(stone.erased);
  CHECK(stone.deleted);
  CHECK(stone.fields.empty());
  CHECK_FALSE(stands_on_the_disk(office, words));
  CHECK(office.store->check().ok());
  SECTION("nobody writes, deletes or restores it, and a second erasure is nothing more") {
    const auto put = office.push(two, two.put("note", note, {{"text", "อีกครั้ง"}}));
    CHECK(put.code == "record_erased");
    Change restore = two.change("note", note);
    restore.op = Op::restore;
    CHECK(office.push(two, restore).code == "record_erased");
    const Seq seq = office.record("note", note).seq;
    CHECK(erase(office, "note", note)->records.empty());
    REQUIRE(office.store
                ->write([&](server::StoreWriter& store) {
                  return carry_out_erasure(store, {{"note", note}}, "อีกครั้ง", office.clock.now());
                })
                .ok());
    CHECK(office.record("note", note).seq == seq);
  }
  SECTION("a restored office that has never known it takes it over from a laptop, before anything offered") {
    const RecordId lost = new_record_id();
    REQUIRE(office.store
                ->write([&](server::StoreWriter& store) {
                  return begin_restored_epoch(store, office.clock.now());
                })
                .ok());
    const Hello hello{.round = RoundId{new_record_id().uuid}, .last_token = "first"};
    REQUIRE(office.desk->hello(one.device, hello).ok());
    const SealedChange offered = seal(one.put("note", lost, {{"text", words}}));
    REQUIRE(office.desk->push(one.device, {hello.round, {offered}, {}, {}}).ok());
    REQUIRE(Files(office).desk.take_over({{"note", lost}}).ok());
    CHECK(office.record("note", lost).erased);
    CHECK(server::read_register(office.folder)->size() == 2);
    CHECK_FALSE(stands_on_the_disk(office, words));
    const auto again = office.desk->push(one.device, {hello.round, {offered}, {}, {}});
    REQUIRE(again.ok());
    CHECK(again->answers.at(0).code == "record_erased");
  }
  SECTION("a value that is emptied without an erasure is noticed") {
    auto opened = open_store(office.folder / "store.db", Access::write, server::server_migrations());
    REQUIRE(opened.ok());
    Database& database = **opened;
    REQUIRE(database
                .transaction([&] {
                  return database.execute(
                      "UPDATE journal_value SET value = x'', salt = x'', erased_by = 1 WHERE seq = 2");
                })
                .ok());
    CHECK(office.store->check().refusal().code == Code::store_damaged);
  }
}

TEST_CASE("a story goes with its revisions and photos, an event that holds others stays, a number is kept") {
  Office office;
  Laptop staff = office.laptop("somsri", {"staff"});
  const RecordId event = new_record_id();
  const RecordId news = new_record_id();
  const std::string sha = sha256(std::string_view("a photo")).hex();
  const RecordId media{uuid_v5(media_name_space, sha)};
  const RecordId member{uuid_v5(member_name_space, member_name(news, media, 0))};
  office.shelf.held.insert(*Sha256::parse(sha));
  office.push(staff, staff.put("event", event, {{"title", "วันภาษาไทย"}}));
  office.push(staff,
              staff.put("news", news, {{"event", event.text()}, {"headline", "พาดหัว"}, {"body", "เนื้อ"}}));
  office.push(staff,
              staff.put("media", media, {{"sha256", sha}, {"type", "photo"}, {"file_name", "IMG.JPG"}}));
  office.push(staff, staff.put("news_photo", member,
                               {{"news", news.text()}, {"media", media.text()}, {"position", "V1"}}));
  REQUIRE(office.push(staff, staff.act(news, "submit")).outcome == Outcome::accepted);
  REQUIRE(office.all("revision").size() == 1);
  CHECK(erase(office, "event", event).refusal().code == Code::not_erasable);
  SECTION("the photo alone, when nobody decides on the story; with the revisions that show it") {
    CHECK(erase(office, "media", media).refusal().code == Code::not_erasable);
    REQUIRE(office.push(staff, staff.act(news, "recall")).outcome == Outcome::accepted);
    REQUIRE(erase(office, "media", media).ok());
    CHECK(office.record("news_photo", member).erased);
    CHECK(office.all("revision").empty());
    CHECK_FALSE(office.record("news", news).erased);
  }
  SECTION("the story, and then the event") {
    CHECK(erase(office, "news", news).refusal().code == Code::not_erasable);
    REQUIRE(office.push(staff, staff.act(news, "recall")).outcome == Outcome::accepted);
    REQUIRE(erase(office, "news", news).ok());
    CHECK(office.record("news_photo", member).erased);
    CHECK(office.all("revision").empty());
    CHECK(office.all("decision").empty());
    CHECK_FALSE(office.record("media", media).erased);
    REQUIRE(erase(office, "event", event).ok());
  }
  SECTION("the photo's place in the story, with the revisions that hold its caption") {
    CHECK(erase(office, "news_photo", member).refusal().code == Code::not_erasable);
    REQUIRE(office.push(staff, staff.act(news, "recall")).outcome == Outcome::accepted);
    REQUIRE(erase(office, "news_photo", member).ok());
    CHECK(office.all("revision").empty());
  }
  SECTION("approved: its number is the office's record") {
    Laptop reviewer = office.laptop("prasert", {"reviewer"});
    Laptop director = office.laptop("thawee", {"director"});
    const std::string revision = text_field(office.record("news", news).fields, "revision");
    REQUIRE(office.push(reviewer, reviewer.act(news, "pass", revision)).outcome == Outcome::accepted);
    REQUIRE(office.push(director, director.act(news, "approve", revision)).outcome == Outcome::accepted);
    CHECK(erase(office, "news", news).refusal().code == Code::not_erasable);
    CHECK(erase(office, "media", media).refusal().code == Code::not_erasable);
  }
  CHECK(office.store->check().ok());
}

TEST_CASE("a join brings no photo back into the story that it was erased from") {
  Office office;
  Laptop staff = office.laptop("somsri", {"staff"});
  Laptop other = office.laptop("wichai", {"staff"});
  const RecordId event = new_record_id();
  office.push(staff, staff.put("event", event, {{"title", "วันภาษาไทย"}, {"date", "2026-06-26"}}));
  const std::string sha = sha256(std::string_view("a photo")).hex();
  const RecordId media{uuid_v5(media_name_space, sha)};
  office.shelf.held.insert(*Sha256::parse(sha));
  office.push(staff,
              staff.put("media", media, {{"sha256", sha}, {"type", "photo"}, {"file_name", "IMG.JPG"}}));
  RecordId members[2];
  RecordId stories[2];
  for (int i = 0; i < 2; ++i) {
    stories[i] = new_record_id();
    members[i] = RecordId{uuid_v5(member_name_space, member_name(stories[i], media, 0))};
    Laptop& writer = i == 0 ? staff : other;
    office.push(writer,
                writer.put("news", stories[i],
                           {{"event", event.text()}, {"headline", "วันภาษาไทยแห่งชาติ"}, {"body", "เนื้อ"}}));
    office.push(writer,
                writer.put("news_photo", members[i],
                           {{"news", stories[i].text()}, {"media", media.text()}, {"position", "V1"}}));
  }
  REQUIRE(erase(office, "news_photo", members[0]).ok());
  const auto likenesses = office.all("likeness");
  REQUIRE(likenesses.size() == 1);
  Change join = staff.act(likenesses[0].id, "join");
  join.kind = "likeness";
  join.act.keep = stories[0].text();
  const auto joined = office.push(staff, join);
  INFO(joined.code << " " << joined.detail);
  REQUIRE(joined.outcome == Outcome::accepted);
  CHECK(office.record("news_photo", members[0]).erased);
  CHECK(office.record("news_photo", members[0]).fields.empty());
  CHECK(office.store->check().ok());
}

TEST_CASE("a laptop that comes late puts nothing into what was erased, and refusals name no titles of it") {
  Office office;
  Laptop staff = office.laptop("somsri", {"staff"});
  const std::string sha = sha256(std::string_view("a photo")).hex();
  const RecordId media{uuid_v5(media_name_space, sha)};
  const RecordId news = new_record_id();
  office.shelf.held.insert(*Sha256::parse(sha));
  office.push(staff,
              staff.put("media", media, {{"sha256", sha}, {"type", "photo"}, {"file_name", "IMG.JPG"}}));
  const std::string headline = "พาดหัวที่มีชื่อของเด็กคนหนึ่ง";
  office.push(staff, staff.put("news", news, {{"headline", headline}, {"body", "เนื้อ"}}));
  Change submit = staff.act(news, "submit");
  submit.act.revision = sha256(std::string_view("another text")).hex();
  const auto refused = office.push(staff, submit);
  REQUIRE(refused.detail.find(headline) != std::string::npos);
  REQUIRE(erase(office, "media", media).ok());
  const RecordId member{uuid_v5(member_name_space, member_name(news, media, 0))};
  const auto late = office.push(
      staff,
      staff.put(
          "news_photo", member,
          {{"news", news.text()}, {"media", media.text()}, {"caption", "คำบรรยายที่มีชื่อ"}, {"position", "V1"}}));
  CHECK(late.code == "record_erased");
  REQUIRE(erase(office, "news", news).ok());
  CHECK_FALSE(stands_on_the_disk(office, headline));
}

TEST_CASE("what a laptop says was erased is believed only by a restored office that waits for it") {
  Office office;
  Laptop staff = office.laptop("somsri", {"staff"});
  const RecordId event = new_record_id();
  office.push(staff, staff.put("event", event, {{"title", "วันภาษาไทย"}}));
  Files files(office);
  REQUIRE(write_file(office.folder / "photo.jpg", view_of("a photo")).ok());
  const Sha256 sha = files.originals.put_file(office.folder / "photo.jpg")->sha256;
  const RecordId media{uuid_v5(media_name_space, sha.hex())};
  office.shelf.held.insert(sha);
  office.push(
      staff, staff.put("media", media, {{"sha256", sha.hex()}, {"type", "photo"}, {"file_name", "IMG.JPG"}}));
  const std::vector<ErasedRecord> told = {{"media", media}, {"event", event}, {"weather", event}};
  REQUIRE(files.desk.take_over(told).ok());
  CHECK_FALSE(office.record("media", media).erased);
  REQUIRE(
      office.store
          ->write([&](server::StoreWriter& store) { return begin_restored_epoch(store, office.clock.now()); })
          .ok());
  REQUIRE(files.desk.take_over(told).ok());
  CHECK(office.record("media", media).erased);
  CHECK(office.record("event", event).erased);
  CHECK_FALSE(files.originals.has(sha));
}

TEST_CASE("the register keeps each erasure once, and a line that a power cut left is none") {
  Office office;
  const server::Erasure first{"note", new_record_id()};
  const server::Erasure second{"media", new_record_id(), sha256(std::string_view("a photo"))};
  REQUIRE(server::add_to_register(office.folder, {first}, office.clock.now()).ok());
  {
    std::ofstream file(office.folder / server::erasure_register_name, std::ios::app);
    file << "\n{\"kind\":\"no";
  }
  REQUIRE(server::add_to_register(office.folder, {first, second}, office.clock.now()).ok());
  const auto read = server::read_register(office.folder);
  REQUIRE(read.ok());
  REQUIRE(read->size() == 2);
  CHECK((*read)[0].record == first.record);
  CHECK((*read)[1].file == second.file);
}
