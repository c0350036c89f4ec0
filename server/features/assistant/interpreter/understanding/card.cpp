#include "features/assistant/interpreter/understanding/card.hpp"

#include <algorithm>
#include <vector>

#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/attributes.hpp"
#include "features/assistant/interpreter/understanding/phrasebook.hpp"
#include "features/assistant/interpreter/understanding/titles.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = Token::Kind;
using FieldKind = FieldWords::Kind;

bool isFarewell(const Tokens& tokens, Span part) {
  return anyOf(tokens.norm(part.begin), {"regards", "best", "kind", "warm", "sincerely", "cheers",
                                         "yours", "sent", "mit", "cordialement", "thanks", "thank",
                                         "viele", "beste", "many", "warmly", "cordially"});
}

bool isCompany(const Tokens& tokens, Span part) {
  for (auto k = part.begin; k < part.end; ++k) {
    if (words::isCompanySuffix(tokens.norm(k)) || tokens.is(k, Kind::url)) return true;
    if (k > part.begin && (words::isCompanyWord(tokens.norm(k)) || tokens.norm(k) == "&"))
      return true;
  }
  return false;
}

class CardReader {
 public:
  CardReader(const Scope& scope, bool commas)
      : scope_{scope}, tokens_{scope.tokens}, attributes_{scope}, commas_{commas} {}

  std::optional<Draft> read(Span span) {
    for (auto part : parts(span)) {
      if (!take(part)) return std::nullopt;
    }
    if (draft_.name.empty() || !settle()) return std::nullopt;
    draft_.type = scope_.lexicon.person()->type;
    return std::move(draft_);
  }

 private:
  std::vector<Span> parts(Span span) const {
    std::vector<Span> found;
    auto begin = span.begin;
    for (auto i = span.begin; i <= span.end; ++i) {
      bool parted = i == span.end || tokens_.is(i, Kind::line) ||
                    anyOf(tokens_.norm(i), {"|", "•", "·"}) || (commas_ && tokens_.norm(i) == ",");
      if (!parted) continue;
      auto part = trimmed({begin, i});
      if (!part.empty()) found.push_back(part);
      begin = i + 1;
    }
    return found;
  }

  Span trimmed(Span part) const {
    auto mark = [&](std::size_t k) {
      return tokens_.is(k, Kind::mark) && !tokens_[k].is(")") && !tokens_[k].is("!");
    };
    while (!part.empty() && mark(part.begin)) ++part.begin;
    while (!part.empty() && mark(part.end - 1)) --part.end;
    return part;
  }

  std::string field(FieldKind kind) const { return attributes_.personField(kind); }

  bool put(FieldKind kind, std::string text) {
    if (text.empty()) return false;
    if (kind == FieldKind::name)
      draft_.name = std::move(text);
    else
      draft_.values.try_emplace(field(kind), std::move(text));
    return true;
  }

  /// False: the whole is no card.
  bool take(Span part) {
    if (tokens_.is(part.begin, Kind::url)) return true;
    if (labelled(part) || address(part)) return true;
    if (draft_.name.empty() && isFarewell(tokens_, part)) return true;
    if (draft_.name.empty()) return name(part);
    if (role(part) || titleAndCompany(part)) return true;
    auto organization = field(FieldKind::reference);
    if (isCompany(tokens_, part) && !draft_.has(organization))
      return put(FieldKind::reference, organizationText(scope_, part));
    open_.push_back(part);
    return true;
  }

  /// A part that is nothing but an address or number. Two of a kind of address: several people.
  bool address(Span part) {
    if (part.size() > 1) return false;
    if (tokens_.is(part.begin, Kind::email))
      return !draft_.has(field(FieldKind::email)) && put(FieldKind::email, tokens_.original(part));
    return tokens_.is(part.begin, Kind::phone) && put(FieldKind::phone, tokens_.original(part));
  }

  /// `Tel: +49 ...`, `E-Mail a@b.c`, `M: ...`; labels we have no field for are passed over.
  bool labelled(Span part) {
    auto known = scope_.lexicon.field(tokens_, part.begin, part.end);
    auto noun = scope_.lexicon.noun(tokens_, part.begin, part.end);
    bool names = noun && noun.entity == scope_.lexicon.person() && draft_.name.empty() &&
                 tokens_.norm(part.begin + noun.length) == ":";
    if (names) return name(trimmed({part.begin + noun.length + 1, part.end}));
    auto length = known ? known.length : std::size_t{1};
    auto value = part.begin + length;
    bool colon = tokens_.norm(value) == ":" || tokens_.norm(value) == "=";
    while (value < part.end && anyOf(tokens_.norm(value), {":", "=", "."})) ++value;
    if (value >= part.end) return false;
    bool data = tokens_.is(value, Kind::email) || tokens_.is(value, Kind::phone);
    if (!colon && !(data && (known || length + 1 == part.size()))) return false;
    if (tokens_.is(value, Kind::email)) return put(FieldKind::email, original(value, value + 1));
    if (tokens_.is(value, Kind::phone)) return put(FieldKind::phone, original(value, value + 1));
    if (!known) return colon;
    Span rest{value, part.end};
    if (known.kind == FieldKind::name && !draft_.name.empty()) return true;
    if (known.kind == FieldKind::name) return put(FieldKind::name, personText(scope_, rest));
    if (known.kind == FieldKind::reference)
      return put(FieldKind::reference, organizationText(scope_, rest));
    return put(known.kind, known.kind == FieldKind::job_title ? titleText(scope_, rest)
                                                              : tokens_.original(rest));
  }

  std::string original(std::size_t begin, std::size_t end) const {
    return tokens_.original({begin, end});
  }

