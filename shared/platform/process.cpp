#include "shared/platform/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>

#include "shared/platform/clock.hpp"

namespace khaosan {
namespace {

constexpr int channel_buffer_bytes = 1 << 20;  // fewer turns between the two processes for a whole picture
constexpr int wait_step_ms = 2;
constexpr int first_foreign_fd = 3;

Refusal child_refusal(const char* what, int error) {
  return refuse(Code::io_failed, std::string(what) + ": " + std::strerror(error));
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

// What the child gets: the channel as 0 and 1, standard error or nothing as 2, and no other open file.
class SpawnActions {
 public:
  SpawnActions(int channel, bool keeps_error_output) {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawn_file_actions_adddup2(&actions_, channel, STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions_, channel, STDOUT_FILENO);
    if (!keeps_error_output) {
      ::posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    }
#if defined(__GLIBC__) && defined(__GLIBC_PREREQ)
#if __GLIBC_PREREQ(2, 34)
    ::posix_spawn_file_actions_addclosefrom_np(&actions_, first_foreign_fd);
#endif
#endif
  }
  ~SpawnActions() {
    ::posix_spawn_file_actions_destroy(&actions_);
  }
  SpawnActions(const SpawnActions&) = delete;
  SpawnActions& operator=(const SpawnActions&) = delete;
  const posix_spawn_file_actions_t* get() const {
    return &actions_;
  }

 private:
  posix_spawn_file_actions_t actions_{};
};

// Signals that the parent blocks or ignores act as usual in the child.
class SpawnAttributes {
 public:
  SpawnAttributes() {
    ::posix_spawnattr_init(&attributes_);
    sigset_t none;
    sigset_t all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setsigdefault(&attributes_, &all);
    ::posix_spawnattr_setpgroup(&attributes_, 0);  // Ctrl-C in the terminal is for the parent to handle
    ::posix_spawnattr_setflags(&attributes_,
                               POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }
  ~SpawnAttributes() { ::posix_spawnattr_destroy(&attributes_); }
  SpawnAttributes(const SpawnAttributes&) = delete;
  SpawnAttributes& operator=(const SpawnAttributes&) = delete;
  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_{};
};

// True once `fd` is ready (or its other end is gone), false at the deadline.
bool wait_ready(int fd, short events, std::int64_t deadline_ms) {
  for (;;) {
    const std::int64_t left_ms = deadline_ms - monotonic_ms();
    if (left_ms <= 0) return false;
    pollfd watched{fd, events, 0};
    const int count = ::poll(&watched, 1, static_cast<int>(std::min<std::int64_t>(left_ms, 60'000)));
    if (count > 0) return true;
    if (count < 0 && errno != EINTR) return false;
  }
}

bool would_wait(int error) {
  return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

ChildEnd end_from(int status) {
  ChildEnd end;
  if (WIFSIGNALED(status)) {
    end.signal_number = WTERMSIG(status);
  } else {
    end.exit_code = WEXITSTATUS(status);
  }
  return end;
}

}  // namespace

ChildProcess::ChildProcess(std::int64_t process_id, Handle channel)
    : process_id_(process_id), channel_(std::move(channel)) {}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : process_id_(std::exchange(other.process_id_, 0)),
      channel_(std::move(other.channel_)),
      end_(other.end_) {}

ChildProcess::~ChildProcess() {
  if (process_id_ == 0 || end_) return;
  kill();
  while (::waitpid(static_cast<pid_t>(process_id_), nullptr, 0) < 0 && errno == EINTR) {
  }
}

Result<ChildProcess> ChildProcess::start_self(const ChildOptions& options) {
  int ends[2] = {-1, -1};
  // A socket pair, not pipes: writing to a dead child must not raise SIGPIPE in us.
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    return child_refusal("socketpair", errno);
  Handle ours(ends[0]);
  const Handle theirs(ends[1]);
  ::setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &channel_buffer_bytes, sizeof channel_buffer_bytes);
  ::setsockopt(ends[1], SOL_SOCKET, SO_SNDBUF, &channel_buffer_bytes, sizeof channel_buffer_bytes);
  ::fcntl(ends[0], F_SETFL, O_NONBLOCK);

  const SpawnActions actions(ends[1], options.keeps_error_output);
  const SpawnAttributes attributes;
  std::vector<std::string> arguments{"khaosan"};
  arguments.insert(arguments.end(), options.arguments.begin(), options.arguments.end());
  std::vector<std::string> environment = options.environment;
  pid_t process_id = 0;
  // The link, not the path behind it: it is right even when the file was replaced by an upgrade.
  const int error = ::posix_spawn(&process_id, "/proc/self/exe", actions.get(), attributes.get(),
                                  pointers_to(arguments).data(), pointers_to(environment).data());
  if (error != 0) return child_refusal("posix_spawn", error);
  return ChildProcess(process_id, std::move(ours));
}

Channel ChildProcess::send(ByteView bytes, std::int64_t deadline_ms) {
  const int fd = static_cast<int>(channel_.native());
  while (!bytes.empty()) {
    const ssize_t count = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count >= 0) {
      bytes = bytes.subspan(static_cast<std::size_t>(count));
    } else if (!would_wait(errno)) {
      return Channel::closed;
    } else if (!wait_ready(fd, POLLOUT, deadline_ms)) {
      return Channel::late;
    }
  }
  return Channel::done;
}

Channel ChildProcess::receive(std::span<std::uint8_t> into, std::int64_t deadline_ms) {
  const int fd = static_cast<int>(channel_.native());
  while (!into.empty()) {
    const ssize_t count = ::recv(fd, into.data(), into.size(), 0);
    if (count > 0) {
      into = into.subspan(static_cast<std::size_t>(count));
    } else if (count == 0 || !would_wait(errno)) {
      return Channel::closed;
    } else if (!wait_ready(fd, POLLIN, deadline_ms)) {
      return Channel::late;
    }
  }
  return Channel::done;
}

void ChildProcess::end_input() {
  ::shutdown(static_cast<int>(channel_.native()), SHUT_WR);
}

void ChildProcess::close_channel() {
  channel_.close();
}

std::optional<ChildEnd> ChildProcess::wait(std::int64_t deadline_ms) {
  while (!end_) {
    int status = 0;
    const pid_t id = ::waitpid(static_cast<pid_t>(process_id_), &status, WNOHANG);
    if (id > 0) {
      end_ = end_from(status);
    } else if (id < 0 && errno != EINTR) {
      end_ = ChildEnd{};  // someone else took its end; it is gone all the same
    } else if (monotonic_ms() >= deadline_ms) {
      return std::nullopt;
    } else {
      ::poll(nullptr, 0, wait_step_ms);
    }
  }
  return end_;
}

void ChildProcess::kill() {
  if (process_id_ != 0 && !end_) ::kill(static_cast<pid_t>(process_id_), SIGKILL);
}

void ChildProcess::allow_cpu_seconds(int seconds) {
  clockid_t clock{};
  timespec used{};
  const auto id = static_cast<pid_t>(process_id_);
  if (::clock_getcpuclockid(id, &clock) != 0 || ::clock_gettime(clock, &used) != 0) return;
  rlimit limit{};
  if (::prlimit(id, RLIMIT_CPU, nullptr, &limit) != 0) return;
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, static_cast<rlim_t>(used.tv_sec + 1 + seconds));
  ::prlimit(id, RLIMIT_CPU, &limit, nullptr);
}

std::uint64_t ChildProcess::peak_memory_bytes() const {
  std::ifstream status("/proc/" + std::to_string(process_id_) + "/status");
  std::string line;
  while (std::getline(status, line)) {
    if (line.starts_with("VmHWM:")) return std::strtoull(line.c_str() + 6, nullptr, 10) * 1024;
  }
  return 0;
}

bool read_from_parent(std::span<std::uint8_t> into) {
  while (!into.empty()) {
    const ssize_t count = ::read(STDIN_FILENO, into.data(), into.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    into = into.subspan(static_cast<std::size_t>(count));
  }
  return true;
}

bool write_to_parent(ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  return true;
}

void end_child(int exit_code) {
  ::_exit(exit_code);
}

}  // namespace khaosan
