#include <arpa/inet.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <set>
#include <thread>

#include "shared/crypto/random.hpp"
#include "shared/lan/lan.hpp"
#include "shared/platform/clock.hpp"
#include "shared/platform/files.hpp"

namespace khaosan {
namespace {

constexpr int datagrams_at_once = 64;
constexpr int ipv6_multicast_all = 29;  // IPV6_MULTICAST_ALL, which older headers do not name
constexpr std::int64_t second_ms = 1'000;

int native(const Handle& handle) {
  return static_cast<int>(handle.native());
}

Refusal failed(const char* what) {
  return refuse(Code::io_failed, std::string(what) + ": " + std::strerror(errno));
}

// A network of this machine that is up.
struct Network {
  unsigned index = 0;
  bool loopback = false;
  bool v4 = false;
  bool v6 = false;
  std::vector<in_addr> addresses_v4;
  bool operator<(const Network& other) const { return index < other.index; }
};

std::vector<Network> networks() {
  std::vector<Network> found;
  ifaddrs* list = nullptr;
  if (::getifaddrs(&list) != 0) return found;
  for (const ifaddrs* one = list; one != nullptr; one = one->ifa_next) {
    if (one->ifa_addr == nullptr || (one->ifa_flags & IFF_UP) == 0) continue;
    const int family = one->ifa_addr->sa_family;
    if (family != AF_INET && family != AF_INET6) continue;
    const unsigned index = ::if_nametoindex(one->ifa_name);
    auto network =
        std::find_if(found.begin(), found.end(), [&](const Network& it) { return it.index == index; });
    if (network == found.end()) network = found.insert(found.end(), Network{index});
    network->loopback = (one->ifa_flags & IFF_LOOPBACK) != 0;
    if (family == AF_INET) {
      network->v4 = true;
      sockaddr_in address{};
      std::memcpy(&address, one->ifa_addr, sizeof(address));
      network->addresses_v4.push_back(address.sin_addr);
    } else {
      network->v6 = true;
    }
  }
  ::freeifaddrs(list);
  return found;
}

void set_to(const Handle& socket, int level, int option, int value) {
  static_cast<void>(::setsockopt(native(socket), level, option, &value, sizeof(value)));
}

void set_on(const Handle& socket, int level, int option) {
  set_to(socket, level, option, 1);
}

Handle udp_socket(int family) {
  Handle made(::socket(family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (made.open() && family == AF_INET6) set_on(made, IPPROTO_IPV6, IPV6_V6ONLY);
  return made;
}

// Bound to the port of the group, beside other programs that are.
Handle group_socket(int family) {
  Handle made = udp_socket(family);
  if (!made.open()) return made;
  set_on(made, SOL_SOCKET, SO_REUSEADDR);
  // Only of the networks that were joined here, not of those that another program has joined.
  set_to(made, IPPROTO_IP, IP_MULTICAST_ALL, 0);
  if (family == AF_INET6) set_to(made, IPPROTO_IPV6, ipv6_multicast_all, 0);
  sockaddr_storage place{};
  socklen_t length = 0;
  if (family == AF_INET) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(lan_port);
    ::inet_pton(AF_INET, lan_group_v4, &address.sin_addr);  // what is sent to the group alone
    std::memcpy(&place, &address, length = sizeof(address));
  } else {
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_port = htons(lan_port);
    address.sin6_addr = in6addr_any;
    std::memcpy(&place, &address, length = sizeof(address));
  }
  if (::bind(native(made), reinterpret_cast<const sockaddr*>(&place), length) != 0) return Handle();
  return made;
}

void join(const Handle& socket, int family, const Network& network) {
  if (!socket.open()) return;
  if (family == AF_INET) {
    ip_mreqn group{};
    ::inet_pton(AF_INET, lan_group_v4, &group.imr_multiaddr);
    group.imr_ifindex = static_cast<int>(network.index);
    static_cast<void>(::setsockopt(native(socket), IPPROTO_IP, IP_ADD_MEMBERSHIP, &group, sizeof(group)));
  } else {
    ipv6_mreq group{};
    ::inet_pton(AF_INET6, lan_group_v6, &group.ipv6mr_multiaddr);
    group.ipv6mr_interface = network.index;
    static_cast<void>(::setsockopt(native(socket), IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP, &group, sizeof(group)));
  }
}

void send_to_group(const Handle& socket, int family, const Network& network, std::string_view datagram) {
  if (!socket.open()) return;
  if (family == AF_INET) {
    ip_mreqn out{};
    out.imr_ifindex = static_cast<int>(network.index);
    if (!network.addresses_v4.empty()) out.imr_address = network.addresses_v4.front();
    static_cast<void>(::setsockopt(native(socket), IPPROTO_IP, IP_MULTICAST_IF, &out, sizeof(out)));
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(lan_port);
    ::inet_pton(AF_INET, lan_group_v4, &to.sin_addr);
    static_cast<void>(::sendto(native(socket), datagram.data(), datagram.size(), MSG_NOSIGNAL,
                               reinterpret_cast<const sockaddr*>(&to), sizeof(to)));
  } else {
    sockaddr_in6 to{};
    to.sin6_family = AF_INET6;
    to.sin6_port = htons(lan_port);
    ::inet_pton(AF_INET6, lan_group_v6, &to.sin6_addr);
    to.sin6_scope_id = network.index;
    static_cast<void>(::sendto(native(socket), datagram.data(), datagram.size(), MSG_NOSIGNAL,
                               reinterpret_cast<const sockaddr*>(&to), sizeof(to)));
  }
}

void send_everywhere(const Handle& v4, const Handle& v6, const std::vector<Network>& to,
                     std::string_view datagram) {
  for (const Network& network : to) {
    if (network.v4) send_to_group(v4, AF_INET, network, datagram);
    if (network.v6) send_to_group(v6, AF_INET6, network, datagram);
  }
}

struct Datagram {
  std::string bytes;
  sockaddr_storage from{};
  socklen_t from_length = 0;
};

std::optional<Datagram> receive(const Handle& socket) {
  std::array<char, query_bytes + 1> buffer{};
  Datagram one;
  one.from_length = sizeof(one.from);
  const ssize_t got = ::recvfrom(native(socket), buffer.data(), buffer.size(), 0,
                                 reinterpret_cast<sockaddr*>(&one.from), &one.from_length);
  if (got < 0) return std::nullopt;
  one.bytes.assign(buffer.data(), static_cast<std::size_t>(got));
  return one;
}

std::string host_of(const Datagram& one) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (one.from.ss_family == AF_INET) {
    sockaddr_in address{};
    std::memcpy(&address, &one.from, sizeof(address));
    ::inet_ntop(AF_INET, &address.sin_addr, text.data(), text.size());
    return text.data();
  }
  sockaddr_in6 address{};
  std::memcpy(&address, &one.from, sizeof(address));
  ::inet_ntop(AF_INET6, &address.sin6_addr, text.data(), text.size());
  std::string host = text.data();
  std::array<char, IF_NAMESIZE> name{};
  if (IN6_IS_ADDR_LINKLOCAL(&address.sin6_addr) != 0 &&
      ::if_indextoname(address.sin6_scope_id, name.data()) != nullptr)
    host += std::string("%") + name.data();
  return host;
}

// A thread that sleeps in poll() until one of its handles has something, or it is asked to end.
class Poller {
 public:
  Done open() {
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return failed("pipe");
    read_end_ = Handle(ends[0]);
    write_end_ = Handle(ends[1]);
    return {};
  }
  void start(std::vector<int> handles, std::function<void(int)> readable) {
    thread_ = std::thread([this, handles = std::move(handles), readable = std::move(readable)] {
      std::vector<pollfd> entries{{native(read_end_), POLLIN, 0}};
      for (const int handle : handles) entries.push_back({handle, POLLIN, 0});
      for (;;) {
        if (::poll(entries.data(), entries.size(), -1) < 0 && errno != EINTR) return;
        ++wakeups_;
        if (entries.front().revents != 0) return;
        for (std::size_t i = 1; i < entries.size(); ++i) {
          if (entries[i].revents != 0) readable(entries[i].fd);
        }
      }
    });
  }
  ~Poller() {
    const char sign = 1;
    if (write_end_.open() && ::write(native(write_end_), &sign, 1) < 0) errno = 0;
    if (thread_.joinable()) thread_.join();
  }
  std::uint64_t wakeups() const { return wakeups_; }
  Poller() = default;
  Poller(const Poller&) = delete;
  Poller& operator=(const Poller&) = delete;

