// What the rest of the room needs of JPEG besides decoding.
#pragma once

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "shared/media/pixels.hpp"

namespace khaosan {

Result<Bytes> encode_jpeg(const Pixels& pixels, int quality);  // JFIF, sRGB, no other segment; internal
// Nothing but what a picture needs to be shown: no EXIF, no profile, no comment, nothing between or after.
// Tells it from the bytes alone, so that it also holds for bytes from a process that is not trusted.
bool is_plain_jpeg(ByteView file);

}  // namespace khaosan
