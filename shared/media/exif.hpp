// EXIF by libexif. Called only in the decoding process.
#pragma once

#include "shared/base/bytes.hpp"
#include "shared/media/photo_facts.hpp"

namespace khaosan {

// Reads orientation, time, camera and place from `tiff` (the EXIF block from its "II" or "MM" on) into
// `facts`. What is missing or malformed is left as it was.
void read_exif(ByteView tiff, PhotoFacts& facts);

}  // namespace khaosan
