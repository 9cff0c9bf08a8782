// Every bound of the office's HTTP interface, in one place. Times are milliseconds, sizes bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

#include "shared/media/limits.hpp"
#include "shared/platform/files.hpp"
#include "shared/wire/sync_json.hpp"

namespace khaosan::server {

// Bodies.
inline constexpr std::uint64_t message_bytes_max = 64 * 1024;  // one JSON message
inline constexpr std::uint64_t push_bytes_max = 8ULL << 20U;   // one compressed push
inline constexpr std::uint64_t preview_bytes_max =
    512ULL * 1024;  // one small rendition: 512 px at quality 82
inline constexpr std::uint64_t shelf_look_bytes_max = 256ULL << 20U;  // read for one answer about originals
inline constexpr std::uint64_t upload_bytes_max = media_limits::max_media_bytes;
inline constexpr std::int64_t message_deadline_ms = 10'000;
inline constexpr std::int64_t push_deadline_ms = 15 * 60 * 1000LL;
inline constexpr std::int64_t upload_deadline_ms = 24 * 3600 * 1000LL;  // 4 GB at a village's speed
static_assert(push_bytes_max >= static_cast<std::uint64_t>(push_page_bytes));

// Guessing: pairing codes and passwords, counted for an address.
inline constexpr int guesses_a_minute_max = 20;
inline constexpr std::int64_t guess_window_ms = 60'000;
inline constexpr std::size_t guess_addresses_max = 10'000;

// Tokens that were good a while ago: their bearers may send large bodies. The handlers ask again each time.
inline constexpr std::int64_t known_token_ms = 10 * 60 * 1000LL;
inline constexpr std::size_t known_tokens_max = 4096;
inline constexpr std::size_t tokens_to_look_up_max = 64;

// Lists.
inline constexpr std::int64_t list_records_default = 500;
inline constexpr std::int64_t list_records_max = 5000;
inline constexpr std::size_t comment_bytes_max = 16 * 1024;

// Uploads.
inline constexpr std::size_t upload_metadata_bytes_max = 4096;
inline constexpr std::uint64_t upload_sync_bytes = 16ULL << 20U;  // synced and shown to HEAD so often
inline constexpr std::uint64_t upload_space_reserve_bytes = 512ULL << 20U;  // left for the store
inline constexpr int quarantine_open_a_caller_max = 20;
inline constexpr std::size_t upload_state_bytes_max = 16 * 1024;

// Bounds that a test may change.
struct UploadLimits {
  std::uint64_t size_bytes_max = upload_bytes_max;
  int open_a_caller_max = 100;
  std::int64_t keep_ms = 7 * 24 * 3600 * 1000LL;  // after the last byte
  std::int64_t touch_ms = 3600 * 1000LL;          // use is written down at most so often
  std::function<Result<std::uint64_t>(const Path&)> free_bytes = free_space_bytes;
};

}  // namespace khaosan::server
