// One screen without a window: real fonts and layouts, a draw list that nobody shows, input and records by
// hand.
#pragma once

#include "client/ui/screen.hpp"
#include "tests/support/catch.hpp"

namespace khaosan::test {

class NoPictures : public client::Pictures {
 public:
  client::Picture small(std::string_view, client::Size) override {
    return {client::Picture::State::missing, 0, {}};
  }
  void forget_missing() override {}
};

class Rig {
 public:
  explicit Rig(client::Size size = {1366, 768});
  ~Rig();
  Rig(const Rig&) = delete;
  Rig& operator=(const Rig&) = delete;

  using Draw = std::function<void(const client::Screen&)>;
  void frame(const Draw& draw, client::Input input = {});
  // Press and let go at a place; Ctrl and Shift as they are in `with`.
  void click(const Draw& draw, client::Point at, client::Input with = {});
  void key(const Draw& draw, client::Key key, bool ctrl = false, bool shift = false);
  void type(const Draw& draw, const std::string& text);
  void keeps_readable() { canvas_.keeps_readable = true; }
  std::optional<client::Rect> place_of(const std::string& text) const;  // in the last frame
  void resize(client::Size size) { size_ = size; }
  void pass(std::int64_t ms) { now_ms_ += ms; }
  std::int64_t now_ms() const { return now_ms_; }

  client::Snapshot snapshot;
  client::UiState state;
  client::Memory memory;
  client::View view;  // of the last frame
  std::vector<client::Intent> handed_in;
  // As the worker answers the last of them.
  template <typename Report = std::monostate>
  void answer(std::optional<Refusal> refusal = {}, Report report = {}) {
    const client::Outcome outcome{1, handed_in.back(), std::move(refusal), std::move(report)};
    if (const auto then = then_.back()) then(outcome);
  }
  std::vector<std::filesystem::path> taken_in;
  std::vector<std::filesystem::path> to_find;  // pasted

 private:
  std::vector<client::Screen::Then> then_;
  client::Size size_;
  std::int64_t now_ms_ = 1'000;
  text::Atlas atlas_;
  client::TextCache texts_;
  client::Canvas canvas_;
  client::SlowWork slow_;
  NoPictures pictures_;
};

RecordId made_id(std::uint16_t number);
Record made_record(const std::string& kind, std::uint16_t number, Fields fields);
// The list that the screen asks for under that name, with these rows from `first` on.
void answer_list(Rig& rig, const std::string& name, std::vector<Record> rows, std::int64_t total = -1,
                 std::int64_t first = 0);
void answer_record(Rig& rig, const Record& record);

}  // namespace khaosan::test
