// Finding the office on the local network, by UDP multicast over IPv4 and IPv6 on every network that is up,
// the loopback too.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/lan/lan_message.hpp"

namespace khaosan {

struct FoundOffice {
  LanOffice office;
  std::string
      host;  // the address that answered, with its scope where it needs one: "10.0.0.5", "fe80::1%eth0"
};

inline constexpr std::int64_t find_wait_ms = 700;
inline constexpr std::size_t found_offices_max = 32;

// Asks, and waits so long for answers. Empty where nobody answered or multicast is blocked.
std::vector<FoundOffice> find_offices(std::int64_t wait_ms = find_wait_ms);

// The server's side: answers questions until it ends, in a thread of its own. It announces itself once at the
// start, so that laptops that wait need not ask again and again. Over lan_answers_per_second it is silent.
inline constexpr int lan_answers_per_second = 50;

class LanResponder {
 public:
  // `host` is what the server listens on: on the loopback it answers there alone. io_failed.
  static Result<std::unique_ptr<LanResponder>> start(const LanOffice& office, const std::string& host);
  ~LanResponder();
  LanResponder(const LanResponder&) = delete;
  LanResponder& operator=(const LanResponder&) = delete;

 private:
  struct State;
  explicit LanResponder(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Tells, in a thread of its own that sleeps until the system wakes it, when an address of this machine came
// or went, and when an office announces itself.
class LanWatch {
 public:
  enum class News { network_changed, office_announced };
  static Result<std::unique_ptr<LanWatch>> start(std::function<void(News)> tell);
  ~LanWatch();
  LanWatch(const LanWatch&) = delete;
  LanWatch& operator=(const LanWatch&) = delete;
  std::uint64_t wakeups() const;  // of its thread since the start

 private:
  struct State;
  explicit LanWatch(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

bool has_network();  // an address beside the loopback's

}  // namespace khaosan
