#include "shared/http/client.hpp"

#include <httplib.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>

#include "shared/http/openssl_parts.hpp"
#include "shared/http/socket.hpp"

namespace khaosan {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int status_not_modified = 304;

enum class Trust { pinned, learning, plain };

bool is_plain_text(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char sign) { return sign > ' ' && sign < 0x7F; });
}

bool is_header_text(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](unsigned char sign) { return (sign >= ' ' || sign == '\t') && sign != 0x7F; });
}

std::string reason_of(httplib::Error error) {
  switch (error) {
    case httplib::Error::Connection:
    case httplib::Error::BindIPAddress:
      return in_both("no connection", "เชื่อมต่อไม่ได้");
    case httplib::Error::ConnectionTimeout:
      return in_both("no answer in time", "ไม่มีคำตอบในเวลาที่กำหนด");
    case httplib::Error::SSLConnection:
      return in_both("no TLS connection", "เชื่อมต่อแบบ TLS ไม่ได้");
    case httplib::Error::Read:
      return in_both("the connection broke before the answer", "การเชื่อมต่อขาดก่อนได้รับคำตอบ");
    case httplib::Error::Write:
      return in_both("the connection broke while sending", "การเชื่อมต่อขาดระหว่างส่ง");
    default:
      return in_both(httplib::to_string(error), "การเชื่อมต่อขัดข้อง");
  }
}

// Renamed in 0.30 of the library.
template <typename Library>
void send_paths_as_given(Library& library) {
  if constexpr (requires { library.set_url_encode(false); }) {
    library.set_url_encode(false);
  } else {
    library.set_path_encode(false);
  }
}

httplib::Headers headers_of(const HttpFields& fields) {
  httplib::Headers headers;
  for (const auto& [name, value] : fields) headers.emplace(name, value);
  return headers;
}

}  // namespace

class HttpsClient::Impl {
 public:
  Impl(std::string host, int port, Trust trust, const Sha256& pin, ClientTimes times)
      : read_ms_(times.read_ms), place_(host + ":" + std::to_string(port)), trust_(trust), pin_(pin) {
    guard::prepare_sockets();
    if (trust == Trust::plain) {
      client_ = std::make_unique<httplib::ClientImpl>(host, port);
    } else {
      auto tls = std::make_unique<httplib::SSLClient>(host, port);
      secure(*tls);
      client_ = std::move(tls);
    }
    client_->set_keep_alive(true);
    client_->set_tcp_nodelay(true);
    client_->set_follow_location(false);
    client_->set_decompress(false);
    send_paths_as_given(*client_);
    client_->set_connection_timeout(std::chrono::milliseconds(times.connect_ms));
    client_->set_write_timeout(std::chrono::milliseconds(times.write_ms));
  }

  Result<HttpAnswer> send(const HttpCall& call) {
    KHAOSAN_TRY(check(call));
    const auto idle = Clock::now() - last_used_;
    const bool fresh = !client_->is_socket_open() || idle > std::chrono::milliseconds(client_reuse_ms);
    if (fresh) client_->stop();
    auto answer = attempt(call);
    const bool repeatable = call.method == "GET" || call.method == "HEAD";
    if (!answer.ok() && lost_before_answer_ && !fresh && repeatable && !stopped_) answer = attempt(call);
    return answer;
  }

  Sha256 peer_key() const {
    const std::lock_guard lock(peer_mutex_);
    return peer_key_;
  }

  void stop() {
    stopped_ = true;
    client_->stop();
  }

 private:
  // The library's own verification needs a CA; a pin needs none, and works by address.
  void secure(httplib::SSLClient& tls) {
    tls.enable_server_certificate_verification(false);
    SSL_CTX* context = tls.ssl_context();
    valid_ = context != nullptr && guard::harden(context);
    if (!valid_) return;
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_cert_verify_callback(context, &Impl::check_key, this);
  }

  static int check_key(X509_STORE_CTX* store, void* self) {
    const bool good = static_cast<Impl*>(self)->is_right_key(X509_STORE_CTX_get0_cert(store));
    X509_STORE_CTX_set_error(store, good ? X509_V_OK : X509_V_ERR_CERT_UNTRUSTED);
    return good ? 1 : 0;
  }

