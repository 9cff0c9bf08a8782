#include "client/app/json_walk.hpp"

#include <charconv>
#include <cstdint>

#include "shared/base/utf8.hpp"

namespace khaosan::client {
namespace {

constexpr std::size_t unicode_escape_digits = 4;

// Code points beyond 16 bits are written as two units.
constexpr std::uint32_t first_half = 0xD800;
constexpr std::uint32_t second_half = 0xDC00;

std::optional<std::uint32_t> hex_number(std::string_view digits) {
  std::uint32_t number = 0;
  if (digits.starts_with('-')) return std::nullopt;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

bool is_half(std::uint32_t unit, std::uint32_t first) {
  return unit >= first && unit < first + 0x400;
}

// A place in the text; every step answers false at what it does not understand.
class Walk {
 public:
  explicit Walk(std::string_view text) : text_(text) {}

  bool at_end() const { return at_ == text_.size(); }
  void skip_space() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r')) ++at_;
  }
  bool take(char sign) {
    skip_space();
    if (at_ >= text_.size() || text_[at_] != sign) return false;
    ++at_;
    return true;
  }
  std::size_t place() const { return at_; }
  std::string_view from(std::size_t begin) const { return text_.substr(begin, at_ - begin); }

  bool string() {
    if (!take('"')) return false;
    while (at_ < text_.size()) {
      const char sign = text_[at_++];
      if (sign == '"') return true;
      if (static_cast<unsigned char>(sign) < 0x20) return false;
      if (sign == '\\' && !escape()) return false;
    }
    return false;
  }

  bool value(int depth) {
    skip_space();
    if (at_ >= text_.size() || depth > json_walk_depth_max) return false;
    switch (text_[at_]) {
      case '"':
        return string();
      case '{':
        return members(depth, nullptr);
      case '[':
        return items(depth, nullptr);
      case 't':
        return word("true");
      case 'f':
        return word("false");
      case 'n':
        return word("null");
      default:
        return number();
    }
  }

  bool members(int depth, const TakeMember* take_member) {
    if (!take('{')) return false;
    if (take('}')) return true;
    do {
      skip_space();
      const std::size_t name_begin = at_ + 1;
      if (!string()) return false;
      const auto name = text_.substr(name_begin, at_ - 1 - name_begin);
      if (!take(':')) return false;
      skip_space();
      const std::size_t value_begin = at_;
      if (!value(depth + 1)) return false;
      if (take_member != nullptr && !(*take_member)(name, from(value_begin))) return false;
    } while (take(','));
    return take('}');
  }

  bool items(int depth, const TakeItem* take_item) {
    if (!take('[')) return false;
    if (take(']')) return true;
    do {
      skip_space();
      const std::size_t begin = at_;
      if (!value(depth + 1)) return false;
      if (take_item != nullptr && !(*take_item)(from(begin))) return false;
    } while (take(','));
    return take(']');
  }

 private:
  bool escape() {
    if (at_ >= text_.size()) return false;
    const char sign = text_[at_++];
    if (sign != 'u') return std::string_view("\"\\/bfnrt").find(sign) != std::string_view::npos;
    const auto unit = unicode_unit();
    if (!unit || is_half(*unit, second_half)) return false;
    if (!is_half(*unit, first_half)) return true;
    if (text_.substr(at_, 2) != "\\u") return false;
    at_ += 2;
    const auto second = unicode_unit();
    return second && is_half(*second, second_half);
  }

  // The four digits behind \u.
  std::optional<std::uint32_t> unicode_unit() {
    if (text_.size() - at_ < unicode_escape_digits) return std::nullopt;
    const auto unit = hex_number(text_.substr(at_, unicode_escape_digits));
    at_ += unicode_escape_digits;
    return unit;
  }

  bool word(std::string_view expected) {
    if (text_.substr(at_, expected.size()) != expected) return false;
    at_ += expected.size();
    return true;
  }

  bool number() {
    if (text_[at_] == '-') ++at_;
    const std::size_t first = at_;
    while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') ++at_;
    if (at_ == first) return false;
    if (text_[first] == '0' && at_ > first + 1) return false;
    return at_ == text_.size() || std::string_view(".eE").find(text_[at_]) == std::string_view::npos;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

// Reads \uXXXX, or the pair that makes one code point; `at` stands behind the 'u'.
bool append_unicode(std::string_view raw, std::size_t& at, std::string& text) {
  const auto unit = hex_number(raw.substr(at, unicode_escape_digits));
  at += unicode_escape_digits;
  if (!unit || is_half(*unit, second_half)) return false;
  std::uint32_t code_point = *unit;
  if (is_half(*unit, first_half)) {
    if (raw.substr(at, 2) != "\\u" || raw.size() - at < 2 + unicode_escape_digits) return false;
    const auto second = hex_number(raw.substr(at + 2, unicode_escape_digits));
    at += 2 + unicode_escape_digits;
    if (!second || !is_half(*second, second_half)) return false;
    code_point = 0x10000 + ((*unit - first_half) << 10U) + (*second - second_half);
  }
  append_code_point(text, code_point);
  return true;
}

}  // namespace

bool each_member(std::string_view object, const TakeMember& take) {
  Walk walk(object);
  if (!walk.members(1, &take)) return false;
  walk.skip_space();
  return walk.at_end();
}

bool each_item(std::string_view array, const TakeItem& take) {
  Walk walk(array);
  if (!walk.items(1, &take)) return false;
  walk.skip_space();
  return walk.at_end();
}

std::optional<std::string_view> plain_text(std::string_view value) {
  if (value.size() < 2 || value.front() != '"' || value.back() != '"') return std::nullopt;
  const auto inside = value.substr(1, value.size() - 2);
  if (inside.find('\\') != std::string_view::npos) return std::nullopt;
  return inside;
}

std::optional<std::string> unquoted(std::string_view value) {
  Walk walk(value);
  if (!walk.string() || !walk.at_end()) return std::nullopt;
  const auto raw = value.substr(1, value.size() - 2);
  constexpr std::string_view escapes = "\"\\/bfnrt";
  constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
  std::string text;
  text.reserve(raw.size());
  for (std::size_t at = 0; at < raw.size();) {
    if (raw[at] != '\\') {
      text += raw[at++];
      continue;
    }
    const char sign = raw[at + 1];
    at += 2;
    if (sign != 'u') {
      text += meanings[escapes.find(sign)];
    } else if (!append_unicode(raw, at, text)) {
      return std::nullopt;
    }
  }
  return text;
}

std::optional<std::int64_t> whole_number(std::string_view value) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc() || end != value.data() + value.size()) return std::nullopt;
  return number;
}

}  // namespace khaosan::client
