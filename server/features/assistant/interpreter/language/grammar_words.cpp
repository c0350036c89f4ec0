#include "features/assistant/interpreter/language/token.hpp"
#include "features/assistant/interpreter/language/words.hpp"

/// Small words by the part they play in a sentence.
namespace parley::assistant::interpreter::words {

bool isQuestionTail(std::string_view norm) {
  return anyOf(
      norm, {"do",       "i",       "have",     "got",       "there",      "are",        "is",
             "we",       "on",      "file",     "in",        "my",         "the",        "system",
             "database", "list",    "crm",      "total",     "currently",  "now",        "stored",
             "saved",    "you",     "know",     "of",        "your",       "our",        "please",
             "address",  "book",    "so",       "far",       "right",      "at",         "all",
             "follow",   "been",    "am",       "following", "has",        "altogether", "overall",
             "here",     "us",      "me",       "exist",     "?",          ".",          "!",
             "for",      "a",       "record",   "already",   "yet",        "moment",     "to",
             "track",    "tracked", "tracking", "recorded",  "registered", "listed",     "added",
             "entered",  "table",   "form",     "again",     "out"});
}

bool isAssignment(std::string_view norm) {
  return anyOf(norm, {"to",        "as",   ":",       "=",       "is",  "with",    "into",
                      "->",        ">",    "-",       "be",      "are", "by",      "becomes",
                      "should",    "now",  "has",     "changed", "was", "being",   "will",
                      ",",         "must", "updated", "read",    "say", "been",    "actually",
                      "currently", "just", "'s",      "would",   "at",  "spelled", "spelt"});
}

bool isOwnerPreposition(std::string_view norm) {
  return anyOf(norm, {"of", "for", "on", "from", "belonging", "in"});
}

bool isValueConnector(std::string_view norm) {
  return anyOf(norm, {":", "is", "=", "to", "as", "of", "-", "are", "'s", "->", "being", "at", ",",
                      "was", "becomes", "into"});
}

bool isAffiliation(std::string_view norm) {
  return anyOf(norm, {"at", "from", "@", "of", "with", "for", "by"});
}

bool startsPredicate(std::string_view norm) {
  return anyOf(norm, {"works", "working", "employed", "joined",     "runs",    "leads",   "heads",
                      "owns",  "founded", "is",       "was",        "work",    "running", "are",
                      "left",  "moved",   "has",      "can",        "uses",    "manages", "does",
                      "makes", "sells",   "just",     "represents", "recently"});
}

bool isAnyPerson(std::string_view norm) {
  return anyOf(norm, {"everyone", "everybody", "anyone", "anybody", "someone", "somebody",
                      "whoever", "people", "folks", "those"});
}

bool isSystemWord(std::string_view norm) {
  return anyOf(norm, {"crm", "list", "database", "system", "book", "records", "parley", "rolodex",
                      "db", "files", "directory", "account", "there", "here", "memory"});
}

}  // namespace parley::assistant::interpreter::words
