#include "client/ui/review.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "client/ui/article.hpp"
#include "client/ui/marked_text.hpp"

namespace khaosan::client {
namespace {

constexpr float side_width = 280;
constexpr float bar_height = 76;
constexpr std::size_t context_bytes = 240;
constexpr float thumb_width = 132;
constexpr float thumb_height = 88;

struct Case {
  const RecordView* news = nullptr;
  const Review* review = nullptr;
  Status status = Status::draft;
  std::vector<Offer> offers;
  bool is_waiting = false;
};

Case case_of(const Screen& screen, RecordId id) {
  Case found;
  screen.view.review = id;
  screen.view.refused = true;
  found.news = screen.record("news", id);
  if (found.news == nullptr) return found;
  found.status = status_named(text_field(found.news->record.fields, "status")).value_or(Status::draft);
  found.offers = offers(found.status, screen.snapshot.roles);
  const Review* review = screen.snapshot.review.get();
  if (review != nullptr && review->revision.news == id) found.review = review;
  found.is_waiting = !found.news->waiting_verbs.empty();
  return found;
}

const Offer* main_offer(const Case& one) {
  const Offer* offer = offer_of(one.offers, Move::approve);
  return offer != nullptr ? offer : offer_of(one.offers, Move::pass);
}

// The capacity in force: the chosen one if it is open, else the first that is.
Capacity capacity_for(const Deciding& deciding, const Offer& offer) {
  const auto chosen = std::find(offer.capacities.begin(), offer.capacities.end(), deciding.capacity);
  return chosen == offer.capacities.end() ? offer.capacities.front() : deciding.capacity;
}

bool order_is_missing(const Deciding& deciding, const Offer& offer) {
  return capacity_for(deciding, offer) != Capacity::own &&
         deciding.order.find_first_not_of(' ') == std::string::npos;
}

void decide(const Screen& screen, const Case& one, const Offer& offer) {
  Deciding& deciding = screen.state.deciding;
  if (order_is_missing(deciding, offer)) {
    screen.state.tabs["order missing"] = 1;
    screen.say(icons::alert_circle, std::string(screen.ui.words(Word::order_needed)));
    return;
  }
  Perform command;
  command.kind = "news";
  command.id = one.news->record.id;
  command.verb = name_of(offer.move);
  command.revision = one.review->sha;
  const Capacity capacity = capacity_for(deciding, offer);
  command.capacity = name_of(capacity);
  if (capacity != Capacity::own) command.order = deciding.order;
  if (news_flow::needs_comment(offer.move)) {
    ask_reason(screen, std::move(command));
  } else {
    give_command(screen, std::move(command));
  }
}

struct ActButton {
  Move move;
  char32_t icon;
  Look look;
};
constexpr std::array<ActButton, 4> act_buttons = {{{Move::approve, icons::check, Look::primary},
                                                   {Move::pass, icons::send, Look::primary},
                                                   {Move::send_back, icons::undo_variant, Look::danger},
                                                   {Move::reject, icons::close_circle, Look::danger}}};

// The bottom bar: what can be done, or what is going on.
void draw_bar(const Screen& screen, const Rect& bar, const Case& one) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  ui.canvas.fill(bar, ui.theme.surface);
  divider(ui, bar.x, bar.y, bar.width);
  const float middle = bar.y + bar.height / 2;
  const float pad = screen.is_narrow ? 12 : 24;
  if (one.is_waiting) {
    const std::string text =
        words(Word::waits_for_office, std::string(verb_word(words, one.news->waiting_verbs.back())));
    float room = bar.width - pad * 2 - 32;
    if (const auto& mine = one.news->can_take_back) {
      const ButtonSpec back{words(Word::take_back), icons::undo, Look::outlined};
      const float wide = button_width(ui, back);
      if (button(ui, "take back", {bar.x + bar.width - pad - wide, middle - 24, wide, 48}, back))
        take_back(screen, *mine);
      room -= wide + 12;
    }
    ui.canvas.icon({bar.x + pad + 11, middle}, icons::timer_sand, 22, ui.theme.text2);
    const TextOptions lines{room, 2};
    const float high = ui.canvas.measure(text, Type::body, lines).height;
    ui.canvas.text({bar.x + pad + 32, middle - high / 2}, text, Type::body, ui.theme.text, lines);
    return;
  }
  float right = bar.x + bar.width - pad;
  bool any = false;
  // Where they have no room beside one another, the words go before the signs.
  float needs = 0;
  for (const ActButton& act : act_buttons) {
    if (offer_of(one.offers, act.move) != nullptr)
      needs += button_width(ui, {verb_word(words, name_of(act.move)), act.icon, act.look}) + 10;
  }
  const bool has_signs = needs <= bar.width - 2 * pad;
  for (const ActButton& act : act_buttons) {
    const Offer* offer = offer_of(one.offers, act.move);
    if (offer == nullptr) continue;
    any = true;
    const ButtonSpec spec{verb_word(words, name_of(act.move)), has_signs ? act.icon : char32_t{0}, act.look};
    const bool has_room = button_width(ui, spec) <= right - bar.x - 4;
    const float wide = has_room ? button_width(ui, spec) : 44;
    right -= wide;
    const Rect at{right, middle - 24, wide, 48};
    ui.push_disabled(one.review == nullptr, words(Word::why_revision_coming));
    if (has_room ? button(ui, name_of(act.move), at, spec)
                 : icon_button(ui, name_of(act.move), at, act.icon, spec.label))
      decide(screen, one, *offer);
    ui.pop_disabled();
    right -= 10;
  }
  const float room = right - bar.x - pad;
  const UserHere* user = user_here(screen.snapshot);
  const bool has_key = user != nullptr && user->can_decide;
  const Word note = !any      ? Word::nothing_to_decide
                    : has_key ? Word::decides_this_revision
                              : Word::sign_in_first;
  if (room > 180) {
    ui.canvas.icon({bar.x + pad + 9, middle}, has_key ? icons::lock_outline : icons::information_outline, 18,
                   ui.theme.text2);
    const TextOptions options{room - 30, 2};
    const Size size = ui.canvas.measure(words(note), Type::caption, options);
    ui.canvas.text({bar.x + pad + 26, middle - size.height / 2}, words(note), Type::caption, ui.theme.text2,
                   options);
  }
}

float section(Ui& ui, Point at, float width, std::string_view text) {
  return ui.canvas.text(at, text, Type::small_bold, ui.theme.text2, {width, 1}).height + 6;
}

// As whom: only where there is a choice or an order is needed.
float draw_capacity(const Screen& screen, Point at, float width, const Case& one) {
  const Offer* offer = main_offer(one);
  if (offer == nullptr) return 0;
  const bool plain = offer->capacities.size() == 1 && offer->capacities.front() == Capacity::own;
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  Deciding& deciding = screen.state.deciding;
  const Capacity now = capacity_for(deciding, *offer);
  const FieldDecl& decl = *find_kind("decision")->field("capacity");
  const bool with_order = now != Capacity::own;
  const float rows = plain ? 32 : 44 * static_cast<float>(offer->capacities.size());
  const float high = 16 + 28 + rows + (with_order ? 104.0F : 0.0F) + 10;
  card(ui, {at.x, at.y, width, high});
  float y = at.y + 14;
  y += section(ui, {at.x + 16, y}, width - 32, words(Word::decide_as));
  if (plain) {
    ui.canvas.text_left({at.x + 16, y, width - 32, 28}, words.choice(decl, "own"), Type::body_bold,
                        ui.theme.text);
    return high;
  }
  for (const Capacity capacity : offer->capacities) {
    if (radio(ui, "capacity " + std::string(name_of(capacity)), {at.x + 8, y, width - 16, 44},
              words.choice(decl, name_of(capacity)), capacity == now))
      deciding.capacity = capacity;
    y += 44;
  }
  if (with_order) {
    FieldSpec spec{.label = words(Word::order_number), .placeholder = words(Word::order_hint)};
    spec.characters_max = 60;
    spec.help = words(Word::order_help);
    const bool missing = screen.state.tabs["order missing"] == 1 && order_is_missing(deciding, *offer);
    if (missing) spec.error = words(Word::order_needed);
    if (deciding.order.empty()) deciding.order = screen.typed("order").value_or("");
    if (screen.typed_field("order", {at.x + 16, y, width - 32, 0}, spec, "order", deciding.order).changed)
      deciding.order = field_text(ui, "order");
  }
  return high;
}

float draw_channels(const Screen& screen, Point at, float width, const Review& review) {
  Ui& ui = screen.ui;
  std::vector<std::string> names;
  for (const RevisionItem& item : review.revision.items) {
    if (item.path.starts_with("channels/")) names.push_back(text_or_empty(item.value));
  }
  const float high = 16 + 28 + 36 * static_cast<float>(std::max<std::size_t>(names.size(), 1)) + 8;
  card(ui, {at.x, at.y, width, high});
  float y = at.y + 14;
  y += section(ui, {at.x + 16, y}, width - 32, ui.words(Word::channels_asked));
  if (names.empty())
    ui.canvas.text_left({at.x + 16, y, width - 32, 32}, ui.words(Word::no_channels), Type::small,
                        ui.theme.text2);
  for (const std::string& name : names) {
    ui.canvas.icon({at.x + 27, y + 16}, icons::check, 20, ui.theme.ok);
    ui.canvas.text_left({at.x + 48, y, width - 64, 32}, name, Type::body, ui.theme.text);
    y += 36;
  }
  return high;
}

const Record* last_return(const std::vector<Record>& decisions) {
  for (auto decision = decisions.rbegin(); decision != decisions.rend(); ++decision) {
    if (text_field(decision->fields, "verb") == "return") return &*decision;
  }
  return nullptr;
}

float draw_changes(const Screen& screen, Point at, float width, const Review& review) {
  Ui& ui = screen.ui;
  float y = at.y;
  if (const Record* back = last_return(review.decisions)) {
    const float inner = width - 32;
    const std::string& comment = text_field(back->fields, "comment");
    const float text_high = ui.canvas.measure(comment, Type::body, {inner - 48}).height;
    const float high = 14 + 24 + text_high + 16;
    card(ui, {at.x, y, width, high});
    const std::string person = screen.person_or_somebody(text_field(back->fields, "by"));
    initials(ui, {at.x + 16, y + 16, 36, 36}, person);
    ui.canvas.text_left(
        {at.x + 64, y + 12, inner - 48, 24},
        ui.words(Word::returned_by, person, when_word(ui.words, text_field(back->fields, "at"))),
        Type::small_bold, ui.theme.text);
    ui.canvas.text({at.x + 64, y + 38}, comment, Type::body, ui.theme.text, {inner - 48});
    y += high + 12;
  }
  if (review.changes.empty()) {
    const Word word = review.has_before ? Word::no_word_changes : Word::first_submission;
    y += ui.canvas.text({at.x + 4, y + 4}, ui.words(word), Type::body, ui.theme.text2, {width}).height + 16;
    return y - at.y;
  }
  const Rect seen = ui.canvas.clip();
  for (const ReviewChange& change : review.changes) {
    const bool has_photo = change.path.starts_with("photos/");
    const float beside = has_photo ? thumb_width + 14 : 0;
    const float inner = width - 32 - beside;
    const MarkedText marked = marked_text(change.words, context_bytes);
    const float text_high = marked_height(ui, inner, marked);
    const float high = 14 + 28 + std::max(text_high, has_photo ? thumb_height : 0.0F) + 16;
    if (y + high >= seen.y && y <= seen.y + seen.height) {
      card(ui, {at.x, y, width, high});
      section(ui, {at.x + 16, y + 14}, width - 32, path_word(ui.words, change.path));
      if (has_photo) {
        const std::string photo = change.path.substr(0, change.path.rfind('/') + 1);
        draw_photo(screen, {at.x + 16, y + 42, thumb_width, thumb_height},
                   review.revision.text(photo + "original"));
      }
      draw_marked(ui, {at.x + 16 + beside, y + 42}, inner, marked);
    }
    y += high + 12;
  }
  return y - at.y;
}

float draw_as_published(const Screen& screen, Point at, float width, const Review& review) {
  Ui& ui = screen.ui;
  const Article article = article_of(review);
  // The card's ground is as high as the article was in the last frame.
  float& high = ui.keep<float>(ui.id("article height"));
  card(ui, {at.x, at.y, width, std::max(high, 80.0F)});
  const float now = draw_article(screen, {at.x + 20, at.y + 18}, width - 40, article) + 26;
  if (now != high) high = now, ui.again();
  return high;
}

// What the office refused of what was decided here, newest first.
const RefusedChange* refusal_of(const Snapshot& snapshot, RecordId news) {
  for (auto refused = snapshot.refused.rbegin(); refused != snapshot.refused.rend(); ++refused) {
    if (refused->kind == "news" && refused->record == news && move_named(refused->verb)) return &*refused;
  }
  return nullptr;
}

float draw_head(const Screen& screen, Point at, float width, const Case& one) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  float y = at.y;
  if (const RefusedChange* refused = refusal_of(screen.snapshot, one.news->record.id)) {
    const std::string reason = words.label(refused->thai, refused->english).data();
    const std::string text =
        words(Word::decision_refused, std::string(verb_word(words, refused->verb)), reason);
    const BannerSpec spec{icons::alert_circle, text, {}, Tone::err};
    const float high = banner_height(ui, width, spec);
    banner(ui, "refused", {at.x, y, width, high}, spec);
    y += high + 12;
  }
  const Record& news = one.news->record;
  y += ui.canvas
           .text({at.x, y},
                 title_word(words, one.review != nullptr ? one.review->revision.text("headline")
                                                         : text_field(news.fields, "headline")),
                 Type::title, ui.theme.text, {width, 3})
           .height +
       4;
  Flow flow({at.x, y, width, 0}, 8, 28);
  const float pill_wide = status_pill_width(ui, text_field(news.fields, "status"));
  const Rect pill_at = flow.next(pill_wide);
  status_pill(ui, {pill_at.x, pill_at.y + 1}, text_field(news.fields, "status"));
  const std::int64_t times = integer_field(news.fields, "submissions");
  if (times > 1) {
    const std::string again = words(Word::submitted_again, std::to_string(times));
    const Rect at_again = flow.next(pill_width(ui, icons::redo_variant, again));
    pill(ui, {at_again.x, at_again.y + 1}, icons::redo_variant, again, Tone::info);
  }
  if (one.news->newer_edits > 0) {
    const std::string edits = words(Word::newer_edits, std::to_string(one.news->newer_edits));
    const Rect at_edits = flow.next(pill_width(ui, icons::pencil, edits));
    pill(ui, {at_edits.x, at_edits.y + 1}, icons::pencil, edits, Tone::neutral);
  }
  return flow.bottom() - at.y + 12;
}

}  // namespace

