#include <fmt/format.h>
#include <gmock/gmock.h>

#include <thread>

#include "features/assistant/assistant_fixture.hpp"

/// Commits that were made, and whose answer never came.
namespace parley::assistant {
namespace {

using ::testing::ElementsAre;

class LostAnswers : public ServedAssistantTest {
 protected:
  ~LostAnswers() override { waitFor(""); }

  /// Every durable commit waits for a standby of that name, behind being made; "": none does.
  void waitFor(std::string_view standby) {
    storage_.askAsSuperuser(
        fmt::format("alter system set synchronous_standby_names = '{}'", standby));
    storage_.askAsSuperuser("select pg_reload_conf()");
    while (storage_.askAsSuperuser("show synchronous_standby_names") != standby) {
    }
  }
  /// Cuts off whoever waits for a standby.
  void cutOff() {
    constexpr auto waiting = "from pg_stat_activity where wait_event = 'SyncRep'";
    while (storage_.askAsSuperuser(fmt::format("select count(*) {}", waiting)) == "0") {
    }
    storage_.askAsSuperuser(fmt::format("select pg_terminate_backend(pid) {}", waiting));
    waitFor("");
  }
  std::vector<int> numbersOfEvents(const testing::Used& answer) {
    const auto events =
        use(maya_, "read_run_events", fmt::format(R"({{"run_id":"{}"}})", answer.text("/run_id")));
    std::vector<int> numbers;
    for (const auto& event : events.body.at("events").as_array())
      numbers.push_back(event.at("seq").to_number<int>());
    return numbers;
  }
};

TEST_F(LostAnswers, ChangeThatWasMadeIsToldAsMadeAndNotMadeAgain) {
  scriptCalls({toolCall("1", "create_note", R"({"name":"Once"})")});
  scriptText("Saved.");
  std::jthread cutter;
  model_->on_request = [&] {
    if (model_->requests.size() > 1) return;
    waitFor("nobody");
    cutter = std::jthread{[this] { cutOff(); }};
  };
  const auto answer = say("note it");
  EXPECT_EQ(answer.text("/status"), "completed") << answer.detail;
  EXPECT_EQ(answer.text("/actions/0/status"), "done");
  EXPECT_EQ(answer.count("/actions"), 1U);
  EXPECT_THAT(noteNames(), ElementsAre("Once"));
  EXPECT_FALSE(lastResults().front().is_error);
}

TEST_F(LostAnswers, EndThatWasWrittenIsWrittenOnce) {
  scriptText("Hello.");
  std::jthread cutter;
  model_->on_request = [&] {
    waitFor("nobody");
    cutter = std::jthread{[this] { cutOff(); }};
  };
  const auto answer = say("hi");
  EXPECT_EQ(answer.text("/status"), "completed") << answer.detail;
  EXPECT_EQ(answer.text("/reply"), "Hello.");
  const auto numbers = numbersOfEvents(answer);
  for (std::size_t i = 0; i < numbers.size(); ++i) EXPECT_EQ(numbers[i], i + 1) << "each once";
}

}  // namespace
}  // namespace parley::assistant
