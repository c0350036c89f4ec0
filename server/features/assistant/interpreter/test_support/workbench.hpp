#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "features/assistant/interpreter/command_interpreter.hpp"

namespace parley::assistant::interpreter::testing {

std::vector<operations::EntityWords> wordsForTests();

/// A conversation with the interpreter over records in memory: what the tools do there, done on a
/// vector. For the interpreter's own tests; the evaluation proper runs against the server.
class Workbench {
 public:
  Workbench();

  struct Reply {
    std::string text;    ///< all texts of the run, the question included
    std::string status;  ///< completed, awaiting_answer, awaiting_approval
    std::size_t approvals = 0;
    std::vector<std::string> options;  ///< the labels of the question
    std::vector<std::string> writes;   ///< names of the write tools called
  };
  Reply say(std::string_view text);
  Reply decide(bool approve);

  using Fields = std::map<std::string, std::string>;
  void seed(const std::string& type, Fields fields);
  /// What the server sets where nothing was told.
  static void complete(const std::string& type, Fields& fields);
  /// All records of a type, by name, without ids.
  std::vector<Fields> records(const std::string& type) const;

 private:
  struct Stored {
    std::string id;
    Fields fields;
  };
  Reply run();
  std::string execute(const language_model::ToolCall& call, bool& failed);
  std::string find(const std::string& type, const json::object& arguments) const;
  json::object toJson(const Stored& record) const;
  std::string set(Fields& fields, const std::string& field, const json::value& value) const;
  std::string idOf(const std::string& type, const std::string& name) const;
  std::string nameOf(const std::string& type, const std::string& id) const;

  std::unique_ptr<CommandInterpreter> interpreter_;  ///< which does not move; the bench does
  language_model::Request request_;
  std::map<std::string, std::vector<Stored>> store_;
  std::vector<std::map<std::string, std::vector<Stored>>> history_;
  std::vector<language_model::ToolCall> open_;  ///< calls that wait
  bool question_ = false;
  std::size_t next_id_ = 1;
};

}  // namespace parley::assistant::interpreter::testing
