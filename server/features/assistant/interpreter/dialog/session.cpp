#include "features/assistant/interpreter/dialog/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace parley::assistant::interpreter {
namespace {

using language_model::ToolCall;
using language_model::ToolResult;

json::array recordsToJson(const std::vector<Record>& records) {
  json::array out;
  for (const auto& record : records) {
    out.push_back(json::object{{"type", record.type}, {"id", record.id}, {"name", record.name}});
  }
  return out;
}

std::string text(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value && value->is_string() ? std::string{value->get_string()} : std::string{};
}

std::vector<Record> recordsFrom(const json::value* value) {
  std::vector<Record> out;
  if (!value || !value->is_array()) return out;
  for (const auto& item : value->get_array()) {
    if (!item.is_object()) continue;
    const auto& object = item.get_object();
    out.push_back({text(object, "type"), text(object, "id"), text(object, "name")});
  }
  return out;
}

bool reads(const ToolCall& call) {
  return call.name.starts_with("find_") || call.name.starts_with("get_") ||
         call.name.starts_with("list_");
}

Outcome read(const ToolResult& result) {
  Outcome outcome;
  boost::system::error_code failure;
  auto value = boost::json::parse(result.content, failure);
  if (!failure) outcome.value = std::move(value);
  outcome.failed = result.is_error;
  const auto* object = outcome.value.is_object() ? &outcome.value.get_object() : nullptr;
  if (object) {
    const auto* denied = object->if_contains("denied");
    outcome.denied = denied && denied->is_bool() && denied->get_bool();
    outcome.failed = outcome.failed || outcome.denied;
    for (auto key : {"detail", "error", "message", "reason"}) {
      if (outcome.failed && outcome.reason.empty()) outcome.reason = text(*object, key);
    }
  } else if (outcome.failed) {
    outcome.reason =
        outcome.value.is_string() ? std::string{outcome.value.get_string()} : result.content;
  }
  return outcome;
}

}  // namespace

json::object toJson(const Memory& memory) {
  return {{"shown", recordsToJson(memory.shown)},
          {"focus", recordsToJson(memory.focus)},
          {"query", memory.query},
          {"changed", memory.changed},
          {"topic", memory.topic ? recordsToJson({*memory.topic}) : json::array{}},
          {"writes", static_cast<std::int64_t>(memory.writes)}};
}

Memory memoryFrom(const json::object& object) {
  Memory memory;
  memory.shown = recordsFrom(object.if_contains("shown"));
  memory.focus = recordsFrom(object.if_contains("focus"));
  auto topic = recordsFrom(object.if_contains("topic"));
  if (!topic.empty()) memory.topic = std::move(topic.front());
  const auto* query = object.if_contains("query");
  if (query && query->is_object()) memory.query = query->get_object();
  const auto* changed = object.if_contains("changed");
  if (changed && changed->is_object()) memory.changed = changed->get_object();
  const auto* writes = object.if_contains("writes");
  if (writes && writes->is_int64() && writes->get_int64() > 0)
    memory.writes = static_cast<std::size_t>(writes->get_int64());
  return memory;
}

Outcome Session::call(std::string name, json::object arguments) {
  std::vector<ToolCall> calls;
  calls.push_back({{}, std::move(name), std::move(arguments)});
  return std::move(callAll(std::move(calls)).front());
}

/// What was looked up before is not asked for again until something is written.
std::vector<Outcome> Session::callAll(std::vector<ToolCall> calls, std::string before) {
  if (!std::ranges::all_of(calls, reads)) {
    looked_up_.clear();
    return step(std::move(calls), std::move(before));
  }
  std::vector<std::string> keys;
  std::vector<ToolCall> unknown;
  for (const auto& call : calls) {
    keys.push_back(call.name + boost::json::serialize(call.arguments));
    if (!looked_up_.contains(keys.back())) unknown.push_back(call);
  }
  auto found = step(unknown, std::move(before));
  for (std::size_t i = 0; i < unknown.size(); ++i)
    looked_up_[unknown[i].name + boost::json::serialize(unknown[i].arguments)] =
        std::move(found[i]);
  std::vector<Outcome> outcomes;
  for (const auto& key : keys) outcomes.push_back(looked_up_[key]);
  return outcomes;
}

std::vector<Outcome> Session::step(std::vector<ToolCall> calls, std::string before) {
  if (calls.empty()) return {};
  if (next_step_ >= steps_.size()) {
    for (std::size_t i = 0; i < calls.size(); ++i) {
      calls[i].id = fmt::format("call_{}_{}_{}", request_.messages.size(), next_step_, i);
    }
    throw Pending{std::move(before), std::move(calls)};
  }
  const auto& step = steps_[next_step_++];
  std::vector<Outcome> outcomes;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    if (i >= step.calls.size() || step.calls[i].name != calls[i].name) throw Diverged{};
    auto result = std::ranges::find(step.results, step.calls[i].id, &ToolResult::call_id);
    if (result == step.results.end()) throw Diverged{};
    outcomes.push_back(read(*result));
  }
  return outcomes;
}

std::string Session::ask(std::string question, std::vector<Option> options) {
  auto before = takeReply();
  auto asked = before.empty() ? std::move(question) : before + "\n\n" + question;
  json::array choices;
  for (auto& option : options)
    choices.push_back(json::object{{"id", option.id}, {"label", option.label}});
  auto outcome = call("ask_user", {{"text", asked}, {"options", std::move(choices)}});
  if (!outcome.value.is_object() || outcome.failed) throw Diverged{};
  const auto* answer = outcome.value.get_object().if_contains("answer");
  if (!answer || !answer->is_string()) throw Diverged{};
  return std::string{answer->get_string()};
}

void Session::say(std::string paragraph) {
  if (!paragraph.empty()) said_.push_back(std::move(paragraph));
}

std::string Session::takeReply() {
  auto reply = fmt::format("{}", fmt::join(said_, "\n\n"));
  said_.clear();
  return reply;
}

Day Session::today() const {
  return dayFrom(text(facts, "today")).value_or(Day{});
}

}  // namespace parley::assistant::interpreter
