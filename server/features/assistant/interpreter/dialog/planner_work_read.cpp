#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "features/assistant/interpreter/dialog/matching.hpp"
#include "features/assistant/interpreter/dialog/planner.hpp"
#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/understanding/work_words.hpp"

/// Questions about work.
namespace parley::assistant::interpreter {
namespace {

using Op = Condition::Op;
using FieldKind = FieldWords::Kind;
using FoundKind = Finder::Found::Kind;

constexpr std::size_t most_parts = 50;

bool hasField(const std::vector<Condition>& conditions, std::string_view field) {
  return std::ranges::any_of(conditions,
                             [&](const Condition& each) { return each.field == field; });
}

}  // namespace

bool Planner::settleMember(Condition& condition, const std::string& field) {
  if (condition.op == Op::equals) {
    auto member = memberMeant(condition.value);
    if (!member) return false;
    condition.shown = condition.value == work_value::me ? "you" : member->name;
    condition.value = member->id;
  }
  condition.field = field;
  return true;
}

bool Planner::settleParent(Condition& condition, const FieldWords& field) {
  auto parent = parentMeant(condition.value, field.refers_to);
  if (!parent) return false;
  condition.field = field.field;
  condition.value = parent->id;
  condition.shown = parent->name;
  session_.memory.topic = Record{parent->type, parent->id, parent->name};
  return true;
}

/// "tasks for X": its parent, whoever does it, or the client of its parent.
bool Planner::settleWhose(Condition& condition, const EntityWords& entity) {
  const auto* parent = fieldFor(entity, work_field::parent);
  const auto* member = Lexicon::fieldOf(entity, FieldKind::member);
  auto text = condition.value;
  if (parent) {
    Selector selector{.kind = Selector::Kind::name, .type = parent->refers_to, .text = text};
    auto found = finder_.look(selector, {parent->refers_to});
    if (found.kind != FoundKind::none) return settleParent(condition, *parent);
  }
  const auto* of = parent ? lexicon_.byType(parent->refers_to) : &entity;
  const auto* client = of ? Lexicon::fieldOf(*of, FieldKind::reference) : nullptr;
  if (client && !client->required) {
    std::vector<Condition> belongs{{client->field, Op::contains, text, false}};
    auto theirs = finder_.search(of->type, belongs);
    if (!theirs.records.empty() || !parent) {
      bool nobody = theirs.records.empty() && member && !members(text).empty();
      if (!nobody) {
        if (!parent) {
          condition = belongs.front();
          return true;
        }
        condition.field = parent->field;
        condition.value.clear();
        for (const auto& record : theirs.records)
          condition.value += (condition.value.empty() ? "" : "|") + record.id;
        condition.shown = text;
        return true;
      }
    }
  }
  if (member && !members(text).empty()) return settleMember(condition, member->field);
  if (!parent) return true;
  return settleParent(condition, *parent);
}

/// Puts fields and ids in the place of what was said. False, and a reply, where that means nothing.
bool Planner::settle(std::vector<Condition>& conditions, const EntityWords& entity) {
  for (auto& condition : conditions) {
    if (condition.field == work_field::whose) {
      if (!settleWhose(condition, entity)) return false;
      continue;
    }
    const auto* field = fieldFor(entity, condition.field);
    if (!field && condition.field == work_field::parent) {
      // "how many tasks does it have" asks for the parts of a parent, which has none itself
      condition.field = "name";
      condition.op = Op::present;
      continue;
    }
    if (!field) {
      if (condition.field != "name")
        return session_.say(fmt::format("{} have no {}.", capitalise(entity.plural.front()),
                                        labelOf(condition.field))),
               false;
      continue;
    }
    if (field->kind == FieldKind::member) {
      if (!settleMember(condition, field->field)) return false;
    } else if (field->required && condition.op == Op::equals) {
      if (!settleParent(condition, *field)) return false;
    } else if (field->kind == FieldKind::choice && condition.op == Op::equals) {
      if (!settleStates(condition, entity, *field)) return false;
    }
    condition.field = field->field;
  }
  return true;
}

bool Planner::settleStates(Condition& condition, const EntityWords& entity,
                           const FieldWords& field) {
  std::string values;
  std::vector<std::string> shown;
  for (std::size_t at = 0; at <= condition.value.size();) {
    auto end = std::min(condition.value.find('|', at), condition.value.size());
    auto phrase = condition.value.substr(at, end - at);
    const auto* choice = choiceMeant(field, phrase);
    if (!choice) {
      session_.say(fmt::format("{} have no {} “{}”.", capitalise(entity.plural.front()),
                               field.words.front(), escaped(phrase)));
      return false;
    }
    values += (values.empty() ? "" : "|") + choice->value;
    shown.push_back(choice->words.front());
    at = end + 1;
  }
  condition.value = values;
  condition.shown = joined(shown, "or");
  return true;
}

bool Planner::settle(Selector& selector) {
  if (selector.kind != Selector::Kind::filter || selector.conditions.empty()) return true;
  const auto* entity = lexicon_.byType(selector.type);
  return !entity || settle(selector.conditions, *entity);
}

/// Which kinds a question without one is about: those that have what it asks for.
std::vector<std::string> Planner::typesAsked(const Query& query) const {
  if (!query.type.empty()) return {query.type};
  std::vector<std::string> types;
  auto all = lexicon_.work().entities();
  // tasks before projects: what is to be done is asked for more often than what it is part of
  std::ranges::stable_sort(all, std::ranges::greater{}, [](const EntityWords& each) {
    return fieldFor(each, work_field::parent) != nullptr;
  });
  bool parts_only = hasField(query.conditions, work_field::parent) ||
                    hasField(query.conditions, work_field::whose);
  for (const auto& entity : all) {
    bool part = fieldFor(entity, work_field::parent) != nullptr;
    bool known = std::ranges::all_of(query.conditions, [&](const Condition& condition) {
      const auto* field = fieldFor(entity, condition.field);
      if (!field) return condition.field == work_field::whose;
      return condition.op != Op::equals || field->kind != FieldKind::choice ||
             choiceMeant(*field, condition.value.substr(0, condition.value.find('|')));
    });
    if (known && (part || !parts_only)) types.push_back(entity.type);
  }
  return types;
}

void Planner::readWork(Command command) {
  auto& query = command.query;
  if (!command.targets.empty()) return workDetails(command);
  auto types = typesAsked(query);
  if (types.empty()) return notUnderstood();
  if (types.size() > 1) return listSeveral(query, types);
  query.type = types.front();
  const auto& entity = *lexicon_.byType(query.type);
  if (!settle(query.conditions, entity)) return;
  settleOrder(query, entity);
  if (query.form == Query::Form::count) return count(query);
  list(query, 0);
}

void Planner::settleOrder(Query& query, const EntityWords& entity) const {
  bool reverse = query.sort.starts_with('-');
  auto field = reverse ? query.sort.substr(1) : query.sort;
  const auto* own = fieldFor(entity, field);
  if (own)
    query.sort = (reverse ? "-" : "") + own->field;
  else if (query.sort.empty() || field.starts_with('*'))
    query.sort = Lexicon::fieldOf(entity, FieldKind::date)->field;
}

/// "what is overdue?": of every kind, in one numbered list.
void Planner::listSeveral(const Query& query, const std::vector<std::string>& types) {
  std::vector<Record> shown;
  std::vector<std::string> kinds;
  std::string text;
  std::size_t total = 0;
  for (const auto& type : types) {
    auto each = query;
    each.type = type;
    const auto& entity = *lexicon_.byType(type);
    if (!settle(each.conditions, entity)) return;
    settleOrder(each, entity);
    auto page = finder_.search(type, each.conditions, each.sort);
    if (!page.failure.empty())
      return session_.say(fmt::format("I could not look that up: {}", page.failure));
    kinds.push_back(nounText(each, true));
    kinds.back() += type == types.back() ? conditionText(each) : "";
    total += page.total;
    if (page.records.empty()) continue;
    auto count = page.records.size();
    if (count > most_parts) page.records.resize(most_parts);
    if (query.form != Query::Form::count)
      text += fmt::format("{}{}:\n\n{}", text.empty() ? "You have " : "\n\nYou have ",
                          countedText(each, count),
                          numbered(lexicon_, page.records, {}, shown.size() + 1));
    else
      text += fmt::format("{}{}", text.empty() ? "You have " : " and ", countedText(each, count));
    for (auto& record : page.records) shown.push_back(std::move(record));
  }
  if (total == 0) return session_.say(fmt::format("You have no {}.", joined(kinds, "or")));
  session_.say(query.form == Query::Form::count ? text + "." : text);
  if (shown.size() == 1)
    focus({shown.front()});
  else
    session_.memory.focus.clear();
  session_.memory.shown = std::move(shown);
  session_.memory.query = {};
}

void Planner::workDetails(const Command& command) {
  auto types = workTypes({}, command.query.fields);
  if (types.empty()) types = workTypes({}, {});
  std::vector<Record> shown;
  for (auto target : command.targets) {
    if (!settle(target)) return;
    for (const auto& one : namesIn(target, types)) {
      auto found = finder_.look(one, types);
      if (found.kind == FoundKind::none && one.kind == Selector::Kind::name)
        found = finder_.resolve(one, types, "see");
      if (found.kind == FoundKind::cancelled) return session_.say("All right.");
      if (found.kind == FoundKind::several)
        return severalFit(command, one, std::move(found.records));
      if (found.kind != FoundKind::one) return tellUnknown(one, types);
      auto full = whole(found.records);
      if (full.empty()) return session_.say("That record is gone.");
      if (command.query.form == Query::Form::field) {
        for (const auto& record : full) {
          std::vector<std::string> fields;
          for (const auto& field : command.query.fields) {
            if (const auto* own = fieldFor(*lexicon_.byType(record.type), field))
              fields.push_back(own->field);
          }
          answerField({record}, fields);
        }
      } else {
        tell(command.query, full);
      }
      for (auto& record : full) shown.push_back(std::move(record));
    }
  }
  if (!shown.empty()) focus(std::move(shown));
}

/// The parts of a record, which belong to what is known about it.
void Planner::partsOf(const Record& record) {
  const auto* entity = lexicon_.byType(record.type);
  for (const auto& children : entity->children) {
    for (const auto& kind : lexicon_.entities()) {
      if (kind.find_tool != children.find_tool) continue;
      auto page = finder_.search(
          kind.type, {{children.filter, Condition::Op::equals, record.id, false}},
          Lexicon::fieldOf(kind, FieldKind::date) ? Lexicon::fieldOf(kind, FieldKind::date)->field
                                                  : "name");
      if (page.records.empty()) {
        session_.say(fmt::format("It has no {} yet.", children.plural));
        continue;
      }
      auto total = page.records.size();
      if (total > most_parts) page.records.resize(most_parts);
      session_.say(fmt::format("It has {} {}:\n\n{}", total,
                               total == 1 ? children.singular : children.plural,
                               numbered(lexicon_, page.records, {})));
      session_.memory.shown = page.records;
    }
  }
}

/// "and its 3 tasks": what is deleted together with a record.
std::string Planner::partsCounted(const Record& record) {
  std::string text;
  for (const auto& children : lexicon_.byType(record.type)->children) {
    auto outcome = session_.call(children.find_tool,
                                 {{children.filter, record.id}, {"limit", 1}, {"count", "exact"}});
    const auto* total =
        outcome.value.is_object() ? outcome.value.get_object().if_contains("total") : nullptr;
    if (outcome.failed || !total || !total->is_int64() || total->get_int64() == 0) continue;
    text += fmt::format(" and its {} {}", total->get_int64(),
                        total->get_int64() == 1 ? children.singular : children.plural);
  }
  return text;
}

}  // namespace parley::assistant::interpreter
