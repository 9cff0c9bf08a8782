#include <array>

#include "client/store/migrations.hpp"
#include "client/store/server_line.hpp"
#include "shared/crypto/sha256.hpp"
#include "shared/wire/record_json.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/fake_desk.hpp"
#include "tests/support/golden.hpp"

using namespace khaosan;
using namespace khaosan::client;

namespace {

Record sample_record() {
  Record record;
  record.kind = "media";
  record.id = RecordId{Uuid{{1, 2, 3}}};
  record.seq = 15;
  record.fields = {
      {"event", Value{Uuid{{7}}.text()}},        {"type", text("photo")},
      {"taken_at", text("2026-11-23 10:00:00")}, {"caption", text("เด็ก ๆ \"ยิ้ม\"\n\\o/")},
      {"width", Value{std::int64_t{4000}}},      {"do_not_publish", Value{true}},
      {"sha256", Value{sha256("photo").hex()}},  {"of_a_newer_program", Value{TextSet{"a", "b"}}}};
  record.older_seqs = {{"caption", 12}, {"credit", 9}};
  record.delete_seq = 11;
  record.deleted = true;
  record.changed_by = UserId{Uuid{{4}}};
  record.changed_at = Instant{1'795'400'000'000};
  return record;
}

}  // namespace

TEST_CASE("the store's schema is the one that was approved") {
  FakeOffice office;
  Laptop laptop(office);
  test::check_golden("client_schema.sql", laptop.store->schema_text());
}

TEST_CASE("a line of the server read in place is the same as read as JSON") {
  const std::string plain = record_line(sample_record());
  ServerLine fast;
  REQUIRE(read_plain_line(plain, fast));
  // The same record with a space where the server writes none, and an escape where it needs none.
  std::string odd = plain;
  odd.replace(odd.find("\"kind\":\"media\""), 14, "\"kind\":\"medi\\u0061\"");
  ServerLine ignored;
  CHECK_FALSE(read_plain_line(odd, ignored));
  ServerLine slow;
  REQUIRE(read_server_line(odd, slow).ok());
  CHECK(fast.kind == slow.kind);
  CHECK(fast.id == slow.id);
  CHECK(fast.seq == slow.seq);
  CHECK(fast.older_seqs == slow.older_seqs);
  CHECK(fast.fields == slow.fields);
  CHECK(fast.delete_seq == slow.delete_seq);
  CHECK(fast.deleted == slow.deleted);
  CHECK(fast.changed_by == slow.changed_by);
  CHECK(fast.changed_at == slow.changed_at);
  CHECK(fast.parent == slow.parent);
  CHECK(fast.parent == RecordId{Uuid{{7}}});
  CHECK(fast.sort == "2026-11-23 10:00:00");
  CHECK(slow.sort == fast.sort);
  CHECK(fast.wanted_picture == sha256("photo"));
  CHECK(slow.wanted_picture == fast.wanted_picture);
}

TEST_CASE("a line of the server that is no record is refused whichever way it is read") {
  const std::string good = record_line(sample_record());
  ServerLine line;
  REQUIRE(read_server_line(good, line).ok());
  CHECK(line.hash == sha256(good));
  for (const std::string& bad : {good.substr(0, good.size() - 1), good + "x", std::string("{}"),
                                 std::string("[]"), std::string("{\"a\":1.5}"), good + good}) {
    INFO(bad);
    CHECK_FALSE(read_server_line(bad, line).ok());
  }
  std::string broken = good;
  broken[broken.find("ยิ้ม") + 1] = 'x';
  CHECK(read_server_line(broken, line).refusal().code == Code::not_utf8);
  std::string fraction = good;
  fraction.replace(fraction.find("4000"), 4, "40.5");
  CHECK_FALSE(read_server_line(fraction, line).ok());
  std::string nested = good;
  nested.replace(nested.find("4000"), 4, "{}");
  CHECK_FALSE(read_server_line(nested, line).ok());
}

TEST_CASE("check finds a record that is not what base and outbox say, and one the server did not say") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId id = laptop.news("หนึ่ง");
  REQUIRE(laptop.sync().ok());
  laptop.news("สอง");
  laptop.check_whole();
  const auto faults_after = [&](std::string_view sql) {
    laptop.store.reset();
    {
      auto database = open_store(laptop.folder.path() / "store.db", Access::write, migrations());
      REQUIRE(database.ok());
      REQUIRE((*database)->execute(sql).ok());
    }
    laptop.reopen();
    return laptop.app->check()->faults.size();
  };
  CHECK(faults_after("UPDATE record SET fields = replace(fields, 'สอง', 'อื่น')") == 1);
  CHECK(faults_after("UPDATE record SET fields = replace(fields, 'อื่น', 'สอง')") == 0);
  CHECK(faults_after("UPDATE record SET fields = replace(fields, 'หนึ่ง', 'อื่น')") == 1);
  CHECK(faults_after("UPDATE record SET fields = replace(fields, 'อื่น', 'หนึ่ง')") == 0);
  CHECK(faults_after("UPDATE digest SET low = low + 1") == 1);
  CHECK(text_field(laptop.fields("news", id), "headline") == "หนึ่ง");
}

TEST_CASE("a page of many records is taken in whole, with its cursor and its digests") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  PullPage page;
  constexpr int count = 2'000;
  for (int i = 1; i <= count; ++i) {
    Record record = sample_record();
    record.kind = "note";
    record.id = RecordId{Uuid{{static_cast<std::uint8_t>(i % 7), static_cast<std::uint8_t>(i >> 8),
                               static_cast<std::uint8_t>(i & 0xFF)}}};
    record.seq = i;
    page.lines += record_line(record) + "\n";
  }
  page.next = page.head = count;
  REQUIRE(laptop.store
              ->write([&](StoreWriter& store) -> Done {
                KHAOSAN_LET(report, store.apply_page(page));
                CHECK(report.records == count);
                return {};
              })
              .ok());
  laptop.check_whole();
  CHECK(laptop.app->status()->cursor == count);
}
