#pragma once

#include <string_view>

#include "operations/catalog.hpp"

/// The people a user knows. Public face of the feature.
namespace parley::contacts {

/// Operations, undo and words of contacts.
operations::Feature feature();

/// For whoever keeps organizations: contacts follow the organization they name.
inline constexpr std::string_view table = "contacts";

}  // namespace parley::contacts
