#include <utility>

#include "features/contacts/contact.hpp"
#include "features/contacts/contact_store.hpp"
#include "features/contacts/contact_words.hpp"
#include "features/contacts/contacts.hpp"
#include "foundation/error.hpp"
#include "foundation/unicode.hpp"
#include "json/write.hpp"
#include "operations/record_operations.hpp"

namespace parley::contacts {
namespace {

using namespace operations;

constexpr std::string_view record_type = "contact";

Change changeOf(Action action, const Contact& contact) {
  Change change;
  change.action = action;
  change.record_type = record_type;
  change.record_id = contact.id.uuid;
  change.record_name = contact.name;
  change.record_version = contact.version;
  return change;
}

/// An empty text is no value.
template <class Field>
std::optional<std::string> textOf(const std::optional<Field>& field) {
  if (!field || field->value().empty()) return std::nullopt;
  return field->value();
}

std::optional<std::string> digitsOf(const std::optional<PhoneNumber>& phone) {
  return phone ? std::optional{phone->digits()} : std::nullopt;
}

std::optional<OrganizationLink> linkOf(const Contact& contact) {
  if (!contact.organization) return std::nullopt;
  return OrganizationLink{*contact.organization, contact.organization_id};
}

ContactRow rowOf(const Contact& contact) {
  ContactRow row;
  row.id = contact.id;
  row.version = contact.version;
  row.name = contact.name;
  row.email = contact.email;
  row.phone = contact.phone;
  if (contact.phone) {
    if (const auto phone = PhoneNumber::parse(*contact.phone)) row.phone_digits = phone->digits();
  }
  row.job_position = contact.job_position;
  row.organization = linkOf(contact);
  row.metadata = contact.metadata;
  return row;
}

bool sameValues(const Contact& contact, const ContactRow& row) {
  return contact.name == row.name && contact.email == row.email && contact.phone == row.phone &&
         contact.job_position == row.job_position && linkOf(contact) == row.organization &&
         contact.metadata == row.metadata;
}

/// Stores the row over `before` with its change; what did not change is not written.
task<Contact> store(Call& call, Contact before, ContactRow row) {
  if (sameValues(before, row)) co_return before;
  row.version = before.version + 1;
  auto after = co_await updateContact(call, std::move(row));
  auto change = changeOf(Action::updated, after);
  change.before = json::toJson(before);
  change.after = json::toJson(after);
  call.record(std::move(change));
  co_return after;
}

task<Contact> insert(Call& call, ContactRow row) {
  auto contact = co_await insertContact(call, std::move(row));
  auto change = changeOf(Action::created, contact);
  change.after = json::toJson(contact);
  call.record(std::move(change));
  co_return contact;
}

task<Contact> existing(Call& call, ContactId id) {
  auto contact = co_await selectForUpdate(call, id);
  if (!contact) throw notFound("There is no such contact, or it is not yours.");
  call.requireVersion(contact->version, json::toJson(*contact));
  co_return std::move(*contact);
}

task<Contact> create(Call& call, NewContact input) {
  ContactRow row;
  row.id = ContactId::make();
  row.name = input.name.value();
  row.email = textOf(input.email);
  row.phone = textOf(input.phone);
  row.phone_digits = digitsOf(input.phone);
  row.job_position = textOf(input.job_position);
  row.organization =
      co_await organizationLink(call, textOf(input.organization), input.organization_id);
  row.metadata = std::move(input.metadata);
  co_return co_await insert(call, std::move(row));
}

task<Contact> get(Call& call, ContactKey key) {
  auto contact = co_await selectContact(call, key.id);
  if (!contact) throw notFound("There is no such contact, or it is not yours.");
  co_return std::move(*contact);
}

task<Page<Contact>> find(Call& call, FindContacts input) {
  co_return co_await selectPage(call, input);
}

task<Contact> update(Call& call, ContactChanges input) {
  if (input.name.given && !input.name.value) throw invalid("name", "must not be empty");
  auto before = co_await existing(call, input.id);

  auto row = rowOf(before);
  if (input.name.given) row.name = input.name.value->value();
  if (input.email.given) row.email = textOf(input.email.value);
  if (input.phone.given) {
    row.phone = textOf(input.phone.value);
    row.phone_digits = digitsOf(input.phone.value);
  }
  if (input.job_position.given) row.job_position = textOf(input.job_position.value);
  if (input.metadata.given) row.metadata = input.metadata.value.value_or(json::Metadata{});

  OrganizationChange organization;
  if (input.organization.given) organization.name = textOf(input.organization.value);
  if (input.organization_id.given) organization.id = input.organization_id.value;
  row.organization =
      co_await changedOrganizationLink(call, std::move(row.organization), std::move(organization));
  co_return co_await store(call, std::move(before), std::move(row));
}

task<void> remove(Call& call, ContactKey key) {
  const auto contact = co_await existing(call, key.id);
  deleteContact(call, key.id);
  auto change = changeOf(Action::deleted, contact);
  change.before = json::toJson(contact);
  call.record(std::move(change));
}

// ---- undo ----

/// The values of a stored record; its organization may have come, gone or changed its name since.
task<ContactRow> rowFrom(Call& call, Uuid id, const json::object& stored,
                         std::optional<OrganizationLink> current) {
  const auto input = json::decode<ContactChanges>(stored);
  ContactRow row;
  row.id = ContactId{id};
  row.name = input.name.value->value();
  row.email = textOf(input.email.value);
  row.phone = textOf(input.phone.value);
  row.phone_digits = digitsOf(input.phone.value);
  row.job_position = textOf(input.job_position.value);
  row.organization = co_await storedOrganizationLink(
      call, std::move(current), textOf(input.organization.value), input.organization_id.value);
  row.metadata = input.metadata.value.value_or(json::Metadata{});
  co_return row;
}

task<std::optional<std::string>> load(Call& call, Uuid id) {
  const auto contact = co_await selectForUpdate(call, ContactId{id});
  if (!contact) co_return std::nullopt;
  co_return json::toJson(*contact);
}

task<void> restore(Call& call, Uuid id, const json::object& before) {
  auto row = co_await rowFrom(call, id, before, std::nullopt);
  row.version = static_cast<int>(before.at("version").as_int64()) + 1;
  row.created_at = parseTimestamp(before.at("created_at").as_string());
  co_await insert(call, std::move(row));
}

task<void> revert(Call& call, Uuid id, const json::object& before) {
  auto current = co_await existing(call, ContactId{id});
  auto row = co_await rowFrom(call, id, before, linkOf(current));
  co_await store(call, std::move(current), std::move(row));
}

task<void> removeRecord(Call& call, Uuid id) {
  co_await remove(call, ContactKey{ContactId{id}});
}

}  // namespace

Feature feature() {
  Feature made;
  made.operations = recordOperations<Contact, FindContacts, NewContact, ContactKey, ContactChanges>(
      {.one = "contact",
       .many = "contacts",
       .find = "List or search the user's contacts. Answers a page of them with their ids.",
       .create = "Add a person to the user's contacts. Give only what the user said.",
       .update = "Change fields of one contact. Fields left out stay as they are; null clears one. "
                 "Find the id first.",
       .remove = "Delete one contact by its id. The user is asked for approval."},
      find, create, get, update, remove);
  made.kinds = {{std::string{record_type}, load, restore, revert, removeRecord}};
  made.words = {contactWords()};
  return made;
}

}  // namespace parley::contacts
