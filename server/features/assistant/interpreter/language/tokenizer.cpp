#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>

#include "features/assistant/interpreter/language/phone_number.hpp"
#include "features/assistant/interpreter/language/token.hpp"
#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/language/words.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = Token::Kind;

bool isAsciiDigit(char c) {
  return c >= '0' && c <= '9';
}
bool isAsciiLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

class Tokenizer {
 public:
  explicit Tokenizer(std::string text) { result_.text = std::move(text); }

  Tokens run() {
    while (at_ < text().size()) {
      auto c = codePointAt(text(), at_);
      if (c.value == '\n') {
        addLine(c.next);
      } else if (isSpace(c.value)) {
        at_ = c.next;
      } else if (!email() && !quoted(c) && !phone() && !url() && !arrow() && !word(c)) {
        add(Kind::mark, at_, c.next, markNorm(c.value));
        at_ = c.next;
      }
    }
    noteCase();
    return std::move(result_);
  }

 private:
  std::string_view text() const { return result_.text; }
  char byte(std::size_t i) const { return i < text().size() ? text()[i] : '\0'; }
  char32_t before() const { return at_ == 0 ? U' ' : static_cast<unsigned char>(text()[at_ - 1]); }

  void add(Kind kind, std::size_t begin, std::size_t end, std::string norm) {
    auto& list = result_.list;
    Token token{.kind = kind, .norm = std::move(norm), .begin = begin, .end = end};
    token.glued = !list.empty() && list.back().end >= begin && list.back().kind != Kind::line;
    auto first = codePointAt(text(), begin);
    token.capital = words::isCapital(text().substr(begin, end - begin));
    token.caseless = isCaseless(first.value);
    list.push_back(std::move(token));
  }

  void addLine(std::size_t next) {
    if (!result_.list.empty() && result_.list.back().kind != Kind::line) {
      add(Kind::line, at_, next, "\n");
    }
    at_ = next;
  }

  static std::string markNorm(char32_t c) {
    switch (c) {
      case 0x2013:
      case 0x2014:
      case 0x2212:
        return "-";
      case 0x3001:
      case 0xFF0C:
      case 0x060C:
        return ",";
      case 0x3002:
      case 0xFF0E:
        return ".";
      case 0xFF1A:
        return ":";
      case 0xFF1B:
      case 0x061B:
        return ";";
      case 0xFF1F:
      case 0x061F:
        return "?";
      case 0xFF01:
        return "!";
      case 0x2022:
      case 0x25CF:
      case 0x25AA:
      case 0x00B7:
        return "*";
      case 0x2192:
        return "->";
      case 0xFF08:
        return "(";
      case 0xFF09:
        return ")";
      case 0x300C:
      case 0x300D:
        return "\"";
      default:
        break;
    }
    return c < 0x80 ? std::string(1, static_cast<char>(c)) : std::string{"\xEF\xBF\xBD"};
  }

  bool email() {
    auto c = before();
    bool start =
        at_ == 0 || isSpace(c) || c >= 0x80 || std::string_view{"<([{\"':,;=>|/"}.contains(c);
    if (!start || !isEmailLocal(byte(at_))) return false;
    if (text().substr(at_).starts_with("mailto:")) at_ += 7;
    auto i = at_;
    while (i < text().size() && i - at_ < 65 && isEmailLocal(text()[i])) ++i;
    if (byte(i) != '@' || i == at_) return false;
    auto domain = i + 1;
    auto end = domain;
    while (end < text().size() && end - domain < 254 && isDomain(text()[end])) ++end;
    while (end > domain && (text()[end - 1] == '.' || text()[end - 1] == '-')) --end;
    if (end == domain) return false;
    auto begin = at_;
    while (begin < i && (text()[begin] == '\'' || text()[begin] == '*')) ++begin;
    if (begin == i) return false;
    add(Kind::email, begin, end, fold(text().substr(begin, end - begin)));
    at_ = end;
    return true;
  }

  static bool isEmailLocal(char c) {
    return isAsciiDigit(c) || isAsciiLetter(c) || static_cast<unsigned char>(c) >= 0x80 ||
           std::string_view{".!#$%&'+_~-"}.contains(c);
  }
  static bool isDomain(char c) {
    return isAsciiDigit(c) || isAsciiLetter(c) || static_cast<unsigned char>(c) >= 0x80 ||
           c == '.' || c == '-';
  }

  bool quoted(CodePoint c) {
    struct Pair {
      char32_t open;
      char32_t close;
      char32_t other_close;
    };
    static constexpr std::array pairs{
        Pair{U'"', U'"', 0x201D}, Pair{0x201C, 0x201D, U'"'}, Pair{0x201E, 0x201C, 0x201D},
        Pair{0x00AB, 0x00BB, 0},  Pair{0x2018, 0x2019, 0},    Pair{U'\'', U'\'', 0x2019},
        Pair{U'`', U'`', U'\''},  Pair{0x300C, 0x300D, 0},    Pair{0x201D, 0x201D, 0}};
    for (const auto& pair : pairs) {
      if (c.value == pair.open) return closeQuote(c, pair.close, pair.other_close);
    }
    return false;
  }

