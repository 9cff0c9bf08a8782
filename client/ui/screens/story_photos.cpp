#include <algorithm>
#include <cmath>

#include "client/app/photo_order.hpp"
#include "client/ui/story.hpp"

namespace khaosan::client {
namespace {

constexpr float tile_width = 112;
constexpr float tile_height = 80;
constexpr float tile_gap = 8;
constexpr float captions_height = 42;
constexpr float head_height = 46;
constexpr float editor_height = 124;
constexpr float original_height = 84;  // where the original is not here
constexpr float drag_from_px = 8;
constexpr int slide_ms = 140;
constexpr std::int64_t settle_ms = 1'500;
constexpr std::int64_t event_photos_asked = 400;

// A photo that is pulled to another place. It stays shown there until the store has it so.
struct Pull {
  std::size_t from = no_photo;
  std::size_t to = 0;
  bool is_let_go = false;
  std::int64_t until_ms = 0;
  std::vector<RecordId> before;
};

std::vector<RecordId> ids_of(const StoryView& story) {
  std::vector<RecordId> ids;
  for (const StoryPhoto& photo : story.photos) ids.push_back(photo.member.id);
  return ids;
}

void move(const Screen& screen, const StoryView& story, std::size_t from, std::size_t to) {
  std::vector<Record> photos;
  for (const StoryPhoto& photo : story.photos) photos.push_back(photo.member);
  std::vector<Put> back;
  for (Put& put : move_photo(photos, from, to, new_position_tail())) {
    for (const Record& photo : photos) {
      if (photo.id == *put.id)
        back.push_back({photo.kind, photo.id, {{"position", field_or_empty(photo.fields, "position")}}});
    }
    screen.hand_in(std::move(put), {});
  }
  if (back.empty()) return;
  const auto hand_in = screen.hand_in;
  screen.state.can_undo([hand_in, back] {
    for (const Put& put : back) hand_in(put, {});
  });
}

void take_out(const Screen& screen, const StoryView& story, std::size_t photo) {
  const RecordId id = story.photos[photo].member.id;
  screen.hand_in(Remove{"news_photo", id}, {});
  const auto hand_in = screen.hand_in;
  screen.did(icons::delete_, screen.ui.words(Word::photo_taken_out, std::to_string(photo + 1)),
             [hand_in, id] {
               hand_in(Restore{"news_photo", id}, {});
             });
}

std::string caption_name(const StoryView& story, std::size_t photo) {
  return "caption " + story.photos[photo].member.id.text();
}

void tag(Ui& ui, Point at, std::string_view text) {
  const float wide = std::max(24.0F, ui.canvas.measure(text, Type::micro_bold).width + 12);
  ui.canvas.fill({at.x, at.y, wide, 24}, faded(rgb(0x0A1413), 0.78F), 12);
  ui.canvas.text_centred({at.x, at.y, wide, 24}, text, Type::micro_bold, rgb(0xFFFFFF));
}

// The keys of a photo that has the keyboard.
void photo_keys(const Screen& screen, const StoryView& story, std::size_t photo, WidgetId id) {
  Ui& ui = screen.ui;
  if (!ui.has_focus(id)) return;
  if (ui.key(Key::left, true) && photo > 0) move(screen, story, photo, photo - 1);
  if (ui.key(Key::right, true) && photo + 1 < story.photos.size()) move(screen, story, photo, photo + 1);
  if (ui.key(Key::del)) take_out(screen, story, photo);
}

FieldAnswer caption_field(const Screen& screen, const Rect& at, const StoryView& story, std::size_t photo,
                          float lines) {
  const StoryPhoto& one = story.photos[photo];
  FieldSpec spec{.placeholder = one.own_caption.empty() ? screen.ui.words(Word::caption_hint)
                                                        : std::string_view(one.own_caption)};
  spec.many_lines = true;
  spec.characters_max = find_kind("news_photo")->field("caption")->limit;
  spec.lines_shown_max = lines;
  return screen.draft_field(caption_name(story, photo), at, spec, "news_photo", one.member.id, "caption",
                            text_field(one.member.fields, "caption"));
}

RecordId media_of(const StoryPhoto& photo) {
  const auto media = RecordId::parse(text_field(photo.member.fields, "media"));
  return media.ok() ? *media : RecordId{};
}

// Says that the original is not here; it can be asked for, or the photo dropped for good.
float draw_missing(const Screen& screen, Point at, float width, const StoryView& story, std::size_t photo) {
  Perform drop;
  drop.kind = "news";
  drop.id = story.id;
  drop.verb = "drop_photo";
  drop.text = story.photos[photo].member.id.text();
  return draw_original(screen, at, width, media_of(story.photos[photo]), drop);
}

float editor_high(const Screen& screen, const StoryView& story, std::size_t photo) {
  const bool is_away = is_original_away(screen.record("media", media_of(story.photos[photo])));
  return editor_height + (is_away ? original_height : 0);
}

void draw_editor(const Screen& screen, const Rect& rect, const StoryView& story, std::size_t photo) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  card(ui, rect);
  const float right = rect.x + rect.width - 10;
  ui.canvas.text_left({rect.x + 16, rect.y + 6, rect.width - 220, 44},
                      words(Word::caption_of_photo, std::to_string(photo + 1)), Type::small_bold,
                      ui.theme.text);
  if (icon_button(ui, "editor close", {right - 44, rect.y + 4, 44, 44}, icons::check, words(Word::done)))
    choose_photo(screen, story, no_photo);
  if (icon_button(ui, "editor remove", {right - 92, rect.y + 4, 44, 44}, icons::delete_,
                  words(Word::take_out_photo))) {
    take_out(screen, story, photo);
    choose_photo(screen, story, no_photo);
  }
  ui.push_disabled(photo + 1 >= story.photos.size(), ui.words(Word::why_last_photo));
  if (icon_button(ui, "editor right", {right - 140, rect.y + 4, 44, 44}, icons::chevron_right,
                  words(Word::move_later)))
    move(screen, story, photo, photo + 1);
  ui.pop_disabled();
  ui.push_disabled(photo == 0, ui.words(Word::why_first_photo));
  if (icon_button(ui, "editor left", {right - 188, rect.y + 4, 44, 44}, icons::chevron_left,
                  words(Word::move_earlier)))
    move(screen, story, photo, photo - 1);
  ui.pop_disabled();
  if (ui.key(Key::enter, true)) {
    const bool last = photo + 1 >= story.photos.size();
    choose_photo(screen, story, last ? no_photo : photo + 1);
  }
  caption_field(screen, {rect.x + 14, rect.y + 50, rect.width - 28, 0}, story, photo, 2);
  draw_missing(screen, {rect.x + 16, rect.y + editor_height}, rect.width - 32, story, photo);
}

// Where a tile is shown while another one is pulled over it.
std::size_t slot_of(std::size_t photo, const Pull& pull) {
  if (pull.from == no_photo) return photo;
  if (photo == pull.from) return pull.to;
  std::size_t slot = photo > pull.from ? photo - 1 : photo;
  if (slot >= pull.to) ++slot;
  return slot;
}

}  // namespace