 private:
  Handle read_end_;
  Handle write_end_;
  std::atomic<std::uint64_t> wakeups_ = 0;
  std::thread thread_;
};

// The system's news of addresses that come and go.
Handle address_news() {
  Handle made(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE));
  sockaddr_nl groups{};
  groups.nl_family = AF_NETLINK;
  groups.nl_groups = RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR;
  if (!made.open() || ::bind(native(made), reinterpret_cast<const sockaddr*>(&groups), sizeof(groups)) != 0)
    return Handle();
  return made;
}

void drain(const Handle& socket) {
  std::array<char, 8192> buffer{};
  for (int i = 0; i < datagrams_at_once; ++i) {
    if (::recv(native(socket), buffer.data(), buffer.size(), 0) <= 0) return;
  }
}

}  // namespace

bool has_network() {
  const auto all = networks();
  return std::any_of(all.begin(), all.end(), [](const Network& one) { return !one.loopback; });
}

std::vector<FoundOffice> find_offices(std::int64_t wait_ms) {
  const Handle v4 = udp_socket(AF_INET);
  const Handle v6 = udp_socket(AF_INET6);
  const std::string nonce = to_hex(random_array<lan_id_digits / 2>());
  send_everywhere(v4, v6, networks(), lan_query(nonce));
  std::vector<FoundOffice> found;
  std::set<std::pair<std::string, int>> seen;
  const std::int64_t until_ms = monotonic_ms() + wait_ms;
  while (found.size() < found_offices_max) {
    const std::int64_t left_ms = until_ms - monotonic_ms();
    if (left_ms <= 0) break;
    std::array<pollfd, 2> entries{pollfd{native(v4), POLLIN, 0}, pollfd{native(v6), POLLIN, 0}};
    if (::poll(entries.data(), entries.size(), static_cast<int>(left_ms)) <= 0) break;
    for (const Handle* socket : {&v4, &v6}) {
      if (!socket->open()) continue;
      while (const auto one = receive(*socket)) {
        const auto office = office_of_answer(one->bytes, nonce);
        if (!office || found.size() >= found_offices_max) continue;
        const std::string host = host_of(*one);
        if (seen.emplace(host, office->port).second) found.push_back({*office, host});
      }
    }
  }
  return found;
}

