#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/work_reader.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = Token::Kind;

/// Between what is told of a record: ", with", "and".
bool isJoint(std::string_view norm) {
  return anyOf(norm, {",",    "and", "with", "(",     ")",    "-",      ";",
                      "as",   "it",  "is",   "which", "that", "please", "a",
                      "make", "set", "then", ".",     "be",   "should", "already"});
}

}  // namespace

std::size_t WorkReader::skipArticles(std::size_t i, std::size_t end) const {
  auto opens = [&](std::size_t k) {
    return k == 0 || tokens_.is(k - 1, Kind::line) || is(k - 1, {".", "!", "?"});
  };
  while (i + 1 < end &&
         (is(i, {"the", "my", "our", "a", "an", "new", "this", "that", "any"}) ||
          (is(i, {"whole", "entire"}) && i > 0 && is(i - 1, {"the"}))) &&
         (!tokens_[i].capital || opens(i)))
    ++i;
  return i;
}

bool WorkReader::namesKind(Span span) const {
  for (auto k = span.begin; k < span.end; ++k) {
    if (tokens_.is(k, Kind::quoted)) continue;
    auto found = noun(k, span.end);
    // "Action Network": a name
    bool capital = tokens_[k].capital && k > span.begin && !tokens_.upper && !tokens_.lower;
    if (found && !capital) return true;
  }
  return false;
}

Selector WorkReader::target(Span span) const {
  while (!span.empty() && tokens_[span.begin].punctuation()) ++span.begin;
  while (!span.empty() && tokens_[span.end - 1].punctuation()) --span.end;
  Selector selector;
  if (span.empty()) return Selector{.kind = Selector::Kind::pronoun, .text = "it"};
  if (auto read = selectors_.one(span.begin, span.end);
      read && read->end >= span.end &&
      (read->selector.kind == Selector::Kind::pronoun ||
       read->selector.kind == Selector::Kind::list || read->selector.newest))
    return read->selector;
  bool group = is(span.begin, {"all", "every", "each", "both", "everything", "my", "the", "any"}) ||
               noun(span.begin, span.end).plural;
  if (group) {
    auto found = listing(span.begin, span.end);
    // "everything in Website relaunch": all that belongs to something
    if (found && !found->noun && found->conditions > 0 && is(span.begin, {"everything"})) {
      for (const auto& entity : scope_.lexicon.entities()) {
        if (fieldFor(entity, work_field::parent)) found->query.type = entity.type;
      }
      found->noun = found->plural = true;
    }
    if (found && found->noun && (found->plural || found->conditions > 0)) {
      bool single = !found->plural;
      selector.kind = Selector::Kind::filter;
      selector.type = found->query.type;
      selector.conditions = std::move(found->query.conditions);
      selector.plural = !single;
      return selector;
    }
  }
  auto k = skipArticles(span.begin, span.end);
  if (auto found = noun(k, span.end); found && !found.plural) {
    auto after = k + found.length;
    bool name_goes_on = tokens_[k].capital && after < span.end && tokens_[after].word() &&
                        !tokens_[after].capital && !tokens_.lower && k > 0;
    if (after < span.end && !name_goes_on) {
      selector.type = found.entity->type;
      while (after + 1 < span.end &&
             is(after, {":", "called", "named", "titled", "to", "about", ",", "of", "for"}))
        ++after;
      k = after;
    } else if (after >= span.end) {
      return Selector{.kind = Selector::Kind::pronoun, .type = found.entity->type, .text = "it"};
    }
  }
  auto end = span.end;
  for (auto t = k + 1; t < span.end; ++t) {
    auto found = noun(t, span.end);
    if (!found || found.plural || t + found.length < span.end || !selector.type.empty()) continue;
    if (tokens_[t].capital && !tokens_.lower && !tokens_.upper) continue;
    selector.type = found.entity->type;
    end = t;
  }
  selector.text = nameText(scope_, {k, end});
  return selector;
}

bool WorkReader::closed(std::size_t k, std::size_t end) const {
  if (k >= end || tokens_[k].punctuation()) return true;
  if (is(k, {"and", "with", "please", "assigned", "for", "to", "in", "under", "due"}))
    return announces(k, end) || is(k, {"and", "with"});
  return announces(k, end);
}

