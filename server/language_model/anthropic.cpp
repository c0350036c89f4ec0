#include "language_model/anthropic.hpp"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <utility>

#include "fetch/sse_parser.hpp"
#include "language_model/anthropic/model_list.hpp"
#include "language_model/anthropic/turn.hpp"

namespace parley::language_model {
namespace {

using anthropic::ModelFacts;
using anthropic::Trouble;

constexpr int list_page_size = 1'000;

/// Ends the stream when the cancellation is stopped, for as long as both are here.
class StopGuard {
 public:
  StopGuard(Cancellation& cancellation, fetch::Stream& stream) : cancellation_{cancellation} {
    cancellation_.onStop([&stream] { stream.cancel(); });
  }
  ~StopGuard() { cancellation_.onStop({}); }
  StopGuard(const StopGuard&) = delete;
  StopGuard& operator=(const StopGuard&) = delete;

 private:
  Cancellation& cancellation_;
};

void throwIfStopped(const Cancellation& cancellation) {
  if (cancellation.stopped()) throw Stopped{};
}

/// Up to `limit` bytes of an error's body; what a cut or slow connection withholds is not worth a
/// second failure.
task<std::string> readSome(fetch::Stream& stream, std::uint64_t limit) {
  std::string body;
  try {
    while (body.size() < limit) {
      const auto bytes = co_await stream.read();
      if (!bytes) break;
      body += *bytes;
    }
  } catch (const fetch::Failure&) {
  }
  co_return body;
}

/// Calls `attempt` until it gives a value or there is no use in trying again. `notice` hears of
/// each retry.
template <class Value, class AttemptOnce, class Notice>
task<Value> retried(const RetryPolicy& policy, Cancellation& cancellation, AttemptOnce attempt,
                    Notice notice) {
  for (int retry = 0;; ++retry) {
    auto outcome = co_await attempt();
    if (auto* value = std::get_if<Value>(&outcome)) co_return std::move(*value);
    const auto& trouble = std::get<Trouble>(outcome);
    const auto delay =
        trouble.retryable ? policy.delayBefore(retry, trouble.retry_after) : std::nullopt;
    if (!delay) throw ModelFailure{trouble.failure};
    notice(trouble.failure);
    co_await policy.wait(*delay, cancellation);
    throwIfStopped(cancellation);
  }
}

std::string withoutTrailingSlash(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  return url;
}

/// A provider's own words must not carry the key into a log or onto a screen.
Trouble withoutKey(Trouble trouble, const std::string& key) {
  if (!key.empty() && trouble.failure.detail.contains(key))
    trouble.failure.detail = "Claude refused the request.";
  return trouble;
}

}  // namespace

void AnthropicModelDirectory::keep(const std::vector<ModelFacts>& models, Timestamp fresh_until) {
  models_.clear();
  for (const auto& model : models) models_.emplace(model.id, model);
  fresh_until_ = fresh_until;
}

ModelFacts AnthropicModelDirectory::facts(const std::string& model) const {
  const auto found = models_.find(model);
  return found == models_.end() ? anthropic::factsByFamily(model) : found->second;
}

AnthropicModel::AnthropicModel(fetch::Client& client, Options options)
    : client_{client}, options_{std::move(options)} {
  static const SystemClock system_clock;
  options_.base_url = withoutTrailingSlash(std::move(options_.base_url));
  if (!options_.clock) options_.clock = &system_clock;
  if (!options_.directory) options_.directory = std::make_shared<AnthropicModelDirectory>();
}

task<Completion> AnthropicModel::complete(const Request& request, const DeltaSink& sink,
                                          Cancellation& cancellation) {
  throwIfStopped(cancellation);
  const auto credential = co_await options_.credential();
  throwIfStopped(cancellation);
  const auto facts = co_await factsOf(request.model, credential, cancellation);
  const auto body = anthropic::buildBody(request, facts, credential.account);
  const auto once = [&] { return attempt(body, credential, sink, cancellation); };
  const auto notice = [&](const ModelFailure& failure) {
    sink(Retrying{anthropic::retryNotice(failure)});
  };
  auto completion = co_await retried<Completion>(options_.retry, cancellation, once, notice);
  completion.raw.model = request.model;
  completion.raw.account = credential.account;
  co_return completion;
}

task<ModelFacts> AnthropicModel::factsOf(const std::string& model, const Credential& credential,
                                         Cancellation& cancellation) {
  auto& directory = *options_.directory;
  if (!directory.isFresh(options_.clock->now())) {
    // Known families get along without the list; if it fails, the request itself will say why.
    directory.keepAsIs(options_.clock->now() + options_.directory_retry);
    const auto models = co_await readDirectory(credential, cancellation);
    if (models) directory.keep(*models, options_.clock->now() + options_.directory_life);
  }
  co_return directory.facts(model);
}

task<std::optional<std::vector<ModelFacts>>> AnthropicModel::readDirectory(
    const Credential& credential, Cancellation& cancellation) {
  std::vector<ModelFacts> models;
  std::string after;
  for (int page_number = 0; page_number < options_.max_list_pages; ++page_number) {
    const auto url = anthropic::listUrl(options_.base_url, list_page_size, after);
    const auto outcome = co_await attemptList(url, credential, cancellation);
    const auto* page = std::get_if<anthropic::ModelPage>(&outcome);
    if (!page) co_return std::nullopt;
    models.insert(models.end(), page->models.begin(), page->models.end());
    after = page->next;
    if (after.empty()) break;
  }
  co_return models;
}

task<AnthropicModel::Attempt> AnthropicModel::attempt(const std::string& body,
                                                      const Credential& credential,
                                                      const DeltaSink& sink,
                                                      Cancellation& cancellation) {
  auto request = makeRequest(options_.base_url + "/v1/messages", credential);
  request.method = "POST";
  request.headers.add("content-type", "application/json");
  request.body = body;
  request.limits.body_bytes = options_.max_stream_bytes;
  request.limits.total = std::chrono::milliseconds{0};  // a long answer is fine as long as it moves
  auto stream = client_.start(std::move(request));
  const StopGuard guard{cancellation, stream};
  fetch::Head head;
  try {
    head = co_await stream.head();
    if (head.status == 200) co_return co_await readTurn(stream, sink, cancellation);
    const auto error = co_await readSome(stream, options_.max_error_bytes);
    throwIfStopped(cancellation);
    co_return withoutKey(anthropic::troubleFromAnswer(head, error, options_.clock->now()),
                         credential.key);
  } catch (const anthropic::StreamError& error) {
    co_return withoutKey(anthropic::troubleFromStream(head, error.body), credential.key);
  } catch (const anthropic::Malformed&) {
    co_return anthropic::troubleFromBrokenStream(head);
  } catch (const fetch::Failure& failure) {
    throwIfStopped(cancellation);
    co_return anthropic::troubleFromTransport(failure);
  }
}

task<Completion> AnthropicModel::readTurn(fetch::Stream& stream, const DeltaSink& sink,
                                          Cancellation& cancellation) {
  anthropic::Turn turn{sink};
  fetch::SseParser parser;
  while (!turn.finished()) {
    const auto bytes = co_await stream.read();
    if (!bytes) throw anthropic::Malformed{};
    parser.feed(*bytes, [&](const fetch::SseEvent& event) {
      throwIfStopped(cancellation);  // the person has pressed Stop: nothing more is shown
      turn.take(event);
    });
  }
  co_return turn.complete();
}

task<std::vector<ModelInfo>> AnthropicModel::listModels() {
  const auto credential = co_await options_.credential();
  Cancellation never;
  std::vector<ModelInfo> models;
  std::string after;
  for (int page_number = 0; page_number < options_.max_list_pages; ++page_number) {
    const auto page = co_await listPage(
        credential, anthropic::listUrl(options_.base_url, list_page_size, after), never);
    for (const auto& model : page.models)
      models.push_back({model.id, model.name, model.max_input_tokens});
    after = page.next;
    if (after.empty()) break;
  }
  co_return models;
}

task<void> AnthropicModel::checkKey() {
  const auto credential = co_await options_.credential();
  Cancellation never;
  co_await listPage(credential, anthropic::listUrl(options_.base_url, 1, {}), never);
}

task<anthropic::ModelPage> AnthropicModel::listPage(const Credential& credential,
                                                    const std::string& url,
                                                    Cancellation& cancellation) {
  const auto once = [&] { return attemptList(url, credential, cancellation); };
  auto work =
      retried<anthropic::ModelPage>(options_.retry, cancellation, once, [](const ModelFailure&) {});
  co_return co_await std::move(work);
}

task<AnthropicModel::ListAttempt> AnthropicModel::attemptList(const std::string& url,
                                                              const Credential& credential,
                                                              Cancellation& cancellation) {
  auto request = makeRequest(url, credential);
  request.limits.total = options_.list_timeout;
  request.limits.body_bytes = options_.max_list_bytes;
  auto stream = client_.start(std::move(request));
  const StopGuard guard{cancellation, stream};
  try {
    const auto head = co_await stream.head();
    const bool found = head.status == 200;
    const auto body =
        co_await readSome(stream, found ? options_.max_list_bytes : options_.max_error_bytes);
    throwIfStopped(cancellation);
    if (!found)
      co_return withoutKey(anthropic::troubleFromAnswer(head, body, options_.clock->now()),
                           credential.key);
    auto page = anthropic::parseModelPage(body);
    if (page) co_return std::move(*page);
    co_return anthropic::troubleFromBrokenStream(head);
  } catch (const fetch::Failure& failure) {
    throwIfStopped(cancellation);
    co_return anthropic::troubleFromTransport(failure);
  }
}

fetch::Request AnthropicModel::makeRequest(std::string url, const Credential& credential) const {
  fetch::Request request;
  request.url = std::move(url);
  request.network = options_.network;
  request.limits.connect = options_.connect_timeout;
  request.limits.silence = options_.silence_timeout;
  request.headers.add("x-api-key", credential.key);
  request.headers.add("anthropic-version", "2026-10-21");
  request.headers.add("accept", "application/json");
  return request;
}

}  // namespace parley::language_model
