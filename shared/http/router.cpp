#include "shared/http/router.hpp"

namespace khaosan::guard {
namespace {

std::vector<std::string> split(std::string_view pattern) {
  std::vector<std::string> segments;
  if (pattern.starts_with('/')) pattern.remove_prefix(1);
  if (pattern.empty()) return segments;
  for (;;) {
    const auto slash = pattern.find('/');
    segments.emplace_back(pattern.substr(0, slash));
    if (slash == std::string_view::npos) return segments;
    pattern.remove_prefix(slash + 1);
  }
}

std::string joined(const std::vector<std::string>& segments, std::size_t from) {
  std::string text;
  for (std::size_t i = from; i < segments.size(); ++i) text += (i == from ? "" : "/") + segments[i];
  return text;
}

bool fits(const std::vector<std::string>& pattern, const std::vector<std::string>& path,
          HttpFields& parameters) {
  parameters.clear();
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (i >= path.size()) return false;
    if (pattern[i].starts_with('*')) {
      parameters.emplace_back(pattern[i].substr(1), joined(path, i));
      return true;
    }
    if (pattern[i].starts_with(':')) {
      if (path[i].empty()) return false;
      parameters.emplace_back(pattern[i].substr(1), path[i]);
    } else if (pattern[i] != path[i]) {
      return false;
    }
  }
  return pattern.size() == path.size();
}

}  // namespace

void Router::add(std::string method, std::string_view pattern, BodyMode mode, HttpHandler handler) {
  routes_.push_back({std::move(method), split(pattern), mode, std::move(handler)});
}

Result<const Route*> Router::find(const RequestHead& head, HttpFields& parameters) const {
  const std::string_view method = head.method == "HEAD" ? "GET" : std::string_view(head.method);
  bool path_exists = false;
  for (const Route& route : routes_) {
    if (!fits(route.segments, head.segments, parameters)) continue;
    if (route.method == method) return &route;
    path_exists = true;
  }
  parameters.clear();
  return path_exists ? refuse(Code::wrong_method, head.method) : refuse(Code::not_found, head.path);
}

}  // namespace khaosan::guard
