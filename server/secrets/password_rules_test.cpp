#include "secrets/password_rules.hpp"

#include <gtest/gtest.h>

namespace parley::secrets {
namespace {

const PasswordOwner ada{"Ada Lovelace", "ada.lovelace@analytical.example", "Analytical Engines"};

bool refused(std::string_view password) {
  return refusePassword(password, ada).has_value();
}

TEST(PasswordRules, RefuseWhatIsShorterThanTwelveCharacters) {
  EXPECT_EQ(refusePassword("violet-kite", ada), "Use at least 12 characters.");
  EXPECT_FALSE(refused("violet-kites"));
}

TEST(PasswordRules, CountCharactersAndNotBytes) {
  EXPECT_TRUE(refused("ключикключи"));
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

TEST(PasswordRules, RefuseCommonWordsWithTrimmings) {
  for (const auto* password :
       {"password1234", "Passw0rd1234", "P@$$w0rd2026!", "!!password!!", "passwordpassword",
        "letmeinletmein", "iloveyou12345", "administrator", "Administrator1!", "welcome-2026!",
        "changeme12345", "Football2026!", "michaeljackson", "Sunshine-1234", "trustno1trustno1",
        "supersecret!", "correcthorsebatterystaple"}) {
    EXPECT_TRUE(refused(password)) << password;
  }
}

TEST(PasswordRules, RefusePatterns) {
  for (const auto* password :
       {"aaaaaaaaaaaa", "123456789012", "210987654321", "abcdefghijkl", "qwertyuiop12",
        "1q2w3e4r5t6y", "q1w2e3r4t5y6", "1qaz2wsx3edc", "zaq12wsxcde3", "asdfghjkl;'#",
        "!@#$%^&*()_+", "abc123abc123", "111222333444", "123-456-789-000", "qwerty123456"}) {
    EXPECT_TRUE(refused(password)) << password;
  }
}

TEST(PasswordRules, RefuseTheOwnersAndTheProductsWords) {
  for (const auto* password : {"ada.lovelace@analytical.example", "AdaLovelace1815",
                               "lovelace-lovelace", "AnalyticalEngines1", "4n4lytical1815!",
                               "parleyparley", "Parley-2026!!", "lovelace1234567"}) {
    EXPECT_TRUE(refused(password)) << password;
  }
  EXPECT_FALSE(refusePassword("lovelace-lovelace-of-ockham", {}).has_value());
}

TEST(PasswordRules, WorkForAnOwnerNothingIsKnownOf) {
  EXPECT_TRUE(refusePassword("password1234", {}).has_value());
  EXPECT_FALSE(refusePassword("violet kites over rivers", {}).has_value());
}

}  // namespace
}  // namespace parley::secrets
