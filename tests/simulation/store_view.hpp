// A store as the auditor sees it: its own connection, its own SQL, texts for everything (ids and hashes as
// hex).
#pragma once

#include <map>
#include <string>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace khaosan::simulation {

using Row = std::vector<std::string>;

class StoreView {
 public:
  explicit StoreView(const std::string& path);
  ~StoreView();
  StoreView(const StoreView&) = delete;
  StoreView& operator=(const StoreView&) = delete;
  // A text that begins with "x'" is bound as the bytes that its hex stands for.
  std::vector<Row> rows(const std::string& sql, const std::vector<std::string>& values = {});
  std::string one(const std::string& sql,
                  const std::vector<std::string>& values = {});  // "" if there is none

 private:
  sqlite3* handle_ = nullptr;
  std::map<std::string, sqlite3_stmt*> statements_;
};

std::string hex_of_id(const std::string& id);               // "01a2-…" → "01a2…"
std::string id_literal(const std::string& id);              // to be bound as bytes
std::string unpacked(bool packed, const std::string& hex);  // a journal value
std::string sha256_hex(const std::string& bytes);

}  // namespace khaosan::simulation
