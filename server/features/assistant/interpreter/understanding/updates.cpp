#include "features/assistant/interpreter/understanding/updates.hpp"

#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/records.hpp"
#include "features/assistant/interpreter/understanding/titles.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = Token::Kind;
using FieldKind = FieldWords::Kind;

bool isAssign(std::string_view norm) {
  return anyOf(norm,
               {"to",      "as",   ":",        "=",         "is",      "with",   "into",    "->",
                "-",       "be",   "are",      "by",        "becomes", "should", "now",     "has",
                "changed", "was",  "being",    "will",      ",",       "must",   "updated", "read",
                "say",     "been", "actually", "currently", "just",    "'s",     "would",   "at"});
}

bool isOf(std::string_view norm) {
  return anyOf(norm, {"of", "for", "on", "from", "belonging", "in"});
}

}  // namespace

void UpdateReader::take(Draft draft, Command& command) const {
  if (!draft.name.empty()) command.changes["name"] = draft.name;
  for (auto& [field, value] : draft.values) command.changes[field] = value;
}

std::size_t UpdateReader::firstField(std::size_t i, std::size_t end, bool forgiving) const {
  for (auto k = i; k < end; ++k) {
    auto field = scope_.lexicon.field(tokens_, k, end);
    if (!field && k > i && forgiving && !tokens_[k].capital)
      field = scope_.lexicon.fieldTyped(tokens_, k, end);
    if (!field && k > i &&
        (tokens_.norm(k - 1) == "'s" || words::isPossessivePronoun(tokens_.norm(k - 1)) ||
         tokens_.norm(k - 1) == "the" || tokens_.norm(k - 1) == "new")) {
      field = scope_.lexicon.fieldTyped(tokens_, k, end);
    }
    if (!field) continue;
    // "Acme Mobile": a capital word inside a name
    bool inside_name = tokens_[k].capital && !tokens_.upper && k > i && tokens_[k - 1].capital &&
                       tokens_[k - 1].word() && tokens_.norm(k - 1) != "'s";
    if (inside_name) continue;
    // "the company Initech's description": the noun tells the kind
    auto noun = scope_.lexicon.noun(tokens_, k, end);
    auto after = k + field.length;
    bool noun_use = noun && after < end &&
                    (tokens_[after].capital || tokens_.is(after, Kind::quoted) ||
                     (tokens_.lower && tokens_[after].word() &&
                      !words::isStop(tokens_.norm(after)) && !isAssign(tokens_.norm(after)))) &&
                    (k == i || words::isDeterminer(tokens_.norm(k - 1)));
    if (noun_use && tokens_.norm(after) != "name") continue;
    return k;
  }
  return end;
}

bool UpdateReader::emptied(std::size_t i, std::size_t end) const {
  if (i >= end) return false;
  auto norm = tokens_.norm(i);
  bool empty = anyOf(norm, {"nothing", "empty", "none", "null", "blank", "unknown", "nil"}) ||
               (norm == "n" && tokens_.norm(i + 1) == "/");
  return empty && (i + 1 >= end || !tokens_[i + 1].word() || tokens_.norm(i + 1) == "for");
}

std::optional<Selector> UpdateReader::trailingTarget(std::size_t& i, std::size_t end) const {
  if (i >= end || !(isOf(tokens_.norm(i)) || tokens_.norm(i) == "to")) return std::nullopt;
  auto read = selectors_.one(i + 1, end);
  if (!read) return std::nullopt;
  i = read->end;
  return read->selector;
}

