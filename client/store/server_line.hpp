// One line of a pull page, taken apart for its row. Plain lines are read in place; any other one is read as
// JSON, with the same result.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "shared/base/result.hpp"
#include "shared/sync/record.hpp"

namespace khaosan::client {

// Views are into the line, which must outlive it.
struct ServerLine {
  std::string_view raw;
  std::string_view kind;
  RecordId id;
  Seq seq = 0;
  std::string_view older_seqs = "{}";
  Seq delete_seq = 0;
  bool deleted = false;
  bool erased = false;
  bool is_alias = false;
  UserId changed_by;
  Instant changed_at;
  std::string_view fields;
  std::optional<RecordId> parent;
  std::string sort;
  std::string filter;
  std::optional<Sha256> wanted_picture;  // of a media record: a photo or a drawing
  Sha256 hash;
  std::string own_text[3];  // what `kind`, `fields` and `older_seqs` view, if not the line
};

// bad_json, bad_request, bad_id, not_utf8. `line` is filled in place, because it may view itself.
Done read_server_line(std::string_view raw, ServerLine& line);
// Only by the plain way: false if the line is not plain. For read_server_line and its test.
bool read_plain_line(std::string_view raw, ServerLine& line);

}  // namespace khaosan::client
