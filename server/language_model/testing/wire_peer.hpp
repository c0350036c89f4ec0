#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fetch/testing/raw_server.hpp"
#include "json/value.hpp"

namespace parley::language_model::testing {

/// A request as it came over the wire.
struct WireRequest {
  std::string method;
  std::string path;
  std::string head;  ///< all header lines, names in lower case
  std::string body;

  std::string header(std::string_view name) const {
    const auto line = fmt::format("\r\n{}: ", name);
    const auto at = head.find(line);
    if (at == std::string::npos) return {};
    const auto from = at + line.size();
    return head.substr(from, head.find('\r', from) - from);
  }
  json::object fields() const {
    boost::json::error_code error;
    auto parsed = boost::json::parse(body, error);
    return error || !parsed.is_object() ? json::object{} : parsed.get_object();
  }
};

inline std::string jsonAnswer(int status, std::string_view body, std::string_view headers = "") {
  return fmt::format(
      "HTTP/1.1 {} X\r\nContent-Type: application/json\r\nContent-Length: {}\r\n{}\r\n{}", status,
      body.size(), headers, body);
}

/// Events as server-sent ones, whose body ends with the connection.
inline std::string streamAnswer(const std::vector<std::string>& events) {
  std::string answer =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
  for (const auto& event : events) answer += fmt::format("data: {}\n\n", event);
  return answer;
}

/// A provider in the test's own loop that answers turns in the order scripted and refuses what the
/// real one would.
class WirePeer {
 public:
  using Check = std::function<std::vector<std::string>(const WireRequest&)>;

  /// `turn_path` is where turns are asked for; any GET is answered with `list`.
  WirePeer(Loop& loop, std::string turn_path, std::string list, Check check)
      : turn_path_{std::move(turn_path)},
        list_{std::move(list)},
        check_{std::move(check)},
        server_{loop, [this](const std::string& text) { return answer(text); }} {}

  void script(fetch::testing::Answer answer) { answers_.push_back(std::move(answer)); }
  void script(const std::vector<std::string>& events) {
    script(fetch::testing::Answer{streamAnswer(events)});
  }
  /// How every turn is answered once the script has ended.
  void always(fetch::testing::Answer answer) { last_ = std::move(answer); }
  /// Where tokens are counted, and how that is answered.
  void count(std::string path, fetch::testing::Answer answer) {
    count_path_ = std::move(path);
    count_ = std::move(answer);
  }
  void acceptOnly(std::string key) { key_ = std::move(key); }
  void refuseWith(int status, std::string_view body) { refusal_ = jsonAnswer(status, body); }

  std::string url() const { return fmt::format("http://127.0.0.1:{}", server_.port()); }
  const std::vector<WireRequest>& turns() const { return turns_; }
  const std::vector<WireRequest>& counts() const { return counts_; }
  void listAs(std::string list) { list_ = std::move(list); }
  const std::vector<WireRequest>& lists() const { return lists_; }
  const std::vector<std::string>& violations() const { return violations_; }
  std::size_t closedByPeer() const { return server_.closedByPeer(); }

 private:
  static WireRequest parsed(const std::string& text) {
    WireRequest request;
    const auto end = text.find("\r\n\r\n");
    request.head = text.substr(0, end + 2);
    request.body = text.substr(end + 4);
    const auto blank = request.head.find(' ');
    request.method = request.head.substr(0, blank);
    request.path = request.head.substr(blank + 1, request.head.find(' ', blank + 1) - blank - 1);
    bool name = false;
    for (char& c : request.head) {
      if (c == '\n') name = true;
      if (c == ':') name = false;
      if (name && c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return request;
  }

  fetch::testing::Answer answer(const std::string& text) {
    auto request = parsed(text);
    if (!key_.empty() && !request.head.contains(key_)) return {refusal_};
    if (request.method == "GET") {
      lists_.push_back(std::move(request));
      return {list_};
    }
    if (request.path == count_path_) {
      counts_.push_back(std::move(request));
      return count_;
    }
    auto problems =
        request.path == turn_path_ ? check_(request) : std::vector{"no such path: " + request.path};
    turns_.push_back(std::move(request));
    violations_.insert(violations_.end(), problems.begin(), problems.end());
    if (!problems.empty()) {
      return {jsonAnswer(400, fmt::format(R"({{"error":{{"message":"{}"}}}})", problems.front()))};
    }
    if (answers_.empty()) return last_;
    auto next = std::move(answers_.front());
    answers_.pop_front();
    return next;
  }

  std::string turn_path_;
  std::string list_;
  Check check_;
  std::deque<fetch::testing::Answer> answers_;
  fetch::testing::Answer last_{jsonAnswer(400, R"({"error":{"message":"the script has ended"}})")};
  std::string key_;
  std::string refusal_;
  std::vector<WireRequest> turns_;
  std::string count_path_;
  fetch::testing::Answer count_;
  std::vector<WireRequest> counts_;
  std::vector<WireRequest> lists_;
  std::vector<std::string> violations_;
  fetch::testing::RawServer server_;
};

}  // namespace parley::language_model::testing
