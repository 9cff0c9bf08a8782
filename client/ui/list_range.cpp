#include "client/ui/list_range.hpp"

#include <cmath>

namespace khaosan::client {
namespace {
constexpr std::int64_t slack_rows = 4;
constexpr float tile_ratio = 0.74F;  // height to width
}  // namespace

RowRange range_to_ask(float offset, float height, float row_height) {
  const auto first = static_cast<std::int64_t>(std::floor(std::max(0.0F, offset) / row_height)) - slack_rows;
  const std::int64_t begin = std::max<std::int64_t>(0, first) / range_step * range_step;
  const auto end =
      static_cast<std::int64_t>(std::ceil((std::max(0.0F, offset) + height) / row_height)) + slack_rows;
  return {begin, (end - begin + range_step - 1) / range_step * range_step};
}

Rows rows_seen(float offset, float height, float row_height, std::int64_t total) {
  const auto from = static_cast<std::int64_t>(std::floor(offset / row_height));
  const auto to = static_cast<std::int64_t>(std::ceil((offset + height) / row_height));
  return {std::clamp<std::int64_t>(from, 0, total), std::clamp<std::int64_t>(to, 0, total)};
}

float DatedList::height() const {
  return static_cast<float>(total()) * row + (coming > 0 ? heading : 0) + (past > 0 ? heading : 0);
}

float DatedList::top_of(std::int64_t index) const {
  const float above = (coming > 0 ? heading : 0) + (index >= coming ? heading : 0);
  return static_cast<float>(index) * row + above;
}

RowRange DatedList::coming_to_ask(float offset, float view_height) const {
  return range_to_ask(std::max(0.0F, offset - heading), view_height + heading, row);
}

RowRange DatedList::past_to_ask(float offset, float view_height) const {
  const float above = top_of(coming);
  return range_to_ask(std::max(0.0F, offset - above), view_height + heading, row);
}

Rows DatedList::seen(float offset, float view_height) const {
  Rows rows = rows_seen(offset - 2 * heading, view_height + 2 * heading, row, total());
  while (rows.from < rows.to && top_of(rows.from) + row <= offset) ++rows.from;
  while (rows.to > rows.from && top_of(rows.to - 1) >= offset + view_height) --rows.to;
  return rows;
}

TileGrid::TileGrid(float width, std::size_t columns, float gap, float heading_height,
                   std::vector<Section> sections)
    : columns_(std::max<std::size_t>(1, columns)), gap_(gap), heading_(heading_height) {
  const auto count = static_cast<float>(columns_);
  tile_.width = std::max(1.0F, (width - gap * (count - 1)) / count);
  tile_.height = std::round(tile_.width * tile_ratio);
  for (Section& section : sections) {
    Placed placed;
    placed.first = total_;
    placed.top = height_;
    placed.tiles_top = height_ + (section.heading.empty() ? 0 : heading_);
    const auto wide = static_cast<std::int64_t>(columns_);
    placed.rows = (section.count + wide - 1) / wide;
    height_ = placed.tiles_top + static_cast<float>(placed.rows) * (tile_.height + gap_);
    total_ += section.count;
    placed.section = std::move(section);
    if (placed.section.count > 0) placed_.push_back(std::move(placed));
  }
}

const TileGrid::Placed& TileGrid::placed_of(std::int64_t index) const {
  const auto after =
      std::upper_bound(placed_.begin(), placed_.end(), index,
                       [](std::int64_t at, const Placed& placed) { return at < placed.first; });
  return after == placed_.begin() ? placed_.front() : *(after - 1);
}

Rect TileGrid::rect_of(std::int64_t index) const {
  if (placed_.empty()) return {};
  const Placed& placed = placed_of(index);
  const std::int64_t inside = index - placed.first;
  const auto wide = static_cast<std::int64_t>(columns_);
  return {static_cast<float>(inside % wide) * (tile_.width + gap_),
          placed.tiles_top + static_cast<float>(inside / wide) * (tile_.height + gap_), tile_.width,
          tile_.height};
}

Rows TileGrid::seen(float from_y, float to_y) const {
  Rows rows{total_, total_};
  bool found = false;
  const float step = tile_.height + gap_;
  const auto wide = static_cast<std::int64_t>(columns_);
  for (const Placed& placed : placed_) {
    const float bottom = placed.tiles_top + static_cast<float>(placed.rows) * step;
    if (bottom <= from_y || placed.tiles_top >= to_y) continue;
    const auto first_row =
        std::max<std::int64_t>(0, static_cast<std::int64_t>(std::floor((from_y - placed.tiles_top) / step)));
    const auto last_row = std::min<std::int64_t>(
        placed.rows, static_cast<std::int64_t>(std::ceil((to_y - placed.tiles_top) / step)));
    const std::int64_t from = placed.first + first_row * wide;
    const std::int64_t to = std::min(placed.first + placed.section.count, placed.first + last_row * wide);
    if (!found) rows.from = from, found = true;
    rows.to = to;
  }
  if (!found) return {0, 0};
  return rows;
}

std::int64_t TileGrid::beside(std::int64_t index, int across, int down) const {
  if (total_ == 0) return 0;
  std::int64_t at = std::clamp<std::int64_t>(index + across, 0, total_ - 1);
  for (int step = 0; step < std::abs(down); ++step) {
    const Placed& placed = placed_of(at);
    const auto wide = static_cast<std::int64_t>(columns_);
    const std::int64_t column = (at - placed.first) % wide;
    const std::int64_t row = (at - placed.first) / wide;
    const auto here = static_cast<std::size_t>(&placed - placed_.data());
    const auto in = [&](const Placed& other, std::int64_t other_row) {
      return std::min(other.first + other_row * wide + column, other.first + other.section.count - 1);
    };
    if (down > 0) {
      if (row + 1 < placed.rows) {
        at = in(placed, row + 1);
      } else if (here + 1 < placed_.size()) {
        at = in(placed_[here + 1], 0);
      }
    } else if (row > 0) {
      at = in(placed, row - 1);
    } else if (here > 0) {
      at = in(placed_[here - 1], placed_[here - 1].rows - 1);
    }
  }
  return at;
}

std::vector<TileGrid::Heading> TileGrid::headings(float from_y, float to_y) const {
  std::vector<Heading> all;
  for (const Placed& placed : placed_) {
    if (placed.section.heading.empty() || placed.top + heading_ < from_y || placed.top > to_y) continue;
    all.push_back({placed.top, &placed.section.heading});
  }
  return all;
}

}  // namespace khaosan::client