std::string path_word(const Words& words, std::string_view path) {
  if (path.starts_with("photos/")) {
    const std::string_view rest = path.substr(7);
    const std::size_t slash = rest.find('/');
    const std::string number(rest.substr(0, slash));
    int index = 0;
    std::from_chars(number.data(), number.data() + number.size(), index);
    return words(Word::caption_of_photo, std::to_string(index + 1));
  }
  const FieldDecl* field = find_kind("news")->field(path);
  return field == nullptr ? std::string(path) : std::string(words.label(field->th, field->en));
}

void draw_decision(const Screen& screen, const Rect& rect, RecordId id) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  const Scope scope(ui, "decision", std::hash<RecordId>()(id));
  const Case one = case_of(screen, id);
  if (one.news == nullptr) return;
  const Rect bar{rect.x, rect.y + rect.height - bar_height, rect.width, bar_height};
  const float pad = screen.is_narrow ? 16 : 24;
  const bool with_side = rect.width >= 820;
  ScrollArea area(ui, "area", {rect.x, rect.y, rect.width, rect.height - bar_height});
  const float width = rect.width - 2 * pad;
  float y = area.top() + 18;
  y += draw_head(screen, {rect.x + pad, y}, width, one);
  if (one.review == nullptr) {
    const bool loading = screen.snapshot.view.review != std::optional(id);
    const bool submitted = !text_field(one.news->record.fields, "revision").empty();
    const Word why = submitted ? Word::revision_not_here : Word::not_submitted_now;
    if (!loading)
      y += ui.canvas.text({rect.x + pad, y}, words(why), Type::body, ui.theme.text2, {width}).height;
    area.end(y - area.top() + 24);
    draw_bar(screen, bar, one);
    return;
  }
  const Review& review = *one.review;
  const std::string tab_name = "review tab " + id.text();
  // Who has read it before begins with what is new in it; anybody else with the whole.
  const UserHere* reader = user_here(screen.snapshot);
  const bool has_read = review.has_before && reader != nullptr && review.before_by == reader->id.text();
  if (!screen.state.tabs.contains(tab_name)) screen.state.tabs[tab_name] = has_read ? 0 : 1;
  std::size_t& tab = screen.state.tabs[tab_name];
  std::string changes(words(Word::tab_changes));
  if (!review.changes.empty()) changes += " " + std::to_string(review.changes.size());
  const std::array<std::string, 3> tabs = {changes, std::string(words(Word::tab_as_published)),
                                           std::string(words(Word::tab_way))};
  if (const auto chosen = segments(ui, "tabs", {rect.x + pad, y, std::min(width, 560.0F), 44}, tabs, tab))
    tab = *chosen;
  y += 58;
  const float side = with_side ? side_width : 0;
  const float main_width = with_side ? width - side - 18 : width;
  float bottom = y;
  if (tab == 0) bottom += draw_changes(screen, {rect.x + pad, y}, main_width, review);
  if (tab == 1) bottom += draw_as_published(screen, {rect.x + pad, y}, main_width, review);
  if (tab == 2) {
    bottom += draw_way(screen, {rect.x + pad, y}, main_width, review.decisions);
    if (review.decisions.empty())
      bottom +=
          ui.canvas
              .text({rect.x + pad, y}, words(Word::no_decisions), Type::body, ui.theme.text2, {main_width})
              .height;
  }
  const float side_x = with_side ? rect.x + rect.width - pad - side : rect.x + pad;
  const float side_wide = with_side ? side : width;
  float side_y = with_side ? y : bottom + 12;
  const float capacity = one.is_waiting ? 0 : draw_capacity(screen, {side_x, side_y}, side_wide, one);
  if (capacity > 0) side_y += capacity + 12;
  side_y += draw_channels(screen, {side_x, side_y}, side_wide, review);
  bottom = std::max(bottom, side_y);
  area.end(bottom - area.top() + 24);
  draw_bar(screen, bar, one);
  const Offer* main = main_offer(one);
  if (main != nullptr && !one.is_waiting && screen.state.sheet == Sheet::none && ui.key(Key::enter, true))
    decide(screen, one, *main);
}

}  // namespace khaosan::client
