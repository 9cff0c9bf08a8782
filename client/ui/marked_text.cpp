#include "client/ui/marked_text.hpp"

#include <algorithm>

namespace khaosan::client {
namespace {

constexpr std::size_t look_for_blank_bytes = 60;
constexpr std::string_view gap = "… ";

bool starts_letter(std::string_view text, std::size_t at) {
  return at >= text.size() || (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
}

// A consonant or a leading vowel, or no Thai at all: what stands before it may be cut off.
bool may_begin(std::string_view text, std::size_t at) {
  if (!starts_letter(text, at)) return false;
  if (at + 2 >= text.size() || text[at] != '\xE0') return true;
  const auto second = static_cast<unsigned char>(text[at + 1]);
  const auto third = static_cast<unsigned char>(text[at + 2]);
  if (second == 0xB8) return third <= 0xAE;                 // ก … ฮ
  return second == 0xB9 && third >= 0x80 && third <= 0x84;  // เ แ โ ใ ไ
}

// Not between a leading vowel and its consonant.
bool may_cut(std::string_view text, std::size_t at) {
  if (!may_begin(text, at)) return false;
  if (at < 3) return true;
  const std::string_view before = text.substr(at - 3, 3);
  return !(before >= "เ" && before <= "ไ");
}

std::size_t cut_before(std::string_view text, std::size_t at) {
  at = std::min(at, text.size());
  const std::size_t from = at > look_for_blank_bytes ? at - look_for_blank_bytes : 0;
  for (std::size_t i = at; i > from; --i) {
    if (text[i - 1] == ' ' || text[i - 1] == '\n') return i;
  }
  while (at > 0 && !may_cut(text, at)) --at;
  return at;
}

std::size_t cut_after(std::string_view text, std::size_t at) {
  const std::size_t to = std::min(text.size(), at + look_for_blank_bytes);
  for (std::size_t i = at; i < to; ++i) {
    if (text[i] == ' ' || text[i] == '\n') return i + 1;
  }
  while (at < text.size() && !may_cut(text, at)) ++at;
  return at;
}

}  // namespace

std::string_view head_of(std::string_view text, std::size_t bytes_max) {
  return text.size() <= bytes_max ? text : text.substr(0, cut_before(text, bytes_max));
}

MarkedText marked_text(std::span<const WordChange> changes, std::size_t context_bytes) {
  MarkedText marked;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const WordChange& change = changes[i];
    if (change.kind != WordChange::Kind::same) {
      // A blank at either end is no word: it is kept, and not marked.
      const std::size_t from = change.text.find_first_not_of(" \n");
      const std::size_t to = change.text.find_last_not_of(" \n");
      const std::size_t begin = marked.text.size();
      marked.text += change.text;
      if (from != std::string::npos) marked.marks.push_back({{begin + from, begin + to + 1}, change.kind});
      continue;
    }
    const std::string_view text = change.text;
    const bool first = i == 0;
    const bool last = i + 1 == changes.size();
    const std::size_t kept = context_bytes * (first || last ? 1 : 2);
    if (context_bytes == 0 || text.size() <= kept + 2 * look_for_blank_bytes || changes.size() == 1) {
      marked.text += text;
      continue;
    }
    if (!first) marked.text += text.substr(0, cut_before(text, context_bytes));
    if (!marked.text.empty() && marked.text.back() != ' ') marked.text += ' ';
    marked.text += gap;
    if (!last) marked.text += text.substr(cut_after(text, text.size() - context_bytes));
  }
  return marked;
}

float marked_height(Ui& ui, float width, const MarkedText& marked, Type type, std::size_t lines_max) {
  return ui.canvas.measure(marked.text, type, {width, lines_max}).height;
}

float draw_marked(Ui& ui, Point top_left, float width, const MarkedText& marked, MarkTone tone, Type type,
                  std::size_t lines_max) {
  const text::Layout& layout = ui.canvas.layout(marked.text, type, {width, lines_max});
  const float scale = ui.canvas.scale();
  const Theme& theme = ui.theme;
  const Rect seen = ui.canvas.clip();
  struct Strike {
    Rect rect;
    bool added = false;
  };
  std::vector<Strike> strikes;
  for (const MarkedText::Mark& mark : marked.marks) {
    if (mark.range.begin >= layout.shown_end()) continue;
    const bool added = mark.kind == WordChange::Kind::added;
    const Colour fill = !added ? theme.del : tone == MarkTone::green ? theme.ins : theme.infoc;
    for (const text::Rect& box :
         layout.selection_rects(mark.range.begin, std::min(mark.range.end, layout.shown_end()))) {
      Rect at{top_left.x + box.x / scale, top_left.y + box.y / scale + 2, box.width / scale,
              box.height / scale - 3};
      if (at.y > seen.y + seen.height || at.y + at.height < seen.y) continue;
      ui.canvas.fill(at, fill, 3);
      strikes.push_back({at, added});
    }
  }
  ui.canvas.text(top_left, layout, theme.text);
  for (const auto& [at, added] : strikes) {
    if (added) {
      ui.canvas.fill({at.x, at.y + at.height - 2, at.width, 2},
                     tone == MarkTone::green ? theme.ok : theme.info);
    } else {
      ui.canvas.fill({at.x, at.y + at.height * 0.52F, at.width, 1.5F}, theme.err);
    }
  }
  return layout.size().height / scale;
}

}  // namespace khaosan::client
