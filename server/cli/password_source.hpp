// Where a command's password comes from: KHAOSAN_PASSWORD, or typed twice on a terminal. Never an argument.
#pragma once

#include <string>

#include "server/cli/command_line.hpp"

namespace khaosan::server {

Result<std::string> new_password(Language language);  // password_needed; bad_value: typed differently

}  // namespace khaosan::server
