#include "language_model/anthropic/trouble.hpp"

#include <algorithm>
#include <array>

#include "language_model/json_lookup.hpp"
#include "language_model/trouble.hpp"

namespace parley::language_model::anthropic {
namespace {

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

bool isSpendLimit(std::string_view code) {
  constexpr std::array codes = {"enforced_spend_limit_reached",
                                "contract_spend_limit_reached",
                                "linked_organization_spend_limit_reached",
                                "linked_organization_billing_unavailable",
                                "user_profile_not_billable",
                                "user_profile_billing_not_authorized"};
  return std::ranges::find(codes, code) != codes.end();
}

}  // namespace

ReportedError readError(const fetch::Head& head, std::string_view body) {
  ReportedError reported;
  reported.status = head.status;
  reported.request_id = requestId(head.headers);
  const auto parsed = parseObject(body);
  const auto* error = parsed ? objectMember(&*parsed, "error") : nullptr;
  if (parsed && reported.request_id.empty())
    reported.request_id = stringMember(*parsed, "request_id");
  if (head.status == 200) reported.status = statusOf(error ? stringMember(*error, "type") : "");
  if (!error) return reported;
  reported.message = stringMember(*error, "message");
  const auto* details = objectMember(error, "details");
  const auto code = details ? stringMember(*details, "error_code") : "";
  if (isSpendLimit(code)) reported.kind = FailureKind::unpaid;
  if (code == "organization_on_hold") {
    reported.kind = FailureKind::key_invalid;
    reported.sentence =
        "Anthropic has put the organization of this key on hold. Its administrators can appeal in "
        "Anthropic's console.";
  }
  return reported;
}

}  // namespace parley::language_model::anthropic
