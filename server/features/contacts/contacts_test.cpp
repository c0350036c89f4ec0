#include "features/contacts/contacts.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>

#include "operations/batch.hpp"
#include "operations/cursor.hpp"
#include "operations/history.hpp"
#include "testing/catalog_test.hpp"

namespace parley::contacts {
namespace {

using ::testing::HasSubstr;

class Contacts : public testing::CatalogTest {
 protected:
  Contacts() {
    catalog_.add(feature());
    catalog_.add(operations::history(catalog_));
    catalog_.add(operations::batches(catalog_));
  }

  const operations::Actor maya_ = newPerson();
};

TEST_F(Contacts, CreatedContactIsReadBackAsGiven) {
  const auto made =
      use(maya_, "create_contact",
          R"({"name":"  Ada Park ","email":"ada@initech.com","phone":"+1 (555) 010-9999",
                            "job_position":"CTO","metadata":{"likes":["tea"]}})");
  ASSERT_EQ(made.status, 201) << made.detail;
  EXPECT_EQ(made.answer.reply.location, "/api/contacts/" + made.text("/id"));
  EXPECT_EQ(made.answer.reply.version, 1);

  const auto read = use(maya_, "get_contact", fmt::format(R"({{"id":"{}"}})", made.text("/id")));
  EXPECT_EQ(read.text("/name"), "Ada Park");
  EXPECT_EQ(read.text("/phone"), "+1 (555) 010-9999");
  EXPECT_EQ(read.text("/metadata/likes/0"), "tea");
  EXPECT_EQ(read.text("/organization"), "null");
}

TEST_F(Contacts, EveryBadFieldIsNamedAndNothingIsWritten) {
  const auto refused = use(
      maya_, "create_contact",
      R"({"name":"","email":"ada@","phone":"call me","job_position":7,"shoe_size":44,"metadata":[]})");
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(refused.fields, "shoe_size,name,email,phone,job_position,metadata");
  EXPECT_EQ(use(maya_, "find_contacts").count("/items"), 0U);
  EXPECT_EQ(use(maya_, "find_changes").count("/items"), 0U);
}

TEST_F(Contacts, TextIsNormalisedAndLimitedInCharacters) {
  const auto made = use(maya_, "create_contact", "{\"name\":\"Zoe\\u0308\"}");
  EXPECT_EQ(made.text("/name"), "Zo\u00eb");
  std::string long_name;
  for (int i = 0; i < 200; ++i) long_name += "\u00e9";
  EXPECT_EQ(use(maya_, "create_contact", "{\"name\":\"" + long_name + "\"}").status, 201);
  EXPECT_EQ(use(maya_, "create_contact", "{\"name\":\"" + long_name + "e\"}").status, 422);
  EXPECT_EQ(use(maya_, "create_contact", R"({"name":"a\u0007b"})").status, 422);
}

TEST_F(Contacts, WhatWasReadCanBeWrittenBack) {
  const auto made = use(
      maya_, "create_contact",
      R"({"name":"Ada","organization":"Initech","metadata":{"tags":["a"],"age":36,"cat":"Tim"}})");
  for (const auto* operation : {"replace_contact", "update_contact"}) {
    const auto written = use(maya_, operation, made.answer.body);
    EXPECT_EQ(written.status, 200) << written.detail;
    EXPECT_EQ(written.number("/version"), 1);
    EXPECT_TRUE(written.answer.changes.empty());
  }
}

TEST_F(Contacts, ChangeSetsWhatIsSentClearsWithNullAndLeavesTheRest) {
  const auto made =
      use(maya_, "create_contact", R"({"name":"Ada","email":"a@b.co","job_position":"CTO"})");
  const auto changed =
      use(maya_, "update_contact",
          fmt::format(R"({{"id":"{}","email":null,"phone":"555 0100"}})", made.text("/id")));
  EXPECT_EQ(changed.text("/email"), "null");
  EXPECT_EQ(changed.text("/phone"), "555 0100");
  EXPECT_EQ(changed.text("/job_position"), "CTO");
  EXPECT_EQ(changed.number("/version"), 2);
}

TEST_F(Contacts, StaleVersionIsRefusedWithTheCurrentRecord) {
  const auto made = use(maya_, "create_contact", R"({"name":"Ada"})");
  const auto key = fmt::format(R"({{"id":"{}","name":"Bea"}})", made.text("/id"));
  EXPECT_EQ(use(maya_, "update_contact", key, 1).status, 200);
  const auto stale = use(maya_, "update_contact", key, 1);
  EXPECT_EQ(stale.status, 412);
  EXPECT_THAT(stale.current, HasSubstr(R"("name":"Bea")"));
}

TEST_F(Contacts, SearchFindsWordPrefixesAndInsideOfWordsWhateverCaseAndAccents) {
  use(maya_, "create_contact",
      R"({"name":"Jos\u00e9 \u0141ukasz","email":"jl@example.com","organization":"Stra\u00dfenbau GmbH"})");
  use(maya_, "create_contact", R"({"name":"Ann Other"})");
  const auto found = [&](std::string_view search) {
    return use(maya_, "find_contacts", fmt::format(R"({{"search":"{}"}})", search)).count("/items");
  };
  EXPECT_EQ(found("jo"), 1U);
  EXPECT_EQ(found("JOSE lukasz"), 1U);
  EXPECT_EQ(found("ukas"), 1U);
  EXPECT_EQ(found("strassenbau"), 1U);
  EXPECT_EQ(found("os"), 0U);  // inside a word from three letters
  EXPECT_EQ(found("jose other"), 0U);
  EXPECT_EQ(found("%"), 0U);
}

TEST_F(Contacts, SearchFindsCommonAndRareWordsNewestFirstInAListOfThousands) {
  // Every third is a baker; one long ago and one lately is a falconer.
  storage_.executeAsOwner(fmt::format(
      R"(set parley.workspace_id = '{0}'; set parley.user_id = '{1}';
         insert into contacts (workspace_id, id, owner_id, name, name_key, search_text)
         select '{0}', lpad(to_hex(n), 32, '0')::uuid, '{1}', 'Person ' || n, 'person ' || n,
                ' person ' || n || case when n in (7, 2900) then ' falconer' when n % 3 = 0 then ' baker' else '' end || ' '
         from generate_series(1, 3000) n)",
      maya_.workspace_id.toString(), maya_.user_id.toString()));
  const auto newest = [&](std::string_view arguments) {
    return use(maya_, "find_contacts", arguments);
  };
  EXPECT_EQ(newest(R"({"search":"bak","limit":2,"count":"exact"})").number("/total"), 1000);
  EXPECT_EQ(newest(R"({"search":"bak","limit":2})").text("/items/0/name"), "Person 3000");
  const auto rare = newest(R"({"search":"alcon","limit":1,"count":"exact"})");
  EXPECT_EQ(rare.number("/total"), 2);
  EXPECT_EQ(rare.text("/items/0/name"), "Person 2900");
  const auto next = newest(
      fmt::format(R"({{"search":"alcon","limit":1,"cursor":"{}"}})", rare.text("/next_cursor")));
  EXPECT_EQ(next.text("/items/0/name"), "Person 7");
  EXPECT_EQ(next.text("/next_cursor"), "null");
  EXPECT_EQ(newest(R"({"search":"alcon","name":"person 7"})").count("/items"), 1U);
}