/// Whether something is told of the record at k that needs no closer look.
bool WorkReader::announces(std::size_t k, std::size_t end) const {
  if (k >= end || tokens_.is(k, Kind::quoted)) return false;
  if (auto due = dueWord(tokens_, k, end); due > 0 && datePhrase(tokens_, k + due, end, today_))
    return true;
  if (assignedWord(tokens_, k, end) > 0) return true;
  auto from = is(k, {"with", "of", "at"}) ? k + 1 : k;
  if (choiceAt(scope_, from, end).labelled) return true;
  if (is(k, {"by", "until", "till", "before", "on", "for", "within", "in"})) {
    auto date = datePhrase(tokens_, k, end, today_);
    if (date && (date->end >= end || tokens_[date->end].punctuation())) return true;
  }
  if (is(k, {"to", "in", "into", "for", "under", "on", "of"})) {
    auto found = noun(skipArticles(k + 1, end), end);
    if (found && fieldFor(*found.entity, work_field::parent) == nullptr && !found.plural)
      return true;
  }
  return false;
}

std::size_t WorkReader::extent(std::size_t k, std::size_t end) const {
  if (tokens_.is(k, Kind::quoted)) return k + 1;
  auto t = k;
  while (t < end) {
    bool mark = tokens_[t].punctuation() && !is(t, {"&", "/", "+", "'", "#", "-", "."});
    bool dash = is(t, {"-"}) && !tokens_[t].glued;
    if (mark || dash || (t > k && announces(t, end))) break;
    if (t > k && is(t, {"with", "and"}) && announces(t + 1, end)) break;
    ++t;
  }
  return t;
}

/// "..., Ada will do it", "I am responsible for it": who does it, told in a clause of its own.
std::size_t WorkReader::doerAttribute(std::size_t k, std::size_t end, Draft& draft) const {
  static const auto table = [] {
    Phrases<char> phrases;
    for (std::string_view will : {"will", "shall", "should", "can", "is going to"})
      for (std::string_view does :
           {"do it", "do that", "do this", "take it", "take that", "handle it", "handle that",
            "take care of it", "take care of that", "be responsible", "be responsible for it"})
        phrases.add(std::string{will} + " " + std::string{does}, 'x');
    for (std::string_view be : {"is", "am"})
      for (std::string_view does : {"responsible", "responsible for it", "responsible for that",
                                    "in charge", "in charge of it", "doing it", "on it"})
        phrases.add(std::string{be} + " " + std::string{does}, 'x');
    phrases.add("does it|does that|takes it|takes care of it|handles it|takes care of that", 'x');
    return phrases;
  }();
  constexpr std::size_t longest_who = 3;
  auto member = std::string{work_field::member};
  if (draft.has(member)) return k;
  for (auto t = k + 1; t < std::min(end, k + 1 + longest_who); ++t) {
    auto match = table.at(tokens_, t, end);
    if (!match || !closed(t + match.length, end)) continue;
    if (is(k, {"it", "he", "she", "they", "we", "who", "that", "this"})) return k;
    draft.values[member] = isMe(tokens_.norm(k)) && t == k + 1 ? std::string{work_value::me}
                                                               : nameText(scope_, {k, t});
    return t + match.length;
  }
  return k;
}

std::size_t WorkReader::dateAttribute(std::size_t k, std::size_t end, Draft& draft) const {
  if (draft.has(work_field::date)) return k;
  auto put = [&](const DatePhrase& date) {
    draft.values[std::string{work_field::date}] = dayText(date.point);
    return date.end;
  };
  if (auto due = dueWord(tokens_, k, end); due > 0) {
    if (auto date = datePhrase(tokens_, k + due, end, today_)) return put(*date);
  }
  auto date = datePhrase(tokens_, k, end, today_);
  if (!date) return k;
  bool told = is(k, {"by", "until", "till", "before"});
  return told || closed(date->end, end) ? put(*date) : k;
}

std::size_t WorkReader::choiceAttribute(std::size_t k, std::size_t from, std::size_t end,
                                        Draft& draft) const {
  auto choice = choiceAt(scope_, k, end);
  if (!choice || draft.has(choice.field)) return k;
  bool set_off = k > from && closed(choice.end, end);
  // "the project Roof terrace on hold": no name ends so
  bool plain = !set_off && choice.phrase.contains(' ') && is(k, {"on", "in"}) && k == from &&
               closed(choice.end, end);
  if (!choice.labelled && !set_off && !plain) return k;
  draft.values[choice.field] = choice.phrase;
  return choice.end;
}

