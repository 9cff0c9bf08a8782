#include "client/app/history.hpp"

#include <algorithm>

#include "client/app/json_walk.hpp"
#include "client/app/refused_change.hpp"
#include "shared/base/utf8.hpp"
#include "shared/schema/kinds.hpp"
#include "shared/schema/names.hpp"
#include "shared/sync/ids.hpp"
#include "shared/workflow/news_flow.hpp"

namespace khaosan::client {
namespace {

HistoryEntry entry_of(const Change& change, std::string state) {
  HistoryEntry entry{change.written_at, change.author.text(), verb_of(change), std::move(state)};
  for (const auto& [name, value] : change.set) entry.fields.push_back(name);
  entry.capacity = change.act.capacity;
  entry.order = change.act.order;
  entry.keep = change.act.keep;
  entry.comment = change.act.comment;
  return entry;
}

// When a revision or decision happened: ISO in UTC, or else when the office last changed the record.
Instant instant_field(const Record& record, const char* name) {
  const auto at = parse_iso_utc(text_field(record.fields, name));
  return at.ok() ? *at : record.changed_at;
}

bool makes_revision(std::string_view verb) {
  const auto move = move_named(verb);
  return move && news_flow::makes_revision(*move);
}

// What the office wrote down about a news item. The revision that a submission made is told with it.
Done add_of_news(StoreReader& store, RecordId news, std::vector<HistoryEntry>& entries) {
  KHAOSAN_LET(revisions, store.children("revision", news));
  KHAOSAN_LET(decisions, store.children("decision", news));
  auto revision = revisions.begin();
  for (const Record& decision : decisions) {
    const Fields& fields = decision.fields;
    HistoryEntry entry{instant_field(decision, "at"), text_field(fields, "by"), text_field(fields, "verb"),
                       "office"};
    entry.capacity = text_field(fields, "capacity");
    entry.order = text_field(fields, "order");
    entry.comment = text_field(fields, "comment");
    if (makes_revision(entry.what)) {
      if (revision != revisions.end()) entry.revision = text_field((revision++)->fields, "sha256");
    } else if (const auto move = move_named(entry.what); move && news_flow::is_decision(*move)) {
      entry.revision = text_field(fields, "revision");
    }
    entries.push_back(std::move(entry));
  }
  for (; revision != revisions.end(); ++revision) {
    HistoryEntry entry{instant_field(*revision, "submitted_at"), text_field(revision->fields, "submitted_by"),
                       "revision", "office"};
    entry.revision = text_field(revision->fields, "sha256");
    entries.push_back(std::move(entry));
  }
  return {};
}

// A command that the office has carried out stands in its own record of it: it is one thing that happened.
bool is_told(const Change& change, std::vector<HistoryEntry>& untold) {
  if (change.op != Op::act) return false;
  const auto found = std::find_if(untold.begin(), untold.end(), [&](const HistoryEntry& entry) {
    return entry.what == change.act.verb && entry.by == change.author.text();
  });
  if (found == untold.end()) return false;
  untold.erase(found);
  return true;
}

// The office tells names of fields, or a comment, in one text.
void read_detail(const KindDecl& kind, HistoryEntry& entry, const std::string& detail) {
  std::vector<std::string> names;
  for (std::size_t at = 0; at < detail.size();) {
    const auto comma = std::min(detail.find(", ", at), detail.size());
    names.push_back(detail.substr(at, comma - at));
    at = comma + 2;
  }
  const bool all_are_fields = std::all_of(
      names.begin(), names.end(), [&](const std::string& name) { return kind.field(name) != nullptr; });
  if (all_are_fields) {
    entry.fields = std::move(names);
  } else {
    entry.comment = detail;
  }
}

bool read_entry(const KindDecl& kind, std::string_view object, HistoryEntry& entry) {
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
    if (name == "capacity") entry.capacity = unquoted(value).value_or("");
    if (name == "detail") read_detail(kind, entry, unquoted(value).value_or(""));
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
    return refuse(Code::unknown_record, kind_in_both(kind) + " " + id.text());
  std::vector<HistoryEntry> entries;
  if (kind == "news") KHAOSAN_TRY(add_of_news(store, id, entries));
  std::vector<HistoryEntry> untold = entries;
  bool latest_is_told = std::any_of(entries.begin(), entries.end(), [&](const HistoryEntry& entry) {
    return server_state && entry.at == server_state->changed_at;
  });
  for (const PastChange& one : past) {
    latest_is_told = latest_is_told || (server_state && one.seq == server_state->seq);
    if (!one.refused && is_told(one.change, untold)) continue;
    HistoryEntry entry = entry_of(one.change, one.refused ? "refused" : "kept");
    entry.refusal = one.code;
    entry.refusal_detail = one.detail;
    entries.push_back(std::move(entry));
  }
  for (const OutboxEntry& entry : pending) {
    const bool answered = entry.state == ChangeState::acknowledged;
    if (answered && is_told(entry.change, untold)) continue;
    entries.push_back(entry_of(entry.change, answered ? "kept" : "pending"));
  }
  if (server_state && !latest_is_told)
    entries.push_back({server_state->changed_at, server_state->changed_by.text(), "changed", "office"});
  std::stable_sort(entries.begin(), entries.end(),
                   [](const HistoryEntry& left, const HistoryEntry& right) { return left.at < right.at; });
  return entries;
}

Result<std::vector<HistoryEntry>> office_history(const std::string& kind_name, std::string_view json) {
  const KindDecl* kind = find_kind(kind_name);
  if (kind == nullptr) return refuse(Code::unknown_kind, kind_name);
  std::vector<HistoryEntry> entries;
  bool found = false;
  const bool read = is_utf8(json) && each_member(json, [&](std::string_view name, std::string_view value) {
                      if (name != "entries") return true;
                      found = true;
                      return each_item(value, [&](std::string_view item) {
                        return read_entry(*kind, item, entries.emplace_back());
                      });
                    });
  if (!read || !found) return refuse(Code::bad_json, "history");
  return entries;
}

std::optional<WriterReach> office_reach(std::string_view json) {
  WriterReach reach;
  const bool read = each_member(json, [&](std::string_view name, std::string_view value) {
    if (name != "reach" || !value.starts_with('{')) return true;
    return each_member(value, [&](std::string_view part, std::string_view text) {
      if (part == "user") reach.user = unquoted(text).value_or("");
      if (part == "laptop") reach.laptop = unquoted(text).value_or("");
      return true;
    });
  });
  return read && !reach.laptop.empty() ? std::optional(reach) : std::nullopt;
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
