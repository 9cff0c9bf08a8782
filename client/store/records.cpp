// Records: their current rows, their bases, and the laying over that keeps the two together.
#include <nlohmann/json.hpp>

#include "client/app/overlay.hpp"
#include "client/store/store_tables.hpp"
#include "shared/schema/kinds.hpp"
#include "shared/sqlite/row_values.hpp"
#include "shared/wire/record_json.hpp"
#include "shared/wire/value_json.hpp"

namespace khaosan::client {

using nlohmann::json;

namespace {

#define KHAOSAN_RECORD_COLUMNS \
  "kind, id, seq, older_seqs, delete_seq, deleted, changed_by, changed_at, fields"

Result<Record> record_of(const Statement& row) {
  Record record;
  record.kind = text_at(row, 0);
  record.id = id_of<RecordId>(row, 1);
  record.seq = row.integer(2);
  if (const auto older = row.text(3); older != "{}") {
    KHAOSAN_LET(seqs, parse_json(older));
    for (const auto& [name, seq] : seqs.items()) {
      if (!seq.is_number_integer()) return refuse(Code::store_damaged, "older_seqs");
      record.older_seqs.emplace(name, seq.get<Seq>());
    }
  }
  record.delete_seq = row.integer(4);
  record.erased = row.integer(5) == mark_erased;
  record.deleted = record.erased || row.integer(5) == mark_deleted;
  record.changed_by = id_of<UserId>(row, 6);
  record.changed_at = Instant{row.integer(7)};
  KHAOSAN_LET(fields, fields_from_text(row.text(8)));
  record.fields = std::move(fields);
  return record;
}

Result<std::vector<Record>> records_of(Statement& rows) {
  std::vector<Record> records;
  while (rows.step()) {
    KHAOSAN_LET(record, record_of(rows));
    records.push_back(std::move(record));
  }
  return records;
}

std::string older_text(const Record& record) {
  return record.older_seqs.empty() ? "{}" : canonical(json(record.older_seqs));
}

// Everything but kind, id and line_hash, from index 1 on.
void bind_state(Statement& row, const Record& record) {
  row.bind(1, record.seq).bind(2, older_text(record)).bind(3, record.delete_seq);
  row.bind(4, list_mark(record.deleted, is_alias(record), record.erased));
  bind_id(row, 5, record.changed_by);
  row.bind(6, record.changed_at.unix_ms).bind(7, fields_to_text(record.fields));
  const auto parent = parent_id(record.kind, record.fields);
  if (parent) {
    bind_id(row, 8, *parent);
  } else {
    row.bind_null(8);
  }
  row.bind(9, sort_key(record.kind, record.fields)).bind(10, filter_key(record.kind, record.fields));
}

void save_current(Database& database, const Record& record) {
  Statement row = database.prepare(
      "INSERT INTO record(seq, older_seqs, delete_seq, deleted, changed_by, changed_at, fields, parent, "
      "sort, filter, kind, id) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(kind, id) DO UPDATE "
      "SET seq = ?1, "
      "older_seqs = ?2, delete_seq = ?3, deleted = ?4, changed_by = ?5, changed_at = ?6, fields = ?7, "
      "parent = ?8, sort = ?9, filter = ?10");
  bind_state(row, record);
  row.bind(11, record.kind);
  bind_id(row, 12, record.id);
  row.run();
}

// A value as json_extract() gives it.
void bind_wanted(Statement& row, int index, const Value& value) {
  if (const auto* flag = std::get_if<bool>(&value)) {
    row.bind(index, std::int64_t{*flag ? 1 : 0});
  } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
    row.bind(index, *number);
  } else if (std::holds_alternative<TextSet>(value)) {
    row.bind(index, canonical(value));
  } else {
    row.bind(index, text_or_empty(value));
  }
}

}  // namespace

Done StoreTables::save_as_current(const Record& record) {
  save_current(database_, record);
  return {};
}