  bool is_right_key(X509* certificate) {
    const Sha256 key = certificate == nullptr ? Sha256{} : guard::spki_sha256_of(certificate);
    const std::lock_guard lock(peer_mutex_);
    peer_key_ = key;
    wrong_pin_ = key.empty() || (trust_ == Trust::pinned && key != pin_);
    return !wrong_pin_;
  }

  Done check(const HttpCall& call) const {
    if (!valid_) return refuse(Code::internal, "TLS");
    if (!call.path.starts_with('/') || !is_plain_text(call.path))
      return refuse(Code::usage, "path " + call.path);
    const bool good = std::all_of(call.headers.begin(), call.headers.end(), [](const auto& field) {
      return is_plain_text(field.first) && is_header_text(field.second);
    });
    if (!good) return refuse(Code::usage, "a control character in a header");
    const bool carries = call.method == "POST" || call.method == "PUT" || call.method == "PATCH";
    if (call.upload && !carries) return refuse(Code::usage, "an upload by " + call.method);
    return {};
  }

  Result<HttpAnswer> attempt(const HttpCall& call) {
    stopped_ = false;
    wrong_pin_ = false;
    lost_before_answer_ = false;
    stop_reason_.reset();
    client_->set_read_timeout(std::chrono::milliseconds(call.read_ms > 0 ? call.read_ms : read_ms_));
    auto answer = call.upload && call.upload->length_bytes > 0 ? send_source(call) : send_text(call);
    last_used_ = Clock::now();
    return answer;
  }

  Result<HttpAnswer> send_text(const HttpCall& call) {
    httplib::Request request;
    httplib::Response response;
    httplib::Error error = httplib::Error::Success;
    HttpAnswer answer;
    bool began = false;
    request.method = call.method;
    request.path = call.path;
    request.headers = headers_of(call.headers);
    request.body = call.body;
    request.response_handler = [&](const httplib::Response& head) {
      began = true;
      answer.status = head.status;
      if (head.status != status_not_modified) return true;
      answer = *finish(std::move(answer), head);  // it never has a body; the library would wait for one
      return false;
    };
    request.content_receiver = [&](const char* data, std::size_t size, auto, auto) {
      return take(call, answer, ByteView(reinterpret_cast<const std::uint8_t*>(data), size));
    };
    if (!client_->send(request, response, error)) {
      if (began && answer.status == status_not_modified) {
        client_->stop();
        return answer;
      }
      lost_before_answer_ = !began && (error == httplib::Error::Read || error == httplib::Error::Write);
      return failed(error);
    }
    return finish(std::move(answer), response);
  }

  bool take(const HttpCall& call, HttpAnswer& answer, ByteView piece) {
    if (call.receive && answer.ok()) {
      if (call.receive(piece)) return true;
      stop_reason_ = refuse(Code::usage, in_both("the receiver wants no more", "ผู้รับหยุดรับแล้ว"));
      return false;
    }
    if (answer.body.size() + piece.size() > client_body_bytes_max) {
      stop_reason_ = refuse(Code::too_large, "answer");
      return false;
    }
    answer.body += text_of(piece);
    return true;
  }

  Result<HttpAnswer> send_source(const HttpCall& call) {
    const auto length = static_cast<std::size_t>(call.upload->length_bytes);
    const auto provider = [&](std::size_t offset, std::size_t left, httplib::DataSink& sink) {
      return give(*call.upload, offset, left, sink);
    };
    HttpFields fields = call.headers;
    std::string type(field_of(fields, "Content-Type"));
    if (type.empty()) type = "application/octet-stream";
    httplib::Headers headers = headers_of(fields);
    headers.erase("Content-Type");
    httplib::Result result = call.method == "POST" ? client_->Post(call.path, headers, length, provider, type)
                             : call.method == "PUT"
                                 ? client_->Put(call.path, headers, length, provider, type)
                                 : client_->Patch(call.path, headers, length, provider, type);
    if (!result) return failed(result.error());
    HttpAnswer answer;
    answer.body = std::move(result->body);
    if (call.receive && result->status >= 200 && result->status < 300) {
      if (!call.receive(view_of(answer.body)))
        return refuse(Code::usage, in_both("the receiver wants no more", "ผู้รับหยุดรับแล้ว"));
      answer.body.clear();
    }
    return finish(std::move(answer), *result);
  }

