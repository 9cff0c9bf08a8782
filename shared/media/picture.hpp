// Opening and decoding foreign pictures, whatever their format. Called only in the decoding process.
#pragma once

#include <string>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "shared/media/photo_facts.hpp"
#include "shared/media/pixels.hpp"

namespace khaosan {

// What a format's reader finds before any pixel is decoded. The stored size is that of the rows in the file.
struct PictureHead {
  int stored_width_px = 0;
  int stored_height_px = 0;
  Bytes exif_tiff;                 // empty: none
  Bytes icc_profile;               // empty: none
  bool turned_by_decoder = false;  // EXIF orientation must not be applied again
};

// Decoded at a scale of at least `least_scale` (0..1) of the stored size, as the format allows without waste.
// picture_unreadable; picture_too_large.
Result<PictureHead> jpeg_head(ByteView file);
Result<Pixels> decode_jpeg(ByteView file, double least_scale);
Result<PictureHead> png_head(ByteView file);
Result<Pixels> decode_png(ByteView file, double least_scale);
Result<PictureHead> heic_head(ByteView file);
Result<Pixels> decode_heic(ByteView file, double least_scale);
void warm_up_heic();  // loads the codecs, which a sandboxed process could not

Result<PictureHead> picture_head(ByteView file, FileType type);
// picture_too_large by the header's size, before anything is decoded.
Done check_picture_size(std::int64_t width_px, std::int64_t height_px);
Result<Pixels> decode_picture(ByteView file, FileType type, double least_scale);
PhotoFacts facts_of(const PictureHead& head, FileType type);

// The whole number of source pixels that may become one at this scale.
int shrink_factor(double least_scale);

}  // namespace khaosan
