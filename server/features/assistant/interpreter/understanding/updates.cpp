#include "features/assistant/interpreter/understanding/updates.hpp"

#include "features/assistant/interpreter/language/date_words.hpp"
#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/records.hpp"
#include "features/assistant/interpreter/understanding/titles.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = Token::Kind;

using FieldKind = FieldWords::Kind;

}  // namespace

void UpdateReader::take(Draft draft, Command& command) const {
  if (!draft.name.empty()) command.changes["name"] = draft.name;
  for (auto& [field, value] : draft.values) command.changes[field] = value;
}

std::optional<Selector> UpdateReader::trailingTarget(std::size_t& i, std::size_t end) const {
  if (i >= end || !(words::isOwnerPreposition(tokens_.norm(i)) || tokens_.norm(i) == "to"))
    return std::nullopt;
  auto read = selectors_.one(i + 1, end);
  if (!read) return std::nullopt;
  i = read->end;
  return read->selector;
}

std::optional<Command> UpdateReader::order(std::size_t i, std::size_t end,
                                           std::string_view verb) const {
  while (i < end && anyOf(tokens_.norm(i), {"up", "over", "that", ":"}) && i + 1 < end &&
         tokens_.norm(i) != "that")
    ++i;
  // "the typo in Ada's name: it's ..."
  if (words::isDeterminer(tokens_.norm(i)) &&
      anyOf(tokens_.norm(i + 1), {"typo", "spelling", "mistake", "error"}) &&
      anyOf(tokens_.norm(i + 2), {"in", "of"}) && i + 3 < end)
    i += 3;
  Command command{.intent = Intent::update};
  // "give Ada the title CTO", "assign the title CTO to Ada"
  if (auto first = valueFirst(i, end)) return first;
  if (auto found = property(i, end, true)) {
    auto k = found->end;
    // two fields for one value are rare; "email and phone of Ada" without values: ask
    if (found->target) command.targets.push_back(*found->target);
    if (found->field.kind == FieldKind::name)
      command.name_part = namePart(tokens_, found->field_end);
    // "the industry of Acme from manufacturing to mining": the old value, not where Acme is from
    bool from_to = k > i + 2 && anyOf(tokens_.norm(k), {"to", "into", "->"});
    for (auto t = i; from_to && t < k; ++t) {
      if (tokens_.norm(t) == "from" && !command.targets.empty())
        command.targets.back().conditions.clear();
    }
    // "title and company: CTO at Globex"
    if (tokens_.norm(k) == "and") {
      auto second = k + 1;
      auto other = attributes_.fieldAhead(second, end);
      auto value_at = second + other.length;
      Draft draft;
      if (other && anyOf(tokens_.norm(value_at), {":", "to", "="}) &&
          attributes_.role(value_at + 1, end, draft, AttributeReader::Care::strict) >
              value_at + 1 &&
          draft.has(other.name) && draft.has(found->field.name)) {
        take(std::move(draft), command);
        return command;
      }
    }
    auto past = assignments(k, end, command, found->field);
    if (!command.changes.empty() || !command.unclear.empty()) {
      if (command.targets.empty()) {
        if (auto target = trailingTarget(past, end)) command.targets.push_back(*target);
      }
      if (past < end && (tokens_.norm(past) == "for" || tokens_.norm(past) == "on") &&
          command.targets.empty())
        return std::nullopt;
      return command;
    }
    // "set the email for Ada to x" was read above; "rename the organization Initech to X" is not
    // about a field
    if (found->target && k >= end) {
      command.query.fields.push_back(found->field.name);
      return command;
    }
    if (!found->target && k >= end) {
      command.query.fields.push_back(found->field.name);
      return command;
    }
  }
  return byContent(i, end, verb);
}

/// "x@y.com as Ada's email", "CTO as her title"
std::optional<Command> UpdateReader::valueFirst(std::size_t i, std::size_t end) const {
  for (auto k = i + 1; k < std::min(end, i + 10); ++k) {
    auto norm = tokens_.norm(k);
    if (!anyOf(norm, {"as", "for", "to"})) continue;
    // "as an organization in ..." names a kind, not a field
    if (anyOf(tokens_.norm(k + 1), {"a", "an"})) continue;
    auto found = property(k + 1, end);
    if (!found || !found->target ||
        found->end < end - (found->end < end && tokens_[end - 1].kind == Kind::mark ? 1 : 0))
      continue;
    if (found->end < end) continue;
    auto begin = i;
    if (tokens_.norm(begin) == "the" || tokens_.norm(begin) == "new") ++begin;
    auto read = attributes_.value(found->field, begin, k);
    if (!read || read->end < k) continue;
    Command command{.intent = Intent::update};
    command.targets.push_back(*found->target);
    command.changes[found->field.name] = read->text;
    return command;
  }
  return std::nullopt;
}

