#include "shared/media/pixels.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace khaosan {
namespace {

// Which source pixels make one new pixel along one axis, and how much of each.
struct Span {
  int first = 0;
  std::vector<float> weights;
};

std::vector<Span> spans_of(int from, int to) {
  std::vector<Span> spans(static_cast<std::size_t>(to));
  const double step = static_cast<double>(from) / to;
  for (int i = 0; i < to; ++i) {
    const double begin = i * step;
    const double end = std::min<double>(from, begin + step);
    Span& span = spans[i];
    span.first = static_cast<int>(begin);
    for (int at = span.first; at < end && at < from; ++at) {
      const double covered = std::min<double>(at + 1, end) - std::max<double>(at, begin);
      span.weights.push_back(static_cast<float>(covered / (end - begin)));
    }
  }
  return spans;
}

void shrink_row(const std::uint8_t* from, const std::vector<Span>& spans, float* to) {
  for (const Span& span : spans) {
    std::array<float, 3> sum{};
    const std::uint8_t* pixel = from + static_cast<std::size_t>(span.first) * 3;
    for (const float weight : span.weights) {
      for (std::size_t channel = 0; channel < 3; ++channel) sum[channel] += weight * pixel[channel];
      pixel += 3;
    }
    to = std::copy(sum.begin(), sum.end(), to);
  }
}

// Copies pixel (x, y) of `from` to the place that `place` names in a picture of the given size.
template <typename PlaceOf>
Pixels moved(const Pixels& from, int width, int height, PlaceOf place) {
  Pixels to(width, height);
  for (int y = 0; y < from.height; ++y) {
    const std::uint8_t* pixel = from.row(y);
    for (int x = 0; x < from.width; ++x, pixel += 3) {
      const auto [to_x, to_y] = place(x, y);
      std::memcpy(to.row(to_y) + static_cast<std::size_t>(to_x) * 3, pixel, 3);
    }
  }
  return to;
}

struct Spot {
  int x;
  int y;
};

}  // namespace

Pixels::Pixels(int width_px, int height_px)
    : width(width_px), height(height_px), rgb(static_cast<std::size_t>(width_px) * height_px * 3) {}

RowShrinker::RowShrinker(int width, int height, int factor)
    : width_(width),
      height_(height),
      factor_(factor),
      sums_(static_cast<std::size_t>((width + factor - 1) / factor) * 3),
      result_((width + factor - 1) / factor, (height + factor - 1) / factor) {}

void RowShrinker::add_row(const std::uint8_t* rgb) {
  if (rows_seen_ >= height_) return;
  if (factor_ == 1) {
    std::memcpy(result_.row(rows_seen_++), rgb, static_cast<std::size_t>(width_) * 3);
    return;
  }
  for (int x = 0; x < width_; ++x, rgb += 3) {
    std::uint32_t* sum = sums_.data() + static_cast<std::size_t>(x / factor_) * 3;
    for (int channel = 0; channel < 3; ++channel) sum[channel] += rgb[channel];
  }
  ++rows_seen_;
  ++rows_in_cell_;
  if (rows_in_cell_ == factor_ || rows_seen_ == height_) end_cells();
}

void RowShrinker::end_cells() {
  std::uint8_t* out = result_.row((rows_seen_ - 1) / factor_);
  for (int x = 0; x < result_.width; ++x) {
    const int columns = std::min(factor_, width_ - x * factor_);
    const auto count = static_cast<std::uint32_t>(columns * rows_in_cell_);
    for (int channel = 0; channel < 3; ++channel, ++out) {
      *out =
          static_cast<std::uint8_t>((sums_[static_cast<std::size_t>(x) * 3 + channel] + count / 2) / count);
    }
  }
  std::fill(sums_.begin(), sums_.end(), 0U);
  rows_in_cell_ = 0;
}

Pixels shrink_to(const Pixels& from, int width, int height) {
  if (width >= from.width && height >= from.height) return from;
  const std::vector<Span> columns = spans_of(from.width, width);
  const std::vector<Span> rows = spans_of(from.height, height);
  Pixels to(width, height);
  std::vector<float> narrow(static_cast<std::size_t>(width) * 3);
  std::vector<float> sum(narrow.size());
  for (int y = 0; y < height; ++y) {
    std::fill(sum.begin(), sum.end(), 0.0F);
    int from_y = rows[y].first;
    for (const float weight : rows[y].weights) {
      shrink_row(from.row(from_y++), columns, narrow.data());
      for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += weight * narrow[i];
    }
    std::transform(sum.begin(), sum.end(), to.row(y), [](float value) {
      return static_cast<std::uint8_t>(std::clamp(value + 0.5F, 0.0F, 255.0F));
    });
  }
  return to;
}

Pixels upright(Pixels from, int orientation) {
  const int right = from.width - 1;
  const int bottom = from.height - 1;
  const int width = from.width;
  const int height = from.height;
  switch (orientation) {
    case 2:
      return moved(from, width, height, [=](int x, int y) { return Spot{right - x, y}; });
    case 3:
      return moved(from, width, height, [=](int x, int y) { return Spot{right - x, bottom - y}; });
    case 4:
      return moved(from, width, height, [=](int x, int y) { return Spot{x, bottom - y}; });
    case 5:
      return moved(from, height, width, [](int x, int y) { return Spot{y, x}; });
    case 6:
      return moved(from, height, width, [=](int x, int y) { return Spot{bottom - y, x}; });
    case 7:
      return moved(from, height, width, [=](int x, int y) { return Spot{bottom - y, right - x}; });
    case 8:
      return moved(from, height, width, [=](int x, int y) { return Spot{y, right - x}; });
    default:
      return from;
  }
}

Pixels turned_right(Pixels from, int quarter_turns) {
  // The orientations that stand for one, two and three turns to the right.
  constexpr std::array<int, 4> orientation_of{1, 6, 3, 8};
  return upright(std::move(from), orientation_of[static_cast<std::size_t>(((quarter_turns % 4) + 4) % 4)]);
}

Pixels cropped(Pixels from, const PixelRect& rect) {
  if (rect.width == from.width && rect.height == from.height) return from;
  Pixels to(rect.width, rect.height);
  for (int y = 0; y < rect.height; ++y) {
    std::memcpy(to.row(y), from.row(rect.top + y) + static_cast<std::size_t>(rect.left) * 3,
                static_cast<std::size_t>(rect.width) * 3);
  }
  return to;
}

}  // namespace khaosan
