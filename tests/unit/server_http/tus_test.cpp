// The tus 1.0.0 specification, sentence by sentence, against a real server.
#include "tests/unit/server_http/raw_connection.hpp"
#include "tests/unit/server_http/tus_client.hpp"

using namespace khaosan;
using namespace khaosan::test;

TEST_CASE("tus: OPTIONS tells versions, extensions and the largest size, to anybody") {
  ServedOffice served;
  for (const char* path : {"/api/v1/media", "/api/v1/media/", "/api/v1/media/abc"}) {
    const HttpAnswer answer = served.ask("OPTIONS", path);
    CHECK(answer.status == 204);
    CHECK(answer.header("Tus-Version") == "1.0.0");
    CHECK(answer.header("Tus-Resumable") == "1.0.0");
    CHECK(answer.header("Tus-Extension") == "creation,creation-with-upload,checksum,termination,expiration");
    CHECK(answer.header("Tus-Checksum-Algorithm") == "sha1,sha256");
    CHECK(answer.header("Tus-Max-Size") == std::to_string(server::upload_bytes_max));
  }
}

TEST_CASE("tus: a missing or wrong version is 412 with the one we speak, and nothing is done") {
  ServedOffice served;
  const Tus tus{served, served.bearer("somsri")};
  const std::string url = tus.created(10);
  for (const char* version : {"", "0.2.2", "1.0.1"}) {
    HttpFields fields = {{"Authorization", tus.bearer},
                         {"Upload-Offset", "0"},
                         {"Upload-Length", "10"},
                         {"Content-Type", "application/offset+octet-stream"}};
    if (*version != '\0') fields.emplace_back("Tus-Resumable", version);
    for (const auto& [method, path] : {std::pair<std::string, std::string>{"POST", "/api/v1/media/"},
                                       {"PATCH", url},
                                       {"HEAD", url},
                                       {"DELETE", url}}) {
      const HttpAnswer answer = served.ask(method, path, fields);
      CHECK(answer.status == 412);
      CHECK(answer.header("Tus-Version") == "1.0.0");
    }
  }
  CHECK(tus.offset(url) == "0");
  CHECK(served.uploads->open_count() == 1);
}

TEST_CASE("tus: creation checks its headers") {
  server::UploadLimits limits;
  limits.size_bytes_max = 1000;
  ServedOffice served(limits);
  const Tus tus{served, served.bearer("somsri")};
  CHECK(tus.create({}).status == 400);
  CHECK(tus.create({{"Upload-Length", "-1"}}).status == 400);
  CHECK(tus.create({{"Upload-Length", "ten"}}).status == 400);
  CHECK(tus.create({{"Upload-Length", "0"}}).status == 400);
  CHECK(tus.create({{"Upload-Length", "1001"}}).status == 413);
  CHECK(tus.create({{"Upload-Length", "5"}, {"Upload-Metadata", "a !!!"}}).status == 400);
  CHECK(tus.create({{"Upload-Length", "5"}, {"Upload-Metadata", "a YQ==,a YQ=="}}).status == 400);
  CHECK(tus.create({{"Upload-Length", "5"}, {"Upload-Metadata", "sha256 YQ=="}}).status == 400);
  CHECK(served.uploads->open_count() == 0);

  const std::string metadata = "filename " + base64_of("ภาพ.jpg") + ",is_private";
  const HttpAnswer made = tus.create({{"Upload-Length", "1000"}, {"Upload-Metadata", metadata}});
  CHECK(made.status == 201);
  CHECK(made.header("Tus-Resumable") == "1.0.0");
  CHECK(made.header("Upload-Expires").ends_with("GMT"));
  const HttpAnswer head = tus.head(std::string(made.header("Location")));
  CHECK(head.status == 200);
  CHECK(head.header("Upload-Offset") == "0");
  CHECK(head.header("Upload-Length") == "1000");
  CHECK(head.header("Upload-Metadata") == metadata);
  CHECK(head.header("Cache-Control") == "no-store");
}

