// The tables of the laptop's store, inside one transaction of SqliteLocalStore.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "client/app/local_store.hpp"
#include "client/store/server_line.hpp"
#include "shared/sqlite/database.hpp"

namespace khaosan::client {

using RecordKey = std::pair<std::string, RecordId>;

class StoreTables : public StoreWriter {
 public:
  explicit StoreTables(Database& database) : database_(database) {}

  // settings.cpp
  Result<std::optional<Pairing>> pairing() override;
  Result<SyncState> sync_state() override;
  Result<std::vector<LocalUser>> users() override;
  Result<IdClock> id_clock() override;
  Done save_pairing(const Pairing& pairing) override;
  Done save_sync_state(const SyncState& state) override;
  Done save_user(const LocalUser& user) override;
  Done save_id_clock(const IdClock& clock) override;
  Result<StoreCounts> counts() override;
  Result<std::map<std::string, std::string>> typed() override;
  Done keep_typed(const std::string& name, const std::string& text) override;

  // records.cpp
  Result<std::optional<Record>> current(std::string_view kind, RecordId id) override;
  Result<std::optional<Record>> base(std::string_view kind, RecordId id) override;
  Result<ListAnswer> list(const ListQuery& query) override;
  Result<std::vector<Record>> children(std::string_view kind, RecordId parent) override;
  Done lay_over(std::string_view kind, RecordId id);
  Done keep_base(std::string_view kind, RecordId id);

  // outbox.cpp
  Result<std::vector<OutboxEntry>> outbox_of(std::string_view kind, RecordId id) override;
  Result<std::vector<OutgoingChange>> sealed_after(std::int64_t n, std::int64_t last,
                                                   std::int64_t bytes_max) override;
  Result<std::vector<PastChange>> past_of(std::string_view kind, RecordId id) override;
  Result<std::vector<PastChange>> refused() override;
  Done append(const OutboxEntry& entry) override;
  Done replace(const OutboxEntry& entry) override;
  Result<std::int64_t> seal_all() override;
  Done seal_edits() override;
  Done adopt(UserId author) override;
  Done acknowledge(ChangeId change, Seq seq) override;
  Done refuse_change(ChangeId change, const std::string& code, const std::string& detail) override;
  Result<PastChange> take_back(ChangeId command) override;
  Result<PastChange> take_refused(ChangeId change) override;
  Result<std::vector<ChangeId>> reissue(ChangeId change, ChangeId fresh) override;

  // epoch.cpp
  Result<std::vector<KnownNumber>> known_numbers() override;
  Result<bool> is_erased(std::string_view kind, RecordId id) override;
  Result<std::vector<ErasedRecord>> known_erased() override;
  Result<std::vector<Sha256>> erased_files() override;
  Done begin_epoch(Seq end) override;
  Done forget_lost_of_office() override;
  Done forget_kept(Seq backed_up) override;

  // pages.cpp
  Result<Digests> digests() override;
  Result<PageReport> apply_page(const PullPage& page) override;
  Done settle(Seq cursor) override;

  // files.cpp
  Result<std::optional<LocalFile>> file(const Sha256& sha) override;
  Result<std::vector<LocalFile>> files() override;
  Result<std::vector<LocalFile>> pending_files() override;
  Result<std::vector<LocalFile>> damaged_files() override;
  Result<Unsent> unsent() override;
  Result<std::vector<Sha256>> wanted_renditions() override;
  Done save_file(const LocalFile& file) override;
  Done want_rendition(const Sha256& sha) override;
  Done rendition_came(const Sha256& sha) override;
  Done file_is_erased(const Sha256& sha) override;

  // sticks.cpp
  Result<std::int64_t> seal_for_rescue() override;
  Done mark_on_stick(const std::vector<std::int64_t>& places, const std::vector<Sha256>& files) override;
  Result<StickCounts> only_here() override;
  Result<std::optional<ForeignMark>> foreign(std::string_view kind, RecordId id) override;
  Result<bool> save_foreign(const Record& record, const ForeignMark& mark) override;
  Result<std::int64_t> foreign_count() override;

  // check.cpp: appends what is wrong, in words.
  Done check_records(CheckReport& report);

 private:
  Done settle_refused(ChangeId taken);
  Done seal_where(std::string_view condition);
  Done insert_change(const OutboxEntry& entry);
  Result<std::vector<RecordKey>> move_to_kept(Seq cursor);
  Result<std::vector<RecordKey>> pending_records();
  Done forget_erased(std::string_view kind, RecordId id);
  void lives_again(std::string_view kind, RecordId id);
  Done apply_line(const ServerLine& line, bool pending, bool was_pending, Digests& digests);
  Done save_digests(const Digests& digests);
  Done offer_kept(Seq end);
  Done mark_lost(Seq end);
  Result<std::vector<RecordKey>> foreign_records();
  void office_has(std::string_view kind, RecordId id);
  Done save_as_current(const Record& record);
  Database& database_;
};

// How a record stands in its row.
std::string sort_key(std::string_view kind, const Fields& fields);
// The value by which lists of the kind are narrowed, as its column holds it.
std::string filter_key(std::string_view kind, const Fields& fields);
std::string filter_value(const KindDecl& kind, std::string_view value);
std::optional<RecordId> parent_id(std::string_view kind, const Fields& fields);

}  // namespace khaosan::client
