#include "features/assistant/interpreter/understanding/attributes.hpp"

#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/titles.hpp"

namespace parley::assistant::interpreter {

bool AttributeReader::isTrade(Span span) const {
  auto last = tokens_.norm(span.end - 1);
  for (auto k = span.begin; k < span.end; ++k) {
    if (!tokens_[k].word() || words::isStop(tokens_.norm(k))) return false;
  }
  if (span.size() == 2) return words::isDepartment(last) || words::isCompanyWord(last);
  return span.size() == 1 && last.size() > 2 &&
         !anyOf(last, {"everything", "nothing", "anything", "something", "things", "stuff", "well",
                       "great", "good", "business", "better", "badly", "fine", "work", "lots"});
}

std::size_t AttributeReader::business(std::size_t i, std::size_t end, Draft& draft) const {
  const auto* entity = scope_.lexicon.employer();
  const auto* industry = entity ? Lexicon::fieldNamed(*entity, "industry") : nullptr;
  const auto* description = entity ? Lexicon::fieldNamed(*entity, "description") : nullptr;
  if (!industry || !description || i >= end) return i;
  auto norm = tokens_.norm(i);
  auto isIndustryWord = [](std::string_view word) {
    return anyOf(word, {"industry", "sector", "space", "business", "field", "branch", "market"});
  };
  // "education sector"
  for (auto k = i; k < std::min(end, i + 4) && tokens_[k].word() && !words::isStop(tokens_.norm(k));
       ++k) {
    if (k == i || !isIndustryWord(tokens_.norm(k))) continue;
    draft.values[industry->field] = tokens_.original({i, k});
    return k + 1;
  }
  // "in the software industry", "in fintech"
  if (norm == "in" || norm == "from") {
    auto k = i + 1;
    if (tokens_.norm(k) == "the") ++k;
    auto stop = k;
    while (stop < end && stop - k < 5 && tokens_[stop].word() &&
           !isIndustryWord(tokens_.norm(stop)) &&
           (!words::isStop(tokens_.norm(stop)) || tokens_.norm(stop) == "and" ||
            tokens_.norm(stop) == "it")) {
      if (tokens_.norm(stop) == "and" && !isIndustryWord(tokens_.norm(stop + 2))) break;
      ++stop;
    }
    bool closed = isIndustryWord(tokens_.norm(stop));
    bool typed = draft.type == entity->type && norm == "in" && !tokens_[k].capital &&
                 (tokens_.lower == false || closed);
    if (stop == k || (!closed && !typed)) return i;
    draft.values[industry->field] = tokens_.original({k, stop});
    return closed ? stop + 1 : stop;
  }
  // "a fintech company", "a small law firm based in Leeds"
  if (anyOf(norm, {"a", "an", "the", "our"})) {
    auto k = i + 1;
    auto stop = k;
    auto isCompany = [&](std::size_t at) {
      auto word = tokens_.norm(at);
      return anyOf(word,
                   {"company",      "startup",      "start-up",     "firm",        "business",
                    "organization", "organisation", "corporation",  "enterprise",  "vendor",
                    "provider",     "manufacturer", "maker",        "agency",      "retailer",
                    "supplier",     "nonprofit",    "charity",      "bank",        "consultancy",
                    "chain",        "store",        "shop",         "brand",       "studio",
                    "restaurant",   "hotel",        "conglomerate", "cooperative", "distributor"});
    };
    while (stop < end && stop - k < 5 && tokens_[stop].word() && !isCompany(stop)) ++stop;
    if (!isCompany(stop)) return i;
    auto word = tokens_.norm(stop);
    bool plain = anyOf(word, {"company", "startup", "start-up", "firm", "business", "corporation",
                              "organization", "organisation", "enterprise"});
    // "a software company founder" is a person
    if (stop + 1 < end && tokens_[stop + 1].word() && !words::isStop(tokens_.norm(stop + 1)) &&
        !anyOf(tokens_.norm(stop + 1), {"making", "selling"}))
      return i;
    bool followed = stop + 1 < end &&
                    anyOf(tokens_.norm(stop + 1), {"that", "which", "for", "making", "selling"});
    if (followed) {
      auto tail = freeTextEnd(stop + 1, end);
      draft.values[description->field] = tokens_.original({i, tail});
      if (plain && stop > k) draft.values[industry->field] = tokens_.original({k, stop});
      return tail;
    }
    if (!plain || stop == k) {
      if (stop == k && plain) {
        auto past = stop + 1 < end ? business(stop + 1, end, draft) : i;
        return past > stop + 1 ? past : i;
      }
      draft.values[description->field] = tokens_.original({i, stop + 1});
      return stop + 1;
    }
    draft.values[industry->field] = tokens_.original({k, stop});
    return stop + 1;
  }
  bool clause = anyOf(norm, {"that", "which", "who", "they", "it"});
  auto verb = clause ? i + 1 : i;
  auto word = tokens_.norm(verb);
  bool makes = anyOf(word, {"makes",       "make",        "sells",    "sell",    "builds",
                            "build",       "produces",    "provides", "provide", "offers",
                            "does",        "do",          "develops", "develop", "manufactures",
                            "specializes", "specialises", "making",   "selling", "produce"});
  if (!makes || (draft.type != entity->type)) return i;
  auto stop = freeTextEnd(verb, end);
  if (stop <= verb + 1) return i;
  // "they do pharmaceuticals", but "they do great things"
  auto last = stop - 1;
  while (last > verb && tokens_[last].punctuation()) --last;
  bool trade = anyOf(word, {"do", "does"}) && last > verb && isTrade({verb + 1, last + 1});
  if (trade) {
    draft.values[industry->field] = tokens_.original({verb + 1, last + 1});
    return stop;
  }
  draft.values[description->field] = capitalise(tokens_.original({verb, stop}));
  return stop;
}

}  // namespace parley::assistant::interpreter
