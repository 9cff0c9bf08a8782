#include "server/cli/password_source.hpp"

#include <cstdlib>

#include "shared/platform/terminal.hpp"

namespace khaosan::server {

Result<std::string> new_password(Language language) {
  if (const char* given = std::getenv("KHAOSAN_PASSWORD"); given != nullptr && *given != '\0') {
    return std::string(given);
  }
  if (!input_is_terminal()) return refuse(Code::password_needed, "KHAOSAN_PASSWORD");
  const bool thai = language == Language::thai;
  KHAOSAN_LET(first, read_password(thai ? "รหัสผ่านใหม่: " : "New password: "));
  KHAOSAN_LET(second, read_password(thai ? "พิมพ์อีกครั้ง: " : "Again: "));
  if (first != second) {
    return refuse(Code::bad_value, in_both("the two passwords differ", "รหัสผ่านสองครั้งไม่ตรงกัน"));
  }
  return std::move(first);
}

}  // namespace khaosan::server
