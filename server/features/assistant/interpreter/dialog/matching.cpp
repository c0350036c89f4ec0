#include "features/assistant/interpreter/dialog/matching.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "features/assistant/interpreter/language/token.hpp"
#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/language/words.hpp"

namespace parley::assistant::interpreter {

std::vector<std::string> comparable(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  auto folded = fold(text);
  for (std::size_t i = 0; i < folded.size();) {
    auto c = codePointAt(folded, i);
    if (isLetter(c.value) || isDigit(c.value) || isMark(c.value)) {
      word += folded.substr(i, c.next - i);
    } else if (c.value != '\'' && c.value != '.' && !word.empty()) {
      words.push_back(std::exchange(word, {}));
    }
    i = c.next;
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

std::string together(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, " "));
}

std::string digitsOf(std::string_view text) {
  std::string digits;
  std::ranges::copy_if(text, std::back_inserter(digits),
                       [](char c) { return c >= '0' && c <= '9'; });
  return digits;
}

std::string plainTitle(std::string_view title) {
  static constexpr std::pair<std::string_view, std::string_view> long_forms[] = {
      {"chief executive officer", "ceo"},
      {"chief technology officer", "cto"},
      {"chief technical officer", "cto"},
      {"chief financial officer", "cfo"},
      {"chief operating officer", "coo"},
      {"chief marketing officer", "cmo"},
      {"chief information officer", "cio"},
      {"chief product officer", "cpo"},
      {"senior vice president", "svp"},
      {"vice president", "vp"},
      {"human resources", "hr"},
      {"managing director", "md"}};
  auto text = " " + together(comparable(title)) + " ";
  for (auto [from, to] : long_forms) {
    auto at = text.find(from);
    if (at != std::string::npos) text.replace(at, from.size(), to);
  }
  // "VP of Sales" and "VP Sales"
  for (std::size_t at; (at = text.find(" of ")) != std::string::npos;) text.erase(at, 3);
  return text;
}

bool allInside(const std::vector<std::string>& words, std::string_view text) {
  return !words.empty() &&
         std::ranges::all_of(words, [&](const std::string& word) { return text.contains(word); });
}

std::vector<std::string> withoutHonorifics(const std::vector<std::string>& words) {
  std::vector<std::string> rest;
  std::ranges::copy_if(words, std::back_inserter(rest),
                       [](const std::string& word) { return !words::isHonorific(word); });
  return rest.empty() ? words : rest;
}

std::vector<std::string> tellingWords(std::string_view text) {
  auto words = withoutHonorifics(comparable(text));
  std::vector<std::string> telling;
  std::ranges::copy_if(words, std::back_inserter(telling), [](const std::string& word) {
    return !anyOf(word, {"the", "a", "an", "our", "my", "this", "that", "of", "in", "for", "to",
                         "on", "at", "from", "and", "with"});
  });
  return telling.empty() ? words : telling;
}

std::vector<std::string> namesOf(const std::string& text) {
  std::vector<std::string> parts{""};
  std::size_t at = 0;
  while (at < text.size()) {
    auto rest = std::string_view{text}.substr(at);
    std::size_t joint = 0;
    for (std::string_view word : {", and ", " and ", ", ", " & "}) {
      if (joint == 0 && rest.starts_with(word)) joint = word.size();
    }
    if (joint == 0) {
      parts.back() += text[at++];
      continue;
    }
    at += joint;
    parts.emplace_back();
  }
  std::erase(parts, "");
  return parts;
}

std::string withoutArticle(std::string text) {
  for (std::string_view article :
       {"both ", "Both ", "the ", "The ", "my ", "our ", "a ", "task ", "project "}) {
    if (text.starts_with(article)) text.erase(0, article.size());
  }
  // "the Office move tasks", "the relaunch board"
  for (std::string_view kind :
       {" project", " tasks", " task list", " to-do list", " board", " list"}) {
    if (text.ends_with(kind) && text.size() > kind.size()) text.erase(text.size() - kind.size());
  }
  return text;
}

std::string searchWords(std::string_view text) {
  std::vector<std::string> found;
  for (auto& word : tellingWords(text)) {
    if (length(word) > 1 || found.empty()) found.push_back(word);
  }
  return together(found);
}

bool sameText(std::string_view a, std::string_view b) {
  return together(comparable(a)) == together(comparable(b));
}

}  // namespace parley::assistant::interpreter
