#pragma once

#include <string>
#include <utility>
#include <vector>

#include "features/assistant/interpreter/understanding/command.hpp"

/// The commands that the grammar of work makes.
namespace parley::assistant::interpreter {

/// A question for records.
inline Command asking(Query query) {
  Command command{.intent = Intent::read};
  command.query = std::move(query);
  command.work = true;
  return command;
}

/// A question about one of them.
inline Command askingOf(Selector target, Query::Form form, std::vector<std::string> fields = {}) {
  Command command{.intent = Intent::read};
  command.query.form = form;
  command.query.type = target.type;
  command.query.fields = std::move(fields);
  command.targets.push_back(std::move(target));
  command.work = true;
  return command;
}

/// What is only meant where the records bear out all of it.
inline Command uncertain(Command command) {
  command.certain = false;
  return command;
}

}  // namespace parley::assistant::interpreter
