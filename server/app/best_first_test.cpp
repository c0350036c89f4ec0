#include <fmt/format.h>
#include <gmock/gmock.h>

#include "app/catalog.hpp"
#include "operations/cursor.hpp"
#include "testing/catalog_test.hpp"

/// What an assistant searches for it was told by name: that record comes before newer ones in which
/// the words occur as well.
namespace parley::app {
namespace {

using ::testing::ElementsAre;
using Names = std::vector<std::string>;

class BestFirst : public testing::CatalogTest {
 protected:
  BestFirst() { fillCatalog(catalog_, {accounts_, assistant_}); }

  testing::Used find(std::string_view operation, std::string_view arguments,
                     operations::Channel channel = operations::Channel::assistant) {
    return run(useOne(maya_, std::string{operation}, boost::json::parse(arguments).as_object(),
                      json::Source::query,
                      [channel](operations::Call& call) { call.channel = channel; }));
  }

  static Names namesOf(const testing::Used& page) {
    EXPECT_EQ(page.status, 200) << page.detail;
    Names names;
    for (const auto& item : page.body.at("items").as_array())
      names.emplace_back(item.at("name").as_string());
    return names;
  }

  Names namesFound(std::string_view operation, std::string_view search) {
    return namesOf(find(operation, fmt::format(R"({{"search":"{}"}})", search)));
  }

  /// Everything that the search finds, page by page.
  Names walk(std::string_view search, int limit) {
    Names names;
    std::string more;
    do {
      const auto page = find("find_contacts",
                             fmt::format(R"({{"search":"{}","limit":{}{}}})", search, limit, more));
      const auto shown = namesOf(page);
      names.insert(names.end(), shown.begin(), shown.end());
      if (page.body.at("next_cursor").is_null()) break;
      more = fmt::format(R"(,"cursor":"{}")", page.text("/next_cursor"));
    } while (names.size() < 10'000);
    return names;
  }

  /// The first five are called Ada in some way, the others only work for her; the last is the
  /// newest.
  void insertContacts(int count) {
    storage_.executeAsOwner(fmt::format(
        R"(set parley.workspace_id = '{0}'; set parley.user_id = '{1}';
           insert into contacts (workspace_id, id, owner_id, name, name_key, search_text)
           select '{0}', lpad(to_hex(n), 32, '0')::uuid, '{1}', name, lower(name), ' ' || lower(name) || ' ada ltd '
           from generate_series(1, {2}) n,
             lateral (select coalesce((array['Adamson', 'Ada Park', 'Ada', 'Mary Ada', 'Eve Adams'])[n],
                                      'Person ' || n) as name) named)",
        maya_.workspace_id.toString(), maya_.user_id.toString(), count));
  }

