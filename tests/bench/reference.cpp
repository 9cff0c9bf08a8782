// The yardsticks of the sync benches: the plainest thing that does the job. One process holds a plain HTTP
// server and its client over loopback; both sides keep their rows in SQLite (WAL, synchronous=FULL). No TLS,
// no journal, no merge.
//   bench_reference push LINES_FILE     each line of the file is a row: compress, send, store, mark as sent
//   bench_reference pull LINES_FILE     the same rows the other way, in one page
//   bench_reference one                 one small row, both sides durable, 200 times
//   bench_reference many LINES_FILE N   N clients at once push the rows of the file, each from a store of its
//   own
// Prints the milliseconds of the work alone.
#include <httplib.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <sstream>
#include <thread>

#include "shared/crypto/random.hpp"
#include "shared/sqlite/database.hpp"
#include "shared/wire/sync_json.hpp"

using namespace khaosan;
using Clock = std::chrono::steady_clock;

namespace {

constexpr Migration table{
    1, "CREATE TABLE line(n INTEGER PRIMARY KEY, sent INTEGER NOT NULL, text TEXT NOT NULL)"};

double ms_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

std::unique_ptr<Database> store_in(const std::filesystem::path& folder, const char* name) {
  return std::move(*open_store(folder / name, Access::write, std::span(&table, 1)));
}

void add_lines(Database& database, std::string_view lines, int sent) {
  const Done done = database.transaction([&]() -> Done {
    for (std::size_t at = 0; at < lines.size();) {
      const auto end = std::min(lines.find('\n', at), lines.size());
      database.prepare("INSERT INTO line(sent, text) VALUES(?, ?)")
          .bind(1, sent)
          .bind(2, lines.substr(at, end - at))
          .run();
      at = end + 1;
    }
    return {};
  });
  if (!done.ok()) std::abort();
}

struct Sides {
  std::filesystem::path folder;
  std::unique_ptr<Database> client;
  std::unique_ptr<Database> server;
  httplib::Server http;
  std::thread thread;
  int port = 0;

  Sides()
      : folder(std::filesystem::temp_directory_path() / ("khaosan-reference-" + to_hex(random_bytes(8)))) {
    std::filesystem::create_directories(folder);
    client = store_in(folder, "client.db");
    server = store_in(folder, "server.db");
    http.set_tcp_nodelay(true);
    http.set_keep_alive_max_count(100'000);
    http.Post("/rows", [this](const httplib::Request& request, httplib::Response&) {
      add_lines(*server, *expand(request.body, 1U << 30U), 1);
    });
    http.Get("/rows", [this](const httplib::Request&, httplib::Response& response) {
      std::string lines;
      Statement rows = server->prepare("SELECT text FROM line ORDER BY n");
      while (rows.step()) lines.append(rows.text(0)).append("\n");
      response.set_content(compress(lines), "application/zstd");
    });
    port = http.bind_to_any_port("127.0.0.1");
    thread = std::thread([this] { http.listen_after_bind(); });
    while (!http.is_running()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  ~Sides() {
    http.stop();
    thread.join();
    client.reset();
    server.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }
};

void post(httplib::Client& connection, const std::string& lines) {
  const auto answer = connection.Post("/rows", compress(lines), "application/zstd");
  if (!answer || answer->status != 200) std::abort();
}

double push(const std::string& lines) {
  Sides sides;
  add_lines(*sides.client, lines, 0);
  const auto start = Clock::now();
  httplib::Client connection("127.0.0.1", sides.port);
  std::string to_send;
  {
    Statement rows = sides.client->prepare("SELECT text FROM line WHERE sent = 0 ORDER BY n");
    while (rows.step()) to_send.append(rows.text(0)).append("\n");
  }
  post(connection, to_send);
  if (!sides.client->transaction([&] { return sides.client->execute("UPDATE line SET sent = 1"); }).ok())
    std::abort();
  return ms_since(start);
}

double pull(const std::string& lines) {
  Sides sides;
  add_lines(*sides.server, lines, 1);
  const auto start = Clock::now();
  httplib::Client connection("127.0.0.1", sides.port);
  const auto answer = connection.Get("/rows");
  if (!answer || answer->status != 200) std::abort();
  add_lines(*sides.client, *expand(answer->body, 1U << 30U), 1);
  return ms_since(start);
}

double one() {
  constexpr int times = 200;
  Sides sides;
  httplib::Client connection("127.0.0.1", sides.port);
  connection.set_keep_alive(true);
  connection.set_tcp_nodelay(true);
  const std::string line(300, 'x');
  const auto start = Clock::now();
  for (int i = 0; i < times; ++i) {
    add_lines(*sides.client, line, 0);
    post(connection, line + "\n");
    if (!sides.client
             ->transaction([&] { return sides.client->execute("UPDATE line SET sent = 1 WHERE sent = 0"); })
             .ok()) {
      std::abort();
    }
  }
  return ms_since(start) / times;
}

double many(const std::string& lines, int clients) {
  Sides sides;
  std::mutex one_writer;
  sides.http.Post("/many", [&](const httplib::Request& request, httplib::Response&) {
    const std::lock_guard lock(one_writer);
    add_lines(*sides.server, *expand(request.body, 1U << 30U), 1);
  });
  std::vector<std::unique_ptr<Database>> stores;
  for (int i = 0; i < clients; ++i)
    add_lines(*stores.emplace_back(store_in(sides.folder, ("client" + std::to_string(i)).c_str())), lines, 0);
  const auto start = Clock::now();
  std::vector<std::thread> threads;
  for (const auto& store : stores) {
    threads.emplace_back([&] {
      httplib::Client connection("127.0.0.1", sides.port);
      std::string to_send;
      {
        Statement rows = store->prepare("SELECT text FROM line WHERE sent = 0 ORDER BY n");
        while (rows.step()) to_send.append(rows.text(0)).append("\n");
      }
      const auto answer = connection.Post("/many", compress(to_send), "application/zstd");
      if (!answer || answer->status != 200) std::abort();
      if (!store->transaction([&] { return store->execute("UPDATE line SET sent = 1"); }).ok()) std::abort();
    });
  }
  for (std::thread& thread : threads) thread.join();
  return ms_since(start);
}

std::string text_of_file(const char* path) {
  std::stringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

}  // namespace

int main(int argc, char* argv[]) {
  const std::string what = argc > 1 ? argv[1] : "";
  if (what == "push" && argc == 3) return std::printf("%.2f\n", push(text_of_file(argv[2]))), 0;
  if (what == "pull" && argc == 3) return std::printf("%.2f\n", pull(text_of_file(argv[2]))), 0;
  if (what == "one" && argc == 2) return std::printf("%.3f\n", one()), 0;
  if (what == "many" && argc == 4)
    return std::printf("%.2f\n", many(text_of_file(argv[2]), std::atoi(argv[3]))), 0;
  std::fputs("usage: bench_reference push LINES_FILE | pull LINES_FILE | one | many LINES_FILE N\n", stderr);
  return 2;
}
