#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "features/assistant/interpreter/understanding/phrases.hpp"
#include "operations/words.hpp"

namespace parley::assistant::interpreter {

using operations::EntityWords;
using operations::FieldWords;

/// The words of all kinds of records, found in a text.
class Lexicon {
 public:
  explicit Lexicon(std::vector<EntityWords> entities);

  struct Noun {
    const EntityWords* entity = nullptr;
    bool plural = false;
    std::size_t length = 0;
    explicit operator bool() const { return entity != nullptr; }
  };
  /// A noun for a kind of record at token i.
  Noun noun(const Tokens& tokens, std::size_t i, std::size_t end) const;
  /// As noun(), forgiving slips of the finger. Only where nothing but a noun makes sense.
  Noun nounTyped(const Tokens& tokens, std::size_t i, std::size_t end) const;

  struct Field {
    std::string name = {};  ///< `job_position`; empty: none
    FieldWords::Kind kind = FieldWords::Kind::text;
    std::size_t length = 0;
    explicit operator bool() const { return length > 0; }
  };
  Field field(const Tokens& tokens, std::size_t i, std::size_t end) const;
  Field fieldTyped(const Tokens& tokens, std::size_t i, std::size_t end) const;

  /// A value of a choice field: "in progress" of the status.
  struct Choice {
    std::string_view field = {};  ///< empty: none
    std::string_view phrase = {};
    std::size_t length = 0;
    explicit operator bool() const { return length > 0; }
  };
  Choice choice(const Tokens& tokens, std::size_t i, std::size_t end) const;

  /// The word for a kind of record or a field that somebody meant who typed this; empty when there
  /// is none or the word is right as it is.
  std::string wordTyped(std::string_view typed) const;

  const std::vector<EntityWords>& entities() const { return entities_; }
  /// The kinds that are told of by names and addresses, and those that are work with a date. Each
  /// has a grammar of its own, which must not see the words of the other: "people" is a field of a
  /// project, and "date" ends no name.
  const Lexicon& addressed() const { return addressed_ ? *addressed_ : *this; }
  const Lexicon& work() const { return work_ ? *work_ : *this; }
  const EntityWords* byType(std::string_view type) const;
  /// The kind of record that is a person; nullptr when there is none.
  const EntityWords* person() const;
  /// The kind of record a person's employer is: what the person's reference field refers to.
  const EntityWords* employer() const;
  /// The entity's first field of a kind; nullptr when it has none.
  static const FieldWords* fieldOf(const EntityWords& entity, FieldWords::Kind kind);
  static const FieldWords* fieldNamed(const EntityWords& entity, std::string_view name);
  /// Whether records of a kind are work: planned for a day.
  static bool isWork(const EntityWords& entity);
  /// Kinds of records that have this field.
  std::vector<const EntityWords*> having(std::string_view field) const;

 private:
  struct NounMeaning {
    std::size_t entity;
    bool plural;
  };
  std::vector<EntityWords> entities_;
  std::shared_ptr<const Lexicon> addressed_;  ///< none where it would be the whole
  std::shared_ptr<const Lexicon> work_;
  Phrases<NounMeaning> nouns_;
  Phrases<Field> fields_;
  struct ChoiceMeaning {
    std::string field;
    std::string phrase;
  };
  Phrases<ChoiceMeaning> choices_;
  std::vector<std::string> own_words_;  ///< the words we use ourselves, long enough to be misspelt
};

}  // namespace parley::assistant::interpreter
