#include "shared/media/colour.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string_view>

namespace khaosan {
namespace {

using Curve = std::array<float, 256>;  // 8-bit value to linear light, 0..1
using Matrix = std::array<std::array<double, 3>, 3>;

struct Profile {
  std::array<Curve, 3> curves;
  Matrix to_xyz;  // linear RGB to CIE XYZ at D50
};

constexpr Matrix srgb_from_xyz{{{3.1338561, -1.6168667, -0.4906146},
                                {-0.9787684, 1.9161415, 0.0334540},
                                {0.0719453, -0.2289914, 1.4052427}}};
constexpr double same_enough = 0.004;  // about one step of 255: then there is nothing to convert
constexpr std::size_t encode_steps = 4096;
constexpr std::size_t max_profile_tags = 100;

std::uint32_t number_at(ByteView bytes, std::size_t at, std::size_t width) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < width; ++i) value = (value << 8U) | bytes[at + i];
  return value;
}

double fixed_at(ByteView bytes, std::size_t at) {
  return static_cast<double>(static_cast<std::int32_t>(number_at(bytes, at, 4))) / 65536.0;
}

std::optional<ByteView> tag_of(ByteView profile, std::string_view name) {
  constexpr std::size_t table = 128;
  if (profile.size() < table + 4) return std::nullopt;
  const std::size_t count = std::min<std::size_t>(number_at(profile, table, 4), max_profile_tags);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t at = table + 4 + i * 12;
    if (at + 12 > profile.size()) return std::nullopt;
    if (text_of(profile.subspan(at, 4)) != name) continue;
    const std::size_t offset = number_at(profile, at + 4, 4);
    const std::size_t size = number_at(profile, at + 8, 4);
    if (offset > profile.size() || size > profile.size() - offset || size < 12) return std::nullopt;
    return profile.subspan(offset, size);
  }
  return std::nullopt;
}

double srgb_to_linear(double value) {
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double linear_to_srgb(double value) {
  return value <= 0.0031308 ? value * 12.92 : 1.055 * std::pow(value, 1 / 2.4) - 0.055;
}

template <typename Function>
Curve curve_by(Function function) {
  Curve curve{};
  for (std::size_t i = 0; i < curve.size(); ++i) {
    const double value = function(static_cast<double>(i) / 255.0);
    curve[i] = std::isfinite(value) ? static_cast<float>(std::clamp(value, 0.0, 1.0)) : 0.0F;
  }
  return curve;
}

// "curv": a gamma, or a table to interpolate in.
std::optional<Curve> sampled_curve(ByteView tag) {
  const std::size_t count = number_at(tag, 8, 4);
  if (count == 0) return curve_by([](double x) { return x; });
  if (count > (tag.size() - 12) / 2) return std::nullopt;
  if (count == 1) {
    const double gamma = number_at(tag, 12, 2) / 256.0;
    return curve_by([=](double x) { return std::pow(x, gamma); });
  }
  return curve_by([&](double x) {
    const double place = x * static_cast<double>(count - 1);
    const auto left = std::min(static_cast<std::size_t>(place), count - 2);
    const double a = number_at(tag, 12 + left * 2, 2) / 65535.0;
    const double b = number_at(tag, 14 + left * 2, 2) / 65535.0;
    return a + (b - a) * (place - static_cast<double>(left));
  });
}

// "para": one of five formulas; the later ones only have more of the same parameters.
std::optional<Curve> formula_curve(ByteView tag) {
  constexpr std::array<std::size_t, 5> parameter_count{1, 3, 4, 5, 7};
  const std::size_t kind = number_at(tag, 8, 2);
  if (kind >= parameter_count.size() || tag.size() < 12 + parameter_count[kind] * 4) return std::nullopt;
  std::array<double, 7> p{1, 1, 0, 0, 0, 0, 0};  // gamma a b c d e f
  for (std::size_t i = 0; i < parameter_count[kind]; ++i) p[i] = fixed_at(tag, 12 + i * 4);
  const auto [gamma, a, b, c, d, e, f] = p;
  const bool has_line = kind >= 3;
  const double low = has_line ? d : (kind == 0 || a == 0 ? 0 : -b / a);
  const double below = kind == 2 ? c : 0;  // kind 2: c is added on both sides
  return curve_by([gamma = gamma, a = a, b = b, c = c, e = e, f = f, has_line, low, below](double x) {
    if (x >= low) return std::pow(std::max(0.0, a * x + b), gamma) + (has_line ? e : below);
    return has_line ? c * x + f : below;
  });
}

std::optional<Curve> curve_of(ByteView profile, std::string_view name) {
  const auto tag = tag_of(profile, name);
  if (!tag) return std::nullopt;
  if (text_of(tag->first(4)) == "curv") return sampled_curve(*tag);
  if (text_of(tag->first(4)) == "para") return formula_curve(*tag);
  return std::nullopt;
}

std::optional<Profile> parse(ByteView bytes) {
  if (bytes.size() < 132 || text_of(bytes.subspan(16, 4)) != "RGB ") return std::nullopt;
  constexpr std::array<std::string_view, 3> curve_tags{"rTRC", "gTRC", "bTRC"};
  constexpr std::array<std::string_view, 3> colour_tags{"rXYZ", "gXYZ", "bXYZ"};
  Profile profile{};
  for (std::size_t i = 0; i < 3; ++i) {
    const auto curve = curve_of(bytes, curve_tags[i]);
    const auto colour = tag_of(bytes, colour_tags[i]);
    if (!curve || !colour || colour->size() < 20) return std::nullopt;
    profile.curves[i] = *curve;
    for (std::size_t axis = 0; axis < 3; ++axis) profile.to_xyz[axis][i] = fixed_at(*colour, 8 + axis * 4);
  }
  return profile;
}

Matrix product(const Matrix& left, const Matrix& right) {
  Matrix result{};
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) {
      for (std::size_t k = 0; k < 3; ++k) result[i][j] += left[i][k] * right[k][j];
    }
  }
  return result;
}

