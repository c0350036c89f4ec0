#include "language_model/retry.hpp"

#include <gtest/gtest.h>

#include <boost/asio/post.hpp>

#include "fetch/testing/run.hpp"

namespace parley::language_model {
namespace {

using namespace std::chrono_literals;

TEST(RetryPolicy, DoublesItsDelayUpToTheLongest) {
  RetryPolicy policy;
  policy.random = [] { return 0.0; };
  EXPECT_EQ(policy.backoff(0), 500ms);
  EXPECT_EQ(policy.backoff(1), 1000ms);
  EXPECT_EQ(policy.backoff(2), 2000ms);
  EXPECT_EQ(policy.backoff(4), 8000ms);
  EXPECT_EQ(policy.backoff(1000), 8000ms);
}

TEST(RetryPolicy, ShortensItsDelayByUpToAQuarter) {
  RetryPolicy policy;
  policy.random = [] { return 1.0; };
  EXPECT_EQ(policy.backoff(1), 750ms);
  EXPECT_GE(RetryPolicy{}.backoff(0), 375ms);
  EXPECT_LE(RetryPolicy{}.backoff(0), 500ms);
}

TEST(RetryPolicy, ObeysTheProviderUnlessItAsksForTooMuch) {
  RetryPolicy policy;
  EXPECT_EQ(policy.delayBefore(0, 3s), 3s);
  EXPECT_EQ(policy.delayBefore(0, 0s), 0s);
  EXPECT_EQ(policy.delayBefore(0, 61s), std::nullopt);
}

TEST(RetryPolicy, EndsAfterItsRetries) {
  RetryPolicy policy;
  EXPECT_TRUE(policy.delayBefore(1, {}));
  EXPECT_FALSE(policy.delayBefore(2, {}));
  EXPECT_FALSE(policy.delayBefore(2, 1ms));
}

TEST(RetryPolicy, AStopEndsTheWaitAtOnce) {
  Loop loop;
  Cancellation cancellation;
  boost::asio::post(loop, [&] { cancellation.stop(); });
  const auto start = std::chrono::steady_clock::now();
  fetch::testing::run(loop, RetryPolicy{}.wait(1h, cancellation));
  EXPECT_LT(std::chrono::steady_clock::now() - start, 1min);
}

TEST(RetryPolicy, WaitsOnTheLoop) {
  Loop loop;
  Cancellation cancellation;
  const auto start = std::chrono::steady_clock::now();
  fetch::testing::run(loop, RetryPolicy{}.wait(5ms, cancellation));
  EXPECT_GE(std::chrono::steady_clock::now() - start, 5ms);
}

}  // namespace
}  // namespace parley::language_model
