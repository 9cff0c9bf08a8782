// What the server counts about itself, and its Prometheus text.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

namespace khaosan::server {

enum class RequestClass { pairing, sync, api, files, media, pages, health };
inline constexpr std::array<std::string_view, 7> request_class_names = {"pairing", "sync",  "api",   "files",
                                                                        "media",   "pages", "health"};

// Of one moment, read from elsewhere when the metrics are asked for.
struct Gauges {
  std::int64_t uptime_ms = 0;
  std::int64_t journal_head = 0;
  std::uint64_t store_bytes = 0;
  std::uint64_t free_bytes = 0;
  int open_uploads = 0;
};

class Metrics {
 public:
  void count(RequestClass request_class, int http_status);
  std::string prometheus_text(const Gauges& gauges) const;

 private:
  static constexpr std::size_t status_classes = 6;  // 1xx is 1 … 5xx is 5
  std::array<std::array<std::atomic<std::uint64_t>, status_classes>, request_class_names.size()> requests_{};
};

}  // namespace khaosan::server