  /// Looks a limited way ahead, so that a text of a million quotes stays linear.
  bool closeQuote(CodePoint open, char32_t close, char32_t other) {
    bool single = isApostrophe(open.value);
    if (single && at_ > 0 && !isSpace(before()) && !std::string_view{"([:,"}.contains(before()))
      return false;
    auto limit = std::min(text().size(), open.next + 300);
    for (auto i = open.next; i < limit;) {
      auto c = codePointAt(text(), i);
      if (c.value == '\n') return false;
      bool closes = c.value == close || (other != 0 && c.value == other);
      if (closes && single) {
        auto after = c.next < text().size() ? codePointAt(text(), c.next).value : U' ';
        closes = !isLetter(after) && !isDigit(after);
      }
      if (closes) return addQuoted(open.next, i, c.next);
      i = c.next;
    }
    return false;
  }

  bool addQuoted(std::size_t begin, std::size_t end, std::size_t next) {
    while (begin < end && text()[begin] == ' ') ++begin;
    while (end > begin &&
           (text()[end - 1] == ' ' || text()[end - 1] == ',' || text()[end - 1] == '.'))
      --end;
    if (begin == end) {
      at_ = next;
      return true;
    }
    auto inside = text().substr(begin, end - begin);
    // A quoted address or number is one all the same.
    auto at_sign = inside.find('@');
    bool address = at_sign != std::string_view::npos && at_sign > 0 && !inside.contains(' ');
    // The mark in front keeps the comparison with words from seeing what is quoted.
    add(address ? Kind::email : Kind::quoted, begin, end,
        address ? fold(inside) : "\"" + fold(inside));
    at_ = next;
    return true;
  }

  bool phone() {
    auto previous = before();
    if (isLetter(previous) || isDigit(previous)) return false;
    auto end = phoneNumberEnd(text(), at_);
    if (end == at_) return false;
    add(Kind::phone, at_, end, std::string{text().substr(at_, end - at_)});
    at_ = end;
    return true;
  }

  /// "->", "-->", "=>": the arrow as people type it.
  bool arrow() {
    auto end = text()[at_] == '-' || text()[at_] == '=' ? at_ + 1 : at_;
    if (byte(end) == '-') ++end;
    if (end == at_ || byte(end) != '>') return false;
    add(Kind::mark, at_, end + 1, "->");
    at_ = end + 1;
    return true;
  }

  bool url() {
    auto rest = text().substr(at_, 8);
    if (!rest.starts_with("http://") && !rest.starts_with("https://") && !rest.starts_with("www."))
      return false;
    auto end = at_;
    while (end < text().size() && static_cast<unsigned char>(text()[end]) > ' ' &&
           !std::string_view{"<>\"),;"}.contains(text()[end])) {
      ++end;
    }
    while (text()[end - 1] == '.' || text()[end - 1] == '!' || text()[end - 1] == '?') --end;
    add(Kind::url, at_, end, fold(text().substr(at_, end - at_)));
    at_ = end;
    return true;
  }

  bool word(CodePoint c) {
    if (!isLetter(c.value) && !isMark(c.value) && !isDigit(c.value)) return false;
    auto end = wordEnd(at_);
    auto raw = text().substr(at_, end - at_);
    if (std::ranges::all_of(raw, isAsciiDigit)) {
      add(Kind::number, at_, end, std::string{raw});
      at_ = end;
      return true;
    }
    end = withPeriod(end);
    addWord(at_, end);
    at_ = end;
    return true;
  }

  /// Letters, digits and what joins them: O'Brien, Anne-Marie, AT&T, U.S., C++, 24/7, R&D,
  /// Booking.com.
  std::size_t wordEnd(std::size_t i) const {
    while (i < text().size()) {
      auto c = codePointAt(text(), i);
      if (isLetter(c.value) || isMark(c.value) || isDigit(c.value)) {
        i = c.next;
        continue;
      }
      if (c.value == '+' && i > at_ && byte(i - 1) != ' ' && !joins(c.next)) {
        i = c.next;
        continue;
      }
      bool joint = isApostrophe(c.value) || c.value == '-' || c.value == 0x2010 ||
                   c.value == 0x2011 || c.value == '&' || c.value == '.' || c.value == '_' ||
                   c.value == 0x00B7;
      if (c.value == '.' && !dotJoins(i)) joint = false;
      if (!joint || !joins(c.next)) break;
      i = c.next;
    }
    return i;
  }

  bool joins(std::size_t i) const {
    if (i >= text().size()) return false;
    auto c = codePointAt(text(), i).value;
    return isLetter(c) || isDigit(c);
  }

  /// `U.S`, `J.R`, `acme.com` but not `Acme.She`.
  bool dotJoins(std::size_t dot) const {
    auto next = codePointAt(text(), std::min(dot + 1, text().size() - 1)).value;
    if (!isUpper(next)) return isLetter(next) || isDigit(next);
    return dot >= 1 && isAsciiLetter(text()[dot - 1]) &&
           (dot < 2 || !isAsciiLetter(text()[dot - 2]));
  }

