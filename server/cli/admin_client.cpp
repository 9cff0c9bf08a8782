#include "server/cli/admin_client.hpp"

#include <chrono>
#include <nlohmann/json.hpp>
#include <thread>

#include "server/cli/admin_socket.hpp"
#include "shared/platform/clock.hpp"

namespace khaosan::server {

Result<nlohmann::json> answer_here_or_there(const Path& data_folder, const AdminRequest& request,
                                            const AnswerHere& answer_here) {
  const std::int64_t give_up_ms = monotonic_ms() + folder_wait_ms;
  for (;;) {
    auto here = answer_here(request);
    if (here.ok() || here.refusal().code != Code::store_locked) return here;
    const auto there = ask_running_server(data_folder, admin_request_text(request));
    if (there.ok()) return admin_reply_from_text(*there);
    if (there.refusal().code != Code::server_away) return there.refusal();
    if (monotonic_ms() >= give_up_ms) return here;
    std::this_thread::sleep_for(std::chrono::milliseconds(folder_retry_ms));
  }
}

}  // namespace khaosan::server