/// "to the project X", "in the X project", "to it", "project: X"
std::size_t WorkReader::parentAttribute(std::size_t k, std::size_t end, const std::string& type,
                                        Draft& draft) const {
  const auto* entity = scope_.lexicon.byType(type);
  const auto* parent = entity ? fieldFor(*entity, work_field::parent) : nullptr;
  auto key = std::string{work_field::parent};
  if (!parent || draft.has(key)) return k;
  bool preposition = is(k, {"to", "in", "into", "for", "under", "on", "within", "of", "from"});
  // "Scan the receipts @ Newsletter"
  if (is(k, {"@"}) && k + 1 < end) {
    auto stop = extent(k + 1, end);
    draft.values[key] = nameText(scope_, {k + 1, stop});
    return stop;
  }
  auto at = preposition ? k + 1 : k;
  if (preposition && is(at, {"it", "there"})) {
    draft.values[key] = std::string{work_value::it};
    return at + 1;
  }
  auto start = skipArticles(at, end);
  auto isParent = [&](const Lexicon::Noun& found) {
    return found && found.entity->type == parent->refers_to && !found.plural;
  };
  if (auto found = noun(start, end); isParent(found)) {
    auto name = start + found.length;
    bool labelled = !preposition && start == k && tokens_.norm(name) == ":";
    if (!preposition && !labelled && !(k > 0 && is(k - 1, {",", "("}))) return k;
    while (name < end && is(name, {":", "called", "named"})) ++name;
    auto stop = extent(name, end);
    auto text = nameText(scope_, {name, stop});
    draft.values[key] = text.empty() ? std::string{work_value::it} : text;
    return std::max(stop, name);
  }
  if (!preposition) return k;
  // "in the Website relaunch project"
  constexpr std::size_t longest = 8;
  for (auto t = start + 1; t < std::min(end, start + longest) && !tokens_[t].punctuation(); ++t) {
    if (!isParent(noun(t, end))) continue;
    draft.values[key] = nameText(scope_, {start, t});
    return t + noun(t, end).length;
  }
  return k;
}

/// "for Initech", "client: Initech"
std::size_t WorkReader::clientAttribute(std::size_t k, std::size_t end, const std::string& type,
                                        Draft& draft) const {
  const auto* entity = scope_.lexicon.byType(type);
  const auto* client = entity ? Lexicon::fieldOf(*entity, FieldWords::Kind::reference) : nullptr;
  if (!client || client->required || draft.has(client->field)) return k;
  auto at = k;
  bool preposition = is(at, {"for", "with", "at"});
  if (preposition) ++at;
  auto labelled = at;
  auto field = workField(scope_, labelled, end);
  bool told = field && field.name == client->field;
  if (told) {
    at = labelled + field.length;
    // "Customer survey": a name that begins with the word
    if (!preposition && tokens_[labelled].capital && !is(at, {":", "is", "="}) && !tokens_.lower)
      return k;
    while (at < end && is(at, {":", "is", "called", "named", "="})) ++at;
  } else if (!preposition) {
    return k;
  }
  if (at >= end || (is(at, {"me", "us", "the", "a"}) && !tokens_[at].capital)) {
    if (!is(at, {"the"}) || !tokens_[at + 1].capital) return k;
    ++at;
  }
  bool proper = tokens_[at].capital || tokens_[at].caseless || tokens_.is(at, Kind::quoted) ||
                tokens_.is(at, Kind::number) || told || (tokens_.lower && is(k, {"for"}));
  if (!proper || datePhrase(tokens_, at, end, today_)) return k;
  auto stop = extent(at, end);
  for (auto t = at; t < stop; ++t) {
    if (is(t, {"called", "named", "titled"})) stop = t;
  }
  auto text = nameText(scope_, {at, stop});
  if (text.empty()) return k;
  draft.values[client->field] = tokens_.lower ? organizationText(scope_, {at, stop}) : text;
  return stop;
}