TEST_CASE("tus: a file in two pieces arrives whole, and the last answer says its SHA-256") {
  ServedOffice served;
  const Tus tus{served, served.bearer("somsri")};
  const std::string file = made_bytes(300'000);
  const Sha256 sha = sha256(file);
  const std::string url = tus.created(file.size(), "sha256 " + base64_of(sha.hex()));
  const HttpAnswer first = tus.patch(url, 0, file.substr(0, 100'000));
  CHECK(first.status == 204);
  CHECK(first.header("Upload-Offset") == "100000");
  CHECK(first.header("Upload-Sha256").empty());
  CHECK_FALSE(first.header("Upload-Expires").empty());
  CHECK_FALSE(served.blobs->has(sha));
  const HttpAnswer last = tus.patch(url, 100'000, file.substr(100'000));
  CHECK(last.status == 204);
  CHECK(last.header("Upload-Offset") == "300000");
  CHECK(last.header("Upload-Sha256") == sha.hex());
  CHECK(served.blobs->has(sha));
  const HttpAnswer head = tus.head(url);
  CHECK(head.header("Upload-Offset") == "300000");
  CHECK(head.header("Upload-Sha256") == sha.hex());
  CHECK(tus.patch(url, 300'000, "").header("Upload-Sha256") == sha.hex());
  CHECK(tus.patch(url, 300'000, "x").status == 413);
}

TEST_CASE("tus: a wrong offset is 409, a wrong type 415, too much 413, and nothing changes") {
  ServedOffice served;
  const Tus tus{served, served.bearer("somsri")};
  const std::string url = tus.created(20);
  CHECK(tus.patch(url, 0, "0123456789").status == 204);
  CHECK(tus.patch(url, 0, "again").status == 409);
  CHECK(tus.patch(url, 11, "gap").status == 409);
  CHECK(tus.patch(url, 10, "eleven bytes").status == 413);
  HttpFields fields = tus.fields({{"Upload-Offset", "10"}, {"Content-Type", "application/octet-stream"}});
  CHECK(served.ask("PATCH", url, fields, "abc").status == 415);
  fields = tus.fields({{"Content-Type", "application/offset+octet-stream"}});
  CHECK(served.ask("PATCH", url, fields, "abc").status == 400);
  CHECK(tus.offset(url) == "10");
  CHECK(tus.patch(url, 10, "abcdefghij").header("Upload-Sha256") == sha256("0123456789abcdefghij").hex());
}

TEST_CASE("tus: a checksum that fits is taken, one that does not is 460 and keeps nothing") {
  ServedOffice served;
  const Tus tus{served, served.bearer("somsri")};
  const std::string url = tus.created(22);
  // printf 'hello world' | openssl sha1 -binary | base64, and sha256
  const std::string sha1 = "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=";
  const std::string sha2 = "sha256 " + to_base64(sha256("hello world").bytes);
  CHECK(tus.patch(url, 0, "hello wOrld", {{"Upload-Checksum", sha1}}).status == 460);
  CHECK(tus.offset(url) == "0");
  CHECK(tus.patch(url, 0, "hello wOrld", {{"Upload-Checksum", sha2}}).status == 460);
  CHECK(tus.offset(url) == "0");
  CHECK(tus.patch(url, 0, "hello world", {{"Upload-Checksum", "md5 AAAA"}}).status == 400);
  CHECK(tus.patch(url, 0, "hello world", {{"Upload-Checksum", "sha1 AAAA"}}).status == 400);
  CHECK(tus.offset(url) == "0");
  CHECK(tus.patch(url, 0, "hello world", {{"Upload-Checksum", sha1}}).header("Upload-Offset") == "11");
  CHECK(tus.patch(url, 11, "hello world", {{"Upload-Checksum", sha2}}).header("Upload-Sha256") ==
        sha256("hello worldhello world").hex());
}

TEST_CASE("tus: a file that is not the one announced is refused at its end and gone") {
  ServedOffice served;
  const Tus tus{served, served.bearer("somsri")};
  const std::string url = tus.created(5, "sha256 " + base64_of(sha256("right").hex()));
  const HttpAnswer answer = tus.patch(url, 0, "wrong");
  CHECK(answer.status == 460);
  CHECK(answer.header("Upload-Sha256").empty());
  CHECK(tus.head(url).status == 404);
  CHECK_FALSE(served.blobs->has(sha256("wrong")));
  CHECK(served.uploads->open_count() == 0);
}

TEST_CASE("tus: an upload goes on after the server was stopped and started") {
  ServedOffice served;
  const Tus tus{served, served.bearer("somsri")};
  const std::string file = made_bytes(150'000);
  const std::string url =
      tus.created(file.size(), "sha256 " + base64_of(sha256(file).hex()) + ",filename YQ==");
  CHECK(tus.patch(url, 0, file.substr(0, 60'000)).status == 204);
  served.restart();
  const HttpAnswer head = tus.head(url);
  CHECK(head.header("Upload-Offset") == "60000");
  CHECK(head.header("Upload-Length") == "150000");
  const HttpAnswer last = tus.patch(url, 60'000, file.substr(60'000));
  CHECK(last.header("Upload-Sha256") == sha256(file).hex());
  served.restart();
  CHECK(tus.head(url).header("Upload-Sha256") == sha256(file).hex());
}

TEST_CASE("tus: bytes that came whole before a stop are made a file when they are asked for") {
  ServedOffice served;
  const Tus tus{served, served.bearer("somsri")};
  const std::string url = tus.created(5);
  const std::string id = url.substr(url.rfind('/') + 1);
  served.stop();
  {
    auto partial = served.blobs->open_partial("upload-" + id);
    REQUIRE(partial.ok());
    REQUIRE(partial->append(0, view_of("whole")).ok());
    REQUIRE(partial->sync().ok());
  }
  served.start();
  CHECK(tus.head(url).header("Upload-Sha256") == sha256("whole").hex());
  CHECK(served.blobs->has(sha256("whole")));
}

TEST_CASE("tus: what came before a cut is kept, and the rest follows") {
  ServedOffice served;
  const Tus tus{served, served.bearer("somsri")};
  const std::string file = made_bytes(400'000);
  const std::string url = tus.created(file.size());
  {
    RawConnection cut(served.port);
    REQUIRE(cut.send(tus.raw_patch_head(url, 0, "Content-Length: 400000") + file.substr(0, 123'456)));
  }
  CHECK(tus.offset_after_cut(url, "123456") == "123456");
  CHECK(tus.patch(url, 123'456, file.substr(123'456)).header("Upload-Sha256") == sha256(file).hex());
}

TEST_CASE("tus: a piece with a checksum that is cut leaves nothing") {
  ServedOffice served;
  const Tus tus{served, served.bearer("somsri")};
  const std::string file = made_bytes(200'000);
  const std::string url = tus.created(file.size());
  const std::string checksum = "Upload-Checksum: sha256 " + to_base64(sha256(file).bytes);
  {
    RawConnection cut(served.port);
    REQUIRE(cut.send(tus.raw_patch_head(url, 0, "Content-Length: 200000\r\n" + checksum) +
                     file.substr(0, 100'000)));
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  CHECK(tus.offset(url) == "0");
  CHECK(tus.patch(url, 0, file).header("Upload-Sha256") == sha256(file).hex());
}

TEST_CASE("tus: a body in chunks is taken up to its length and not over it") {
  ServedOffice served;
  const Tus tus{served, served.bearer("somsri")};
  const std::string url = tus.created(10);
  RawConnection raw(served.port);
  const std::string framing = "Transfer-Encoding: chunked";
  REQUIRE(raw.send(tus.raw_patch_head(url, 0, framing) + "5\r\nhello\r\n0\r\n\r\n"));
  CHECK(raw.receive_head().find(" 204 ") != std::string::npos);
  CHECK(tus.offset(url) == "5");
  RawConnection over(served.port);
  REQUIRE(over.send(tus.raw_patch_head(url, 5, framing) + "6\r\nworlds\r\n0\r\n\r\n"));
  CHECK(over.receive_head().find(" 413 ") != std::string::npos);
  CHECK(tus.offset(url) == "5");
}

TEST_CASE("tus: two connections cannot send to one upload at once") {
  ServedOffice served;
  const Tus tus{served, served.bearer("somsri")};
  const std::string url = tus.created(100'000);
  RawConnection slow(served.port);
  REQUIRE(slow.send(tus.raw_patch_head(url, 0, "Content-Length: 100000") + std::string(30'000, 'a')));
  int status = 0;
  for (int i = 0; i < 100 && status != 423; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    status = tus.patch(url, 1, "b").status;  // an offset that cannot be right: nothing is ever kept of it
  }
  CHECK(status == 423);
  CHECK(served.ask("DELETE", url, tus.fields({})).status == 423);
  CHECK(tus.head(url).status == 200);
  REQUIRE(slow.send(std::string(70'000, 'a')));
  CHECK(slow.receive_head().find("Upload-Sha256: " + sha256(std::string(100'000, 'a')).hex()) !=
        std::string::npos);
}

TEST_CASE("tus: asking where an upload stands never stands in the way of sending to it") {
  ServedOffice served;
  const Tus tus{served, served.bearer("somsri")};
  const std::string file = made_bytes(60'000);
  const std::string url = tus.created(file.size());
  std::atomic<bool> done = false;
  std::vector<std::thread> askers;
  std::atomic<int> asked = 0;
  std::atomic<int> refused = 0;
  for (int i = 0; i < 3; ++i) {
    askers.emplace_back([&] {
      while (!done) {
        refused += served.ask("HEAD", url, tus.fields({})).status == 200 ? 0 : 1;
        ++asked;
      }
    });
  }
  std::string last;
  for (std::size_t at = 0; at < file.size() && !done; at += 1000) {
    const HttpAnswer answer = tus.patch(url, at, file.substr(at, 1000));
    if (answer.status != 204) done = true;
    last = std::string(answer.header("Upload-Sha256"));
  }
  done = true;
  for (std::thread& asker : askers) asker.join();
  CHECK(last == sha256(file).hex());
  CHECK(asked > 10);
  CHECK(refused == 0);
}

TEST_CASE("tus: a terminated upload is gone with its bytes") {
  ServedOffice served;
  const Tus tus{served, served.bearer("somsri")};
  const std::string url = tus.created(10);
  CHECK(tus.patch(url, 0, "abc").status == 204);
  CHECK(served.ask("DELETE", url, tus.fields({})).status == 204);
  CHECK(tus.head(url).status == 404);
  CHECK(tus.patch(url, 3, "d").status == 404);
  CHECK(served.ask("DELETE", url, tus.fields({})).status == 404);
  CHECK_FALSE(served.blobs->has_partial("upload-" + url.substr(url.rfind('/') + 1)));
}

TEST_CASE("tus: an abandoned upload expires after seven days, one in use does not") {
  constexpr std::int64_t day_ms = 86'400'000;
  ServedOffice served;
  const Tus tus{served, served.bearer("somsri")};
  const std::string left = tus.created(10);
  const std::string used = tus.created(10);
  served.office.clock.at.unix_ms += 5 * day_ms;
  CHECK(tus.patch(used, 0, "abc").status == 204);
  CHECK(served.uploads->remove_expired() == 0);
  served.office.clock.at.unix_ms += 3 * day_ms;
  CHECK(tus.head(left).status == 410);
  CHECK(tus.patch(left, 0, "abc").status == 410);
  CHECK(tus.head(used).status == 200);
  CHECK(served.uploads->remove_expired() == 1);
  CHECK(tus.head(left).status == 404);
  CHECK(tus.patch(used, 3, "defghij").status == 204);
}

TEST_CASE("tus: nobody sees or touches another's upload") {
  ServedOffice served;
  const Tus owner{served, served.bearer("somsri")};
  const Tus other{served, served.bearer("somchai")};
  const std::string url = owner.created(10);
  CHECK(other.head(url).status == 404);
  CHECK(other.patch(url, 0, "abc").status == 404);
  CHECK(served.ask("DELETE", url, other.fields({})).status == 404);
  CHECK(owner.offset(url) == "0");
}

TEST_CASE("tus: a caller has only so many uploads open") {
  server::UploadLimits limits;
  limits.open_a_caller_max = 2;
  ServedOffice served(limits);
  const Tus tus{served, served.bearer("somsri")};
  const Tus other{served, served.bearer("somchai")};
  tus.created(3);
  const std::string second = tus.created(3);
  CHECK(tus.create({{"Upload-Length", "3"}}).status == 429);
  CHECK(other.create({{"Upload-Length", "3"}}).status == 201);
  CHECK(tus.patch(second, 0, "abc").status == 204);
  CHECK(tus.create({{"Upload-Length", "3"}}).status == 201);
}

TEST_CASE("tus: what others have begun and not sent yet is not promised twice") {
  server::UploadLimits limits;
  limits.free_bytes = [](const Path&) -> Result<std::uint64_t> {
    return server::upload_space_reserve_bytes + 10;
  };
  ServedOffice served(limits);
  const Tus tus{served, served.bearer("somsri")};
  const Tus other{served, served.bearer("somchai")};
  const std::string first = tus.created(6);
  CHECK(other.create({{"Upload-Length", "6"}}).status == 507);
  CHECK(other.create({{"Upload-Length", "4"}}).status == 201);
  CHECK(tus.patch(first, 0, "abc").status == 204);
  CHECK(other.create({{"Upload-Length", "4"}}).status == 507);
  CHECK(other.create({{"Upload-Length", "3"}}).status == 201);
}

TEST_CASE("tus: the first bytes may come with the creation") {
  ServedOffice served;
  const Tus tus{served, served.bearer("somsri")};
  const HttpFields fields =
      tus.fields({{"Upload-Length", "6"}, {"Content-Type", "application/offset+octet-stream"}});
  const HttpAnswer part = served.ask("POST", "/api/v1/media", fields, "abc");
  CHECK(part.status == 201);
  CHECK(part.header("Upload-Offset") == "3");
  const HttpAnswer whole = served.ask("POST", "/api/v1/media", fields, "abcdef");
  CHECK(whole.status == 201);
  CHECK(whole.header("Upload-Sha256") == sha256("abcdef").hex());
  const HttpFields wrong = tus.fields({{"Upload-Length", "6"}, {"Content-Type", "text/plain"}});
  CHECK(served.ask("POST", "/api/v1/media", wrong, "abc").status == 415);
}

TEST_CASE("tus: clients that cannot PATCH say it in a header") {
  ServedOffice served;
  const Tus tus{served, served.bearer("somsri")};
  const std::string url = tus.created(3);
  const HttpFields fields = tus.fields({{"X-HTTP-Method-Override", "PATCH"},
                                        {"Upload-Offset", "0"},
                                        {"Content-Type", "application/offset+octet-stream"}});
  CHECK(served.ask("POST", url, fields, "abc").header("Upload-Sha256") == sha256("abc").hex());
  CHECK(served.ask("POST", url, tus.fields({{"X-HTTP-Method-Override", "DELETE"}})).status == 204);
  CHECK(tus.head(url).status == 404);
}

TEST_CASE("a large body under a token not yet seen is asked to try again, and then taken") {
  ServedOffice served;
  const std::string bearer = served.bearer("somsri");
  const std::string url = Tus{served, bearer}.created(200'000);
  served.restart();  // it knows no token now
  const Tus tus{served, bearer};
  const std::string file = made_bytes(200'000);
  const HttpAnswer first = tus.patch(url, 0, file);
  CHECK(first.status == 503);
  CHECK_FALSE(first.header("Retry-After").empty());
  int status = 0;
  for (int i = 0; i < 100 && status != 204; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    status = tus.patch(url, 0, file).status;
  }
  CHECK(status == 204);
  CHECK(served.blobs->has(sha256(file)));
  HttpAnswer wrong = Tus{served, "Bearer wrong"}.patch(url, 0, file);
  CHECK(wrong.status == 503);
}
