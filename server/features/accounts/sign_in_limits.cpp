#include "features/accounts/sign_in_limits.hpp"

#include <optional>
#include <utility>

#include "foundation/error.hpp"

namespace parley::accounts {
namespace {

void refuse(std::optional<std::chrono::milliseconds> wait) {
  if (!wait) return;
  Error error{Status::too_many_requests, "rate_limited",
              "There were too many attempts. Wait a moment and try again."};
  error.retry_after = retryAfter(*wait);
  throw error;
}

}  // namespace

SignInLimits::SignInLimits(Options options, const Clock& clock)
    : accounts_{{options.failures_per_account, options.max_keys}, clock},
      addresses_{{options.failures_per_address, options.max_keys}, clock},
      registrations_{{options.registrations_per_address, options.max_keys}, clock},
      taken_{{options.taken_per_address, options.max_keys}, clock} {}

SignInLimits::Attempt::Attempt(SignInLimits& limits, std::string account, std::string address)
    : limits_{limits}, account_{std::move(account)}, address_{addressKey(address)} {
  // The address first, and kept when the account refuses: one address that tries many accounts runs
  // into it.
  refuse(limits_.addresses_.take(address_));
  refuse(limits_.accounts_.take(account_));
}

SignInLimits::Attempt::~Attempt() {
  if (failed_) return;
  limits_.addresses_.giveBack(address_);
  limits_.accounts_.giveBack(account_);
}

void SignInLimits::countRegistration(std::string_view address) {
  const std::string key = addressKey(address);
  refuse(taken_.check(key));
  refuse(registrations_.take(key));
}

void SignInLimits::countTaken(std::string_view address) {
  taken_.take(addressKey(address));
}

}  // namespace parley::accounts
