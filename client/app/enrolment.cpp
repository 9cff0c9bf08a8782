#include "client/app/enrolment.hpp"

#include "shared/crypto/pairing.hpp"
#include "shared/crypto/random.hpp"

namespace khaosan::client {
namespace {

// The server offers a proof for each open code; one of them must be of ours and of the key we see.
bool knows_our_code(const PairOffer& offer, const Mac& expected) {
  bool found = false;
  for (const Mac& proof : offer.proofs) found = equal_in_constant_time(proof, expected) || found;
  return found;
}

// Versions that this program speaks; the proofs show afterwards that they are the server's own words.
Done check_terms(const PairOffer& offer) {
  const auto common = common_protocol(offer.protocol);
  if (!common.ok()) return common.refusal();
  if (offer.stretching != secret_stretching) return refuse(Code::protocol_mismatch, offer.stretching);
  return {};
}

}  // namespace

Result<UserKey> make_user_key(const std::string& password) {
  const SignKeyPair key = SignKeyPair::make();
  KHAOSAN_LET(sealed, seal_with_password(key.secret_key, password));
  return UserKey{key.public_key, std::move(sealed)};
}

Result<Enrolled> enrol(OfficeNetwork& network, const Pair& intent, const std::optional<Pairing>& before) {
  KHAOSAN_LET(code, read_pairing_code(intent.code));
  KHAOSAN_LET(channel, network.open_pairing(intent.url));
  const Nonce nonce = random_array<sizeof(Nonce)>();
  const PairStart start{nonce};
  KHAOSAN_LET(offer, channel->start(start));
  KHAOSAN_TRY(check_terms(offer));
  const Sha256 peer = channel->peer_spki();
  if (before && before->address.spki_pin != peer) return refuse(Code::already_paired, before->address.url);
  KHAOSAN_LET(key, pairing_key(code, offer.salt));
  const std::string terms = pairing_terms(start, offer);
  if (!knows_our_code(offer, server_proof(key, peer, nonce, offer.server_nonce, terms)))
    return refuse(Code::wrong_code);

  Enrolled enrolled;
  enrolled.pairing.sign_keys = SignKeyPair::make();
  enrolled.pairing.box_keys = BoxKeyPair::make();
  Registration registration{intent.device_name,
                            enrolled.pairing.sign_keys.public_key,
                            enrolled.pairing.box_keys.public_key,
                            intent.password,
                            {}};
  if (!intent.password.empty()) {
    KHAOSAN_LET(user_key, make_user_key(intent.password));
    registration.user_sign_key = user_key.public_key;
    enrolled.user.public_key = user_key.public_key;
    enrolled.user.sealed_secret = std::move(user_key.sealed_secret);
  }
  if (before) {
    registration.former_device = before->device;
    const std::string message = former_device_message(registration, offer.server_nonce);
    registration.former_signature = sign(view_of(message), before->sign_keys);
  }
  const std::string text = registration_text(registration);
  KHAOSAN_LET(told, channel->finish({nonce, offer.server_nonce,
                                     client_proof(key, peer, nonce, offer.server_nonce, terms, text), text}));
  enrolled.pairing.address = {intent.url, peer, told.device_token};
  enrolled.pairing.office = told.office;
  enrolled.pairing.device = told.device;
  enrolled.pairing.user = told.user;
  enrolled.pairing.office_sign_key = told.office_sign_key;
  enrolled.pairing.office_box_key = told.office_box_key;
  enrolled.user.id = told.user;
  enrolled.user.name = told.user_name;
  enrolled.user.display_name = told.display_name;
  enrolled.round_token = told.round_token;
  return enrolled;
}

}  // namespace khaosan::client
