// GET and HEAD /api/v1/files/SHA: an original, whole or in part. GET /api/v1/files/SHA/small: a small copy.
#include "server/http/api.hpp"
#include "server/http/blob_answer.hpp"

namespace khaosan::server {
namespace {

// A file never changes under its hash, but who may read it does: kept by the asker alone, asked again.
void add_caching(HttpResponse& response, std::string_view etag) {
  response.headers.emplace_back("ETag", etag);
  response.headers.emplace_back("Cache-Control", "private, no-cache");
}

Result<HttpResponse> original(const BlobStore& blobs, const HttpRequest& request) {
  KHAOSAN_LET(sha, Sha256::parse(request.path_parameter("sha")));
  if (!blobs.has(sha)) return refuse(Code::file_not_found, sha.hex());
  const std::string etag = etag_of(sha.hex());
  if (has_already(request.head, etag)) return not_modified(etag);
  KHAOSAN_LET(response, blob_answer(blobs, sha));
  add_caching(response, etag);
  response.headers.emplace_back("Accept-Ranges", "bytes");
  response.headers.emplace_back("Content-Disposition", "attachment");
  return std::move(response);
}

Result<HttpResponse> small(PictureCache& copies, const HttpRequest& request) {
  KHAOSAN_LET(sha, Sha256::parse(request.path_parameter("sha")));
  const std::string etag = etag_of(PictureCache::name_of(sha, {}, CopySize::small));
  KHAOSAN_LET(copy, copies.copy(sha, {}, CopySize::small));
  if (has_already(request.head, etag)) return not_modified(etag);
  HttpResponse response;
  response.content_type = "image/jpeg";
  response.body = text_of(copy.jpeg);
  add_caching(response, etag);
  return response;
}

}  // namespace

void add_files(Routes& routes, const ApiParts& parts, const Authenticated& who) {
  routes.route(RequestClass::files, "GET", "/api/v1/files/:sha",
               who.office([&blobs = parts.blobs](HttpRequest& request, const Caller&) {
                 return original(blobs, request);
               }));
  routes.route(RequestClass::files, "GET", "/api/v1/files/:sha/small",
               who.office([&copies = parts.small_copies](HttpRequest& request, const Caller&) {
                 return small(copies, request);
               }));
}

}  // namespace khaosan::server
