#include "shared/lan/lan_message.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

#include "shared/base/utf8.hpp"

namespace khaosan {
namespace {

constexpr std::string_view query_head = "khaosan-find 1";
constexpr std::string_view answer_head = "khaosan-office 1";
constexpr std::size_t answer_lines = 5;
constexpr int port_max = 65'535;

bool is_hex(std::string_view text, std::size_t digits) {
  return text.size() == digits && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

// Whole signs, and none that would be a line of its own.
std::string short_name(std::string_view name) {
  std::size_t end = std::min(name.size(), lan_name_bytes_max);
  while (end > 0 && end < name.size() && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80) --end;
  const std::string cut(name.substr(0, end));
  return is_utf8(cut) && !has_control_character(cut, false) ? cut : std::string();
}

std::vector<std::string_view> lines_of(std::string_view text, std::size_t most) {
  std::vector<std::string_view> lines;
  while (!text.empty() && lines.size() < most) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) break;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return lines;
}

}  // namespace

std::string lan_id(const Sha256& spki) {
  return spki.empty() ? std::string() : spki.hex().substr(0, lan_id_digits);
}

std::string lan_query(std::string_view nonce) {
  std::string text(query_head);
  text.append("\n").append(nonce).append("\n");
  text.resize(std::max(text.size(), query_bytes), '.');
  return text;
}

std::optional<std::string> nonce_of_query(std::string_view datagram) {
  if (datagram.size() != query_bytes) return std::nullopt;
  const auto lines = lines_of(datagram, 2);
  if (lines.size() != 2 || lines[0] != query_head || !is_hex(lines[1], lan_id_digits)) return std::nullopt;
  return std::string(lines[1]);
}

std::string lan_answer(std::string_view nonce, const LanOffice& office) {
  std::string text(answer_head);
  for (const std::string& line :
       {std::string(nonce), office.id, std::to_string(office.port), short_name(office.name)})
    text.append("\n").append(line);
  return text + "\n";
}

std::optional<LanOffice> office_of_answer(std::string_view datagram, std::string_view nonce) {
  if (datagram.size() > query_bytes) return std::nullopt;
  const auto lines = lines_of(datagram, answer_lines);
  if (lines.size() != answer_lines || lines[0] != answer_head || lines[1] != nonce) return std::nullopt;
  if (!lines[2].empty() && !is_hex(lines[2], lan_id_digits)) return std::nullopt;
  LanOffice office{std::string(lines[2]), 0, short_name(lines[4])};
  const auto [end, fault] = std::from_chars(lines[3].data(), lines[3].data() + lines[3].size(), office.port);
  const bool is_port = fault == std::errc() && end == lines[3].data() + lines[3].size() && office.port > 0 &&
                       office.port <= port_max;
  return is_port ? std::optional(office) : std::nullopt;
}

}  // namespace khaosan
