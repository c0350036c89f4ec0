// How contacts and organizations, which do not know each other, find each other by name.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "features/contacts/contacts.hpp"
#include "features/organizations/organizations.hpp"
#include "operations/history.hpp"
#include "operations/organization_link.hpp"
#include "testing/catalog_test.hpp"

namespace parley::app {
namespace {

using operations::Call;
using testing::Used;

class OrganizationLinks : public testing::CatalogTest {
 protected:
  OrganizationLinks() {
    catalog_.add(
        organizations::feature({[](Call& call, OrganizationId id, const std::string& name) {
                                  operations::followOrganization(call, contacts::table, id, name);
                                },
                                [](Call& call, OrganizationId id) {
                                  operations::leaveOrganization(call, contacts::table, id);
                                }}));
    catalog_.add(contacts::feature());
    catalog_.add(operations::history(catalog_));
  }

  std::string organization(const std::string& name) {
    const auto made = use(maya_, "create_organization", fmt::format(R"({{"name":"{}"}})", name));
    EXPECT_EQ(made.status, 201) << made.detail;
    return made.text("/id");
  }
  std::string contact(const std::string& organization) {
    return use(maya_, "create_contact",
               fmt::format(R"({{"name":"Jane","organization":"{}"}})", organization))
        .text("/id");
  }
  Used change(const std::string& id, const std::string& fields) {
    return use(maya_, "update_contact", fmt::format(R"({{"id":"{}",{}}})", id, fields));
  }
  void rename(const std::string& organization, const std::string& name) {
    use(maya_, "update_organization",
        fmt::format(R"({{"id":"{}","name":"{}"}})", organization, name));
  }
  void undo(const Used& used) {
    const auto undone = use(maya_, "undo_change", fmt::format(R"({{"id":"{}"}})", used.changeId()));
    EXPECT_EQ(undone.status, 200) << undone.detail;
  }
  void expectLink(const std::string& contact, const std::string& name, const std::string& id) {
    const auto read = use(maya_, "get_contact", fmt::format(R"({{"id":"{}"}})", contact));
    EXPECT_EQ(read.text("/organization"), name);
    EXPECT_EQ(read.text("/organization_id"), id);
  }

  const operations::Actor maya_ = newPerson();
  const operations::Actor ben_ = newPerson(maya_.workspace_id);
};

TEST_F(OrganizationLinks, AreMadeWhicheverComesFirstCaseAndAccentsAside) {
  const auto before = contact("société générale");
  expectLink(before, "société générale", "null");
  const auto id = organization("Societe Generale");
  expectLink(before, "Societe Generale", id);
  expectLink(contact("SOCIETE GENERALE"), "Societe Generale", id);
  const auto of_ben =
      use(ben_, "create_contact", R"({"name":"Joe","organization":"Societe Generale"})");
  EXPECT_EQ(of_ben.text("/organization_id"), "null");
}

TEST_F(OrganizationLinks, ShowThePresentNameAndLeaveItBehind) {
  const auto id = organization("Initech");
  const auto jane = contact("initech");
  rename(id, "Initrode");
  expectLink(jane, "Initrode", id);
  use(maya_, "delete_organization", fmt::format(R"({{"id":"{}"}})", id));
  expectLink(jane, "Initrode", "null");
}

TEST_F(OrganizationLinks, AreSetByNameOrIdWhichMustAgree) {
  const auto initech = organization("Initech");
  const auto globex = organization("Globex");
  const auto jane = contact("Initech");
  EXPECT_EQ(change(jane, fmt::format(R"("organization_id":"{}")", globex)).status, 200);
  expectLink(jane, "Globex", globex);
  EXPECT_EQ(change(jane, R"("organization":"initech")").status, 200);
  expectLink(jane, "Initech", initech);
  const auto torn = use(
      maya_, "create_contact",
      fmt::format(R"({{"name":"Joe","organization":"Initech","organization_id":"{}"}})", globex));
  EXPECT_EQ(torn.status, 422);
  EXPECT_THAT(torn.detail, ::testing::HasSubstr("organization"));
  EXPECT_EQ(change(jane, R"("organization_id":null)").status, 200);
  expectLink(jane, "null", "null");
}

TEST_F(OrganizationLinks, OutliveTheUndoOfAnotherFieldAfterARenaming) {
  const auto id = organization("Initech");
  const auto jane = contact("Initech");
  const auto called = change(jane, R"("phone":"555 0100")");
  rename(id, "Initrode");
  undo(called);
  expectLink(jane, "Initrode", id);
}

TEST_F(OrganizationLinks, AreFoundAgainWhenADeletedContactComesBack) {
  const auto initech = organization("Initech");
  const auto jane = contact("Initech");
  const auto removed = use(maya_, "delete_contact", fmt::format(R"({{"id":"{}"}})", jane));
  rename(initech, "Initrode");
  undo(removed);
  expectLink(jane, "Initrode", initech);
}

}  // namespace
}  // namespace parley::app
