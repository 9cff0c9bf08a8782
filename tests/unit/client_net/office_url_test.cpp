#include "client/net/office_url.hpp"

#include "client/net/server_link.hpp"
#include "client/net/tus_upload.hpp"
#include "tests/support/catch.hpp"

using namespace khaosan;
using namespace khaosan::client;

TEST_CASE("An office's address is scheme, host and port") {
  CHECK(*parse_office_url("https://10.0.0.5:8443") == OfficeUrl{true, "10.0.0.5", 8443});
  CHECK(*parse_office_url("HTTPS://Office.Example/") == OfficeUrl{true, "office.example", 443});
  CHECK(*parse_office_url("https://[fe80::1]:9") == OfficeUrl{true, "fe80::1", 9});
  CHECK(parse_office_url("https://[fe80::1]:9")->place() == "[fe80::1]:9");
}

TEST_CASE("Plain http is for this machine alone") {
  for (const char* good :
       {"http://127.0.0.1:80", "http://127.9.8.7", "http://localhost:1", "http://[::1]:1"}) {
    INFO(good);
    CHECK(parse_office_url(good).ok());
  }
  for (const char* bad :
       {"http://10.0.0.5", "http://127.0.0.1.example.org", "http://128.0.0.1", "http://127.0.0.256",
        "http://localhost.example.org", "http://127.1", "http://[::2]"}) {
    INFO(bad);
    CHECK(parse_office_url(bad).refusal().code == Code::usage);
  }
}

TEST_CASE("What is no address of an office is refused") {
  for (const char* bad :
       {"", "10.0.0.5:8443", "ftp://a", "https://", "https://:1", "https://a:0", "https://a:65536",
        "https://a:x", "https://a:1x", "https://a/path", "https://a?b", "https://user@a", "https://a b",
        "https://สพป.ไทย", "https://[::1", "https://[abc]", "https://-a", "https://a\r\nb"}) {
    INFO(bad);
    CHECK(parse_office_url(bad).refusal().code == Code::usage);
  }
  CHECK(parse_office_url("https://" + std::string(1000, 'a')).refusal().code == Code::usage);
}

TEST_CASE("An upload's place is a path on the office's own server") {
  const std::string place = "/api/v1/media/";
  CHECK(*tus_path("/api/v1/media/1", place) == "/api/v1/media/1");
  CHECK(*tus_path("https://elsewhere.example/api/v1/media/1", place) == "/api/v1/media/1");
  CHECK(*tus_path("abc", place) == "/api/v1/media/abc");
  CHECK(tus_path("", place).refusal().code == Code::bad_request);
  CHECK(tus_path("/a\r\nX: y", place).refusal().code == Code::bad_request);
  CHECK(tus_path("https://host", place).refusal().code == Code::bad_request);
}

TEST_CASE("Upload metadata is base64 of the hex and of the name") {
  const Sha256 sha = *Sha256::parse(std::string(64, 'a'));
  CHECK(tus_metadata(sha, "ก.jpg") ==
        "sha256 " + to_base64(view_of(std::string(64, 'a'))) + ",filename " + to_base64(view_of("ก.jpg")));
}

TEST_CASE("A segment of a path cannot leave its place") {
  CHECK(escaped_segment("a/../b?c#d%") == "a%2F..%2Fb%3Fc%23d%25");
}
