#include "client/store/migrations.hpp"

#include <array>

namespace khaosan::client {
namespace {

// Ids and hashes are blobs; fields, bases and payloads are canonical JSON; instants are Unix milliseconds.
constexpr std::string_view first_store = R"sql(
-- What pairing settled, and where the laptop stands: one row each.
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
CREATE TABLE id_clock(
  one INTEGER PRIMARY KEY CHECK (one = 1),
  last INTEGER NOT NULL,
  counter INTEGER NOT NULL
) STRICT;
CREATE TABLE local_user(
  id BLOB PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  sealed_secret BLOB NOT NULL,
  public_key BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Current: what the user sees. line_hash is the SHA-256 of the server's line; null while the server has
-- never told of the record.
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
) STRICT;
CREATE UNIQUE INDEX record_by_id ON record(kind, id);
CREATE INDEX record_by_parent ON record(kind, parent, sort, id) WHERE parent IS NOT NULL;
CREATE INDEX record_by_sort ON record(kind, sort, id);
-- The server's last line of a record that has changes in the outbox.
CREATE TABLE base_record(
  kind TEXT NOT NULL,
  id BLOB NOT NULL,
  line TEXT NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT;
-- Sums of the line hashes of a kind.
CREATE TABLE digest(
  kind TEXT PRIMARY KEY,
  high INTEGER NOT NULL,
  low INTEGER NOT NULL,
  count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Own changes in the order they were written. state: 0 open, 1 sealed, 2 acknowledged with seq. sha is of
-- the payload, once sealed.
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
) STRICT;
CREATE INDEX outbox_by_record ON outbox(kind, record, n);
CREATE INDEX outbox_by_state ON outbox(state, n);
-- Whole, with the reason; leaves only by the user's act.
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
CREATE INDEX refused_by_record ON refused(kind, record);
-- Acknowledged changes, until a verified backup of the server holds them.
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
CREATE INDEX kept_by_record ON kept(kind, record);

-- Originals of this laptop. at_office: the office has answered with this very hash.
CREATE TABLE file(
  sha BLOB PRIMARY KEY,
  size_bytes INTEGER NOT NULL,
  name TEXT NOT NULL,
  at_office INTEGER NOT NULL,
  upload_url TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX file_pending ON file(sha) WHERE at_office = 0;
CREATE TABLE wanted_rendition(sha BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
)sql";

// Lists are counted and narrowed in an index alone. `filter` is the value of the kind's filter field.
constexpr std::string_view lists_by_index_and_typed = R"sql(
ALTER TABLE record ADD COLUMN filter TEXT NOT NULL DEFAULT '';
UPDATE record SET filter = coalesce(json_extract(fields, '$.status'), 'draft') WHERE kind = 'news';
UPDATE record SET filter = coalesce(json_extract(fields, '$.settled'), '') WHERE kind = 'conflict';
DROP INDEX record_by_parent;
DROP INDEX record_by_sort;
CREATE INDEX record_by_parent ON record(kind, parent, deleted, sort, id) WHERE parent IS NOT NULL;
CREATE INDEX record_by_sort ON record(kind, deleted, sort, id, parent);
CREATE INDEX record_by_filter ON record(kind, filter, deleted, sort, id, parent);
CREATE INDEX record_deleted ON record(kind, id) WHERE deleted;
-- What was typed into a form that is not handed over yet, by the form's own name. Never leaves the laptop.
CREATE TABLE typed(name TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID;
)sql";

// After the office was restored from a backup. What had been answered is offered again: was_seq is what the
// lost journal had given it; `settled` says that what is shown holds it already.
constexpr std::string_view offered_again = R"sql(
ALTER TABLE outbox ADD COLUMN was_seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN settled INTEGER NOT NULL DEFAULT 0;
-- Records as they were in the part of the journal that the office lost, until it tells of them again.
CREATE TABLE lost_record(
  kind TEXT NOT NULL,
  id BLOB NOT NULL,
  line TEXT NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
)sql";

// on_stick: what the last bundle on a USB stick holds, so that this laptop is not the only place of it.
// foreign_record: shown as another laptop shared it, until the office tells of it.
constexpr std::string_view sticks_and_shares = R"sql(
ALTER TABLE outbox ADD COLUMN on_stick INTEGER NOT NULL DEFAULT 0;
ALTER TABLE file ADD COLUMN on_stick INTEGER NOT NULL DEFAULT 0;
CREATE TABLE foreign_record(
  kind TEXT NOT NULL,
  id BLOB NOT NULL,
  device BLOB NOT NULL,
  made_at INTEGER NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
)sql";

// damaged: its bytes are not what its hash says. small_sent: the office has its small rendition.
constexpr std::string_view damaged_and_small = R"sql(
ALTER TABLE file ADD COLUMN damaged INTEGER NOT NULL DEFAULT 0;
ALTER TABLE file ADD COLUMN small_sent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE file ADD COLUMN taken_ms INTEGER NOT NULL DEFAULT 0;
CREATE INDEX file_damaged ON file(sha) WHERE damaged = 1;
)sql";

// A round drops what a backup holds; without a backup it must not read all that was ever sent to see it.
constexpr std::string_view kept_by_seq = R"sql(
CREATE INDEX kept_by_seq ON kept(seq);
)sql";

// erased_record: told again to an office that was restored. erased_file: to be removed from the folder.
constexpr std::string_view erasures = R"sql(
CREATE TABLE erased_record(kind TEXT NOT NULL, id BLOB NOT NULL, PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID;
CREATE TABLE erased_file(sha BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
)sql";

constexpr std::array steps = {Migration{1, first_store},       Migration{2, lists_by_index_and_typed},
                              Migration{3, offered_again},     Migration{4, sticks_and_shares},
                              Migration{5, damaged_and_small}, Migration{6, kept_by_seq},
                              Migration{7, erasures}};

}  // namespace

std::span<const Migration> migrations() {
  return steps;
}

}  // namespace khaosan::client
