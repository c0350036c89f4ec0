#include "features/assistant/toolbox.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <utility>

#include "features/assistant/history_codec.hpp"
#include "features/assistant/prompts.hpp"
#include "features/assistant/question.hpp"
#include "foundation/error.hpp"
#include "json/parse.hpp"
#include "secrets/random.hpp"

namespace parley::assistant {
namespace {

using operations::Answer;
using operations::Call;
using operations::Effect;
using operations::EntityWords;
using operations::Operation;

std::string textOf(const json::object& fields, std::string_view name) {
  const auto* value = fields.if_contains(name);
  return value != nullptr && value->is_string() ? std::string{std::string_view{value->get_string()}}
                                                : std::string{};
}

std::optional<RecordRef> refOf(std::string_view type, const json::value& record) {
  const auto* fields = record.if_object();
  if (fields == nullptr) return std::nullopt;
  RecordRef ref{std::string{type}, textOf(*fields, "id"), textOf(*fields, "name")};
  if (ref.id.empty()) return std::nullopt;
  return ref;
}

/// What the server keeps by itself.
bool isBookkeeping(std::string_view field) {
  return field == "id" || field == "version" || field == "owner_id" || field == "created_at" ||
         field == "updated_at";
}

bool isEmpty(const json::value& value) {
  return value.is_null() || (value.is_object() && value.get_object().empty()) ||
         (value.is_array() && value.get_array().empty());
}

json::Raw rawOf(const json::value& value) {
  return json::Raw{boost::json::serialize(value)};
}

json::object objectOf(const std::string& text) {
  auto parsed = json::parse(text, {.max_depth = 64});
  return parsed.is_object() ? std::move(parsed.as_object()) : json::object{};
}

/// What a record refers to is one value, `{id, name}`, where the name stands beside the id.
json::object withNames(const json::object& record) {
  constexpr std::string_view suffix = "_id";
  auto named = record;
  for (const auto& [field, id] : record) {
    if (!field.ends_with(suffix)) continue;
    const auto stem = field.substr(0, field.size() - suffix.size());
    const auto* name = record.if_contains(stem);
    if (name == nullptr || (name->is_null() && !id.is_null())) continue;
    if (id.is_string() && name->is_string()) named[stem] = {{"id", id}, {"name", *name}};
    named.erase(field);
  }
  return named;
}

std::vector<FieldChange> differences(const json::object& before, const json::object& after) {
  std::vector<FieldChange> changes;
  const auto consider = [&](std::string_view field, const json::value* old_value,
                            const json::value* new_value) {
    if (isBookkeeping(field)) return;
    const auto was = old_value != nullptr && !isEmpty(*old_value) ? *old_value : json::value{};
    const auto is = new_value != nullptr && !isEmpty(*new_value) ? *new_value : json::value{};
    if (was != is) changes.push_back({std::string{field}, rawOf(was), rawOf(is)});
  };
  const auto was = withNames(before);
  const auto is = withNames(after);
  for (const auto& [field, value] : is) consider(field, was.if_contains(field), &value);
  for (const auto& [field, value] : was) {
    if (!is.contains(field)) consider(field, &value, nullptr);
  }
  return changes;
}

/// Adds each record in a value by its id and version.
void addRecords(std::string& text, const json::value& value) {
  if (const auto* items = value.if_array()) {
    for (const auto& item : *items) addRecords(text, item);
  }
  const auto* fields = value.if_object();
  if (fields == nullptr) return;
  if (const auto *id = fields->if_contains("id"), *version = fields->if_contains("version");
      id != nullptr && version != nullptr)
    text += boost::json::serialize(json::array{*id, *version});
  for (const auto& [field, inner] : *fields) addRecords(text, inner);
}

/// Fingerprint of all that a deletion or an undo changes.
std::string removalOf(const std::vector<operations::Change>& changes) {
  std::string removed;
  for (const auto& change : changes)
    addRecords(removed, objectOf(change.before.value_or(change.after.value_or("{}"))));
  return secrets::toHex(secrets::sha256(removed));
}

Error removesSomethingElse() {
  return Error{
      Status::conflict, "record_changed",
      "What this would change is not what was shown any more, so nothing was done. Ask again "
      "to see what would happen now."};
}

/// What strangers wrote says so itself, wherever a model meets it.
std::string marked(const Operation& operation, const std::string& result) {
  return boost::json::serialize(json::object{{"source", operation.facts.name},
                                             {"trust", "untrusted"},
                                             {"content", json::parse(result, {.max_depth = 64})}});
}

}  // namespace

std::vector<FieldChange> fieldChanges(const std::string& before, const std::string& after) {
  return differences(objectOf(before), objectOf(after));
}

ToolOutcome failedOutcome(const Error& error) {
  ToolOutcome outcome;
  outcome.status = ActionStatus::failed;
  outcome.error = error.detail;
  json::object result{{"error", error.code}, {"detail", error.detail}};
  outcome.result = boost::json::serialize(result);
  return outcome;
}

Toolbox::Toolbox(const operations::Catalog& catalog) : catalog_{catalog} {
  for (const auto& words : catalog.words()) {
    for (const auto& tool : {words.create_tool, words.find_tool, words.get_tool, words.update_tool,
                             words.delete_tool}) {
      words_.emplace(tool, &words);
    }
  }
  json::SchemaMaker schemas;
  std::vector<language_model::ToolDefinition> definitions;
  for (const auto& operation : catalog.operations()) {
    if (!operation.facts.tool) continue;
    definitions.push_back(
        {operation.facts.name, operation.facts.summary, operation.input_schema(schemas)});
  }
  definitions.push_back(askUserDefinition());
  std::ranges::sort(definitions, {}, &language_model::ToolDefinition::name);
  definitions_ = std::move(definitions);
  prompt_ = promptOf(systemPrompt(), encodeTools(definitions_));
  for (const auto& [name, description, schema] : definitions_) {
    fingerprints_.emplace(
        name, secrets::toHex(secrets::sha256(description + boost::json::serialize(schema))));
  }
}

const Operation* Toolbox::find(std::string_view tool) const {
  const auto* operation = catalog_.find(tool);
  return operation != nullptr && operation->facts.tool ? operation : nullptr;
}

std::string Toolbox::titleOf(std::string_view tool) const {
  const auto* operation = find(tool);
  return operation != nullptr ? operation->facts.title : std::string{tool};
}

std::string Toolbox::fingerprintOf(std::string_view tool) const {
  const auto found = fingerprints_.find(tool);
  return found == fingerprints_.end() ? std::string{} : found->second;
}

const EntityWords* Toolbox::wordsOf(std::string_view tool) const {
  const auto found = words_.find(tool);
  return found == words_.end() ? nullptr : found->second;
}

const EntityWords* Toolbox::wordsOfType(std::string_view record_type) const {
  const auto found = std::ranges::find_if(
      words_, [&](const auto& entry) { return entry.second->type == record_type; });
  return found == words_.end() ? nullptr : found->second;
}

task<ToolOutcome> Toolbox::run(Call& call, const Operation& operation,
                               const json::object& arguments, const Shown& shown,
                               const Keep& keep) const {
  std::optional<Error> failure;
  std::optional<ToolOutcome> kept;
  call.before_commit = [&](database::Transaction& tx, const Answer& answer) -> task<void> {
    if (shown.removal && *shown.removal != removalOf(answer.changes)) throw removesSomethingElse();
    kept = succeeded(operation, answer);
    if (keep) co_await keep(tx, *kept);
  };
  try {
    const auto answer = co_await catalog_.invoke(call, operation, arguments);
    co_return kept ? std::move(*kept) : succeeded(operation, answer);
  } catch (const Error& error) {
    if (error.status == Status::unavailable) throw;
    failure = error;
  }
  co_return failedOutcome(*failure);
}

ToolOutcome Toolbox::succeeded(const Operation& operation, const Answer& answer) const {
  ToolOutcome outcome;
  const auto* words = wordsOf(operation.facts.name);
  auto result = answer.body.empty() ? json::value{json::object{{"done", true}}}
                                    : json::parse(answer.body, {.max_depth = 64});
  if (const auto* fields = result.if_object()) {
    if (const auto* items = fields->if_contains("items");
        items != nullptr && items->is_array() && words != nullptr) {
      outcome.is_list = true;
      for (const auto& item : items->get_array()) {
        if (auto ref = refOf(words->type, item)) outcome.records.push_back(std::move(*ref));
      }
    } else if (words != nullptr) {
      outcome.record = refOf(words->type, result);
    }
  }
  if (!answer.changes.empty()) {
    const auto& change = answer.changes.back();
    outcome.record = RecordRef{change.record_type, change.record_id.toString(), change.record_name};
    if (!change.silent) outcome.change_id = change.id;
    for (const auto& each : answer.changes) {
      if (each.silent) continue;
      outcome.changed.emplace_back(
          each.action, RecordRef{each.record_type, each.record_id.toString(), each.record_name});
    }
    outcome.changes = fieldChanges(change.before.value_or("{}"), change.after.value_or("{}"));
    if (answer.body.empty()) {
      result = json::object{{"done", true},
                            {"action", json::enumName(change.action)},
                            {"record", json::object{{"type", change.record_type},
                                                    {"id", change.record_id.toString()},
                                                    {"name", change.record_name}}}};
    }
  }
  outcome.result = boost::json::serialize(result);
  outcome.untrusted = operation.facts.untrusted;
  if (outcome.untrusted) outcome.result = marked(operation, outcome.result);
  return outcome;
}

/// " and its 12 tasks"; nothing when there are none.
task<std::string> Toolbox::withChildren(Call& call,
                                        const operations::EntityWords::Children& children,
                                        const std::string& parent) const {
  const auto* find = catalog_.find(children.find_tool);
  if (find == nullptr) co_return "";
  const json::object query{{children.filter, parent}, {"limit", "1"}, {"count", "exact"}};
  const auto answer = co_await catalog_.invoke(call, *find, query, json::Source::query);
  const auto total = objectOf(answer.body).at("total").to_number<std::int64_t>();
  if (total == 0) co_return "";
  co_return fmt::format(" and its {} {}", total, total == 1 ? children.singular : children.plural);
}

task<Answer> Toolbox::rehearse(const Call& call, const Operation& operation,
                               const json::object& arguments, std::optional<int> version) const {
  Call rehearsal{call.services, call.actor(), call.channel};
  rehearsal.rehearsal = true;
  rehearsal.run_id = call.run_id;
  if (version) rehearsal.if_match = {false, {*version}};
  co_return co_await catalog_.invoke(rehearsal, operation, arguments);
}

task<Preview> Toolbox::preview(Call& call, const Operation& operation,
                               const json::object& arguments) const {
  Preview preview;
  json::object before;
  auto name = textOf(arguments, "name");
  const auto* words = wordsOf(operation.facts.name);
  const auto id = textOf(arguments, "id");
  if (words != nullptr && !id.empty()) {
    const json::object key{{"id", id}};
    const auto answer = co_await catalog_.invoke(call, *catalog_.find(words->get_tool), key);
    before = objectOf(answer.body);
    name = textOf(before, "name");
    preview.record = refOf(words->type, before);
    preview.shown.version = answer.reply.version;
  }
  preview.summary = operation.facts.title;
  if (!name.empty()) preview.summary += " " + name;

  if (operation.facts.takes_back) {
    const auto rehearsed = co_await rehearse(call, operation, arguments, {});
    preview.shown.removal = removalOf(rehearsed.changes);
    const auto& change = rehearsed.changes.back();
    preview.record = RecordRef{change.record_type, change.record_id.toString(), change.record_name};
    preview.summary += ": " + change.record_name;
    if (const auto others = rehearsed.changes.size() - 1; others > 0)
      preview.summary += fmt::format(" and {} other{}", others, others == 1 ? "" : "s");
    preview.changes = fieldChanges(change.before.value_or("{}"), change.after.value_or("{}"));
    co_return preview;
  }
  const auto effect = operation.facts.effect;
  if (words == nullptr || effect == Effect::read || effect == Effect::outward) {
    preview.changes = differences({}, arguments);
    co_return preview;
  }
  const auto rehearsed = co_await rehearse(call, operation, arguments, preview.shown.version);
  if (effect == Effect::destroy) {
    preview.shown.removal = removalOf(rehearsed.changes);
    // Counted behind the rehearsal: what comes or goes between the two is refused, not hidden.
    for (const auto& children : words->children)
      preview.summary += co_await withChildren(call, children, id);
  }
  preview.changes =
      differences(before, rehearsed.body.empty() ? json::object{} : objectOf(rehearsed.body));
  co_return preview;
}

}  // namespace parley::assistant
