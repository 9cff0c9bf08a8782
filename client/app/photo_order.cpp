#include "client/app/photo_order.hpp"

#include <algorithm>
#include <tuple>

#include "shared/crypto/random.hpp"
#include "shared/sync/position.hpp"

namespace khaosan::client {
namespace {

constexpr std::size_t position_tail_length = 4;
constexpr std::string_view position_digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

const std::string& position_of(const Record& photo) {
  return text_field(photo.fields, "position");
}

Put placed(const Record& photo, const std::string& position) {
  return {photo.kind, photo.id, {{"position", Value{position}}}};
}

}  // namespace

void sort_photos(std::vector<Record>& photos) {
  std::sort(photos.begin(), photos.end(), [](const Record& left, const Record& right) {
    return std::tie(position_of(left), left.id) < std::tie(position_of(right), right.id);
  });
}

std::vector<Put> move_photo(std::vector<Record> photos, std::size_t from, std::size_t to,
                            std::string_view tail) {
  if (from >= photos.size() || to >= photos.size() || from == to) return {};
  const Record moved = photos[from];
  photos.erase(photos.begin() + static_cast<std::ptrdiff_t>(from));
  photos.insert(photos.begin() + static_cast<std::ptrdiff_t>(to), moved);
  const std::string before = to == 0 ? std::string() : position_of(photos[to - 1]);
  const std::string after = to + 1 == photos.size() ? std::string() : position_of(photos[to + 1]);
  const bool placed_neighbours =
      (to == 0 || is_position(before)) && (to + 1 == photos.size() || is_position(after));
  if (placed_neighbours) {
    const auto between = position_between(before, after, tail);
    if (between.ok() && !position_needs_rewrite(*between)) return {placed(moved, *between)};
  }
  std::vector<Put> all;
  const std::vector<std::string> spread = spread_positions(photos.size());
  for (std::size_t i = 0; i < photos.size(); ++i) {
    if (position_of(photos[i]) != spread[i]) all.push_back(placed(photos[i], spread[i]));
  }
  return all;
}

std::string new_position_tail() {
  std::string tail;
  for (const std::uint8_t byte : random_bytes(position_tail_length))
    tail += position_digits[byte % position_digits.size()];
  return tail;
}

}  // namespace khaosan::client