TEST_F(Contacts, IndexFindsEveryBeginningAndInsideOfEveryWordInAnyScript) {
  for (const auto* name :
       {"Ada Park", "José Łukasz-Ångström", "Ελένη Παπαδοπούλου", "Наталья Щербакова", "李小龍",
        "やまだ たろう", "김민준", "नीतिका शर्मा", "محمد الفارسي", "O'Neill Xbaxba aaa",
        "Nguyễn Thị Ánh", "สมชาย ใจดี", "A1 B22 c333 😀"}) {
    ASSERT_EQ(use(maya_, "create_contact", fmt::format(R"({{"name":"{}"}})", name)).status, 201);
  }
  const auto missed = storage_.askAsOwner(fmt::format(
      R"(with acting as materialized (
           select set_config('parley.workspace_id', '{}', false), set_config('parley.user_id', '{}', false)),
         pieces as materialized (
           select c.id, pattern from acting, contacts c, regexp_split_to_table(trim(search_text), ' ') as word,
             lateral (select '% ' || left(word, n) || '%' from generate_series(1, length(word)) as n
                      union
                      select '%' || substr(word, i, n) || '%'
                      from generate_series(1, length(word) - 2) as i, generate_series(3, length(word) - i + 1) as n) as p (pattern))
         select count(*) || ':' || coalesce(string_agg(pattern, ' ') filter (where not id = any (search_contacts(array[pattern], 2000))), '')
         from pieces)",
      maya_.workspace_id.toString(), maya_.user_id.toString()));
  EXPECT_TRUE(missed.ends_with(":")) << missed;
  EXPECT_GT(std::stoi(missed), 200);
}

