#include "features/assistant/interpreter/understanding/parser.hpp"

#include <algorithm>

#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/card.hpp"
#include "features/assistant/interpreter/understanding/clause_parser.hpp"
#include "features/assistant/interpreter/understanding/clauses.hpp"
#include "features/assistant/interpreter/understanding/rewording.hpp"
#include "features/assistant/interpreter/understanding/work_parser.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = Token::Kind;

}  // namespace

bool meansDraft(std::string_view norm) {
  return anyOf(norm, {"her", "him", "them", "it", "she", "he", "they", "both", "that", "this",
                      "those", "these", "his", "their", "its", "all"});
}

std::vector<Command> Parser::run() {
  Span whole{0, tokens_.size()};
  if (auto talk = smallTalk(tokens_, whole); talk != Intent::unknown)
    return {Command{.intent = talk}};
  if (auto answer = readAssent(tokens_, whole);
      answer.kind != Assent::Kind::none && answer.length >= whole.end) {
    bool order =
        verbAt(tokens_, readOpening(tokens_, whole).begin, whole.end).intent == Intent::create ||
        verbAt(tokens_, 0, whole.end).intent == Intent::remove;
    if (answer.kind == Assent::Kind::no) return {Command{.intent = Intent::no}};
    if (!order) return {Command{.intent = Intent::yes}};
  }
  if (auto corrected = correction()) return {std::move(*corrected)};
  if (auto card = cardText(scope_)) {
    Command command{.intent = card->ordered ? Intent::create : Intent::mention};
    command.drafts.push_back(std::move(card->draft));
    return {std::move(command)};
  }
  clauses_ = splitClauses(scope_);
  for (std::size_t k = 0; k < clauses_.size() && commands_.size() < 40; ++k) {
    clause_ = k;
    take(clauses_[k]);
  }
  settle();
  return std::move(commands_);
}

Span Parser::spanOf(const Command& command) const {
  return command.clause < clauses_.size() ? clauses_[command.clause] : Span{0, tokens_.size()};
}

std::string Parser::textOf(const Command& command) const {
  auto clause = spanOf(command);
  auto begin = tokens_[clause.begin].begin;
  return tokens_.text.substr(begin, tokens_[clause.end - 1].end - begin);
}

void Parser::push(Command command) {
  resolve(command);
  command.clause = clause_;
  commands_.push_back(std::move(command));
}

void Parser::take(Span clause) {
  auto talk = smallTalk(tokens_, clause);
  if (talk != Intent::unknown) return push({.intent = talk});
  if (auto answer = readAssent(tokens_, clause);
      !commands_.empty() && answer.kind == Assent::Kind::no && answer.length >= clause.size()) {
    return push({.intent = Intent::no});
  }
  opening_ = readOpening(tokens_, clause);
  question_mark_ = tokens_.norm(clause.end - 1) == "?";
  if (opening_.greeting && opening_.begin >= clause.end) return push({.intent = Intent::greeting});
  auto end = readClosing(tokens_, {opening_.begin, clause.end});
  auto i = opening_.begin;
  while (i < end && tokens_[i].kind == Kind::line) ++i;
  if (i >= end) return;
  talk = smallTalk(tokens_, {i, end});
  if (talk != Intent::unknown && !opening_.negated && !opening_.advice)
    return push({.intent = talk});
  if (continues(i, end)) return;
  if (opening_.negated) return negated(i, end);
  if (opening_.advice) return advice(clause, i, end);
  if (command(i, end)) return;
  // The opening may have been part of the sentence: "I met", "what is", "is there".
  auto whole_end = readClosing(tokens_, clause);
  auto start = clause.begin;
  while (start < whole_end && tokens_[start].kind != Kind::word &&
         tokens_[start].kind != Kind::quoted)
    ++start;
  if (start != i && start < whole_end && command(start, whole_end)) return;
  Command unknown;
  if (remainsOfDraft(i, end)) return;
  // "Ada passed away, please delete her": whom the next order means
  if (auto read =
          i < end && tokens_[i].capital && !opening_.asked ? selectors_.one(i, end) : std::nullopt;
      read && read->selector.kind == Selector::Kind::name) {
    topic_ = read->selector;
    unknown.verb = "topic";
  }
  push(std::move(unknown));
}

