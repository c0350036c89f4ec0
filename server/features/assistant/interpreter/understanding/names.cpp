#include "features/assistant/interpreter/understanding/names.hpp"

#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/titles.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = Token::Kind;

/// Words that end a name even with a capital ("Ada Park From Initech").
bool endsName(std::string_view norm) {
  return anyOf(norm,
               {"from",   "at",      "with", "as",     "who",   "whose",  "is",  "and",  "or",
                "works",  "working", "was",  "email",  "phone", "e-mail", "to",  "in",   "on",
                "has",    "are",     "'s",   "she",    "he",    "they",   "her", "his",  "their",
                "please", "now",     "not",  "should", "for",   "it",     "no",  "just", "i"});
}

class NameReader {
 public:
  NameReader(const Scope& scope, std::size_t begin, std::size_t end)
      : tokens_{scope.tokens},
        scope_{scope},
        begin_{begin},
        end_{std::min(end, scope.tokens.size())} {}

  Span person() {
    if (begin_ >= end_) return {};
    if (tokens_.is(begin_, Kind::quoted)) return {begin_, begin_ + 1};
    if (!tokens_[begin_].word() || tokens_[begin_].is("'s")) return {};
    auto i = begin_;
    bool capitals = proper(i) && !tokens_.upper;
    while (i < end_ && i - begin_ < 8 && partOfPerson(i, capitals)) ++i;
    while (i > begin_ && words::isParticle(tokens_.norm(i - 1)) && !tokens_[i - 1].capital &&
           i - begin_ > 1)
      --i;
    return withSuffix({begin_, i});
  }

  Span organization() {
    if (begin_ >= end_) return {};
    if (tokens_.is(begin_, Kind::quoted)) return {begin_, begin_ + 1};
    auto i = begin_;
    // Toys "R" Us
    if (tokens_.is(i + 1, Kind::quoted) && proper(i) && proper(i + 2) && i + 2 < end_)
      return {i, i + 3};
    if (tokens_[i].is("the") && (!tokens_[i].capital || tokens_.upper || i == 0) && i + 1 < end_)
      ++i;
    if (tokens_.is(i, Kind::quoted)) return {i, i + 1};
    auto first = i;
    bool capitals = proper(i) && !tokens_.upper;
    while (i < end_ && i - first < 10 && partOfOrganization(first, i, capitals)) ++i;
    while (i > first && dangling(tokens_[i - 1])) --i;
    if (i == first) return {};
    return withCompanySuffix({first, i});
  }

 private:
  bool proper(std::size_t i) const {
    return i < end_ && (tokens_[i].capital || tokens_[i].caseless);
  }

  bool wordAt(std::size_t i) const { return i < end_ && tokens_[i].word(); }

  bool partOfPerson(std::size_t i, bool capitals) const {
    const auto& token = tokens_[i];
    if (tokens_.is(i, Kind::quoted)) return i > begin_ && proper(i + 1);  // Ann "Annie" Lee
    if (!token.word() || token.norm.size() > 60) return false;
    if (token.is("'s")) return false;
    if (i == begin_) return proper(i) ? !blockedStart(i) : lowerStart(i);
    if (endsName(token.norm) && !(token.capital && token.norm.size() == 1)) {
      return words::isParticle(token.norm) && particleHolds(i);
    }
    if (fieldWithValue(scope_, i, end_) || timePhrase(tokens_, i, end_) > 0) return false;
    if (!evidentTitle(scope_, i, end_).empty() && titleStops(i)) return false;
    if (capitals) return capitalPart(i);
    return !words::isStop(token.norm) || (words::isParticle(token.norm) && particleHolds(i));
  }

  bool blockedStart(std::size_t i) const {
    auto norm = tokens_.norm(i);
    return norm == "i" || (words::isStop(norm) && !words::isGivenName(norm) &&
                           !words::isParticle(norm) && norm != "may" && !tokens_[i].caseless);
  }

  bool lowerStart(std::size_t i) const {
    auto norm = tokens_.norm(i);
    if (words::isParticle(norm) && wordAt(i + 1)) return !anyOf(norm, {"the", "und", "i", "y"});
    return norm == "will" ? i + 1 < end_ && wordAt(i + 1) && !words::isStop(tokens_.norm(i + 1))
                          : !words::isStop(norm);
  }

