#include "language_model/gemini/trouble.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "language_model/json_lookup.hpp"
#include "language_model/trouble.hpp"

namespace parley::language_model::gemini {
namespace {

/// The HTTP status that a status of Google's stands for, whatever its case.
int statusOf(std::string word) {
  std::ranges::transform(word, word.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  });
  struct Entry {
    std::string_view word;
    int status;
  };
  constexpr std::array table = {Entry{"INVALID_ARGUMENT", 400},    Entry{"INVALID_REQUEST", 400},
                                Entry{"FAILED_PRECONDITION", 400}, Entry{"OUT_OF_RANGE", 400},
                                Entry{"UNAUTHENTICATED", 401},     Entry{"PERMISSION_DENIED", 403},
                                Entry{"NOT_FOUND", 404},           Entry{"ABORTED", 409},
                                Entry{"RESOURCE_EXHAUSTED", 429},  Entry{"UNAVAILABLE", 503},
                                Entry{"DEADLINE_EXCEEDED", 504}};
  const auto found = std::ranges::find(table, word, &Entry::word);
  return found == table.end() ? 500 : found->status;
}

int statusOf(const json::object& error) {
  const auto code = count(&error, "code");
  if (code >= 400 && code < 600) return static_cast<int>(code);
  const auto status = stringMember(error, "status");
  return statusOf(std::string{status.empty() ? stringMember(error, "code") : status});
}

/// "34.5s"
std::optional<std::chrono::milliseconds> delayOf(std::string_view text) {
  double seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  constexpr double longest = 1e6;
  if (error != std::errc{} || end == text.data() || !(seconds >= 0) || seconds > longest)
    return std::nullopt;
  return std::chrono::milliseconds{static_cast<std::int64_t>(seconds * 1000)};
}

void takeDetail(ReportedError& reported, const json::object& detail) {
  const auto reason = stringMember(detail, "reason");
  if (reason.starts_with("API_KEY_")) reported.kind = FailureKind::key_invalid;
  if (reason.contains("BILLING") || reason.contains("SPEND")) reported.kind = FailureKind::unpaid;
  if (stringMember(detail, "@type").ends_with("RetryInfo"))
    reported.retry_after = delayOf(stringMember(detail, "retryDelay"));
}

}  // namespace

ReportedError readError(const fetch::Head& head, std::string_view body) {
  ReportedError reported;
  reported.status = head.status;
  reported.request_id = requestId(head.headers);
  const auto parsed = parseObject(body);
  const auto* error = parsed ? objectMember(&*parsed, "error") : nullptr;
  if (head.status == 200) reported.status = error ? statusOf(*error) : 500;
  if (!error) return reported;
  reported.message = stringMember(*error, "message");
  if (const auto* details = arrayMember(error, "details")) {
    for (const auto& detail : *details) {
      if (const auto* object = detail.if_object()) takeDetail(reported, *object);
    }
  }
  return reported;
}

}  // namespace parley::language_model::gemini
