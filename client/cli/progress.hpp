// ProgressLine: one line on the terminal that is written over and over while a sync runs.
#pragma once

#include <cstdint>
#include <optional>

#include "client/cli/session.hpp"

namespace khaosan::client {

inline constexpr std::int64_t progress_pause_ms = 100;
inline constexpr std::size_t progress_columns_max = 78;

std::string progress_text(Lang lang, const SyncProgress& progress);

class ProgressLine {
 public:
  explicit ProgressLine(Session& session) : session_(session) {}
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void show(const SyncProgress& progress);  // does nothing where standard error is no terminal
  void clear();

 private:
  Session& session_;
  std::optional<SyncStep> step_;
  std::int64_t shown_at_ms_ = 0;
};

}  // namespace khaosan::client
