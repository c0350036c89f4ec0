#include "features/assistant/interpreter/understanding/selectors.hpp"

#include <algorithm>

#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/records.hpp"
#include "features/assistant/interpreter/understanding/titles.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = Token::Kind;
using FieldKind = FieldWords::Kind;

bool isThingWord(std::string_view norm) {
  return anyOf(norm, {"one", "ones", "record", "entry", "guy", "result", "item", "row", "option",
                      "entries", "records", "results", "items", "of"});
}

bool isEveryone(std::string_view norm) {
  return anyOf(norm, {"everyone", "everybody", "anyone", "anybody", "someone", "somebody",
                      "whoever", "people", "folks", "those"});
}

}  // namespace

std::optional<SelectorReader::Read> SelectorReader::ordinals(std::size_t i, std::size_t end) const {
  auto k = i;
  if (anyOf(tokens_.norm(k), {"the", "just", "only", "my"})) ++k;
  Selector selector{.kind = Selector::Kind::list};
  // "contact #2"
  if (auto noun = scope_.lexicon.noun(tokens_, k, end);
      noun && k + noun.length < end &&
      (anyOf(tokens_.norm(k + noun.length), {"#", "number", "no", "nr"}) ||
       tokens_.is(k + noun.length, Kind::number))) {
    selector.type = noun.entity->type;
    k += noun.length;
  }
  bool labelled = false;
  bool counted = false;
  while (k < end) {
    auto norm = tokens_.norm(k);
    if (anyOf(norm,
              {"#", "number", "no", "nr", "numbers", "option", "entry", "item", "row", "record"})) {
      if (!tokens_.is(k + 1, Kind::number) && words::cardinal(tokens_.norm(k + 1)) == 0) break;
      labelled = true;
      ++k;
      continue;
    }
    if (tokens_.is(k, Kind::number)) {
      auto value = words::cardinal(norm);
      if (value == 0) break;
      selector.ordinals.push_back(value);
      ++k;
    } else if (labelled && words::cardinal(norm) > 0) {
      selector.ordinals.push_back(words::cardinal(norm));
      ++k;
    } else if (auto ordinal = words::ordinal(norm); ordinal != 0 && !tokens_[k].capital) {
      auto many = k + 1 < end ? words::cardinal(tokens_.norm(k + 1)) : 0;
      bool latest = norm == "latter" || norm == "former";
      if (many > 0 && !latest && tokens_.norm(k + 1) != "one") {
        counted = true;
        for (int n = 1; n <= std::min(many, 200); ++n)
          selector.ordinals.push_back(ordinal < 0 ? n - many - 1 : n);
        ++k;
      } else {
        selector.ordinals.push_back(ordinal);
      }
      labelled = true;
      ++k;
    } else {
      break;
    }
    while (k < end && isThingWord(tokens_.norm(k))) ++k;
    if (auto noun = scope_.lexicon.noun(tokens_, k, end)) {
      selector.type = noun.entity->type;
      k += noun.length;
    }
    bool joined = anyOf(tokens_.norm(k), {"and", ",", "&", "or"});
    auto next = joined ? k + 1 : k;
    if (tokens_.norm(next) == "and") ++next;
    if (tokens_.norm(next) == "the") ++next;
    bool more = joined && next < end &&
                (tokens_.is(next, Kind::number) || words::ordinal(tokens_.norm(next)) != 0 ||
                 tokens_.norm(next) == "#" || tokens_.norm(next) == "number");
    if (!more) break;
    k = next;
  }
  (void)counted;
  if (selector.ordinals.empty()) return std::nullopt;
  while (k < end && (anyOf(tokens_.norm(k), {"on", "in", "from", "of"})) &&
         tokens_.norm(k + 1) != "list") {
    if ((anyOf(tokens_.norm(k + 1), {"the", "that", "this"})) &&
        (tokens_.norm(k + 2) == "list" || tokens_.norm(k + 2) == "results")) {
      k += 3;
    } else if (anyOf(tokens_.norm(k + 1), {"them", "these", "those"})) {
      k += 2;
    } else {
      break;
    }
  }
  selector.plural = selector.ordinals.size() > 1;
  // "the last contact I added"
  auto added = k;
  while (anyOf(tokens_.norm(added), {"i", "we", "you", "that", "just", "have"})) ++added;
  bool newest = selector.ordinals.size() == 1 && selector.ordinals.front() == -1 &&
                anyOf(tokens_.norm(added), {"added", "created", "saved", "made", "entered"});
  if (newest)
    return Read{{.kind = Selector::Kind::filter, .type = selector.type, .newest = true}, added + 1};
  return Read{std::move(selector), k};
}

