#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "features/assistant/interpreter/dialog/finder.hpp"

namespace parley::assistant::interpreter {

/// Records that one step changes, and that one "undo" takes back.
constexpr std::size_t most_at_once = 50;
/// Of the records that one request changes.
struct Part {
  std::size_t at = 0;  ///< its first
  std::size_t total = 0;
};
/// "3 records", "records 51 to 60 of 60"
std::string countedIn(const Part& part, std::size_t records);

/// Carries out what was understood: finds, asks, writes, and words the reply.
class Planner {
 public:
  Planner(const Lexicon& lexicon, Session& session)
      : lexicon_{lexicon}, session_{session}, finder_{lexicon, session} {}

  void carryOut(const std::vector<Command>& commands);

 private:
  void one(const Command& command);

  /// What a field is set to: for the tool, and for people. Empty text: cleared.
  struct Setting {
    json::value argument;
    std::string shown;
  };
  using Settings = std::map<std::string, Setting, std::less<>>;
  struct Write {
    Record record;
    Settings settings;
  };

  // planner_create.cpp
  void create(Command command);
  bool completeNames(std::vector<Draft>& drafts, const std::string& type);
  bool chooseTypes(std::vector<Draft>& drafts);
  std::vector<Draft> withoutDuplicates(std::vector<Draft> drafts);
  void fillSame(std::vector<Draft>& drafts);
  void store(const std::vector<Draft>& drafts);
  void tellMade(const std::vector<Draft>& drafts, const std::vector<Outcome>& outcomes);

  // planner_offer.cpp
  void mention(Command command);
  void offer(std::vector<Draft> drafts, const std::string& before);

  // planner_change.cpp
  void update(Command command);
  void statement(Command command);
  void apply(const std::vector<Record>& records, const Values& changes);
  void write(std::vector<Write> writes);
  void writePart(const Part& part, std::span<const Write> writes, std::vector<Record>& done);
  static std::string wordsOf(const Setting& setting);
  void tellChanged(const Write& write, const Record& record);
  void offerInstead(const Selector& target, const Values& changes);
  bool askForChange(Command& command, const Record& record);
  std::vector<std::string> typesWith(const Values& changes,
                                     const std::vector<std::string>& fields) const;

  // planner_remove.cpp
  void remove(const Command& command);
  void removeNamed(const std::string& type, const std::string& answer);
  bool removePart(const Part& part, std::span<const Record> records);

  // planner_parts.cpp
  void inParts(std::size_t total, const std::function<bool(const Part&, std::size_t)>& make);
  std::string announced(const Part& part, std::string text);

  // planner_correct.cpp
  void correct(const Command& command);
  void correctWork(const Record& record, const std::string& label, const std::string& value);
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
  std::string dateText(const Query& query, const EntityWords& entity) const;
  /// "3 open tasks in Website relaunch"
  std::string countedText(const Query& query, std::size_t count) const;
  std::string nounText(const Query& query, bool plural) const;

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

  // planner_readings.cpp
  const Command* workMeant(const Command& command);
  std::optional<Record> workNamed();
  bool tellWorkNamed();
  bool borneOut(const Command& reading, const Command& other);
  bool namesWork(const Selector& selector, const Command& other);
  const FieldWords* whoseField(const EntityWords& entity, const std::string& name);
  static bool namesPeople(const std::vector<std::string>& names);
  std::optional<Command> membershipOf(const std::string& who, const std::string& parent);
  std::optional<Command> releaseOf(const Command& command);
  std::optional<Command> additionOf(const Command& command);

  // planner_work.cpp
  void work(Command command);
  void updateWork(Command command);
  void divideNames(Selector& target, Values& changes, const std::vector<std::string>& types);
  bool swapped(const Command& command, const Selector& target);
  static bool asksForMore(const std::vector<Command>& commands);
  bool askForValue(Command& command, const Record& record);
  std::vector<Selector> namesIn(const Selector& selector, const std::vector<std::string>& types);
  std::vector<std::string> workTypes(const Values& changes,
                                     const std::vector<std::string>& fields) const;
  std::string labelOf(std::string_view field) const;
  void noteTopic(const Record& record);

  // planner_work_create.cpp
  void createWork(Command command);
  void placeDraft(Draft& draft, const EntityWords& entity);
  void placeClient(Draft& draft, const EntityWords& entity);
  void placeUnnamed(Draft& draft);
  void offerWork(const Command& command);
  bool nameWork(std::vector<Draft>& drafts);
  void splitParent(Draft& draft);
  std::optional<Record> chooseParent(const FieldWords& field, const std::string& what);

  // planner_work_read.cpp
  void readWork(Command command);
  void workDetails(const Command& command);
  void listSeveral(const Query& query, const std::vector<std::string>& types);
  std::vector<std::string> typesAsked(const Query& query) const;
  void settleOrder(Query& query, const EntityWords& entity) const;
  bool settle(std::vector<Condition>& conditions, const EntityWords& entity);
  bool settle(Selector& selector);
  bool settleMember(Condition& condition, const std::string& field);
  bool settleParent(Condition& condition, const FieldWords& field);
  bool settleWhose(Condition& condition, const EntityWords& entity);
  bool settleStates(Condition& condition, const EntityWords& entity, const FieldWords& field);
  void partsOf(const Record& record);
  std::string partsCounted(const Record& record);

  // work_values.cpp
  std::optional<Settings> settled(const EntityWords& entity, const Values& values,
                                  const Record* record);
  bool settleChoice(const EntityWords& entity, const FieldWords& field, std::string value,
                    const Record* record, Settings& settings);
  bool settleWithout(const FieldWords& field, const std::string& name, const Record& record,
                     bool list, Settings& settings);
  bool settleMembers(const FieldWords& field, const std::string& value, const Record* record,
                     bool list, Settings& settings);
  const std::vector<Record>& members(const std::string& name);
  std::optional<Record> memberMeant(const std::string& name);
  std::vector<Record> parentsFitting(const std::string& text) const;
  std::optional<Record> parentNamed(const std::string& name);
  std::optional<Record> parentMeant(const std::string& name, const std::string& type);

  // planner_talk.cpp
  void undo();
  void talk(const Command& command);
  void unsupported(const Command& command);
  void help();
  void notUnderstood(bool about_work = false);
  std::string fallbackExamples(bool about_work = false) const;

  std::vector<std::string> allTypes() const;
  std::vector<std::string> addressedTypes() const;
  std::string noun(const std::string& type, bool plural = false) const;
  void tellUnknown(const Selector& selector, const std::vector<std::string>& types);
  void focus(std::vector<Record> records);

  const Lexicon& lexicon_;
  Session& session_;
  Finder finder_;
  json::object last_changed_ = {};  ///< what the request before set
  std::string said_ = {};           ///< the words of the command that is carried out, if not sure
  // looked up once a run
  std::map<std::string, std::vector<Record>, std::less<>> members_;
  std::optional<std::vector<Record>> parents_;
};

json::object queryToJson(const Query& query, std::size_t offset);
Query queryFrom(const json::object& object, std::size_t& offset);

}  // namespace parley::assistant::interpreter
