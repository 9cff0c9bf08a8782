// Every page and sheet in every size of window and text: what can be pointed at lies in the window, and
// nothing lies on anything else.
#include <algorithm>
#include <map>
#include <sstream>

#include "tests/unit/client_ui/whole_window.hpp"

using namespace khaosan;
using namespace khaosan::client;
using namespace khaosan::test;

namespace {

constexpr float slack = 1.5F;  // of rounding

Value words(const char* utf8) {
  return Value{std::string(utf8)};
}

// What is on a page, so that each has its buttons.
struct Filled {
  FakeOffice office;
  Laptop laptop{office};
  RecordId event, note, story, queued;
  Filled() {
    laptop.pair("รหัสผ่านตัวอย่าง");
    event = laptop.put("event", {{"title", words("ค่ายวิทยาศาสตร์และเทคโนโลยีสำหรับเยาวชนประจำปีการศึกษา")},
                                 {"date", words("2026-11-19")},
                                 {"place", words("หอประชุมโรงเรียนบ้านหนองน้ำใสวิทยาคาร")}});
    note = laptop.put("note",
                      {{"text", words("สัมภาษณ์ผู้อำนวยการ\nเด็กได้ลงมือทำจริง")}, {"event", Value{event.text()}}});
    story = laptop.put("news", {{"headline", words("เปิดค่ายวิทยาศาสตร์และเทคโนโลยีสำหรับเยาวชน")},
                                {"body", words("เนื้อข่าว")},
                                {"event", Value{event.text()}}});
    for (int i = 0; i < 7; ++i) {
      const std::string sha(64, static_cast<char>('a' + i % 6));
      const RecordId media =
          laptop.put("media", {{"sha256", Value{sha.substr(0, 63) + std::to_string(i)}},
                               {"file_name", Value{"IMG_000" + std::to_string(i) + ".jpg"}},
                               {"type", words("photo")},
                               {"event", Value{event.text()}}});
      if (i < 3) laptop.put("news_photo", {{"news", Value{story.text()}}, {"media", Value{media.text()}}});
    }
    queued = laptop.news("มอบทุนการศึกษาแก่นักเรียนยากจนทุกโรงเรียน");
    REQUIRE(laptop.sync().ok());
    office.write("news", queued, {{"status", words("in_review")}, {"revision", Value{std::string(64, 'a')}}});
    office.write("user", RecordId{laptop.app->users()->front().id.uuid},
                 {{"display_name", words("มาลี ตัวอย่าง")}, {"roles", Value{TextSet{"reviewer", "staff"}}}});
    REQUIRE(laptop.sync().ok());
  }
};

struct Page {
  std::string name;
  std::function<void(UiState&)> arrange;
};

Page at(std::string name, Route route, Sheet sheet = Sheet::none) {
  return {std::move(name), [=](UiState& state) {
            state.way = {Route{}, route};
            state.sheet = sheet;
            state.closes = false;
            for (const Drafts::Unkept& one : state.drafts.unkept()) state.drafts.give_up(one.key);
            state.choosing = false;
            state.chosen_photos.clear();
          }};
}

std::vector<Page> all_pages(const Filled& filled) {
  using Kind = Route::Kind;
  std::vector<Page> pages = {
      at("events", {Kind::events, filled.event}),
      at("event", {Kind::event, filled.event}),
      at("note", {Kind::note, filled.note}),
      at("news", {Kind::news, {}}),
      at("approvals", {Kind::approvals, {}}),
      at("review", {Kind::review, filled.queued}),
      at("sync", {Kind::sync, {}}),
      at("conflicts", {Kind::conflicts, {}}),
      at("settings", {Kind::settings, {}}),
      at("first run", {Kind::first_run, {}}),
      at("add sheet", {Kind::event, filled.event}, Sheet::add),
      at("files sheet", {Kind::event, filled.event}, Sheet::files),
      at("new event sheet", {Kind::event, filled.event}, Sheet::new_event),
      at("keys sheet", {Kind::event, filled.event}, Sheet::keys),
      at("story photos sheet", {Kind::story, filled.story}, Sheet::story_photos),
  };
  for (std::size_t part = 0; part < 4; ++part) {
    Page page = at("story part " + std::to_string(part), {Kind::story, filled.story});
    pages.push_back({page.name, [=](UiState& state) {
                       page.arrange(state);
                       state.tabs["story part"] = part;
                       state.tabs["story side"] = part;
                     }});
  }
  for (std::size_t part = 0; part < 3; ++part) {
    Page page = at("event tab " + std::to_string(part), {Kind::event, filled.event});
    pages.push_back({page.name, [=](UiState& state) {
                       page.arrange(state);
                       state.tabs["event"] = part;
                     }});
  }
  pages.push_back({"review, asked why", [=, id = filled.queued](UiState& state) {
                     at("", {Kind::review, id}, Sheet::send_back).arrange(state);
                     state.deciding.to_explain.kind = "news";
                     state.deciding.to_explain.id = id;
                     state.deciding.to_explain.verb = "return";
                   }});
  pages.push_back({"review, signing", [=, id = filled.queued](UiState& state) {
                     at("", {Kind::review, id}, Sheet::sign).arrange(state);
                     Perform command;
                     command.kind = "news";
                     command.id = id;
                     command.verb = "approve";
                     state.deciding.to_sign = command;
                   }});
  for (const bool closes : {false, true}) {
    pages.push_back(
        {closes ? "not kept, closing" : "not kept", [=, id = filled.note](UiState& state) {
           at("", {Kind::note, id}).arrange(state);
           static constexpr Ticket ticket = 1'000'000;
           state.drafts.typed({"note", id, "source"}, "ครูน้ำ", 1);
           for (const Drafts::Due& due : state.drafts.take_due(10'000)) state.drafts.handed_in(due, ticket);
           state.drafts.answered(client::Outcome{ticket, Put{}, refuse(Code::too_long), {}}, 10'000);
           state.sheet = Sheet::unkept;
           state.closes = closes;
         }});
  }
  pages.push_back({"event, photos chosen", [=, id = filled.event](UiState& state) {
                     at("", {Kind::event, id}).arrange(state);
                     state.choosing = true;
                   }});
  return pages;
}

std::string place(const Rect& rect) {
  std::ostringstream text;
  text << rect.x << ' ' << rect.y << ' ' << rect.width << ' ' << rect.height;
  return text.str();
}

bool within(const Rect& inner, const Rect& outer) {
  return inner.x >= outer.x - slack && inner.y >= outer.y - slack &&
         inner.x + inner.width <= outer.x + outer.width + slack &&
         inner.y + inner.height <= outer.y + outer.height + slack;
}

// What the words beside a place say, for whoever reads a failure.
std::string words_at(const Canvas& canvas, const Rect& rect) {
  for (const Canvas::Readable& one : canvas.readable()) {
    const Rect both = overlap(one.rect, rect);
    if (both.width > 4 && both.height > 4) return "“" + one.text.substr(0, 60) + "”";
  }
  return "an icon";
}

std::vector<std::string> faults_of(WholeWindow& window, Size size) {
  std::vector<std::string> faults;
  const Memory& memory = window.shell.memory();
  std::vector<Memory::Spot> spots;
  for (const Memory::Spot& spot : memory.spots) {
    if (spot.focusable && spot.rect.width > 0 && spot.layer >= memory.modal_layer) spots.push_back(spot);
  }
  const auto tell = [&](const Memory::Spot& spot) {
    return words_at(window.stage.canvas(), spot.rect) + " at " + place(spot.shown);
  };
  const Rect all{0, 0, size.width, size.height};
  for (std::size_t i = 0; i < spots.size(); ++i) {
    const Rect& rect = spots[i].shown;
    if (!within(rect, all)) faults.push_back(tell(spots[i]) + " is not in the window");
    if (spots[i].is_cut) faults.push_back(tell(spots[i]) + " is cut at its side");
    for (std::size_t j = i + 1; j < spots.size(); ++j) {
      const Rect& other = spots[j].shown;
      if (spots[j].layer != spots[i].layer) continue;
      const Rect both = overlap(rect, other);
      if (both.width <= slack || both.height <= slack) continue;
      if (within(other, rect)) continue;  // a button in a row
      faults.push_back(tell(spots[i]) + " and " + tell(spots[j]) + " lie on each other");
    }
  }
  return faults;
}

}  // namespace

TEST_CASE("the pages that are looked at in all sizes show what they are for") {
  Filled filled;
  WholeWindow window(filled.laptop);
  window.shell.state().settings.reduce_motion = true;
  const std::map<std::string, std::string> expected = {
      {"review", "เสนอ ผอ.สพท."},    {"note", "ใช้เขียนข่าว"},         {"event, photos chosen", "IMG_0000.jpg"},
      {"review, signing", "รหัสผ่าน"}, {"not kept, closing", "ครูน้ำ"}, {"story part 0", "เนื้อข่าว"}};
  for (const Page& page : all_pages(filled)) {
    const auto words = expected.find(page.name);
    if (words == expected.end()) continue;
    page.arrange(window.shell.state());
    window.settle();
    const auto& seen = window.stage.canvas().readable();
    INFO(page.name << " shows " << words->second);
    CHECK(std::any_of(seen.begin(), seen.end(), [&](const auto& one) { return one.text == words->second; }));
  }
}

TEST_CASE(
    "on every page, in every size of window and text, everything that can be pressed has a place of its "
    "own") {
  Filled filled;
  WholeWindow window(filled.laptop);
  window.shell.state().settings.reduce_motion = true;
  const auto pages = all_pages(filled);
  for (const float width : {320.0F, 360.0F, 420.0F, 640.0F, 900.0F, 1366.0F}) {
    for (const float text_scale : {0.8F, 1.0F, 1.4F, 2.0F}) {
      const Size pixels{width, 768};
      const float scale = scale_that_fits(text_scale, pixels);
      const Size size{pixels.width / scale, pixels.height / scale};
      window.stage.resize(size, scale);
      for (const Page& page : pages) {
        page.arrange(window.shell.state());
        window.shell.state().snack.reset();
        window.settle();
        for (int i = 0; i < 3; ++i) window.frame();  // heights that are told by the frame before
        const auto faults = faults_of(window, size);
        INFO(page.name << " in " << width << " px at " << text_scale * 100 << " %, " << size.width << " × "
                       << size.height << " logical");
        for (const std::string& fault : faults) FAIL_CHECK(fault);
      }
    }
  }
}

TEST_CASE("what the window says at its foot covers no button that stands there") {
  Filled filled;
  WholeWindow window(filled.laptop);
  window.shell.state().settings.reduce_motion = true;
  const std::string said = "ลบภาพแล้ว";
  for (const float width : {420.0F, 900.0F, 1366.0F}) {
    window.stage.resize({width, 768}, 1);
    for (const Page& page : all_pages(filled)) {
      if (page.name != "review" && page.name != "note" && page.name != "event, photos chosen") continue;
      page.arrange(window.shell.state());
      window.settle();
      window.shell.state().snack = Snack{icons::check, said, "เลิกทำ", {}, 0};
      for (int i = 0; i < 3; ++i) window.frame();
      const auto& seen = window.stage.canvas().readable();
      const auto words =
          std::find_if(seen.begin(), seen.end(), [&](const auto& one) { return one.text == said; });
      REQUIRE(words != seen.end());
      const Rect at = words->rect;
      for (const Memory::Spot& spot : window.shell.memory().spots) {
        const Rect both = overlap(spot.shown, at);
        INFO(page.name << " in " << width << " px: " << place(at) << " over " << place(spot.shown));
        if (spot.focusable && spot.layer == 0 && spot.shown.height < 60) CHECK(both.width * both.height == 0);
      }
      window.shell.state().snack.reset();
    }
  }
}