/// "Ada's [new] email", "her email", "[the] email of Ada", "the second one's email"
std::optional<UpdateReader::Property> UpdateReader::property(std::size_t i, std::size_t end,
                                                             bool forgiving) const {
  auto f = firstField(i, end);
  if (f >= end && forgiving) f = firstField(i, end, true);
  if (f >= end) return std::nullopt;
  auto at = f;
  auto field = attributes_.fieldAhead(at, end, true);
  if (!field) return std::nullopt;
  auto past = at + field.length;
  // what stands before the field word
  auto k = f;
  while (k > i) {
    auto norm = tokens_.norm(k - 1);
    bool adjective =
        anyOf(norm, {"new",     "old",    "current",  "work",    "personal", "business",
                     "office",  "home",   "main",     "correct", "updated",  "primary",
                     "private", "direct", "official", "actual",  "full",     "last",
                     "first",   "latest", "right",    "company"});
    if (!adjective || tokens_[k - 1].capital) break;
    --k;
  }
  auto before = k;
  auto preceding = before > i ? tokens_.norm(before - 1) : std::string_view{};
  if (anyOf(preceding, {"a", "the", "an"}))
    preceding = before > i + 1 ? tokens_.norm(before - 2) : std::string_view{};
  // "the contact with the email ...": a condition, not a property
  if (anyOf(preceding, {"with", "whose", "without", "has", "having", "where", "no", "by"}))
    return std::nullopt;
  bool possessive = before > i && tokens_.norm(before - 1) == "'s";
  bool pronoun = before > i && (words::isPossessivePronoun(tokens_.norm(before - 1)));
  if (possessive || pronoun) {
    auto stop = before - 1;
    if (pronoun && before - 1 == i) {
      auto read = selectors_.one(i, before);
      if (read) return Property{read->selector, field, past, past};
    }
    if (possessive) {
      auto read = selectors_.one(i, stop, true);
      if (read && read->end >= stop) return Property{read->selector, field, past, past};
    }
    return std::nullopt;
  }
  bool only_articles = true;
  for (auto t = i; t < before; ++t)
    only_articles = only_articles && words::isDeterminer(tokens_.norm(t));
  if (only_articles) {
    Property found{std::nullopt, field, past, past};
    // several fields at once are read by the caller; here only "of Ada"
    auto after = past;
    if (after < end && isOf(tokens_.norm(after)) &&
        !(tokens_.norm(after) == "from" &&
          (tokens_.is(after + 1, Kind::email) || tokens_.is(after + 1, Kind::phone)))) {
      // "change the title from X to Y": the old value, not a person
      bool old_value = tokens_.norm(after) == "from";
      auto read = old_value ? std::nullopt : selectors_.one(after + 1, end);
      if (read) {
        found.target = read->selector;
        found.end = read->end;
      }
    }
    return found;
  }
  // "ada park email": no apostrophe, the name stands right before
  if (before == f || true) {
    auto read = selectors_.one(i, before, true);
    if (read && read->end >= before && before > i) {
      // "adas email", typed without an apostrophe: the reader of records tries both spellings
      return Property{read->selector, field, past, past};
    }
  }
  return std::nullopt;
}