struct LanResponder::State {
  LanOffice office;
  Handle v4;
  Handle v6;
  Handle news;
  bool loopback_alone = false;
  std::int64_t second_began_ms = 0;
  int answers_this_second = 0;
  Poller poller;  // ends first

  std::vector<Network> own_networks() const {
    auto all = networks();
    if (loopback_alone) std::erase_if(all, [](const Network& one) { return !one.loopback; });
    return all;
  }
  void join_all() {
    for (const Network& network : own_networks()) {
      if (network.v4) join(v4, AF_INET, network);
      if (network.v6) join(v6, AF_INET6, network);
    }
  }
  bool may_answer() {
    const std::int64_t now_ms = monotonic_ms();
    if (now_ms - second_began_ms >= second_ms) {
      second_began_ms = now_ms;
      answers_this_second = 0;
    }
    return ++answers_this_second <= lan_answers_per_second;
  }
  void answer_on(const Handle& socket) {
    for (int i = 0; i < datagrams_at_once; ++i) {
      const auto one = receive(socket);
      if (!one) return;
      const auto nonce = nonce_of_query(one->bytes);
      if (!nonce || !may_answer()) continue;
      const std::string answer = lan_answer(*nonce, office);
      static_cast<void>(::sendto(native(socket), answer.data(), answer.size(), MSG_NOSIGNAL,
                                 reinterpret_cast<const sockaddr*>(&one->from), one->from_length));
    }
  }
  void announce() { send_everywhere(v4, v6, own_networks(), lan_answer(announcement_nonce, office)); }
};