  bool name(Span part) {
    auto span = personName(scope_, part.begin, part.end);
    bool whole = !span.empty() && span.end >= part.end && span.size() <= 6;
    if (!whole || isCompany(tokens_, part)) return false;
    return put(FieldKind::name, personText(scope_, span));
  }

  bool role(Span part) {
    if (draft_.has(field(FieldKind::job_title))) return false;
    Draft read;
    auto past = attributes_.role(part.begin, part.end, read, AttributeReader::Care::strict);
    while (past < part.end && tokens_.norm(past) == ",") ++past;
    auto organization = field(FieldKind::reference);
    if (past > part.begin && past < part.end && !read.has(organization)) {
      auto company = organizationName(scope_, past, part.end);
      if (tokens_.norm(past - 1) != "," || company.end < part.end) return false;
      read.values[organization] = organizationText(scope_, company);
      past = part.end;
    }
    if (past <= part.begin || past < part.end) return false;
    for (auto& [key, text] : read.values) draft_.values.try_emplace(key, text);
    return true;
  }

  /// "Editor in Chief, Merriam Ltd"
  bool titleAndCompany(Span part) {
    auto comma = part.end;
    while (comma > part.begin && tokens_.norm(comma - 1) != ",") --comma;
    if (comma <= part.begin + 1 || !isCompany(tokens_, {comma, part.end})) return false;
    if (draft_.has(field(FieldKind::job_title)) || draft_.has(field(FieldKind::reference)) ||
        words::isCompanySuffix(tokens_.norm(comma)))
      return false;
    put(FieldKind::job_title, titleText(scope_, {part.begin, comma - 1}));
    return put(FieldKind::reference, organizationText(scope_, {comma, part.end}));
  }

  /// What neither label nor look has told: a title stands before the organization.
  bool settle() {
    for (auto part : open_) {
      bool title = draft_.has(field(FieldKind::job_title));
      bool organization = draft_.has(field(FieldKind::reference));
      bool first_of_two = !organization && part.begin == open_.front().begin && open_.size() > 1;
      if (!title && (organization || first_of_two)) {
        put(FieldKind::job_title, titleText(scope_, part));
      } else if (!organization) {
        put(FieldKind::reference, organizationText(scope_, part));
      } else if (commas_) {
        return false;
      }
    }
    return true;
  }

  const Scope& scope_;
  const Tokens& tokens_;
  AttributeReader attributes_;
  bool commas_;
  Draft draft_;
  std::vector<Span> open_;
};

bool announces(std::string_view norm) {
  return words::isDeterminer(norm) ||
         anyOf(norm,
               {"new",         "following", "card", "business", "signature", "details",  "info",
                "information", "please",    "from", "for",      "to",        "with",     "as",
                "person",      "into",      "in",   "crm",      "email",     "visiting", ":",
                "-",           ",",         ".",    "!",        "?",         "is",       "here"});
}

/// Where a last line "save him please" begins; the end when there is none.
std::size_t orderBehind(const Tokens& tokens) {
  for (auto i = tokens.size(); i-- > 1;) {
    if (!tokens.is(i - 1, Kind::line)) continue;
    auto opening = readOpening(tokens, {i, tokens.size()});
    auto verb = verbAt(tokens, opening.begin, tokens.size());
    constexpr std::size_t longest = 8;
    bool order = verb && verb.intent == Intent::create && !opening.negated && !opening.advice &&
                 tokens.size() - i <= longest &&
                 words::isPersonPronoun(tokens.norm(opening.begin + verb.length));
    return order ? i : tokens.size();
  }
  return tokens.size();
}

}  // namespace

std::optional<Draft> readCard(const Scope& scope, Span span) {
  return scope.lexicon.person() ? CardReader{scope, false}.read(span) : std::nullopt;
}

std::optional<Draft> readCommaCard(const Scope& scope, Span span) {
  return scope.lexicon.person() ? CardReader{scope, true}.read(span) : std::nullopt;
}

std::optional<CardText> cardText(const Scope& scope) {
  const auto& tokens = scope.tokens;
  std::size_t breaks = 0;
  std::size_t data = 0;
  std::size_t emails = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    breaks += tokens.is(i, Kind::line) || tokens.norm(i) == "|" ? 1 : 0;
    data += tokens.is(i, Kind::email) || tokens.is(i, Kind::phone) ? 1 : 0;
    emails += tokens.is(i, Kind::email) ? 1 : 0;
  }
  constexpr std::size_t longest = 120;
  if (breaks < 2 || data == 0 || emails > 1 || tokens.size() > longest) return std::nullopt;
  auto opening = readOpening(tokens, {0, tokens.size()});
  if (opening.advice || opening.negated) return std::nullopt;
  auto verb = verbAt(tokens, opening.begin, tokens.size());
  if (verb && verb.intent != Intent::create) return std::nullopt;
  auto begin = verb ? opening.begin + verb.length : std::size_t{0};
  while (verb && begin < tokens.size()) {
    if (announces(tokens.norm(begin))) {
      ++begin;
      continue;
    }
    auto noun = scope.lexicon.noun(tokens, begin, tokens.size());
    // a label: "Company: Acme"
    if (noun && tokens.norm(begin + noun.length) == ":" && begin > 0 &&
        tokens.is(begin - 1, Kind::line))
      break;
    if (noun && (noun.plural || noun.entity != scope.lexicon.person())) return std::nullopt;
    if (!noun) break;
    begin += noun.length;
  }
  auto end = orderBehind(tokens);
  auto draft = begin < end ? readCard(scope, {begin, end}) : std::nullopt;
  if (!draft) return std::nullopt;
  // "contact: Ron Swanson ..." orders as well
  bool headed = scope.lexicon.noun(tokens, begin, end).length > 0;
  return CardText{std::move(*draft), verb || headed || end < tokens.size()};
}

}  // namespace parley::assistant::interpreter
