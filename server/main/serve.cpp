#include "server/main/serve.hpp"

#include <cstdio>
#include <nlohmann/json.hpp>

#include "server/cli/admin_socket.hpp"
#include "server/cli/present.hpp"
#include "server/http/api.hpp"
#include "server/main/certificate_source.hpp"
#include "server/main/office.hpp"
#include "server/web/pages.hpp"
#include "shared/lan/lan.hpp"
#include "shared/platform/host.hpp"
#include "shared/platform/signals.hpp"

namespace khaosan::server {
namespace {

constexpr std::int64_t sweep_ms = 10 * 60 * 1000;

// What serving needs besides the office. The order of the members is the order of the ends, backwards.
struct Desks {
  Decoder decoder;
  std::unique_ptr<PictureCache> small_copies;
  std::unique_ptr<PictureCache> public_copies;
  std::unique_ptr<Uploads> uploads;
  std::unique_ptr<Uploads> quarantine_uploads;
  Metrics metrics;
  RateLimit guesses{guesses_a_minute_max, guess_window_ms, guess_addresses_max};
  NewsBoard board;
  Doorman doorman;

  explicit Desks(Office& office)
      : board(
            *office.store,
            [](const std::string& damage) { std::fprintf(stderr, "khaosan-server: %s\n", damage.c_str()); }),
        doorman([&office](const std::string& authorization) -> Result<std::string> {
          return key_behind(office.accounts, authorization);
        }) {}
};

Result<std::unique_ptr<Desks>> open_desks(Office& office) {
  auto desks = std::make_unique<Desks>(office);
  KHAOSAN_LET(small_copies, PictureCache::open(office.folder / "small", office.blobs, desks->decoder));
  KHAOSAN_LET(public_copies, PictureCache::open(office.folder / "public", office.blobs, desks->decoder));
  KHAOSAN_LET(uploads, Uploads::open(office.folder / "uploads", office.blobs, office.clock));
  desks->small_copies = std::move(small_copies);
  desks->public_copies = std::move(public_copies);
  KHAOSAN_LET(quarantine_uploads, Uploads::open(office.folder / "quarantine" / "uploads", office.quarantined,
                                                office.clock, quarantine_limits(office.quarantined)));
  desks->uploads = std::move(uploads);
  desks->quarantine_uploads = std::move(quarantine_uploads);
  office.erasures.also_forget(
      [&uploads = *desks->uploads](const Sha256& file) { return uploads.forget(file); });
  office.erasures.also_forget(
      [&uploads = *desks->quarantine_uploads](const Sha256& file) { return uploads.forget(file); });
  KHAOSAN_TRY(office.erasures.erase_registered());
  return desks;
}

Result<ServerConfig> config_for(const ServeRequest& request, Office& office, Doorman& doorman) {
  ServerConfig config;
  config.host = request.host;
  config.port = request.port;
  if (!request.plain_http) {
    KHAOSAN_LET(certificate, certificate_for(request, office.folder, office.clock.now()));
    config.certificate = std::move(certificate);
  }
  config.every_answer = headers_of_every_answer();
  config.admit = [&doorman](const RequestHead& head) { return doorman.admit(head); };
  config.on_fault = [](const std::string& what) {
    std::fprintf(stderr, "khaosan-server: %s\n", what.c_str());
  };
  return config;
}

// Who listens everywhere is reached by this machine's name.
std::string url_of(const ServeRequest& request, int port) {
  std::string host = request.host == "0.0.0.0" || request.host == "::" ? host_name() : request.host;
  if (host.find(':') != std::string::npos) host = "[" + host + "]";
  return (request.plain_http ? "http://" : "https://") + host + ":" + std::to_string(port);
}

Done announce(const CommandLine& line, Office& office, const std::string& url) {
  KHAOSAN_TRY(
      office.store->write([&](StoreWriter& writer) { return writer.set_setting(server_url_setting, url); }));
  if (line.json) {
    std::printf("%s\n", nlohmann::json{{"listening", url}}.dump().c_str());
  } else {
    std::printf("listening on %s\n", url.c_str());
  }
  std::fflush(stdout);
  return {};
}

std::string answer_admin(Office& office, const std::string& text) {
  const auto request = admin_request_from_text(text);
  if (!request.ok()) return admin_reply_text(request.refusal());
  return admin_reply_text(office.desk.answer(*request));
}

// Said once, where the administrator looks; the laptops are told by their refusals.
Done look_at_clock(const CommandLine& line, Office& office) {
  KHAOSAN_LET(time, office.accounts.clock());
  if (!time.waits()) return {};
  const Refusal waits =
      refuse(Code::clock_wrong, iso_utc(time.wall) + ", " + in_both("journal", "บันทึกล่าสุด") + " " +
                                    iso_utc(time.journal) + " (khaosan-server clock confirm)");
  std::fputs(reason(waits, line.language).c_str(), stderr);
  return {};
}

// The server's own certificate, whose end comes while it serves, is renewed with its key: no laptop notices.
// That of an administrator is the administrator's to renew.
void renew_when_due(const ServeRequest& request, Office& office, GuardedServer& server,
                    std::optional<Certificate>& served) {
  const bool own = served && request.tls_certificate.empty();
  if (!own || !certificate_is_due(served->certificate_pem, office.clock.now())) return;
  auto renewed = certificate_for(request, office.folder, office.clock.now());
  const Done done = renewed.ok() ? server.renew(*renewed) : Done{renewed.refusal()};
  if (done.ok()) {
    served = std::move(*renewed);
  } else {
    std::fprintf(stderr, "khaosan-server: certificate: %s\n", done.refusal().english().c_str());
  }
}

// Where multicast is not to be had the laptops use the address they know: the server serves all the same.
std::unique_ptr<LanResponder> be_found(const ServeRequest& request, Office& office, const Sha256& spki,
                                       int port) {
  if (!request.is_found) return nullptr;
  auto responder = LanResponder::start({lan_id(spki), port, office.accounts.office_name()}, request.host);
  if (responder.ok()) return std::move(*responder);
  std::fprintf(stderr, "khaosan-server: %s\n", responder.refusal().english().c_str());
  return nullptr;
}

Result<Sha256> own_spki(const ServerConfig& config) {
  if (!config.certificate) return Sha256{};
  return spki_sha256(config.certificate->certificate_pem);
}

Result<std::string> identity_of(Office& office) {
  std::string identity;
  KHAOSAN_TRY(office.store->read([&](StoreReader& reader) -> Done {
    identity = reader.setting("sign_public");
    return {};
  }));
  return identity;
}

}  // namespace

Done serve(const CommandLine& line, const ServeRequest& request) {
  const StopRequest stop;
  const std::int64_t started_ms = monotonic_ms();
  KHAOSAN_LET(office, open_office(line.data_folder, request.office_name, Missing::made));
  KHAOSAN_TRY(look_at_clock(line, *office));
  KHAOSAN_LET(desks, open_desks(*office));
  KHAOSAN_LET(config, config_for(request, *office, desks->doorman));
  KHAOSAN_LET(spki, own_spki(config));
  KHAOSAN_LET(identity, identity_of(*office));

  std::optional<Certificate> served = config.certificate;
  GuardedServer server(std::move(config));
  add_api(server,
          {*office->store, office->clock, office->accounts, office->sync, office->erasures, office->blobs,
           *desks->small_copies, *desks->uploads, *desks->quarantine_uploads, desks->metrics, spki,
           office->folder},
          {desks->doorman, desks->guesses, started_ms});
  add_pages(server, desks->metrics,
            {desks->board, *desks->public_copies, request.base_url, request.plain_http ? "http" : "https",
             identity});
  KHAOSAN_LET(port, server.listen());
  KHAOSAN_LET(admin, AdminSocket::open(office->folder, [&office = *office](const std::string& text) {
                return answer_admin(office, text);
              }));
  KHAOSAN_TRY(announce(line, *office, url_of(request, port)));
  const auto found_by = be_found(request, *office, spki, port);
  while (!stop.wait(sweep_ms)) {
    desks->uploads->remove_expired();
    desks->quarantine_uploads->remove_expired();
    renew_when_due(request, *office, server, served);
  }
  admin.reset();
  server.stop();
  return {};
}

}  // namespace khaosan::server