bool is_srgb(const Profile& profile, const Matrix& matrix) {
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) {
      if (std::abs(matrix[i][j] - (i == j ? 1.0 : 0.0)) > same_enough) return false;
    }
  }
  const Curve srgb = curve_by(srgb_to_linear);
  for (const Curve& curve : profile.curves) {
    for (std::size_t i = 0; i < srgb.size(); ++i) {
      if (std::abs(curve[i] - srgb[i]) > same_enough) return false;
    }
  }
  return true;
}

std::vector<std::uint8_t> encode_table() {
  std::vector<std::uint8_t> table(encode_steps + 1);
  for (std::size_t i = 0; i <= encode_steps; ++i) {
    const double light = static_cast<double>(i) / encode_steps;
    table[i] = static_cast<std::uint8_t>(std::lround(linear_to_srgb(light) * 255.0));
  }
  return table;
}

}  // namespace

void convert_to_srgb(Pixels& pixels, ByteView icc_profile) {
  const auto profile = parse(icc_profile);
  if (!profile) return;
  const Matrix matrix = product(srgb_from_xyz, profile->to_xyz);
  if (is_srgb(*profile, matrix)) return;
  std::array<std::array<float, 3>, 3> m{};
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) m[i][j] = static_cast<float>(matrix[i][j]);
  }
  const std::vector<std::uint8_t> encoded = encode_table();
  const auto& [red, green, blue] = profile->curves;
  for (std::size_t at = 0; at + 2 < pixels.rgb.size(); at += 3) {
    std::uint8_t* pixel = pixels.rgb.data() + at;
    const std::array<float, 3> light{red[pixel[0]], green[pixel[1]], blue[pixel[2]]};
    for (std::size_t i = 0; i < 3; ++i) {
      const float value = m[i][0] * light[0] + m[i][1] * light[1] + m[i][2] * light[2];
      pixel[i] = encoded[static_cast<std::size_t>(std::clamp(value, 0.0F, 1.0F) * encode_steps + 0.5F)];
    }
  }
}

}  // namespace khaosan
