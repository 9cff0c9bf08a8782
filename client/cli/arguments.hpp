// What was typed, taken apart.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "client/cli/texts.hpp"

namespace khaosan::client {

inline constexpr std::int64_t list_limit_default = 100;
inline constexpr std::int64_t list_limit_max = 1'000'000;
inline constexpr std::int64_t part_bytes_default = 2'000'000'000;  // of a file on a USB stick
inline constexpr std::int64_t part_bytes_least = 65'536;

struct Arguments {
  std::string home;
  std::string user;
  Lang lang = Lang::th;
  bool lang_given = false;
  std::string shots;  // of the window
  bool json = false;
  bool help = false;
  bool version = false;
  std::string command;  // "" if none was given

  // Of the commands; each uses its own.
  std::string url, code, name;
  std::string kind, id, verb;
  std::vector<std::string> words;  // FIELD=VALUE …, or FILE …
  std::optional<std::string> jsonl;
  std::vector<std::string> where;
  std::int64_t limit = list_limit_default;
  std::int64_t first = 0;
  bool deleted = false;
  bool office = false;
  std::string event, news, caption;
  std::string revision, comment, capacity, order, keep, photo;
  std::string folder, to;  // of a bundle
  std::int64_t part_bytes = part_bytes_default;
  std::string again, dismiss;  // changes in the refused tray
};

// A command line that cannot be carried out as it stands.
struct UsageFault {
  Text why = Text::usage_unexpected;
  std::string what;
};

std::variant<Arguments, UsageFault> read_arguments(const std::vector<std::string>& args);

// Language and form of the answer, found even in a line that is wrong otherwise.
Lang language_of(const std::vector<std::string>& args);
bool wants_json(const std::vector<std::string>& args);

// Names of all commands, in the order of the help page; and the options and arguments of one, as they are
// typed.
std::vector<std::string> command_names();
std::vector<std::string> parameters_of(const std::string& command);

}  // namespace khaosan::client