std::optional<SelectorReader::Read> SelectorReader::pronoun(std::size_t i, std::size_t end) const {
  auto norm = tokens_.norm(i);
  auto make = [&](Selector::Kind kind, std::size_t length, bool plural) {
    Selector selector{.kind = kind, .text = std::string{tokens_.norm(i)}};
    selector.plural = plural;
    selector.person = anyOf(norm, {"her", "him", "she", "he", "his"});
    return Read{std::move(selector), i + length};
  };
  auto next = tokens_.norm(i + 1);
  if (norm == "both" && i + 1 < end && tokens_[i + 1].word() && !words::isStop(next) &&
      !scope_.lexicon.noun(tokens_, i + 1, end)) {
    return std::nullopt;
  }
  if (anyOf(norm, {"both", "all", "each", "every"})) {
    if (next == "of" && (anyOf(tokens_.norm(i + 2), {"them", "these", "those", "the"}))) {
      auto length = tokens_.norm(i + 2) == "the" ? 0U : 3U;
      if (length > 0) {
        auto noun = scope_.lexicon.noun(tokens_, i + 3, end);
        return make(Selector::Kind::list, noun ? 3 + noun.length : 3, true);
      }
    }
    if (norm == "every" && next == "one")
      return make(Selector::Kind::list, tokens_.norm(i + 2) == "of" ? 4 : 2, true);
    if (next == "these" || next == "those") {
      auto noun = scope_.lexicon.noun(tokens_, i + 2, end);
      return make(Selector::Kind::list, noun ? 2 + noun.length : 2, true);
    }
    bool alone = i + 1 >= end || !tokens_[i + 1].word() || anyOf(next, {"from", "'s", "in"});
    if (alone || norm == "both") {
      auto noun = scope_.lexicon.noun(tokens_, i + 1, end);
      if (norm == "both" || i + 1 >= end || !tokens_[i + 1].word())
        return make(Selector::Kind::list, noun ? 1 + noun.length : 1, true);
    }
    return std::nullopt;
  }
  if (anyOf(norm, {"them", "they", "these", "those", "their"})) {
    if (norm == "those" && (anyOf(next, {"from", "at", "with", "without", "who"})))
      return std::nullopt;
    auto noun = scope_.lexicon.noun(tokens_, i + 1, end);
    bool all = next == "all" || next == "both";
    std::size_t length = (norm == "these" || norm == "those") && noun ? 1 + noun.length
                         : all                                        ? 2
                                                                      : 1;
    if ((norm == "these" || norm == "those") && words::cardinal(next) > 0)
      length = 2 + (scope_.lexicon.noun(tokens_, i + 2, end).length);
    return make(Selector::Kind::pronoun, length, true);
  }
  if (anyOf(norm, {"her", "him", "it", "she", "he", "his", "its"})) {
    return make(Selector::Kind::pronoun, 1, false);
  }
  if (anyOf(norm, {"that", "this", "the", "said", "my"})) {
    auto k = i + 1;
    bool same = anyOf(tokens_.norm(k), {"same", "new", "other", "current"});
    if (same) ++k;
    if (tokens_.norm(k) == "one" && norm != "my") {
      bool qualified = norm == "the" && !same &&
                       (anyOf(tokens_.norm(k + 1), {"from", "at", "with", "named", "called",
                                                    "without", "who", "in", "whose"}));
      if (qualified) return std::nullopt;
      return make(Selector::Kind::pronoun, k + 1 - i, false);
    }
    if (auto noun = scope_.lexicon.noun(tokens_, k, end)) {
      auto past = k + noun.length;
      if (anyOf(tokens_.norm(past), {"record", "entry", "card"})) ++past;
      bool alone = past >= end || !tokens_[past].word() || tokens_.norm(past) == "'s" ||
                   (words::isStop(tokens_.norm(past)) && tokens_.norm(past) != "from" &&
                    tokens_.norm(past) != "at" && tokens_.norm(past) != "of" &&
                    tokens_.norm(past) != "with" && tokens_.norm(past) != "named" &&
                    tokens_.norm(past) != "called" && tokens_.norm(past) != "who" &&
                    tokens_.norm(past) != "whose" && tokens_.norm(past) != "for" &&
                    tokens_.norm(past) != "in" && tokens_.norm(past) != "that" &&
                    tokens_.norm(past) != "which" && tokens_.norm(past) != "titled" &&
                    tokens_.norm(past) != "by");
      if (norm == "my" && !noun.plural) alone = false;
      if (!alone || (noun.plural && norm == "my")) return std::nullopt;
      if (noun.plural && norm == "the" && !same) return std::nullopt;
      auto read = make(Selector::Kind::pronoun, past - i, noun.plural);
      read.selector.type = noun.entity->type;
      read.selector.person = noun.entity->is_person;
      return read;
    }
    bool alone = i + 1 >= end || !tokens_[i + 1].word() || anyOf(next, {"'s", "please", "from"});
    if ((norm == "that" || norm == "this") && alone) return make(Selector::Kind::pronoun, 1, false);
    if (norm == "the" && (next == "rest" || next == "others")) return std::nullopt;
    if (norm == "the" && (next == "list" || (next == "whole" && tokens_.norm(i + 2) == "list")))
      return make(Selector::Kind::list, next == "list" ? 2 : 3, true);
  }
  return std::nullopt;
}

