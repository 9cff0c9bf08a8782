// Media files in memory, and a laptop made of a real store in a temporary folder with a fake office.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "client/app/app.hpp"
#include "client/app/file_desk.hpp"
#include "client/store/sqlite_local_store.hpp"
#include "tests/support/fake_office.hpp"

namespace khaosan::client {

class FakeDesk : public FileDesk {
 public:
  std::map<Sha256, Bytes> originals;
  std::map<Sha256, Bytes> small;
  // Takes the path's text as the content.
  Result<TakenFile> take_in(const std::filesystem::path& path) override;
  bool has_original(const Sha256& sha) override { return originals.contains(sha); }
  Result<std::size_t> read_original(const Sha256& sha, std::uint64_t offset,
                                    std::span<std::uint8_t> into) override;
  Done save_original(const Sha256& sha, const NextBytes& next) override;
  std::map<Sha256, Bytes> incoming;  // originals on their way in
  Result<std::unique_ptr<OriginalIn>> receive_original(const Sha256& sha) override;
  Done verify(const Sha256& sha) override;
  std::uint64_t room_bytes = 10'000'000'000;
  Result<std::uint64_t> free_bytes() override { return room_bytes; }
  // The card is what the test put there; a file's path is its content, as for take_in().
  CardContent card;
  Result<CardContent> read_card(const std::filesystem::path&) override { return card; }
  Result<Sha256> hash_of(const std::filesystem::path& file,
                         const std::function<bool(std::uint64_t)>& progress) override;
  bool has_small(const Sha256& sha) override { return small.contains(sha); }
  Result<Bytes> read_small(const Sha256& sha) override { return small.at(sha); }
  Done save_small(const Sha256& sha, ByteView jpeg) override;
  Done erase(const Sha256& sha) override {
    originals.erase(sha);
    small.erase(sha);
    return {};
  }
};

struct FakeClock : Clock {
  Instant at{1'795'400'000'000};
  Instant now() override { return at; }
};

class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// One laptop. reopen() is what a restart does.
struct Laptop {
  explicit Laptop(FakeOffice& its_office) : office(its_office) { reopen(); }
  void reopen();
  void pair(const std::string& password = "");
  RecordId put(const std::string& kind, const Fields& set, std::optional<RecordId> id = std::nullopt);
  RecordId news(const std::string& headline = "ข่าว", const std::string& body = "เนื้อข่าว");
  Result<SyncReport> sync() { return app->perform(Sync{}, {}); }
  Fields fields(const std::string& kind, RecordId id) { return app->get(kind, id)->record.fields; }
  std::vector<OutboxEntry> outbox(const std::string& kind, RecordId id);
  SyncState state();
  StoreCounts counts();
  std::vector<PastChange> past(const std::string& kind, RecordId id);
  void check_whole();  // fails the test if check() finds a fault

  FakeOffice& office;
  TempFolder folder;
  FakeClock clock;
  FakeDesk desk;
  std::unique_ptr<SqliteLocalStore> store;
  std::unique_ptr<App> app;
};

inline Value text(const char* words) {
  return Value{std::string(words)};
}

}  // namespace khaosan::client
