#include "features/feedback/feedback.hpp"

#include <fmt/format.h>

#include "testing/catalog_test.hpp"

namespace parley::feedback {
namespace {

class FeedbackGiven : public testing::CatalogTest {
 protected:
  FeedbackGiven() { catalog_.add(feature()); }

  operations::Actor member() {
    auto person = newPerson(owner_.workspace_id, "Ben Okri");
    storage_.executeAsOwner("update users set role = 'member' where id = '" +
                            person.user_id.toString() + "'");
    person.role = operations::Role::member;
    return person;
  }

  const operations::Actor owner_ = newPerson();
  const operations::Actor ben_ = member();
  const operations::Actor stranger_ = newPerson();
};

TEST_F(FeedbackGiven, IsKeptAndReadByOwnersAlone) {
  const auto given = use(ben_, "give_feedback",
                         R"({"kind":"idea","message":"Dark blue, please","page":"/contacts"})");
  ASSERT_EQ(given.status, 201) << given.detail;
  EXPECT_EQ(given.text("/author/name"), "Ben Okri");
  EXPECT_EQ(use(ben_, "find_feedback").status, 403);
  EXPECT_EQ(use(stranger_, "find_feedback").count("/items"), 0U);
  const auto list = use(owner_, "find_feedback", R"({"kind":"idea","status":"open"})");
  ASSERT_EQ(list.count("/items"), 1U);
  EXPECT_EQ(list.text("/items/0/page"), "/contacts");
}

TEST_F(FeedbackGiven, IsMarkedAsDone) {
  const auto given = use(ben_, "give_feedback", R"({"kind":"bug","message":"It blinks"})");
  const auto done = fmt::format(R"({{"id":"{}","status":"done"}})", given.text("/id"));
  EXPECT_EQ(use(ben_, "mark_feedback", done).status, 403);
  EXPECT_EQ(use(stranger_, "mark_feedback", done).status, 404);
  EXPECT_EQ(use(owner_, "mark_feedback", done).text("/status"), "done");
  EXPECT_EQ(use(owner_, "find_feedback", R"({"status":"open"})").count("/items"), 0U);
}

TEST_F(FeedbackGiven, MayBeWrittenBackAsItWasRead) {
  const auto given =
      use(ben_, "give_feedback", R"({"kind":"bug","message":"It blinks","page":"/tasks"})");
  const auto again = use(ben_, "give_feedback", given.answer.body);
  EXPECT_EQ(again.status, 201) << again.fields;
  const auto marked = use(owner_, "mark_feedback", given.answer.body);
  EXPECT_EQ(marked.status, 200) << marked.fields;
  EXPECT_EQ(marked.text("/message"), "It blinks");
}

TEST_F(FeedbackGiven, NamesTheBadFields) {
  EXPECT_EQ(use(ben_, "give_feedback", R"({"kind":"rant","message":" "})").fields, "kind,message");
}

}  // namespace
}  // namespace parley::feedback
