#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "features/assistant/chat.hpp"
#include "features/assistant/model_directory.hpp"
#include "features/assistant/toolbox.hpp"
#include "operations/actor.hpp"

/// How conversations get their names.
namespace parley::assistant {

/// The first exchange with a remote model, and who asked.
struct TitleSubject {
  operations::Actor actor;
  ConversationId conversation;
  std::string message;
  std::string reply;
  ChosenModel answering;
};

/// Asks a small model for a title and gives it to the conversation, unless its user has named it
/// meanwhile. What that took is counted. Fails silently: the conversation has a name already.
task<void> findTitle(operations::Services& services, const ModelDirectory& models,
                     std::chrono::milliseconds patience, TitleSubject subject);

/// What a model said when it was asked for a title, as one; empty when it is none.
std::string titleIn(std::string_view answer);

/// What was done, where the message is too long to be a title itself.
std::optional<std::string> titleOfWork(const std::string& message,
                                       const std::vector<ChatAction>& actions,
                                       const Toolbox& toolbox);

}  // namespace parley::assistant