bool Parser::command(std::size_t i, std::size_t end) {
  if (borrowedValue(i, end) || mention(i, end)) return true;
  auto begin = i;
  // "I need a contact entry for Otto Normal"
  if (opening_.wish && anyOf(tokens_.norm(i), {"a", "an", "another"})) {
    auto noun_at = nounPosition(i, end);
    auto noun = scope_.lexicon.noun(tokens_, noun_at, end);
    auto after = noun_at + noun.length;
    bool entry = anyOf(tokens_.norm(after), {"entry", "record", "card", "profile"}) ||
                 (noun.length > 1 && !noun.plural);
    if (noun && entry && create(i, i, end)) return true;
  }
  while (begin + 1 < end && words::isDeterminer(tokens_.norm(begin)) &&
         tokens_.norm(begin + 1) == "new" && opening_.wish)
    ++begin;
  bool gerund = tokens_.norm(begin).ends_with("ing") && !opening_.asked && !opening_.wish;
  if (auto verb = verbAt(tokens_, begin, end); verb && (!gerund || verb.intent == Intent::read)) {
    if (ordered(verb, begin, begin + verb.length, end)) return true;
  }
  if (passive(i, end)) return true;
  if (auto asked = questions_.question(i, end)) {
    push(std::move(*asked));
    return true;
  }
  if (fact(i, end)) return true;
  if (auto verb = verbTyped(tokens_, i, end); verb && !verbAt(tokens_, i, end)) {
    if (ordered(verb, i, i + verb.length, end)) return true;
  }
  return foreignVerb(i, end) || describesDraft(i, end) || spoken(i, end);
}

/// "Remember Leila Haddad. Partner, Haddad & Co. leila@haddad.co.uk": goes on about the draft.
bool Parser::describesDraft(std::size_t i, std::size_t end) {
  bool drafted =
      !commands_.empty() && commands_.back().drafts.size() == 1 &&
      anyOf(commands_.back().drafts.front().type, {personType(), ""}) &&
      (commands_.back().intent == Intent::create || commands_.back().intent == Intent::mention);
  AttributeReader attributes{scope_};
  const auto* employer = scope_.lexicon.employer();
  if (employer && !commands_.empty() && commands_.back().drafts.size() == 1 &&
      commands_.back().drafts.front().type == employer->type)
    return attributes.business(i, end, commands_.back().drafts.front()) >= end;
  if (!drafted) return false;
  Draft more;
  auto k = i;
  while (k < end) {
    auto past = attributes.bare(k, end, more);
    if (past == k) past = attributes.field(k, end, more);
    if (past == k) past = attributes.role(k, end, more, AttributeReader::Care::strict);
    if (past == k) past = attributes.affiliation(k, end, more);
    bool behind_comma = k > i && tokens_.norm(k - 1) == "," && !more.values.empty();
    auto organization = attributes.personField(FieldWords::Kind::reference);
    auto company = past == k && behind_comma && !more.has(organization)
                       ? organizationName(scope_, k, end)
                       : Span{};
    if (!company.empty()) {
      more.values[organization] = organizationText(scope_, company);
      past = company.end;
    }
    if (past == k && tokens_[k].kind == Kind::mark) past = k + 1;
    if (past == k) return false;
    k = past;
  }
  if (more.values.empty()) return false;
  for (auto& [field, value] : more.values)
    commands_.back().drafts.front().values.try_emplace(field, value);
  return true;
}

bool Parser::ordered(const Verb& verb, std::size_t at, std::size_t i, std::size_t end) {
  bool writes = anyOf(verb.base, {"add", "change", "delete"});
  if (writes && foreignOrder(at, i, end)) return true;
  if (verb.intent == Intent::update && foreignField(i, end)) return true;
  switch (verb.intent) {
    case Intent::create:
      return create(at, i, end);
    case Intent::read:
      return read(at, i, end);
    case Intent::update:
      return update(at, i, end);
    case Intent::remove:
      return remove(at, i, end);
    case Intent::undo: {
      push({.intent = Intent::undo});
      return true;
    }
    default:
      return false;
  }
}

