#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <future>
#include <memory>
#include <string>
#include <thread>

#include "app/node.hpp"
#include "json/parse.hpp"
#include "testing/http_client.hpp"
#include "testing/test_database.hpp"

namespace parley::app {

/// A node for tests, serving on loopback from a thread of its own until it goes.
class RunningNode {
 public:
  explicit RunningNode(Configuration configuration, const testing::TestDatabase& storage,
                       bool shared = false)
      : configuration_{std::move(configuration)} {
    node_ = std::make_unique<Node>(configuration_, storage.appConninfo(), shared);
    std::promise<std::string> url;
    auto serving = url.get_future();
    result_ = std::async(std::launch::async, [this, &url] {
      return node_->run([&url](const std::string& text) { url.set_value(text); });
    });
    url_ = serving.get();
    port_ = static_cast<std::uint16_t>(std::stoi(url_.substr(url_.rfind(':') + 1)));
  }
  ~RunningNode() {
    if (result_.valid()) stop();
  }

  /// True: everything ended in time.
  bool stop() {
    node_->stop();
    return result_.get();
  }
  bool wait() { return result_.get(); }

  const std::string& url() const { return url_; }
  std::uint16_t port() const { return port_; }
  testing::HttpClient connect() const { return testing::HttpClient{port_}; }

 private:
  Configuration configuration_;
  std::unique_ptr<Node> node_;
  std::future<bool> result_;
  std::string url_;
  std::uint16_t port_ = 0;
};

/// Somebody who has registered.
struct Person {
  std::string token;
  std::string id;

  std::string headers() const {
    return "Authorization: Bearer " + token + "\r\nContent-Type: application/json\r\n";
  }
};

class Nodes : public ::testing::Test {
 protected:
  static Configuration configuration() {
    Configuration made;
    made.http.port = 0;
    made.http.linger = std::chrono::milliseconds{200};
    made.threads = 2;
    made.accounts.passwords.memory_bytes = std::size_t{19} << 20;
    made.installation_key = std::string(64, 'a');
    made.web_dir = webFolder();
    made.data_dir = std::filesystem::path{::testing::TempDir()} / "parley_node";
    return made;
  }

  /// A web application of one page.
  static std::filesystem::path webFolder();

  static Person registerPerson(RunningNode& node, const std::string& email) {
    const auto answer = node.connect().post(
        "/api/auth/register",
        R"({"workspace_name":"Acme","name":"Ada Lovelace","password":"correct horse battery","email":")" +
            email + "\"}",
        "Content-Type: application/json\r\n");
    EXPECT_EQ(answer.status, 201) << answer.body;
    const auto body = json::parse(answer.body);
    return {std::string{body.at("access_token").as_string()},
            std::string{body.at_pointer("/user/id").as_string()}};
  }

  testing::TestDatabase storage_;
};

}  // namespace parley::app
