#include "tests/simulation/store_view.hpp"

#include <openssl/sha.h>
#include <sqlite3.h>
#include <zstd.h>

#include <algorithm>

#include "shared/base/bytes.hpp"
#include "tests/simulation/violation.hpp"

namespace khaosan::simulation {
namespace {

std::string bytes_of(const std::string& hex) {
  const auto bytes = from_hex(hex);
  return bytes.ok() ? std::string(text_of(*bytes)) : std::string();
}

std::string column_text(sqlite3_stmt* row, int column) {
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(row, column));
  if (sqlite3_column_type(row, column) == SQLITE_BLOB)
    return to_hex({static_cast<const std::uint8_t*>(sqlite3_column_blob(row, column)), size});
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(row, column));
  if (text == nullptr) return {};
  return {text, static_cast<std::size_t>(sqlite3_column_bytes(row, column))};
}

}  // namespace

StoreView::StoreView(const std::string& path) {
  if (sqlite3_open_v2(path.c_str(), &handle_, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK)
    throw Violation{"I2", "the auditor cannot open " + path};
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  sqlite3_exec(handle_, "PRAGMA query_only=ON", nullptr, nullptr, nullptr);
}

StoreView::~StoreView() {
  for (auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close(handle_);
}

std::vector<Row> StoreView::rows(const std::string& sql, const std::vector<std::string>& values) {
  sqlite3_stmt*& statement = statements_[sql];
  if (statement == nullptr && sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
    throw Violation{"I2", std::string("the auditor cannot read: ") + sqlite3_errmsg(handle_) + ": " + sql};
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::string& value = values[i];
    const auto index = static_cast<int>(i) + 1;
    if (value.starts_with("x'")) {
      const std::string bytes = bytes_of(value.substr(2));
      sqlite3_bind_blob(statement, index, bytes.data(), static_cast<int>(bytes.size()), SQLITE_TRANSIENT);
    } else {
      sqlite3_bind_text(statement, index, value.data(), static_cast<int>(value.size()), SQLITE_TRANSIENT);
    }
  }
  std::vector<Row> found;
  int result = SQLITE_ROW;
  while ((result = sqlite3_step(statement)) == SQLITE_ROW) {
    Row& row = found.emplace_back();
    for (int column = 0; column < sqlite3_column_count(statement); ++column)
      row.push_back(column_text(statement, column));
  }
  sqlite3_reset(statement);
  if (result != SQLITE_DONE)
    throw Violation{"I2", std::string("the auditor cannot read: ") + sqlite3_errmsg(handle_)};
  return found;
}

std::string StoreView::one(const std::string& sql, const std::vector<std::string>& values) {
  const auto found = rows(sql, values);
  return found.empty() ? std::string() : found.front().front();
}

std::string hex_of_id(const std::string& id) {
  std::string hex = id;
  std::erase(hex, '-');
  return hex;
}

std::string id_literal(const std::string& id) {
  return "x'" + hex_of_id(id);
}

std::string unpacked(bool packed, const std::string& hex) {
  std::string bytes = bytes_of(hex);
  if (!packed) return bytes;
  const auto size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
  if (size > (64U << 20U)) throw Violation{"I3", "a value of the journal cannot be unpacked"};
  std::string text(size, '\0');
  const std::size_t got = ZSTD_decompress(text.data(), text.size(), bytes.data(), bytes.size());
  if (got != text.size()) throw Violation{"I3", "a value of the journal cannot be unpacked"};
  return text;
}

std::string sha256_hex(const std::string& bytes) {
  std::array<std::uint8_t, SHA256_DIGEST_LENGTH> hash{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), hash.data());
  return to_hex(hash);
}

}  // namespace khaosan::simulation
