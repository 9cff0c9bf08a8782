// What a sync and the standing of a laptop look like, apart from the App that tells them.
#pragma once

#include <cstdint>
#include <string>

#include "client/cli/session.hpp"

namespace khaosan::client {

std::string shown_bytes(std::int64_t bytes);  // "34.5 MB"

nlohmann::json sync_document(const SyncReport& report);
nlohmann::json status_document(const StatusReport& status);

// Prints the report. exit_done only when everything is acknowledged both ways and nothing was refused.
int finish_sync(Session& session, const SyncReport& report);

}  // namespace khaosan::client
