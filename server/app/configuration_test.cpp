#include "app/configuration.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

namespace parley::app {
namespace {

using ::testing::HasSubstr;
using Command = CommandLine::Command;

class CommandLines : public ::testing::Test {
 protected:
  std::map<std::string, std::string> environment_;

  CommandLine read(std::vector<std::string> arguments) {
    return readCommandLine(
        arguments, [this](const std::string& variable) -> std::optional<std::string> {
          const auto found = environment_.find(variable);
          return found == environment_.end() ? std::nullopt : std::optional{found->second};
        });
  }
  std::string refusal(std::vector<std::string> arguments) {
    try {
      read(std::move(arguments));
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "";
  }
  static std::string file(const std::string& text) {
    const auto path = std::filesystem::path{::testing::TempDir()} /
                      fmt::format("parley_settings_{}.conf", ::getpid());
    std::ofstream{path} << text;
    return path.string();
  }
};

TEST_F(CommandLines, ServeWithTheDefaultsOfTheContract) {
  const auto line = read({});
  EXPECT_EQ(line.command, Command::serve);
  const auto& configuration = line.configuration;
  EXPECT_EQ(configuration.http.listen, "127.0.0.1");
  EXPECT_EQ(configuration.http.port, 8080);
  EXPECT_EQ(configuration.data_dir, "data");
  EXPECT_EQ(configuration.accounts.registration, accounts::RegistrationMode::open);
  EXPECT_GE(configuration.limits.registrations_per_minute, 120U);
  EXPECT_GE(configuration.limits.requests_per_second, 200U);
  EXPECT_GE(configuration.limits.request_burst, 1'000U);
  EXPECT_GE(configuration.limits.taken_addresses_per_minute, 120U);
  EXPECT_GE(configuration.accounts.passwords.queue, 120U);
  EXPECT_GE(configuration.websocket.socket.messages_per_second, 200);
  EXPECT_GE(configuration.websocket.socket.message_burst, 1'000);
  EXPECT_GE(configuration.http.max_connections_per_address, 10'000U);
  EXPECT_GE(configuration.websocket.max_per_user, 100U);
  EXPECT_GE(configuration.http.max_websockets, 10'000U);
  EXPECT_EQ(configuration.http.body_limit, 1024U * 1024);
  EXPECT_EQ(configuration.http.drain_limit, 8U * 1024 * 1024);
}

TEST_F(CommandLines, KnowTheirCommands) {
  EXPECT_EQ(read({"serve"}).command, Command::serve);
  EXPECT_EQ(read({"--port", "0"}).command, Command::serve);
  EXPECT_EQ(read({"migrate"}).command, Command::migrate);
  EXPECT_EQ(read({"openapi"}).command, Command::openapi);
  EXPECT_EQ(read({"--version"}).command, Command::version);
  EXPECT_THAT(refusal({"dance"}), HasSubstr("no command dance"));
}

TEST_F(CommandLines, TakeFlagsOverVariablesOverTheFileOverTheDefaults) {
  const auto path = file("port = 1001\nthreads = 3\nlisten = 0.0.0.0\n");
  EXPECT_EQ(read({"--config", path}).configuration.http.port, 1001);
  environment_ = {{"PARLEY_PORT", "1002"}, {"PARLEY_CONFIG", path}};
  EXPECT_EQ(read({}).configuration.http.port, 1002);
  const auto all = read({"serve", "--port=1003"}).configuration;
  EXPECT_EQ(all.http.port, 1003);
  EXPECT_EQ(all.threads, 3U);
  EXPECT_EQ(all.http.listen, "0.0.0.0");
}

TEST_F(CommandLines, TakeAnEmptyVariableForAnUnsetOne) {
  environment_ = {{"PARLEY_PORT", ""}};
  EXPECT_EQ(read({}).configuration.http.port, 8080);
}

TEST_F(CommandLines, AcceptSettingsOfTheFileInEverySpelling) {
  const auto path = file(
      "# what the operator chose\nPARLEY_PUBLIC_URL = https://crm.example.com/\nDATA_DIR = "
      "\"/srv/a b\"\n"
      "http-body-limit = 2MiB\nregistration = closed\n");
  const auto configuration = read({"--config", path}).configuration;
  EXPECT_EQ(configuration.public_url, "https://crm.example.com");
  EXPECT_EQ(configuration.data_dir, "/srv/a b");
  EXPECT_EQ(configuration.http.body_limit, 2U * 1024 * 1024);
  EXPECT_EQ(configuration.accounts.registration, accounts::RegistrationMode::closed);
}

TEST_F(CommandLines, NameTheSettingThatIsWrong) {
  EXPECT_THAT(refusal({"--port", "70000"}),
              HasSubstr("--port: port must be a whole number from 0 to 65535"));
  EXPECT_THAT(refusal({"--port", "80x"}), HasSubstr("--port"));
  environment_ = {{"PARLEY_REGISTRATION", "maybe"}};
  EXPECT_THAT(refusal({}), HasSubstr("PARLEY_REGISTRATION: registration must be open or closed"));
  environment_.clear();
  EXPECT_THAT(refusal({"--prot", "1"}), HasSubstr("--prot"));
  EXPECT_THAT(refusal({"--config", file("colour = red\n")}), HasSubstr("no such setting: colour"));
  EXPECT_THAT(refusal({"--config", "/nowhere/parley.conf"}), HasSubstr("cannot be read"));
  EXPECT_THAT(refusal({"--migration-database-url", "postgresql:///x"}),
              HasSubstr("PARLEY_DATABASE_URL"));
  EXPECT_THAT(refusal({"--public-url", "javascript:alert(1)"}), HasSubstr("must be a URL"));
  EXPECT_THAT(refusal({"--trusted-proxies", "10.0.0.0/8,office"}), HasSubstr("\"office\""));
  EXPECT_THAT(refusal({"--password-memory", "1MiB"}), HasSubstr("19MiB"));
}

TEST_F(CommandLines, TakeSecretsFromVariablesAndFilesButNeverFromFlags) {
  environment_ = {{"PARLEY_ANTHROPIC_API_KEY", "sk-test"}};
  EXPECT_EQ(read({}).configuration.anthropic_api_key, "sk-test");
  EXPECT_THAT(refusal({"--anthropic-api-key", "sk-test"}), HasSubstr("--anthropic-api-key"));
  EXPECT_THAT(refusal({"--key", "x"}), HasSubstr("--key"));
}

TEST_F(CommandLines, ExplainEverySettingInTheHelp) {
  const auto help = read({"serve", "--help"}).help;
  for (const auto& setting : settings()) {
    EXPECT_THAT(help, HasSubstr(setting.variable()));
    if (!setting.secret) EXPECT_THAT(help, HasSubstr("--" + std::string{setting.name}));
  }
}

TEST_F(CommandLines, UnderstandSizesAndDurations) {
  const auto configuration = read({"--http-head-timeout", "1500ms", "--http-idle-timeout", "2m",
                                   "--session-idle-life", "3d", "--http-linger", "4",
                                   "--http-target-limit", "4 KiB", "--fetch-buffer-bytes", "5000"})
                                 .configuration;
  EXPECT_EQ(configuration.http.head_timeout, std::chrono::milliseconds{1500});
  EXPECT_EQ(configuration.http.idle_timeout, std::chrono::minutes{2});
  EXPECT_EQ(configuration.accounts.sessions.idle_life, std::chrono::days{3});
  EXPECT_EQ(configuration.http.linger, std::chrono::seconds{4});
  EXPECT_EQ(configuration.http.target_limit, 4096U);
  EXPECT_EQ(configuration.fetch.buffer_bytes, 5000U);
}

TEST(Settings, HaveDefaultsThatTheyThemselvesAccept) {
  for (const auto& setting : settings()) {
    Configuration configuration;
    const auto shown = setting.show(configuration);
    EXPECT_NO_THROW(setting.set(configuration, shown)) << setting.name << " = " << shown;
    EXPECT_EQ(setting.show(configuration), shown) << setting.name;
  }
}

TEST(Settings, StandInTheDocument) {
  std::ifstream file{PARLEY_SOURCE_DIR "/docs/configuration.md"};
  std::stringstream text;
  text << file.rdbuf();
  const bool current = text.str().contains(settingsDocument());
  EXPECT_TRUE(current) << "docs/configuration.md must hold the table that follows";
  if (!current) std::cout << settingsDocument();
}

}  // namespace
}  // namespace parley::app
