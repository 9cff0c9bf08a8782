// What a picture says about itself. Everything comes from foreign bytes and is checked before it is a fact;
// what is missing or malformed is absent, never guessed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/media/file_type.hpp"

namespace khaosan {

// In units of 1e-7 degrees; north and east are positive.
struct Place {
  std::int32_t latitude_e7 = 0;   // -900,000,000 … 900,000,000
  std::int32_t longitude_e7 = 0;  // -1,800,000,000 … 1,800,000,000
  auto operator<=>(const Place&) const = default;
};

struct PhotoFacts {
  FileType type = FileType::other;
  int width_px = 0;  // as it is seen, that is upright; 0: not a picture, or its header cannot be read
  int height_px = 0;
  int orientation = 1;   // EXIF 1..8: how the stored rows must be turned. 1 for HEIC: its decoder turns it
  std::string taken_at;  // "YYYY-MM-DD HH:MM:SS" of the camera's clock, without a zone; empty: unknown
  std::string camera_make;
  std::string camera_model;
  std::optional<Place> place;
  auto operator<=>(const PhotoFacts&) const = default;
};

// A date and time as EXIF ("YYYY:MM:DD HH:MM:SS") or as PhotoFacts writes it, in the latter form; a year over
// 2400 is พ.ศ. Empty if it is none.
std::string checked_taken_at(std::string_view text);
// UTF-8 without control characters and outer spaces, cut to max_camera_text_bytes; empty if it is not UTF-8.
std::string checked_camera_text(std::string_view text);
// `facts` as a process that is not trusted gave them, with all that is out of range made absent.
PhotoFacts checked_facts(PhotoFacts facts);

}  // namespace khaosan
