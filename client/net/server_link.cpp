#include "client/net/server_link.hpp"

#include <array>

namespace khaosan::client {

ServerLink::ServerLink(OfficeUrl url, HttpsClient client, std::string device_token)
    : url_(std::move(url)), client_(std::move(client)), device_token_(std::move(device_token)) {}

Done ServerLink::probe() {
  HttpCall call;
  call.path = "/healthz";
  KHAOSAN_LET(answer, client_.send(call));
  static_cast<void>(answer);  // any status: somebody is there
  return {};
}

Result<HttpAnswer> ServerLink::send(HttpCall call) {
  if (!device_token_.empty()) call.headers.emplace_back("Authorization", "Bearer " + device_token_);
  return client_.send(call);
}

Result<std::string> ServerLink::post(const std::string& path, std::string body,
                                     std::string_view content_type) {
  HttpCall call;
  call.method = "POST";
  call.path = path;
  call.headers.emplace_back("Content-Type", std::string(content_type));
  call.body = std::move(body);
  KHAOSAN_LET(answer, send(std::move(call)));
  if (!answer.ok()) return refusal_of(answer);
  return std::move(answer.body);
}

Result<std::string> ServerLink::get(const std::string& path) {
  HttpCall call;
  call.path = path;
  KHAOSAN_LET(answer, send(std::move(call)));
  if (!answer.ok()) return refusal_of(answer);
  return std::move(answer.body);
}

Refusal ServerLink::stopped() const {
  return refuse(Code::stopped, url_.place());
}

Refusal refusal_of(const HttpAnswer& answer) {
  if (!answer.body.empty()) return answer.refusal();
  switch (answer.status) {
    case 401:
      return refuse(Code::unauthorized, "HTTP 401");
    case 403:
      return refuse(Code::revoked, "HTTP 403");
    case 404:
    case 410:
      return refuse(Code::not_found, "HTTP " + std::to_string(answer.status));
    case 413:
      return refuse(Code::too_large, "HTTP 413");
    case 503:
      return refuse(Code::overloaded, "HTTP 503");
    case 507:
      return refuse(Code::disk_full, "HTTP 507");
    default:
      return answer.refusal();
  }
}

std::string escaped_segment(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char sign : text) {
    const auto byte = static_cast<unsigned char>(sign);
    const bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
    if (letter || (byte >= '0' && byte <= '9') || byte == '-' || byte == '_' || byte == '.' || byte == '~') {
      out += sign;
    } else {
      out += '%';
      out += digits[byte >> 4U];
      out += digits[byte & 15U];
    }
  }
  return out;
}

}  // namespace khaosan::client
