#include "language_model/anthropic/trouble.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <charconv>
#include <cmath>

#include "fetch/http_date.hpp"

namespace parley::language_model::anthropic {
namespace {

struct ReportedError {
  int status = 0;
  std::string type;
  std::string code;
  std::string message;
  std::string request_id;
};

std::string text(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  const auto* string = value ? value->if_string() : nullptr;
  return string ? std::string{string->data(), string->size()} : std::string{};
}

const json::object* nested(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value ? value->if_object() : nullptr;
}

int statusOf(std::string_view type) {
  struct Entry {
    std::string_view type;
    int status;
  };
  constexpr std::array table = {Entry{"invalid_request_error", 400},
                                Entry{"authentication_error", 401},
                                Entry{"billing_error", 402},
                                Entry{"permission_error", 403},
                                Entry{"not_found_error", 404},
                                Entry{"conflict_error", 409},
                                Entry{"request_too_large", 413},
                                Entry{"rate_limit_error", 429},
                                Entry{"api_error", 500},
                                Entry{"timeout_error", 504},
                                Entry{"overloaded_error", 529}};
  const auto found = std::ranges::find(table, type, &Entry::type);
  return found == table.end() ? 500 : found->status;
}

ReportedError parse(const fetch::Head& head, std::string_view body) {
  ReportedError reported;
  reported.status = head.status;
  reported.request_id = head.headers.get("request-id");
  boost::json::error_code failed;
  const auto parsed = boost::json::parse(body, failed);
  const auto* object = failed ? nullptr : parsed.if_object();
  if (!object) return reported;
  if (reported.request_id.empty()) reported.request_id = text(*object, "request_id");
  const auto* error = nested(*object, "error");
  if (!error) return reported;
  reported.type = text(*error, "type");
  reported.message = text(*error, "message");
  if (const auto* details = nested(*error, "details")) reported.code = text(*details, "error_code");
  return reported;
}

bool isSpendLimit(const ReportedError& error) {
  constexpr std::array codes = {"enforced_spend_limit_reached",
                                "contract_spend_limit_reached",
                                "linked_organization_spend_limit_reached",
                                "linked_organization_billing_unavailable",
                                "user_profile_not_billable",
                                "user_profile_billing_not_authorized"};
  return std::ranges::find(codes, error.code) != codes.end();
}

bool isRetryable(const ReportedError& error, std::string_view should_retry) {
  if (isSpendLimit(error) || error.status == 400 || error.status == 401 || error.status == 402)
    return false;
  if (should_retry == "true") return true;
  if (should_retry == "false") return false;
  return error.status == 408 || error.status == 409 || error.status == 429 || error.status >= 500;
}

FailureKind kindOf(const ReportedError& error) {
  if (isSpendLimit(error)) return FailureKind::unpaid;
  if (error.code == "organization_on_hold") return FailureKind::key_invalid;
  switch (error.status) {
    case 401:
      return FailureKind::key_invalid;
    case 402:
      return FailureKind::unpaid;
    case 403:
    case 404:
      return FailureKind::model_unknown;
    case 429:
      return FailureKind::rate_limited;
    case 408:
    case 409:
      return FailureKind::overloaded;
    default:
      return error.status >= 500 ? FailureKind::overloaded : FailureKind::request_refused;
  }
}

std::string sentence(const ReportedError& error, FailureKind kind) {
  if (error.code == "organization_on_hold") {
    return "Anthropic has put the organization of this key on hold. Its administrators can appeal "
           "in Anthropic's console.";
  }
  switch (kind) {
    case FailureKind::key_invalid:
      return "Anthropic does not accept this key. It may be mistyped, revoked or expired.";
    case FailureKind::unpaid:
      return "Anthropic's account for this key has no credit left or has reached its spend limit.";
    case FailureKind::rate_limited:
      return "Claude gets too many requests from this account just now. Please try again in a "
             "while.";
    case FailureKind::overloaded:
      return "Claude is overloaded just now. Please try again in a while.";
    case FailureKind::model_unknown:
      return "Anthropic does not offer this model, or this key may not use it.";
    case FailureKind::unreachable:
      return "Claude cannot be reached just now.";
    case FailureKind::request_refused:
      break;
  }
  if (error.status == 413)
    return "The conversation has grown too large for Claude. Please start a new one.";
  if (error.status >= 300 && error.status < 400)
    return "The address for Claude leads somewhere else.";
  if (error.message.empty())
    return fmt::format("Claude refused the request (status {}).", error.status);
  std::size_t enough = std::min<std::size_t>(error.message.size(), 300);
  while (enough < error.message.size() && (error.message[enough] & 0xC0) == 0x80)
    --enough;  // whole characters only
  return fmt::format("Claude refused the request: {}", error.message.substr(0, enough));
}

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end || !std::isfinite(value) || value < 0)
    return std::nullopt;
  return value;
}

