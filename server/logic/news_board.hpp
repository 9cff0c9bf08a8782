// The news board: what the public may see. It reads public revisions only; nothing else of a news item
// reaches a page.
#pragma once

#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "server/logic/store.hpp"
#include "shared/sync/news_revision.hpp"

namespace khaosan::server {

// A published photo, by its place in the public revision. Photos marked do_not_publish are left out here.
struct PublicPhoto {
  Sha256 original;
  int quarter_turns = 0;
  int crop_left_e4 = 0;
  int crop_top_e4 = 0;
  int crop_width_e4 = 0;  // 0: not cropped
  int crop_height_e4 = 0;
  std::string caption;
  std::string credit;
};

struct PublicNews {
  std::string number;  // "1/2570"
  std::string slug;    // "2570-1": the NUMBER of /news/NUMBER
  std::string headline;
  std::string lead;
  std::string body;
  std::string type;  // of the news kind's vocabulary
  std::string date;  // ISO civil date, may be empty
  std::string credit;
  Instant published_at;
  Instant changed_at;
  Sha256 revision;
  std::vector<PublicPhoto> photos;
};

class NewsBoard {
 public:
  // What is damaged is left out and told to `report`, once each.
  using Report = std::function<void(const std::string&)>;
  explicit NewsBoard(Store& store, Report report = {}) : store_(store), report_(std::move(report)) {}
  // Newest first.
  Result<std::vector<PublicNews>> latest(std::int64_t first, std::int64_t limit);
  Result<std::int64_t> count();
  Result<PublicNews> by_slug(std::string_view slug);  // not_found
  std::string office_name();

 private:
  void tell(const Record& news, const Refusal& damage);

  Store& store_;
  Report report_;
  std::mutex mutex_;
  std::set<std::string> told_;
};

std::string slug_of(std::string_view number);  // "1/2570" → "2570-1"

}  // namespace khaosan::server
