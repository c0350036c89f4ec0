#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "features/assistant/interpreter/language/calendar.hpp"
#include "json/value.hpp"
#include "language_model/model.hpp"

namespace parley::assistant::interpreter {

/// A record as a tool gave it, or as little of it as is known.
struct Record {
  std::string type;
  std::string id;
  std::string name;
  json::object data = {};
};

/// What a tool answered.
struct Outcome {
  json::value value;  ///< null when it was no JSON
  bool failed = false;
  bool denied = false;  ///< by the user
  std::string reason;   ///< failed: a sentence
};

/// One step of a run that has already happened.
struct Step {
  std::vector<language_model::ToolCall> calls;
  std::vector<language_model::ToolResult> results;
};

/// What was shown and spoken of last; kept in the interpreter's own turns.
struct Memory {
  std::vector<Record> shown;  ///< the last list, in the order of its numbers
  std::vector<Record> focus;  ///< the records last made, changed or looked at
  json::object query =
      {};  ///< the last question about records: {type, form, conditions, fields, sort, offset}
  /// What the last request set in the one record it wrote: what "no, I meant ..." is about.
  json::object changed = {};
  /// The record whose parts are spoken of: where a new task goes that names no project.
  std::optional<Record> topic = {};
  std::size_t writes = 0;  ///< changes the last request made: what "undo" takes back
};

json::object toJson(const Memory& memory);
Memory memoryFrom(const json::object& object);

/// Thrown where a plan needs tools that have not run yet: this turn ends with these calls, and the
/// plan is replayed from its beginning when their results are there.
struct Pending {
  std::string text;
  std::vector<language_model::ToolCall> calls;
};
/// Thrown where the user did not answer a question but wrote something new.
struct NewRequest {
  std::string text;
};
/// Thrown where the conversation does not fit the plan any more.
struct Diverged {};

/// The run of one request as far as it has come. A plan calls it as if every tool answered at once:
/// what has happened is replayed from the conversation, what has not ends the turn. Plans are
/// deterministic, so a replay takes the same way; that keeps the interpreter free of state.
class Session {
 public:
  Session(const language_model::Request& request, std::vector<Step> steps, Memory memory,
          json::object facts)
      : request_{request},
        steps_{std::move(steps)},
        memory{std::move(memory)},
        facts{std::move(facts)} {}

  Outcome call(std::string name, json::object arguments);
  /// All in one step. `text` is said before it, where the user has to approve.
  std::vector<Outcome> callAll(std::vector<language_model::ToolCall> calls, std::string text = {});

  struct Option {
    std::string id;
    std::string label;
  };
  /// The user's answer in words. What was said so far goes in front of the question.
  std::string ask(std::string question, std::vector<Option> options = {});

  /// Adds a paragraph to the reply.
  void say(std::string paragraph);
  std::string takeReply();
  /// The user's day; the first of the calendar where nobody told.
  Day today() const;

 private:
  std::vector<Outcome> step(std::vector<language_model::ToolCall> calls, std::string before);

  const language_model::Request& request_;
  std::vector<Step> steps_;
  std::size_t next_step_ = 0;
  std::vector<std::string> said_;
  std::map<std::string, Outcome> looked_up_;  ///< by tool and arguments

 public:
  Memory memory;
  json::object facts;
  std::size_t dropped = 0;  ///< open calls that the message did not decide
};

}  // namespace parley::assistant::interpreter
