// The id of the record about a file: derived from its hash, so that the same file is one record on every
// laptop.
#pragma once

#include <string_view>

#include "shared/crypto/sha256.hpp"
#include "shared/sync/ids.hpp"

namespace khaosan {

inline RecordId media_id(std::string_view sha256_hex) {
  return RecordId{uuid_v5(media_name_space, sha256_hex)};
}

inline RecordId media_id(const Sha256& sha) {
  return media_id(sha.hex());
}

}  // namespace khaosan
