#pragma once

#include <string>
#include <variant>
#include <vector>

#include "language_model/model.hpp"

/// What a finished turn says and calls.
namespace parley::assistant {

inline std::string textOf(const language_model::Completion& completion) {
  std::string text;
  for (const auto& part : completion.parts) {
    if (const auto* piece = std::get_if<language_model::Text>(&part)) text += piece->text;
  }
  return text;
}

inline std::vector<language_model::ToolCall> callsOf(const language_model::Completion& completion) {
  std::vector<language_model::ToolCall> calls;
  for (const auto& part : completion.parts) {
    if (const auto* call = std::get_if<language_model::ToolCall>(&part)) calls.push_back(*call);
  }
  return calls;
}

}  // namespace parley::assistant
