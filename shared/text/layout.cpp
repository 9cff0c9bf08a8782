#include "shared/text/layout.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "shared/base/utf8.hpp"
#include "shared/text/fonts_state.hpp"
#include "shared/text/layout_state.hpp"

namespace khaosan::text {
namespace {

constexpr std::string_view ellipsis = "\u2026";

// Where the code point that holds `offset` starts; an invalid byte is one by itself.
std::size_t code_point_begin(std::string_view text, std::size_t offset) {
  static constexpr std::size_t longest = 4;
  for (std::size_t back = 1; back < longest && back <= offset; ++back) {
    std::size_t end = offset - back;
    if (next_code_point(text, end) && end > offset) return offset - back;
  }
  return offset;
}

float aligned(Align align, float room) {
  if (align == Align::left) return 0;
  return align == Align::centre ? room / 2 : room;
}

// Only blanks and newlines, which need no "…".
bool is_empty_rest(std::string_view rest) {
  return rest.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

template <typename T>
void splice(std::vector<T>& into, std::size_t begin, std::size_t end, std::vector<T>& with) {
  const auto same = static_cast<std::ptrdiff_t>(std::min(end - begin, with.size()));
  const auto at = into.begin() + static_cast<std::ptrdiff_t>(begin);
  std::move(with.begin(), with.begin() + same, at);
  if (static_cast<std::size_t>(same) < with.size()) {
    into.insert(at + same, std::make_move_iterator(with.begin() + same), std::make_move_iterator(with.end()));
  } else {
    into.erase(at + same, into.begin() + static_cast<std::ptrdiff_t>(end));
  }
}

}  // namespace

PlacedPiece Layout::State::piece_from(std::size_t begin) {
  Fonts::State& shared = *fonts;
  const PieceCut cut = cut_piece(shared, style.family, style.weight, text, begin);
  longest_reach = std::max(longest_reach, cut.reach - begin);
  return {
      shaped_piece(shared, style.family, style.weight, std::string_view(text).substr(begin, cut.end - begin)),
      begin, cut.ending, cut.reach};
}

void Layout::State::cut_all() {
  pieces.placed.clear();
  longest_reach = 0;
  for (std::size_t at = 0; at < text.size(); at = pieces.placed.back().end()) {
    pieces.placed.push_back(piece_from(at));
  }
}

WrappedLine Layout::State::wrap(CellAt start) const {
  return wrap_line(pieces, start, style.size_px, options.width_px);
}

LineDetail Layout::State::detail_of(const Line& line, std::size_t reach) const {
  LineDetail detail;
  detail.reach = reach;
  const float em_px = style.size_px;
  for_each_cell(pieces, line, em_px, [&](CellAt at, float x, float) {
    if ((pieces.flags(at) & (place::blank | place::newline)) != 0) return;
    const Piece& piece = *pieces.placed[at.piece].piece;
    auto glyph = std::lower_bound(piece.glyphs.begin(), piece.glyphs.end(), at.cell,
                                  [](const PieceGlyph& one, std::size_t cell) { return one.cell < cell; });
    for (; glyph != piece.glyphs.end() && glyph->cell == at.cell; ++glyph) {
      detail.glyphs.push_back(
          {glyph->face, glyph->id, x + (glyph->x - piece.cells[at.cell].x) * em_px, glyph->y * em_px});
    }
  });
  return detail;
}

void Layout::State::wrap_all() {
  lines.clear();
  details.clear();
  CellAt start{0, 0};
  for (bool more = true; more;) {
    const WrappedLine wrapped = wrap(start);
    lines.push_back(wrapped.line);
    details.push_back(detail_of(wrapped.line, wrapped.reach));
    start = wrapped.next;
    more = wrapped.line.ending != LineEnd::text;
    if (more && lines.size() == options.lines_max) {
      if (!is_empty_rest(std::string_view(text).substr(pieces.offset(start)))) set_ellipsis();
      more = false;
    }
  }
  place_lines();
}

void Layout::State::set_ellipsis() {
  const auto dots = shaped_piece(*fonts, style.family, style.weight, ellipsis);
  const float dots_px = dots->cells.back().x * style.size_px;
  Line& line = lines.back();
  cut_line(pieces, line, style.size_px, options.width_px, dots_px);
  details.back() = detail_of(line, details.back().reach);
  for (const PieceGlyph& glyph : dots->glyphs) {
    details.back().glyphs.push_back(
        {glyph.face, glyph.id, line.width - dots_px + glyph.x * style.size_px, glyph.y * style.size_px});
  }
}

void Layout::State::place_lines() {
  const Face& face = *fonts->face(fonts->order(style.family, style.weight)[0]);
  const float ascent = face.ascent * style.size_px;
  const float descent = face.descent * style.size_px;
  const float above = (style.line_height_px - ascent - descent) / 2 + ascent;
  size = {};
  for (const Line& line : lines) size.width = std::max(size.width, line.width);
  const float room = std::isfinite(options.width_px) ? options.width_px : size.width;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    Line& line = lines[i];
    line.left = aligned(options.align, room - line.width);
    line.top_y = static_cast<float>(i) * style.line_height_px;
    line.baseline_y = line.top_y + above;
    line.height = style.line_height_px;
  }
  size.height = static_cast<float>(lines.size()) * style.line_height_px;
}

// No piece before it looked at the byte at `offset`.
std::size_t Layout::State::first_piece_reaching(std::size_t offset) const {
  const std::vector<PlacedPiece>& placed = pieces.placed;
  std::size_t first = std::min(pieces.cell_at(offset).piece, placed.size());
  for (std::size_t at = first; at-- > 0 && placed[at].begin + longest_reach > offset;) {
    if (placed[at].reach > offset) first = at;
  }
  return first;
}

Layout::State::Recut Layout::State::recut(std::size_t offset, std::size_t removed, std::size_t inserted) {
  std::vector<PlacedPiece>& old = pieces.placed;
  const std::size_t first = first_piece_reaching(offset);
  const std::size_t begin = first < old.size() ? old[first].begin : offset;
  std::size_t meeting = first;  // the old piece from which on nothing changes
  const auto new_begin = [&](std::size_t at) { return old[at].begin - removed + inserted; };
  std::vector<PlacedPiece> made;
  std::size_t at = begin;
  while (at < text.size()) {
    if (at >= offset + inserted) {
      while (meeting < old.size() && (old[meeting].begin < offset + removed || new_begin(meeting) < at))
        ++meeting;
      if (meeting < old.size() && new_begin(meeting) == at) break;
    }
    made.push_back(piece_from(at));
    at = made.back().end();
  }
  if (at >= text.size()) meeting = old.size();
  for (std::size_t i = meeting; i < old.size(); ++i) {
    old[i].begin = new_begin(i);
    old[i].reach = old[i].reach - removed + inserted;
  }
  splice(old, first, meeting, made);
  return {begin, at};
}

void Layout::State::rewrap(Recut changed, std::ptrdiff_t growth) {
  const auto moved = [&](std::size_t offset) {
    return static_cast<std::size_t>(static_cast<std::ptrdiff_t>(offset) + growth);
  };
  const auto touched =
      std::upper_bound(details.begin(), details.end(), changed.begin,
                       [](std::size_t at, const LineDetail& line) { return at < line.reach; });
  const auto first = std::min(static_cast<std::size_t>(touched - details.begin()), lines.size() - 1);
  std::size_t meeting = first;
  std::vector<Line> made;
  std::vector<LineDetail> made_details;
  CellAt start = pieces.cell_at(lines[first].begin);
  for (bool more = true; more;) {
    const std::size_t at = pieces.offset(start);
    if (at >= changed.end && !made.empty()) {
      const auto is_before = [&](const Line& line) {
        return static_cast<std::ptrdiff_t>(line.begin) + growth < static_cast<std::ptrdiff_t>(at);
      };
      while (meeting < lines.size() && is_before(lines[meeting])) ++meeting;
      if (meeting < lines.size() && meeting > first && moved(lines[meeting].begin) == at) break;
    }
    const WrappedLine wrapped = wrap(start);
    made.push_back(wrapped.line);
    made_details.push_back(detail_of(wrapped.line, wrapped.reach));
    start = wrapped.next;
    more = wrapped.line.ending != LineEnd::text;
    if (!more) meeting = lines.size();
  }
  for (std::size_t i = meeting; i < lines.size(); ++i) {
    lines[i].begin = moved(lines[i].begin);
    lines[i].end = moved(lines[i].end);
    details[i].reach = moved(details[i].reach);
  }
  splice(lines, first, meeting, made);
  splice(details, first, meeting, made_details);
  place_lines();
}

Layout::Layout(Fonts& fonts, std::string text, const Style& style, const LayoutOptions& options)
    : state_(std::make_unique<State>()) {
  state_->fonts = &fonts.state();
  state_->text = std::move(text);
  state_->style = style;
  state_->options = options;
  state_->cut_all();
  state_->wrap_all();
}

Layout::Layout(Layout&&) noexcept = default;
Layout& Layout::operator=(Layout&&) noexcept = default;
Layout::~Layout() = default;

const std::string& Layout::text() const {
  return state_->text;
}

const Style& Layout::style() const {
  return state_->style;
}

const LayoutOptions& Layout::options() const {
  return state_->options;
}

std::span<const Line> Layout::lines() const {
  return state_->lines;
}

std::span<const Glyph> Layout::glyphs(std::size_t line) const {
  return state_->details[line].glyphs;
}

Size Layout::size() const {
  return state_->size;
}

bool Layout::is_cut() const {
  return state_->lines.back().ending == LineEnd::cut;
}

std::size_t Layout::shown_end() const {
  return is_cut() ? state_->lines.back().end : state_->text.size();
}

void Layout::edit(std::size_t offset, std::size_t removed_bytes, std::string_view inserted) {
  State& state = *state_;
  const std::size_t begin = code_point_begin(state.text, std::min(offset, state.text.size()));
  const std::size_t wanted_end =
      begin + std::min(removed_bytes + (offset - begin), state.text.size() - begin);
  const std::size_t end = std::max(begin, code_point_begin(state.text, wanted_end));
  const std::size_t removed = end - begin;
  state.text.replace(begin, removed, inserted);
  const State::Recut changed = state.recut(begin, removed, inserted.size());
  if (state.options.lines_max > 0) {
    state.wrap_all();
  } else {
    state.rewrap(changed,
                 static_cast<std::ptrdiff_t>(inserted.size()) - static_cast<std::ptrdiff_t>(removed));
  }
}

void Layout::set_options(const LayoutOptions& options) {
  if (options == state_->options) return;
  state_->options = options;
  state_->wrap_all();
}

void Layout::set_style(const Style& style) {
  const Style before = std::exchange(state_->style, style);
  if (before == style) return;
  if (before.family != style.family || before.weight != style.weight) state_->cut_all();
  state_->wrap_all();
}

}  // namespace khaosan::text
