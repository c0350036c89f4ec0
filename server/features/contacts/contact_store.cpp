#include "features/contacts/contact_store.hpp"

#include "database/described_rows.hpp"
#include "foundation/error.hpp"
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
    {"name", "name", ListField::Kind::folded, "name_key"},
    {"email", "email"},
    {"phone", "phone", ListField::Kind::digits, "phone_digits"},
    {"job_position", "job_position"},
    {"organization", "organization", ListField::Kind::folded, "organization_key"},
    {"organization_id", "organization_id", ListField::Kind::id},
    {"created_at", "created_at", ListField::Kind::time},
    {"updated_at", "updated_at", ListField::Kind::time},
});

constexpr operations::ListTable list_table{"contacts", PARLEY_CONTACT_COLUMNS,
                                           "(search_text || coalesce(organization_search, ''))",
                                           list_fields};

std::string searchTextOf(const ContactRow& row) {
  std::string all = row.name;
  for (const auto& text : {row.email, row.phone, row.phone_digits, row.job_position}) {
    if (text) all += ' ' + *text;
  }
  return unicode::searchText(all);
}

/// The parameters of both insertContact and updateContact.
std::vector<database::Parameter> valuesOf(const Call& call, const ContactRow& row) {
  const auto& organization = row.organization;
  std::optional<std::string> name, key, search;
  std::optional<OrganizationId> id;
  if (organization) {
    name = organization->name;
    key = unicode::fold(organization->name);
    search = unicode::searchText(organization->name);
    id = organization->id;
  }
  return database::parameters(
      call.actor().workspace_id, row.id, call.actor().user_id, row.version, row.name,
      unicode::fold(row.name), row.email, row.phone, row.phone_digits, row.job_position, name, key,
      search, id, row.metadata, searchTextOf(row), call.services.clock.now(), row.created_at);
}

/// Serialises "a contact names X" with "X is made": whoever comes second sees the first.
void lockOrganizationName(Call& call, const std::string& key) {
  call.transaction().enqueue({"select pg_advisory_xact_lock(hashtextextended($1 || $2, 0))",
                              database::parameters(call.actor().user_id, key)});
}

}  // namespace

task<ContactPage> selectPage(Call& call, const FindContacts& input) {
  auto request = operations::listRequest(input);
  request.filters = {{"name", input.name},
                     {"email", input.email},
                     {"phone", input.phone},
                     {"job_position", input.job_position},
                     {"organization", input.organization},
                     {"organization_id", input.organization_id},
                     {"created_at", input.created_at},
                     {"updated_at", input.updated_at}};
  co_return co_await operations::listPage<ContactPage>(call, list_table, request);
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

task<OrganizationLink> linkByName(Call& call, std::string name) {
  const auto key = unicode::fold(name);
  lockOrganizationName(call, key);
  const auto rows = co_await call.transaction().execute(
      "select id, name from organizations where name_key = $1", database::parameters(key));
  if (rows.empty()) co_return OrganizationLink{std::move(name), std::nullopt};
  co_return OrganizationLink{std::string{*rows.at(0, 1)},
                             database::fromText<OrganizationId>(*rows.at(0, 0))};
}

task<OrganizationLink> linkById(Call& call, OrganizationId id) {
  const auto rows = co_await call.transaction().execute(
      "select name from organizations where id = $1 for share", database::parameters(id));
  if (rows.empty()) throw invalid("organization_id", "is no organization of yours");
  co_return OrganizationLink{std::string{*rows.at(0, 0)}, id};
}

void followOrganization(Call& call, OrganizationId id, const std::string& name) {
  const auto key = unicode::fold(name);
  lockOrganizationName(call, key);
  call.transaction().enqueue({R"(update contacts
          set organization = $2, organization_key = $3, organization_search = $4, organization_id = $1
          where organization_id = $1 or (organization_id is null and organization_key = $3))",
                              database::parameters(id, name, key, unicode::searchText(name))});
}

void leaveOrganization(Call& call, OrganizationId id) {
  call.transaction().enqueue(
      {"update contacts set organization_id = null where organization_id = $1",
       database::parameters(id)});
}

}  // namespace parley::contacts
