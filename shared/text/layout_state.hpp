// The insides of a Layout, for the files of this room.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "shared/text/layout.hpp"
#include "shared/text/wrap.hpp"

namespace khaosan::text {

// What belongs to the line of the same number.
struct LineDetail {
  std::vector<Glyph> glyphs;
  std::size_t reach = 0;
};

struct Layout::State {
  Fonts::State* fonts = nullptr;  // stays where it is when its Fonts is moved
  std::string text;
  Style style;
  LayoutOptions options;
  Pieces pieces;
  std::size_t longest_reach = 0;  // of a piece, from its start
  std::vector<Line> lines;
  std::vector<LineDetail> details;
  Size size;

  void cut_all();
  void wrap_all();

  // Cuts and shapes from the start of piece `first` on, until the cuts meet those of before again.
  struct Recut {
    std::size_t begin = 0;  // bytes of the new text whose pieces are new
    std::size_t end = 0;
  };
  Recut recut(std::size_t offset, std::size_t removed, std::size_t inserted);
  void rewrap(Recut changed, std::ptrdiff_t growth);

  std::size_t first_piece_reaching(std::size_t offset) const;
  PlacedPiece piece_from(std::size_t begin);
  WrappedLine wrap(CellAt start) const;
  LineDetail detail_of(const Line& line, std::size_t reach) const;
  void set_ellipsis();
  void place_lines();

  std::size_t line_at(std::size_t offset) const;
  // The left end of the cell that holds `offset`, from the left end of the line; its end if it is past it.
  float x_in_line(std::size_t line, std::size_t offset) const;
  Caret nearest(std::size_t line, float x) const;
};

}  // namespace khaosan::text
