#include "features/assistant/interpreter/dialog/finder.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "features/assistant/interpreter/language/spelling.hpp"
#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/phrasebook.hpp"
#include "features/assistant/interpreter/understanding/selectors.hpp"

namespace parley::assistant::interpreter {
namespace {

using FieldKind = FieldWords::Kind;
using language_model::ToolCall;

constexpr std::size_t pages_looked_through = 5;
constexpr std::size_t most_options = 8;

/// Letters and digits of a text, word by word.
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

/// Two ways of writing one job: "VP" and "Vice President".
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

/// Words for the tool's search: every one must be found, so only what surely is in the record.
std::string searchWords(std::string_view text) {
  std::vector<std::string> found;
  for (auto& word : withoutHonorifics(comparable(text))) {
    if (length(word) > 1 || found.empty()) found.push_back(word);
  }
  return together(found);
}

}  // namespace

bool sameText(std::string_view a, std::string_view b) {
  return together(comparable(a)) == together(comparable(b));
}

std::optional<Record> Finder::recordFrom(std::string_view type, const json::value& value) {
  if (!value.is_object()) return std::nullopt;
  const auto& object = value.get_object();
  auto text = [&](std::string_view key) {
    const auto* found = object.if_contains(key);
    return found && found->is_string() ? std::string{found->get_string()} : std::string{};
  };
  Record record{std::string{type}, text("id"), text("name"), object};
  if (record.id.empty()) return std::nullopt;
  return record;
}

bool Finder::matches(const Record& record, const Condition& condition) const {
  if (condition.field == "*") {
    std::string all;
    for (const auto& [field, value] : record.data) {
      if (value.is_string() && field != "id") all += std::string{value.get_string()} + " ";
    }
    return allInside(comparable(condition.value), together(comparable(all)) + plainTitle(all)) !=
           condition.negated;
  }
  auto text = fieldText(record, condition.field);
  const auto* entity = lexicon_.byType(record.type);
  const auto* field = entity ? Lexicon::fieldNamed(*entity, condition.field) : nullptr;
  auto found = [&] {
    switch (condition.op) {
      case Condition::Op::missing:
        return text.empty();
      case Condition::Op::present:
        return !text.empty();
      default:
        break;
    }
    if (field && field->kind == FieldKind::phone) {
      auto digits = digitsOf(condition.value);
      return !digits.empty() && digitsOf(text).contains(digits);
    }
    if (condition.op == Condition::Op::starts) return fold(text).starts_with(fold(condition.value));
    if (condition.op == Condition::Op::ends) return fold(text).ends_with(fold(condition.value));
    if (condition.op == Condition::Op::equals) return sameText(text, condition.value);
    if (field && field->kind == FieldKind::email) return fold(text).contains(fold(condition.value));
    if (field && field->kind == FieldKind::job_title) {
      auto wanted = plainTitle(condition.value);
      auto given = plainTitle(text);
      auto words = comparable(wanted);
      bool short_form = words.size() == 1 && words.front().size() <= 4;
      return short_form ? given.contains(wanted) : allInside(words, given);
    }
    return allInside(comparable(condition.value), together(comparable(text)));
  }();
  return found != condition.negated;
}

Finder::Page Finder::search(std::string_view type, const std::vector<Condition>& conditions,
                            std::string_view sort) {
  Page page;
  const auto* entity = lexicon_.byType(type);
  if (!entity) return page;
  std::string words;
  for (const auto& condition : conditions) {
    const auto* field = Lexicon::fieldNamed(*entity, condition.field);
    bool anywhere = condition.field == "*";
    bool searchable =
        anywhere ? !condition.negated
                 : field && !condition.negated && condition.op == Condition::Op::contains &&
                       (field->kind == FieldKind::name || field->kind == FieldKind::reference);
    if (!searchable) continue;
    words += (words.empty() ? "" : " ") + searchWords(condition.value);
  }
  std::string cursor;
  for (std::size_t n = 0; n < pages_looked_through; ++n) {
    json::object arguments{{"limit", 200}};
    if (!words.empty()) arguments["search"] = words;
    arguments["sort"] = sort.empty() ? std::string{"name"} : std::string{sort};
    if (!cursor.empty()) arguments["cursor"] = cursor;
    auto outcome = session_.call(entity->find_tool, std::move(arguments));
    if (outcome.failed || !outcome.value.is_object()) {
      page.failure = outcome.reason.empty() ? "the search failed" : outcome.reason;
      return page;
    }
    const auto& object = outcome.value.get_object();
    const auto* items = object.if_contains("items");
    if (!items || !items->is_array()) return page;
    for (const auto& item : items->get_array()) {
      auto record = recordFrom(type, item);
      if (!record) continue;
      bool wanted =
          std::ranges::all_of(conditions, [&](const Condition& c) { return matches(*record, c); });
      if (wanted) page.records.push_back(std::move(*record));
    }
    const auto* next = object.if_contains("next_cursor");
    if (!next || !next->is_string() || next->get_string().empty()) {
      page.total = page.records.size();
      return page;
    }
    cursor = std::string{next->get_string()};
  }
  page.complete = false;
  page.total = page.records.size();
  return page;
}

std::optional<Record> Finder::fetch(const Record& record) {
  const auto* entity = lexicon_.byType(record.type);
  if (!entity || !record.data.empty()) return record;
  auto outcome = session_.call(entity->get_tool, {{"id", record.id}});
  if (outcome.failed) return std::nullopt;
  return recordFrom(record.type, outcome.value);
}

std::vector<std::vector<Record>> Finder::sameNames(const std::vector<Draft>& drafts) {
  std::vector<ToolCall> calls;
  for (const auto& draft : drafts) {
    const auto* entity = lexicon_.byType(draft.type);
    calls.push_back({{}, entity->find_tool, {{"search", searchWords(draft.name)}, {"limit", 20}}});
  }
  auto outcomes = session_.callAll(std::move(calls));
  std::vector<std::vector<Record>> found(drafts.size());
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if (outcomes[i].failed || !outcomes[i].value.is_object()) continue;
    const auto* items = outcomes[i].value.get_object().if_contains("items");
    if (!items || !items->is_array()) continue;
    for (const auto& item : items->get_array()) {
      auto record = recordFrom(drafts[i].type, item);
      if (record && sameText(record->name, drafts[i].name)) found[i].push_back(std::move(*record));
    }
  }
  return found;
}

