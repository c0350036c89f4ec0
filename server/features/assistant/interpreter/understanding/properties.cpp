#include "features/assistant/interpreter/understanding/updates.hpp"

#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/records.hpp"
#include "features/assistant/interpreter/understanding/titles.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = Token::Kind;

using FieldKind = FieldWords::Kind;

}  // namespace

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
    bool noun_use =
        noun && after < end &&
        (tokens_[after].capital || tokens_.is(after, Kind::quoted) ||
         (tokens_[after].word() && tokens_.norm(after).front() >= '0' &&
          tokens_.norm(after).front() <= '9') ||
         (tokens_.lower && tokens_[after].word() && !words::isStop(tokens_.norm(after)) &&
          !words::isAssignment(tokens_.norm(after)))) &&
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
  if (anyOf(preceding, {"with", "whose", "without", "has", "having", "where", "no", "by", "any"}))
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
    if (after < end && words::isOwnerPreposition(tokens_.norm(after)) &&
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
  auto read = before > i ? selectors_.one(i, before, true) : std::nullopt;
  if (!read || read->end < before) return std::nullopt;
  return Property{read->selector, field, past, past};
}

std::size_t UpdateReader::assignments(std::size_t i, std::size_t end, Command& command,
                                      const Lexicon::Field& first) const {
  auto k = i;
  while (k < end && anyOf(tokens_.norm(k), {"changed", "was", "has", "been", "is"}) &&
         tokens_.norm(k + 1) == "from")
    ++k;
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
    bool it_is = tokens_.norm(at) == "it" && anyOf(tokens_.norm(at + 1), {"is", "should", "'s"});
    return words::isAssignment(tokens_.norm(at)) || swapped || it_is ||
           (at == i && tokens_.norm(at) == "of");
  };
  while (k < end && skipped(k) && !tokens_.is(k, Kind::quoted)) ++k;
  if (k < end && (tokens_.norm(k) == "the" || tokens_.norm(k) == "new") &&
      first.kind != FieldKind::text && first.kind != FieldKind::reference)
    ++k;
  // "... is wrong, it should be ..."
  if (anyOf(tokens_.norm(k), {"wrong", "incorrect", "outdated", "false", "old", "missing",
                              "bounced", "bounces", "invalid", "dead", "obsolete"})) {
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
        while (next < end && words::isAssignment(tokens_.norm(next))) ++next;
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

Command::NamePart UpdateReader::namePart(const Tokens& tokens, std::size_t end) {
  for (auto k = end > 3 ? end - 3 : 0; k < end; ++k) {
    auto norm = tokens.norm(k);
    bool of_name = tokens.norm(k + 1) == "name";
    if (norm == "surname" || (anyOf(norm, {"last", "family"}) && of_name))
      return Command::NamePart::last;
    if (anyOf(norm, {"first", "given"}) && of_name) return Command::NamePart::first;
  }
  return Command::NamePart::whole;
}

}  // namespace parley::assistant::interpreter