  const Configuration configuration_;
  const secrets::InstallationKey key_{secrets::SecretString{std::string(32, 'k')}};
  accounts::Accounts accounts_{accounts::Options{}, key_, clock_};
  AssistantHome assistant_{configuration_, key_, clock_, true};
  const operations::Actor maya_ = newPerson();
};

TEST_F(BestFirst, NamedRecordComesBeforeThousandsOfNewerOnes) {
  insertContacts(3000);
  EXPECT_THAT(namesOf(find("find_contacts", R"({"search":"ADA","limit":4})")),
              ElementsAre("Ada", "Ada Park", "Adamson", "Person 3000"));
  EXPECT_THAT(namesOf(find("find_contacts", R"({"search":"ada p","limit":3})")),
              ElementsAre("Ada Park", "Person 3000", "Person 2999"));
  EXPECT_THAT(namesOf(find("find_contacts", R"({"search":"ada mary","limit":3})")),
              ElementsAre("Mary Ada"));
}

TEST_F(BestFirst, PagesHoldEachRecordOnce) {
  for (const int count : {30, 3000}) {
    storage_.executeAsOwner("truncate contacts cascade");
    insertContacts(count);
    Names expected{"Ada", "Ada Park", "Adamson"};
    const Names held{"Eve Adams", "Mary Ada"};  // of so many, nothing looks for them
    if (count < 100) expected.insert(expected.end(), held.begin(), held.end());
    for (int n = count; n > 5; --n) expected.push_back(fmt::format("Person {}", n));
    if (count > 100) expected.insert(expected.end(), held.begin(), held.end());
    for (const int limit : {1, 2, 3, 4, 200}) {
      if (count > 30 && limit < 200) continue;
      EXPECT_EQ(walk("ada", limit), expected) << count << " by " << limit;
    }
  }
}

TEST_F(BestFirst, RecordsOfOneNameFollowOneAnotherThroughThePages) {
  for (int i = 0; i < 5; ++i) use(maya_, "create_contact", R"({"name":"Ada"})");
  EXPECT_EQ(walk("ada", 2), Names(5, "Ada"));
}

TEST_F(BestFirst, PagesOfPeopleStayNewestFirst) {
  insertContacts(30);
  for (const auto channel : {operations::Channel::ui, operations::Channel::api}) {
    EXPECT_EQ(namesOf(find("find_contacts", R"({"search":"ada"})", channel)).front(), "Person 30");
  }
}

TEST_F(BestFirst, OrderThatIsAskedForStands) {
  insertContacts(30);
  EXPECT_EQ(namesOf(find("find_contacts", R"({"search":"ada","sort":"-id"})")).front(),
            "Person 30");
}

TEST_F(BestFirst, FiltersAndTheCountHoldForBoth) {
  insertContacts(30);
  const auto filtered =
      find("find_contacts", R"({"search":"ada","name":"person 7","count":"exact"})");
  EXPECT_THAT(namesOf(filtered), ElementsAre("Person 7"));
  EXPECT_EQ(filtered.number("/total"), 1);
  EXPECT_EQ(find("find_contacts", R"({"search":"ada","limit":1,"count":"exact"})").number("/total"),
            30);
}

TEST_F(BestFirst, HoldsForEveryKindOfRecord) {
  const auto project = use(maya_, "create_project", R"({"name":"Moon"})").text("/id");
  for (const std::string kind : {"contact", "organization", "project", "task"}) {
    const auto more =
        kind == "task" ? fmt::format(R"(,"project_id":"{}")", project) : std::string{};
    for (const auto* name : {"Orion", "Orion 50% _off", "To-Orion", "Then O'Orion"}) {
      const auto made =
          use(maya_, "create_" + kind, fmt::format(R"({{"name":"{}"{}}})", name, more));
      ASSERT_EQ(made.status, 201) << kind << ": " << made.detail;
    }
    const auto find_all = fmt::format("find_{}s", kind);
    EXPECT_THAT(namesFound(find_all, "orion"),
                ElementsAre("Orion", "Orion 50% _off", "Then O'Orion", "To-Orion"))
        << kind;
    EXPECT_THAT(namesFound(find_all, "orion 50% _off"), ElementsAre("Orion 50% _off")) << kind;
    EXPECT_THAT(namesFound(find_all, "%"), ElementsAre()) << kind;
  }
}

TEST_F(BestFirst, RecordsOfOthersAreRankedLikeOnesOwn) {
  const auto noor = newPerson(maya_.workspace_id, "Noor Sand");
  use(noor, "create_project",
      fmt::format(R"({{"name":"Orion","assignees":["{}"]}})", maya_.user_id.toString()));
  use(maya_, "create_project", R"({"name":"After Orion"})");
  use(maya_, "create_project", R"({"name":"Orion two"})");
  use(maya_, "create_project", R"({"name":"Before Orion"})");
  EXPECT_THAT(namesFound("find_projects", "orion"),
              ElementsAre("Orion", "Orion two", "After Orion", "Before Orion"));
}

TEST_F(BestFirst, CursorOfAnotherOrderIsRefused) {
  insertContacts(30);
  const auto best = find("find_contacts", R"({"search":"ada","limit":1})").text("/next_cursor");
  const auto go_on = [&](std::string_view more, const std::string& cursor,
                         operations::Channel channel) {
    return find("find_contacts", fmt::format(R"({{"cursor":"{}"{}}})", cursor, more), channel)
        .fields;
  };
  using enum operations::Channel;
  EXPECT_EQ(go_on(R"(,"search":"ada")", best, assistant), "");
  EXPECT_EQ(go_on(R"(,"search":"ada")", best, api), "cursor");
  EXPECT_EQ(go_on("", best, assistant), "cursor");
  EXPECT_EQ(go_on(R"(,"search":"ada","sort":"name")", best, assistant), "cursor");
  for (const auto& bad :
       {operations::encodeCursor({"begins", "x"}), operations::encodeCursor({"begins"}),
        operations::encodeCursor({"begins", "ada", "not an id"})}) {
    EXPECT_EQ(go_on(R"(,"search":"ada")", bad, assistant), "cursor");
  }
}

}  // namespace
}  // namespace parley::app
