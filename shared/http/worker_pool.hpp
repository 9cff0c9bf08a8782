// Threads that serve requests, made when first needed, and the bounded queue in front of them.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "shared/http/connection.hpp"

namespace khaosan::guard {

class WorkerPool {
 public:
  using Work = std::function<void(std::unique_ptr<Connection>)>;
  WorkerPool(int workers_max, std::size_t queue_max, Work work);
  ~WorkerPool();

  bool submit(std::unique_ptr<Connection>& connection);  // false, and not taken: the queue is full
  void stop();                                           // serves what is queued, then joins

 private:
  void run();

  const std::size_t workers_max_;
  const std::size_t queue_max_;
  const Work work_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::unique_ptr<Connection>> queue_;
  std::vector<std::thread> threads_;
  std::size_t idle_ = 0;
  bool stopping_ = false;
};

}  // namespace khaosan::guard
