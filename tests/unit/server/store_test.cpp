#include <fstream>

#include "server/logic/journal.hpp"
#include "server/store/migrations.hpp"
#include "shared/crypto/sha256.hpp"
#include "shared/wire/revision_json.hpp"
#include "tests/support/golden.hpp"
#include "tests/unit/server/desk_fixture.hpp"

using namespace khaosan;
using namespace khaosan::test;

TEST_CASE("a journal row's canonical form and hash are golden") {
  server::JournalRow row;
  row.seq = 15;
  row.type = "act";
  row.change = ChangeId{Uuid{{1}}};
  row.kind = "news";
  row.record = RecordId{Uuid{{2}}};
  row.author = UserId{Uuid{{3}}};
  row.device = DeviceId{Uuid{{4}}};
  row.what = "approve";
  row.capacity = "own";
  row.outcome = "accepted";
  row.at = Instant{1'795'402'475'123};
  const std::string text =
      server::journal_canonical(row, {sha256("submitted"), {}, sha256("signature")}, sha256("previous"));
  check_golden("journal_row.json", text + "\n" + sha256(text).hex() + "\n");
}

TEST_CASE("the row that begins an epoch is golden, for the first one and after a restore") {
  const EpochId first{Uuid{{5}}};
  const EpochId second{Uuid{{6}}};
  std::string text;
  for (server::JournalRow row :
       {server::epoch_row(first, {}, Instant{1'795'402'475'123}),
        server::epoch_row(second, {first, 41, sha256("head")}, Instant{1'795'402'476'000})}) {
    row.seq = text.empty() ? 1 : 42;
    const std::string canonical_row = server::journal_canonical(row, {{}, commitment({7}, row.resulted), {}},
                                                                text.empty() ? Sha256{} : sha256("head"));
    text += row.resulted + "\n" + canonical_row + "\n" + sha256(canonical_row).hex() + "\n";
  }
  check_golden("journal_epoch.txt", text);
}

TEST_CASE("the server's schema is the golden dump") {
  Office office;
  const auto database = open_store(office.folder / "store.db", Access::read, server::server_migrations());
  REQUIRE(database.ok());
  check_golden("server_schema.sql", (*database)->schema_text());
}

TEST_CASE(
    "check notices a journal that was altered, a value that was altered, and a record that was altered") {
  for (const char* damage :
       {"UPDATE journal SET what = 'approve' WHERE seq = 3",
        "DELETE FROM journal WHERE seq = (SELECT max(seq) - 1 FROM journal)",
        "UPDATE journal_value SET value = CAST('{}' AS BLOB) WHERE seq = 3 AND packed = 0",
        "DELETE FROM journal_value WHERE seq = 3", "UPDATE record SET line = replace(line, 'ดี', 'เลว')"}) {
    INFO(damage);
    Office office;
    Laptop staff = office.laptop("somsri", {"staff"});
    for (int i = 0; i < 5; ++i) office.push(staff, staff.put("note", new_record_id(), {{"text", "ดี"}}));
    REQUIRE(office.store->check().ok());
    auto& store = dynamic_cast<server::SqliteStore&>(*office.store);
    REQUIRE(store.database().execute(damage).ok());
    CHECK(office.store->check().refusal().code == Code::store_damaged);
  }
}

TEST_CASE("a store of a newer program is refused, not damaged") {
  Office office;
  auto& store = dynamic_cast<server::SqliteStore&>(*office.store);
  REQUIRE(store.database().execute("PRAGMA user_version=999").ok());
  CHECK(server::open_sqlite_store(office.folder).refusal().code == Code::store_newer);
}

TEST_CASE("what is not a database is refused") {
  const auto folder = std::filesystem::temp_directory_path() / ("khaosan-test-" + to_hex(random_bytes(8)));
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "store.db") << std::string(5'000, 'x');
  CHECK(server::open_sqlite_store(folder).refusal().code == Code::store_damaged);
  std::filesystem::remove_all(folder);
}