  /// The period belongs to an initial (`J.`) or a known abbreviation (`Inc.`, `Dr.`).
  std::size_t withPeriod(std::size_t end) const {
    if (byte(end) != '.') return end;
    auto raw = text().substr(at_, end - at_);
    bool initial = length(raw) == 1 && isUpper(codePointAt(raw, 0).value);
    bool dotted = raw.contains('.') && raw.size() <= 16 && !raw.contains("..") && raw[1] == '.';
    return initial || dotted || words::isAbbreviation(fold(raw)) ? end + 1 : end;
  }

  void addWord(std::size_t begin, std::size_t end) {
    auto raw = text().substr(begin, end - begin);
    auto norm = fold(raw);
    if (norm == "w" && byte(end) == '/' &&
        (isSpace(static_cast<unsigned char>(byte(end + 1))) || byte(end + 1) == '\0'))
      norm = "with";
    if (norm.size() > 1 && norm.back() == '.') norm.pop_back();
    if (const auto* parts = words::shorthand(norm)) {
      for (const auto& part : *parts) add(Kind::word, begin, end, part);
      return;
    }
    auto quote = norm.rfind('\'');
    if (quote == std::string::npos) return add(Kind::word, begin, end, std::move(norm));
    auto base = norm.substr(0, quote);
    auto suffix = norm.substr(quote);
    auto raw_quote = begin + lastApostrophe(raw);
    if (suffix == "'t" && base.ends_with('n')) return addNegation(begin, end, base);
    if (suffix == "'s") {
      add(Kind::word, begin, raw_quote, base);
      if (base == "let") return add(Kind::word, raw_quote, end, "us");
      return add(Kind::word, raw_quote, end, words::takesIs(base) ? "is" : "'s");
    }
    static const std::unordered_map<std::string_view, std::string> clitics{
        {"'re", "are"}, {"'m", "am"}, {"'d", "would"}, {"'ll", "will"}, {"'ve", "have"}};
    auto clitic = clitics.find(suffix);
    if (clitic != clitics.end() && words::isPronoun(base)) {
      add(Kind::word, begin, raw_quote, base);
      return add(Kind::word, raw_quote, end, clitic->second);
    }
    add(Kind::word, begin, end, std::move(norm));
  }

  void addNegation(std::size_t begin, std::size_t end, std::string base) {
    base.pop_back();
    if (base == "ca") base = "can";
    if (base == "wo") base = "will";
    if (base == "sha") base = "shall";
    add(Kind::word, begin, end, std::move(base));
    add(Kind::word, begin, end, "not");
  }

  static std::size_t lastApostrophe(std::string_view raw) {
    std::size_t found = 0;
    for (std::size_t i = 0; i < raw.size();) {
      auto c = codePointAt(raw, i);
      if (isApostrophe(c.value)) found = i;
      i = c.next;
    }
    return found;
  }

  /// `Jones' email`: the apostrophe after an s is a possessive.
  void noteCase() {
    auto& list = result_.list;
    for (std::size_t i = 1; i + 1 < list.size(); ++i) {
      bool after_s =
          list[i].is("'") && list[i].glued && list[i - 1].word() && list[i - 1].norm.ends_with('s');
      if (!after_s) continue;
      list[i].kind = Kind::word;
      list[i].norm = "'s";
    }
    std::size_t upper = 0;
    std::size_t lower = 0;
    std::size_t caps_words = 0;
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (list[i].kind != Kind::word || list[i].is("'s")) continue;
      auto raw = text().substr(list[i].begin, list[i].end - list[i].begin);
      if (hasLowerCase(raw)) ++lower;
      if (!list[i].capital || list[i].is("i")) continue;
      if (!hasLowerCase(raw) && raw.size() > 1) ++caps_words;
      bool sentence_start = i == 0 || list[i - 1].is(".") || list[i - 1].is("!") ||
                            list[i - 1].is("?") || list[i - 1].kind == Kind::line;
      if (!sentence_start) ++upper;
    }
    result_.lower = upper == 0;
    result_.upper = lower == 0 && caps_words >= 2;
  }

  Tokens result_;
  std::size_t at_ = 0;
};

}  // namespace

std::string Tokens::original(Span span) const {
  if (span.empty() || span.end > list.size()) return {};
  auto begin = list[span.begin].begin;
  auto end = list[span.end - 1].end;
  std::string out;
  bool blank = false;
  for (char c : std::string_view{text}.substr(begin, end - begin)) {
    if (c == ' ' || c == '\n' || c == '\t') {
      blank = true;
      continue;
    }
    if (blank && !out.empty()) out += ' ';
    blank = false;
    out += c;
  }
  return out;
}

Tokens tokenize(std::string_view text) {
  return Tokenizer{clean(text)}.run();
}

}  // namespace parley::assistant::interpreter
