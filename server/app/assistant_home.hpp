#pragma once

#include <map>
#include <memory>
#include <unordered_map>

#include "app/configuration.hpp"
#include "features/assistant/assistant.hpp"
#include "fetch/client.hpp"
#include "language_model/facts_directory.hpp"

namespace parley::assistant::interpreter {
class CommandInterpreter;
}

namespace parley::app {

/// The assistant with everything it is built on: keys, providers, the command interpreter.
/// Thread-safe once the cores are known.
class AssistantHome {
 public:
  /// All references must outlive this. `sole_node`: no other process serves the database.
  AssistantHome(const Configuration& configuration, const secrets::InstallationKey& key,
                const Clock& clock, bool sole_node);
  AssistantHome(const AssistantHome&) = delete;
  AssistantHome& operator=(const AssistantHome&) = delete;

  /// Before anything is served: the HTTP client of each loop.
  void addCore(Loop& loop, fetch::Client& client);

  operations::Feature feature();
  assistant::Assistant& assistant() { return assistant_; }

 private:
  /// What belongs to a loop, and is touched by it alone.
  struct Core {
    fetch::Client* client = nullptr;
    /// What models can do, by their provider and the address that it is reached at.
    std::map<std::string, std::shared_ptr<language_model::FactsDirectory>> directories;
  };

  std::shared_ptr<assistant::Provider> connect(Loop& loop, assistant::ProviderAccess access);

  const Configuration& configuration_;
  const Clock& clock_;
  assistant::KeyStore keys_;
  assistant::Connect connect_;
  std::unordered_map<const Loop*, Core> cores_;
  std::shared_ptr<assistant::interpreter::CommandInterpreter> interpreter_;
  assistant::Assistant assistant_;
};

}  // namespace parley::app
