#include <algorithm>

#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/work_reader.hpp"

/// Reports of how work goes on: "Bob finished Call Ada", "Onboarding is back on track".
namespace parley::assistant::interpreter {
namespace {

struct State {
  std::string_view field;
  std::string_view phrase;
};

/// What is told behind "is" and the like, beyond the states themselves.
const Phrases<State>& reportedStates() {
  static const auto table = [] {
    Phrases<State> phrases;
    phrases.add(
        "no longer on hold|not on hold|off hold|back on track|back on|on again|on track again|up "
        "and "
        "running|up and running again|no longer paused|not paused|no longer "
        "blocked|unblocked|moving "
        "again|going again|resumed|back in progress|under way|in the works",
        {"status", "in progress"});
    phrases.add(
        "not done|not finished|not complete|not completed|not done yet|not finished yet|not "
        "complete "
        "yet|not actually done|not really done|not actually finished|far from done|not quite "
        "done|still open|open again|not over|not yet done|not yet finished",
        {"status", work_value::reopened});
    phrases.add("off|dead|not happening|off the table|cancelled|canceled", {"status", "cancelled"});
    phrases.add("stuck|stalled|on ice|waiting|blocked|paused", {"status", "on hold"});
    phrases.add(
        "off my list|off the list|over|over and done with|all done|out of the way|wrapped "
        "up|in the bag|taken care of|sorted",
        {"status", "done"});
    phrases.add(
        "very important|really important|important|quite important|super important|so "
        "important|a priority|a high priority",
        {"priority", "high"});
    phrases.add(
        "very urgent|really urgent|urgent|super urgent|quite urgent|critical|top "
        "priority|a top priority|our top priority|an emergency",
        {"priority", "urgent"});
    phrases.add("more urgent|more important", {"priority", work_value::raised});
    phrases.add(
        "not urgent|not important|not that urgent|not that important|not so urgent|not so "
        "important|not very urgent|not very important|no longer urgent|no longer important|not "
        "really urgent|not really important|less urgent|less important|not a priority|not critical",
        {"priority", work_value::lowered});
    return phrases;
  }();
  return table;
}

bool doubts(std::string_view norm) {
  return anyOf(norm, {"not",    "never",   "almost", "nearly", "nobody", "no",      "hardly",
                      "barely", "would",   "could",  "might",  "may",    "should",  "if",
                      "when",   "until",   "who",    "will",   "wants",  "whether", "unless",
                      "before", "without", "half",   "hopes",  "hope",   "plans",   "tried"});
}

bool isBe(std::string_view norm) {
  return anyOf(norm, {"is", "are", "was", "were", "'s", "got", "has", "have"});
}

}  // namespace

/// "Bob (has) finished X", "X can be closed": a state verb that is no order.
std::optional<Command> WorkReader::told(std::size_t i, std::size_t end) const {
  constexpr std::size_t longest_who = 5;
  for (auto k = i + 1; k < std::min(end, i + 1 + longest_who); ++k) {
    // "nobody finished X", "I almost finished X", "Bob would have finished X": it did not happen
    if (doubts(tokens_.norm(k - 1)) || doubts(tokens_.norm(k))) return std::nullopt;
    auto norm = tokens_.norm(k);
    bool past = norm.ends_with("ed") || is(k, {"began", "did", "is", "are", "am", "has"});
    if (!past || tokens_[k].capital) continue;
    bool done_with = is(k, {"is", "are", "am"}) && is(k + 1, {"done", "finished", "through"}) &&
                     is(k + 2, {"with"});
    if (done_with && k + 3 < end) return changing({k + 3, end}, "status", std::string{"done"});
    for (const auto& form : words::baseForms(norm)) {
      auto state =
          form == norm && !is(k, {"began", "did"}) ? std::string_view{} : stateOfVerb(form, k, end);
      auto from = k + 1;
      if (is(from, {"up", "off", "out", "on", "with"})) ++from;
      if (is(from, {"working", "work"}) && is(from + 1, {"on"})) from += 2;
      if (!state.empty() && from < end) return changing({from, end}, "status", std::string{state});
    }
  }
  for (auto k = i + 1; k + 2 < end + 1 && k + 1 < end; ++k) {
    if (!is(k, {"can", "may", "should", "must", "could"}) || !is(k + 1, {"be"})) continue;
    auto at = k + 2;
    while (is(at, {"now", "also"})) ++at;
    for (const auto& form : words::baseForms(tokens_.norm(at))) {
      auto state = form == tokens_.norm(at) ? std::string_view{} : stateOfVerb(form, at, end);
      auto past = at + 1;
      while (is(past, {"off", "up", "again", "now", "out"})) ++past;
      // "should be finished" is still to be done
      bool ends = state == "done" && !is(k, {"can", "may", "could"}) && form != "close";
      if (!state.empty() && !ends && past >= end)
        return changing({i, k}, "status", std::string{state});
    }
  }
  return std::nullopt;
}

/// "I think", "it looks like": what follows is told all the same. Where it begins, or i.
std::size_t WorkReader::opinion(std::size_t i, std::size_t end) const {
  static const auto table = [] {
    Phrases<char> phrases;
    for (std::string_view head : {"i think",
                                  "i believe",
                                  "i guess",
                                  "i would say",
                                  "it seems",
                                  "seems like",
                                  "it seems like",
                                  "seems",
                                  "looks like",
                                  "it looks like",
                                  "apparently",
                                  "i heard",
                                  "turns out",
                                  "it turns out",
                                  "i can confirm",
                                  "just so you know",
                                  "for your information",
                                  "i see",
                                  "i noticed",
                                  "we agreed",
                                  "we decided",
                                  "good news",
                                  "i am happy to report",
                                  "by the way",
                                  "i am told",
                                  "as far as i know",
                                  "i am pretty sure",
                                  "i am sure",
                                  "pretty sure"}) {
      for (std::string_view tail : {"", " that", " ,", " :"})
        phrases.add(std::string{head} + std::string{tail}, 'x');
    }
    for (std::string_view who : {"i am", "we are", "i was"}) {
      for (std::string_view mood : {"happy", "glad", "pleased", "proud"}) {
        for (std::string_view verb : {"say", "report", "announce", "tell you"}) {
          auto head = std::string{who} + " " + std::string{mood} + " to " + std::string{verb};
          phrases.add(head + "|" + head + " that", 'x');
        }
      }
    }
    phrases.add(
        "letting you know|letting you know that|just letting you know|just letting you know "
        "that|as "
        "discussed ,|as agreed ,|as planned ,|as mentioned ,|we agreed to|we decided to|we have "
        "decided to|we have agreed to|make sure|make sure that|please make sure|please make sure "
        "that|"
        "see to it that|ensure that|ensure|good news :|great news :|bad news :",
        'x');
    return phrases;
  }();
  auto match = table.at(tokens_, i, end);
  // "Bob told me (that) Order chairs is done"
  constexpr std::size_t longest_who = 4;
  for (auto k = i + 1; !match && k + 1 < std::min(end, i + longest_who); ++k) {
    auto past = k + 1;
    if (is(past, {"me", "us"})) ++past;
    if (is(past, {"that"})) ++past;
    bool says = is(k, {"told", "says", "said", "reports", "confirmed", "confirms", "wrote"});
    if (says && !is(past, {"he", "she", "they", "to", "it", "i", "we"})) return past;
  }
  // "since Acme has confirmed, ..."
  if (!match && is(i, {"since", "because", "now"})) {
    for (auto k = i + 2; k + 2 < end; ++k) {
      if (!is(k, {","})) continue;
      auto past = k + 1;
      while (is(past, {"please", "let", "us", "so", "then"})) ++past;
      return past;
    }
  }
  auto past = i + match.length;
  bool wish = is(past, {"about", "of", "so", "not"}) ||
              (is(past, {"we", "i", "you"}) &&
               is(past + 1, {"should", "could", "can", "might", "need", "must", "will", "would",
                             "may", "want", "have", "ought", "may"}) &&
               !is(past + 2, {"finished", "done", "completed", "started", "closed", "begun"}));
  return match && !wish ? i + match.length : i;
}

std::optional<Command> WorkReader::report(std::size_t i, std::size_t end) const {
  while (end > i && (tokens_[end - 1].punctuation() ||
                     is(end - 1, {"now", "anymore", "more", "any", "yet", "today"})))
    --end;
  auto uncertain = [](std::optional<Command> command) {
    if (command) command->certain = false;
    return command;
  };
  for (auto k = i + 1; k + 1 < end; ++k) {
    if (is(k - 1, {"if", "whether", "who", "that", "unless", "until", "hope", "might"}))
      return std::nullopt;
    if (!isBe(tokens_.norm(k)) || tokens_.is(k, Token::Kind::quoted)) continue;
    auto at = k + 1;
    while (is(at, {"now", "currently", "already", "finally", "officially", "actually", "again",
                   "all", "been", "really"}) &&
           !reportedStates().at(tokens_, at, end))
      ++at;
    auto match = reportedStates().at(tokens_, at, end);
    if (match && at + match.length >= end)
      return uncertain(changing({i, k}, match.meaning->field, std::string{match.meaning->phrase}));
    // "Office move has no client"
    auto field_at = k + 2;
    auto field = is(k + 1, {"no"}) ? workField(scope_, field_at, end) : Lexicon::Field{};
    if (field && field_at + field.length >= end)
      return uncertain(changing({i, k}, field.name, std::nullopt));
    auto choice = choiceAt(scope_, at, end);
    if (choice && choice.end >= end)
      return uncertain(changing({i, k}, choice.field, choice.phrase));
  }
  // "the report has been reopened", "Call Ada does not need a deadline"
  for (auto k = i + 1; k + 1 < end; ++k) {
    auto at = is(k + 1, {"been"}) ? k + 2 : k + 1;
    bool passive = isBe(tokens_.norm(k)) && at + 1 == end;
    for (const auto& form : words::baseForms(tokens_.norm(at))) {
      auto state =
          passive && form != tokens_.norm(at) ? stateOfVerb(form, at, end) : std::string_view{};
      if (!state.empty()) return uncertain(changing({i, k}, "status", std::string{state}));
    }
    auto needs = k + 3;
    bool unneeded = is(k, {"does", "do"}) && is(k + 1, {"not"}) && is(k + 2, {"need", "have"});
    auto field = unneeded ? workField(scope_, needs, end) : Lexicon::Field{};
    if (field && needs + field.length >= end)
      return uncertain(changing({i, k}, field.name, std::nullopt));
  }
  // "make Website audit mine"
  if (is(i, {"make"}) && is(end - 1, {"mine"}) && end > i + 2)
    return uncertain(changing({i + 1, end - 1}, work_field::member, std::string{work_value::me}));
  // "take Onboarding off hold", "get Onboarding going again"
  if (is(i, {"take", "get", "put", "bring", "pull"})) {
    for (auto t = i + 2; t < end; ++t) {
      auto match = reportedStates().at(tokens_, t, end);
      if (match && t + match.length >= end)
        return uncertain(
            changing({i + 1, t}, match.meaning->field, std::string{match.meaning->phrase}));
    }
  }
  // "we are not doing Website audit anymore"
  auto k = i;
  while (is(k, {"we", "i", "are", "am", "will", "do"})) ++k;
  if (k > i && is(k, {"not"}) && is(k + 1, {"doing", "do", "pursuing", "going"}) && k + 2 < end) {
    auto from = is(k + 2, {"ahead"}) && is(k + 3, {"with"}) ? k + 4 : k + 2;
    return uncertain(changing({from, end}, "status", std::string{"cancelled"}));
  }
  return uncertain(told(i, end));
}

/// "Office move", "tell me about Onboarding": what is there of that name.
std::optional<Command> WorkReader::lookup(std::size_t i, std::size_t end) const {
  auto verb = verbAt(tokens_, i, end);
  bool reads = verb && verb.intent == Intent::read;
  auto k = i + (reads ? verb.length : 0);
  while (k < end && is(k, {"me",  "us",          "about",      "details", "of",        "info",
                           "on",  "information", "everything", "up",      "what",      "is",
                           "the", "how",         "status",     "for",     "happening", "with",
                           "any", "news",        "update",     "updates"}) &&
         !tokens_[k].capital)
    ++k;
  while (end > k + 1 && is(end - 1, {"going", "details", "coming", "along", "doing"})) --end;
  constexpr std::size_t longest_name = 12;
  if (k >= end || end - k > longest_name || (verb && !reads)) return std::nullopt;
  Command look{.intent = Intent::read};
  look.query.form = Query::Form::details;
  look.work = true;
  look.targets.push_back(target({k, end}));
  return look;
}

}  // namespace parley::assistant::interpreter
