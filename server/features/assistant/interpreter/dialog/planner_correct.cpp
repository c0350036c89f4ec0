#include <fmt/format.h>

#include <algorithm>

#include "features/assistant/interpreter/dialog/matching.hpp"
#include "features/assistant/interpreter/dialog/planner.hpp"
#include "features/assistant/interpreter/language/spelling.hpp"
#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/understanding/parser.hpp"

namespace parley::assistant::interpreter {
namespace {

using FieldKind = FieldWords::Kind;

std::string textOf(const json::value& value) {
  return value.is_string() ? std::string{value.get_string()} : std::string{};
}

/// How far two texts are from each other, in hundredths of the longer one.
std::size_t difference(const std::string& a, const std::string& b) {
  auto longer = std::max(a.size(), b.size());
  return longer == 0 ? 0 : 100 * spellingDistance(a, b, longer) / longer;
}

/// "Bill Murry", "Murray" -> "Bill Murray": the word that was misspelt; empty when there is none.
std::string withWord(const std::string& old, const std::string& word) {
  auto words = splitWords(old);
  if (words.size() < 2 || word.contains(' ')) return {};
  constexpr std::size_t close = 40;
  auto nearest = std::ranges::min_element(
      words, {}, [&](const std::string& part) { return difference(fold(part), fold(word)); });
  if (difference(fold(*nearest), fold(word)) > close) return {};
  *nearest = word;
  return fmt::format("{}", fmt::join(words, " "));
}

}  // namespace

void Planner::remember(const Values& changes) {
  session_.memory.changed = {};
  for (const auto& [field, value] : changes) {
    if (value) session_.memory.changed[field] = *value;
  }
}

std::string Planner::correctedField(const Command& command, const EntityWords& entity,
                                    std::string& value) const {
  const auto& changed = session_.memory.changed;
  for (const auto& condition : command.query.conditions) {
    for (const auto& [field, old] : changed) {
      if (sameText(textOf(old), condition.value)) return std::string{field};
    }
  }
  auto kindOf = [&](std::string_view field) {
    const auto* words = Lexicon::fieldNamed(entity, field);
    return words ? words->kind : FieldKind::text;
  };
  if (command.type == "email" || command.type == "phone") {
    const auto* field =
        Lexicon::fieldOf(entity, command.type == "email" ? FieldKind::email : FieldKind::phone);
    return field ? field->field : std::string{};
  }
  auto address = [&](std::string_view field) {
    return kindOf(field) == FieldKind::email || kindOf(field) == FieldKind::phone;
  };
  if (changed.size() == 1) {
    if (address(changed.begin()->key())) return {};
    if (auto part = withWord(textOf(changed.begin()->value()), value); !part.empty()) value = part;
    return std::string{changed.begin()->key()};
  }
  std::string best;
  auto corrected = value;
  constexpr std::size_t alike = 50;
  auto least = alike + 1;
  for (const auto& [field, old] : changed) {
    if (address(field)) continue;
    auto part = withWord(textOf(old), value);
    auto far = part.empty() ? difference(fold(textOf(old)), fold(value)) : std::size_t{0};
    // "Rand Corp", "I mean Rand Enterprises"
    constexpr std::size_t same_start = 45;
    auto begins = splitWords(fold(textOf(old)));
    auto now = splitWords(fold(value));
    if (now.size() > 1 && begins.size() > 1 && begins.front() == now.front())
      far = std::min(far, same_start);
    if (far >= least) continue;
    least = far;
    best = std::string{field};
    corrected = part.empty() ? value : part;
  }
  if (!best.empty()) value = corrected;
  const auto* title = Lexicon::fieldOf(entity, FieldKind::job_title);
  if (best.empty() && command.type == "title" && title) best = title->field;
  return best;
}

/// The same of work, whose values are days, states and members.
void Planner::correctWork(const Record& record, const std::string& label,
                          const std::string& value) {
  auto commands =
      understand(lexicon_, fmt::format("set its {} to {}", label, value), session_.today());
  bool read = commands.size() == 1 && commands.front().work && !commands.front().changes.empty();
  Selector other{.kind = Selector::Kind::name, .text = value};
  if (!read && finder_.look(other, {record.type}).kind == Finder::Found::Kind::one) {
    // "I meant Send offer": the other record, and the first as it was
    undo();
    Command again{.intent = Intent::update, .targets = {other}, .verb = "same"};
    again.work = true;
    return updateWork(std::move(again));
  }
  if (!read)
    return session_.say(fmt::format("I could not tell what {} “{}” means, so I changed nothing.",
                                    label, escaped(value)));
  focus({record});
  updateWork(commands.front());
}

/// Puts another value in the place of what the last request told.
void Planner::correct(const Command& command) {
  const auto& focus = session_.memory.focus;
  const auto* entity = focus.size() == 1 ? lexicon_.byType(focus.front().type) : nullptr;
  if (!entity || session_.memory.changed.empty())
    return session_.say(
        "I don't know what that corrects, so I changed nothing. Say for example: “Change Ada's "
        "email to ada@initech.com”.");
  auto value = command.query.words;
  auto field = correctedField(command, *entity, value);
  if (field.empty()) {
    std::vector<std::string> labels;
    for (const auto& own : entity->fields) labels.push_back(fieldLabel(*entity, own.field));
    return session_.say(fmt::format(
        "What of {} should be “{}”: the {}? I changed nothing. Say for example: “The {} is {}”.",
        link(lexicon_, focus.front()), escaped(value), joined(labels, "or"), labels.front(),
        escaped(value)));
  }
  if (Lexicon::isWork(*entity))
    return correctWork(focus.front(), fieldLabel(*entity, field), value);
  apply({focus.front()}, {{field, value}});
}

}  // namespace parley::assistant::interpreter
