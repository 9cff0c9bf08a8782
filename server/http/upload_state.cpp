#include "server/http/upload_state.hpp"

#include <nlohmann/json.hpp>

#include "shared/wire/value_json.hpp"

namespace khaosan::server {
namespace {

Result<std::optional<Sha256>> sha_or_none(const nlohmann::json& object, const char* name) {
  const std::string text = text_member_or(object, name, "");
  if (text.empty()) return std::optional<Sha256>();
  KHAOSAN_LET(sha, Sha256::parse(text));
  return std::optional<Sha256>(sha);
}

}  // namespace

std::string upload_state_text(const UploadState& state) {
  return canonical(nlohmann::json{{"id", state.id},
                                  {"owner", state.owner},
                                  {"length", state.length_bytes},
                                  {"metadata", state.metadata},
                                  {"expected", state.expected ? state.expected->hex() : ""},
                                  {"stored", state.stored ? state.stored->hex() : ""},
                                  {"used_at", state.used_at.unix_ms}});
}

Result<UploadState> upload_state_from_text(std::string_view text) {
  KHAOSAN_LET(object, parse_json(text));
  UploadState state;
  KHAOSAN_LET(id, text_member(object, "id"));
  KHAOSAN_LET(owner, text_member(object, "owner"));
  KHAOSAN_LET(length, number_member(object, "length"));
  KHAOSAN_LET(expected, sha_or_none(object, "expected"));
  KHAOSAN_LET(stored, sha_or_none(object, "stored"));
  KHAOSAN_LET(used_at, number_member(object, "used_at"));
  state.id = std::move(id);
  state.owner = std::move(owner);
  state.length_bytes = static_cast<std::uint64_t>(length);
  state.metadata = text_member_or(object, "metadata", "");
  state.expected = expected;
  state.stored = stored;
  state.used_at = Instant{used_at};
  return state;
}

}  // namespace khaosan::server
