CREATE TABLE account(
  id BLOB PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  roles TEXT NOT NULL,        -- separated by commas
  password_hash TEXT NOT NULL,
  disabled INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE answer(
  change_id BLOB PRIMARY KEY,
  payload BLOB NOT NULL,
  outcome TEXT NOT NULL,
  seq INTEGER NOT NULL,
  code TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE awaited_device(id BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE book(name TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT, WITHOUT ROWID;
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
, former BLOB) STRICT, WITHOUT ROWID;
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
CREATE TABLE device_user_key(
  device BLOB NOT NULL,
  user BLOB NOT NULL,
  sign_key BLOB NOT NULL,
  since_ms INTEGER NOT NULL,
  until_ms INTEGER,           -- null: the present one
  PRIMARY KEY(device, user, sign_key)
) STRICT, WITHOUT ROWID;
CREATE TABLE digest(
  kind TEXT PRIMARY KEY,
  high INTEGER NOT NULL,
  low INTEGER NOT NULL,
  count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE ended_epoch(id BLOB PRIMARY KEY, end_seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE former_number(
  news BLOB PRIMARY KEY,
  number TEXT NOT NULL,
  published_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
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
CREATE TABLE journal_value(
  seq INTEGER NOT NULL,
  part INTEGER NOT NULL,      -- 0 submitted, 1 resulted, 2 signature
  salt BLOB NOT NULL,
  packed INTEGER NOT NULL,    -- 1: zstd
  value BLOB NOT NULL, erased_by INTEGER,
  PRIMARY KEY(seq, part)
) STRICT, WITHOUT ROWID;
CREATE TABLE offered_change(
  n INTEGER PRIMARY KEY,
  change_id BLOB NOT NULL,
  payload_sha BLOB NOT NULL,
  device BLOB NOT NULL,
  was_seq INTEGER NOT NULL,
  line TEXT NOT NULL,         -- as in a push
  UNIQUE(change_id, payload_sha)
) STRICT;
CREATE TABLE pairing_code(
  key BLOB PRIMARY KEY,
  user BLOB NOT NULL,
  expires_ms INTEGER NOT NULL,
  tries_left INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE quarantined(
  n INTEGER PRIMARY KEY,
  device BLOB NOT NULL,
  change_id BLOB NOT NULL,
  payload_sha BLOB NOT NULL,
  at_ms INTEGER NOT NULL,
  line TEXT NOT NULL,         -- as in a push
  UNIQUE(device, change_id, payload_sha)
) STRICT;
CREATE TABLE quarantined_file(
  device BLOB NOT NULL,
  sha BLOB NOT NULL,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY(device, sha)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE token(hash BLOB PRIMARY KEY, user BLOB NOT NULL, made_at_ms INTEGER NOT NULL, expires_ms INTEGER NOT NULL DEFAULT 0, revoked_ms INTEGER) STRICT, WITHOUT ROWID;
CREATE INDEX journal_by_record ON journal(record, seq);
CREATE UNIQUE INDEX record_by_id ON record(id, kind);
CREATE INDEX record_by_parent ON record(kind, parent, sort, id);
CREATE INDEX record_by_sort ON record(kind, sort, id);
CREATE UNIQUE INDEX record_numbered ON record(number) WHERE number IS NOT NULL;
CREATE INDEX record_published ON record(published_at, seq) WHERE published_at IS NOT NULL;
