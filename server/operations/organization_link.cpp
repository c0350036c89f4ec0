#include "operations/organization_link.hpp"

#include <fmt/format.h>

#include <utility>

#include "foundation/error.hpp"
#include "foundation/unicode.hpp"

namespace parley::operations {
namespace {

/// Serialises "a contact names X" with "X is made": whoever comes second sees the first.
void lockName(Call& call, const std::string& key) {
  call.transaction().enqueue({"select pg_advisory_xact_lock(hashtextextended($1 || $2, 0))",
                              database::parameters(call.actor().user_id, key)});
}

task<OrganizationLink> linkByName(Call& call, std::string name) {
  const auto key = unicode::fold(name);
  lockName(call, key);
  const auto rows = co_await call.transaction().execute(
      "select id, name from organizations where name_key = $1", database::parameters(key));
  if (rows.empty()) co_return OrganizationLink{std::move(name), std::nullopt};
  co_return OrganizationLink{std::string{*rows.at(0, 1)},
                             database::fromText<OrganizationId>(*rows.at(0, 0))};
}

task<std::optional<OrganizationLink>> findLink(Call& call, OrganizationId id) {
  const auto rows = co_await call.transaction().execute(
      "select name from organizations where id = $1 for share", database::parameters(id));
  if (rows.empty()) co_return std::nullopt;
  co_return OrganizationLink{std::string{*rows.at(0, 0)}, id};
}

task<OrganizationLink> linkById(Call& call, OrganizationId id) {
  auto link = co_await findLink(call, id);
  if (!link) throw invalid("organization_id", "is no organization of yours");
  co_return std::move(*link);
}

}  // namespace

task<std::optional<OrganizationLink>> organizationLink(Call& call, std::optional<std::string> name,
                                                       std::optional<OrganizationId> id) {
  if (!id) {
    if (!name) co_return std::nullopt;
    co_return co_await linkByName(call, std::move(*name));
  }
  auto link = co_await linkById(call, *id);
  if (name && unicode::fold(*name) != unicode::fold(link.name)) {
    throw invalid("organization", "does not agree with organization_id, which is " + link.name);
  }
  co_return link;
}

task<std::optional<OrganizationLink>> changedOrganizationLink(
    Call& call, std::optional<OrganizationLink> before, OrganizationChange change) {
  const auto name_before = before ? std::optional{before->name} : std::nullopt;
  const auto id_before = before ? before->id : std::nullopt;
  const bool name_changed = change.name && *change.name != name_before;
  const bool id_changed = change.id && *change.id != id_before;
  if (!name_changed && !id_changed) co_return before;
  const auto name = name_changed ? *change.name : std::nullopt;
  const auto id = id_changed ? *change.id : std::nullopt;
  co_return co_await organizationLink(call, name, id);
}

task<std::optional<OrganizationLink>> storedOrganizationLink(
    Call& call, std::optional<OrganizationLink> current, std::optional<std::string> name,
    std::optional<OrganizationId> id) {
  if (!name) co_return std::nullopt;
  const OrganizationLink stored{*name, id};
  if (current && (id ? current->id == id : *current == stored)) co_return current;
  if (id) {
    if (auto link = co_await findLink(call, *id)) co_return link;
  }
  co_return co_await linkByName(call, std::move(*name));
}

void followOrganization(Call& call, std::string_view table, OrganizationId id,
                        const std::string& name) {
  const auto key = unicode::fold(name);
  lockName(call, key);
  call.transaction().enqueue(
      {fmt::format(
           R"(update {} set organization = $2, organization_key = $3, organization_search = $4,
              organization_id = $1
          where owner_id = $5
            and (organization_id = $1 or (organization_id is null and organization_key = $3)))",
           table),
       database::parameters(id, name, key, unicode::searchText(name), call.actor().user_id)});
}

void leaveOrganization(Call& call, std::string_view table, OrganizationId id) {
  call.transaction().enqueue(
      {fmt::format("update {} set organization_id = null where organization_id = $1", table),
       database::parameters(id)});
}

OrganizationColumns::OrganizationColumns(const std::optional<OrganizationLink>& link) {
  if (!link) return;
  name = link->name;
  key = unicode::fold(link->name);
  search = unicode::searchText(link->name);
  id = link->id;
}

}  // namespace parley::operations
