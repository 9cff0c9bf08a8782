// 24 MP JPEG to 512 px: through the pool of decoding processes, against the plain use of the library in this
// process (scaled decode) and against a full decode. The three take turns; medians and their ratios are
// printed.
#include <turbojpeg.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "shared/media/jpeg.hpp"
#include "shared/media/pixels.hpp"
#include "shared/media/renditions.hpp"

using namespace khaosan;

namespace {

constexpr int rounds = 15;

// Smooth ground with grain on it, which compresses about as a photo does.
Bytes made_photo(int width, int height) {
  Pixels pixels(width, height);
  std::minstd_rand random(1);
  for (int y = 0; y < height; ++y) {
    std::uint8_t* pixel = pixels.row(y);
    for (int x = 0; x < width * 3; ++x) {
      pixel[x] = static_cast<std::uint8_t>((x / 40 + y / 23) % 200 + static_cast<int>(random() % 24));
    }
  }
  return encode_jpeg(pixels, 88).value();
}

Pixels decode_at(const Bytes& file, tjscalingfactor scale) {
  tjhandle handle = tjInitDecompress();
  int width = 0;
  int height = 0;
  int sampling = 0;
  int colours = 0;
  tjDecompressHeader3(handle, file.data(), file.size(), &width, &height, &sampling, &colours);
  Pixels pixels(TJSCALED(width, scale), TJSCALED(height, scale));
  tjDecompress2(handle, file.data(), file.size(), pixels.rgb.data(), pixels.width, 0, pixels.height, TJPF_RGB,
                0);
  tjDestroy(handle);
  return pixels;
}

double took_ms(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

int main(int argc, char* argv[]) {
  if (argc > 1 && std::string(argv[1]) == decode_worker_argument) return decode_worker_main();
  const Bytes file = made_photo(6000, 4000);
  DecoderOptions options;
  options.workers = 1;
  Decoder decoder(options);
  std::size_t made_bytes = 0;
  const auto pool = [&] { made_bytes += decoder.small_rendition(MemorySource(file)).value().size(); };
  const auto scaled = [&] { made_bytes += encode_jpeg(decode_at(file, {1, 8}), 82).value().size(); };
  const auto full = [&] { made_bytes += encode_jpeg(decode_at(file, {1, 1}), 82).value().size(); };
  const double first_ms = took_ms(pool);  // starts the process
  std::vector<double> pool_ms;
  std::vector<double> scaled_ms;
  std::vector<double> full_ms;
  for (int round = 0; round < rounds; ++round) {
    pool_ms.push_back(took_ms(pool));
    scaled_ms.push_back(took_ms(scaled));
    full_ms.push_back(took_ms(full));
  }
  const double yardstick_ms = median(scaled_ms);
  std::printf("24 MP JPEG, %.1f MB, to 512 px, medians of %d\n", static_cast<double>(file.size()) / 1e6,
              rounds);
  std::printf("decoder pool   %7.1f ms  %.2f\n", median(pool_ms), median(pool_ms) / yardstick_ms);
  std::printf("scaled decode  %7.1f ms  1.00\n", yardstick_ms);
  std::printf("full decode    %7.1f ms  %.2f\n", median(full_ms), median(full_ms) / yardstick_ms);
  std::printf("first picture of a process %.1f ms; its memory %.1f MB at most\n", first_ms,
              static_cast<double>(decoder.counts().worker_peak_memory_bytes) / 1e6);
  return made_bytes == 0 ? 1 : 0;
}
