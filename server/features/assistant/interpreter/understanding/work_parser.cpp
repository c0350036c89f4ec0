#include "features/assistant/interpreter/understanding/work_parser.hpp"

#include <algorithm>
#include <utility>

#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/parser.hpp"
#include "features/assistant/interpreter/understanding/rewording.hpp"
#include "features/assistant/interpreter/understanding/work_clauses.hpp"
#include "features/assistant/interpreter/understanding/work_reader.hpp"

namespace parley::assistant::interpreter {
namespace {

/// What was said in one clause; no commands: nothing that surely is about work.
struct Part {
  Span clause;
  std::vector<Command> commands;
  bool dropped = false;  ///< it only told why
};

/// "..., we don't need it any more", "because the customer asked for it": why, behind an order.
bool givesReason(const Tokens& tokens, Span clause) {
  auto k = clause.begin;
  while (k < clause.end && (tokens[k].punctuation() || anyOf(tokens.norm(k), {"and", "but"}))) ++k;
  return anyOf(tokens.norm(k), {"we", "i", "it", "he", "she", "they", "because", "since", "as",
                                "the", "that", "this", "there", "no", "so", "otherwise", "for"});
}

/// Whether a clause orders something to be made: what is told behind may be part of it.
bool makes(const Tokens& tokens, Span clause) {
  auto opening = readOpening(tokens, clause);
  return verbAt(tokens, opening.begin, clause.end).intent == Intent::create;
}

/// Whether a clause beside others says nothing of its own: small talk, or a reason.
bool saysNothing(Intent intent, bool reason) {
  if (reason &&
      (intent == Intent::unknown || intent == Intent::unsupported || intent == Intent::negated ||
       intent == Intent::no || intent == Intent::mention || intent == Intent::advice))
    return true;
  return intent == Intent::greeting || intent == Intent::thanks || intent == Intent::praise ||
         intent == Intent::farewell;
}

std::string textOf(const Tokens& tokens, Span clause) {
  auto begin = tokens[clause.begin].begin;
  return tokens.text.substr(begin, tokens[clause.end - 1].end - begin);
}

}  // namespace

Span WorkReader::bare(Span clause, Opening& opening) const {
  opening = readOpening(tokens_, clause);
  auto end = readClosing(tokens_, {opening.begin, clause.end});
  // a day is no mere closing word here
  while (end < clause.end && is(end, {"today", "now", "asap", "again"})) ++end;
  // "..., high, for me": who does it, not for whose sake
  auto mine = is(end, {","}) ? end + 1 : end;
  if (mine > end && is(mine, {"for"}) && is(mine + 1, {"me"})) end = mine + 2;
  auto begin = opening.begin;
  // "today" and "next" open no order of work
  for (auto k = clause.begin; k < begin; ++k) {
    if (is(k, {"todo", "task"}) && is(k + 1, {":"})) begin = k;
  }
  while (begin < end && (tokens_[begin].punctuation() || tokens_.is(begin, Token::Kind::line)))
    ++begin;
  return {begin, end};
}

std::vector<Command> WorkReader::read(Span clause) const {
  if (clause.size() > longest_clause) return {};
  Opening opening;
  auto span = bare(clause, opening);
  auto raw = clause.begin;
  while (raw < clause.end && !tokens_[raw].word() && !tokens_.is(raw, Token::Kind::number) &&
         !tokens_.is(raw, Token::Kind::quoted))
    ++raw;
  bool cancels = is(raw, {"cancel"});
  if (opening.negated && !cancels) return {};
  auto one = [](std::optional<Command> found) {
    std::vector<Command> commands;
    if (found) commands.push_back(std::move(*found));
    return commands;
  };
  if (auto asked = ability(span, opening)) return one(std::move(asked));
  for (auto begin : {raw, span.begin}) {
    auto past = opinion(begin, span.end);
    if (past > begin && !opening.advice) return one(change(past, span.end));
  }
  if (tokens_.norm(clause.end - 1) != "?") {
    if (auto noted = labelledItem(raw, span.end); !noted.empty()) return noted;
    if (auto noted = labelledState(raw, span.end)) return one(std::move(noted));
  }
  if (auto made = ordered(span); !opening.advice && !made.empty()) return made;
  if (auto asked = question(raw, span.end)) return one(std::move(asked));
  if (opening.advice) {
    // "should we put Onboarding on hold?": asks what to do, orders nothing
    bool orders = change(span.begin, span.end).has_value() || !fronted(span).empty();
    return orders ? one(Command{.intent = Intent::advice, .verb = "work", .work = true})
                  : std::vector<Command>{};
  }
  if (span.begin != raw) {
    if (auto asked = question(span.begin, span.end)) return one(std::move(asked));
  }
  auto verb = verbAt(tokens_, span.begin, span.end);
  // "..., and assign it to me?" behind "could you": an order all the same
  bool order = verb && (verb.intent == Intent::create || verb.intent == Intent::update ||
                        verb.intent == Intent::remove);
  bool question_mark =
      tokens_.norm(clause.end - 1) == "?" && !opening.asked && !opening.wish && !order;
  // "put project X on hold" makes nothing
  bool makes_one = is(span.begin + 1, {"a", "an", "another", "new"}) || is(span.begin + 1, {"up"});
  if (!question_mark && !makes_one && is(span.begin, {"put", "make", "set", "keep"})) {
    if (auto found = change(span.begin, span.end)) return one(std::move(found));
  }
  if (auto made = fronted(span); !question_mark && !made.empty()) return made;
  if (auto made = introduced(span); !question_mark && !made.empty()) return made;
  // "chuck a task into Summer party"
  auto at_kind = span.begin + 2;
  bool throws = verb && verb.intent == Intent::remove &&
                is(span.begin + 1, {"a", "an", "another"}) && noun(at_kind, span.end) &&
                is(at_kind + noun(at_kind, span.end).length, {"in", "into", "on", "onto", "at"});
  bool creates =
      (verb && verb.intent == Intent::create) || throws ||
      is(span.begin, {"launch", "kick", "begin", "open", "schedule", "plan", "append", "start"});
  if (creates && !question_mark) {
    auto length = std::max<std::size_t>(verb && verb.intent == Intent::create ? verb.length : 1, 1);
    if (is(span.begin, {"kick"})) length = 2;
    bool starts = is(span.begin, {"start", "begin", "open", "launch", "kick", "schedule", "plan"});
    auto at = span.begin + length;
    bool fresh = is(at, {"a", "an", "another", "new"}) || !starts;
    if (fresh) {
      if (auto made = creation(at, span.end, true); !made.empty()) return made;
    }
  }
  if (!question_mark) {
    // "add Ada Park and a task to call her"
    bool goes_on = clause.begin > 0 && is(clause.begin - 1, {"and", ",", "also", "plus"});
    bool wish = (opening.wish || goes_on) && is(span.begin, {"a", "an", "another"});
    if (auto made = creation(span.begin, span.end, wish); !made.empty()) return made;
    // "there is a new project called X", "we have a new project"
    auto told = raw;
    while (told < span.end &&
           is(told, {"there",  "is",      "we",    "i",        "have", "got",   "has",
                     "just",   "started", "are",   "starting", "now",  "won",   "landed",
                     "signed", "opened",  "begun", "also",     "will", "start", "do"}))
      ++told;
    if (told > raw && is(told, {"a", "another", "new"})) {
      auto at = told;
      bool renewed = is(at, {"new"}) || is(at + 1, {"new"}) || is(at, {"another"});
      if (renewed || is(told - 1, {"started", "starting", "won", "landed", "signed", "opened",
                                   "begun", "start"})) {
        if (auto made = creation(told, span.end, true); !made.empty()) return made;
      }
    }
  }
  if (question_mark) return {};
  if (auto found = change(cancels ? raw : span.begin, span.end)) return one(std::move(found));
  if (span.begin != raw) return one(change(raw, span.end));
  return {};
}

std::vector<Command> understandWork(const Lexicon& lexicon, std::string_view text, Day today) {
  auto tokens = tokenize(text);
  if (tokens.list.empty() || &lexicon.work() == &lexicon) return {};
  rewordWork(lexicon.work(), tokens);
  Scope scope{tokens, lexicon.work()};
  Span whole{0, tokens.size()};
  if (smallTalk(tokens, whole) != Intent::unknown) return {};
  if (auto answer = readAssent(tokens, whole);
      answer.kind != Assent::Kind::none && answer.length >= whole.end)
    return {};
  WorkReader reader{scope, today};
  std::vector<Part> parts;
  for (auto [clause, reason] : splitWorkClauses(scope)) {
    auto* last = parts.empty() ? nullptr : &parts.back();
    if (last && last->commands.empty()) {
      last->commands = reader.addedNeed(last->clause, clause);
      if (!last->commands.empty()) continue;
    } else if (last && !last->commands.empty() && last->commands.front().intent == Intent::create &&
               reader.continues(clause, last->commands.front())) {
      continue;
    }
    bool order = last && (!last->commands.empty() || !makes(tokens, last->clause));
    parts.push_back({clause, reader.read(clause)});
    parts.back().dropped = reason && order && parts.back().commands.empty();
  }
  bool any = std::ranges::any_of(
      parts, [](const Part& part) { return part.dropped || !part.commands.empty(); });
  if (!any) return {};
  std::vector<Command> commands;
  Span open{};
  auto hand = [&] {
    if (open.empty()) return;
    auto others = understand(lexicon, textOf(tokens, open), today);
    bool leads = anyOf(tokens.norm(open.begin), {"since", "because", "as", "now"});
    bool reason = givesReason(tokens, open) || leads;
    auto first = commands.empty() ? 0 : commands.back().clause + 1;
    for (auto& command : others) {
      command.clause += first;
      if (!saysNothing(command.intent, reason && (first > 0 || leads)))
        commands.push_back(std::move(command));
    }
    open = {};
  };
  for (auto& part : parts) {
    if (part.dropped) {
      hand();
      continue;
    }
    if (part.commands.empty()) {
      open = open.empty() ? part.clause : Span{open.begin, part.clause.end};
      continue;
    }
    hand();
    for (auto& command : part.commands) {
      command.clause = commands.empty() ? 0 : commands.back().clause + 1;
      commands.push_back(std::move(command));
    }
  }
  hand();
  return commands;
}

std::vector<Command> suspectWork(const Lexicon& lexicon, std::string_view text, Intent taken,
                                 Day today) {
  auto tokens = tokenize(text);
  if (tokens.list.empty() || &lexicon.work() == &lexicon) return {};
  rewordWork(lexicon.work(), tokens);
  Scope scope{tokens, lexicon.work()};
  return WorkReader{scope, today}.suspected({0, tokens.size()}, taken);
}

}  // namespace parley::assistant::interpreter