  bool give(const BodySource& source, std::size_t offset, std::size_t left, httplib::DataSink& sink) {
    std::size_t given = 0;
    bool sent = true;
    const bool goes_on = source.produce(offset, left, [&](ByteView piece) {
      given += piece.size();
      sent = given <= left && sink.write(reinterpret_cast<const char*>(piece.data()), piece.size());
      return sent;
    });
    if (sent && (!goes_on || given == 0))
      stop_reason_ = refuse(Code::usage, "the upload was ended by its source");
    if (given > left) stop_reason_ = refuse(Code::usage, "the upload is longer than it said");
    return goes_on && sent && given > 0;
  }

  Result<HttpAnswer> finish(HttpAnswer answer, const httplib::Response& response) {
    answer.status = response.status;
    for (const auto& [name, value] : response.headers) answer.headers.emplace_back(name, value);
    return answer;
  }

  Refusal failed(httplib::Error error) {
    if (wrong_pin_) return refuse(Code::wrong_pin, place_);
    if (stop_reason_) return *stop_reason_;
    if (stopped_) return refuse(Code::server_away, place_ + ": " + in_both("stopped", "หยุดแล้ว"));
    return refuse(Code::server_away, place_ + ": " + reason_of(error));
  }

  const std::int64_t read_ms_;
  const std::string place_;
  const Trust trust_;
  const Sha256 pin_;
  bool valid_ = true;
  std::unique_ptr<httplib::ClientImpl> client_;
  Clock::time_point last_used_{};
  bool lost_before_answer_ = false;
  std::optional<Refusal> stop_reason_;
  std::atomic<bool> stopped_{false};
  std::atomic<bool> wrong_pin_{false};
  mutable std::mutex peer_mutex_;
  Sha256 peer_key_;
};

HttpsClient::HttpsClient(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
HttpsClient::~HttpsClient() = default;
HttpsClient::HttpsClient(HttpsClient&&) noexcept = default;
HttpsClient& HttpsClient::operator=(HttpsClient&&) noexcept = default;

HttpsClient HttpsClient::pinned(const std::string& host, int port, const Sha256& pin, ClientTimes times) {
  return HttpsClient(std::make_unique<Impl>(host, port, Trust::pinned, pin, times));
}

HttpsClient HttpsClient::learning(const std::string& host, int port, ClientTimes times) {
  return HttpsClient(std::make_unique<Impl>(host, port, Trust::learning, Sha256{}, times));
}

Result<HttpsClient> HttpsClient::plain(const std::string& host, int port, ClientTimes times) {
  if (!guard::is_loopback_host(host))
    return refuse(Code::usage, "without TLS only the loopback address, not " + host);
  return HttpsClient(std::make_unique<Impl>(host, port, Trust::plain, Sha256{}, times));
}

Result<HttpAnswer> HttpsClient::send(const HttpCall& call) {
  return impl_->send(call);
}

Result<HttpAnswer> HttpsClient::request(const std::string& method, const std::string& path,
                                        const HttpFields& headers, const std::string& body) {
  HttpCall call;
  call.method = method;
  call.path = path;
  call.headers = headers;
  call.body = body;
  return impl_->send(call);
}

Result<HttpAnswer> HttpsClient::upload(const std::string& method, const std::string& path,
                                       const HttpFields& headers, const BodySource& source) {
  HttpCall call;
  call.method = method;
  call.path = path;
  call.headers = headers;
  call.upload = source;
  return impl_->send(call);
}

Result<HttpAnswer> HttpsClient::download(const std::string& path, const HttpFields& headers,
                                         const ByteSink& receive) {
  HttpCall call;
  call.path = path;
  call.headers = headers;
  call.receive = receive;
  return impl_->send(call);
}

Sha256 HttpsClient::peer_key() const {
  return impl_->peer_key();
}

void HttpsClient::stop() {
  impl_->stop();
}

}  // namespace khaosan
