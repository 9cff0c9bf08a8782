// Carets, cells and words of a Layout.
#include <algorithm>
#include <cmath>

#include "shared/text/layout_state.hpp"

namespace khaosan::text {
namespace {

// A selected newline is as wide as this part of the size.
constexpr float newline_width = 0.3F;

bool starts_word(const Pieces& pieces, CellAt at) {
  return (pieces.flags(at) & place::word) != 0;
}

bool is_blank(const Pieces& pieces, CellAt at) {
  return !pieces.is_end(at) && (pieces.flags(at) & place::blank) != 0;
}

bool is_newline(const Pieces& pieces, CellAt at) {
  return !pieces.is_end(at) && (pieces.flags(at) & place::newline) != 0;
}

CellAt end_of(const Pieces& pieces) {
  return {pieces.placed.size(), 0};
}

}  // namespace

std::size_t Layout::State::line_at(std::size_t offset) const {
  const auto after = std::upper_bound(lines.begin(), lines.end(), offset,
                                      [](std::size_t at, const Line& line) { return at < line.begin; });
  return after == lines.begin() ? 0 : static_cast<std::size_t>(after - lines.begin()) - 1;
}

float Layout::State::x_in_line(std::size_t line, std::size_t offset) const {
  float found = 0;
  for_each_cell(pieces, lines[line], style.size_px, [&](CellAt at, float x, float advance) {
    if (pieces.offset(at) > offset) return;
    const bool holds = pieces.offset(pieces.next(at)) > offset;
    found = holds ? x : x + advance;
  });
  return found;
}

Caret Layout::State::nearest(std::size_t line, float x) const {
  const Line& on = lines[line];
  Caret best{on.end, on.ending == LineEnd::soft ? Affinity::line_end : Affinity::line_begin};
  bool found = false;
  for_each_cell(pieces, on, style.size_px, [&](CellAt at, float cell_x, float advance) {
    if (found || on.left + cell_x + advance / 2 <= x) return;
    best = {pieces.offset(at), Affinity::line_begin};
    found = true;
  });
  return best;
}

Caret Layout::caret_at(Point point) const {
  const float line = std::floor(point.y / state_->style.line_height_px);
  const auto last = static_cast<float>(state_->lines.size() - 1);
  return state_->nearest(line > 0 ? static_cast<std::size_t>(std::min(line, last)) : 0, point.x);
}

CaretRect Layout::caret_rect(Caret caret) const {
  const std::size_t number = line_of(caret);
  const Line& line = state_->lines[number];
  // Blanks that hang at a wrap do not take the caret out of the field.
  const float rightmost = std::max(line.left + line.width, state_->options.width_px);
  const float x = line.left + state_->x_in_line(number, caret.offset);
  return {std::min(x, rightmost), line.top_y, line.height};
}

std::size_t Layout::line_of(Caret caret) const {
  const std::size_t line = state_->line_at(caret.offset);
  const std::vector<Line>& lines = state_->lines;
  const bool at_wrap =
      line > 0 && caret.offset == lines[line].begin && lines[line - 1].ending == LineEnd::soft;
  return at_wrap && caret.affinity == Affinity::line_end ? line - 1 : line;
}

bool Layout::is_stop(std::size_t offset) const {
  return offset <= state_->text.size() && stop_at_or_before(offset) == offset;
}

std::size_t Layout::stop_at_or_before(std::size_t offset) const {
  return state_->pieces.offset(state_->pieces.cell_at(offset));
}

std::size_t Layout::next_stop(std::size_t offset) const {
  const Pieces& pieces = state_->pieces;
  const CellAt at = pieces.cell_at(offset);
  return pieces.is_end(at) ? pieces.text_size() : pieces.offset(pieces.next(at));
}

std::size_t Layout::prev_stop(std::size_t offset) const {
  return offset == 0 ? 0 : stop_at_or_before(std::min(offset, state_->text.size()) - 1);
}

std::size_t Layout::next_word(std::size_t offset) const {
  const Pieces& pieces = state_->pieces;
  CellAt at = pieces.cell_at(offset);
  if (pieces.is_end(at)) return pieces.text_size();
  do at = pieces.next(at);
  while (!pieces.is_end(at) && (!starts_word(pieces, at) || is_blank(pieces, at)));
  return pieces.offset(at);
}

std::size_t Layout::prev_word(std::size_t offset) const {
  const Pieces& pieces = state_->pieces;
  if (offset == 0 || pieces.placed.empty()) return 0;
  CellAt at = pieces.cell_at(prev_stop(offset));
  while (at != CellAt{0, 0} && (!starts_word(pieces, at) || is_blank(pieces, at))) at = pieces.prev(at);
  return pieces.offset(at);
}

Range Layout::word_at(std::size_t offset) const {
  const Pieces& pieces = state_->pieces;
  if (pieces.placed.empty()) return {};
  CellAt at = pieces.cell_at(offset);
  if (pieces.is_end(at) || is_newline(pieces, at)) {
    const std::size_t here = pieces.offset(at);
    if (here == 0) return {};
    at = pieces.prev(at);
    if (is_newline(pieces, at)) return {here, here};
  }
  CellAt begin = at;
  while (begin != CellAt{0, 0} && !starts_word(pieces, begin)) begin = pieces.prev(begin);
  CellAt end = pieces.next(at);
  while (end != end_of(pieces) && !starts_word(pieces, end)) end = pieces.next(end);
  return {pieces.offset(begin), pieces.offset(end)};
}

Range Layout::paragraph_at(std::size_t offset) const {
  const std::vector<Line>& lines = state_->lines;
  std::size_t first = state_->line_at(offset);
  std::size_t last = first;
  while (first > 0 && lines[first - 1].ending == LineEnd::soft) --first;
  while (last + 1 < lines.size() && lines[last].ending == LineEnd::soft) ++last;
  return {lines[first].begin, lines[last].end};
}

Caret Layout::line_begin(Caret caret) const {
  return {state_->lines[line_of(caret)].begin, Affinity::line_begin};
}

Caret Layout::line_end(Caret caret) const {
  const Line& line = state_->lines[line_of(caret)];
  return {line.end, line.ending == LineEnd::soft ? Affinity::line_end : Affinity::line_begin};
}

Caret Layout::moved_by_lines(Caret caret, std::ptrdiff_t lines, float x) const {
  const auto target = static_cast<std::ptrdiff_t>(line_of(caret)) + lines;
  if (target < 0) return {};
  if (target >= static_cast<std::ptrdiff_t>(state_->lines.size())) {
    return line_end({state_->lines.back().end, Affinity::line_begin});
  }
  return state_->nearest(static_cast<std::size_t>(target), x);
}

std::vector<Rect> Layout::selection_rects(std::size_t begin, std::size_t end) const {
  std::vector<Rect> rects;
  for (std::size_t i = state_->line_at(begin); i < state_->lines.size() && state_->lines[i].begin < end;
       ++i) {
    const Line& line = state_->lines[i];
    const float rightmost = std::max(line.width, state_->options.width_px - line.left);
    const float from = std::min(state_->x_in_line(i, std::max(begin, line.begin)), rightmost);
    float to = std::min(state_->x_in_line(i, std::min(end, line.end)), rightmost);
    if (line.ending == LineEnd::newline && end > line.end) to += state_->style.size_px * newline_width;
    if (to > from) rects.push_back({line.left + from, line.top_y, to - from, line.height});
  }
  return rects;
}

}  // namespace khaosan::text
