#include "secrets/access_token.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sodium.h>

#include "secrets/flat_json.hpp"
#include "secrets/random.hpp"

namespace parley::secrets {
namespace {

using namespace std::chrono_literals;

class TestClock final : public Clock {
 public:
  Timestamp now() const override { return time; }
  Timestamp time = Timestamp{1'790'000'000s};
};

KeyRing::Keys ringOf(SigningKey active) {
  KeyRing::Keys keys;
  keys.push_back(std::move(active));
  return keys;
}

SigningKey copyOf(const SigningKey& key, SigningKey::State state) {
  return {key.id, state, key.public_key, key.secret_key.clone()};
}

class AccessToken : public ::testing::Test {
 protected:
  AccessToken() {
    key_.id = "key-1";
    ring_.replace(ringOf(copyOf(key_, SigningKey::State::active)));
  }

  /// A token of any parts, rightly signed over them.
  std::string sign(std::string_view header, std::string_view payload) const {
    std::string token = toBase64Url(header) + '.' + toBase64Url(payload);
    std::string signature(crypto_sign_BYTES, '\0');
    crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr,
                         reinterpret_cast<const unsigned char*>(token.data()), token.size(),
                         reinterpret_cast<const unsigned char*>(key_.secret_key.reveal().data()));
    return token + '.' + toBase64Url(signature);
  }

  std::string payload(std::string_view iss = "parley", std::string_view aud = "parley-api",
                      std::string_view more = "", std::int64_t lifetime = 600) const {
    const auto now =
        std::chrono::floor<std::chrono::seconds>(clock_.time).time_since_epoch().count();
    return fmt::format(
        R"({{"iss":"{}","aud":"{}","sub":"{}","tid":"{}","sid":"{}","sv":1,"role":"member","iat":{},"exp":{}{}}})",
        iss, aud, claims_.user_id.toString(), claims_.workspace_id.toString(),
        claims_.session_id.toString(), now, now + lifetime, more);
  }

  bool accepts(std::string_view token) const { return tokens_.verify(token).has_value(); }