TEST_F(Contacts, PhoneNumbersMatchByTheirDigits) {
  use(maya_, "create_contact", R"({"name":"Ada","phone":"+1 (555) 010-9999"})");
  EXPECT_EQ(use(maya_, "find_contacts", R"({"phone":"1-555-010-9999"})").count("/items"), 1U);
  EXPECT_EQ(use(maya_, "find_contacts", R"({"search":"5550109999"})").count("/items"), 1U);
}

TEST_F(Contacts, PagesAreStableUnderEverySortWhileRowsComeAndGo) {
  for (int i = 0; i < 25; ++i) {
    use(maya_, "create_contact",
        fmt::format(R"({{"name":"Person {:02}","job_position":{}}})", i % 7,
                    i % 3 == 0 ? "null" : "\"Role\""));
  }
  for (const std::string sort :
       {"", "name", "-name", "job_position", "-updated_at", "created_at", "organization"}) {
    std::set<std::string> seen;
    std::string cursor;
    int pages = 0;
    do {
      const auto page = use(
          maya_, "find_contacts",
          fmt::format(R"({{"limit":"10"{}{}}})", sort.empty() ? "" : R"(,"sort":")" + sort + '"',
                      cursor.empty() ? "" : R"(,"cursor":")" + cursor + '"'));
      ASSERT_EQ(page.status, 200) << sort << page.detail;
      for (const auto& item : page.body.at("items").as_array()) {
        EXPECT_TRUE(seen.insert(std::string{item.at("id").as_string()}).second) << sort;
      }
      cursor = page.body.at("next_cursor").is_null() ? "" : page.text("/next_cursor");
      // A newcomer while paging must not shift what is still to come.
      if (++pages == 1 && sort.empty()) use(maya_, "create_contact", R"({"name":"Late"})");
    } while (!cursor.empty());
    EXPECT_GE(seen.size(), 25U) << sort;
    EXPECT_EQ(pages, 3) << sort;
  }
}

TEST_F(Contacts, BadListParametersAreNamed) {
  EXPECT_EQ(use(maya_, "find_contacts", R"({"limit":"0"})").fields, "limit");
  EXPECT_EQ(use(maya_, "find_contacts", R"({"sort":"shoe_size"})").fields, "sort");
  EXPECT_EQ(use(maya_, "find_contacts", R"({"cursor":"nonsense"})").fields, "cursor");
  EXPECT_EQ(use(maya_, "find_contacts", R"({"organization_id":"nonsense"})").fields,
            "organization_id");
  const auto unknown = use(maya_, "find_contacts", R"({"nme":"x"})");
  EXPECT_EQ(unknown.status, 400);
  EXPECT_EQ(unknown.fields, "nme");
}

