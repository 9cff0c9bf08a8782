// An office that is served on a real socket of the loopback, on a real store and media folder. It can be
// stopped and started again on the same folder.
#pragma once

#include "server/backup/erasure_desk.hpp"
#include "server/http/api.hpp"
#include "server/http/limits.hpp"
#include "server/logic/news_board.hpp"
#include "shared/crypto/sha256.hpp"
#include "shared/http/client.hpp"
#include "shared/platform/clock.hpp"
#include "tests/unit/server/desk_fixture.hpp"

namespace khaosan::test {

struct ServedOffice {
  using AddMore = std::function<void(GuardedServer&, ServedOffice&)>;

  Office office;
  server::UploadLimits upload_limits;
  AddMore add_more;
  std::optional<BlobStore> blobs;
  std::unique_ptr<Decoder> decoder;
  std::unique_ptr<server::PictureCache> small_copies;
  std::unique_ptr<server::PictureCache> public_copies;
  std::unique_ptr<server::Uploads> uploads;
  std::optional<BlobStore> quarantined;
  std::unique_ptr<server::Uploads> quarantine_uploads;
  std::unique_ptr<server::ErasureDesk> erasures;
  std::unique_ptr<server::Doorman> doorman;
  std::unique_ptr<server::RateLimit> guesses;
  std::unique_ptr<server::Metrics> metrics;
  std::unique_ptr<GuardedServer> http;
  int port = 0;

  explicit ServedOffice(const server::UploadLimits& limits = {}, AddMore more = {})
      : upload_limits(limits), add_more(std::move(more)) {
    start();
  }
  ~ServedOffice() { stop(); }

  void start() {
    blobs.emplace(std::move(*BlobStore::open(office.folder / "media")));
    decoder = std::make_unique<Decoder>(DecoderOptions{.workers = 1});
    small_copies = std::move(*server::PictureCache::open(office.folder / "small", *blobs, *decoder));
    public_copies = std::move(*server::PictureCache::open(office.folder / "public", *blobs, *decoder));
    uploads =
        std::move(*server::Uploads::open(office.folder / "uploads", *blobs, office.clock, upload_limits));
    quarantined.emplace(std::move(*BlobStore::open(office.folder / "quarantine" / "files")));
    quarantine_uploads = std::move(*server::Uploads::open(office.folder / "quarantine" / "uploads",
                                                          *quarantined, office.clock, upload_limits));
    erasures = std::make_unique<server::ErasureDesk>(*office.store, *blobs, *quarantined, office.clock,
                                                     office.folder);
    erasures->also_forget([this](const Sha256& file) { return uploads->forget(file); });
    doorman =
        std::make_unique<server::Doorman>([this](const std::string& authorization) -> Result<std::string> {
          return server::key_behind(*office.accounts, authorization);
        });
    guesses = std::make_unique<server::RateLimit>(server::guesses_a_minute_max, server::guess_window_ms,
                                                  server::guess_addresses_max);
    metrics = std::make_unique<server::Metrics>();
    ServerConfig config;
    config.every_answer = server::headers_of_every_answer();
    config.admit = [this](const RequestHead& head) { return doorman->admit(head); };
    config.limits.stop_grace_ms = 500;
    http = std::make_unique<GuardedServer>(std::move(config));
    server::add_api(*http,
                    {*office.store, office.clock, *office.accounts, *office.desk, *erasures, *blobs,
                     *small_copies, *uploads, *quarantine_uploads, *metrics, Sha256{}, office.folder},
                    {*doorman, *guesses, monotonic_ms()});
    if (add_more) add_more(*http, *this);
    const auto listening = http->listen();
    REQUIRE(listening.ok());
    port = *listening;
  }

  void stop() {
    http.reset();
    doorman.reset();
    quarantine_uploads.reset();
    uploads.reset();
    small_copies.reset();
    public_copies.reset();
    decoder.reset();
  }

  void restart() {
    stop();
    start();
  }

  HttpAnswer ask(const std::string& method, const std::string& path, const HttpFields& headers = {},
                 const std::string& body = {}) const {
    auto client = HttpsClient::plain("127.0.0.1", port);
    REQUIRE(client.ok());
    auto answer = client->request(method, path, headers, body);
    REQUIRE(answer.ok());
    return *answer;
  }

  // With headers that may be answered 304: a body that never comes must not be waited for on a kept
  // connection.
  HttpAnswer ask_if(const std::string& path, HttpFields headers) const {
    headers.emplace_back("Connection", "close");
    return ask("GET", path, headers);
  }

  // "Bearer …" of a new account with these roles.
  std::string bearer(const std::string& name, const std::vector<std::string>& roles = {"staff"}) {
    REQUIRE(office.accounts->add_user(name, name, roles, "a long password").ok());
    const auto token = office.accounts->make_token(name);
    REQUIRE(token.ok());
    return "Bearer " + token->token;
  }

  // Gives this laptop a token that the server knows.
  std::string bearer_of(Laptop& laptop) {
    const std::string token = to_hex(random_bytes(32));
    laptop.device.token_hash = sha256(token);
    REQUIRE(
        office.store->write([&](server::StoreWriter& writer) { return writer.save_device(laptop.device); })
            .ok());
    return "Bearer " + token;
  }
};

}  // namespace khaosan::test
