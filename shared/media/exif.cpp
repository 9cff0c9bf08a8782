#include "shared/media/exif.hpp"

#include <libexif/exif-data.h>

#include <memory>

#include "shared/media/limits.hpp"

namespace khaosan {
namespace {

struct DataRelease {
  void operator()(ExifData* data) const { exif_data_unref(data); }
};
using DataPointer = std::unique_ptr<ExifData, DataRelease>;

constexpr auto gps_latitude_ref = static_cast<ExifTag>(1);
constexpr auto gps_latitude = static_cast<ExifTag>(2);
constexpr auto gps_longitude_ref = static_cast<ExifTag>(3);
constexpr auto gps_longitude = static_cast<ExifTag>(4);

std::string_view text_in(ExifData* data, ExifIfd ifd, ExifTag tag) {
  const ExifEntry* entry = exif_content_get_entry(data->ifd[ifd], tag);
  if (entry == nullptr || entry->format != EXIF_FORMAT_ASCII || entry->data == nullptr) return {};
  const std::string_view text(reinterpret_cast<const char*>(entry->data), entry->size);
  return text.substr(0, text.find('\0'));
}

int orientation_in(ExifData* data) {
  const ExifEntry* entry = exif_content_get_entry(data->ifd[EXIF_IFD_0], EXIF_TAG_ORIENTATION);
  if (entry == nullptr || entry->format != EXIF_FORMAT_SHORT || entry->size < 2) return 1;
  const int value = exif_get_short(entry->data, exif_data_get_byte_order(data));
  return value >= 1 && value <= 8 ? value : 1;
}

// Degrees, minutes and seconds as three fractions, in 1e-7 degrees. Whole numbers only: a coordinate must
// come out the same on every machine.
std::optional<std::int64_t> angle_in(ExifData* data, ExifTag tag) {
  const ExifEntry* entry = exif_content_get_entry(data->ifd[EXIF_IFD_GPS], tag);
  if (entry == nullptr || entry->format != EXIF_FORMAT_RATIONAL || entry->components != 3)
    return std::nullopt;
  if (entry->size < 24) return std::nullopt;
  std::int64_t sum_e7 = 0;
  std::int64_t part_of_degree = 1;
  for (unsigned i = 0; i < 3; ++i, part_of_degree *= 60) {
    const ExifRational part = exif_get_rational(entry->data + i * 8, exif_data_get_byte_order(data));
    if (part.denominator == 0) {
      if (part.numerator == 0 && i > 0) continue;  // "0/0 seconds" is how some phones leave them out
      return std::nullopt;
    }
    const std::int64_t divisor = static_cast<std::int64_t>(part.denominator) * part_of_degree;
    sum_e7 += (static_cast<std::int64_t>(part.numerator) * 10'000'000 + divisor / 2) / divisor;
  }
  return sum_e7;
}

std::optional<std::int32_t> coordinate_in(ExifData* data, ExifTag tag, ExifTag ref_tag, char plus, char minus,
                                          std::int64_t most_e7) {
  const std::string_view ref = text_in(data, EXIF_IFD_GPS, ref_tag);
  const auto angle = angle_in(data, tag);
  if (!angle || *angle > most_e7 || ref.size() != 1 || (ref[0] != plus && ref[0] != minus))
    return std::nullopt;
  return static_cast<std::int32_t>(ref[0] == minus ? -*angle : *angle);
}

std::optional<Place> place_in(ExifData* data) {
  const auto latitude = coordinate_in(data, gps_latitude, gps_latitude_ref, 'N', 'S', 900'000'000);
  const auto longitude = coordinate_in(data, gps_longitude, gps_longitude_ref, 'E', 'W', 1'800'000'000);
  if (!latitude || !longitude) return std::nullopt;
  if (*latitude == 0 && *longitude == 0) return std::nullopt;  // what cameras write when they have no fix
  return Place{*latitude, *longitude};
}

}  // namespace

void read_exif(ByteView tiff, PhotoFacts& facts) {
  if (tiff.empty() || tiff.size() > media_limits::max_exif_bytes) return;
  Bytes block{'E', 'x', 'i', 'f', 0, 0};
  block.insert(block.end(), tiff.begin(), tiff.end());
  const DataPointer data(exif_data_new());
  if (!data) return;
  exif_data_unset_option(data.get(), EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);  // read, do not repair
  exif_data_load_data(data.get(), block.data(), static_cast<unsigned>(block.size()));
  facts.orientation = orientation_in(data.get());
  facts.taken_at = checked_taken_at(text_in(data.get(), EXIF_IFD_EXIF, EXIF_TAG_DATE_TIME_ORIGINAL));
  if (facts.taken_at.empty()) {
    facts.taken_at = checked_taken_at(text_in(data.get(), EXIF_IFD_EXIF, EXIF_TAG_DATE_TIME_DIGITIZED));
  }
  facts.camera_make = checked_camera_text(text_in(data.get(), EXIF_IFD_0, EXIF_TAG_MAKE));
  facts.camera_model = checked_camera_text(text_in(data.get(), EXIF_IFD_0, EXIF_TAG_MODEL));
  facts.place = place_in(data.get());
}

}  // namespace khaosan
