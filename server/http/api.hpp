// The office's HTTP interface, /api/v1/… and /healthz, /metrics: handlers only authenticate, decode, delegate
// and encode. One file a step.
#pragma once

#include <string_view>

#include "server/http/authenticated.hpp"
#include "server/http/doorman.hpp"
#include "server/http/metrics.hpp"
#include "server/http/picture_cache.hpp"
#include "server/http/rate_limit.hpp"
#include "server/http/routes.hpp"
#include "server/http/uploads.hpp"
#include "server/logic/accounts.hpp"
#include "server/logic/sync_desk.hpp"
#include "shared/media/blob_store.hpp"

namespace khaosan::server {

// What the interface stands on; all of it outlives the server.
struct ApiParts {
  Store& store;
  Clock& clock;
  Accounts& accounts;
  SyncDesk& desk;
  Eraser& eraser;
  const BlobStore& blobs;
  PictureCache& small_copies;
  Uploads& uploads;
  Uploads& quarantine_uploads;
  Metrics& metrics;
  Sha256 own_spki;  // zero over plain HTTP
  Path data_folder;
};

// Pairing and signing in count against one limit.
struct ApiDoor {
  Doorman& doorman;
  RateLimit& guesses;
  std::int64_t started_ms = 0;  // of monotonic_ms()
};

void add_api(GuardedServer& server, const ApiParts& parts, const ApiDoor& door);

// The steps, each in its own file.
void add_pair_start(Routes& routes, const ApiParts& parts, const ApiDoor& door);
void add_pair_finish(Routes& routes, const ApiParts& parts, const ApiDoor& door);
void add_sign_in(Routes& routes, const ApiParts& parts, const ApiDoor& door);
void add_hello(Routes& routes, const ApiParts& parts, const Authenticated& who);
void add_push(Routes& routes, const ApiParts& parts, const Authenticated& who);
void add_pull(Routes& routes, const ApiParts& parts, const Authenticated& who);
void add_history(Routes& routes, const ApiParts& parts, const Authenticated& who);
void add_acts(Routes& routes, const ApiParts& parts, const Authenticated& who);
void add_records(Routes& routes, const ApiParts& parts, const Authenticated& who);
void add_files(Routes& routes, const ApiParts& parts, const Authenticated& who);
void add_laptops(Routes& routes, const ApiParts& parts, const Authenticated& who);
void add_shelf(Routes& routes, const ApiParts& parts, const Authenticated& who);
void add_tus(Routes& routes, const ApiParts& parts, const Authenticated& who);
void add_quarantine(Routes& routes, const ApiParts& parts, const Authenticated& who);
void add_health(Routes& routes, const ApiParts& parts, const ApiDoor& door);

// "application/json; charset=utf-8" is "application/json".
bool has_content_type(const HttpRequest& request, std::string_view type);
inline constexpr std::string_view zstd_type = "application/zstd";

}  // namespace khaosan::server
