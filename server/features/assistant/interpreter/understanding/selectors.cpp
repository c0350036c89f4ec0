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

}  // namespace

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
    if (norm == "those" && anyOf(tokens_.norm(k + 1), {"who", "from", "at", "with", "without"}))
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
  bool everyone = !noun && words::isAnyPerson(tokens_.norm(k)) && !tokens_[k].capital;
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
  auto from = owned ? i : i + 1;
  if (!owned && tokens_.norm(from) == "new") ++from;
  auto past = attributes_.role(from, end, draft, AttributeReader::Care::strict);
  auto title = attributes_.personField(FieldKind::job_title);
  auto organization = attributes_.personField(FieldKind::reference);
  if (past == from || !draft.has(title)) return std::nullopt;
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
      !words::isParticle(tokens_.norm(k)) &&
      !anyOf(tokens_.norm(k),
             {"will", "with", "from", "at", "who", "whose", "without", "in", "of"}))
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
    if (!to_place && anyOf(norm, {"from", "at", "of", "@", "with", "who", "("})) {
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
    i += placePhrase(scope_, i, end, false);
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

}  // namespace parley::assistant::interpreter
