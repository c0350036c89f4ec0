#include "language_model/anthropic/trouble.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "language_model/trouble.hpp"

namespace parley::language_model::anthropic {
namespace {

using namespace std::chrono_literals;

const Names names{"Claude", "Anthropic"};
const Timestamp now = *parseTimestamp("2026-11-23T09:30:00Z");

Trouble fromAnswer(const fetch::Head& head, std::string_view body) {
  return troubleFromAnswer(names, readError(head, body), head.headers, now);
}

Trouble trouble(int status, std::string_view code = "",
                std::vector<std::pair<std::string, std::string>> headers = {}) {
  fetch::Head head;
  head.status = status;
  head.headers.add("request-id", "req_1");
  for (auto& [name, value] : headers) head.headers.add(name, value);
  const auto body = fmt::format(R"({{"type":"error","error":{{"type":"x","message":"why",)"
                                R"("details":{{"error_code":"{}"}}}}}})",
                                code);
  return fromAnswer(head, body);
}

TEST(ClaudeTrouble, SaysInWhoseHandsAnErrorIs) {
  EXPECT_EQ(trouble(401).failure.kind, FailureKind::key_invalid);
  EXPECT_EQ(trouble(402).failure.kind, FailureKind::unpaid);
  EXPECT_EQ(trouble(403).failure.kind, FailureKind::forbidden);
  EXPECT_EQ(trouble(404).failure.kind, FailureKind::model_unknown);
  EXPECT_EQ(trouble(400).failure.kind, FailureKind::request_refused);
  EXPECT_EQ(trouble(413).failure.kind, FailureKind::too_long);
  EXPECT_EQ(trouble(302).failure.kind, FailureKind::request_refused);
  EXPECT_EQ(trouble(429).failure.kind, FailureKind::rate_limited);
  for (const int status : {408, 409, 500, 502, 504, 529}) {
    EXPECT_EQ(trouble(status).failure.kind, FailureKind::overloaded) << status;
  }
  EXPECT_EQ(trouble(400, "organization_on_hold").failure.kind, FailureKind::key_invalid);
  EXPECT_EQ(trouble(400).failure.request_id, "req_1");
  EXPECT_EQ(trouble(400).failure.detail, "Claude refused the request: why");
  EXPECT_EQ(trouble(403).failure.detail, "Anthropic does not let this key do that: why.");
}

TEST(ClaudeTrouble, RetriesWhatMayPass) {
  for (const int status : {408, 409, 429, 500, 503, 504, 529})
    EXPECT_TRUE(trouble(status).retryable) << status;
  for (const int status : {302, 400, 401, 402, 403, 404, 413})
    EXPECT_FALSE(trouble(status).retryable) << status;
  EXPECT_TRUE(trouble(429, "ramp_limit_exceeded").retryable);
}

TEST(ClaudeTrouble, NeverRetriesASpendLimit) {
  for (const auto* code : {"enforced_spend_limit_reached", "contract_spend_limit_reached",
                           "linked_organization_spend_limit_reached"}) {
    const auto limit = trouble(429, code, {{"x-should-retry", "true"}, {"retry-after", "1"}});
    EXPECT_FALSE(limit.retryable) << code;
    EXPECT_EQ(limit.failure.kind, FailureKind::unpaid) << code;
  }
}

TEST(ClaudeTrouble, ObeysTheProvidersWordOnRetries) {
  EXPECT_FALSE(trouble(529, "", {{"x-should-retry", "false"}}).retryable);
  EXPECT_TRUE(trouble(403, "", {{"x-should-retry", "true"}}).retryable);
  EXPECT_FALSE(trouble(400, "", {{"x-should-retry", "true"}}).retryable);
}

TEST(ClaudeTrouble, ReadsTheAskedDelayInAllItsForms) {
  EXPECT_EQ(trouble(429).retry_after, std::nullopt);
  EXPECT_EQ(trouble(429, "", {{"retry-after", "7"}}).retry_after, 7s);
  EXPECT_EQ(trouble(429, "", {{"retry-after", "0.5"}}).retry_after, 500ms);
  EXPECT_EQ(trouble(429, "", {{"retry-after", "7"}, {"retry-after-ms", "120"}}).retry_after, 120ms);
  EXPECT_EQ(trouble(429, "", {{"retry-after", "Mon, 23 Nov 2026 09:30:05 GMT"}}).retry_after, 5s);
  EXPECT_EQ(trouble(429, "", {{"retry-after", "Mon, 23 Nov 2026 09:29:00 GMT"}}).retry_after, 0s);
  EXPECT_EQ(trouble(429, "", {{"retry-after", "soon"}}).retry_after, std::nullopt);
  EXPECT_EQ(trouble(429, "", {{"retry-after", "-3"}}).retry_after, std::nullopt);
  EXPECT_GT(trouble(429, "", {{"retry-after", "1e300"}}).retry_after, 24h);
}

TEST(ClaudeTrouble, TakesAnErrorInTheStreamForItsStatus) {
  const fetch::Head head{200, {}};
  const auto of = [&](std::string_view type, std::string_view more = "") {
    return troubleFromStream(
        names,
        readError(
            head,
            fmt::format(
                R"({{"type":"error","request_id":"req_2","error":{{"type":"{}","message":"m"{}}}}})",
                type, more)));
  };
  EXPECT_EQ(of("overloaded_error").failure.kind, FailureKind::overloaded);
  EXPECT_TRUE(of("overloaded_error").retryable);
  EXPECT_EQ(of("overloaded_error").failure.request_id, "req_2");
  EXPECT_EQ(of("rate_limit_error").failure.kind, FailureKind::rate_limited);
  EXPECT_EQ(of("authentication_error").failure.kind, FailureKind::key_invalid);
  EXPECT_EQ(of("never_seen_error").failure.kind, FailureKind::overloaded);
  EXPECT_FALSE(of("invalid_request_error").retryable);
  EXPECT_FALSE(of("rate_limit_error", R"(,"details":{"error_code":"enforced_spend_limit_reached"})")
                   .retryable);
}

TEST(ClaudeTrouble, ManagesWithABodyThatIsNoJson) {
  const fetch::Head head{502, {}};
  const auto gateway = fromAnswer(head, "<html>Bad Gateway</html>");
  EXPECT_EQ(gateway.failure.kind, FailureKind::overloaded);
  EXPECT_TRUE(gateway.retryable);
  EXPECT_FALSE(gateway.failure.detail.contains("html"));
}

TEST(ClaudeTrouble, CutsTheProvidersWordsBetweenCharacters) {
  std::string message(299, 'x');
  message += "\xE2\x82\xAC\xE2\x82\xAC";
  const auto refused = fromAnswer({400, {}}, R"({"error":{"message":")" + message + "\"}}");
  EXPECT_TRUE(refused.failure.detail.ends_with(std::string(299, 'x')));
}

TEST(ClaudeTrouble, RetriesATransportThatMayRecover) {
  using Kind = fetch::FailureKind;
  for (const auto kind : {Kind::dns, Kind::connect, Kind::timeout, Kind::silence, Kind::cut}) {
    const auto failed = troubleFromTransport(names, {kind, "why"});
    EXPECT_TRUE(failed.retryable);
    EXPECT_EQ(failed.failure.kind, FailureKind::unreachable);
  }
  for (const auto kind :
       {Kind::tls, Kind::invalid_request, Kind::refused_address, Kind::too_large}) {
    EXPECT_FALSE(troubleFromTransport(names, {kind, "why"}).retryable);
  }
}

}  // namespace
}  // namespace parley::language_model::anthropic
