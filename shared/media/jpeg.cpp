#include "shared/media/jpeg.hpp"

#include <turbojpeg.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <string_view>

#include "shared/media/limits.hpp"
#include "shared/media/picture.hpp"

namespace khaosan {
namespace {

constexpr std::string_view exif_sign{"Exif\0\0", 6};
constexpr std::string_view icc_sign{"ICC_PROFILE\0", 12};
constexpr std::uint8_t start_of_scan = 0xDA;
constexpr std::uint8_t end_of_image = 0xD9;

struct Segment {
  std::uint8_t marker = 0;
  ByteView content;
};

// Walks the segments from the start of the file to the first scan.
class Segments {
 public:
  explicit Segments(ByteView file) : file_(file) {}

  // False at the scan, at the end and where the file makes no sense.
  bool next(Segment& segment) {
    while (at_ + 4 <= file_.size() && file_[at_] == 0xFF) {
      const std::uint8_t marker = file_[at_ + 1];
      if (marker == 0xFF) {  // padding
        ++at_;
        continue;
      }
      const std::size_t length = static_cast<std::size_t>(file_[at_ + 2]) << 8U | file_[at_ + 3];
      if (marker == end_of_image || length < 2 || length > file_.size() - at_ - 2) return false;
      segment = {marker, file_.subspan(at_ + 4, length - 2)};
      at_ += 2 + length;
      return marker != start_of_scan;
    }
    return false;
  }
  std::size_t position() const { return at_; }