/// "all contacts from Acme", "everyone at Initech", "contacts without a phone"
std::optional<SelectorReader::Read> SelectorReader::group(std::size_t i, std::size_t end) const {
  auto k = i;
  bool all = false;
  while (k < end) {
    auto norm = tokens_.norm(k);
    bool quantity = anyOf(norm, {"all", "every", "each", "any", "everything"});
    bool skip =
        quantity || anyOf(norm, {"of", "my", "the", "our", "those", "single", "these", "other",
                                 "several", "multiple", "some", "many", "few", "only", "just"});
    if (!skip) break;
    if (norm == "those" && (anyOf(tokens_.norm(k + 1), {"who", "from", "at", "with", "without"})))
      break;
    all = all || quantity;
    ++k;
    if (norm == "everything") {
      Selector selector{.kind = Selector::Kind::filter};
      selector.plural = true;
      auto past = k;
      selector.conditions = conditions(past, end, selector.type);
      return Read{std::move(selector), past};
    }
  }
  Selector selector{.kind = Selector::Kind::filter};
  selector.plural = true;
  auto noun = scope_.lexicon.noun(tokens_, k, end);
  if (!noun) noun = all ? scope_.lexicon.nounTyped(tokens_, k, end) : noun;
  bool everyone = !noun && isEveryone(tokens_.norm(k)) && !tokens_[k].capital;
  if (!noun && !everyone && all) {
    // "all engineers", "all the CTOs at Acme"
    auto title = evidentTitle(scope_, k, end);
    auto field = attributes_.personField(FieldKind::job_title);
    if (!title.empty() && !field.empty() && scope_.lexicon.person()) {
      selector.type = scope_.lexicon.person()->type;
      selector.conditions.push_back(
          {field, Condition::Op::contains, singularTitle(tokens_.original(title)), false});
      k = title.end;
      auto more = conditions(k, end, selector.type);
      std::ranges::move(more, std::back_inserter(selector.conditions));
      return Read{std::move(selector), k};
    }
  }
  if (!noun && !everyone) return std::nullopt;
  if (noun && !noun.plural && !all) return std::nullopt;
  if (noun && !all && tokens_[k].capital && k > 0 && !tokens_.upper && i == k) return std::nullopt;
  k += noun ? noun.length : 1;
  selector.type = noun                      ? noun.entity->type
                  : scope_.lexicon.person() ? scope_.lexicon.person()->type
                                            : "";
  auto before = k;
  selector.conditions = conditions(k, end, selector.type);
  // "contacts Ann Lee and Bob Ray": a list of names, not a group
  if (!all && noun && selector.conditions.empty() && before < end && tokens_[before].word() &&
      !words::isStop(tokens_.norm(before)))
    return std::nullopt;
  if (!all && noun && before < end && (tokens_.norm(before) == ":" || tokens_.norm(before) == ","))
    return std::nullopt;
  return Read{std::move(selector), k};
}

/// "the CTO of Initech", "our contact at Acme"
std::optional<SelectorReader::Read> SelectorReader::byTitle(std::size_t i, std::size_t end) const {
  const auto* person = scope_.lexicon.person();
  if (!person) return std::nullopt;
  auto norm = tokens_.norm(i);
  auto company = organizationName(scope_, i, end);
  bool owned = !company.empty() && tokens_.norm(company.end) == "'s" &&
               !evidentTitle(scope_, company.end + 1, end).empty();
  bool article = anyOf(norm, {"the", "our", "my", "a", "an"});
  if (!article && !owned) return std::nullopt;
  Draft draft;
  auto past = attributes_.role(owned ? i : i + 1, end, draft, AttributeReader::Care::strict);
  auto title = attributes_.personField(FieldKind::job_title);
  auto organization = attributes_.personField(FieldKind::reference);
  if (past == i || past == i + 1 || !draft.has(title)) return std::nullopt;
  // "the CTO Ada Park": the name tells more
  if (past < end && tokens_[past].word() && tokens_[past].capital && !draft.has(organization))
    return std::nullopt;
  Selector selector{.kind = Selector::Kind::filter, .type = person->type};
  selector.person = true;
  selector.conditions.push_back({title, Condition::Op::contains, *draft.values[title], false});
  if (draft.has(organization))
    selector.conditions.push_back(
        {organization, Condition::Op::contains, *draft.values[organization], false});
  return Read{std::move(selector), past};
}

