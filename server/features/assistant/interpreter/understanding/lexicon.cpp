#include "features/assistant/interpreter/understanding/lexicon.hpp"

#include <algorithm>

#include "features/assistant/interpreter/language/spelling.hpp"
#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/language/words.hpp"

namespace parley::assistant::interpreter {
namespace {

/// Adds the words of the first few alternatives: those that everybody uses.
void addCommon(const std::vector<std::string>& alternatives, std::vector<std::string>& words) {
  constexpr std::size_t common = 4;
  constexpr std::size_t shortest = 5;
  for (std::size_t i = 0; i < std::min(common, alternatives.size()); ++i) {
    for (auto& word : splitWords(fold(alternatives[i]))) {
      if (word.size() >= shortest && std::ranges::find(words, word) == words.end())
        words.push_back(std::move(word));
    }
  }
}

/// Words that are right as they are, however close to another.
bool isOtherWord(std::string_view word) {
  return words::isGivenName(word) || words::isStop(word) || words::isTitleHead(word) ||
         words::isTitleModifier(word) || words::isDepartment(word) || words::isCompanyWord(word) ||
         anyOf(word, {"contract", "contracts", "content", "context", "contest", "phony", "phones",
                      "prone", "numbers", "names", "firms", "emails", "persson", "parson", "titles",
                      "number", "rolex", "posting", "tittle"});
}

}  // namespace

Lexicon::Lexicon(std::vector<EntityWords> entities) : entities_{std::move(entities)} {
  for (std::size_t i = 0; i < entities_.size(); ++i) {
    for (const auto& word : entities_[i].singular) nouns_.add(fold(word), {i, false});
    for (const auto& word : entities_[i].plural) nouns_.add(fold(word), {i, true});
    for (const auto& field : entities_[i].fields) {
      for (const auto& word : field.words) fields_.add(fold(word), {field.field, field.kind, 0});
      addCommon(field.words, own_words_);
      for (const auto& choice : field.choices) {
        for (const auto& word : choice.words) choices_.add(fold(word), {field.field, fold(word)});
      }
    }
    addCommon(entities_[i].singular, own_words_);
    addCommon(entities_[i].plural, own_words_);
  }
  std::vector<EntityWords> work;
  std::vector<EntityWords> addressed;
  for (const auto& entity : entities_) (isWork(entity) ? work : addressed).push_back(entity);
  if (addressed.size() == entities_.size() || work.size() == entities_.size()) return;
  addressed_ = std::make_shared<const Lexicon>(std::move(addressed));
  work_ = std::make_shared<const Lexicon>(std::move(work));
}

Lexicon::Noun Lexicon::noun(const Tokens& tokens, std::size_t i, std::size_t end) const {
  auto match = nouns_.at(tokens, i, end);
  if (!match) return {};
  return {&entities_[match.meaning->entity], match.meaning->plural, match.length};
}

Lexicon::Choice Lexicon::choice(const Tokens& tokens, std::size_t i, std::size_t end) const {
  auto match = choices_.at(tokens, i, end);
  if (!match) return {};
  return {match.meaning->field, match.meaning->phrase, match.length};
}

Lexicon::Noun Lexicon::nounTyped(const Tokens& tokens, std::size_t i, std::size_t end) const {
  if (auto exact = noun(tokens, i, end)) return exact;
  if (i >= end || !tokens[i].word() || words::isGivenName(tokens.norm(i))) return {};
  if (tokens[i].capital && !tokens.upper) return {};
  Noun best;
  std::size_t best_distance = 3;
  nouns_.each([&](const std::vector<std::string>& words, const NounMeaning& meaning) {
    // Only the words we say ourselves and those long enough not to be hit by chance.
    if (words.size() != 1 || words.front().size() < 6) return;
    if (!isMisspelling(tokens.norm(i), words.front())) return;
    auto distance = spellingDistance(tokens.norm(i), words.front(), 2);
    if (distance >= best_distance) return;
    best_distance = distance;
    best = {&entities_[meaning.entity], meaning.plural, 1};
  });
  return best;
}

Lexicon::Field Lexicon::field(const Tokens& tokens, std::size_t i, std::size_t end) const {
  auto match = fields_.at(tokens, i, end);
  if (!match) return {};
  auto field = *match.meaning;
  field.length = match.length;
  return field;
}

Lexicon::Field Lexicon::fieldTyped(const Tokens& tokens, std::size_t i, std::size_t end) const {
  if (auto exact = field(tokens, i, end)) return exact;
  if (i >= end || !tokens[i].word() || words::isGivenName(tokens.norm(i))) return {};
  if (tokens[i].capital && !tokens.upper) return {};
  Field best;
  std::size_t best_distance = 3;
  fields_.each([&](const std::vector<std::string>& words, const Field& meaning) {
    if (words.size() != 1 || words.front().size() < 5) return;
    if (!isMisspelling(tokens.norm(i), words.front())) return;
    auto distance = spellingDistance(tokens.norm(i), words.front(), 2);
    if (distance >= best_distance) return;
    best_distance = distance;
    best = meaning;
    best.length = 1;
  });
  return best;
}

std::string Lexicon::wordTyped(std::string_view typed) const {
  if (isOtherWord(typed) || std::ranges::find(own_words_, typed) != own_words_.end()) return {};
  bool known = false;
  auto note = [&](const std::vector<std::string>& words, const auto&) {
    known = known || std::ranges::find(words, typed) != words.end();
  };
  nouns_.each(note);
  fields_.each(note);
  // "important" is no slip for "importance"
  for (const auto& entity : entities_) {
    for (const auto& field : entity.fields) {
      for (const auto& choice : field.choices)
        known = known || std::ranges::find(choice.words, typed) != choice.words.end();
    }
  }
  if (known) return {};
  // "taks": letters swapped in a word too short for other slips
  for (const auto& entity : entities_) {
    for (const auto* word : {&entity.singular.front(), &entity.plural.front()}) {
      if (typed.size() == word->size() && typed.front() == word->front() &&
          std::ranges::is_permutation(typed, *word))
        return *word;
    }
  }
  std::string best;
  std::size_t best_distance = 3;
  for (const auto& word : own_words_) {
    // one slip in a short word, two in a long one
    std::size_t limit = word.size() >= 10 ? 2 : 1;
    if (typed.size() < 5) continue;
    bool begins_alike = typed.front() == word.front() || typed[1] == word.front();
    auto distance = spellingDistance(typed, word, limit);
    if (!begins_alike || distance > limit || distance >= best_distance) continue;
    best_distance = distance;
    best = word;
  }
  return best;
}

const EntityWords* Lexicon::byType(std::string_view type) const {
  for (const auto& entity : entities_) {
    if (entity.type == type) return &entity;
  }
  return nullptr;
}

const EntityWords* Lexicon::person() const {
  for (const auto& entity : entities_) {
    if (entity.is_person) return &entity;
  }
  return nullptr;
}

const EntityWords* Lexicon::employer() const {
  const auto* someone = person();
  const auto* reference = someone ? fieldOf(*someone, FieldWords::Kind::reference) : nullptr;
  return reference ? byType(reference->refers_to) : nullptr;
}

const FieldWords* Lexicon::fieldOf(const EntityWords& entity, FieldWords::Kind kind) {
  for (const auto& field : entity.fields) {
    if (field.kind == kind) return &field;
  }
  return nullptr;
}

const FieldWords* Lexicon::fieldNamed(const EntityWords& entity, std::string_view name) {
  for (const auto& field : entity.fields) {
    if (field.field == name) return &field;
  }
  return nullptr;
}

bool Lexicon::isWork(const EntityWords& entity) {
  return fieldOf(entity, FieldWords::Kind::date) != nullptr;
}

std::vector<const EntityWords*> Lexicon::having(std::string_view field) const {
  std::vector<const EntityWords*> found;
  for (const auto& entity : entities_) {
    if (fieldNamed(entity, field)) found.push_back(&entity);
  }
  return found;
}

}  // namespace parley::assistant::interpreter