  bool capitalPart(std::size_t i) const {
    const auto& token = tokens_[i];
    if (proper(i)) return true;
    if (words::isNameSuffix(token.norm)) return true;
    if (words::isParticle(token.norm)) return particleHolds(i);
    // "Bob smith": a surname typed in lower case, with nothing else it could be.
    bool last = i + 1 >= end_ || !tokens_[i + 1].word() || words::isStop(tokens_.norm(i + 1));
    return tokens_.lower && i == begin_ + 1 && last && !words::isStop(token.norm) &&
           !scope_.lexicon.noun(tokens_, i, end_) && !words::isTimeWord(token.norm);
  }

  bool particleHolds(std::size_t i) const {
    for (auto k = i + 1; k < end_ && k < i + 4; ++k) {
      if (proper(k)) return tokens_[k].word() && !endsName(tokens_.norm(k));
      if (!words::isParticle(tokens_.norm(k))) {
        return tokens_.lower && tokens_[k].word() && !words::isStop(tokens_.norm(k));
      }
    }
    return false;
  }

  /// Surnames are titles too (Baker, Cook): a title ends a name only where it cannot be part of it.
  bool titleStops(std::size_t i) const {
    auto title = evidentTitle(scope_, i, end_);
    auto norm = tokens_.norm(i);
    if (words::isAcronym(norm) && !words::isNameSuffix(norm)) return true;
    if (title.size() >= 2) return i - begin_ >= 1;
    bool introduced =
        title.end < end_ && (tokens_.norm(title.end) == "of" || tokens_.norm(title.end) == "at");
    if (i - begin_ >= 2) return introduced || !tokens_[i].capital;
    return introduced && !tokens_[i].capital && !tokens_.lower;
  }

  Span withSuffix(Span name) const {
    if (name.empty() || name.end + 1 >= end_ || tokens_.norm(name.end) != ",") return name;
    auto next = tokens_.norm(name.end + 1);
    bool suffix = anyOf(next, {"jr", "sr", "phd", "md", "esq", "ph.d", "m.d", "iii"});
    return suffix ? Span{name.begin, name.end + 2} : name;
  }

  bool partOfOrganization(std::size_t first, std::size_t i, bool capitals) const {
    const auto& token = tokens_[i];
    auto norm = tokens_.norm(i);
    if (token.kind == Kind::url) return i == first;
    if (token.kind == Kind::number) return !(i > first && timePhrase(tokens_, i, end_) > 0);
    if (token.kind == Kind::mark) {
      if (norm == "&" || norm == "+") return i > first && i + 1 < end_ && tokens_[i + 1].word();
      if (norm == "!" && token.glued && i > first && capitals &&
          anyOf(tokens_.norm(i + 1), {",", "and", "&"}))
        return true;
      if (norm == "!")
        return token.glued && i + 1 < end_ && tokens_[i + 1].word() &&
               !words::isStop(tokens_.norm(i + 1)) && capitals && proper(i + 1);
      if (norm == "-" || norm == "/")
        return token.glued && i > first && i + 1 < end_ && tokens_[i + 1].glued;
      return false;
    }
    if (!token.word() || norm.size() > 80) return false;
    if (norm == "'s") return possessiveBelongs(first, i);
    if (i > first && (timePhrase(tokens_, i, end_) > 0 || fieldWithValue(scope_, i, end_)))
      return false;
    if (norm == "and") return i > first && i + 1 < end_ && andJoins(first, i);
    if (i == first && norm == "the" && token.capital) return i + 1 < end_ && proper(i + 1);
    if (anyOf(norm, {"of", "for", "de", "the"})) return connectorHolds(first, i, capitals);
    // "Budimex Sp. z o.o."
    if (norm == "z")
      return i > first && tokens_.norm(i - 1) == "sp" && tokens_.norm(i + 1) == "o.o";
    if (i > first && capitals && proper(i)) return !endsName(norm) || norm == "it";
    if (i > first && capitals) {
      bool preposition = anyOf(norm, {"as", "ab", "se", "sa", "bank", "press", "club", "union"});
      return (words::isCompanyWord(norm) && !preposition) ||
             (words::isParticle(norm) && i + 1 < end_ && proper(i + 1)) ||
             (norm == "in" && i + 1 < end_ && tokens_.norm(i + 1) == "a");
    }
    bool pronoun =
        words::isPronoun(norm) || words::isPersonPronoun(norm) || words::isPossessivePronoun(norm);
    if (proper(i) && i == first)
      return !pronoun && !(words::isStop(norm) && tokens_.lower && !token.caseless);
    return !words::isStop(norm) && !(i > first && verbLike(norm));
  }

  static bool verbLike(std::string_view norm) {
    return anyOf(norm, {"save", "add", "put", "store", "called", "said"});
  }

