// What an administrator asks for on the command line, and how it travels to a running server: one JSON object
// each way.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"

namespace khaosan::server {

enum class AdminVerb {
  user_add,
  user_list,
  user_disable,
  user_enable,
  user_password,
  user_roles,
  pair,
  devices,
  devices_revoke,
  token,
  token_list,
  token_revoke,
  clock,
  clock_confirm,
  check,
  backup,
  restore_state,
  restore_go_on,
  bundle_read,
  quarantine,
  quarantine_take,
  quarantine_drop,
  erase
};

struct AdminRequest {
  AdminVerb verb = AdminVerb::check;
  std::string user;
  std::string display_name;
  std::vector<std::string> roles;
  std::string password;  // never on a command line: asked for, or from KHAOSAN_PASSWORD
  std::string url;
  std::string device;
  std::int64_t days = 0;             // a token is good for, or a laptop may be silent; 0: as it is
  std::string token;                 // its id
  std::string folder;                // of a backup or with USB bundles, from the root
  std::vector<std::string> numbers;  // the highest that were given, one a book
  std::string answers;               // folder for the answers to bundles; empty: none are written
  std::int64_t part_bytes = 0;       // of an answer; 0: as usual
  std::string kind;                  // of what is erased, and why
  std::string record;
  std::string reason;
};

bool needs_password(AdminVerb verb);

std::string admin_request_text(const AdminRequest& request);
Result<AdminRequest> admin_request_from_text(std::string_view text);  // bad_json, bad_request

// {"done":…} or {"refused":{"error","detail"}}.
std::string admin_reply_text(const Result<nlohmann::json>& reply);
Result<nlohmann::json> admin_reply_from_text(std::string_view text);

}  // namespace khaosan::server
