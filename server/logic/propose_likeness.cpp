#include <algorithm>
#include <array>

#include "server/logic/joins.hpp"
#include "shared/crypto/sha256.hpp"
#include "shared/sync/ids.hpp"
#include "shared/sync/likeness.hpp"

namespace khaosan::server {
namespace {

// A day of a whole office has a few dozen; of an import with one wrong date, no more are looked at.
constexpr std::size_t compared_max = 200;

bool is_open(const Record& likeness) {
  return text_field(likeness.fields, "settled").empty();
}

bool is_here(const Record& record) {
  return !record.deleted && !is_alias(record);
}

// Records of the same day, and stories of the same event.
Result<std::vector<Record>> neighbours_of(StoreReader& store, const Record& record) {
  const KindDecl& kind = *find_kind(record.kind);
  std::vector<Record> found;
  if (const std::string& day = text_field(record.fields, kind.sort); !day.empty()) {
    KHAOSAN_LET(of_day, store.sorted_at(kind.name, day));
    found = std::move(of_day);
  }
  if (const auto parent = RecordId::parse(text_field(record.fields, kind.parent)); parent.ok()) {
    KHAOSAN_LET(siblings, store.children(kind.name, *parent));
    std::move(siblings.begin(), siblings.end(), std::back_inserter(found));
  }
  std::erase_if(found, [&](const Record& other) { return other.id == record.id || !is_here(other); });
  if (found.size() > compared_max) found.resize(compared_max);
  return found;
}

Done mark_withdrawn(Desk& desk, Record& likeness, bool withdrawn) {
  if (likeness.deleted == withdrawn) return {};
  likeness.deleted = withdrawn;
  likeness.delete_seq = desk.store.head() + 1;
  return save_own(desk, likeness, {}, withdrawn ? "likeness_withdrawn" : "likeness_found");
}

// An alias is as much here as its main record is.
Result<bool> still_holds(StoreReader& store, const Record& record, const Record& other) {
  KHAOSAN_LET(main, main_of(store, record));
  KHAOSAN_LET(other_main, main_of(store, other));
  return !main.deleted && !other_main.deleted && !why_alike(record, other).empty();
}

// Open ones that no longer hold: a side was deleted, or is about something else now.
Done withdraw_outdated(Desk& desk, const Record& record) {
  KHAOSAN_LET(likenesses, likenesses_of(desk.store, record.id));
  for (Record& likeness : likenesses) {
    if (!is_open(likeness) || likeness.deleted) continue;
    const bool is_one = text_field(likeness.fields, "one") == record.id.text();
    KHAOSAN_LET(other_id, RecordId::parse(text_field(likeness.fields, is_one ? "other" : "one")));
    KHAOSAN_LET(other, desk.store.record(record.kind, other_id));
    if (!other) continue;
    KHAOSAN_LET(holds, still_holds(desk.store, record, *other));
    if (!holds) KHAOSAN_TRY(mark_withdrawn(desk, likeness, true));
  }
  return {};
}

// A deleted main record takes what was joined into it along.
Done withdraw_outdated_below(Desk& desk, const Record& record) {
  KHAOSAN_LET(tree, joined_tree(desk.store, record.kind, record.id));
  for (const RecordId& id : tree) {
    KHAOSAN_LET(one, desk.store.record(record.kind, id));
    if (one) KHAOSAN_TRY(withdraw_outdated(desk, *one));
  }
  return {};
}

Done propose(Desk& desk, const Record& record, const Record& other) {
  const TextSet why = why_alike(record, other);
  if (why.empty()) return {};
  const RecordId id{uuid_v5(likeness_name_space, likeness_name(record.id, other.id))};
  KHAOSAN_LET(existing, desk.store.record("likeness", id));
  if (existing) return is_open(*existing) ? mark_withdrawn(desk, *existing, false) : Done{};
  // Whoever wrote both on one laptop had both before the eyes.
  KHAOSAN_LET(maker, desk.store.maker_of(record.kind, record.id));
  KHAOSAN_LET(other_maker, desk.store.maker_of(other.kind, other.id));
  if (maker == other_maker) return {};
  Record likeness{.kind = "likeness", .id = id};
  const auto [first, second] = std::minmax(record.id, other.id);
  return save_own(desk, likeness,
                  {{"record_kind", record.kind},
                   {"one", first.text()},
                   {"other", second.text()},
                   {"why", why},
                   {"at", iso_utc(desk.now)}},
                  "likeness_found");
}

}  // namespace

bool touches_likeness(std::string_view kind, const Fields& changed) {
  constexpr std::array<std::string_view, 9> telling = {
      "title", "headline", "date", "start_time", "place", "latitude_e7", "longitude_e7", "school", "event"};
  const KindDecl* decl = find_kind(kind);
  if (decl == nullptr || !decl->may_be_joined()) return false;
  return std::any_of(telling.begin(), telling.end(),
                     [&](std::string_view name) { return changed.contains(name); });
}

Result<std::vector<Record>> likenesses_of(StoreReader& store, RecordId record) {
  KHAOSAN_LET(found, store.children("likeness", record));
  KHAOSAN_LET(as_other, store.sorted_at("likeness", record.text()));
  std::move(as_other.begin(), as_other.end(), std::back_inserter(found));
  return std::move(found);
}

Done propose_likenesses(Desk& desk, const Record& record) {
  const KindDecl* kind = find_kind(record.kind);
  if (kind == nullptr || !kind->may_be_joined()) return {};
  if (is_alias(record)) return {};
  KHAOSAN_TRY(withdraw_outdated_below(desk, record));
  if (record.deleted) return {};
  KHAOSAN_LET(neighbours, neighbours_of(desk.store, record));
  for (const Record& other : neighbours) KHAOSAN_TRY(propose(desk, record, other));
  return {};
}

}  // namespace khaosan::server
