// Has a request answered: by the server that runs on the data folder, or here when none does. Either way the
// same desk answers it.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>

#include "server/cli/admin_request.hpp"
#include "shared/platform/files.hpp"

namespace khaosan::server {

// A server that starts or stops holds the folder without answering, for so long at most.
inline constexpr std::int64_t folder_wait_ms = 5'000;
inline constexpr std::int64_t folder_retry_ms = 50;

// Opens the data folder and answers there; store_locked: another process has it.
using AnswerHere = std::function<Result<nlohmann::json>(const AdminRequest&)>;

Result<nlohmann::json> answer_here_or_there(const Path& data_folder, const AdminRequest& request,
                                            const AnswerHere& answer_here);

}  // namespace khaosan::server
