#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "features/assistant/interpreter/language/calendar.hpp"
#include "features/assistant/interpreter/reading.hpp"
#include "features/assistant/interpreter/understanding/command.hpp"
#include "features/assistant/interpreter/understanding/lexicon.hpp"
#include "language_model/model.hpp"
#include "operations/words.hpp"

namespace parley::assistant::interpreter {

/// The language model `builtin`: understands ordinary English sentences about records, without
/// network and AI. Deterministic: everything it answers comes from the request. Every turn of one
/// request replays the plan from the user's message with the tool results that have come in since,
/// for which the reading of recent messages is kept; what outlives a request (the last list, whom
/// "her" means) is kept in the RawTurn of its own turns.
///
/// Questions go out as the tool call `ask_user` {text, options:[{id,label}]}, undo as
/// `undo_last_change` {}.
class CommandInterpreter final : public language_model::Model {
 public:
  explicit CommandInterpreter(std::vector<operations::EntityWords> words)
      : lexicon_{std::move(words)} {}

  task<language_model::Completion> complete(const language_model::Request& request,
                                            const language_model::DeltaSink& sink,
                                            language_model::Cancellation& cancellation) override;
  bool readsWholeHistory() const override { return false; }

  /// What it makes of a message that another model answers. `facts` are those of its Context.
  Reading read(const std::string& text, const json::object& facts) const;
  /// Which of the answers typed words choose.
  std::optional<std::size_t> pick(const std::string& words,
                                  const std::vector<Answer>& answers) const;

  /// What complete() does, at once: it never waits.
  language_model::Completion turn(const language_model::Request& request,
                                  const language_model::DeltaSink& sink) const;

 private:
  struct Understood {
    std::string text;
    Day today;
    std::shared_ptr<const std::vector<Command>> commands;
  };

  std::shared_ptr<const std::vector<Command>> understood(const std::string& text, Day today) const;

  Lexicon lexicon_;
  mutable std::mutex mutex_;  ///< of all below; loops share the interpreter
  mutable std::array<Understood, 32> recent_;
  mutable std::size_t next_ = 0;
};

}  // namespace parley::assistant::interpreter
