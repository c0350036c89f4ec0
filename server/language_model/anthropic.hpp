#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "fetch/client.hpp"
#include "foundation/clock.hpp"
#include "language_model/anthropic/model_list.hpp"
#include "language_model/anthropic/request.hpp"
#include "language_model/anthropic/trouble.hpp"
#include "language_model/model.hpp"
#include "language_model/retry.hpp"

namespace parley::language_model {

/// What the provider says its models can do, remembered for a while. One for all AnthropicModels of
/// a loop and address.
class AnthropicModelDirectory {
 public:
  bool isFresh(Timestamp now) const { return now < fresh_until_; }
  void keep(const std::vector<anthropic::ModelFacts>& models, Timestamp fresh_until);
  /// The list cannot be had: do not ask again before then.
  void keepAsIs(Timestamp fresh_until) { fresh_until_ = fresh_until; }
  anthropic::ModelFacts facts(const std::string& model) const;

 private:
  std::map<std::string, anthropic::ModelFacts> models_;
  Timestamp fresh_until_{};
};

/// Claude, by Anthropic's Messages API. Belongs to one loop.
class AnthropicModel final : public Model {
 public:
  struct Credential {
    std::string key;
    std::string account;  ///< fingerprint of the key's organisation; turns of another are not
                          ///< replayed as received
  };

  struct Options {
    std::string base_url = "https://api.anthropic.com";
    /// anywhere: the operator's URL or the default; public_only: the user gave it.
    fetch::Network network = fetch::Network::anywhere;
    /// Asked before each request, so that a changed key counts at once. May throw ModelFailure.
    std::function<task<Credential>()> credential;
    std::shared_ptr<AnthropicModelDirectory> directory;  ///< none: one of its own
    const Clock* clock = nullptr;                        ///< none: the system's
    RetryPolicy retry;
    std::chrono::milliseconds connect_timeout{10'000};
    std::chrono::milliseconds silence_timeout{
        90'000};  ///< the provider pings within this while it works
    std::chrono::milliseconds list_timeout{10'000};
    std::chrono::milliseconds directory_life{3'600'000};
    std::chrono::milliseconds directory_retry{60'000};
    std::uint64_t max_stream_bytes = 64 << 20;
    std::uint64_t max_error_bytes = 64 << 10;
    std::uint64_t max_list_bytes = 8 << 20;
    int max_list_pages = 20;
  };

  AnthropicModel(fetch::Client& client, Options options);

  task<Completion> complete(const Request& request, const DeltaSink& sink,
                            Cancellation& cancellation) override;

  /// The models this key may use, as the provider orders them; retired ones are left out. Throws
  /// ModelFailure.
  task<std::vector<ModelInfo>> listModels();
  /// Throws ModelFailure, key_invalid for a key that the provider refuses. For saving keys.
  task<void> checkKey();

 private:
  using Attempt = std::variant<Completion, anthropic::Trouble>;
  using ListAttempt = std::variant<anthropic::ModelPage, anthropic::Trouble>;

  task<anthropic::ModelFacts> factsOf(const std::string& model, const Credential& credential,
                                      Cancellation& cancellation);
  /// nullopt when the list cannot be had.
  task<std::optional<std::vector<anthropic::ModelFacts>>> readDirectory(
      const Credential& credential, Cancellation& cancellation);
  task<Attempt> attempt(const std::string& body, const Credential& credential,
                        const DeltaSink& sink, Cancellation& cancellation);
  task<Completion> readTurn(fetch::Stream& stream, const DeltaSink& sink,
                            Cancellation& cancellation);
  task<anthropic::ModelPage> listPage(const Credential& credential, const std::string& url,
                                      Cancellation& cancellation);
  task<ListAttempt> attemptList(const std::string& url, const Credential& credential,
                                Cancellation& cancellation);
  fetch::Request makeRequest(std::string url, const Credential& credential) const;

  fetch::Client& client_;
  Options options_;
};

}  // namespace parley::language_model
