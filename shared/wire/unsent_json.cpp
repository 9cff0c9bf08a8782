#include "shared/wire/unsent_json.hpp"

#include <nlohmann/json.hpp>

#include "shared/wire/value_json.hpp"

namespace khaosan {

using nlohmann::json;

json unsent_to_json(const Unsent& unsent) {
  return {{"changes", unsent.changes},
          {"files", unsent.files},
          {"file_bytes", unsent.file_bytes},
          {"oldest_ms", unsent.oldest.unix_ms}};
}

Result<std::optional<Unsent>> unsent_member(const json& object) {
  const auto found = object.find("unsent");
  if (found == object.end()) return std::optional<Unsent>{};
  KHAOSAN_LET(changes, number_member(*found, "changes"));
  KHAOSAN_LET(files, number_member(*found, "files"));
  const std::int64_t file_bytes = number_member_or(*found, "file_bytes", 0);
  if (changes < 0 || files < 0 || file_bytes < 0) return refuse(Code::bad_request, "unsent");
  return std::optional<Unsent>{
      Unsent{changes, files, file_bytes, Instant{number_member_or(*found, "oldest_ms", 0)}}};
}

}  // namespace khaosan
