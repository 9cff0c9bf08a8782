CREATE TABLE base_record(
  kind TEXT NOT NULL,
  id BLOB NOT NULL,
  line TEXT NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT;
CREATE TABLE digest(
  kind TEXT PRIMARY KEY,
  high INTEGER NOT NULL,
  low INTEGER NOT NULL,
  count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE erased_file(sha BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE erased_record(kind TEXT NOT NULL, id BLOB NOT NULL, PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID;
CREATE TABLE file(
  sha BLOB PRIMARY KEY,
  size_bytes INTEGER NOT NULL,
  name TEXT NOT NULL,
  at_office INTEGER NOT NULL,
  upload_url TEXT NOT NULL
, on_stick INTEGER NOT NULL DEFAULT 0, damaged INTEGER NOT NULL DEFAULT 0, small_sent INTEGER NOT NULL DEFAULT 0, taken_ms INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
CREATE TABLE foreign_record(
  kind TEXT NOT NULL,
  id BLOB NOT NULL,
  device BLOB NOT NULL,
  made_at INTEGER NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE id_clock(
  one INTEGER PRIMARY KEY CHECK (one = 1),
  last INTEGER NOT NULL,
  counter INTEGER NOT NULL
) STRICT;
CREATE TABLE kept(
  n INTEGER PRIMARY KEY,
  change BLOB NOT NULL,
  kind TEXT NOT NULL,
  record BLOB NOT NULL,
  payload TEXT NOT NULL,
  base_values TEXT NOT NULL,
  signature BLOB,
  seq INTEGER NOT NULL
) STRICT;
CREATE TABLE local_user(
  id BLOB PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  sealed_secret BLOB NOT NULL,
  public_key BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE lost_record(
  kind TEXT NOT NULL,
  id BLOB NOT NULL,
  line TEXT NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE outbox(
  n INTEGER PRIMARY KEY AUTOINCREMENT,
  change BLOB NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  record BLOB NOT NULL,
  op TEXT NOT NULL,
  state INTEGER NOT NULL,
  payload TEXT NOT NULL,
  sha BLOB,
  base_values TEXT NOT NULL,
  signature BLOB,
  seq INTEGER
, was_seq INTEGER NOT NULL DEFAULT 0, settled INTEGER NOT NULL DEFAULT 0, on_stick INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE pairing(
  one INTEGER PRIMARY KEY CHECK (one = 1),
  url TEXT NOT NULL,
  spki_pin BLOB NOT NULL,
  device_token TEXT NOT NULL,
  office TEXT NOT NULL,
  device BLOB NOT NULL,
  user BLOB NOT NULL,
  sign_public BLOB NOT NULL,
  sign_secret BLOB NOT NULL,
  box_public BLOB NOT NULL,
  box_secret BLOB NOT NULL,
  office_sign_key BLOB NOT NULL,
  office_box_key BLOB NOT NULL
) STRICT;
CREATE TABLE record(
  n INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  id BLOB NOT NULL,
  seq INTEGER NOT NULL,
  older_seqs TEXT NOT NULL,
  delete_seq INTEGER NOT NULL,
  deleted INTEGER NOT NULL,
  changed_by BLOB NOT NULL,
  changed_at INTEGER NOT NULL,
  fields TEXT NOT NULL,
  parent BLOB,
  sort TEXT NOT NULL,
  line_hash BLOB
, filter TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE refused(
  n INTEGER PRIMARY KEY AUTOINCREMENT,
  change BLOB NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  record BLOB NOT NULL,
  payload TEXT NOT NULL,
  base_values TEXT NOT NULL,
  signature BLOB,
  code TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;
CREATE TABLE sqlite_sequence(name,seq);
CREATE TABLE sync_state(
  one INTEGER PRIMARY KEY CHECK (one = 1),
  epoch BLOB NOT NULL,
  cursor INTEGER NOT NULL,
  pending_round BLOB NOT NULL,
  last_token TEXT NOT NULL,
  witnessed_seq INTEGER NOT NULL,
  witnessed_hash BLOB NOT NULL,
  last_sync INTEGER
) STRICT;
CREATE TABLE typed(name TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE wanted_rendition(sha BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE INDEX file_damaged ON file(sha) WHERE damaged = 1;
CREATE INDEX file_pending ON file(sha) WHERE at_office = 0;
CREATE INDEX kept_by_record ON kept(kind, record);
CREATE INDEX kept_by_seq ON kept(seq);
CREATE INDEX outbox_by_record ON outbox(kind, record, n);
CREATE INDEX outbox_by_state ON outbox(state, n);
CREATE INDEX record_by_filter ON record(kind, filter, deleted, sort, id, parent);
CREATE UNIQUE INDEX record_by_id ON record(kind, id);
CREATE INDEX record_by_parent ON record(kind, parent, deleted, sort, id) WHERE parent IS NOT NULL;
CREATE INDEX record_by_sort ON record(kind, deleted, sort, id, parent);
CREATE INDEX record_deleted ON record(kind, id) WHERE deleted;
CREATE INDEX refused_by_record ON refused(kind, record);
