// Pairing, sync state, users and counters: single rows and small tables.
#include "client/store/store_tables.hpp"
#include "shared/sqlite/row_values.hpp"

namespace khaosan::client {

Result<std::optional<Pairing>> StoreTables::pairing() {
  Statement row = database_.prepare(
      "SELECT url, spki_pin, device_token, office, device, user, sign_public, sign_secret, box_public, "
      "box_secret, office_sign_key, office_box_key FROM pairing");
  if (!row.step()) return std::optional<Pairing>{};
  Pairing pairing;
  pairing.address = {text_at(row, 0), sha_of(row, 1), text_at(row, 2)};
  pairing.office = text_at(row, 3);
  pairing.device = id_of<DeviceId>(row, 4);
  pairing.user = id_of<UserId>(row, 5);
  pairing.sign_keys = {array_of<32>(row.blob(6)), array_of<64>(row.blob(7))};
  pairing.box_keys = {array_of<32>(row.blob(8)), array_of<32>(row.blob(9))};
  pairing.office_sign_key = array_of<32>(row.blob(10));
  pairing.office_box_key = array_of<32>(row.blob(11));
  return std::optional<Pairing>{std::move(pairing)};
}

Done StoreTables::save_pairing(const Pairing& pairing) {
  Statement row =
      database_.prepare("INSERT OR REPLACE INTO pairing VALUES(1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  row.bind(1, pairing.address.url)
      .bind_blob(2, pairing.address.spki_pin.bytes)
      .bind(3, pairing.address.device_token)
      .bind(4, pairing.office);
  bind_id(row, 5, pairing.device);
  bind_id(row, 6, pairing.user);
  row.bind_blob(7, pairing.sign_keys.public_key)
      .bind_blob(8, pairing.sign_keys.secret_key)
      .bind_blob(9, pairing.box_keys.public_key)
      .bind_blob(10, pairing.box_keys.secret_key)
      .bind_blob(11, pairing.office_sign_key)
      .bind_blob(12, pairing.office_box_key);
  row.run();
  return {};
}

Result<SyncState> StoreTables::sync_state() {
  Statement row = database_.prepare(
      "SELECT epoch, cursor, pending_round, last_token, witnessed_seq, witnessed_hash, last_sync FROM "
      "sync_state");
  SyncState state;
  if (!row.step()) return state;
  state.epoch = id_of<EpochId>(row, 0);
  state.cursor = row.integer(1);
  state.pending_round = id_of<RoundId>(row, 2);
  state.last_token = text_at(row, 3);
  state.witnessed_seq = row.integer(4);
  state.witnessed_hash = sha_of(row, 5);
  if (!row.is_null(6)) state.last_sync = Instant{row.integer(6)};
  return state;
}

Done StoreTables::save_sync_state(const SyncState& state) {
  Statement row = database_.prepare("INSERT OR REPLACE INTO sync_state VALUES(1, ?, ?, ?, ?, ?, ?, ?)");
  bind_id(row, 1, state.epoch);
  row.bind(2, state.cursor);
  bind_id(row, 3, state.pending_round);
  row.bind(4, state.last_token).bind(5, state.witnessed_seq).bind_blob(6, state.witnessed_hash.bytes);
  if (state.last_sync) {
    row.bind(7, state.last_sync->unix_ms);
  } else {
    row.bind_null(7);
  }
  row.run();
  return {};
}

Result<std::vector<LocalUser>> StoreTables::users() {
  Statement row = database_.prepare(
      "SELECT id, name, display_name, sealed_secret, public_key FROM local_user ORDER BY name");
  std::vector<LocalUser> users;
  while (row.step()) {
    const ByteView secret = row.blob(3);
    users.push_back({id_of<UserId>(row, 0), text_at(row, 1), text_at(row, 2),
                     Bytes(secret.begin(), secret.end()), array_of<32>(row.blob(4))});
  }
  return users;
}

Done StoreTables::save_user(const LocalUser& user) {
  Statement row = database_.prepare("INSERT OR REPLACE INTO local_user VALUES(?, ?, ?, ?, ?)");
  bind_id(row, 1, user.id);
  row.bind(2, user.name).bind(3, user.display_name);
  bind_bytes(row, 4, user.sealed_secret).bind_blob(5, user.public_key);
  row.run();
  return {};
}

Result<IdClock> StoreTables::id_clock() {
  Statement row = database_.prepare("SELECT last, counter FROM id_clock");
  if (!row.step()) return IdClock{};
  return IdClock{Instant{row.integer(0)}, static_cast<std::uint16_t>(row.integer(1))};
}

Done StoreTables::save_id_clock(const IdClock& clock) {
  Statement row = database_.prepare("INSERT OR REPLACE INTO id_clock VALUES(1, ?, ?)");
  row.bind(1, clock.last.unix_ms).bind(2, static_cast<std::int64_t>(clock.counter));
  row.run();
  return {};
}

Result<StoreCounts> StoreTables::counts() {
  const auto one = [&](std::string_view sql) -> std::int64_t {
    Statement row = database_.prepare(sql);
    return row.step() ? row.integer(0) : 0;
  };
  StoreCounts counts;
  counts.pending_changes = one("SELECT count(*) FROM outbox WHERE state < 2");
  counts.waiting_commands = one("SELECT count(*) FROM outbox WHERE state < 2 AND op = 'act'");
  counts.pending_files = one("SELECT count(*) FROM file WHERE at_office = 0");
  counts.pending_file_bytes = one("SELECT coalesce(sum(size_bytes), 0) FROM file WHERE at_office = 0");
  counts.refused = one("SELECT count(*) FROM refused");
  counts.open_conflicts = one(
      "SELECT count(*) FROM record WHERE kind = 'conflict' AND filter = '' AND deleted = 0 AND NOT EXISTS "
      "(SELECT 1 FROM outbox WHERE outbox.kind = 'conflict' AND outbox.record = record.id AND op = 'act')");
  counts.lost_records = one("SELECT count(*) FROM lost_record");
  counts.open_likenesses = one(
      "SELECT count(*) FROM record WHERE kind = 'likeness' AND filter = '' AND deleted = 0 AND NOT EXISTS "
      "(SELECT 1 FROM outbox WHERE outbox.kind = 'likeness' AND outbox.record = record.id AND op = 'act')");
  return counts;
}

Result<std::map<std::string, std::string>> StoreTables::typed() {
  std::map<std::string, std::string> all;
  Statement rows = database_.prepare("SELECT name, text FROM typed");
  while (rows.step()) all.emplace(text_at(rows, 0), text_at(rows, 1));
  return all;
}

Done StoreTables::keep_typed(const std::string& name, const std::string& text) {
  if (text.empty()) {
    Statement row = database_.prepare("DELETE FROM typed WHERE name = ?");
    row.bind(1, name).run();
    return {};
  }
  Statement row = database_.prepare("INSERT OR REPLACE INTO typed VALUES(?, ?)");
  row.bind(1, name).bind(2, text).run();
  return {};
}

}  // namespace khaosan::client
