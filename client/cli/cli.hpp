// The command line: khaosan [--home DIR] [--lang th|en] [--json] [--user NAME] COMMAND …
//
// It prints for people, Thai unless asked otherwise; with --json exactly one JSON document on `out`, also for
// an error: {"error":code,"detail","en","th"}. Reasons go to `err`: the Thai line and the English one.
#pragma once

#include <functional>
#include <istream>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "client/app/app.hpp"
#include "client/cli/texts.hpp"
#include "shared/base/result.hpp"
#include "shared/platform/files.hpp"

namespace khaosan::client {

// The exit codes that scripts rely on.
inline constexpr int exit_done = 0;
inline constexpr int exit_refused = 1;  // refused or failed
inline constexpr int exit_usage = 2;
inline constexpr int exit_held = 3;  // waits for the office's server

// An office that answered on the local network. What it says of itself proves nothing until it is paired
// with.
struct OfficeSeen {
  std::string name;
  std::string url;
  std::string id;  // the first 16 hex digits of its key's SHA-256; empty: it serves without TLS
};

enum class HomeUse { reads, writes };

// An App with everything it stands on.
class OpenHome {
 public:
  virtual ~OpenHome() = default;
  virtual App& app() = 0;
};

// What was typed about the window.
struct WindowWish {
  std::optional<Lang> lang;
  std::string shots;  // a folder: take a picture of each screen and end
};

struct CliPorts {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  std::size_t width_columns = 0;  // of `out`; 0: it is no terminal
  bool shows_progress = false;    // `err` is a terminal
  std::string password = {};      // KHAOSAN_PASSWORD, "" if it is not set
  std::function<Result<std::string>(std::string_view prompt)> ask_password =
      {};                        // empty: there is no terminal
  std::string device_name = {};  // of this machine, where `pair` is given none
  // Returns when the window is closed; empty: this build has none.
  std::function<Done(const std::string& home, const WindowWish& wish)> open_window = {};
  // "": the default home. Opened for reading it waits for nobody, and nothing can be written.
  std::function<Result<std::unique_ptr<OpenHome>>(const std::string& home, HomeUse use)> open = {};
  std::function<std::vector<OfficeSeen>()> find_offices = {};
  // Ends the process without waiting for what is under way; empty: it is waited for.
  std::function<void(int exit_code)> end_now = {};
};

// `args` without the program's name. Returns the exit code; throws nothing of its own.
int run_cli(const std::vector<std::string>& args, CliPorts& ports);

}  // namespace khaosan::client
