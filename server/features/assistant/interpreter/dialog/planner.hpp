#pragma once

#include <string>
#include <vector>

#include "features/assistant/interpreter/dialog/finder.hpp"

namespace parley::assistant::interpreter {

/// Carries out what was understood: finds, asks, writes, and words the reply.
class Planner {
 public:
  Planner(const Lexicon& lexicon, Session& session)
      : lexicon_{lexicon}, session_{session}, finder_{lexicon, session} {}

  void carryOut(const std::vector<Command>& commands);

 private:
  void one(const Command& command);

  // planner_create.cpp
  void create(Command command);
  bool completeNames(std::vector<Draft>& drafts, const std::string& type);
  bool chooseTypes(std::vector<Draft>& drafts);
  std::vector<Draft> withoutDuplicates(std::vector<Draft> drafts);
  void fillSame(std::vector<Draft>& drafts);
  void store(const std::vector<Draft>& drafts);

  // planner_offer.cpp
  void mention(Command command);
  void offer(std::vector<Draft> drafts, const std::string& before);

  // planner_change.cpp
  void update(Command command);
  void statement(Command command);
  void remove(const Command& command);
  void apply(const std::vector<Record>& records, const Values& changes);
  void offerInstead(const Selector& target, const Values& changes);
  bool askForChange(Command& command, const Record& record);
  std::vector<std::string> typesWith(const Values& changes,
                                     const std::vector<std::string>& fields) const;

  // planner_correct.cpp
  void correct(const Command& command);
  /// The field of the last change that a corrected value belongs to; empty when it is open.
  std::string correctedField(const Command& command, const EntityWords& entity,
                             std::string& value) const;
  void remember(const Values& changes);

  // planner_read.cpp
  void read(Command command);
  void list(const Query& query, std::size_t offset);
  void count(const Query& query);
  void more();
  std::string conditionText(const Query& query) const;

  // planner_details.cpp
  void details(const Command& command);
  void detailsOf(const Command& command, const Selector& target,
                 const std::vector<std::string>& types, std::vector<Record>& shown);
  bool mentioning(const Selector& target, const std::vector<std::string>& types);
  void severalFit(const Command& command, const Selector& target, std::vector<Record> records);
  void nothingFits(const Command& command, const Selector& target,
                   const std::vector<std::string>& types);
  void tell(const Query& query, const std::vector<Record>& records);
  void peopleOf(const Record& organization);
  void showRecord(const Record& record);
  void answerField(const std::vector<Record>& records, const std::vector<std::string>& fields);
  std::vector<Record> whole(const std::vector<Record>& records);

  // planner_talk.cpp
  void undo();
  void talk(const Command& command);
  void unsupported(const Command& command);
  void help();
  void notUnderstood();
  std::string fallbackExamples() const;

  std::vector<std::string> allTypes() const;
  std::string noun(const std::string& type, bool plural = false) const;
  void tellUnknown(const Selector& selector, const std::vector<std::string>& types);
  void focus(std::vector<Record> records);

  const Lexicon& lexicon_;
  Session& session_;
  Finder finder_;
};

json::object queryToJson(const Query& query, std::size_t offset);
Query queryFrom(const json::object& object, std::size_t& offset);

}  // namespace parley::assistant::interpreter
