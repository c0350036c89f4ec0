#include "secrets/access_token.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <stdexcept>
#include <utility>

#include "secrets/flat_json.hpp"
#include "secrets/random.hpp"

namespace parley::secrets {
namespace {

constexpr std::string_view token_type = "at+jwt";
constexpr std::string_view algorithm = "EdDSA";

/// What may stand in a token's strings: nothing that JSON would escape.
bool isPlain(std::string_view text) {
  if (text.empty() || text.size() > 256) return false;
  for (const char c : text) {
    if (c < 0x20 || c > 0x7e || c == '"' || c == '\\') return false;
  }
  return true;
}

bool isRole(std::string_view text) {
  return !text.empty() && text.size() <= 32 &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos;
}

std::int64_t secondsOf(Timestamp time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

struct Parts {
  std::string_view header;
  std::string_view payload;
  std::string_view signature;
  std::string_view signed_text;
};

std::optional<Parts> split(std::string_view token) {
  if (token.size() > AccessTokens::max_token_size) return std::nullopt;
  const std::size_t first = token.find('.');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = token.find('.', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  return Parts{token.substr(0, first), token.substr(first + 1, second - first - 1),
               token.substr(second + 1), token.substr(0, second)};
}

/// The key's id, from a header that holds `alg`, `kid` and `typ` as we write them and nothing else.
std::optional<std::string> readKeyId(std::string_view header) {
  const auto text = fromBase64Url(header);
  if (!text) return std::nullopt;
  const auto object = FlatObject::parse(*text);
  if (!object || object->size() != 3) return std::nullopt;
  if (object->string("alg") != algorithm || object->string("typ") != token_type)
    return std::nullopt;
  const auto id = object->string("kid");
  return id ? std::optional{std::string{*id}} : std::nullopt;
}

bool signatureHolds(const SigningKey& key, const Parts& parts) {
  const auto signature = fromBase64Url(parts.signature);
  if (!signature || signature->size() != crypto_sign_BYTES) return false;
  return crypto_sign_verify_detached(
             reinterpret_cast<const unsigned char*>(signature->data()),
             reinterpret_cast<const unsigned char*>(parts.signed_text.data()),
             parts.signed_text.size(),
             reinterpret_cast<const unsigned char*>(key.public_key.data())) == 0;
}

}  // namespace

AccessTokens::AccessTokens(Options options, const KeyRing& keys, const Clock& clock)
    : options_{std::move(options)}, keys_{keys}, clock_{clock} {
  if (!isPlain(options_.issuer) || !isPlain(options_.audience)) {
    throw std::invalid_argument{"Issuer and audience are 1..256 plain ASCII characters."};
  }
}

std::string AccessTokens::issue(AccessClaims claims) const {
  const auto keys = keys_.keys();
  const SigningKey* key = keys ? KeyRing::active(*keys) : nullptr;
  if (!key || key->secret_key.empty()) throw std::logic_error{"There is no key to sign with."};
  if (!isRole(claims.role) || claims.session_version < 0) {
    throw std::invalid_argument{"The claims are not ones that a token can carry."};
  }
  const std::int64_t now = secondsOf(clock_.now());
  const std::string header =
      fmt::format(R"({{"alg":"{}","kid":"{}","typ":"{}"}})", algorithm, key->id, token_type);
  const std::string payload = fmt::format(
      R"({{"iss":"{}","aud":"{}","sub":"{}","tid":"{}","sid":"{}","sv":{},"role":"{}","iat":{},"exp":{}}})",
      options_.issuer, options_.audience, claims.user_id.toString(), claims.workspace_id.toString(),
      claims.session_id.toString(), claims.session_version, claims.role, now,
      now + options_.lifetime.count());
  std::string token = toBase64Url(header) + '.' + toBase64Url(payload);
  std::string signature(crypto_sign_BYTES, '\0');
  crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr,
                       reinterpret_cast<const unsigned char*>(token.data()), token.size(),
                       reinterpret_cast<const unsigned char*>(key->secret_key.reveal().data()));
  return token + '.' + toBase64Url(signature);
}

std::optional<AccessClaims> AccessTokens::verify(std::string_view token) const {
  const auto parts = split(token);
  if (!parts) return std::nullopt;
  const auto key_id = readKeyId(parts->header);
  const auto keys = keys_.keys();
  if (!key_id || !keys) return std::nullopt;
  const SigningKey* key = KeyRing::find(*keys, *key_id);
  if (!key || !signatureHolds(*key, *parts)) return std::nullopt;
  const auto payload = fromBase64Url(parts->payload);
  return payload ? readClaims(*payload) : std::nullopt;
}

std::optional<AccessClaims> AccessTokens::readClaims(std::string_view payload) const {
  const auto object = FlatObject::parse(payload);
  if (!object || object->size() != 9u + (object->has("nbf") ? 1u : 0u)) return std::nullopt;
  if (object->string("iss") != options_.issuer || object->string("aud") != options_.audience) {
    return std::nullopt;
  }
  const auto user = UserId::parse(object->string("sub").value_or(""));
  const auto workspace = WorkspaceId::parse(object->string("tid").value_or(""));
  const auto session = SessionId::parse(object->string("sid").value_or(""));
  const auto version = object->number("sv");
  const auto role = object->string("role");
  const auto issued = object->number("iat");
  const auto expires = object->number("exp");
  if (!user || !workspace || !session || !version || !role || !issued || !expires) {
    return std::nullopt;
  }
  if (!isRole(*role)) return std::nullopt;

  // Far enough for any clock, and never near the range of a Timestamp's milliseconds.
  constexpr std::int64_t end_of_time = std::int64_t{1} << 40;
  const std::int64_t now = secondsOf(clock_.now());
  if (*issued > end_of_time || *expires > end_of_time || *expires <= now) return std::nullopt;
  if (object->has("nbf") && object->number("nbf").value_or(end_of_time) > now) return std::nullopt;
  return AccessClaims{*user,
                      *workspace,
                      *session,
                      *version,
                      std::string{*role},
                      Timestamp{std::chrono::seconds{*issued}},
                      Timestamp{std::chrono::seconds{*expires}}};
}

}  // namespace parley::secrets
