#include "features/assistant/interpreter/understanding/clauses.hpp"

#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/phrasebook.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = Token::Kind;

/// Verbs that are nouns or names as often: they begin a new order only behind the end of a
/// sentence.
bool isWeakVerb(std::string_view norm) {
  static constexpr std::string_view words[] = {
      "mark",   "name",    "file",  "use",   "pop",      "stick",  "report", "present", "link",
      "draft",  "start",   "track", "call",  "document", "output", "view",   "read",    "scan",
      "load",   "query",   "bin",   "cut",   "kill",     "strike", "lose",   "turn",    "patch",
      "swap",   "bump",    "build", "input", "log",      "filter", "bury",   "design",  "support",
      "browse", "catalog", "rid",   "open",  "pull",     "see",    "print",  "rm",      "del",
      "zap",    "chuck",   "dump",  "toss",  "blank",    "redo",   "store",  "count",   "import",
      "sales",  "note",    "wipe",  "purge", "scrap",    "trash",  "copy",   "drop",    "keep",
      "check",  "hold"};
  for (auto word : words) {
    if (word == norm) return true;
  }
  return false;
}

bool isObjectPronoun(std::string_view norm) {
  return anyOf(norm, {"her", "him", "them", "it", "both", "me", "that", "this"});
}

class Splitter {
 public:
  explicit Splitter(const Scope& scope) : scope_{scope}, tokens_{scope.tokens} {}

