#include "shared/http/guarded_server.hpp"

#include <httplib.h>

#include <algorithm>
#include <exception>

#include "shared/http/body_reader.hpp"
#include "shared/http/guard.hpp"
#include "shared/http/head.hpp"
#include "shared/http/router.hpp"

namespace khaosan {
namespace {

using namespace guard;

// What the library sees of a connection: a head it cannot stumble over, and a place for the answer. The body
// never passes through it. The members that only newer versions of the library declare are here without
// `override`.
class GuardStream : public httplib::Stream {
 public:
  GuardStream(Connection& connection, const GuardLimits& limits)
      : connection_(connection), pace_(limits), head_(normalised_head(connection.head)) {}

  ssize_t read(char* to, std::size_t size) override {
    const std::size_t count = std::min(size, head_.size() - read_);
    std::copy_n(head_.data() + read_, count, to);
    read_ += count;
    return static_cast<ssize_t>(count);
  }
  ssize_t write(const char* from, std::size_t size) override {  // never 0: the library would try for ever
    if (!healthy_) return -1;
    gathered_.append(from, size);
    if (gathered_.size() >= write_chunk_bytes && !flush()) return -1;
    return static_cast<ssize_t>(size);
  }
  bool flush() {
    healthy_ = healthy_ && send_all(connection_, gathered_, pace_, Moment::max());
    gathered_.clear();
    return healthy_;
  }

  // NOLINTBEGIN(modernize-use-override,clang-diagnostic-inconsistent-missing-override)
  bool is_readable() const { return true; }
  bool is_writable() const { return true; }
  bool wait_readable() const { return true; }
  bool wait_writable() const { return true; }
  bool is_peer_alive() const { return true; }
  time_t duration() const { return 0; }
  socket_t socket() const { return 0; }  // 0.11.4 answers 500 for a descriptor over FD_SETSIZE
  // NOLINTEND(modernize-use-override,clang-diagnostic-inconsistent-missing-override)
  void get_remote_ip_and_port(std::string& ip, int& port) const override {
    ip = connection_.peer.address;
    port = 0;
  }
  void get_local_ip_and_port(std::string& ip, int& port) const override {
    ip.clear();
    port = 0;
  }

 private:
  Connection& connection_;
  Pace pace_;
  const std::string head_;
  std::size_t read_ = 0;
  std::string gathered_;
  bool healthy_ = true;
};

bool is_plain_header(const std::pair<std::string, std::string>& field) {
  const auto is_text = [](unsigned char sign) { return (sign >= ' ' || sign == '\t') && sign != 0x7F; };
  const auto is_name = [](unsigned char sign) { return sign > ' ' && sign < 0x7F && sign != ':'; };
  return !field.first.empty() && std::all_of(field.first.begin(), field.first.end(), is_name) &&
         std::all_of(field.second.begin(), field.second.end(), is_text);
}

// A range is served only of an unchanged whole: If-Range must name this very version.
bool range_applies(const RequestHead& head, const HttpResponse& response) {
  if (!head.range || response.status != 200 || (head.method != "GET" && head.method != "HEAD")) return false;
  const std::string_view if_range = head.header("if-range");
  return if_range.empty() || if_range == field_of(response.headers, "ETag");
}

HttpResponse cut_to_range(const RequestHead& head, HttpResponse response) {
  const std::uint64_t whole = response.source ? response.source->length_bytes : response.body.size();
  const auto slice = slice_of(*head.range, whole);
  if (!slice.ok()) {
    HttpResponse refused = HttpResponse::refused(slice.refusal());
    refused.headers.emplace_back("Content-Range", "bytes */" + std::to_string(whole));
    return refused;
  }
  const auto [offset, length] = *slice;
  response.status = 206;
  response.headers.emplace_back("Content-Range", "bytes " + std::to_string(offset) + "-" +
                                                     std::to_string(offset + length - 1) + "/" +
                                                     std::to_string(whole));
  if (!response.source) {
    response.body = response.body.substr(static_cast<std::size_t>(offset), static_cast<std::size_t>(length));
    return response;
  }
  auto produce = std::move(response.source->produce);
  response.source = BodySource{
      length, [produce, offset = offset](std::uint64_t at, std::uint64_t left, const ByteSink& sink) {
        return produce(offset + at, left, sink);
      }};
  return response;
}

// One request on its way through the library.
struct Exchange {
  Connection& connection;
  BodyReader body;
  bool closes;
};
thread_local Exchange* current_exchange = nullptr;

}  // namespace

class GuardedServer::Impl : public httplib::Server {
 public:
  explicit Impl(ServerConfig config)
      : config_(std::move(config)),
        guard_(
            config_.limits, config_.admit, [this](Connection& connection) { serve(connection); },
            [this](const std::string& what) { report(what); }) {
    set_pre_routing_handler([this](const httplib::Request&, httplib::Response& to) {
      fill(*current_exchange, to);
      return HandlerResponse::Handled;
    });
    set_post_routing_handler([](const httplib::Request&, httplib::Response& to) {
      to.headers.erase("Keep-Alive");
      to.headers.erase("Connection");
      if (to.status == 204 || to.status == 304) to.headers.erase("Content-Length");
      if (current_exchange->closes) to.set_header("Connection", "close");
    });
  }

  void add(const std::string& method, const std::string& pattern, BodyMode mode, HttpHandler handler) {
    router_.add(method, pattern, mode, std::move(handler));
  }

