#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <iostream>
#include <random>
#include <thread>

#include "shared/media/jpeg.hpp"
#include "shared/media/renditions.hpp"
#include "shared/platform/clock.hpp"
#include "shared/platform/files.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/media/made_pictures.hpp"

namespace khaosan {
namespace {

Decoder& the_decoder() {
  static Decoder decoder(
      {0, media_limits::pictures_per_worker, 60'000});  // patient: other tests run beside it
  return decoder;
}

Result<Bytes> small_of(const Bytes& file, const PictureEdit& edit = {}) {
  return the_decoder().small_rendition(MemorySource(file), edit);
}

Result<Bytes> public_of(const Bytes& file, const PictureEdit& edit = {}) {
  return the_decoder().public_copy(MemorySource(file), edit);
}

PhotoFacts facts_of_file(const Bytes& file) {
  const auto facts = the_decoder().facts(MemorySource(file));
  REQUIRE(facts.ok());
  return *facts;
}

Bytes random_bytes(std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  Bytes bytes(count);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
  return bytes;
}

bool holds(const Bytes& file, std::string_view sign) {
  return text_of(file).find(sign) != std::string_view::npos;
}

TEST_CASE("every orientation comes out upright, in both copies") {
  for (int orientation = 1; orientation <= 8; ++orientation) {
    INFO("orientation " << orientation);
    ExifPlan plan;
    plan.orientation = orientation;
    const Bytes file = with_exif(jpeg_of(stored_for(orientation, 1800, 1200)), exif_tiff(plan));
    const PhotoFacts facts = facts_of_file(file);
    CHECK(facts.orientation == orientation);
    CHECK(facts.width_px == 1800);
    CHECK(facts.height_px == 1200);
    const auto small = small_of(file);
    const auto large = public_of(file);
    REQUIRE(small.ok());
    REQUIRE(large.ok());
    const Pixels small_pixels = read_back(*small);
    const Pixels large_pixels = read_back(*large);
    CHECK(small_pixels.width == 512);
    CHECK(small_pixels.height == 341);
    CHECK(large_pixels.width == 1600);
    CHECK(large_pixels.height == 1067);
    CHECK(has_upright_corners(small_pixels));
    CHECK(has_upright_corners(large_pixels));
  }
}

TEST_CASE("facts of a JPEG are read from its EXIF") {
  const PhotoFacts facts = facts_of_file(with_exif(jpeg_of(corners(64, 48)), exif_tiff({})));
  CHECK(facts.type == FileType::jpeg);
  CHECK(facts.taken_at == "2026-11-23 09:54:35");
  CHECK(facts.camera_make == "โรงเรียน");
  CHECK(facts.camera_model == "Model 1");
  REQUIRE(facts.place.has_value());
  CHECK(facts.place->latitude_e7 == planned_place.latitude_e7);
  CHECK(facts.place->longitude_e7 == planned_place.longitude_e7);
}

TEST_CASE("malformed EXIF gives absent facts") {
  ExifPlan plan;
  plan.orientation = 9;
  plan.taken_at = "0000:00:00 00:00:00";
  plan.make = "\x01\x02";
  plan.has_place = false;
  const PhotoFacts facts = facts_of_file(with_exif(jpeg_of(corners(64, 48)), exif_tiff(plan)));
  CHECK(facts.orientation == 1);
  CHECK(facts.taken_at.empty());
  CHECK(facts.camera_make.empty());
  CHECK(facts.camera_model == "Model 1");
  CHECK_FALSE(facts.place.has_value());
  CHECK(facts.width_px == 64);
}

TEST_CASE("no byte of EXIF breaks the reader") {
  const Bytes jpeg = jpeg_of(corners(64, 48));
  const Bytes tiff = exif_tiff({});
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    Bytes damaged = tiff;
    for (int i = 0; i < 4; ++i) damaged[random() % damaged.size()] = static_cast<std::uint8_t>(random());
    if (round % 3 == 0) damaged.resize(random() % damaged.size());
    CHECK(facts_of_file(with_exif(jpeg, damaged)).width_px == 64);
  }
}

TEST_CASE("a public copy carries no metadata") {
  const Bytes file = with_profile(with_exif(jpeg_of(corners(200, 100)), exif_tiff({})), display_p3_profile());
  REQUIRE(holds(file, "Exif"));
  for (const auto& copy : {public_of(file), small_of(file)}) {
    REQUIRE(copy.ok());
    for (const char* sign : {"Exif", "II*", "GPS", "2026:11:23", "Model 1", "ICC_PROFILE", "http"}) {
      CHECK_FALSE(holds(*copy, sign));
    }
    CHECK(is_plain_jpeg(*copy));
  }
}

TEST_CASE("a plain JPEG is told from one with anything more") {
  const Bytes plain = jpeg_of(corners(64, 48));
  CHECK(is_plain_jpeg(plain));
  CHECK_FALSE(is_plain_jpeg(with_exif(plain, exif_tiff({}))));
  CHECK_FALSE(is_plain_jpeg(with_profile(plain, display_p3_profile())));
  Bytes longer = plain;
  longer.push_back(0);
  CHECK_FALSE(is_plain_jpeg(longer));
  CHECK_FALSE(is_plain_jpeg(Bytes(plain.begin(), plain.end() - 1)));
  CHECK_FALSE(is_plain_jpeg({}));
}

TEST_CASE("colours of a phone's profile become those of the web") {
  Pixels pixels(64, 64);
  for (std::size_t i = 0; i < pixels.rgb.size(); i += 3) {
    pixels.rgb[i] = 200;
    pixels.rgb[i + 1] = 100;
    pixels.rgb[i + 2] = 50;
  }
  const Bytes file = jpeg_of(pixels, 98);
  const auto plain = public_of(file);
  const auto converted = public_of(with_profile(file, display_p3_profile()));
  REQUIRE(converted.ok());
  CHECK(close_to(colour_at(read_back(*plain), 0.5, 0.5), {200, 100, 50}, 3));
  CHECK(close_to(colour_at(read_back(*converted), 0.5, 0.5), {215, 93, 31}, 3));  // by the published matrix
}

TEST_CASE("a recorded edit is applied to the upright picture: turn, then crop") {
  ExifPlan plan;
  plan.orientation = 6;
  const Bytes file = with_exif(jpeg_of(stored_for(6, 400, 300)), exif_tiff(plan));
  PictureEdit edit;
  edit.rotate_quarter_turns = 1;  // the left side comes to the top
  const auto turned = public_of(file, edit);
  REQUIRE(turned.ok());
  const Pixels pixels = read_back(*turned);
  CHECK(pixels.width == 300);
  CHECK(pixels.height == 400);
  CHECK(close_to(colour_at(pixels, 0.1, 0.1), bottom_left_colour));
  CHECK(close_to(colour_at(pixels, 0.9, 0.1), top_left_colour));
  edit.crop = {5'000, 0, 5'000, 5'000};
  const auto part = public_of(file, edit);
  REQUIRE(part.ok());
  const Pixels quarter = read_back(*part);
  CHECK(quarter.width == 150);
  CHECK(quarter.height == 200);
  CHECK(close_to(colour_at(quarter, 0.1, 0.1), top_left_colour));
  CHECK(close_to(colour_at(quarter, 0.9, 0.9), top_left_colour));
  edit.rotate_quarter_turns = -3;
  CHECK(public_of(file, edit).value() == *part);
  for (const CropRect& bad : {CropRect{0, 0, 0, 1}, CropRect{-1, 0, 5, 5}, CropRect{9'000, 0, 1'001, 5}}) {
    CHECK(public_of(file, {0, bad}).refusal().code == Code::bad_value);
  }
}

TEST_CASE("a crop of a large picture keeps its own pixels") {
  const Bytes file = jpeg_of(corners(6000, 4000), 60);
  const auto part = public_of(file, {0, {0, 0, 2'500, 2'500}});
  REQUIRE(part.ok());
  CHECK(read_back(*part).width == 1500);  // not enlarged, and not decoded too small
}

TEST_CASE("PNG: plain, interlaced and transparent") {
  for (const bool interlaced : {false, true}) {
    const Bytes file = png_of(corners(1300, 900), interlaced);
    const PhotoFacts facts = facts_of_file(file);
    CHECK(facts.type == FileType::png);
    CHECK(facts.width_px == 1300);
    const auto small = small_of(file);
    REQUIRE(small.ok());
    CHECK(read_back(*small).width == 512);
    CHECK(has_upright_corners(read_back(*small)));
  }
  const auto clear = small_of(png_with_alpha(40, 30, {0, 0, 0}, 51));
  REQUIRE(clear.ok());
  CHECK(read_back(*clear).width == 40);
  CHECK(close_to(colour_at(read_back(*clear), 0.5, 0.5), {204, 204, 204}, 3));
}

TEST_CASE("HEIC is turned once, by its decoder, and has its EXIF read") {
  ExifPlan plan;
  plan.orientation = 6;  // phones write both; applying it too would turn the picture twice
  const Bytes file = heic_of(stored_for(6, 600, 400), exif_tiff(plan), true);
  if (file.empty()) {
    WARN("skipped: no HEVC encoder on this system");
    return;
  }
  const PhotoFacts facts = facts_of_file(file);
  CHECK(facts.type == FileType::heic);
  CHECK(facts.orientation == 1);
  CHECK(facts.width_px == 600);
  CHECK(facts.height_px == 400);
  CHECK(facts.taken_at == "2026-11-23 09:54:35");
  CHECK(facts.place.has_value());
  const auto small = small_of(file);
  REQUIRE(small.ok());
  CHECK(read_back(*small).width == 512);
  CHECK(has_upright_corners(read_back(*small)));
}

TEST_CASE("a truncated JPEG is unreadable, a sloppy end is not") {
  const Bytes file = jpeg_of(corners(800, 600));
  const Bytes half(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(file.size() / 2));
  CHECK(small_of(half).refusal().code == Code::picture_unreadable);
  CHECK(public_of(half).refusal().code == Code::picture_unreadable);
  CHECK(facts_of_file(half).width_px == 800);
  Bytes sloppy(file.begin(), file.end() - 2);
  sloppy.insert(sloppy.end(), {0, 0, 0, 0xFF, 0xD9, 1, 2, 3});
  CHECK(small_of(sloppy).ok());
}

TEST_CASE("what is no picture is kept plain") {
  const Bytes noise = random_bytes(5'000, 1);
  CHECK(facts_of_file(noise) == PhotoFacts{});
  CHECK(small_of(noise).refusal().code == Code::picture_unreadable);
  CHECK(small_of({}).refusal().code == Code::file_empty);
  CHECK(facts_of_file({}) == PhotoFacts{});
  const auto taken = the_decoder().take_in(MemorySource(noise));
  REQUIRE(taken.ok());
  CHECK_FALSE(taken->small_rendition.has_value());
}

TEST_CASE("a picture with a good beginning and noise after it is refused, whatever the format") {
  for (Bytes file :
       {jpeg_of(corners(300, 200)), png_of(corners(300, 200)), heic_of(corners(300, 200), {}, false)}) {
    if (file.empty()) continue;
    const Bytes noise = random_bytes(file.size(), 3);
    std::copy(noise.begin() + 200, noise.end(), file.begin() + 200);
    const auto small = small_of(file);
    if (!small) CHECK(small.refusal().code == Code::picture_unreadable);
    facts_of_file(file);
  }
}

TEST_CASE("bombs are refused from the header, at once") {
  Bytes jpeg = jpeg_of(corners(64, 48));
  const auto frame = text_of(jpeg).find("\xFF\xC0");
  REQUIRE(frame != std::string_view::npos);
  for (std::size_t i = 5; i < 9; ++i) jpeg[frame + i] = 0xFF;  // 65535 x 65535
  const std::vector<Bytes> bombs{png_header_only(100'000, 100'000), png_header_only(50'000, 50'000), jpeg};
  REQUIRE(small_of(jpeg_of(corners(64, 48))).ok());  // a worker is up
  for (const Bytes& bomb : bombs) {
    std::int64_t best_ms = 1'000;  // of several: other programs may hold the processor for one
    for (int round = 0; round < 10; ++round) {
      const std::int64_t before_ms = monotonic_ms();
      CHECK(small_of(bomb).refusal().code == Code::picture_too_large);
      best_ms = std::min(best_ms, monotonic_ms() - before_ms);
    }
    CHECK(best_ms < 50);
    CHECK(public_of(bomb).refusal().code == Code::picture_too_large);
    CHECK(facts_of_file(bomb).width_px > 0);
  }
}

TEST_CASE("a worker that crashes or hangs is replaced") {
  DecoderOptions options;
  options.workers = 1;
  options.deadline_ms = 1'500;
  Decoder decoder(options);
  const Bytes file = jpeg_of(corners(64, 48));
  const auto works = [&] { return decoder.small_rendition(MemorySource(file)).ok(); };
  CHECK(works());
  CHECK(decoder.provoke(WorkerFault::crash).refusal().code == Code::picture_unreadable);
  CHECK(decoder.counts().workers_killed == 1);
  CHECK(works());
  const std::int64_t before_ms = monotonic_ms();
  CHECK(decoder.provoke(WorkerFault::hang).refusal().code == Code::overloaded);
  CHECK(monotonic_ms() - before_ms >= 1'500);
  CHECK(monotonic_ms() - before_ms < 10'000);
  CHECK(works());
  CHECK(decoder.counts().workers_started == 3);
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST_CASE("a worker that eats memory answers for the file alone") {
  DecoderOptions options;
  options.workers = 1;
  options.deadline_ms = 60'000;  // touching all that memory takes its time on a busy machine
  Decoder decoder(options);
  const Bytes file = jpeg_of(corners(64, 48));
  CHECK(decoder.provoke(WorkerFault::exhaust_memory).refusal().code == Code::picture_too_large);
  CHECK(decoder.small_rendition(MemorySource(file)).ok());
  CHECK(decoder.counts().worker_peak_memory_bytes < media_limits::worker_address_space_bytes);
  CHECK(decoder.counts().workers_started == 1);
}
#endif

TEST_CASE("a worker that only computes is stopped by its share of processor time") {
  Decoder decoder({1, 1, 60'000});
  CHECK(decoder.provoke(WorkerFault::spin).refusal().code == Code::picture_unreadable);
  CHECK(decoder.counts().workers_killed == 1);
}

TEST_CASE("a worker can open nothing and start nothing") {
  const auto probe = the_decoder().provoke(WorkerFault::probe_sandbox);
  REQUIRE(probe.ok());
  if (!probe->filtered) {
    WARN("built without libseccomp: only resource limits apply");
    return;
  }
  CHECK_FALSE(probe->opened_a_file);
  CHECK_FALSE(probe->made_a_socket);
  CHECK_FALSE(probe->started_a_process);
  CHECK_FALSE(probe->mapped_code);
}

TEST_CASE("workers are renewed after their share of pictures") {
  DecoderOptions options;
  options.workers = 1;
  options.pictures_per_worker = 3;
  Decoder decoder(options);
  const Bytes file = jpeg_of(corners(64, 48));
  for (int i = 0; i < 7; ++i) CHECK(decoder.small_rendition(MemorySource(file)).ok());
  CHECK(decoder.counts().workers_started == 3);
  CHECK(decoder.counts().workers_killed == 0);
  CHECK(decoder.counts().pictures == 7);
}

TEST_CASE("many threads share few workers") {
  DecoderOptions options;
  options.workers = 2;
  Decoder decoder(options);
  const Bytes file = jpeg_of(corners(640, 480));
  std::atomic<int> good{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 5; ++round)
        good += decoder.take_in(MemorySource(file))->small_rendition.has_value();
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(good == 40);
  CHECK(decoder.counts().workers_started == 2);
}

TEST_CASE("facts and a small rendition come in one go") {
  const auto taken =
      the_decoder().take_in(MemorySource(with_exif(jpeg_of(corners(900, 600)), exif_tiff({}))));
  REQUIRE(taken.ok());
  CHECK(taken->facts.camera_model == "Model 1");
  REQUIRE(taken->small_rendition.has_value());
  CHECK(read_back(*taken->small_rendition).width == 512);
}

TEST_CASE("the type comes from the content") {
  const auto type_of = [](std::string_view head) { return detect_type(view_of(head)); };
  CHECK(type_of("%PDF-1.7\n%....") == FileType::pdf);
  CHECK(type_of("RIFF\x10\x20\x30\x40WAVEfmt ") == FileType::wav);
  CHECK(type_of("RIFF\x10\x20\x30\x40WEBPVP8 ") == FileType::other);
  CHECK(type_of("ID3\x04\x01\x01\x01\x01\x01\x01TIT2") == FileType::mp3);
  CHECK(type_of(std::string_view("\0\0\0\x20"
                                 "ftypisom\0\0\2\0isom",
                                 20)) == FileType::mp4);
  CHECK(type_of(std::string_view("\0\0\0\x14"
                                 "ftypqt  \0\0\2\0qt  ",
                                 20)) == FileType::mov);
  CHECK(type_of(std::string_view("\0\0\0\x14"
                                 "ftypM4A \0\0\2\0M4A ",
                                 20)) == FileType::m4a);
  CHECK(type_of(std::string_view("\0\0\0\x18"
                                 "ftypmif1\0\0\0\0mif1heic",
                                 24)) == FileType::heic);
  CHECK(type_of("<svg xmlns=\"http://www.w3.org/2000/svg\">") == FileType::other);
  Bytes mp3(417 + 4);
  for (const std::size_t at : {std::size_t{0}, std::size_t{417}}) {
    mp3[at] = 0xFF;
    mp3[at + 1] = 0xFB;
    mp3[at + 2] = 0x90;
  }
  CHECK(detect_type(mp3) == FileType::mp3);
  mp3[417] = 0;
  CHECK(detect_type(mp3) == FileType::other);
  CHECK(mime_type_of(FileType::heic) == "image/heic");
  CHECK(name_of(FileType::other) == "other");
}

// Real camera files are not part of the project: the environment names them where there are some.
Path photos_folder() {
  const char* named = std::getenv("KHAOSAN_PHOTOS_DIR");
  return named == nullptr ? Path() : Path(named);
}

struct SamplePhoto {
  const char* name;
  int width_px;
  int height_px;
  int orientation;
  const char* taken_at;
  const char* model;
};

TEST_CASE("real cameras' photos") {
  const Path folder = photos_folder();
  if (!file_exists(folder)) {
    std::cout << "skipped: the sample photos are not here (" << folder.string() << ")\n";
    return;
  }
  for (const SamplePhoto& sample :
       {SamplePhoto{"Canon_40D.jpg", 100, 68, 1, "2008-05-30 15:56:01", "Canon EOS 40D"},
        SamplePhoto{"DSCN0010.jpg", 640, 480, 1, "2008-10-22 16:28:39", "COOLPIX P6000"},
        SamplePhoto{"HMD_Nokia_8.3_5G.jpg", 4608, 1976, 1, "2022-08-14 14:12:31", "Nokia 8.3 5G"},
        SamplePhoto{"iphone_13_pro_max.HEIC", 3024, 4032, 1, "2022-02-16 12:55:41", "iPhone 13 Pro Max"},
        SamplePhoto{"landscape_6.jpg", 600, 450, 6, "", ""},
        SamplePhoto{"portrait_8.jpg", 450, 600, 8, "", ""}}) {
    INFO(sample.name);
    const auto bytes = read_file(folder / sample.name, 16 << 20);
    REQUIRE(bytes.ok());
    const auto taken = the_decoder().take_in(MemorySource(*bytes));
    REQUIRE(taken.ok());
    CHECK(taken->facts.width_px == sample.width_px);
    CHECK(taken->facts.height_px == sample.height_px);
    CHECK(taken->facts.orientation == sample.orientation);
    CHECK(taken->facts.taken_at == sample.taken_at);
    CHECK(taken->facts.camera_model == sample.model);
    const bool has_place = std::string_view(sample.name) == "DSCN0010.jpg";
    CHECK(taken->facts.place == (has_place ? std::optional(Place{434'674'484, 118'851'266}) : std::nullopt));
    REQUIRE(taken->small_rendition.has_value());
    const Pixels small = read_back(*taken->small_rendition);
    CHECK((small.width > small.height) == (sample.width_px > sample.height_px));
    const auto copy = public_of(*bytes);
    REQUIRE(copy.ok());
    CHECK(is_plain_jpeg(*copy));
    CHECK_FALSE(holds(*copy, "Exif"));
  }
}

}  // namespace
}  // namespace khaosan
