// POST /api/v1/files/whole: which originals the office has whole. It reads and hashes them for the answer: on
// this answer a camera's card is erased. It covers as many of the first ones as fit, at least one; the asker
// asks again for the rest.
#include "server/http/api.hpp"
#include "server/http/limits.hpp"
#include "shared/wire/files_json.hpp"

namespace khaosan::server {
namespace {

Result<HttpResponse> look(const BlobStore& blobs, const HttpRequest& request) {
  KHAOSAN_LET(asked, files_asked_from_text(request.body));
  std::vector<ShelfAnswer> answers;
  std::uint64_t read_bytes = 0;
  for (const Sha256& sha : asked) {
    const auto size_bytes = blobs.size_bytes(sha);
    if (size_bytes.ok()) read_bytes += *size_bytes;
    if (read_bytes > shelf_look_bytes_max && !answers.empty()) break;
    const Done whole = blobs.verify(sha);
    if (whole.ok()) {
      answers.push_back({sha, ShelfState::whole});
    } else if (whole.refusal().code == Code::file_not_found) {
      answers.push_back({sha, ShelfState::missing});
    } else if (whole.refusal().code == Code::file_damaged) {
      answers.push_back({sha, ShelfState::damaged});
    } else {
      return whole.refusal();
    }
  }
  return HttpResponse::json(shelf_answers_text(answers));
}

}  // namespace

void add_shelf(Routes& routes, const ApiParts& parts, const Authenticated& who) {
  routes.route(RequestClass::files, "POST", "/api/v1/files/whole",
               who.office([&blobs = parts.blobs](HttpRequest& request, const Caller&) {
                 return look(blobs, request);
               }));
}

}  // namespace khaosan::server
