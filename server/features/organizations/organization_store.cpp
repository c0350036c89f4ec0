#include "features/organizations/organization_store.hpp"

#include "database/described_rows.hpp"
#include "database/query_error.hpp"
#include "foundation/error.hpp"
#include "foundation/unicode.hpp"

namespace parley::organizations {
namespace {

using operations::Call;
using operations::ListField;

#define PARLEY_ORGANIZATION_COLUMNS \
  "id, version, name, description, industry, metadata, created_at, updated_at"

constexpr std::string_view unique_name = "organizations_workspace_id_owner_id_name_key_key";

constexpr auto list_fields = std::to_array<ListField>({
    {"id", "id", ListField::Kind::id},
    {"version", "version", ListField::Kind::number},
    {"name", "name", ListField::Kind::folded, "name_key"},
    {"description", "description"},
    {"industry", "industry"},
    {"metadata", "metadata", ListField::Kind::object},
    {"created_at", "created_at", ListField::Kind::time},
    {"updated_at", "updated_at", ListField::Kind::time},
});

constexpr operations::ListTable list_table{"organizations",
                                           PARLEY_ORGANIZATION_COLUMNS,
                                           "search_text",
                                           list_fields,
                                           {},
                                           "search_organizations",
                                           true};

/// The parameters of both insertOrganization and updateOrganization.
std::vector<database::Parameter> valuesOf(const Call& call, const OrganizationRow& row) {
  const auto all = row.name + ' ' + row.industry.value_or("") + ' ' + row.description.value_or("");
  return database::parameters(call.actor().workspace_id, row.id, call.actor().user_id, row.version,
                              row.name, unicode::fold(row.name), row.description, row.industry,
                              row.metadata, unicode::searchText(all), call.services.clock.now(),
                              row.created_at);
}

task<Organization> write(Call& call, std::string sql, OrganizationRow row) {
  try {
    const auto rows = co_await call.transaction().execute(std::move(sql), valuesOf(call, row));
    co_return database::rowAs<Organization>(rows, 0);
  } catch (const database::QueryError& error) {
    if (!error.isUniqueViolation(unique_name)) throw;
    throw Error{Status::conflict,
                "name_taken",
                "You already have an organization named " + row.name + ".",
                {{"name", "is the name of another organization of yours"}}};
  }
}

}  // namespace

task<operations::Page<Organization>> selectPage(Call& call, const FindOrganizations& input) {
  auto request = operations::listRequest(input);
  request.filters = {{"id", input.id},
                     {"version", input.version},
                     {"name", input.name},
                     {"description", input.description},
                     {"industry", input.industry},
                     {"metadata", input.metadata},
                     {"created_at", input.created_at},
                     {"updated_at", input.updated_at}};
  co_return co_await operations::listPage<Organization>(call, list_table, request);
}

task<std::optional<Organization>> selectOrganization(Call& call, OrganizationId id) {
  const auto rows = co_await call.transaction().execute("select " PARLEY_ORGANIZATION_COLUMNS
                                                        " from organizations where id = $1",
                                                        database::parameters(id));
  co_return database::optionalRowAs<Organization>(rows);
}

task<std::optional<Organization>> selectForUpdate(Call& call, OrganizationId id) {
  const auto rows = co_await call.transaction().execute(
      "select " PARLEY_ORGANIZATION_COLUMNS " from organizations where id = $1 for update",
      database::parameters(id));
  co_return database::optionalRowAs<Organization>(rows);
}

task<Organization> insertOrganization(Call& call, OrganizationRow row) {
  return write(
      call,
      R"(insert into organizations (workspace_id, id, owner_id, version, name, name_key, description, industry,
                                             metadata, search_text, updated_at, created_at)
                  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, coalesce($12::timestamptz, $11::timestamptz))
                  returning )" PARLEY_ORGANIZATION_COLUMNS,
      std::move(row));
}

task<Organization> updateOrganization(Call& call, OrganizationRow row) {
  return write(call,
               R"(update organizations
                  set version = $4, name = $5, name_key = $6, description = $7, industry = $8, metadata = $9,
                      search_text = $10, updated_at = $11, created_at = coalesce($12::timestamptz, created_at)
                  where workspace_id = $1 and id = $2 and owner_id = $3
                  returning )" PARLEY_ORGANIZATION_COLUMNS,
               std::move(row));
}

void deleteOrganization(Call& call, OrganizationId id) {
  call.transaction().enqueue({"delete from organizations where id = $1", database::parameters(id)});
}

}  // namespace parley::organizations
