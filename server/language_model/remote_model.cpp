#include "language_model/remote_model.hpp"

#include <fmt/format.h>

#include <utility>

#include "fetch/sse_parser.hpp"
#include "language_model/json_lookup.hpp"

namespace parley::language_model {
namespace {

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

std::optional<std::uint64_t> known(std::uint64_t count) {
  return count == 0 ? std::nullopt : std::optional{count};
}

std::string withoutTrailingSlash(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  return url;
}

}  // namespace

RemoteModel::RemoteModel(fetch::Client& client, std::unique_ptr<const Protocol> protocol,
                         Options options)
    : client_{client}, protocol_{std::move(protocol)}, options_{std::move(options)} {
  static const SystemClock system_clock;
  options_.base_url = withoutTrailingSlash(std::move(options_.base_url));
  if (!options_.clock) options_.clock = &system_clock;
  if (!options_.directory) options_.directory = std::make_shared<FactsDirectory>();
}

task<Completion> RemoteModel::complete(const Request& request, const DeltaSink& sink,
                                       Cancellation& cancellation) {
  throwIfStopped(cancellation);
  const auto credential = co_await options_.credential();
  throwIfStopped(cancellation);
  const auto& model = modelOf(request);
  const auto facts = co_await factsOf(model, credential, cancellation);
  const auto body = protocol_->body(request, facts, credential.account);
  const auto prepared = [&] { return prepareTurn(body, credential); };
  std::optional first{prepared()};
  if (request.permission) co_await request.permission();
  throwIfStopped(cancellation);
  const auto once = [&] {
    auto stream = first ? std::move(*std::exchange(first, std::nullopt)) : prepared();
    return attempt(request, std::move(stream), credential.key, sink, cancellation);
  };
  const auto notice = [&](const ModelFailure& failure) {
    sink(Retrying{retryNotice(protocol_->names(), failure)});
  };
  auto completion = co_await retried<Completion>(options_.retry, cancellation, once, notice);
  completion.raw.model = model;
  completion.raw.account = credential.account;
  co_return completion;
}

task<std::optional<std::uint64_t>> RemoteModel::countTokens(const Request& request,
                                                            Cancellation& cancellation) {
  throwIfStopped(cancellation);
  try {
    const auto credential = co_await options_.credential();
    const auto counting = protocol_->counting(options_.base_url, request,
                                              keptFacts(modelOf(request)), credential.account);
    if (counting) co_return co_await readCount(*counting, credential, cancellation);
  } catch (const ModelFailure&) {
  } catch (const fetch::Failure&) {
    throwIfStopped(cancellation);
  }
  co_return std::nullopt;
}

task<std::optional<std::uint64_t>> RemoteModel::readCount(const Counting& counting,
                                                          const Credential& credential,
                                                          Cancellation& cancellation) {
  auto request = makePost(counting.url, counting.body, credential);
  request.limits.total = options_.count_timeout;
  request.limits.body_bytes = options_.max_count_bytes;
  auto stream = client_.start(std::move(request));
  const StopGuard guard{cancellation, stream};
  const auto head = co_await stream.head();
  const auto body = co_await readSome(stream, options_.max_count_bytes);
  throwIfStopped(cancellation);
  const auto answer = head.status == 200 ? parseObject(body) : std::nullopt;
  co_return answer ? known(count(&*answer, counting.answer)) : std::nullopt;
}

task<ModelFacts> RemoteModel::factsOf(const std::string& model, const Credential& credential,
                                      Cancellation& cancellation) {
  auto& directory = *options_.directory;
  if (protocol_->listTellsFacts() && !directory.isFresh(options_.clock->now())) {
    // Known families get along without the list; if it fails, the request itself will say why.
    directory.keepAsIs(options_.clock->now() + options_.directory_retry);
    try {
      const auto models = co_await readList(credential, cancellation);
      directory.keep(models, options_.clock->now() + options_.directory_life);
    } catch (const ModelFailure&) {
    }
  }
  co_return keptFacts(model);
}

ModelFacts RemoteModel::keptFacts(const std::string& model) const {
  const auto listed = options_.directory->facts(model);
  return listed ? *listed : protocol_->factsByFamily(model);
}

task<std::vector<ModelFacts>> RemoteModel::readList(const Credential& credential,
                                                    Cancellation& cancellation) {
  std::vector<ModelFacts> models;
  std::string after;
  for (int page_number = 0; page_number < options_.max_list_pages; ++page_number) {
    const auto url = protocol_->listUrl(options_.base_url, list_page_size, after);
    const auto outcome = co_await attemptList(url, credential, cancellation);
    if (const auto* trouble = std::get_if<Trouble>(&outcome)) throw ModelFailure{trouble->failure};
    const auto& page = std::get<ModelPage>(outcome);
    models.insert(models.end(), page.models.begin(), page.models.end());
    after = page.next;
    if (after.empty()) break;
  }
  co_return models;
}

/// As far as it can be made ready before it may be sent.
fetch::Stream RemoteModel::prepareTurn(const std::string& body,
                                       const Credential& credential) const {
  auto request = makePost(protocol_->turnUrl(options_.base_url), body, credential);
  request.limits.body_bytes = options_.max_stream_bytes;
  request.limits.total = std::chrono::milliseconds{0};  // a long answer is fine as long as it moves
  return client_.prepare(std::move(request));
}

task<RemoteModel::Attempt> RemoteModel::attempt(const Request& asked, fetch::Stream stream,
                                                const std::string& key, const DeltaSink& sink,
                                                Cancellation& cancellation) {
  stream.start();
  const StopGuard guard{cancellation, stream};
  fetch::Head head;
  try {
    head = co_await stream.head();
    if (head.status == 200) co_return co_await readTurn(stream, asked, sink, cancellation);
    const auto error = co_await readSome(stream, options_.max_error_bytes);
    throwIfStopped(cancellation);
    co_return withoutKey(troubleFromAnswer(protocol_->names(), protocol_->readError(head, error),
                                           head.headers, options_.clock->now()),
                         key);
  } catch (const StreamError& error) {
    co_return withoutKey(
        troubleFromStream(protocol_->names(), protocol_->readError(head, error.body)), key);
  } catch (const Malformed&) {
    co_return troubleFromBrokenStream(protocol_->names(), head.headers);
  } catch (const fetch::Failure& failure) {
    throwIfStopped(cancellation);
    co_return troubleFromTransport(protocol_->names(), failure);
  }
}

task<Completion> RemoteModel::readTurn(fetch::Stream& stream, const Request& request,
                                       const DeltaSink& sink, Cancellation& cancellation) {
  const auto turn = protocol_->reader(request, sink);
  fetch::SseParser parser;
  try {
    while (!turn->finished()) {
      const auto bytes = co_await stream.read();
      if (!bytes && turn->mayEnd()) break;
      if (!bytes) throw Malformed{};
      parser.feed(*bytes, [&](const fetch::SseEvent& event) {
        throwIfStopped(cancellation);  // the person has pressed Stop: nothing more is shown
        turn->take(event);
      });
    }
    co_return turn->complete();
  } catch (...) {
    const auto usage = turn->usage();  // it is billed all the same
    if (usage.input_tokens + usage.output_tokens > 0) sink(Spent{usage});
    throw;
  }
}

task<std::vector<ModelInfo>> RemoteModel::listModels() {
  const auto credential = co_await options_.credential();
  Cancellation never;
  const auto listed = co_await readList(credential, never);
  std::vector<ModelInfo> models;
  for (const auto& model : listed) {
    ModelInfo info{
        model.id, model.name, known(model.max_input_tokens), known(model.max_output_tokens), {}};
    // A family may be known to think; of an unknown one nothing is said.
    if (model.thinking || protocol_->listTellsFacts()) info.thinking = model.thinking;
    models.push_back(std::move(info));
  }
  co_return models;
}

task<void> RemoteModel::checkKey() {
  const auto credential = co_await options_.credential();
  Cancellation never;
  const auto url = protocol_->listUrl(options_.base_url, 1, {});
  const auto once = [&] { return attemptList(url, credential, never); };
  auto work = retried<ModelPage>(options_.retry, never, once, [](const ModelFailure&) {});
  co_await std::move(work);
}

task<RemoteModel::ListAttempt> RemoteModel::attemptList(const std::string& url,
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
    if (!found) {
      auto error = protocol_->readError(head, body);
      if (error.status == 404 && error.sentence.empty())
        error.sentence = protocol_->names().company + " has no list of models at this address.";
      co_return withoutKey(
          troubleFromAnswer(protocol_->names(), error, head.headers, options_.clock->now()),
          credential.key);
    }
    auto page = protocol_->readList(body);
    if (page) co_return std::move(*page);
    co_return troubleFromBrokenStream(protocol_->names(), head.headers);
  } catch (const fetch::Failure& failure) {
    throwIfStopped(cancellation);
    co_return troubleFromTransport(protocol_->names(), failure);
  }
}

fetch::Request RemoteModel::makeRequest(std::string url, const Credential& credential) const {
  fetch::Request request;
  request.url = std::move(url);
  request.network = options_.network;
  request.limits.connect = options_.connect_timeout;
  request.limits.silence = options_.silence_timeout;
  request.headers.add("accept", "application/json");
  protocol_->authorize(request.headers, credential.key);
  return request;
}

fetch::Request RemoteModel::makePost(std::string url, std::string body,
                                     const Credential& credential) const {
  auto request = makeRequest(std::move(url), credential);
  request.method = "POST";
  request.headers.add("content-type", "application/json");
  request.body = std::move(body);
  return request;
}

Trouble RemoteModel::withoutKey(Trouble trouble, const std::string& key) const {
  if (!key.empty() && trouble.failure.detail.contains(key))
    trouble.failure.detail = fmt::format("{} refused the request.", protocol_->names().model);
  return trouble;
}

}  // namespace parley::language_model
