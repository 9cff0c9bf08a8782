#include "shared/http/certificate.hpp"

#include <filesystem>
#include <fstream>

#include "tests/support/catch.hpp"

using namespace khaosan;

namespace {

constexpr Instant now{1'763'866'475'000};
constexpr std::int64_t year_ms = 365LL * 86'400'000;

struct Folder {
  std::filesystem::path path;
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "khaosan-http-XXXXXX").string();
    path = ::mkdtemp(pattern.data());
  }
  ~Folder() { std::filesystem::remove_all(path); }
};

}  // namespace

TEST_CASE("a certificate names its hosts and addresses and no other") {
  const auto made = make_certificate({"office.local", "192.0.2.7", "2001:db8::7"}, now);
  REQUIRE(made.ok());
  const std::string& pem = made->certificate_pem;
  CHECK(certificate_is_for(pem, "office.local"));
  CHECK(certificate_is_for(pem, "192.0.2.7"));
  CHECK(certificate_is_for(pem, "2001:db8::7"));
  CHECK_FALSE(certificate_is_for(pem, "192.0.2.8"));
  CHECK_FALSE(certificate_is_for(pem, "other.local"));
}

TEST_CASE("a certificate is valid for many years") {
  const auto made = make_certificate({"office.local"}, now);
  const auto end = certificate_end(made->certificate_pem);
  REQUIRE(end.ok());
  CHECK(end->unix_ms == now.unix_ms + certificate_years * year_ms);
}

TEST_CASE("names that would add other names are refused") {
  CHECK(make_certificate({}, now).refusal().code == Code::bad_value);
  CHECK(make_certificate({""}, now).refusal().code == Code::bad_value);
  CHECK(make_certificate({"a b"}, now).refusal().code == Code::bad_value);
  const auto comma = make_certificate({"a,DNS:b.local"}, now);
  if (comma.ok()) CHECK_FALSE(certificate_is_for(comma->certificate_pem, "b.local"));
}

TEST_CASE("a renewed certificate keeps the key, another certificate has another") {
  const auto first = make_certificate({"office.local"}, now);
  const auto renewed = renew_certificate(*first, {"office.local", "192.0.2.9"}, now);
  const auto other = make_certificate({"office.local"}, now);
  REQUIRE(renewed.ok());
  CHECK(first->certificate_pem != renewed->certificate_pem);
  CHECK(certificate_is_for(renewed->certificate_pem, "192.0.2.9"));
  CHECK(*spki_sha256(first->certificate_pem) == *spki_sha256(renewed->certificate_pem));
  CHECK(*spki_sha256(first->certificate_pem) != *spki_sha256(other->certificate_pem));
}

TEST_CASE("the certificate is made once, kept for its owner, and loaded again") {
  const Folder folder;
  const auto first = load_or_make_certificate(folder.path, {"office.local"}, now);
  const auto second = load_or_make_certificate(folder.path, {"office.local"}, now);
  REQUIRE(first.ok());
  REQUIRE(second.ok());
  CHECK(first->certificate_pem == second->certificate_pem);
  CHECK(first->key_pem == second->key_pem);
  using std::filesystem::perms;
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path)) {
    ++files;
    CHECK(entry.status().permissions() == (perms::owner_read | perms::owner_write));
  }
  CHECK(files == 2);
}

TEST_CASE("a certificate that is about to end, or is not valid yet, is renewed with its key, once") {
  const Folder folder;
  const auto at = [&](std::int64_t days) {
    return *load_or_make_certificate(folder.path, {"office.local"}, Instant{now.unix_ms + days * 86'400'000});
  };
  constexpr std::int64_t life_days = certificate_years * 365;
  const Certificate first = at(0);
  CHECK(at(life_days - certificate_renewal_days).certificate_pem == first.certificate_pem);
  const Certificate renewed = at(life_days - certificate_renewal_days + 1);
  CHECK(renewed.certificate_pem != first.certificate_pem);
  CHECK(renewed.key_pem == first.key_pem);
  CHECK(*spki_sha256(renewed.certificate_pem) == *spki_sha256(first.certificate_pem));
  CHECK(certificate_end(renewed.certificate_pem)->unix_ms > certificate_end(first.certificate_pem)->unix_ms);
  CHECK(at(life_days).certificate_pem == renewed.certificate_pem);
  // Made while the clock stood decades ahead: valid again as soon as the clock is right.
  const Certificate back = at(0);
  CHECK(back.certificate_pem != renewed.certificate_pem);
  CHECK(*spki_sha256(back.certificate_pem) == *spki_sha256(first.certificate_pem));
}

TEST_CASE("a key whose certificate is missing is certified again") {
  const Folder folder;
  const auto first = load_or_make_certificate(folder.path, {"office.local"}, now);
  std::filesystem::remove(folder.path / "server-cert.pem");
  const auto second = load_or_make_certificate(folder.path, {"office.local"}, now);
  REQUIRE(second.ok());
  CHECK(*spki_sha256(first->certificate_pem) == *spki_sha256(second->certificate_pem));
}

TEST_CASE("a key and a certificate that do not belong together are refused") {
  const Folder folder;
  REQUIRE(save_certificate(*make_certificate({"office.local"}, now), folder.path).ok());
  const auto other = make_certificate({"office.local"}, now);
  std::ofstream(folder.path / "server-cert.pem") << other->certificate_pem;
  CHECK(load_certificate(folder.path).refusal().code == Code::bad_value);
  std::ofstream(folder.path / "server-cert.pem") << "not a certificate";
  CHECK(load_certificate(folder.path).refusal().code == Code::bad_value);
  CHECK(load_certificate(folder.path / "none").refusal().code == Code::file_not_found);
  CHECK(load_or_make_certificate(folder.path / "none", {"a"}, now).refusal().code == Code::io_failed);
}
