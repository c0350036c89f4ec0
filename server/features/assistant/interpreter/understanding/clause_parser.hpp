#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "features/assistant/interpreter/understanding/phrasebook.hpp"
#include "features/assistant/interpreter/understanding/questions.hpp"
#include "features/assistant/interpreter/understanding/records.hpp"
#include "features/assistant/interpreter/understanding/updates.hpp"

namespace parley::assistant::interpreter {

/// Turns one text into commands, clause by clause. Used once.
class Parser {
 public:
  explicit Parser(const Scope& scope)
      : scope_{scope},
        tokens_{scope.tokens},
        updates_{scope},
        questions_{scope},
        selectors_{scope} {}

  std::vector<Command> run();
  /// What was said with a command of run().
  Span spanOf(const Command& command) const;
  std::string textOf(const Command& command) const;

 private:
  void push(Command command);
  void take(Span clause);
  /// "Add a new contact. Name is Leo. Email: ..." and "Fix Ada's name. It should be ...": a
  /// sentence that fills the one before.
  bool continues(std::size_t i, std::size_t end);
  bool command(std::size_t i, std::size_t end);
  /// What the last request told is to be something else; nothing when the text is no correction.
  std::optional<Command> correction() const;
  bool describesDraft(std::size_t i, std::size_t end);
  bool foreignOrder(std::size_t at, std::size_t i, std::size_t end);
  bool foreignField(std::size_t i, std::size_t end);
  bool borrowedValue(std::size_t i, std::size_t end);
  bool foreignVerb(std::size_t i, std::size_t end);
  bool ordered(const Verb& verb, std::size_t at, std::size_t i, std::size_t end);
  bool create(std::size_t at, std::size_t i, std::size_t end);
  /// "add Ada to Initech": the organization of a person, new or known.
  void addToEmployer(Command& made, std::size_t i, std::size_t end) const;
  /// "create the organization Initech and add Bill as its vice president": the pronoun means the
  /// draft before.
  void relate(Command& made) const;
  bool usesIts() const;
  bool properNames(const std::vector<Draft>& drafts) const;
  /// "save her", "add them both to my contacts", "save him as the CTO"
  bool draftPronoun(std::size_t i, std::size_t end);
  /// "John is a musician at Apple Records, add him": what was told becomes what is added.
  std::optional<Command> toldBefore() const;
  Command* lastMention();
  void saveMention(Draft more);
  bool read(std::size_t at, std::size_t i, std::size_t end);
  /// "get Ada into the CRM", "get Bob out of my contacts"
  bool moved(std::size_t at, std::size_t i, std::size_t end);
  bool update(std::size_t at, std::size_t i, std::size_t end);
  bool remove(std::size_t at, std::size_t i, std::size_t end);
  /// "I want Bob Smith added", "have Ada removed", "I want Ada in my contacts", "Ada needs to be
  /// deleted"
  bool passive(std::size_t i, std::size_t end);
  bool mention(std::size_t i, std::size_t end);
  /// A statement about a person: of this text, or of a record.
  bool fact(std::size_t i, std::size_t end);
  bool mergeIntoDraft(const Command& said);
  /// No verb at all: "my contacts", "Ada's email", "Ada Park, CTO of Initech", "Ada Park".
  bool spoken(std::size_t i, std::size_t end);
  void lookUp(Selector selector);
  bool plausibleName(const Selector& selector) const;
  /// "a new person: Jon Snow, Commander, Night's Watch" is one person, however many names it
  /// holds.
  void oneOfCommas(std::vector<Draft>& drafts, std::size_t i, std::size_t end) const;
  bool remainsOfDraft(std::size_t i, std::size_t end);
  void negated(std::size_t i, std::size_t end);
  void advice(Span clause, std::size_t i, std::size_t end);
  std::size_t nounPosition(std::size_t i, std::size_t end) const;
  std::string nounType(std::size_t i, std::size_t end) const;
  std::string nounTypeTyped(std::size_t i, std::size_t end) const;
  /// Past a misspelt noun, which the reader of records would take for a name.
  std::size_t nounSkipTyped(std::size_t i, std::size_t end) const;
  std::string personType() const;
  /// "find Ada Park and change her email": the pronoun means what was named before.
  void resolve(Command& command);
  /// Small talk around a command says nothing; a look-up before a change of the same record is only
  /// its topic.
  void settle();

  const Scope& scope_;
  const Tokens& tokens_;
  UpdateReader updates_;
  QuestionReader questions_;
  SelectorReader selectors_;
  std::vector<Command> commands_;
  std::vector<Span> clauses_;
  std::size_t clause_ = 0;
  std::optional<Selector> topic_;
  Opening opening_;
  bool question_mark_ = false;
};

/// A pronoun that may mean somebody just described: "save her", "add them both".
bool meansDraft(std::string_view norm);

}  // namespace parley::assistant::interpreter
