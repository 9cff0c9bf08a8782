#include "tests/simulation/journal_view.hpp"

#include <limits>

#include "tests/simulation/violation.hpp"

namespace khaosan::simulation {
namespace {

using nlohmann::json;

void set_field(json& fields, const std::string& name, const json& value) {
  if (value.is_null()) {
    fields.erase(name);
  } else {
    fields[name] = value;
  }
}

json part_of(const Row& row, std::size_t packed, std::size_t value) {
  if (row[value].empty()) return json::object();
  return json::parse(unpacked(row[packed] == "1", row[value]));
}

}  // namespace

const JournalEntry* JournalView::of_change(const std::string& change) const {
  const auto found = by_change_.find(change);
  return found == by_change_.end() ? nullptr : &entries_[static_cast<std::size_t>(found->second) - 1];
}

const std::vector<std::int64_t>& JournalView::of_record(const std::string& record) const {
  static const std::vector<std::int64_t> none;
  const auto found = by_record_.find(record);
  return found == by_record_.end() ? none : found->second;
}

// What a writer had seen in an epoch that ended with a restore counts as far as that was restored.
std::int64_t JournalView::seq_here(const JournalEntry& entry, std::int64_t seq) const {
  const auto epoch = epochs_.find(entry.submitted.value("epoch", ""));
  return epoch == epochs_.end() ? 0 : std::min(seq, epoch->second);
}

void JournalView::lay_over(const JournalEntry& entry, ReplayedRecord& record) const {
  record.kind = entry.kind;
  if (entry.what == "erased") {
    record.fields = json::object();
    record.deleted = true;
    record.erased = true;
    record.delete_seq = entry.seq;
    return;
  }
  for (const auto& [name, value] : entry.set.items()) {
    if (!entry.resulted.contains(name)) set_field(record.fields, name, value);
  }
  for (const auto& [name, value] : entry.resulted.items()) set_field(record.fields, name, value);
  bool deleted = record.deleted;
  for (const char* what : {"delete", "photo_dropped", "join_removed", "likeness_withdrawn"}) {
    if (entry.what == what) deleted = true;
  }
  for (const char* what :
       {"restore", "join_restored", "likeness_found", "likeness_joined", "join", "differ", "part"}) {
    if (entry.what == what) deleted = false;
  }
  if (entry.what == "put" && record.deleted) {
    // An edit that had not seen the delete lifts it.
    const json seen = entry.submitted.value("seen", json(0));
    const JournalEntry* own = seen.is_string() ? of_change(hex_of_id(seen.get<std::string>())) : nullptr;
    const std::int64_t seen_seq =
        own ? own->seq : (seen.is_number() ? seq_here(entry, seen.get<std::int64_t>()) : 0);
    deleted = seen_seq >= record.delete_seq;
  }
  if (deleted != record.deleted) record.delete_seq = entry.seq;
  record.deleted = deleted;
}

void JournalView::read_on(StoreView& store, Listener& listener) {
  if (!entries_.empty()) {
    const JournalEntry& last = entries_.back();
    if (store.one("SELECT hash FROM journal WHERE seq = ?", {std::to_string(last.seq)}) != last.hash)
      throw Violation{"I7", "journal row " + std::to_string(last.seq) + " was there and is gone or altered"};
  }
  const auto rows = store.rows(
      "SELECT j.seq, j.type, j.change_id, j.kind, j.record, j.author, j.device, j.what, j.capacity, "
      "j.outcome, "
      "j.cause, j.hash, s.packed, s.value, r.packed, r.value, coalesce(s.erased_by, r.erased_by, 0) FROM "
      "journal j "
      "LEFT JOIN journal_value s ON s.seq = j.seq AND s.part = 0 "
      "LEFT JOIN journal_value r ON r.seq = j.seq AND r.part = 1 "
      "WHERE j.seq > CAST(? AS INTEGER) ORDER BY j.seq",
      {std::to_string(entries_.size())});
  for (const Row& row : rows) {
    JournalEntry entry{std::stoll(row[0]),
                       row[1],
                       row[2],
                       row[3],
                       row[4],
                       row[5],
                       row[6],
                       row[7],
                       row[8],
                       row[9],
                       row[10],
                       row[11],
                       {},
                       {},
                       {}};
    entry.submitted = part_of(row, 12, 13);
    entry.set = entry.submitted.value("set", json::object());
    entry.resulted = part_of(row, 14, 15);
    if (entry.seq != static_cast<std::int64_t>(entries_.size()) + 1)
      throw Violation{"I7", "the journal has a gap before " + row[0]};
    if (!entry.change.empty() && by_change_.contains(entry.change))
      throw Violation{"I6", "change " + entry.change + " has two rows in the journal"};
    if (entry.type == "epoch") {
      epochs_[entry.resulted.value("restored_epoch", "")] =
          entry.resulted.value("restored_head", std::int64_t{0});
      epochs_[entry.resulted.value("epoch", "")] = std::numeric_limits<std::int64_t>::max();
    }
    ReplayedRecord& record = records_[entry.kind + "/" + entry.record];
    const bool was_emptied = row[16] != "0";  // by an erasure, before it was looked at
    if (!was_emptied) listener.on_row(entry, record);
    lay_over(entry, record);
    if (!entry.change.empty()) by_change_[entry.change] = entry.seq;
    by_record_[entry.record].push_back(entry.seq);
    entries_.push_back(std::move(entry));
  }
}

}  // namespace khaosan::simulation