  /// McDonald's, Moody's Analytics; not "Initech's CTO".
  bool possessiveBelongs(std::size_t first, std::size_t i) const {
    if (i == first) return false;
    if (i + 1 >= end_ || !tokens_[i + 1].word()) return true;
    auto next = tokens_.norm(i + 1);
    if (scope_.lexicon.field(tokens_, i + 1, end_)) return false;
    if (!evidentTitle(scope_, i + 1, end_).empty() || next == "new" || next == "current")
      return false;
    bool goes_on = anyOf(next, {"and", "or", "as", "who", "is", "has", "was", "to", "for", "from",
                                "with", "on", "please"});
    return proper(i + 1) || goes_on;
  }

  /// "Johnson and Johnson", "Ernst and Young".
  bool andJoins(std::size_t first, std::size_t i) const {
    auto next = tokens_.norm(i + 1);
    if (words::isCompanySuffix(next)) return true;
    if (tokens_.norm(i - 1) == next) return true;
    if (!words::isGroupJoint(next) || i - first > 2) return false;
    auto after = i + 2;
    return after >= end_ || !tokens_[after].word() || words::isStop(tokens_.norm(after)) ||
           words::isCompanySuffix(tokens_.norm(after));
  }

  bool connectorHolds(std::size_t first, std::size_t i, bool capitals) const {
    if (i == first || i + 1 >= end_) return false;
    auto norm = tokens_.norm(i);
    if (capitals) {
      bool head = norm != "for" || words::isCompanyWord(tokens_.norm(i - 1));
      return head &&
             (proper(i + 1) || (tokens_.norm(i + 1) == "the" && i + 2 < end_ && proper(i + 2))) &&
             (norm != "the" || tokens_.norm(i - 1) == "of" || tokens_.norm(i - 1) == "for");
    }
    return norm == "of" && tokens_[i + 1].word() && !words::isStop(tokens_.norm(i + 1)) &&
           (words::isCompanyWord(tokens_.norm(i - 1)));
  }

  static bool dangling(const Token& token) {
    return token.is("&") || token.is("+") || token.is("and") || token.is("of") || token.is("for") ||
           token.is("the") || token.is("in") || token.is("-");
  }

  /// Acme, Inc. and Smith, Jones & Co.
  Span withCompanySuffix(Span name) const {
    if (name.end + 1 >= end_ || tokens_.norm(name.end) != ",") return name;
    return words::isCompanySuffix(tokens_.norm(name.end + 1)) ? Span{name.begin, name.end + 2}
                                                              : name;
  }

  const Tokens& tokens_;
  const Scope& scope_;
  std::size_t begin_;
  std::size_t end_;
};

std::string capitaliseHyphenated(std::string_view word) {
  std::string out;
  for (std::size_t at = 0; at <= word.size();) {
    auto end = std::min(word.find('-', at), word.size());
    auto part = word.substr(at, end - at);
    auto quote = part.find('\'');
    bool irish = quote == 1 || part.starts_with("d'") || part.starts_with("l'");
    out += irish ? titleCase(part.substr(0, quote + 1)) + titleCase(part.substr(quote + 1))
                 : titleCase(part);
    if (end < word.size()) out += '-';
    at = end + 1;
  }
  return out;
}

/// `whole`: the spelling of every word is replaced; else only words without any capital.
std::string recapitalise(const std::string& text, bool organization, bool whole) {
  std::string out;
  for (const auto& word : splitWords(text)) {
    if (!out.empty()) out += ' ';
    auto norm = fold(word);
    auto bare = norm.ends_with('.') ? norm.substr(0, norm.size() - 1) : norm;
    bool keep = !whole && hasUpperCase(word);
    bool no_vowel =
        norm.find_first_of("aeiouy") == std::string::npos && norm.size() <= 4 && norm.size() > 1;
    bool small = !out.empty() && (words::isParticle(bare) || bare == "of" || bare == "and" ||
                                  bare == "for" || bare == "the");
    if (keep || (small && bare != "ben" && bare != "mac" && bare != "san")) {
      out += keep ? word : norm;
    } else if (organization ? words::isAcronym(bare) || (no_vowel && !words::isCompanySuffix(bare))
                            : words::isNameSuffix(bare) && bare[0] == 'i') {
      out += upperCase(word);
    } else {
      out += capitaliseHyphenated(word);
    }
  }
  return out;
}

}  // namespace

Span personName(const Scope& scope, std::size_t i, std::size_t end) {
  return NameReader{scope, i, end}.person();
}

Span organizationName(const Scope& scope, std::size_t i, std::size_t end) {
  return NameReader{scope, i, end}.organization();
}

