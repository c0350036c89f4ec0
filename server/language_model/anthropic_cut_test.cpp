#include <fmt/format.h>
#include <gtest/gtest.h>

#include "fetch/testing/raw_server.hpp"
#include "fetch/testing/run.hpp"
#include "language_model/anthropic/protocol.hpp"
#include "language_model/remote_model.hpp"

namespace parley::language_model {
namespace {

using fetch::testing::Answer;
using fetch::testing::RawServer;
using fetch::testing::run;

std::string event(std::string_view type, std::string_view data) {
  return fmt::format("event: {}\ndata: {}\n\n", type, data);
}

/// A recorded answer: thinking, text and a call, as it goes over the wire.
const std::string recorded =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n" +
    event(
        "message_start",
        R"({"type":"message_start","message":{"id":"m","usage":{"input_tokens":3,"output_tokens":1}}})") +
    event(
        "content_block_start",
        R"({"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}})") +
    event("ping", R"({"type":"ping"})") +
    event(
        "content_block_delta",
        R"({"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"sig"}})") +
    event("content_block_stop", R"({"type":"content_block_stop","index":0})") +
    event("content_block_start",
          R"({"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}})") +
    event(
        "content_block_delta",
        R"({"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Saving é"}})") +
    event("content_block_stop", R"({"type":"content_block_stop","index":1})") +
    event(
        "content_block_start",
        R"({"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"t1","name":"save","input":{}}})") +
    event(
        "content_block_delta",
        R"({"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"name\":\"Ada\"}"}})") +
    event("content_block_stop", R"({"type":"content_block_stop","index":2})") +
    event(
        "message_delta",
        R"({"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":9}})") +
    event("message_stop", R"({"type":"message_stop"})");

task<RemoteModel::Credential> aKey() {
  co_return RemoteModel::Credential{"sk-ant-x", "account"};
}
task<void> noWait(std::chrono::milliseconds, Cancellation&) {
  co_return;
}

class CutStream : public ::testing::TestWithParam<Answer::Then> {
 protected:
  Completion complete(std::uint16_t port, int retries) {
    RemoteModel::Options options;
    options.base_url = fmt::format("http://127.0.0.1:{}", port);
    options.credential = &aKey;
    options.retry.max_retries = retries;
    options.retry.wait = &noWait;
    options.directory = std::make_shared<FactsDirectory>();
    options.directory->keepAsIs(*parseTimestamp("2100-01-01T00:00:00Z"));
    RemoteModel model{client, anthropic::protocol(), options};
    Request request;
    request.model = "claude-opus-5-5";
    request.messages = {{Role::user, {Text{"hi"}}, {}}};
    Cancellation cancellation;
    retried = 0;
    const DeltaSink sink = [this](const Delta& delta) {
      retried += std::holds_alternative<Retrying>(delta);
    };
    return run(loop, model.complete(request, sink, cancellation));
  }

  Loop loop;
  fetch::Client client{loop};
  int retried = 0;
};

TEST_P(CutStream, AtAnyByteIsAFailureAndNeverATurn) {
  std::size_t size = 0;
  RawServer server{loop, [&](const auto&) { return Answer{recorded.substr(0, size), GetParam()}; }};
  const auto last_needed = recorded.size() - 1;  // the line feed that ends the last event
  for (; size <= last_needed; ++size) {
    try {
      complete(server.port(), 0);
      ADD_FAILURE() << "a turn came out of " << size << " bytes";
    } catch (const ModelFailure& failure) {
      EXPECT_EQ(failure.kind, FailureKind::unreachable) << size;
    }
  }
}

TEST_P(CutStream, IsMadeGoodByARetry) {
  std::size_t size = 0;
  int asked = 0;
  RawServer server{loop, [&](const auto&) {
                     return ++asked % 2 == 1 ? Answer{recorded.substr(0, size), GetParam()}
                                             : Answer{recorded};
                   }};
  for (; size < recorded.size(); size += 5) {
    const auto completion = complete(server.port(), 1);
    EXPECT_EQ(retried, 1) << size;
    EXPECT_EQ(
        completion.raw.blocks,
        R"([{"type":"thinking","thinking":"","signature":"sig"},{"type":"text","text":"Saving é"},)"
        R"({"type":"tool_use","id":"t1","name":"save","input":{"name":"Ada"}}])");
    EXPECT_EQ(completion.stop, StopReason::tool_use);
  }
}

INSTANTIATE_TEST_SUITE_P(Claude, CutStream,
                         ::testing::Values(Answer::Then::close, Answer::Then::reset),
                         [](const auto& info) {
                           return info.param == Answer::Then::close ? "ByClose" : "ByReset";
                         });

}  // namespace
}  // namespace parley::language_model
