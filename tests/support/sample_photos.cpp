// Makes up a few pictures of a school event, as cameras would leave them: JPEG with EXIF date, camera and a
// place; every fourth is a HEIC, as telephones make them, where this machine has an encoder (x265). For the
// demo and the end-to-end tests, so that no photo of anybody is ever in the project.
//   sample_photos FOLDER [COUNT [WIDTH HEIGHT]]
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "shared/media/pixels.hpp"
#include "shared/platform/files.hpp"
#include "tests/unit/media/made_pictures.hpp"

using namespace khaosan;

namespace {

constexpr int default_count = 6;
constexpr int every_nth_heic = 4;
constexpr int default_width = 1600;
constexpr int default_height = 1200;

void paint(Pixels& picture, int x, int y, Colour colour) {
  std::uint8_t* pixel = picture.row(y) + static_cast<std::ptrdiff_t>(x) * 3;
  pixel[0] = static_cast<std::uint8_t>(colour.red);
  pixel[1] = static_cast<std::uint8_t>(colour.green);
  pixel[2] = static_cast<std::uint8_t>(colour.blue);
}

Colour mix(Colour a, Colour b, double share) {
  const auto blend = [share](int from, int to) {
    return static_cast<int>(std::lround(from + (to - from) * share));
  };
  return {blend(a.red, b.red), blend(a.green, b.green), blend(a.blue, b.blue)};
}

// A morning sky, hills, a stage and a row of tents; `number` moves the hour, the hills and the colours.
Colour scene(double across, double down, int number) {
  const double hour = 0.15 * number;
  const Colour sky = mix({86, 156, 214}, {250, 226, 190}, std::min(1.0, down * 1.4 + hour * 0.3));
  const double sun = std::hypot((across - 0.15 - 0.12 * number) * 1.33, down - 0.22);
  Colour colour = sun < 0.06 ? Colour{255, 244, 200} : mix({255, 240, 190}, sky, std::min(1.0, sun * 2.2));
  const double far_hill = 0.52 + 0.05 * std::sin(across * 7 + number) + 0.02 * std::sin(across * 19);
  if (down > far_hill) colour = mix({96, 150, 128}, {70, 120, 100}, down);
  const double near_hill = 0.66 + 0.03 * std::sin(across * 4 + 2.0 * number);
  if (down > near_hill) colour = mix({122, 172, 84}, {84, 134, 58}, (down - near_hill) * 3);
  const double tent = std::fmod(across * 6 + 0.37 * number, 1.0);
  if (down > 0.6 && down < 0.78 && std::abs(tent - 0.5) < (down - 0.58) * 1.2) {
    const Colour cloths[] = {{214, 73, 73}, {240, 180, 41}, {64, 120, 192}, {250, 250, 250}};
    colour = cloths[(static_cast<int>(across * 6 + number)) % 4];
  }
  if (across > 0.32 && across < 0.68 && down > 0.8 && down < 0.93) colour = {139, 94, 60};
  return colour;
}

Pixels picture(int number, int width, int height) {
  Pixels pixels(width, height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      paint(pixels, x, y, scene(static_cast<double>(x) / width, static_cast<double>(y) / height, number));
    }
  }
  return pixels;
}

struct Photo {
  std::string name;
  Bytes bytes;
};

Photo photo(int number, int width, int height) {
  ExifPlan plan;
  char taken_at[32];
  std::snprintf(taken_at, sizeof taken_at, "2026:11:23 09:%02d:%02d", (5 + 7 * number) % 60,
                (11 * number) % 60);
  plan.taken_at = taken_at;
  plan.make = "Sample";
  plan.model = "Camera 1";
  const Pixels pixels = picture(number, width, height);
  const Bytes tiff = exif_tiff(plan);
  char stem[32];
  std::snprintf(stem, sizeof stem, "IMG_%04d", number + 1);
  if (number % every_nth_heic == every_nth_heic - 1) {
    if (Bytes heic = heic_of(pixels, tiff, false); !heic.empty())
      return {stem + std::string(".HEIC"), std::move(heic)};
  }
  return {stem + std::string(".jpg"), with_exif(jpeg_of(pixels), tiff)};
}

int number_or(const char* text, int otherwise) {
  const int number = text ? std::atoi(text) : 0;
  return number > 0 ? number : otherwise;
}

}  // namespace

int main(int argc, char* argv[]) {
  if (argc < 2 || argc > 5) {
    std::fputs("usage: sample_photos FOLDER [COUNT [WIDTH HEIGHT]]\n", stderr);
    return 2;
  }
  const Path folder = path_from_utf8(argv[1]);
  const int count = number_or(argc > 2 ? argv[2] : nullptr, default_count);
  const int width = number_or(argc > 3 ? argv[3] : nullptr, default_width);
  const int height = number_or(argc > 4 ? argv[4] : nullptr, default_height);
  Done done = make_folders(folder);
  for (int i = 0; done.ok() && i < count; ++i) {
    const Photo made = photo(i, width, height);
    done = write_file(folder / made.name, made.bytes);
  }
  if (done.ok()) return 0;
  std::fprintf(stderr, "%s\n", done.refusal().english().c_str());
  return 1;
}