std::optional<SelectorReader::Read> SelectorReader::byAddress(std::size_t i,
                                                              std::size_t end) const {
  auto k = i;
  const auto* person = scope_.lexicon.person();
  if (!person || k >= end) return std::nullopt;
  bool email = tokens_.is(k, Kind::email);
  if (!email && !tokens_.is(k, Kind::phone)) return std::nullopt;
  const auto* field = Lexicon::fieldOf(*person, email ? FieldKind::email : FieldKind::phone);
  if (!field) return std::nullopt;
  Selector selector{.kind = Selector::Kind::filter, .type = person->type};
  selector.conditions.push_back({field->field,
                                 email ? Condition::Op::equals : Condition::Op::contains,
                                 tokens_.original({k, k + 1}), false});
  return Read{std::move(selector), k + 1};
}

std::optional<SelectorReader::Read> SelectorReader::byName(std::size_t i, std::size_t end,
                                                           bool bound) const {
  auto k = i;
  Selector selector;
  while (k < end && (words::isDeterminer(tokens_.norm(k)) || tokens_.norm(k) == "old") &&
         !(tokens_[k].capital && k > i && !tokens_.lower))
    ++k;
  auto strip = [&](std::size_t at) {
    auto noun = scope_.lexicon.noun(tokens_, at, end);
    if (!noun) return at;
    auto after = at + noun.length;
    bool first_capital = tokens_[at].capital && !tokens_.upper && at > 0 && !tokens_.lower;
    bool named = after < end && (tokens_[after].word() || tokens_.is(after, Kind::quoted) ||
                                 tokens_.norm(after) == ":" || tokens_.norm(after) == ",");
    if (!named || (first_capital && after < end && tokens_[after].capital)) return at;
    selector.type = noun.entity->type;
    return after;
  };
  k = strip(k);
  while (k < end && (anyOf(tokens_.norm(k), {"named", "called", "for", ":", "titled", "record",
                                             "entry", "profile", "details", "info"}) ||
                     ((!selector.type.empty() ||
                       (k > i && anyOf(tokens_.norm(k - 1),
                                       {"record", "entry", "profile", "details", "info"}))) &&
                      (tokens_.norm(k) == "of" || tokens_.norm(k) == ",")))) {
    ++k;
  }
  if (tokens_.norm(k) == "with" && tokens_.norm(k + 1) == "the" && tokens_.norm(k + 2) == "name")
    k += 3;
  if (k + 1 < end && tokens_.norm(k) == "whose" && tokens_.norm(k + 1) == "name" &&
      tokens_.norm(k + 2) == "is")
    k += 3;
  if (k >= end) return std::nullopt;
  if (words::isStop(tokens_.norm(k)) && !tokens_[k].capital && !tokens_.is(k, Kind::quoted) &&
      !words::isParticle(tokens_.norm(k)) && tokens_.norm(k) != "will" &&
      tokens_.norm(k) != "with" && tokens_.norm(k) != "from" && tokens_.norm(k) != "at" &&
      tokens_.norm(k) != "who" && tokens_.norm(k) != "whose" && tokens_.norm(k) != "without" &&
      tokens_.norm(k) != "in" && tokens_.norm(k) != "of")
    return std::nullopt;
  if (selector.type.empty() && k > i) k = strip(k);
  // a qualified noun without a name: "the contact from Acme", "the one with email ..."
  bool one = anyOf(tokens_.norm(k), {"one", "guy", "person"});
  if (k > i && (!selector.type.empty() || one)) {
    auto after = one ? k + 1 : k;
    auto type = selector.type;
    auto conditions_end = after;
    auto found = conditions(conditions_end, end, type);
    if (!found.empty()) {
      selector.kind = Selector::Kind::filter;
      selector.type = type;
      selector.conditions = std::move(found);
      return Read{std::move(selector), conditions_end};
    }
  }
  Span span;
  if (bound) {
    auto stop = end;
    while (stop > k && (tokens_.norm(stop - 1) == "'s" || tokens_[stop - 1].kind == Kind::mark))
      --stop;
    // "Ada Park's contact"
    span = {k, stop};
    auto person_end = personName(scope_, k, stop).end;
    auto company_end = organizationName(scope_, k, stop).end;
    auto widest = std::max(person_end, company_end);
    if (widest > k && widest < stop) span.end = widest;
    if (span.empty()) return std::nullopt;
    for (auto t = span.begin; t < span.end; ++t) {
      if (tokens_.is(t, Kind::email) || tokens_.is(t, Kind::phone) || tokens_.is(t, Kind::line))
        return std::nullopt;
    }
  } else {
    auto person = personName(scope_, k, end);
    auto company = organizationName(scope_, k, end);
    span = company.end > person.end && !company.empty() ? company : person;
    if (span.empty()) return std::nullopt;
  }
  selector.text = tokens_.original(span);
  // "both Johns"
  if (i < k && anyOf(tokens_.norm(i), {"both", "all"}) && span.size() == 1 &&
      selector.text.ends_with('s')) {
    selector.text.pop_back();
    selector.plural = true;
  }
  auto past = span.end;
  if (past < end && tokens_.norm(past) == "'s") {
    auto noun = scope_.lexicon.noun(tokens_, past + 1, end);
    auto what = tokens_.norm(past + 1);
    if (noun && !noun.plural) {
      selector.type = noun.entity->type;
      past += 1 + noun.length;
    } else if (anyOf(what, {"record", "entry", "details", "info", "information", "profile", "card",
                            "data"})) {
      past += 2;
      if (anyOf(tokens_.norm(past), {"info", "details", "information"})) ++past;
    }
  }
  if (past < end) {
    auto noun = scope_.lexicon.noun(tokens_, past, end);
    bool trailing = noun && !noun.plural && !tokens_[past].capital && selector.type.empty() &&
                    (past + noun.length >= end || !tokens_[past + noun.length].word() ||
                     words::isStop(tokens_.norm(past + noun.length)));
    if (trailing && !bound) {
      selector.type = noun.entity->type;
      past += noun.length;
    }
  }
  // "Ada from Initech", "John Smith, the CTO"
  if (!bound || past < end) {
    auto norm = tokens_.norm(past);
    Draft draft;
    auto qualified = past;
    bool to_place = placePhrase(scope_, past, end, false) > 0;
    if (!to_place && (anyOf(norm, {"from", "at", "of", "@", "with", "who", "("}))) {
      if (norm == "(") ++qualified;
      auto begin = qualified;
      if (norm == "who")
        qualified = attributes_.predicate(past + 1, end, draft, AttributeReader::Care::strict);
      else if (tokens_.norm(qualified) == "with")
        qualified = attributes_.field(qualified, end, draft);
      else
        qualified = attributes_.affiliation(qualified, end, draft);
      if (qualified == begin && norm == "(") qualified = attributes_.bare(begin, end, draft);
      if (qualified == begin && norm == "(")
        qualified = attributes_.role(begin, end, draft, AttributeReader::Care::strict);
      if (qualified == begin && norm == "(") {
        auto company = organizationName(scope_, begin, end);
        if (!company.empty() && tokens_.norm(company.end) == ")") {
          draft.values[attributes_.personField(FieldKind::reference)] = tokens_.original(company);
          qualified = company.end;
        }
      }
      if (tokens_.norm(qualified) == ")") ++qualified;
    } else if (norm == ",") {
      qualified = attributes_.role(past + 1, end, draft, AttributeReader::Care::strict);
      if (qualified == past + 1) qualified = past;
    }
    if (!draft.values.empty()) {
      for (const auto& [field, value] : draft.values) {
        if (value) selector.conditions.push_back({field, Condition::Op::contains, *value, false});
      }
      past = qualified;
    }
  }
  return Read{std::move(selector), past};
}

