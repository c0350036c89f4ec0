#include "features/assistant/interpreter/understanding/titles.hpp"

#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/language/words.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = Token::Kind;

bool isArticle(std::string_view norm) {
  return anyOf(norm, {"a", "an", "the", "our", "their", "its", "my", "your"});
}

/// `head of product and design`: how far the department goes.
std::size_t departmentEnd(const Tokens& tokens, std::size_t i, std::size_t end) {
  auto known = [&](std::size_t k) {
    return k < end && tokens[k].word() && words::isDepartment(tokens.norm(k));
  };
  auto k = i;
  if (k < end && tokens.norm(k) == "the" && known(k + 1)) ++k;
  while (true) {
    if (known(k)) {
      ++k;
    } else if (k > i && k + 1 < end && anyOf(tokens.norm(k), {"&", "and", "/"}) && known(k + 1)) {
      k += 2;
    } else {
      break;
    }
  }
  return k;
}

/// A head noun, singular or plural.
bool isHead(std::string_view norm) {
  if (words::isTitleHead(norm)) return true;
  return norm.size() > 3 && norm.ends_with('s') &&
         words::isTitleHead(norm.substr(0, norm.size() - 1));
}

/// Words of unknown trades: "upholsterer", "radiographer", "ceramicist".
bool looksLikeTrade(std::string_view norm) {
  return norm.size() >= 7 &&
         (norm.ends_with("ist") || norm.ends_with("grapher") || norm.ends_with("ologist") ||
          norm.ends_with("ician") || norm.ends_with("maker") || norm.ends_with("engineer"));
}

/// Trades that are as common as surnames: "Cleo Baker" is a name, whatever stands before it.
bool isSurnameToo(std::string_view norm) {
  return anyOf(norm, {"baker",  "butcher", "butler", "carpenter", "chancellor", "clerk",  "coach",
                      "cook",   "dean",    "driver", "duke",      "farmer",     "fellow", "foreman",
                      "judge",  "king",    "master", "merchant",  "painter",    "pope",   "prince",
                      "ranger", "singer",  "tailor", "builder",   "porter",     "steward"});
}

bool isOpinion(std::string_view norm) {
  return anyOf(norm, {"great", "good",  "nice",  "bad",   "terrible",  "wonderful", "amazing",
                      "best",  "worst", "funny", "smart", "brilliant", "awful",     "really",
                      "very",  "big",   "total", "real",  "true",      "new",       "current",
                      "like",  "old",   "next",  "last",  "other",     "first",     "second"});
}

bool joinsTitles(std::string_view norm) {
  return anyOf(norm, {"and", "&", "/", "-"});
}

/// Whether what stands at i is told apart from a name before it: "Ada Park, Site Engineer at Acme".
bool isSetOff(const Tokens& tokens, std::size_t i) {
  return i > 0 &&
         (anyOf(tokens.norm(i - 1), {",", ";", "(", "|"}) || isArticle(tokens.norm(i - 1)));
}

/// The end of one title of evident words at i, or i.
std::size_t evidentEnd(const Scope& scope, std::size_t i, std::size_t end) {
  const auto& tokens = scope.tokens;
  auto last_head = i;
  auto k = i;
  for (; k < end && k - i < 8 && tokens[k].word(); ++k) {
    auto norm = tokens.norm(k);
    if (isHead(norm) || looksLikeTrade(norm)) {
      last_head = k + 1;
      continue;
    }
    // "forensic scientist": unknown words in lower case before a head, in a text that uses
    // capitals; or in capitals where no name can go on
    bool surname = tokens[k + 1].capital && isSurnameToo(tokens.norm(k + 1));
    bool no_name =
        tokens[k].capital ? isSetOff(tokens, i) && !words::isGivenName(norm) && !surname : true;
    bool unknown = !tokens.lower && no_name && !tokens[k].caseless && !words::isStop(norm) &&
                   last_head == i && k - i < 3 && !isOpinion(norm) &&
                   !scope.lexicon.field(tokens, k, end) && !scope.lexicon.noun(tokens, k, end) &&
                   !words::isTimeWord(norm);
    bool inner = unknown || words::isTitleModifier(norm) ||
                 (last_head == k && k > i && words::isDepartment(norm));
    if (!inner) break;
    // "VP Sales", "Director Engineering"
    if (last_head > i && words::isDepartment(norm))
      last_head = departmentEnd(tokens, k, end), k = last_head - 1;
  }
  return last_head;
}

