// A server on a real SQLite store in a temporary folder, with a clock and a shelf that the test owns, and
// laptops reduced to what they send.
#pragma once

#include <filesystem>
#include <set>

#include "server/logic/accounts.hpp"
#include "server/logic/sync_desk.hpp"
#include "server/store/sqlite_store.hpp"
#include "shared/crypto/random.hpp"
#include "shared/wire/change_json.hpp"
#include "shared/wire/record_json.hpp"
#include "tests/support/catch.hpp"

namespace khaosan::test {

struct HandClock : server::Clock {
  Instant at{1'795'402'475'000};  // 2026-11-23
  Instant now() override { return at; }
};

struct HandShelf : server::FileShelf {
  std::set<Sha256> held;
  bool has(const Sha256& sha) override { return held.contains(sha); }
};

// One paired laptop of one user: makes changes as a laptop does.
struct Laptop {
  server::Device device;
  server::Account user;
  SignKeyPair key;
  EpochId epoch;
  int made = 0;

  Change change(const std::string& kind, RecordId record) {
    Change change;
    const Bytes random = random_bytes(8);
    std::array<std::uint8_t, 8> bytes{};
    std::copy(random.begin(), random.end(), bytes.begin());
    change.id = ChangeId{uuid_v7(Instant{1'795'402'475'000 + made}, static_cast<std::uint16_t>(made), bytes)};
    ++made;
    change.author = user.id;
    change.device = device.id;
    change.kind = kind;
    change.record = record;
    change.epoch = epoch;
    return change;
  }
  Change put(const std::string& kind, RecordId record, Fields set, Bases bases = {}) {
    Change made_change = change(kind, record);
    made_change.set = std::move(set);
    made_change.bases = std::move(bases);
    return made_change;
  }
  Change act(RecordId news, const std::string& verb, const std::string& revision = "",
             const std::string& comment = "") {
    Change made_change = change("news", news);
    made_change.op = Op::act;
    made_change.act.verb = verb;
    made_change.act.revision = revision;
    made_change.act.comment = comment;
    return made_change;
  }
  SealedChange signed_by_user(const Change& change_made) const {
    SealedChange sealed = seal(change_made);
    sealed.signature = sign(sealed.sha.bytes, key);
    return sealed;
  }
};

struct Office {
  std::filesystem::path folder;
  HandClock clock;
  HandShelf shelf;
  std::unique_ptr<server::Store> store;
  std::unique_ptr<server::Accounts> accounts;
  std::unique_ptr<server::SyncDesk> desk;

  Office() {
    folder = std::filesystem::temp_directory_path() / ("khaosan-test-" + to_hex(random_bytes(8)));
    std::filesystem::create_directories(folder);
    store = std::move(*server::open_sqlite_store(folder));
    accounts = std::make_unique<server::Accounts>(*store, clock);
    desk = std::make_unique<server::SyncDesk>(*store, clock, shelf);
    REQUIRE(accounts->prepare("สพป.ตัวอย่าง เขต 1").ok());
  }
  ~Office() {
    desk.reset();
    accounts.reset();
    store.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }
  Office(const Office&) = delete;
  Office& operator=(const Office&) = delete;

  Laptop laptop(const std::string& name, const std::vector<std::string>& roles) {
    Laptop made;
    auto added = accounts->add_user(name, name, roles, "a long password");
    if (added.ok()) {
      made.user = *added;
    } else {
      const auto users = *accounts->users();
      for (const auto& account : users) {
        if (account.name == name) made.user = account;
      }
    }
    made.key = SignKeyPair::make();
    made.device.id = DeviceId{Uuid{{static_cast<std::uint8_t>(random_bytes(1)[0]), 2, 3}}};
    const Bytes bytes = random_bytes(16);
    std::copy(bytes.begin(), bytes.end(), made.device.id.uuid.bytes.begin());
    made.device.name = name;
    made.device.paired_for = made.user.id;
    const Bytes hash = random_bytes(32);
    std::copy(hash.begin(), hash.end(), made.device.token_hash.bytes.begin());
    made.device.round_token = "first";
    REQUIRE(store
                ->write([&](server::StoreWriter& writer) -> Done {
                  KHAOSAN_TRY(writer.save_device(made.device));
                  made.epoch = writer.epoch();
                  return writer.save_device_user({made.device.id, made.user.id, made.key.public_key});
                })
                .ok());
    return made;
  }

  ChangeAnswer push(const Laptop& laptop, const SealedChange& sealed) {
    const auto answer = desk->push(laptop.device, {RoundId{}, {sealed}});
    REQUIRE(answer.ok());
    return answer->answers.at(0);
  }
  ChangeAnswer push(const Laptop& laptop, const Change& change) {
    return push(laptop, laptop.signed_by_user(change));
  }

  Record record(const std::string& kind, RecordId id) {
    std::optional<Record> found;
    REQUIRE(store
                ->read([&](server::StoreReader& reader) -> Done {
                  KHAOSAN_LET(read_record, reader.record(kind, id));
                  found = read_record;
                  return {};
                })
                .ok());
    REQUIRE(found.has_value());
    return *found;
  }
  std::vector<Record> all(const std::string& kind) {
    std::vector<Record> found;
    REQUIRE(store
                ->read([&](server::StoreReader& reader) -> Done {
                  KHAOSAN_LET(records, reader.all(kind));
                  found = records;
                  return {};
                })
                .ok());
    return found;
  }
};

inline RecordId new_record_id() {
  const Bytes bytes = random_bytes(16);
  RecordId id;
  std::copy(bytes.begin(), bytes.end(), id.uuid.bytes.begin());
  return id;
}

}  // namespace khaosan::test
