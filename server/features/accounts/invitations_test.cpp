#include "features/accounts/accounts_fixture.hpp"

namespace parley::accounts {
namespace {

using namespace std::chrono_literals;

class Invitations : public AccountsTest {
 protected:
  void SetUp() override {
    AccountsTest::SetUp();
    owner_ = actorOf(registerUser("ada@example.org").token());
  }

  Outcome invite(std::string email, json::object rest = {}) {
    rest["email"] = email;
    return invoke("create_invitation", rest, {.actor = owner_});
  }
  static std::string tokenIn(const Outcome& made) {
    const auto url = made.text("/url");
    return url.substr(url.find("invitation=") + 11);
  }
  Outcome join(const std::string& token, std::string email) {
    return invoke("register", {{"invitation", token},
                               {"name", "Ben Okri"},
                               {"email", email},
                               {"password", std::string{password}}});
  }

  operations::Actor owner_;
};

TEST_F(Invitations, BringAMemberIntoTheWorkspace) {
  const auto made = invite("ben@example.org", {{"role", "administrator"}});
  ASSERT_EQ(made.status, 201) << made.detail;
  EXPECT_TRUE(made.text("/url").contains("/register#invitation="));

  const auto shown = invoke("read_invitation", {{"invitation", tokenIn(made)}});
  ASSERT_EQ(shown.status, 200) << shown.detail;
  EXPECT_EQ(shown.text("/email"), "ben@example.org");
  EXPECT_EQ(shown.text("/invited_by"), "Ada");

  const auto joined = join(tokenIn(made), "Ben@Example.org");
  ASSERT_EQ(joined.status, 201) << joined.detail;
  EXPECT_EQ(joined.text("/user/workspace_id"), owner_.workspace_id.toString());
  EXPECT_EQ(joined.text("/user/role"), "administrator");
  EXPECT_EQ(invoke("list_members", {{"search", "okri"}}, {.actor = owner_}).text("/items/0/email"),
            "Ben@Example.org");
}

TEST_F(Invitations, WorkOnceForTheInvitedAddressAndForAWeek) {
  const auto token = tokenIn(invite("ben@example.org"));
  EXPECT_EQ(join(token, "eve@example.org").fieldNames(), "email");
  EXPECT_EQ(join("nonsense", "ben@example.org").fieldNames(), "invitation");
  EXPECT_EQ(join(token, "ben@example.org").status, 201);
  EXPECT_EQ(join(token, "ben@example.org").fieldNames(), "invitation");

  const auto late = tokenIn(invite("eve@example.org"));
  clock_.time += std::chrono::days{7} + 1s;
  EXPECT_EQ(join(late, "eve@example.org").fieldNames(), "invitation");
}

TEST_F(Invitations, AreListedReplacedAndWithdrawn) {
  const auto first = tokenIn(invite("ben@example.org"));
  const auto second = invite("BEN@example.org");
  const auto list = invoke("list_invitations", {}, {.actor = owner_});
  ASSERT_EQ(list.body.at("items").as_array().size(), 1U);
  EXPECT_EQ(join(first, "ben@example.org").status, 422);
  EXPECT_EQ(invoke("delete_invitation", {{"id", second.text("/id")}}, {.actor = owner_}).status,
            204);
  EXPECT_EQ(join(tokenIn(second), "ben@example.org").status, 422);
}

TEST_F(Invitations, MayBeMadeAnewAsTheyWereRead) {
  const auto made = invite("ben@example.org");
  const auto listed = invoke("list_invitations", {}, {.actor = owner_}).body.at("items").at(0);
  EXPECT_EQ(invite("ben@example.org", made.body.as_object()).status, 201);
  const auto again = invite("ben@example.org", listed.as_object());
  EXPECT_EQ(again.status, 201) << again.fieldNames();
}

TEST_F(Invitations, AreForAdministratorsAndForNewAddresses) {
  EXPECT_EQ(invite("ada@example.org").code, "email_taken");
  EXPECT_EQ(invite("nobody").fieldNames(), "email");
  const auto ben = join(tokenIn(invite("ben@example.org")), "ben@example.org");
  const auto member = actorOf(ben.token());
  EXPECT_EQ(invoke("create_invitation", {{"email", "x@example.org"}}, {.actor = member}).status,
            403);
  const auto stranger = actorOf(registerUser("eve@example.org").token());
  const auto open = invite("x@example.org");
  EXPECT_EQ(invoke("delete_invitation", {{"id", open.text("/id")}}, {.actor = stranger}).status,
            404);
}

TEST_F(Invitations, LetIntoAClosedInstallation) {
  const auto token = tokenIn(invite("ben@example.org"));
  auto options = quickOptions();
  options.registration = RegistrationMode::closed;
  Node node{loop_, storage_, clock_, options};
  run(node.accounts.start(node.database));
  const json::object input{{"invitation", token},
                           {"name", "Ben"},
                           {"email", "ben@example.org"},
                           {"password", std::string{password}}};
  EXPECT_EQ(run(invoking(node, "register", input, {})).status, 201);
}

}  // namespace
}  // namespace parley::accounts
