#include "client/cli/stop_watch.hpp"

#include <chrono>

#include "shared/platform/clock.hpp"

namespace khaosan::client {

StopWatch::StopWatch(Session& session, Ending ending) : session_(session) {
  if (ending == Ending::by_force && session_.ports().end_now) looker_ = std::thread([this] { look(); });
}

void StopWatch::over() {
  {
    const std::lock_guard lock(end_);
    over_ = true;
  }
  if (looker_.joinable()) looker_.join();
}

void StopWatch::look() {
  while (!over_ && !request_.wait(stop_look_ms)) {
  }
  const std::int64_t deadline_ms = monotonic_ms() + stop_patience_ms;
  while (!over_ && monotonic_ms() < deadline_ms)
    std::this_thread::sleep_for(std::chrono::milliseconds(stop_look_ms));
  const std::lock_guard lock(end_);
  if (over_) return;
  const int code = say_stopped(session_);
  session_.ports().out.flush();
  session_.ports().end_now(code);
}

int say_stopped(Session& session, nlohmann::json document) {
  const std::string thai(text_in(Lang::th, Text::stopped));
  const std::string english(text_in(Lang::en, Text::stopped));
  if (session.args.lang == Lang::th) session.remark(thai);
  session.remark(english);
  document["error"] = "stopped";
  document["detail"] = session.args.command;
  document["en"] = english;
  document["th"] = thai;
  session.answer(document);
  return exit_refused;
}

}  // namespace khaosan::client
