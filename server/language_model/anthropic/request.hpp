#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "language_model/model.hpp"

namespace parley::language_model::anthropic {

inline constexpr std::string_view provider = "anthropic";

/// What one Claude model takes, and the little we show of it.
struct ModelFacts {
  std::string id;
  std::string name;
  std::uint64_t max_input_tokens = 0;   ///< 0: not known
  std::uint32_t max_output_tokens = 0;  ///< 0: not known
  bool adaptive_thinking = false;
  bool effort_low = false;
  bool effort_medium = false;
  bool effort_high = false;
};

/// The facts by the model's family, for when the provider's list cannot be had. An id of no known
/// family is taken to support nothing optional.
ModelFacts factsByFamily(std::string_view id);

/// The body of POST /v1/messages. A function of its arguments alone, so a history that only grew
/// gives a body that only grew: the provider binds its signatures to the exact earlier bytes.
///
/// - A turn that this account and model made is sent as received. Any other is rebuilt from its
/// parts without thinking,
///   because the provider refuses signatures of other accounts and of newer models.
/// - A turn with nothing in it ("[]": refused, or cut before anything was complete) is left out.
/// - Every tool call is answered in the one user message after it, results first; a call without a
/// result is answered
///   as not run. Results of no call are left out.
/// - Context goes into the user turn as a text block, for every family: it names records, whose
/// names must not speak
///   with the system's authority.
std::string buildBody(const Request& request, const ModelFacts& facts, std::string_view account);

}  // namespace parley::language_model::anthropic
