#include "shared/http/guard.hpp"

#include <algorithm>
#include <exception>

#include "shared/http/head.hpp"

namespace khaosan::guard {
namespace {

bool front_collects(const RequestHead& head) {
  return !head.chunked && head.content_length_bytes <= collected_body_bytes_max;
}

void limit_stranger(RequestPolicy& policy) {
  if (policy.authenticated) return;
  policy.max_body_bytes = std::min(policy.max_body_bytes, stranger_body_bytes_max);
  policy.deadline_ms = std::min(policy.deadline_ms, stranger_body_ms);
}

std::string answer_text(const Refusal& refusal, bool with_body) {
  const HttpResponse response = HttpResponse::refused(refusal);
  std::string text = "HTTP/1.1 " + std::to_string(response.status) + " " + std::string(refusal.name()) +
                     "\r\nContent-Type: " + response.content_type +
                     "\r\nContent-Length: " + std::to_string(response.body.size()) +
                     "\r\nConnection: close\r\n";
  for (const auto& [name, value] : response.headers) text += name + ": " + value + "\r\n";
  return text + "\r\n" + (with_body ? response.body : "");
}

}  // namespace

Guard::Guard(const GuardLimits& limits, Admit admit, Serve serve, Report report)
    : limits_(limits),
      admit_(std::move(admit)),
      serve_(std::move(serve)),
      report_(std::move(report)),
      scratch_(write_chunk_bytes),
      workers_(limits.workers_max, limits.queue_max, [this](std::unique_ptr<Connection> connection) {
        serve_(*connection);
        {
          const std::lock_guard lock(returned_mutex_);
          returned_.push_back(std::move(connection));
        }
        waker_.wake();
      }) {}

Guard::~Guard() {
  stop();
}

void Guard::start(Listener listener, SslContextPtr context) {
  listener_ = listener;
  context_ = std::move(context);
  thread_ = std::thread([this] { run(); });
}

void Guard::stop() {
  stopping_ = true;
  waker_.wake();
  if (thread_.joinable()) thread_.join();
  workers_.stop();
}

void Guard::run() {
  now_ = Clock::now();
  while (!finished()) {
    wait();
    if (stopping_ && !stop_begun_) begin_stop();
    if (stop_begun_ && now_ >= abort_at_) abort_running();
    adopt_returned();
    std::erase(held_, nullptr);
  }
}

bool Guard::finished() const {
  return stop_begun_ && held_.empty() && running_.empty();
}

void Guard::wait() {
  std::vector<PollEntry> entries;
  entries.push_back({waker_.socket(), true, false, false});
  const bool accepting = !stop_begun_ && now_ >= accept_again_;
  if (accepting) entries.push_back({listener_.socket, true, false, false});
  const std::size_t first = entries.size();
  wait_for_events(entries);
  if (entries[0].ready) waker_.drain();
  step_all(entries, first);
  if (accepting && entries[1].ready) accept_all();
}

void Guard::wait_for_events(std::vector<PollEntry>& entries) {
  for (const auto& connection : held_) {
    const bool reading = connection->waits_for == Io::want_read;
    const bool writing = connection->waits_for == Io::want_write || !connection->out.empty();
    entries.push_back({connection->channel.socket(), reading, writing, false});
  }
  poll_sockets(entries, timeout_ms());
  now_ = Clock::now();
}

std::int64_t Guard::timeout_ms() const {
  Moment next = Moment::max();
  for (const auto& connection : held_) next = std::min(next, connection->deadline);
  if (!stop_begun_ && accept_again_ > now_) next = std::min(next, accept_again_);
  // After the abort only the workers' own returns matter, and they wake this thread.
  if (stop_begun_ && abort_at_ > now_) next = std::min(next, abort_at_);
  if (next == Moment::max()) return -1;
  return std::max<std::int64_t>(0, ms_until(next, Clock::now()));
}

void Guard::step_all(const std::vector<PollEntry>& entries, std::size_t first) {
  const std::size_t count = held_.size();
  for (std::size_t i = 0; i < count; ++i) {
    if (entries[first + i].ready) {
      advance(held_[i]);
    } else if (held_[i]->deadline <= now_) {
      expire(*held_[i]);
      advance(held_[i]);
    }
  }
  std::erase(held_, nullptr);
}

// A connection keeps the context that it began with: the library counts its users.
void Guard::renew(SslContextPtr context) {
  const std::lock_guard lock(context_mutex_);
  context_.swap(context);
}

void Guard::accept_all() {
  for (int i = 0; i < accepts_a_round_max; ++i) {
    Peer peer;
    const Accepted accepted = accept_from(listener_.socket, peer);
    if (accepted == Accepted::one) welcome(peer);
    if (accepted == Accepted::none) return;
    if (accepted == Accepted::no_descriptor) {
      accept_again_ = after(now_, accept_pause_ms);
      return;
    }
  }
}

void Guard::welcome(const Peer& peer) {
  const auto known = address_count_.find(peer.cap_key);
  const bool too_many = known != address_count_.end() && known->second >= limits_.address_connections_max;
  const bool full = held_.size() + running_.size() >= static_cast<std::size_t>(limits_.connections_max);
  if (too_many || (full && !make_room())) {
    close_socket(peer.socket);
    return;
  }
  ++address_count_[peer.cap_key];
  auto connection = [&] {
    const std::lock_guard lock(context_mutex_);
    return std::make_unique<Connection>(peer, context_.get());
  }();
  connection->deadline = after(now_, limits_.handshake_ms);
  held_.push_back(std::move(connection));
  advance(held_.back());
  std::erase(held_, nullptr);
}

// An idle connection is the cheapest to lose: its client opens another.
bool Guard::make_room() {
  auto oldest = held_.end();
  for (auto at = held_.begin(); at != held_.end(); ++at) {
    if ((*at)->phase != Phase::idle) continue;
    if (oldest == held_.end() || (*at)->deadline < (*oldest)->deadline) oldest = at;
  }
  if (oldest == held_.end()) return false;
  (*oldest)->channel.finish_writing();
  forget(**oldest);
  held_.erase(oldest);
  return true;
}

void Guard::forget(const Connection& connection) {
  const auto count = address_count_.find(connection.peer.cap_key);
  if (count != address_count_.end() && --count->second == 0) address_count_.erase(count);
}

void Guard::expire(Connection& connection) {
  const bool begun = connection.phase == Phase::head && !connection.in.empty();
  if (begun || connection.phase == Phase::body) {
    answer(connection, refuse(Code::too_slow, begun ? "head" : "body"));
    return;
  }
  if (connection.phase == Phase::idle || connection.phase == Phase::head) connection.channel.finish_writing();
  connection.phase = Phase::dead;
}

void Guard::advance(std::unique_ptr<Connection>& connection) {
  for (bool moved = true; moved && connection != nullptr;) {
    switch (connection->phase) {
      case Phase::handshake:
        moved = shake_hands(*connection);
        break;
      case Phase::idle:
      case Phase::head:
        moved = read_head(*connection);
        break;
      case Phase::body:
        moved = read_body(connection);
        break;
      case Phase::answering:
        moved = send_answer(*connection);
        break;
      case Phase::lingering:
        moved = linger(*connection);
        break;
      case Phase::serving:
      case Phase::dead:
        moved = false;
        break;
    }
  }
  settle(connection);
}

void Guard::settle(std::unique_ptr<Connection>& connection) {
  if (connection == nullptr || connection->phase != Phase::dead) return;
  forget(*connection);
  connection.reset();
}

bool Guard::wait_or_die(Connection& connection, Io io) {
  if (io == Io::want_read || io == Io::want_write) {
    connection.waits_for = io;
    return false;
  }
  connection.phase = Phase::dead;
  return true;
}

bool Guard::shake_hands(Connection& connection) {
  const Io io = connection.channel.handshake();
  if (io != Io::done) return wait_or_die(connection, io);
  connection.phase = Phase::head;
  connection.deadline = after(now_, limits_.head_ms);
  return true;
}

Io Guard::receive_more(Connection& connection) {
  std::size_t got = 0;
  const Io io = connection.channel.read(scratch_.data(), scratch_.size(), got);
  if (io == Io::done) connection.in.append(scratch_.data(), got);
  return io;
}

bool Guard::read_head(Connection& connection) {
  if (connection.phase == Phase::idle && !connection.in.empty()) {
    connection.phase = Phase::head;
    connection.deadline = after(now_, limits_.head_ms);
  }
  std::size_t head_end = 0;
  const HeadEnd found = find_head_end(connection.in, connection.searched, head_end);
  if (found == HeadEnd::broken)
    return answer(connection, refuse(Code::bad_request, "a wrong sign in the head"));
  if (found == HeadEnd::found && head_end <= head_bytes_max) return take_head(connection, head_end);
  if (found == HeadEnd::found || connection.in.size() > head_bytes_max) {
    return answer(connection, refuse(Code::head_too_large, "head"));
  }
  const Io io = receive_more(connection);
  return io == Io::done ? true : wait_or_die(connection, io);
}

bool Guard::take_head(Connection& connection, std::size_t head_end) {
  auto head = parse_head(std::string_view(connection.in).substr(0, head_end));
  connection.in.erase(0, head_end);
  connection.searched = 0;
  if (!head.ok()) return answer(connection, head.refusal());
  connection.head = std::move(*head);
  connection.head.remote_address = connection.peer.address;
  if (const Done judged = judge(connection); !judged.ok()) return answer(connection, judged.refusal());
  connection.body_deadline = after(now_, connection.policy.deadline_ms);
  connection.deadline = std::min(connection.body_deadline, after(now_, limits_.small_body_ms));
  connection.phase = Phase::body;
  if (front_collects(connection.head) && connection.head.expects_continue) {
    const bool here = connection.in.size() >= connection.head.content_length_bytes;
    if (!here) connection.out = "HTTP/1.1 100 Continue\r\n\r\n";
    connection.head.expects_continue = false;
  }
  return true;
}

Done Guard::judge(Connection& connection) {
  RequestPolicy& policy = connection.policy;
  try {
    policy = admit_ ? admit_(connection.head) : RequestPolicy{};
  } catch (const std::exception& fault) {
    report_(fault.what());
    return refuse(Code::internal, "admission");
  } catch (...) {
    report_("unknown exception");
    return refuse(Code::internal, "admission");
  }
  if (policy.refusal) return *policy.refusal;
  limit_stranger(policy);
  if (connection.head.chunked && !policy.chunked_allowed) return refuse(Code::length_required, "chunked");
  if (connection.head.content_length_bytes > policy.max_body_bytes) {
    return refuse(Code::too_large, "over " + std::to_string(policy.max_body_bytes) + " bytes");
  }
  return {};
}

bool Guard::read_body(std::unique_ptr<Connection>& connection) {
  Connection& c = *connection;
  if (!c.out.empty()) {
    std::size_t put = 0;
    const Io io = c.channel.write(c.out.data(), c.out.size(), put);
    if (io == Io::closed || io == Io::failed) return wait_or_die(c, io);
    c.out.erase(0, put);
  }
  if (!front_collects(c.head) || c.in.size() >= c.head.content_length_bytes) {
    // The rest of a 100 Continue that did not fit; the worker writes next, and must not write into it.
    if (!c.out.empty()) return wait_or_die(c, Io::want_write);
    return hand_over(connection);
  }
  const Io io = receive_more(c);
  return io == Io::done ? true : wait_or_die(c, io);
}

bool Guard::take_slot(Connection& connection) {
  if (!connection.policy.heavy && front_collects(connection.head)) return true;
  const bool stranger = !connection.policy.authenticated;
  const std::string& account = connection.policy.account;
  std::string key = account.empty() ? "address " + connection.peer.cap_key : "account " + account;
  const auto count = heavy_of_key_.find(key);
  if (heavy_count_ >= limits_.heavy_max) return false;
  if (stranger && stranger_heavy_count_ >= std::max(1, limits_.heavy_max / stranger_heavy_share))
    return false;
  if (count != heavy_of_key_.end() && count->second >= limits_.account_heavy_max) return false;
  ++heavy_count_;
  stranger_heavy_count_ += stranger ? 1 : 0;
  ++heavy_of_key_[key];
  connection.slot = stranger ? Slot::stranger : Slot::known;
  connection.slot_key = std::move(key);
  return true;
}

void Guard::release_slot(Connection& connection) {
  if (connection.slot == Slot::none) return;
  --heavy_count_;
  stranger_heavy_count_ -= connection.slot == Slot::stranger ? 1 : 0;
  const auto count = heavy_of_key_.find(connection.slot_key);
  if (--count->second == 0) heavy_of_key_.erase(count);
  connection.slot = Slot::none;
}

bool Guard::hand_over(std::unique_ptr<Connection>& connection) {
  if (!take_slot(*connection)) return answer(*connection, refuse(Code::overloaded));
  Connection* raw = connection.get();
  raw->phase = Phase::serving;
  if (workers_.submit(connection)) {
    running_.insert(raw);
    return false;
  }
  release_slot(*raw);
  return answer(*raw, refuse(Code::overloaded));
}

bool Guard::answer(Connection& connection, const Refusal& refusal) {
  connection.out = answer_text(refusal, connection.head.method != "HEAD");
  connection.phase = Phase::answering;
  connection.deadline = after(now_, limits_.linger_ms);
  return true;
}

bool Guard::send_answer(Connection& connection) {
  while (!connection.out.empty()) {
    std::size_t put = 0;
    const Io io = connection.channel.write(connection.out.data(), connection.out.size(), put);
    if (io != Io::done) return wait_or_die(connection, io);
    connection.out.erase(0, put);
  }
  begin_linger(connection);
  return true;
}

void Guard::begin_linger(Connection& connection) {
  connection.channel.finish_writing();
  connection.phase = Phase::lingering;
  connection.deadline = after(now_, limits_.linger_ms);
  connection.waits_for = Io::want_read;
}

bool Guard::linger(Connection& connection) {
  std::size_t got = 0;
  const Io io = connection.channel.discard(got);
  connection.lingered_bytes += got;
  if (io == Io::done && connection.lingered_bytes <= limits_.linger_bytes_max) return true;
  return wait_or_die(connection, io == Io::done ? Io::closed : io);
}

void Guard::adopt_returned() {
  std::vector<std::unique_ptr<Connection>> returned;
  {
    const std::lock_guard lock(returned_mutex_);
    returned.swap(returned_);
  }
  for (auto& connection : returned) adopt(std::move(connection));
}

void Guard::adopt(std::unique_ptr<Connection> connection) {
  running_.erase(connection.get());
  release_slot(*connection);
  connection->head = {};
  connection->policy = {};
  connection->waits_for = Io::want_read;
  if (stop_begun_ && connection->phase == Phase::idle) connection->phase = Phase::lingering;
  if (connection->phase == Phase::lingering) begin_linger(*connection);
  if (connection->phase == Phase::idle) connection->deadline = after(now_, limits_.idle_ms);
  held_.push_back(std::move(connection));
  // OpenSSL may hold input that no poll shows, and a pipelined request may be here already.
  advance(held_.back());
}

void Guard::begin_stop() {
  stop_begun_ = true;
  abort_at_ = after(now_, limits_.stop_grace_ms);
  close_socket(listener_.socket);
  for (auto& connection : held_) {
    if (connection->phase == Phase::answering || connection->phase == Phase::lingering) continue;
    if (connection->phase != Phase::handshake) connection->channel.finish_writing();
    connection->phase = Phase::dead;
    settle(connection);
  }
  std::erase(held_, nullptr);
}

void Guard::abort_running() {
  for (Connection* connection : running_) shut_both(connection->channel.socket());
  for (auto& connection : held_) {
    connection->phase = Phase::dead;
    settle(connection);
  }
  std::erase(held_, nullptr);
}

}  // namespace khaosan::guard
