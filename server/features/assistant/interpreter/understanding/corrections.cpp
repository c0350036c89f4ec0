#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/clause_parser.hpp"
#include "features/assistant/interpreter/understanding/titles.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = Token::Kind;

/// Says outright that what was told last is to be something else.
const Phrases<char>& corrections() {
  static const auto table = [] {
    Phrases<char> phrases;
    phrases.add(
        "i meant|i mean|i meant to say|i meant to write|i meant to type|meant|make that|make "
        "it|that should be|it should be|should be|that should have been|it should have "
        "been|should have been|correction|change that to|it is spelled|it is spelt|spelled|spelt|"
        "that is spelled|that is spelt|it is actually|that is actually|i should have said|should "
        "read|that should read|it should read",
        'x');
    return phrases;
  }();
  return table;
}

bool softens(std::string_view norm) {
  return anyOf(norm, {"no", "oops", "whoops", "sorry", "wait", "actually", "oh", "ah", "nope", "my",
                      "mistake", "bad", "typo", "hang", "hold", "on", "ups", "well", "argh"});
}

}  // namespace

/// "no, make that Jane Rowe", "I meant Apple", "not manager, director"
std::optional<Command> Parser::correction() const {
  auto end = readClosing(tokens_, {0, tokens_.size()});
  std::size_t i = 0;
  bool softened = false;
  auto pass = [&] {
    while (i < end && (tokens_[i].punctuation() ||
                       (softens(tokens_.norm(i)) && !tokens_.is(i, Kind::quoted)))) {
      softened = softened || tokens_[i].word();
      ++i;
    }
  };
  pass();
  auto strong = corrections().at(tokens_, i, end);
  i += strong.length;
  if (strong) pass();
  Command command{.intent = Intent::correct};
  if (tokens_.norm(i) == "not") {
    auto k = i + 1;
    while (k < end && !anyOf(tokens_.norm(k), {",", "but", "-", ";", "."})) ++k;
    if (k >= end || k == i + 1) return std::nullopt;
    command.query.conditions.push_back(
        {{}, Condition::Op::equals, tokens_.original({i + 1, k}), false});
    i = k + 1;
    while (i < end && (tokens_[i].punctuation() || anyOf(tokens_.norm(i), {"but", "it", "is"})))
      ++i;
  } else if (!strong) {
    // "no, 555 8182"
    bool address = tokens_.is(i, Kind::email) || tokens_.is(i, Kind::phone);
    if (!softened || !address || i + 1 < end) return std::nullopt;
  }
  // "make it snappy", "I mean the second one", "make it a contact": no value to put in
  constexpr std::size_t longest = 8;
  bool plain = i < end && end - i <= longest && tokens_[i].kind != Kind::line &&
               !words::isPronoun(tokens_.norm(i)) && !words::isPossessivePronoun(tokens_.norm(i)) &&
               !words::isDeterminer(tokens_.norm(i)) && !verbAt(tokens_, i, end) &&
               !scope_.lexicon.field(tokens_, i, end) && words::ordinal(tokens_.norm(i)) == 0;
  for (auto k = i; plain && k < end; ++k) plain = !words::isAssignment(tokens_.norm(k)) || k == i;
  if (!plain) return std::nullopt;
  Span value{i, end};
  if (tokens_.is(i, Kind::email)) command.type = "email";
  if (tokens_.is(i, Kind::phone) || tokens_.is(i, Kind::number)) command.type = "phone";
  auto title = evidentTitle(scope_, i, end);
  if (!title.empty() && title.end >= end) command.type = "title";
  bool address = command.type == "email" || command.type == "phone";
  if (address && value.size() > 1) return std::nullopt;
  command.query.words = address                   ? tokens_.original(value)
                        : command.type == "title" ? titleText(scope_, value)
                                                  : personText(scope_, value);
  return command;
}

}  // namespace parley::assistant::interpreter
