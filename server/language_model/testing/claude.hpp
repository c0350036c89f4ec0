#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fetch/testing/run.hpp"
#include "language_model/anthropic.hpp"
#include "language_model/testing/peer.hpp"

namespace parley::language_model::testing {

using fetch::testing::run;

/// Claude against the strict scripted peer. Every test ends with the peer having found nothing
/// wrong.
class Claude : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (!peer && Peer::isInstalled()) peer = std::make_unique<Peer>();
  }

  void SetUp() override {
    if (peer) return;
    std::cerr << "\n*** The Messages API peer is not installed: run `npm ci` in e2e/. Claude is "
                 "NOT tested. ***\n\n";
    GTEST_SKIP() << "e2e/node_modules is missing";
  }

  void TearDown() override {
    if (peer && check_violations) EXPECT_EQ(control("GET", "/violations"), R"({"items":[]})");
  }

  std::string control(std::string method, std::string_view path, std::string body = {}) {
    fetch::Request order;
    order.method = std::move(method);
    order.url = peer->url() + std::string{path};
    order.network = fetch::Network::anywhere;
    order.body = std::move(body);
    auto work = client.send(std::move(order));
    auto response = run(loop, std::move(work));
    EXPECT_EQ(response.status, 200) << response.body;
    return response.body;
  }

  void script(std::string_view turns, std::string_view more = "") {
    control("PUT", "/control/script", fmt::format(R"({{"turns":[{}]{}}})", turns, more));
  }

  /// What the peer got on one path, as it came.
  std::vector<json::object> requests(std::string_view path = "/v1/messages") {
    const auto all = boost::json::parse(control("GET", "/control/requests"));
    std::vector<json::object> matching;
    for (const auto& item : all.at("items").as_array()) {
      if (item.at("path").as_string().starts_with(path)) matching.push_back(item.as_object());
    }
    return matching;
  }
  std::string body(std::size_t index) {
    const auto all = requests();
    return index < all.size() ? std::string{all[index].at("body").as_string()} : std::string{};
  }

  AnthropicModel& claude() {
    if (model) return *model;
    options.base_url = peer->url() + "/";
    options.credential = [this] { return readCredential(); };
    options.retry.random = [] { return 0.0; };
    options.retry.wait = [this](auto delay, auto&) { return recordWait(delay); };
    model.emplace(client, options);
    return *model;
  }
  task<AnthropicModel::Credential> readCredential() { co_return credential; }
  task<void> recordWait(std::chrono::milliseconds delay) {
    waits.push_back(delay);
    co_return;
  }

  Completion complete() { return run(loop, claude().complete(request, sink, cancellation)); }
  ModelFailure failure() {
    try {
      complete();
    } catch (const ModelFailure& failed) {
      return failed;
    }
    ADD_FAILURE() << "the model answered";
    return {FailureKind::overloaded, ""};
  }

  void say(std::string words) {
    request.messages.push_back({Role::user, {Text{std::move(words)}}, {}});
  }
  void append(const Completion& completion) {
    request.messages.push_back({Role::assistant, completion.parts, completion.raw});
  }
  void answerCalls(const Completion& completion, const std::string& content = R"({"id":7})") {
    Message results;
    for (const auto& part : completion.parts) {
      if (const auto* call = std::get_if<ToolCall>(&part))
        results.parts.push_back(ToolResult{call->id, content, false});
    }
    request.messages.push_back(std::move(results));
  }
  static std::string textOf(const Completion& completion) {
    std::string all;
    for (const auto& part : completion.parts) {
      if (const auto* text = std::get_if<Text>(&part)) all += text->text;
    }
    return all;
  }
  template <class Kind>
  std::size_t count() const {
    return static_cast<std::size_t>(std::ranges::count_if(
        deltas, [](const Delta& item) { return std::holds_alternative<Kind>(item); }));
  }

  static inline std::unique_ptr<Peer> peer;  ///< one for all suites: it ends with the program
  Loop loop;
  fetch::Client client{loop};
  AnthropicModel::Options options;
  std::optional<AnthropicModel> model;
  AnthropicModel::Credential credential{"sk-ant-one", "account-one"};
  Request request{.model = "claude-opus-5-5",
                  .system = "You are Parley.",
                  .tools = {{"find", "Finds", {{"type", "object"}}}},
                  .messages = {},
                  .effort = Effort::medium,
                  .max_tokens = 16'000};
  std::vector<Delta> deltas;
  std::vector<std::chrono::milliseconds> waits;
  DeltaSink sink = [this](Delta item) { deltas.push_back(std::move(item)); };
  Cancellation cancellation;
  bool check_violations = true;
};

/// Scripted turns.
inline const std::string hello = R"({"blocks":[{"type":"text","text":"Hello – 😀!"}]})";
inline const std::string calls =
    R"({"blocks":[{"type":"thinking","thinking":"","signature":"c2lnMQ=="},)"
    R"({"type":"text","text":"One moment."},)"
    R"({"type":"tool_use","id":"toolu_1","name":"find","raw_input":"{ \"q\": \"a\\/b\",\"n\" :1.50e1}","extra":{"toolset_name":null}},)"
    R"({"type":"tool_use","id":"toolu_2","name":"find","input":{"q":"é😀"}}]})";

}  // namespace parley::language_model::testing