std::optional<SelectorReader::Read> SelectorReader::one(std::size_t i, std::size_t end,
                                                        bool bound) const {
  end = std::min(end, tokens_.size());
  if (i >= end) return std::nullopt;
  auto complete = [&](const std::optional<Read>& read) {
    if (!read || !bound) return read.has_value();
    auto stop = end;
    while (stop > i && (tokens_.norm(stop - 1) == "'s" ||
                        (tokens_[stop - 1].kind == Kind::mark && !tokens_[stop - 1].is(")"))))
      --stop;
    return read->end >= stop;
  };
  if (auto read = byAddress(i, end); complete(read)) return read;
  if (auto read = ordinals(i, end); complete(read)) return read;
  if (auto read = pronoun(i, end); complete(read)) return read;
  if (auto read = group(i, end); complete(read)) return read;
  if (auto read = byTitle(i, end); complete(read)) return read;
  return byName(i, end, bound);
}

std::vector<Selector> SelectorReader::several(std::size_t& i, std::size_t end) const {
  std::vector<Selector> found;
  while (i < end && found.size() < 50) {
    auto read = one(i, end);
    if (!read || read->end <= i) break;
    if (!found.empty() && read->selector.type.empty()) read->selector.type = found.back().type;
    found.push_back(std::move(read->selector));
    i = read->end;
    auto k = i;
    while (k < end && (anyOf(tokens_.norm(k), {",", "and", "&", "or", ";", "plus", "also"}) ||
                       tokens_.is(k, Kind::line)))
      ++k;
    if (k == i || k >= end) break;
    i = k;
  }
  // "contacts Ann and Bob": the noun before holds for all; a plural noun is no selector of its own
  return found;
}

