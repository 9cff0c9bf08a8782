#include "client/ui/file_finder.hpp"

#include <algorithm>
#include <chrono>
#include <system_error>
#include <utility>

#include "client/ui/imports.hpp"
#include "shared/base/trim.hpp"

namespace khaosan::client {
namespace {

namespace fs = std::filesystem;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string without_percents(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0) {
      plain += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

bool is_hidden(const fs::path& path) {
  return path.filename().native().starts_with(fs::path(".").native());
}

void walk(const fs::path& folder, FoundFiles& found, const std::atomic<bool>& stop) {
  std::error_code fault;
  std::vector<fs::path> inside;
  fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied, fault);
  for (const fs::recursive_directory_iterator end; !fault && entry != end && !stop; entry.increment(fault)) {
    std::error_code unreadable;
    if (is_hidden(entry->path())) {
      if (entry->is_directory(unreadable)) entry.disable_recursion_pending();
      continue;
    }
    if (!entry->is_regular_file(unreadable)) continue;
    if (found.files.size() + inside.size() >= files_at_once_max) {
      found.left_out = true;
      break;
    }
    inside.push_back(entry->path());
  }
  std::sort(inside.begin(), inside.end());
  found.files.insert(found.files.end(), inside.begin(), inside.end());
}

}  // namespace

FoundFiles files_in(const std::vector<fs::path>& dropped, const std::atomic<bool>& stop) {
  FoundFiles found;
  for (const fs::path& path : dropped) {
    if (stop) break;
    std::error_code fault;
    if (fs::is_directory(path, fault)) {
      walk(path, found, stop);
    } else if (found.files.size() >= files_at_once_max) {
      found.left_out = true;
    } else {
      found.files.push_back(path);
    }
  }
  return found;
}

std::vector<fs::path> paths_in_text(std::string_view text) {
  std::vector<fs::path> paths;
  while (!text.empty()) {
    const auto end = text.find('\n');
    std::string_view line = trimmed(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    constexpr std::string_view scheme = "file://";
    std::string plain(line);
    if (line.starts_with(scheme)) {
      line.remove_prefix(scheme.size());
      const auto root = line.find('/');  // after the name of this machine, if there is one
      if (root == std::string_view::npos) continue;
      plain = without_percents(line.substr(root));
    }
    if (plain.empty()) continue;
    fs::path path(std::u8string(plain.begin(), plain.end()));
    if (path.is_absolute()) paths.push_back(std::move(path));
  }
  return paths;
}

void FileFinder::look_in(std::vector<fs::path> paths, Target target) {
  looking_.push_back(
      std::async(std::launch::async, [paths = std::move(paths), target, stop = stop_]() mutable {
        // A copied text may only look like a path. What was dropped and is gone is a fault to be told.
        if (target.pasted) {
          std::erase_if(paths, [](const fs::path& path) {
            std::error_code fault;
            return !fs::exists(path, fault);
          });
        }
        return Answer{target, files_in(paths, *stop)};
      }));
}

std::vector<FileFinder::Answer> FileFinder::answers() {
  std::vector<Answer> came;
  while (!looking_.empty() &&
         looking_.front().wait_for(std::chrono::seconds(0)) == std::future_status::ready) {
    came.push_back(looking_.front().get());
    looking_.erase(looking_.begin());
  }
  return came;
}

}  // namespace khaosan::client
