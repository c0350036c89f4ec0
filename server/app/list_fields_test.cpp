#include <fmt/format.h>

#include "app/catalog.hpp"
#include "testing/catalog_test.hpp"

/// Every field that a list shows filters it by equality and puts it in order.
namespace parley::app {
namespace {

class ListFields : public testing::CatalogTest {
 protected:
  ListFields() { fillCatalog(catalog_, {accounts_, assistant_}); }

  testing::Used made(std::string_view what, std::string_view arguments) {
    auto used = use(maya_, fmt::format("create_{}", what), arguments);
    EXPECT_EQ(used.status, 201) << used.detail;
    return used;
  }

  testing::Used listed(std::string_view find, json::object query) {
    auto used = use(maya_, find, boost::json::serialize(query));
    EXPECT_EQ(used.status, 200) << boost::json::serialize(query) << used.detail << used.fields;
    return used;
  }

  /// The query that asks for what the record holds in that field.
  static json::object equalTo(std::string_view name, const json::value& value) {
    if (value.is_array()) return {{"assignee_id", value.as_array().front().as_object().at("id")}};
    if (name == "metadata") return {{name, boost::json::serialize(value)}};
    if (value.is_object()) return {{fmt::format("{}_id", name), value.as_object().at("id")}};
    if (value.is_int64()) return {{name, std::to_string(value.as_int64())}};
    return {{name, value}};
  }

  void expectEveryFieldFilters(std::string_view find, const json::value& record) {
    for (const auto& [name, value] : record.as_object()) {
      ASSERT_FALSE(value.is_null()) << name;
      const auto found = listed(find, equalTo(name, value));
      const auto& items = found.body.at("items").as_array();
      EXPECT_NE(std::ranges::find(items, record), items.end()) << name;
      for (const auto& item : items) EXPECT_EQ(item.at(name), value) << name;
    }
  }

  static std::string repeated(std::string_view letter, std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) text += letter;
    return text;
  }

  /// Page by page, all of them once, and the other way round in the other direction.
  void expectEveryFieldSorts(std::string_view find, const json::value& record, std::size_t count) {
    for (const auto& [name, value] : record.as_object()) {
      if (name == "metadata") continue;
      const auto forth = idsInOrder(find, std::string{name});
      auto back = idsInOrder(find, "-" + std::string{name});
      EXPECT_EQ(forth.size(), count) << name;
      std::ranges::reverse(back);
      EXPECT_EQ(forth, back) << name;
    }
  }

  std::vector<std::string> idsInOrder(std::string_view find, const std::string& sort) {
    std::vector<std::string> ids;
    json::object query{{"sort", sort}, {"limit", "1"}};
    for (;;) {
      const auto page = listed(find, query);
      ids.push_back(page.text("/items/0/id"));
      if (page.body.at("next_cursor").is_null() || ids.size() > 9) return ids;
      query["cursor"] = page.body.at("next_cursor");
    }
  }

  void expectEveryField(std::string_view find, const json::value& record, std::size_t count) {
    expectEveryFieldFilters(find, record);
    expectEveryFieldSorts(find, record, count);
  }

  const Configuration configuration_;
  const secrets::InstallationKey key_{secrets::SecretString{std::string(32, 'k')}};
  accounts::Accounts accounts_{accounts::Options{}, key_, clock_};
  AssistantHome assistant_{configuration_, key_, clock_, true};
  const operations::Actor maya_ = newPerson();
};

TEST_F(ListFields, OfContactsAndOrganizationsFilterAndSort) {
  made("organization", R"({"name":"Globex"})");
  const auto initech = made("organization", R"({"name":"Initech","industry":"Software",
      "description":"Makes things","metadata":{"tier":1,"tags":["a","b"]}})");
  made("contact", R"({"name":"Bob"})");
  const auto ada =
      made("contact", R"({"name":"Ada Byron","email":"ada@example.com","phone":"+43 660 1234567",
      "job_position":"CTO","organization":"initech","metadata":{"vip":true}})");
  expectEveryField("find_organizations", initech.body, 2);
  expectEveryField("find_contacts", ada.body, 2);
}

