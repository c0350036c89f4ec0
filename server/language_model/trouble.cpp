#include "language_model/trouble.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "fetch/http_date.hpp"

namespace parley::language_model {
namespace {

bool isRetryable(const ReportedError& error, std::string_view should_retry) {
  if (error.kind == FailureKind::unpaid || error.kind == FailureKind::too_long ||
      error.status == 400 || error.status == 401 || error.status == 402)
    return false;
  if (should_retry == "true") return true;
  if (should_retry == "false") return false;
  return error.status == 408 || error.status == 409 || error.status == 429 || error.status >= 500;
}

FailureKind kindOf(const ReportedError& error) {
  if (error.kind) return *error.kind;
  switch (error.status) {
    case 401:
      return FailureKind::key_invalid;
    case 402:
      return FailureKind::unpaid;
    case 403:
      return FailureKind::forbidden;
    case 404:
      return FailureKind::model_unknown;
    case 413:
      return FailureKind::too_long;
    case 429:
      return FailureKind::rate_limited;
    case 408:
    case 409:
      return FailureKind::overloaded;
    default:
      return error.status >= 500 ? FailureKind::overloaded : FailureKind::request_refused;
  }
}

/// What the provider says itself, as far as a person may be made to read it.
std::string_view said(const ReportedError& error) {
  std::size_t enough = std::min<std::size_t>(error.message.size(), 300);
  while (enough < error.message.size() && (error.message[enough] & 0xC0) == 0x80)
    --enough;  // whole characters only
  return std::string_view{error.message}.substr(0, enough);
}

std::string sentence(const Names& names, const ReportedError& error, FailureKind kind) {
  if (!error.sentence.empty()) return error.sentence;
  switch (kind) {
    case FailureKind::key_invalid:
      return fmt::format("{} does not accept this key. It may be mistyped, revoked or expired.",
                         names.company);
    case FailureKind::unpaid:
      return fmt::format(
          "{}'s account for this key has no credit left or has reached its spend limit.",
          names.company);
    case FailureKind::forbidden:
      return error.message.empty()
                 ? fmt::format("{} does not let this key do that.", names.company)
                 : fmt::format("{} does not let this key do that: {}{}", names.company, said(error),
                               error.message.ends_with('.') ? "" : ".");
    case FailureKind::rate_limited:
      return fmt::format(
          "{} gets too many requests from this account just now. Please try again in a while.",
          names.model);
    case FailureKind::overloaded:
      return fmt::format("{} is overloaded just now. Please try again in a while.", names.model);
    case FailureKind::model_unknown:
      return fmt::format("{} does not offer this model, or this key may not use it.",
                         names.company);
    case FailureKind::unreachable:
      return fmt::format("{} cannot be reached just now.", names.model);
    case FailureKind::too_long:
      return fmt::format("The conversation has grown too large for {}. Please start a new one.",
                         names.model);
    case FailureKind::request_refused:
      break;
  }
  if (error.status >= 300 && error.status < 400)
    return fmt::format("The address for {} leads somewhere else.", names.model);
  if (error.message.empty())
    return fmt::format("{} refused the request (status {}).", names.model, error.status);
  return fmt::format("{} refused the request: {}", names.model, said(error));
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

Trouble troubleFrom(const Names& names, const ReportedError& error, std::string_view should_retry) {
  const auto kind = kindOf(error);
  return {ModelFailure{kind, sentence(names, error, kind), error.request_id},
          isRetryable(error, should_retry), error.retry_after};
}

}  // namespace

Trouble troubleFromAnswer(const Names& names, const ReportedError& error,
                          const fetch::Headers& headers, Timestamp now) {
  auto trouble = troubleFrom(names, error, headers.get("x-should-retry"));
  if (const auto asked = askedDelay(headers, now)) trouble.retry_after = asked;
  return trouble;
}

Trouble troubleFromStream(const Names& names, const ReportedError& error) {
  return troubleFrom(names, error, {});
}

Trouble troubleFromTransport(const Names& names, const fetch::Failure& failure) {
  using Kind = fetch::FailureKind;
  const auto of = [&](FailureKind kind, std::string detail, bool retryable) {
    return Trouble{ModelFailure{kind, std::move(detail)}, retryable, {}};
  };
  const auto unreachable = fmt::format("{} cannot be reached: {}", names.model, failure.detail);
  switch (failure.kind) {
    case Kind::dns:
    case Kind::connect:
      return of(FailureKind::unreachable, unreachable, true);
    case Kind::timeout:
    case Kind::silence:
      return of(FailureKind::unreachable, fmt::format("{} has stopped answering.", names.model),
                true);
    case Kind::cut:
      return of(FailureKind::unreachable, fmt::format("The connection to {} was cut.", names.model),
                true);
    case Kind::busy:
      return of(FailureKind::overloaded, failure.detail, true);
    case Kind::too_large:
      return of(FailureKind::request_refused,
                fmt::format("{}'s answer is larger than Parley takes.", names.model), false);
    case Kind::tls:
    case Kind::invalid_request:
    case Kind::refused_address:
    case Kind::cancelled:
      break;
  }
  return of(FailureKind::unreachable, unreachable, false);
}

Trouble troubleFromBrokenStream(const Names& names, const fetch::Headers& headers) {
  return {ModelFailure{FailureKind::unreachable,
                       fmt::format("{}'s answer ended too early or cannot be read.", names.model),
                       requestId(headers)},
          true,
          {}};
}

std::string retryNotice(const Names& names, const ModelFailure& failure) {
  switch (failure.kind) {
    case FailureKind::rate_limited:
      return fmt::format("{} asks for a moment. Trying again.", names.model);
    case FailureKind::overloaded:
      return fmt::format("{} is overloaded. Trying again.", names.model);
    case FailureKind::unreachable:
      return fmt::format("The connection to {} was interrupted. Trying again.", names.model);
    default:
      return fmt::format("{} could not answer. Trying again.", names.model);
  }
}

std::string requestId(const fetch::Headers& headers) {
  const auto id = headers.get("request-id");
  return std::string{id.empty() ? headers.get("x-request-id") : id};
}

}  // namespace parley::language_model
