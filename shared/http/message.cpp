#include "shared/http/message.hpp"

#include <algorithm>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

#include "shared/http/limits.hpp"

namespace khaosan {
namespace {

char lower(char sign) {
  return sign >= 'A' && sign <= 'Z' ? static_cast<char>(sign - 'A' + 'a') : sign;
}

bool same_name(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

bool helps_to_wait(Code code) {
  return code == Code::overloaded || code == Code::too_many_tries;
}

}  // namespace

std::string_view field_of(const HttpFields& fields, std::string_view name) {
  for (const auto& [key, value] : fields) {
    if (same_name(key, name)) return value;
  }
  return {};
}

Result<BodySource> file_source(const std::filesystem::path& path) {
  auto file = std::make_shared<std::ifstream>(path, std::ios::binary | std::ios::ate);
  if (!file->is_open()) return refuse(Code::file_not_found, path.filename().string());
  const auto length = static_cast<std::uint64_t>(file->tellg());
  auto chunk = std::make_shared<Bytes>(read_chunk_bytes);
  return BodySource{length, [file, chunk](std::uint64_t offset, std::uint64_t left, const ByteSink& sink) {
                      const auto wanted = std::min<std::uint64_t>(left, chunk->size());
                      file->clear();
                      file->seekg(static_cast<std::streamoff>(offset));
                      file->read(reinterpret_cast<char*>(chunk->data()),
                                 static_cast<std::streamsize>(wanted));
                      const auto got = static_cast<std::size_t>(file->gcount());
                      return got > 0 && sink(ByteView(chunk->data(), got));
                    }};
}

HttpResponse HttpResponse::json(std::string text, int http_status) {
  HttpResponse response;
  response.status = http_status;
  response.content_type = "application/json";
  response.body = std::move(text);
  return response;
}

HttpResponse HttpResponse::of(BodySource body_source, std::string type) {
  HttpResponse response;
  response.content_type = std::move(type);
  response.source = std::move(body_source);
  return response;
}

HttpResponse HttpResponse::refused(const Refusal& refusal) {
  HttpResponse response = json(refusal_json(refusal), refusal.http_status());
  if (helps_to_wait(refusal.code))
    response.headers.emplace_back("Retry-After", std::to_string(retry_after_s));
  return response;
}

std::string refusal_json(const Refusal& refusal) {
  const nlohmann::json body = {{"error", refusal.name()},
                               {"detail", refusal.detail},
                               {"en", refusal.english()},
                               {"th", refusal.thai()}};
  // A detail may quote what the peer sent: bytes that are not UTF-8 are replaced, not thrown at.
  return body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Refusal refusal_from_json(int http_status, std::string_view body) {
  const auto parsed = nlohmann::json::parse(body, nullptr, false);
  const auto text = [&](const char* key) {
    return parsed.is_object() && parsed.contains(key) && parsed[key].is_string()
               ? parsed[key].get<std::string>()
               : std::string();
  };
  const std::string name = text("error");
  if (name.empty()) return refuse(Code::internal, "HTTP " + std::to_string(http_status));
  const Code code = code_named(name);
  // A code this version does not know keeps its name, so that a person can report it.
  if (code == Code::internal && name != "internal") return refuse(code, name + ": " + text("en"));
  return refuse(code, text("detail"));
}

}  // namespace khaosan
