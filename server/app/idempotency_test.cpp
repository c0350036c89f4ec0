#include <fmt/format.h>

#include "features/contacts/contacts.hpp"
#include "testing/catalog_test.hpp"

namespace parley::app {
namespace {

using testing::Used;

class IdempotencyKey : public testing::CatalogTest {
 protected:
  IdempotencyKey() { catalog_.add(contacts::feature()); }

  task<Used> posting(const operations::Actor& actor, std::string key, std::string name) {
    auto arguments = boost::json::parse(fmt::format(R"({{"name":"{}"}})", name)).as_object();
    return useOne(actor, "create_contact", std::move(arguments), json::Source::body,
                  [key, name](operations::Call& call) {
                    call.idempotency = {key, "/api/contacts " + name, {}};
                  });
  }
  Used post(const operations::Actor& actor, std::string key, std::string name) {
    return run(posting(actor, std::move(key), std::move(name)));
  }
  std::size_t stored() {
    return use(maya_, "find_contacts").count("/items") + use(ben_, "find_contacts").count("/items");
  }

  const operations::Actor maya_ = newPerson();
  const operations::Actor ben_ = newPerson(maya_.workspace_id);
};

TEST_F(IdempotencyKey, RepetitionAnswersTheSameAndWritesNothing) {
  const auto first = post(maya_, "k1", "Ada");
  const auto again = post(maya_, "k1", "Ada");
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.answer.body, first.answer.body);
  EXPECT_EQ(again.answer.reply.location, first.answer.reply.location);
  EXPECT_EQ(again.answer.reply.version, 1);
  EXPECT_EQ(again.changeId(), first.changeId());
  EXPECT_EQ(stored(), 1U);
}

TEST_F(IdempotencyKey, AnotherRequestUnderTheSameKeyIsRefused) {
  post(maya_, "k1", "Ada");
  const auto other = post(maya_, "k1", "Bob");
  EXPECT_EQ(other.status, 422);
  EXPECT_EQ(other.code, "idempotency_key_reused");
  EXPECT_EQ(post(maya_, "k2", "Bob").status, 201);
  EXPECT_EQ(stored(), 2U);
}

TEST_F(IdempotencyKey, BelongsToItsUser) {
  EXPECT_EQ(post(maya_, "k1", "Ada").status, 201);
  EXPECT_EQ(post(ben_, "k1", "Bob").status, 201);
  EXPECT_EQ(stored(), 2U);
}

TEST_F(IdempotencyKey, FailedRequestLeavesItFree) {
  EXPECT_EQ(post(maya_, "k1", "").status, 422);
  EXPECT_EQ(post(maya_, "k1", "Ada").status, 201);
}

TEST_F(IdempotencyKey, LastsADay) {
  post(maya_, "k1", "Ada");
  clock_.time += std::chrono::hours{23};
  EXPECT_EQ(post(maya_, "k1", "Bob").status, 422);
  clock_.time += std::chrono::hours{2};
  EXPECT_EQ(post(maya_, "k1", "Bob").status, 201);
}

TEST_F(IdempotencyKey, ManyAtOnceWriteOnce) {
  std::vector<task<Used>> attempts;
  for (int i = 0; i < 8; ++i) attempts.push_back(posting(maya_, "k1", "Ada"));
  std::string body;
  for (const auto& used : testing::runTogether(loop_, std::move(attempts))) {
    EXPECT_EQ(used.status, 201) << used.detail;
    if (body.empty()) body = used.answer.body;
    EXPECT_EQ(used.answer.body, body);
  }
  EXPECT_EQ(stored(), 1U);
}

}  // namespace
}  // namespace parley::app