TEST_F(Contacts, CursorThatWasTamperedWithIsRefused) {
  const auto id = ContactId::make().toString();
  const auto page = [&](const std::string& value) {
    const auto cursor = operations::encodeCursor({"updated_at", value, id});
    return use(maya_, "find_contacts",
               fmt::format(R"({{"sort":"updated_at","cursor":"{}"}})", cursor));
  };
  EXPECT_EQ(page("2026-11-23 09:30:00.123456+00").status, 200);
  for (const auto* value :
       {"", "::", "now: ", "2026-11-23 09:30:00", "2026-13-23 09:30:00+00",
        "0000-11-23 09:30:00+00", "0001-01-01 00:00:00+23", "2026-11-23 09:30:00+99",
        "2026-11-23 09:30:00.1111111111111111111111111111111111111111111111111111111111+00"}) {
    const auto refused = page(value);
    EXPECT_EQ(refused.status, 400) << value;
    EXPECT_EQ(refused.fields, "cursor") << value;
  }
}

TEST_F(Contacts, TimesAreFilteredByTheMomentTheyMean) {
  const auto made = use(maya_, "create_contact", R"({"name":"Ada"})").text("/created_at");
  const auto found = [&](const std::string& time) {
    return use(maya_, "find_contacts", fmt::format(R"({{"created_at":"{}"}})", time));
  };
  EXPECT_EQ(found(made).count("/items"), 1U);
  EXPECT_EQ(found(made.substr(0, made.size() - 1) + "+00:00").count("/items"), 1U);
  EXPECT_EQ(found("2026-11-23T09:30:00+23:59").count("/items"), 0U);
  for (const auto* time : {"0000-01-01T00:00:00Z", "9999-12-31T23:59:59-23:59", "yesterday"}) {
    EXPECT_EQ(found(time).status, 400) << time;
    EXPECT_EQ(found(time).fields, "created_at") << time;
  }
}

TEST_F(Contacts, TextIsFilteredAsItIsStored) {
  use(maya_, "create_contact", R"({"name":"Ada","job_position":"Caf\u00e9 owner"})");
  const auto found = [&](std::string_view job) {
    return use(maya_, "find_contacts", fmt::format(R"({{"job_position":"{}"}})", job))
        .count("/items");
  };
  EXPECT_EQ(found(R"(caf\u00e9 OWNER)"), 1U);
  EXPECT_EQ(found(R"( cafe\u0301 owner )"), 1U);
  EXPECT_EQ(found("cafe owner"), 0U);
}

TEST_F(Contacts, ExactCountIsAnsweredOnRequestOnly) {
  use(maya_, "create_contact", R"({"name":"Ada"})");
  EXPECT_EQ(use(maya_, "find_contacts", R"({"count":"exact"})").number("/total"), 1);
  EXPECT_FALSE(use(maya_, "find_contacts").body.as_object().contains("total"));
}

TEST_F(Contacts, OthersNeitherSeeNorTouchThem) {
  const auto made = use(maya_, "create_contact", R"({"name":"Ada"})");
  const auto key = fmt::format(R"({{"id":"{}"}})", made.text("/id"));
  for (const auto& other : {newPerson(maya_.workspace_id), newPerson()}) {
    EXPECT_EQ(use(other, "get_contact", key).status, 404);
    EXPECT_EQ(
        use(other, "update_contact", fmt::format(R"({{"id":"{}","name":"X"}})", made.text("/id")))
            .status,
        404);
    EXPECT_EQ(use(other, "delete_contact", key).status, 404);
    EXPECT_EQ(use(other, "find_contacts").count("/items"), 0U);
    EXPECT_EQ(use(other, "find_changes").count("/items"), 0U);
    EXPECT_EQ(use(other, "undo_change", fmt::format(R"({{"id":"{}"}})", made.changeId())).status,
              404);
  }
  EXPECT_EQ(use(maya_, "get_contact", key).text("/name"), "Ada");
}

