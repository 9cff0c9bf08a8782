#include "client/net/http_office.hpp"

#include <map>

#include "client/net/tus_upload.hpp"
#include "shared/crypto/sha256.hpp"
#include "shared/http/guarded_server.hpp"
#include "shared/wire/sync_json.hpp"
#include "tests/support/catch.hpp"

using namespace khaosan;
using namespace khaosan::client;

namespace {

constexpr std::uint64_t body_bytes_max = 1U << 22U;

// A tus server in memory, on loopback. It can break off, forget uploads, and answer a wrong hash.
class Shelf {
 public:
  explicit Shelf(std::optional<Certificate> certificate = std::nullopt)
      : server_(config(std::move(certificate))) {
    add_tus();
    add_sync();
    port_ = *server_.listen();
  }
  ~Shelf() { server_.stop(); }

  std::string host_port() const { return "127.0.0.1:" + std::to_string(port_); }
  OfficeAddress address() const { return {"http://" + host_port(), {}, "device-token"}; }

  std::size_t take_at_most = body_bytes_max;  // of each PATCH
  bool wrong_hash = false;
  int creations = 0;
  int patches = 0;
  std::string metadata;
  std::string authorization;
  std::map<std::string, std::string> uploads;
  std::optional<Refusal> refusal;
  std::string original = "original bytes";
  bool ignores_range = false;
  std::string preview;

 private:
  static ServerConfig config(std::optional<Certificate> certificate) {
    ServerConfig config;
    config.certificate = std::move(certificate);
    config.admit = [](const RequestHead&) {
      RequestPolicy policy;
      policy.authenticated = true;
      policy.max_body_bytes = body_bytes_max;
      return policy;
    };
    return config;
  }

  HttpResponse place(const std::string& upload, int status) {
    HttpResponse response;
    response.status = status;
    response.headers.emplace_back("Upload-Offset", std::to_string(upload.size()));
    if (upload.size() == length_) {
      const Sha256 sha = sha256(wrong_hash ? upload + "x" : upload);
      response.headers.emplace_back("Upload-Sha256", sha.hex());
    }
    return response;
  }

  HttpResponse patch(HttpRequest& request, std::string& upload) {
    ++patches;
    if (request.header("upload-offset") != std::to_string(upload.size())) {
      HttpResponse response;
      response.status = 409;
      return response;
    }
    const std::size_t room = upload.size() + take_at_most;
    static_cast<void>(request
                          .read([&](ByteView bytes) {
                            upload += text_of(bytes).substr(0, room - std::min(room, upload.size()));
                            return true;
                          })
                          .ok());
    return place(upload, 204);
  }

  void add_tus() {
    server_.stream("POST", "/api/v1/media/", [this](HttpRequest& request) {
      const std::string path = "/api/v1/media/" + std::to_string(++creations);
      length_ = std::stoul(std::string(request.header("upload-length")));
      metadata = request.header("upload-metadata");
      authorization = request.header("authorization");
      uploads[path] = "";
      HttpResponse response = place("", 201);
      response.headers.emplace_back("Location", path);
      return response;
    });
    server_.stream("PATCH", "/api/v1/media/:id", [this](HttpRequest& request) {
      const auto found = uploads.find(request.head.path);
      if (found == uploads.end()) return HttpResponse::refused(refuse(Code::not_found));
      return patch(request, found->second);
    });
    server_.route("GET", "/api/v1/media/:id", [this](HttpRequest& request) {
      const auto found = uploads.find(request.head.path);
      if (found == uploads.end()) return HttpResponse::refused(refuse(Code::not_found));
      return place(found->second, 200);
    });
  }

