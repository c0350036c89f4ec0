#include <algorithm>
#include <iterator>

#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/work_commands.hpp"
#include "features/assistant/interpreter/understanding/work_reader.hpp"

/// What a clause may say of work that its words alone do not show to be about work.
namespace parley::assistant::interpreter {
namespace {

constexpr std::size_t longest_who = 4;

/// Readings that can be carried out: of a name, or of what was spoken of.
void keep(std::vector<Command>& readings, std::optional<Command> found) {
  if (!found) return;
  bool target = found->targets.empty() || found->targets.front().kind == Selector::Kind::name ||
                ((found->intent == Intent::update || found->query.form == Query::Form::field) &&
                 found->targets.front().kind == Selector::Kind::pronoun);
  if (target) readings.push_back(std::move(*found));
}

}  // namespace

/// "and Find a band too", "the same for Find a band": what was changed last, for another.
std::optional<Command> WorkReader::repetition(Span clause) const {
  auto k = clause.begin;
  auto end = clause.end;
  while (end > k && tokens_[end - 1].punctuation()) --end;
  bool joined = is(k, {"and", "also", "plus"});
  while (is(k, {"and", "also", "plus", "do", "please", "now", "then"})) ++k;
  auto start = k;
  while (is(k, {"the", "same", "with", "for", "goes", "thing", "applies", "to", "ditto"})) ++k;
  bool same = false;
  for (auto t = start; t < k; ++t) same = same || is(t, {"same", "ditto"});
  if (!same) k = start;
  bool tail = is(end - 1, {"too", "also"}) || (is(end - 1, {"well"}) && is(end - 2, {"as"}));
  while (end > k && is(end - 1, {"too", "also", "well", "as", "please"})) --end;
  if (k >= end || !(same || (joined && tail))) return std::nullopt;
  Command command{.intent = Intent::update};
  command.work = true;
  command.verb = "same";
  command.targets.push_back(target({k, end}));
  if (command.targets.front().kind != Selector::Kind::name) return std::nullopt;
  return command;
}

/// "no, to Office move": where what was made last goes instead.
std::optional<Command> WorkReader::replacement(Span clause) const {
  constexpr std::size_t longest = 8;
  auto k = clause.begin;
  while (is(k, {"no", "sorry", "wait", "oops", "actually", "rather", ",", "oh"})) ++k;
  bool place = k > clause.begin && is(k, {"to", "in", "for", "on", "under"});
  if (!place || k + 1 >= clause.end || clause.end - k > longest) return std::nullopt;
  Span where{k + 1, clause.end};
  while (!where.empty() && tokens_[where.end - 1].punctuation()) --where.end;
  auto text = target(where).text;
  if (text.empty()) return std::nullopt;
  return uncertain(changing({clause.end, clause.end}, work_field::whose, text));
}

/// "add Bob Stone", where a project was spoken of.
std::optional<Command> WorkReader::joining(std::size_t i, std::size_t end) const {
  auto verb = verbAt(tokens_, i, end);
  auto who = i + verb.length;
  // "put Bob Stone on it"
  bool there = is(end - 1, {"it", "this", "that"}) ||
               (is(end - 2, {"the", "this", "that"}) && noun(end - 1, end));
  auto last = is(end - 1, {"it", "this", "that"}) ? end - 1 : end - 2;
  if (there && last > who + 1 && is(last - 1, {"on", "to", "onto", "in"})) end = last - 1;
  if (!verb || !is(i, {"add", "put", "include"}) || who >= end || end - who > longest_who)
    return std::nullopt;
  for (auto k = who; k < end; ++k) {
    if (!tokens_[k].capital || !tokens_[k].word()) return std::nullopt;
  }
  return uncertain(changing({end, end}, work_field::member, nameText(scope_, {who, end})));
}

/// "for Globex", "due end of March": told of what was made last.
std::optional<Command> WorkReader::fragment(std::size_t i, std::size_t end) const {
  constexpr std::size_t longest = 7;
  if (!is(i,
          {"for", "due", "by", "with", "until", "assigned", "deadline", "high", "low", "urgent"}) ||
      end - i > longest || end < i + 2)
    return std::nullopt;
  auto command = uncertain(changing({end, end}, {}, std::nullopt));
  command.changes.clear();
  if (auto told = values(i, end)) {
    command.changes = std::move(*told);
  } else if (is(i, {"for"}) && tokens_[i + 1].capital) {
    command.changes[std::string{work_field::whose}] = nameText(scope_, {i + 1, end});
  } else {
    return std::nullopt;
  }
  return command;
}

/// "the client moved the deadline of Website relaunch to Friday"
std::optional<Command> WorkReader::reportedChange(std::size_t i, std::size_t end) const {
  for (auto k = i + 1; k < std::min(end, i + 1 + longest_who); ++k) {
    if (!is(k, {"moved", "changed", "set", "extended", "pushed", "shifted"})) continue;
    auto told = propertyChange(k + 1, end, false);
    if (told && !told->changes.empty()) return uncertain(std::move(*told));
  }
  return std::nullopt;
}

/// "did Bob finish Order chairs?", "who is the client of Onboarding?", "who has Export old data?"
std::vector<Command> WorkReader::suspectedQuestions(std::size_t i, std::size_t end) const {
  std::vector<Command> readings;
  auto field = [&](Span span, std::string_view name) {
    keep(readings, askingOf(target(span), Query::Form::field, {std::string{name}}));
  };
  if (is(i, {"did", "has", "have", "can", "could", "will", "should", "does"})) {
    for (auto k = i + 2; k + 1 < std::min(end, i + 2 + longest_who); ++k) {
      auto state = std::string_view{};
      for (const auto& form : words::baseForms(tokens_.norm(k)))
        state = state.empty() ? stateOfVerb(form, k, end) : state;
      bool does = !state.empty() || is(k, {"take", "do", "handle", "started", "finished", "done"});
      auto from = is(k + 1, {"with", "on", "up", "off"}) ? k + 2 : k + 1;
      if (does && from < end) keep(readings, lookup(from, end));
    }
  }
  if (is(i, {"who", "what", "which"})) {
    auto at = is(i + 1, {"is", "'s"}) ? i + 2 : i + 1;
    auto own = workField(scope_, at, end);
    auto past = at + own.length;
    bool behind = is(past, {"is"}) && is(end - 1, {"for", "with"});
    bool of = is(past, {"of", "for"}) || behind;
    if (own && own.kind == FieldWords::Kind::reference && of && past + 1 < end)
      field({past + 1, behind ? end - 1 : end}, own.name);
  }
  // "Inspect the beams - what project is that in?"
  for (auto k = i + 1; k + 2 < end; ++k) {
    if (!is(k, {"-", ":", ","}) || (is(k, {"-"}) && tokens_[k].glued)) continue;
    if (!is(k + 1, {"what", "which", "who", "when", "where", "is", "how"})) continue;
    auto asked = question(k + 1, end);
    bool spoken_of = asked && asked->targets.size() == 1 &&
                     asked->targets.front().kind == Selector::Kind::pronoun;
    if (!spoken_of) continue;
    asked->targets.front() = target({i, k});
    keep(readings, std::move(asked));
  }
  if (is(i, {"who"}) && is(i + 1, {"has", "is", "does", "took", "owns"})) {
    auto from = is(i + 2, {"got", "on", "doing"}) ? i + 3 : i + 2;
    if (from < end) field({from, end}, work_field::member);
  }
  return readings;
}

std::vector<Command> WorkReader::suspected(Span clause, Intent taken) const {
  if (clause.size() > longest_clause) return {};
  Opening opening;
  auto span = bare(clause, opening);
  if (opening.negated || opening.advice || span.empty()) return {};
  bool asks = tokens_.norm(clause.end - 1) == "?" && !opening.asked;
  auto i = opinion(span.begin, span.end);
  auto end = withoutTail(i, span.end);
  std::vector<Command> readings;
  keep(readings, replacement(clause));
  keep(readings, repetition(clause));
  if (!asks) {
    for (auto reader : {&WorkReader::unneeded, &WorkReader::report, &WorkReader::joining,
                        &WorkReader::team, &WorkReader::membership})
      keep(readings, (this->*reader)(i, end));
    for (auto reader : {&WorkReader::clearing, &WorkReader::removal, &WorkReader::assignment,
                        &WorkReader::renaming, &WorkReader::relocation})
      keep(readings, (this->*reader)(i, end, false));
    keep(readings, fragment(i, end));
    keep(readings, valueFirst(i, end));
    keep(readings, property(i, end, false));
    for (auto reader : {&WorkReader::reportedChange, &WorkReader::delay, &WorkReader::wanted,
                        &WorkReader::dated, &WorkReader::belonging, &WorkReader::addition})
      keep(readings, (this->*reader)(i, end));
    auto draft = need({clause.begin, end});
    if (draft.name.empty()) draft = noted(i, end);
    if (!draft.name.empty()) {
      Command offered{.intent = Intent::mention};
      offered.work = true;
      offered.drafts.push_back(std::move(draft));
      readings.push_back(uncertain(std::move(offered)));
    }
  }
  std::ranges::move(suspectedQuestions(i, end), std::back_inserter(readings));
  bool looks = taken == Intent::read || taken == Intent::unknown || taken == Intent::unsupported;
  if (readings.empty() && looks) keep(readings, lookup(i, end));
  return readings;
}

}  // namespace parley::assistant::interpreter
