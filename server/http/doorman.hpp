// Doorman: under which bounds a request may come in, from its head alone. It runs on the server's front
// thread, so it knows only what it has in memory: the tokens that were good a while ago.
//
// Who sends a large body without a known token is not turned away for good: the token is looked up on a
// thread of the doorman's own, and the answer is "try again" (503 with Retry-After).
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "shared/http/message.hpp"

namespace khaosan::server {

// Begins the key of a laptop that was shut out: it opens the quarantine alone, and nothing else does.
inline constexpr std::string_view shut_out_key_prefix = "shut-out:";

class Doorman {
 public:
  // Gives the key of the caller whose Authorization this is; called on the doorman's thread.
  using LookUp = std::function<Result<std::string>(const std::string& authorization)>;
  explicit Doorman(LookUp look_up);
  ~Doorman();
  Doorman(const Doorman&) = delete;
  Doorman& operator=(const Doorman&) = delete;

  RequestPolicy admit(const RequestHead& head);
  void remember(std::string_view authorization, const std::string& account_key);
  void forget(std::string_view authorization);

 private:
  struct Known {
    std::string account_key;
    std::int64_t until_ms = 0;
  };
  std::optional<std::string> known_key(const Sha256& token);
  bool ask_for(std::string_view authorization);
  void run();

  const LookUp look_up_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<Sha256, Known> known_;
  std::deque<std::string> to_look_up_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace khaosan::server
