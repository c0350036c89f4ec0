#include <algorithm>

#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/clause_parser.hpp"

namespace parley::assistant::interpreter {
namespace {

/// Things people keep elsewhere. The lexicon goes first: what it knows is ours.
bool isForeignNoun(std::string_view norm) {
  static constexpr std::string_view things[] = {
      "project",    "projects",   "task",      "tasks",       "todo",         "to-do",
      "reminder",   "meeting",    "meetings",  "call",        "event",        "appointment",
      "note",       "deal",       "deals",     "opportunity", "invoice",      "invoices",
      "ticket",     "tickets",    "campaign",  "file",        "csv",          "spreadsheet",
      "password",   "calendar",   "workspace", "user",        "pipeline",     "tag",
      "document",   "attachment", "backup",    "report",      "newsletter",   "alarm",
      "timer",      "playlist",   "song",      "poem",        "story",        "flight",
      "hotel",      "table",      "reminders", "events",      "appointments", "notes",
      "quote",      "contract",   "email",     "draft",       "letter",       "milestone",
      "milestones", "subtask",    "comment",   "label",       "order",        "product",
      "message",    "followup",   "follow-up"};
  return std::ranges::find(things, norm) != std::end(things);
}

/// Fields people expect that no record of ours has.
bool isForeignField(std::string_view norm) {
  return anyOf(norm, {"website",  "site",     "url",     "homepage", "address",   "birthday",
                      "linkedin", "twitter",  "fax",     "revenue",  "headcount", "password",
                      "timezone", "photo",    "picture", "avatar",   "age",       "salary",
                      "status",   "priority", "tag",     "tags"});
}

bool isForeignVerb(std::string_view norm) {
  static constexpr std::string_view verbs[] = {
      "send",    "email",      "mail",      "phone", "text",    "message", "invite", "schedule",
      "book",    "translate",  "calculate", "play",  "write",   "compose", "merge",  "export",
      "import",  "download",   "share",     "sync",  "forward", "reply",   "ping",   "order",
      "buy",     "post",       "tweet",     "call",  "remind",  "print",   "draft",  "plan",
      "arrange", "reschedule", "sing",      "tell",  "explain", "upload",  "dial",   "whatsapp"};
  return std::ranges::find(verbs, norm) != std::end(verbs);
}

}  // namespace

/// "add a task ...", "import contacts from my file": understood, but not ours to do.
bool Parser::foreignOrder(std::size_t at, std::size_t i, std::size_t end) {
  auto k = nounPosition(i, end);
  auto norm = tokens_.norm(k);
  bool noun = k < end && isForeignNoun(norm) && (!tokens_[k].capital || tokens_.upper) &&
              !scope_.lexicon.noun(tokens_, k, end) && !scope_.lexicon.field(tokens_, k, end);
  // "make a note that ...", "put down the note: ..."
  bool told = norm == "note" && anyOf(tokens_.norm(k + 1), {"that", "of", ":"});
  // "note for Ada: she prefers mornings"
  bool remark = tokens_.norm(at) == "note" && i + 1 < end && tokens_[i + 1].capital &&
                anyOf(tokens_.norm(i), {"for", "on", "about", "to"});
  bool bulk = false;
  if (anyOf(tokens_.norm(at), {"import", "upload", "load", "sync"})) {
    for (auto t = i; t < end; ++t)
      bulk = bulk || anyOf(tokens_.norm(t), {"file", "csv", "excel", "spreadsheet", "vcard", "xlsx",
                                             "outlook", "gmail", "linkedin", "google"});
  }
  // "draft an email to Ada"
  bulk = bulk || (anyOf(tokens_.norm(at), {"draft", "write", "compose", "generate"}) &&
                  anyOf(norm, {"email", "mail", "letter", "message"}));
  if ((!noun || told) && !bulk && !remark) return false;
  push({.intent = Intent::unsupported});
  return true;
}

/// "set Hooli's website to ...": a field that no record has.
bool Parser::foreignField(std::size_t i, std::size_t end) {
  constexpr std::size_t reach = 8;
  for (auto k = i; k < std::min(end, i + reach); ++k) {
    if (!isForeignField(tokens_.norm(k)) || tokens_[k].capital ||
        scope_.lexicon.field(tokens_, k, end))
      continue;
    // "email address", "address book"
    if (k > i && scope_.lexicon.field(tokens_, k - 1, end).length > 1) continue;
    auto next = tokens_.norm(k + 1);
    bool owned =
        k > i && (tokens_.norm(k - 1) == "'s" || words::isPossessivePronoun(tokens_.norm(k - 1)));
    if (!owned && !anyOf(next, {"of", "for", "to"})) continue;
    push({.intent = Intent::unsupported, .verb = std::string{tokens_.norm(k)}});
    return true;
  }
  return false;
}

/// "give Ada the same phone as Bob": what another record holds is not read from it.
bool Parser::borrowedValue(std::size_t i, std::size_t end) {
  for (auto k = i; k + 2 < end; ++k) {
    if (tokens_.norm(k) != "same") continue;
    auto field = scope_.lexicon.field(tokens_, k + 1, end);
    auto noun = scope_.lexicon.noun(tokens_, k + 1, end);
    auto past = k + 1 + std::max(field.length, noun.length);
    if (past == k + 1 || past >= end || tokens_.norm(past) != "as") continue;
    push({.intent = Intent::unsupported});
    return true;
  }
  return false;
}

/// "send Ada a mail", "schedule a meeting with Bob"
bool Parser::foreignVerb(std::size_t i, std::size_t end) {
  bool begins = i == 0 || !tokens_[i].capital || tokens_[i - 1].punctuation();
  if (i + 1 >= end || !begins || !isForeignVerb(tokens_.norm(i))) return false;
  // "phone number for Ada"
  bool asks =
      scope_.lexicon.field(tokens_, i, end).length > 1 ||
      (scope_.lexicon.field(tokens_, i, end) && words::isOwnerPreposition(tokens_.norm(i + 1)));
  if (asks) return false;
  if (tokens_[i + 1].punctuation() || words::isAssignment(tokens_.norm(i + 1))) return false;
  push({.intent = Intent::unsupported});
  return true;
}

}  // namespace parley::assistant::interpreter
