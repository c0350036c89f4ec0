#include "secrets/random.hpp"

#include <gtest/gtest.h>

#include <set>

namespace parley::secrets {
namespace {

TEST(Random, MakesTokensOf256BitsThatNeverRepeat) {
  std::set<std::string> tokens;
  for (int i = 0; i < 1000; ++i) {
    const std::string token = makeToken();
    EXPECT_EQ(token.size(), 43u);
    EXPECT_EQ(fromBase64Url(token).value().size(), 32u);
    tokens.insert(token);
  }
  EXPECT_EQ(tokens.size(), 1000u);
}

TEST(Hashes, AgreeWithPublishedVectors) {
  EXPECT_EQ(toHex(sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(toHex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(toHex(blake2b("abc")),
            "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
  EXPECT_NE(blake2b("abc", "a key of 16 byte"), blake2b("abc"));
  EXPECT_THROW(blake2b("abc", std::string(65, 'k')), std::invalid_argument);
}

TEST(Base64Url, ReadsWhatItWrote) {
  for (std::size_t size = 0; size < 70; ++size) {
    const std::string bytes = randomBytes(size);
    EXPECT_EQ(fromBase64Url(toBase64Url(bytes)), bytes);
  }
}

TEST(Base64Url, RefusesPaddingBlanksOtherAlphabetsAndSecondSpellings) {
  EXPECT_EQ(fromBase64Url("_w"), "\xff");
  for (const auto* text : {"_w==", "_x", " _w", "_w\n", "/w", "_", "_w.", "_\xc3\xa9"}) {
    EXPECT_EQ(fromBase64Url(text), std::nullopt) << text;
  }
  EXPECT_EQ(fromBase64Url(std::string_view{"_w\0", 3}), std::nullopt);
}

TEST(EqualInConstantTime, ComparesContentAndLength) {
  EXPECT_TRUE(equalInConstantTime("abc", "abc"));
  EXPECT_TRUE(equalInConstantTime("", ""));
  EXPECT_FALSE(equalInConstantTime("abc", "abd"));
  EXPECT_FALSE(equalInConstantTime("abc", "abcd"));
}

TEST(Wipe, EmptiesTheString) {
  std::string text = "a secret that is longer than the small buffer";
  const char* const before = text.data();
  wipe(text);
  EXPECT_TRUE(text.empty());
  EXPECT_EQ(before, text.data());
  EXPECT_EQ(before[3], '\0');
}

}  // namespace
}  // namespace parley::secrets
