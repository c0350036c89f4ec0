#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "foundation/clock.hpp"
#include "foundation/task.hpp"
#include "json/value.hpp"

/// A language model in terms that no provider owns: a conversation and tools go in, a stream of
/// deltas and one finished turn come out. Claude and the built-in command interpreter implement the
/// same interface.
namespace parley::language_model {

struct ToolDefinition {
  std::string name;
  std::string description;
  json::object input_schema;
};

struct Text {
  std::string text;
};

/// What the model let us see of its reasoning.
struct Thinking {
  std::string summary;
};

struct ToolCall {
  std::string id;
  std::string name;
  json::object arguments;
};

struct ToolResult {
  std::string call_id;
  std::string content;  ///< JSON text, or a plain sentence for an error
  bool is_error = false;
};

/// Facts that change from turn to turn (date, page, the records last spoken of). Appended where
/// they arise and never edited, because providers bind their signatures to the exact history.
/// `text` is what a remote model reads; `facts` is the same for code: {now, time_zone,
/// user:{id,name}, page, entities:[{ordinal,type,id,name}], mentioned:[{type,id,name}] newest
/// first}.
struct Context {
  std::string text;
  json::object facts;
};

using Part = std::variant<Text, Thinking, ToolCall, ToolResult, Context>;

/// A provider's own form of a finished assistant turn, kept byte for byte and sent back unchanged.
struct RawTurn {
  std::string provider;
  std::string model;
  std::string
      account;  ///< fingerprint of the key's organisation: turns are not replayed across accounts
  std::string blocks;  ///< JSON text of the content array, exactly as received
};

enum class Role { user, assistant };
BOOST_DESCRIBE_ENUM(Role, user, assistant)

struct Message {
  Role role = Role::user;
  std::vector<Part> parts;
  std::optional<RawTurn> raw;  ///< assistant turns only
};

enum class Effort { low, medium, high };

/// The tools of a request. Shared and never changed: they are large, and the same for most
/// requests.
class Tools {
 public:
  Tools() = default;
  Tools(std::vector<ToolDefinition> tools)
      : tools_{std::make_shared<const std::vector<ToolDefinition>>(std::move(tools))} {}
  Tools(std::initializer_list<ToolDefinition> tools) : Tools{std::vector<ToolDefinition>{tools}} {}

  bool empty() const { return size() == 0; }
  std::size_t size() const { return tools_ ? tools_->size() : 0; }
  const ToolDefinition* begin() const { return tools_ ? tools_->data() : nullptr; }
  const ToolDefinition* end() const { return begin() + size(); }

 private:
  std::shared_ptr<const std::vector<ToolDefinition>> tools_;
};

/// One request. `system` and `tools` are frozen per conversation; `messages` only ever grows.
struct Request {
  std::string model;
  std::string system;
  Tools tools;
  std::vector<Message> messages;
  Effort effort = Effort::medium;
  std::uint32_t max_tokens = 16'000;
  /// Awaited when the question is put together, before it goes out; what it throws comes out of
  /// complete(). Null: it may go.
  std::function<task<void>()> permission;
};

enum class StopReason { end_turn, tool_use, max_tokens, pause, refusal, context_exceeded };

struct Usage {
  std::uint64_t input_tokens = 0;  ///< all input, cached or not
  std::uint64_t cache_read_tokens = 0;
  std::uint64_t cache_write_tokens = 0;
  std::uint64_t cache_write_hour_tokens = 0;  ///< of those, to be kept for an hour
  std::uint64_t output_tokens = 0;
};

struct Completion {
  std::vector<Part> parts;  ///< Text, Thinking, ToolCall in the model's order
  RawTurn raw;
  StopReason stop = StopReason::end_turn;
  std::string explanation;  ///< refusal: what the provider says about it
  Usage usage;
};

/// Something the person may see while the turn is still being made.
struct TextDelta {
  std::string text;
};
struct ThinkingDelta {
  std::string text;  ///< may be empty: the model has begun to think
};
/// A retry is coming: what was streamed of this turn so far is void.
struct Retrying {
  std::string reason;
};
/// What the provider counted, as far as it had, of an attempt that gave no turn.
struct Spent {
  Usage usage;
};
using Delta = std::variant<TextDelta, ThinkingDelta, Retrying, Spent>;
/// Called on the loop that called complete(). Must not block and must not throw.
using DeltaSink = std::function<void(Delta)>;

/// Asks a running completion to end. Set on the loop that runs it; `onStop` callbacks run inside
/// stop().
class Cancellation {
 public:
  void stop();
  bool stopped() const { return stopped_; }
  /// Replaces the callback; called at once if already stopped.
  void onStop(std::function<void()> callback);

 private:
  bool stopped_ = false;
  std::function<void()> callback_;
};

/// Why a provider did not answer, in the terms a person can act on.
enum class FailureKind {
  key_invalid,     ///< refused, revoked or expired key
  unpaid,          ///< billing or spend limit
  rate_limited,    ///< too many requests, after all retries
  overloaded,      ///< provider overloaded or erring, after all retries
  unreachable,     ///< no connection, silence, cut stream
  forbidden,       ///< the key may not do this: leaked, restricted, no right to the model
  model_unknown,   ///< the provider has no such model, or says so of one that the key may not use
  too_long,        ///< more than the model can read: the history has to be shortened
  request_refused  ///< 400 class: the provider did not accept what we sent
};

/// Thrown by complete(); never holds the key. `detail` is written for the person.
class ModelFailure : public std::exception {
 public:
  ModelFailure(FailureKind kind, std::string detail, std::string request_id = {})
      : kind{kind}, detail{std::move(detail)}, request_id{std::move(request_id)} {}
  const char* what() const noexcept override { return detail.c_str(); }

  FailureKind kind;
  std::string detail;
  std::string request_id;  ///< the provider's, for its support
};

/// Thrown by complete() when its Cancellation was stopped.
class Stopped : public std::exception {
 public:
  const char* what() const noexcept override { return "stopped"; }
};

class Model {
 public:
  virtual ~Model() = default;
  /// Makes one assistant turn. `request`, `sink` and `cancellation` must outlive the call. Throws
  /// ModelFailure, Stopped.
  virtual task<Completion> complete(const Request& request, const DeltaSink& sink,
                                    Cancellation& cancellation) = 0;
  /// How many tokens the request takes by the provider's own count, asked before it is sent;
  /// nullopt when nobody counted, for whatever reason. Throws Stopped.
  virtual task<std::optional<std::uint64_t>> countTokens(const Request& request,
                                                         Cancellation& cancellation);
  /// Whether a turn needs all messages of the conversation. Otherwise those from its last finished
  /// turn on will do, as long as that left no call open.
  virtual bool readsWholeHistory() const { return true; }
};

/// What a provider says of a model; unset: it does not say.
struct ModelInfo {
  std::string id;
  std::string name;
  std::optional<std::uint64_t> max_input_tokens;
  std::optional<std::uint64_t> max_output_tokens;
  std::optional<bool> thinking;
};

}  // namespace parley::language_model
