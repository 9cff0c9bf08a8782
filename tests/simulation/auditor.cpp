#include "tests/simulation/auditor.hpp"

#include <algorithm>

#include "tests/simulation/violation.hpp"

namespace khaosan::simulation {

void Auditor::add_laptop(const std::string& laptop, const std::string& path) {
  laptops_[laptop].path = path;
}

// What was told at the one stands in the other's store too.
void Auditor::laptop_copied(const std::string& from, const std::string& to) {
  laptops_[to].cursor = laptops_.at(from).cursor;
  laptops_[to].revoked_at = laptops_.at(from).revoked_at;
  for (std::size_t i = 0, before = ledger_.size(); i < before; ++i) {
    if (ledger_[i].laptop != from) continue;
    Told copy = ledger_[i];
    copy.laptop = to;
    by_change_[to + "/" + copy.change] = ledger_.size();
    of_change_.emplace(copy.change, ledger_.size());
    ledger_.push_back(std::move(copy));
  }
  // So does what had failed while it was written, and happened.
  std::map<std::string, std::set<std::string>> happened;
  for (const auto& [key, values] : perhaps_) {
    if (key.starts_with(from + "/")) happened[to + key.substr(from.size())] = values;
  }
  perhaps_.merge(happened);
  const std::string device = store_of(from).one("SELECT device FROM pairing");
  if (!device.empty()) rounds_since_copy_[device] = {};
}

StoreView& Auditor::server() {
  if (!server_) server_ = std::make_unique<StoreView>(server_path_);
  return *server_;
}

StoreView& Auditor::store_of(const std::string& laptop) {
  AuditedLaptop& audited = laptops_.at(laptop);
  if (!audited.view) audited.view = std::make_unique<StoreView>(audited.path);
  return *audited.view;
}

void Auditor::told(Told what) {
  i2_told_is_shown(what);
  // It stood on the screen because of a write that was told as failed and happened: part of the same change,
  // whose base is what was there before.
  std::erase_if(what.before, [&](const auto& seen) {
    const auto failed = perhaps_.find(what.laptop + "/" + what.record + "/" + seen.first);
    return failed != perhaps_.end() && failed->second.contains(seen.second);
  });
  what.given_up = what.given_up || erased_.contains(what.kind + "/" + what.record);
  const std::string key = what.laptop + "/" + what.change;
  const auto known = by_change_.find(key);
  if (known == by_change_.end()) {
    by_change_[key] = ledger_.size();
    of_change_.emplace(what.change, ledger_.size());
    ledger_.push_back(std::move(what));
    return;
  }
  // Typed on in the same change: the last value counts, over what was seen before the first.
  Told& before = ledger_[known->second];
  for (const auto& [field, value] : what.set) before.set[field] = value;
  before.before.merge(what.before);
}

void Auditor::perhaps(const std::string& laptop, const std::string& record, const Values& set) {
  for (const auto& [field, value] : set) perhaps_[laptop + "/" + record + "/" + field].insert(value);
}

bool Auditor::holds(const nlohmann::json& set, const Told& told, const std::string& field) const {
  if (!set.contains(field)) return false;
  const auto value = set[field];
  if (value == nlohmann::json::parse(told.set.at(field))) return true;
  const auto failed = perhaps_.find(told.laptop + "/" + told.record + "/" + field);
  return failed != perhaps_.end() && failed->second.contains(value.dump());
}

bool Auditor::holds_all(const nlohmann::json& set, const Told& told) const {
  return std::all_of(told.set.begin(), told.set.end(),
                     [&](const auto& one) { return holds(set, told, one.first); });
}

void Auditor::given_up(const std::string& laptop, const std::string& change, const std::string& record,
                       const std::string& verb, const Values& set) {
  const auto known = by_change_.find(laptop + "/" + change);
  if (known != by_change_.end()) ledger_[known->second].given_up = true;
  for (Told& told : ledger_) {
    const bool is_part = std::includes(set.begin(), set.end(), told.set.begin(), told.set.end());
    const bool is_same = told.laptop == laptop && told.record == record && told.verb == verb;
    if (is_same && (verb != "put" || (!told.set.empty() && is_part))) told.given_up = true;
  }
}

void Auditor::phrase_typed(const std::string& record, const std::string& phrase) {
  phrases_[record].insert(phrase);
}

void Auditor::told_synced(const std::string& laptop) {
  i14_synced_means_the_same(laptop);
  i10_one_laptop_a_device(laptop);
}

void Auditor::after_sync(const std::string& laptop) {
  i7_cursor(laptop);
  i10_revoked_learns_nothing(laptop);
}

void Auditor::office_lost() {
  read_journal();
  for (Told& told : ledger_) told.was_so = told.was_so || is_answered_same(told.change);
  journal_ = {};
  server_down();
  was_restored_ = true;
  // The backup knows nothing of who was shut out since, nor which copy had gone on.
  for (auto& [name, laptop] : laptops_) laptop.revoked_at = 0;
  for (auto& [device, rounds] : rounds_since_copy_) rounds.clear();
}

// From now on: what was told of it is nobody's to find again.
void Auditor::erased(const std::string& kind, const std::string& id, const std::string& file) {
  read_journal();  // while its words stand there
  const std::string key = kind + "/" + hex_of_id(id);
  erased_.insert(key);
  if (!file.empty()) erased_files_.insert(file);
  for (Told& told : ledger_) {
    if (told.kind + "/" + told.record == key) told.given_up = true;
  }
}

std::map<std::string, std::int64_t> Auditor::highest_numbers() const {
  std::map<std::string, std::int64_t> highest;
  for (const auto& [number, news] : numbers_) {
    const auto slash = number.find('/');
    std::int64_t& last = highest[number.substr(slash)];
    last = std::max<std::int64_t>(last, std::stoll(number.substr(0, slash)));
  }
  return highest;
}

void Auditor::laptop_up(const std::string& laptop) {
  i2_nothing_told_is_lost_here(laptop);
  i7_cursor(laptop);
}

void Auditor::laptop_revoked(const std::string& laptop) {
  laptops_.at(laptop).revoked_at = std::stoll(server().one("SELECT max(seq) FROM journal"));
}

void Auditor::laptop_paired(const std::string& laptop) {
  laptops_.at(laptop).revoked_at = 0;
}

void Auditor::read_journal() {
  journal_.read_on(server(), *this);
}

void Auditor::on_row(const JournalEntry& entry, const ReplayedRecord& before) {
  i4_overwritten_only_what_was_seen(entry, before);
  i4_deleted_only_what_was_seen(entry, before);
  i4_conflicts_are_collisions(entry, before);
  i9_approval(entry, before);
  if (const nlohmann::json main = entry.resulted.value("joined_into", nlohmann::json()); main.is_string()) {
    const std::string id = hex_of_id(main.get<std::string>());
    joins_[id].insert(entry.record);
    joins_[entry.record].insert(id);
  }
  i9_revision_is_all_that_shows(entry);
}

void Auditor::finish(const std::vector<std::string>& laptops, const Shelf& shelf) {
  read_journal();
  i13_erased_is_nowhere(laptops, shelf);
  for (const std::string& laptop : laptops) {
    i7_cursor(laptop);
    i2_nothing_told_is_lost_here(laptop);
    i1_convergence(laptop);
  }
  i2_i3_everything_saved_is_at_the_office();
  i4_nobody_wrote_that();
  i5_records_are_what_the_journal_says();
  i6_effects_once();
  i8_blobs(laptops, shelf);
  i9_numbers();
  i11_one_code_one_school();
  i11_aliases_are_a_forest();
  i11_nothing_is_lost_behind_an_alias();
}

std::map<std::string, std::int64_t> Auditor::outcomes() {
  std::map<std::string, std::int64_t> counted;
  for (const Row& row : server().rows("SELECT outcome, code, count(*) FROM answer GROUP BY outcome, code"))
    counted[row[1].empty() ? row[0] : row[0] + " " + row[1]] = std::stoll(row[2]);
  counted["approved again"] = approved_again_;
  for (const JournalEntry& entry : journal_.entries()) {
    if (entry.type == "act" && entry.kind == "likeness") ++counted[entry.what];
  }
  return counted;
}

}  // namespace khaosan::simulation
