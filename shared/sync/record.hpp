// Record: one event, note, news item … with the server's sequence number of every field.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "shared/base/id.hpp"
#include "shared/base/time.hpp"
#include "shared/schema/kinds.hpp"
#include "shared/schema/value.hpp"

namespace khaosan {

using Seq = std::int64_t;  // the server's one growing number within an epoch; 0 is before everything

struct Record {
  std::string kind = {};
  RecordId id = {};
  Seq seq = 0;                                              // of its latest change
  Fields fields = {};                                       // empty fields are absent
  std::map<std::string, Seq, std::less<>> older_seqs = {};  // of the fields whose seq is not `seq`
  Seq delete_seq = 0;                                       // of its latest delete or restore
  bool deleted = false;
  bool erased = false;  // a tombstone: it has no fields, and never will
  UserId changed_by = {};
  Instant changed_at = {};  // server time

  Seq seq_of(std::string_view field) const {
    const auto older = older_seqs.find(field);
    if (older != older_seqs.end()) return older->second;
    return fields.contains(field) ? seq : 0;
  }
};

// An alias: it stays with all it holds, leaves lists and boards, and what names it means the main record.
inline bool is_alias(const Record& record) {
  return record.fields.contains(joined_into);
}

// How stores mark a record for their lists, which hold what has no mark.
inline constexpr std::int64_t mark_deleted = 1;
inline constexpr std::int64_t mark_alias = 2;
inline constexpr std::int64_t mark_erased = 3;
inline constexpr std::int64_t list_mark(bool deleted, bool alias, bool erased) {
  if (erased) return mark_erased;
  if (deleted) return mark_deleted;
  return alias ? mark_alias : 0;
}

}  // namespace khaosan
