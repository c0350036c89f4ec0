#include "features/assistant/interpreter/language/date_phrase.hpp"

#include <array>
#include <string_view>

#include "features/assistant/interpreter/language/date_words.hpp"
#include "features/assistant/interpreter/language/words.hpp"

namespace parley::assistant::interpreter {
namespace {

using std::chrono::days;
using std::chrono::year_month_day;

int yearOf(Day day) {
  return static_cast<int>(year_month_day{day}.year());
}
unsigned monthOf(Day day) {
  return static_cast<unsigned>(year_month_day{day}.month());
}

/// A day or span that begins at one token; every reader gives the phrase or nothing.
class DateReader {
 public:
  DateReader(const Tokens& tokens, std::size_t end, Day today)
      : tokens_{tokens}, end_{std::min(end, tokens.size())}, today_{today} {}

  std::optional<DatePhrase> at(std::size_t i) const {
    if (i >= end_ || tokens_.is(i, Token::Kind::quoted)) return std::nullopt;
    for (auto reader :
         {&DateReader::numeric, &DateReader::monthDay, &DateReader::edge, &DateReader::counted,
          &DateReader::named, &DateReader::weekday, &DateReader::unit, &DateReader::quarter,
          &DateReader::dayOfMonth, &DateReader::month, &DateReader::holiday}) {
      if (auto found = (this->*reader)(i)) return clock(*found);
    }
    return std::nullopt;
  }

 private:
  std::string_view norm(std::size_t i) const {
    return i < end_ ? tokens_.norm(i) : std::string_view{};
  }
  static DatePhrase one(Day day, std::size_t end) { return {day, day, day, end}; }

  /// A hour belongs to the day: "tomorrow at 3 pm", "Friday morning". Only the day is kept.
  DatePhrase clock(DatePhrase found) const {
    auto k = found.end;
    if (anyOf(norm(k), {"morning", "afternoon", "evening", "night", "noon"})) ++k;
    auto hour = norm(k) == "at" ? k + 1 : k;
    if (norm(hour) == "noon" || norm(hour) == "midnight") {
      k = hour + 1;
    } else if (auto past = clockTimeEnd(tokens_, hour, end_); past > hour) {
      k = past;
    }
    found.end = k;
    return found;
  }

  std::optional<DatePhrase> numeric(std::size_t i) const {
    auto found = numericDate(tokens_, i, end_, today_);
    if (!found) return std::nullopt;
    return one(found->day, found->end);
  }

  /// The year behind a day and month, or the one that makes it the next to come.
  std::optional<DatePhrase> inYear(unsigned month, unsigned day, std::size_t k) const {
    auto at = norm(k) == "," || norm(k) == "of" ? k + 1 : k;
    if (auto year = yearAt(tokens_, at, end_); year > 0) {
      auto found = dayOf(year, month, day);
      return found ? std::optional{one(*found, at + 1)} : std::nullopt;
    }
    auto found = dayOf(yearOf(today_), month, day);
    if (found && *found >= today_) return one(*found, k);
    constexpr int leap_cycle = 8;  // 29 February
    for (int later = 1; later <= leap_cycle; ++later) {
      if (auto next = dayOf(yearOf(today_) + later, month, day)) return one(*next, k);
    }
    return std::nullopt;
  }

  /// "December 1st 2027", "Dec 5", "5 December", "the 5th of December"
  std::optional<DatePhrase> monthDay(std::size_t i) const {
    auto k = i;
    if (auto month = monthAt(tokens_, k, end_)) {
      ++k;
      if (norm(k) == "." || norm(k) == "the") ++k;
      if (auto day = dayNumberAt(tokens_, k, end_)) {
        auto past = k + 1;
        if (norm(past) == "." && past + 1 < end_) return inYear(month, day, past + 1);
        return inYear(month, day, past);
      }
      return std::nullopt;
    }
    if (norm(k) == "the") ++k;
    auto day = dayNumberAt(tokens_, k, end_);
    if (!day) return std::nullopt;
    ++k;
    if (norm(k) == "of" || norm(k) == ".") ++k;
    auto month = monthAt(tokens_, k, end_);
    if (!month) return std::nullopt;
    return inYear(month, day, k + 1);
  }

