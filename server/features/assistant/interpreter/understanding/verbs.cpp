#include "features/assistant/interpreter/understanding/phrasebook.hpp"

#include "features/assistant/interpreter/language/spelling.hpp"
#include "features/assistant/interpreter/language/words.hpp"

namespace parley::assistant::interpreter {
namespace {

struct VerbMeaning {
  Intent intent;
  std::string base;
};

Phrases<VerbMeaning> makeVerbs() {
  Phrases<VerbMeaning> verbs;
  auto all = [&](std::string_view phrases, Intent intent, const std::string& base) {
    verbs.add(phrases, {intent, base});
  };
  all("keep an eye on|watch|monitor|add|add "
      "in|create|save|register|store|record|insert|enter|make|set up|put|put in|put "
      "down|note|note down|jot down|"
      "log|file|keep|write down|capture|import|onboard|enroll|enrol|take "
      "down|include|track|follow|start following|"
      "start tracking|key in|type in|new|introduce|input|make a note of|make note of|throw "
      "in|pop|stick|set me up with|"
      "draft|generate|open up|hold on to|memorize|memorise|bookmark|catalog|catalogue|make "
      "me|build|establish|"
      "keep track of|sign up|put in a|bring in|stash|document|remember|whip up|spin up|start|add "
      "on|upload|load|persist|list down|scribble down|punch in|chuck in|slot in|drop in|plug in",
      Intent::create, "add");
  all("list|show|show me|display|get|get me|fetch|find|find me|search|search for|look up|look "
      "for|view|see|pull up|"
      "bring up|give me|tell me|tell me about|read|print|check|describe|count|locate|retrieve|call "
      "up|enumerate|output|"
      "dig up|hunt down|fetch me|bring me|pull|name|lookup|query|browse|report|present|let me "
      "see|walk me through|"
      "remind me|remind me of|remind me about|show us|give us|tell us|read me|read out|list "
      "out|what about|how about|"
      "who is|who are|look at|look into|filter|check if|check whether|see if|find out|figure "
      "out|summarize|summarise|"
      "sort|arrange|go through|run through|open|pull out|dig out|track down|hand me|send "
      "me|gather|collect|bring back a list of|scan|search through|go to|jump to",
      Intent::read, "show");
  all("change|set|update|edit|rename|correct|modify|fix|replace|switch|alter|adjust|amend|revise|"
      "mark|assign|give|move|"
      "transfer|promote|clear|unset|blank|blank out|reassign|relabel|call|swap|overwrite|make "
      "it|link|attach|connect|"
      "refresh|tweak|put through|retitle|demote|relocate|reset|empty|empty "
      "out|turn|use|null|nullify|patch|convert|bump|redo",
      Intent::update, "change");
  all("delete|remove|drop|get rid of|erase|forget|forget about|discard|trash|kill|wipe|wipe "
      "out|eliminate|purge|scrap|"
      "throw away|throw out|take out|take off|dump|toss|toss out|bin|clear "
      "out|strike|cut|unfollow|stop following|"
      "cross off|cross out|take away|ditch|destroy|obliterate|expunge|nuke|stop "
      "tracking|deregister|unregister|take|"
      "axe|zap|chuck|chuck out|clean out|clean "
      "up|rid|rm|del|archive|lose|bury|annihilate|exclude|weed out|strike out|unsave",
      Intent::remove, "delete");
  all("undo|undo that|undo it|undo this|revert|roll back|rollback|roll it back|roll that back|take "
      "that back|take it back|"
      "reverse|reverse that|put it back|put that back|put them back|put her back|put him "
      "back|bring it back|bring her back|"
      "bring him back|bring them back|restore|unde|scratch that|go back one|step "
      "back|undelete|change it back|change that back|set it back",
      Intent::undo, "undo");
  return verbs;
}

const Phrases<VerbMeaning>& verbs() {
  static const auto table = makeVerbs();
  return table;
}

}  // namespace

Verb verbAt(const Tokens& tokens, std::size_t i, std::size_t end) {
  if (i >= end || !tokens[i].word()) return {};
  auto match = verbs().at(tokens, i, end);
  if (match) return {match.meaning->intent, match.meaning->base, match.length};
  for (const auto& form : words::baseForms(tokens.norm(i))) {
    if (form == tokens.norm(i)) continue;
    Tokens base;
    for (auto k = i; k < std::min(end, i + 4); ++k) base.list.push_back(tokens[k]);
    base.list[0].norm = form;
    auto found = verbs().at(base, 0, base.size());
    if (found) return {found.meaning->intent, found.meaning->base, found.length};
  }
  return {};
}

Verb verbTyped(const Tokens& tokens, std::size_t i, std::size_t end) {
  if (auto exact = verbAt(tokens, i, end)) return exact;
  if (i >= end || !tokens[i].word() || words::isGivenName(tokens.norm(i)) ||
      words::isStop(tokens.norm(i)))
    return {};
  Verb best;
  std::size_t best_distance = 3;
  static constexpr std::string_view common[] = {
      "create", "add",     "save",    "register", "store",  "record",  "insert",
      "list",   "show",    "display", "find",     "search", "fetch",   "change",
      "update", "edit",    "rename",  "correct",  "modify", "replace", "switch",
      "delete", "remove",  "erase",   "drop",     "undo",   "promote", "transfer",
      "forget", "discard", "revert",  "assign",   "rename"};
  for (auto word : common) {
    bool short_slip = word == "add" && anyOf(tokens.norm(i), {"ad", "addd", "aad", "dd", "asd"});
    if (!short_slip && !isMisspelling(tokens.norm(i), word)) continue;
    auto distance = spellingDistance(tokens.norm(i), word, 2);
    if (distance >= best_distance) continue;
    Tokens right;
    right.list.push_back(tokens[i]);
    right.list[0].norm = std::string{word};
    best_distance = distance;
    best = verbAt(right, 0, 1);
    best.typed = word;
  }
  return best;
}

}  // namespace parley::assistant::interpreter
