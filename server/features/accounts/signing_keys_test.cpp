#include "features/accounts/signing_keys.hpp"

#include "features/accounts/accounts_fixture.hpp"

namespace parley::accounts {
namespace {

using namespace std::chrono_literals;

class SigningKeysTest : public AccountsTest {
 protected:
  std::string ask(const std::string& state) {
    return storage_.askAsOwner("select count(*) from signing_keys where state = '" + state + "'");
  }
  std::string activeId() {
    return storage_.askAsOwner("select id from signing_keys where state = 'active'");
  }
};

TEST_F(SigningKeysTest, AreMadeAtTheFirstStartAndOutliveIt) {
  EXPECT_EQ(ask("active"), "1");
  EXPECT_EQ(ask("next"), "1");
  const std::string token = registerUser("ada@example.org").token();
  Node restarted{loop_, storage_, clock_};
  run(restarted.accounts.start(restarted.database));
  EXPECT_EQ(enter(restarted, token), 200);
  EXPECT_EQ(storage_.askAsOwner("select count(*) from signing_keys"), "2");
}

TEST_F(SigningKeysTest, RotateAfterNinetyDaysAndVerifyUntilTheLastTokenHasEnded) {
  const std::string first = activeId();
  clock_.time += std::chrono::days{90} - 1s;
  run(node_.accounts.maintain(node_.database));
  EXPECT_EQ(activeId(), first);

  const std::string token = registerUser("ada@example.org").token();
  clock_.time += 1s;
  run(node_.accounts.maintain(node_.database));
  EXPECT_NE(activeId(), first);
  EXPECT_EQ(ask("retiring"), "1");
  EXPECT_EQ(ask("next"), "1");
  EXPECT_EQ(enter(token), 200);
  EXPECT_EQ(enter(registerUser("bob@example.org").token()), 200);

  clock_.time += 11min;
  run(node_.accounts.maintain(node_.database));
  EXPECT_EQ(ask("retiring"), "0");
  EXPECT_EQ(enter(token), 401);
}

TEST_F(SigningKeysTest, RotateOnOneNodeAndReachTheOthers) {
  Node other{loop_, storage_, clock_};
  run(other.accounts.start(other.database));
  const std::string first = activeId();
  clock_.time += std::chrono::days{90};
  run(other.accounts.maintain(other.database));
  EXPECT_NE(activeId(), first);
  // The new key was published before it signed, so this node knows it already.
  const auto made = run(invoking(other, "register", registration("ada@example.org"), {}));
  EXPECT_EQ(enter(made.token()), 200);
  run(node_.accounts.maintain(node_.database));
  EXPECT_EQ(enter(registerUser("bob@example.org").token()), 200);
}

task<bool> starting(Node& node) {
  co_await node.accounts.start(node.database);
  co_return true;
}

TEST_F(SigningKeysTest, AreMadeOnceByManyStarters) {
  storage_.executeAsOwner("delete from signing_keys");
  std::vector<std::unique_ptr<Node>> nodes;
  std::vector<task<bool>> starts;
  for (int i = 0; i < 5; ++i) {
    nodes.push_back(std::make_unique<Node>(loop_, storage_, clock_));
    starts.push_back(starting(*nodes.back()));
  }
  EXPECT_EQ(runTogether(std::move(starts)).size(), 5u);
  EXPECT_EQ(storage_.askAsOwner("select count(*) from signing_keys"), "2");
  const auto made = run(invoking(*nodes.front(), "register", registration("ada@example.org"), {}));
  for (const auto& node : nodes) EXPECT_EQ(enter(*node, made.token()), 200);
}

TEST_F(SigningKeysTest, LieWrappedInTheDatabase) {
  // A wrapped key is its 64 bytes, a nonce and a tag.
  EXPECT_EQ(storage_.askAsOwner("select min(length(secret_sealed)) from signing_keys"), "104");
  storage_.executeAsOwner(
      "update signing_keys set secret_sealed = set_byte(secret_sealed, 30, get_byte(secret_sealed, "
      "30) # 1)");
  Node tampered{loop_, storage_, clock_};
  EXPECT_THROW(run(tampered.accounts.start(tampered.database)), secrets::OpenFailure);
}

TEST_F(SigningKeysTest, BelongToTheInstallationKeyThatWasThereFirst) {
  EXPECT_TRUE(run(knowsInstallationKey(node_.database)));
  Node stranger{loop_, storage_, clock_, quickOptions(),
                secrets::InstallationKey{secrets::makeDataKey()}};
  EXPECT_THROW(run(stranger.accounts.start(stranger.database)), std::runtime_error);
}

TEST_F(SigningKeysTest, MaintenanceForgetsSessionsThatEndedLongAgo) {
  const auto made = registerUser("ada@example.org");
  invoke("logout", {}, {.cookie = made.cookie()});
  run(node_.accounts.maintain(node_.database));
  EXPECT_EQ(storage_.askAsOwner("select count(*) from sessions"), "1");
  clock_.time += std::chrono::days{8};
  run(node_.accounts.maintain(node_.database));
  EXPECT_EQ(storage_.askAsOwner("select count(*) from sessions"), "0");
  EXPECT_EQ(storage_.askAsOwner("select count(*) from refresh_tokens"), "0");
}

}  // namespace
}  // namespace parley::accounts
