#pragma once

#include <memory>

#include "language_model/protocol.hpp"

namespace parley::language_model::gemini {

inline constexpr auto default_base_url = "https://generativelanguage.googleapis.com";

/// Gemini, by Google's Interactions API: the one for new work, whose SDK types are the wire's own,
/// with calls that have ids, results that may be errors, and signatures in steps of their own that
/// no rebuilding can part from their place. The version is v1 unless the base URL ends with
/// another.
std::unique_ptr<const Protocol> protocol();

}  // namespace parley::language_model::gemini
