#include "tests/support/ui_stage.hpp"

#include <imgui.h>

#include <stdexcept>
#include <utility>

namespace khaosan::client {
namespace {

text::Fonts open_fonts() {
  auto fonts = text::Fonts::open(text::debian_font_files());
  if (!fonts.ok()) throw std::runtime_error(fonts.refusal().english());
  return std::move(*fonts);
}

}  // namespace

UiStage::UiStage(Size size, float scale)
    : size_(size),
      scale_(scale),
      context_(ImGui::CreateContext()),
      fonts_(open_fonts()),
      texts_(fonts_, text::Family::plain),
      canvas_(texts_, atlas_) {
  ImGui::SetCurrentContext(context_);
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  unsigned char* pixels = nullptr;
  int width = 0;
  int height = 0;
  io.Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
  io.DisplaySize = {size.width * scale, size.height * scale};
  input_.now_ms = 1'000'000;
}

UiStage::~UiStage() {
  ImGui::DestroyContext(context_);
}

Input UiStage::begin() {
  ImGui::SetCurrentContext(context_);
  ImGui::GetIO().DeltaTime = 1.0F / 60;
  ImGui::NewFrame();
  texts_.next_frame();
  canvas_.begin(ImGui::GetBackgroundDrawList(), 1, scale_, size_);
  Input next;
  next.now_ms = input_.now_ms + 16;
  next.pointer = input_.pointer;
  next.down = input_.down;
  return std::exchange(input_, next);
}

void UiStage::resize(Size size, float scale) {
  size_ = size;
  scale_ = scale;
  ImGui::SetCurrentContext(context_);
  ImGui::GetIO().DisplaySize = {size.width * scale, size.height * scale};
}

void UiStage::end() {
  glyphs_drawn = ImGui::GetBackgroundDrawList()->IdxBuffer.Size / 6;
  ImGui::Render();
}

void UiStage::frame() {
  const Input input = begin();
  const Words words(language);
  Ui ui(canvas_, memory, input, theme_named(theme), words);
  ui.reduce_motion = reduce_motion;
  ui.read_clipboard = [this] { return clipboard; };
  if (draw) draw(ui);
  ui.finish();
  again_at = ui.wanted_at();
  if (ui.wants_clipboard_set) clipboard = ui.clipboard_to_set;
  end();
}

void UiStage::settle(int frames) {
  for (int i = 0; i < frames; ++i) frame();
}

void UiStage::move(Point to) {
  input_.pointer = to;
  input_.pointer_moved = true;
  frame();
}

void UiStage::click(Point at, int clicks) {
  move(at);
  button_down(clicks);
  button_up();
}

void UiStage::drag(Point from, Point to) {
  move(from);
  button_down();
  constexpr int steps = 8;
  for (int i = 1; i <= steps; ++i) {
    const float part = static_cast<float>(i) / steps;
    move({from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part});
  }
  button_up();
}

void UiStage::button_down(int clicks) {
  input_.pressed = input_.down = true;
  input_.clicks = clicks;
  frame();
}

void UiStage::button_up() {
  input_.down = false;
  input_.released = true;
  frame();
}

void UiStage::wheel(Point at, float y) {
  move(at);
  input_.wheel = y;
  frame();
}

void UiStage::press(Key key, bool ctrl, bool shift, bool alt) {
  input_.keys.push_back({key, ctrl, shift, alt, false});
  frame();
}

void UiStage::type(const std::string& utf8) {
  input_.typed = utf8;
  frame();
}

}  // namespace khaosan::client
