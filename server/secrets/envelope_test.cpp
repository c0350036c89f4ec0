#include "secrets/envelope.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <concepts>
#include <fstream>
#include <set>
#include <thread>
#include <vector>

#include "secrets/key_file.hpp"
#include "secrets/random.hpp"

namespace parley::secrets {
namespace {

static_assert(!std::copyable<SecretString>);
static_assert(!fmt::is_formattable<SecretString>::value);

const FieldPlace place{"w1", "model_keys", "key_sealed", "r1", "d1"};

class KeyFile : public ::testing::Test {
 protected:
  KeyFile() {
    std::string pattern = (std::filesystem::temp_directory_path() / "parley_key_XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    file_ = folder_ / "new" / "parley.key";
  }
  ~KeyFile() override { std::filesystem::remove_all(folder_); }

  void write(std::string_view text, mode_t mode) {
    std::filesystem::create_directories(file_.parent_path());
    std::ofstream{file_} << text;
    ::chmod(file_.c_str(), mode);
  }
  InstallationKey::Keys loadAll(std::string_view override_text = {}) {
    return loadInstallationKeys(file_, override_text, MissingKeyFile::create);
  }
  SecretString load(std::string_view override_text = {}) {
    return std::move(loadAll(override_text).front());
  }

  std::filesystem::path folder_;
  std::filesystem::path file_;
};

TEST(SecretString, GivesItsBytesOnRequestAloneAndWipesWhatItTakes) {
  std::string text = "hunter2 hunter2 hunter2 hunter2";
  const char* const before = text.data();
  SecretString secret = SecretString::take(std::move(text));
  EXPECT_EQ(secret.reveal(), "hunter2 hunter2 hunter2 hunter2");
  EXPECT_EQ(before[0], '\0');

  SecretString moved = std::move(secret);
  EXPECT_TRUE(secret.empty());  // NOLINT(bugprone-use-after-move)
  EXPECT_EQ(moved.clone().reveal(), moved.reveal());
  moved = SecretString{};
  EXPECT_TRUE(moved.empty());
}

TEST(SealedField, OpensAtItsPlace) {
  const SecretString key = makeDataKey();
  for (const std::string& plain : {std::string{}, std::string{"sk-1"}, std::string(100'000, 'x')}) {
    EXPECT_EQ(open(key, place, seal(key, place, plain)).reveal(), plain);
  }
}

TEST(SealedField, RefusesEveryChangedByteAndEveryLength) {
  const SecretString key = makeDataKey();
  const std::string sealed = seal(key, place, "a secret");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed = sealed;
      changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
      EXPECT_THROW(open(key, place, changed), OpenFailure) << i;
    }
    EXPECT_THROW(open(key, place, sealed.substr(0, i)), OpenFailure) << i;
  }
  EXPECT_THROW(open(key, place, sealed + "x"), OpenFailure);
  EXPECT_THROW(open(makeDataKey(), place, sealed), OpenFailure);
}

TEST(SealedField, RefusesEveryOtherPlace) {
  const SecretString key = makeDataKey();
  const std::string sealed = seal(key, place, "a secret");
  for (auto part : {&FieldPlace::workspace_id, &FieldPlace::table, &FieldPlace::column,
                    &FieldPlace::row_id, &FieldPlace::dek_id}) {
    FieldPlace other = place;
    other.*part += "x";
    EXPECT_THROW(open(key, other, sealed), OpenFailure);
    other.*part = "a|b";
    EXPECT_THROW(seal(key, other, "a secret"), std::invalid_argument);
  }
}

TEST(SealedField, NeverRepeatsANonce) {
  const SecretString key = makeDataKey();
  std::set<std::string> nonces;
  for (int i = 0; i < 20'000; ++i) nonces.insert(seal(key, place, "x").substr(0, 24));
  EXPECT_EQ(nonces.size(), 20'000u);
}

TEST(InstallationKey, UnwrapsForTheSameOwnerAndIdAlone) {
  const InstallationKey key{makeDataKey()};
  const SecretString data_key = makeDataKey();
  const std::string wrapped = key.wrapKey("w1", "d1", data_key);
  EXPECT_EQ(key.unwrapKey("w1", "d1", wrapped).reveal(), data_key.reveal());
  EXPECT_THROW(key.unwrapKey("w2", "d1", wrapped), OpenFailure);
  EXPECT_THROW(key.unwrapKey("w1", "d2", wrapped), OpenFailure);
  EXPECT_THROW(InstallationKey{makeDataKey()}.unwrapKey("w1", "d1", wrapped), OpenFailure);
  for (std::size_t i = 0; i < wrapped.size(); ++i) {
    std::string changed = wrapped;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_THROW(key.unwrapKey("w1", "d1", changed), OpenFailure) << i;
  }
}

TEST(InstallationKey, KnowsItsOwnCheckValue) {
  const InstallationKey key{makeDataKey()};
  const std::string value = key.makeCheckValue();
  EXPECT_TRUE(key.accepts(value));
  EXPECT_FALSE(InstallationKey{makeDataKey()}.accepts(value));
  EXPECT_FALSE(key.accepts(""));
  EXPECT_FALSE(key.accepts(value.substr(1)));
  EXPECT_THROW(InstallationKey{SecretString{"too short"}}, std::invalid_argument);
}

TEST(InstallationKey, OpensWhatAnEarlierOneWrappedAndWrapsWithTheOneThatTheCheckValueNames) {
  const SecretString old_bytes = makeDataKey();
  const SecretString new_bytes = makeDataKey();
  const InstallationKey old_key{old_bytes.clone()};
  const InstallationKey new_key{new_bytes.clone()};
  const InstallationKey both{[&] {
    InstallationKey::Keys keys;
    keys.push_back(new_bytes.clone());
    keys.push_back(old_bytes.clone());
    return keys;
  }};
  const SecretString data_key = makeDataKey();
  EXPECT_EQ(both.unwrapKey("w1", "d1", old_key.wrapKey("w1", "d1", data_key)).reveal(),
            data_key.reveal());
  EXPECT_EQ(both.id(), new_key.id());
  EXPECT_TRUE(both.accepts(old_key.makeCheckValue()));
  EXPECT_TRUE(new_key.accepts(both.makeCheckValue()));
  EXPECT_EQ(both.current(old_key.makeCheckValue()).id(), old_key.id());
  EXPECT_EQ(both.current(new_key.makeCheckValue()).id(), new_key.id());
  EXPECT_EQ(both.current(std::nullopt).id(), new_key.id());
  EXPECT_THROW(both.current(InstallationKey{makeDataKey()}.makeCheckValue()), OpenFailure);
}

TEST(InstallationKey, IsReadAgainWhenSomethingDoesNotOpenAndKeepsWhatItKnew) {
  std::vector<std::string> there{randomBytes(32)};
  int reads = 0;
  const InstallationKey key{[&] {
    ++reads;
    InstallationKey::Keys keys;
    for (const auto& bytes : there) keys.emplace_back(bytes);
    return keys;
  }};
  const InstallationKey first{SecretString{there.front()}};
  there = {randomBytes(32)};
  const InstallationKey second{SecretString{there.front()}};
  const SecretString data_key = makeDataKey();
  const auto by_first = first.wrapKey("w1", "d1", data_key);
  const auto by_second = second.wrapKey("w1", "d1", data_key);

  EXPECT_EQ(key.unwrapKey("w1", "d1", by_first).reveal(), data_key.reveal());
  EXPECT_EQ(reads, 1);
  EXPECT_EQ(key.unwrapKey("w1", "d1", by_second).reveal(), data_key.reveal());
  EXPECT_EQ(reads, 2);
  EXPECT_EQ(key.unwrapKey("w1", "d1", by_first).reveal(), data_key.reveal());
  EXPECT_EQ(reads, 2);
  EXPECT_EQ(key.id(), second.id());
  there = {"a file that cannot be read"};
  EXPECT_THROW(key.unwrapKey("w2", "d1", by_second), OpenFailure);
}

TEST_F(KeyFile, IsMadeOnceReadableByItsOwnerAlone) {
  const SecretString first = load();
  EXPECT_EQ(first.size(), 32u);
  EXPECT_EQ(load().reveal(), first.reveal());
  struct stat status{};
  ASSERT_EQ(::stat(file_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0400u);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator{file_.parent_path()}, {}), 1);
}

TEST_F(KeyFile, IsTheSameForAllWhoStartAtOnce) {
  std::vector<std::string> keys(8);
  {
    std::vector<std::jthread> starters;
    for (auto& key : keys) starters.emplace_back([&] { key = load().reveal(); });
  }
  for (const auto& key : keys) EXPECT_EQ(key, keys.front());
}

TEST_F(KeyFile, IsNeverMadeAnewWhereSecretsExist) {
  EXPECT_THROW(loadInstallationKeys(file_, "", MissingKeyFile::refuse), std::runtime_error);
  EXPECT_FALSE(std::filesystem::exists(file_));
}

TEST_F(KeyFile, IsRefusedWhenOthersCanReadIt) {
  write(toBase64Url(randomBytes(32)), 0644);
  EXPECT_THROW(load(), std::runtime_error);
  ::chmod(file_.c_str(), 0600);
  EXPECT_EQ(load().size(), 32u);
}

TEST_F(KeyFile, IsRefusedWhenItHoldsNoKey) {
  for (const auto* text : {"", "short", "not a key, but of the length of one, really"}) {
    write(text, 0600);
    EXPECT_THROW(load(), std::runtime_error) << text;
  }
}

TEST_F(KeyFile, HoldsSeveralKeysWhileOneTakesTheOthersPlace) {
  InstallationKey::Keys keys;
  keys.push_back(makeDataKey());
  keys.push_back(load());
  storeInstallationKeys(file_, keys);
  const auto read = loadAll();
  ASSERT_EQ(read.size(), 2u);
  EXPECT_EQ(read[0].reveal(), keys[0].reveal());
  EXPECT_EQ(read[1].reveal(), keys[1].reveal());
  struct stat status{};
  ASSERT_EQ(::stat(file_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0400u);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator{file_.parent_path()}, {}), 1);
  const auto given = loadAll(toHex(keys[1].reveal()) + "," + toBase64Url(keys[0].reveal()) + "\n");
  ASSERT_EQ(given.size(), 2u);
  EXPECT_EQ(given[0].reveal(), keys[1].reveal());
  EXPECT_THROW(loadAll(toHex(keys[1].reveal()) + ",nonsense"), std::runtime_error);
}

TEST_F(KeyFile, GivesWayToTheSetting) {
  const std::string key = randomBytes(32);
  EXPECT_EQ(load(toBase64Url(key)).reveal(), key);
  EXPECT_EQ(load(toHex(key) + "\n").reveal(), key);
  EXPECT_FALSE(std::filesystem::exists(file_));
  EXPECT_THROW(load("nonsense"), std::runtime_error);
}

}  // namespace
}  // namespace parley::secrets