  void add_sync() {
    server_.route("POST", "/api/v1/sync/push", [this](HttpRequest& request) {
      if (refusal) return HttpResponse::refused(*refusal);
      const auto text = expand(request.body);
      const auto push = text.ok() ? push_from_text(*text) : Result<PushRequest>(text.refusal());
      if (!push.ok()) return HttpResponse::refused(push.refusal());
      HttpResponse response;
      response.content_type = "application/zstd";
      response.body = compress(push_answer_text({{{ChangeId{Uuid{{7}}}, Outcome::merged, 5, "", ""}}}));
      return response;
    });
    server_.route("POST", "/api/v1/sync/hello", [](HttpRequest&) { return HttpResponse::json("<html>"); });
    server_.route("GET", "/api/v1/files/:sha", [this](HttpRequest&) {
      HttpResponse response;
      response.body = original;
      if (ignores_range) response.status = 203;
      return response;
    });
    server_.route("PUT", "/api/v1/files/:sha/small", [this](HttpRequest& request) {
      preview = request.body;
      HttpResponse response;
      response.status = 204;
      return response;
    });
    server_.route("GET", "/api/v1/files/:sha/small", [](HttpRequest&) {
      HttpResponse response;
      response.body = "jpeg";
      return response;
    });
  }

  GuardedServer server_;
  int port_ = 0;
  std::size_t length_ = 0;
};

struct Sending {
  std::string content = std::string(700'000, 'a') + "end";
  std::string remembered;
  std::string known_url;
  TransferProgress progress = [](std::uint64_t) { return true; };
};

Done send(const OfficeAddress& address, Sending& sending) {
  HttpNetwork network;
  KHAOSAN_LET(office, network.connect(address));
  const ReadAt read = [&](std::uint64_t offset, std::span<std::uint8_t> into) -> Result<std::size_t> {
    return sending.content.copy(reinterpret_cast<char*>(into.data()), into.size(), offset);
  };
  return office->files().send(
      sha256(sending.content), "ภาพ.jpg", sending.content.size(), read, sending.known_url,
      [&](const std::string& url) {
        sending.remembered = url;
        return Done();
      },
      sending.progress);
}

}  // namespace

TEST_CASE("A file is sent, remembered and known to have arrived by its hash") {
  Shelf shelf;
  Sending sending;
  REQUIRE(send(shelf.address(), sending).ok());
  CHECK(shelf.uploads[sending.remembered] == sending.content);
  CHECK(shelf.metadata == "sha256 " + to_base64(view_of(sha256(sending.content).hex())) + ",filename " +
                              to_base64(view_of("ภาพ.jpg")));
  CHECK(shelf.authorization == "Bearer device-token");
}

TEST_CASE("An upload goes on where the server stands") {
  Shelf shelf;
  Sending sending;
  shelf.take_at_most = 100'000;
  REQUIRE(send(shelf.address(), sending).ok());
  CHECK(shelf.patches == 8);
  CHECK(shelf.creations == 1);
  shelf.uploads["/api/v1/media/1"].resize(300'000);
  sending.known_url = "/api/v1/media/1";
  shelf.take_at_most = body_bytes_max;
  REQUIRE(send(shelf.address(), sending).ok());
  CHECK(shelf.creations == 1);
  CHECK(shelf.patches == 9);
}

TEST_CASE("An upload that the server forgot is begun anew") {
  Shelf shelf;
  Sending sending;
  sending.known_url = "/api/v1/media/77";
  REQUIRE(send(shelf.address(), sending).ok());
  CHECK(sending.remembered == "/api/v1/media/1");
}

TEST_CASE("A finished upload is not sent again") {
  Shelf shelf;
  Sending sending;
  REQUIRE(send(shelf.address(), sending).ok());
  sending.known_url = sending.remembered;
  REQUIRE(send(shelf.address(), sending).ok());
  CHECK(shelf.patches == 1);
}

TEST_CASE("Another hash than ours is no arrival") {
  Shelf shelf;
  shelf.wrong_hash = true;
  Sending sending;
  CHECK(send(shelf.address(), sending).refusal().code == Code::file_damaged);
}

TEST_CASE("A server that takes nothing more is left after a few tries") {
  Shelf shelf;
  shelf.take_at_most = 0;
  Sending sending;
  CHECK(send(shelf.address(), sending).refusal().code == Code::overloaded);
  CHECK(shelf.patches <= tus_idle_tries_max + 1);
}

TEST_CASE("A transfer that is stopped says so") {
  Shelf shelf;
  Sending sending;
  sending.progress = [](std::uint64_t done) { return done < 300'000; };
  CHECK(send(shelf.address(), sending).refusal().code == Code::stopped);
}

TEST_CASE("A push travels compressed, and the server's refusal comes back as it was") {
  Shelf shelf;
  HttpNetwork network;
  auto office = network.connect(shelf.address());
  REQUIRE(office.ok());
  const auto answer = (*office)->sync().push({RoundId{Uuid{{1}}}, {}});
  REQUIRE(answer.ok());
  CHECK(answer->answers.at(0).outcome == Outcome::merged);
  shelf.refusal = refuse(Code::device_copied, "laptop 1");
  const auto refused = (*office)->sync().push({RoundId{Uuid{{1}}}, {}});
  CHECK(refused.refusal().code == Code::device_copied);
  CHECK(refused.refusal().detail == "laptop 1");
}

TEST_CASE("An answer that is not ours is named with its place") {
  Shelf shelf;
  HttpNetwork network;
  auto office = network.connect(shelf.address());
  const auto answer = (*office)->sync().hello({});
  CHECK(answer.refusal().code == Code::internal);
  CHECK(answer.refusal().detail.find("/api/v1/sync/hello") != std::string::npos);
}

TEST_CASE("Small pictures come whole") {
  Shelf shelf;
  HttpNetwork network;
  auto office = network.connect(shelf.address());
  CHECK(text_of(*(*office)->files().fetch_small(sha256("x"))) == "jpeg");
}

TEST_CASE("An original comes from where it is asked for, and a small picture goes ahead of it") {
  Shelf shelf;
  HttpNetwork network;
  auto office = network.connect(shelf.address());
  REQUIRE(office.ok());
  FileTransfer& files = (*office)->files();
  std::string got;
  const TakeBytes take = [&](ByteView bytes) -> Done {
    got += text_of(bytes);
    return {};
  };
  REQUIRE(files.fetch_original(sha256("x"), 0, take).ok());
  CHECK(got == "original bytes");
  got.clear();
  REQUIRE(files.fetch_original(sha256("x"), 9, take).ok());
  CHECK(got == "bytes");
  got.clear();
  REQUIRE(files.fetch_original(sha256("x"), shelf.original.size(), take).ok());  // all of it is here
  CHECK(got.empty());
  // A server that sends all of it instead of the rest is not believed.
  shelf.ignores_range = true;
  CHECK(files.fetch_original(sha256("x"), 9, take).refusal().code == Code::file_damaged);
  const TakeBytes full = [](ByteView) -> Done { return refuse(Code::disk_full, "here"); };
  CHECK(files.fetch_original(sha256("x"), 0, full).refusal().code == Code::disk_full);
  REQUIRE(files.send_small(sha256("x"), view_of("jpeg")).ok());
  CHECK(shelf.preview == "jpeg");
}

TEST_CASE("Nobody at the address is server_away with the place") {
  HttpNetwork network;
  const auto office = network.connect({"http://127.0.0.1:1", {}, "t"});
  CHECK(office.refusal().code == Code::server_away);
  CHECK(office.refusal().detail.find("127.0.0.1:1") != std::string::npos);
}

TEST_CASE("Only the holder of the pinned key is talked to, and no address goes around the pin") {
  const Instant now = *parse_iso_utc("2026-11-23T02:00:00.000Z");
  const Certificate certificate = *make_certificate({"127.0.0.1"}, now);
  const Sha256 pin = *spki_sha256(certificate.certificate_pem);
  Shelf shelf(certificate);
  HttpNetwork network;
  const std::string url = "https://" + shelf.host_port();
  CHECK(network.connect({url, pin, "t"}).ok());
  CHECK(network.connect({url, sha256("another"), "t"}).refusal().code == Code::wrong_pin);
  CHECK(network.connect({url, {}, "t"}).refusal().code == Code::wrong_pin);
  CHECK(network.connect({"http://" + shelf.host_port(), pin, "t"}).refusal().code == Code::wrong_pin);
  const auto pairing = network.open_pairing(url);
  REQUIRE(pairing.ok());
  CHECK((*pairing)->peer_spki() == pin);
}