std::string sort_key(std::string_view kind, const Fields& fields) {
  const KindDecl* decl = find_kind(kind);
  return decl == nullptr || decl->sort.empty() ? std::string() : text_field(fields, decl->sort);
}

std::string filter_key(std::string_view kind, const Fields& fields) {
  const KindDecl* decl = find_kind(kind);
  return decl == nullptr ? std::string() : filter_value(*decl, text_field(fields, decl->filter));
}

std::string filter_value(const KindDecl& kind, std::string_view value) {
  const FieldDecl* field = kind.field(kind.filter);
  return std::string(value.empty() && field != nullptr ? field->when_empty : value);
}

std::optional<RecordId> parent_id(std::string_view kind, const Fields& fields) {
  const KindDecl* decl = find_kind(kind);
  if (decl == nullptr || decl->parent.empty()) return std::nullopt;
  const auto id = RecordId::parse(text_field(fields, decl->parent));
  return id.ok() ? std::optional(*id) : std::nullopt;
}

Result<std::optional<Record>> StoreTables::current(std::string_view kind, RecordId id) {
  Statement row =
      database_.prepare("SELECT " KHAOSAN_RECORD_COLUMNS " FROM record WHERE kind = ? AND id = ?");
  row.bind(1, kind);
  bind_id(row, 2, id);
  if (!row.step()) return std::optional<Record>{};
  KHAOSAN_LET(record, record_of(row));
  return std::optional<Record>{std::move(record)};
}

Result<std::optional<Record>> StoreTables::base(std::string_view kind, RecordId id) {
  {
    Statement row = database_.prepare("SELECT line FROM base_record WHERE kind = ? AND id = ?");
    row.bind(1, kind);
    bind_id(row, 2, id);
    if (row.step()) {
      KHAOSAN_LET(record, record_from_line(row.text(0)));
      return std::optional<Record>{std::move(record)};
    }
  }
  Statement row = database_.prepare("SELECT " KHAOSAN_RECORD_COLUMNS
                                    " FROM record WHERE kind = ? AND id = ? AND line_hash IS NOT NULL");
  row.bind(1, kind);
  bind_id(row, 2, id);
  if (row.step()) {
    KHAOSAN_LET(record, record_of(row));
    return std::optional<Record>{std::move(record)};
  }
  Statement lost = database_.prepare("SELECT line FROM lost_record WHERE kind = ? AND id = ?");
  lost.bind(1, kind);
  bind_id(lost, 2, id);
  if (!lost.step()) return std::optional<Record>{};
  KHAOSAN_LET(record, record_from_line(lost.text(0)));
  return std::optional<Record>{std::move(record)};
}

