#include "client/window/picture_loader.hpp"

#include <algorithm>

#include "client/store/media_file_desk.hpp"
#include "client/window/gl_textures.hpp"
#include "shared/media/renditions.hpp"

namespace khaosan::client {
namespace {

constexpr std::size_t wanted_max = 200;       // what scrolled away long ago is not worth decoding
constexpr std::size_t textures_a_frame = 12;  // so that no frame waits for many

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
  for (const auto& [sha, kept] : kept_) delete_texture(kept.picture.texture);
}

Picture PictureLoader::small(std::string_view sha_hex) {
  if (sha_hex.empty()) return {Picture::State::missing, 0, {}};
  const auto [found, is_new] = kept_.try_emplace(std::string(sha_hex));
  found->second.used = frame_;
  if (is_new) {
    const std::lock_guard hold(guard_);
    wanted_.emplace_front(sha_hex);
    if (wanted_.size() > wanted_max) {
      kept_.erase(wanted_.back());
      wanted_.pop_back();
    }
    news_.notify_one();
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
  for (const Came& one : came) {
    Kept& kept = kept_[one.sha];
    kept.used = frame_;
    if (one.pixels.width == 0) {
      kept.picture.state = Picture::State::missing;
      continue;
    }
    std::vector<std::uint8_t> rgba;
    const auto count =
        static_cast<std::size_t>(one.pixels.width) * static_cast<std::size_t>(one.pixels.height);
    rgba.resize(count * 4);
    for (std::size_t i = 0; i < count; ++i) {
      rgba[i * 4] = one.pixels.rgb[i * 3];
      rgba[i * 4 + 1] = one.pixels.rgb[i * 3 + 1];
      rgba[i * 4 + 2] = one.pixels.rgb[i * 3 + 2];
      rgba[i * 4 + 3] = 255;
    }
    delete_texture(kept.picture.texture);
    kept.picture = {Picture::State::here,
                    make_texture(rgba, one.pixels.width, one.pixels.height),
                    {static_cast<float>(one.pixels.width), static_cast<float>(one.pixels.height)}};
  }
  if (kept_.size() <= pictures_kept_max) return;
  std::vector<std::pair<std::uint64_t, std::string>> by_age;
  for (const auto& [sha, kept] : kept_) {
    if (kept.picture.state == Picture::State::here && kept.used + 1 < frame_)
      by_age.emplace_back(kept.used, sha);
  }
  std::sort(by_age.begin(), by_age.end());
  for (const auto& [used, sha] : by_age) {
    if (kept_.size() <= pictures_kept_max) break;
    delete_texture(kept_[sha].picture.texture);
    kept_.erase(sha);
  }
}

bool PictureLoader::is_idle() {
  const std::lock_guard hold(guard_);
  return wanted_.empty() && came_.empty() && !busy_;
}

void PictureLoader::run() {
  auto desk = MediaFileDesk::open(home_);
  for (;;) {
    std::string sha;
    {
      std::unique_lock hold(guard_);
      busy_ = false;
      news_.wait(hold, [&] { return stop_ || !wanted_.empty(); });
      if (stop_) return;
      sha = std::move(wanted_.front());
      wanted_.pop_front();
      busy_ = true;
    }
    Came came{sha, {}};
    const auto name = Sha256::parse(sha);
    if (desk.ok() && name.ok()) {
      const auto jpeg = (*desk)->read_small(*name);
      if (jpeg.ok()) {
        if (auto pixels = small_pixels(*jpeg); pixels.ok()) came.pixels = std::move(*pixels);
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