bool Parser::continues(std::size_t i, std::size_t end) {
  if (commands_.empty()) return false;
  auto& last = commands_.back();
  AttributeReader attributes{scope_};
  if (last.intent == Intent::create && !opening_.negated && !opening_.advice) {
    auto at = i;
    auto field = attributes.fieldAhead(at, end);
    if (!field || anyOf(tokens_.norm(at + field.length), {"of", "for", "'s"})) return false;
    Draft more;
    auto k = i;
    while (k < end) {
      auto past = attributes.field(k, end, more);
      if (past == k) past = attributes.bare(k, end, more);
      if (past == k && (tokens_[k].kind == Kind::mark || tokens_.norm(k) == "and")) past = k + 1;
      if (past == k) break;
      k = past;
    }
    if (k < end || (more.values.empty() && more.name.empty())) return false;
    if (last.drafts.empty()) {
      more.type = last.type;
      last.drafts.push_back(std::move(more));
      return true;
    }
    auto& draft = last.drafts.back();
    if (!more.name.empty() && !draft.name.empty()) return false;
    if (draft.name.empty()) draft.name = more.name;
    for (auto& [name, value] : more.values) draft.values[name] = value;
    return true;
  }
  bool waits = last.intent == Intent::update && last.changes.empty() && last.unclear.empty() &&
               !last.query.fields.empty();
  if (!waits) return false;
  auto k = i;
  while (k < end && anyOf(tokens_.norm(k), {"it", "should", "be", "is", "to", "the", "new", "one",
                                            "now", "make", "change", "set"}))
    ++k;
  for (const auto& entity : scope_.lexicon.entities()) {
    const auto* words_of = Lexicon::fieldNamed(entity, last.query.fields.front());
    if (!words_of) continue;
    bool plain =
        words_of->kind == FieldWords::Kind::email || words_of->kind == FieldWords::Kind::phone;
    if (k == i && !plain) continue;
    auto value = attributes.value({words_of->field, words_of->kind, 1}, k, end);
    if (!value || value->end < end) continue;
    last.changes[words_of->field] = value->text;
    return true;
  }
  return false;
}

void Parser::resolve(Command& command) {
  for (auto& target : command.targets) {
    if (target.kind == Selector::Kind::name) topic_ = target;
    bool pronoun = target.kind == Selector::Kind::pronoun && !target.plural;
    if (pronoun && topic_ && !commands_.empty()) target = *topic_;
  }
  if (!command.targets.empty() || command.intent != Intent::update || !topic_ || commands_.empty())
    return;
  command.targets.push_back(*topic_);
}

