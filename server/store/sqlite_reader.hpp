#pragma once

#include "server/logic/store.hpp"
#include "shared/sqlite/database.hpp"

namespace khaosan::server {

// StoreReader over one connection, inside one transaction of it. Derived virtually, so that the writer reads
// by it too.
class SqliteReader : public virtual StoreReader {
 public:
  explicit SqliteReader(Database& database) : database_(database) {}

  EpochId epoch() override;
  Seq head() override;
  UserId author_at(Seq seq) override;
  Sha256 chain_at(Seq seq) override;
  Digests digests() override;
  Instant last_time() override;
  Result<std::optional<Record>> record(std::string_view kind, RecordId id) override;
  Result<std::vector<Record>> children(std::string_view kind, RecordId parent) override;
  Result<std::vector<Record>> all(std::string_view kind) override;
  Result<std::vector<Record>> sorted_at(std::string_view kind, std::string_view sort) override;
  Result<Maker> maker_of(std::string_view kind, RecordId id) override;
  Result<PullPage> records_after(Seq cursor, std::int64_t max_bytes) override;
  Result<std::vector<Record>> published(std::int64_t first, std::int64_t limit) override;
  Result<std::int64_t> published_count() override;
  Result<std::optional<Record>> news_numbered(std::string_view number) override;
  Result<std::optional<Value>> value_at(std::string_view kind, RecordId id, std::string_view field, Seq seq,
                                        ValueOf which) override;
  Result<std::vector<JournalRow>> journal_of_record(std::string_view kind, RecordId id) override;
  Result<std::optional<Answered>> answered(ChangeId change) override;
  Result<std::optional<Account>> account(UserId id) override;
  Result<std::optional<Account>> account_named(std::string_view name) override;
  Result<std::vector<Account>> accounts() override;
  Result<std::optional<Device>> device(DeviceId id) override;
  Result<std::optional<Device>> device_with_token(const Sha256& token_hash) override;
  Result<std::vector<Device>> devices() override;
  Result<std::optional<DeviceUser>> device_user(DeviceId device, UserId user) override;
  Result<std::optional<DeviceReport>> device_report(DeviceId device) override;
  Result<std::vector<DeviceUser>> keys_of(DeviceId device, UserId user) override;
  Result<std::optional<Token>> token(const Sha256& hash) override;
  Result<std::vector<Token>> tokens() override;
  Result<std::vector<PairingCode>> pairing_codes() override;
  std::string setting(std::string_view name) override;
  std::optional<Seq> epoch_end(EpochId epoch) override;
  bool is_awaited(DeviceId device) override;
  Result<std::vector<OfferedChange>> offered() override;
  Result<std::optional<KnownNumber>> former_number(RecordId news) override;
  Result<std::vector<Record>> every(std::string_view kind, std::optional<RecordId> parent) override;
  Result<std::vector<QuarantineCount>> quarantine() override;
  Result<std::vector<QuarantinedChange>> quarantined(DeviceId device) override;
  Result<std::vector<QuarantinedFile>> quarantined_files() override;
  bool is_quarantined(DeviceId device, ChangeId change, const Sha256& payload) override;

 protected:
  // The text that row `seq` holds in `part` (0 submitted, 1 resulted); nothing if there is none.
  Result<std::optional<std::string>> journal_text(Seq seq, int part);

  Result<std::optional<Value>> submitted_value(Seq seq, std::string_view field);

  Database& database_;
};

std::string unpack(std::int64_t packed, ByteView stored);

}  // namespace khaosan::server
