#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "features/assistant/interpreter/command_interpreter.hpp"
#include "features/assistant/message_reader.hpp"

namespace parley::app {

/// What the interpreter makes of messages, for every model.
class InterpretedMessages final : public assistant::MessageReader {
 public:
  explicit InterpretedMessages(
      std::shared_ptr<const assistant::interpreter::CommandInterpreter> interpreter)
      : interpreter_{std::move(interpreter)} {}

  assistant::Reading read(const std::string& message, const json::object& facts) const override {
    auto reading = interpreter_->read(message, facts);
    assistant::Reading made{reading.confidence, {}, reading.undoes};
    for (auto& record : reading.meant)
      made.meant.push_back({std::move(record.type), std::move(record.id), std::move(record.name)});
    return made;
  }
  std::optional<std::size_t> pick(
      const std::string& words,
      const std::vector<assistant::QuestionOption>& options) const override {
    std::vector<assistant::interpreter::Answer> answers;
    for (const auto& option : options) answers.push_back({option.id, option.label});
    return interpreter_->pick(words, answers);
  }

 private:
  std::shared_ptr<const assistant::interpreter::CommandInterpreter> interpreter_;
};

}  // namespace parley::app
