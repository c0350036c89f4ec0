#pragma once

#include <string>
#include <vector>

#include "features/assistant/run_store.hpp"
#include "foundation/clock.hpp"
#include "language_model/model.hpp"

namespace parley::assistant {

/// What a remote model is told about its work. The same for everybody: what differs comes with the
/// messages.
std::string systemPrompt();

/// Who is speaking.
struct Person {
  std::string id;
  std::string name;
  std::string time_zone;
};

/// What has changed since the last message: time, person, the page they are on (empty: not told),
/// records spoken of.
language_model::Context contextOf(const Person& person, Timestamp now, const std::string& page,
                                  const std::vector<TrackedRow>& tracked);
/// Adds what words of the message mean.
void addMeant(language_model::Context& context, const std::vector<RecordRef>& meant);

/// Leaves of the last list what the text tells: for what is kept with every message.
void forgetUntold(language_model::Context& context);

/// A conversation's title, made of its first message.
std::string titleOf(std::string_view message);

}  // namespace parley::assistant