std::size_t WorkReader::attribute(std::size_t k, std::size_t end, const std::string& type,
                                  Draft& draft) const {
  auto at = k;
  auto joins = [&](std::size_t t) {
    return isJoint(tokens_.norm(t)) || (t > k && is(t, {"the"}) && is(t - 1, {"with", "and"}));
  };
  while (at < end && joins(at) && !tokens_.is(at, Kind::quoted)) {
    if (auto past = dateAttribute(at, end, draft); past > at) return past;
    bool aboard = false;
    for (auto t = at + 2; is(at, {"with"}) && t < std::min(end, at + 8); ++t)
      aboard = aboard || (is(t, {"on"}) && is(t + 1, {"it", "board", "the"}));
    auto past = aboard ? at : clientAttribute(at, end, type, draft);
    if (past > at) return past;
    ++at;
  }
  if (at >= end) return k;
  if (auto past = dateAttribute(at, end, draft); past > at) return past;
  if (auto past = choiceAttribute(at, k, end, draft); past > at) return past;
  auto member = std::string{work_field::member};
  if (auto length = assignedWord(tokens_, at, end); length > 0 && !draft.has(member)) {
    auto who = at + length;
    while (who < end && is(who, {":", "is"})) ++who;
    auto stop = extent(who, end);
    if (stop > who) {
      draft.values[member] = isMe(tokens_.norm(who)) && stop == who + 1
                                 ? std::string{work_value::me}
                                 : nameText(scope_, {who, stop});
      return stop;
    }
  }
  if (at > k && is(at - 1, {","})) {
    if (auto past = doerAttribute(at, end, draft); past > at) return past;
  }
  // "with Priya and Tom on it"
  for (auto t = at + 1; at > k && is(at - 1, {"with"}) && t < std::min(end, at + 8); ++t) {
    bool aboard = is(t, {"on"}) && is(t + 1, {"it", "board", "the"});
    if (!aboard || draft.has(member)) continue;
    draft.values[member] = nameText(scope_, {at, t});
    return is(t + 1, {"the"}) ? t + 3 : t + 2;
  }
  if (is(at, {"for"}) && is(at + 1, {"me", "myself"}) && closed(at + 2, end) &&
      !draft.has(member)) {
    draft.values[member] = std::string{work_value::me};
    return at + 2;
  }
  if (auto past = parentAttribute(at, end, type, draft); past > at) return past;
  if (auto past = clientAttribute(at, end, type, draft); past > at) return past;
  return k;
}

/// Words that fit nowhere, except those that say nothing.
void WorkReader::leaveOut(Draft& draft, Span span) const {
  for (auto k = span.begin; k < span.end; ++k) {
    bool idle = tokens_[k].punctuation() ||
                is(k, {"no",    "rush", "so",  "please", "thanks", "thank",    "you",
                       "ok",    "and",  "for", "now",    "if",     "possible", "hurry",
                       "there", "is",   "it",  "just",   "to",     "the"});
    if (idle) continue;
    draft.ignored.push_back(nameText(scope_, span));
    return;
  }
}

Draft WorkReader::item(Span span, const std::string& type) const {
  Draft draft;
  draft.type = type;
  auto k = span.begin;
  while (k < span.end && (tokens_[k].punctuation() || tokens_.is(k, Kind::line))) ++k;
  // "Order sofas there": in what was spoken of
  const auto* entity = scope_.lexicon.byType(type);
  if (entity && fieldFor(*entity, work_field::parent) && span.end > k + 2 &&
      is(span.end - 1, {"there"})) {
    draft.values[std::string{work_field::parent}] = std::string{work_value::it};
    --span.end;
  }
  std::string name;
  auto begin = k;
  bool quoted = tokens_.is(k, Kind::quoted);
  if (quoted) {
    name = tokens_.original({k, k + 1});
    begin = ++k;
  }
  auto keep = [&](std::size_t until) {
    auto text = nameText(scope_, {begin, until});
    if (text.empty()) return;
    // what a quoted name goes to is found out with the names that are there
    bool place = is(begin, {"to", "in", "for", "under", "on", "into"});
    auto comma = begin;
    while (comma < until && !is(comma, {","})) ++comma;
    if (quoted && place && !draft.has(work_field::parent)) {
      draft.values.try_emplace(std::string{work_field::whose},
                               nameText(scope_, {begin + 1, comma}));
      leaveOut(draft, {comma, until});
      return;
    }
    bool aside = !name.empty() && begin > span.begin && (is(begin, {","}) || is(begin - 1, {","}));
    if (quoted || aside)
      leaveOut(draft, {begin, until});
    else
      name += (name.empty() ? "" : " ") + text;
  };
  while (k < span.end) {
    auto past = attribute(k, span.end, type, draft);
    if (past == k) {
      ++k;
      continue;
    }
    keep(k);
    k = begin = past;
  }
  while (!draft.values.empty() && begin < span.end && isJoint(tokens_.norm(begin))) ++begin;
  keep(span.end);
  draft.name = capitalise(name);
  return draft;
}

}  // namespace parley::assistant::interpreter
