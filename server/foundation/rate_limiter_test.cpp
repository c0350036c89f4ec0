#include "foundation/rate_limiter.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace parley {
namespace {

using namespace std::chrono_literals;

class TestClock final : public Clock {
 public:
  Timestamp now() const override { return time; }
  Timestamp time = Timestamp{1'790'000'000s};
};

class RateLimiterTest : public ::testing::Test {
 protected:
  static int takeAll(RateLimiter& limiter, std::string_view key) {
    int taken = 0;
    while (!limiter.take(key)) ++taken;
    return taken;
  }

  TestClock clock_;
};

TEST_F(RateLimiterTest, AllowsABurstThenOneEveryInterval) {
  RateLimiter limiter{{.limit = {30s, 5}}, clock_};
  EXPECT_EQ(takeAll(limiter, "ada"), 5);
  EXPECT_EQ(limiter.take("ada"), 30s);
  clock_.time += 29s;
  EXPECT_EQ(limiter.take("ada"), 1s);
  clock_.time += 1s;
  EXPECT_EQ(limiter.take("ada"), std::nullopt);
  EXPECT_EQ(limiter.take("ada"), 30s);
}

TEST_F(RateLimiterTest, RefillsTheWholeBurstAndNoMore) {
  RateLimiter limiter{{.limit = {30s, 5}}, clock_};
  takeAll(limiter, "ada");
  clock_.time += 24h;
  EXPECT_EQ(takeAll(limiter, "ada"), 5);
}

TEST_F(RateLimiterTest, CountsKeysApart) {
  RateLimiter limiter{{.limit = RateLimit::perMinute(30)}, clock_};
  EXPECT_EQ(takeAll(limiter, "ada"), 30);
  EXPECT_EQ(takeAll(limiter, "bob"), 30);
}

TEST_F(RateLimiterTest, HoldsARateOverTime) {
  RateLimiter limiter{{.limit = RateLimit::perSecond(200, 1000)}, clock_};
  int taken = 0;
  for (int step = 0; step < 10'000; ++step, clock_.time += 1ms) taken += takeAll(limiter, "ada");
  EXPECT_NEAR(taken, 1000 + 200 * 10, 2);
}

TEST_F(RateLimiterTest, ChecksWithoutCounting) {
  RateLimiter limiter{{.limit = {30s, 1}}, clock_};
  EXPECT_EQ(limiter.check("ada"), std::nullopt);
  EXPECT_EQ(limiter.check("ada"), std::nullopt);
  EXPECT_EQ(limiter.size(), 0u);
  limiter.take("ada");
  EXPECT_EQ(limiter.check("ada"), 30s);
}

TEST_F(RateLimiterTest, GivesBackWhatTurnedOutWell) {
  RateLimiter limiter{{.limit = {30s, 2}}, clock_};
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(limiter.take("ada"), std::nullopt);
    limiter.giveBack("ada");
  }
  EXPECT_EQ(takeAll(limiter, "ada"), 2);
  for (int i = 0; i < 10; ++i) limiter.giveBack("ada");
  EXPECT_EQ(takeAll(limiter, "ada"), 2);
  limiter.forget("ada");
  EXPECT_EQ(takeAll(limiter, "ada"), 2);
}

TEST_F(RateLimiterTest, LocksNobodyOutWhenTheClockIsSetBack) {
  RateLimiter limiter{{.limit = {30s, 5}}, clock_};
  takeAll(limiter, "ada");
  clock_.time -= 24h;
  EXPECT_LE(limiter.take("ada").value_or(0ms), 30s);
  clock_.time += 30s;
  EXPECT_EQ(limiter.take("ada"), std::nullopt);
}

TEST_F(RateLimiterTest, KeepsABoundedNumberOfKeys) {
  RateLimiter limiter{{.limit = {30s, 5}, .max_keys = 160}, clock_};
  for (int i = 0; i < 10'000; ++i) {
    EXPECT_EQ(limiter.take(std::to_string(i)), std::nullopt);
    EXPECT_LE(limiter.size(), 160u);
  }
}

TEST_F(RateLimiterTest, ForgetsRefilledKeysBeforeOthers) {
  RateLimiter limiter{{.limit = {30s, 5}, .max_keys = 16 * 64}, clock_};
  for (int i = 0; i < 500; ++i) limiter.take("old " + std::to_string(i));
  clock_.time += 1h;
  takeAll(limiter, "ada");
  for (int i = 0; i < 500; ++i) limiter.take("new " + std::to_string(i));
  EXPECT_NE(limiter.take("ada"), std::nullopt);
}

TEST_F(RateLimiterTest, LetsExactlyTheBurstThroughFromManyThreads) {
  RateLimiter limiter{{.limit = {30s, 100}}, clock_};
  std::atomic<int> taken = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        for (int n = 0; n < 200; ++n) taken += limiter.take("ada") ? 0 : 1;
      });
    }
  }
  EXPECT_EQ(taken, 100);
}

TEST(RetryAfter, IsInWholeSecondsAndNeverNone) {
  EXPECT_EQ(retryAfter(0ms), 1s);
  EXPECT_EQ(retryAfter(1000ms), 1s);
  EXPECT_EQ(retryAfter(1001ms), 2s);
}

TEST(AddressKey, TakesAnIpv6NetworkForOneAddress) {
  EXPECT_EQ(addressKey("192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(addressKey("::ffff:192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(addressKey("2001:db8:1:2:3:4:5:6"), addressKey("2001:db8:1:2::9"));
  EXPECT_NE(addressKey("2001:db8:1:2::9"), addressKey("2001:db8:1:3::9"));
  EXPECT_EQ(addressKey("fe80::1%eth0"), addressKey("fe80::2"));
  EXPECT_EQ(addressKey("unix"), "unix");
}

}  // namespace
}  // namespace parley
