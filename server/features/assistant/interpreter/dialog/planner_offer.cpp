#include <fmt/format.h>

#include <algorithm>

#include "features/assistant/interpreter/dialog/planner.hpp"
#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/understanding/parser.hpp"
#include "features/assistant/interpreter/understanding/phrasebook.hpp"
#include "features/assistant/interpreter/understanding/records.hpp"
#include "features/assistant/interpreter/understanding/updates.hpp"

namespace parley::assistant::interpreter {
namespace {

/// Reads what an answer adds to a draft: "her email is ...", "with the phone number ...", "but as
/// CEO".
bool addTo(Draft& draft, const Scope& scope, std::size_t i, std::size_t end) {
  const auto& tokens = scope.tokens;
  while (i < end &&
         anyOf(tokens.norm(i), {",", "and", "but", "also", ".", "!", "please", "-", ";", "to",
                                "add", "set", "note", "that", "save", "include", "put"}))
    ++i;
  if (i >= end) return true;
  if (auto said = UpdateReader{scope}.statement(i, end); said && !said->changes.empty()) {
    for (const auto& [field, value] : said->changes) {
      if (field == "name" && value)
        draft.name = *value;
      else if (value)
        draft.values[field] = value;
    }
    return true;
  }
  RecordReader reader{scope, draft.type, true};
  auto drafts = reader.read({i, end});
  bool only_attributes =
      drafts.size() == 1 && drafts.front().name.empty() && !drafts.front().values.empty();
  if (!only_attributes) return false;
  for (auto& [field, value] : drafts.front().values) draft.values[field] = value;
  return true;
}

}  // namespace

void Planner::mention(Command command) {
  auto& drafts = command.drafts;
  std::erase_if(drafts, [](const Draft& draft) { return draft.name.empty(); });
  if (drafts.empty()) return notUnderstood();
  for (auto& draft : drafts) {
    if (draft.type.empty())
      draft.type = lexicon_.person() ? lexicon_.person()->type : lexicon_.entities().front().type;
  }
  auto found = finder_.sameNames(drafts);
  std::vector<Draft> unknown;
  std::string before;
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    if (found[i].empty()) {
      unknown.push_back(drafts[i]);
      continue;
    }
    const auto& record = found[i].front();
    Values news;
    for (const auto& [field, value] : drafts[i].values) {
      if (value && !sameText(*value, fieldText(record, field))) news[field] = value;
    }
    focus({record});
    if (news.empty()) {
      before += fmt::format("{}You already have {}.", before.empty() ? "" : " ",
                            linkWithParticulars(lexicon_, record));
      continue;
    }
    Draft known;
    known.type = record.type;
    known.name = record.name;
    known.values = news;
    auto answer =
        session_.ask(fmt::format("You already have {}. Shall I update it: {}?",
                                 linkWithParticulars(lexicon_, record), draftText(lexicon_, known)),
                     {{"yes", "Yes, update"}, {"no", "No"}});
    auto tokens = tokenize(answer);
    auto assent = readAssent(tokens, {0, tokens.size()});
    if (assent.kind == Assent::Kind::yes) {
      apply({record}, news);
    } else if (assent.kind == Assent::Kind::no) {
      session_.say(fmt::format("All right, {} stays as it is.", link(lexicon_, record)));
    } else {
      throw NewRequest{answer};
    }
  }
  if (unknown.empty()) return session_.say(std::move(before));
  session_.say(std::move(before));
  offer(std::move(unknown), {});
}

/// "Shall I save her?": a yes, with or without more details, does it; anything else is a new
/// request.
void Planner::offer(std::vector<Draft> drafts, const std::string& before) {
  // "Bob said he would finish Order chairs": about work, whatever was made of it
  if (tellWorkNamed()) return;
  for (int attempt = 0; attempt < 4; ++attempt) {
    std::vector<std::string> names;
    for (const auto& draft : drafts) names.push_back(draftText(lexicon_, draft));
    bool alike = std::ranges::all_of(
        drafts, [&](const Draft& draft) { return draft.type == drafts.front().type; });
    auto kind = !alike               ? std::string{"to your records"}
                : drafts.size() == 1 ? fmt::format("as a {}", noun(drafts.front().type))
                                     : fmt::format("as {}", noun(drafts.front().type, true));
    if (kind == "as a organization") kind = "as an organization";
    auto question = fmt::format("{}Shall I save {} {}?", before.empty() ? "" : before + " ",
                                joined(names), kind);
    auto answer = session_.ask(question, {{"yes", "Yes, save"}, {"no", "No"}});
    auto tokens = tokenize(answer);
    Scope scope{tokens, lexicon_.addressed()};
    auto assent = readAssent(tokens, {0, tokens.size()});
    if (assent.kind == Assent::Kind::no && assent.length >= tokens.size())
      return session_.say("All right, I saved nothing.");
    if (assent.kind == Assent::Kind::yes && assent.length >= tokens.size()) return store(drafts);
    auto end = readClosing(tokens, {0, tokens.size()});
    auto rest = assent.kind == Assent::Kind::none ? std::size_t{0} : assent.length;
    // "no, she is the CEO" corrects, "no, show my contacts" is something else
    auto changed = drafts;
    bool more = rest < end && addTo(changed.back(), scope, rest, end);
    if (assent.kind == Assent::Kind::yes) {
      if (rest >= end || more) return store(more ? changed : drafts);
      // "yes, and show me my contacts": both
      store(drafts);
      auto text = tokens.text.substr(tokens[rest].begin);
      auto commands = understand(lexicon_, text, session_.today());
      for (const auto& command : commands) {
        if (command.intent != Intent::unknown) one(command);
      }
      return;
    }
    if (!more) {
      // "save her please", "add him as CTO": the offer in other words
      auto commands = understand(lexicon_, answer, session_.today());
      bool takes = commands.front().intent == Intent::create && commands.front().drafts.empty() &&
                   commands.front().verb == "pronoun";
      if (takes && commands.size() == 1) return store(drafts);
      auto verb = verbAt(tokens, readOpening(tokens, {0, end}).begin, end);
      if (verb && verb.intent == Intent::create) {
        auto i = readOpening(tokens, {0, end}).begin + verb.length;
        bool pronoun = anyOf(tokens.norm(i), {"her", "him", "it", "them", "that"});
        if (pronoun && addTo(changed.back(), scope, i + 1, end)) return store(changed);
      }
      if (assent.kind == Assent::Kind::no) session_.say("All right, I saved nothing.");
      throw NewRequest{assent.kind == Assent::Kind::no ? tokens.text.substr(tokens[rest].begin)
                                                       : answer};
    }
    drafts = std::move(changed);
  }
  session_.say("I saved nothing so far. Say “yes” when I should.");
}

}  // namespace parley::assistant::interpreter
