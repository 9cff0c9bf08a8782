#include "server/http/metrics.hpp"

#include <algorithm>
#include <sstream>

namespace khaosan::server {
namespace {

void head(std::ostringstream& out, std::string_view name, std::string_view type, std::string_view help) {
  out << "# HELP " << name << ' ' << help << "\n# TYPE " << name << ' ' << type << '\n';
}

void gauge(std::ostringstream& out, std::string_view name, std::string_view help, auto value) {
  head(out, name, "gauge", help);
  out << name << ' ' << value << '\n';
}

}  // namespace

void Metrics::count(RequestClass request_class, int http_status) {
  const auto status_class = static_cast<std::size_t>(std::clamp(http_status / 100, 1, 5));
  ++requests_[static_cast<std::size_t>(request_class)][status_class];
}

std::string Metrics::prometheus_text(const Gauges& gauges) const {
  std::ostringstream out;
  gauge(out, "khaosan_uptime_seconds", "Since this process began to serve.", gauges.uptime_ms / 1000);
  gauge(out, "khaosan_journal_head", "Sequence number of the newest journal row.", gauges.journal_head);
  gauge(out, "khaosan_store_bytes", "The database and its write-ahead log.", gauges.store_bytes);
  gauge(out, "khaosan_free_bytes", "Free space on the disk of the data folder.", gauges.free_bytes);
  gauge(out, "khaosan_open_uploads", "Uploads that are not finished.", gauges.open_uploads);
  head(out, "khaosan_requests_total", "counter", "Requests answered, by class and status.");
  for (std::size_t row = 0; row < request_class_names.size(); ++row) {
    for (std::size_t status = 1; status < status_classes; ++status) {
      out << "khaosan_requests_total{class=\"" << request_class_names[row] << "\",status=\"" << status
          << "xx\"} " << requests_[row][status].load() << '\n';
    }
  }
  return out.str();
}

}  // namespace khaosan::server
