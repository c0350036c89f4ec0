#include "features/assistant/interpreter/language/date_words.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <vector>

#include "features/assistant/interpreter/language/spelling.hpp"
#include "features/assistant/interpreter/language/words.hpp"

namespace parley::assistant::interpreter {
namespace {

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

/// Names of seven days or twelve months, in order, with their short forms.
template <std::size_t n>
unsigned place(const std::array<std::array<std::string_view, 4>, n>& names, std::string_view norm,
               bool capital) {
  if (norm.size() < 3) return 0;
  for (std::size_t k = 0; k < n; ++k) {
    if (std::ranges::find(names[k], norm) != names[k].end()) return static_cast<unsigned>(k + 1);
  }
  constexpr std::size_t shortest = 6;
  if (norm.size() < shortest || words::isGivenName(norm)) return 0;
  for (std::size_t k = 0; k < n; ++k) {
    bool slip = isMisspelling(norm, names[k][0]) &&
                spellingDistance(norm, names[k][0], 2) <= (capital ? 1U : 2U);
    if (slip) return static_cast<unsigned>(k + 1);
  }
  return 0;
}

constexpr std::array<std::array<std::string_view, 4>, 7> weekdays{
    {{"monday", "mon", "mondays"},
     {"tuesday", "tue", "tues"},
     {"wednesday", "wed", "weds"},
     {"thursday", "thu", "thur", "thurs"},
     {"friday", "fri", "fridays"},
     {"saturday", "sat"},
     {"sunday", "sun"}}};
constexpr std::array<std::array<std::string_view, 4>, 12> months{{{"january", "jan"},
                                                                  {"february", "feb"},
                                                                  {"march", "mar"},
                                                                  {"april", "apr"},
                                                                  {"may"},
                                                                  {"june", "jun"},
                                                                  {"july", "jul"},
                                                                  {"august", "aug"},
                                                                  {"september", "sep", "sept"},
                                                                  {"october", "oct"},
                                                                  {"november", "nov"},
                                                                  {"december", "dec"}}};

/// Three numbers, or two, between equal separators; nothing when the text holds something else.
std::vector<std::pair<int, std::size_t>> numbersOf(std::string_view text, char& separator) {
  std::vector<std::pair<int, std::size_t>> numbers;
  std::size_t at = 0;
  while (at < text.size() && isDigit(text[at])) {
    auto end = at;
    while (end < text.size() && isDigit(text[end])) ++end;
    int value = 0;
    constexpr std::size_t longest = 4;
    if (end - at > longest) return {};
    std::from_chars(text.data() + at, text.data() + end, value);
    numbers.emplace_back(value, end - at);
    if (end >= text.size()) return numbers;
    if (numbers.size() == 1) separator = text[end];
    if (text[end] != separator || !std::string_view{"-/."}.contains(separator)) return {};
    at = end + 1;
  }
  return separator == '.' && at >= text.size() ? numbers
                                               : std::vector<std::pair<int, std::size_t>>{};
}

struct WrittenNumbers {
  std::vector<std::pair<int, std::size_t>> numbers;
  char separator = 0;
  std::size_t past = 0;
};

/// What may be a date in digits at token i, longest first: one token (2027-01-31) or several
/// (12 / 31 / 2026).
std::vector<WrittenNumbers> writtenNumbers(const Tokens& tokens, std::size_t i, std::size_t end) {
  constexpr std::size_t most_tokens = 6;
  std::vector<WrittenNumbers> found;
  if (!isDigit(tokens.text[tokens[i].begin])) return found;
  auto joined = i + 1;
  while (joined < std::min(end, i + most_tokens) && tokens[joined].glued) ++joined;
  for (auto k = joined; k > i; --k) {
    WrittenNumbers written{.past = k};
    written.numbers = numbersOf(
        std::string_view{tokens.text}.substr(tokens[i].begin, tokens[k - 1].end - tokens[i].begin),
        written.separator);
    if (written.numbers.size() == 2 || written.numbers.size() == 3)
      found.push_back(std::move(written));
  }
  return found;
}

int wholeYear(int year, std::size_t digits) {
  constexpr int century = 2000;
  return digits == 2 ? century + year : year;
}

std::optional<Day> composed(const std::vector<std::pair<int, std::size_t>>& numbers, char separator,
                            Day today) {
  auto number = [&](std::size_t k) { return static_cast<unsigned>(numbers[k].first); };
  if (numbers.size() == 3 && numbers[0].second == 4)
    return dayOf(numbers[0].first, number(1), number(2));
  if (numbers.size() < 2 || numbers[0].second > 2 || numbers[1].second > 2) return std::nullopt;
  constexpr unsigned months_of_year = 12;
  bool month_first = separator == '/' ? number(0) <= months_of_year : number(1) > months_of_year;
  auto month = month_first ? number(0) : number(1);
  auto day = month_first ? number(1) : number(0);
  if (numbers.size() == 3) {
    if (numbers[2].second != 2 && numbers[2].second != 4) return std::nullopt;
    return dayOf(wholeYear(numbers[2].first, numbers[2].second), month, day);
  }
  if (separator == '-') return std::nullopt;
  auto year = static_cast<int>(std::chrono::year_month_day{today}.year());
  auto found = dayOf(year, month, day);
  return found && *found < today ? dayOf(year + 1, month, day) : found;
}

}  // namespace

unsigned weekdayAt(const Tokens& tokens, std::size_t i, std::size_t end) {
  if (i >= end || !tokens[i].word()) return 0;
  // "sat", "sun", "wed", "mon": words of their own without a capital
  bool short_word = anyOf(tokens.norm(i), {"sat", "sun", "wed", "mar"});
  if (short_word && !tokens[i].capital && i > 0 &&
      !anyOf(tokens.norm(i - 1), {"on", "by", "next", "this", "until", "due", "for", "before"}))
    return 0;
  return place(weekdays, tokens.norm(i), tokens[i].capital);
}

unsigned monthAt(const Tokens& tokens, std::size_t i, std::size_t end) {
  if (i >= end || !tokens[i].word()) return 0;
  return place(months, tokens.norm(i), tokens[i].capital);
}

unsigned dayNumberAt(const Tokens& tokens, std::size_t i, std::size_t end) {
  constexpr int longest_month = 31;
  if (i >= end) return 0;
  auto norm = tokens.norm(i);
  auto value = tokens.is(i, Token::Kind::number) ? words::cardinal(norm) : words::ordinal(norm);
  return value > 0 && value <= longest_month ? static_cast<unsigned>(value) : 0;
}

int yearAt(const Tokens& tokens, std::size_t i, std::size_t end) {
  if (i >= end || !tokens.is(i, Token::Kind::number) || tokens.norm(i).size() != 4) return 0;
  auto value = words::cardinal(tokens.norm(i));
  return value >= 1900 && value < 3000 ? value : 0;
}

char unitAt(std::string_view norm) {
  if (anyOf(norm, {"day", "days"})) return 'd';
  if (anyOf(norm, {"week", "weeks", "wk", "wks"})) return 'w';
  if (anyOf(norm, {"month", "months"})) return 'm';
  if (anyOf(norm, {"year", "years"})) return 'y';
  return 0;
}

bool isTomorrow(std::string_view norm) {
  return anyOf(norm, {"tomorrow", "tmrw", "tmr", "tomorow", "tommorow", "tommorrow", "tomorrows",
                      "2moro", "tomorro"});
}

Edge edgeWord(std::string_view norm) {
  if (anyOf(norm, {"end", "close"})) return Edge::end;
  if (anyOf(norm, {"start", "beginning", "begin", "early"})) return Edge::start;
  if (anyOf(norm, {"middle", "mid"})) return Edge::middle;
  if (norm == "late") return Edge::late;
  return Edge::none;
}

std::optional<Holiday> holidayAt(const Tokens& tokens, std::size_t i, std::size_t end) {
  auto norm = tokens.norm(i);
  auto next = i + 1 < end ? tokens.norm(i + 1) : std::string_view{};
  if (anyOf(norm, {"christmas", "xmas"})) {
    if (next == "eve") return Holiday{12, 24, 2};
    return Holiday{12, 25, next == "day" ? 2U : 1U};
  }
  if (norm == "new" && anyOf(next, {"year", "years"})) {
    auto k = i + 2;
    if (tokens.norm(k) == "'s") ++k;
    if (tokens.norm(k) == "eve") return Holiday{12, 31, k + 1 - i};
    if (tokens.norm(k) == "day") return Holiday{1, 1, k + 1 - i};
    if (k == i + 2 && tokens[i + 1].capital) return Holiday{1, 1, 2};
  }
  if (norm == "valentine" && next == "'s") return Holiday{2, 14, 3};
  if (norm == "halloween") return Holiday{10, 31, 1};
  return std::nullopt;
}

std::optional<NumericDate> numericDate(const Tokens& tokens, std::size_t i, std::size_t end,
                                       Day today) {
  if (i >= end || tokens.norm(i).empty()) return std::nullopt;
  for (const auto& [numbers, separator, past] : writtenNumbers(tokens, i, end)) {
    // "1.5" is a number, "31.12." and "31.12" with a word of time before it are days
    if (auto day = composed(numbers, separator, today)) return NumericDate{*day, past};
  }
  return std::nullopt;
}

std::size_t impossibleDayEnd(const Tokens& tokens, std::size_t i, std::size_t end) {
  if (i >= end || tokens.norm(i).empty()) return i;
  constexpr unsigned leap_year = 2028;
  for (const auto& [numbers, separator, past] : writtenNumbers(tokens, i, end)) {
    if (numbers.size() != 3) continue;
    auto is_year = [&](std::size_t k) {
      return numbers[k].second == 4 && numbers[k].first >= 1900 && numbers[k].first < 3000;
    };
    bool dated = is_year(0) || (separator != '-' && is_year(2));
    if (dated && !composed(numbers, separator, Day{})) return past;
  }
  auto k = i;
  auto month = monthAt(tokens, k, end);
  auto day = month > 0 ? dayNumberAt(tokens, ++k, end) : dayNumberAt(tokens, k, end);
  if (month == 0) {
    if (tokens.norm(++k) == "of") ++k;
    month = monthAt(tokens, k, end);
  }
  if (month == 0 || day == 0 || k >= end) return i;
  auto at_year = k + 1 < end && tokens.norm(k + 1) == "," ? k + 2 : k + 1;
  auto year = yearAt(tokens, at_year, end);
  if (dayOf(year > 0 ? year : leap_year, month, day)) return i;
  return year > 0 ? at_year + 1 : k + 1;
}

std::size_t clockTimeEnd(const Tokens& tokens, std::size_t i, std::size_t end) {
  if (i >= end) return i;
  auto norm = tokens.norm(i);
  auto meridiem = [](std::string_view word) { return anyOf(word, {"am", "pm", "a.m", "p.m"}); };
  if (norm.size() >= 3 && norm.size() <= 4 && isDigit(norm.front()) &&
      meridiem(norm.substr(norm.size() - 2)))
    return i + 1;
  if (!tokens.is(i, Token::Kind::number) || norm.size() > 2) return i;
  auto k = i + 1;
  if (tokens.norm(k) == ":" && tokens[k].glued && tokens.is(k + 1, Token::Kind::number)) k += 2;
  if (meridiem(tokens.norm(k)) || tokens.norm(k) == "o'clock") return k + 1;
  return k > i + 1 ? k : i;
}

}  // namespace parley::assistant::interpreter
