#pragma once

#include <array>
#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "foundation/clock.hpp"
#include "foundation/fields.hpp"
#include "foundation/uuid.hpp"
#include "json/describe.hpp"
#include "json/raw.hpp"
#include "operations/listing.hpp"

namespace parley::organizations {

using Name = Text<1, 200>;
using Description = Prose<0, 10'000>;
using Industry = Text<0, 200>;

/// A company, institution or group the user follows.
struct Organization {
  static constexpr std::string_view schema_name = "Organization";

  OrganizationId id;
  int version = 1;
  std::string name;
  std::optional<std::string> description;
  std::optional<std::string> industry;
  json::Metadata metadata;
  Timestamp created_at;
  Timestamp updated_at;
};
BOOST_DESCRIBE_STRUCT(Organization, (),
                      (id, version, name, description, industry, metadata, created_at, updated_at))

struct NewOrganization {
  static constexpr std::string_view schema_name = "NewOrganization";
  static constexpr auto ignored =
      std::to_array<std::string_view>({"id", "version", "created_at", "updated_at"});
  static constexpr auto help = std::to_array<json::Help>({
      {"industry", "The trade it is in, like software or insurance."},
      {"metadata", "Further fields of the user's own."},
  });

  Name name;
  std::optional<Description> description;
  std::optional<Industry> industry;
  json::Metadata metadata;
};
BOOST_DESCRIBE_STRUCT(NewOrganization, (), (name, description, industry, metadata))

/// What is left out stays; null clears.
struct OrganizationChanges {
  static constexpr std::string_view schema_name = "OrganizationChanges";
  static constexpr auto ignored =
      std::to_array<std::string_view>({"version", "created_at", "updated_at"});
  static constexpr auto help = NewOrganization::help;

  OrganizationId id;
  Patch<Name> name;
  Patch<Description> description;
  Patch<Industry> industry;
  Patch<json::Metadata> metadata;
};
BOOST_DESCRIBE_STRUCT(OrganizationChanges, (), (id, name, description, industry, metadata))

struct OrganizationKey {
  OrganizationId id;
};
BOOST_DESCRIBE_STRUCT(OrganizationKey, (), (id))

struct FindOrganizations {
  static constexpr auto help = std::to_array<json::Help>({
      {"search", "Words that must all occur in the name, description or industry."},
      {"limit", "1 to 200, default 50."},
      {"cursor", "next_cursor of the page before."},
      {"sort",
       "A field, with - in front for the reverse: name, -updated_at. Default: newest first, but an "
       "assistant's search finds what is called so before all others."},
      {"count", "exact: also answer the total."},
      {"metadata", "These further fields and no others, as a JSON object."},
      {"name",
       "Exactly this name, case and accents aside. Every further field: equal to; empty text: not "
       "set."},
  });

  std::optional<int> limit;
  std::optional<std::string> cursor;
  std::optional<std::string> search;
  std::optional<std::string> sort;
  std::optional<operations::Count> count;
  std::optional<std::string> id;
  std::optional<std::string> version;
  std::optional<std::string> name;
  std::optional<std::string> description;
  std::optional<std::string> industry;
  std::optional<std::string> metadata;
  std::optional<std::string> created_at;
  std::optional<std::string> updated_at;
};
BOOST_DESCRIBE_STRUCT(FindOrganizations, (),
                      (limit, cursor, search, sort, count, id, version, name, description, industry,
                       metadata, created_at, updated_at))

}  // namespace parley::organizations
