#include <map>
#include <set>

#include "features/accounts/accounts_fixture.hpp"

namespace parley::accounts {
namespace {

using namespace std::chrono_literals;

using Register = AccountsTest;
using SigningIn = AccountsTest;
using Refresh = AccountsTest;
using SigningOut = AccountsTest;
using SessionList = AccountsTest;
using ChangePassword = AccountsTest;

TEST_F(Register, MakesAWorkspaceItsOwnerAndASession) {
  auto input = registration("Ada@Example.org");
  input["time_zone"] = "Europe/London";
  const auto made = invoke("register", input);
  ASSERT_EQ(made.status, 201) << made.detail;
  EXPECT_EQ(made.text("/token_type"), "Bearer");
  EXPECT_EQ(made.body.at("expires_in").as_int64(), 600);
  EXPECT_EQ(made.text("/user/email"), "Ada@Example.org");
  EXPECT_EQ(made.text("/user/role"), "owner");
  EXPECT_EQ(made.text("/user/time_zone"), "Europe/London");
  EXPECT_EQ(made.cookie().size(), 43u);
  EXPECT_EQ(made.answer.reply.refresh_token_life, std::chrono::days{7});

  const auto actor = actorOf(made.token());
  EXPECT_EQ(actor.user_id.toString(), made.text("/user/id"));
  EXPECT_EQ(actor.workspace_id.toString(), made.text("/user/workspace_id"));
  EXPECT_EQ(actor.role, operations::Role::owner);
}

TEST_F(Register, NamesEveryWrongField) {
  const auto refused = invoke("register", {{"workspace_name", " "},
                                           {"email", "nobody"},
                                           {"password", "short"},
                                           {"time_zone", "Mars/Olympus"},
                                           {"role", "owner"}});
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(refused.fieldNames(), "role,workspace_name,name,email,password,time_zone");
  EXPECT_EQ(storage_.askAsOwner("select count(*) from workspaces"), "0");
}

TEST_F(Register, RefusesAGuessablePassword) {
  for (const auto* guess : {"password", "ada@example.org", "Analytical"}) {
    auto input = registration("ada@example.org");
    input["password"] = guess;
    const auto refused = invoke("register", input);
    EXPECT_EQ(refused.status, 422) << guess;
    EXPECT_EQ(refused.fieldNames(), "password");
  }
}

TEST_F(Register, RefusesAnAddressInUseWhateverItsCase) {
  ASSERT_EQ(registerUser("ada@example.org").status, 201);
  const auto refused = registerUser("ADA@Example.ORG");
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.code, "email_taken");
  EXPECT_EQ(refused.fieldNames(), "email");
}

TEST_F(Register, LetsOneOfManyAtOnceHaveTheAddress) {
  std::vector<task<Outcome>> attempts;
  for (int i = 0; i < 6; ++i)
    attempts.push_back(invoking(node_, "register", registration("ada@example.org"), {}));
  std::map<int, int> statuses;
  for (const auto& outcome : runTogether(std::move(attempts))) ++statuses[outcome.status];
  EXPECT_EQ(statuses, (std::map<int, int>{{201, 1}, {409, 5}}));
  EXPECT_EQ(storage_.askAsOwner("select count(*) from workspaces"), "1");
}

TEST_F(Register, CanBeClosed) {
  auto options = quickOptions();
  options.registration = RegistrationMode::closed;
  Node closed{loop_, storage_, clock_, options};
  const auto refused = run(invoking(closed, "register", registration("ada@example.org"), {}));
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.code, "registration_closed");
  const auto instance = run(invoking(closed, "get_instance", {}, {}));
  EXPECT_EQ(instance.text("/registration"), "closed");
  EXPECT_EQ(invoke("get_instance").text("/registration"), "open");
}

TEST_F(Register, IsLimitedPerAddressToNoFewerThan120AMinute) {
  auto input = registration("ada@example.org");
  input["password"] = "password";
  for (int i = 0; i < 120; ++i) ASSERT_EQ(invoke("register", input).status, 422) << i;
  const auto refused = invoke("register", input);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.retry_after, 1s);
  EXPECT_EQ(invoke("register", input, {.address = "192.0.2.2"}).status, 422);
}

