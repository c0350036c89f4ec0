#pragma once

#include <concepts>
#include <functional>
#include <string>
#include <type_traits>
#include <utility>

#include "json/read.hpp"
#include "json/schema.hpp"
#include "json/write.hpp"
#include "operations/call.hpp"

namespace parley::operations {

/// What an operation does to the world. Chooses the transaction, the need for approval and the
/// hints to clients.
enum class Effect { read, write, destroy, outward };
BOOST_DESCRIBE_ENUM(Effect, read, write, destroy, outward)

enum class Access { anyone, member, administrator };

/// by_effect: the catalog opens it, read-only for reads, and commits. own: the handler brings its
/// own, and has stored what it records; it is then only published.
enum class Transactions { by_effect, own };

/// For output: nothing but the status 204.
struct NoContent {};
/// For output: bytes that are no JSON.
struct Bytes {
  std::string content_type;
  std::string bytes;
};

/// What an operation says about itself. Designated initialisers keep a row of the list readable.
struct Facts {
  std::string name;     ///< `create_contact`: also the tool's name
  std::string title;    ///< `Create contact`: for people
  std::string summary;  ///< one or two sentences; the tool's description, so it is prompt text
  std::string method;   ///< `POST`
  std::string path;     ///< `/api/contacts/{id}`
  Effect effect = Effect::read;
  Access access = Access::member;
  Transactions transactions = Transactions::by_effect;
  bool tool = false;            ///< offered to assistants
  bool untrusted = false;       ///< its result holds what strangers wrote: mail, web pages, files
  bool takes_back = false;      ///< takes back the last change of whoever calls
  bool upload = false;          ///< the body is bytes, in Call::upload
  bool refresh_cookie = false;  ///< reads or sets the refresh cookie, so the Origin is checked
  /// Set: may answer as a stream of run events; this operation then starts the run and answers
  /// {run_id}.
  std::string streamed_by;
  int success = 200;
  bool located = true;                   ///< what a 201 made is read at `path`/{its id}
  std::chrono::milliseconds timeout{0};  ///< of the whole call; zero: the server's own
};

/// An operation with its types erased: JSON in, JSON out.
struct Operation {
  Facts facts;
  std::string input_name;  ///< of its schema; empty when it has none
  std::function<json::object(json::SchemaMaker&)> input_schema;
  /// Empty for NoContent and Bytes.
  std::function<json::object(json::SchemaMaker&)> output_schema;
  std::function<task<Answer>(Call&, const json::object&, json::Source)> run;
  /// Throws what `run` would throw for input that is not valid, and does nothing else.
  std::function<void(const json::object&)> check;
};

struct NoInput {
  static constexpr std::string_view schema_name = "NoInput";
};
BOOST_DESCRIBE_STRUCT(NoInput, (), ())

namespace detail {

template <class Output>
Answer answerOf(const Facts& facts, Call& call, const Output& output) {
  Answer answer;
  answer.status = facts.success;
  if constexpr (std::same_as<Output, NoContent>) {
    answer.status = 204;
  } else if constexpr (std::same_as<Output, Bytes>) {
    answer.content_type = output.content_type;
    answer.body = output.bytes;
  } else {
    answer.body.reserve(512);
    json::write(answer.body, output);
    if constexpr (requires {
                    { output.version } -> std::convertible_to<int>;
                  }) {
      if (!call.reply.version) call.reply.version = output.version;
    }
    if constexpr (requires { output.id; }) {
      if (facts.success == 201 && facts.located && call.reply.location.empty()) {
        call.reply.location = facts.path + "/" + database::toParameter(output.id).value_or("");
      }
    }
  }
  return answer;
}

template <class Input, class Output, class Handler>
task<Answer> runOperation(const Facts& facts, const Handler& handler, Call& call,
                          const json::object& arguments, json::Source source) {
  auto input = json::decode<Input>(arguments, source);
  if constexpr (std::same_as<Output, NoContent>) {
    co_await handler(call, std::move(input));
    co_return answerOf(facts, call, NoContent{});
  } else {
    const Output output = co_await handler(call, std::move(input));
    co_return answerOf(facts, call, output);
  }
}

}  // namespace detail

/// Binds a handler `task<Output>(Call&, Input)` to its facts. For no output name NoContent and
/// return task<void>.
template <class Input, class Output, class Handler>
Operation operation(Facts facts, Handler handler) {
  Operation made;
  if constexpr (std::same_as<Output, NoContent>) facts.success = 204;
  made.facts = facts;
  if constexpr (json::NamedStruct<Input>) made.input_name = Input::schema_name;
  made.input_schema = [](json::SchemaMaker& maker) {
    return maker.schema<Input>(json::Direction::input);
  };
  if constexpr (!std::same_as<Output, NoContent> && !std::same_as<Output, Bytes>) {
    made.output_schema = [](json::SchemaMaker& maker) {
      return maker.schema<Output>(json::Direction::output);
    };
  }
  made.check = [](const json::object& arguments) { json::decode<Input>(arguments); };
  // The operation lives as long as the catalog, so the coroutine may hold references into the
  // closure.
  made.run = [facts = std::move(facts), handler = std::move(handler)](
                 Call& call, const json::object& arguments, json::Source source) {
    return detail::runOperation<Input, Output>(facts, handler, call, arguments, source);
  };
  return made;
}

}  // namespace parley::operations
