#include "client/cli/progress.hpp"

#include "client/cli/display.hpp"
#include "shared/platform/clock.hpp"

namespace khaosan::client {
namespace {

constexpr std::string_view line_start_and_erase = "\r\x1b[K";

Text step_text(SyncStep step) {
  switch (step) {
    case SyncStep::connect:
      return Text::step_connect;
    case SyncStep::push:
      return Text::step_push;
    case SyncStep::previews:
      return Text::step_previews;
    case SyncStep::files:
      return Text::step_files;
    case SyncStep::pull:
      return Text::step_pull;
    case SyncStep::renditions:
      return Text::step_renditions;
    case SyncStep::compare:
      return Text::step_compare;
    case SyncStep::original:
      return Text::step_original;
    case SyncStep::card:
      return Text::step_card;
    case SyncStep::card_office:
      return Text::step_card_office;
  }
  return Text::step_connect;
}

}  // namespace

std::string progress_text(Lang lang, const SyncProgress& progress) {
  std::string text(text_in(lang, step_text(progress.step)));
  if (progress.done > 0 || progress.total > 0) text += " " + std::to_string(progress.done);
  if (progress.total > 0) text += "/" + std::to_string(progress.total);
  if (!progress.name.empty()) text += "  " + progress.name;
  return cut_to_width(safe_text(text, Lines::one), progress_columns_max);
}

void ProgressLine::show(const SyncProgress& progress) {
  if (!session_.shows_progress()) return;
  const std::int64_t now_ms = monotonic_ms();
  if (step_ == progress.step && now_ms - shown_at_ms_ < progress_pause_ms) return;
  step_ = progress.step;
  shown_at_ms_ = now_ms;
  session_.ports().err << line_start_and_erase << progress_text(session_.args.lang, progress) << std::flush;
}

void ProgressLine::clear() {
  if (step_) session_.ports().err << line_start_and_erase << std::flush;
  step_.reset();
}

}  // namespace khaosan::client
