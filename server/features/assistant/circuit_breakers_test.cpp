#include "features/assistant/circuit_breakers.hpp"

#include <gtest/gtest.h>

namespace parley::assistant {
namespace {

using std::chrono::seconds;

class CircuitBreakersTest : public ::testing::Test {
 protected:
  void fail(int times) {
    for (int i = 0; i < times; ++i) breakers_.failed("claude", now_);
  }
  bool isAsked(const std::string& model = "claude") {
    return !breakers_.pauseOf(model, now_).has_value();
  }

  Timestamp now_{seconds{1'000}};
  CircuitBreakers breakers_{{.failures = 3, .pause = seconds{30}, .max_kept = 10}};
};

TEST_F(CircuitBreakersTest, ModelThatFailedAFewTimesIsStillAsked) {
  fail(2);
  EXPECT_TRUE(isAsked());
}

TEST_F(CircuitBreakersTest, ModelThatKeepsFailingIsLeftAloneForAWhileAndNoOtherIs) {
  fail(3);
  EXPECT_EQ(breakers_.pauseOf("claude", now_), seconds{30});
  EXPECT_TRUE(isAsked("gpt"));
}

TEST_F(CircuitBreakersTest, AfterThePauseOneTriesAndTheOthersWait) {
  fail(3);
  now_ += seconds{30};
  EXPECT_TRUE(isAsked());
  EXPECT_FALSE(isAsked());
}

TEST_F(CircuitBreakersTest, OneAnswerOpensTheWay) {
  fail(3);
  now_ += seconds{30};
  ASSERT_TRUE(isAsked());
  breakers_.answered("claude");
  EXPECT_TRUE(isAsked());
  EXPECT_TRUE(isAsked());
}

TEST_F(CircuitBreakersTest, FailureOfTheTryBeginsThePauseAnew) {
  fail(3);
  now_ += seconds{30};
  ASSERT_TRUE(isAsked());
  now_ += seconds{10};
  fail(1);
  EXPECT_EQ(breakers_.pauseOf("claude", now_), seconds{30});
}

}  // namespace
}  // namespace parley::assistant
