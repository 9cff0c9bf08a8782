#include "client/cli/pages.hpp"

#include <algorithm>
#include <limits>

namespace khaosan::client {

Result<std::int64_t> each_row(App& app, ListQuery query, const std::function<void(const Record&)>& take) {
  std::int64_t left = query.limit;
  for (;;) {
    query.limit = std::min(left, page_rows);
    KHAOSAN_LET(answer, app.list(query));
    for (const Record& row : answer.rows) take(row);
    const auto count = static_cast<std::int64_t>(answer.rows.size());
    left -= count;
    query.first += count;
    if (count < query.limit || left <= 0 || query.first >= answer.total) return answer.total;
  }
}

std::vector<Record> members_of_news(App& app, const std::string& kind, RecordId news) {
  ListQuery query;
  query.kind = kind;
  query.where.emplace("news", news.text());
  query.limit = std::numeric_limits<std::int64_t>::max();
  std::vector<Record> members;
  static_cast<void>(each_row(app, query, [&](const Record& row) { members.push_back(row); }).ok());
  return members;
}

}  // namespace khaosan::client
