#include "secrets/password_rules.hpp"

#include <gtest/gtest.h>

namespace parley::secrets {
namespace {

const PasswordOwner ada{"Ada Lovelace", "ada.lovelace@analytical.example", "Analytical Engines"};

bool refused(std::string_view password) {
  return refusePassword(password, ada).has_value();
}

TEST(PasswordRules, RefuseWhatIsShorterThanEightCharacters) {
  EXPECT_EQ(refusePassword("violet7", ada), "Use at least 8 characters.");
  EXPECT_FALSE(refused("violet-k"));
}

TEST(PasswordRules, CountCharactersAndNotBytes) {
  EXPECT_TRUE(refused("ключики"));
  EXPECT_FALSE(refused("ключ от сада"));
  EXPECT_EQ(refusePassword("\xff\xfe...........", ada), "The password is not readable text.");
}

TEST(PasswordRules, AcceptUpTo256Characters) {
  std::string text;
  while (text.size() < 256) text += "kite lamp over rivers ";
  text.resize(256);
  EXPECT_FALSE(refused(text));
  EXPECT_EQ(refusePassword(text + "x", ada), "Use at most 256 characters.");
}

TEST(PasswordRules, AskForNoDigitsSignsOrCapitals) {
  for (const auto* password :
       {"correct horse battery staple", "fifteen-lowercase", "kitelamprivers", "Xk9#mQ2$vL7!",
        "😀🎈 unser Garten blüht", "S3cure-Passw0rd!2026", "SuperSecret123!", "Test-Password-123",
        "parley-test-password-1", "a long enough password", "never-guess-this-one",
        "hunter2hunter2 but longer", "plausible-Test-1234"}) {
    EXPECT_FALSE(refused(password)) << password;
  }
}

TEST(PasswordRules, RefuseASingleCommonWordWithTrimmings) {
  for (const auto* password : {"password", "P@$$w0rd", "!!password!!", "administrator", "iloveyou",
                               "sunshine!", "Football"}) {
    EXPECT_TRUE(refused(password)) << password;
  }
}

TEST(PasswordRules, RefusePatterns) {
  for (const auto* password :
       {"aaaaaaaaaaaa", "123456789012", "210987654321", "abcdefghijkl", "12345678", "q1w2e3r4t5y6",
        "asdfghjkl;", "!@#$%^&*()_+", "111222333444", "123-456-789-000", "qwertyuiop"}) {
    EXPECT_TRUE(refused(password)) << password;
  }
}

TEST(PasswordRules, RefuseTheOwnersAndTheProductsWords) {
  for (const auto* password :
       {"ada.lovelace@analytical.example", "AdaLovelace", "L0velace", "analytical!"}) {
    EXPECT_TRUE(refused(password)) << password;
  }
  EXPECT_FALSE(refusePassword("lovelace-of-ockham", {}).has_value());
}

TEST(PasswordRules, WorkForAnOwnerNothingIsKnownOf) {
  EXPECT_TRUE(refusePassword("password", {}).has_value());
  EXPECT_FALSE(refusePassword("violet kites over rivers", {}).has_value());
}

}  // namespace
}  // namespace parley::secrets
