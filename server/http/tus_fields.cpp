#include "server/http/tus_fields.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "server/http/limits.hpp"
#include "shared/base/trim.hpp"

namespace khaosan::server {
namespace {

constexpr const char* metadata_header = "Upload-Metadata";

bool is_key(std::string_view key) {
  return !key.empty() && std::all_of(key.begin(), key.end(),
                                     [](char sign) { return sign > ' ' && sign < 0x7F && sign != ','; });
}

}  // namespace

Result<std::uint64_t> parse_count(std::string_view header, std::string_view name) {
  std::uint64_t count = 0;
  const auto [end, fault] = std::from_chars(header.data(), header.data() + header.size(), count);
  if (header.empty() || fault != std::errc() || end != header.data() + header.size()) {
    return refuse(Code::bad_request, std::string(name));
  }
  return count;
}

Result<UploadMetadata> parse_metadata(std::string_view header) {
  UploadMetadata metadata;
  if (header.size() > upload_metadata_bytes_max) return refuse(Code::bad_request, metadata_header);
  std::set<std::string_view> seen;
  while (!header.empty()) {
    const auto comma = header.find(',');
    const std::string_view pair = trimmed(header.substr(0, comma), " ");
    header.remove_prefix(comma == std::string_view::npos ? header.size() : comma + 1);
    const auto space = pair.find(' ');
    const std::string_view key = pair.substr(0, space);
    if (!is_key(key) || !seen.insert(key).second) return refuse(Code::bad_request, metadata_header);
    const std::string_view encoded =
        space == std::string_view::npos ? "" : trimmed(pair.substr(space + 1), " ");
    const auto value = from_base64(encoded);
    if (!value.ok()) return refuse(Code::bad_request, metadata_header);
    if (key != "sha256") continue;
    const auto sha = Sha256::parse(text_of(*value));
    if (!sha.ok()) return refuse(Code::bad_request, std::string(metadata_header) + " sha256");
    metadata.sha256 = *sha;
  }
  return metadata;
}

}  // namespace khaosan::server
