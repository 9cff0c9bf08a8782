// What is remembered of one upload over a restart: the file uploads/ID.json. Where the upload stands is not
// in it: that is the length of its partial.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"

namespace khaosan::server {

struct UploadState {
  std::string id;     // 32 hex digits
  std::string owner;  // key_of() its caller
  std::uint64_t length_bytes = 0;
  std::string metadata;            // as it came
  std::optional<Sha256> expected;  // of the metadata
  std::optional<Sha256> stored;    // finished: the file's name in the store
  Instant used_at;                 // it expires so long after this
};

std::string upload_state_text(const UploadState& state);
Result<UploadState> upload_state_from_text(std::string_view text);

}  // namespace khaosan::server
