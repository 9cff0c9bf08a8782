// A text laid out in lines: its glyphs, its caret stops, its words.
//
// Offsets are bytes of the UTF-8 text. Positions are real pixels: x to the right, y down, (0, 0) is the top
// left of the text. The caller multiplies sizes by the screen's scale. Invalid bytes show as U+FFFD and count
// as one cell each. Text runs from left to right. "\n" starts a new line; a tab is as wide as four spaces.
//
// A cell is what the caret steps over and Delete removes: a grapheme cluster, so น้ำ is one and เก has two.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shared/text/fonts.hpp"

namespace khaosan::text {

struct Style {
  Family family = Family::plain;
  Weight weight = Weight::regular;
  float size_px = 16;
  float line_height_px = 26;  // absolute: no font changes it
  bool operator==(const Style&) const = default;
};

enum class Align : std::uint8_t { left, centre, right };

struct LayoutOptions {
  float width_px = std::numeric_limits<float>::infinity();
  std::size_t lines_max = 0;  // more are cut with "…" at a word; 0: no limit
  Align align = Align::left;  // in width_px, or in the widest line where that is infinite
  bool operator==(const LayoutOptions&) const = default;
};

struct Point {
  float x = 0;
  float y = 0;
};

struct Size {
  float width = 0;
  float height = 0;
};

struct Rect {
  float x = 0;
  float y = 0;
  float width = 0;
  float height = 0;
};

// Bytes [begin, end).
struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool empty() const { return begin == end; }
  bool operator==(const Range&) const = default;
};

// Relative to the left end of its line's baseline. Colour bitmaps are scaled when they are rasterised.
struct Glyph {
  FaceId face{};
  std::uint32_t id = 0;
  float x = 0;
  float y = 0;
  bool operator==(const Glyph&) const = default;
};

enum class LineEnd : std::uint8_t {
  soft,     // wrapped
  newline,  // "\n" follows; it belongs to no line
  text,     // the text ends
  cut,      // "…" stands for what follows
};

struct Line {
  std::size_t begin = 0;
  std::size_t end = 0;  // blanks at a wrap belong to the line and hang over its width
  LineEnd ending = LineEnd::text;
  float left = 0;   // by alignment
  float width = 0;  // without hanging blanks
  float top_y = 0;
  float baseline_y = 0;
  float height = 0;
  bool operator==(const Line&) const = default;
};

// At a soft wrap one offset has two places.
enum class Affinity : std::uint8_t {
  line_begin,  // at the start of the lower line
  line_end,    // at the end of the upper line
};

struct Caret {
  std::size_t offset = 0;
  Affinity affinity = Affinity::line_begin;
  bool operator==(const Caret&) const = default;
};

struct CaretRect {
  float x = 0;
  float y = 0;
  float height = 0;
};

class Layout {
 public:
  // Uses `fonts`, which may be moved but must outlive it.
  Layout(Fonts& fonts, std::string text, const Style& style, const LayoutOptions& options = {});
  Layout(Layout&&) noexcept;
  Layout& operator=(Layout&&) noexcept;
  ~Layout();

  const std::string& text() const;
  const Style& style() const;
  const LayoutOptions& options() const;

  // Never empty: a text that is empty or ends with "\n" has an empty last line.
  std::span<const Line> lines() const;
  std::span<const Glyph> glyphs(std::size_t line) const;
  Size size() const;              // width of the widest line, height of all
  bool is_cut() const;            // by lines_max
  std::size_t shown_end() const;  // the first byte that is not shown; text().size() if all is

  // Replaces bytes, and lays out again only what that changes. The result equals a new layout of the new
  // text. Both ends are moved to the start of the code point they are in.
  void edit(std::size_t offset, std::size_t removed_bytes, std::string_view inserted);
  void set_options(const LayoutOptions& options);
  void set_style(const Style& style);

  // The caret nearest to a point; points outside count as on the nearest line.
  Caret caret_at(Point point) const;
  CaretRect caret_rect(Caret caret) const;
  std::size_t line_of(Caret caret) const;

  bool is_stop(std::size_t offset) const;
  std::size_t stop_at_or_before(std::size_t offset) const;
  std::size_t next_stop(std::size_t offset) const;  // the text's end at most
  std::size_t prev_stop(std::size_t offset) const;  // 0 at least
  std::size_t next_word(std::size_t offset) const;  // start of the next word, or the paragraph's end
  std::size_t prev_word(std::size_t offset) const;  // start of this word or of the one before
  Range word_at(std::size_t offset) const;          // what a double click selects
  Range paragraph_at(std::size_t offset) const;     // without its "\n"

  Caret line_begin(Caret caret) const;
  Caret line_end(Caret caret) const;
  // `lines` down (up if negative), nearest to `x`. Above the first line the text's start, below the last its
  // end.
  Caret moved_by_lines(Caret caret, std::ptrdiff_t lines, float x) const;

  // One rectangle a line, as high as the line; a selected newline shows as a narrow one.
  std::vector<Rect> selection_rects(std::size_t begin, std::size_t end) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace khaosan::text