void Parser::settle() {
  auto idle = [](const Command& command) {
    return command.intent == Intent::greeting || command.intent == Intent::thanks ||
           command.intent == Intent::praise || command.intent == Intent::farewell ||
           command.intent == Intent::well_being;
  };
  bool work = std::ranges::any_of(commands_, [&](const Command& command) {
    return !idle(command) && command.intent != Intent::unknown;
  });
  if (work) std::erase_if(commands_, idle);
  auto writes = [](const Command& command) {
    return command.intent == Intent::create || command.intent == Intent::update ||
           command.intent == Intent::statement || command.intent == Intent::remove ||
           command.intent == Intent::mention || command.intent == Intent::undo;
  };
  // "delete Ada - no, don't": a refusal at the end takes back what was said before.
  bool refused = commands_.size() > 1 &&
                 (commands_.back().intent == Intent::no ||
                  (commands_.back().intent == Intent::negated && commands_.back().verb.empty()));
  if (refused) std::erase_if(commands_, writes);
  for (std::size_t k = 0; k + 1 < commands_.size(); ++k) {
    // "Bob left the company, delete him": what is deleted need not be changed first.
    bool same = commands_[k].intent == Intent::statement &&
                commands_[k + 1].intent == Intent::remove && !commands_[k].targets.empty() &&
                !commands_[k + 1].targets.empty() &&
                commands_[k].targets.front().text == commands_[k + 1].targets.front().text;
    if (same) commands_.erase(commands_.begin() + static_cast<std::ptrdiff_t>(k--));
  }
  bool follows_topic = std::ranges::any_of(commands_, [](const Command& command) {
    return command.intent == Intent::remove || command.intent == Intent::update;
  });
  if (follows_topic)
    std::erase_if(commands_, [](const Command& command) {
      return command.intent == Intent::unknown && command.verb == "topic";
    });
  for (std::size_t k = 0; k + 1 < commands_.size(); ++k) {
    // "no, wait, don't" once; "edit Ada and set her email": the first says nothing of its own
    const auto& next = commands_[k + 1];
    bool again = commands_[k].intent == next.intent &&
                 (next.intent == Intent::no || next.intent == Intent::negated);
    // "what is Globex and who works there?": one answer to both
    bool shown = commands_[k].intent == Intent::read && next.intent == Intent::read &&
                 commands_[k].query.form == Query::Form::details &&
                 next.query.form == Query::Form::details && !commands_[k].targets.empty() &&
                 next.targets.size() == 1 && commands_[k].targets.size() == 1 &&
                 commands_[k].targets.front().kind == Selector::Kind::name &&
                 commands_[k].targets.front().text == next.targets.front().text;
    again = again || shown;
    bool empty = commands_[k].intent == Intent::update && next.intent == Intent::update &&
                 commands_[k].changes.empty() && commands_[k].query.fields.empty() &&
                 commands_[k].unclear.empty() && !commands_[k].targets.empty() &&
                 !next.targets.empty() &&
                 commands_[k].targets.front().text == next.targets.front().text;
    if (again || empty) commands_.erase(commands_.begin() + static_cast<std::ptrdiff_t>(k--));
  }
  bool undoes = std::ranges::any_of(
      commands_, [](const Command& command) { return command.intent == Intent::undo; });
  if (undoes)
    std::erase_if(commands_, [](const Command& command) {
      return command.intent == Intent::unknown || command.intent == Intent::no;
    });
  bool orders = std::ranges::any_of(commands_, [](const Command& command) {
    return command.intent == Intent::update || command.intent == Intent::remove;
  });
  if (orders) {
    std::erase_if(commands_, [](const Command& command) {
      return command.intent == Intent::read && command.verb == "bare";
    });
  }
  for (std::size_t k = 0; k + 1 < commands_.size(); ++k) {
    // "never mind, don't do it": one refusal is enough
    if (commands_[k].intent == Intent::negated && commands_[k + 1].intent == Intent::negated)
      commands_.erase(commands_.begin() + static_cast<std::ptrdiff_t>(k--));
  }
  if (commands_.empty()) commands_.push_back({});
}

void Parser::negated(std::size_t i, std::size_t end) {
  auto verb = verbAt(tokens_, i, end);
  // "I don't need Bob anymore": wants him gone
  Command no{.intent = Intent::negated, .verb = verb ? verb.base : ""};
  push(std::move(no));
}

void Parser::advice(Span clause, std::size_t i, std::size_t end) {
  // "how do I reach Ada?", "did I add Ada?"
  if (auto asked = questions_.question(clause.begin, readClosing(tokens_, clause))) {
    push(std::move(*asked));
    return;
  }
  auto verb = verbTyped(tokens_, i, end);
  if (verb && verb.intent == Intent::read) {
    // "can I see my contacts", "how can I see who works at Acme"
    if (ordered(verb, i, i + verb.length, end)) return;
  }
  if (!verb) {
    if (auto asked = questions_.question(i, end)) return push(std::move(*asked));
  }
  push({.intent = Intent::advice, .verb = verb ? verb.base : ""});
}

bool Parser::remainsOfDraft(std::size_t i, std::size_t end) {
  // A sentence about somebody just described: "a really nice person", "we talked about prices"
  bool about_draft = !commands_.empty() && (commands_.back().intent == Intent::mention ||
                                            commands_.back().intent == Intent::create);
  if (!about_draft || end - i > 30 || commands_.back().drafts.empty()) return false;
  RecordReader reader{scope_, personType(), true};
  auto drafts = reader.read({i, end});
  if (drafts.size() == 1 && drafts.front().name.empty()) {
    for (auto& [field, value] : drafts.front().values)
      commands_.back().drafts.back().values.try_emplace(field, value);
  }
  return true;
}

}  // namespace parley::assistant::interpreter
