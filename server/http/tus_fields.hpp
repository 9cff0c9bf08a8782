// The headers of tus 1.0, read strictly. Refusals: bad_request with the header's name.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"

namespace khaosan::server {

inline constexpr std::string_view tus_version = "1.0.0";
inline constexpr std::string_view tus_extensions =
    "creation,creation-with-upload,checksum,termination,expiration";
inline constexpr std::string_view tus_content_type = "application/offset+octet-stream";

// Upload-Length, Upload-Offset: digits only.
Result<std::uint64_t> parse_count(std::string_view header, std::string_view name);

// Upload-Metadata: "key base64,key2". What we use of it; the rest is kept and given back as it came.
struct UploadMetadata {
  std::optional<Sha256> sha256;  // key "sha256", in hex
};
Result<UploadMetadata> parse_metadata(std::string_view header);

}  // namespace khaosan::server
