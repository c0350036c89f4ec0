#pragma once

#include <optional>
#include <string>

#include "features/contacts/contact.hpp"
#include "operations/organization_link.hpp"

/// The SQL of contacts: here and nowhere else. Everything runs in the call's transaction, so
/// row-level security shows the user's own contacts alone.
namespace parley::contacts {

/// A contact's values, checked and ready to be stored.
struct ContactRow {
  ContactId id;
  int version = 1;
  std::string name;
  std::optional<std::string> email;
  std::optional<std::string> phone;
  std::optional<std::string> phone_digits;
  std::optional<std::string> job_position;
  std::optional<operations::OrganizationLink> organization;
  json::Metadata metadata;
  std::optional<Timestamp> created_at;  ///< unset: now
};

task<operations::Page<Contact>> selectPage(operations::Call& call, const FindContacts& input);
task<std::optional<Contact>> selectContact(operations::Call& call, ContactId id);
/// Locks the row until the transaction ends.
task<std::optional<Contact>> selectForUpdate(operations::Call& call, ContactId id);
task<Contact> insertContact(operations::Call& call, ContactRow row);
/// Sets every column but the creation time; the version is the row's.
task<Contact> updateContact(operations::Call& call, ContactRow row);
void deleteContact(operations::Call& call, ContactId id);

}  // namespace parley::contacts
