#include <algorithm>

#include "client/ui/screens/event_page.hpp"
#include "client/ui/screens/photo_grid.hpp"

namespace khaosan::client {
namespace {

constexpr std::int64_t around = 16;  // rows on each side that are asked for

// The neighbours in the rows around it.
struct Neighbours {
  RecordId before, after;
  std::int64_t number = 0;
  std::int64_t total = 0;
};

Neighbours neighbours_of(const ListAnswer* photos, RecordId photo) {
  Neighbours found;
  if (photos == nullptr) return found;
  found.total = photos->total;
  for (std::size_t i = 0; i < photos->rows.size(); ++i) {
    if (photos->rows[i].id != photo) continue;
    found.number = photos->first + static_cast<std::int64_t>(i) + 1;
    if (i > 0) found.before = photos->rows[i - 1].id;
    if (i + 1 < photos->rows.size()) found.after = photos->rows[i + 1].id;
  }
  return found;
}

void draw_picture(const Screen& screen, const Rect& room, const Record& media) {
  Ui& ui = screen.ui;
  ui.canvas.fill(room, ui.theme.surface2, radius::card);
  if (!is_picture_type(text_field(media.fields, "type"))) {
    const Point middle{room.x + room.width / 2, room.y + room.height / 2};
    ui.canvas.icon({middle.x, middle.y - 20}, icons::file, 44, ui.theme.text3);
    ui.canvas.text({room.x + 16, middle.y + 12}, text_field(media.fields, "file_name"), Type::body,
                   ui.theme.text, {room.width - 32, 3, text::Align::centre});
    return;
  }
  const Picture picture = screen.picture(text_field(media.fields, "sha256"), {room.width, room.height});
  if (picture.state != Picture::State::here) {
    const bool missing = picture.state == Picture::State::missing;
    ui.canvas.icon({room.x + room.width / 2, room.y + room.height / 2 - 20},
                   missing ? icons::file : icons::image, 44, ui.theme.text3);
    if (missing)
      ui.canvas.text({room.x + 16, room.y + room.height / 2 + 12}, ui.words(Word::photo_not_shown),
                     Type::small, ui.theme.text2, {room.width - 32, 3, text::Align::centre});
    return;
  }
  const Rect inside = inset(room, 6);
  const float fit = std::min(inside.width / picture.size.width, inside.height / picture.size.height);
  const Size size{picture.size.width * fit, picture.size.height * fit};
  ui.canvas.picture({inside.x + (inside.width - size.width) / 2, inside.y + (inside.height - size.height) / 2,
                     size.width, size.height},
                    picture.texture, picture.size, 6);
}

float draw_details(const Screen& screen, Point at, float width, const Record& media) {
  Ui& ui = screen.ui;
  const RecordId id = media.id;
  float y = at.y;
  FieldSpec caption;
  caption.label = ui.words(Word::photo_caption);
  caption.placeholder = ui.words(Word::photo_caption_hint);
  caption.many_lines = true;
  caption.characters_max = 5'000;
  caption.lines_shown_max = 5;
  const std::string tail = id.text();
  y += screen
           .draft_field("caption " + tail, {at.x, y, width, 0}, caption, "media", id, "caption",
                        text_field(media.fields, "caption"))
           .height +
       12;
  FieldSpec credit;
  credit.label = ui.words(Word::photo_credit);
  credit.characters_max = 200;
  y += screen
           .draft_field("credit " + tail, {at.x, y, width, 0}, credit, "media", id, "credit",
                        text_field(media.fields, "credit"))
           .height +
       8;
  const bool locked = flag_field(media.fields, "do_not_publish");
  if (checkbox(ui, "locked", {at.x, y, width, 44}, ui.words(Word::photo_lock_label), locked)) {
    Put put;
    put.kind = "media";
    put.id = id;
    put.set["do_not_publish"] = Value{!locked};
    screen.hand_in(put, {});
  }
  y += 48;
  std::string facts = text_field(media.fields, "file_name");
  if (const std::string& taken = text_field(media.fields, "taken_at"); taken.size() >= 16)
    facts += "\n" + ui.words.date(taken.substr(0, 10)) + " " + ui.words.time(taken.substr(11, 5));
  if (const std::string& camera = text_field(media.fields, "camera"); !camera.empty()) facts += "\n" + camera;
  if (const auto bytes = integer_field(media.fields, "size_bytes"); bytes > 0)
    facts += " · " + ui.words.bytes(bytes);
  y += ui.canvas.text({at.x, y}, facts, Type::caption, ui.theme.text2, {width, 5}).height + 8;
  y += draw_original(screen, {at.x, y}, width, id);
  return y - at.y;
}

}  // namespace

bool photo_view(const Screen& screen, const Rect& rect, RecordId event, SeenPhoto& seen) {
  Ui& ui = screen.ui;
  const Scope scope(ui, "photo view");
  RecordId& photo = seen.id;
  const Record* media = living(screen, "media", photo);
  ListQuery near = children_of("media", event, 2 * around + 1);
  near.first = std::max<std::int64_t>(0, seen.index - around);
  const Neighbours beside = neighbours_of(screen.list("photos around " + event.text(), near), photo);
  if (beside.number > 0) seen.index = beside.number - 1;
  if (media == nullptr && screen.snapshot.view.records.contains({"media", photo})) {
    photo = {};  // removed here or elsewhere
    return false;
  }
  const float pad = screen.is_narrow ? 16 : 24;
  const float bar = screen.is_narrow ? height::top_bar_narrow : height::top_bar;
  const float middle = rect.y + bar / 2;
  bool stays = !icon_button(ui, "close", {rect.x + pad - 12, middle - 22, 44, 44}, icons::arrow_left,
                            ui.words(Word::back));
  float right = rect.x + rect.width - pad;
  right -= state_chip_at(screen, {right, middle}, right - rect.x - pad - 150) + 8;
  if (beside.number > 0)
    ui.canvas.text_left(
        {rect.x + pad + 40, middle - 13, std::max(0.0F, right - rect.x - pad - 40), 26},
        ui.words(Word::photo_number, std::to_string(beside.number), std::to_string(beside.total)),
        Type::body_bold, ui.theme.text);
  if (media == nullptr) return stays;

  const Rect inside{rect.x + pad, rect.y + bar + 4, rect.width - 2 * pad, rect.height - bar - 4 - 16};
  const bool is_beside = inside.width >= 620;
  const float side = 300;
  const Rect room = is_beside ? Rect{inside.x, inside.y, inside.width - side - 20, inside.height - 56}
                              : Rect{inside.x, inside.y, inside.width,
                                     std::min(inside.height * 0.45F, inside.width * 0.75F)};
  draw_picture(screen, room, *media);
  const float row = room.y + room.height + 6;
  RecordId next = photo;
  const auto step = [&](std::string_view name, float x, char32_t icon, Word word, RecordId to) {
    const bool is_last = icon == icons::chevron_right;
    ui.push_disabled(to.empty(), ui.words(is_last ? Word::why_last_photo : Word::why_first_photo));
    if (icon_button(ui, name, {x, row, 44, 44}, icon, ui.words(word)) && !to.empty()) next = to;
    ui.pop_disabled();
  };
  step("before", room.x, icons::chevron_left, Word::photo_before, beside.before);
  step("after", room.x + 48, icons::chevron_right, Word::photo_after, beside.after);
  const bool chosen = screen.state.chosen_photos.contains(photo);
  const ChipSpec pick{ui.words(Word::photo_choose),
                      chosen ? icons::checkbox_marked : icons::checkbox_blank_outline, chosen};
  if (chip(ui, "choose", {room.x + 104, row + 4, chip_width(ui, pick), 36}, pick)) {
    if (!screen.state.chosen_photos.erase(photo)) screen.state.chosen_photos.insert(photo);
    screen.state.choosing = !screen.state.chosen_photos.empty();
  }
  const bool wants_remove = icon_button(ui, "remove", {room.x + room.width - 44, row, 44, 44}, icons::delete_,
                                        ui.words(Word::photo_remove));

  const Rect details = is_beside ? Rect{room.x + room.width + 20, inside.y, side, inside.height}
                                 : Rect{inside.x, row + 54, inside.width, rect.y + rect.height - row - 54};
  {
    ScrollArea area(ui, "details", details);
    area.end(draw_details(screen, {details.x, area.top()}, details.width - (is_beside ? 4.0F : 0), *media) +
             12);
  }
  if (screen.state.sheet == Sheet::none) {
    if (ui.key(Key::left) && !beside.before.empty()) next = beside.before;
    if (ui.key(Key::right) && !beside.after.empty()) next = beside.after;
    if (ui.key(Key::page_up) && !beside.before.empty()) next = beside.before;
    if (ui.key(Key::page_down) && !beside.after.empty()) next = beside.after;
    if (ui.key(Key::escape) || ui.key(Key::left, false, false, true) ||
        std::exchange(ui.input.back_pressed, false))
      stays = false;
    if (wants_remove || ui.key(Key::del)) {
      remove_photos(screen, {photo});
      next = !beside.after.empty() ? beside.after : beside.before;
    }
  }
  if (next != photo) {
    screen.state.drafts.leave_all();
    photo = next;
    ui.again();
  }
  if (photo.empty()) stays = false;
  if (!stays) photo = {}, ui.again();
  return stays;
}

}  // namespace khaosan::client
