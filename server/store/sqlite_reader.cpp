#include "server/store/sqlite_reader.hpp"

#include <zstd.h>

#include <algorithm>

#include "shared/crypto/sha256.hpp"
#include "shared/schema/kinds.hpp"
#include "shared/sqlite/row_values.hpp"
#include "shared/wire/change_json.hpp"
#include "shared/wire/record_json.hpp"
#include "shared/wire/value_json.hpp"

namespace khaosan::server {
namespace {

Result<std::vector<Record>> records_of(Statement& statement) {
  std::vector<Record> records;
  while (statement.step()) {
    KHAOSAN_LET(record, record_from_line(statement.text(0)));
    records.push_back(std::move(record));
  }
  return records;
}

Result<std::optional<Record>> maybe_record(Statement& statement) {
  if (!statement.step()) return std::optional<Record>{};
  KHAOSAN_LET(record, record_from_line(statement.text(0)));
  return std::optional<Record>{std::move(record)};
}

std::vector<std::string> split_roles(std::string_view joined) {
  std::vector<std::string> roles;
  while (!joined.empty()) {
    const auto comma = std::min(joined.find(','), joined.size());
    roles.emplace_back(joined.substr(0, comma));
    joined.remove_prefix(std::min(comma + 1, joined.size()));
  }
  return roles;
}

constexpr std::string_view account_columns =
    "SELECT id, name, display_name, roles, password_hash, disabled FROM account";

Account read_account(Statement& row) {
  return {id_of<UserId>(row, 0),    std::string(row.text(1)), std::string(row.text(2)),
          split_roles(row.text(3)), std::string(row.text(4)), row.integer(5) != 0};
}

constexpr std::string_view device_columns =
    "SELECT id, name, paired_for, sign_key, box_key, token_hash, revoked, paired_at_ms, last_seen_ms, "
    "round_token, round, former FROM device";

Device read_device(Statement& row) {
  Device device;
  device.id = id_of<DeviceId>(row, 0);
  device.name = row.text(1);
  device.paired_for = id_of<UserId>(row, 2);
  device.sign_key = array_of<32>(row.blob(3));
  device.box_key = array_of<32>(row.blob(4));
  device.token_hash = sha_of(row, 5);
  device.revoked = row.integer(6) != 0;
  device.paired_at = Instant{row.integer(7)};
  if (!row.is_null(8)) device.last_seen = Instant{row.integer(8)};
  device.round_token = row.text(9);
  device.round = id_of<RoundId>(row, 10);
  device.former = id_of<DeviceId>(row, 11);
  return device;
}

constexpr std::string_view token_columns = "SELECT hash, user, made_at_ms, expires_ms, revoked_ms FROM token";

Token read_token(Statement& row) {
  Token token{sha_of(row, 0), id_of<UserId>(row, 1), Instant{row.integer(2)}, Instant{row.integer(3)}, {}};
  if (!row.is_null(4)) token.revoked_at = Instant{row.integer(4)};
  return token;
}

std::string sql(std::string_view columns, std::string_view rest) {
  return std::string(columns) + " " + std::string(rest);
}

}  // namespace

std::string unpack(std::int64_t packed, ByteView stored) {
  if (packed == 0) return std::string(text_of(stored));
  const auto size = ZSTD_getFrameContentSize(stored.data(), stored.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN) return {};
  std::string text(static_cast<std::size_t>(size), '\0');
  const auto written = ZSTD_decompress(text.data(), text.size(), stored.data(), stored.size());
  return ZSTD_isError(written) ? std::string() : text;
}

EpochId SqliteReader::epoch() {
  const auto parsed = EpochId::parse(setting("epoch"));
  return parsed.ok() ? *parsed : EpochId{};
}

Seq SqliteReader::head() {
  Statement row = database_.prepare("SELECT max(seq) FROM journal");
  return row.step() ? row.integer(0) : 0;
}

UserId SqliteReader::author_at(Seq seq) {
  Statement row = database_.prepare("SELECT author FROM journal WHERE seq = ?");
  row.bind(1, seq);
  return row.step() ? id_of<UserId>(row, 0) : UserId{};
}

Sha256 SqliteReader::chain_at(Seq seq) {
  Statement row = database_.prepare("SELECT hash FROM journal WHERE seq = ?");
  row.bind(1, seq);
  return row.step() ? sha_of(row, 0) : Sha256{};
}

Instant SqliteReader::last_time() {
  Statement row = database_.prepare("SELECT at_ms FROM journal ORDER BY seq DESC LIMIT 1");
  return row.step() ? Instant{row.integer(0)} : Instant{};
}

Digests SqliteReader::digests() {
  Digests digests;
  Statement row = database_.prepare("SELECT kind, high, low, count FROM digest");
  while (row.step()) {
    digests[std::string(row.text(0))] = {static_cast<std::uint64_t>(row.integer(1)),
                                         static_cast<std::uint64_t>(row.integer(2)), row.integer(3)};
  }
  return digests;
}

Result<std::optional<Record>> SqliteReader::record(std::string_view kind, RecordId id) {
  Statement row = database_.prepare("SELECT line FROM record WHERE id = ? AND kind = ?");
  row.bind_blob(1, id.uuid.bytes).bind(2, kind);
  return maybe_record(row);
}

Result<std::vector<Record>> SqliteReader::children(std::string_view kind, RecordId parent) {
  Statement rows = database_.prepare(
      "SELECT line FROM record WHERE kind = ? AND parent = ? AND deleted = 0 ORDER BY sort, id");
  rows.bind(1, kind).bind(2, parent.text());
  return records_of(rows);
}

Result<std::vector<Record>> SqliteReader::all(std::string_view kind) {
  Statement rows =
      database_.prepare("SELECT line FROM record WHERE kind = ? AND deleted = 0 ORDER BY sort, id");
  rows.bind(1, kind);
  return records_of(rows);
}

Result<std::vector<Record>> SqliteReader::sorted_at(std::string_view kind, std::string_view sort) {
  Statement rows = database_.prepare("SELECT line FROM record WHERE kind = ? AND sort = ? ORDER BY id");
  rows.bind(1, kind).bind(2, sort);
  return records_of(rows);
}

Result<Maker> SqliteReader::maker_of(std::string_view kind, RecordId id) {
  Statement row = database_.prepare(
      "SELECT author, device FROM journal WHERE record = ? AND kind = ? ORDER BY seq LIMIT 1");
  row.bind_blob(1, id.uuid.bytes).bind(2, kind);
  if (!row.step()) return Maker{};
  return Maker{id_of<UserId>(row, 0), id_of<DeviceId>(row, 1)};
}

Result<PullPage> SqliteReader::records_after(Seq cursor, std::int64_t max_bytes) {
  PullPage page;
  page.head = head();
  page.next = page.head;
  Statement rows = database_.prepare("SELECT seq, line FROM record WHERE seq > ? ORDER BY seq");
  rows.bind(1, cursor);
  Seq last = cursor;
  while (rows.step()) {
    const std::string_view line = rows.text(1);
    if (!page.lines.empty() && static_cast<std::int64_t>(page.lines.size() + line.size()) > max_bytes) {
      page.next = last;
      break;
    }
    page.lines.append(line);
    page.lines += '\n';
    last = rows.integer(0);
  }
  if (page.next == page.head) {
    page.chain_head = chain_at(page.head);
    page.digests = digests();
  }
  return page;
}

Result<std::vector<Record>> SqliteReader::published(std::int64_t first, std::int64_t limit) {
  Statement rows = database_.prepare(
      "SELECT line FROM record WHERE published_at IS NOT NULL ORDER BY published_at DESC, seq DESC LIMIT ? "
      "OFFSET ?");
  rows.bind(1, limit).bind(2, first);
  return records_of(rows);
}

Result<std::int64_t> SqliteReader::published_count() {
  Statement row = database_.prepare("SELECT count(*) FROM record WHERE published_at IS NOT NULL");
  return row.step() ? row.integer(0) : 0;
}

Result<std::optional<Record>> SqliteReader::news_numbered(std::string_view number) {
  Statement row = database_.prepare("SELECT line FROM record WHERE number = ?");
  row.bind(1, number);
  return maybe_record(row);
}

Result<std::optional<std::string>> SqliteReader::journal_text(Seq seq, int part) {
  Statement row = database_.prepare(
      "SELECT packed, value FROM journal_value WHERE seq = ? AND part = ? AND erased_by IS NULL");
  row.bind(1, seq).bind(2, part);
  if (!row.step()) return std::optional<std::string>{};
  return std::optional<std::string>{unpack(row.integer(0), row.blob(1))};
}

Result<std::optional<Value>> SqliteReader::value_at(std::string_view kind, RecordId id,
                                                    std::string_view field, Seq seq, ValueOf which) {
  const std::optional<Value> unknown;
  {
    Statement row = database_.prepare("SELECT kind, record FROM journal WHERE seq = ?");
    row.bind(1, seq);
    if (!row.step() || row.text(0) != kind || id_of<RecordId>(row, 1) != id) return unknown;
  }
  KHAOSAN_LET(submitted, submitted_value(seq, field));
  if (which == ValueOf::submitted && submitted) return submitted;
  KHAOSAN_LET(resulted, journal_text(seq, 1));
  if (resulted) {
    KHAOSAN_LET(fields, fields_from_text(*resulted));
    if (const auto found = fields.find(field); found != fields.end())
      return std::optional<Value>{found->second};
  }
  return submitted;
}

Result<std::optional<Value>> SqliteReader::submitted_value(Seq seq, std::string_view field) {
  const std::optional<Value> unknown;
  KHAOSAN_LET(submitted, journal_text(seq, 0));
  if (!submitted) return unknown;
  KHAOSAN_LET(change, change_from_payload(*submitted));
  if (const auto found = change.set.find(field); found != change.set.end())
    return std::optional<Value>{found->second};
  return unknown;
}

Result<std::vector<JournalRow>> SqliteReader::journal_of_record(std::string_view kind, RecordId id) {
  std::vector<JournalRow> history;
  {
    Statement rows = database_.prepare(
        "SELECT seq, type, change_id, kind, record, author, device, what, capacity, at_ms, hash, outcome "
        "FROM journal "
        "WHERE record = ? AND kind = ? ORDER BY seq");
    rows.bind_blob(1, id.uuid.bytes).bind(2, kind);
    while (rows.step()) {
      JournalRow row;
      row.seq = rows.integer(0);
      row.type = rows.text(1);
      row.change = id_of<ChangeId>(rows, 2);
      row.kind = rows.text(3);
      row.record = id_of<RecordId>(rows, 4);
      row.author = id_of<UserId>(rows, 5);
      row.device = id_of<DeviceId>(rows, 6);
      row.what = rows.text(7);
      row.capacity = rows.text(8);
      row.at = Instant{rows.integer(9)};
      row.hash = sha_of(rows, 10);
      row.outcome = rows.text(11);
      history.push_back(std::move(row));
    }
  }
  for (JournalRow& row : history) {
    KHAOSAN_LET(submitted, journal_text(row.seq, 0));
    KHAOSAN_LET(resulted, journal_text(row.seq, 1));
    row.submitted = submitted.value_or("");
    row.resulted = resulted.value_or("");
  }
  return history;
}

Result<std::optional<StoreReader::Answered>> SqliteReader::answered(ChangeId change) {
  Statement row =
      database_.prepare("SELECT payload, outcome, seq, code, detail FROM answer WHERE change_id = ?");
  row.bind_blob(1, change.uuid.bytes);
  if (!row.step()) return std::optional<Answered>{};
  return std::optional<Answered>{Answered{sha_of(row, 0),
                                          {change, outcome_named(row.text(1)), row.integer(2),
                                           std::string(row.text(3)), std::string(row.text(4))}}};
}

Result<std::optional<Account>> SqliteReader::account(UserId id) {
  Statement row = database_.prepare(sql(account_columns, "WHERE id = ?"));
  row.bind_blob(1, id.uuid.bytes);
  if (!row.step()) return std::optional<Account>{};
  return std::optional<Account>{read_account(row)};
}

Result<std::optional<Account>> SqliteReader::account_named(std::string_view name) {
  Statement row = database_.prepare(sql(account_columns, "WHERE name = ?"));
  row.bind(1, name);
  if (!row.step()) return std::optional<Account>{};
  return std::optional<Account>{read_account(row)};
}

Result<std::vector<Account>> SqliteReader::accounts() {
  std::vector<Account> accounts;
  Statement rows = database_.prepare(sql(account_columns, "ORDER BY name"));
  while (rows.step()) accounts.push_back(read_account(rows));
  return accounts;
}

Result<std::optional<Device>> SqliteReader::device(DeviceId id) {
  Statement row = database_.prepare(sql(device_columns, "WHERE id = ?"));
  row.bind_blob(1, id.uuid.bytes);
  if (!row.step()) return std::optional<Device>{};
  return std::optional<Device>{read_device(row)};
}

Result<std::optional<Device>> SqliteReader::device_with_token(const Sha256& token_hash) {
  Statement row = database_.prepare(sql(device_columns, "WHERE token_hash = ?"));
  row.bind_blob(1, token_hash.bytes);
  if (!row.step()) return std::optional<Device>{};
  return std::optional<Device>{read_device(row)};
}

Result<std::vector<Device>> SqliteReader::devices() {
  std::vector<Device> devices;
  Statement rows = database_.prepare(sql(device_columns, "ORDER BY paired_at_ms, id"));
  while (rows.step()) devices.push_back(read_device(rows));
  return devices;
}

Result<std::optional<DeviceReport>> SqliteReader::device_report(DeviceId device) {
  Statement row = database_.prepare(
      "SELECT epoch, cursor, changes, files, file_bytes, oldest_ms, told_ms FROM device_report WHERE device "
      "= ?");
  row.bind_blob(1, device.uuid.bytes);
  if (!row.step()) return std::optional<DeviceReport>{};
  return std::optional<DeviceReport>{
      DeviceReport{device, id_of<EpochId>(row, 0), row.integer(1),
                   Unsent{row.integer(2), row.integer(3), row.integer(4), Instant{row.integer(5)}},
                   Instant{row.integer(6)}}};
}

Result<std::optional<DeviceUser>> SqliteReader::device_user(DeviceId device, UserId user) {
  KHAOSAN_LET(keys, keys_of(device, user));
  if (keys.empty() || keys.back().until) return std::optional<DeviceUser>{};
  return std::optional<DeviceUser>{keys.back()};
}

Result<std::vector<DeviceUser>> SqliteReader::keys_of(DeviceId device, UserId user) {
  std::vector<DeviceUser> keys;
  Statement row = database_.prepare(
      "SELECT sign_key, since_ms, until_ms FROM device_user_key WHERE device = ? AND user = ? "
      "ORDER BY until_ms IS NULL, until_ms");
  row.bind_blob(1, device.uuid.bytes).bind_blob(2, user.uuid.bytes);
  while (row.step()) {
    DeviceUser key{device, user, array_of<32>(row.blob(0)), Instant{row.integer(1)}, {}};
    if (!row.is_null(2)) key.until = Instant{row.integer(2)};
    keys.push_back(key);
  }
  return keys;
}

Result<std::optional<Token>> SqliteReader::token(const Sha256& hash) {
  Statement row = database_.prepare(sql(token_columns, "WHERE hash = ?"));
  row.bind_blob(1, hash.bytes);
  if (!row.step()) return std::optional<Token>{};
  return std::optional<Token>{read_token(row)};
}

Result<std::vector<Token>> SqliteReader::tokens() {
  std::vector<Token> tokens;
  Statement rows = database_.prepare(sql(token_columns, "ORDER BY made_at_ms, hash"));
  while (rows.step()) tokens.push_back(read_token(rows));
  return tokens;
}

Result<std::vector<PairingCode>> SqliteReader::pairing_codes() {
  std::vector<PairingCode> codes;
  Statement rows =
      database_.prepare("SELECT key, user, expires_ms, tries_left FROM pairing_code ORDER BY expires_ms");
  while (rows.step()) {
    codes.push_back({array_of<32>(rows.blob(0)), id_of<UserId>(rows, 1), Instant{rows.integer(2)},
                     static_cast<int>(rows.integer(3))});
  }
  return codes;
}

std::string SqliteReader::setting(std::string_view name) {
  Statement row = database_.prepare("SELECT value FROM setting WHERE name = ?");
  row.bind(1, name);
  return row.step() ? std::string(row.text(0)) : std::string();
}

std::optional<Seq> SqliteReader::epoch_end(EpochId asked) {
  if (asked == epoch()) return head();
  Statement row = database_.prepare("SELECT end_seq FROM ended_epoch WHERE id = ?");
  row.bind_blob(1, asked.uuid.bytes);
  return row.step() ? std::optional(row.integer(0)) : std::nullopt;
}

bool SqliteReader::is_awaited(DeviceId device) {
  Statement row = database_.prepare("SELECT 1 FROM awaited_device WHERE id = ?");
  row.bind_blob(1, device.uuid.bytes);
  return row.step();
}

// What had no seq follows in the order in which it came.
Result<std::vector<OfferedChange>> SqliteReader::offered() {
  Statement rows = database_.prepare(
      "SELECT change_id, device, line FROM offered_change ORDER BY was_seq = 0, was_seq, n");
  std::vector<OfferedChange> all;
  while (rows.step()) {
    KHAOSAN_LET(sealed, sealed_from_line(rows.text(2)));
    all.push_back({std::move(sealed), id_of<ChangeId>(rows, 0), id_of<DeviceId>(rows, 1)});
  }
  return all;
}

Result<std::optional<KnownNumber>> SqliteReader::former_number(RecordId news) {
  Statement row = database_.prepare("SELECT number, published_at FROM former_number WHERE news = ?");
  row.bind_blob(1, news.uuid.bytes);
  if (!row.step()) return std::optional<KnownNumber>{};
  return std::optional<KnownNumber>{KnownNumber{news, std::string(row.text(0)), std::string(row.text(1))}};
}

Result<std::vector<Record>> SqliteReader::every(std::string_view kind, std::optional<RecordId> parent) {
  Statement rows =
      database_.prepare(parent ? "SELECT line FROM record WHERE kind = ? AND parent = ? ORDER BY sort, id"
                               : "SELECT line FROM record WHERE kind = ? ORDER BY sort, id");
  rows.bind(1, kind);
  if (parent) rows.bind(2, parent->text());
  return records_of(rows);
}

// What was answered since, because the laptop was paired again, is no longer here.
Result<std::vector<QuarantineCount>> SqliteReader::quarantine() {
  Statement rows = database_.prepare(
      "SELECT device, count(*), sum(length(CAST(line AS BLOB))), min(at_ms), max(at_ms) FROM quarantined q "
      "WHERE NOT EXISTS(SELECT 1 FROM answer a WHERE a.change_id = q.change_id AND a.outcome <> 'refused') "
      "GROUP BY device ORDER BY min(at_ms), device");
  std::vector<QuarantineCount> all;
  while (rows.step())
    all.push_back({id_of<DeviceId>(rows, 0), rows.integer(1), rows.integer(2), Instant{rows.integer(3)},
                   Instant{rows.integer(4)}});
  return all;
}

bool SqliteReader::is_quarantined(DeviceId device, ChangeId change, const Sha256& payload) {
  Statement row =
      database_.prepare("SELECT 1 FROM quarantined WHERE device = ? AND change_id = ? AND payload_sha = ?");
  row.bind_blob(1, device.uuid.bytes).bind_blob(2, change.uuid.bytes).bind_blob(3, payload.bytes);
  return row.step();
}

Result<std::vector<QuarantinedChange>> SqliteReader::quarantined(DeviceId device) {
  Statement rows =
      database_.prepare("SELECT change_id, line, at_ms FROM quarantined WHERE device = ? ORDER BY n");
  rows.bind_blob(1, device.uuid.bytes);
  std::vector<QuarantinedChange> all;
  while (rows.step()) {
    KHAOSAN_LET(sealed, sealed_from_line(rows.text(1)));
    all.push_back({std::move(sealed), id_of<ChangeId>(rows, 0), device, Instant{rows.integer(2)}});
  }
  return all;
}

Result<std::vector<QuarantinedFile>> SqliteReader::quarantined_files() {
  Statement rows = database_.prepare("SELECT device, sha, at_ms FROM quarantined_file ORDER BY device, sha");
  std::vector<QuarantinedFile> all;
  while (rows.step()) all.push_back({id_of<DeviceId>(rows, 0), sha_of(rows, 1), Instant{rows.integer(2)}});
  return all;
}

}  // namespace khaosan::server