  Result<int> begin() {
    prepare_sockets();
    SslContextPtr context;
    if (config_.certificate) {
      KHAOSAN_LET(made, server_context(*config_.certificate));
      context = std::move(made);
    }
    const Reach reach = context != nullptr ? Reach::anywhere : Reach::loopback_only;
    KHAOSAN_LET(listener, listen_on(config_.host, config_.port, listen_backlog, reach));
    svr_sock_ =
        static_cast<socket_t>(listener.socket);  // without it the library cuts content providers short
    const int port = listener.port;
    guard_.start(listener, std::move(context));
    return port;
  }

  Done renew(const Certificate& certificate) {
    if (!config_.certificate) return refuse(Code::usage, "no TLS");
    KHAOSAN_LET(context, server_context(certificate));
    guard_.renew(std::move(context));
    return {};
  }

  void end() { guard_.stop(); }

 private:
  void report(const std::string& what) {
    if (config_.on_fault) config_.on_fault(what);
  }

  void serve(Connection& connection) {
    Exchange exchange{connection, BodyReader(connection, config_.limits), !connection.head.keep_alive};
    GuardStream stream(connection, config_.limits);
    current_exchange = &exchange;
    bool sent = false;
    try {
      sent = format(*this, stream) && stream.flush();
    } catch (const std::exception& fault) {
      report(fault.what());
    } catch (...) {
      report("unknown exception");
    }
    current_exchange = nullptr;
    connection.phase = !sent ? Phase::dead : exchange.closes ? Phase::lingering : Phase::idle;
  }

  // The library's one entry point that changed its arguments (0.18).
  template <typename Library>
  static bool format(Library& library, GuardStream& stream) {
    bool closed = false;
    if constexpr (requires { library.process_request(stream, false, closed, nullptr); }) {
      return library.process_request(stream, false, closed, nullptr);
    } else {
      return library.process_request(stream, "", 0, "", 0, false, closed, nullptr);
    }
  }

  void fill(Exchange& exchange, httplib::Response& to) {
    HttpResponse response = answer(exchange);
    if (range_applies(exchange.connection.head, response)) {
      response = cut_to_range(exchange.connection.head, std::move(response));
    }
    response.headers.insert(response.headers.end(), config_.every_answer.begin(), config_.every_answer.end());
    response.headers.emplace_back("Content-Type", response.content_type);
    if (!std::all_of(response.headers.begin(), response.headers.end(), is_plain_header)) {
      report("a header with a control character");
      response = HttpResponse::refused(refuse(Code::internal, "answer"));
      response.headers.emplace_back("Content-Type", response.content_type);
    }
    exchange.closes = exchange.closes || guard_.stopping() || !exchange.body.connection_is_usable();
    to.status = response.status;
    const bool bodiless = response.status == 204 || response.status == 304;
    for (const auto& [name, value] : response.headers) {
      if (!bodiless || name != "Content-Type") to.set_header(name, value);
    }
    if (bodiless) return;
    if (response.source && response.source->length_bytes > 0) {
      give_source(*response.source, to);
    } else {
      to.body = std::move(response.body);
    }
  }

  HttpResponse answer(Exchange& exchange) {
    try {
      return handle(exchange);
    } catch (const std::exception& fault) {
      report(fault.what());
    } catch (...) {
      report("unknown exception");
    }
    return HttpResponse::refused(refuse(Code::internal, "request"));
  }

  HttpResponse handle(Exchange& exchange) {
    HttpRequest request{exchange.connection.head, exchange.connection.policy, {}, {}, &exchange.body};
    const auto route = router_.find(request.head, request.path_parameters);
    if (!route.ok()) return HttpResponse::refused(route.refusal());
    if ((*route)->mode == BodyMode::whole) {
      const Done read = exchange.body.read([&](ByteView piece) {
        request.body += text_of(piece);
        return true;
      });
      if (!read.ok()) return HttpResponse::refused(read.refusal());
    }
    return (*route)->handler(request);
  }

  // A producer that gives nothing, or more than was asked, is cut off here: the library would wait or
  // overrun.
  void give_source(const BodySource& source, httplib::Response& to) {
    const auto type = to.headers.find("Content-Type");
    const std::string content_type = type->second;
    to.headers.erase(type);
    to.set_content_provider(
        static_cast<std::size_t>(source.length_bytes), content_type,
        [this, produce = source.produce](std::size_t offset, std::size_t length, httplib::DataSink& sink) {
          std::size_t given = 0;
          const ByteSink counted = [&](ByteView piece) {
            given += piece.size();
            return given <= length && sink.write(reinterpret_cast<const char*>(piece.data()), piece.size());
          };
          try {
            return produce(offset, length, counted) && given > 0 && given <= length;
          } catch (const std::exception& fault) {
            report(fault.what());
          } catch (...) {
            report("unknown exception");
          }
          return false;
        });
  }

  const ServerConfig config_;
  Router router_;
  Guard guard_;
};

GuardedServer::GuardedServer(ServerConfig config) : impl_(std::make_unique<Impl>(std::move(config))) {}

GuardedServer::~GuardedServer() {
  stop();
}

void GuardedServer::route(const std::string& method, const std::string& pattern, HttpHandler handler) {
  impl_->add(method, pattern, BodyMode::whole, std::move(handler));
}

void GuardedServer::stream(const std::string& method, const std::string& pattern, HttpHandler handler) {
  impl_->add(method, pattern, BodyMode::streaming, std::move(handler));
}

Result<int> GuardedServer::listen() {
  return impl_->begin();
}

Done GuardedServer::renew(const Certificate& certificate) {
  return impl_->renew(certificate);
}

void GuardedServer::stop() {
  impl_->end();
}

}  // namespace khaosan
