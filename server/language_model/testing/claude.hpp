#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "language_model/anthropic/protocol.hpp"
#include "language_model/testing/model_test.hpp"
#include "language_model/testing/peer.hpp"

namespace parley::language_model::testing {

/// Claude against the strict scripted peer. Every test ends with the peer having found nothing
/// wrong.
class Claude : public ModelTest {
 protected:
  Claude() {
    credential.key = "sk-ant-one";
    request.model = "claude-opus-5-5";
  }

  static void SetUpTestSuite() {
    if (!peer && NodeChild::isInstalled()) peer = std::make_unique<Peer>();
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

  std::string baseUrl() override { return peer->url() + "/"; }
  std::unique_ptr<const Protocol> protocol() override { return anthropic::protocol(); }

  static inline std::unique_ptr<Peer> peer;  ///< one for all suites: it ends with the program
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
