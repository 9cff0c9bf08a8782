#include "client/app/history.hpp"

#include <algorithm>

#include "client/app/json_walk.hpp"
#include "client/app/refused_change.hpp"
#include "shared/base/utf8.hpp"
#include "shared/schema/kinds.hpp"
#include "shared/sync/ids.hpp"

namespace khaosan::client {
namespace {

std::string join(std::string left, const std::string& right) {
  if (!left.empty() && !right.empty()) left += " · ";
  return left + right;
}

std::string detail_of(const Change& change) {
  if (change.op == Op::act)
    return join(join(change.act.capacity, change.act.order), join(change.act.keep, change.act.comment));
  std::string names;
  for (const auto& [name, value] : change.set) names += (names.empty() ? "" : ", ") + name;
  return names;
}

HistoryEntry entry_of(const Change& change, std::string state) {
  return {change.written_at, change.author.text(), verb_of(change), detail_of(change), std::move(state)};
}

// When a revision or decision happened: ISO in UTC, or else when the office last changed the record.
Instant instant_field(const Record& record, const char* name) {
  const auto at = parse_iso_utc(text_field(record.fields, name));
  return at.ok() ? *at : record.changed_at;
}

Done add_of_news(StoreReader& store, RecordId news, std::vector<HistoryEntry>& entries) {
  KHAOSAN_LET(revisions, store.children("revision", news));
  for (const Record& revision : revisions) {
    entries.push_back({instant_field(revision, "submitted_at"), text_field(revision.fields, "submitted_by"),
                       "revision", text_field(revision.fields, "sha256"), "office"});
  }
  KHAOSAN_LET(decisions, store.children("decision", news));
  for (const Record& decision : decisions) {
    const Fields& fields = decision.fields;
    entries.push_back({instant_field(decision, "at"), text_field(fields, "by"), text_field(fields, "verb"),
                       join(join(text_field(fields, "capacity"), text_field(fields, "order")),
                            text_field(fields, "comment")),
                       "office"});
  }
  return {};
}

bool read_entry(std::string_view object, HistoryEntry& entry) {
  entry.state = "office";
  return each_member(object, [&](std::string_view name, std::string_view value) {
    if (name == "at") {
      if (const auto number = whole_number(value)) {
        entry.at = Instant{*number};
        return true;
      }
      const auto at = parse_iso_utc(unquoted(value).value_or(""));
      if (at.ok()) entry.at = *at;
      return at.ok();
    }
    if (name == "by") entry.by = unquoted(value).value_or("");
    if (name == "what") entry.what = unquoted(value).value_or("");
    if (name == "detail") entry.detail = unquoted(value).value_or("");
    return true;
  });
}

}  // namespace

Result<std::vector<HistoryEntry>> known_history(StoreReader& store, const std::string& kind, RecordId id) {
  if (find_kind(kind) == nullptr) return refuse(Code::unknown_kind, kind);
  KHAOSAN_LET(server_state, store.base(kind, id));
  KHAOSAN_LET(past, store.past_of(kind, id));
  KHAOSAN_LET(pending, store.outbox_of(kind, id));
  if (!server_state && past.empty() && pending.empty())
    return refuse(Code::unknown_record, kind + " " + id.text());
  std::vector<HistoryEntry> entries;
  if (server_state) {
    entries.push_back({server_state->changed_at, server_state->changed_by.text(), "changed",
                       "seq " + std::to_string(server_state->seq), "office"});
  }
  if (kind == "news") KHAOSAN_TRY(add_of_news(store, id, entries));
  for (const PastChange& one : past) {
    HistoryEntry entry = entry_of(one.change, one.refused ? "refused" : "kept");
    if (one.refused) entry.detail = join(entry.detail, join(one.code, one.detail));
    entries.push_back(std::move(entry));
  }
  for (const OutboxEntry& entry : pending) entries.push_back(entry_of(entry.change, "pending"));
  std::stable_sort(entries.begin(), entries.end(),
                   [](const HistoryEntry& left, const HistoryEntry& right) { return left.at < right.at; });
  return entries;
}

Result<std::vector<HistoryEntry>> office_history(std::string_view json) {
  std::vector<HistoryEntry> entries;
  bool found = false;
  const bool read = is_utf8(json) && each_member(json, [&](std::string_view name, std::string_view value) {
                      if (name != "entries") return true;
                      found = true;
                      return each_item(value, [&](std::string_view item) {
                        return read_entry(item, entries.emplace_back());
                      });
                    });
  if (!read || !found) return refuse(Code::bad_json, "history");
  return entries;
}

Done name_people(StoreReader& store, std::vector<HistoryEntry>& entries) {
  KHAOSAN_LET(local, store.users());
  for (HistoryEntry& entry : entries) {
    const auto id = UserId::parse(entry.by);
    if (!id.ok()) continue;
    if (*id == administrator_at_server) {
      entry.by = administrator_name_th;
      continue;
    }
    KHAOSAN_LET(record, store.current("user", RecordId{id->uuid}));
    const auto here =
        std::find_if(local.begin(), local.end(), [&](const LocalUser& user) { return user.id == *id; });
    if (record && !text_field(record->fields, "display_name").empty()) {
      entry.by = text_field(record->fields, "display_name");
    } else if (here != local.end()) {
      entry.by = here->display_name;
    }
  }
  return {};
}

}  // namespace khaosan::client
