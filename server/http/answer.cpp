#include "http/answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/status.hpp>
#include <ctime>
#include <iterator>

#include "http/compression.hpp"
#include "http/text.hpp"

namespace parley::http {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t slice_size = 64 * 1024;

bool isFieldValue(std::string_view value) {
  return std::ranges::none_of(value, [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
  });
}

bool isFieldName(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           "!#$%&'*+-.^_`|~"sv.contains(c);
  });
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`, made once a second.
std::string_view dateNow() {
  thread_local std::time_t made_at = 0;
  thread_local std::string date;
  const std::time_t now = std::time(nullptr);
  if (now != made_at) {
    std::tm parts{};
    gmtime_r(&now, &parts);
    std::array<char, 40> text{};
    // The C locale's names, which the program never changes.
    const auto size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    date.assign(text.data(), size);
    made_at = now;
  }
  return date;
}

void addVary(Response& response) {
  const auto vary = response.headers.find("Vary");
  response.headers.set("Vary", vary ? std::string(*vary) + ", Accept-Encoding" : "Accept-Encoding");
}

std::string_view reasonOf(int status) {
  const auto reason = boost::beast::http::obsolete_reason(
      boost::beast::http::int_to_status(static_cast<unsigned>(status)));
  return {reason.data(), reason.size()};
}

}  // namespace

bool isWellFormed(const Response& response) {
  return response.status >= 200 && response.status <= 599 && isFieldValue(response.content_type) &&
         std::ranges::all_of(response.headers, [](const Headers::Field& field) {
           return isFieldName(field.first) && isFieldValue(field.second);
         });
}

bool mayHaveBody(int status) {
  return status >= 200 && status != 204 && status != 304;
}

void compressAnswer(const Request& request, Response& response, std::size_t threshold) {
  if (response.stream || !response.compressible || response.body.size() < threshold ||
      !mayHaveBody(response.status) || !isCompressible(response.content_type) ||
      response.headers.contains("Content-Encoding")) {
    return;
  }
  addVary(response);
  const auto encoding = chooseEncoding(request.header("Accept-Encoding").value_or(""sv));
  auto smaller = compress(encoding, response.body, Effort::fast);
  if (!smaller) return;
  response.body = std::move(*smaller);
  response.headers.add("Content-Encoding", std::string(toString(encoding)));
}

std::string formatHead(const Response& response, const AnswerFacts& facts, const Options& options) {
  std::string head;
  head.reserve(1024);
  const auto add = [&head](std::string_view name, std::string_view value) {
    head.append(name).append(": ").append(value).append("\r\n");
  };
  fmt::format_to(std::back_inserter(head), "HTTP/1.1 {} {}\r\n", response.status,
                 reasonOf(response.status));
  add("Date", dateNow());
  if (!facts.request_id.empty()) add("X-Request-Id", facts.request_id);
  if (!response.content_type.empty()) add("Content-Type", response.content_type);
  if (response.stream) {
    if (!facts.http10) add("Transfer-Encoding", "chunked");
  } else if (mayHaveBody(response.status)) {
    fmt::format_to(std::back_inserter(head), "Content-Length: {}\r\n", response.body.size());
  }
  if (!facts.keep_alive) {
    add("Connection", "close");
  } else if (facts.http10) {
    add("Connection", "keep-alive");
  }
  for (const auto& [name, value] : response.headers) add(name, value);
  for (const auto& [name, value] : options.headers) {
    if (!response.headers.contains(name)) add(name, value);
  }
  head += "\r\n";
  return head;
}

task<bool> writeAll(Stream& stream, std::string_view head, std::string_view body,
                    std::chrono::milliseconds timeout) {
  do {
    const auto slice = body.substr(0, slice_size);
    const std::array<boost::asio::const_buffer, 2> buffers{
        boost::asio::buffer(head.data(), head.size()),
        boost::asio::buffer(slice.data(), slice.size())};
    stream.expires_after(timeout);
    const auto [error, count] = co_await boost::asio::async_write(stream, buffers, as_tuple);
    if (error) co_return false;
    head = {};
    body.remove_prefix(slice.size());
  } while (!body.empty());
  co_return true;
}

}  // namespace parley::http
