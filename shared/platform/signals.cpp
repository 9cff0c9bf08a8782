#include "shared/platform/signals.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>

#include "shared/platform/clock.hpp"

namespace khaosan {
namespace {

std::atomic<bool> stop_asked{false};
int pipe_ends[2] = {-1, -1};  // a handler may only write to a pipe, not wake a condition

void note_stop(int) {
  const int saved = errno;
  stop_asked.store(true);
  const char sign = 1;
  if (::write(pipe_ends[1], &sign, 1) < 0) errno = 0;  // a full pipe already wakes every waiter
  errno = saved;
}

void set_handler(int signal_number, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  ::sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART | static_cast<int>(SA_RESETHAND);  // the second signal ends the process
  ::sigaction(signal_number, &action, nullptr);
}

}  // namespace

StopRequest::StopRequest() {
  stop_asked.store(false);
  if (::pipe2(pipe_ends, O_CLOEXEC | O_NONBLOCK) != 0) return;
  set_handler(SIGTERM, note_stop);
  set_handler(SIGINT, note_stop);
}

StopRequest::~StopRequest() {
  set_handler(SIGTERM, SIG_DFL);
  set_handler(SIGINT, SIG_DFL);
  for (int& end : pipe_ends) {
    if (end >= 0) ::close(end);
    end = -1;
  }
}

bool StopRequest::asked() const {
  return stop_asked.load();
}

bool StopRequest::wait(std::int64_t timeout_ms) const {
  const std::int64_t end_ms = monotonic_ms() + timeout_ms;
  while (!asked()) {
    const std::int64_t left_ms = timeout_ms < 0 ? -1 : end_ms - monotonic_ms();
    if (timeout_ms >= 0 && left_ms <= 0) return false;
    pollfd readable{pipe_ends[0], POLLIN, 0};
    ::poll(&readable, 1, static_cast<int>(left_ms > 60'000 ? 60'000 : left_ms));
  }
  return true;
}

void StopRequest::ask() {
  note_stop(0);
}

}  // namespace khaosan
