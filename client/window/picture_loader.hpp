// Small renditions for the screens: read and decoded on a thread of their own, made into textures on the
// window's.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "client/ui/pictures.hpp"
#include "shared/media/pixels.hpp"

namespace khaosan::client {

inline constexpr std::size_t pictures_kept_max = 400;  // about 1 MB each in the graphics memory

class PictureLoader : public Pictures {
 public:
  // `wake` is called from its thread when a picture came.
  PictureLoader(std::filesystem::path home, std::function<void()> wake);
  ~PictureLoader() override;
  PictureLoader(const PictureLoader&) = delete;
  PictureLoader& operator=(const PictureLoader&) = delete;

  Picture small(std::string_view sha_hex) override;
  void forget_missing() override;

  void next_frame();  // makes textures of what came, frees what was long not asked for
  bool is_idle();     // nothing is asked for that has not come
  std::uint64_t news_count() const { return came_count_; }  // grows with each picture that came

 private:
  struct Kept {
    Picture picture;
    std::uint64_t used = 0;
  };
  struct Came {
    std::string sha;
    Pixels pixels;  // empty: missing
  };
  void run();

  std::filesystem::path home_;
  std::function<void()> wake_;
  std::unordered_map<std::string, Kept> kept_;  // the window's thread only
  std::uint64_t frame_ = 0;

  std::mutex guard_;
  std::condition_variable news_;
  std::deque<std::string> wanted_;  // the last asked for goes first
  std::vector<Came> came_;
  std::atomic<std::uint64_t> came_count_ = 0;
  bool busy_ = false;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace khaosan::client
