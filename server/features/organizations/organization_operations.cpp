#include <memory>
#include <utility>

#include "features/organizations/organization.hpp"
#include "features/organizations/organization_store.hpp"
#include "features/organizations/organization_words.hpp"
#include "features/organizations/organizations.hpp"
#include "foundation/error.hpp"
#include "json/write.hpp"
#include "operations/record_operations.hpp"

namespace parley::organizations {
namespace {

using namespace operations;

constexpr std::string_view record_type = "organization";

Change changeOf(Action action, const Organization& organization) {
  Change change;
  change.action = action;
  change.record_type = record_type;
  change.record_id = organization.id.uuid;
  change.record_name = organization.name;
  change.record_version = organization.version;
  return change;
}

/// An empty text is no value.
template <class Field>
std::optional<std::string> textOf(const std::optional<Field>& field) {
  if (!field || field->value().empty()) return std::nullopt;
  return field->value();
}

task<Organization> existing(Call& call, OrganizationId id) {
  auto organization = co_await selectForUpdate(call, id);
  if (!organization) throw notFound("There is no such organization, or it is not yours.");
  call.requireVersion(organization->version, json::toJson(*organization));
  co_return std::move(*organization);
}

bool sameValues(const Organization& organization, const OrganizationRow& row) {
  return organization.name == row.name && organization.description == row.description &&
         organization.industry == row.industry && organization.metadata == row.metadata;
}

/// The writes of organizations; they tell the followers.
class Writer {
 public:
  explicit Writer(Followers followers) : followers_{std::move(followers)} {}

  task<Organization> create(Call& call, NewOrganization input) const {
    OrganizationRow row;
    row.id = OrganizationId::make();
    row.name = input.name.value();
    row.description = textOf(input.description);
    row.industry = textOf(input.industry);
    row.metadata = std::move(input.metadata);
    return insert(call, std::move(row));
  }

  task<Organization> update(Call& call, OrganizationChanges input) const {
    if (input.name.given && !input.name.value) throw invalid("name", "must not be empty");
    auto before = co_await existing(call, input.id);
    OrganizationRow row{before.id,       before.version,  before.name, before.description,
                        before.industry, before.metadata, {}};
    if (input.name.given) row.name = input.name.value->value();
    if (input.description.given) row.description = textOf(input.description.value);
    if (input.industry.given) row.industry = textOf(input.industry.value);
    if (input.metadata.given) row.metadata = input.metadata.value.value_or(json::Metadata{});
    co_return co_await store(call, std::move(before), std::move(row));
  }

  task<void> remove(Call& call, OrganizationKey key) const {
    const auto organization = co_await existing(call, key.id);
    followers_.leaving(call, key.id);
    deleteOrganization(call, key.id);
    auto change = changeOf(Action::deleted, organization);
    change.before = json::toJson(organization);
    call.record(std::move(change));
  }

  task<void> restore(Call& call, Uuid id, const json::object& before) const {
    auto row = rowFrom(id, before);
    row.version = static_cast<int>(before.at("version").as_int64()) + 1;
    row.created_at = parseTimestamp(before.at("created_at").as_string());
    co_await insert(call, std::move(row));
  }

  task<void> revert(Call& call, Uuid id, const json::object& before) const {
    auto current = co_await existing(call, OrganizationId{id});
    auto row = rowFrom(id, before);
    co_await store(call, std::move(current), std::move(row));
  }

 private:
  static OrganizationRow rowFrom(Uuid id, const json::object& stored) {
    const auto input = json::decode<OrganizationChanges>(stored);
    return {OrganizationId{id},
            1,
            input.name.value->value(),
            textOf(input.description.value),
            textOf(input.industry.value),
            input.metadata.value.value_or(json::Metadata{}),
            {}};
  }

  task<Organization> insert(Call& call, OrganizationRow row) const {
    auto organization = co_await insertOrganization(call, std::move(row));
    followers_.named(call, organization.id, organization.name);
    auto change = changeOf(Action::created, organization);
    change.after = json::toJson(organization);
    call.record(std::move(change));
    co_return organization;
  }

  /// Stores the row over `before` with its change; what did not change is not written.
  task<Organization> store(Call& call, Organization before, OrganizationRow row) const {
    if (sameValues(before, row)) co_return before;
    row.version = before.version + 1;
    auto after = co_await updateOrganization(call, std::move(row));
    if (after.name != before.name) followers_.named(call, after.id, after.name);
    auto change = changeOf(Action::updated, after);
    change.before = json::toJson(before);
    change.after = json::toJson(after);
    call.record(std::move(change));
    co_return after;
  }

  Followers followers_;
};

task<Organization> get(Call& call, OrganizationKey key) {
  auto organization = co_await selectOrganization(call, key.id);
  if (!organization) throw notFound("There is no such organization, or it is not yours.");
  co_return std::move(*organization);
}

task<Page<Organization>> find(Call& call, FindOrganizations input) {
  co_return co_await selectPage(call, input);
}

task<std::optional<std::string>> load(Call& call, Uuid id) {
  const auto organization = co_await selectForUpdate(call, OrganizationId{id});
  if (!organization) co_return std::nullopt;
  co_return json::toJson(*organization);
}

}  // namespace

Feature feature(Followers followers) {
  // Shared by the handlers below, which live as long as the catalog.
  const auto writer = std::make_shared<const Writer>(std::move(followers));
  const auto create = [writer](Call& call, NewOrganization input) {
    return writer->create(call, std::move(input));
  };
  const auto update = [writer](Call& call, OrganizationChanges input) {
    return writer->update(call, std::move(input));
  };
  const auto remove = [writer](Call& call, OrganizationKey key) {
    return writer->remove(call, key);
  };

  Feature made;
  made.operations = recordOperations<Organization, FindOrganizations, NewOrganization,
                                     OrganizationKey, OrganizationChanges>(
      {.one = "organization",
       .many = "organizations",
       .find = "List or search the organizations the user follows. Answers a page of them with "
               "their ids.",
       .create = "Add an organization to those the user follows. Give only what the user said.",
       .update = "Change fields of one organization. Fields left out stay as they are; null clears "
                 "one. Find the id first.",
       .remove = "Delete one organization by its id; contacts keep its name. The user is asked for "
                 "approval."},
      find, create, get, update, remove);
  made.kinds = {recordKind<OrganizationKey>(record_type, load, writer)};
  made.words = {organizationWords()};
  return made;
}

}  // namespace parley::organizations