std::size_t chosen_photo(const Screen& screen, const StoryView& story) {
  const RecordId chosen = screen.ui.keep<RecordId>(screen.ui.id("chosen photo"));
  for (std::size_t i = 0; i < story.photos.size(); ++i) {
    if (story.photos[i].member.id == chosen) return i;
  }
  return no_photo;
}

void choose_photo(const Screen& screen, const StoryView& story, std::size_t photo) {
  RecordId& chosen = screen.ui.keep<RecordId>(screen.ui.id("chosen photo"));
  chosen = photo < story.photos.size() ? story.photos[photo].member.id : RecordId{};
  if (photo < story.photos.size()) want_focus(screen.ui, caption_name(story, photo));
  screen.ui.again();
}

float story_strip_height(const Screen& screen, const StoryView& story) {
  if (story.photos.empty()) return 72;
  const std::size_t chosen = chosen_photo(screen, story);
  const float editor = chosen == no_photo ? 0 : editor_high(screen, story, chosen) + 8;
  return head_height + tile_height + captions_height + 12 + editor;
}

void draw_story_strip(const Screen& screen, const Rect& rect, const StoryView& story) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  const float x = rect.x + 26;
  const float width = rect.width - 52;
  const std::size_t chosen = chosen_photo(screen, story);
  float y = rect.y;
  if (chosen != no_photo) {
    const float high = editor_high(screen, story, chosen);
    draw_editor(screen, {x, y, width, high}, story, chosen);
    y += high + 8;
  }
  ui.canvas.fill({rect.x, y, rect.width, rect.y + rect.height - y}, ui.theme.surface);
  divider(ui, rect.x, y, rect.width);
  const ButtonSpec add{words(Word::add_photos), icons::plus, Look::text};
  const float add_wide = button_width(ui, add);
  const float head = story.photos.empty() ? rect.y + rect.height - y : head_height;
  if (button(ui, "add photos", {x + width - add_wide, y + (head - 44) / 2, add_wide, 44}, add))
    screen.state.sheet = Sheet::story_photos;
  const std::string title = words(Word::part_photos, std::to_string(story.photos.size()));
  const float title_wide = ui.canvas.measure(title, Type::body_bold).width + 14;
  ui.canvas.text_left({x, y, title_wide, head}, title, Type::body_bold, ui.theme.text);
  ui.canvas.text_left({x + title_wide, y, width - title_wide - add_wide - 8, head},
                      words(story.photos.empty() ? Word::no_photos_yet : Word::photo_order_hint), Type::small,
                      ui.theme.text2);
  if (story.photos.empty()) return;
  y += head_height;

  const float pitch = tile_width + tile_gap;
  const float all = pitch * static_cast<float>(story.photos.size()) - tile_gap;
  const Rect strip{x - 4, y - 4, width + 8, tile_height + captions_height + 8};
  float& offset = ui.keep<float>(ui.id("strip offset"));
  const float wheel = ui.wheel_for(ui.id("strip"), strip);
  if (wheel != 0) offset += wheel;
  Pull& pull = ui.keep<Pull>(ui.id("pull"));
  if (pull.is_let_go && (pull.before != ids_of(story) || ui.input.now_ms > pull.until_ms)) pull = {};
  if (pull.is_let_go) ui.again_at(pull.until_ms + 1);
  const bool pulls = pull.from != no_photo && !pull.is_let_go;
  if (pulls && pull.from < story.photos.size()) {
    if (ui.input.pointer.x > strip.x + strip.width - 40) offset += 6, ui.again();
    if (ui.input.pointer.x < strip.x + 40) offset -= 6, ui.again();
  }
  offset = std::clamp(offset, 0.0F, std::max(0.0F, all - width));
  ui.canvas.push_clip(strip);
  // What is pulled is drawn last, over the others.
  std::vector<std::size_t> order(story.photos.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  if (pulls)
    std::rotate(order.begin() + static_cast<std::ptrdiff_t>(pull.from),
                order.begin() + static_cast<std::ptrdiff_t>(pull.from) + 1, order.end());
  for (const std::size_t i : order) {
    const StoryPhoto& photo = story.photos[i];
    const WidgetId id = ui.id("photo", std::hash<RecordId>()(photo.member.id));
    const float slot = ui.towards(id ^ 0x77, static_cast<float>(slot_of(i, pull)), slide_ms);
    Rect tile{x + slot * pitch - offset, y, tile_width, tile_height};
    const bool is_pulled = pulls && pull.from == i;
    if (is_pulled) tile.x = ui.input.pointer.x - tile_width / 2;
    photo_keys(screen, story, i, id);
    // The words below it belong to it: "tap to add a caption".
    const Act act = ui.spot(id, {tile.x, tile.y, tile.width, tile_height + captions_height});
    const float moved = ui.input.pointer.x - ui.memory.pressed_at.x;
    if (ui.memory.active == id && ui.input.down && (is_pulled || std::abs(moved) > drag_from_px)) {
      ui.memory.active_drags = true;
      const auto place = static_cast<std::ptrdiff_t>((ui.input.pointer.x - x + offset) / pitch);
      const auto last = static_cast<std::ptrdiff_t>(story.photos.size()) - 1;
      pull.from = i;
      pull.is_let_go = false;
      pull.to = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(place, 0, last));
      ui.again();
    } else if (is_pulled && !ui.input.down) {
      move(screen, story, pull.from, pull.to);
      if (pull.from == pull.to) {
        pull = {};
      } else {
        pull.is_let_go = true;
        pull.before = ids_of(story);
        pull.until_ms = ui.input.now_ms + settle_ms;
      }
    } else if (act.clicked) {
      choose_photo(screen, story, chosen == i ? no_photo : i);
    }
    if (act.focused && ui.memory.focus_moved)
      offset = std::clamp(slot * pitch - width / 2 + pitch / 2, 0.0F, std::max(0.0F, all - width));
    if (is_pulled) ui.canvas.shadow(tile, 2, radius::photo);
    draw_photo(screen, tile, photo.sha);
    ui.canvas.note_readable(
        tile, words(Word::photo_number, std::to_string(i + 1), std::to_string(story.photos.size())));
    tag(ui, {tile.x + 6, tile.y + 6}, std::to_string(slot_of(i, pull) + 1));
    const std::string caption = story.caption(i);
    const bool lacks = caption.empty();
    if (chosen == i) {
      ui.canvas.outline({tile.x - 3, tile.y - 3, tile.width + 6, tile.height + 6}, ui.theme.primary, 3,
                        radius::photo + 3);
    } else if (lacks) {
      ui.canvas.outline({tile.x - 2, tile.y - 2, tile.width + 4, tile.height + 4}, ui.theme.warn, 2,
                        radius::photo + 2);
    }
    if (photo.is_withheld) {
      ui.canvas.fill({tile.x + tile.width - 30, tile.y + 6, 24, 24}, faded(rgb(0x0A1413), 0.78F), 12);
      ui.canvas.icon({tile.x + tile.width - 18, tile.y + 18}, icons::lock, 16, rgb(0xFFFFFF));
    }
    ui.canvas.text(
        {tile.x, tile.y + tile_height + 4}, lacks ? words(Word::tap_to_caption) : std::string_view(caption),
        lacks ? Type::micro_bold : Type::micro, lacks ? ui.theme.warn : ui.theme.text2, {tile_width, 2});
    if (act.focused) ui.focus_ring(tile, radius::photo);
  }
  ui.canvas.pop_clip();
}