std::vector<Record> Finder::lastList(const std::string& type) const {
  auto list = session_.memory.shown;
  if (list.empty()) {
    const auto* entities = session_.facts.if_contains("entities");
    if (entities && entities->is_array()) {
      for (const auto& item : entities->get_array()) {
        if (!item.is_object()) continue;
        const auto& object = item.get_object();
        auto text = [&](std::string_view key) {
          const auto* value = object.if_contains(key);
          return value && value->is_string() ? std::string{value->get_string()} : std::string{};
        };
        list.push_back({text("type"), text("id"), text("name")});
      }
    }
  }
  if (!type.empty()) std::erase_if(list, [&](const Record& record) { return record.type != type; });
  return list;
}

std::vector<Record> Finder::mentioned() const {
  auto list = session_.memory.focus;
  const auto* facts = session_.facts.if_contains("mentioned");
  if (facts && facts->is_array()) {
    for (const auto& item : facts->get_array()) {
      if (!item.is_object()) continue;
      const auto& object = item.get_object();
      auto text = [&](std::string_view key) {
        const auto* value = object.if_contains(key);
        return value && value->is_string() ? std::string{value->get_string()} : std::string{};
      };
      Record record{text("type"), text("id"), text("name")};
      bool known =
          std::ranges::any_of(list, [&](const Record& other) { return other.id == record.id; });
      if (!known) list.push_back(std::move(record));
    }
  }
  return list;
}

