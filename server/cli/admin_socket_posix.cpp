#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <exception>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "server/cli/admin_request.hpp"
#include "server/cli/admin_socket.hpp"
#include "shared/platform/clock.hpp"

namespace khaosan::server {
namespace {

constexpr std::size_t chunk_bytes = 4096;

int native(const Handle& handle) {
  return static_cast<int>(handle.native());
}

Refusal system_refusal(const std::string& what) {
  return refuse(Code::io_failed, what + ": " + std::strerror(errno));
}

// A socket's address holds about a hundred bytes. A longer path is reached through the open folder.
struct Place {
  sockaddr_un address{};
  Handle folder;
};

Result<Place> place_of(const Path& data_folder) {
  Place place;
  place.address.sun_family = AF_UNIX;
  std::string path = (data_folder / admin_socket_name).string();
  if (path.size() >= sizeof(place.address.sun_path)) {
    place.folder = Handle(::open(data_folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!place.folder.open()) return system_refusal(data_folder.string());
    path = "/proc/self/fd/" + std::to_string(native(place.folder)) + "/" + admin_socket_name;
  }
  std::memcpy(place.address.sun_path, path.c_str(), path.size() + 1);
  return place;
}

Result<Handle> new_socket() {
  Handle made(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!made.open()) return system_refusal("socket");
  return made;
}

bool wait_readable(int socket, std::int64_t deadline_ms) {
  for (;;) {
    const std::int64_t left_ms = deadline_ms - monotonic_ms();
    if (left_ms <= 0) return false;
    pollfd entry{socket, POLLIN, 0};
    const int ready = ::poll(&entry, 1, static_cast<int>(left_ms));
    if (ready > 0) return true;
    if (ready == 0 || errno != EINTR) return false;
  }
}

// Until the other side has said all.
Result<std::string> receive_all(int socket, std::size_t bytes_max, std::int64_t deadline_ms) {
  std::string text;
  std::array<char, chunk_bytes> chunk{};
  for (;;) {
    if (!wait_readable(socket, deadline_ms)) return refuse(Code::too_slow, admin_socket_name);
    const ssize_t got = ::recv(socket, chunk.data(), chunk.size(), 0);
    if (got == 0) return text;
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_refusal("recv");
    if (text.size() + static_cast<std::size_t>(got) > bytes_max) {
      return refuse(Code::too_large, admin_socket_name);
    }
    text.append(chunk.data(), static_cast<std::size_t>(got));
  }
}

Done send_all(int socket, std::string_view text) {
  while (!text.empty()) {
    const ssize_t put = ::send(socket, text.data(), text.size(), MSG_NOSIGNAL);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return system_refusal("send");
    text.remove_prefix(static_cast<std::size_t>(put));
  }
  ::shutdown(socket, SHUT_WR);
  return {};
}

class PosixAdminSocket final : public AdminSocket {
 public:
  PosixAdminSocket(Path path, Handle listener, Handle stop_read, Handle stop_write, Answer answer)
      : path_(std::move(path)),
        listener_(std::move(listener)),
        stop_read_(std::move(stop_read)),
        stop_write_(std::move(stop_write)),
        answer_(std::move(answer)),
        thread_([this] { run(); }) {}

  ~PosixAdminSocket() override {
    stop_write_.close();  // the poll wakes up
    thread_.join();
    listener_.close();
    ::unlink(path_.c_str());
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return running_ == 0; });
  }

 private:
  void run() {
    for (;;) {
      std::array<pollfd, 2> entries{pollfd{native(listener_), POLLIN, 0},
                                    pollfd{native(stop_read_), POLLIN, 0}};
      if (::poll(entries.data(), entries.size(), -1) < 0 && errno != EINTR) return;
      if (entries[1].revents != 0) return;
      if (entries[0].revents == 0) continue;
      Handle caller(::accept4(native(listener_), nullptr, nullptr, SOCK_CLOEXEC));
      if (!caller.open()) continue;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return running_ < admin_conversations_max; });
        ++running_;
      }
      std::thread([this, talking = std::move(caller)]() mutable { talk(std::move(talking)); }).detach();
    }
  }

  // A fault of one request ends that request, not the server.
  std::string answer_to(const std::string& request) {
    try {
      return answer_(request);
    } catch (const std::exception& fault) {
      return admin_reply_text(refuse(Code::internal, fault.what()));
    }
  }

  void talk(Handle caller) {
    const auto request =
        receive_all(native(caller), admin_request_bytes_max, monotonic_ms() + admin_request_deadline_ms);
    // Who is gone before the reply will ask again.
    if (request.ok()) static_cast<void>(send_all(native(caller), answer_to(*request)).ok());
    caller.close();
    const std::lock_guard lock(mutex_);
    --running_;
    changed_.notify_all();
  }

  const Path path_;
  Handle listener_;
  Handle stop_read_;
  Handle stop_write_;
  const Answer answer_;
  std::mutex mutex_;
  std::condition_variable changed_;
  int running_ = 0;
  std::thread thread_;
};

}  // namespace

Result<std::unique_ptr<AdminSocket>> AdminSocket::open(const Path& data_folder, Answer answer) {
  const Path path = data_folder / admin_socket_name;
  KHAOSAN_TRY(remove_file(path));
  KHAOSAN_LET(place, place_of(data_folder));
  KHAOSAN_LET(listener, new_socket());
  const auto* address = reinterpret_cast<const sockaddr*>(&place.address);
  if (::bind(native(listener), address, sizeof(place.address)) != 0) return system_refusal(path.string());
  // Nobody can come in between: connecting fails until it listens.
  if (::chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0) return system_refusal(path.string());
  if (::listen(native(listener), admin_conversations_max) != 0) return system_refusal(path.string());
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return system_refusal("pipe");
  return std::unique_ptr<AdminSocket>(std::make_unique<PosixAdminSocket>(
      path, std::move(listener), Handle(ends[0]), Handle(ends[1]), std::move(answer)));
}

Result<std::string> ask_running_server(const Path& data_folder, const std::string& request) {
  KHAOSAN_LET(place, place_of(data_folder));
  KHAOSAN_LET(caller, new_socket());
  const auto* address = reinterpret_cast<const sockaddr*>(&place.address);
  if (::connect(native(caller), address, sizeof(place.address)) != 0) {
    return refuse(Code::server_away, admin_socket_name);
  }
  KHAOSAN_TRY(send_all(native(caller), request));
  KHAOSAN_LET(reply,
              receive_all(native(caller), admin_reply_bytes_max, monotonic_ms() + admin_reply_deadline_ms));
  if (reply.empty()) return refuse(Code::server_away, admin_socket_name);
  return reply;
}

}  // namespace khaosan::server