float draw_story_photo_list(const Screen& screen, Point at, float width, const StoryView& story) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  float y = at.y;
  const ButtonSpec add{words(Word::add_photos), icons::plus, Look::tonal};
  if (button(ui, "add photos", {at.x, y, width, 48}, add)) screen.state.sheet = Sheet::story_photos;
  y += 62;
  if (story.photos.empty()) {
    y += ui.canvas
             .text({at.x, y}, words(Word::no_photos_yet), Type::body, ui.theme.text2,
                   {width, 0, text::Align::centre})
             .height;
    return y - at.y;
  }
  for (std::size_t i = 0; i < story.photos.size(); ++i) {
    const StoryPhoto& photo = story.photos[i];
    const WidgetId id = ui.id("photo", std::hash<RecordId>()(photo.member.id));
    const Rect thumb{at.x, y, 104, 78};
    photo_keys(screen, story, i, id);
    const Act act = ui.spot(id, thumb);
    draw_photo(screen, thumb, photo.sha);
    tag(ui, {thumb.x + 6, thumb.y + 6}, std::to_string(i + 1));
    if (act.focused) ui.focus_ring(thumb, radius::photo);
    if (act.clicked) choose_photo(screen, story, i);
    const std::string name = photo.member.id.text();
    ui.push_disabled(i == 0, ui.words(Word::why_first_photo));
    if (icon_button(ui, "up " + name, {at.x - 8, y + 82, 40, 44}, icons::chevron_left,
                    words(Word::move_earlier)))
      move(screen, story, i, i - 1);
    ui.pop_disabled();
    ui.push_disabled(i + 1 >= story.photos.size(), ui.words(Word::why_last_photo));
    if (icon_button(ui, "down " + name, {at.x + 32, y + 82, 40, 44}, icons::chevron_right,
                    words(Word::move_later)))
      move(screen, story, i, i + 1);
    ui.pop_disabled();
    if (icon_button(ui, "out " + name, {at.x + 72, y + 82, 40, 44}, icons::delete_,
                    words(Word::take_out_photo)))
      take_out(screen, story, i);
    if (ui.has_focus(ui.id(caption_name(story, i))) && ui.key(Key::enter, true) &&
        i + 1 < story.photos.size())
      want_focus(ui, caption_name(story, i + 1));
    const FieldAnswer answer = caption_field(screen, {at.x + 118, y, width - 118, 0}, story, i, 6);
    y += std::max(136.0F, answer.height + 14);
    y += draw_missing(screen, {at.x, y}, width, story, i);
  }
  return y - at.y;
}

