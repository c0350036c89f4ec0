#include "features/assistant/interpreter/understanding/work_reader.hpp"

/// Several values told at once: "medium priority and due tomorrow".
namespace parley::assistant::interpreter {

/// All words from k to end as values of a record; nothing when some are none.
std::optional<Values> WorkReader::values(std::size_t k, std::size_t end) const {
  Draft told;
  while (k < end) {
    auto past = is(k, {"now"}) ? k : dateAttribute(k, end, told);
    if (past == k) {
      auto choice = choiceAt(scope_, k, end);
      bool vague = choice && !choice.labelled && is(k, {"new", "open", "ready", "top", "normal"});
      if (choice && !vague && !told.has(choice.field)) {
        told.values[choice.field] = choice.phrase;
        past = choice.end;
      }
    }
    auto assigned = past == k ? assignedWord(tokens_, k, end) : std::size_t{0};
    if (auto who = k + assigned; assigned > 0 && who < end) {
      past = extent(who, end);
      told.values[std::string{work_field::member}] =
          isMe(tokens_.norm(who)) ? std::string{work_value::me} : nameText(scope_, {who, past});
    }
    bool joint =
        past == k && is(k, {",", "and", "with", "a", "an", "the", "also", "to", "as", "be", "is",
                            "of", "now", "then", "set", "should", "make", "it", "new"});
    if (past == k && !joint) return std::nullopt;
    k = joint ? k + 1 : past;
  }
  return told.values.empty() ? std::nullopt : std::optional{std::move(told.values)};
}

/// "make it urgent and due tomorrow", "X should be medium priority and due on Friday"
std::optional<Command> WorkReader::severalValues(std::size_t i, std::size_t end) const {
  while (end > i && tokens_[end - 1].punctuation()) --end;
  bool sets = is(i, {"make", "set", "mark", "put", "change", "update", "move", "give", "have"});
  for (auto k = i + 1; k + 1 < end; ++k) {
    bool link =
        is(k, {"is", "are", "should", "must", "has", "needs", "gets", "->", ":", "to", "as"});
    if (!sets && !link) continue;
    if (sets && k == i + 1 && !link) continue;
    auto told = values(link ? k + 1 : k, end);
    if (!told || told->size() < 2) continue;
    // "has to be ready by Friday": is to be, not is
    bool wanted = is(k, {"should", "must", "has", "needs"}) && told->contains("status");
    if (wanted && told->contains(work_field::date)) return std::nullopt;
    auto begin = sets ? i + 1 : i;
    // "set the priority to high and the deadline to Friday" names fields instead
    auto at = begin;
    if (workField(scope_, at, k)) return std::nullopt;
    auto command = changing({begin, k}, {}, std::nullopt);
    command.changes = std::move(*told);
    return command;
  }
  return std::nullopt;
}

}  // namespace parley::assistant::interpreter