 private:
  ByteView file_;
  std::size_t at_ = 2;
};

bool is_frame(std::uint8_t marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

// A profile comes in numbered pieces, in any order.
void add_profile_piece(ByteView content, std::map<int, ByteView>& pieces) {
  if (content.size() < icc_sign.size() + 2 || !text_of(content).starts_with(icc_sign)) return;
  pieces.emplace(content[icc_sign.size()], content.subspan(icc_sign.size() + 2));
}

Bytes joined(const std::map<int, ByteView>& pieces) {
  Bytes profile;
  for (const auto& [number, piece] : pieces) {
    if (profile.size() + piece.size() > media_limits::max_icc_bytes) return {};
    profile.insert(profile.end(), piece.begin(), piece.end());
  }
  return profile;
}

struct HandleRelease {
  void operator()(void* handle) const { tjDestroy(handle); }
};
using TurboHandle = std::unique_ptr<void, HandleRelease>;

Refusal turbo_refusal(void* handle) {
  return refuse(Code::picture_unreadable, tjGetErrorStr2(handle));
}

// Cameras that end their data sloppily are common and harmless; a picture cut short is not a picture.
bool is_harmless(void* handle) {
  if (tjGetErrorCode(handle) != TJERR_WARNING) return false;
  const std::string_view text = tjGetErrorStr2(handle);
  return text.find("extraneous bytes") != std::string_view::npos ||
         text.find("JFIF") != std::string_view::npos || text.find("Adobe") != std::string_view::npos;
}

// The smallest of the decoder's scales (eighths) that is not under `least_scale`.
tjscalingfactor scale_for(double least_scale) {
  for (int eighths = 1; eighths < 8; ++eighths) {
    if (eighths / 8.0 >= least_scale) return {eighths, 8};
  }
  return {1, 1};
}

// Ink to light. Adobe's files, which are the ones that exist, store it inverted already.
Pixels without_black(const Bytes& cmyk, int width, int height) {
  Pixels pixels(width, height);
  for (std::size_t i = 0; i < static_cast<std::size_t>(width) * height; ++i) {
    for (std::size_t channel = 0; channel < 3; ++channel) {
      pixels.rgb[i * 3 + channel] = static_cast<std::uint8_t>(cmyk[i * 4 + channel] * cmyk[i * 4 + 3] / 255);
    }
  }
  return pixels;
}

}  // namespace

Result<PictureHead> jpeg_head(ByteView file) {
  PictureHead head;
  std::map<int, ByteView> profile_pieces;
  Segments segments(file);
  Segment segment;
  while (segments.next(segment)) {
    const ByteView content = segment.content;
    if (is_frame(segment.marker) && content.size() >= 6 && head.stored_width_px == 0) {
      head.stored_height_px = content[1] << 8U | content[2];
      head.stored_width_px = content[3] << 8U | content[4];
    } else if (segment.marker == 0xE1 && head.exif_tiff.empty() && text_of(content).starts_with(exif_sign)) {
      head.exif_tiff.assign(content.begin() + exif_sign.size(), content.end());
    } else if (segment.marker == 0xE2) {
      add_profile_piece(content, profile_pieces);
    }
  }
  if (head.stored_width_px == 0 || head.stored_height_px == 0)
    return refuse(Code::picture_unreadable, "no frame");
  head.icc_profile = joined(profile_pieces);
  return head;
}

Result<Pixels> decode_jpeg(ByteView file, double least_scale) {
  const TurboHandle handle(tjInitDecompress());
  if (!handle) return refuse(Code::internal, "tjInitDecompress");
  int width = 0;
  int height = 0;
  int sampling = 0;
  int colours = 0;
  const auto size = static_cast<unsigned long>(file.size());
  if (tjDecompressHeader3(handle.get(), file.data(), size, &width, &height, &sampling, &colours) != 0 &&
      !is_harmless(handle.get())) {
    return turbo_refusal(handle.get());
  }
  KHAOSAN_TRY(check_picture_size(width, height));  // what the decoder will use, not what our own walk found
  const tjscalingfactor scale = scale_for(least_scale);
  width = TJSCALED(width, scale);
  height = TJSCALED(height, scale);
  const bool has_black = colours == TJCS_CMYK || colours == TJCS_YCCK;
  Bytes out(static_cast<std::size_t>(width) * height * (has_black ? 4 : 3));
  // The accurate transform costs little at these scales; a limit on scans stops progressive bombs.
  if (tjDecompress2(handle.get(), file.data(), size, out.data(), width, 0, height,
                    has_black ? TJPF_CMYK : TJPF_RGB, TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS) != 0 &&
      !is_harmless(handle.get())) {
    return turbo_refusal(handle.get());
  }
  if (has_black) return without_black(out, width, height);
  Pixels pixels;
  pixels.width = width;
  pixels.height = height;
  pixels.rgb = std::move(out);
  return pixels;
}

Result<Bytes> encode_jpeg(const Pixels& pixels, int quality) {
  const TurboHandle handle(tjInitCompress());
  if (!handle) return refuse(Code::internal, "tjInitCompress");
  unsigned char* out = nullptr;
  unsigned long size = 0;
  const int result = tjCompress2(handle.get(), pixels.rgb.data(), pixels.width, 0, pixels.height, TJPF_RGB,
                                 &out, &size, TJSAMP_420, quality, TJFLAG_ACCURATEDCT);
  const std::unique_ptr<unsigned char, void (*)(unsigned char*)> release(out, tjFree);
  if (result != 0) return refuse(Code::internal, tjGetErrorStr2(handle.get()));
  return Bytes(out, out + size);
}

bool is_plain_jpeg(ByteView file) {
  if (file.size() < 4 || file[0] != 0xFF || file[1] != 0xD8) return false;
  constexpr std::array<std::uint8_t, 6> needed{0xE0, 0xDB, 0xC0, 0xC4, 0xDD, 0xC2};
  constexpr std::size_t jfif_bytes = 14;  // without a preview inside
  Segments segments(file);
  Segment segment;
  while (segments.next(segment)) {
    if (std::find(needed.begin(), needed.end(), segment.marker) == needed.end()) return false;
    const bool is_jfif = text_of(segment.content).starts_with("JFIF") && segment.content.size() == jfif_bytes;
    if (segment.marker == 0xE0 && !is_jfif) return false;
  }
  if (segment.marker != start_of_scan) return false;
  // In the scan a 0xFF is followed by 0 or is a restart mark, up to the end mark, which ends the file.
  for (std::size_t at = segments.position(); at + 1 < file.size(); ++at) {
    if (file[at] != 0xFF) continue;
    const std::uint8_t mark = file[at + 1];
    if (mark == end_of_image) return at + 2 == file.size();
    if (mark != 0 && (mark < 0xD0 || mark > 0xD7)) return false;
  }
  return false;
}

}  // namespace khaosan