TEST_F(Register, TellsOnlySoOftenWhichAddressesAreInUse) {
  auto options = quickOptions();
  options.limits.taken_per_address = RateLimit::perMinute(3);
  Node node{loop_, storage_, clock_, options};
  run(node.accounts.start(node.database));
  const auto registers = [&](std::string_view email, As as = {}) {
    return run(invoking(node, "register", registration(email), std::move(as))).status;
  };
  ASSERT_EQ(registers("ada@example.org"), 201);
  for (int i = 0; i < 3; ++i) ASSERT_EQ(registers("ada@example.org"), 409) << i;
  EXPECT_EQ(registers("ada@example.org"), 429);
  EXPECT_EQ(registers("bob@example.org"), 429);
  EXPECT_EQ(registers("bob@example.org", {.address = "192.0.2.2"}), 201);
}

TEST_F(Register, IsNotHeldUpByAddressesInUseBelowItsOwnLimit) {
  ASSERT_EQ(registerUser("ada@example.org").status, 201);
  for (int i = 0; i < 118; ++i) ASSERT_EQ(registerUser("ada@example.org").status, 409) << i;
  EXPECT_EQ(registerUser("bob@example.org").status, 201);
}

TEST_F(SigningIn, WorksWithTheRightPasswordInAnySpellingOfTheAddress) {
  registerUser("ada@example.org");
  const auto signed_in = signIn("ADA@example.org");
  ASSERT_EQ(signed_in.status, 200) << signed_in.detail;
  EXPECT_EQ(enter(signed_in.token()), 200);
  EXPECT_EQ(signed_in.cookie().size(), 43u);
}

TEST_F(SigningIn, AnswersTheSameForUnknownAddressesAndWrongPasswords) {
  registerUser("ada@example.org");
  const auto wrong = signIn("ada@example.org", "violet kites over riverz");
  const auto unknown = signIn("bob@example.org", "violet kites over riverz");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(wrong.code, "invalid_credentials");
  EXPECT_EQ(unknown.status, wrong.status);
  EXPECT_EQ(unknown.code, wrong.code);
  EXPECT_EQ(unknown.detail, wrong.detail);
  EXPECT_EQ(signIn("ada@example.org", std::string{password} + " ").status, 401);
}

TEST_F(SigningIn, SlowsDownAfterFiveFailuresOfAnAccountKnownOrNot) {
  registerUser("ada@example.org");
  for (const auto* email : {"ada@example.org", "nobody@example.org"}) {
    for (int i = 0; i < 5; ++i)
      ASSERT_EQ(signIn(email, "wrong", {.address = std::to_string(i)}).status, 401);
    const auto refused = signIn(email, "wrong");
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.code, "rate_limited");
    EXPECT_EQ(refused.retry_after, 30s);
  }
  EXPECT_EQ(signIn("ada@example.org").status, 429);
  clock_.time += 30s;
  EXPECT_EQ(signIn("ada@example.org").status, 200);
}

TEST_F(SigningIn, SlowsDownAnAddressThatTriesManyAccounts) {
  registerUser("ada@example.org", {.address = "198.51.100.1"});
  for (int i = 0; i < 30; ++i)
    ASSERT_EQ(signIn(std::to_string(i) + "@example.org", "wrong").status, 401);
  EXPECT_EQ(signIn("ada@example.org").status, 429);
  EXPECT_EQ(signIn("ada@example.org", password, {.address = "198.51.100.1"}).status, 200);
}

TEST_F(SigningIn, CountsNoSuccess) {
  registerUser("ada@example.org");
  for (int i = 0; i < 40; ++i) ASSERT_EQ(signIn("ada@example.org").status, 200) << i;
}

TEST_F(SigningIn, ManyAtOnceWithTheRightPasswordAllSucceed) {
  registerUser("ada@example.org");
  std::vector<task<Outcome>> attempts;
  for (int i = 0; i < 12; ++i)
    attempts.push_back(
        invoking(node_, "login", {{"email", "ada@example.org"}, {"password", password}}, {}));
  for (const auto& outcome : runTogether(std::move(attempts))) EXPECT_EQ(outcome.status, 200);
}

