// A published picture: a copy made for the public, never the original.
#include "server/http/blob_answer.hpp"
#include "server/web/pages.hpp"
#include "server/web/picture_paths.hpp"

namespace khaosan::server {

Result<HttpResponse> photo(const WebParts& parts, const HttpRequest& request) {
  const auto file = parse_photo_file(request.path_parameter("file"));
  if (!file) return refuse(Code::not_found, std::string(request.path_parameter("file")));
  KHAOSAN_LET(news, parts.board.by_slug(request.path_parameter("number")));
  if (file->index >= news.photos.size()) return refuse(Code::not_found, "photo");
  const PublicPhoto& shown = news.photos[file->index];
  const PictureEdit edit = edit_of(shown);
  const std::string etag = etag_of(PictureCache::name_of(shown.original, edit, file->size));
  HttpResponse response;
  if (has_already(request.head, etag)) {
    response = not_modified(etag);
  } else {
    KHAOSAN_LET(copy, parts.public_copies.copy(shown.original, edit, file->size));
    response.content_type = "image/jpeg";
    response.body = text_of(copy.jpeg);
    response.headers.emplace_back("ETag", etag);
  }
  // Asked again each time: a picture that is taken down is gone at once, and the place may hold another.
  response.headers.emplace_back("Cache-Control", "no-cache");
  return response;
}

}  // namespace khaosan::server
