// Streams that were not made here: @copilotkit/aimock plays all four providers.
#include <gtest/gtest.h>

#include <iostream>

#include "language_model/anthropic/protocol.hpp"
#include "language_model/gemini/protocol.hpp"
#include "language_model/openai_chat/protocol.hpp"
#include "language_model/openai_responses/protocol.hpp"
#include "language_model/testing/model_test.hpp"
#include "language_model/testing/node_child.hpp"

namespace parley::language_model {
namespace {

struct Source {
  const char* name;
  std::unique_ptr<const Protocol> (*protocol)();
  const char* path;
  const char* model;
};

class SecondSource : public testing::ModelTest, public ::testing::WithParamInterface<Source> {
 protected:
  static void SetUpTestSuite() {
    if (url_.empty() && testing::NodeChild::isInstalled()) {
      static const testing::NodeChild mock{"peers/aimock.mjs"};
      url_ = mock.readLine();
    }
  }
  void SetUp() override {
    request.model = GetParam().model;
    if (!url_.empty()) return;
    std::cerr << "\n*** aimock is not installed: run `npm ci` in e2e/. Its streams are NOT tested. "
                 "***\n\n";
    GTEST_SKIP() << "e2e/node_modules is missing";
  }
  std::string baseUrl() override { return url_ + GetParam().path; }
  std::unique_ptr<const Protocol> protocol() override { return GetParam().protocol(); }

  static inline std::string url_;
};

TEST_P(SecondSource, ThinksSpeaksCallsInParallelAndAnswers) {
  say("find acme");
  const auto first = complete();
  EXPECT_EQ(first.stop, StopReason::tool_use);
  EXPECT_EQ(textOf(first), "One moment.");
  EXPECT_EQ(shown<TextDelta>(), "One moment.");
  std::vector<json::object> arguments;
  for (const auto& part : first.parts) {
    if (const auto* call = std::get_if<ToolCall>(&part)) arguments.push_back(call->arguments);
  }
  EXPECT_EQ(arguments, (std::vector<json::object>{{{"q", "a/b"}}, {{"q", "é😀"}}}));
  append(first);
  answerCalls(first);
  EXPECT_EQ(textOf(complete()), "Hello – 😀!");
}

INSTANTIATE_TEST_SUITE_P(
    Aimock, SecondSource,
    ::testing::Values(Source{"Anthropic", &anthropic::protocol, "", "claude-sonnet-5-5"},
                      Source{"OpenAiResponses", &openai_responses::protocol, "", "gpt-6.1-terra"},
                      Source{"OpenAiChat", [] { return openai_chat::protocol("http://aimock/v1"); },
                             "/v1", "m"},
                      Source{"Gemini", &gemini::protocol, "/v1beta", "gemini-3.8-flash"}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace parley::language_model
