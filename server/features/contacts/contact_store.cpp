#include "features/contacts/contact_store.hpp"

#include "database/described_rows.hpp"
#include "foundation/unicode.hpp"

namespace parley::contacts {
namespace {

using operations::Call;
using operations::ListField;

#define PARLEY_CONTACT_COLUMNS                                                               \
  "id, version, name, email, phone, job_position, organization, organization_id, metadata, " \
  "created_at, "                                                                             \
  "updated_at"

constexpr auto list_fields = std::to_array<ListField>({
    {"id", "id", ListField::Kind::id},
    {"version", "version", ListField::Kind::number},
    {"name", "name", ListField::Kind::folded, "name_key"},
    {"email", "email"},
    {"phone", "phone", ListField::Kind::digits, "phone_digits"},
    {"job_position", "job_position"},
    {"organization", "organization", ListField::Kind::folded_or_unset, "organization_key"},
    {"organization_id", "organization_id", ListField::Kind::id},
    {"metadata", "metadata", ListField::Kind::object},
    {"created_at", "created_at", ListField::Kind::time},
    {"updated_at", "updated_at", ListField::Kind::time},
});

constexpr operations::ListTable list_table{"contacts",
                                           PARLEY_CONTACT_COLUMNS,
                                           "(search_text || coalesce(organization_search, ''))",
                                           list_fields,
                                           {},
                                           "search_contacts",
                                           true};

std::string searchTextOf(const ContactRow& row) {
  std::string all = row.name;
  for (const auto& text : {row.email, row.phone, row.phone_digits, row.job_position}) {
    if (text) all += ' ' + *text;
  }
  return unicode::searchText(all);
}

/// The parameters of both insertContact and updateContact.
std::vector<database::Parameter> valuesOf(const Call& call, const ContactRow& row) {
  const operations::OrganizationColumns organization{row.organization};
  return database::parameters(call.actor().workspace_id, row.id, call.actor().user_id, row.version,
                              row.name, unicode::fold(row.name), row.email, row.phone,
                              row.phone_digits, row.job_position, organization.name,
                              organization.key, organization.search, organization.id, row.metadata,
                              searchTextOf(row), call.services.clock.now(), row.created_at);
}

}  // namespace

task<operations::Page<Contact>> selectPage(Call& call, const FindContacts& input) {
  auto request = operations::listRequest(input);
  request.filters = {{"id", input.id},
                     {"version", input.version},
                     {"name", input.name},
                     {"email", input.email},
                     {"phone", input.phone},
                     {"job_position", input.job_position},
                     {"organization", input.organization},
                     {"organization_id", input.organization_id},
                     {"metadata", input.metadata},
                     {"created_at", input.created_at},
                     {"updated_at", input.updated_at}};
  co_return co_await operations::listPage<Contact>(call, list_table, request);
}

task<std::optional<Contact>> selectContact(Call& call, ContactId id) {
  const auto rows = co_await call.transaction().execute(
      "select " PARLEY_CONTACT_COLUMNS " from contacts where id = $1", database::parameters(id));
  co_return database::optionalRowAs<Contact>(rows);
}

task<std::optional<Contact>> selectForUpdate(Call& call, ContactId id) {
  const auto rows = co_await call.transaction().execute("select " PARLEY_CONTACT_COLUMNS
                                                        " from contacts where id = $1 for update",
                                                        database::parameters(id));
  co_return database::optionalRowAs<Contact>(rows);
}

task<Contact> insertContact(Call& call, ContactRow row) {
  const auto rows = co_await call.transaction().execute(
      R"(insert into contacts (workspace_id, id, owner_id, version, name, name_key, email, phone, phone_digits,
                              job_position, organization, organization_key, organization_search, organization_id,
                              metadata, search_text, updated_at, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
                 coalesce($18::timestamptz, $17::timestamptz))
         returning )" PARLEY_CONTACT_COLUMNS,
      valuesOf(call, row));
  co_return database::rowAs<Contact>(rows, 0);
}

task<Contact> updateContact(Call& call, ContactRow row) {
  const auto rows = co_await call.transaction().execute(
      R"(update contacts
         set version = $4, name = $5, name_key = $6, email = $7, phone = $8, phone_digits = $9, job_position = $10,
             organization = $11, organization_key = $12, organization_search = $13, organization_id = $14,
             metadata = $15, search_text = $16, updated_at = $17, created_at = coalesce($18::timestamptz, created_at)
         where workspace_id = $1 and id = $2 and owner_id = $3
         returning )" PARLEY_CONTACT_COLUMNS,
      valuesOf(call, row));
  co_return database::rowAs<Contact>(rows, 0);
}

void deleteContact(Call& call, ContactId id) {
  call.transaction().enqueue({"delete from contacts where id = $1", database::parameters(id)});
}

}  // namespace parley::contacts