  const std::string header_ = R"({"alg":"EdDSA","kid":"key-1","typ":"at+jwt"})";
  TestClock clock_;
  SigningKey key_ = SigningKey::make(SigningKey::State::active);
  KeyRing ring_;
  AccessTokens tokens_{{}, ring_, clock_};
  AccessClaims claims_{UserId::make(), WorkspaceId::make(), SessionId::make(), 7, "owner", {}, {}};
};

TEST_F(AccessToken, CarriesItsClaims) {
  const auto claims = tokens_.verify(tokens_.issue(claims_));
  ASSERT_TRUE(claims);
  EXPECT_EQ(claims->user_id, claims_.user_id);
  EXPECT_EQ(claims->workspace_id, claims_.workspace_id);
  EXPECT_EQ(claims->session_id, claims_.session_id);
  EXPECT_EQ(claims->session_version, 7);
  EXPECT_EQ(claims->role, "owner");
  EXPECT_EQ(claims->issued_at, clock_.time);
  EXPECT_EQ(claims->expires_at, clock_.time + 10min);
}

TEST_F(AccessToken, EndsAfterTenMinutes) {
  const std::string token = tokens_.issue(claims_);
  clock_.time += 599s;
  EXPECT_TRUE(accepts(token));
  clock_.time += 1s;
  EXPECT_FALSE(accepts(token));
}

TEST_F(AccessToken, IsRefusedWithAnyBitChanged) {
  const std::string token = tokens_.issue(claims_);
  for (std::size_t i = 0; i < token.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed = token;
      changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
      EXPECT_FALSE(accepts(changed)) << i << ' ' << bit;
    }
    EXPECT_FALSE(accepts(token.substr(0, i))) << i;
  }
  EXPECT_FALSE(accepts(token + "="));
  EXPECT_FALSE(accepts(token + "."));
  EXPECT_FALSE(accepts(token + "A"));
}

TEST_F(AccessToken, IsRefusedUnderAnyOtherAlgorithm) {
  ASSERT_TRUE(accepts(sign(header_, payload())));
  for (const auto* alg : {"none", "None", "", "HS256", "HS512", "RS256", "PS256", "ES256",
                          "Ed25519", "eddsa", "EdDSA "}) {
    EXPECT_FALSE(accepts(
        sign(fmt::format(R"({{"alg":"{}","kid":"key-1","typ":"at+jwt"}})", alg), payload())))
        << alg;
  }
  const std::string body =
      toBase64Url(R"({"alg":"none","kid":"key-1","typ":"at+jwt"})") + '.' + toBase64Url(payload());
  EXPECT_FALSE(accepts(body + '.'));
  EXPECT_FALSE(accepts(body));
}

TEST_F(AccessToken, IsRefusedWhenThePublicKeyServesAsAnHmacSecret) {
  const std::string body =
      toBase64Url(R"({"alg":"HS256","kid":"key-1","typ":"at+jwt"})") + '.' + toBase64Url(payload());
  std::string mac(crypto_auth_hmacsha256_BYTES, '\0');
  crypto_auth_hmacsha256(reinterpret_cast<unsigned char*>(mac.data()),
                         reinterpret_cast<const unsigned char*>(body.data()), body.size(),
                         reinterpret_cast<const unsigned char*>(key_.public_key.data()));
  EXPECT_FALSE(accepts(body + '.' + toBase64Url(mac)));
}

TEST_F(AccessToken, IsRefusedWithHeadersThatNameKeysElsewhere) {
  for (const auto* more :
       {R"("jku":"https://evil.example/keys")", R"("x5u":"https://evil.example/cert")",
        R"("jwk":{"kty":"OKP"})", R"("jwk":"x")", R"("x5c":"x")", R"("crit":["exp"])",
        R"("crit":"exp")", R"("zip":"DEF")", R"("b64":0)"}) {
    EXPECT_FALSE(accepts(
        sign(fmt::format(R"({{"alg":"EdDSA","kid":"key-1","typ":"at+jwt",{}}})", more), payload())))
        << more;
  }
}

TEST_F(AccessToken, IsRefusedWithAForeignOrMissingKeyId) {
  for (const auto* kid :
       {R"("kid":"key-2")", R"("kid":"")", R"("kid":"../../etc/passwd")", R"("kid":"' or 1=1 --")",
        R"("kid":1)", R"("kid":"key-1","kid":"key-1")"}) {
    EXPECT_FALSE(
        accepts(sign(fmt::format(R"({{"alg":"EdDSA",{},"typ":"at+jwt"}})", kid), payload())))
        << kid;
  }
  EXPECT_FALSE(accepts(sign(R"({"alg":"EdDSA","typ":"at+jwt"})", payload())));
}

TEST_F(AccessToken, IsRefusedWithAnyOtherType) {
  for (const auto* typ : {"JWT", "at+JWT", "application/at+jwt", "rt+jwt", ""}) {
    EXPECT_FALSE(
        accepts(sign(fmt::format(R"({{"alg":"EdDSA","kid":"key-1","typ":"{}"}})", typ), payload())))
        << typ;
  }
  EXPECT_FALSE(accepts(sign(R"({"alg":"EdDSA","kid":"key-1"})", payload())));
}

TEST_F(AccessToken, IsRefusedForAnotherIssuerOrAudience) {
  EXPECT_FALSE(accepts(sign(header_, payload("somebody", "parley-api"))));
  EXPECT_FALSE(accepts(sign(header_, payload("parley", "another-api"))));
}

TEST_F(AccessToken, IsRefusedBeforeItsTime) {
  const auto now = std::chrono::floor<std::chrono::seconds>(clock_.time).time_since_epoch().count();
  EXPECT_TRUE(
      accepts(sign(header_, payload("parley", "parley-api", fmt::format(R"(,"nbf":{})", now)))));
  EXPECT_FALSE(accepts(
      sign(header_, payload("parley", "parley-api", fmt::format(R"(,"nbf":{})", now + 1)))));
  EXPECT_FALSE(accepts(sign(header_, payload("parley", "parley-api", R"(,"nbf":"0")"))));
  EXPECT_FALSE(accepts(sign(header_, payload("parley", "parley-api", "", 0))));
  EXPECT_FALSE(
      accepts(sign(header_, payload("parley", "parley-api", "", 9'007'199'254'740'000 - now))));
}

TEST_F(AccessToken, IsRefusedWhenItsJsonIsNotExactlyOurs) {
  const std::string good = payload();
  EXPECT_FALSE(accepts(sign(header_, payload("parley", "parley-api", R"(,"sub":"x")"))));
  EXPECT_FALSE(accepts(sign(header_, payload("parley", "parley-api", R"(,"admin":1)"))));
  for (const std::string& text :
       {good + " ", " " + good, good + "}", good.substr(1), std::string{"{}"}, std::string{"[]"},
        std::string{"null"}, std::string{}, good + std::string(1, '\0')}) {
    EXPECT_FALSE(accepts(sign(header_, text))) << text;
  }
  EXPECT_FALSE(accepts(sign(" " + header_, good)));
}

TEST_F(AccessToken, IsRefusedWithPaddedOrSecondSpellingsOfBase64) {
  const std::string token = sign(header_, payload());
  const std::size_t first = token.find('.');
  EXPECT_FALSE(accepts(token.substr(0, first) + "=" + token.substr(first)));
  EXPECT_FALSE(accepts(token + "=="));
  EXPECT_FALSE(accepts(" " + token));
  EXPECT_FALSE(accepts("Bearer " + token));
}

TEST_F(AccessToken, IsRefusedBeyondFourKibibytes) {
  EXPECT_FALSE(accepts(std::string(4097, 'a')));
  EXPECT_FALSE(accepts(
      sign(header_, payload("parley", "parley-api", R"(,"x":")" + std::string(4000, 'x') + '"'))));
  for (const auto* text : {"", ".", "..", "...", "a.b.c", "a.b"})
    EXPECT_FALSE(accepts(text)) << text;
}

TEST_F(AccessToken, IsRefusedWhenSignedByAnotherKeyUnderThisId) {
  SigningKey other = SigningKey::make(SigningKey::State::active);
  other.id = "key-1";
  KeyRing other_ring;
  other_ring.replace(ringOf(std::move(other)));
  EXPECT_FALSE(accepts(AccessTokens({}, other_ring, clock_).issue(claims_)));
}

TEST_F(AccessToken, CannotBeIssuedWithoutAnActiveKeyOrWithOddClaims) {
  const KeyRing empty;
  EXPECT_THROW(AccessTokens({}, empty, clock_).issue(claims_), std::logic_error);
  claims_.role = R"(owner","sub":"x)";
  EXPECT_THROW(tokens_.issue(claims_), std::invalid_argument);
}

TEST_F(AccessToken, OutlivesTheRotationOfItsKeyUntilThatIsTakenAway) {
  const std::string token = tokens_.issue(claims_);
  KeyRing::Keys rotated;
  rotated.push_back(copyOf(key_, SigningKey::State::retiring));
  rotated.push_back(SigningKey::make(SigningKey::State::active));
  const std::string new_id = rotated.back().id;
  ring_.replace(std::move(rotated));
  EXPECT_TRUE(accepts(token));
  EXPECT_NE(fromBase64Url(tokens_.issue(claims_).substr(0, tokens_.issue(claims_).find('.')))
                ->find(new_id),
            std::string::npos);

  ring_.replace(ringOf(SigningKey::make(SigningKey::State::active)));
  EXPECT_FALSE(accepts(token));
}

TEST_F(AccessToken, RingTakesExactlyOneActiveKeyAndDifferentIds) {
  KeyRing ring;
  EXPECT_THROW(ring.replace({}), std::invalid_argument);
  KeyRing::Keys twice;
  twice.push_back(copyOf(key_, SigningKey::State::active));
  twice.push_back(copyOf(key_, SigningKey::State::retiring));
  EXPECT_THROW(ring.replace(std::move(twice)), std::invalid_argument);
  KeyRing::Keys two_active;
  two_active.push_back(SigningKey::make(SigningKey::State::active));
  two_active.push_back(SigningKey::make(SigningKey::State::active));
  EXPECT_THROW(ring.replace(std::move(two_active)), std::invalid_argument);
  EXPECT_EQ(ring.keys(), nullptr);
}

TEST_F(AccessToken, IsRememberedUntilItEndsOrItsKeyIsTakenAway) {
  VerifiedTokens verified{tokens_};
  const std::string token = tokens_.issue(claims_);
  EXPECT_TRUE(verified.verify(token));
  EXPECT_TRUE(verified.verify(token));
  EXPECT_EQ(verified.size(), 1u);

  clock_.time += 600s;
  EXPECT_FALSE(verified.verify(token));
  clock_.time -= 600s;
  EXPECT_TRUE(verified.verify(token));

  ring_.replace(ringOf(SigningKey::make(SigningKey::State::active)));
  EXPECT_FALSE(verified.verify(token));
  EXPECT_EQ(verified.size(), 0u);
}

TEST_F(AccessToken, MemoryIsBoundedAndKeepsWhatIsUsed) {
  VerifiedTokens verified{tokens_, 10};
  const std::string used = tokens_.issue(claims_);
  for (int i = 0; i < 100; ++i) {
    claims_.session_version = 100 + i;
    EXPECT_TRUE(verified.verify(tokens_.issue(claims_)));
    EXPECT_TRUE(verified.verify(used));
    EXPECT_LE(verified.size(), 11u);
  }
  EXPECT_FALSE(verified.verify("nonsense"));
  EXPECT_LE(verified.size(), 11u);
}

TEST(FlatObject, ReadsPlainStringsAndWholeNumbersAlone) {
  const auto object = FlatObject::parse(R"({"a":"x","b":0,"c":9007199254740992})");
  ASSERT_TRUE(object);
  EXPECT_EQ(object->string("a"), "x");
  EXPECT_EQ(object->number("b"), 0);
  EXPECT_EQ(object->number("c"), 9007199254740992);
  EXPECT_EQ(object->number("a"), std::nullopt);
  EXPECT_EQ(object->string("z"), std::nullopt);
  for (const auto* text : {R"({"a":01})",
                           R"({"a":-1})",
                           R"({"a":1.5})",
                           R"({"a":1e3})",
                           R"({"a":9007199254740993})",
                           R"({"a":true})",
                           R"({"a":null})",
                           R"({"a":{}})",
                           R"({"a":[]})",
                           R"({"a":"\u0061"})",
                           R"({"a":"é"})",
                           R"({"a":"x",})",
                           R"({"a" :"x"})",
                           R"({"a":"x"}x)",
                           R"({"a":"x")",
                           R"({"a":"x)",
                           R"({"a":})",
                           R"({"a"})",
                           R"({a:1})",
                           R"({})",
                           R"({"a":1,"a":1})"}) {
    EXPECT_FALSE(FlatObject::parse(text)) << text;
  }
}

}  // namespace
}  // namespace parley::secrets
