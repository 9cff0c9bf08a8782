#include "shared/http/head.hpp"

#include "shared/http/limits.hpp"
#include "tests/support/catch.hpp"

using namespace khaosan;
using namespace khaosan::guard;

namespace {

Result<RequestHead> read(const std::string& line, const std::string& headers = {}) {
  return parse_head(line + " HTTP/1.1\r\nHost: office\r\n" + headers + "\r\n");
}

Code refusal_of(const std::string& line, const std::string& headers = {}) {
  const auto head = read(line, headers);
  return head.ok() ? Code::internal : head.refusal().code;
}

}  // namespace

TEST_CASE("the end of a head is found wherever the pieces are cut") {
  const std::string text = "GET / HTTP/1.1\r\nHost: office\r\n\r\n";
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    std::size_t searched = 0;
    std::size_t end = 0;
    const HeadEnd first = find_head_end(std::string_view(text).substr(0, cut), searched, end);
    CHECK(first == (cut == text.size() ? HeadEnd::found : HeadEnd::not_yet));
    if (first == HeadEnd::not_yet) CHECK(find_head_end(text, searched, end) == HeadEnd::found);
    CHECK(end == text.size());
  }
}

TEST_CASE("a bare CR, a bare LF and a NUL break the head") {
  const std::vector<std::string> heads = {"GET / HTTP/1.1\nHost: o\n\n", "GET / HTTP/1.1\r\nA: b\rc\r\n\r\n",
                                          "GET / HTTP/1.1\r\nA: b\n c\r\n\r\n",
                                          std::string("GET /\0 HTTP", 11)};
  for (const std::string& text : heads) {
    std::size_t searched = 0;
    std::size_t end = 0;
    CHECK(find_head_end(text, searched, end) == HeadEnd::broken);
  }
}

TEST_CASE("path and query are decoded") {
  const auto head = read("GET /a/%E0%B8%81/b%20c/?q=1%2B1+2&empty=&flag&q=again");
  REQUIRE(head.ok());
  CHECK(head->path == "/a/ก/b c/");
  CHECK(head->segments == std::vector<std::string>{"a", "ก", "b c", ""});
  CHECK(head->parameter("q") == "1+1 2");
  CHECK(head->parameter("flag").empty());
  CHECK(head->query.size() == 4);
  CHECK(read("GET /")->path == "/");
  CHECK(read("GET /")->segments.empty());
}

TEST_CASE("paths that climb, hide a slash or are not text are refused") {
  for (const char* path : {"/../x", "/a/./b", "/a/%2e%2e/b", "/a%2Fb", "/a%5cb", "/a%00", "/%0d%0a", "/%ff",
                           "/%4", "/%zz", "a", "http://other/", "*", "/a#b", "/a?b?c", ""}) {
    INFO(path);
    CHECK(refusal_of(std::string("GET ") + path) == Code::bad_request);
  }
  CHECK(refusal_of("GET /" + std::string(target_bytes_max, 'a')) == Code::head_too_large);
}

TEST_CASE("methods and versions outside the list are refused") {
  CHECK(refusal_of("TRACE /") == Code::wrong_method);
  CHECK(refusal_of("get /") == Code::wrong_method);
  CHECK(refusal_of("GET  /") == Code::bad_request);
  CHECK(parse_head("GET / HTTP/2.0\r\nHost: o\r\n\r\n").refusal().code == Code::bad_request);
  CHECK(parse_head("GET /\r\n\r\n").refusal().code == Code::bad_request);
  CHECK_FALSE(parse_head("GET / HTTP/1.0\r\n\r\n")->keep_alive);
}

TEST_CASE("framing must be one and exact") {
  CHECK(read("POST /", "Content-Length: 12\r\n")->content_length_bytes == 12);
  CHECK(read("POST /", "Transfer-Encoding: Chunked\r\n")->chunked);
  for (const char* headers :
       {"Content-Length: 5\r\nContent-Length: 5\r\n", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Content-Length: -1\r\n", "Content-Length: +5\r\n", "Content-Length: 5, 5\r\n",
        "Content-Length: 0x5\r\n", "Content-Length:\r\n", "Content-Length: 9999999999999999999999\r\n",
        "Transfer-Encoding: gzip, chunked\r\n", "Transfer-Encoding:\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "Content-Length : 5\r\n",
        "X: a\r\n folded\r\n", "nocolon\r\n", ": empty\r\n", "A(b: c\r\n", "Host: two\r\n",
        "Expect: a-miracle\r\n"}) {
    INFO(headers);
    CHECK(refusal_of("POST /", headers) == Code::bad_request);
  }
  CHECK(refusal_of("GET /", "Content-Length: 5\r\n") == Code::bad_request);
  CHECK(refusal_of("POST /", "Content-Encoding: gzip\r\n") == Code::unsupported_encoding);
  CHECK(refusal_of("POST /", "Content-Encoding:\r\nContent-Encoding: gzip\r\n") == Code::bad_request);
  CHECK(parse_head("GET / HTTP/1.1\r\n\r\n").refusal().code == Code::bad_request);
}

TEST_CASE("a head takes headers up to the limit") {
  std::string headers;
  for (std::size_t i = 1; i < headers_max; ++i) headers += "A: b\r\n";
  CHECK(read("GET /", headers).ok());
  CHECK(refusal_of("GET /", headers + "A: b\r\n") == Code::head_too_large);
}

TEST_CASE("one range is read, anything else refused") {
  const auto range = read("GET /", "Range: bytes=5-9\r\n")->range;
  REQUIRE(range);
  CHECK(*range->first == 5);
  CHECK(*range->last == 9);
  for (const char* text :
       {"bytes=0-,0-", "bytes=9-5", "bytes=-", "bytes=a-b", "lines=0-5", "bytes=5", "bytes=0--5"}) {
    INFO(text);
    CHECK(refusal_of("GET /", std::string("Range: ") + text + "\r\n") == Code::bad_range);
  }
}

TEST_CASE("a range is cut to its length") {
  const auto slice = [](std::optional<std::uint64_t> first, std::optional<std::uint64_t> last,
                        std::uint64_t length) {
    const auto cut = slice_of({first, last}, length);
    return cut.ok() ? std::pair(cut->offset_bytes, cut->length_bytes)
                    : std::pair<std::uint64_t, std::uint64_t>(0, 0);
  };
  CHECK(slice(2, 5, 10) == std::pair<std::uint64_t, std::uint64_t>(2, 4));
  CHECK(slice(2, {}, 10) == std::pair<std::uint64_t, std::uint64_t>(2, 8));
  CHECK(slice({}, 3, 10) == std::pair<std::uint64_t, std::uint64_t>(7, 3));
  CHECK(slice({}, 30, 10) == std::pair<std::uint64_t, std::uint64_t>(0, 10));
  CHECK(slice(9, 999, 10) == std::pair<std::uint64_t, std::uint64_t>(9, 1));
  CHECK_FALSE(slice_of({10, {}}, 10).ok());
  CHECK_FALSE(slice_of({{}, 0}, 10).ok());
  CHECK_FALSE(slice_of({0, {}}, 0).ok());
}

TEST_CASE("a refusal survives the wire") {
  const Refusal sent = refuse(Code::too_large, "\"quoted\" \xff ภาพ");
  const Refusal back = refusal_from_json(413, refusal_json(sent));
  CHECK(back.code == Code::too_large);
  CHECK(back.detail.find("ภาพ") != std::string::npos);
  CHECK(refusal_from_json(502, "<html>").code == Code::internal);
  CHECK(refusal_from_json(400, R"({"error":"from_the_future","en":"new"})").detail == "from_the_future: new");
}