Finder::Found Finder::fromConversation(const Selector& selector,
                                       const std::vector<std::string>& types) {
  auto allowed = [&](const Record& record) {
    const auto* entity = lexicon_.byType(record.type);
    if (!entity || (selector.person && !entity->is_person)) return false;
    if (!selector.type.empty()) return record.type == selector.type;
    return types.empty() || std::ranges::find(types, record.type) != types.end();
  };
  auto list = lastList(selector.type);
  if (selector.kind == Selector::Kind::list) {
    if (selector.ordinals.empty()) {
      auto several = session_.memory.shown.empty() && session_.memory.focus.size() > 1
                         ? session_.memory.focus
                         : list;
      std::erase_if(several, [&](const Record& record) { return !allowed(record); });
      return {several.empty() ? Found::Kind::unknown_pronoun : Found::Kind::one,
              std::move(several)};
    }
    Found found{Found::Kind::one, {}};
    for (auto ordinal : selector.ordinals) {
      auto index = ordinal > 0 ? ordinal - 1 : static_cast<int>(list.size()) + ordinal;
      if (index < 0 || index >= static_cast<int>(list.size()))
        return {Found::Kind::unknown_pronoun, {}};
      const auto& record = list[static_cast<std::size_t>(index)];
      bool known = std::ranges::any_of(found.records,
                                       [&](const Record& other) { return other.id == record.id; });
      if (!known) found.records.push_back(record);
    }
    return found;
  }
  auto recent = mentioned();
  if (selector.plural) {
    auto focus = session_.memory.focus;
    std::erase_if(focus, [&](const Record& record) { return !allowed(record); });
    if (focus.size() > 1 || (session_.memory.shown.empty() && !focus.empty()))
      return {Found::Kind::one, std::move(focus)};
    std::erase_if(list, [&](const Record& record) { return !allowed(record); });
    if (!list.empty()) return {Found::Kind::one, std::move(list)};
    return {Found::Kind::unknown_pronoun, {}};
  }
  const auto* page = session_.facts.if_contains("page");
  bool here = selector.text == "this" || selector.text == "my";
  if (here && page) {
    auto path = page->is_string() ? std::string{page->get_string()} : std::string{};
    for (const auto& entity : lexicon_.entities()) {
      if (entity.page.empty() || !path.starts_with(entity.page + "/")) continue;
      Record record{entity.type, path.substr(entity.page.size() + 1), ""};
      if (auto full = allowed(record) ? fetch(record) : std::nullopt)
        return {Found::Kind::one, {*full}};
    }
  }
  for (const auto& record : recent) {
    if (allowed(record)) return {Found::Kind::one, {record}};
  }
  std::erase_if(list, [&](const Record& record) { return !allowed(record); });
  if (list.size() == 1) return {Found::Kind::one, std::move(list)};
  if (list.size() > 1) return {Found::Kind::several, std::move(list)};
  return {Found::Kind::unknown_pronoun, {}};
}

Finder::Found Finder::byName(const Selector& selector, const std::vector<std::string>& types) {
  std::vector<ToolCall> calls;
  auto wanted = types;
  for (const auto& type : wanted) {
    calls.push_back({{},
                     lexicon_.byType(type)->find_tool,
                     {{"search", searchWords(selector.text)}, {"limit", 100}, {"sort", "name"}}});
  }
  auto outcomes = session_.callAll(std::move(calls));
  auto words = withoutHonorifics(comparable(selector.text));
  std::vector<Record> partial;
  std::vector<Record> exact;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if (outcomes[i].failed || !outcomes[i].value.is_object()) continue;
    const auto* items = outcomes[i].value.get_object().if_contains("items");
    if (!items || !items->is_array()) continue;
    for (const auto& item : items->get_array()) {
      auto record = recordFrom(wanted[i], item);
      if (!record || !allInside(words, together(comparable(record->name)))) continue;
      bool qualified = std::ranges::all_of(selector.conditions, [&](const Condition& condition) {
        return matches(*record, condition);
      });
      if (!qualified) continue;
      if (sameText(record->name, selector.text)) exact.push_back(*record);
      partial.push_back(std::move(*record));
    }
  }
  if (exact.size() == 1) return {Found::Kind::one, std::move(exact)};
  if (exact.size() > 1) return {Found::Kind::several, std::move(exact)};
  if (partial.size() == 1) return {Found::Kind::one, std::move(partial)};
  if (partial.size() > 1) return {Found::Kind::several, std::move(partial)};
  return {};
}

/// A name typed wrong: the only record whose words are all close to it.
std::optional<Record> Finder::similar(const Selector& selector,
                                      const std::vector<std::string>& types) {
  auto words = withoutHonorifics(comparable(selector.text));
  std::vector<Record> close;
  for (const auto& type : types) {
    for (auto& record : search(type, selector.conditions).records) {
      auto names = comparable(record.name);
      bool all = !words.empty() && std::ranges::all_of(words, [&](const std::string& word) {
        auto bare = word.ends_with('s') ? std::string_view{word}.substr(0, word.size() - 1)
                                        : std::string_view{word};
        return std::ranges::any_of(names, [&](const std::string& name) {
          return name == word || name == bare || isMisspelling(word, name);
        });
      });
      if (all) close.push_back(std::move(record));
    }
  }
  if (close.size() != 1) return std::nullopt;
  return close.front();
}

