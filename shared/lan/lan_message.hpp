// The two datagrams by which a laptop finds its office on the local network. They carry no personal data and
// prove nothing: they only say where to try. Who an office is, its TLS key says (shared/http/client.hpp).
//
//   "khaosan-find 1\n" nonce "\n", filled with "." to query_bytes: an answer is never longer than its
//   question "khaosan-office 1\n" nonce "\n" office "\n" port "\n" name "\n"
//
// The nonce is 16 hex digits; in an announcement of a server that has just started it is all zeros. The
// office is the first 16 hex digits of the SHA-256 of its public key, which pairing pins.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "shared/base/bytes.hpp"

namespace khaosan {

// 239.255.0.0/16 stays within a site, ff02:: within a link.
inline constexpr const char* lan_group_v4 = "239.255.75.72";
inline constexpr const char* lan_group_v6 = "ff02::4b48";
inline constexpr int lan_port = 8447;

inline constexpr std::size_t query_bytes = 512;
inline constexpr std::size_t lan_name_bytes_max = 300;
inline constexpr std::size_t lan_id_digits = 16;
inline constexpr std::string_view announcement_nonce = "0000000000000000";

struct LanOffice {
  std::string id;  // of its key; empty: it serves without TLS
  int port = 0;
  std::string name;  // what it calls itself: not to be believed, only shown
};

std::string lan_id(const Sha256& spki);
std::string lan_query(std::string_view nonce);
std::optional<std::string> nonce_of_query(std::string_view datagram);
std::string lan_answer(std::string_view nonce, const LanOffice& office);
// Nothing: not an answer to this nonce.
std::optional<LanOffice> office_of_answer(std::string_view datagram, std::string_view nonce);

}  // namespace khaosan
