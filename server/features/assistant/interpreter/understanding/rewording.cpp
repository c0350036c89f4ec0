#include "features/assistant/interpreter/understanding/rewording.hpp"

#include <algorithm>
#include <optional>

#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/phrasebook.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = Token::Kind;

void erase(Tokens& tokens, std::size_t begin, std::size_t end) {
  auto first = tokens.list.begin();
  tokens.list.erase(first + static_cast<std::ptrdiff_t>(begin),
                    first + static_cast<std::ptrdiff_t>(end));
}

bool proper(const Token& token) {
  return token.word() && (token.capital || token.caseless) && !token.is("'s");
}

/// "um", "uh": a name such as Um keeps its capital.
bool hesitates(const Tokens& tokens, std::size_t i) {
  if (!tokens[i].word() || tokens.norm(i + 1) == "huh") return false;
  bool begins = i == 0 || tokens[i - 1].punctuation();
  return (!tokens[i].capital || begins) &&
         anyOf(tokens.norm(i), {"um", "uhm", "umm", "uh", "uhh", "er", "err", "erm", "ehm", "hmm"});
}

void leaveOutHesitations(Tokens& tokens) {
  std::vector<Token> kept;
  kept.reserve(tokens.size());
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (!hesitates(tokens, i)) {
      kept.push_back(std::move(tokens.list[i]));
      continue;
    }
    bool loose = kept.empty() || kept.back().is(",");
    if (loose && tokens.norm(i + 1) == ",") ++i;
  }
  if (!kept.empty()) tokens.list = std::move(kept);
}

/// "turns out that": how somebody came to know what follows.
std::size_t discovery(const Tokens& tokens, std::size_t i) {
  if (i > 0 && !tokens[i - 1].punctuation() && !anyOf(tokens.norm(i - 1), {"and", "but", "so"}))
    return 0;
  auto k = i;
  if (tokens.norm(k) == "as") ++k;
  if (tokens.norm(k) == "it") ++k;
  if (!anyOf(tokens.norm(k), {"turns", "turned"}) || tokens.norm(k + 1) != "out") return 0;
  k += 2;
  while (anyOf(tokens.norm(k), {"that", ","})) ++k;
  bool told = proper(tokens[k]) || words::isPronoun(tokens.norm(k)) ||
              words::isPossessivePronoun(tokens.norm(k));
  return told ? k - i : 0;
}

void leaveOutDiscoveries(Tokens& tokens) {
  std::vector<Token> kept;
  kept.reserve(tokens.size());
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    i += discovery(tokens, i);
    kept.push_back(tokens.list[i]);
  }
  tokens.list = std::move(kept);
}

/// "Ada Park // CTO // Initech": parted as by a bar.
void readSlashesAsBars(Tokens& tokens) {
  std::vector<Token> kept;
  kept.reserve(tokens.size());
  for (const auto& token : tokens.list) {
    bool second = token.is("/") && token.glued && !kept.empty() && kept.back().is("/") &&
                  kept.back().kind == Kind::mark;
    if (second)
      kept.back().norm = "|";
    else
      kept.push_back(token);
  }
  tokens.list = std::move(kept);
}

/// "make me please a contact", "do we happen to have": politeness inside an order.
void leaveOutPoliteness(Tokens& tokens) {
  for (std::size_t i = 1; i + 1 < tokens.size(); ++i) {
    bool please = anyOf(tokens.norm(i), {"please", "kindly"}) &&
                  anyOf(tokens.norm(i - 1), {"me", "us", "add", "create", "make", "give", "show"});
    bool happens = tokens.norm(i) == "happen" && tokens.norm(i + 1) == "to" &&
                   anyOf(tokens.norm(i - 1), {"i", "we", "you"});
    if (please || happens) erase(tokens, i, happens ? i + 2 : i + 1);
  }
}

/// "what do I still have to do": words that change nothing in a question.
void leaveOutAdverbs(Tokens& tokens) {
  auto at = readOpening(tokens, {0, tokens.size()}).begin;
  bool asks = !tokens.list.empty() &&
              (tokens.norm(tokens.size() - 1) == "?" ||
               anyOf(tokens.norm(at), {"what", "which", "who", "when", "how", "show", "list",
                                       "tell", "is", "are", "do", "does", "did"}));
  if (!asks) return;
  for (std::size_t i = 1; i + 1 < tokens.size(); ++i) {
    bool adverb = anyOf(tokens.norm(i), {"still", "already", "currently", "actually", "really",
                                         "exactly", "just", "even"});
    if (adverb && !tokens[i].capital && tokens[i].word()) erase(tokens, i, i + 1), --i;
  }
}

/// "todays tasks", "next weeks deadlines": a day's, typed without the apostrophe.
void readPossessiveDays(const Lexicon& lexicon, Tokens& tokens) {
  constexpr std::size_t reach = 4;
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    auto norm = tokens.norm(i);
    bool day = anyOf(norm, {"todays", "tomorrows", "yesterdays"});
    bool span = i > 0 && anyOf(norm, {"weeks", "months"}) &&
                anyOf(tokens.norm(i - 1), {"this", "next", "last"});
    for (auto k = i + 1; (day || span) && k < std::min(tokens.size(), i + reach); ++k) {
      if (!lexicon.noun(tokens, k, tokens.size()) && !lexicon.field(tokens, k, tokens.size()))
        continue;
      tokens.list[i].norm.pop_back();
      break;
    }
  }
}

