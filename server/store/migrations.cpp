#include "server/store/migrations.hpp"

#include <array>

namespace khaosan::server {
namespace {

constexpr std::string_view first = R"sql(
CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- The journal: one row for each accepted change, command, and change of the server's own. Never updated.
CREATE TABLE journal(
  seq INTEGER PRIMARY KEY,
  type TEXT NOT NULL,
  change_id BLOB,
  kind TEXT NOT NULL,
  record BLOB,
  author BLOB,
  device BLOB,
  what TEXT NOT NULL,
  capacity TEXT NOT NULL,
  outcome TEXT NOT NULL,
  cause BLOB,
  at_ms INTEGER NOT NULL,
  submitted_commitment BLOB,
  resulted_commitment BLOB,
  signature_commitment BLOB,
  hash BLOB NOT NULL
) STRICT;
CREATE INDEX journal_by_record ON journal(record, seq);

-- What the commitments stand for. An erasure empties rows here and leaves the chain whole.
CREATE TABLE journal_value(
  seq INTEGER NOT NULL,
  part INTEGER NOT NULL,      -- 0 submitted, 1 resulted, 2 signature
  salt BLOB NOT NULL,
  packed INTEGER NOT NULL,    -- 1: zstd
  value BLOB NOT NULL,
  PRIMARY KEY(seq, part)
) STRICT, WITHOUT ROWID;

-- The present state of each record, as the line that laptops pull. seq is that of its latest change.
CREATE TABLE record(
  seq INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  id BLOB NOT NULL,
  parent TEXT NOT NULL,
  sort TEXT NOT NULL,
  deleted INTEGER NOT NULL,
  published_at TEXT,          -- news that is public now
  number TEXT,                -- news that has one
  line TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX record_by_id ON record(id, kind);
CREATE INDEX record_by_parent ON record(kind, parent, sort, id);
CREATE INDEX record_by_sort ON record(kind, sort, id);
CREATE INDEX record_published ON record(published_at, seq) WHERE published_at IS NOT NULL;
CREATE UNIQUE INDEX record_numbered ON record(number) WHERE number IS NOT NULL;

CREATE TABLE digest(
  kind TEXT PRIMARY KEY,
  high INTEGER NOT NULL,
  low INTEGER NOT NULL,
  count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Every change id that was ever answered: the same id with the same payload gets the same answer.
CREATE TABLE answer(
  change_id BLOB PRIMARY KEY,
  payload BLOB NOT NULL,
  outcome TEXT NOT NULL,
  seq INTEGER NOT NULL,
  code TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE book(name TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE account(
  id BLOB PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  roles TEXT NOT NULL,        -- separated by commas
  password_hash TEXT NOT NULL,
  disabled INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE device(
  id BLOB PRIMARY KEY,
  name TEXT NOT NULL,
  paired_for BLOB NOT NULL,
  sign_key BLOB NOT NULL,
  box_key BLOB NOT NULL,
  token_hash BLOB NOT NULL UNIQUE,
  revoked INTEGER NOT NULL,
  paired_at_ms INTEGER NOT NULL,
  last_seen_ms INTEGER,
  round_token TEXT NOT NULL,
  round BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE device_user(
  device BLOB NOT NULL,
  user BLOB NOT NULL,
  sign_key BLOB NOT NULL,
  PRIMARY KEY(device, user)
) STRICT, WITHOUT ROWID;
CREATE TABLE token(hash BLOB PRIMARY KEY, user BLOB NOT NULL, made_at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE pairing_code(
  key BLOB PRIMARY KEY,
  user BLOB NOT NULL,
  expires_ms INTEGER NOT NULL,
  tries_left INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

// Keys that others took the place of are kept: what was signed by them still verifies. Tokens end.
constexpr std::string_view second = R"sql(
CREATE TABLE device_user_key(
  device BLOB NOT NULL,
  user BLOB NOT NULL,
  sign_key BLOB NOT NULL,
  since_ms INTEGER NOT NULL,
  until_ms INTEGER,           -- null: the present one
  PRIMARY KEY(device, user, sign_key)
) STRICT, WITHOUT ROWID;
INSERT INTO device_user_key
  SELECT u.device, u.user, u.sign_key, d.paired_at_ms, NULL FROM device_user u JOIN device d ON d.id = u.device;
DROP TABLE device_user;
ALTER TABLE device ADD COLUMN former BLOB;
ALTER TABLE token ADD COLUMN expires_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE token ADD COLUMN revoked_ms INTEGER;
UPDATE token SET expires_ms = made_at_ms + 90 * 86400000;
)sql";

// Epochs that ended with a restore, and what laptops then offer again.
constexpr std::string_view third = R"sql(
CREATE TABLE awaited_device(id BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE ended_epoch(id BLOB PRIMARY KEY, end_seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE offered_change(
  n INTEGER PRIMARY KEY,
  change_id BLOB NOT NULL,
  payload_sha BLOB NOT NULL,
  device BLOB NOT NULL,
  was_seq INTEGER NOT NULL,
  line TEXT NOT NULL,         -- as in a push
  UNIQUE(change_id, payload_sha)
) STRICT;
CREATE TABLE former_number(
  news BLOB PRIMARY KEY,
  number TEXT NOT NULL,
  published_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

// What laptops that were shut out leave.
constexpr std::string_view fourth = R"sql(
CREATE TABLE quarantined(
  n INTEGER PRIMARY KEY,
  device BLOB NOT NULL,
  change_id BLOB NOT NULL,
  payload_sha BLOB NOT NULL,
  at_ms INTEGER NOT NULL,
  line TEXT NOT NULL,         -- as in a push
  UNIQUE(device, change_id, payload_sha)
) STRICT;
)sql";

// What each laptop said last: how far it has come, and what it had not delivered.
constexpr std::string_view laptop_standings = R"sql(
CREATE TABLE device_report(
  device BLOB PRIMARY KEY,
  epoch BLOB NOT NULL,
  cursor INTEGER NOT NULL,
  changes INTEGER NOT NULL,
  files INTEGER NOT NULL,
  file_bytes INTEGER NOT NULL,
  oldest_ms INTEGER NOT NULL,   -- 0: not known
  told_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

// Whose the files in the quarantine are.
constexpr std::string_view quarantined_files = R"sql(
CREATE TABLE quarantined_file(
  device BLOB NOT NULL,
  sha BLOB NOT NULL,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY(device, sha)
) STRICT, WITHOUT ROWID;
)sql";

// A value that an erasure emptied: the journal row that says so.
constexpr std::string_view erased_values = R"sql(
ALTER TABLE journal_value ADD COLUMN erased_by INTEGER;
)sql";

constexpr std::array migrations = {
    Migration{1, first},        Migration{2, second},           Migration{3, third},
    Migration{4, fourth},       Migration{5, laptop_standings}, Migration{6, quarantined_files},
    Migration{7, erased_values}};

}  // namespace

std::span<const Migration> server_migrations() {
  return migrations;
}

}  // namespace khaosan::server
