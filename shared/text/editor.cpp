#include "shared/text/editor.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "shared/base/utf8.hpp"
#include "shared/thai/normalize.hpp"

namespace khaosan::text {
namespace {

// Thai is typed without blanks: a step that is this long ends at the next word.
constexpr std::size_t step_bytes_long = 48;
// What stands around a caret and is looked for when the text changed elsewhere.
constexpr std::size_t context_bytes = 30;

constexpr std::uint32_t sara_am = 0x0E33;

bool is_consonant(std::uint32_t sign) {
  return sign >= 0x0E01 && sign <= 0x0E2E;
}

bool is_tone(std::uint32_t sign) {
  return sign >= 0x0E48 && sign <= 0x0E4B;
}

bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80;
}

bool is_space(char byte) {
  return byte == ' ' || byte == '\n' || byte == '\t';
}

std::size_t code_point_before(std::string_view text, std::size_t offset) {
  if (offset == 0) return 0;
  std::size_t at = offset - 1;
  while (at > 0 && is_continuation(text[at])) --at;
  return at;
}

std::size_t code_point_after(std::string_view text, std::size_t offset) {
  std::size_t at = offset + 1;
  while (at < text.size() && is_continuation(text[at])) ++at;
  return std::min(at, text.size());
}

std::uint32_t sign_at(std::string_view text, std::size_t offset) {
  return next_code_point(text, offset).value_or(0);
}

// A consonant and SARA AM stand before `offset`: gives where SARA AM begins, else `offset`.
std::size_t before_sara_am(std::string_view text, std::size_t offset) {
  const std::size_t vowel = code_point_before(text, offset);
  if (vowel == 0 || sign_at(text, vowel) != sara_am) return offset;
  return is_consonant(sign_at(text, code_point_before(text, vowel))) ? vowel : offset;
}

struct Difference {
  std::size_t begin = 0;
  std::size_t old_end = 0;
  std::size_t new_end = 0;
};

Difference difference(std::string_view before, std::string_view after) {
  const auto first = std::mismatch(before.begin(), before.end(), after.begin(), after.end());
  Difference found;
  found.begin = static_cast<std::size_t>(first.first - before.begin());
  while (found.begin > 0 && found.begin < std::max(before.size(), after.size()) &&
         ((found.begin < before.size() && is_continuation(before[found.begin])) ||
          (found.begin < after.size() && is_continuation(after[found.begin])))) {
    --found.begin;
  }
  found.old_end = before.size();
  found.new_end = after.size();
  while (found.old_end > found.begin && found.new_end > found.begin &&
         before[found.old_end - 1] == after[found.new_end - 1]) {
    --found.old_end;
    --found.new_end;
  }
  while (found.old_end < before.size() && is_continuation(before[found.old_end])) {
    ++found.old_end;
    ++found.new_end;
  }
  return found;
}

// The occurrence of `wanted` that starts nearest to `near`.
std::optional<std::size_t> nearest_occurrence(std::string_view text, std::string_view wanted,
                                              std::size_t near) {
  if (wanted.empty()) return std::nullopt;
  const std::size_t after = text.find(wanted, near);
  const std::size_t before = text.rfind(wanted, near);
  if (after == std::string_view::npos && before == std::string_view::npos) return std::nullopt;
  if (before == std::string_view::npos) return after;
  if (after == std::string_view::npos) return before;
  return after - near < near - before ? after : before;
}

// Where a caret at `offset` of the old text belongs in the new one: with the words beside it.
std::size_t followed(std::string_view before, std::string_view after, const Difference& change,
                     std::size_t offset) {
  if (offset <= change.begin) return offset;
  if (offset >= change.old_end) return offset - change.old_end + change.new_end;
  const std::size_t back = std::min(offset, context_bytes);
  if (const auto at = nearest_occurrence(after, before.substr(offset - back, back), offset - back))
    return *at + back;
  if (const auto at = nearest_occurrence(after, before.substr(offset, context_bytes), offset)) return *at;
  return std::min(offset, change.new_end);
}

LayoutOptions layout_options(const EditorOptions& options) {
  LayoutOptions made;
  if (options.lines == FieldLines::many) made.width_px = options.width_px;
  return made;
}

}  // namespace

