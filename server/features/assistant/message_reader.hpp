#pragma once

#include <optional>
#include <string>
#include <vector>

#include "features/assistant/chat.hpp"

namespace parley::assistant {

/// What can be made of a message without asking a model.
struct Reading {
  double confidence = 1;         ///< from 0 to 1: how clear it is what is wanted
  std::vector<RecordRef> meant;  ///< by "her", "it", "the second one"
  bool undoes = false;           ///< it asks to take the last change back
};

/// Reads messages for every model, so that what "the second one" is does not depend on it.
/// Thread-safe.
class MessageReader {
 public:
  virtual ~MessageReader() = default;
  /// `facts` are those of the message's Context.
  virtual Reading read(const std::string& message, const json::object& facts) const = 0;
  /// Which option typed words choose; nullopt: none, or more than one.
  virtual std::optional<std::size_t> pick(const std::string& words,
                                          const std::vector<QuestionOption>& options) const = 0;
};

}  // namespace parley::assistant
