#include "features/assistant/interpreter/understanding/updates.hpp"

#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/records.hpp"
#include "features/assistant/interpreter/understanding/titles.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = Token::Kind;

using FieldKind = FieldWords::Kind;

}  // namespace

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
    if (!target && (words::isOwnerPreposition(norm) || norm == "off")) {
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

/// "this number +1 555 0100, it's Kurt's": whose it is, told behind. What is told of no name is
/// not understood.
std::optional<Command> UpdateReader::ownerBehind(std::size_t i, std::size_t end) const {
  auto k = i;
  while (k < end && words::isDeterminer(tokens_.norm(k))) ++k;
  k += scope_.lexicon.field(tokens_, k, end).length;
  while (k < end && (tokens_.norm(k) == ":" || tokens_.norm(k) == "is")) ++k;
  Draft draft;
  auto past = attributes_.bare(k, end, draft);
  if (past == k) return std::nullopt;
  while (past < end && (tokens_[past].punctuation() || tokens_.norm(past) == "and")) ++past;
  static const auto table = [] {
    Phrases<char> phrases;
    phrases.add("its|it is|that is|this is|which is|it belongs to|that belongs to|belongs to|is",
                'x');
    return phrases;
  }();
  auto owns = table.at(tokens_, past, end);
  if (!owns) return std::nullopt;
  past += owns.length;
  bool preposition =
      anyOf(tokens_.norm(past), {"from", "of", "for"}) || tokens_.norm(past - 1) == "to";
  if (anyOf(tokens_.norm(past), {"from", "of", "for"})) ++past;
  Command command{.intent = Intent::statement};
  auto span = personName(scope_, past, end);
  auto text = span.empty() ? std::string{} : personText(scope_, span);
  past = span.end;
  auto last = span.empty() ? std::string_view{} : tokens_.norm(span.end - 1);
  // "its Kurts"
  bool plural = !preposition && tokens_.norm(past) != "'s" && last.ends_with('s') &&
                !words::isGivenName(last);
  if (plural)
    text =
        words::isGivenName(last.substr(0, last.size() - 1)) ? text.substr(0, text.size() - 1) : "";
  if (tokens_.norm(past) == "'s") ++past;
  if (auto told = attributes_.role(past, end, draft, AttributeReader::Care::strict); told > past)
    past = told;
  while (past < end && tokens_[past].punctuation()) ++past;
  if (text.empty() || past < end) return Command{};
  take(std::move(draft), command);
  command.targets.push_back({.kind = Selector::Kind::name, .text = std::move(text)});
  return command;
}

std::optional<Command> UpdateReader::addition(std::size_t i, std::size_t end) const {
  // "add a phone number to Ada: 555", "add ada@x.com to Ada Park", "add Ada's email: ..."
  Command command{.intent = Intent::update};
  if (auto first = valueFirst(i, end)) return first;
  if (auto owned = ownerBehind(i, end)) return owned;
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
                anyOf(tokens_.norm(i + 2), {"reach", "call", "contact", "email"})) ||
               (tokens_.norm(i) == "reach" && i + 2 < end);
  if (reach) {
    auto read = selectors_.one(tokens_.norm(i) == "you" ? i + 3 : i + 1, end);
    if (read && anyOf(tokens_.norm(read->end), {"at", "on", "under", "via"})) {
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
  while (start < end && anyOf(tokens_.norm(start), {"new", "the", "correction", ":"})) ++start;
  if (auto found = property(i, end); found && found->target) {
    auto k = found->end;
    bool linked = k < end && (words::isAssignment(tokens_.norm(k)) || tokens_.is(k, Kind::email) ||
                              tokens_.is(k, Kind::phone) || tokens_.is(k, Kind::quoted));
    linked = linked || anyOf(tokens_.norm(k), {"bounced", "bounces"});
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
  } else if (found && (start > i ||
                       (tokens_.norm(found->end) == ":" && found->field.kind != FieldKind::name))) {
    // "the new email is x": whose?
    auto k = found->end;
    if (k < end && words::isAssignment(tokens_.norm(k))) {
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
  // "everyone at Initech is a consultant now" tells of those people, "the CTO is ..." of nobody yet
  bool group = read && read->selector.kind == Selector::Kind::filter;
  if (!read || (group && (!read->selector.plural || read->selector.conditions.empty())))
    return std::nullopt;
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
  if (group && !draft.name.empty()) return std::nullopt;
  take(std::move(draft), command);
  // more of the same subject
  while (past < end) {
    auto joint = past;
    while (joint < end &&
           anyOf(tokens_.norm(joint), {"and", ",", "she", "he", "now", "they", "with", "also"}))
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
