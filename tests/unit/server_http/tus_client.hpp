// tus by hand: every header as the test says.
#pragma once

#include <chrono>
#include <thread>

#include "tests/unit/server_http/served_office.hpp"

namespace khaosan::test {

inline std::string base64_of(std::string_view text) {
  return to_base64(view_of(text));
}

// Bytes that differ from place to place.
inline std::string made_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  for (std::size_t i = 0; i < count; ++i) bytes[i] = static_cast<char>((i * 31 + i / 251) & 0xFF);
  return bytes;
}

struct Tus {
  ServedOffice& served;
  std::string bearer;

  HttpFields fields(HttpFields more) const {
    more.insert(more.begin(), {{"Authorization", bearer}, {"Tus-Resumable", "1.0.0"}});
    return more;
  }
  HttpAnswer create(const HttpFields& more) const {
    return served.ask("POST", "/api/v1/media/", fields(more));
  }
  std::string created(std::size_t length, const std::string& metadata = "") const {
    HttpFields more = {{"Upload-Length", std::to_string(length)}};
    if (!metadata.empty()) more.emplace_back("Upload-Metadata", metadata);
    const HttpAnswer answer = create(more);
    REQUIRE(answer.status == 201);
    return std::string(answer.header("Location"));
  }
  HttpAnswer patch(const std::string& url, std::size_t offset, const std::string& bytes,
                   const HttpFields& more = {}) const {
    HttpFields all = fields(
        {{"Upload-Offset", std::to_string(offset)}, {"Content-Type", "application/offset+octet-stream"}});
    all.insert(all.end(), more.begin(), more.end());
    return served.ask("PATCH", url, all, bytes);
  }
  HttpAnswer head(const std::string& url) const { return served.ask("HEAD", url, fields({})); }
  std::string offset(const std::string& url) const { return std::string(head(url).header("Upload-Offset")); }
  // The server sees a cut when it sees it.
  std::string offset_after_cut(const std::string& url, const std::string& expected) const {
    for (int i = 0; i < 100 && offset(url) != expected; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return offset(url);
  }
  std::string raw_patch_head(const std::string& url, std::size_t offset, const std::string& framing) const {
    return "PATCH " + url + " HTTP/1.1\r\nHost: t\r\nAuthorization: " + bearer +
           "\r\nTus-Resumable: 1.0.0\r\nContent-Type: application/offset+octet-stream\r\nUpload-Offset: " +
           std::to_string(offset) + "\r\n" + framing + "\r\n\r\n";
  }
};

}  // namespace khaosan::test