std::size_t SelectorReader::missing(std::size_t i, std::size_t end,
                                    std::vector<Condition>& out) const {
  auto k = i;
  auto norm = tokens_.norm(k);
  bool negative = false;
  bool positive = false;
  if (anyOf(norm, {"without", "missing", "lacking", "lack", "lacks", "miss"})) {
    negative = true;
    ++k;
  } else if (anyOf(norm, {"with", "having", "have", "has", "got"})) {
    ++k;
    if (anyOf(tokens_.norm(k), {"no", "not", "missing", "empty", "blank"})) {
      negative = true;
      ++k;
    } else {
      positive = true;
    }
  } else if ((norm == "do" || norm == "does") && tokens_.norm(k + 1) == "not" &&
             (tokens_.norm(k + 2) == "have" || tokens_.norm(k + 2) == "got")) {
    negative = true;
    k += 3;
  } else if ((norm == "do" || norm == "does") && tokens_.norm(k + 1) == "not" &&
             anyOf(tokens_.norm(k + 2), {"belong", "work"})) {
    // "who do not belong to any organization"
    negative = true;
    k += 3;
    while (anyOf(tokens_.norm(k), {"to", "at", "for", "with"})) ++k;
    if (!anyOf(tokens_.norm(k), {"any", "a", "an"})) return i;
  } else if (norm == "where" || norm == "whose") {
    ++k;
    auto field_at = k;
    auto field = attributes_.fieldAhead(field_at, end);
    auto after = field_at + field.length;
    bool empty = field && (tokens_.norm(after) == "is" || tokens_.norm(after) == "are") &&
                 (anyOf(tokens_.norm(after + 1), {"missing", "empty", "blank", "unknown", "not"}));
    if (!empty) return i;
    out.push_back({field.name, Condition::Op::missing, {}, false});
    return std::min(end, after + (tokens_.norm(after + 1) == "not" ? 3 : 2));
  } else {
    return i;
  }
  bool any = false;
  while (k < end) {
    auto at = k;
    auto field = attributes_.fieldAhead(at, end, true);
    if (!field) break;
    auto after = at + field.length;
    // "with email bob@..." is a value, not a presence
    if (positive && after < end) {
      auto next = tokens_.norm(after);
      bool closed = tokens_[after].kind == Kind::mark ||
                    anyOf(next, {"and", "or", "on", "but", "address", "set", "saved"});
      if (!closed) return i;
    }

    out.push_back(
        {field.name, negative ? Condition::Op::missing : Condition::Op::present, {}, false});
    any = true;
    k = after;
    while (k < end &&
           (anyOf(tokens_.norm(k), {"on", "file", "set", "saved", "address", "listed", "given",
                                    "stored", "recorded", "yet", "at", "record"}))) {
      if (tokens_.norm(k) == "at" && tokens_.norm(k + 1) != "all") break;
      k += tokens_.norm(k) == "at" ? 2 : 1;
    }
    auto joint = k;
    while (joint < end && (anyOf(tokens_.norm(joint), {"and", "or", ",", "no", "a"}))) ++joint;
    if (joint == k) break;
    auto next = joint;
    if (!attributes_.fieldAhead(next, end)) break;
    k = joint;
  }
  return any ? k : i;
}

