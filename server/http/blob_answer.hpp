// A stored file as the body of an answer.
#pragma once

#include "shared/base/result.hpp"
#include "shared/http/message.hpp"
#include "shared/media/blob_store.hpp"

namespace khaosan::server {

// Read while it is sent; its type is told from its bytes. file_not_found.
Result<HttpResponse> blob_answer(const BlobStore& blobs, const Sha256& sha);
// The header that names an unchanging body, and whether the asker has it already.
std::string etag_of(std::string_view name);
bool has_already(const RequestHead& head, std::string_view etag);
HttpResponse not_modified(std::string_view etag);

}  // namespace khaosan::server