bool titleEnds(const Scope& scope, std::size_t k, std::size_t end) {
  const auto& tokens = scope.tokens;
  const auto& token = tokens[k];
  if (token.kind == Kind::mark) {
    bool inner = token.glued && (token.is("/") || token.is("&") || token.is("-") || token.is("+") ||
                                 token.is("#"));
    return !inner && !token.is("&") && !token.is("/");
  }
  if (!token.word() && token.kind != Kind::number && token.kind != Kind::quoted) return true;
  auto norm = tokens.norm(k);
  if (anyOf(norm,
            {"at",     "from",  "with",  "who",     "where", "since",   "her", "his", "their",
             "please", "now",   "whose", "she",     "he",    "they",    "on",  "but", "instead",
             "then",   "is",    "'s",    "because", "based", "working", "by",  "to",  "i",
             "over",   "there", "here",  "too",     "as",    "anymore", "so",  "not", "under"})) {
    return true;
  }
  return timePhrase(tokens, k, end) > 0 || fieldWithValue(scope, k, end);
}

/// "of sales", "for the EMEA region", ", Engineering": what belongs to the title behind its head.
std::size_t withDepartment(const Scope& scope, std::size_t begin, std::size_t k, std::size_t end) {
  const auto& tokens = scope.tokens;
  if (k >= end) return k;
  auto norm = tokens.norm(k);
  if (anyOf(norm, {"of", "for", "in", "de"})) {
    auto stop = departmentEnd(tokens, k + 1, end);
    bool whole = stop > k + 1 &&
                 !(stop < end && tokens[stop].word() && tokens[stop].capital &&
                   !words::isStop(tokens.norm(stop)) && tokens[stop - 1].capital && norm != "of");
    // "Head of Security Bank": a company, not a department.
    bool company = stop < end && words::isCompanyWord(tokens.norm(stop));
    if (whole && !company) return stop;
    // "Head of Buying": what is done there
    bool doing = norm == "of" && k + 1 < end && tokens[k + 1].word() &&
                 tokens.norm(k + 1).size() > 5 && tokens.norm(k + 1).ends_with("ing") &&
                 (k + 2 >= end || titleEnds(scope, k + 2, end));
    if (doing) return k + 2;
    if (norm != "of" || words::isExecutive(tokens.norm(k - 1))) return k;
    // "head of falconry": a lower-case word in a text with capitals is no organization.
    bool common = k + 1 < end && tokens[k + 1].word() && !tokens[k + 1].capital &&
                  !tokens[k + 1].caseless && !words::isStop(tokens.norm(k + 1)) && !tokens.lower;
    if (!common) return k;
    auto stop_common = k + 1;
    while (stop_common < end && tokens[stop_common].word() && !tokens[stop_common].capital &&
           !words::isStop(tokens.norm(stop_common))) {
      ++stop_common;
    }
    return stop_common;
  }
  if (norm == ",") {
    auto stop = departmentEnd(tokens, k + 1, end);
    bool closed = stop >= end || !tokens[stop].word() || words::isStop(tokens.norm(stop));
    return stop > k + 1 && closed && k > begin && words::isTitleStart(tokens.norm(k - 1)) ? stop
                                                                                          : k;
  }
  return k;
}

}  // namespace

bool meansSomebody(const Tokens& tokens, std::size_t i) {
  auto next = tokens.norm(i + 1);
  bool closed = !tokens[i + 1].word() || words::isAffiliation(next) ||
                words::startsPredicate(next) ||
                anyOf(next, {"who", "whose", "which", "that", "'s"});
  return closed && !tokens[i].capital &&
         anyOf(tokens.norm(i),
               {"one", "ones", "guy", "girl", "lady", "woman", "man", "person", "chap"});
}

