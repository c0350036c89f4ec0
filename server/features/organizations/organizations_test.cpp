#include "features/organizations/organizations.hpp"

#include <fmt/format.h>

#include "operations/history.hpp"
#include "testing/catalog_test.hpp"

namespace parley::organizations {
namespace {

class Organizations : public testing::CatalogTest {
 protected:
  Organizations() {
    catalog_.add(
        feature({[this](operations::Call&, OrganizationId, const std::string& name) {
                   told_.push_back("named " + name);
                 },
                 [this](operations::Call&, OrganizationId) { told_.emplace_back("leaving"); }}));
    catalog_.add(operations::history(catalog_));
  }

  const operations::Actor maya_ = newPerson();
  std::vector<std::string> told_;
};

TEST_F(Organizations, AreKeptWithDescriptionAndIndustry) {
  const auto made = use(
      maya_, "create_organization",
      R"({"name":"Initech","industry":"Software","description":"Makes\r\nreports","metadata":{"size":40}})");
  ASSERT_EQ(made.status, 201) << made.detail;
  EXPECT_EQ(made.text("/description"), "Makes\nreports");
  EXPECT_EQ(made.number("/metadata/size"), 40);
  EXPECT_EQ(use(maya_, "find_organizations", R"({"industry":"software"})").count("/items"), 1U);
  EXPECT_EQ(use(maya_, "find_organizations", R"({"search":"report"})").count("/items"), 1U);
}

TEST_F(Organizations, SecondOneOfTheSameNameIsRefusedForTheSameUserOnly) {
  ASSERT_EQ(use(maya_, "create_organization", R"({"name":"Caf\u00e9 Noir"})").status, 201);
  const auto taken = use(maya_, "create_organization", R"({"name":"cafe  NOIR"})");
  EXPECT_EQ(taken.status, 409);
  EXPECT_EQ(taken.code, "name_taken");
  EXPECT_EQ(taken.fields, "name");
  EXPECT_EQ(
      use(newPerson(maya_.workspace_id), "create_organization", R"({"name":"Caf\u00e9 Noir"})")
          .status,
      201);
}

TEST_F(Organizations, FollowersAreToldOfNewNamesAndLeaving) {
  const auto made = use(maya_, "create_organization", R"({"name":"Initech"})");
  const auto id = made.text("/id");
  use(maya_, "update_organization", fmt::format(R"({{"id":"{}","industry":"IT"}})", id));
  use(maya_, "update_organization", fmt::format(R"({{"id":"{}","name":"Initrode"}})", id));
  use(maya_, "delete_organization", fmt::format(R"({{"id":"{}"}})", id));
  EXPECT_EQ(told_, (std::vector<std::string>{"named Initech", "named Initrode", "leaving"}));
}

TEST_F(Organizations, UndoBringsADeletedOneBackUnderItsId) {
  const auto made = use(maya_, "create_organization", R"({"name":"Initech","industry":"IT"})");
  const auto removed =
      use(maya_, "delete_organization", fmt::format(R"({{"id":"{}"}})", made.text("/id")));
  ASSERT_EQ(use(maya_, "undo_change", fmt::format(R"({{"id":"{}"}})", removed.changeId())).status,
            200);
  const auto back =
      use(maya_, "get_organization", fmt::format(R"({{"id":"{}"}})", made.text("/id")));
  EXPECT_EQ(back.text("/industry"), "IT");
  EXPECT_EQ(back.text("/created_at"), made.text("/created_at"));
  EXPECT_EQ(back.number("/version"), 2);
}

}  // namespace
}  // namespace parley::organizations
