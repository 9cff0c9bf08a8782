#include "tests/support/fake_desk.hpp"

#include <algorithm>
#include <array>

#include "shared/crypto/random.hpp"
#include "shared/crypto/sha256.hpp"
#include "tests/support/catch.hpp"

namespace khaosan::client {

Result<TakenFile> FakeDesk::take_in(const std::filesystem::path& path) {
  const std::string content = path.string();
  TakenFile taken;
  taken.sha = sha256(content);
  taken.size_bytes = content.size();
  taken.already_there = originals.contains(taken.sha);
  taken.name = path.filename().string();
  taken.type = "photo";
  taken.format = "image/jpeg";
  taken.width = 40;
  taken.height = 30;
  taken.taken_at = "2026-11-23 10:00:00";
  const ByteView bytes = view_of(content);
  originals[taken.sha] = Bytes(bytes.begin(), bytes.end());
  return taken;
}

Result<std::size_t> FakeDesk::read_original(const Sha256& sha, std::uint64_t offset,
                                            std::span<std::uint8_t> into) {
  const Bytes& bytes = originals.at(sha);
  const std::size_t count = std::min<std::size_t>(into.size(), bytes.size() - std::min(bytes.size(), offset));
  std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(offset), count, into.begin());
  return count;
}

Done FakeDesk::save_original(const Sha256& sha, const NextBytes& next) {
  Bytes bytes;
  std::array<std::uint8_t, 4096> buffer{};
  for (;;) {
    KHAOSAN_LET(got, next(buffer));
    if (got == 0) break;
    bytes.insert(bytes.end(), buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(got));
  }
  if (sha256(bytes) != sha) return refuse(Code::file_damaged, sha.hex());
  originals[sha] = std::move(bytes);
  return {};
}

namespace {

class FakeIncoming : public OriginalIn {
 public:
  FakeIncoming(FakeDesk& desk, const Sha256& sha) : desk_(desk), sha_(sha) {}
  std::uint64_t size_bytes() const override { return desk_.incoming[sha_].size(); }
  Done append(ByteView bytes) override {
    Bytes& here = desk_.incoming[sha_];
    here.insert(here.end(), bytes.begin(), bytes.end());
    return {};
  }
  Done finish() override {
    Bytes came = std::move(desk_.incoming[sha_]);
    desk_.incoming.erase(sha_);
    if (sha256(came) != sha_) return refuse(Code::file_damaged, sha_.hex());
    desk_.originals[sha_] = std::move(came);
    return {};
  }

  Done discard() override {
    desk_.incoming.erase(sha_);
    return {};
  }

 private:
  FakeDesk& desk_;
  Sha256 sha_;
};

}  // namespace

Result<std::unique_ptr<OriginalIn>> FakeDesk::receive_original(const Sha256& sha) {
  return std::unique_ptr<OriginalIn>(std::make_unique<FakeIncoming>(*this, sha));
}

Done FakeDesk::verify(const Sha256& sha) {
  if (!originals.contains(sha)) return refuse(Code::file_not_found, sha.hex());
  if (sha256(originals[sha]) != sha) return refuse(Code::file_damaged, sha.hex());
  return {};
}

Done FakeDesk::save_small(const Sha256& sha, ByteView jpeg) {
  small[sha] = Bytes(jpeg.begin(), jpeg.end());
  return {};
}

Result<Sha256> FakeDesk::hash_of(const std::filesystem::path& file,
                                 const std::function<bool(std::uint64_t)>& progress) {
  if (!progress(0)) return refuse(Code::stopped, "card");
  return sha256(file.string());
}

TempFolder::TempFolder()
    : path_(std::filesystem::temp_directory_path() / ("khaosan-client-" + to_hex(random_bytes(8)))) {
  std::filesystem::create_directories(path_);
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void Laptop::reopen() {
  app.reset();
  store.reset();
  auto opened = SqliteLocalStore::open(folder.path() / "store.db", Access::write);
  REQUIRE(opened.ok());
  store = std::move(*opened);
  app = std::make_unique<App>(*store, desk, office, clock);
}

void Laptop::pair(const std::string& password) {
  const auto paired = app->perform(Pair{"https://office:8443", office.pairing_code, password, "laptop 1"});
  REQUIRE(paired.ok());
}

RecordId Laptop::put(const std::string& kind, const Fields& set, std::optional<RecordId> id) {
  const auto report = app->perform(Put{kind, id, set});
  if (!report.ok()) FAIL(report.refusal().english());
  return report->id;
}

RecordId Laptop::news(const std::string& headline, const std::string& body) {
  return put("news", {{"headline", Value{headline}}, {"body", Value{body}}});
}

std::vector<OutboxEntry> Laptop::outbox(const std::string& kind, RecordId id) {
  std::vector<OutboxEntry> entries;
  REQUIRE(store
              ->read([&](StoreReader& reader) -> Done {
                KHAOSAN_LET(found, reader.outbox_of(kind, id));
                entries = std::move(found);
                return {};
              })
              .ok());
  return entries;
}

StoreCounts Laptop::counts() {
  StoreCounts counts;
  REQUIRE(store
              ->read([&](StoreReader& reader) -> Done {
                KHAOSAN_LET(found, reader.counts());
                counts = found;
                return {};
              })
              .ok());
  return counts;
}

std::vector<PastChange> Laptop::past(const std::string& kind, RecordId id) {
  std::vector<PastChange> past;
  REQUIRE(store
              ->read([&](StoreReader& reader) -> Done {
                KHAOSAN_LET(found, reader.past_of(kind, id));
                past = std::move(found);
                return {};
              })
              .ok());
  return past;
}

SyncState Laptop::state() {
  SyncState state;
  REQUIRE(store
              ->read([&](StoreReader& reader) -> Done {
                KHAOSAN_LET(found, reader.sync_state());
                state = found;
                return {};
              })
              .ok());
  return state;
}

void Laptop::check_whole() {
  const auto report = app->check();
  REQUIRE(report.ok());
  std::string faults;
  for (const std::string& fault : report->faults) faults += fault + "; ";
  CHECK(faults.empty());
}

}  // namespace khaosan::client
