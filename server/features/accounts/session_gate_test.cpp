#include "features/accounts/session_gate.hpp"

#include "features/accounts/accounts_fixture.hpp"

namespace parley::accounts {
namespace {

using namespace std::chrono_literals;

using SessionGateTest = AccountsTest;

TEST_F(SessionGateTest, RefusesWhatIsNoTokenOfOurs) {
  const std::string token = registerUser("ada@example.org").token();
  EXPECT_EQ(enter(token), 200);
  std::string changed = token;
  changed[changed.size() / 2] ^= 1;
  for (const auto& text :
       {std::string{}, std::string{"x"}, changed, token + "x", "Bearer " + token}) {
    EXPECT_EQ(enter(text), 401) << text;
  }
}

TEST_F(SessionGateTest, RefusesATokenThatHasEnded) {
  const std::string token = registerUser("ada@example.org").token();
  clock_.time += 599s;
  EXPECT_EQ(enter(token), 200);
  clock_.time += 1s;
  EXPECT_EQ(enter(token), 401);
}

TEST_F(SessionGateTest, AsksTheDatabaseOnceInAWhile) {
  const std::string token = registerUser("ada@example.org").token();
  ASSERT_EQ(enter(token), 200);
  const auto before = node_.database.statistics().statements;
  for (int i = 0; i < 100; ++i) ASSERT_EQ(enter(token), 200);
  EXPECT_EQ(node_.database.statistics().statements, before);
  clock_.time += 5s;
  ASSERT_EQ(enter(token), 200);
  EXPECT_EQ(node_.database.statistics().statements, before + 1);
}

TEST_F(SessionGateTest, LearnsWithinFiveSecondsWhatAnotherNodeEnded) {
  Node other{loop_, storage_, clock_};
  run(other.accounts.start(other.database));
  const auto made = registerUser("ada@example.org");
  ASSERT_EQ(enter(made.token()), 200);
  ASSERT_EQ(enter(other, made.token()), 200);
  ASSERT_EQ(invoke("logout", {}, {.cookie = made.cookie()}).status, 204);
  EXPECT_EQ(enter(made.token()), 401);
  clock_.time += 5s;
  EXPECT_EQ(enter(other, made.token()), 401);
}

TEST_F(SessionGateTest, FollowsTheRoleInTheDatabase) {
  const std::string token = registerUser("ada@example.org").token();
  ASSERT_EQ(actorOf(token).role, operations::Role::owner);
  storage_.executeAsOwner("update users set role = 'member'");
  clock_.time += 5s;
  EXPECT_EQ(actorOf(token).role, operations::Role::member);
}

TEST_F(SessionGateTest, RefusesATokenOfAnEarlierVersionOfItsSession) {
  const std::string token = registerUser("ada@example.org").token();
  storage_.executeAsOwner("update sessions set version = version + 1");
  EXPECT_EQ(enter(token), 401);
}

TEST_F(SessionGateTest, RemembersABoundedNumberOfSessions) {
  SessionGate gate{node_.accounts, node_.database, {.max_sessions = 2}};
  for (int i = 0; i < 5; ++i) {
    const auto made = registerUser(std::to_string(i) + "@example.org");
    const auto bearer = run(gate.authenticate(made.token()));
    EXPECT_EQ(bearer.actor.user_id.toString(), made.text("/user/id"));
    EXPECT_EQ(bearer.expires_at, clock_.time + 10min);
  }
}

TEST(RevokedSessions, AreTakenUpFromAnyPosition) {
  RevokedSessions revoked{3};
  std::uint64_t position = revoked.position();
  EXPECT_TRUE(revoked.since(position)->empty());
  const auto first = SessionId::make();
  const auto second = SessionId::make();
  revoked.add(first);
  revoked.add(second);
  EXPECT_EQ(revoked.since(position), (std::vector{first, second}));
  EXPECT_TRUE(revoked.since(position)->empty());
  for (int i = 0; i < 4; ++i) revoked.add(SessionId::make());
  EXPECT_EQ(revoked.since(position), std::nullopt);
  EXPECT_TRUE(revoked.since(position)->empty());
}

}  // namespace
}  // namespace parley::accounts
