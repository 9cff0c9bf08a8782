// Serves until it is asked to stop.
#pragma once

#include "server/cli/command_line.hpp"

namespace khaosan::server {

// Prints "listening on https://HOST:PORT" once it can be reached. Returns when SIGTERM or SIGINT came and all
// is stopped.
Done serve(const CommandLine& line, const ServeRequest& request);

}  // namespace khaosan::server
