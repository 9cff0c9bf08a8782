// Standard error, where progress is shown.
#pragma once

namespace khaosan::client {

bool error_output_is_terminal();

}  // namespace khaosan::client
