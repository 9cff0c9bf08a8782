// /api/v1/media/, and /api/v1/quarantine/media/ of a laptop that was shut out: tus 1.0.0 with creation,
// creation-with-upload, checksum, termination and expiration.
#include "server/http/api.hpp"
#include "server/http/http_date.hpp"
#include "server/http/tus_fields.hpp"
#include "server/logic/erasure.hpp"

namespace khaosan::server {
namespace {

// Whose uploads are asked about: key_of() its caller.
using OwnerHandler = std::function<Result<HttpResponse>(HttpRequest&, const std::string& owner)>;

HttpResponse empty(int status) {
  HttpResponse response;
  response.status = status;
  return response;
}

void add_place(HttpResponse& response, const UploadView& view) {
  response.headers.emplace_back("Upload-Offset", std::to_string(view.offset_bytes));
  if (view.stored) {
    response.headers.emplace_back("Upload-Sha256", view.stored->hex());
  } else {
    response.headers.emplace_back("Upload-Expires", http_date(view.expires));
  }
}

std::optional<Sha256> stored_in(const HttpResponse& answer) {
  for (const auto& [name, value] : answer.headers) {
    const auto sha = name == "Upload-Sha256" ? Sha256::parse(value) : Result<Sha256>(refuse(Code::not_found));
    if (sha.ok()) return *sha;
  }
  return std::nullopt;
}

// Every answer names the version; one to a wrong version says which would do.
Handler with_version(Handler handler) {
  return [handler = std::move(handler)](HttpRequest& request) -> Result<HttpResponse> {
    const std::string_view version = request.header("tus-resumable");
    const bool fits = version == tus_version;
    auto answer =
        fits ? handler(request) : Result<HttpResponse>(refuse(Code::upload_version, std::string(version)));
    HttpResponse response = answer.ok() ? std::move(*answer) : refused_answer(answer.refusal());
    response.headers.emplace_back("Tus-Resumable", tus_version);
    if (!fits) response.headers.emplace_back("Tus-Version", tus_version);
    return response;
  };
}

Result<Incoming> incoming_of(HttpRequest& request, std::uint64_t offset_bytes) {
  Incoming incoming;
  incoming.offset_bytes = offset_bytes;
  if (!request.head.chunked) incoming.announced_bytes = request.head.content_length_bytes;
  if (const auto header = request.header("upload-checksum"); !header.empty()) {
    KHAOSAN_LET(checksum, parse_checksum(header));
    incoming.checksum = std::move(checksum);
  }
  incoming.read = [&request](const ByteSink& sink) { return request.read(sink); };
  return incoming;
}

bool has_body(const HttpRequest& request) {
  return request.head.chunked || request.head.content_length_bytes > 0;
}

// What was erased does not come back as a file either.
Done check_not_erased(Store& store, const std::optional<Sha256>& file) {
  if (!file) return {};
  KHAOSAN_LET(erased, is_erased_file(store, *file));
  return erased ? Done{refuse(Code::record_erased, file->hex())} : Done{};
}

Result<HttpResponse> create(Uploads& uploads, HttpRequest& request, const std::string& owner,
                            const std::string& collection, Store& store) {
  KHAOSAN_LET(length, parse_count(request.header("upload-length"), "Upload-Length"));
  KHAOSAN_LET(metadata, parse_metadata(request.header("upload-metadata")));
  KHAOSAN_TRY(check_not_erased(store, metadata.sha256));
  if (has_body(request) && !has_content_type(request, tus_content_type)) {
    return refuse(Code::wrong_content_type, std::string(tus_content_type));
  }
  KHAOSAN_LET(incoming, incoming_of(request, 0));
  const NewUpload wish{owner, length, std::string(request.header("upload-metadata")), metadata.sha256};
  KHAOSAN_LET(view, uploads.create(wish));
  HttpResponse response = empty(201);
  response.headers.emplace_back("Location", collection + "/" + view.id);
  if (has_body(request)) {
    KHAOSAN_LET(after, uploads.receive(wish.owner, view.id, incoming));
    add_place(response, after);
  } else {
    add_place(response, view);
  }
  return response;
}

Result<HttpResponse> look(Uploads& uploads, const HttpRequest& request, const std::string& owner) {
  KHAOSAN_LET(view, uploads.look(owner, std::string(request.path_parameter("id"))));
  HttpResponse response = empty(200);
  add_place(response, view);
  response.headers.emplace_back("Upload-Length", std::to_string(view.length_bytes));
  if (!view.metadata.empty()) response.headers.emplace_back("Upload-Metadata", view.metadata);
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

Result<HttpResponse> patch(Uploads& uploads, HttpRequest& request, const std::string& owner, Store& store) {
  if (!has_content_type(request, tus_content_type)) {
    return refuse(Code::wrong_content_type, std::string(tus_content_type));
  }
  KHAOSAN_LET(offset, parse_count(request.header("upload-offset"), "Upload-Offset"));
  KHAOSAN_LET(incoming, incoming_of(request, offset));
  KHAOSAN_LET(view, uploads.receive(owner, std::string(request.path_parameter("id")), incoming));
  // It was erased while it came in.
  if (const Done allowed = check_not_erased(store, view.stored); !allowed.ok()) {
    KHAOSAN_TRY(uploads.forget(*view.stored));
    return allowed.refusal();
  }
  HttpResponse response = empty(204);
  add_place(response, view);
  return response;
}

Result<HttpResponse> terminate(Uploads& uploads, const HttpRequest& request, const std::string& owner) {
  KHAOSAN_TRY(uploads.terminate(owner, std::string(request.path_parameter("id"))));
  return empty(204);
}

// For clients behind proxies that know only GET and POST.
Result<HttpResponse> overridden(Uploads& uploads, HttpRequest& request, const std::string& owner,
                                Store& store) {
  const std::string_view method = request.header("x-http-method-override");
  if (method == "PATCH") return patch(uploads, request, owner, store);
  if (method == "DELETE") return terminate(uploads, request, owner);
  if (method == "HEAD") return look(uploads, request, owner);
  return refuse(Code::wrong_method, "POST");
}

Result<HttpResponse> options(const Uploads& uploads) {
  HttpResponse response = empty(204);
  response.headers = {{"Tus-Resumable", std::string(tus_version)},
                      {"Tus-Version", std::string(tus_version)},
                      {"Tus-Max-Size", std::to_string(uploads.limits().size_bytes_max)},
                      {"Tus-Extension", std::string(tus_extensions)},
                      {"Tus-Checksum-Algorithm", std::string(checksum_algorithms)}};
  return response;
}

void add_uploads(Routes& routes, Store& store, Uploads& uploads, const std::string& collection,
                 const std::function<Handler(OwnerHandler)>& asked) {
  const auto stream = [&](const std::string& method, const std::string& pattern, OwnerHandler handler) {
    routes.stream(RequestClass::media, method, pattern, with_version(asked(std::move(handler))));
  };
  const std::string item = collection + "/:id";
  // With and without the slash is one place.
  for (const std::string& place : {collection, collection + "/"}) {
    stream("POST", place, [&uploads, &store, collection](HttpRequest& request, const std::string& owner) {
      return create(uploads, request, owner, collection, store);
    });
    routes.route(RequestClass::media, "OPTIONS", place,
                 [&uploads](HttpRequest&) { return options(uploads); });
  }
  routes.route(RequestClass::media, "OPTIONS", item, [&uploads](HttpRequest&) { return options(uploads); });
  stream("GET", item, [&uploads](HttpRequest& request, const std::string& owner) -> Result<HttpResponse> {
    if (request.head.method != "HEAD") return refuse(Code::wrong_method, "GET");
    return look(uploads, request, owner);
  });
  stream("PATCH", item, [&uploads, &store](HttpRequest& request, const std::string& owner) {
    return patch(uploads, request, owner, store);
  });
  stream("DELETE", item, [&uploads](HttpRequest& request, const std::string& owner) {
    return terminate(uploads, request, owner);
  });
  stream("POST", item, [&uploads, &store](HttpRequest& request, const std::string& owner) {
    return overridden(uploads, request, owner, store);
  });
}

}  // namespace

void add_tus(Routes& routes, const ApiParts& parts, const Authenticated& who) {
  add_uploads(routes, parts.store, parts.uploads, "/api/v1/media", [&](OwnerHandler handler) {
    return who.office([handler = std::move(handler)](HttpRequest& request, const Caller& caller) {
      return handler(request, key_of(caller));
    });
  });
  add_uploads(
      routes, parts.store, parts.quarantine_uploads, "/api/v1/quarantine/media", [&](OwnerHandler handler) {
        return who.shut_out([handler = std::move(handler), &store = parts.store, &clock = parts.clock](
                                HttpRequest& request, const Device& device) -> Result<HttpResponse> {
          KHAOSAN_LET(answer, handler(request, key_of_shut_out(device)));
          if (const auto sha = stored_in(answer))
            KHAOSAN_TRY(store.write([&](StoreWriter& writer) {
              return writer.save_quarantined_file({device.id, *sha, clock.now()});
            }));
          return std::move(answer);
        });
      });
}

}  // namespace khaosan::server
