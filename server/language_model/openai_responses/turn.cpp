#include "language_model/openai_responses/turn.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "language_model/openai_responses/request.hpp"
#include "language_model/openai_wire.hpp"
#include "language_model/raw_json.hpp"

namespace parley::language_model::openai_responses {
namespace {

std::size_t indexOf(const json::object& event) {
  const auto& index = member(event, "output_index");
  if (!index.is_int64() || index.get_int64() < 0) throw Malformed{};
  return static_cast<std::size_t>(index.get_int64());
}

/// The texts of a list of parts of one type, put together.
std::string textsOf(const json::object& item, std::string_view list, std::string_view type,
                    std::string_view key, std::string_view separator) {
  std::string all;
  const auto* parts = arrayMember(&item, list);
  if (!parts) return all;
  for (const auto& part : *parts) {
    const auto* object = part.if_object();
    if (!object || stringMember(*object, "type") != type) continue;
    if (!all.empty()) all += separator;
    all += stringMember(*object, key);
  }
  return all;
}

std::string refusalOf(const json::object& item) {
  return textsOf(item, "content", "refusal", "refusal", "");
}

bool isCall(const json::object& item) {
  return stringMember(item, "type") == "function_call";
}

bool isReasoning(const json::object& item) {
  return stringMember(item, "type") == "reasoning";
}

}  // namespace

void Turn::take(const fetch::SseEvent& event) {
  if (event.data == "[DONE]") return;
  const auto parsed = parseObject(event.data);
  if (!parsed) throw Malformed{};
  const auto type = stringMember(*parsed, "type");
  if (type == "error") {
    throw StreamError{objectMember(&*parsed, "error")
                          ? event.data
                          : fmt::format(R"({{"error":{}}})", event.data)};
  }
  if (finished_) return;
  if (type == "response.output_item.added") {
    addItem(*parsed);
  } else if (type == "response.output_item.done") {
    finishItem(event.data, *parsed);
  } else if (type == "response.completed" || type == "response.incomplete" ||
             type == "response.failed") {
    const auto response = rawMember(event.data, "response");
    if (!response) throw Malformed{};
    if (type == "response.failed") {
      throw StreamError{
          fmt::format(R"({{"error":{}}})", rawMember(*response, "error").value_or("{}"))};
    }
    cut_ = type == "response.incomplete";
    end(*parsed);
  } else {
    showDelta(type, *parsed);
  }
}

void Turn::addItem(const json::object& event) {
  const auto* item = objectMember(&event, "item");
  if (!item) throw Malformed{};
  begun_.insert(indexOf(event));
  if (isReasoning(*item)) sink_(ThinkingDelta{});
}

void Turn::finishItem(std::string_view data, const json::object& event) {
  const auto* fields = objectMember(&event, "item");
  const auto raw = rawMember(data, "item");
  if (!fields || !raw || stringMember(*fields, "type").empty()) throw Malformed{};
  const auto index = indexOf(event);
  begun_.insert(index);
  if (!items_.try_emplace(index, Item{std::string{*raw}, *fields}).second) throw Malformed{};
}

void Turn::showDelta(std::string_view type, const json::object& event) {
  const std::string delta{stringMember(event, "delta")};
  if (type == "response.output_text.delta") {
    sink_(TextDelta{delta});
  } else if (type == "response.reasoning_summary_text.delta" ||
             type == "response.reasoning_text.delta") {
    sink_(ThinkingDelta{delta});
  } else if (type == "response.reasoning_summary_part.added" &&
             count(&event, "summary_index") > 0) {
    sink_(ThinkingDelta{"\n\n"});
  }
}

void Turn::end(const json::object& event) {
  const auto* response = objectMember(&event, "response");
  if (!response || (!cut_ && begun_.size() != items_.size())) throw Malformed{};
  if (const auto* details = objectMember(response, "incomplete_details"))
    reason_ = stringMember(*details, "reason");
  const auto* usage = objectMember(response, "usage");
  const auto* input = objectMember(usage, "input_tokens_details");
  usage_.input_tokens = count(usage, "input_tokens");  // all of it, cached or not
  usage_.cache_read_tokens = count(input, "cached_tokens");
  usage_.cache_write_tokens = count(input, "cache_write_tokens");
  usage_.output_tokens = count(usage, "output_tokens");
  finished_ = true;
}

bool Turn::isKept(const Item& item) const {
  if (!cut_) return true;
  if (stringMember(item.fields, "status") == "incomplete") return false;
  return !isCall(item.fields) ||
         openai::argumentsOf(stringMember(item.fields, "arguments")).has_value();
}

void Turn::addParts(Completion& completion, const Item& item) const {
  if (auto text = textsOf(item.fields, "content", "output_text", "text", ""); !text.empty())
    completion.parts.push_back(Text{std::move(text)});
  if (auto summary = textsOf(item.fields, "summary", "summary_text", "text", "\n\n");
      !summary.empty())
    completion.parts.push_back(Thinking{std::move(summary)});
  if (!isCall(item.fields) || cut_) return;
  auto arguments = openai::argumentsOf(stringMember(item.fields, "arguments"));
  const std::string id{stringMember(item.fields, "call_id")};
  const std::string name{stringMember(item.fields, "name")};
  if (!arguments || id.empty() || name.empty()) throw Malformed{};
  completion.parts.push_back(ToolCall{id, name, std::move(*arguments)});
  completion.stop = StopReason::tool_use;
}

/// Reasoning is refused without the item that it led to.
std::string Turn::blocks() const {
  std::vector<std::string> kept;
  std::size_t without_trailing_reasoning = 0;
  for (const auto& [index, item] : items_) {
    if (!isKept(item)) continue;
    kept.push_back(item.raw);
    if (!isReasoning(item.fields)) without_trailing_reasoning = kept.size();
  }
  kept.resize(without_trailing_reasoning);
  return joined(kept);
}

Completion Turn::complete() const {
  Completion completion;
  completion.raw.provider = provider;
  completion.usage = usage_;
  for (const auto& [index, item] : items_) {
    addParts(completion, item);
    completion.explanation += refusalOf(item.fields);
  }
  const bool filtered = cut_ && reason_ == "content_filter";
  if (filtered && completion.explanation.empty())
    completion.explanation = "OpenAI's content filter stopped this answer.";
  if (!completion.explanation.empty()) {
    completion.stop = StopReason::refusal;
    completion.raw.blocks = "[]";  // a refused turn must not be sent again
    return completion;
  }
  if (cut_) completion.stop = StopReason::max_tokens;
  completion.raw.blocks = blocks();
  return completion;
}

}  // namespace parley::language_model::openai_responses