TextEditor::TextEditor(Fonts& fonts, const EditorOptions& options, std::string text)
    : layout_(fonts, std::move(text), options.style, layout_options(options)), options_(options) {}

Range TextEditor::selection() const {
  return {std::min(anchor_, caret_.offset), std::max(anchor_, caret_.offset)};
}

Done TextEditor::check_limits(std::string_view inserted) const {
  const Range replaced = selection();
  const std::size_t bytes = text().size() - (replaced.end - replaced.begin) + inserted.size();
  if (options_.bytes_max > 0 && bytes > options_.bytes_max) {
    return refuse(Code::too_long, std::to_string(bytes) + " > " + std::to_string(options_.bytes_max));
  }
  if (options_.characters_max == 0) return {};
  const std::string_view kept(text());
  const std::size_t characters = code_point_count(kept.substr(0, replaced.begin)) +
                                 code_point_count(kept.substr(replaced.end)) + code_point_count(inserted);
  if (characters <= options_.characters_max) return {};
  return refuse(Code::too_long, std::to_string(characters) + " > " + std::to_string(options_.characters_max));
}

std::string TextEditor::input_form(std::string_view utf8) const {
  std::string form(utf8);
  if (options_.lines == FieldLines::one) std::replace(form.begin(), form.end(), '\n', ' ');
  return form;
}

std::size_t TextEditor::stop_from(std::size_t offset) const {
  const std::size_t within = std::min(offset, text().size());
  return layout_.is_stop(within) ? within : layout_.next_stop(within);
}

void TextEditor::place_caret(Caret caret, Selecting selecting) {
  caret_ = caret;
  if (selecting == Selecting::no) anchor_ = caret.offset;
}

void TextEditor::apply(std::size_t offset, std::size_t removed, std::string_view inserted) {
  layout_.edit(offset, removed, inserted);
  wanted_x_.reset();
  ++revision_;
}

bool TextEditor::joins_last(const Step& step) const {
  if (done_.empty() || !undone_.empty() || step.kind == StepKind::other) return false;
  const Step& last = done_.back();
  if (last.kind != step.kind || step.at_ms - last.at_ms > undo_pause_ms) return false;
  if (step.kind == StepKind::erasing) return step.offset + step.removed.size() == last.offset;
  const std::size_t last_end = last.offset + last.inserted.size();
  if (!step.removed.empty() || step.offset < last.offset || step.offset > last_end) return false;
  const bool new_word = is_space(last.inserted.back()) && !is_space(step.inserted.front());
  const bool long_enough = last.inserted.size() >= step_bytes_long;
  return !new_word && !(long_enough && layout_.word_at(step.offset).begin == step.offset);
}

void TextEditor::note(Step step) {
  const bool joins = joins_last(step);
  undone_.clear();
  if (!joins) {
    if (done_.size() == undo_steps_max) done_.erase(done_.begin());
    done_.push_back(std::move(step));
    return;
  }
  Step& last = done_.back();
  if (step.kind == StepKind::typing) {
    last.inserted.insert(step.offset - last.offset, step.inserted);
  } else {
    last.removed.insert(0, step.removed);
    last.offset = step.offset;
  }
  last.caret_after = step.caret_after;
  last.at_ms = step.at_ms;
}

void TextEditor::replace(Range range, std::string_view inserted, std::size_t caret_after, StepKind kind,
                         std::int64_t now_ms) {
  if (range.empty() && inserted.empty()) return;
  Step step;
  step.offset = range.begin;
  step.removed = text().substr(range.begin, range.end - range.begin);
  step.inserted = inserted;
  step.anchor_before = anchor_;
  step.caret_before = caret_;
  step.kind = kind;
  step.at_ms = now_ms;
  apply(range.begin, range.end - range.begin, inserted);
  place_caret({stop_from(caret_after), Affinity::line_begin}, Selecting::no);
  step.caret_after = caret_;
  note(std::move(step));
}