TEST_F(Contacts, EveryWriteIsAChangeThatCanBeUndone) {
  const auto made = use(maya_, "create_contact", R"({"name":"Ada","job_position":"CTO"})");
  const auto id = made.text("/id");
  const auto changed =
      use(maya_, "update_contact", fmt::format(R"({{"id":"{}","job_position":"CEO"}})", id));
  const auto removed = use(maya_, "delete_contact", fmt::format(R"({{"id":"{}"}})", id));
  EXPECT_EQ(removed.status, 204);

  const auto undo = [&](const std::string& change) {
    return use(maya_, "undo_change", fmt::format(R"({{"id":"{}"}})", change));
  };
  EXPECT_EQ(undo(made.changeId()).status, 409);  // it is deleted
  EXPECT_EQ(undo(removed.changeId()).status, 200);
  EXPECT_EQ(use(maya_, "get_contact", fmt::format(R"({{"id":"{}"}})", id)).text("/job_position"),
            "CEO");
  EXPECT_EQ(undo(removed.changeId()).code, "cannot_undo");
  EXPECT_EQ(undo(made.changeId()).status, 409);  // a later change still stands
  EXPECT_EQ(undo(changed.changeId()).status, 200);
  EXPECT_EQ(use(maya_, "get_contact", fmt::format(R"({{"id":"{}"}})", id)).text("/job_position"),
            "CTO");
  EXPECT_EQ(undo(made.changeId()).status, 200);
  EXPECT_EQ(use(maya_, "get_contact", fmt::format(R"({{"id":"{}"}})", id)).status, 404);
  EXPECT_EQ(use(maya_, "find_changes").count("/items"), 6U);
}

TEST_F(Contacts, AnUndoCanBeUndone) {
  const auto made = use(maya_, "create_contact", R"({"name":"Ada"})");
  const auto undone = use(maya_, "undo_change", fmt::format(R"({{"id":"{}"}})", made.changeId()));
  EXPECT_EQ(undone.text("/at"), use(maya_, "find_changes").text("/items/0/at"));
  EXPECT_EQ(use(maya_, "undo_change", fmt::format(R"({{"id":"{}"}})", undone.text("/id"))).status,
            200);
  EXPECT_EQ(use(maya_, "find_contacts").count("/items"), 1U);
  EXPECT_EQ(use(maya_, "undo_last_change").status, 200);
  EXPECT_EQ(use(maya_, "find_contacts").count("/items"), 0U);
}

TEST_F(Contacts, OwnersOpenPagesAreToldAfterTheCommit) {
  std::vector<std::string> told;
  const auto subscription = hub_.subscribe(
      maya_.user_id, [&](const operations::Notice& notice) { told.push_back(*notice.json); });
  use(maya_, "create_contact", R"({"name":""})");
  EXPECT_TRUE(told.empty());
  const auto made = use(maya_, "create_contact", R"({"name":"Ada"})");
  ASSERT_EQ(told.size(), 1U);
  EXPECT_THAT(
      told.front(),
      HasSubstr(R"("type":"record.changed","record":{"type":"contact","id":")" + made.text("/id")));
}

TEST_F(Contacts, AreChangedAndDeletedTogetherWithOneUndo) {
  std::string ids;
  for (const auto* name : {"Ada", "Bob", "Eve"}) {
    const auto made = use(maya_, "create_contact", fmt::format(R"({{"name":"{}"}})", name));
    ids += (ids.empty() ? "\"" : ",\"") + made.text("/id") + '"';
  }
  const auto changed = use(maya_, "change_records",
                           fmt::format(R"({{"record_type":"contact","ids":[{}],
                                           "changes":{{"organization":"Acme"}}}})",
                                       ids));
  ASSERT_EQ(changed.status, 200) << changed.detail;
  EXPECT_EQ(changed.number("/changed"), 3);
  const auto at_acme = [&] {
    return use(maya_, "find_contacts", R"({"organization":"acme"})").count("/items");
  };
  EXPECT_EQ(at_acme(), 3U);
  const auto undo = fmt::format(R"({{"id":"{}"}})", changed.text("/id"));
  EXPECT_EQ(use(maya_, "undo_batch", undo).count("/changes"), 3U);
  EXPECT_EQ(at_acme(), 0U);
  EXPECT_EQ(use(maya_, "undo_batch", undo).status, 404);

  const auto deleted =
      use(maya_, "delete_records", fmt::format(R"({{"record_type":"contact","ids":[{}]}})", ids));
  EXPECT_EQ(deleted.status, 200);
  EXPECT_EQ(use(maya_, "find_contacts").count("/items"), 0U);
  EXPECT_EQ(use(maya_, "undo_last_change").status, 200) << "all of what was done together";
  EXPECT_EQ(use(maya_, "find_contacts").count("/items"), 3U);
}

