// Which rows of a long list are asked for and drawn: arithmetic between a scroll offset and row numbers. The
// grid of photos is a list whose rows hold several tiles, in sections with a heading each.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "client/ui/canvas.hpp"

namespace khaosan::client {

struct RowRange {
  std::int64_t first = 0;
  std::int64_t limit = 0;
  bool operator==(const RowRange&) const = default;
};

inline constexpr std::int64_t range_step =
    16;  // ranges begin at multiples of it, so that few scrolled pixels ask again

// The rows seen from `offset` on, with room before and after.
RowRange range_to_ask(float offset, float height, float row_height);

// Clamped to what exists.
struct Rows {
  std::int64_t from = 0;
  std::int64_t to = 0;  // not included
};
Rows rows_seen(float offset, float height, float row_height, std::int64_t total);

// A list of two groups, each below its heading: today and later, the nearest first; then what is past, the
// last one first. Rows are numbered through both; of each group its own range is asked for.
struct DatedList {
  std::int64_t coming = 0;  // rows of each group
  std::int64_t past = 0;
  float row = 0;
  float heading = 0;
  std::int64_t total() const { return coming + past; }
  float height() const;
  float top_of(std::int64_t index) const;
  RowRange coming_to_ask(float offset, float view_height) const;
  RowRange past_to_ask(float offset, float view_height) const;
  Rows seen(float offset, float view_height) const;  // of all rows
};

// Tiles in sections.
class TileGrid {
 public:
  struct Section {
    std::string heading;  // "": none is drawn
    std::int64_t count = 0;
  };
  TileGrid(float width, std::size_t columns, float gap, float heading_height, std::vector<Section> sections);

  float height() const { return height_; }
  Size tile() const { return tile_; }
  std::size_t columns() const { return columns_; }
  std::int64_t total() const { return total_; }
  Rect rect_of(std::int64_t index) const;  // from the grid's top left
  Rows seen(float from_y, float to_y) const;
  // The index after an arrow: by rows it keeps the column where the row is long enough.
  std::int64_t beside(std::int64_t index, int across, int down) const;
  struct Heading {
    float y = 0;
    const std::string* text = nullptr;
  };
  std::vector<Heading> headings(float from_y, float to_y) const;

 private:
  struct Placed {
    Section section;
    std::int64_t first = 0;
    float top = 0;  // of the heading
    float tiles_top = 0;
    std::int64_t rows = 0;
  };
  const Placed& placed_of(std::int64_t index) const;
  std::size_t columns_;
  float gap_;
  float heading_;
  Size tile_;
  float height_ = 0;
  std::int64_t total_ = 0;
  std::vector<Placed> placed_;
};

}  // namespace khaosan::client