Result<ListAnswer> StoreTables::list(const ListQuery& query) {
  const KindDecl* kind = find_kind(query.kind);
  if (kind == nullptr) return refuse(Code::unknown_kind, query.kind);
  std::string sql = " FROM record AS r WHERE r.kind = ?1";
  std::vector<Value> values{Value{query.kind}};
  std::optional<RecordId> parent;
  std::optional<std::string> filter;
  for (const auto& [name, value] : query.where) {
    const FieldDecl* field = kind->field(name);
    if (field == nullptr) return refuse(Code::unknown_field, query.kind + "." + name);
    if (name == kind->parent && !is_empty(value)) {
      KHAOSAN_LET(id, RecordId::parse(text_or_empty(value)));
      parent = id;
      continue;
    }
    if (name == kind->filter) {
      filter = filter_value(*kind, text_or_empty(value));
      continue;
    }
    const std::string held = "json_extract(r.fields, '$." + name + "')";  // a declared name: letters and '_'
    if (is_empty(value)) {
      sql += " AND " + held + " IS NULL";
      continue;
    }
    values.push_back(value);
    sql += " AND " + held + " = ?" + std::to_string(values.size());
  }
  if (filter) {
    values.emplace_back(*filter);
    sql += " AND r.filter = ?" + std::to_string(values.size());
  }
  for (const std::string& name : query.filled) {
    if (kind->field(name) == nullptr) return refuse(Code::unknown_field, query.kind + "." + name);
    sql += " AND json_extract(r.fields, '$." + name + "') IS NOT NULL";
  }
  if (query.sort_from) {
    values.emplace_back(*query.sort_from);
    sql += " AND r.sort >= ?" + std::to_string(values.size());
  }
  if (query.sort_before) {
    values.emplace_back(*query.sort_before);
    sql += " AND r.sort < ?" + std::to_string(values.size());
  }
  const auto after_values = static_cast<int>(values.size());
  if (parent) sql += " AND r.parent = ?" + std::to_string(after_values + 1);
  const FieldDecl* parent_field = kind->field(kind->parent);
  if (!query.with_deleted) {
    sql += " AND r.deleted = 0";
    // Children of a deleted parent are hidden by derivation; they carry no mark of their own.
    if (parent_field != nullptr && !parent_field->refers_to.empty()) {
      sql += " AND (r.parent IS NULL OR r.parent NOT IN (SELECT id FROM record WHERE kind = '" +
             std::string(parent_field->refers_to) + "' AND deleted AND deleted = 1))";
    }
  }
  const auto bind_all = [&](Statement& rows) {
    for (int i = 0; i < after_values; ++i) bind_wanted(rows, i + 1, values[static_cast<std::size_t>(i)]);
    if (parent) bind_id(rows, after_values + 1, *parent);
  };
  ListAnswer answer;
  answer.first = std::max<std::int64_t>(query.first, 0);
  {
    Statement count = database_.prepare("SELECT count(*)" + sql);
    bind_all(count);
    if (count.step()) answer.total = count.integer(0);
  }
  Statement rows = database_.prepare(
      "SELECT " KHAOSAN_RECORD_COLUMNS + sql +
      (query.descending ? " ORDER BY r.sort DESC, r.id DESC LIMIT ?" : " ORDER BY r.sort, r.id LIMIT ?") +
      std::to_string(after_values + 2) + " OFFSET ?" + std::to_string(after_values + 3));
  bind_all(rows);
  rows.bind(after_values + 2, query.limit).bind(after_values + 3, answer.first);
  KHAOSAN_LET(records, records_of(rows));
  answer.rows = std::move(records);
  return answer;
}

Result<std::vector<Record>> StoreTables::children(std::string_view kind, RecordId parent) {
  Statement rows =
      database_.prepare("SELECT " KHAOSAN_RECORD_COLUMNS
                        " FROM record WHERE kind = ? AND parent = ? AND deleted = 0 ORDER BY sort, id");
  rows.bind(1, kind);
  bind_id(rows, 2, parent);
  return records_of(rows);
}

// Before the first change of a record is laid over it: what the server said is put aside whole.
Done StoreTables::keep_base(std::string_view kind, RecordId id) {
  KHAOSAN_LET(server_state, base(kind, id));
  if (!server_state || server_state->seq == 0) return {};  // a lost one has a place of its own
  Statement row = database_.prepare("INSERT OR IGNORE INTO base_record VALUES(?, ?, ?)");
  row.bind(1, kind);
  bind_id(row, 2, id);
  row.bind(3, record_line(*server_state)).run();
  return {};
}

Done StoreTables::lay_over(std::string_view kind, RecordId id) {
  KHAOSAN_LET(pending, outbox_of(kind, id));
  KHAOSAN_LET(server_state, base(kind, id));
  if (!pending.empty()) {
    save_current(database_, overlay(server_state, laid_over(server_state, pending)));
    return {};
  }
  if (server_state) {
    save_current(database_, *server_state);
  } else {
    // The change that made it was refused: it is in the tray, and nobody else knows the record.
    Statement row = database_.prepare("DELETE FROM record WHERE kind = ? AND id = ?");
    row.bind(1, kind);
    bind_id(row, 2, id);
    row.run();
  }
  Statement row = database_.prepare("DELETE FROM base_record WHERE kind = ? AND id = ?");
  row.bind(1, kind);
  bind_id(row, 2, id);
  row.run();
  return {};
}

}  // namespace khaosan::client
