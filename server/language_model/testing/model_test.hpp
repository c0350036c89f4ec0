#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fetch/testing/run.hpp"
#include "language_model/remote_model.hpp"

namespace parley::language_model::testing {

using fetch::testing::run;

/// A remote model, what is asked of it, and what it shows meanwhile. Waits for retries end at once
/// and are kept.
class ModelTest : public ::testing::Test {
 protected:
  /// Made at the first use, so that a test can change the options before.
  RemoteModel& model() {
    if (model_) return *model_;
    options.base_url = baseUrl();
    options.credential = [this] { return readCredential(); };
    options.retry.random = [] { return 0.0; };
    if (!waits_really) options.retry.wait = [this](auto delay, auto&) { return recordWait(delay); };
    model_.emplace(client, protocol(), options);
    return *model_;
  }
  virtual std::string baseUrl() = 0;
  virtual std::unique_ptr<const Protocol> protocol() = 0;

  Completion complete() { return run(loop, model().complete(request, sink, cancellation)); }
  ModelFailure failure() {
    try {
      complete();
    } catch (const ModelFailure& failed) {
      return failed;
    }
    ADD_FAILURE() << "the model answered";
    return {FailureKind::overloaded, ""};
  }

  void say(std::string words) {
    request.messages.push_back({Role::user, {Text{std::move(words)}}, {}});
  }
  void append(const Completion& completion) {
    request.messages.push_back({Role::assistant, completion.parts, completion.raw});
  }
  void answerCalls(const Completion& completion, const std::string& content = R"({"id":7})") {
    Message results;
    for (const auto& part : completion.parts) {
      if (const auto* call = std::get_if<ToolCall>(&part))
        results.parts.push_back(ToolResult{call->id, content, false});
    }
    request.messages.push_back(std::move(results));
  }
  static std::string textOf(const Completion& completion) {
    std::string all;
    for (const auto& part : completion.parts) {
      if (const auto* text = std::get_if<Text>(&part)) all += text->text;
    }
    return all;
  }
  template <class Kind>
  std::size_t count() const {
    return static_cast<std::size_t>(std::ranges::count_if(
        deltas, [](const Delta& item) { return std::holds_alternative<Kind>(item); }));
  }
  /// What a person saw of one kind, put together.
  template <class Kind>
  std::string shown() const {
    std::string all;
    for (const auto& item : deltas) {
      if (const auto* delta = std::get_if<Kind>(&item)) all += delta->text;
    }
    return all;
  }

  Loop loop;
  fetch::Client client{loop};
  RemoteModel::Options options;
  RemoteModel::Credential credential{"sk-test-one", "account-one"};
  Request request{.model = {},
                  .system = "You are Parley.",
                  .tools = {{"find", "Finds", {{"type", "object"}}}},
                  .messages = {},
                  .effort = Effort::medium,
                  .max_tokens = 16'000};
  std::vector<Delta> deltas;
  std::vector<std::chrono::milliseconds> waits;
  DeltaSink sink = [this](Delta item) { deltas.push_back(std::move(item)); };
  Cancellation cancellation;
  bool waits_really = false;

 private:
  task<RemoteModel::Credential> readCredential() { co_return credential; }
  task<void> recordWait(std::chrono::milliseconds delay) {
    waits.push_back(delay);
    co_return;
  }

  std::optional<RemoteModel> model_;
};

}  // namespace parley::language_model::testing
