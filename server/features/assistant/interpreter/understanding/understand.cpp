#include <algorithm>

#include "features/assistant/interpreter/language/date_words.hpp"
#include "features/assistant/interpreter/understanding/asides.hpp"
#include "features/assistant/interpreter/understanding/clause_parser.hpp"
#include "features/assistant/interpreter/understanding/parser.hpp"
#include "features/assistant/interpreter/understanding/rewording.hpp"
#include "features/assistant/interpreter/understanding/work_parser.hpp"

/// The two grammars, of work and of records with addresses, and which of them a text is for.
namespace parley::assistant::interpreter {
namespace {

/// Whether a new record has the name of a thing: quoted, with small words in it, and no kind told.
bool unlikelyName(const Scope& scope, const Command& command) {
  const auto& tokens = scope.tokens;
  if (command.intent != Intent::create) return false;
  for (std::size_t k = 0; k < tokens.size(); ++k) {
    if (scope.lexicon.noun(tokens, k, tokens.size())) return false;
  }
  for (std::size_t k = 0; k < tokens.size(); ++k) {
    if (!tokens.is(k, Token::Kind::quoted)) continue;
    auto name = tokens.original({k, k + 1});
    auto inner = tokenize(name);
    bool small = inner.size() > 1 && !inner[inner.size() - 1].capital &&
                 inner[inner.size() - 1].word() && !inner[inner.size() - 1].caseless;
    auto has = [&](const Draft& draft) { return draft.name == name; };
    if (small && std::ranges::any_of(command.drafts, has)) return true;
  }
  return false;
}

/// "which ones?", behind a number.
bool asksWhichOnes(std::string_view text) {
  constexpr std::size_t longest = 32;
  if (text.size() > longest) return false;
  static const auto table = [] {
    Phrases<char> phrases;
    phrases.add(
        "which ones|which|which ones are they|what are they|which are they|and which ones|which "
        "ones "
        "are those|which ones are these|and which|what are those|name them|and what are they",
        'x');
    return phrases;
  }();
  auto tokens = tokenize(text);
  auto match = table.at(tokens, 0, tokens.size());
  auto past = match.length;
  while (match && past < tokens.size() && tokens[past].punctuation()) ++past;
  return match && past >= tokens.size();
}

/// A day that no calendar has, as it is told behind a word of time: nothing is guessed of it.
std::string impossibleDay(std::string_view text) {
  auto tokens = tokenize(text);
  for (std::size_t k = 1; k < tokens.size(); ++k) {
    bool told = anyOf(tokens.norm(k - 1),
                      {"due", "by", "on", "until", "till", "before", "after", "for", "to", "from",
                       "since", "date", "deadline", "is", "the", "of", ":", "=", ","});
    if (!told) continue;
    auto past = impossibleDayEnd(tokens, k, tokens.size());
    if (past > k) return tokens.original({k, past});
  }
  return {};
}

/// Whether what was understood may be meant of work all the same.
bool mayBeWork(Intent intent) {
  switch (intent) {
    case Intent::read:
    case Intent::update:
    case Intent::create:
    case Intent::mention:
    case Intent::statement:
    case Intent::unsupported:
    case Intent::remove:
    case Intent::unknown:
      return true;
    default:
      return false;
  }
}

/// Whether commands change what is there, or may do so if the records bear it out.
bool changes(const std::vector<Command>& commands) {
  return std::ranges::all_of(commands, [](const Command& command) {
    auto orders = [](Intent intent) {
      return intent == Intent::update || intent == Intent::statement || intent == Intent::remove;
    };
    return orders(command.intent) ||
           std::ranges::any_of(command.as_work,
                               [&](const Command& reading) { return orders(reading.intent); });
  });
}

}  // namespace

std::vector<Command> understand(const Lexicon& lexicon, std::string_view text, Day today) {
  if (text.size() > longest_text) return {Command{}};
  if (auto day = impossibleDay(text); !day.empty())
    return {{.intent = Intent::impossible, .verb = std::move(day)}};
  if (asksWhichOnes(text)) text = "show them";
  if (auto core = withoutAsides(lexicon, text); core.size() < text.size()) {
    if (auto commands = understand(lexicon, core, today); changes(commands)) return commands;
  }
  if (auto work = understandWork(lexicon, text, today); !work.empty()) return work;
  auto tokens = tokenize(text);
  if (tokens.list.empty()) return {Command{}};
  reword(lexicon.addressed(), tokens);
  Scope scope{tokens, lexicon.addressed()};
  Parser parser{scope};
  auto commands = parser.run();
  std::optional<std::size_t> suspected;
  for (auto& command : commands) {
    // asked about instead of saved
    if (unlikelyName(scope, command)) command.intent = Intent::mention;
    if (!mayBeWork(command.intent)) continue;
    command.said = parser.textOf(command);
    if (suspected == command.clause) continue;
    suspected = command.clause;
    command.as_work = suspectWork(lexicon, command.said, command.intent, today);
  }
  for (auto& command : commands) {
    bool makes = command.intent == Intent::create || command.intent == Intent::mention ||
                 command.intent == Intent::statement;
    if (!makes || !speaksOfWork(lexicon, tokens, parser.spanOf(command), today)) continue;
    command.intent = Intent::unknown;
    command.verb = "work";
  }
  return commands;
}

}  // namespace parley::assistant::interpreter