std::optional<Command> UpdateReader::byContent(std::size_t i, std::size_t end,
                                               std::string_view verb) const {
  Command command{.intent = Intent::update};
  auto read = selectors_.one(i, end);
  if (!read) return std::nullopt;
  command.targets.push_back(read->selector);
  auto k = read->end;
  auto norm = tokens_.norm(k);
  // "update Ada with email a@b.c": what looks like a condition is the change
  bool with = false;
  for (auto t = i; t < read->end; ++t) with = with || tokens_.norm(t) == "with";
  if (with && read->end >= end && !command.targets.back().conditions.empty()) {
    for (const auto& condition : command.targets.back().conditions)
      command.changes[condition.field] = condition.value;
    command.targets.back().conditions.clear();
    return command;
  }
  bool moves = anyOf(verb, {"move", "transfer", "switch", "reassign", "assign", "relocate", "link",
                            "attach", "connect", "moved", "moving", "put"});
  bool renames =
      anyOf(verb, {"rename", "call", "relabel", "correct", "fix", "renaming", "retitle"});
  // "move Ada from Initech to Acme"
  if (anyOf(norm, {"from", "away", "over"})) {
    for (auto t = k + 1; t < std::min(end, k + 10); ++t) {
      if (tokens_.norm(t) == "to") {
        k = t;
        break;
      }
    }
    norm = tokens_.norm(k);
  } else if (!command.targets.back().conditions.empty() && moves && norm == "to" &&
             command.targets.back().kind == Selector::Kind::name) {
    command.targets.back().conditions.clear();
  }
  auto noun = scope_.lexicon.noun(tokens_, k, end);
  if (noun && !noun.plural) k += noun.length;
  bool linked = false;
  auto link = tokens_.norm(k);
  while (k < end && words::isAssignment(tokens_.norm(k))) {
    linked = true;
    link = tokens_.norm(k);
    ++k;
  }
  while (anyOf(tokens_.norm(k), {"have", "show", "reflect", "that", "she", "he", "they", "use",
                                 "so", "set", "change", "add"})) {
    linked = true;
    ++k;
  }
  if (k >= end) return command;
  // field assignments behind the target
  Draft draft;
  auto at = k;
  if (auto field = attributes_.fieldAhead(at, end, true)) {
    auto next = at + field.length;
    if (next < end) assignments(next, end, command, field);
    if (!command.changes.empty() || !command.unclear.empty()) return command;
  }
  auto past = attributes_.bare(k, end, draft);
  if (past == k) past = attributes_.predicate(k, end, draft, AttributeReader::Care::generous);
  if (past > k && (!draft.values.empty() || !draft.name.empty())) {
    take(std::move(draft), command);
    return command;
  }
  draft = {};
  // "Call Ada: ...", "Call Ada is ...": of something of that name, no order to call her so
  if (verb == "call" && linked && !anyOf(link, {"as", "by"})) return std::nullopt;
  // "call Ada tomorrow" is to be done; a new name is written as one, or follows "call her"
  bool named = tokens_.is(k, Kind::quoted) || tokens_[k].capital || tokens_[k].caseless ||
               command.targets.back().kind == Selector::Kind::pronoun;
  bool day =
      weekdayAt(tokens_, k, end) > 0 || anyOf(tokens_.norm(k), {"today", "tomorrow", "back"});
  if (verb == "call" && !linked && (!named || day)) return std::nullopt;
  // "Replace bulbs is obsolete" tells of something of that name, and orders nothing
  bool tells = anyOf(link, {"is", "are", "was", "'s"});
  if ((renames && !tells) || (linked && tokens_.is(k, Kind::quoted))) {
    auto stop = end;
    auto name = tokens_.original({k, stop});
    auto person = personName(scope_, k, end);
    auto company = organizationName(scope_, k, end);
    bool whole = person.end >= stop || company.end >= stop;
    if (whole)
      name = company.end > person.end ||
                     command.targets.back().type ==
                         (scope_.lexicon.employer() ? scope_.lexicon.employer()->type : "")
                 ? organizationText(scope_, company)
                 : personText(scope_, person);
    if (!name.empty() && name.size() < 300) command.changes["name"] = name;
    return command;
  }
  if (moves) {
    auto company = organizationName(scope_, k, end);
    auto title = evidentTitle(scope_, k, end);
    if (!company.empty() && (title.empty() || verb != "switch")) {
      command.changes[attributes_.personField(FieldKind::reference)] =
          organizationText(scope_, company);
      if (tokens_.norm(company.end) == "as")
        attributes_.role(company.end + 1, end, draft, AttributeReader::Care::generous);
      take(std::move(draft), command);
      return command;
    }
  }
  if (auto past_business = attributes_.business(k, end, draft);
      past_business > k && anyOf(tokens_.norm(k), {"a", "an", "in"})) {
    take(std::move(draft), command);
    return command;
  }
  draft = {};
  bool promotes = anyOf(verb, {"promote", "demote", "mark", "make", "promoted", "promoting", "give",
                               "assign", "list"});
  past = attributes_.role(
      k, end, draft,
      promotes || link == "as" ? AttributeReader::Care::generous : AttributeReader::Care::strict);
  if (past > k) {
    take(std::move(draft), command);
    return command;
  }
  past = attributes_.affiliation(k, end, draft);
  if (past > k) {
    take(std::move(draft), command);
    return command;
  }
  // "change Ada Prk to Ada Park": a person's name for a person's name
  auto person = personName(scope_, k, end);
  bool bare_change = anyOf(verb, {"change", "update", "edit", "replace", "set", "modify", "switch",
                                  "make", "changing"}) &&
                     linked && !tells;
  if (bare_change && person.end >= end && !person.empty() &&
      command.targets.back().kind == Selector::Kind::name) {
    command.changes["name"] = personText(scope_, person);
    return command;
  }
  command.unclear.push_back(tokens_.original({k, end}));
  return command;
}

}  // namespace parley::assistant::interpreter
