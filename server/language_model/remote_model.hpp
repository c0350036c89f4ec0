#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "fetch/client.hpp"
#include "foundation/clock.hpp"
#include "language_model/facts_directory.hpp"
#include "language_model/model.hpp"
#include "language_model/protocol.hpp"
#include "language_model/retry.hpp"
#include "language_model/trouble.hpp"

namespace parley::language_model {

/// A model reached over HTTP by its provider's protocol. Belongs to one loop.
class RemoteModel final : public Model {
 public:
  struct Credential {
    std::string key;
    std::string account;  ///< fingerprint of the key's organisation; turns of another are not
                          ///< replayed as received
  };

  struct Options {
    std::string base_url;
    /// anywhere: the operator's URL or the default; public_only: the user gave it.
    fetch::Network network = fetch::Network::anywhere;
    /// Asked before each request, so that a changed key counts at once. May throw ModelFailure.
    std::function<task<Credential>()> credential;
    std::shared_ptr<FactsDirectory> directory;  ///< none: one of its own
    const Clock* clock = nullptr;               ///< none: the system's
    RetryPolicy retry;
    std::chrono::milliseconds connect_timeout{10'000};
    std::chrono::milliseconds silence_timeout{90'000};  ///< providers send something within this
    std::chrono::milliseconds list_timeout{10'000};
    std::chrono::milliseconds count_timeout{3'000};  ///< then an estimate has to do
    std::chrono::milliseconds directory_life{3'600'000};
    std::chrono::milliseconds directory_retry{60'000};
    std::uint64_t max_stream_bytes = 64 << 20;
    std::uint64_t max_error_bytes = 64 << 10;
    std::uint64_t max_list_bytes = 8 << 20;
    std::uint64_t max_count_bytes = 64 << 10;
    int max_list_pages = 20;
  };

  RemoteModel(fetch::Client& client, std::unique_ptr<const Protocol> protocol, Options options);

  /// Asks for this one, whatever requests call it: where two providers share an id, a request names
  /// the model with its provider.
  void useModel(std::string id) { model_ = std::move(id); }

  task<Completion> complete(const Request& request, const DeltaSink& sink,
                            Cancellation& cancellation) override;
  /// Tried once, and without a fresh list of models.
  task<std::optional<std::uint64_t>> countTokens(const Request& request,
                                                 Cancellation& cancellation) override;

  /// The models this key may use that can hold a conversation, as the provider orders them. Throws
  /// ModelFailure.
  task<std::vector<ModelInfo>> listModels();
  /// Throws ModelFailure, key_invalid for a key that the provider refuses. For saving keys.
  task<void> checkKey();

 private:
  using Attempt = std::variant<Completion, Trouble>;
  using ListAttempt = std::variant<ModelPage, Trouble>;

  const std::string& modelOf(const Request& request) const {
    return model_.empty() ? request.model : model_;
  }
  task<ModelFacts> factsOf(const std::string& model, const Credential& credential,
                           Cancellation& cancellation);
  /// By what is kept of the list, however old; else by the family.
  ModelFacts keptFacts(const std::string& model) const;
  /// Throws ModelFailure. Tried once: the next who needs it asks again.
  task<std::vector<ModelFacts>> readList(const Credential& credential, Cancellation& cancellation);
  fetch::Stream prepareTurn(const std::string& body, const Credential& credential) const;
  task<Attempt> attempt(const Request& request, fetch::Stream stream, const std::string& key,
                        const DeltaSink& sink, Cancellation& cancellation);
  task<Completion> readTurn(fetch::Stream& stream, const Request& request, const DeltaSink& sink,
                            Cancellation& cancellation);
  task<ListAttempt> attemptList(const std::string& url, const Credential& credential,
                                Cancellation& cancellation);
  task<std::optional<std::uint64_t>> readCount(const Counting& counting,
                                               const Credential& credential,
                                               Cancellation& cancellation);
  fetch::Request makeRequest(std::string url, const Credential& credential) const;
  fetch::Request makePost(std::string url, std::string body, const Credential& credential) const;
  /// A provider's own words must not carry the key into a log or onto a screen.
  Trouble withoutKey(Trouble trouble, const std::string& key) const;

  fetch::Client& client_;
  const std::unique_ptr<const Protocol> protocol_;
  Options options_;
  std::string model_;  ///< empty: as requests call it
};

}  // namespace parley::language_model