// Photos of the story's event that can be put into it.

void draw_story_photos_sheet(const Screen& screen) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  const Rect& rect = screen.rect;
  const RecordId news = screen.route().id;
  const auto close = [&] { screen.state.sheet = Sheet::none; };
  if (screen.route().kind != Route::Kind::story) return close();
  std::vector<RecordId>& picked =
      ui.keep<std::vector<RecordId>>(ui.id("picked", std::hash<RecordId>()(news)));
  const StoryView story = story_view(screen, news);
  if (story.view == nullptr) return close();
  ui.canvas.text({rect.x, rect.y}, words(Word::add_photos), Type::heading, ui.theme.text);
  if (icon_button(ui, "close", {rect.x + rect.width - 36, rect.y - 8, 44, 44}, icons::close,
                  words(Word::close)))
    close();
  const auto event = RecordId::parse(text_field(story.fields(), "event"));
  const float foot = 64;
  const Rect body{rect.x, rect.y + 44, rect.width, rect.height - 44 - foot};
  const ListAnswer* photos = nullptr;
  if (event.ok()) {
    ListQuery query;
    query.kind = "media";
    query.where = {{"event", Value{event->text()}}, {"type", Value{std::string("photo")}}};
    query.limit = event_photos_asked;
    photos = screen.list("story event photos", query);
  }
  const auto in_story = [&](const Record& media) {
    return std::any_of(story.photos.begin(), story.photos.end(), [&](const StoryPhoto& photo) {
      return text_field(photo.member.fields, "media") == media.id.text();
    });
  };
  const std::size_t count = photos == nullptr ? 0 : photos->rows.size();
  if (count == 0 && (!event.ok() || photos != nullptr)) {
    const Word line = event.ok() ? Word::event_has_no_photos : Word::story_has_no_event;
    if (empty_state(ui, "empty", body,
                    {icons::image, words(Word::no_photos_title), words(line), words(Word::from_files),
                     icons::folder}))
      screen.state.sheet = Sheet::files;
  } else {
    ScrollArea area(ui, "grid", body);
    const auto columns = static_cast<std::size_t>(std::max(2.0F, std::floor((rect.width + 8) / 158)));
    const float wide = (rect.width - 8 * static_cast<float>(columns - 1)) / static_cast<float>(columns);
    const float high = wide * 0.72F;
    for (std::size_t i = 0; i < count; ++i) {
      const Record& media = photos->rows[i];
      const Rect tile{rect.x + static_cast<float>(i % columns) * (wide + 8),
                      area.top() + static_cast<float>(i / columns) * (high + 8), wide, high};
      const bool here = in_story(media);
      const auto at = std::find(picked.begin(), picked.end(), media.id);
      const bool chosen = at != picked.end();
      ui.push_disabled(here);
      const Act act = ui.spot(ui.id("pick", std::hash<RecordId>()(media.id)), tile);
      ui.pop_disabled();
      const Rect seen = overlap(tile, ui.canvas.clip());
      if (seen.height > 0) {
        draw_photo(screen, tile, text_field(media.fields, "sha256"));
        if (here) {
          ui.canvas.fill(tile, faded(ui.theme.surface, 0.7F), radius::photo);
          pill(ui, {tile.x + 8, tile.y + 8}, icons::check, words(Word::in_story_already), Tone::ok);
        }
        if (chosen) {
          ui.canvas.outline({tile.x, tile.y, tile.width, tile.height}, ui.theme.primary, 4, radius::photo);
          ui.canvas.circle({tile.x + 22, tile.y + 22}, 14, ui.theme.primary);
          ui.canvas.text_centred({tile.x + 8, tile.y + 8, 28, 28}, std::to_string(at - picked.begin() + 1),
                                 Type::small_bold, ui.theme.onp);
        }
        if (act.hovered && !chosen) ui.canvas.outline(tile, ui.theme.primary, 2, radius::photo);
        if (act.focused) ui.focus_ring(tile, radius::photo);
      }
      if (act.clicked && chosen) {
        picked.erase(at);
      } else if (act.clicked) {
        picked.push_back(media.id);
      }
    }
    const std::size_t rows = (count + columns - 1) / columns;
    area.end(static_cast<float>(rows) * (high + 8));
  }
  const float y = rect.y + rect.height - 48;
  if (count == 0) return;
  const ButtonSpec files{words(Word::from_files), icons::folder, Look::outlined};
  if (button(ui, "files", {rect.x, y, button_width(ui, files), 48}, files)) screen.state.sheet = Sheet::files;
  const std::string label = words(Word::put_in_story, std::to_string(picked.size()));
  const ButtonSpec use{label, icons::check, Look::primary};
  const float wide = button_width(ui, use);
  ui.push_disabled(picked.empty(), words(Word::why_no_photo));
  const bool used = button(ui, "use", {rect.x + rect.width - wide, y, wide, 48}, use);
  ui.pop_disabled();
  if (!picked.empty() && (used || ui.key(Key::enter, true))) {
    for (const RecordId& media : picked)
      screen.hand_in(
          Put{"news_photo", std::nullopt, {{"news", Value{news.text()}}, {"media", Value{media.text()}}}},
          {});
    picked.clear();
    close();
  }
}

}  // namespace khaosan::client
