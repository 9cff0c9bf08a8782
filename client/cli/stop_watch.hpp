// StopWatch: Ctrl-C and SIGTERM while a long command runs. The command is asked to stop and does so at the
// next step. Where it cannot, because it waits for the network, the process ends after stop_patience_ms: at
// any moment all that was said or answered is on the disk.
#pragma once

#include <atomic>
#include <mutex>
#include <thread>

#include "client/cli/session.hpp"
#include "shared/platform/signals.hpp"

namespace khaosan::client {

inline constexpr std::int64_t stop_patience_ms = 1'000;
inline constexpr std::int64_t stop_look_ms = 50;

enum class Ending { by_itself, by_force };  // what follows when the command does not stop in time

class StopWatch {
 public:
  StopWatch(Session& session, Ending ending);
  ~StopWatch() { over(); }
  StopWatch(const StopWatch&) = delete;
  StopWatch& operator=(const StopWatch&) = delete;

  bool asked() const { return request_.asked(); }
  void over();  // from here on the command answers by itself

 private:
  void look();
  Session& session_;
  StopRequest request_;
  std::atomic<bool> over_{false};
  std::mutex end_;  // held by whoever ends the command
  std::thread looker_;
};

// Says that the command was stopped by hand and what to do next; gives the exit code.
int say_stopped(Session& session, nlohmann::json document = nlohmann::json::object());

}  // namespace khaosan::client
