#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>

#include "features/assistant/interpreter/language/calendar.hpp"
#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/test_support/expected_day.hpp"
#include "features/assistant/interpreter/test_support/workbench.hpp"
#include "features/assistant/interpreter/understanding/phrasebook.hpp"

namespace parley::assistant::interpreter::testing {
namespace {

using language_model::Message;
using language_model::Role;
using language_model::ToolCall;
using language_model::ToolResult;

std::string text(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value && value->is_string() ? std::string{value->get_string()} : std::string{};
}

std::string typeOf(const std::string& tool) {
  auto type = tool.substr(tool.find('_') + 1);
  if (type.ends_with('s')) type.pop_back();
  return type;
}

/// A Saturday: the days of the scenarios are reckoned from here.
constexpr std::string_view today = day_of_scenarios;

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at < text.size();) {
    auto end = std::min(text.find(separator, at), text.size());
    parts.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

/// In the order in which the server sorts: choices by rank, days with the unset ones last.
std::string sortKey(const std::string& field, const std::string& value) {
  if (value.empty()) return "~";
  static const std::vector<std::string> ranks{"low", "medium", "high", "urgent"};
  auto rank = std::ranges::find(ranks, value);
  if (field == "priority" && rank != ranks.end()) return std::to_string(rank - ranks.begin());
  return fold(value);
}

bool isWrite(const std::string& tool) {
  return !tool.starts_with("find_") && !tool.starts_with("get_") && !tool.starts_with("list_") &&
         tool != "ask_user";
}

}  // namespace

Workbench::Workbench() : interpreter_{std::make_unique<CommandInterpreter>(wordsForTests())} {
  request_.model = "builtin";
  store_["member"].push_back(
      {"id-erin", {{"name", "Erin Evaluator"}, {"email", "erin@example.com"}}});
}

void Workbench::seed(const std::string& type, Fields fields) {
  complete(type, fields);
  store_[type].push_back({fmt::format("id-{}", next_id_++), std::move(fields)});
}

void Workbench::complete(const std::string& type, Fields& fields) {
  if (type == "project") fields.try_emplace("status", "planned");
  if (type == "task") {
    fields.try_emplace("status", "todo");
    fields.try_emplace("priority", "medium");
  }
}

std::string Workbench::idOf(const std::string& type, const std::string& name) const {
  auto stored = store_.find(type);
  if (stored == store_.end()) return {};
  auto found = std::ranges::find_if(
      stored->second, [&](const Stored& record) { return record.fields.at("name") == name; });
  return found == stored->second.end() ? std::string{} : found->id;
}

std::string Workbench::nameOf(const std::string& type, const std::string& id) const {
  auto stored = store_.find(type);
  if (stored == store_.end()) return {};
  auto found = std::ranges::find(stored->second, id, &Stored::id);
  return found == stored->second.end() ? std::string{} : found->fields.at("name");
}

std::vector<Workbench::Fields> Workbench::records(const std::string& type) const {
  std::vector<Fields> found;
  auto stored = store_.find(type);
  if (stored == store_.end()) return found;
  for (const auto& record : stored->second) found.push_back(record.fields);
  std::ranges::sort(found, {}, [](const Fields& fields) { return fields.at("name"); });
  return found;
}

json::object Workbench::toJson(const Stored& record) const {
  json::object object{{"id", record.id}};
  auto named = [&](const std::string& type, const std::string& name) {
    return json::object{{"id", idOf(type, name)}, {"name", name}};
  };
  for (const auto& [field, value] : record.fields) {
    if (field == "assignee") {
      object[field] = named("member", value);
    } else if (field == "project") {
      object[field] = named("project", value);
      object["project_id"] = idOf("project", value);
    } else if (field == "assignees") {
      json::array people;
      for (const auto& name : split(value, ',')) people.push_back(named("member", name));
      object[field] = std::move(people);
    } else {
      object[field] = value;
    }
  }
  object["created_at"] = "2026-11-22T10:00:00.000Z";
  return object;
}

std::string Workbench::find(const std::string& type, const json::object& arguments) const {
  json::array items;
  auto words = splitWords(fold(text(arguments, "search")));
  auto stored = store_.find(type);
  std::vector<const Stored*> found;
  if (stored != store_.end()) {
    for (const auto& record : stored->second) {
      std::string all;
      for (const auto& [field, value] : record.fields) all += fold(value) + " ";
      bool match =
          std::ranges::all_of(words, [&](const std::string& word) { return all.contains(word); });
      for (std::string field : {"status", "priority"}) {
        auto wanted = split(text(arguments, field), ',');
        auto own = record.fields.find(field);
        match =
            match && (wanted.empty() || (own != record.fields.end() &&
                                         std::ranges::find(wanted, own->second) != wanted.end()));
      }
      if (auto organization = fold(text(arguments, "organization")); !organization.empty()) {
        auto own = record.fields.find("organization");
        match = match && own != record.fields.end() && fold(own->second) == organization;
      }
      auto project = text(arguments, "project_id");
      match =
          match && (project.empty() || record.fields.at("project") == nameOf("project", project));
      if (match) found.push_back(&record);
    }
  }
  auto sort = text(arguments, "sort");
  if (sort == "-created_at") {
    std::ranges::reverse(found);
  } else if (!sort.empty()) {
    auto field = sort.starts_with('-') ? sort.substr(1) : sort;
    std::ranges::stable_sort(found, {}, [&](const Stored* record) {
      auto own = record->fields.find(field);
      return sortKey(field, own == record->fields.end() ? "" : own->second);
    });
    if (sort.starts_with('-')) std::ranges::reverse(found);
  }
  const auto* limit = arguments.if_contains("limit");
  auto most = limit && limit->is_int64() ? static_cast<std::size_t>(limit->get_int64()) : 50;
  for (const auto* record : found) {
    if (items.size() < most) items.push_back(toJson(*record));
  }
  return boost::json::serialize(json::object{{"items", std::move(items)},
                                             {"next_cursor", nullptr},
                                             {"total", static_cast<std::int64_t>(found.size())}});
}

/// Sets a field as the tools take it; a sentence where they would refuse it.
std::string Workbench::set(Fields& fields, const std::string& field,
                           const json::value& value) const {
  if (field == "assignees") {
    std::string names;
    for (const auto& id : value.as_array())
      names += (names.empty() ? "" : ",") + nameOf("member", std::string{id.as_string()});
    fields[field] = names;
    if (names.empty()) fields.erase(field);
    return {};
  }
  if (!value.is_string()) {
    fields.erase(field);
    return {};
  }
  std::string text{value.get_string()};
  if (field == "assignee" || field == "project_id") {
    auto type = field == "assignee" ? "member" : "project";
    auto name = nameOf(type, text);
    fields[field == "assignee" ? "assignee" : "project"] = name;
    return name.empty() ? field + ": is none that you see" : std::string{};
  }
  if (field == "due_date" && !dayFrom(text)) return "due_date: is no day";
  static const std::vector<std::string> values{"planned",   "in_progress", "on_hold", "completed",
                                               "cancelled", "todo",        "done",    "low",
                                               "medium",    "high",        "urgent"};
  if ((field == "status" || field == "priority") && std::ranges::find(values, text) == values.end())
    return field + ": is no such value";
  fields[field] = text;
  return {};
}

std::string Workbench::execute(const ToolCall& call, bool& failed) {
  auto type = typeOf(call.name);
  auto& records = store_[type];
  auto fail = [&](std::string sentence) {
    failed = true;
    return boost::json::serialize(json::object{{"detail", std::move(sentence)}});
  };
  if (call.name.starts_with("find_") || call.name.starts_with("list_"))
    return find(type, call.arguments);
  if (call.name == "undo_last_change") {
    if (history_.empty()) return fail("There is nothing to undo.");
    store_ = std::move(history_.back());
    history_.pop_back();
    return "{}";
  }
  auto before = store_;
  auto at = std::ranges::find(records, text(call.arguments, "id"), &Stored::id);
  if (!call.name.starts_with("create_") && at == records.end())
    return fail("There is no such record, or it is not yours.");
  if (call.name.starts_with("get_")) return boost::json::serialize(toJson(*at));
  if (call.name.starts_with("delete_")) {
    auto name = at->fields["name"];
    records.erase(at);
    if (type == "project")
      std::erase_if(store_["task"],
                    [&](const Stored& task) { return task.fields.at("project") == name; });
    history_.push_back(std::move(before));
    return "{}";
  }
  auto old_name = at == records.end() ? std::string{} : at->fields["name"];
  Stored made;
  auto& target = call.name.starts_with("create_") ? made : *at;
  for (const auto& [field, value] : call.arguments) {
    if (field == "id") continue;
    auto refusal = set(target.fields, std::string{field}, value);
    if (!refusal.empty()) return fail(refusal);
  }
  if (call.name.starts_with("create_")) complete(type, target.fields);
  if (type == "task" && !target.fields.contains("project")) return fail("project_id: is missing");
  if (auto email = target.fields.find("email");
      email != target.fields.end() && !email->second.contains('.'))
    return fail("email: is no address.");
  history_.push_back(std::move(before));
  if (type == "organization" && !old_name.empty()) {
    // what is linked shows the organization's current name
    for (std::string linked : {"contact", "project"}) {
      for (auto& record : store_[linked]) {
        auto named = record.fields.find("organization");
        if (named != record.fields.end() && fold(named->second) == fold(old_name))
          named->second = target.fields["name"];
      }
    }
  }
  if (type == "project" && !old_name.empty()) {
    for (auto& task : store_["task"]) {
      if (task.fields.at("project") == old_name) task.fields["project"] = target.fields["name"];
    }
  }
  if (!call.name.starts_with("create_")) return boost::json::serialize(toJson(*at));
  made.id = fmt::format("id-{}", next_id_++);
  records.push_back(made);
  return boost::json::serialize(toJson(made));
}

Workbench::Reply Workbench::say(std::string_view said) {
  Message message;
  auto text = std::string{said};
  if (!open_.empty() && question_) {
    message.parts.emplace_back(ToolResult{
        open_.front().id, boost::json::serialize(json::object{{"answer", text}}), false});
  } else if (!open_.empty()) {
    auto tokens = tokenize(text);
    auto assent = readAssent(tokens, {0, tokens.size()});
    // As on the server, one word decides one call.
    if (open_.size() == 1 && assent.kind != Assent::Kind::none && assent.length >= tokens.size())
      return decide(assent.kind == Assent::Kind::yes);
    for (const auto& call : open_)
      message.parts.emplace_back(ToolResult{call.id, R"({"dropped":true})", true});
    message.parts.emplace_back(language_model::Text{text});
  } else {
    message.parts.emplace_back(language_model::Text{text});
  }
  open_.clear();
  question_ = false;
  json::object user{{"id", idOf("member", "Erin Evaluator")}, {"name", "Erin Evaluator"}};
  message.parts.emplace_back(
      language_model::Context{{}, {{"today", today}, {"user", std::move(user)}}});
  request_.messages.push_back(std::move(message));
  return run();
}

Workbench::Reply Workbench::decide(bool approve) {
  Message message;
  std::vector<std::string> writes;
  for (const auto& call : open_) {
    bool failed = !approve;
    auto content = approve ? execute(call, failed) : std::string{R"({"denied":true,"reason":""})"};
    if (approve) writes.push_back(call.name);
    message.parts.emplace_back(ToolResult{call.id, content, failed});
  }
  open_.clear();
  request_.messages.push_back(std::move(message));
  auto reply = run();
  reply.writes.insert(reply.writes.begin(), writes.begin(), writes.end());
  return reply;
}

Workbench::Reply Workbench::run() {
  Reply reply;
  for (int step = 0; step < 25; ++step) {
    std::string streamed;
    auto completion = interpreter_->turn(request_, [&](language_model::Delta delta) {
      if (auto* piece = std::get_if<language_model::TextDelta>(&delta)) streamed += piece->text;
    });
    Message turn{Role::assistant, completion.parts, completion.raw};
    std::vector<ToolCall> calls;
    for (const auto& part : completion.parts) {
      if (const auto* call = std::get_if<ToolCall>(&part)) calls.push_back(*call);
    }
    reply.text += (reply.text.empty() || streamed.empty() ? "" : "\n\n") + streamed;
    request_.messages.push_back(std::move(turn));
    if (calls.empty()) {
      reply.status = "completed";
      return reply;
    }
    auto updates = std::ranges::count_if(
        calls, [](const ToolCall& call) { return call.name.starts_with("update_"); });
    auto creates = std::ranges::count_if(
        calls, [](const ToolCall& call) { return call.name.starts_with("create_"); });
    bool waits = updates > 1 || creates > 10 || calls.front().name.starts_with("delete_");
    if (calls.front().name == "ask_user") {
      open_ = calls;
      question_ = true;
      reply.status = "awaiting_answer";
      reply.text += (reply.text.empty() ? "" : "\n\n") + text(calls.front().arguments, "text");
      for (const auto& option : calls.front().arguments.at("options").as_array())
        reply.options.push_back(text(option.as_object(), "label"));
      return reply;
    }
    if (waits) {
      open_ = calls;
      reply.status = "awaiting_approval";
      reply.approvals = calls.size();
      return reply;
    }
    Message results;
    for (const auto& call : calls) {
      bool failed = false;
      auto content = execute(call, failed);
      if (isWrite(call.name)) reply.writes.push_back(call.name);
      results.parts.emplace_back(ToolResult{call.id, content, failed});
    }
    request_.messages.push_back(std::move(results));
  }
  reply.status = "failed";
  return reply;
}

}  // namespace parley::assistant::interpreter::testing
