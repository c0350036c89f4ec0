#pragma once

#include <cstdint>
#include <string_view>

#include "language_model/model.hpp"

/// How much of a model's context something takes, where its provider has not counted it yet. Rather
/// too much than too little: a token of English has four letters, one of other scripts often one.
namespace parley::language_model {

std::uint64_t estimateTokens(std::string_view text);
/// In its parts or the provider's own form, whichever goes back.
std::uint64_t estimateTokens(const Message& message);

}  // namespace parley::language_model
