#include "client/window/settings_file.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "shared/platform/files.hpp"
#include "shared/wire/value_json.hpp"

namespace khaosan::client {
namespace {

constexpr const char* file_name = "window.json";
constexpr std::uint64_t file_bytes_max = 64 * 1024;

bool flag(const nlohmann::json& from, const char* name) {
  const auto found = from.find(name);
  return found != from.end() && found->is_boolean() && found->get<bool>();
}

std::string word(const nlohmann::json& from, const char* name) {
  const auto found = from.find(name);
  return found != from.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

Settings read_settings(const std::filesystem::path& home) {
  Settings settings;
  const auto bytes = read_file(home / file_name, file_bytes_max);
  if (!bytes.ok()) return settings;
  const auto document = parse_json({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
  if (!document.ok() || !document->is_object()) return settings;
  if (word(*document, "language") == "en") settings.language = Language::en;
  const std::string theme = word(*document, "theme");
  if (theme == "dark") settings.theme = ThemeName::dark;
  if (theme == "outdoor") settings.theme = ThemeName::outdoor;
  const auto percent = document->find("text_percent");
  if (percent != document->end() && percent->is_number_integer())
    settings.text_scale = static_cast<float>(std::clamp(percent->get<int>(), 80, 200)) / 100;
  settings.looped = flag(*document, "looped_letters");
  settings.reduce_motion = flag(*document, "reduce_motion");
  settings.auto_sync = document->find("auto_sync") == document->end() || flag(*document, "auto_sync");
  settings.rescue_token = word(*document, "rescue_token");
  settings.started = true;
  return settings;
}

Done save_settings(const std::filesystem::path& home, const Settings& settings) {
  static constexpr std::array<const char*, 3> themes = {"light", "dark", "outdoor"};
  const nlohmann::json document = {{"language", settings.language == Language::th ? "th" : "en"},
                                   {"theme", themes[static_cast<std::size_t>(settings.theme)]},
                                   {"text_percent", static_cast<int>(settings.text_scale * 100 + 0.5F)},
                                   {"looped_letters", settings.looped},
                                   {"reduce_motion", settings.reduce_motion},
                                   {"auto_sync", settings.auto_sync},
                                   {"rescue_token", settings.rescue_token}};
  const std::string text = document.dump(2) + "\n";
  return write_file(home / file_name, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

}  // namespace khaosan::client
