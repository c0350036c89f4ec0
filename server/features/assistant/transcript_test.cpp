#include "features/assistant/transcript.hpp"

#include <gtest/gtest.h>

#include "json/parse.hpp"

namespace parley::assistant {
namespace {

constexpr Timestamp begin{std::chrono::milliseconds{1'800'000'000'000}};

/// Numbers events and dates them in seconds after the beginning.
class EventLog {
 public:
  EventLog& add(double seconds, std::string type, std::string text) {
    const auto at = begin + std::chrono::milliseconds{static_cast<int>(seconds * 1000)};
    const int seq = static_cast<int>(events_.size()) + 1;
    events_.push_back({seq, std::move(type), R"({"text":")" + text + R"("})", at});
    return *this;
  }

  json::array parts() const { return json::parse(transcriptOf(events_, {}).parts, {}).as_array(); }

 private:
  std::vector<StoredEvent> events_;
};

std::int64_t secondsOf(const json::value& part) {
  return part.at("seconds").as_int64();
}

TEST(Transcript, TellsHowLongTheModelThought) {
  const auto parts = EventLog{}
                         .add(0, "run.started", "")
                         .add(1, "thinking.delta", "Save ")
                         .add(2.4, "thinking.delta", "Ada.")
                         .add(5.2, "text.delta", "Saved.")
                         .add(9, "text.delta", " Anything else?")
                         .parts();
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[0].at("text").as_string(), "Save Ada.");
  EXPECT_EQ(secondsOf(parts[0]), 4);
  EXPECT_EQ(parts[1].at("text").as_string(), "Saved. Anything else?");
}

TEST(Transcript, TimesEachThoughtByItself) {
  const auto parts = EventLog{}
                         .add(0, "thinking.delta", "First")
                         .add(2, "text.delta", "Let me see.")
                         .add(7, "thinking.delta", "Second")
                         .add(8, "text.delta", "There.")
                         .parts();
  ASSERT_EQ(parts.size(), 4U);
  EXPECT_EQ(secondsOf(parts[0]), 2);
  EXPECT_EQ(secondsOf(parts[2]), 1);
}

TEST(Transcript, KnowsHowLongAThoughtHasLastedThatWasCutOff) {
  const auto parts =
      EventLog{}.add(0, "thinking.delta", "Well").add(3, "thinking.delta", " then").parts();
  ASSERT_EQ(parts.size(), 1U);
  EXPECT_EQ(secondsOf(parts[0]), 3);
}

}  // namespace
}  // namespace parley::assistant
