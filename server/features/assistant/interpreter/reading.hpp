#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "features/assistant/interpreter/dialog/session.hpp"
#include "features/assistant/interpreter/understanding/command.hpp"
#include "features/assistant/interpreter/understanding/lexicon.hpp"

/// What the interpreter makes of a message that another model answers.
namespace parley::assistant::interpreter {

struct Reading {
  double confidence = 0;      ///< from 0 to 1: how clear it is what is wanted
  std::vector<Record> meant;  ///< by "her", "it", "the second one": type, id and name
  bool undoes = false;        ///< it asks to take the last change back
};

/// `facts` are those of the message's Context.
Reading readMessage(const Lexicon& lexicon, const std::vector<Command>& commands,
                    const json::object& facts);

struct Answer {
  std::string id;
  std::string label;
};
/// Which of the answers the words choose: by name, by a part that only one has, or by number.
std::optional<std::size_t> pickAnswer(const Lexicon& lexicon, const std::string& words,
                                      const std::vector<Answer>& answers);

}  // namespace parley::assistant::interpreter
