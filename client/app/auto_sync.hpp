// When a sync starts by itself. It is told what happens and asked at any time; it has no timer, so it costs
// nothing while nothing happens.
//
// With the office there: every 15 minutes, and two minutes after something was written: 4 tries an hour. With
// a network and no office: after 1, 2, 4, 8 and 16 minutes, then every 30: 2 tries an hour. Without a
// network: none, until the system says that an address came.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

namespace khaosan::client {

class AutoSync {
 public:
  static constexpr std::int64_t minute_ms = 60'000;
  static constexpr std::int64_t settle_ms = 2'000;  // a network that came is not ready at once
  static constexpr std::int64_t every_ms = 15 * minute_ms;
  static constexpr std::int64_t after_writing_ms = 2 * minute_ms;
  static constexpr std::int64_t away_first_ms = minute_ms;
  static constexpr std::int64_t away_most_ms = 30 * minute_ms;
  static constexpr std::int64_t between_news_ms = 30'000;  // who shouts often is not listened to more often

  explicit AutoSync(std::int64_t now_ms) : due_ms_(now_ms + settle_ms) {}

  // An address of this machine came or went, or an office said that it is there.
  void news(std::int64_t now_ms) {
    if (last_try_ms_ && now_ms - *last_try_ms_ < between_news_ms) {
      due_ms_ = std::min(due_ms_, *last_try_ms_ + between_news_ms);
    } else {
      due_ms_ = std::min(due_ms_, now_ms + settle_ms);
    }
    away_ms_ = 0;
  }

  // A sync has ended, by whomever it was begun.
  void ended(std::int64_t now_ms, bool reached) {
    away_ms_ = reached ? 0 : std::clamp(2 * away_ms_, away_first_ms, away_most_ms);
    due_ms_ = now_ms + (reached ? every_ms : away_ms_);
    written_ms_.reset();
  }

  // Whether to begin one now. `waits`: there is something to send.
  bool take_turn(std::int64_t now_ms, bool waits, bool has_network) {
    if (!waits) written_ms_.reset();
    if (waits && !written_ms_) written_ms_ = now_ms;
    const bool is_there = away_ms_ == 0;
    const bool after_writing = is_there && written_ms_ && now_ms - *written_ms_ >= after_writing_ms;
    if ((now_ms < due_ms_ && !after_writing) || !has_network) return false;
    last_try_ms_ = now_ms;
    written_ms_.reset();
    due_ms_ = now_ms + every_ms;  // until it has ended
    return true;
  }

  std::int64_t due_ms() const { return due_ms_; }

 private:
  std::int64_t due_ms_;
  std::int64_t away_ms_ = 0;  // how long the last wait was, while the office is away
  std::optional<std::int64_t> written_ms_;
  std::optional<std::int64_t> last_try_ms_;
};

}  // namespace khaosan::client
