#include "features/assistant/interpreter/reading.hpp"

#include <algorithm>
#include <utility>

#include "features/assistant/interpreter/dialog/finder.hpp"

namespace parley::assistant::interpreter {
namespace {

double confidenceOf(const Command& command) {
  constexpr double clear = 0.9;
  constexpr double doubtful = 0.6;
  constexpr double foreign = 0.5;
  constexpr double dark = 0.3;
  switch (command.intent) {
    case Intent::unknown:
      return dark;
    case Intent::unsupported:
      return foreign;
    default:
      return command.certain && command.unclear.empty() ? clear : doubtful;
  }
}

}  // namespace

Reading readMessage(const Lexicon& lexicon, const std::vector<Command>& commands,
                    const json::object& facts) {
  const language_model::Request nothing;
  Session session{nothing, {}, {}, facts};
  Finder finder{lexicon, session};
  Reading reading;
  reading.confidence = 1;
  for (const auto& command : commands) {
    reading.confidence = std::min(reading.confidence, confidenceOf(command));
    reading.undoes = reading.undoes || (command.intent == Intent::undo && command.certain);
    for (const auto& target : command.targets) {
      if (target.kind != Selector::Kind::pronoun && target.kind != Selector::Kind::list) continue;
      try {
        auto found = finder.look(target, {});
        if (found.kind != Finder::Found::Kind::one) continue;
        for (auto& record : found.records) {
          if (std::ranges::find(reading.meant, record.id, &Record::id) == reading.meant.end())
            reading.meant.push_back(std::move(record));
        }
      } catch (const Pending&) {
        // The page's own record has to be looked up; the page stands in the context.
      }
    }
  }
  return reading;
}

std::optional<std::size_t> pickAnswer(const Lexicon& lexicon, const std::string& words,
                                      const std::vector<Answer>& answers) {
  const language_model::Request nothing;
  Session session{nothing, {}, {}, {}};
  std::vector<Record> candidates;
  for (const auto& answer : answers) candidates.push_back({"", answer.id, answer.label});
  const auto chosen = Finder{lexicon, session}.chosen(words, candidates);
  if (chosen.size() != 1) return std::nullopt;
  const auto found = std::ranges::find(answers, chosen.front().id, &Answer::id);
  return static_cast<std::size_t>(found - answers.begin());
}

}  // namespace parley::assistant::interpreter