  /// "end of next month", "the beginning of the week", "the last day of May", "eom"
  std::optional<DatePhrase> edge(std::size_t i) const {
    if (norm(i) == "eod" || norm(i) == "cob") return one(today_, i + 1);
    if (norm(i) == "eow") return one(endOfWeek(today_), i + 1);
    if (norm(i) == "eom") return one(lastOfMonth(today_), i + 1);
    if (norm(i) == "eoy") return one(*dayOf(yearOf(today_), 12, 31), i + 1);
    auto k = i;
    if (norm(k) == "the" || norm(k) == "very") ++k;
    auto which = edgeWord(norm(k));
    bool exact = anyOf(norm(k), {"first", "last"}) && norm(k + 1) == "day" && norm(k + 2) == "of";
    if (exact) which = norm(k) == "first" ? Edge::start : Edge::end;
    if (which == Edge::none) return std::nullopt;
    auto past = exact ? k + 2 : k + 1;
    if (norm(past) == "of") ++past;
    if (past == k + 1 && which != Edge::middle && which != Edge::late) {
      // "month end", "the end": no date by itself
      if (!anyOf(norm(past), {"next", "this"}) && unitAt(norm(past)) == 0 &&
          monthAt(tokens_, past, end_) == 0)
        return std::nullopt;
    }
    if (anyOf(norm(past), {"today", "day"})) return one(today_, past + 1);
    if (norm(past) == "the" && norm(past + 1) == "day") return one(today_, past + 2);
    auto span = month(past);
    if (!span) span = unit(past);
    if (!span) span = current(past);
    if (!span) span = quarter(past);
    if (!span) return std::nullopt;
    bool week = (span->last - span->first).count() == 6;
    Day day = span->last;
    if (which == Edge::start) day = span->first;
    if (which == Edge::middle) day = week ? span->first + days{2} : span->first + days{14};
    if (which == Edge::end && week && !exact)
      day = endOfWeek(span->first < today_ ? today_ : span->first);
    return one(day, span->end);
  }

  /// The Friday of a week, or its Sunday when Friday is past.
  static Day endOfWeek(Day day) {
    auto friday = firstOfWeek(day) + days{4};
    return friday >= day ? friday : firstOfWeek(day) + days{6};
  }

  /// "in two weeks", "within 3 days", "a week from Friday", "10 days ago", "two weeks later"
  std::optional<DatePhrase> counted(std::size_t i) const {
    bool ahead = anyOf(norm(i), {"in", "within"});
    auto k = ahead ? i + 1 : i;
    if (ahead && anyOf(norm(k), {"about", "around", "the"}) && norm(k + 1) != "morning") ++k;
    bool span = ahead && anyOf(norm(k), {"next", "coming"});
    if (span) ++k;
    auto amount = shiftPhrase(tokens_, k, end_);
    if (!amount) return std::nullopt;
    auto shift = amount->shift;
    k = amount->end;
    if (norm(k) == "ago") return one(shifted(today_, {-shift.count, shift.unit}), k + 1);
    if (anyOf(norm(k), {"from", "after"})) {
      if (anyOf(norm(k + 1), {"now", "today"})) return one(shifted(today_, shift), k + 2);
      auto base = at(k + 1);
      if (!base) return std::nullopt;
      return one(shifted(base->point, shift), base->end);
    }
    if (ahead && norm(k) == "time") return one(shifted(today_, shift), k + 1);
    if (norm(k) == "'s" && norm(k + 1) == "time") return one(shifted(today_, shift), k + 2);
    if (!ahead) return std::nullopt;
    auto day = shifted(today_, shift);
    return norm(i) == "within" || span ? DatePhrase{today_, day, day, k} : one(day, k);
  }

  std::optional<DatePhrase> named(std::size_t i) const {
    auto k = norm(i) == "the" ? i + 1 : i;
    if (norm(k) == "day" && norm(k + 1) == "after" && isTomorrow(norm(k + 2)))
      return one(today_ + days{2}, k + 3);
    if (norm(k) == "day" && norm(k + 1) == "before" && norm(k + 2) == "yesterday")
      return one(today_ - days{2}, k + 3);
    if (k > i) return std::nullopt;
    if (norm(i) == "today" || norm(i) == "tonight" || norm(i) == "now") return one(today_, i + 1);
    if (isTomorrow(norm(i))) return one(today_ + days{1}, i + 1);
    if (norm(i) == "yesterday") return one(today_ - days{1}, i + 1);
    return std::nullopt;
  }

