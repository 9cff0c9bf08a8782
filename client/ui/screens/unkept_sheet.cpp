// What was typed and could not be written to the disk: why, and what can be done before it is lost.
#include "client/ui/marked_text.hpp"
#include "client/ui/screen.hpp"

namespace khaosan::client {
namespace {

constexpr std::size_t shown_bytes = 240;

// Which field it is, as it is named on its form.
std::string name_of(const Words& words, const DraftKey& key) {
  const KindDecl* kind = find_kind(key.kind);
  const FieldDecl* field = kind == nullptr ? nullptr : kind->field(key.field);
  if (field == nullptr) return std::string(words(Word::unkept_form));
  return std::string(words.label(kind->th, kind->en)) + " · " +
         std::string(words.label(field->th, field->en));
}

}  // namespace

void draw_unkept_sheet(const Screen& screen) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  UiState& state = screen.state;
  const Rect& rect = screen.rect;
  const std::vector<Drafts::Unkept> all = state.drafts.unkept();
  if (all.empty()) {
    state.sheet = Sheet::none;
    if (!state.drafts.any_pending()) screen.say(icons::check, std::string(words(Word::all_kept)));
    return;
  }
  if (icon_button(ui, "close", {rect.x + rect.width - 36, rect.y - 8, 44, 44}, icons::close,
                  words(Word::close))) {
    state.sheet = Sheet::none;
    state.closes = false;
  }
  float y = rect.y;
  const std::string title = words(Word::unkept_title, std::to_string(all.size()));
  y += ui.canvas.text({rect.x, y}, title, Type::heading, ui.theme.text, {rect.width - 48, 2}).height + 6;
  const std::string reason = words.reason(all.front().fault);
  y += ui.canvas.text({rect.x, y}, reason, Type::body, ui.theme.err, {rect.width}).height + 6;
  y +=
      ui.canvas.text({rect.x, y}, words(Word::unkept_line), Type::small, ui.theme.text2, {rect.width}).height;
  y += 14;

  const float buttons = state.closes ? 164 : 108;
  const float bottom = rect.y + rect.height - buttons;
  ScrollArea area(ui, "texts", {rect.x, y, rect.width, std::max(60.0F, bottom - y - 12)});
  float inside = area.top();
  for (const Drafts::Unkept& one : all) {
    ui.canvas.text_left({rect.x, inside, rect.width, 24}, name_of(words, one.key), Type::small_bold,
                        ui.theme.text2);
    inside += 26;
    inside += ui.canvas
                  .text({rect.x, inside}, head_of(one.text, shown_bytes), Type::body, ui.theme.text,
                        {rect.width - 8, 4})
                  .height +
              14;
  }
  area.end(inside - area.top());

  y = bottom;
  if (button(ui, "again", {rect.x, y, rect.width, 48},
             {words(Word::unkept_again), icons::refresh, Look::primary}))
    state.drafts.leave_all();
  y += 56;
  if (button(ui, "copy", {rect.x, y, rect.width, 48},
             {words(Word::unkept_copy), icons::content_copy, Look::tonal})) {
    std::string text;
    for (const Drafts::Unkept& one : all) text += one.text + "\n\n";
    ui.clipboard_to_set = std::move(text);
    ui.wants_clipboard_set = true;
    screen.say(icons::content_copy, std::string(words(Word::unkept_copied)));
  }
  y += 56;
  if (!state.closes) return;
  if (button(ui, "close anyway", {rect.x, y, rect.width, 48}, {words(Word::unkept_close), 0, Look::danger}))
    for (const Drafts::Unkept& one : all) state.drafts.give_up(one.key);
}

}  // namespace khaosan::client
