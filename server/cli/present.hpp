// What a command prints for people.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "server/cli/command_line.hpp"

namespace khaosan::server {

enum class Screen { plain, terminal };  // a terminal also gets the QR code

std::string presented(const AdminRequest& request, const nlohmann::json& result, Language language,
                      Screen screen);
std::string restored_text(const nlohmann::json& result, Language language);
// Why it was not done, in Thai and in English, a line each; with --lang en in English alone.
std::string reason(const Refusal& refusal, Language language);
// A check that found something was done, but not well.
int exit_code_of(const AdminRequest& request, const nlohmann::json& result);

}  // namespace khaosan::server
