// What a laptop asks about originals at the office, as JSON text: hashes one way, what each of them is the
// other way.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"

namespace khaosan {

inline constexpr std::size_t files_asked_max = 500;

// As the office finds it when it reads it: whole is whole now.
enum class ShelfState : std::uint8_t { whole, missing, damaged };

struct ShelfAnswer {
  Sha256 sha;
  ShelfState state = ShelfState::missing;
};

std::string files_asked_text(const std::vector<Sha256>& files);
Result<std::vector<Sha256>> files_asked_from_text(std::string_view text);  // too_large over files_asked_max
std::string shelf_answers_text(const std::vector<ShelfAnswer>& answers);
Result<std::vector<ShelfAnswer>> shelf_answers_from_text(std::string_view text);

}  // namespace khaosan
