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

namespace parley::contacts {

using Name = Text<1, 200>;
using JobPosition = Text<0, 200>;
using OrganizationName = Text<0, 200>;

/// A person the user knows, as it is stored and shown.
struct Contact {
  static constexpr std::string_view schema_name = "Contact";

  ContactId id;
  int version = 1;
  std::string name;
  std::optional<std::string> email;
  std::optional<std::string> phone;
  std::optional<std::string> job_position;
  std::optional<std::string> organization;
  std::optional<OrganizationId> organization_id;
  json::Metadata metadata;
  Timestamp created_at;
  Timestamp updated_at;
};
BOOST_DESCRIBE_STRUCT(Contact, (),
                      (id, version, name, email, phone, job_position, organization, organization_id,
                       metadata, created_at, updated_at))

struct NewContact {
  static constexpr std::string_view schema_name = "NewContact";
  static constexpr auto ignored =
      std::to_array<std::string_view>({"id", "version", "created_at", "updated_at"});
  static constexpr auto help = std::to_array<json::Help>({
      {"phone", "As the user gave it."},
      {"job_position", "What the person does, like CTO."},
      {"organization",
       "Name of the organization the person belongs to; it links itself if the user has it."},
      {"metadata", "Further fields of the user's own."},
  });

  Name name;
  std::optional<EmailAddress> email;
  std::optional<PhoneNumber> phone;
  std::optional<JobPosition> job_position;
  std::optional<OrganizationName> organization;
  std::optional<OrganizationId> organization_id;
  json::Metadata metadata;
};
BOOST_DESCRIBE_STRUCT(NewContact, (),
                      (name, email, phone, job_position, organization, organization_id, metadata))

/// What is left out stays; null clears.
struct ContactChanges {
  static constexpr std::string_view schema_name = "ContactChanges";
  static constexpr auto ignored =
      std::to_array<std::string_view>({"version", "created_at", "updated_at"});
  static constexpr auto help = NewContact::help;

  ContactId id;
  Patch<Name> name;
  Patch<EmailAddress> email;
  Patch<PhoneNumber> phone;
  Patch<JobPosition> job_position;
  Patch<OrganizationName> organization;
  Patch<OrganizationId> organization_id;
  Patch<json::Metadata> metadata;
};
BOOST_DESCRIBE_STRUCT(ContactChanges, (),
                      (id, name, email, phone, job_position, organization, organization_id,
                       metadata))

struct ContactKey {
  ContactId id;
};
BOOST_DESCRIBE_STRUCT(ContactKey, (), (id))

struct FindContacts {
  static constexpr auto help = std::to_array<json::Help>({
      {"search",
       "Words that must all occur in the name, email, phone, job position or organization."},
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
  std::optional<std::string> email;
  std::optional<std::string> phone;
  std::optional<std::string> job_position;
  std::optional<std::string> organization;
  std::optional<std::string> organization_id;
  std::optional<std::string> metadata;
  std::optional<std::string> created_at;
  std::optional<std::string> updated_at;
};
BOOST_DESCRIBE_STRUCT(FindContacts, (),
                      (limit, cursor, search, sort, count, id, version, name, email, phone,
                       job_position, organization, organization_id, metadata, created_at,
                       updated_at))

}  // namespace parley::contacts
