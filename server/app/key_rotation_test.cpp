#include "app/key_rotation.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <atomic>
#include <fstream>
#include <set>

#include "app/node_fixture.hpp"
#include "database/binary.hpp"
#include "features/assistant/model_keys.hpp"
#include "secrets/key_file.hpp"
#include "secrets/random.hpp"
#include "testing/run.hpp"

/// `parley rotate-keys`, beside servers that run.
namespace parley::app {
namespace {

using assistant::KeyStore;
using assistant::ProviderName;
using ::testing::HasSubstr;

/// A crash, for what the rotation has not written yet.
struct Killed {};

class KeyRotation : public Nodes {
 protected:
  KeyRotation() {
    std::string pattern = (std::filesystem::path{::testing::TempDir()} / "parley_rot_XXXXXX");
    configuration_ = configuration();
    configuration_.installation_key.clear();
    configuration_.data_dir = ::mkdtemp(pattern.data());
    // Nobody listens there: a list of models is asked for in vain, with a key that was opened.
    configuration_.anthropic_base_url = "http://127.0.0.1:9";
    configuration_.remote_models.retry.max_retries = 0;
    configuration_.models.list_retry = std::chrono::seconds{0};
  }
  ~KeyRotation() override { std::filesystem::remove_all(configuration_.data_dir); }

