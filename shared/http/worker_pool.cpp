#include "shared/http/worker_pool.hpp"

#include <system_error>

namespace khaosan::guard {

WorkerPool::WorkerPool(int workers_max, std::size_t queue_max, Work work)
    : workers_max_(static_cast<std::size_t>(workers_max)), queue_max_(queue_max), work_(std::move(work)) {}

WorkerPool::~WorkerPool() {
  stop();
}

bool WorkerPool::submit(std::unique_ptr<Connection>& connection) {
  const std::lock_guard lock(mutex_);
  if (stopping_ || queue_.size() >= queue_max_) return false;
  if (idle_ <= queue_.size() && threads_.size() < workers_max_) {
    try {
      threads_.emplace_back([this] { run(); });
    } catch (const std::system_error&) {
      if (threads_.empty()) return false;  // with others at work the request can wait for them
    }
  }
  queue_.push_back(std::move(connection));
  changed_.notify_one();
  return true;
}

void WorkerPool::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void WorkerPool::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    ++idle_;
    changed_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
    --idle_;
    if (queue_.empty()) return;
    std::unique_ptr<Connection> connection = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    work_(std::move(connection));
    lock.lock();
  }
}

}  // namespace khaosan::guard
