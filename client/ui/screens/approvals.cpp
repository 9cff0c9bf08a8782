#include <algorithm>

#include "client/ui/article.hpp"
#include "client/ui/list_range.hpp"
#include "client/ui/review.hpp"
#include "client/ui/screen.hpp"

namespace khaosan::client {
namespace {

constexpr float row_height = 112;

ListQuery queue_query(Status status) {
  ListQuery query;
  query.kind = "news";
  query.where = {{"status", Value{std::string(name_of(status))}}};
  return query;
}

// Still to be decided by the person: no command waits for the office.
bool is_open(const Screen& screen, RecordId id) {
  const RecordView* view = screen.record("news", id);
  return view == nullptr || view->waiting_verbs.empty();
}

std::string cover_of(const Screen& screen, RecordId news) {
  ListQuery query;
  query.kind = "news_photo";
  query.where = {{"news", Value{news.text()}}};
  query.limit = 1;
  const ListAnswer* photos = screen.list("cover " + news.text(), query);
  if (photos == nullptr || photos->rows.empty()) return {};
  const auto media = RecordId::parse(text_field(photos->rows.front().fields, "media"));
  const RecordView* found = media.ok() ? screen.record("media", *media) : nullptr;
  return found == nullptr ? std::string() : text_field(found->record.fields, "sha256");
}

void draw_row(const Screen& screen, const Rect& row, const Record& news, bool selected) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  if (row_ground(ui, ui.id("row", std::hash<RecordId>()(news.id)), row, selected).clicked) {
    screen.state.news = news.id;
    if (screen.is_narrow) screen.go(Route::Kind::review, news.id);
  }
  draw_photo(screen, {row.x + 16, row.y + 14, 60, 60}, cover_of(screen, news.id), 12);
  const float x = row.x + 90;
  const float room = row.x + row.width - x - 16;
  const TextOptions title{room, 2};
  const Colour ink = selected ? ui.theme.onpc : ui.theme.text;
  float y = row.y + 8;
  const std::string headline = title_word(words, text_field(news.fields, "headline"));
  const float title_high = ui.canvas.text({x, y}, headline, Type::body_bold, ink, title).height;
  y += title_high;
  if (title_high < 40) {
    const std::string sender = screen.person(news.changed_by.text());
    std::string line = sender;
    if (const std::string& date = text_field(news.fields, "date"); !date.empty())
      line += (line.empty() ? "" : " · ") + words.short_date(date);
    ui.canvas.text_left({x, y, room, 22}, line, Type::small, selected ? ink : ui.theme.text2);
  }
  y = row.y + row.height - 36;
  const std::int64_t times = integer_field(news.fields, "submissions");
  if (!is_open(screen, news.id)) {
    pill(ui, {x, y}, icons::timer_sand, words(Word::waiting_office), Tone::neutral);
  } else if (times > 1) {
    pill(ui, {x, y}, icons::redo_variant, words(Word::submitted_again, std::to_string(times)), Tone::info);
  } else {
    pill(ui, {x, y}, icons::send, words(Word::verb_submit), Tone::info);
  }
  divider(ui, row.x, row.y + row.height, row.width);
}

// The rows that can be seen, of however many there are. Opens the first one that waits if none is open.
void draw_queue(const Screen& screen, const Rect& rect, Status status) {
  Ui& ui = screen.ui;
  ScrollArea area(ui, "queue", rect);
  ListQuery query = queue_query(status);
  const RowRange range = range_to_ask(area.offset(), rect.height, row_height);
  query.first = range.first;
  query.limit = range.limit;
  const ListAnswer* queue = screen.list("approvals " + std::string(name_of(status)), query);
  if (queue == nullptr) {
    area.end(0);
    return;
  }
  for (std::size_t i = 0; i < queue->rows.size(); ++i) {
    const auto number = static_cast<float>(queue->first + static_cast<std::int64_t>(i));
    const Rect row{rect.x, area.top() + number * row_height, rect.width, row_height};
    if (row.y + row.height < rect.y || row.y > rect.y + rect.height) continue;
    const Record& news = queue->rows[i];
    if (screen.state.news.empty() && !screen.is_narrow && is_open(screen, news.id))
      screen.state.news = news.id;
    draw_row(screen, row, news, !screen.is_narrow && screen.state.news == news.id);
  }
  area.end(static_cast<float>(queue->total) * row_height + 12);
}

Word queue_word(Status status) {
  return status == Status::in_review ? Word::queue_review : Word::queue_director;
}

}  // namespace

