// Sticks and cards: what a person plugged in, as far as the system shows it as a folder.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "shared/platform/files.hpp"

namespace khaosan {

// Mount points below /media, /run/media and /mnt in the text of /proc/self/mounts.
std::vector<Path> sticks_in(std::string_view mounts);

// What is plugged in now. `instead`: the folders in this one are the sticks; for tests, and for systems that
// mount elsewhere.
std::vector<Path> plugged_sticks(const std::optional<Path>& instead = std::nullopt);

// Tells in a thread of its own, which sleeps until the system wakes it, that something was plugged in or out.
class StickWatch {
 public:
  static Result<std::unique_ptr<StickWatch>> start(const std::optional<Path>& instead,
                                                   std::function<void()> tell);
  ~StickWatch();
  StickWatch(const StickWatch&) = delete;
  StickWatch& operator=(const StickWatch&) = delete;

 private:
  struct State;
  explicit StickWatch(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace khaosan
