#include "language_model/openai_wire.hpp"

#include <algorithm>
#include <array>

#include "language_model/trouble.hpp"

namespace parley::language_model::openai {
namespace {

bool isOneOf(std::string_view code, std::initializer_list<std::string_view> codes) {
  return std::ranges::find(codes, code) != codes.end();
}

bool isSpendLimit(std::string_view code) {
  return isOneOf(code, {"insufficient_quota", "billing_hard_limit_reached", "billing_not_active",
                        "spend_limit_reached", "usage_limit_reached"});
}

bool isKeyTrouble(std::string_view code) {
  return isOneOf(code, {"invalid_api_key", "account_deactivated", "organization_deactivated"});
}

int statusOf(std::string_view code) {
  if (isOneOf(code, {"rate_limit_exceeded", "rate_limit_error"}) || isSpendLimit(code)) return 429;
  if (isKeyTrouble(code)) return 401;
  if (code == "model_not_found") return 404;
  const bool ours = code.starts_with("invalid_") || code.contains("policy") ||
                    code.contains("image") || code == "context_length_exceeded";
  return ours ? 400 : 500;
}

/// Where servers put the text: in an object, beside others, or alone.
std::string messageOf(const json::object& body, const json::object* error) {
  if (error) return std::string{stringMember(*error, "message")};
  for (const auto* key : {"error", "message", "detail"}) {
    if (const auto text = stringMember(body, key); !text.empty()) return std::string{text};
  }
  return {};
}

}  // namespace

ReportedError readError(const fetch::Head& head, std::string_view body) {
  ReportedError reported;
  reported.status = head.status;
  reported.request_id = requestId(head.headers);
  const auto parsed = parseObject(body);
  const auto* error = parsed ? objectMember(&*parsed, "error") : nullptr;
  std::string_view code = error ? stringMember(*error, "code") : "";
  if (code.empty() && error) code = stringMember(*error, "type");
  if (head.status == 200) reported.status = statusOf(code);
  if (!parsed) return reported;
  reported.message = messageOf(*parsed, error);
  if (isSpendLimit(code)) reported.kind = FailureKind::unpaid;
  if (isKeyTrouble(code)) reported.kind = FailureKind::key_invalid;
  if (code == "model_not_found") reported.kind = FailureKind::model_unknown;
  if (code == "context_length_exceeded") reported.kind = FailureKind::too_long;
  return reported;
}

void authorize(fetch::Headers& headers, const std::string& key) {
  if (!key.empty()) headers.add("authorization", "Bearer " + key);
}

std::string outputOf(const Answer& answer) {
  return answer.is_error ? "Error: " + answer.content : answer.content;
}

std::optional<json::object> argumentsOf(std::string_view text) {
  return text.empty() ? json::object{} : parseObject(text);
}

}  // namespace parley::language_model::openai
