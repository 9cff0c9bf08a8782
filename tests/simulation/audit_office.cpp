// The invariants of the office: history, conflicts, effects, files.
#include <regex>

#include "tests/simulation/auditor.hpp"
#include "tests/simulation/violation.hpp"

namespace khaosan::simulation {
namespace {

using nlohmann::json;

// Fields of one line that stand alone: the whole value is one person's.
const std::set<std::string> plain_texts = {"event/title", "news/headline", "news/credit", "note/source",
                                           "media/credit"};

const std::string nobody_yet(32, '0');  // written before the laptop was paired

std::string about(const Told& told) {
  return told.verb + " " + told.kind + "/" + told.record + " by " + told.author + ", change " + told.change;
}

}  // namespace

bool Auditor::is_at_the_office(const Told& what, const std::string& field) const {
  const auto has = [&](const JournalEntry& entry) {
    const bool is_theirs = entry.author == what.author || what.author == nobody_yet;
    return is_theirs && holds(entry.set, what, field);
  };
  const JournalEntry* entry = journal_.of_change(what.change);
  if (entry != nullptr && has(*entry)) return true;
  for (const std::int64_t seq : journal_.of_record(what.record)) {
    if (has(journal_.entries()[static_cast<std::size_t>(seq) - 1])) return true;
  }
  return false;
}

bool Auditor::is_whole_at_the_office(const Told& what) const {
  if (what.verb == "put") {
    return std::all_of(what.set.begin(), what.set.end(),
                       [&](const auto& one) { return is_at_the_office(what, one.first); });
  }
  // A mark that was set already left no row.
  const bool is_mark = what.verb == "delete" || what.verb == "restore";
  const auto record = journal_.records().find(what.kind + "/" + what.record);
  if (is_mark && record != journal_.records().end() && record->second.deleted == (what.verb == "delete"))
    return true;
  const auto& rows = journal_.of_record(what.record);
  return journal_.of_change(what.change) != nullptr ||
         std::any_of(rows.begin(), rows.end(), [&](std::int64_t seq) {
           return journal_.entries()[static_cast<std::size_t>(seq) - 1].what == what.verb;
         });
}

// I2 and I3: accepted and in history with its author, or refused and in the laptop's tray until the person
// gives it up.
void Auditor::i2_i3_everything_saved_is_at_the_office() {
  std::map<std::string, std::vector<json>> trays;  // by laptop and record
  std::set<std::string> sent;                      // laptop/record/verb, under whatever id
  for (auto& [name, laptop] : laptops_) {
    for (const Row& row : store_of(name).rows("SELECT record, payload FROM refused"))
      trays[name + "/" + row[0]].push_back(json::parse(row[1]));
    for (const Row& row :
         store_of(name).rows("SELECT record, coalesce(json_extract(payload, '$.act.verb'), "
                             "json_extract(payload, '$.op')) FROM refused "
                             "UNION SELECT record, coalesce(json_extract(payload, '$.act.verb'), "
                             "json_extract(payload, '$.op')) FROM kept"))
      sent.insert(name + "/" + row[0] + "/" + row[1]);
  }
  for (const Told& told : ledger_) {
    if (told.given_up) continue;
    const bool answered =
        !server().rows("SELECT 1 FROM answer WHERE change_id = ?", {id_literal(told.change)}).empty();
    const bool was_sent = answered || told.was_so ||
                          sent.contains(told.laptop + "/" + told.record + "/" + told.verb) ||
                          is_whole_at_the_office(told);
    if (told.verb != "put" && !was_sent) throw Violation{"I2", "never reached the office: " + about(told)};
    for (const auto& [field, text] : told.set) {
      if (is_at_the_office(told, field)) continue;
      bool is_in_tray = false;
      for (const json& payload : trays[told.laptop + "/" + told.record]) {
        const json set = payload.value("set", json::object());
        is_in_tray = is_in_tray || holds(set, told, field);
      }
      if (!is_in_tray)
        throw Violation{"I3", "a saved value is nowhere: " + field + " = " + text + ", " + about(told)};
    }
  }
}

// Where a value was simply taken, nobody's words went that the writer had not seen.
void Auditor::i4_overwritten_only_what_was_seen(const JournalEntry& entry, const ReplayedRecord& before) {
  if (entry.type != "change" || entry.what != "put") return;
  for (const auto& [field, value] : entry.set.items()) {
    if (!plain_texts.contains(entry.kind + "/" + field) || entry.resulted.contains(field)) continue;
    const json present = before.fields.value(field, json());
    if (present == value) continue;
    bool is_known = false;
    bool had_seen = false;
    for (auto [one, end] = of_change_.equal_range(entry.change); one != end; ++one) {
      const Told& told = ledger_[one->second];
      const auto set = told.set.find(field);
      const auto seen = told.before.find(field);
      if (set == told.set.end() || json::parse(set->second) != value || seen == told.before.end()) continue;
      is_known = true;
      had_seen = had_seen || json::parse(seen->second) == present;
    }
    if (is_known && !had_seen)
      throw Violation{"I4", "row " + std::to_string(entry.seq) + ": " + entry.kind + "." + field + " " +
                                present.dump() + " was overwritten unseen by " + value.dump()};
  }
}

// Who deletes has read what is deleted.
void Auditor::i4_deleted_only_what_was_seen(const JournalEntry& entry, const ReplayedRecord& before) {
  if (entry.type != "change" || entry.what != "delete") return;
  const auto told = of_change_.find(entry.change);
  if (told == of_change_.end()) return;
  // Who had seen what a restored office has lost had seen what it still has, too.
  const json seen = entry.submitted.value("seen", json());
  if (seen.is_number() && journal_.seq_here(entry, seen.get<std::int64_t>()) < seen.get<std::int64_t>())
    return;
  for (const auto& [field, text] : ledger_[told->second].before) {
    // What a restored office has lost is not deleted: it comes back with the laptop that wrote it.
    if (was_restored_ && !before.fields.contains(field)) continue;
    if (before.fields.value(field, json()) != json::parse(text))
      throw Violation{"I4", "row " + std::to_string(entry.seq) + ": " + entry.kind + "." + field +
                                " was deleted unseen by change " + entry.change + ", which had seen " +
                                entry.submitted.value("seen", json()).dump() + ": " +
                                before.fields.value(field, json()).dump()};
  }
}

// A conflict is of a field that came in, between values that differ, and by a change that was told so.
void Auditor::i4_conflicts_are_collisions(const JournalEntry& entry, const ReplayedRecord& before) {
  if (entry.what != "conflict_opened" && entry.what != "conflict_updated") return;
  const json ours = json::parse(entry.resulted.value("ours", "{}"));
  const json theirs = json::parse(entry.resulted.value("theirs", "{}"));
  const std::string row = "row " + std::to_string(entry.seq);
  if (ours == theirs) throw Violation{"I4", row + ": a conflict between equal values " + ours.dump()};
  const std::string from = entry.resulted.value("from", before.fields.value("from", ""));
  if (!from.empty()) return i11_conflict_keeps_the_alias_text(entry, before, from, theirs);
  const JournalEntry* cause = journal_.of_change(entry.cause);
  if (cause == nullptr || cause->outcome != "conflict")
    throw Violation{"I4", row + ": a conflict that no change ran into"};
  for (const auto& [field, value] : theirs.items()) {
    if (cause->set.contains(field)) return;
  }
  throw Violation{"I4", row + ": a conflict of a field that was not written"};
}

// "25 มิถุนายน" is one thing: a merge that brings together the day of one and the month of another has invented
// it.
void Auditor::i4_nobody_wrote_that() {
  static const std::regex whole("[0-9]+ (มกราคม|กุมภาพันธ์|มีนาคม|มิถุนายน|กรกฎาคม|สิงหาคม)|ที่[^ \\n]+ บ้าน[^ \\n]+");
  for (const auto& [key, record] : journal_.records()) {
    std::set<std::string> typed;
    for (const std::string& one : ever_joined_with(key.substr(key.find('/') + 1)))
      typed.insert(phrases_[one].begin(), phrases_[one].end());
    for (const auto& [field, value] : record.fields.items()) {
      const bool is_prose = field == "text" || field == "body" || field == "participants";
      if (!is_prose || !value.is_string()) continue;
      const auto& text = value.get_ref<const std::string&>();
      for (std::sregex_iterator found(text.begin(), text.end(), whole), end; found != end; ++found) {
        if (!typed.contains(found->str()) && !phrases_[""].contains(found->str()))
          throw Violation{"I4",
                          key + "." + field + " says " + found->str() + ", which nobody wrote: " + text};
      }
    }
  }
}

void Auditor::i5_records_are_what_the_journal_says() {
  std::size_t count = 0;
  for (const auto& [key, record] : journal_.records())
    count += record.fields.empty() && !record.deleted ? 0 : 1;
  for (const Row& row : server().rows("SELECT kind || '/' || lower(hex(id)), line, deleted FROM record")) {
    const auto replayed = journal_.records().find(row[0]);
    const json line = json::parse(row[1]);
    const json fields = line.value("fields", json::object());
    if (replayed == journal_.records().end()) throw Violation{"I5", row[0] + " is in no row of the journal"};
    if (replayed->second.fields != fields)
      throw Violation{"I5", row[0] + " is not what the journal says: " +
                                json::diff(replayed->second.fields, fields)[0].dump()};
    const std::string mark = replayed->second.erased ? "3" : replayed->second.deleted ? "1" : "not deleted";
    const bool is_marked = row[2] == "1" || row[2] == "3";
    if (is_marked ? row[2] != mark : mark != "not deleted")
      throw Violation{"I5", row[0] + ": its mark is " + row[2] + ", the journal says " + mark};
  }
}

// One row, one answer, one effect for each change.
void Auditor::i6_effects_once() {
  std::map<std::string, std::set<std::string>> effects;  // by change: what it brought about
  for (const JournalEntry& entry : journal_.entries()) {
    if (entry.cause.empty()) continue;
    const bool is_of_many = entry.what.starts_with("conflict_") || entry.what.starts_with("join") ||
                            entry.what.starts_with("likeness_");
    std::string effect = entry.what + (is_of_many ? entry.record : "");
    if (entry.what == "join_filled") effect += entry.resulted.dump();  // by each of several aliases
    if (!effects[entry.cause].insert(effect).second)
      throw Violation{"I6", "change " + entry.cause + " has twice the effect " + entry.what};
  }
  for (const JournalEntry& entry : journal_.entries()) {
    if (entry.change.empty()) continue;
    const auto answer =
        server().rows("SELECT outcome, seq FROM answer WHERE change_id = ?", {id_literal(entry.change)});
    if (answer.empty() || answer[0][1] != std::to_string(entry.seq) || answer[0][0] != entry.outcome)
      throw Violation{"I6", "row " + std::to_string(entry.seq) + " (" + entry.what + " " + entry.kind + " " +
                                entry.record + ", " + entry.change + ", " + entry.outcome +
                                ") and its answer differ: " +
                                (answer.empty() ? "none" : answer[0][0] + " at " + answer[0][1])};
    const bool is_move =
        entry.type == "act" && entry.kind == "news" && entry.what != "seen" && entry.what != "drop_photo";
    if (is_move && !effects[entry.change].contains("decision"))
      throw Violation{"I6", entry.what + " at row " + std::to_string(entry.seq) + " left no decision"};
    if (entry.outcome == "conflict") {
      bool is_kept = false;
      for (const std::string& effect : effects[entry.change])
        is_kept = is_kept || effect.starts_with("conflict_");
      if (!is_kept)
        throw Violation{"I4", "row " + std::to_string(entry.seq) + " collided and kept no conflict"};
    }
  }
}

void Auditor::i8_blobs(const std::vector<std::string>& laptops, const Shelf& shelf) {
  for (const auto& [sha, bytes] : shelf) {
    if (sha256_hex(bytes) != sha) throw Violation{"I8", "an original is not what its name says: " + sha};
  }
  for (const std::string& laptop : laptops) {
    for (const Row& row : store_of(laptop).rows("SELECT sha, size_bytes, at_office FROM file")) {
      const auto held = shelf.find(row[0]);
      const bool is_there = held != shelf.end() && std::to_string(held->second.size()) == row[1];
      if (row[2] == "1" && !is_there)
        throw Violation{"I8", laptop + " was told that the office has " + row[0] + ", and it has not"};
    }
  }
  for (const auto& [key, record] : journal_.records()) {
    if (!key.starts_with("media/") || !record.fields.contains("sha256")) continue;
    if (!shelf.contains(record.fields["sha256"].get<std::string>()))
      throw Violation{"I8", key + " is a photo that the office never got"};
  }
}

// At the office a tombstone and empty rows; on a laptop the tombstone alone.
void Auditor::i13_erased_is_nowhere(const std::vector<std::string>& laptops, const Shelf& shelf) {
  for (const std::string& key : erased_) {
    const std::string kind = key.substr(0, key.find('/'));
    const std::string id = id_literal(key.substr(key.find('/') + 1));
    const std::string line = server().one(
        "SELECT coalesce(json_extract(line, '$.fields'), '') || coalesce(json_extract(line, "
        "'$.erased'), 0) FROM record WHERE kind = ? AND id = ?",
        {kind, id});
    if (line != "{}1") throw Violation{"I13", key + " is no tombstone at the office: " + line};
    const std::string values = server().one(
        "SELECT count(*) FROM journal_value v JOIN journal j ON j.seq = v.seq WHERE j.kind = ? AND j.record "
        "= ? AND "
        "j.what <> 'erased' AND length(v.value) > 0",
        {kind, id});
    if (values != "0") throw Violation{"I13", key + " is still in " + values + " rows of the journal"};
    for (const std::string& laptop : laptops) {
      for (const char* sql :
           {"SELECT count(*) FROM outbox WHERE kind = ? AND record = ?",
            "SELECT count(*) FROM kept WHERE kind = ? AND record = ?",
            "SELECT count(*) FROM refused WHERE kind = ? AND record = ?",
            "SELECT count(*) FROM base_record WHERE kind = ? AND id = ?",
            "SELECT count(*) FROM lost_record WHERE kind = ? AND id = ?",
            "SELECT count(*) FROM record WHERE kind = ? AND id = ? AND (fields <> '{}' OR NOT deleted)"}) {
        if (store_of(laptop).one(sql, {kind, id}) != "0")
          throw Violation{"I13", key + " is still on " + laptop + ": " + sql};
      }
    }
  }
  for (const std::string& sha : erased_files_) {
    if (shelf.contains(sha)) throw Violation{"I13", "the original " + sha + " is still at the office"};
    for (const std::string& laptop : laptops) {
      if (store_of(laptop).one("SELECT count(*) FROM file WHERE lower(hex(sha)) = ?", {sha}) != "0")
        throw Violation{"I13", "the original " + sha + " is still on " + laptop};
    }
  }
}

void Auditor::i11_one_code_one_school() {
  std::map<std::string, std::string> by_code;
  for (const auto& [key, record] : journal_.records()) {
    if (!key.starts_with("school/")) continue;
    const std::string code = record.fields.value("ministry_code", "");
    if (!code.empty() && !by_code.emplace(code, key).second)
      throw Violation{"I11", "two schools have the code " + code};
  }
}

}  // namespace khaosan::simulation