TEST_F(ListFields, OfProjectsAndTasksFilterAndSort) {
  made("organization", R"({"name":"Initech"})");
  const auto other = made("project", R"({"name":"Other"})").text("/id");
  const auto project =
      made("project", fmt::format(R"({{"name":"Launch","status":"on_hold","organization":"Initech",
      "assignees":["{}"],"due_date":"2026-12-01","metadata":{{"budget":1.5}}}})",
                                  maya_.user_id.toString()));
  made("task", fmt::format(R"({{"name":"Other","project_id":"{}"}})", other));
  const auto task = made("task", fmt::format(R"({{"name":"Print","project_id":"{}","status":"done",
      "priority":"low","assignee":"{}","due_date":"2026-12-01"}})",
                                             project.text("/id"), maya_.user_id.toString()));
  EXPECT_EQ(listed("find_tasks", {{"status", "To Do"}}).count("/items"), 1U);
  EXPECT_EQ(listed("find_projects", {{"status", "on-hold, Cancelled"}}).count("/items"), 1U);
  expectEveryField("find_projects", project.body, 2);
  expectEveryField("find_tasks", task.body, 2);
}

TEST_F(ListFields, AreFilteredByTheWholeOfTheFurtherFields) {
  made("contact", R"({"name":"Ada","metadata":{"vip":true,"floor":2}})");
  const auto found = [&](std::string_view metadata) {
    return listed("find_contacts", {{"metadata", metadata}}).count("/items");
  };
  EXPECT_EQ(found(R"({"floor":2.0,"vip":true})"), 1U);
  EXPECT_EQ(found(R"({"vip":true})"), 0U);
  EXPECT_EQ(found("{}"), 0U);
  EXPECT_EQ(found(""), 0U);
  made("contact", R"({"name":"Bob"})");
  EXPECT_EQ(found(""), 1U);
}

TEST_F(ListFields, PageByTheLongestValuesTheyCanHold) {
  // Folded, this one letter is a sentence of eighteen.
  const auto name = repeated("\u{FDFA}", 200);
  const auto organization = [&](std::string_view its_name, std::size_t letters) {
    return made("organization",
                boost::json::serialize(json::object{
                    {"name", its_name}, {"description", repeated("\u{1F600}", letters)}}));
  };
  organization(name, 9'999);
  const auto last = organization(name.substr(0, 199 * 3), 10'000);
  expectEveryFieldSorts("find_organizations", last.body, 2);
  for (const auto* job : {"CTO", "CEO"}) {
    made("contact", boost::json::serialize(json::object{
                        {"name", name}, {"job_position", job}, {"organization", name}}));
  }
  const auto contact = use(maya_, "find_contacts", "{}").body.at("items").as_array().front();
  expectEveryFieldSorts("find_contacts", contact, 2);
}

TEST_F(ListFields, RefuseWhatNoneOfThemCanHold) {
  for (const auto& [name, value] :
       std::initializer_list<std::pair<const char*, const char*>>{{"id", "7"},
                                                                  {"version", "1.0"},
                                                                  {"version", "99999999999"},
                                                                  {"version", "one"},
                                                                  {"metadata", "vip"},
                                                                  {"metadata", "[1]"},
                                                                  {"metadata", R"({"a":1,"a":2})"},
                                                                  {"metadata", R"({"a":"\u0000"})"},
                                                                  {"metadata", R"({"a":1e300})"}}) {
    const auto refused =
        use(maya_, "find_contacts", boost::json::serialize(json::object{{name, value}}));
    EXPECT_EQ(refused.status, 400) << value;
    EXPECT_EQ(refused.fields, name) << value;
  }
}

}  // namespace
}  // namespace parley::app
