#include "features/accounts/sign_in_limits.hpp"

#include <optional>
#include <utility>

#include "foundation/error.hpp"

namespace parley::accounts {
namespace {

void refuse(std::optional<std::chrono::milliseconds> wait) {
  if (wait) throw tooManyAttempts(*wait);
}

}  // namespace

SignInLimits::SignInLimits(Options options, const Clock& clock)
    : accounts_{{options.failures_per_account, options.max_keys}, clock},
      addresses_{{options.failures_per_address, options.max_keys}, clock},
      registrations_{{options.registrations_per_address, options.max_keys}, clock},
      taken_{{options.taken_per_address, options.max_keys}, clock} {}

SignInLimits::Attempt::Attempt(SignInLimits& limits, std::string account, std::string_view address)
    : address_{limits.addresses_, addressKey(address)},
      account_{limits.accounts_, std::move(account)} {}

task<void> SignInLimits::Attempt::begin() {
  co_await address_.take();
  try {
    co_await account_.take();
  } catch (const Error&) {
    // One address that tries many accounts runs into its own limit.
    address_.keep();
    throw;
  }
}

void SignInLimits::Attempt::failed() {
  address_.keep();
  account_.keep();
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
