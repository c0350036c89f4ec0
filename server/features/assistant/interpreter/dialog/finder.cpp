#include "features/assistant/interpreter/dialog/finder.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "features/assistant/interpreter/dialog/matching.hpp"
#include "features/assistant/interpreter/language/spelling.hpp"
#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/phrasebook.hpp"
#include "features/assistant/interpreter/understanding/selectors.hpp"

namespace parley::assistant::interpreter {

namespace {

/// The records of a list in the message's facts, as `make` makes them.
template <class Made>
std::vector<Made> fromFacts(const json::object& facts, std::string_view name,
                            Made (*make)(Record record, const json::object& entry)) {
  std::vector<Made> made;
  const auto* list = facts.if_contains(name);
  if (!list || !list->is_array()) return made;
  for (const auto& item : list->get_array()) {
    if (!item.is_object()) continue;
    const auto& entry = item.get_object();
    auto text = [&](std::string_view key) {
      const auto* value = entry.if_contains(key);
      return value && value->is_string() ? std::string{value->get_string()} : std::string{};
    };
    made.push_back(make({text("type"), text("id"), text("name")}, entry));
  }
  return made;
}

}  // namespace

std::vector<Record> Finder::lastList(const std::string& type) const {
  auto list = session_.memory.shown;
  if (list.empty()) {
    list = fromFacts<Record>(session_.facts, "entities",
                             [](Record record, const json::object&) { return record; });
  }
  if (!type.empty()) std::erase_if(list, [&](const Record& record) { return record.type != type; });
  return list;
}

std::vector<Finder::Mention> Finder::mentioned() const {
  return fromFacts<Mention>(
      session_.facts, "mentioned", [](Record record, const json::object& entry) {
        const auto* step = entry.if_contains("at");
        const auto* before = entry.if_contains("before_list");
        return Mention{std::move(record), step && step->is_int64() ? step->get_int64() : 0,
                       before && before->is_bool() && before->get_bool()};
      });
}

/// Whom "her" means: the one spoken of last, unless a list of several was shown since or several
/// were spoken of at once.
Finder::Found Finder::oneMentioned(const Allowed& allowed, const std::vector<Record>& list) const {
  for (const auto& record : session_.memory.focus) {
    if (allowed(record)) return {Found::Kind::one, {record}};
  }
  auto mentions = mentioned();
  std::erase_if(mentions, [&](const Mention& mention) {
    const auto listed = std::ranges::count(list, mention.record.type, &Record::type);
    return !allowed(mention.record) || (mention.before_list && listed > 1);
  });
  if (mentions.empty()) {
    if (list.empty()) return {Found::Kind::unknown_pronoun, {}};
    return {list.size() == 1 ? Found::Kind::one : Found::Kind::several, list};
  }
  std::vector<Record> last;
  for (auto& mention : mentions) {
    if (mention.step == mentions.front().step) last.push_back(std::move(mention.record));
  }
  return {last.size() == 1 ? Found::Kind::one : Found::Kind::several, std::move(last)};
}

/// Whom "them" means: those spoken of last together, or the list.
Finder::Found Finder::severalMentioned(const Allowed& allowed, std::vector<Record> list) const {
  auto focus = session_.memory.focus;
  std::erase_if(focus, [&](const Record& record) { return !allowed(record); });
  if (focus.size() > 1 || (session_.memory.shown.empty() && !focus.empty()))
    return {Found::Kind::one, std::move(focus)};
  if (session_.memory.shown.empty()) {
    auto since = mentioned();
    std::erase_if(since, [&](const Mention& mention) {
      return mention.before_list || !allowed(mention.record);
    });
    std::vector<Record> together;
    for (const auto& mention : since) {
      if (mention.step == since.front().step) together.push_back(mention.record);
    }
    if (since.size() > 1) {
      const bool clear = together.size() == since.size();
      return {clear ? Found::Kind::one : Found::Kind::unknown_pronoun, std::move(together)};
    }
  }
  if (list.empty()) return {Found::Kind::unknown_pronoun, {}};
  return {Found::Kind::one, std::move(list)};
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
  std::erase_if(list, [&](const Record& record) { return !allowed(record); });
  if (selector.plural) return severalMentioned(allowed, std::move(list));
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
  return oneMentioned(allowed, list);
}

/// Records with addresses first: "Ada" is rather the person than a task that speaks of her.
Finder::Found Finder::byName(const Selector& selector, const std::vector<std::string>& types) {
  std::vector<std::string> addressed;
  std::vector<std::string> work;
  for (const auto& type : types)
    (Lexicon::isWork(*lexicon_.byType(type)) ? work : addressed).push_back(type);
  if (addressed.empty() || work.empty()) return named(selector, types);
  auto found = named(selector, addressed);
  return found.kind == Found::Kind::none ? named(selector, work) : found;
}

Finder::Found Finder::named(const Selector& selector, const std::vector<std::string>& wanted) {
  std::vector<language_model::ToolCall> calls;
  for (const auto& type : wanted) {
    calls.push_back({{},
                     lexicon_.byType(type)->find_tool,
                     {{"search", searchWords(selector.text)}, {"limit", 100}, {"sort", "name"}}});
  }
  auto outcomes = session_.callAll(std::move(calls));
  bool work = !wanted.empty() && Lexicon::isWork(*lexicon_.byType(wanted.front()));
  auto words = work ? tellingWords(selector.text) : withoutHonorifics(comparable(selector.text));
  std::vector<Record> partial;
  std::vector<Record> exact;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    for (auto& record : recordsFrom(wanted[i], outcomes[i])) {
      if (!allInside(words, together(comparable(record.name)))) continue;
      bool qualified = std::ranges::all_of(selector.conditions, [&](const Condition& condition) {
        return matches(record, condition);
      });
      if (!qualified) continue;
      if (sameText(record.name, selector.text)) exact.push_back(record);
      partial.push_back(std::move(record));
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