  /// "Friday", "next Friday", "this Friday", "last Friday", "Friday next week", "Friday the 4th"
  std::optional<DatePhrase> weekday(std::size_t i) const {
    auto k = i;
    if (norm(k) == "the" && anyOf(norm(k + 1), {"next", "coming", "following", "last"})) ++k;
    bool next = anyOf(norm(k), {"next", "following"});
    bool coming = anyOf(norm(k), {"this", "coming", "upcoming"});
    bool last = anyOf(norm(k), {"last", "past"});
    if (next || coming || last) ++k;
    if (coming && norm(k) == "coming") ++k;
    auto wanted = weekdayAt(tokens_, k, end_);
    if (wanted == 0) return std::nullopt;
    ++k;
    if (last) {
      auto back = (weekdayOf(today_) + 7 - wanted) % 7;
      return one(today_ - days{back == 0 ? 7 : back}, k);
    }
    if (next) return one(firstOfWeek(today_) + days{7 + wanted - 1}, k);
    if (coming && weekdayOf(today_) == wanted) return one(today_, k);
    if (!coming) {
      // "Friday, December 4th", "Friday the 4th", "Friday 4.12."
      auto more = k;
      if (norm(more) == ",") ++more;
      auto exact = monthDay(more);
      if (!exact) exact = numeric(more);
      if (!exact && norm(more) == "the") exact = dayOfMonth(more);
      if (exact) return exact;
      if (norm(k) == "next" && norm(k + 1) == "week")
        return one(firstOfWeek(today_) + days{7 + wanted - 1}, k + 2);
      if (norm(k) == "this" && norm(k + 1) == "week")
        return one(firstOfWeek(today_) + days{wanted - 1}, k + 2);
      // "Friday in two weeks"
      if (norm(k) == "in") {
        auto amount = shiftPhrase(tokens_, k + 1, end_);
        if (amount && amount->shift.unit == 'w')
          return one(firstOfWeek(shifted(today_, amount->shift)) + days{wanted - 1}, amount->end);
      }
      if (norm(k) == "after" && norm(k + 1) == "next")
        return one(nextWeekday(today_, wanted) + days{7}, k + 2);
    }
    return one(nextWeekday(today_, wanted), k);
  }

  /// "this week", "next month", "the week", "last year", "the weekend", "next 7 days"
  std::optional<DatePhrase> unit(std::size_t i) const {
    auto k = i;
    if (norm(k) == "the") ++k;
    bool next = anyOf(norm(k), {"next", "coming", "following", "upcoming"});
    bool current = anyOf(norm(k), {"this", "current"});
    bool last = anyOf(norm(k), {"last", "past", "previous"});
    if (next || current || last) ++k;
    bool said = k > i;
    if (next || last) {
      // "the next 7 days", "the last two weeks"
      auto amount =
          norm(k).empty() || unitAt(norm(k)) != 0 ? std::nullopt : shiftPhrase(tokens_, k, end_);
      if (amount) {
        auto day = shifted(today_,
                           {last ? -amount->shift.count : amount->shift.count, amount->shift.unit});
        return last ? DatePhrase{day, today_, day, amount->end}
                    : DatePhrase{today_, day, day, amount->end};
      }
    }
    if (norm(k) == "weekend") return said ? weekend(next, last, k + 1) : std::nullopt;
    if (norm(k) == "work" && norm(k + 1) == "week") ++k;
    auto which = unitAt(norm(k));
    if (which == 0 || which == 'd' || which == 'b' || !said) return std::nullopt;
    int step = next ? 1 : last ? -1 : 0;
    auto day = shifted(today_, {step, which});
    auto found = around(day, which, k + 1);
    found.point = next || last ? day : which == 'w' ? endOfWeek(today_) : found.last;
    return found;
  }

  /// The week, month or year of a day.
  static DatePhrase around(Day day, char which, std::size_t end) {
    if (which == 'w') return {firstOfWeek(day), firstOfWeek(day) + days{6}, day, end};
    if (which == 'm') return {firstOfMonth(day), lastOfMonth(day), day, end};
    return {*dayOf(yearOf(day), 1, 1), *dayOf(yearOf(day), 12, 31), day, end};
  }

  /// "month" in "end of month": the one that today is in.
  std::optional<DatePhrase> current(std::size_t i) const {
    auto which = unitAt(norm(i));
    if (which == 0 || which == 'd') return std::nullopt;
    return around(today_, which, i + 1);
  }

  std::optional<DatePhrase> weekend(bool next, bool last, std::size_t past) const {
    auto saturday = firstOfWeek(today_) + days{5 + (next ? 7 : last ? -7 : 0)};
    return DatePhrase{saturday, saturday + days{1},
                      saturday < today_ && !last ? saturday + days{1} : saturday, past};
  }