std::optional<std::chrono::milliseconds> askedDelay(const fetch::Headers& headers, Timestamp now) {
  constexpr double longest = 1e9;  // days beyond any use; keeps the conversion in range
  const auto milliseconds = [longest](double value) {
    return std::chrono::milliseconds{static_cast<std::int64_t>(std::min(value, longest))};
  };
  if (const auto asked = number(headers.get("retry-after-ms"))) return milliseconds(*asked);
  const std::string after{headers.get("retry-after")};
  if (const auto seconds = number(after)) return milliseconds(*seconds * 1000);
  const auto date = after.empty() ? std::nullopt : fetch::parseHttpDate(after);
  if (!date) return std::nullopt;
  return std::max(*date - now, std::chrono::milliseconds{0});
}

Trouble troubleFrom(const ReportedError& error, std::string_view should_retry) {
  const auto kind = kindOf(error);
  return {ModelFailure{kind, sentence(error, kind), error.request_id},
          isRetryable(error, should_retry),
          {}};
}

}  // namespace

Trouble troubleFromAnswer(const fetch::Head& head, std::string_view body, Timestamp now) {
  auto trouble = troubleFrom(parse(head, body), head.headers.get("x-should-retry"));
  trouble.retry_after = askedDelay(head.headers, now);
  return trouble;
}

Trouble troubleFromStream(const fetch::Head& head, std::string_view body) {
  auto error = parse(head, body);
  error.status = statusOf(error.type);
  return troubleFrom(error, {});
}

Trouble troubleFromTransport(const fetch::Failure& failure) {
  using Kind = fetch::FailureKind;
  const auto of = [&](FailureKind kind, std::string detail, bool retryable) {
    return Trouble{ModelFailure{kind, std::move(detail)}, retryable, {}};
  };
  switch (failure.kind) {
    case Kind::dns:
    case Kind::connect:
      return of(FailureKind::unreachable, "Claude cannot be reached: " + failure.detail, true);
    case Kind::timeout:
    case Kind::silence:
      return of(FailureKind::unreachable, "Claude has stopped answering.", true);
    case Kind::cut:
      return of(FailureKind::unreachable, "The connection to Claude was cut.", true);
    case Kind::busy:
      return of(FailureKind::overloaded, failure.detail, true);
    case Kind::too_large:
      return of(FailureKind::request_refused, "Claude's answer is larger than Parley takes.",
                false);
    case Kind::tls:
    case Kind::invalid_request:
    case Kind::refused_address:
    case Kind::cancelled:
      break;
  }
  return of(FailureKind::unreachable, "Claude cannot be reached: " + failure.detail, false);
}

Trouble troubleFromBrokenStream(const fetch::Head& head) {
  return {
      ModelFailure{FailureKind::unreachable, "Claude's answer ended too early or cannot be read.",
                   std::string{head.headers.get("request-id")}},
      true,
      {}};
}

std::string retryNotice(const ModelFailure& failure) {
  switch (failure.kind) {
    case FailureKind::rate_limited:
      return "Claude asks for a moment. Trying again.";
    case FailureKind::overloaded:
      return "Claude is overloaded. Trying again.";
    case FailureKind::unreachable:
      return "The connection to Claude was interrupted. Trying again.";
    default:
      return "Claude could not answer. Trying again.";
  }
}

}  // namespace parley::language_model::anthropic
