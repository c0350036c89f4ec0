#include "http/compression.hpp"

#include <gtest/gtest.h>

namespace parley::http {
namespace {

TEST(AcceptEncoding, ChoosesByWeightAndThenBySize) {
  EXPECT_EQ(chooseEncoding("gzip, deflate, br"), Encoding::brotli);
  EXPECT_EQ(chooseEncoding("gzip"), Encoding::gzip);
  EXPECT_EQ(chooseEncoding("br;q=0.5, gzip;q=0.8"), Encoding::gzip);
  EXPECT_EQ(chooseEncoding("GZIP;Q=1.0"), Encoding::gzip);
  EXPECT_EQ(chooseEncoding("*"), Encoding::brotli);
  EXPECT_EQ(chooseEncoding("br;q=0, *;q=0.1"), Encoding::gzip);
}

TEST(AcceptEncoding, CanRefuseEverything) {
  EXPECT_EQ(chooseEncoding(""), Encoding::identity);
  EXPECT_EQ(chooseEncoding("identity"), Encoding::identity);
  EXPECT_EQ(chooseEncoding("gzip;q=0"), Encoding::identity);
  EXPECT_EQ(chooseEncoding("gzip;q=nonsense"), Encoding::identity);
  EXPECT_EQ(chooseEncoding("identity;q=1, gzip;q=0.5"), Encoding::identity);
  EXPECT_EQ(chooseEncoding("zstd, deflate"), Encoding::identity);
}

TEST(AcceptEncoding, ChoosesAmongTheFormsThatExist) {
  EXPECT_EQ(chooseEncoding("gzip, br", true, false), Encoding::gzip);
  EXPECT_EQ(chooseEncoding("gzip, br", false, false), Encoding::identity);
}

TEST(Compression, MakesTextSmallerAndLeavesTheRest) {
  const std::string repeated(10'000, 'a');
  for (const auto encoding : {Encoding::gzip, Encoding::brotli}) {
    for (const auto effort : {Effort::fast, Effort::small}) {
      const auto smaller = compress(encoding, repeated, effort);
      ASSERT_TRUE(smaller.has_value());
      EXPECT_LT(smaller->size(), 200U);
    }
    EXPECT_EQ(compress(encoding, "ab", Effort::fast), std::nullopt);
    EXPECT_EQ(compress(encoding, "", Effort::fast), std::nullopt);
  }
}

TEST(Compression, IsForTextLikeTypes) {
  EXPECT_TRUE(isCompressible("application/json; charset=utf-8"));
  EXPECT_TRUE(isCompressible("application/problem+json"));
  EXPECT_TRUE(isCompressible("text/html"));
  EXPECT_TRUE(isCompressible("image/svg+xml"));
  EXPECT_FALSE(isCompressible("image/png"));
  EXPECT_FALSE(isCompressible("application/octet-stream"));
}

}  // namespace
}  // namespace parley::http