TEST_F(SigningIn, ManyAtOnceFromOneAddressAllSucceed) {
  auto options = quickOptions();
  options.limits.failures_per_address = RateLimit::perMinute(2);
  Node node{loop_, storage_, clock_, options};
  run(node.accounts.start(node.database));
  std::vector<task<Outcome>> attempts;
  for (int i = 0; i < 8; ++i) {
    const auto email = std::to_string(i) + "@example.org";
    ASSERT_EQ(run(invoking(node, "register", registration(email), {})).status, 201);
    attempts.push_back(invoking(node, "login", {{"email", email}, {"password", password}}, {}));
  }
  for (const auto& outcome : runTogether(std::move(attempts))) EXPECT_EQ(outcome.status, 200);
}

TEST_F(SigningIn, ManyAtOnceWithWrongPasswordsAreNoMoreGuessesThanOneAfterTheOther) {
  registerUser("ada@example.org");
  std::vector<task<Outcome>> attempts;
  for (int i = 0; i < 20; ++i)
    attempts.push_back(
        invoking(node_, "login", {{"email", "ada@example.org"}, {"password", "wrong"}}, {}));
  std::map<int, int> statuses;
  for (const auto& outcome : runTogether(std::move(attempts))) ++statuses[outcome.status];
  EXPECT_EQ(statuses, (std::map<int, int>{{401, 5}, {429, 15}}));
}

TEST_F(SigningIn, RenewsAHashOfEarlierParameters) {
  registerUser("ada@example.org");
  auto options = quickOptions();
  options.passwords.memory_bytes = std::size_t{20} << 20;
  Node node{loop_, storage_, clock_, options};
  run(node.accounts.start(node.database));
  const json::object input{{"email", "ada@example.org"}, {"password", password}};
  EXPECT_EQ(run(invoking(node, "login", input, {})).status, 200);
  EXPECT_TRUE(storage_.askAsOwner("select password_hash from users")
                  .starts_with("$argon2id$v=19$m=20480,"));
  EXPECT_EQ(run(invoking(node, "login", input, {})).status, 200);
}

TEST_F(SigningIn, EndsTheLeastUsedOfTooManySessions) {
  auto options = quickOptions();
  options.sessions.max_per_user = 3;
  Node node{loop_, storage_, clock_, options};
  run(node.accounts.start(node.database));
  const auto first = run(invoking(node, "register", registration("ada@example.org"), {}));
  const json::object input{{"email", "ada@example.org"}, {"password", password}};
  for (int i = 0; i < 3; ++i) {
    clock_.time += 1s;
    ASSERT_EQ(enter(node, first.token()), 200);
    ASSERT_EQ(run(invoking(node, "login", input, {})).status, 200);
  }
  EXPECT_EQ(enter(node, first.token()), 401);
  EXPECT_EQ(storage_.askAsOwner("select count(*) from sessions where revoked_at is null"), "3");
}

TEST_F(Refresh, GivesANewCookieAndANewTokenOfTheSameSession) {
  const auto first = registerUser("ada@example.org");
  const auto second = refresh(first.cookie());
  ASSERT_EQ(second.status, 200) << second.detail;
  EXPECT_NE(second.cookie(), first.cookie());
  EXPECT_EQ(second.text("/user/email"), "ada@example.org");
  EXPECT_EQ(actorOf(second.token()).session_id, actorOf(first.token()).session_id);
  EXPECT_EQ(refresh(second.cookie()).status, 200);
  EXPECT_EQ(
      storage_.askAsOwner("select count(*) from refresh_tokens where encode(hash, 'escape') = '" +
                          first.cookie() + "'"),
      "0");
}

