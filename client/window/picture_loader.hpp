// Small renditions for the screens: read and decoded on a thread of their own, made into textures on the
// window's.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "client/ui/pictures.hpp"
#include "shared/media/pixels.hpp"

namespace khaosan::client {

inline constexpr std::size_t pictures_bytes_max = 64'000'000;  // of the graphics memory

class PictureLoader : public Pictures {
 public:
  // `wake` is called from its thread when a picture came.
  PictureLoader(std::filesystem::path home, std::function<void()> wake);
  ~PictureLoader() override;
  PictureLoader(const PictureLoader&) = delete;
  PictureLoader& operator=(const PictureLoader&) = delete;

  Picture small(std::string_view sha_hex, Size shown) override;
  void forget_missing() override;

  void next_frame();  // makes textures of what came, frees what was long not asked for
  bool is_idle();     // nothing is asked for that has not come
  std::uint64_t news_count() const { return came_count_; }  // grows with each picture that came

 private:
  // A picture is kept once for each size at which it is shown.
  struct Key {
    std::string sha;
    int side_px = 0;  // of the shorter side, at least
    auto operator<=>(const Key&) const = default;
  };
  struct Kept {
    Picture picture;
    std::uint64_t used = 0;
    std::size_t bytes = 0;
  };
  struct Came {
    Key key;
    Pixels pixels;  // empty: missing
  };
  void take_in(const Came& came);
  void forget_old();
  void run();

  std::filesystem::path home_;
  std::function<void()> wake_;
  std::map<Key, Kept> kept_;  // the window's thread only
  std::size_t bytes_ = 0;
  std::uint64_t frame_ = 0;

  std::mutex guard_;
  std::condition_variable news_;
  std::deque<Key> wanted_;  // the last asked for goes first
  std::vector<Came> came_;
  std::atomic<std::uint64_t> came_count_ = 0;
  bool busy_ = false;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace khaosan::client
