// The command line of khaosan-server, read.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "server/cli/admin_request.hpp"
#include "shared/platform/files.hpp"

namespace khaosan::server {

inline constexpr int exit_done = 0;
inline constexpr int exit_refused = 1;
inline constexpr int exit_usage = 2;

enum class Language { thai, english };

struct ServeRequest {
  std::string host;
  int port = 0;
  Path tls_certificate;
  Path tls_key;
  bool plain_http = false;
  std::string office_name;
  std::string base_url;
  bool is_found = true;  // answers laptops that look for it on the local network
};

// An empty data folder takes what a backup holds.
struct RestoreRequest {
  Path backup;
};

struct CommandLine {
  Path data_folder;
  Language language = Language::thai;
  bool json = false;
  std::variant<ServeRequest, AdminRequest, RestoreRequest> command;
};

// The command; or help to print; or why the line is not understood, and how it wants to be told so.
struct Reading {
  std::optional<CommandLine> command_line;
  std::string help;
  std::optional<Refusal> misuse;
  bool json = false;
};
Reading read_command_line(const std::vector<std::string>& arguments);

struct ListenAddress {
  std::string host;
  int port = 0;
};
Result<ListenAddress> parse_listen(const std::string& text);  // "HOST:PORT", "[::1]:8443", ":8443"; usage

}  // namespace khaosan::server