Finder::Found Finder::look(const Selector& selector, const std::vector<std::string>& allowed) {
  std::vector<std::string> types;
  for (const auto& type : allowed) {
    if (selector.type.empty() || selector.type == type) types.push_back(type);
  }
  if (types.empty() && !selector.type.empty()) types.push_back(selector.type);
  switch (selector.kind) {
    case Selector::Kind::pronoun:
    case Selector::Kind::list:
      return fromConversation(selector, types);
    case Selector::Kind::name: {
      auto named = byName(selector, types);
      // "adas", typed without an apostrophe
      if (named.kind != Found::Kind::none || selector.text.size() < 4 ||
          !selector.text.ends_with('s'))
        return named;
      auto bare = selector;
      bare.text.pop_back();
      return byName(bare, types);
    }
    case Selector::Kind::filter:
      break;
  }
  Found found;
  if (selector.newest) {
    auto type = types.empty() ? lexicon_.entities().front().type : types.front();
    auto outcome =
        session_.call(lexicon_.byType(type)->find_tool, {{"sort", "-created_at"}, {"limit", 1}});
    const auto* items =
        outcome.value.is_object() ? outcome.value.get_object().if_contains("items") : nullptr;
    if (outcome.failed || !items || !items->is_array() || items->get_array().empty()) return found;
    if (auto record = recordFrom(type, items->get_array().front()))
      found = {Found::Kind::one, {std::move(*record)}};
    return found;
  }
  for (const auto& type : types) {
    for (auto& record : search(type, selector.conditions).records)
      found.records.push_back(std::move(record));
  }
  if (found.records.empty()) return found;
  bool single = selector.plural || found.records.size() == 1;
  found.kind = single ? Found::Kind::one : Found::Kind::several;
  return found;
}

std::vector<Record> Finder::chosen(const std::string& answer,
                                   const std::vector<Record>& candidates) const {
  for (const auto& record : candidates) {
    if (record.id == answer) return {record};
  }
  auto tokens = tokenize(answer);
  Scope scope{tokens, lexicon_};
  auto opening = readOpening(tokens, {0, tokens.size()});
  auto end = readClosing(tokens, {opening.begin, tokens.size()});
  std::size_t i = std::min(opening.begin, end);
  while (i < end && anyOf(tokens.norm(i), {"i", "mean", "meant", "it", "is", "was", "yes", ",",
                                            "delete", "take", "pick", "choose", "use"}))
    ++i;
  if (i >= end) return {};
  auto whole = together(comparable(tokens.original({i, end})));
  if (whole == "all" || whole == "both" || whole == "all of them" || whole == "both of them" ||
      whole == "all of these" || whole == "every one" || whole == "everyone" ||
      whole == "all three" || whole == "both please")
    return candidates;
  // the label, a name, or any particular that only one has
  std::vector<Record> hits;
  for (const auto& record : candidates) {
    if (sameText(record.name, whole)) hits.push_back(record);
  }
  if (hits.size() == 1) return hits;
  auto read = SelectorReader{scope}.one(i, end);
  if (read && read->selector.kind == Selector::Kind::list && !read->selector.ordinals.empty() &&
      read->end >= end) {
    std::vector<Record> picked;
    for (auto ordinal : read->selector.ordinals) {
      auto index = ordinal > 0 ? ordinal - 1 : static_cast<int>(candidates.size()) + ordinal;
      if (index >= 0 && index < static_cast<int>(candidates.size()))
        picked.push_back(candidates[static_cast<std::size_t>(index)]);
    }
    return picked;
  }
  static constexpr std::string_view noise[] = {
      "the",   "one",    "from",  "at",  "with", "of",      "who",    "is",
      "works", "please", "a",     "an",  "in",   "contact", "person", "guy",
      "that",  "email",  "phone", "for", "and",  "named",   "called"};
  std::vector<std::string> words;
  for (auto& word : comparable(tokens.original({i, end}))) {
    if (std::ranges::find(noise, word) == std::end(noise)) words.push_back(word);
  }
  if (words.empty()) return {};
  hits.clear();
  for (const auto& record : candidates) {
    auto everything = together(comparable(record.name + " " + particulars(lexicon_, record))) +
                      plainTitle(fieldText(record, "job_position")) +
                      digitsOf(fieldText(record, "phone"));
    if (allInside(words, everything)) hits.push_back(record);
  }
  return hits;
}

