#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/use_future.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "http/server.hpp"
#include "testing/http_client.hpp"

namespace parley::http {

/// A server for tests: real sockets on loopback, one thread per lane, the same routes on every
/// lane.
class TestServer {
 public:
  using Setup = std::function<void(Router&, std::size_t lane)>;

  explicit TestServer(const Setup& setup, Options options = {}, std::size_t lane_count = 2) {
    options.linger = std::chrono::milliseconds{200};  // tests hold clients open while they drain
    options.error = errorAnswer;
    options.access_log = [this](const Access& access) { note(access); };
    options.failure_log = [this](std::string_view, std::string_view what) {
      const std::lock_guard lock(mutex_);
      failures_.emplace_back(what);
    };
    std::vector<Lane> lanes;
    for (std::size_t i = 0; i < lane_count; ++i) {
      auto& own = lanes_.emplace_back(std::make_unique<OwnLane>());
      setup(own->router, i);
      lanes.push_back({own->loop, own->router});
    }
    server_ = std::make_unique<Server>(lanes, std::move(options));
    server_->start();
    for (auto& lane : lanes_) lane->thread = std::thread([&loop = lane->loop] { loop.run(); });
  }
  ~TestServer() {
    drain(std::chrono::milliseconds{0});
    for (auto& lane : lanes_) lane->work.reset();
    for (auto& lane : lanes_) lane->loop.stop();
    for (auto& lane : lanes_) lane->thread.join();
  }

  bool drain(std::chrono::milliseconds patience) {
    return boost::asio::co_spawn(lanes_.front()->loop, server_->drain(patience),
                                 boost::asio::use_future)
        .get();
  }
  std::future<bool> startDraining(std::chrono::milliseconds patience) {
    return boost::asio::co_spawn(lanes_.front()->loop, server_->drain(patience),
                                 boost::asio::use_future);
  }

  std::uint16_t port() const { return server_->port(); }
  Server& server() { return *server_; }
  testing::HttpClient connect() const { return testing::HttpClient(port()); }

  /// `GET /things/{id} 200 42`, one per request.
  std::vector<std::string> accessLog() {
    const std::lock_guard lock(mutex_);
    return access_;
  }
  std::vector<std::string> failures() {
    const std::lock_guard lock(mutex_);
    return failures_;
  }

  static Response errorAnswer(const Error& error, const Request& request) {
    Response response;
    response.status = static_cast<int>(error.status);
    response.content_type = "application/problem+json";
    response.body =
        R"({"code":")" + error.code + R"(","request_id":")" + request.request_id + "\"}";
    return response;
  }

 private:
  struct OwnLane {
    Loop loop{1};
    Router router;
    boost::asio::executor_work_guard<Loop::executor_type> work{loop.get_executor()};
    std::thread thread;
  };

  void note(const Access& access) {
    const std::lock_guard lock(mutex_);
    access_.push_back(std::string(access.method) + " " + std::string(access.route) + " " +
                      std::to_string(access.status) + " " + std::to_string(access.bytes));
  }

  std::mutex mutex_;
  std::vector<std::string> access_;
  std::vector<std::string> failures_;
  std::vector<std::unique_ptr<OwnLane>> lanes_;
  std::unique_ptr<Server> server_;
};

}  // namespace parley::http