void TextEditor::type_one(std::string_view code_point, std::int64_t now_ms) {
  const Range replaced = selection();
  const bool late_tone = is_tone(sign_at(code_point, 0)) && replaced.empty();
  const std::size_t at = late_tone ? before_sara_am(text(), replaced.begin) : replaced.begin;
  const std::size_t end = std::max(at, replaced.empty() ? at : replaced.end);
  replace({at, end}, code_point, replaced.begin + code_point.size(), StepKind::typing, now_ms);
}

Done TextEditor::type(std::string_view utf8, std::int64_t now_ms) {
  if (!is_utf8(utf8)) return refuse(Code::not_utf8, "typed text");
  const std::string typed = input_form(utf8);
  KHAOSAN_TRY(check_limits(typed));
  for (std::size_t at = 0; at < typed.size();) {
    const std::size_t end = code_point_after(typed, at);
    type_one(std::string_view(typed).substr(at, end - at), now_ms);
    at = end;
  }
  return {};
}

Done TextEditor::paste(std::string_view utf8, std::int64_t now_ms) {
  if (!is_utf8(utf8)) return refuse(Code::not_utf8, "clipboard");
  const std::string pasted = input_form(normalize_text(utf8));
  KHAOSAN_TRY(check_limits(pasted));
  const Range replaced = selection();
  replace(replaced, pasted, replaced.begin + pasted.size(), StepKind::other, now_ms);
  return {};
}

std::string TextEditor::copy() const {
  const Range selected = selection();
  return text().substr(selected.begin, selected.end - selected.begin);
}

std::string TextEditor::cut(std::int64_t now_ms) {
  std::string taken = copy();
  replace(selection(), {}, selection().begin, StepKind::other, now_ms);
  return taken;
}

void TextEditor::backspace(std::int64_t now_ms) {
  const Range selected = selection();
  if (!selected.empty()) return replace(selected, {}, selected.begin, StepKind::other, now_ms);
  const std::size_t begin = code_point_before(text(), caret_.offset);
  replace({begin, caret_.offset}, {}, begin, StepKind::erasing, now_ms);
}

void TextEditor::delete_cell(std::int64_t now_ms) {
  const Range selected = selection();
  if (!selected.empty()) return replace(selected, {}, selected.begin, StepKind::other, now_ms);
  replace({caret_.offset, layout_.next_stop(caret_.offset)}, {}, caret_.offset, StepKind::other, now_ms);
}

void TextEditor::backspace_word(std::int64_t now_ms) {
  const Range selected = selection();
  if (!selected.empty()) return replace(selected, {}, selected.begin, StepKind::other, now_ms);
  const std::size_t begin = layout_.prev_word(caret_.offset);
  replace({begin, caret_.offset}, {}, begin, StepKind::other, now_ms);
}

void TextEditor::delete_word(std::int64_t now_ms) {
  const Range selected = selection();
  if (!selected.empty()) return replace(selected, {}, selected.begin, StepKind::other, now_ms);
  replace({caret_.offset, layout_.next_word(caret_.offset)}, {}, caret_.offset, StepKind::other, now_ms);
}

Caret TextEditor::moved(Motion motion, std::size_t page_lines) {
  const auto by_lines = [&](std::ptrdiff_t lines) {
    if (!wanted_x_) wanted_x_ = layout_.caret_rect(caret_).x;
    return layout_.moved_by_lines(caret_, lines, *wanted_x_);
  };
  const auto page = static_cast<std::ptrdiff_t>(std::max<std::size_t>(page_lines, 1));
  switch (motion) {
    case Motion::prev_cell:
      return {layout_.prev_stop(caret_.offset), Affinity::line_begin};
    case Motion::next_cell:
      return {layout_.next_stop(caret_.offset), Affinity::line_begin};
    case Motion::prev_word:
      return {layout_.prev_word(caret_.offset), Affinity::line_begin};
    case Motion::next_word:
      return {layout_.next_word(caret_.offset), Affinity::line_begin};
    case Motion::line_up:
      return by_lines(-1);
    case Motion::line_down:
      return by_lines(1);
    case Motion::page_up:
      return by_lines(-page);
    case Motion::page_down:
      return by_lines(page);
    case Motion::line_begin:
      return layout_.line_begin(caret_);
    case Motion::line_end:
      return layout_.line_end(caret_);
    case Motion::text_begin:
      return {};
    case Motion::text_end:
      break;
  }
  return {text().size(), Affinity::line_begin};
}