LanResponder::LanResponder(std::unique_ptr<State> state) : state_(std::move(state)) {}
LanResponder::~LanResponder() = default;

Result<std::unique_ptr<LanResponder>> LanResponder::start(const LanOffice& office, const std::string& host) {
  auto state = std::make_unique<State>();
  state->office = office;
  state->loopback_alone = host.starts_with("127.") || host == "::1" || host == "localhost";
  state->v4 = group_socket(AF_INET);
  state->v6 = group_socket(AF_INET6);
  if (!state->v4.open() && !state->v6.open()) return failed("multicast");
  state->news = address_news();
  KHAOSAN_TRY(state->poller.open());
  state->join_all();
  state->announce();
  State* const own = state.get();
  std::vector<int> handles;
  for (const Handle* handle : {&state->v4, &state->v6, &state->news}) {
    if (handle->open()) handles.push_back(native(*handle));
  }
  state->poller.start(std::move(handles), [own](int handle) {
    if (own->news.open() && handle == native(own->news)) {
      drain(own->news);  // a network came: the laptops on it ask there
      own->join_all();
    } else {
      own->answer_on(own->v4.open() && handle == native(own->v4) ? own->v4 : own->v6);
    }
  });
  return std::unique_ptr<LanResponder>(new LanResponder(std::move(state)));
}

struct LanWatch::State {
  std::function<void(News)> tell;
  Handle v4;
  Handle v6;
  Handle news;
  Poller poller;  // ends first

  void join_all() {
    for (const Network& network : networks()) {
      if (network.v4) join(v4, AF_INET, network);
      if (network.v6) join(v6, AF_INET6, network);
    }
  }
  void listen_on(const Handle& socket) {
    bool announced = false;
    for (int i = 0; i < datagrams_at_once; ++i) {
      const auto one = receive(socket);
      if (!one) break;
      announced = announced || office_of_answer(one->bytes, announcement_nonce).has_value();
    }
    if (announced) tell(News::office_announced);
  }
};

LanWatch::LanWatch(std::unique_ptr<State> state) : state_(std::move(state)) {}
LanWatch::~LanWatch() = default;

std::uint64_t LanWatch::wakeups() const {
  return state_->poller.wakeups();
}

Result<std::unique_ptr<LanWatch>> LanWatch::start(std::function<void(News)> tell) {
  auto state = std::make_unique<State>();
  state->tell = std::move(tell);
  state->v4 = group_socket(AF_INET);
  state->v6 = group_socket(AF_INET6);
  state->news = address_news();
  if (!state->news.open()) return failed("netlink");
  KHAOSAN_TRY(state->poller.open());
  state->join_all();
  State* const own = state.get();
  std::vector<int> handles;
  for (const Handle* handle : {&state->v4, &state->v6, &state->news}) {
    if (handle->open()) handles.push_back(native(*handle));
  }
  state->poller.start(std::move(handles), [own](int handle) {
    if (handle == native(own->news)) {
      drain(own->news);
      own->join_all();
      own->tell(News::network_changed);
    } else {
      own->listen_on(own->v4.open() && handle == native(own->v4) ? own->v4 : own->v6);
    }
  });
  return std::unique_ptr<LanWatch>(new LanWatch(std::move(state)));
}

}  // namespace khaosan
