// Every bound of this room, with its reason.
#pragma once

#include <cstddef>
#include <cstdint>

namespace khaosan::media_limits {

// Files.
inline constexpr std::uint64_t max_media_bytes = 4ULL << 30;  // one file: two hours of phone video
inline constexpr std::size_t copy_chunk_bytes = 1 << 20;
inline constexpr std::size_t type_head_bytes = 4096;  // what the content type is told from
inline constexpr std::size_t max_partial_name_signs = 64;

// Pictures, as found in their header. Larger ones are kept but not decoded.
inline constexpr std::int64_t max_picture_pixels = 100'000'000;
inline constexpr int max_picture_side_px = 65'500;             // what a JPEG can hold
inline constexpr std::uint64_t max_picture_bytes = 128 << 20;  // sent to the decoding process
inline constexpr std::size_t max_exif_bytes = 1 << 20;
inline constexpr std::size_t max_icc_bytes = 1 << 20;
inline constexpr std::size_t max_camera_text_bytes = 64;

// What is made of them.
inline constexpr int small_side_px = 512;
inline constexpr int public_side_px = 1600;
inline constexpr int small_quality = 82;
inline constexpr int public_quality = 88;
inline constexpr std::size_t max_answer_bytes = 8 << 20;  // from the decoding process, which is not trusted

// The decoding process. A 12 MP HEIC was decoded within 200 MB of address space; larger ones need more.
inline constexpr std::uint64_t worker_address_space_bytes = 512ULL << 20;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr int slowness = 5;  // of a program that watches itself
#else
inline constexpr int slowness = 1;
#endif
// Rounded up by at most one: endless work ends before the deadline.
inline constexpr int picture_cpu_seconds = 3 * slowness;
inline constexpr int picture_deadline_ms = 15'000;
inline constexpr int worker_start_deadline_ms = 10'000;
// Then a fresh one: bounds leaks, and what a subverted one can do.
inline constexpr int pictures_per_worker = 64;
inline constexpr int max_workers = 64;

}  // namespace khaosan::media_limits
