#include "client/app/overlay.hpp"

namespace khaosan::client {
namespace {

void lay_put(Record& record, const Change& change) {
  for (const auto& [name, value] : change.set) {
    if (is_empty(value)) {
      record.fields.erase(name);
    } else {
      record.fields.insert_or_assign(name, value);
    }
  }
  // An edit that had not seen the delete lifts it: the server will say the same.
  const bool unseen_delete = change.seen.change.empty() && change.seen.seq < record.delete_seq;
  if (record.deleted && unseen_delete) record.deleted = false;
}

}  // namespace

Record overlay(const std::optional<Record>& base, std::span<const Change> changes) {
  Record record;
  if (base) {
    record = *base;
  } else if (!changes.empty()) {
    const Change& first = changes.front();
    record.kind = first.kind;
    record.id = first.record;
    record.changed_by = first.author;
    record.changed_at = first.written_at;
  }
  for (const Change& change : changes) {
    switch (change.op) {
      case Op::put:
        lay_put(record, change);
        break;
      case Op::remove:
        record.deleted = true;
        break;
      case Op::restore:
        record.deleted = false;
        break;
      case Op::act:
        break;
    }
  }
  return record;
}

std::vector<Change> laid_over(const std::optional<Record>& base, std::span<const OutboxEntry> entries) {
  const bool lost = base && base->seq == 0;
  std::vector<Change> changes;
  changes.reserve(entries.size());
  for (const OutboxEntry& entry : entries) {
    if (!lost || !entry.settled) changes.push_back(entry.change);
  }
  return changes;
}

const Change* latest_of(std::span<const Change> changes, std::string_view field) {
  const Change* latest = nullptr;
  for (const Change& change : changes) {
    if (change.op == Op::put && change.set.contains(field)) latest = &change;
  }
  return latest;
}

}  // namespace khaosan::client
