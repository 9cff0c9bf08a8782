#include "tests/unit/client_ui/rig.hpp"

#include <imgui.h>

namespace khaosan::test {
namespace {

using namespace khaosan::client;

text::Fonts& fonts() {
  static Result<text::Fonts> opened = text::Fonts::open(text::debian_font_files());
  REQUIRE(opened.ok());
  return *opened;
}

}  // namespace

Rig::Rig(Size size) : size_(size), texts_(fonts(), text::Family::plain), canvas_(texts_, atlas_) {
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.DisplaySize = {size.width, size.height};
  unsigned char* pixels = nullptr;
  int width = 0;
  int height = 0;
  io.Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
}

Rig::~Rig() {
  ImGui::DestroyContext();
}

void Rig::frame(const Draw& draw, Input input) {
  ImGui::NewFrame();
  canvas_.begin(ImGui::GetBackgroundDrawList(), 1, 1, size_);
  input.now_ms = now_ms_;
  const Words words(Language::th);
  Ui ui(canvas_, memory, input, theme_named(ThemeName::light), words);
  ui.reduce_motion = true;
  view = View{};
  const auto hand_in = [this](Intent intent, Screen::Then then) {
    handed_in.push_back(std::move(intent));
    then_.push_back(std::move(then));
  };
  Screen screen{ui,
                snapshot,
                slow_,
                state,
                pictures_,
                view,
                {0, 0, size_.width, size_.height},
                size_.width < narrow_below,
                size_.width >= three_panes_from,
                hand_in,
                hand_in,
                [this](const std::vector<std::filesystem::path>& files, RecordId, RecordId) {
                  taken_in.insert(taken_in.end(), files.begin(), files.end());
                },
                {},
                {},
                [this](const std::vector<std::filesystem::path>& paths, FileFinder::Target) {
                  to_find.insert(to_find.end(), paths.begin(), paths.end());
                }};
  draw(screen);
  ui.finish();
  ImGui::EndFrame();
  snapshot.view = view;
  now_ms_ += 16;
}

std::optional<Rect> Rig::place_of(const std::string& text) const {
  for (const Canvas::Readable& one : canvas_.readable()) {
    if (one.text == text) return one.rect;
  }
  return std::nullopt;
}

void Rig::click(const Draw& draw, Point at, Input with) {
  with.pointer = at;
  frame(draw, with);  // the pointer comes
  Input press = with;
  press.pressed = press.down = true;
  press.clicks = 1;
  frame(draw, press);
  Input release = with;
  release.released = true;
  frame(draw, release);
  frame(draw, with);
}

void Rig::key(const Draw& draw, Key key, bool ctrl, bool shift) {
  Input input;
  input.ctrl = ctrl;
  input.shift = shift;
  input.keys.push_back({key, ctrl, shift, false, false});
  frame(draw, input);
  frame(draw);
}

void Rig::type(const Draw& draw, const std::string& text) {
  Input input;
  input.typed = text;
  frame(draw, input);
}

RecordId made_id(std::uint16_t number) {
  RecordId id;
  id.uuid.bytes[5] = 1;
  id.uuid.bytes[14] = static_cast<std::uint8_t>(number >> 8U);
  id.uuid.bytes[15] = static_cast<std::uint8_t>(number);
  return id;
}

Record made_record(const std::string& kind, std::uint16_t number, Fields fields) {
  Record record;
  record.kind = kind;
  record.id = made_id(number);
  record.fields = std::move(fields);
  return record;
}

void answer_list(Rig& rig, const std::string& name, std::vector<Record> rows, std::int64_t total,
                 std::int64_t first) {
  ListAnswer answer;
  answer.total = total < 0 ? static_cast<std::int64_t>(rows.size()) : total;
  answer.first = first;
  answer.rows = std::move(rows);
  rig.snapshot.lists[name] = std::make_shared<const ListAnswer>(std::move(answer));
}

void answer_record(Rig& rig, const Record& record) {
  RecordView view;
  view.record = record;
  rig.snapshot.records[{record.kind, record.id}] = std::make_shared<const RecordView>(std::move(view));
}

}  // namespace khaosan::test
