// Holds the invariants I1 to I15. It knows nothing of how the product works: it has its own ledger of what
// people were told, and reads the stores by its own SQL. It includes no header of shared/sync, client/app or
// server/logic; tests/house/check_arrows.py holds it to that. Every breach is thrown as a Violation.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "tests/simulation/journal_view.hpp"
#include "tests/simulation/ledger.hpp"
#include "tests/simulation/store_view.hpp"

namespace khaosan::simulation {

using Shelf = std::map<std::string, std::string>;  // originals at the office: hash in hex → bytes

class Auditor : private JournalView::Listener {
 public:
  explicit Auditor(std::string server_path) : server_path_(std::move(server_path)) {}
  void add_laptop(const std::string& laptop, const std::string& path);
  void laptop_copied(const std::string& from, const std::string& to);

  // What people are told, when they are told it.
  void told(Told what);
  // It failed while it was written: it may have happened once, or not at all.
  void perhaps(const std::string& laptop, const std::string& record, const Values& set);
  // By the person. `record` and `set` find it where the office had made it stand under another id.
  void given_up(const std::string& laptop, const std::string& change, const std::string& record,
                const std::string& verb, const Values& set);
  void told_synced(const std::string& laptop);
  void laptop_revoked(const std::string& laptop);
  // `file`: the original of a media record.
  void erased(const std::string& kind, const std::string& id, const std::string& file);
  void laptop_paired(const std::string& laptop);
  // "25 มิถุนายน", "ที่หอประชุม บ้านดอน" in some prose of this record; "" if nobody knows which record it became.
  void phrase_typed(const std::string& record, const std::string& phrase);

  // Around a machine's end: nobody may read while it is down.
  void laptop_down(const std::string& laptop) { laptops_.at(laptop).view.reset(); }
  void server_down() { server_.reset(); }
  void office_lost();  // and what it holds from now on is that of a backup
  std::map<std::string, std::int64_t> highest_numbers() const;  // "/2570" → 12: on paper
  void laptop_up(const std::string& laptop);
  void after_sync(const std::string& laptop);

  // When all is done, and everybody has synced.
  void finish(const std::vector<std::string>& laptops, const Shelf& shelf);
  // What became of changes, by kind of outcome.
  std::map<std::string, std::int64_t> outcomes();

 private:
  struct AuditedLaptop {
    std::string path;
    std::unique_ptr<StoreView> view;
    std::int64_t cursor = 0;
    std::string epoch;
    std::int64_t revoked_at = 0;  // the office's head then; 0: it is not
  };

  bool is_of_this_epoch(const std::string& laptop);
  StoreView& server();
  StoreView& store_of(const std::string& laptop);
  void read_journal();
  void on_row(const JournalEntry& entry, const ReplayedRecord& before) override;

  // One function an invariant. Those with a laptop are held again and again while the run goes on.
  void i1_convergence(const std::string& laptop);
  void i2_nothing_told_is_lost_here(const std::string& laptop);
  void i2_told_is_shown(const Told& what);
  void i2_i3_everything_saved_is_at_the_office();
  void i4_overwritten_only_what_was_seen(const JournalEntry& entry, const ReplayedRecord& before);
  void i4_deleted_only_what_was_seen(const JournalEntry& entry, const ReplayedRecord& before);
  void i4_conflicts_are_collisions(const JournalEntry& entry, const ReplayedRecord& before);
  void i4_nobody_wrote_that();
  void i5_records_are_what_the_journal_says();
  void i6_effects_once();
  void i7_cursor(const std::string& laptop);
  void i8_blobs(const std::vector<std::string>& laptops, const Shelf& shelf);
  void i9_approval(const JournalEntry& entry, const ReplayedRecord& before);
  void i9_revision_is_all_that_shows(const JournalEntry& entry);
  void i9_numbers();
  void i10_revoked_learns_nothing(const std::string& laptop);
  void i10_one_laptop_a_device(const std::string& laptop);
  void i11_one_code_one_school();
  void i11_conflict_keeps_the_alias_text(const JournalEntry& entry, const ReplayedRecord& before,
                                         const std::string& from, const nlohmann::json& theirs);
  void i11_aliases_are_a_forest();
  void i11_nothing_is_lost_behind_an_alias();
  void i13_erased_is_nowhere(const std::vector<std::string>& laptops, const Shelf& shelf);
  void i14_synced_means_the_same(const std::string& laptop);

  // Whether an edit of that change holds the value that was told, or one that failed on top of it.
  bool holds(const nlohmann::json& set, const Told& told, const std::string& field) const;
  bool holds_all(const nlohmann::json& set, const Told& told) const;
  bool is_at_the_office(const Told& what, const std::string& field) const;
  bool is_whole_at_the_office(const Told& what) const;
  bool is_answered_same(const std::string& change);

  // The record, and those whose texts joins brought to it or took from it at any time.
  std::set<std::string> ever_joined_with(const std::string& record) const;
  // The records behind an alias, nearest first; none for what is no alias.
  std::vector<std::string> mains_of(const std::string& key) const;
  std::string top_of(const std::string& key) const;

  std::string server_path_;
  std::unique_ptr<StoreView> server_;
  std::map<std::string, AuditedLaptop> laptops_;
  std::set<std::string> erased_;  // kind and record
  std::set<std::string> erased_files_;
  std::vector<Told> ledger_;
  std::map<std::string, std::size_t> by_change_;  // laptop/change → place in the ledger
  std::multimap<std::string, std::size_t> of_change_;
  std::map<std::string, std::set<std::string>> phrases_;                 // by record
  std::map<std::string, std::map<std::string, int>> rounds_since_copy_;  // by device and laptop
  std::map<std::string, std::set<std::string>> joins_;                   // by record: the other side, ever
  std::map<std::string, std::set<std::string>> approved_;                // revisions of a news item
  std::map<std::string, std::set<std::string>> perhaps_;                 // by laptop/record/field
  std::map<std::string, std::string> numbers_;                           // ever given, and to which news
  bool was_restored_ = false;
  std::int64_t approved_again_ = 0;
  JournalView journal_;
};

}  // namespace khaosan::simulation
