#pragma once

#include <optional>
#include <string>
#include <vector>

#include "features/assistant/interpreter/language/date_phrase.hpp"
#include "features/assistant/interpreter/understanding/phrasebook.hpp"
#include "features/assistant/interpreter/understanding/selectors.hpp"
#include "features/assistant/interpreter/understanding/work_words.hpp"

namespace parley::assistant::interpreter {

/// Reads what one clause says about work: records that are planned for a day. Their names are any
/// words at all ("Call Ada"), so a name is what the grammar leaves over, and whether there is such
/// a record is found out later.
class WorkReader {
 public:
  /// The scope's lexicon is the one of work.
  WorkReader(const Scope& scope, Day today)
      : scope_{scope}, tokens_{scope.tokens}, today_{today}, selectors_{scope} {}

  /// What the clause says, when it can be about nothing but work. `alone`: it is all that was said.
  std::vector<Command> read(Span clause) const;
  /// What it says if the name in it is one of work, likeliest first: "delete Website relaunch",
  /// "Office move is for Globex". `taken`: as what it was understood otherwise.
  std::vector<Command> suspected(Span clause, Intent taken) const;

  // work_creation.cpp
  /// The records of "add a task to ...", "new project: ..."; empty when none is to be made.
  std::vector<Command> creation(std::size_t i, std::size_t end, bool ordered) const;

  // work_continuations.cpp
  std::vector<Command> fronted(Span span) const;
  std::vector<Command> introduced(Span span) const;
  std::vector<Command> ordered(Span span) const;
  /// What a clause makes of the need told before: "..., add it to Office move".
  std::vector<Command> addedNeed(Span before, Span clause) const;
  Draft need(Span clause) const;
  /// Whether a clause goes on about a new record: "It should be called X", "Priya does it".
  bool continues(Span clause, Command& made) const;

 private:
  std::vector<Span> itemSpans(Span span, bool commas) const;
  void tellPlace(Span span, const std::string& type, Draft& shared) const;
  std::size_t placeAhead(std::size_t k, std::size_t stop, Draft& shared) const;
  std::size_t nameBegin(std::size_t name, std::size_t stop, const std::string& type,
                        Draft& shared) const;

  // work_parts.cpp
  /// Which records are meant by all of a span.
  Selector target(Span span) const;
  /// A new record: a name with what is told of it.
  Draft item(Span span, const std::string& type) const;
  void leaveOut(Draft& draft, Span span) const;
  /// Something told of a new record at k; gives what is behind it, or k.
  std::size_t attribute(std::size_t k, std::size_t end, const std::string& type,
                        Draft& draft) const;
  std::size_t doerAttribute(std::size_t k, std::size_t end, Draft& draft) const;
  std::size_t dateAttribute(std::size_t k, std::size_t end, Draft& draft) const;
  std::size_t choiceAttribute(std::size_t k, std::size_t from, std::size_t end, Draft& draft) const;
  std::size_t parentAttribute(std::size_t k, std::size_t end, const std::string& type,
                              Draft& draft) const;
  std::size_t clientAttribute(std::size_t k, std::size_t end, const std::string& type,
                              Draft& draft) const;
  /// Where a name that begins at k ends: at a mark or where something else is told.
  std::size_t extent(std::size_t k, std::size_t end) const;
  bool announces(std::size_t k, std::size_t end) const;
  bool closed(std::size_t k, std::size_t end) const;

  // work_lists.cpp
  struct Listing {
    Query query;
    bool noun = false;    ///< a kind of record is named
    bool plural = false;  ///< all of them are meant
    std::size_t conditions = 0;
  };
  /// All words from i to end as a description of records.
  std::optional<Listing> listing(std::size_t i, std::size_t end) const;
  std::size_t condition(std::size_t i, std::size_t end, Listing& out) const;
  std::size_t stateCondition(std::size_t i, std::size_t end, Listing& out) const;
  std::size_t dateCondition(std::size_t i, std::size_t end, Listing& out) const;
  std::size_t placeCondition(std::size_t i, std::size_t end, Listing& out) const;
  std::size_t missingCondition(std::size_t i, std::size_t end, Listing& out) const;
  std::size_t ordering(std::size_t i, std::size_t end, Listing& out) const;

  // work_statements.cpp
  std::size_t thingsAt(std::size_t i, std::size_t end) const;
  Draft noted(std::size_t i, std::size_t end) const;
  // work_suspicions.cpp
  std::optional<Command> replacement(Span clause) const;
  std::optional<Command> joining(std::size_t i, std::size_t end) const;
  std::optional<Command> fragment(std::size_t i, std::size_t end) const;
  std::optional<Command> reportedChange(std::size_t i, std::size_t end) const;
  std::vector<Command> suspectedQuestions(std::size_t i, std::size_t end) const;
  std::optional<Command> dated(std::size_t i, std::size_t end) const;
  std::optional<Command> repetition(Span clause) const;
  std::optional<Command> belonging(std::size_t i, std::size_t end) const;
  std::optional<Command> membership(std::size_t i, std::size_t end) const;
  std::optional<Command> team(std::size_t i, std::size_t end) const;
  std::optional<Command> wanted(std::size_t i, std::size_t end) const;
  std::optional<Command> delay(std::size_t i, std::size_t end) const;
  std::optional<Command> valueFirst(std::size_t i, std::size_t end) const;
  std::optional<Command> addition(std::size_t i, std::size_t end) const;

