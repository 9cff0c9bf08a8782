#include "shared/sync/change.hpp"

#include <array>

namespace khaosan {
namespace {
constexpr std::array<std::string_view, 4> names = {"put", "delete", "restore", "act"};
}

std::string_view op_name(Op op) {
  return names[static_cast<std::size_t>(op)];
}

std::optional<Op> op_named(std::string_view name) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<Op>(i);
  }
  return std::nullopt;
}

}  // namespace khaosan
