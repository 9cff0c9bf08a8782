// Colour profiles. Phones write Display P3, some cameras Adobe RGB; without its profile such a picture looks
// pale, so copies that carry no profile are converted to sRGB first.
#pragma once

#include "shared/base/bytes.hpp"
#include "shared/media/pixels.hpp"

namespace khaosan {

// Converts from the ICC profile to sRGB. Profiles of the matrix kind only, which is what cameras and phones
// write; any other, a malformed or an empty one leaves the pixels as they are.
void convert_to_srgb(Pixels& pixels, ByteView icc_profile);

}  // namespace khaosan
