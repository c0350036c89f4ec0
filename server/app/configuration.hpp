#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/relay.hpp"
#include "database/database.hpp"
#include "database/embedded_cluster.hpp"
#include "features/accounts/accounts.hpp"
#include "features/assistant/assistant.hpp"
#include "fetch/client.hpp"
#include "http/server.hpp"
#include "http/static_files.hpp"
#include "interfaces/rest/rest.hpp"
#include "interfaces/websocket/options.hpp"
#include "language_model/anthropic/protocol.hpp"
#include "language_model/gemini/protocol.hpp"
#include "language_model/openai_responses/protocol.hpp"
#include "language_model/remote_model.hpp"
#include "operations/catalog.hpp"

namespace parley::app {

/// How often one caller may do something.
struct RequestLimits {
  std::uint32_t requests_per_second = 200;  ///< per user
  std::uint32_t request_burst = 1'000;
  std::uint32_t registrations_per_minute = 120;       ///< per address
  std::uint32_t taken_addresses_per_minute = 120;     ///< per address
  std::uint32_t sign_in_failures_per_minute = 30;     ///< per address
  std::uint32_t sign_in_failure_burst = 5;            ///< per account
  std::chrono::seconds sign_in_failure_interval{30};  ///< per account, once the burst is used up
  std::size_t max_keys = 100'000;                     ///< callers remembered, per limit
};

/// Everything an operator can choose. The defaults are the product's.
struct Configuration {
  Configuration();

  std::filesystem::path data_dir = "data";
  std::filesystem::path web_dir;  ///< empty: looked for beside the program
  std::string public_url;         ///< empty: the host the client asked for
  std::string log_level = "info";
  std::size_t threads = 0;  ///< 0: one per core
  std::chrono::milliseconds shutdown_patience{10'000};

  std::string database_url;            ///< empty: the embedded cluster
  std::string migration_database_url;  ///< empty: database_url, if its role may migrate
  database::ClusterOptions cluster;
  database::Options database;
  RelayOptions relay;

  http::Options http;
  http::StaticOptions files;
  websocket::Options websocket;
  fetch::Client::Options fetch;
  accounts::Options accounts;
  RequestLimits limits;
  operations::Options operations;
  assistant::RunLimits runs;
  assistant::CircuitBreakers::Options breakers;
  assistant::ModelDirectory::Options models;
  std::chrono::milliseconds title_patience = assistant::Options{}.title_patience;
  language_model::RemoteModel::Options remote_models;  ///< what all providers have in common
  std::string anthropic_base_url = language_model::anthropic::default_base_url;
  std::string openai_base_url = language_model::openai_responses::default_base_url;
  std::string gemini_base_url = language_model::gemini::default_base_url;
  std::size_t stream_queue = rest::Options{}.stream_queue;

  std::string installation_key;  ///< empty: the key file
  /// For workspaces that have none of their own; empty: only those that have one use the provider.
  std::string anthropic_api_key;
  std::string openai_api_key;
  std::string gemini_api_key;

  std::filesystem::path keyFile() const { return data_dir / "parley.key"; }
};

/// One thing an operator can choose: `--name`, `PARLEY_NAME` or a line of the configuration file.
struct Setting {
  std::string_view group;
  std::string_view name;  ///< `data-dir`
  std::string_view help;
  std::string_view type;  ///< `SIZE`: what the value looks like, for the help
  /// A secret is never a flag: every user of the machine can read the command lines of the others.
  bool secret = false;
  /// Throws std::runtime_error saying what the value must be.
  std::function<void(Configuration&, std::string_view)> set;
  std::function<std::string(Configuration&)> show;

  std::string variable() const;  ///< `PARLEY_DATA_DIR`
};

/// All of them, in the order of the help.
const std::vector<Setting>& settings();

/// What the command line asks for.
struct CommandLine {
  enum class Command { serve, migrate, rotate_keys, openapi, version, help };
  Command command = Command::serve;
  std::string help;  ///< to be printed, for Command::help
  Configuration configuration;
};

using Environment = std::function<std::optional<std::string>(const std::string& variable)>;

/// Flags win over the environment, the environment over the configuration file, the file over the
/// defaults. Throws std::runtime_error naming the setting that is wrong.
CommandLine readCommandLine(const std::vector<std::string>& arguments,
                            const Environment& environment);
/// The environment of this process.
std::optional<std::string> processEnvironment(const std::string& variable);

/// The reference table of docs/configuration.md.
std::string settingsDocument();

}  // namespace parley::app
