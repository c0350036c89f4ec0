#include <algorithm>

#include "features/assistant/interpreter/language/date_phrase.hpp"
#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/work_parser.hpp"
#include "features/assistant/interpreter/understanding/work_words.hpp"

namespace parley::assistant::interpreter {
namespace {

/// A kind of work by the name that everybody uses: "task", but not "project manager".
std::size_t plainNoun(const Scope& scope, std::size_t k, std::size_t end) {
  const auto& tokens = scope.tokens;
  if (tokens.is(k, Token::Kind::quoted) || (tokens[k].capital && k > 0 && !tokens.upper)) return 0;
  auto found = scope.lexicon.noun(tokens, k, end);
  if (!found) return 0;
  const auto& entity = *found.entity;
  bool plain = tokens.norm(k) == entity.singular.front() ||
               tokens.norm(k) == entity.plural.front() || tokens.norm(k).starts_with("to");
  auto next = tokens.norm(k + found.length);
  bool title = words::isTitleHead(next) || words::isTitleStart(next) || words::isDepartment(next) ||
               words::isCompanyWord(next) || anyOf(next, {"management", "force", "office", "lead"});
  return plain && !title ? found.length : 0;
}

}  // namespace

bool speaksOfWork(const Lexicon& lexicon, const Tokens& tokens, Span span, Day today) {
  Scope work{tokens, lexicon.work()};
  for (auto k = span.begin; k < span.end; ++k) {
    bool address = tokens.is(k, Token::Kind::email) || tokens.is(k, Token::Kind::phone);
    if (address || lexicon.addressed().noun(tokens, k, span.end)) return false;
  }
  for (auto k = span.begin; k < span.end; ++k) {
    if (plainNoun(work, k, span.end) > 0) return true;
    auto due = dueWord(tokens, k, span.end);
    if (due > 0 && datePhrase(tokens, k + due, span.end, today)) return true;
    if (choiceAt(work, k, span.end).labelled) return true;
  }
  return false;
}

}  // namespace parley::assistant::interpreter
