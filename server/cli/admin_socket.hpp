// The way from an administrator's command to the server that runs on the same data folder: a local socket in
// that folder, which only the folder's owner can open. One request and one reply a connection.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "shared/platform/files.hpp"

namespace khaosan::server {

inline constexpr const char* admin_socket_name = "admin.sock";
inline constexpr std::size_t admin_request_bytes_max = 64 * 1024;
inline constexpr std::size_t admin_reply_bytes_max = 64U << 20U;
inline constexpr int admin_request_deadline_ms = 5'000;
inline constexpr int admin_reply_deadline_ms = 6 * 3600 * 1000;  // a check reads every file
inline constexpr int admin_conversations_max = 4;

class AdminSocket {
 public:
  // Called on a thread of its own for each request; several may run at once.
  using Answer = std::function<std::string(const std::string& request)>;

  // The caller holds the folder's lock: a socket that lies there is of a server that is gone.
  static Result<std::unique_ptr<AdminSocket>> open(const Path& data_folder, Answer answer);
  virtual ~AdminSocket() = default;  // takes no more, waits for those that run
};

// server_away: nobody listens there.
Result<std::string> ask_running_server(const Path& data_folder, const std::string& request);

}  // namespace khaosan::server