std::size_t SelectorReader::fieldCondition(std::size_t i, std::size_t end, const std::string& type,
                                           std::vector<Condition>& out) const {
  auto k = i;
  auto norm = tokens_.norm(k);
  // "with engineer in their title"
  if (anyOf(norm, {"with", "containing", "having", "that", "who", "have", "has"})) {
    for (auto in = k + 2; in < std::min(end, k + 8); ++in) {
      if (tokens_.norm(in) != "in") continue;
      auto at = in + 1;
      auto field = attributes_.fieldAhead(at, end);
      if (!field) break;
      auto begin = k + 1;
      while (begin < in && (words::isDeterminer(tokens_.norm(begin)) ||
                            anyOf(tokens_.norm(begin), {"word", "have", "has"})))
        ++begin;
      if (begin >= in) break;
      out.push_back({field.name, Condition::Op::contains, tokens_.original({begin, in}), false});
      return at + field.length;
    }
  }
  if (anyOf(norm, {"whose", "with", "where", "by", "having", "has", "have", "under", "using"})) ++k;
  auto at = k;
  auto field = attributes_.fieldAhead(at, end, k > i);
  if (!field) return i;
  auto next = at + field.length;
  if (field.kind == FieldKind::name && !type.empty()) {
    const auto* entity = scope_.lexicon.byType(type);
    (void)entity;
  }
  auto op = Condition::Op::contains;
  bool negated = false;
  bool linked = k > i;
  while (next < end) {
    auto word = tokens_.norm(next);
    if (anyOf(word, {"starts", "begins", "starting", "beginning", "start", "begin"}))
      op = Condition::Op::starts;
    else if (anyOf(word, {"ends", "ending", "end"}))
      op = Condition::Op::ends;
    else if (word == "not" || word == "isn't")
      negated = true;
    else if (word != "is" && word != ":" && word != "=" && word != "contains" &&
             word != "containing" && word != "contain" && word != "includes" &&
             word != "including" && word != "like" && word != "with" && word != "of" &&
             word != "are" && word != "the" && word != "word" && word != "matching" &&
             word != "matches" && word != "has" && word != "in" && word != "does" &&
             word != "equals" && word != "address" && word != "set" && word != "to" &&
             word != "a" && word != "an" && word != "have" && word != "as" && word != "at")
      break;
    linked = true;
    ++next;
  }
  if (!linked || next >= end) return i;
  if (field.kind == FieldKind::email || field.kind == FieldKind::phone) {
    // parts of an address: "ends with @acme.com", "gmail"
    auto stop = next;
    if (tokens_.norm(stop) == "@") ++stop;
    if (stop < end) ++stop;
    out.push_back({field.name,
                   tokens_.is(next, Kind::email) ? Condition::Op::equals
                   : op == Condition::Op::starts || op == Condition::Op::ends
                       ? op
                       : Condition::Op::contains,
                   tokens_.original({next, stop}), negated});
    return stop;
  }
  auto read = attributes_.value(field, next, end);
  if (!read) return i;
  out.push_back({field.name, op, read->text, negated});
  return read->end;
}

