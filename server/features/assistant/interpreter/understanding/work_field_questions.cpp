#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/work_commands.hpp"
#include "features/assistant/interpreter/understanding/work_reader.hpp"

/// Questions for one thing about a record: when, who, how far.
namespace parley::assistant::interpreter {

/// "when is Website relaunch due", "who is assigned to it", "what is the status of Call Ada"
std::optional<Command> WorkReader::fieldQuestion(std::size_t i, std::size_t end) const {
  auto stop = end;
  while (stop > i + 2 && (tokens_[stop - 1].punctuation() ||
                          is(stop - 1, {"now", "right", "currently", "moment", "today"}) ||
                          (is(stop - 1, {"the", "at"}) && is(stop, {"the", "moment"}))))
    --stop;
  auto ask = [&](Span span, std::string_view field) -> std::optional<Command> {
    if (span.empty()) return std::nullopt;
    return askingOf(target(span), Query::Form::field, {std::string{field}});
  };
  if (is(i, {"when", "until", "by"})) {
    auto k = i;
    while (is(k, {"until", "by", "when"})) ++k;
    if (!is(k, {"is", "are", "does", "do", "should", "must", "will", "was"})) return std::nullopt;
    // "when do we have to book the venue"
    auto what = k + 2;
    while (is(what, {"need", "have", "want", "supposed", "to", "be"})) ++what;
    if (is(k + 1, {"we", "i", "you", "they"}) && what < stop)
      return what > k + 2 || is(k, {"should", "must"}) ? ask({what, stop}, work_field::date)
                                                       : std::nullopt;
    auto tail = stop;
    while (tail > k + 1 &&
           (is(tail - 1, {"due", "done", "finished", "be", "to", "supposed", "completed", "ready",
                          "end", "finish", "have", "over", "by", "planned", "scheduled", "for"})))
      --tail;
    bool told = tail < stop;
    return told ? ask({k + 1, tail}, work_field::date) : std::nullopt;
  }
  // "how many days until Website relaunch is due"
  if (is(i, {"how"}) && is(i + 1, {"many", "long", "much"})) {
    auto from = i + 2;
    while (from < stop && !is(from, {"until", "till", "before", "for"})) ++from;
    auto last = stop;
    while (last > from + 1 &&
           is(last - 1, {"is", "due", "ends", "over", "has", "to", "be", "done"}))
      --last;
    if (from < i + 8 && from + 1 < last && !is(i + 2, {"tasks", "projects"}) &&
        !noun(i + 2, stop) && is(from, {"until", "till", "before"}))
      return ask({from + 1, last}, work_field::date);
  }
  if (is(i, {"is"}) && is(i + 1, {"anyone", "anybody", "someone", "somebody"})) {
    bool doing = is(i + 2, {"working", "assigned", "responsible"}) &&
                 is(i + 3, {"on", "to", "for"}) && i + 4 < stop;
    return doing ? ask({i + 4, stop}, work_field::member) : std::nullopt;
  }
  // "who does what in Office move"
  if (is(i, {"who"}) && is(i + 1, {"does", "is"}) &&
      (is(i + 2, {"what"}) || (is(i + 3, {"what"}) && is(i + 2, {"doing"})) ||
       (is(i + 2, {"working"}) && is(i + 4, {"what"})))) {
    auto from = is(i + 2, {"what"}) ? i + 3 : is(i + 3, {"what"}) ? i + 4 : i + 5;
    Listing found;
    auto past = from < stop ? placeCondition(from, stop, found) : from;
    if (past < stop) return std::nullopt;
    found.query.conditions.push_back({"status", Condition::Op::open, {}, false});
    return asking(std::move(found.query));
  }
  if (is(i, {"who"})) {
    auto k = i + 1;
    static const auto doing = [] {
      Phrases<char> phrases;
      phrases.add(
          "is assigned to|are assigned to|was assigned to|is responsible for|are responsible "
          "for|is in charge of|is working on|are working on|works on|work on|is "
          "handling|handles|is "
          "taking care of|takes care of|owns the task|owns the project|is on the project|is on the "
          "task|is doing|has the task|leads the project|runs the project|should do|does the "
          "task|is "
          "supposed to do",
          'x');
      return phrases;
    }();
    if (auto match = doing.at(tokens_, k, stop)) {
      auto begin = k + match.length;
      // the noun is part of the phrase: "who is on the project X"
      if (is(begin - 1, {"task", "project"})) --begin;
      return ask({begin, stop}, work_field::member);
    }
    if (is(k, {"is", "are"}) && is(stop - 1, {"to"}) && is(stop - 2, {"assigned"}))
      return ask({k + 1, stop - 2}, work_field::member);
    return std::nullopt;
  }
  auto k = i;
  bool asks = is(k, {"what", "which", "whats", "how"});
  if (asks) ++k;
  // "which project does Call Ada belong to", "what project is it in"
  if (asks && noun(k, stop) && !noun(k, stop).plural) {
    auto verb = k + noun(k, stop).length;
    auto tail = stop;
    while (tail > verb + 1 &&
           is(tail - 1, {"to", "belong", "in", "part", "of", "for", "under", "from"}))
      --tail;
    const auto& entity = *noun(k, stop).entity;
    bool parent = fieldFor(entity, work_field::parent) == nullptr;
    if (parent && is(verb, {"does", "is", "do"}) && tail < stop)
      return ask({verb + 1, tail}, work_field::parent);
    // "tell me which project Call Ada belongs to"
    auto last = stop;
    while (last > verb + 1 && is(last - 1, {"to", "in", "belongs", "is", "of", "part", "goes"}))
      --last;
    if (parent && last < stop && is(stop - 1, {"to", "in", "of"}))
      return ask({verb, last}, work_field::parent);
  }
  if (is(k, {"is", "are", "'s", "was"}) && asks) ++k;
  if (is(i, {"how"})) {
    // "how urgent is X", "how is X going"
    if (is(i + 1, {"urgent", "important"}) && is(i + 2, {"is"}))
      return ask({i + 3, stop}, "priority");
    auto tail = stop;
    while (tail > k + 1 && is(tail - 1, {"going", "coming", "along", "doing", "progressing", "on",
                                         "getting", "looking", "far"}))
      --tail;
    if (is(i + 1, {"far"}) && is(i + 2, {"is", "are"})) return ask({i + 3, tail}, "status");
    bool going = tail < stop && is(i + 1, {"is", "are"});
    if (!going) return std::nullopt;
    Selector about = target({k, tail});
    if (about.type.empty()) return std::nullopt;
    return askingOf(std::move(about), Query::Form::details);
  }
  bool told = asks || k == i;
  if (!told) return std::nullopt;
  auto at = k;
  auto field = workField(scope_, at, stop);
  bool own =
      field && (field.kind == FieldWords::Kind::date || field.kind == FieldWords::Kind::choice ||
                field.kind == FieldWords::Kind::member);
  // "the deadline for X is Friday" tells
  bool tells = !asks && own && linkBefore(field, at + field.length + 1, stop) < stop;
  if (tells) return std::nullopt;
  bool dated =
      field.kind == FieldWords::Kind::date && datePhrase(tokens_, at + field.length, stop, today_);
  if (own && !dated && is(at + field.length, {"of", "for", "on", "in"}) &&
      at + field.length + 1 < stop)
    return ask({at + field.length + 1, stop}, field.name);
  for (auto t = k + 1; t + 1 < stop; ++t) {
    if (!is(t, {"'s"})) continue;
    auto behind = t + 1;
    auto property = workField(scope_, behind, stop);
    bool ends = property && behind + property.length >= stop;
    bool plain = property.kind == FieldWords::Kind::date ||
                 property.kind == FieldWords::Kind::choice ||
                 property.kind == FieldWords::Kind::member;
    if (ends && plain) return ask({k, t}, property.name);
  }
  if (is(k, {"its", "their"})) {
    auto behind = k + 1;
    auto property = workField(scope_, behind, stop);
    if (property && behind + property.length >= stop) return ask({k, k + 1}, property.name);
  }
  return std::nullopt;
}

}  // namespace parley::assistant::interpreter
