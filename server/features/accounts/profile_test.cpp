#include "features/accounts/accounts_fixture.hpp"
#include "features/accounts/image_type.hpp"

namespace parley::accounts {
namespace {

using namespace std::string_literals;

const std::string png = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"s + std::string(1000, '\xff');

class Profile : public AccountsTest {
 protected:
  void SetUp() override {
    AccountsTest::SetUp();
    me_.actor = actorOf(registerUser("ada@example.org").token());
  }

  Outcome put(std::string type, std::string bytes) {
    As as = me_;
    as.upload = operations::Upload{std::move(type), std::move(bytes)};
    return invoke("set_avatar", {}, std::move(as));
  }

  As me_;
};

TEST_F(Profile, ShowsWhoIsSignedIn) {
  const auto me = invoke("get_me", {}, me_);
  EXPECT_EQ(me.status, 200);
  EXPECT_EQ(me.text("/name"), "Ada");
  EXPECT_EQ(me.text("/email"), "ada@example.org");
  EXPECT_EQ(me.text("/workspace_name"), "Analytical");
  EXPECT_EQ(me.text("/role"), "owner");
  EXPECT_EQ(me.text("/time_zone"), "UTC");
  EXPECT_FALSE(me.body.at("has_avatar").as_bool());
  EXPECT_EQ(me.text("/created_at"), toString(clock_.time));
  EXPECT_EQ(invoke("get_me").status, 401);
}

TEST_F(Profile, ChangesWhatIsGivenAndTellsOpenPages) {
  std::vector<std::string> told;
  const auto subscription = node_.hub.subscribe(
      me_.actor->user_id, [&](const operations::Notice& notice) { told.push_back(*notice.json); });
  const auto changed = invoke("update_me", {{"name", "  Ada  King "}}, me_);
  EXPECT_EQ(changed.status, 200);
  EXPECT_EQ(changed.text("/name"), "Ada  King");
  EXPECT_EQ(changed.text("/time_zone"), "UTC");
  EXPECT_EQ(invoke("update_me", {{"time_zone", "Asia/Tokyo"}}, me_).text("/time_zone"),
            "Asia/Tokyo");
  ASSERT_EQ(told.size(), 2u);
  EXPECT_NE(told[0].find("record.changed"), std::string::npos);
  EXPECT_NE(told[0].find("\"user\""), std::string::npos);
  EXPECT_EQ(invoke("update_me", {}, me_).status, 200);
  EXPECT_EQ(told.size(), 2u);
}

TEST_F(Profile, MayBeWrittenAsItWasRead) {
  const auto me = invoke("get_me", {}, me_);
  EXPECT_EQ(invoke("update_me", me.body.as_object(), me_).status, 200);
}

TEST_F(Profile, NamesEveryFieldThatCannotBeSetSo) {
  const auto refused = invoke("update_me",
                              {{"name", nullptr},
                               {"time_zone", nullptr},
                               {"email", "other@example.org"},
                               {"role", "member"}},
                              me_);
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(refused.fieldNames(), "name,time_zone,email,role");
  EXPECT_EQ(
      invoke("update_me", {{"name", ""}, {"time_zone", "x"}, {"password", "y"}}, me_).fieldNames(),
      "password,name,time_zone");
}

TEST_F(Profile, KeepsAPictureByItsRealType) {
  EXPECT_EQ(invoke("get_avatar", {}, me_).status, 404);
  EXPECT_EQ(put("image/jpeg", png).status, 204);
  const auto shown = invoke("get_avatar", {}, me_);
  EXPECT_EQ(shown.answer.content_type, "image/png");
  EXPECT_EQ(shown.answer.body, png);
  EXPECT_TRUE(invoke("get_me", {}, me_).body.at("has_avatar").as_bool());
  EXPECT_EQ(invoke("remove_avatar", {}, me_).status, 204);
  EXPECT_EQ(invoke("get_avatar", {}, me_).status, 404);
  EXPECT_EQ(invoke("remove_avatar", {}, me_).status, 204);
}

TEST_F(Profile, RefusesWhatIsNoPicture) {
  EXPECT_EQ(put("image/svg+xml", "<svg/>").status, 415);
  EXPECT_EQ(put("text/html", png).status, 415);
  EXPECT_EQ(put("", png).status, 415);
  EXPECT_EQ(put("image/png", "<html><script>alert(1)</script>").status, 422);
  EXPECT_EQ(put("image/png", "").status, 422);
  EXPECT_EQ(invoke("set_avatar", {}, me_).status, 422);
  EXPECT_EQ(put("image/png", png + std::string(std::size_t{1} << 20, 'x')).status, 413);
  EXPECT_EQ(invoke("get_avatar", {}, me_).status, 404);
}

TEST_F(Profile, ListsTheMembersOfTheWorkspaceInPages) {
  registerUser("stranger@example.org");
  const std::string workspace = me_.actor->workspace_id.toString();
  for (int i = 0; i < 4; ++i) {
    const std::string id = UserId::make().toString();
    storage_.executeAsOwner(
        "insert into users (id, workspace_id, name, email, email_key, role, password_hash) values "
        "('" +
        id + "', '" + workspace + "', 'Bob', 'b" + std::to_string(i) + "@x.org', 'b" +
        std::to_string(i) + "@x.org', 'member', 'x')");
  }
  const auto first = invoke("list_members", {{"limit", 3}}, me_);
  ASSERT_EQ(first.body.at("items").as_array().size(), 3u);
  EXPECT_EQ(first.text("/items/0/email"), "ada@example.org");
  EXPECT_EQ(first.text("/items/1/role"), "member");
  const auto second =
      invoke("list_members", {{"limit", 3}, {"cursor", first.text("/next_cursor")}}, me_);
  EXPECT_EQ(second.body.at("items").as_array().size(), 2u);
  EXPECT_TRUE(second.body.at("next_cursor").is_null());
  EXPECT_EQ(invoke("list_members", {{"limit", 0}}, me_).status, 400);
  EXPECT_EQ(invoke("list_members", {{"limit", 201}}, me_).status, 400);
  EXPECT_EQ(invoke("list_members", {{"cursor", "x"}}, me_).status, 400);
}

TEST(ImageType, IsReadFromTheFirstBytes) {
  EXPECT_EQ(imageTypeOf(png), "image/png");
  EXPECT_EQ(imageTypeOf("\xff\xd8\xff\xe0 and so on"), "image/jpeg");
  EXPECT_EQ(imageTypeOf("RIFF\x10\0\0\0WEBPVP8 "s), "image/webp");
  for (const auto& bytes : {""s, "\x89PNG"s, "GIF89a"s, "<svg xmlns='x'>"s,
                            "RIFF\x10\0\0\0WAVEfmt "s, "RIFF"s, "%PDF-1.7"s}) {
    EXPECT_EQ(imageTypeOf(bytes), std::nullopt) << bytes;
  }
  EXPECT_TRUE(isImageType("Image/PNG"));
  EXPECT_TRUE(isImageType("image/webp ; q=1"));
  EXPECT_FALSE(isImageType("image/gif"));
}

}  // namespace
}  // namespace parley::accounts
