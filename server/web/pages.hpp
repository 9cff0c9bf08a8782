// The public pages: the news board, its articles, pictures and feed. They show public revisions only.
#pragma once

#include <string>

#include "server/http/picture_cache.hpp"
#include "server/http/routes.hpp"
#include "server/logic/news_board.hpp"

namespace khaosan::server {

inline constexpr std::int64_t news_a_page = 13;  // one on top, and six rows of two
inline constexpr std::int64_t news_in_feed = 30;

struct WebParts {
  NewsBoard& board;
  PictureCache& public_copies;
  std::string base_url;  // "https://news.example.go.th", without a slash at the end; "": told by the request
  std::string scheme = "https";
  std::string identity;  // of this office, for the ids of the feed: never changes
};

// After all other routes: it also answers every address that is not there.
void add_pages(GuardedServer& server, Metrics& metrics, const WebParts& parts);

// Each in its own file.
Result<HttpResponse> home_page(const WebParts& parts, const HttpRequest& request);
Result<HttpResponse> article_page(const WebParts& parts, const HttpRequest& request);
Result<HttpResponse> feed_page(const WebParts& parts, const HttpRequest& request);
Result<HttpResponse> photo(const WebParts& parts, const HttpRequest& request);
HttpResponse missing_page(const WebParts& parts, const HttpRequest& request, const Refusal& refusal);

}  // namespace khaosan::server