/// "Order chairs is in the wrong project, it should be in Onboarding": only what is right counts.
void leaveOutMisplaced(const Lexicon& lexicon, Tokens& tokens) {
  for (std::size_t i = 1; i + 5 < tokens.size(); ++i) {
    bool wrong = anyOf(tokens.norm(i), {"is", "sits", "was"}) && tokens.norm(i + 1) == "in" &&
                 anyOf(tokens.norm(i + 2), {"the", "a"}) && tokens.norm(i + 3) == "wrong";
    auto noun = wrong ? lexicon.noun(tokens, i + 4, tokens.size()) : Lexicon::Noun{};
    if (!noun) continue;
    auto k = i + 4 + noun.length;
    while (k < tokens.size() && (tokens[k].punctuation() || tokens.norm(k) == "and")) ++k;
    if (tokens.norm(k) == "it") return erase(tokens, i, k + 1);
  }
}

void correctSpelling(const Lexicon& lexicon, Tokens& tokens) {
  for (auto& token : tokens.list) {
    if (!token.word() || (token.capital && !tokens.upper) || token.norm.size() < 4) continue;
    if (auto meant = lexicon.wordTyped(token.norm); !meant.empty()) token.norm = meant;
  }
}

/// "chnage adas email": the order at the beginning, where something of the lexicon follows.
void correctVerb(const Lexicon& lexicon, Tokens& tokens) {
  auto at = readOpening(tokens, {0, tokens.size()}).begin;
  if (at >= tokens.size() || verbAt(tokens, at, tokens.size())) return;
  auto meant = verbTyped(tokens, at, tokens.size());
  bool swapped = meant && std::ranges::is_permutation(tokens.norm(at), meant.typed);
  bool slip =
      meant && tokens.norm(at).size() >= 5 && tokens.norm(at).front() == meant.typed.front();
  if (!swapped && !slip) return;
  for (auto i = at + 1; i < tokens.size(); ++i) {
    if (!lexicon.field(tokens, i, tokens.size()) && !lexicon.noun(tokens, i, tokens.size()))
      continue;
    tokens.list[at].norm = meant.typed;
    return;
  }
}

/// "Name - Ada Park, Title - CTO": a dash behind a label says what a colon says.
void readDashesAsColons(const Lexicon& lexicon, Tokens& tokens) {
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    bool begins = i == 0 || tokens[i - 1].punctuation();
    auto field = begins ? lexicon.field(tokens, i, tokens.size()) : Lexicon::Field{};
    auto dash = i + field.length;
    if (field && tokens.norm(dash) == "-" && !tokens[dash].glued && !tokens[dash + 1].glued)
      tokens.list[dash].norm = ":";
  }
}

/// What announces that the words before are to be replaced.
const Phrases<char>& retractions() {
  static const auto table = [] {
    Phrases<char> phrases;
    phrases.add(
        "no|no sorry|sorry no|sorry|no wait|wait no|wait|no i mean|sorry i mean|i mean|i meant|no "
        "i meant|sorry i meant|make that|no make that|sorry make that|actually make that|or "
        "rather|correction|scratch that|no scratch that|oh no|oh sorry|no no|no actually|actually "
        "no|oops|oops no|oops i meant|oops i mean|i mean no|not that|my bad|pardon",
        'x');
    return phrases;
  }();
  return table;
}

bool opensPart(std::string_view norm) {
  return anyOf(norm, {"from", "at", "of", "as", "with", "for", "in", "to", "is", "named", "called",
                      "works", "he", "she", "his", "her"});
}

/// Where the part begins that `replacement` stands for; nullopt when nothing before is like it.
std::optional<std::size_t> replacedPart(const Tokens& tokens, std::size_t before,
                                        std::size_t replacement) {
  constexpr std::size_t reach = 14;
  const auto& token = tokens[replacement];
  auto last = before > reach ? before - reach : 0;
  bool address = token.kind == Kind::email || token.kind == Kind::phone;
  bool again = opensPart(token.norm) || proper(token);
  for (auto k = before; k-- > last;) {
    if (tokens.is(k, Kind::line)) break;
    if (address && tokens[k].kind == token.kind) return k;
    if (!address && again && tokens.norm(k) == token.norm) return k;
  }
  if (!proper(token)) return std::nullopt;
  auto k = before;
  while (k > 1 && proper(tokens[k - 1])) --k;
  return k < before ? std::optional{k} : std::nullopt;
}

void leaveOutRetracted(Tokens& tokens) {
  for (std::size_t i = 2; i + 1 < tokens.size(); ++i) {
    auto match = retractions().at(tokens, i, tokens.size());
    if (!match) continue;
    bool set_off = anyOf(tokens.norm(i - 1), {",", "-", ";", "."});
    auto after = i + match.length;
    while (anyOf(tokens.norm(after), {",", "-", ":"})) ++after;
    // "no email", "sorry to hear": only a part set off on both sides, or said in several words
    if (after >= tokens.size() || (!set_off && match.length == 1)) continue;
    auto before = set_off ? i - 1 : i;
    auto part = replacedPart(tokens, before, after);
    if (!part) continue;
    erase(tokens, *part, after);
    i = *part;
  }
}

}  // namespace

void rewordWork(const Lexicon& lexicon, Tokens& tokens) {
  reword(lexicon, tokens);
  readPossessiveDays(lexicon, tokens);
  leaveOutMisplaced(lexicon, tokens);
  leaveOutAdverbs(tokens);
}

void reword(const Lexicon& lexicon, Tokens& tokens) {
  leaveOutHesitations(tokens);
  leaveOutDiscoveries(tokens);
  readSlashesAsBars(tokens);
  leaveOutPoliteness(tokens);
  correctSpelling(lexicon, tokens);
  correctVerb(lexicon, tokens);
  readDashesAsColons(lexicon, tokens);
  leaveOutRetracted(tokens);
}

}  // namespace parley::assistant::interpreter
