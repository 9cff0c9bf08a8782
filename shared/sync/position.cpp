#include "shared/sync/position.hpp"

#include <algorithm>
#include <cstdint>

namespace khaosan {
namespace {

constexpr std::string_view digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::size_t base = digits.size();
static_assert(base == 62);
constexpr char middle_digit = digits[base / 2];

bool all_digits(std::string_view text) {
  return text.find_first_not_of(digits) == std::string_view::npos;
}

std::size_t digit_at(std::string_view key, std::size_t at) {
  return at < key.size() ? digits.find(key[at]) : 0;
}

// The digit between `low` and `high` to take. At an open end of the list a small step, because rows are
// mostly added there; else the middle.
std::size_t pick(std::size_t low, std::size_t high, bool open_start, bool open_end) {
  if (open_start && open_end) return (low + high) / 2;
  if (open_end) return low + 1;
  if (open_start) return high - 1;
  return (low + high) / 2;
}

// The shortest digits that stay between the two, whatever digits follow them.
std::string digits_between(std::string_view before, std::string_view after) {
  std::string between;
  bool below_after = after.empty();
  for (std::size_t at = 0;; ++at) {
    const std::size_t low = digit_at(before, at);
    const std::size_t high = below_after ? base : digit_at(after, at);
    if (high > low + 1) {
      between += digits[pick(low, high, before.empty(), after.empty())];
      return between;
    }
    between += digits[low];
    below_after = below_after || high > low;
  }
}

// `value` in base 62, with `length` digits.
std::string written(std::uint64_t value, std::size_t length) {
  std::string text(length, digits[0]);
  for (std::size_t i = length; i-- > 0; value /= base) text[i] = digits[value % base];
  return text;
}

}  // namespace

bool is_position(std::string_view key) {
  return !key.empty() && all_digits(key) && key.back() != digits[0];
}

Result<std::string> position_between(std::string_view before, std::string_view after,
                                     std::string_view random_tail) {
  if (!before.empty() && !is_position(before)) return refuse(Code::bad_value, "not a position");
  if (!after.empty() && !is_position(after)) return refuse(Code::bad_value, "not a position");
  if (!after.empty() && before >= after) return refuse(Code::bad_value, "positions out of order");
  const bool good_tail = !random_tail.empty() && random_tail.size() <= position_tail_length_max;
  if (!good_tail || !all_digits(random_tail)) return refuse(Code::bad_value, "not a tail of a position");
  std::string key = digits_between(before, after) + std::string(random_tail);
  if (key.back() == digits[0]) key.back() = digits[1];
  return key;
}

bool position_needs_rewrite(std::string_view key) {
  return key.size() > position_length_max;
}

std::vector<std::string> spread_positions(std::size_t count) {
  std::uint64_t room = base;
  std::size_t length = 1;
  for (; room <= count; room *= base) ++length;
  const std::uint64_t step = room / (count + 1);
  std::vector<std::string> keys;
  keys.reserve(count);
  // The last digit keeps the key from ending in 0.
  for (std::size_t i = 1; i <= count; ++i) keys.push_back(written(i * step, length) + middle_digit);
  return keys;
}

}  // namespace khaosan