  RotationReport rotate(const std::function<void(RotationStep)>& done = {}) const {
    return rotateKeys(configuration_, storage_.ownerConninfo(), done);
  }
  std::string refusal() const {
    try {
      rotate();
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "none";
  }
  secrets::InstallationKey::Keys keys() const {
    return secrets::loadInstallationKeys(configuration_.keyFile(), "",
                                         secrets::MissingKeyFile::refuse);
  }
  /// As a server that has just started reads them.
  secrets::InstallationKey installationKey() const {
    return secrets::InstallationKey{[this] { return keys(); }};
  }

  /// Keeps a key as the operation does that puts one.
  void putKey(const Person& person, const std::string& key, bool own = false) {
    putKeyBy(installationKey(), person, key, own);
  }
  void putKeyBy(const secrets::InstallationKey& installation_key, const Person& person,
                const std::string& key, bool own = false) {
    const auto workspace = workspaceOf(person);
    const auto user = UserId::parse(person.id).value();
    testing::run(loop_, putting(installation_key, workspace, user, own, key));
  }
  task<void> putting(const secrets::InstallationKey& installation_key, WorkspaceId workspace,
                     UserId user, bool own, std::string key) {
    const KeyStore store{installation_key, {}};
    auto tx = co_await database_.begin(database::Identity{user.uuid, workspace.uuid},
                                       database::Mode::write);
    const auto sealer = co_await store.sealer(tx, workspace);
    assistant::KeyRow row;
    row.id = makeUuid();
    row.provider = own ? ProviderName::openai : ProviderName::anthropic;
    row.data_key_id = sealer.dataKeyId();
    row.sealed = sealer.seal(row.id, key);
    row.fingerprint = assistant::fingerprintOf(key);
    const assistant::KeyOwner owner = own ? assistant::KeyOwner{user} : std::nullopt;
    co_await assistant::insertKey(tx, workspace, owner, std::move(row), SystemClock{}.now());
    co_await tx.commit();
  }
  /// The keys that a person can use, opened, in the order of their providers.
  std::vector<std::string> openKeys(const Person& person) {
    return testing::run(loop_, opening(workspaceOf(person), UserId::parse(person.id).value()));
  }
  task<std::vector<std::string>> opening(WorkspaceId workspace, UserId user) {
    const auto installation_key = installationKey();
    const KeyStore store{installation_key, {}};
    auto tx = co_await database_.begin(database::Identity{user.uuid, workspace.uuid},
                                       database::Mode::read);
    const auto find = KeyStore::findCommand();
    const auto rows = co_await tx.execute(find.sql);
    std::vector<std::string> keys;
    for (const auto& access : store.found(rows, workspace)) keys.emplace_back(access.key->reveal());
    co_return keys;
  }
  WorkspaceId workspaceOf(const Person& person) const {
    return WorkspaceId::parse(
               storage_.askAsOwner("select workspace_id from users where id = '" + person.id + "'"))
        .value();
  }
  std::string dataKeys() const {
    return storage_.askAsOwner("select string_agg(id::text, ' ' order by id) from workspace_keys");
  }
  static int modelsStatus(RunningNode& node, const Person& person) {
    return node.connect().get("/api/models", person.headers()).status;
  }

  Configuration configuration_;
  Loop loop_{1};
  database::Database database_{loop_, {.conninfo = storage_.appConninfo()}};
};

TEST_F(KeyRotation, SealsEverythingAnewAndForgetsTheOldKey) {
  RunningNode node{configuration_, storage_};
  const auto ada = registerPerson(node, "ada@example.com");
  const auto bob = registerPerson(node, "bob@example.com");
  putKey(ada, "sk-ant-of-ada's-workspace");
  putKey(ada, "sk-own-of-ada", true);
  putKey(bob, "sk-ant-of-bob's-workspace");
  const auto before = keys();
  const auto data_keys = dataKeys();
  const auto sealed =
      storage_.askAsOwner("select md5(string_agg(key_sealed::text, '')) from model_keys");

  const auto report = rotate();
  EXPECT_EQ(report.workspaces, 2);
  EXPECT_EQ(report.fields, 3);
  EXPECT_FALSE(report.keys_to_remove);
  const auto after = keys();
  ASSERT_EQ(after.size(), 1u);
  EXPECT_NE(after.front().reveal(), before.front().reveal());
  EXPECT_NE(dataKeys(), data_keys);
  EXPECT_NE(storage_.askAsOwner("select md5(string_agg(key_sealed::text, '')) from model_keys"),
            sealed);
  EXPECT_EQ(storage_.askAsOwner("select count(*) from workspace_keys"), "2");
  EXPECT_EQ(openKeys(ada),
            (std::vector<std::string>{"sk-ant-of-ada's-workspace", "sk-own-of-ada"}));
  EXPECT_EQ(openKeys(bob), (std::vector<std::string>{"sk-ant-of-bob's-workspace"}));

  node.stop();
  RunningNode restarted{configuration_, storage_};
  EXPECT_EQ(restarted.connect().get("/api/me", ada.headers()).status, 200);
  EXPECT_EQ(modelsStatus(restarted, ada), 200);
}

TEST_F(KeyRotation, ServersThatRunGoOnServingDuringAndAfterIt) {
  RunningNode node{configuration_, storage_, true};
  RunningNode other{configuration_, storage_, true};
  std::vector<Person> people;
  for (int i = 0; i < 12; ++i) {
    people.push_back(registerPerson(node, fmt::format("person{}@example.com", i)));
    putKey(people.back(), fmt::format("sk-ant-of-workspace-{}", i));
  }
  std::atomic<bool> rotating = true;
  std::atomic<int> asked = 0;
  std::set<int> statuses;
  std::jthread load{[&] {
    while (rotating || asked < 40) {
      const auto& person = people[static_cast<std::size_t>(asked) % people.size()];
      statuses.insert(modelsStatus(asked % 2 == 0 ? node : other, person));
      statuses.insert(node.connect().get("/api/me", person.headers()).status);
      ++asked;
    }
  }};
  for (int i = 0; i < 3; ++i) EXPECT_EQ(rotate().workspaces, 12);
  rotating = false;
  load.join();
  EXPECT_EQ(statuses, std::set<int>{200});

  // What they wrap from now on is wrapped with the new key.
  const auto late = registerPerson(other, "late@example.com");
  putKey(late, "sk-ant-of-a-late-workspace");
  node.stop();
  other.stop();
  RunningNode restarted{configuration_, storage_};
  EXPECT_EQ(modelsStatus(restarted, late), 200);
  EXPECT_EQ(openKeys(late), (std::vector<std::string>{"sk-ant-of-a-late-workspace"}));
}

class KilledRotation : public KeyRotation, public ::testing::WithParamInterface<int> {};

TEST_P(KilledRotation, IsTakenUpByTheNextAndHoldsUpNobodyMeanwhile) {
  RunningNode node{configuration_, storage_, true};
  std::vector<Person> people;
  for (int i = 0; i < 2; ++i) {
    people.push_back(registerPerson(node, fmt::format("person{}@example.com", i)));
    putKey(people.back(), fmt::format("sk-ant-{}", i));
  }
  const auto before = keys().front().clone();
  int steps = 0;
  EXPECT_THROW(rotate([&](RotationStep) {
                 if (++steps == GetParam()) throw Killed{};
               }),
               Killed);
  // A server that runs, one that starts, and one that keeps a new key meanwhile.
  for (const auto& person : people) EXPECT_EQ(modelsStatus(node, person), 200);
  {
    RunningNode started{configuration_, storage_, true};
    EXPECT_EQ(modelsStatus(started, people.front()), 200);
  }
  people.push_back(registerPerson(node, "late@example.com"));
  putKey(people.back(), "sk-ant-2");

  if (keys().size() > 1) rotate();
  ASSERT_EQ(keys().size(), 1u);
  EXPECT_NE(keys().front().reveal(), before.reveal());
  for (std::size_t i = 0; i < people.size(); ++i) {
    EXPECT_EQ(openKeys(people[i]), std::vector{fmt::format("sk-ant-{}", i)});
    EXPECT_EQ(modelsStatus(node, people[i]), 200);
  }
}

/// The new key stands in the file; it is in use; signing keys; each workspace; the old key is gone.
INSTANTIATE_TEST_SUITE_P(AfterStep, KilledRotation, ::testing::Range(1, 7));

TEST_F(KeyRotation, ServersThatKnewTheOldKeyAloneWrapWithTheNewOneFromThenOn) {
  RunningNode node{configuration_, storage_};
  const auto ada = registerPerson(node, "ada@example.com");
  const auto bob = registerPerson(node, "bob@example.com");
  const auto eve = registerPerson(node, "eve@example.com");
  const auto of_a_running_server = installationKey();
  putKeyBy(of_a_running_server, ada, "sk-ant-before");
  rotate([&](RotationStep step) {
    if (step == RotationStep::key_stored) putKeyBy(of_a_running_server, bob, "sk-ant-meanwhile");
  });
  putKeyBy(of_a_running_server, eve, "sk-ant-after");
  EXPECT_EQ(keys().size(), 1u);
  EXPECT_EQ(openKeys(ada), std::vector<std::string>{"sk-ant-before"});
  EXPECT_EQ(openKeys(bob), std::vector<std::string>{"sk-ant-meanwhile"});
  EXPECT_EQ(openKeys(eve), std::vector<std::string>{"sk-ant-after"});
}

TEST_F(KeyRotation, ReplacesSigningKeysWhenTheNewOneIsKnownEverywhereAndSignsNobodyOut) {
  RunningNode node{configuration_, storage_};
  const auto ada = registerPerson(node, "ada@example.com");
  const auto old_next = storage_.askAsOwner("select id from signing_keys where state = 'next'");
  rotate();
  EXPECT_EQ(node.connect().get("/api/me", ada.headers()).status, 200);
  node.stop();
  RunningNode restarted{configuration_, storage_};
  EXPECT_EQ(restarted.connect().get("/api/me", ada.headers()).status, 200);
  // The one that was to follow is gone; the one in its place signs once it is ten minutes old.
  EXPECT_EQ(storage_.askAsOwner("select count(*) from signing_keys where id = '" + old_next + "'"),
            "0");
  EXPECT_EQ(storage_.askAsOwner("select state from signing_keys where activated_at = 'epoch'"),
            "active");
  restarted.stop();
  storage_.executeAsOwner(
      "update signing_keys set created_at = created_at - interval '11 minutes' where state = "
      "'next'");
  RunningNode later{configuration_, storage_};
  EXPECT_EQ(storage_.askAsOwner("select state from signing_keys where activated_at = 'epoch'"),
            "retiring");
  EXPECT_EQ(later.connect().get("/api/me", ada.headers()).status, 200);
}

TEST_F(KeyRotation, RefusesAWrongKeyAndAKeyThatOnlyTheOperatorCanChange) {
  EXPECT_THAT(refusal(), HasSubstr("key file"));
  {
    const RunningNode node{configuration_, storage_};
  }
  const auto right = keys();
  secrets::InstallationKey::Keys wrong;
  wrong.push_back(secrets::makeDataKey());
  secrets::storeInstallationKeys(configuration_.keyFile(), wrong);
  EXPECT_THAT(refusal(), HasSubstr("is not the one"));
  EXPECT_EQ(keys().front().reveal(), wrong.front().reveal());

  const auto old_key = fmt::format("{}", secrets::toBase64Url(right.front().reveal()));
  configuration_.installation_key = old_key;
  EXPECT_THAT(refusal(), HasSubstr("PARLEY_KEY"));
}

TEST_F(KeyRotation, TakesTheNewKeyFromTheSettingWhereTheOperatorKeepsThem) {
  configuration_.installation_key = std::string(64, 'a');
  Person ada;
  {
    RunningNode node{configuration_, storage_};
    ada = registerPerson(node, "ada@example.com");
  }
  configuration_.installation_key = std::string(64, 'b') + "," + std::string(64, 'a');
  RunningNode node{configuration_, storage_};
  EXPECT_TRUE(rotate().keys_to_remove);
  EXPECT_EQ(node.connect().get("/api/me", ada.headers()).status, 200);
  node.stop();
  configuration_.installation_key = std::string(64, 'b');
  RunningNode restarted{configuration_, storage_};
  EXPECT_EQ(restarted.connect().get("/api/me", ada.headers()).status, 200);
}

TEST_F(KeyRotation, NeedsTheOwnerOfTheTables) {
  {
    const RunningNode node{configuration_, storage_};
  }
  EXPECT_THROW(rotateKeys(configuration_, storage_.appConninfo()), std::runtime_error);
  EXPECT_EQ(keys().size(), 1u);
}

TEST_F(KeyRotation, ForgetsNoKeyWhileSomethingDoesNotOpen) {
  RunningNode node{configuration_, storage_};
  const auto ada = registerPerson(node, "ada@example.com");
  putKey(ada, "sk-ant-of-ada's-workspace");
  storage_.executeAsOwner(
      "update workspace_keys set wrapped = set_byte(wrapped, 30, get_byte(wrapped, 30) # 1)");
  EXPECT_THAT(refusal(), HasSubstr("No key was forgotten"));
  EXPECT_EQ(keys().size(), 2u);
  storage_.executeAsOwner(
      "update workspace_keys set wrapped = set_byte(wrapped, 30, get_byte(wrapped, 30) # 1)");
  EXPECT_EQ(rotate().workspaces, 1);
  EXPECT_EQ(keys().size(), 1u);
}

}  // namespace
}  // namespace parley::app
