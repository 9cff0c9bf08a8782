// Pictures made for a test: four corners of four colours, and EXIF written by hand.
#pragma once

#include <string>

#include "shared/base/bytes.hpp"
#include "shared/media/photo_facts.hpp"
#include "shared/media/pixels.hpp"

namespace khaosan {

struct Colour {
  int red;
  int green;
  int blue;
};
// The corners as a person sees them.
inline constexpr Colour top_left_colour{220, 30, 30};
inline constexpr Colour top_right_colour{30, 200, 30};
inline constexpr Colour bottom_left_colour{30, 30, 220};
inline constexpr Colour bottom_right_colour{230, 230, 230};

// A quarter each of top left, top right, bottom left, bottom right.
Pixels corners(int width, int height);
// `corners` of that upright size, stored as a camera stores it that writes this orientation.
Pixels stored_for(int orientation, int upright_width, int upright_height);

struct ExifPlan {
  int orientation = 0;  // 0: not written
  std::string taken_at = "2026:11:23 09:54:35";
  std::string make = "โรงเรียน";
  std::string model = "Model 1";
  bool has_place = true;
};
inline constexpr Place planned_place{137'563'308, -1'005'017'778};  // 13°45'22.791" N, 100°30'6.4" W
Bytes exif_tiff(const ExifPlan& plan);

Bytes jpeg_of(const Pixels& pixels, int quality = 90);
Bytes with_exif(const Bytes& jpeg, const Bytes& tiff);
Bytes with_profile(const Bytes& jpeg, const Bytes& icc_profile);
Bytes png_of(const Pixels& pixels, bool interlaced = false);
Bytes png_with_alpha(int width, int height, const Colour& colour, int alpha);
Bytes png_header_only(std::uint32_t width, std::uint32_t height);
Bytes heic_of(const Pixels& pixels, const Bytes& tiff, bool turned_right);  // empty: no encoder here
Bytes display_p3_profile();

Pixels read_back(const Bytes& jpeg);
Colour colour_at(const Pixels& pixels, double across, double down);  // 0..1
bool close_to(const Colour& a, const Colour& b, int tolerance = 24);
bool has_upright_corners(const Pixels& pixels);

}  // namespace khaosan