TEST_F(Contacts, AreChangedTogetherByManyAtOnceWhateverTheirOrder) {
  std::vector<std::string> ids;
  for (int i = 0; i < 12; ++i) {
    ids.push_back('"' + use(maya_, "create_contact", R"({"name":"Ada"})").text("/id") + '"');
  }
  std::vector<task<testing::Used>> attempts;
  for (int i = 0; i < 6; ++i) {
    std::ranges::reverse(ids);
    auto arguments = boost::json::parse(fmt::format(
        R"({{"record_type":"contact","ids":[{}],"changes":{{"job_position":"Role {}"}}}})",
        fmt::join(ids, ","), i));
    attempts.push_back(useOne(maya_, "change_records", std::move(arguments.as_object()),
                              json::Source::body, [](operations::Call&) {}));
  }
  for (const auto& used : testing::runTogether(loop_, std::move(attempts)))
    EXPECT_EQ(used.status, 200) << used.detail;
}

TEST_F(Contacts, AreUndoneTogetherHoweverManyTheyAre) {
  constexpr int many = 201;
  for (int i = 0; i < many; ++i) use(maya_, "create_contact", R"({"name":"Ada"})");
  const auto batch = BatchId::make().toString();
  storage_.executeAsOwner(
      fmt::format("set parley.workspace_id = '{}'; set parley.user_id = '{}'; update changes set "
                  "batch_id = '{}'",
                  maya_.workspace_id.toString(), maya_.user_id.toString(), batch));
  EXPECT_EQ(use(maya_, "undo_batch", fmt::format(R"({{"id":"{}"}})", batch)).count("/changes"),
            static_cast<std::size_t>(many));
  EXPECT_EQ(use(maya_, "find_contacts").count("/items"), 0U);
}

TEST_F(Contacts, AreChangedTogetherOrNotAtAll) {
  const auto ada = use(maya_, "create_contact", R"({"name":"Ada"})");
  const auto change = [&](const std::string& ids, const std::string& changes) {
    return use(maya_, "change_records",
               fmt::format(R"({{"record_type":"contact","ids":[{}],"changes":{}}})", ids, changes));
  };
  const auto mine = '"' + ada.text("/id") + '"';
  const auto gone = '"' + ContactId::make().toString() + '"';
  EXPECT_EQ(change(mine + "," + gone, R"({"name":"X"})").fields, "ids[1]");
  EXPECT_EQ(change(mine, R"({"email":"nobody"})").fields, "changes.email");
  EXPECT_EQ(change(mine, "{}").fields, "changes");
  EXPECT_EQ(change("", R"({"name":"X"})").fields, "ids");
  EXPECT_EQ(use(maya_, "delete_records", R"({"record_type":"user","ids":[]})").fields,
            "record_type");
  EXPECT_EQ(use(maya_, "find_contacts").text("/items/0/name"), "Ada");
}

}  // namespace
}  // namespace parley::contacts
