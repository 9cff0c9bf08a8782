#include "server/http/blob_answer.hpp"

#include <algorithm>
#include <memory>

#include "shared/http/limits.hpp"
#include "shared/media/file_type.hpp"

namespace khaosan::server {

Result<HttpResponse> blob_answer(const BlobStore& blobs, const Sha256& sha) {
  KHAOSAN_LET(opened, blobs.open_blob(sha));
  const auto file = std::make_shared<BlobReader>(std::move(opened));
  KHAOSAN_LET(start, read_head(*file, media_limits::type_head_bytes));
  const auto chunk = std::make_shared<Bytes>(read_chunk_bytes);
  BodySource source{
      file->size_bytes(), [file, chunk](std::uint64_t offset, std::uint64_t left, const ByteSink& sink) {
        const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(left, chunk->size()));
        const auto got = file->read_at(offset, std::span(*chunk).first(wanted));
        return got.ok() && *got > 0 && sink(ByteView(*chunk).first(*got));
      }};
  return HttpResponse::of(std::move(source), std::string(mime_type_of(detect_type(start))));
}

std::string etag_of(std::string_view name) {
  return '"' + std::string(name) + '"';
}

bool has_already(const RequestHead& head, std::string_view etag) {
  std::string_view asked = head.header("if-none-match");
  if (asked == "*") return true;
  while (!asked.empty()) {
    const auto comma = asked.find(',');
    std::string_view one = asked.substr(0, comma);
    asked.remove_prefix(comma == std::string_view::npos ? asked.size() : comma + 1);
    while (one.starts_with(' ')) one.remove_prefix(1);
    while (one.ends_with(' ')) one.remove_suffix(1);
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one == etag) return true;
  }
  return false;
}

HttpResponse not_modified(std::string_view etag) {
  HttpResponse response;
  response.status = 304;
  response.headers.emplace_back("ETag", etag);
  return response;
}

}  // namespace khaosan::server
