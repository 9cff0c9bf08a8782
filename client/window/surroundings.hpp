// What happens around the laptop while the window is open: sticks that are plugged in, networks and offices
// that come and go. Its threads sleep until the system wakes them; what is due is looked at when the window
// is awake anyway.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "client/app/auto_sync.hpp"
#include "client/app/worker.hpp"
#include "client/ui/shell.hpp"
#include "client/window/window.hpp"
#include "shared/lan/lan.hpp"
#include "shared/platform/mounts.hpp"

namespace khaosan::client {

class Surroundings {
 public:
  // `wake` is called from its threads.
  Surroundings(const WindowOptions& options, std::function<void()> wake);
  ~Surroundings();
  Surroundings(const Surroundings&) = delete;
  Surroundings& operator=(const Surroundings&) = delete;

  // True: what is to be seen has changed.
  bool look(Shell& shell, Worker& worker, std::int64_t now_ms);

 private:
  bool look_at_sticks(Shell& shell, Worker& worker, std::int64_t now_ms);
  void rescue(Shell& shell, Worker& worker, std::int64_t now_ms);
  bool look_for_offices(Shell& shell, std::int64_t now_ms);
  void sync(Shell& shell, Worker& worker, std::int64_t now_ms);
  Done choose(Shell& shell, const std::filesystem::path& stick, bool chosen);

  std::filesystem::path home_;
  std::optional<Path> sticks_instead_;
  bool may_sync_ = true;
  std::function<void()> wake_;
  std::atomic<bool> sticks_changed_ = true;
  std::atomic<bool> lan_news_ = false;
  std::optional<std::filesystem::path> rescue_stick_;
  std::optional<std::int64_t> rescued_ms_;
  bool rescue_is_new_ = false;  // it was plugged in since the last rescue
  AutoSync auto_sync_;
  std::uint64_t syncs_seen_ = 0;
  std::mutex guard_;
  std::optional<std::vector<OfficeOnLan>> found_;
  std::optional<std::int64_t> asked_ms_;
  std::atomic<bool> asking_ = false;
  std::thread finder_;
  std::unique_ptr<StickWatch> stick_watch_;
  std::unique_ptr<LanWatch> lan_watch_;
};

}  // namespace khaosan::client
