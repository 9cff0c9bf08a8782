#pragma once

#include <set>

#include "server/logic/journal.hpp"
#include "server/store/sqlite_reader.hpp"

namespace khaosan::server {

// StoreWriter inside one transaction of the writing connection. Digests and the chain's head are kept here
// while it runs; finish() writes them.
class SqliteWriter : public SqliteReader, public StoreWriter {
 public:
  explicit SqliteWriter(Database& database);
  Done finish();

  Seq head() override { return head_; }
  Instant last_time() override { return last_time_; }
  Digests digests() override { return digests_; }

  Result<Seq> append(JournalRow row) override;
  Done save_record(const Record& record) override;
  Done save_answer(ChangeId change, const Sha256& payload, const ChangeAnswer& answer) override;
  Result<std::int64_t> next_number(std::string_view book) override;
  Done save_account(const Account& account) override;
  Done save_device(const Device& device) override;
  Done save_device_report(const DeviceReport& report) override;
  Done save_device_user(const DeviceUser& device_user) override;
  Done revoke_keys_of(UserId user) override;
  Done end_keys_before(const DeviceUser& key) override;
  Done save_token(const Token& token) override;
  Done save_pairing_code(const PairingCode& code) override;
  Done remove_pairing_code(const MacKey& key) override;
  Done set_setting(std::string_view name, std::string_view value) override;
  Done end_epoch(EpochId epoch, Seq end) override;
  Done set_awaited(DeviceId device, bool awaited) override;
  Done save_offered(const OfferedChange& offered) override;
  Done forget_offered() override;
  Done raise_book(std::string_view book, std::int64_t last) override;
  Done save_former_number(const KnownNumber& known) override;
  Done empty_values(std::string_view kind, RecordId record, Seq entry) override;
  Done forget_waiting(const std::function<bool(const Change&)>& which) override;
  Done forget_details() override;
  Done save_quarantined(const QuarantinedChange& change) override;
  Done forget_quarantined(const QuarantinedChange& change) override;
  Done save_quarantined_file(const QuarantinedFile& file) override;
  Done forget_quarantined_file(DeviceId device, const Sha256& sha) override;

 private:
  Sha256 save_value(Seq seq, int part, std::string_view value);

  Seq head_;
  Sha256 chain_head_;
  Instant last_time_;
  Digests digests_;
  std::set<std::string> changed_kinds_;
};

// The columns that a record is found and sorted by.
struct RecordColumns {
  std::string parent;
  std::string sort;
  std::optional<std::string> published_at;
  std::optional<std::string> number;
};
RecordColumns columns_of(const Record& record);

}  // namespace khaosan::server
