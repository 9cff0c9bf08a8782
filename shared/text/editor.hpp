// The model of an editing field: text, caret, selection, undo. It draws nothing and reads no clock or
// clipboard: times and clipboard texts are passed in and out. Draw it with layout(), caret() and selection().
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/text/layout.hpp"

namespace khaosan::text {

enum class FieldLines : std::uint8_t {
  one,   // never wraps; newlines in what comes in become spaces
  many,  // wraps at width_px
};

struct EditorOptions {
  Style style;
  FieldLines lines = FieldLines::many;
  float width_px = 0;              // of a field of many lines
  std::size_t bytes_max = 0;       // 0: no limit
  std::size_t characters_max = 0;  // code points; 0: no limit
};

enum class Motion : std::uint8_t {
  prev_cell,
  next_cell,
  prev_word,
  next_word,
  line_up,
  line_down,
  page_up,
  page_down,
  line_begin,
  line_end,
  text_begin,
  text_end,
};

enum class Selecting : std::uint8_t { no, yes };

// Typing that pauses longer than this is undone in two steps.
constexpr std::int64_t undo_pause_ms = 1500;
constexpr std::size_t undo_steps_max = 1000;

class TextEditor {
 public:
  TextEditor(Fonts& fonts, const EditorOptions& options, std::string text = {});

  const Layout& layout() const { return layout_; }
  const std::string& text() const { return layout_.text(); }
  Caret caret() const { return caret_; }
  std::size_t anchor() const { return anchor_; }
  Range selection() const;
  std::uint64_t revision() const { return revision_; }  // grows with each change of the text

  // Replaces the selection. too_long, and nothing changes, if the text would pass a limit.
  // A tone mark typed after SARA AM goes before it; nothing else of what is typed is changed.
  Done type(std::string_view utf8, std::int64_t now_ms);
  // The same for the clipboard's text, in the form that is stored (shared/thai/normalize.hpp).
  Done paste(std::string_view utf8, std::int64_t now_ms);
  std::string copy() const;  // the selected text, exactly
  std::string cut(std::int64_t now_ms);

  void backspace(std::int64_t now_ms);    // the selection, or one code point
  void delete_cell(std::int64_t now_ms);  // the selection, or one cell
  void backspace_word(std::int64_t now_ms);
  void delete_word(std::int64_t now_ms);

  // page_lines: lines that the view shows, for page_up and page_down.
  void move(Motion motion, Selecting selecting, std::size_t page_lines = 1);
  void select(std::size_t anchor, std::size_t caret);
  void select_all();

  // The mouse, in the layout's coordinates. A drag goes on in words or paragraphs as it was begun.
  void press(Point point, Selecting selecting = Selecting::no);
  void press_twice(Point point);   // selects the word
  void press_thrice(Point point);  // selects the paragraph
  void drag(Point point);

  bool can_undo() const { return !done_.empty(); }
  bool can_redo() const { return !undone_.empty(); }
  bool undo();  // false: nothing to undo
  bool redo();

  // The text changed elsewhere (a merge): caret and selection stay with the words they were at. Undo starts
  // anew.
  void set_text(std::string_view text);
  void set_style(const Style& style);
  void set_width(float width_px);

 private:
  enum class StepKind : std::uint8_t { typing, erasing, other };
  struct Step {
    std::size_t offset = 0;
    std::string removed;
    std::string inserted;
    std::size_t anchor_before = 0;
    Caret caret_before;
    Caret caret_after;
    StepKind kind = StepKind::other;
    std::int64_t at_ms = 0;
  };
  enum class Unit : std::uint8_t { cell, word, paragraph };

  Done check_limits(std::string_view inserted) const;
  std::string input_form(std::string_view utf8) const;
  // What every change goes through: edits the text, notes the step, sets the caret to `caret_after`.
  void replace(Range range, std::string_view inserted, std::size_t caret_after, StepKind kind,
               std::int64_t now_ms);
  void type_one(std::string_view code_point, std::int64_t now_ms);
  bool joins_last(const Step& step) const;
  void note(Step step);
  void apply(std::size_t offset, std::size_t removed, std::string_view inserted);
  void place_caret(Caret caret, Selecting selecting);
  std::size_t stop_from(std::size_t offset) const;
  Caret moved(Motion motion, std::size_t page_lines);
  std::size_t cell_under(Point point) const;
  void press_unit(Point point, Unit unit);
  Range unit_at(std::size_t offset) const;

  Layout layout_;
  EditorOptions options_;
  Caret caret_;
  std::size_t anchor_ = 0;
  std::optional<float> wanted_x_;  // kept while moving up and down
  Unit drag_unit_ = Unit::cell;
  Range drag_from_;
  std::vector<Step> done_;
  std::vector<Step> undone_;
  std::uint64_t revision_ = 0;
};

}  // namespace khaosan::text
