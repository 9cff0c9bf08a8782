// The shell with all its screens over a real worker and a real store, without a screen.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

#include "client/ui/shell.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/fake_desk.hpp"
#include "tests/support/ui_stage.hpp"
#include "tests/unit/client_ui/rig.hpp"

namespace khaosan::test {

using namespace khaosan::client;

class SecondApp : public client::OpenApp {
 public:
  explicit SecondApp(Laptop& laptop) {
    auto opened = SqliteLocalStore::open(laptop.folder.path() / "store.db", Access::write);
    REQUIRE(opened.ok());
    store_ = std::move(*opened);
    app_ = std::make_unique<App>(*store_, laptop.desk, laptop.office, laptop.clock);
  }
  App& app() override { return *app_; }
  std::uint64_t store_version() override { return store_->version_by_others(); }

 private:
  std::unique_ptr<SqliteLocalStore> store_;
  std::unique_ptr<App> app_;
};

// A laptop with two people, and its window.
struct WholeWindow {
  explicit WholeWindow(Laptop& laptop, Code its_fault = Code::usage)
      : fault(its_fault),
        worker(
            [this, &laptop]() -> Result<std::unique_ptr<OpenApp>> {
              const Code now = fault;
              if (now != Code::usage) return refuse(now, "store.db");
              return std::unique_ptr<OpenApp>(std::make_unique<SecondApp>(laptop));
            },
            [] {}),
        shell(worker, pictures, {}, [](const Settings&) {}) {
    stage.canvas().keeps_readable = true;
  }
  void frame() {
    const Input input = stage.begin();
    shell.frame(stage.canvas(), input, [] { return std::string(); });
    stage.end();
  }
  // Frames until the worker has nothing left to do and has been looked at.
  void settle() {
    for (int calm = 0; calm < 4;) {
      frame();
      calm = worker.all_done() && !worker.has_news() ? calm + 1 : 0;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }
  void click(const std::string& words) {
    for (const Canvas::Readable& one : stage.canvas().readable()) {
      if (one.text != words) continue;
      const Point at{one.rect.x + 4, one.rect.y + one.rect.height / 2};
      press_at = at;
      return press();
    }
    FAIL("not on screen: " << words);
  }
  void press() {
    for (const bool down : {true, false}) {
      Input input = stage.begin();
      input.pointer = press_at;
      input.pointer_moved = true;
      input.pressed = down;
      input.released = !down;
      input.down = down;
      input.clicks = 1;
      shell.frame(stage.canvas(), input, [] { return std::string(); });
      stage.end();
    }
  }

  bool shows(const std::string& words) {
    const auto& all = stage.canvas().readable();
    return std::any_of(all.begin(), all.end(), [&](const auto& one) { return one.text == words; });
  }

  std::atomic<Code> fault;  // why the store cannot be opened; usage: it can
  UiStage stage{{1366, 900}};
  NoPictures pictures;
  Worker worker;
  Shell shell;
  Point press_at;
};

}  // namespace khaosan::test
