#pragma once

#include <string>
#include <string_view>

#include "features/accounts/attempt_limit.hpp"
#include "foundation/clock.hpp"
#include "foundation/rate_limiter.hpp"
#include "foundation/task.hpp"

namespace parley::accounts {

/// How often somebody may try. Thread-safe. Nobody is ever locked out for good: a full limit
/// refills by itself.
class SignInLimits {
 public:
  struct Options {
    RateLimit failures_per_account{std::chrono::seconds{30}, 5};
    RateLimit failures_per_address = RateLimit::perMinute(30);
    RateLimit registrations_per_address = RateLimit::perMinute(120);
    /// Answers "this address is in use", which tell who has an account.
    RateLimit taken_per_address = RateLimit::perMinute(120);
    std::size_t max_keys = 100'000;  ///< per limit
  };

  SignInLimits(Options options, const Clock& clock);

  /// One attempt to prove a password. It counts only if it is said to have failed: what ends
  /// early (an overload, a lost database) is nobody's failure.
  class Attempt {
   public:
    Attempt(SignInLimits& limits, std::string account, std::string_view address);

    /// 429 when the account or the address has failed too often. Where only attempts under way fill
    /// the limit, it waits for them: they may be right.
    task<void> begin();
    void failed();

   private:
    AttemptLimit::Place address_;
    AttemptLimit::Place account_;
  };

  /// 429 when this address registers too often, or has asked for too many addresses in use.
  void countRegistration(std::string_view address);
  void countTaken(std::string_view address);

 private:
  AttemptLimit accounts_;
  AttemptLimit addresses_;
  RateLimiter registrations_;
  RateLimiter taken_;
};

}  // namespace parley::accounts