std::size_t UpdateReader::assignments(std::size_t i, std::size_t end, Command& command,
                                      const Lexicon::Field& first) const {
  auto k = i;
  // "from OLD to NEW"
  if (tokens_.norm(k) == "from") {
    for (auto t = k + 1; t < std::min(end, k + 12); ++t) {
      if (anyOf(tokens_.norm(t), {"to", "->", "into"})) {
        k = t;
        break;
      }
    }
  }
  auto skipped = [&](std::size_t at) {
    bool swapped = tokens_.norm(at) == "for" &&
                   (tokens_.is(at + 1, Kind::email) || tokens_.is(at + 1, Kind::phone));
    bool it_is =
        swapped || tokens_.norm(at) == "it" && anyOf(tokens_.norm(at + 1), {"is", "should", "'s"});
    return isAssign(tokens_.norm(at)) || it_is || (at == i && tokens_.norm(at) == "of");
  };
  while (k < end && skipped(k) && !tokens_.is(k, Kind::quoted)) ++k;
  if (k < end && (tokens_.norm(k) == "the" || tokens_.norm(k) == "new") &&
      first.kind != FieldKind::text && first.kind != FieldKind::reference)
    ++k;
  // "... is wrong, it should be ..."
  if (anyOf(tokens_.norm(k), {"wrong", "incorrect", "outdated", "false", "old", "missing"})) {
    auto right = k + 1;
    while (right < end &&
           anyOf(tokens_.norm(right), {",", ".", ";", "-", "it", "should", "be", "is", "now", "the",
                                       "correct", "one", "please", "make", "change", "to"}))
      ++right;
    if (right == k + 1 || right >= end) return i;
    k = right;
  }
  if (emptied(k, end)) {
    command.changes[first.name] = std::nullopt;
    ++k;
  } else {
    auto value = attributes_.value(first, k, end);
    if (!value) {
      auto field = first;
      auto ahead = k;
      // "contact number is: +1 ..." behind a doubled word
      if (auto inner = attributes_.fieldAhead(ahead, end);
          inner && inner.kind == first.kind && ahead + inner.length < end) {
        auto next = ahead + inner.length;
        while (next < end && isAssign(tokens_.norm(next))) ++next;
        value = attributes_.value(field, next, end);
      }
    }
    if (!value && (first.kind == FieldKind::email || first.kind == FieldKind::phone) && k < end &&
        (tokens_[k].word() || tokens_.is(k, Kind::number))) {
      // Not an address: passed on as given, so that the answer can say what is wrong with it.
      command.unclear.push_back(tokens_.original({k, k + 1}));
      return k + 1;
    }
    if (!value) return i;
    command.changes[first.name] = value->text;
    k = value->end;
  }
  // further assignments
  while (k < end) {
    auto joint = k;
    while (joint < end && (anyOf(tokens_.norm(joint), {"and", ",", ";", "also", "with", "set",
                                                       "change", "then", "she", "he", "they"}) ||
                           tokens_.is(joint, Kind::line)))
      ++joint;
    auto at = joint;
    auto field = attributes_.fieldAhead(at, end, true);
    if (field && joint > k) {
      auto next = at + field.length;
      Command more;
      auto past = assignments(next, end, more, field);
      if (past > next) {
        for (auto& [name, text] : more.changes) command.changes[name] = text;
        k = past;
        continue;
      }
    }
    Draft draft;
    auto past = joint > k ? attributes_.bare(joint, end, draft) : k;
    if (joint > k && past == joint)
      past = attributes_.predicate(joint, end, draft, AttributeReader::Care::generous);
    if (past == joint || draft.values.empty()) past = attributes_.affiliation(k, end, draft);
    if (past > k && !draft.values.empty() &&
        !command.changes.contains(draft.values.begin()->first) && tokens_.norm(k) != "for" &&
        tokens_.norm(k) != "of") {
      take(std::move(draft), command);
      k = past;
      continue;
    }
    break;
  }
  return k;
}

namespace {

Command::NamePart namePart(const Tokens& tokens, std::size_t end) {
  for (auto k = end > 3 ? end - 3 : 0; k < end; ++k) {
    auto norm = tokens.norm(k);
    if (norm == "surname" || ((norm == "last" || norm == "family") && tokens.norm(k + 1) == "name"))
      return Command::NamePart::last;
    if ((norm == "first" || norm == "given") && tokens.norm(k + 1) == "name")
      return Command::NamePart::first;
  }
  return Command::NamePart::whole;
}

}  // namespace