Span evidentTitle(const Scope& scope, std::size_t i, std::size_t end) {
  end = std::min(end, scope.tokens.size());
  auto begin = i;
  if (begin < end && isArticle(scope.tokens.norm(begin))) ++begin;
  if (begin > i && begin < end && anyOf(scope.tokens.norm(begin), {"new", "current"})) ++begin;
  if (begin >= end || !scope.tokens[begin].word()) return {};
  auto stop = evidentEnd(scope, begin, end);
  if (stop == begin) {
    bool member = scope.tokens.norm(begin) == "member" && scope.tokens.norm(begin + 1) == "of" &&
                  scope.tokens.norm(begin + 2) == "the" && scope.tokens.norm(begin + 3) == "board";
    return member && begin + 4 <= end ? Span{begin, begin + 4} : Span{};
  }
  stop = withDepartment(scope, begin, stop, end);
  // "founder and CEO"
  while (stop + 1 < end && joinsTitles(scope.tokens.norm(stop))) {
    auto next = evidentEnd(scope, stop + 1, end);
    if (next == stop + 1 || (scope.tokens.norm(stop) == "and" && next - stop > 4)) break;
    // "the engineer and Baker": a name, not a second title
    if (scope.tokens.norm(stop) == "and" && scope.tokens[next - 1].capital &&
        !scope.tokens[stop - 1].capital && !words::isAcronym(scope.tokens.norm(next - 1)))
      break;
    stop = withDepartment(scope, stop + 1, next, end);
  }
  return {begin, stop};
}

Span expectedTitle(const Scope& scope, std::size_t i, std::size_t end) {
  const auto& tokens = scope.tokens;
  end = std::min(end, tokens.size());
  while (i < end &&
         (isArticle(tokens.norm(i)) || tokens.norm(i) == "new" || tokens.norm(i) == "current"))
    ++i;
  // "the one from Acme": tells who is meant, not what she does
  if (i >= end || meansSomebody(tokens, i)) return {};
  if (tokens.is(i, Kind::quoted)) return {i, i + 1};
  auto evident = evidentTitle(scope, i, end);
  if (!evident.empty() && evident.begin == i) {
    auto next = evident.end;
    if (next >= end || titleEnds(scope, next, end) ||
        anyOf(tokens.norm(next), {"and", "of", "for", "in"})) {
      return evident;
    }
  }
  auto k = i;
  for (; k < end && k - i < 12; ++k) {
    if (titleEnds(scope, k, end)) break;
    auto norm = tokens.norm(k);
    if (anyOf(norm, {"and", ",", ";"})) {
      auto next = evidentTitle(scope, k + 1, end);
      if (norm != "and" || next.empty()) break;
    }
    if (anyOf(norm, {"of", "for", "in"})) {
      auto past = k > i ? withDepartment(scope, i, k, end) : k;
      if (past == k) break;
      k = past - 1;
    }
  }
  return k > i ? Span{i, k} : Span{};
}

std::string titleText(const Scope& scope, Span span) {
  std::string out;
  if (span.empty()) return out;
  auto text = scope.tokens.original(span);
  if (span.size() == 1 && scope.tokens.is(span.begin, Kind::quoted)) return text;
  for (const auto& word : splitWords(text)) {
    if (!out.empty()) out += ' ';
    auto norm = fold(word);
    bool short_form = words::isAcronym(norm) && !hasUpperCase(word) && norm.size() > 1 &&
                      norm != "it" && norm != "us";
    bool it_department = norm == "it" && !hasUpperCase(word);
    out += short_form || it_department                                    ? upperCase(word)
           : scope.tokens.upper && !short_form && !words::isAcronym(norm) ? titleCase(word)
                                                                          : word;
  }
  return out;
}

std::string singularTitle(std::string title) {
  auto norm = fold(title);
  auto last = norm.rfind(' ');
  auto word = std::string_view{norm}.substr(last == std::string::npos ? 0 : last + 1);
  bool plural = word.size() > 3 && word.ends_with('s') && !words::isTitleHead(word) &&
                words::isTitleHead(word.substr(0, word.size() - 1));
  if (plural) title.pop_back();
  return title;
}

}  // namespace parley::assistant::interpreter
