#include "client/window/picture_loader.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "client/store/media_file_desk.hpp"
#include "client/window/gl_textures.hpp"
#include "shared/media/renditions.hpp"

namespace khaosan::client {
namespace {

constexpr std::size_t wanted_max = 200;       // what scrolled away long ago is not worth decoding
constexpr std::size_t textures_a_frame = 12;  // so that no frame waits for many

// The steps in which sizes are kept, so that a window that is drawn wider does not read all anew.
constexpr std::array<int, 7> sides_px = {96, 128, 192, 256, 384, 512, 768};
constexpr int side_whole_px = 1 << 16;

int side_for(Size shown) {
  const float longer = std::max(shown.width, shown.height);
  const auto step = std::find_if(sides_px.begin(), sides_px.end(),
                                 [&](int side) { return static_cast<float>(side) >= longer; });
  return step == sides_px.end() ? side_whole_px : *step;
}

// Made smaller until its shorter side has so many pixels.
Pixels covering(Pixels from, int side_px) {
  const int shorter = std::min(from.width, from.height);
  if (shorter <= side_px) return from;
  const auto part = static_cast<double>(side_px) / shorter;
  return shrink_to(from, static_cast<int>(std::lround(from.width * part)),
                   static_cast<int>(std::lround(from.height * part)));
}

}  // namespace

PictureLoader::PictureLoader(std::filesystem::path home, std::function<void()> wake)
    : home_(std::move(home)), wake_(std::move(wake)) {
  thread_ = std::thread([this] { run(); });
}

PictureLoader::~PictureLoader() {
  {
    const std::lock_guard hold(guard_);
    stop_ = true;
  }
  news_.notify_all();
  thread_.join();
  for (const auto& [key, kept] : kept_) delete_texture(kept.picture.texture);
}

Picture PictureLoader::small(std::string_view sha_hex, Size shown) {
  if (sha_hex.empty()) return {Picture::State::missing, 0, {}};
  const Key key{std::string(sha_hex), side_for(shown)};
  const auto [found, is_new] = kept_.try_emplace(key);
  found->second.used = frame_;
  if (is_new) {
    const std::lock_guard hold(guard_);
    wanted_.push_front(key);
    if (wanted_.size() > wanted_max) {
      kept_.erase(wanted_.back());
      wanted_.pop_back();
    }
    news_.notify_one();
  }
  if (found->second.picture.state != Picture::State::coming) return found->second.picture;
  // Another size of it, until the right one is here.
  for (auto other = kept_.lower_bound({key.sha, 0}); other != kept_.end() && other->first.sha == key.sha;
       ++other) {
    if (other->second.picture.state == Picture::State::here) return other->second.picture;
  }
  return found->second.picture;
}

void PictureLoader::forget_missing() {
  std::erase_if(kept_, [](const auto& one) { return one.second.picture.state == Picture::State::missing; });
}

void PictureLoader::next_frame() {
  ++frame_;
  std::vector<Came> came;
  {
    const std::lock_guard hold(guard_);
    const std::size_t count = std::min(came_.size(), textures_a_frame);
    came.assign(std::make_move_iterator(came_.begin()),
                std::make_move_iterator(came_.begin() + static_cast<std::ptrdiff_t>(count)));
    came_.erase(came_.begin(), came_.begin() + static_cast<std::ptrdiff_t>(count));
    if (!came_.empty()) ++came_count_, wake_();
  }
  for (const Came& one : came) take_in(one);
  forget_old();
}

void PictureLoader::take_in(const Came& came) {
  Kept& kept = kept_[came.key];
  kept.used = frame_;
  const Pixels& from = came.pixels;
  if (from.width == 0) {
    kept.picture.state = Picture::State::missing;
    return;
  }
  std::vector<std::uint8_t> rgba;
  const auto count = static_cast<std::size_t>(from.width) * static_cast<std::size_t>(from.height);
  rgba.resize(count * 4);
  for (std::size_t i = 0; i < count; ++i) {
    rgba[i * 4] = from.rgb[i * 3];
    rgba[i * 4 + 1] = from.rgb[i * 3 + 1];
    rgba[i * 4 + 2] = from.rgb[i * 3 + 2];
    rgba[i * 4 + 3] = 255;
  }
  delete_texture(kept.picture.texture);
  bytes_ += rgba.size() - kept.bytes;
  kept.bytes = rgba.size();
  kept.picture = {Picture::State::here,
                  make_texture(rgba, from.width, from.height),
                  {static_cast<float>(from.width), static_cast<float>(from.height)}};
}

void PictureLoader::forget_old() {
  if (bytes_ <= pictures_bytes_max) return;
  std::vector<std::pair<std::uint64_t, const Key*>> by_age;
  for (const auto& [key, kept] : kept_) {
    if (kept.picture.state == Picture::State::here && kept.used + 1 < frame_)
      by_age.emplace_back(kept.used, &key);
  }
  std::sort(by_age.begin(), by_age.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [used, key] : by_age) {
    if (bytes_ <= pictures_bytes_max) break;
    const auto found = kept_.find(*key);
    delete_texture(found->second.picture.texture);
    bytes_ -= found->second.bytes;
    kept_.erase(found);
  }
}

bool PictureLoader::is_idle() {
  const std::lock_guard hold(guard_);
  return wanted_.empty() && came_.empty() && !busy_;
}

void PictureLoader::run() {
  auto desk = MediaFileDesk::open(home_);
  for (;;) {
    Key key;
    {
      std::unique_lock hold(guard_);
      busy_ = false;
      news_.wait(hold, [&] { return stop_ || !wanted_.empty(); });
      if (stop_) return;
      key = std::move(wanted_.front());
      wanted_.pop_front();
      busy_ = true;
    }
    Came came{key, {}};
    const auto name = Sha256::parse(key.sha);
    if (desk.ok() && name.ok()) {
      const auto jpeg = (*desk)->read_small(*name);
      if (jpeg.ok()) {
        if (auto pixels = small_pixels(*jpeg); pixels.ok())
          came.pixels = covering(std::move(*pixels), key.side_px);
      }
    }
    {
      const std::lock_guard hold(guard_);
      came_.push_back(std::move(came));
      ++came_count_;
    }
    wake_();
  }
}

}  // namespace khaosan::client