std::optional<Command> UpdateReader::order(std::size_t i, std::size_t end,
                                           std::string_view verb) const {
  while (i < end && (anyOf(tokens_.norm(i), {"up", "over", "that", ":"})) && i + 1 < end &&
         tokens_.norm(i) != "that")
    ++i;
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
    if (norm != "as" && norm != "for" && norm != "to") continue;
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
  while (k < end && isAssign(tokens_.norm(k))) {
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
  if (auto field = attributes_.fieldAhead(at, end, true); field && (at > k || linked || true)) {
    auto next = at + field.length;
    auto past = next < end ? assignments(next, end, command, field) : next;
    if (!command.changes.empty() || !command.unclear.empty()) return command;
    (void)past;
  }
  auto past = attributes_.bare(k, end, draft);
  if (past == k) past = attributes_.predicate(k, end, draft, AttributeReader::Care::generous);
  if (past > k && (!draft.values.empty() || !draft.name.empty())) {
    take(std::move(draft), command);
    return command;
  }
  draft = {};
  if (renames || (linked && tokens_.is(k, Kind::quoted))) {
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
  bool bare_change = (anyOf(verb, {"change", "update", "edit", "replace", "set", "modify", "switch",
                                   "make", "changing"})) &&
                     linked;
  if (bare_change && person.end >= end && !person.empty() &&
      command.targets.back().kind == Selector::Kind::name) {
    command.changes["name"] = personText(scope_, person);
    return command;
  }
  command.unclear.push_back(tokens_.original({k, end}));
  return command;
}

std::optional<Command> UpdateReader::clearing(std::size_t i, std::size_t end) const {
  // "the email and phone of Ada", "Ada's email and phone", "her phone number"
  auto found = property(i, end);
  if (!found) return std::nullopt;
  if (found->field.kind == FieldKind::name) return std::nullopt;
  Command command{.intent = Intent::update};
  command.changes[found->field.name] = std::nullopt;
  auto k = found->end;
  auto target = found->target;
  while (k < end) {
    auto norm = tokens_.norm(k);
    if (anyOf(norm, {"and", ",", "&", "as", "well"})) {
      auto at = k + 1;
      auto more = attributes_.fieldAhead(at, end);
      if (!more) break;
      command.changes[more.name] = std::nullopt;
      k = at + more.length;
      continue;
    }
    if (!target && (isOf(norm) || norm == "off")) {
      auto read = selectors_.one(k + 1, end);
      if (!read) break;
      target = read->selector;
      k = read->end;
      // "from Ada's record"
      if (tokens_.norm(k) == "'s") k = std::min(end, k + 2);
      continue;
    }
    // a value that is to go: "remove the email a@b.c from Ada"
    if (!target && (tokens_.is(k, Kind::email) || tokens_.is(k, Kind::phone))) {
      ++k;
      continue;
    }
    break;
  }
  // "delete the contact with the email x": the field is a condition
  if (!target) {
    auto norm = tokens_.norm(i);
    bool article = anyOf(norm, {"the", "that", "this"});
    auto at = i;
    bool direct = attributes_.fieldAhead(at, end).length > 0 && found->end >= end;
    if (!direct || !article) return std::nullopt;
    target = Selector{.kind = Selector::Kind::pronoun, .text = "it"};
  }
  if (target->plural && target->kind == Selector::Kind::filter && target->conditions.empty())
    return std::nullopt;
  // "remove Acme's phone from Ada": odd; leave it to a question
  if (k < end && tokens_[k].word() && placePhrase(scope_, k, end, false) == 0) return std::nullopt;
  command.targets.push_back(std::move(*target));
  return command;
}

std::optional<Command> UpdateReader::addition(std::size_t i, std::size_t end) const {
  // "add a phone number to Ada: 555", "add ada@x.com to Ada Park", "add Ada's email: ..."
  Command command{.intent = Intent::update};
  if (auto first = valueFirst(i, end)) return first;
  auto k = i;
  while (k < end && (words::isDeterminer(tokens_.norm(k)) || tokens_.norm(k) == "new")) ++k;
  if (tokens_.is(k, Kind::email) || tokens_.is(k, Kind::phone)) {
    Draft draft;
    auto past = attributes_.bare(k, end, draft);
    auto norm = tokens_.norm(past);
    if (anyOf(norm, {"to", "for", "on", "under"})) {
      auto read = selectors_.one(past + 1, end);
      if (read && placePhrase(scope_, past, end, false) == 0) {
        take(std::move(draft), command);
        command.targets.push_back(read->selector);
        return command;
      }
    }
    return std::nullopt;
  }
  auto found = property(i, end);
  if (!found) {
    // "put Ada down as CTO", "list Ada as CTO", "record that ..." is read elsewhere
    return std::nullopt;
  }
  auto first_field = firstField(i, end);
  bool starts_with_field = true;
  for (auto t = i; t < first_field; ++t)
    starts_with_field =
        starts_with_field && (words::isDeterminer(tokens_.norm(t)) || tokens_.norm(t) == "new" ||
                              tokens_.norm(t) == "following");
  if (found->field.kind == FieldKind::name) return std::nullopt;
  // an organization to be made, "add the company Initech": the field word is the noun
  auto noun = scope_.lexicon.noun(tokens_, first_field, end);
  bool owned = found->target && !starts_with_field;
  if (noun && !owned) return std::nullopt;
  if (owned) {
    // "add bob smith email bob@x.com" describes a new person; "add Bob's email ..." does not
    bool possessive = false;
    for (auto t = i; t < first_field; ++t)
      possessive = possessive || tokens_.norm(t) == "'s" ||
                   (t == i && words::isPossessivePronoun(tokens_.norm(t)));
    if (!possessive) return std::nullopt;
    command.targets.push_back(*found->target);
    assignments(found->end, end, command, found->field);
    if (command.changes.empty() && command.unclear.empty())
      command.query.fields.push_back(found->field.name);
    return command;
  }
  if (!starts_with_field) return std::nullopt;
  if (found->target) {
    command.targets.push_back(*found->target);
    assignments(found->end, end, command, found->field);
    if (!command.changes.empty()) return command;
  }
  // "add email a@b.c to Ada", "add phone number 555 1234 for Bob", "add an email to Ada: x"
  k = found->field.length + first_field;
  auto norm = tokens_.norm(k);
  if (anyOf(norm, {"to", "for", "on"})) {
    auto read = selectors_.one(k + 1, end);
    if (!read) return std::nullopt;
    command.targets = {read->selector};
    assignments(read->end, end, command, found->field);
    if (command.changes.empty()) command.query.fields.push_back(found->field.name);
    return command;
  }
  command.targets.clear();
  auto past = assignments(k, end, command, found->field);
  if (command.changes.empty()) return std::nullopt;
  if (auto target = trailingTarget(past, end)) command.targets.push_back(*target);
  if (command.targets.empty() && past < end) return std::nullopt;
  return command;
}

std::optional<Command> UpdateReader::statement(std::size_t i, std::size_t end) const {
  Command command{.intent = Intent::statement};
  // "you can reach Ada at 555", "call her at ..."
  bool reach = (tokens_.norm(i) == "you" && tokens_.norm(i + 1) == "can" &&
                (anyOf(tokens_.norm(i + 2), {"reach", "call", "contact", "email"}))) ||
               (tokens_.norm(i) == "reach" && i + 2 < end);
  if (reach) {
    auto read = selectors_.one(tokens_.norm(i) == "you" ? i + 3 : i + 1, end);
    if (read && (anyOf(tokens_.norm(read->end), {"at", "on", "under", "via"}))) {
      Draft draft;
      if (attributes_.bare(read->end + 1, end, draft) > read->end + 1) {
        take(std::move(draft), command);
        command.targets.push_back(read->selector);
        return command;
      }
    }
    if (read && !read->selector.conditions.empty()) return std::nullopt;
  }
  // "new email for Ada: ..."
  auto start = i;
  bool reported = (tokens_.norm(i) == "i" && tokens_.norm(i + 1) == "have") ||
                  (tokens_.norm(i) == "here" && tokens_.norm(i + 1) == "is") ||
                  tokens_.norm(i) == "got";
  if (reported) i += tokens_.norm(i) == "got" ? 1 : 2;
  start = i;
  while (start < end && (anyOf(tokens_.norm(start), {"new", "the", "correction", ":"}))) ++start;
  if (auto found = property(i, end); found && found->target) {
    auto k = found->end;
    bool linked = k < end && (isAssign(tokens_.norm(k)) || tokens_.is(k, Kind::email) ||
                              tokens_.is(k, Kind::phone) || tokens_.is(k, Kind::quoted));
    if (tokens_.norm(k) == "at" || tokens_.norm(k) == ",")
      linked = tokens_.is(k + 1, Kind::email) || tokens_.is(k + 1, Kind::phone);
    if (linked) {
      bool negative = tokens_.norm(k + 1) == "not";
      if (!negative) assignments(k, end, command, found->field);
      if (found->field.kind == FieldKind::name)
        command.name_part = namePart(tokens_, found->field_end);
      if (!command.changes.empty()) {
        command.targets.push_back(*found->target);
        return command;
      }
    }
  } else if (found && start > i) {
    // "the new email is x": whose?
    auto k = found->end;
    if (k < end && isAssign(tokens_.norm(k))) {
      assignments(k, end, command, found->field);
      if (!command.changes.empty()) return command;
    }
  }
  auto read = selectors_.one(i, end);
  if (read && read->selector.kind == Selector::Kind::filter && !read->selector.plural &&
      !read->selector.conditions.empty() && tokens_.norm(read->end) == "is") {
    // "the CTO of Initech is now Bob Smith"
    auto at = read->end + 1;
    while (anyOf(tokens_.norm(at), {"now", "currently"})) ++at;
    auto name = personName(scope_, at, end);
    if (!name.empty() && name.end >= end && tokens_[name.begin].capital) {
      command.targets.push_back({.kind = Selector::Kind::name, .text = tokens_.original(name)});
      for (const auto& condition : read->selector.conditions)
        command.changes[condition.field] = condition.value;
      return command;
    }
  }
  if (!read || read->selector.kind == Selector::Kind::filter) return std::nullopt;
  auto k = read->end;
  command.targets.push_back(read->selector);
  if (anyOf(tokens_.norm(k), {":", "-", ","})) {
    auto at = k + 1;
    auto field = attributes_.fieldAhead(at, end);
    if (field && field.kind != FieldKind::name) {
      assignments(at + field.length, end, command, field);
      if (!command.changes.empty() && tokens_.norm(k) != ",") return command;
    }
    command.changes.clear();
    if (tokens_.norm(k) != ",") return std::nullopt;
  }
  // "Ada should be at Acme", "Ada should have the title CTO"
  if (tokens_.norm(k) == "should" || tokens_.norm(k) == "must") ++k;
  Draft draft;
  if (const auto* employer = scope_.lexicon.employer();
      employer && read->selector.type == employer->type)
    draft.type = employer->type;
  // "Initech is in the software industry": an organization unless a person is meant
  auto past = attributes_.predicate(k, end, draft, AttributeReader::Care::strict);
  if (past == k && tokens_.norm(k) == "is" && draft.type.empty()) {
    past = attributes_.business(k + 1, end, draft);
    if (past == k + 1) past = k;
  }
  if (past == k || (draft.values.empty() && draft.name.empty())) return std::nullopt;
  take(std::move(draft), command);
  // more of the same subject
  while (past < end) {
    auto joint = past;
    while (joint < end &&
           (anyOf(tokens_.norm(joint), {"and", ",", "she", "he", "now", "they", "with", "also"})))
      ++joint;
    Draft more;
    auto next = attributes_.field(joint, end, more);
    if (next == joint) next = attributes_.bare(joint, end, more);
    if (next == joint)
      next = attributes_.predicate(joint, end, more, AttributeReader::Care::strict);
    if (next == joint && tokens_.norm(past) != "for")
      next = attributes_.affiliation(past, end, more);
    if (next == joint && tokens_.norm(joint) == "as")
      next = attributes_.role(joint + 1, end, more, AttributeReader::Care::generous);
    if (next <= joint || more.values.empty()) break;
    take(std::move(more), command);
    past = next;
  }
  return command;
}

}  // namespace parley::assistant::interpreter
