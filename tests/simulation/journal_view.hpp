// The office's journal, read row by row by the auditor, and the records as they must stand if the journal is
// right. Nothing here knows how the office merges: a row says what was submitted and what resulted.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/simulation/store_view.hpp"

namespace khaosan::simulation {

struct JournalEntry {
  std::int64_t seq = 0;
  std::string type;
  std::string change;
  std::string kind;
  std::string record;
  std::string author;
  std::string device;
  std::string what;
  std::string capacity;
  std::string outcome;
  std::string cause;
  std::string hash;
  nlohmann::json submitted;
  nlohmann::json set;  // of an edit: the values that were submitted
  nlohmann::json resulted;
};

struct ReplayedRecord {
  std::string kind;
  nlohmann::json fields = nlohmann::json::object();
  bool deleted = false;
  bool erased = false;
  std::int64_t delete_seq = 0;
};

class JournalView {
 public:
  // Called with each row before it is laid over the records.
  struct Listener {
    virtual ~Listener() = default;
    virtual void on_row(const JournalEntry& entry, const ReplayedRecord& before) = 0;
  };
  // Reads the rows that are new. I7 if one that was read is not there any more, or the numbers have a gap.
  void read_on(StoreView& store, Listener& listener);

  const std::vector<JournalEntry>& entries() const { return entries_; }              // by seq, from 1
  const std::map<std::string, ReplayedRecord>& records() const { return records_; }  // by kind/id
  const JournalEntry* of_change(const std::string& change) const;
  // Rows about one record, oldest first.
  const std::vector<std::int64_t>& of_record(const std::string& record) const;

  // A seq that the entry's writer had seen, as far as the office still has what it stands for.
  std::int64_t seq_here(const JournalEntry& entry, std::int64_t seq) const;

 private:
  void lay_over(const JournalEntry& entry, ReplayedRecord& record) const;
  std::vector<JournalEntry> entries_;
  std::map<std::string, ReplayedRecord> records_;
  std::map<std::string, std::int64_t> epochs_;  // how far each one's seqs count; the present one's: all
  std::map<std::string, std::int64_t> by_change_;
  std::map<std::string, std::vector<std::int64_t>> by_record_;
};

}  // namespace khaosan::simulation
