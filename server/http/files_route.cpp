// GET and HEAD /api/v1/files/SHA: an original, whole or in part. GET /api/v1/files/SHA/small: a small copy;
// PUT: one that a laptop sends ahead of its original.
#include "server/http/api.hpp"
#include "server/http/blob_answer.hpp"
#include "shared/crypto/sha256.hpp"
#include "shared/schema/names.hpp"
#include "shared/wire/media_id.hpp"

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

// Of the original, or what was sent ahead of it while that is on its way (or damaged).
Result<PictureCopy> small_copy(PictureCache& copies, const Sha256& sha) {
  auto made = copies.copy(sha, {}, CopySize::small);
  if (made.ok()) return made;
  const Code why = made.refusal().code;
  if (why != Code::file_not_found && why != Code::file_damaged) return made;
  return copies.preview(sha);
}

Result<HttpResponse> small(PictureCache& copies, const HttpRequest& request) {
  KHAOSAN_LET(sha, Sha256::parse(request.path_parameter("sha")));
  KHAOSAN_LET(copy, small_copy(copies, sha));
  const std::string etag = etag_of(copy.name);
  if (has_already(request.head, etag)) return not_modified(etag);
  HttpResponse response;
  response.content_type = "image/jpeg";
  response.body = text_of(copy.jpeg);
  add_caching(response, etag);
  return response;
}

// Only of a photo that a record is about: the words come first.
Result<HttpResponse> take_preview(const ApiParts& parts, const HttpRequest& request) {
  KHAOSAN_LET(sha, Sha256::parse(request.path_parameter("sha")));
  if (!has_content_type(request, "image/jpeg")) return refuse(Code::wrong_content_type, "image/jpeg");
  const RecordId media = media_id(sha);
  KHAOSAN_TRY(parts.store.read([&, &sha = sha](StoreReader& store) -> Done {
    KHAOSAN_LET(record, store.record("media", media));
    const bool is_it = record && text_field(record->fields, "sha256") == sha.hex();
    return is_it ? Done() : Done(refuse(Code::unknown_record, kind_in_both("media") + " " + media.text()));
  }));
  KHAOSAN_TRY(parts.small_copies.keep_preview(sha, view_of(request.body)));
  HttpResponse response;
  response.status = 204;
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
  routes.route(
      RequestClass::files, "PUT", "/api/v1/files/:sha/small",
      who.device([parts](HttpRequest& request, const Device&) { return take_preview(parts, request); }));
}

}  // namespace khaosan::server