std::string personText(const Scope& scope, Span span) {
  // Mr. and Ms. are forms of address, Dr. belongs to the name.
  bool courtesy =
      anyOf(scope.tokens.norm(span.begin), {"mr", "mrs", "ms", "miss", "mx", "herr", "frau"});
  if (courtesy && span.size() > 1) ++span.begin;
  auto text = scope.tokens.original(span);
  if (span.size() == 1 && scope.tokens.is(span.begin, Kind::quoted)) return text;
  bool shouted = scope.tokens.upper && !hasLowerCase(text);
  if (shouted) return recapitalise(text, false, true);
  bool any_capital = hasUpperCase(text);
  bool typed_low = !any_capital || (scope.tokens.lower && span.size() <= 4);
  return typed_low ? recapitalise(text, false, false) : text;
}

std::string organizationText(const Scope& scope, Span span) {
  auto text = scope.tokens.original(span);
  if (span.size() == 1 && scope.tokens.is(span.begin, Kind::quoted)) return text;
  bool shouted = scope.tokens.upper && !hasLowerCase(text) && length(text) >= 4;
  if (shouted) return recapitalise(text, true, true);
  bool address = text.contains('.') && !text.ends_with('.') && !text.contains(' ');
  return scope.tokens.lower && !address ? recapitalise(text, true, false) : text;
}

Lexicon::Field fieldWithValue(const Scope& scope, std::size_t i, std::size_t end) {
  auto field = scope.lexicon.field(scope.tokens, i, end);
  if (!field) return {};
  const auto& tokens = scope.tokens;
  auto next = i + field.length;
  if (next >= end) return {};
  auto norm = tokens.norm(next);
  bool connected = anyOf(norm, {":", "is", "=", "are"}) || (norm == "-" && !tokens[next].glued) ||
                   (norm == "'s");
  if (connected) return field;
  bool quoted = tokens.is(next, Kind::quoted);
  switch (field.kind) {
    case FieldWords::Kind::email:
      return tokens.is(next, Kind::email) ? field : Lexicon::Field{};
    case FieldWords::Kind::phone:
      return tokens.is(next, Kind::phone) || tokens.is(next, Kind::number) ? field
                                                                           : Lexicon::Field{};
    case FieldWords::Kind::job_title:
      return quoted || !evidentTitle(scope, next, end).empty() ||
                     (tokens[next].capital && !tokens[i].capital && i > 0 &&
                      tokens[i - 1].punctuation())
                 ? field
                 : Lexicon::Field{};
    case FieldWords::Kind::name:
      return field.length > 1 && tokens[next].word() && !words::isStop(norm) ? field
                                                                             : Lexicon::Field{};
    case FieldWords::Kind::reference:
      return quoted || (tokens[next].capital && !tokens[i].capital) ||
                     (tokens.lower && tokens[next].word() && !words::isStop(norm))
                 ? field
                 : Lexicon::Field{};
    case FieldWords::Kind::text:
    case FieldWords::Kind::choice:
      return quoted || (tokens[next].word() && (!words::isStop(norm) || tokens[next].capital) &&
                        !tokens[i].capital)
                 ? field
                 : Lexicon::Field{};
  }
  return {};
}

std::size_t timePhrase(const Tokens& tokens, std::size_t i, std::size_t end) {
  auto norm = tokens.norm(i);
  auto next = i + 1 < end ? tokens.norm(i + 1) : std::string_view{};
  if (i >= end || tokens[i].kind == Kind::quoted) return 0;
  // "June Park", "April Lee" and "Friday" with a capital may be names: only what surely is a time.
  if (anyOf(norm, {"today", "yesterday", "tonight", "tomorrow", "recently", "earlier", "lately",
                   "again", "already"})) {
    return norm == "earlier" && (next == "today" || next == "this")
               ? 1 + timePhrase(tokens, i + 1, end)
               : 1;
  }
  if (norm == "just" && next == "now") return 2;
  if (norm == "right" && (next == "now" || next == "away")) return 2;
  if (anyOf(norm, {"last", "this", "next"}) && words::isTimeWord(next)) return 2;
  if (norm == "the" && next == "other" && words::isTimeWord(tokens.norm(i + 2))) return 3;
  if (norm == "on" && words::isTimeWord(next)) return 2;
  bool day_part = norm == "in" && next == "the" && words::isTimeWord(tokens.norm(i + 2));
  if (day_part) return 3;
  bool ago = (norm == "a" || words::cardinal(norm) > 0) && words::isTimeWord(next) &&
             tokens.norm(i + 2) == "ago";
  if (ago) return 3;
  if (norm == "a" && next == "few" && tokens.norm(i + 3) == "ago") return 4;
  return 0;
}

}  // namespace parley::assistant::interpreter