  // work_values.cpp
  std::optional<Values> values(std::size_t k, std::size_t end) const;
  std::optional<Command> severalValues(std::size_t i, std::size_t end) const;

  // work_reports.cpp
  std::size_t opinion(std::size_t i, std::size_t end) const;
  std::optional<Command> report(std::size_t i, std::size_t end) const;
  std::optional<Command> told(std::size_t i, std::size_t end) const;
  std::optional<Command> lookup(std::size_t i, std::size_t end) const;

  // work_owners.cpp
  std::size_t memberCondition(std::size_t i, std::size_t end, Listing& out) const;
  std::size_t ownerCondition(std::size_t i, std::size_t end, Listing& out) const;

  // work_questions.cpp
  std::optional<Command> ability(Span span, const Opening& opening) const;
  std::optional<Command> question(std::size_t i, std::size_t end) const;
  std::optional<Command> memberAgenda(std::size_t i, std::size_t end) const;
  std::optional<Command> achievements(std::size_t i, std::size_t end) const;
  std::optional<Command> membersWork(std::size_t i, std::size_t end) const;
  std::optional<Command> agenda(std::size_t i, std::size_t end) const;
  std::optional<Command> listQuestion(std::size_t i, std::size_t end, bool ordered) const;
  std::optional<Command> ownCount(std::size_t i, std::size_t end) const;
  std::optional<Command> fieldQuestion(std::size_t i, std::size_t end) const;
  std::optional<Command> details(std::size_t i, std::size_t end) const;
  bool tellsState(std::size_t t, std::size_t end) const;
  std::optional<Command> stateQuestion(std::size_t subject, std::size_t state,
                                       std::size_t end) const;
  std::optional<Command> indirect(std::size_t i, std::size_t end) const;

  // work_changes.cpp
  std::optional<Command> change(std::size_t i, std::size_t end) const;
  std::optional<Command> propertyChange(std::size_t i, std::size_t end, bool strong = true) const;
  std::optional<Command> property(std::size_t i, std::size_t end, bool strong) const;
  /// The state that a verb brings about; empty when it brings about none.
  std::string_view stateOfVerb(const std::string& verb, std::size_t at, std::size_t end) const;
  std::optional<Command> stateChange(std::size_t i, std::size_t end) const;
  std::optional<Command> rankChange(std::size_t i, std::size_t end) const;
  std::optional<Command> statement(std::size_t i, std::size_t end) const;

  // work_labels.cpp
  std::optional<Command> labelledState(std::size_t i, std::size_t end) const;
  std::vector<Command> labelledItem(std::size_t i, std::size_t end) const;
  /// The mark behind a kind of record and where it goes: "task for X:"; `end` when there is none.
  std::size_t labelEnd(std::size_t after, std::size_t end) const;

  // work_moves.cpp
  std::optional<Command> openChange(Span what, std::string_view field) const;
  std::optional<Command> postponement(std::size_t i, std::size_t end) const;
  std::optional<Command> responsibility(std::size_t i, std::size_t end) const;
  std::optional<Command> assignment(std::size_t i, std::size_t end, bool strong) const;
  std::optional<Command> relocation(std::size_t i, std::size_t end, bool strong) const;
  std::optional<Command> renaming(std::size_t i, std::size_t end, bool strong) const;
  std::optional<Command> unneeded(std::size_t i, std::size_t end) const;
  std::optional<Command> removal(std::size_t i, std::size_t end, bool strong) const;
  std::optional<Command> clearing(std::size_t i, std::size_t end, bool strong = true) const;

  /// A value of a field that is all of a span: as stored in a change.
  struct Value {
    std::optional<std::string> text;
  };
  std::optional<Value> value(const Lexicon::Field& field, Span span) const;
  /// The last link word in a span behind which all is a value of the field.
  std::size_t linkBefore(const Lexicon::Field& field, std::size_t i, std::size_t end) const;
  Command changing(Span target_span, std::string_view field, std::optional<std::string> text) const;
  /// Whether a kind of work is named in a span, so that nothing else can be meant.
  bool namesKind(Span span) const;

  /// A clause without what is said around it.
  Span bare(Span clause, Opening& opening) const;
  std::size_t withoutTail(std::size_t begin, std::size_t end) const;
  std::size_t skipArticles(std::size_t i, std::size_t end) const;
  Lexicon::Noun noun(std::size_t i, std::size_t end) const {
    return scope_.lexicon.noun(tokens_, i, end);
  }
  bool is(std::size_t i, std::initializer_list<std::string_view> words) const {
    return anyOf(tokens_.norm(i), words) && !tokens_.is(i, Token::Kind::quoted);
  }

  static constexpr std::size_t longest_clause = 400;

  const Scope& scope_;
  const Tokens& tokens_;
  Day today_;
  SelectorReader selectors_;
};

}  // namespace parley::assistant::interpreter
