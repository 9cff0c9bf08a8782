#include "client/ui/article.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "client/ui/marked_text.hpp"

namespace khaosan::client {
namespace {

constexpr std::size_t board_lead_bytes = 500;
constexpr float article_width_max = 760;

std::string type_and_date(const Words& words, const Article& article) {
  std::string line;
  if (!article.type.empty()) line = words.choice(*find_kind("news")->field("type"), article.type);
  if (!article.date.empty()) line += (line.empty() ? "" : " · ") + words.short_date(article.date);
  return line;
}

}  // namespace

Article article_of(const Review& review) {
  const NewsRevision& revision = review.revision;
  Article article{revision.text("headline"),
                  revision.text("lead"),
                  revision.text("body"),
                  revision.text("type"),
                  revision.text("date"),
                  revision.text("credit"),
                  {}};
  for (std::size_t i = 0; i < revision.photo_count(); ++i) {
    const std::string path = "photos/" + std::to_string(i) + "/";
    article.photos.push_back({revision.text(path + "original"), revision.text(path + "caption")});
  }
  return article;
}

void draw_photo(const Screen& screen, const Rect& rect, std::string_view sha, float radius) {
  Ui& ui = screen.ui;
  // Which file it is is not known yet: nothing is said about it.
  const Picture picture = sha.empty() ? Picture{} : screen.picture(sha, {rect.width, rect.height});
  if (picture.state == Picture::State::here) {
    ui.canvas.picture(rect, picture.texture, picture.size, radius);
    return;
  }
  ui.canvas.fill(rect, ui.theme.surface2, radius);
  if (ui.theme.name == ThemeName::outdoor) ui.canvas.outline(rect, ui.theme.line, 2, radius);
  const Point middle{rect.x + rect.width / 2, rect.y + rect.height / 2};
  if (picture.state == Picture::State::missing && rect.height >= 76 && rect.width >= 96) {
    ui.canvas.icon({middle.x, middle.y - 14}, icons::image, 26, ui.theme.text3);
    ui.canvas.text_centred({rect.x + 4, middle.y + 4, rect.width - 8, 20}, ui.words(Word::photo_not_here),
                           Type::micro, ui.theme.text3);
  } else {
    ui.canvas.icon(middle, icons::image, 24, ui.theme.text3);
  }
}

float draw_article(const Screen& screen, Point at, float width, const Article& article) {
  Ui& ui = screen.ui;
  Canvas& canvas = ui.canvas;
  width = std::min(width, article_width_max);
  float y = at.y;
  const auto photo = [&](const Article::Photo& one) {
    const Picture picture = one.sha.empty() ? Picture{} : screen.picture(one.sha, {width, width * 0.6F});
    const float ratio = picture.state == Picture::State::here && picture.size.width > 0
                            ? std::clamp(picture.size.height / picture.size.width, 0.4F, 1.2F)
                            : 0.6F;
    const float high = std::min(width * ratio, 420.0F);
    draw_photo(screen, {at.x, y, width, high}, one.sha);
    y += high + 6;
    if (!one.caption.empty()) {
      y += canvas.text({at.x, y}, one.caption, Type::small, ui.theme.text2, {width}).height;
    } else {
      y += canvas.text({at.x, y}, ui.words(Word::no_caption), Type::small, ui.theme.text3, {width}).height;
    }
    y += 16;
  };
  const std::string about = type_and_date(ui.words, article);
  if (!about.empty())
    y += canvas.text({at.x, y}, about, Type::caption, ui.theme.text2, {width, 1}).height + 2;
  y += canvas.text({at.x, y}, title_word(ui.words, article.headline), Type::title, ui.theme.text, {width})
           .height +
       10;
  if (!article.photos.empty()) photo(article.photos.front());
  if (!article.lead.empty())
    y += canvas.text({at.x, y}, article.lead, Type::body_bold, ui.theme.text, {width}).height + 12;
  if (!article.body.empty())
    y += canvas.text({at.x, y}, article.body, Type::editor, ui.theme.text, {width}).height + 12;
  if (!article.credit.empty())
    y +=
        canvas
            .text({at.x, y}, ui.words(Word::written_by, article.credit), Type::small, ui.theme.text2, {width})
            .height +
        12;
  for (std::size_t i = 1; i < article.photos.size(); ++i) photo(article.photos[i]);
  return y - at.y;
}

float draw_board_card(const Screen& screen, Point at, float width, const Article& article) {
  Ui& ui = screen.ui;
  Canvas& canvas = ui.canvas;
  const float inner = width - 32;
  const std::string about = type_and_date(ui.words, article);
  const std::string title = title_word(ui.words, article.headline);
  const std::string_view lead = head_of(article.lead.empty() ? article.body : article.lead, board_lead_bytes);
  const float picture = article.photos.empty() ? 0 : std::round(width * 0.56F);
  const float title_high = canvas.measure(title, Type::body_bold, {inner, 3}).height;
  const float lead_high = lead.empty() ? 0 : canvas.measure(lead, Type::small, {inner, 3}).height;
  const float high = picture + 12 + (about.empty() ? 0 : 22) + title_high + 4 + lead_high + 14;
  card(ui, {at.x, at.y, width, high});
  float y = at.y;
  if (picture > 0) {
    draw_photo(screen, {at.x + 1, at.y + 1, width - 2, picture}, article.photos.front().sha, radius::card);
    y += picture;
  }
  y += 12;
  if (!about.empty()) {
    canvas.text({at.x + 16, y}, about, Type::caption, ui.theme.text2, {inner, 1});
    y += 22;
  }
  canvas.text({at.x + 16, y}, title, Type::body_bold,
              article.headline.empty() ? ui.theme.text3 : ui.theme.text, {inner, 3});
  y += title_high + 4;
  if (!lead.empty()) canvas.text({at.x + 16, y}, lead, Type::small, ui.theme.text2, {inner, 3});
  return high;
}

float draw_way(const Screen& screen, Point at, float width, const std::vector<Record>& decisions, Way way) {
  Ui& ui = screen.ui;
  Canvas& canvas = ui.canvas;
  const Words& words = ui.words;
  float y = at.y;
  for (auto decision = decisions.rbegin(); decision != decisions.rend(); ++decision) {
    const Fields& fields = decision->fields;
    const std::string& comment = text_field(fields, "comment");
    if (way == Way::only_comments && comment.empty()) continue;
    const std::string person = screen.person_or_somebody(text_field(fields, "by"));
    initials(ui, {at.x, y, 36, 36}, person);
    const float x = at.x + 48;
    const float room = width - 48;
    canvas.text_left({x, y - 2, room, 22}, person, Type::small_bold, ui.theme.text);
    std::string act = std::string(verb_word(words, text_field(fields, "verb"))) + " · " +
                      when_word(words, text_field(fields, "at"));
    const std::string capacity =
        capacity_word(words, text_field(fields, "capacity"), text_field(fields, "order"));
    if (!capacity.empty()) act += " · " + capacity;
    y += 20 + canvas.text({x, y + 19}, act, Type::caption, ui.theme.text2, {room, 2}).height;
    if (!comment.empty()) y += 2 + canvas.text({x, y + 2}, comment, Type::body, ui.theme.text, {room}).height;
    y += 18;
  }
  return std::max(0.0F, y - at.y);
}

std::string_view verb_word(const Words& words, std::string_view verb) {
  struct Row {
    std::string_view verb;
    Word word;
  };
  static constexpr std::array<Row, 16> rows = {{{"submit", Word::verb_submit},
                                                {"recall", Word::verb_recall},
                                                {"pass", Word::verb_pass},
                                                {"return", Word::verb_return},
                                                {"reject", Word::verb_reject},
                                                {"approve", Word::verb_approve},
                                                {"publish", Word::verb_publish},
                                                {"correct", Word::verb_correct},
                                                {"withdraw", Word::verb_withdraw},
                                                {"cancel", Word::verb_cancel},
                                                {"seen", Word::verb_seen},
                                                {"drop_photo", Word::verb_drop_photo},
                                                {"resolve", Word::verb_resolve},
                                                {"join", Word::verb_join},
                                                {"differ", Word::verb_differ},
                                                {"part", Word::part}}};
  for (const Row& row : rows) {
    if (row.verb == verb) return words(row.word);
  }
  return verb;
}

std::string when_word(const Words& words, std::string_view iso) {
  const auto at = parse_iso_utc(iso);
  return at.ok() ? words.instant(*at) : std::string(iso);
}

std::string title_word(const Words& words, std::string_view headline) {
  return std::string(headline.empty() ? words(Word::untitled_news) : headline);
}

std::string capacity_word(const Words& words, std::string_view capacity, std::string_view order) {
  if (capacity.empty() || capacity == "own") return {};
  std::string said = words.choice(*find_kind("decision")->field("capacity"), capacity);
  if (!order.empty()) said += " " + words(Word::by_order, std::string(order));
  return said;
}

const UserHere* user_here(const Snapshot& snapshot) {
  const auto found = std::find_if(snapshot.users.begin(), snapshot.users.end(), [&](const UserHere& user) {
    return user.name == snapshot.status.user_name;
  });
  return found == snapshot.users.end() ? nullptr : &*found;
}

}  // namespace khaosan::client
