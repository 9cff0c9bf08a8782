#include "shared/workflow/news_flow.hpp"

namespace khaosan {
namespace {

template <typename Enum, std::size_t count>
std::optional<Enum> named(const std::array<std::string_view, count>& names, std::string_view name) {
  for (std::size_t i = 0; i < count; ++i) {
    if (names[i] == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace

std::optional<Status> status_named(std::string_view name) {
  return name.empty() ? Status::draft : named<Status>(status_names, name);
}

std::optional<Move> move_named(std::string_view name) {
  return named<Move>(move_names, name);
}

std::optional<Role> role_named(std::string_view name) {
  return named<Role>(role_names, name);
}

std::optional<Capacity> capacity_named(std::string_view name) {
  return name.empty() ? Capacity::own : named<Capacity>(capacity_names, name);
}

}  // namespace khaosan