  /// "Q1", "the first quarter of 2027", "this quarter", "next quarter"
  std::optional<DatePhrase> quarter(std::size_t i) const {
    auto k = norm(i) == "the" ? i + 1 : i;
    auto current = static_cast<int>((monthOf(today_) - 1) / 3);
    int wanted = -1;
    if (norm(k).size() == 2 && norm(k).front() == 'q' && norm(k)[1] >= '1' && norm(k)[1] <= '4') {
      wanted = norm(k)[1] - '1';
      ++k;
    } else if (norm(k + 1) == "quarter") {
      auto which = words::ordinal(norm(k));
      if (norm(k) == "this" || norm(k) == "current") wanted = current;
      if (norm(k) == "next") wanted = current + 1;
      if (norm(k) == "last") wanted = current - 1;
      if (which >= 1 && which <= 4) wanted = which - 1;
      k += 2;
    } else if (norm(k) == "quarter" && k > i) {
      wanted = current;
      ++k;
    }
    bool told = wanted >= 0 || (norm(i) == "last" && k == i + 2 && norm(i + 1) == "quarter");
    if (!told) return std::nullopt;
    auto year = yearOf(today_);
    if (norm(k) == "of") ++k;
    if (auto named = yearAt(tokens_, k, end_)) {
      year = named;
      ++k;
    } else if (wanted < current && norm(i) != "last") {
      ++year;
    }
    auto first = monthsLater(*dayOf(year, 1, 1), 3 * wanted);
    auto last = lastOfMonth(monthsLater(first, 2));
    return DatePhrase{first, last, last, k};
  }

  /// "the 5th", "the 5th of next month"
  std::optional<DatePhrase> dayOfMonth(std::size_t i) const {
    auto k = norm(i) == "the" ? i + 1 : i;
    auto day = dayNumberAt(tokens_, k, end_);
    bool ordinal = day != 0 && !tokens_.is(k, Token::Kind::number) && words::ordinal(norm(k)) > 0;
    if (!ordinal || (k == i && words::cardinal(norm(k)) > 0)) return std::nullopt;
    // "the first task": an ordinal of something else
    bool digits = norm(k).front() >= '0' && norm(k).front() <= '9';
    if (!digits) return std::nullopt;
    ++k;
    if (norm(k) == "of") {
      auto span = unit(k + 1);
      bool month_told = span && (span->last - span->first).count() > 20 &&
                        (span->last - span->first).count() < 32;
      if (month_told) {
        auto date = dayOf(yearOf(span->first), monthOf(span->first), day);
        if (date) return one(*date, span->end);
      }
      if (norm(k + 1) == "the" && norm(k + 2) == "month") k += 3;
    }
    for (int later = 0; later < 3; ++later) {
      auto month = monthsLater(firstOfMonth(today_), later);
      auto date = dayOf(yearOf(month), monthOf(month), day);
      if (date && *date >= today_) return one(*date, k);
    }
    return std::nullopt;
  }

  /// "December", "next March", "December 2027"
  std::optional<DatePhrase> month(std::size_t i) const {
    auto k = anyOf(norm(i), {"this", "next"}) ? i + 1 : i;
    auto wanted = monthAt(tokens_, k, end_);
    if (!wanted || (norm(k) == "may" && k == i && !tokens_[k].capital) ||
        (norm(k) == "mar" || norm(k) == "march" ? !tokens_[k].capital && k == i : false))
      return std::nullopt;
    ++k;
    auto year = yearAt(tokens_, k, end_);
    if (year > 0) ++k;
    if (year == 0) year = yearOf(today_) + (wanted < monthOf(today_) ? 1 : 0);
    auto first = dayOf(year, wanted, 1);
    if (!first) return std::nullopt;
    return DatePhrase{*first, lastOfMonth(*first), lastOfMonth(*first), k};
  }

  std::optional<DatePhrase> holiday(std::size_t i) const {
    auto found = holidayAt(tokens_, i, end_);
    if (!found) return std::nullopt;
    auto date = inYear(found->month, found->day, i + found->length);
    return date;
  }

  const Tokens& tokens_;
  std::size_t end_;
  Day today_;
};

}  // namespace

std::optional<DatePhrase> datePhrase(const Tokens& tokens, std::size_t i, std::size_t end,
                                     Day today) {
  DateReader reader{tokens, end, today};
  if (auto found = reader.at(i)) return found;
  auto k = i;
  constexpr std::size_t most_small_words = 3;
  while (k < end && k - i < most_small_words &&
         anyOf(tokens.norm(k), {"on", "by", "until", "till", "at", "before", "no", "later", "than",
                                "latest", "for", "in", "around", "the", "from", "since"}))
    ++k;
  // "by the end of the month" keeps its article
  for (auto at = i + 1; at <= k; ++at) {
    if (auto found = reader.at(at)) {
      bool exclusive = tokens.norm(at - 1) == "before" && found->first == found->last;
      if (exclusive) found->point = found->first - days{1};
      return found;
    }
  }
  return std::nullopt;
}

}  // namespace parley::assistant::interpreter