Finder::Found Finder::choose(std::string question, std::vector<Record> candidates,
                             bool several_allowed) {
  bool cut = candidates.size() > most_options;
  std::vector<Session::Option> options;
  for (std::size_t i = 0; i < std::min(candidates.size(), most_options); ++i) {
    auto more = particulars(lexicon_, candidates[i]);
    options.push_back({candidates[i].id, more.empty()
                                             ? candidates[i].name
                                             : fmt::format("{} ({})", candidates[i].name, more)});
  }
  std::vector<Record> offered{
      candidates.begin(),
      candidates.begin() + static_cast<std::ptrdiff_t>(std::min(candidates.size(), most_options))};
  session_.memory.shown = offered;
  auto text =
      fmt::format("{}\n\n{}{}", question, numbered(lexicon_, offered, {}),
                  cut ? fmt::format("\n\nThere are {} more; a longer name tells them apart.",
                                    candidates.size() - most_options)
                      : "");
  for (int attempt = 0; attempt < 2; ++attempt) {
    auto answer = session_.ask(text, options);
    auto picked = chosen(answer, candidates);
    if (picked.size() == 1 || (picked.size() > 1 && several_allowed))
      return {Found::Kind::one, std::move(picked)};
    if (picked.size() > 1 && picked.size() < candidates.size()) {
      candidates = picked;
      options.clear();
      for (const auto& record : candidates)
        options.push_back({record.id, linkWithParticulars(lexicon_, record)});
      text = fmt::format("That still fits {}. Which one do you mean?\n\n{}", candidates.size(),
                         numbered(lexicon_, candidates, {}));
      continue;
    }
    auto tokens = tokenize(answer);
    auto assent = readAssent(tokens, {0, tokens.size()});
    if (assent.kind == Assent::Kind::no && assent.length >= tokens.size())
      return {Found::Kind::cancelled, {}};
    throw NewRequest{answer};
  }
  return {Found::Kind::cancelled, {}};
}

Finder::Found Finder::resolve(const Selector& selector, const std::vector<std::string>& types,
                              std::string_view purpose) {
  auto found = look(selector, types);
  // "both Johns"
  if (found.kind == Found::Kind::several && selector.plural &&
      selector.kind == Selector::Kind::name)
    found.kind = Found::Kind::one;
  if (found.kind == Found::Kind::one) return found;
  if (found.kind == Found::Kind::several) {
    auto said =
        selector.text.empty() ? std::string{"that"} : fmt::format("“{}”", escaped(selector.text));
    auto question = fmt::format("{} {} fit {}. Which one do you want to {}?", found.records.size(),
                                found.records.size() == 1 ? "record" : "records", said, purpose);
    return choose(std::move(question), std::move(found.records), purpose == "delete");
  }
  if (found.kind == Found::Kind::unknown_pronoun) return found;
  if (selector.kind == Selector::Kind::name) {
    auto narrowed = types;
    if (!selector.type.empty()) narrowed = {selector.type};
    if (auto close = similar(selector, narrowed)) {
      auto answer =
          session_.ask(fmt::format("I found nobody and nothing called “{}”. Did you mean {}?",
                                   escaped(selector.text), linkWithParticulars(lexicon_, *close)),
                       {{"yes", fmt::format("Yes, {}", close->name)}, {"no", "No"}});
      auto tokens = tokenize(answer);
      auto assent = readAssent(tokens, {0, tokens.size()});
      if (assent.kind == Assent::Kind::yes || sameText(answer, close->name))
        return {Found::Kind::one, {*close}};
      if (assent.kind == Assent::Kind::no) return {Found::Kind::cancelled, {}};
      throw NewRequest{answer};
    }
  }
  return found;
}

}  // namespace parley::assistant::interpreter