  std::vector<Span> run() {
    for (std::size_t i = 1; i + 1 < tokens_.size(); ++i) {
      numbered_ = numbered_ || (tokens_.norm(i) == "1" && tokens_.norm(i - 1) == ":" &&
                                tokens_.norm(i + 1) == ".");
    }
    std::size_t begin = 0;
    int brackets = 0;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      auto norm = tokens_.norm(i);
      if (norm == "(") ++brackets;
      if (norm == ")" && brackets > 0) --brackets;
      if (endsSentence(i)) {
        add(begin, i + 1);
        begin = i + 1;
        brackets = 0;
        continue;
      }
      if (brackets > 0 || i == begin) continue;
      if (auto next = startsOrder(i); next > i) {
        add(begin, i);
        begin = next;
        i = next - 1;
      } else if (savesPronoun(i)) {
        add(begin, i);
        begin = i;
      }
    }
    add(begin, tokens_.size());
    return std::move(clauses_);
  }

 private:
  void add(std::size_t begin, std::size_t end) {
    for (auto i = begin; i < end; ++i) {
      if (tokens_[i].kind != Kind::mark && tokens_[i].kind != Kind::line) {
        clauses_.push_back({begin, end});
        return;
      }
    }
  }

  bool endsSentence(std::size_t i) const {
    auto norm = tokens_.norm(i);
    if (tokens_.is(i, Kind::line)) return startsAfresh(i + 1);
    if (norm == ";") return orderAhead(i + 1) || statementAhead(i + 1);
    if (norm == "!" && i + 1 < tokens_.size() && tokens_[i + 1].glued && tokens_[i + 1].word())
      return false;
    // "Yahoo!, AT&T and H&M"
    bool inside = norm == "!" && tokens_[i].glued && anyOf(tokens_.norm(i + 1), {",", "and", "&"});
    if (inside) return false;
    if (norm == "!" || norm == "?") return true;
    if (norm == ".") {
      bool number = i > 0 && tokens_.is(i - 1, Kind::number) && tokens_[i].glued &&
                    (i < 2 || tokens_.is(i - 2, Kind::line) || numbered_);
      if (i > 0 && tokens_.is(i - 1, Kind::number) && tokens_.norm(i - 1) == "1" && i >= 2 &&
          tokens_.norm(i - 2) == ":")
        return false;
      return !number && !(i + 1 < tokens_.size() && tokens_[i + 1].glued &&
                          tokens_[i + 1].kind != Kind::mark && !tokens_[i + 1].capital);
    }
    // "Acme Inc. She is the CTO": the period belongs to the abbreviation and ends the sentence as
    // well
    bool abbreviation = i + 1 < tokens_.size() && tokens_[i].word() &&
                        tokens_.text[tokens_[i].end - 1] == '.' && tokens_[i + 1].capital;
    return abbreviation && (statementAhead(i + 1) ||
                            (orderAhead(i + 1) && !words::isHonorific(norm) && length(i) > 1));
  }

  std::size_t length(std::size_t i) const { return tokens_.norm(i).size(); }

  /// A line begins something new unless it goes on with a list.
  bool startsAfresh(std::size_t i) const {
    return orderAhead(i) || statementAhead(i) ||
           (i < tokens_.size() &&
            anyOf(tokens_.norm(i), {"please", "thanks", "thank", "can", "could"}));
  }

  bool statementAhead(std::size_t i) const {
    auto norm = tokens_.norm(i);
    auto next = tokens_.norm(i + 1);
    bool verb = anyOf(next, {"is", "was", "works", "has", "are", "can", "joined", "runs", "just",
                             "now", "also", "leads", "'s"});
    if (anyOf(norm, {"she", "he", "they", "it"})) return verb;
    if (anyOf(norm, {"her", "his", "their", "its"})) return true;
    return norm == "i" && anyOf(next, {"met", "just", "have", "need", "want"});
  }

  bool orderAhead(std::size_t i) const {
    auto opening = readOpening(tokens_, {i, std::min(tokens_.size(), i + 16)});
    if (opening.asked || opening.wish || opening.negated || opening.advice) return true;
    auto verb = verbAt(tokens_, opening.begin, tokens_.size());
    if (!verb) return false;
    auto k = opening.begin;
    if (tokens_[k].capital && !tokens_.upper && k > 0 && words::isGivenName(tokens_.norm(k)))
      return false;
    return true;
  }

  /// The beginning of the order behind the joint at i, or i.
  std::size_t startsOrder(std::size_t i) const {
    auto norm = tokens_.norm(i);
    bool joint =
        anyOf(norm, {",", "and", "then", "but", "-", "&", "plus", "also", ":", "so", "afterwards"});
    if (!joint) return i;
    if (norm == "-" && tokens_[i].glued) return i;
    auto k = i + 1;
    while (k < tokens_.size() &&
           anyOf(tokens_.norm(k), {"and", "then", "also", ",", "please", "so", "but", "after",
                                   "just", "next", "finally", "now", "that"})) {
      if (tokens_.norm(k) == "after" && tokens_.norm(k + 1) != "that") break;
      if (tokens_.norm(k) == "that" && tokens_.norm(k - 1) != "after") break;
      ++k;
    }
    if (k >= tokens_.size()) return i;
    auto opening = readOpening(tokens_, {k, std::min(tokens_.size(), k + 16)});
    bool wrapped = opening.asked || opening.wish || opening.negated || opening.advice;
    auto at = wrapped ? opening.begin : k;
    if (norm == ":" && !wrapped) return i;
    // "how many", "who is" behind "and"
    if ((norm == "and" || norm == ",") && tokens_.norm(k) == "how" && tokens_.norm(k + 1) == "many")
      return k;
    if (anyOf(norm, {"and", ",", "then"}) &&
        (tokens_.norm(k) == "what" || (tokens_.norm(k) == "who" && norm == "and")) &&
        anyOf(tokens_.norm(k + 1), {"is", "are", "works", "'s"}))
      return k;
    if (wrapped && (opening.negated || verbAt(tokens_, at, tokens_.size())) &&
        !(opening.negated && tokens_.norm(k) == "not"))
      return k;
    if (at < tokens_.size() && tokens_.norm(at) == "i" &&
        (tokens_.norm(at + 1) == "met" || tokens_.norm(at + 1) == "just"))
      return k;
    auto verb = verbAt(tokens_, at, tokens_.size());
    if (!verb) {
      // "undo that", "thanks" behind a joint are their own clause
      return i;
    }
    auto word = tokens_.norm(at);
    if (verb.length == 1) {
      if (tokens_[at].capital && !tokens_.upper) return norm == "then" ? k : i;
      if (isWeakVerb(word) && !isObjectPronoun(tokens_.norm(at + 1)) &&
          !words::isDeterminer(tokens_.norm(at + 1)) &&
          !words::isPossessivePronoun(tokens_.norm(at + 1)))
        return i;
      if (word == "new" && !scope_.lexicon.noun(tokens_, at + 1, tokens_.size())) return i;
      if (words::isGivenName(word)) return i;
      // inflected forms ("and changed", "called") tell stories
      if (word != verb.base && (word.ends_with("ed") || word.ends_with("ing")) && !wrapped)
        return i;
      if (anyOf(word, {"moved", "called", "including", "left"})) return i;
      // a verb must have an object, unless it stands alone for something said before
      if (at + 1 >= tokens_.size()) return i;
      if (word == "set" && tokens_.norm(at + 1) == "to") return i;
      // "change her email to x and phone to y": no verb; "and set phone to y": goes on by itself
    }

    return k;
  }

  /// "... she is the cto of initech save her": no joint at all.
  bool savesPronoun(std::size_t i) const {
    auto norm = tokens_.norm(i);
    bool saves =
        anyOf(norm, {"save", "add", "store", "register", "create", "delete", "remove", "record"});
    if (!saves || tokens_[i].capital) return false;
    auto previous = i > 0 ? tokens_.norm(i - 1) : std::string_view{};
    bool after_joint = anyOf(previous, {"to", "please", "and", "you", "then", "not", "i", "should",
                                        "just", "also", "we", "can", "could", "would"});
    auto next = tokens_.norm(i + 1);
    bool pronoun = anyOf(next, {"her", "him", "them", "it"});
    auto after = tokens_.norm(i + 2);
    bool closed = i + 2 >= tokens_.size() || !tokens_[i + 2].word() ||
                  anyOf(after, {"please", "to", "as", "in", "for", "now", "thanks", "too"});
    return pronoun && closed && !after_joint;
  }

  const Scope& scope_;
  const Tokens& tokens_;
  std::vector<Span> clauses_;
  bool numbered_ = false;  ///< a list "1. ... 2. ..." follows a colon
};

}  // namespace

std::vector<Span> splitClauses(const Scope& scope) {
  return Splitter{scope}.run();
}

}  // namespace parley::assistant::interpreter