TEST_F(Refresh, NeedsACookieOfOurs) {
  EXPECT_EQ(invoke("refresh").status, 401);
  EXPECT_EQ(refresh("").status, 401);
  EXPECT_EQ(refresh("nonsense").status, 401);
  EXPECT_EQ(refresh(std::string(10'000, 'x')).status, 401);
}

TEST_F(Refresh, AnswersAgainWhereTheAnswerWasLostAMomentAgo) {
  const auto first = registerUser("ada@example.org");
  const auto lost = refresh(first.cookie());
  clock_.time += 15s;
  const auto again = refresh(first.cookie());
  ASSERT_EQ(again.status, 200) << again.detail;
  EXPECT_NE(again.cookie(), lost.cookie());
  const auto next = refresh(again.cookie());
  EXPECT_EQ(next.status, 200);
  EXPECT_EQ(refresh(lost.cookie()).status, 200) << "it was current a moment ago";
  clock_.time += 16s;
  EXPECT_EQ(refresh(next.cookie()).status, 200);
}

TEST_F(Refresh, EndsTheSessionWhenASpentTokenComesBackLater) {
  const auto first = registerUser("ada@example.org");
  const auto second = refresh(first.cookie());
  clock_.time += 10s;
  ASSERT_EQ(refresh(first.cookie()).status, 200);
  clock_.time += 6s;
  EXPECT_EQ(refresh(first.cookie()).status, 401) << "the window counts from the first use";
  EXPECT_EQ(refresh(second.cookie()).status, 401);
  EXPECT_EQ(enter(second.token()), 401);
}

TEST_F(Refresh, EndsTheSessionWhenAnOlderThanThePreviousTokenComesBack) {
  const auto first = registerUser("ada@example.org");
  const auto second = refresh(first.cookie());
  const auto third = refresh(second.cookie());
  ASSERT_EQ(third.status, 200);
  EXPECT_EQ(refresh(first.cookie()).status, 401);
  EXPECT_EQ(refresh(third.cookie()).status, 401);
  EXPECT_EQ(enter(third.token()), 401);
}

TEST_F(Refresh, ServesManyAtOnceAndTheSessionLives) {
  const auto first = registerUser("ada@example.org");
  std::vector<task<Outcome>> attempts;
  for (int i = 0; i < 20; ++i)
    attempts.push_back(invoking(node_, "refresh", {}, {.cookie = first.cookie()}));
  std::set<std::string> cookies;
  for (const auto& outcome : runTogether(std::move(attempts))) {
    EXPECT_EQ(outcome.status, 200) << outcome.detail;
    cookies.insert(outcome.cookie());
  }
  EXPECT_EQ(cookies.size(), 20u);
  EXPECT_EQ(storage_.askAsOwner("select generation from sessions"), "2");
  for (const auto& cookie : cookies) EXPECT_EQ(refresh(cookie).status, 200);
}

TEST_F(Refresh, EndsAfterSevenDaysWithoutAndThirtyDaysInAll) {
  const auto idle = registerUser("ada@example.org");
  clock_.time += std::chrono::days{7};
  EXPECT_EQ(refresh(idle.cookie()).status, 401);

  std::string cookie = signIn("ada@example.org").cookie();
  for (int day = 0; day < 29; ++day) {
    clock_.time += std::chrono::days{1};
    const auto renewed = refresh(cookie);
    ASSERT_EQ(renewed.status, 200) << day;
    EXPECT_LE(*renewed.answer.reply.refresh_token_life, std::chrono::days{29 - day});
    cookie = renewed.cookie();
  }
  clock_.time += std::chrono::days{1};
  EXPECT_EQ(refresh(cookie).status, 401);
}

TEST_F(SigningOut, EndsTheSessionAtOnceAndClearsTheCookie) {
  const auto here = registerUser("ada@example.org");
  const auto there = signIn("ada@example.org");
  ASSERT_EQ(enter(here.token()), 200);
  const auto out = invoke("logout", {}, {.cookie = here.cookie()});
  EXPECT_EQ(out.status, 204);
  EXPECT_EQ(out.answer.reply.refresh_token, "");
  EXPECT_EQ(enter(here.token()), 401);
  EXPECT_EQ(refresh(here.cookie()).status, 401);
  EXPECT_EQ(enter(there.token()), 200);
}

TEST_F(SigningOut, IsFineForWhoeverIsOutAlready) {
  EXPECT_EQ(invoke("logout").status, 204);
  EXPECT_EQ(invoke("logout", {}, {.cookie = "nonsense"}).status, 204);
}

TEST_F(SessionList, ShowsTheDevicesAndEndsOne) {
  const auto here =
      registerUser("ada@example.org", {.address = "198.51.100.7", .user_agent = "Firefox"});
  clock_.time += 1min;
  const auto there = signIn("ada@example.org", password, {.user_agent = "Phone"});
  const auto me = actorOf(here.token());

  const auto list = invoke("list_sessions", {}, {.actor = me});
  ASSERT_EQ(list.body.at("items").as_array().size(), 2u);
  EXPECT_TRUE(list.body.at("next_cursor").is_null());
  EXPECT_EQ(list.text("/items/0/user_agent"), "Phone");
  EXPECT_FALSE(list.body.at_pointer("/items/0/current").as_bool());
  EXPECT_EQ(list.text("/items/1/address"), "198.51.100.7");
  EXPECT_EQ(list.text("/items/1/user_agent"), "Firefox");
  EXPECT_TRUE(list.body.at_pointer("/items/1/current").as_bool());

  const json::object key{{"id", list.text("/items/0/id")}};
  EXPECT_EQ(invoke("end_session", key, {.actor = me}).status, 204);
  EXPECT_EQ(enter(there.token()), 401);
  EXPECT_EQ(enter(here.token()), 200);
  EXPECT_EQ(invoke("end_session", key, {.actor = me}).status, 404);
  EXPECT_EQ(invoke("list_sessions", {}, {.actor = me}).body.at("items").as_array().size(), 1u);
}

TEST_F(SessionList, KeepsSessionsOfOthersAway) {
  const auto ada = registerUser("ada@example.org");
  const auto bob = registerUser("bob@example.org");
  const json::object adas{{"id", actorOf(ada.token()).session_id.toString()}};
  EXPECT_EQ(invoke("end_session", adas, {.actor = actorOf(bob.token())}).status, 404);
  EXPECT_EQ(enter(ada.token()), 200);
  EXPECT_EQ(invoke("list_sessions", {}, {.actor = actorOf(bob.token())})
                .body.at("items")
                .as_array()
                .size(),
            1u);
  EXPECT_EQ(invoke("list_sessions").status, 401);
}

TEST_F(SessionList, ShowsNoUnreadableDevice) {
  const auto made = registerUser("ada@example.org", {.user_agent = "evil\r\n\x1b[2J"});
  const auto list = invoke("list_sessions", {}, {.actor = actorOf(made.token())});
  EXPECT_EQ(list.text("/items/0/user_agent"), "");
}

TEST_F(ChangePassword, EndsEveryOtherSession) {
  const auto here = registerUser("ada@example.org");
  const auto there = signIn("ada@example.org");
  const json::object input{{"current_password", password},
                           {"new_password", "seven quiet lanterns"}};
  EXPECT_EQ(invoke("change_password", input, {.actor = actorOf(here.token())}).status, 204);
  EXPECT_EQ(enter(here.token()), 200);
  EXPECT_EQ(refresh(here.cookie()).status, 200);
  EXPECT_EQ(enter(there.token()), 401);
  EXPECT_EQ(refresh(there.cookie()).status, 401);
  EXPECT_EQ(signIn("ada@example.org").status, 401);
  EXPECT_EQ(signIn("ada@example.org", "seven quiet lanterns").status, 200);
}

TEST_F(ChangePassword, NeedsTheCurrentOneAndAGoodNewOne) {
  const auto made = registerUser("ada@example.org");
  const As me{.actor = actorOf(made.token())};
  const auto change = [&](std::string_view current, std::string_view next) {
    return invoke("change_password", {{"current_password", current}, {"new_password", next}}, me);
  };
  EXPECT_EQ(change(password, "short").fieldNames(), "new_password");
  EXPECT_EQ(change(password, "password").fieldNames(), "new_password");
  EXPECT_EQ(change(password, password).fieldNames(), "new_password");
  for (int i = 0; i < 5; ++i) {
    const auto refused = change("wrong", "seven quiet lanterns");
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(refused.fieldNames(), "current_password");
  }
  EXPECT_EQ(change("wrong", "seven quiet lanterns").status, 429);
  EXPECT_EQ(signIn("ada@example.org").status, 200);
}

}  // namespace
}  // namespace parley::accounts