ListQuery approval_queue(const Screen& screen) {
  const std::vector<Status> queues = queues_of(screen.snapshot.roles);
  if (!queues.empty()) return queue_query(queues.front());
  ListQuery none;
  none.kind = "news";
  none.where = {{"status", Value{std::string("-")}}};  // nothing waits for one who does not decide
  return none;
}

void draw_approvals(const Screen& screen) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  const std::vector<Status> queues = queues_of(screen.snapshot.roles);
  std::int64_t total = 0;
  std::vector<std::int64_t> counts;
  for (const Status status : queues) {
    ListQuery one = queue_query(status);
    one.limit = 0;
    const ListAnswer* answer = screen.list("count " + std::string(name_of(status)), one);
    counts.push_back(answer == nullptr ? 0 : answer->total);
  }
  std::size_t& chosen = screen.state.tabs["approvals queue"];
  if (chosen >= queues.size()) chosen = 0;
  if (!counts.empty()) total = counts[chosen];
  const std::string title = total > 0 ? words(Word::approvals_count, std::to_string(total))
                                      : std::string(words(Word::approvals_title));
  const TopBar bar = top_bar(screen, "bar", {.title = title});
  Rect rest = bar.rest;
  if (queues.empty()) {
    empty_state(
        ui, "none", rest,
        {icons::clipboard_check, words(Word::approvals_not_yours), words(Word::approvals_not_yours_line)});
    return;
  }
  Rect list = rest;
  if (!screen.is_narrow) list.width = screen.is_wide ? 376 : 300;
  if (!screen.is_narrow) {
    ui.canvas.fill(list, ui.theme.surface);
    ui.canvas.line({list.x + list.width, list.y}, {list.x + list.width, list.y + list.height}, ui.theme.line,
                   ui.theme.outline_px);
  } else {
    ui.canvas.fill(list, ui.theme.surface);
  }
  const Rect all = list;
  if (queues.size() > 1) {
    std::vector<std::string> labels;
    for (std::size_t i = 0; i < queues.size(); ++i)
      labels.push_back(std::string(words(queue_word(queues[i]))) +
                       (counts[i] > 0 ? " " + std::to_string(counts[i]) : ""));
    if (const auto picked =
            segments(ui, "queues", {list.x + 16, list.y + 12, list.width - 32, 44}, labels, chosen)) {
      chosen = *picked;
      screen.state.news = {};
    }
    list.y += 64;
    list.height -= 64;
  }
  const Rect detail{all.x + all.width, rest.y, rest.width - all.width, rest.height};
  if (counts[chosen] == 0) {
    empty_state(ui, "empty", screen.is_narrow ? list : detail,
                {icons::clipboard_check, words(Word::approvals_empty), words(Word::approvals_empty_line)});
    return;
  }
  // What was decided and answered has left this queue.
  const RecordView* open = screen.record("news", screen.state.news);
  if (open != nullptr && text_field(open->record.fields, "status") != name_of(queues[chosen]))
    screen.state.news = {};
  draw_queue(screen, list, queues[chosen]);
  if (screen.is_narrow) return;
  if (screen.state.news.empty()) {
    empty_state(ui, "all done", detail,
                {icons::check_circle, words(Word::approvals_empty), words(Word::approvals_waiting_line)});
    return;
  }
  draw_decision(screen, detail, screen.state.news);
}

void draw_review(const Screen& screen) {
  const RecordId id = screen.route().id;
  const RecordView* news = screen.record("news", id);
  const TopBar bar = top_bar(
      screen, "bar",
      {.title = title_word(screen.ui.words, news == nullptr ? std::string_view()
                                                            : text_field(news->record.fields, "headline")),
       .has_back = true});
  if (bar.back) screen.back();
  draw_decision(screen, bar.rest, id);
}

}  // namespace khaosan::client
