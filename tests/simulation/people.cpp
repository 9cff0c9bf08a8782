#include "tests/simulation/people.hpp"

#include <array>

#include "client/app/photo_order.hpp"
#include "tests/simulation/words.hpp"

namespace khaosan::simulation {
namespace {

Value text(std::string words) {
  return Value{std::move(words)};
}

std::string two_digits(std::size_t number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string day(Dice& dice) {
  return "2026-11-" + two_digits(1 + dice.below(28));
}

}  // namespace

void People::do_something() {
  static constexpr std::array chances = {
      Chance{4, &People::new_event},  Chance{10, &People::edit_event},    Chance{5, &People::new_note},
      Chance{16, &People::edit_note}, Chance{5, &People::new_news},       Chance{18, &People::edit_news},
      Chance{2, &People::school},     Chance{5, &People::add_photo},      Chance{7, &People::edit_photo},
      Chance{3, &People::move_photo}, Chance{1, &People::take_photo_out}, Chance{2, &People::remove},
      Chance{1, &People::restore},    Chance{16, &People::news_act},      Chance{2, &People::odd_act},
      Chance{6, &People::resolve},    Chance{2, &People::tray},           Chance{10, &People::sync},
      Chance{4, &People::machine},    Chance{2, &People::same_event},     Chance{2, &People::same_news},
      Chance{7, &People::likeness},
  };
  int all = 0;
  for (const Chance& one : chances) all += one.weight;
  auto left = static_cast<int>(dice_.below(static_cast<std::size_t>(all)));
  Laptop& laptop = *dice_.pick(world_.laptops());
  for (const Chance& one : chances) {
    left -= one.weight;
    if (left >= 0) continue;
    (this->*one.deed)(laptop);
    return;
  }
}

void People::write_something(Laptop& laptop) {
  static constexpr std::array deeds = {&People::edit_news, &People::edit_news, &People::edit_note,
                                       &People::edit_event, &People::next_step};
  (this->*dice_.pick(deeds))(laptop);
}

void People::new_event(Laptop& laptop) {
  world_.put(
      laptop, "event", std::nullopt,
      {{"title", text(title(dice_))}, {"date", text(day(dice_))}, {"participants", text(prose(dice_))}});
}

void People::edit_event(Laptop& laptop) {
  const auto event = world_.pick(laptop, "event");
  if (!event) return;
  Fields set;
  switch (dice_.below(5)) {
    case 0:
      set = {{"title", text(title(dice_))}};
      break;
    case 1:
      set = {{"date", text(day(dice_))}};
      break;
    case 2:
      set = {{"start_time", text(two_digits(6 + dice_.below(4)) + ":00")},
             {"end_time", text(two_digits(12 + dice_.below(6)) + ":30")}};
      break;
    case 3:
      set = {{"do_not_publish", dice_.below(4) == 0 ? Value{true} : Value{}}};
      break;
    default:
      const std::string& participants = text_field(event->fields, "participants");
      set = {{"participants", text(participants.empty() ? prose(dice_) : edited(dice_, participants))}};
  }
  world_.put(laptop, "event", event->id, set);
}

void People::new_note(Laptop& laptop) {
  Fields set = {{"text", text(prose(dice_))}};
  if (const auto event = world_.pick(laptop, "event")) set["event"] = text(event->id.text());
  world_.put(laptop, "note", std::nullopt, set);
}

void People::edit_note(Laptop& laptop) {
  const auto note = world_.pick(laptop, "note");
  if (!note) return;
  if (dice_.below(6) == 0) {
    world_.put(laptop, "note", note->id, {{"source", text(title(dice_))}});
  } else {
    world_.put(laptop, "note", note->id, {{"text", text(edited(dice_, text_field(note->fields, "text")))}});
  }
}

void People::new_news(Laptop& laptop) {
  Fields set = {{"headline", text(title(dice_))}, {"body", text(prose(dice_))}, {"date", text(day(dice_))}};
  const auto event = world_.pick(laptop, "event");
  if (event && dice_.below(2) == 0) set["event"] = text(event->id.text());
  world_.put(laptop, "news", std::nullopt, set);
}

void People::edit_news(Laptop& laptop) {
  const auto news = world_.pick(laptop, "news");
  if (!news) return;
  Fields set;
  const std::size_t what = dice_.below(8);
  if (what == 0) set["credit"] = text(title(dice_));
  if (what == 1 || what == 2) set["headline"] = text(title(dice_));
  if (what == 3) set["lead"] = text(sentence(dice_));
  if (what >= 4 || what == 1) set["body"] = text(edited(dice_, text_field(news->fields, "body")));
  world_.put(laptop, "news", news->id, set);
}

// Two laptops know the same schools by their codes.
void People::school(Laptop& laptop) {
  const std::string code = "10000000" + two_digits(dice_.below(6));
  client::ListQuery query;
  query.kind = "school";
  query.where = {{"ministry_code", text(code)}};
  const auto known = laptop.app().list(query);
  if (!known.ok()) return;
  const Value name = text("โรงเรียนบ้าน" + title(dice_));
  if (known->rows.empty()) {
    world_.put(laptop, "school", std::nullopt, {{"ministry_code", text(code)}, {"name", name}});
  } else {
    world_.put(laptop, "school", known->rows.front().id, {{"name", name}});
  }
}

void People::add_photo(Laptop& laptop) {
  client::AddFile photo;
  photo.path = "IMG_" + std::to_string(dice_.below(60)) + ".jpg";
  const auto event = world_.pick(laptop, "event");
  const auto news = world_.pick(laptop, "news");
  if (event) photo.event = event->id;
  if (news && dice_.below(3) > 0) photo.news = news->id;
  if (dice_.below(2) == 0) photo.caption = title(dice_);
  world_.add_photo(laptop, photo);
}

void People::edit_photo(Laptop& laptop) {
  const auto media = world_.pick(laptop, "media");
  if (media && dice_.below(2) == 0) {
    world_.put(laptop, "media", media->id,
               dice_.below(3) == 0 ? Fields{{"credit", text(title(dice_))}}
                                   : Fields{{"caption", text(title(dice_))}});
    return;
  }
  const auto photo = world_.pick(laptop, "news_photo");
  if (!photo) return;
  const auto turns = static_cast<std::int64_t>(dice_.below(3)) + 1;
  const auto left = static_cast<std::int64_t>(1 + dice_.below(4'000));
  world_.put(laptop, "news_photo", photo->id,
             {{"quarter_turns", Value{turns}},
              {"crop_left_e4", Value{left}},
              {"crop_top_e4", Value{left}},
              {"crop_width_e4", Value{std::int64_t{5'000}}},
              {"crop_height_e4", Value{std::int64_t{5'000}}}});
}

void People::move_photo(Laptop& laptop) {
  const auto news = world_.pick(laptop, "news");
  if (!news) return;
  client::ListQuery query;
  query.kind = "news_photo";
  query.where = {{"news", text(news->id.text())}};
  auto photos = laptop.app().list(query);
  if (!photos.ok() || photos->rows.size() < 2) return;
  client::sort_photos(photos->rows);
  const std::size_t count = photos->rows.size();
  const auto moves =
      client::move_photo(photos->rows, dice_.below(count), dice_.below(count), client::new_position_tail());
  for (const client::Put& move : moves) world_.put(laptop, move.kind, move.id, move.set);
}

void People::take_photo_out(Laptop& laptop) {
  if (const auto photo = world_.pick(laptop, "news_photo"))
    world_.mark(laptop, "news_photo", photo->id, true);
}

void People::remove(Laptop& laptop) {
  static constexpr std::array kinds = {"event", "note", "note", "news"};
  const std::string kind = dice_.pick(kinds);
  if (const auto record = world_.pick(laptop, kind)) world_.mark(laptop, kind, record->id, true);
}

void People::restore(Laptop& laptop) {
  static constexpr std::array kinds = {"event", "note", "news", "news_photo"};
  const std::string kind = dice_.pick(kinds);
  if (const auto record = world_.pick_deleted(laptop, kind)) world_.mark(laptop, kind, record->id, false);
}

std::string People::likely_verb(const Record& news) {
  const std::string& status = text_field(news.fields, "status");
  if (!is_empty(field_or_empty(news.fields, "merged_unseen")) && dice_.below(4) > 0) return "seen";
  const std::size_t throw_of_ten = dice_.below(10);
  if (status.empty() || status == "draft" || status == "returned") return "submit";
  if (status == "in_review") return throw_of_ten < 7 ? "pass" : (throw_of_ten < 9 ? "return" : "recall");
  if (status == "with_director")
    return throw_of_ten < 8 ? "approve" : (throw_of_ten < 9 ? "return" : "reject");
  if (status == "approved") return throw_of_ten < 8 ? "publish" : "submit";
  if (status == "published") return throw_of_ten < 7 ? "correct" : "withdraw";
  if (status == "withdrawn") return "correct";
  return "cancel";
}

// As a rule whoever may do it sits down at the laptop.
void People::sit_down_who_may(Laptop& laptop, const std::string& verb) {
  if (dice_.below(10) == 0) return;
  for (const std::string& name : laptop.users) {
    const std::string& role = world_.person(name).roles.front();
    const bool decides = (verb == "approve" || verb == "reject") ? role == "director" || role == "deputy"
                                                                 : role == "reviewer" || role == "deputy";
    const bool may = verb == "pass" || verb == "return" || verb == "approve" || verb == "reject"
                         ? decides
                         : role == "staff" || role == "reviewer";
    if (may && laptop.app().use_user(name).ok()) laptop.writer = name;
  }
}

void People::act(Laptop& laptop, const Record& news, const std::string& verb) {
  client::Perform command;
  command.kind = "news";
  command.id = news.id;
  command.verb = verb;
  command.comment = verb == "submit" ? "" : "เพราะ" + title(dice_);
  const Person& person = world_.person(laptop.writer);
  command.password = person.password();
  const bool for_director = verb == "approve" || verb == "reject";
  if (for_director && person.roles.front() != "director") {
    command.capacity = "acting";
    command.order = "12/2570";
  }
  if (verb == "drop_photo") {
    const auto photo = world_.pick(laptop, "news_photo");
    command.text = photo ? photo->id.text() : news.id.text();
    // A restored office may know a photo of which it has forgotten the story.
    const auto of = photo ? RecordId::parse(text_field(photo->fields, "news")) : Result<RecordId>(news.id);
    if (of.ok()) command.id = *of;
  }
  world_.command(laptop, command);
}

// Who decides, as a rule looks first, and sends it off.
void People::news_act(Laptop& laptop) {
  if (dice_.below(2) == 0) world_.sync(laptop);
  next_step(laptop);
  if (dice_.below(2) == 0) world_.sync(laptop);
}

// A few stories go all the way, and around again.
void People::next_step(Laptop& laptop) {
  const auto news = dice_.below(3) > 0 ? world_.pick_old(laptop, "news") : world_.pick(laptop, "news");
  if (!news) return;
  const std::string verb = likely_verb(*news);
  sit_down_who_may(laptop, verb);
  act(laptop, *news, verb);
}

void People::odd_act(Laptop& laptop) {
  static constexpr std::array verbs = {"submit",  "recall",   "pass",   "return", "approve",   "publish",
                                       "correct", "withdraw", "cancel", "seen",   "drop_photo"};
  if (const auto news = world_.pick(laptop, "news")) act(laptop, *news, dice_.pick(verbs));
}

void People::resolve(Laptop& laptop) {
  client::ListQuery query;
  query.kind = "conflict";
  query.where = {{"settled", Value{}}};
  query.limit = 6;
  const auto open = laptop.app().list(query);
  if (!open.ok() || open->rows.empty()) return;
  const Record& conflict = open->rows[dice_.below(open->rows.size())];
  static constexpr std::array keeps = {"ours", "theirs", "theirs", "text"};
  client::Perform command;
  command.kind = "conflict";
  command.id = conflict.id;
  command.verb = "resolve";
  command.keep = dice_.pick(keeps);
  const std::string& field = text_field(conflict.fields, "field");
  if (command.keep == "text")
    command.text = field == "headline" || field == "title" ? title(dice_) : "ตกลงตามนี้";
  world_.command(laptop, command);
}

// Somebody writes down what another laptop has already, in other words, and with a note of the own.
void People::same_event(Laptop& laptop) {
  const auto event = world_.pick(*dice_.pick(world_.laptops()), "event");
  if (!event) return;
  const std::string& name = text_field(event->fields, "title");
  Fields set = {{"title", text(dice_.below(2) == 0 ? name : name + " " + title(dice_))},
                {"date", text(text_field(event->fields, "date"))}};
  if (dice_.below(2) == 0) set["participants"] = text(prose(dice_));
  if (dice_.below(2) == 0) set["place"] = text(title(dice_));
  world_.put(laptop, "event", std::nullopt, set);
  if (dice_.below(2) == 0) new_note(laptop);
}

void People::same_news(Laptop& laptop) {
  const auto news = world_.pick(*dice_.pick(world_.laptops()), "news");
  if (!news) return;
  Fields set = {{"headline", text(text_field(news->fields, "headline"))},
                {"date", text(text_field(news->fields, "date"))},
                {"body", text(prose(dice_))}};
  world_.put(laptop, "news", std::nullopt, set);
}

// Joins, keeps apart, undoes; also what others have decided meanwhile.
void People::likeness(Laptop& laptop) {
  client::ListQuery query;
  query.kind = "likeness";
  query.limit = 12;
  query.descending = true;
  if (dice_.below(3) > 0) query.where = {{"settled", Value{}}};
  const auto found = laptop.app().list(query);
  if (!found.ok() || found->rows.empty()) return;
  const Record& pair = found->rows[dice_.below(found->rows.size())];
  client::Perform command;
  command.kind = "likeness";
  command.id = pair.id;
  const bool is_joined = text_field(pair.fields, "settled") == "joined";
  command.verb = is_joined ? "part" : (dice_.below(5) == 0 ? "differ" : "join");
  if (command.verb == "join" && dice_.below(2) == 0)
    command.keep = text_field(pair.fields, dice_.below(2) == 0 ? "one" : "other");
  world_.command(laptop, command);
}

void People::tray(Laptop& laptop) {
  world_.give_up_or_send_again(laptop);
}

void People::sync(Laptop& laptop) {
  world_.sync(laptop);
}

// Somebody else sits down; the program is closed and opened; what befalls machines.
void People::machine(Laptop& laptop) {
  world_.switch_user(laptop);
  if (dice_.below(4) == 0) world_.restart(laptop);
}

}  // namespace khaosan::simulation
