// The front thread: it accepts, shakes hands, reads heads and small bodies, asks for admission, holds idle
// and lingering connections, and hands whole requests to the workers. So a slow peer costs no worker until it
// has shown a whole head, and then only within its slots.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "shared/http/connection.hpp"
#include "shared/http/limits.hpp"
#include "shared/http/worker_pool.hpp"

namespace khaosan::guard {

class Guard {
 public:
  // Serves the request that is in the connection and leaves it idle, lingering or dead. Does not throw.
  using Serve = std::function<void(Connection&)>;
  using Report = std::function<void(const std::string&)>;

  Guard(const GuardLimits& limits, Admit admit, Serve serve, Report report);
  ~Guard();

  void start(Listener listener, SslContextPtr context);  // without TLS when the context is null
  void renew(SslContextPtr context);  // for the connections that come from now on; on any thread
  void
  stop();  // no new requests; those in flight get the grace, then lose their connection; then all is joined
  bool stopping() const { return stopping_; }

 private:
  void run();
  bool finished() const;
  void adopt_returned();
  void adopt(std::unique_ptr<Connection> connection);
  void wait();
  void wait_for_events(std::vector<PollEntry>& entries);
  std::int64_t timeout_ms() const;
  void accept_all();
  void welcome(const Peer& peer);
  bool make_room();
  void step_all(const std::vector<PollEntry>& entries, std::size_t first);
  void advance(std::unique_ptr<Connection>& connection);
  void settle(std::unique_ptr<Connection>& connection);
  void forget(const Connection& connection);
  void expire(Connection& connection);
  void begin_stop();
  void abort_running();

  // Each returns true when the connection came to another phase, false when it waits.
  bool shake_hands(Connection& connection);
  bool read_head(Connection& connection);
  bool read_body(std::unique_ptr<Connection>& connection);
  bool send_answer(Connection& connection);
  bool linger(Connection& connection);

  Io receive_more(Connection& connection);
  bool wait_or_die(Connection& connection, Io io);
  bool take_head(Connection& connection, std::size_t head_end);
  Done judge(Connection& connection);
  bool take_slot(Connection& connection);
  void release_slot(Connection& connection);
  bool hand_over(std::unique_ptr<Connection>& connection);
  bool answer(Connection& connection, const Refusal& refusal);
  void begin_linger(Connection& connection);

  const GuardLimits limits_;
  const Admit admit_;
  const Serve serve_;
  const Report report_;

  Waker waker_;
  Listener listener_;
  std::mutex context_mutex_;
  SslContextPtr context_;
  std::atomic<bool> stopping_{false};
  std::mutex returned_mutex_;
  std::vector<std::unique_ptr<Connection>> returned_;

  // The front thread's own.
  Moment now_{};
  Moment accept_again_{};
  Moment abort_at_{};
  bool stop_begun_ = false;
  std::vector<std::unique_ptr<Connection>> held_;
  std::set<Connection*> running_;  // with a worker
  std::map<std::string, int> address_count_;
  std::map<std::string, int> heavy_of_key_;
  int heavy_count_ = 0;
  int stranger_heavy_count_ = 0;
  std::vector<char> scratch_;

  WorkerPool workers_;
  std::thread thread_;
};

}  // namespace khaosan::guard