void TextEditor::move(Motion motion, Selecting selecting, std::size_t page_lines) {
  const bool by_lines = motion == Motion::line_up || motion == Motion::line_down ||
                        motion == Motion::page_up || motion == Motion::page_down;
  if (!by_lines) wanted_x_.reset();
  const Range selected = selection();
  const bool by_cells = motion == Motion::prev_cell || motion == Motion::next_cell;
  if (by_cells && selecting == Selecting::no && !selected.empty()) {
    const std::size_t to = motion == Motion::prev_cell ? selected.begin : selected.end;
    return place_caret({to, Affinity::line_begin}, Selecting::no);
  }
  place_caret(moved(motion, page_lines), selecting);
}

void TextEditor::select(std::size_t anchor, std::size_t caret) {
  wanted_x_.reset();
  anchor_ = stop_from(anchor);
  caret_ = {stop_from(caret), Affinity::line_begin};
}

void TextEditor::select_all() {
  select(0, text().size());
}

void TextEditor::press(Point point, Selecting selecting) {
  wanted_x_.reset();
  drag_unit_ = Unit::cell;
  place_caret(layout_.caret_at(point), selecting);
}

// The cell that is drawn under the point, not the stop nearest to it.
std::size_t TextEditor::cell_under(Point point) const {
  const Caret near = layout_.caret_at(point);
  const bool before = point.x < layout_.caret_rect(near).x;
  const std::size_t line_begin = layout_.line_begin(near).offset;
  return before && near.offset > line_begin ? layout_.prev_stop(near.offset) : near.offset;
}

Range TextEditor::unit_at(std::size_t offset) const {
  return drag_unit_ == Unit::word ? layout_.word_at(offset) : layout_.paragraph_at(offset);
}

void TextEditor::press_unit(Point point, Unit unit) {
  drag_unit_ = unit;
  drag_from_ = unit_at(cell_under(point));
  select(drag_from_.begin, drag_from_.end);
}

void TextEditor::press_twice(Point point) {
  press_unit(point, Unit::word);
}

void TextEditor::press_thrice(Point point) {
  press_unit(point, Unit::paragraph);
}

void TextEditor::drag(Point point) {
  if (drag_unit_ == Unit::cell) return place_caret(layout_.caret_at(point), Selecting::yes);
  const Range at = unit_at(cell_under(point));
  if (at.begin < drag_from_.begin) {
    select(drag_from_.end, at.begin);
  } else {
    select(drag_from_.begin, std::max(at.end, drag_from_.end));
  }
}

bool TextEditor::undo() {
  if (done_.empty()) return false;
  Step step = std::move(done_.back());
  done_.pop_back();
  apply(step.offset, step.inserted.size(), step.removed);
  caret_ = step.caret_before;
  anchor_ = step.anchor_before;
  undone_.push_back(std::move(step));
  return true;
}

bool TextEditor::redo() {
  if (undone_.empty()) return false;
  Step step = std::move(undone_.back());
  undone_.pop_back();
  apply(step.offset, step.removed.size(), step.inserted);
  place_caret(step.caret_after, Selecting::no);
  step.kind = StepKind::other;  // what is typed next does not join it
  done_.push_back(std::move(step));
  return true;
}

void TextEditor::set_text(std::string_view text) {
  const std::string before = this->text();
  if (before == text) return;
  const Difference change = difference(before, text);
  const std::size_t caret = followed(before, text, change, caret_.offset);
  const std::size_t anchor = followed(before, text, change, anchor_);
  const Affinity affinity = caret_.affinity;
  apply(change.begin, change.old_end - change.begin,
        text.substr(change.begin, change.new_end - change.begin));
  select(anchor, caret);
  caret_.affinity = affinity;
  drag_from_ = {caret_.offset, caret_.offset};
  done_.clear();
  undone_.clear();
}

void TextEditor::set_style(const Style& style) {
  options_.style = style;
  layout_.set_style(style);
}

void TextEditor::set_width(float width_px) {
  options_.width_px = width_px;
  layout_.set_options(layout_options(options_));
}

}  // namespace khaosan::text
