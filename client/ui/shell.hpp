// Shell: what stands around the screens: places, state chip, sheets, snackbar, shortcuts; and the way from
// what the screens hand in to the worker and back.
#pragma once

#include <unordered_map>

#include "client/ui/screen.hpp"

namespace khaosan::client {

class Shell {
 public:
  using SaveSettings = std::function<void(const Settings&)>;
  Shell(Worker& worker, Pictures& pictures, Settings settings, SaveSettings save);

  struct FrameAnswer {
    std::optional<std::int64_t> again_at_ms;  // of the steady clock; nothing: when something happens
    std::optional<std::string> clipboard;     // to be set
    bool holds_input = false;                 // keys and clicks are to wait
  };
  FrameAnswer frame(Canvas& canvas, const Input& input, const std::function<std::string()>& read_clipboard);

  // Hands in what was typed and is not on the disk yet; before the window closes.
  void hand_in_drafts();
  // The person closes the window: it may go once all that was typed is on the disk. What cannot be kept is
  // shown first.
  void ask_to_close();
  bool may_close() const;
  const Settings& settings() const { return state_.settings; }
  UiState& state() { return state_; }  // for the recorded walks of the demo
  const Memory& memory() const { return memory_; }
  std::optional<Rect> focused() const;  // where the keyboard is: what it was drawn as in the last frame

 private:
  void take_outcomes(Ui& ui);
  void begin_first_run();
  void draw_fault(Ui& ui, const Rect& window);
  void shortcuts(Ui& ui, const Screen& screen);
  Rect draw_places(Ui& ui, Screen& screen, const Rect& window);
  void draw_screen(const Screen& screen);
  void draw_sheet(Ui& ui, Screen screen, const Rect& window);
  void draw_snack(Ui& ui, const Rect& window);
  void draw_tooltip(Ui& ui, const Rect& window);
  void hand_in_due(std::int64_t now_ms, bool all);
  void change_writer(const std::string& user_name);
  void go_to(Place place);
  void take_in(const std::vector<std::filesystem::path>& files, RecordId event, RecordId news);
  void find_files(const Screen& screen, bool pasted);
  void take_found(const Screen& screen);
  void tell_imports(const Screen& screen);

  Worker& worker_;
  Pictures& pictures_;
  SaveSettings save_;
  Memory memory_;
  UiState state_;
  std::shared_ptr<const Snapshot> snapshot_;
  SlowWork slow_;
  FileFinder finder_;
  std::unordered_map<Ticket, Screen::Then> then_;
  struct HandedIn {
    Intent intent;
    Screen::Then then;
    bool opens = false;
  };
  std::vector<HandedIn> to_hand_in_;
  bool looked_for_first_run_ = false;
  std::unordered_map<Ticket, std::int64_t> opening_;  // since when
  std::optional<std::string> next_writer_;            // from the end of this frame on
  std::int64_t snack_placed_until_ms_ = 0;            // of the one whose place is known
};

}  // namespace khaosan::client
