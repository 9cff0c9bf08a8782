// I11, joined duplicates: both ids stay, never in a circle, and nothing goes with the alias.
#include <array>

#include "tests/simulation/auditor.hpp"
#include "tests/simulation/violation.hpp"

namespace khaosan::simulation {
namespace {

using nlohmann::json;

// What people write into events and stories.
constexpr std::array written = {"title", "date",     "start_time", "end_time", "place", "participants",
                                "lead",  "headline", "body",       "type",     "credit"};

std::string key_of(const std::string& kind, const std::string& id) {
  return kind + "/" + hex_of_id(id);
}

// A photo in a list, whatever id the two make together.
std::string member_of(const std::string& list, const ReplayedRecord& member) {
  return list + " " + member.fields.value("media", "");
}

}  // namespace

std::vector<std::string> Auditor::mains_of(const std::string& key) const {
  std::vector<std::string> mains;
  std::set<std::string> passed{key};
  for (std::string at = key;;) {
    const auto record = journal_.records().find(at);
    if (record == journal_.records().end())
      throw Violation{"I11", at + ", which others are joined into, is no record"};
    if (!record->second.fields.contains("joined_into")) return mains;
    at = key_of(record->second.kind, record->second.fields["joined_into"].get<std::string>());
    if (!passed.insert(at).second)
      throw Violation{"I11", "aliases in a circle: " + key + " comes back to " + at};
    mains.push_back(at);
  }
}

std::set<std::string> Auditor::ever_joined_with(const std::string& record) const {
  std::set<std::string> all{record};
  std::vector<std::string> waiting{record};
  while (!waiting.empty()) {
    const auto joins = joins_.find(waiting.back());
    waiting.pop_back();
    if (joins == joins_.end()) continue;
    for (const std::string& other : joins->second) {
      if (all.insert(other).second) waiting.push_back(other);
    }
  }
  return all;
}

// A conflict that a join opened holds what the alias says.
void Auditor::i11_conflict_keeps_the_alias_text(const JournalEntry& entry, const ReplayedRecord& before,
                                                const std::string& from, const json& theirs) {
  const std::string kind = entry.resulted.value("record_kind", before.fields.value("record_kind", ""));
  const auto alias = journal_.records().find(key_of(kind, from));
  const std::string row = "row " + std::to_string(entry.seq);
  if (alias == journal_.records().end())
    throw Violation{"I11", row + ": a conflict with a record that is not there"};
  for (const auto& [field, value] : theirs.items()) {
    if (field == "event") continue;  // the alias' id may stand for its main record's
    if (alias->second.fields.value(field, json()) != value)
      throw Violation{"I11", row + ": the conflict keeps " + value.dump() + ", the alias says " +
                                 alias->second.fields.value(field, json()).dump()};
  }
}

std::string Auditor::top_of(const std::string& key) const {
  const auto mains = mains_of(key);
  return mains.empty() ? key : mains.back();
}

void Auditor::i11_aliases_are_a_forest() {
  std::map<std::string, int> joins;  // by alias
  for (const auto& [key, record] : journal_.records()) {
    if (!key.starts_with("likeness/")) continue;
    const std::string kind = record.fields.value("record_kind", "");
    const bool is_joined = record.fields.value("settled", "") == "joined";
    if (!is_joined) continue;
    const std::string one = top_of(key_of(kind, record.fields.value("one", "")));
    const std::string other = top_of(key_of(kind, record.fields.value("other", "")));
    if (one != other) throw Violation{"I11", key + " is joined, and its two records are not"};
    if (!record.fields.contains("alias")) continue;
    const std::string alias = key_of(kind, record.fields["alias"].get<std::string>());
    const auto mains = mains_of(alias);
    if (mains.empty() || mains.front() != key_of(kind, record.fields.value("main", "")))
      throw Violation{"I11", alias + " does not point where " + key + " joined it"};
    ++joins[alias];
  }
  for (const auto& [key, record] : journal_.records()) {
    if (!record.fields.contains("joined_into")) continue;
    static_cast<void>(mains_of(key));
    if (joins[key] != 1) throw Violation{"I11", key + " was joined, and no likeness can undo it"};
    for (const char* own : {"number", "approved_revision", "public_revision"}) {
      if (record.fields.contains(own)) throw Violation{"I11", key + " is an alias and has " + own};
    }
  }
}

void Auditor::i11_nothing_is_lost_behind_an_alias() {
  std::map<std::string, std::set<std::string>> shown;  // by record and field: every value that it ever showed
  const auto show = [&](const std::string& key, const json& fields) {
    for (const auto& [field, value] : fields.items()) shown[key + "." + field].insert(value.dump());
  };
  for (const JournalEntry& entry : journal_.entries()) {
    const std::string key = entry.kind + "/" + entry.record;
    show(key, entry.set);
    show(key, entry.resulted);
    if (entry.kind != "conflict" || !entry.resulted.contains("theirs")) continue;
    const json& conflict = journal_.records().at(key).fields;
    show(key_of(conflict.value("record_kind", ""), conflict.value("record", "")),
         json::parse(entry.resulted["theirs"].get<std::string>()));
  }
  std::set<std::string> members;
  for (const auto& [key, record] : journal_.records()) {
    if (key.starts_with("news_photo/"))
      members.insert(member_of(key_of("news", record.fields.value("news", "")), record));
  }
  for (const auto& [key, record] : journal_.records()) {
    if (record.fields.contains("joined_into")) {
      const auto mains = mains_of(key);
      for (const char* field : written) {
        if (!record.fields.contains(field)) continue;
        bool is_kept = false;
        for (const std::string& main : mains)
          is_kept = is_kept || shown[main + "." + field].contains(record.fields[field].dump());
        if (!is_kept)
          throw Violation{
              "I11", key + "." + field + " is nowhere at its main record: " + record.fields[field].dump()};
      }
    }
    if (record.deleted) continue;
    if (key.starts_with("news_photo/")) {
      const std::string list = key_of("news", record.fields.value("news", ""));
      if (!journal_.records().contains(list)) continue;
      const auto mains = mains_of(list);
      if (!mains.empty() && !members.contains(member_of(mains.back(), record)))
        throw Violation{"I11", key + " is a photo of an alias, and the main story has not got it"};
    } else if (record.fields.contains("event") && !record.fields.contains("joined_into")) {
      const std::string event = key_of("event", record.fields["event"].get<std::string>());
      if (journal_.records().contains(event) && !mains_of(event).empty())
        throw Violation{"I11", key + " belongs to the alias " + event};
    }
  }
}

}  // namespace khaosan::simulation