std::size_t SelectorReader::condition(std::size_t i, std::size_t end, std::string& type,
                                      std::vector<Condition>& out) const {
  const auto* person = scope_.lexicon.person();
  const auto* employer = scope_.lexicon.employer();
  auto organization = attributes_.personField(FieldKind::reference);
  auto title = attributes_.personField(FieldKind::job_title);
  auto norm = tokens_.norm(i);
  auto past = missing(i, end, out);
  if (past > i) return past;
  bool about_people = person && (type.empty() || type == person->type);
  if (norm == "named" || norm == "called" ||
      ((anyOf(norm, {"with", "by", "of"})) &&
       (anyOf(tokens_.norm(i + 1), {"the", "last", "first", "name", "a"})))) {
    auto k = norm == "named" || norm == "called" ? i + 1 : i + 1;
    bool ok = norm == "named" || norm == "called";
    for (; !ok && k < std::min(end, i + 5); ++k) {
      if (anyOf(tokens_.norm(k), {"name", "surname", "names"})) {
        ok = true;
        ++k;
        break;
      }
    }
    while (ok && k < end &&
           (anyOf(tokens_.norm(k), {"of", "is", "like", "containing", "starting", "with"})))
      ++k;
    if (ok) {
      auto a = personName(scope_, k, end);
      auto b = organizationName(scope_, k, end);
      auto span = b.end > a.end ? b : a;
      if (!span.empty()) {
        out.push_back({"name", Condition::Op::contains, tokens_.original(span), false});
        return span.end;
      }
    }
  }
  past = fieldCondition(i, end, type, out);
  if (past > i) return past;
  if (tokens_.is(i, Kind::email) && about_people) {
    out.push_back({attributes_.personField(FieldKind::email), Condition::Op::equals,
                   tokens_.original({i, i + 1}), false});
    return i + 1;
  }
  if (anyOf(norm, {"with", "using", "have", "has"})) {
    // "with a gmail address"
    auto word = tokens_.norm(i + 1) == "a" || tokens_.norm(i + 1) == "an" ? i + 2 : i + 1;
    if (tokens_.norm(word) == "@") ++word;
    auto at = word + 1;
    auto field = scope_.lexicon.field(tokens_, at, end);
    bool address = at < end && (tokens_.norm(at) == "address" || tokens_.norm(at) == "addresses" ||
                                (field && field.kind == FieldKind::email));
    if (address && tokens_[word].word()) {
      out.push_back({attributes_.personField(FieldKind::email), Condition::Op::contains,
                     tokens_.original({word, word + 1}), false});
      return at + (field ? field.length : 1);
    }
  }
  // "contacts for smith", "people matching engineer": anything in the record
  if ((anyOf(norm, {"for", "matching", "containing", "mentioning"})) && i + 1 < end &&
      !words::isDeterminer(tokens_.norm(i + 1)) && tokens_.norm(i + 1) != "me" &&
      tokens_.norm(i + 1) != "us") {
    auto a = personName(scope_, i + 1, end);
    auto b = organizationName(scope_, i + 1, end);
    auto span = b.end > a.end ? b : a;
    if (!span.empty()) {
      out.push_back({"*", Condition::Op::contains, tokens_.original(span), false});
      return span.end;
    }
  }
  if (about_people) {
    auto k = i;
    if (norm == "who" || norm == "that") ++k;
    if (tokens_.norm(k) == "currently") ++k;
    bool works = false;
    bool negated = false;
    if ((tokens_.norm(k) == "do" || tokens_.norm(k) == "does") && tokens_.norm(k + 1) == "not") {
      negated = true;
      k += 2;
    }
    auto verb = tokens_.norm(k);
    if (anyOf(verb, {"work", "works", "working", "employed", "is", "are", "come", "belong",
                     "belonging", "based"})) {
      works = true;
      ++k;
    }
    if (tokens_.norm(k) == "not") {
      negated = true;
      ++k;
    }
    auto preposition = tokens_.norm(k);
    if (anyOf(preposition, {"at", "from", "with"}) || (preposition == "for" && works) ||
        preposition == "of" || preposition == "@" || (preposition == "to" && works) ||
        ((anyOf(preposition, {"in", "under", "by", "within"})) &&
         !words::isDepartment(tokens_.norm(k + 1)))) {
      auto start = k + 1;
      if (words::isDeterminer(tokens_.norm(start))) ++start;
      auto noun = scope_.lexicon.noun(tokens_, start, end);
      start =
          noun && noun.entity == employer && !tokens_[start].capital ? start + noun.length : k + 1;
      if (tokens_.norm(start) == "called" || tokens_.norm(start) == "named") ++start;
      auto span = organizationName(scope_, start, end);
      auto first = tokens_.norm(start);
      bool system = anyOf(first, {"crm", "database", "list", "system", "my", "alphabetical", "file",
                                  "order", "total"});
      if (!span.empty() && !system && placePhrase(scope_, k, end, false) == 0) {
        out.push_back({organization, Condition::Op::contains, tokens_.original(span), negated});
        type = person->type;
        return span.end;
      }
    }
    if (preposition == "in" && words::isDepartment(tokens_.norm(k + 1))) {
      out.push_back({title, Condition::Op::contains, tokens_.original({k + 1, k + 2}), false});
      return k + 2;
    }
    if (preposition == "as" || verb == "are" || verb == "is") {
      auto from = preposition == "as" ? k + 1 : k;
      auto span =
          preposition == "as" ? expectedTitle(scope_, from, end) : evidentTitle(scope_, from, end);
      if (!span.empty()) {
        out.push_back(
            {title, Condition::Op::contains, singularTitle(tokens_.original(span)), negated});
        return span.end;
      }
    }
  }
  if (employer && (type.empty() || type == employer->type)) {
    auto k = i;
    if (norm == "that" || norm == "which") ++k;
    if (tokens_.norm(k) == "are" || tokens_.norm(k) == "is") ++k;
    if (tokens_.norm(k) == "in" || tokens_.norm(k) == "from") {
      auto start = tokens_.norm(k + 1) == "the" ? k + 2 : k + 1;
      auto stop = start;
      while (stop < end && stop - start < 4 && tokens_[stop].word() &&
             !words::isStop(tokens_.norm(stop)) && tokens_.norm(stop) != "industry" &&
             tokens_.norm(stop) != "sector" && tokens_.norm(stop) != "space" &&
             tokens_.norm(stop) != "business")
        ++stop;
      auto industry = Lexicon::fieldNamed(*employer, "industry");
      if (stop > start && industry && placePhrase(scope_, k, end, false) == 0 &&
          tokens_.norm(start) != "alphabetical") {
        out.push_back(
            {industry->field, Condition::Op::contains, tokens_.original({start, stop}), false});
        bool closed =
            stop < end && (anyOf(tokens_.norm(stop), {"industry", "sector", "space", "business"}));
        return closed ? stop + 1 : stop;
      }
    }
  }
  return i;
}

std::vector<Condition> SelectorReader::conditions(std::size_t& i, std::size_t end,
                                                  std::string& type) const {
  std::vector<Condition> found;
  while (i < end) {
    auto k = i;
    while (
        k < end &&
        (anyOf(tokens_.norm(k), {"and", "but", ","}) ||
         ((anyOf(tokens_.norm(k), {"who", "that", "which"})) &&
          (anyOf(tokens_.norm(k + 1), {"have", "has", "do", "does", "lack", "lacks", "are"}))))) {
      if ((tokens_.norm(k) == "and" || tokens_.norm(k) == ",") && found.empty()) break;
      ++k;
    }
    auto past = condition(k, end, type, found);
    if (past == k) {
      // who/that are part of some conditions
      if (k > i) past = condition(i, end, type, found);
      if (past <= k) break;
    }
    i = past;
  }
  return found;
}

}  // namespace parley::assistant::interpreter
