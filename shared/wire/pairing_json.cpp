#include "shared/wire/pairing_json.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "shared/wire/value_json.hpp"

namespace khaosan {

using nlohmann::json;

namespace {

template <std::size_t size>
Result<std::array<std::uint8_t, size>> bytes_of(std::string_view hex, const char* name) {
  const auto bytes = from_hex(hex);
  if (!bytes.ok() || bytes->size() != size) return refuse(Code::bad_request, name);
  std::array<std::uint8_t, size> value{};
  std::copy(bytes->begin(), bytes->end(), value.begin());
  return value;
}

template <std::size_t size>
Result<std::array<std::uint8_t, size>> bytes_member(const json& object, const char* name) {
  KHAOSAN_LET(hex, text_member(object, name));
  return bytes_of<size>(hex, name);
}

// A version: small and not negative.
Result<int> whole_member(const json& object, const char* name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  if (!object.is_object() || found == object.end() || !found->is_number_integer())
    return refuse(Code::bad_request, std::string(name) + " is missing");
  const auto value = found->get<std::int64_t>();
  if (value < 0 || value > 1'000'000) return refuse(Code::bad_request, name);
  return static_cast<int>(value);
}

}  // namespace

std::string pair_start_text(const PairStart& message) {
  return canonical(json{{"client_nonce", to_hex(message.client_nonce)},
                        {"protocol", message.protocol},
                        {"schema", message.schema}});
}

Result<PairStart> pair_start_from_text(std::string_view text) {
  KHAOSAN_LET(object, parse_json(text));
  KHAOSAN_LET(nonce, bytes_member<32>(object, "client_nonce"));
  KHAOSAN_LET(protocol, whole_member(object, "protocol"));
  KHAOSAN_LET(schema, whole_member(object, "schema"));
  return PairStart{nonce, protocol, schema};
}

std::string pair_offer_text(const PairOffer& message) {
  json proofs = json::array();
  for (const Mac& proof : message.proofs) proofs.push_back(to_hex(proof));
  return canonical(json{{"salt", to_hex(message.salt)},
                        {"server_nonce", to_hex(message.server_nonce)},
                        {"protocol", message.protocol},
                        {"schema", message.schema},
                        {"stretching", message.stretching},
                        {"proofs", std::move(proofs)}});
}

std::string pairing_terms(const PairStart& start, const PairOffer& offer) {
  return canonical(json{{"laptop", {{"protocol", start.protocol}, {"schema", start.schema}}},
                        {"office", {{"protocol", offer.protocol}, {"schema", offer.schema}}},
                        {"stretching", offer.stretching}});
}

Result<PairOffer> pair_offer_from_text(std::string_view text) {
  KHAOSAN_LET(object, parse_json(text));
  KHAOSAN_LET(salt, bytes_member<16>(object, "salt"));
  KHAOSAN_LET(nonce, bytes_member<32>(object, "server_nonce"));
  PairOffer offer{salt, nonce, {}};
  KHAOSAN_LET(protocol, whole_member(object, "protocol"));
  KHAOSAN_LET(schema, whole_member(object, "schema"));
  KHAOSAN_LET(stretching, text_member(object, "stretching"));
  offer.protocol = protocol;
  offer.schema = schema;
  offer.stretching = stretching;
  const auto proofs = object.find("proofs");
  if (proofs == object.end() || !proofs->is_array()) return refuse(Code::bad_request, "proofs");
  for (const json& member : *proofs) {
    if (!member.is_string()) return refuse(Code::bad_request, "proofs");
    KHAOSAN_LET(proof, bytes_of<32>(member.get_ref<const std::string&>(), "proofs"));
    offer.proofs.push_back(proof);
  }
  return offer;
}

std::string registration_text(const Registration& message) {
  json object = {{"device_name", message.device_name},
                 {"device_sign_key", to_hex(message.device_sign_key)},
                 {"device_box_key", to_hex(message.device_box_key)}};
  if (!message.password.empty()) {
    object["password"] = message.password;
    object["user_sign_key"] = to_hex(message.user_sign_key);
  }
  if (!message.former_device.empty()) {
    object["former_device"] = message.former_device.text();
    if (message.former_signature != Signature{})
      object["former_signature"] = to_hex(message.former_signature);
  }
  return canonical(object);
}

std::string former_device_message(const Registration& registration, const Nonce& server_nonce) {
  Registration unsigned_one = registration;
  unsigned_one.former_signature = {};
  return "khaosan pairing 1 former " + to_hex(server_nonce) + "/" + registration_text(unsigned_one);
}

Result<Registration> registration_from_text(std::string_view text) {
  KHAOSAN_LET(object, parse_json(text));
  Registration message;
  KHAOSAN_LET(name, text_member(object, "device_name"));
  KHAOSAN_LET(sign_key, bytes_member<32>(object, "device_sign_key"));
  KHAOSAN_LET(box_key, bytes_member<32>(object, "device_box_key"));
  message.device_name = name;
  message.device_sign_key = sign_key;
  message.device_box_key = box_key;
  message.password = text_member_or(object, "password", "");
  if (!message.password.empty()) {
    KHAOSAN_LET(user_key, bytes_member<32>(object, "user_sign_key"));
    message.user_sign_key = user_key;
  }
  if (object.contains("former_device")) {
    KHAOSAN_LET(former, text_member(object, "former_device"));
    KHAOSAN_LET(former_id, DeviceId::parse(former));
    KHAOSAN_LET(signature, bytes_member<64>(object, "former_signature"));
    message.former_device = former_id;
    message.former_signature = signature;
  }
  return message;
}

std::string pair_finish_text(const PairFinish& message) {
  return canonical(json{{"client_nonce", to_hex(message.client_nonce)},
                        {"server_nonce", to_hex(message.server_nonce)},
                        {"proof", to_hex(message.proof)},
                        {"registration", message.registration}});
}

Result<PairFinish> pair_finish_from_text(std::string_view text) {
  KHAOSAN_LET(object, parse_json(text));
  KHAOSAN_LET(client_nonce, bytes_member<32>(object, "client_nonce"));
  KHAOSAN_LET(server_nonce, bytes_member<32>(object, "server_nonce"));
  KHAOSAN_LET(proof, bytes_member<32>(object, "proof"));
  KHAOSAN_LET(registration, text_member(object, "registration"));
  return PairFinish{client_nonce, server_nonce, proof, registration};
}

std::string enrolment_text(const Enrolment& message) {
  return canonical(json{{"device", message.device.text()},
                        {"device_token", message.device_token},
                        {"round_token", message.round_token},
                        {"user", message.user.text()},
                        {"user_name", message.user_name},
                        {"display_name", message.display_name},
                        {"office", message.office},
                        {"office_sign_key", to_hex(message.office_sign_key)},
                        {"office_box_key", to_hex(message.office_box_key)}});
}

Result<Enrolment> enrolment_from_text(std::string_view text) {
  KHAOSAN_LET(object, parse_json(text));
  Enrolment message;
  KHAOSAN_LET(device, text_member(object, "device"));
  KHAOSAN_LET(device_id, DeviceId::parse(device));
  KHAOSAN_LET(device_token, text_member(object, "device_token"));
  KHAOSAN_LET(round_token, text_member(object, "round_token"));
  KHAOSAN_LET(user, text_member(object, "user"));
  KHAOSAN_LET(user_id, UserId::parse(user));
  KHAOSAN_LET(sign_key, bytes_member<32>(object, "office_sign_key"));
  KHAOSAN_LET(box_key, bytes_member<32>(object, "office_box_key"));
  message.device = device_id;
  message.device_token = device_token;
  message.round_token = round_token;
  message.user = user_id;
  message.user_name = text_member_or(object, "user_name", "");
  message.display_name = text_member_or(object, "display_name", "");
  message.office = text_member_or(object, "office", "");
  message.office_sign_key = sign_key;
  message.office_box_key = box_key;
  return message;
}

std::string sign_in_text(const SignIn& message) {
  return canonical(json{{"user_name", message.user_name},
                        {"password", message.password},
                        {"user_sign_key", to_hex(message.user_sign_key)}});
}

Result<SignIn> sign_in_from_text(std::string_view text) {
  KHAOSAN_LET(object, parse_json(text));
  KHAOSAN_LET(user_name, text_member(object, "user_name"));
  KHAOSAN_LET(password, text_member(object, "password"));
  KHAOSAN_LET(user_key, bytes_member<32>(object, "user_sign_key"));
  return SignIn{user_name, password, user_key};
}

std::string signed_in_text(const SignedIn& message) {
  return canonical(json{{"user", message.user.text()},
                        {"user_name", message.user_name},
                        {"display_name", message.display_name}});
}

Result<SignedIn> signed_in_from_text(std::string_view text) {
  KHAOSAN_LET(object, parse_json(text));
  KHAOSAN_LET(user, text_member(object, "user"));
  KHAOSAN_LET(user_id, UserId::parse(user));
  return SignedIn{user_id, text_member_or(object, "user_name", ""),
                  text_member_or(object, "display_name", "")};
}

}  // namespace khaosan
