#include "language_model/gemini/turn.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "language_model/gemini/request.hpp"
#include "language_model/json_lookup.hpp"
#include "language_model/raw_json.hpp"

namespace parley::language_model::gemini {
namespace {

/// The text of a list of contents.
std::string textOf(const json::array* contents) {
  std::string all;
  if (!contents) return all;
  for (const auto& content : *contents) {
    if (const auto* object = content.if_object()) all += stringMember(*object, "text");
  }
  return all;
}

bool isThought(const Step& step) {
  return step.type() == "thought";
}

}  // namespace

Step::Step(std::string_view step) : members_{step}, type_{members_.text("type")} {
  const auto fields = parseObject(step);
  if (fields) text_ = textOf(arrayMember(&*fields, isThought(*this) ? "summary" : "content"));
}

void Step::take(std::string_view raw_delta, const json::object& delta) {
  const auto kind = stringMember(delta, "type");
  const auto addText = [this](std::string_view raw, const json::object& fields) {
    text_ += stringMember(fields, "text");
    raw_text_ += insideQuotes(rawMember(raw, "text").value_or(""));
  };
  if (kind == "text") {
    addText(raw_delta, delta);
  } else if (kind == "thought_summary") {
    const auto* content = objectMember(&delta, "content");
    if (content) addText(rawMember(raw_delta, "content").value_or(""), *content);
  } else if (kind == "thought_signature") {
    members_.set("signature", std::string{rawMember(raw_delta, "signature").value_or("\"\"")});
  } else if (kind == "arguments_delta") {
    arguments_ += stringMember(delta, "arguments");
  }
}

std::string Step::argumentsText() const {
  const auto* start = members_.find("arguments");
  return !arguments_.empty() ? arguments_ : start ? *start : "{}";
}

std::optional<json::object> Step::arguments() const {
  return parseObject(argumentsText());
}

bool Step::isComplete() const {
  return stopped_ && (!isCall() || arguments().has_value());
}

std::string Step::write() const {
  auto whole = members_;
  if (isCall()) whole.set("arguments", argumentsText());
  if (raw_text_.empty()) return whole.write();
  const std::string_view list = isThought(*this) ? "summary" : "content";
  const auto* begun = members_.find(list);
  std::vector<std::string> contents;
  for (const auto element : rawElements(begun ? std::string_view{*begun} : "[]"))
    contents.emplace_back(element);
  if (contents.empty() || RawObject{contents.back()}.text("type") != "text")
    contents.emplace_back(R"({"type":"text","text":""})");
  RawObject last{contents.back()};
  last.extendString("text", '"' + raw_text_ + '"');
  contents.back() = last.write();
  whole.set(list, joined(contents));
  return whole.write();
}

void Turn::take(const fetch::SseEvent& event) {
  if (event.data == "[DONE]") return;
  const auto parsed = parseObject(event.data);
  if (!parsed) throw Malformed{};
  const auto type = stringMember(*parsed, "event_type");
  if (type == "error" || (type.empty() && parsed->contains("error"))) throw StreamError{event.data};
  if (finished_) return;
  if (type == "step.start") {
    startStep(event.data, *parsed);
  } else if (type == "step.delta") {
    extendStep(event.data, *parsed);
  } else if (type == "step.stop") {
    stepOf(*parsed).stop();
    takeUsage(objectMember(&*parsed, "usage"));
  } else if (type == "interaction.completed") {
    end(event.data, *parsed);
  }
}

Step& Turn::stepOf(const json::object& event) {
  const auto& index = language_model::member(event, "index");
  const auto* number = index.if_int64();
  const auto step =
      number && *number >= 0 ? steps_.find(static_cast<std::size_t>(*number)) : steps_.end();
  if (step == steps_.end()) throw Malformed{};
  return step->second;
}

void Turn::startStep(std::string_view data, const json::object& event) {
  const auto& index = language_model::member(event, "index");
  const auto raw = rawMember(data, "step");
  if (!objectMember(&event, "step") || !raw || !index.is_int64() || index.get_int64() < 0)
    throw Malformed{};
  const auto [step, added] =
      steps_.try_emplace(static_cast<std::size_t>(index.get_int64()), Step{*raw});
  if (!added || step->second.type().empty()) throw Malformed{};
  const auto& text = step->second.text();
  if (isThought(step->second)) sink_(ThinkingDelta{text});
  if (step->second.type() == "model_output" && !text.empty()) sink_(TextDelta{text});
}

void Turn::extendStep(std::string_view data, const json::object& event) {
  const auto* delta = objectMember(&event, "delta");
  const auto raw = rawMember(data, "delta");
  if (!delta || !raw) throw Malformed{};
  auto& step = stepOf(event);
  const auto before = step.text().size();
  step.take(*raw, *delta);
  auto added = step.text().substr(before);
  if (added.empty()) return;
  if (isThought(step))
    sink_(ThinkingDelta{std::move(added)});
  else
    sink_(TextDelta{std::move(added)});
}

void Turn::takeUsage(const json::object* usage) {
  if (!usage) return;
  usage_.input_tokens = count(usage, "total_input_tokens");  // all of it, cached or not
  usage_.cache_read_tokens = count(usage, "total_cached_tokens");
  usage_.output_tokens = count(usage, "total_output_tokens") + count(usage, "total_thought_tokens");
}

void Turn::end(std::string_view data, const json::object& event) {
  const auto* interaction = objectMember(&event, "interaction");
  if (!interaction) throw Malformed{};
  takeUsage(objectMember(interaction, "usage"));
  status_ = stringMember(*interaction, "status");
  if (status_ == "failed" || status_ == "cancelled") {
    const auto raw = rawMember(data, "interaction").value_or("{}");
    throw StreamError{fmt::format(R"({{"error":{}}})", rawMember(raw, "error").value_or("{}"))};
  }
  if (status_.empty() || status_ == "in_progress" || status_ == "queued") throw Malformed{};
  finished_ = true;
}

Completion Turn::complete() const {
  Completion completion;
  completion.raw.provider = provider;
  completion.usage = usage_;
  const bool cut = status_ != "completed" && status_ != "requires_action";
  if (cut) completion.stop = StopReason::max_tokens;
  std::vector<std::string> kept;
  std::size_t without_trailing_thought = 0;
  for (const auto& [index, step] : steps_) {
    if (!step.text().empty()) {
      if (isThought(step))
        completion.parts.push_back(Thinking{step.text()});
      else
        completion.parts.push_back(Text{step.text()});
    }
    if (!step.isComplete() || (cut && step.isCall())) {
      if (!cut) throw Malformed{};
      continue;
    }
    // What shows of a thought may come without its signature: sent back, it would be refused.
    if (isThought(step) && step.member("signature").empty()) continue;
    kept.push_back(step.write());
    if (!isThought(step)) without_trailing_thought = kept.size();
    if (!step.isCall()) continue;
    const auto id = step.member("id");
    const auto name = step.member("name");
    if (id.empty() || name.empty()) throw Malformed{};
    completion.parts.push_back(ToolCall{id, name, *step.arguments()});
    completion.stop = StopReason::tool_use;
  }
  if (cut) kept.resize(without_trailing_thought);
  completion.raw.blocks = without_trailing_thought == 0 ? "[]" : joined(kept);
  return completion;
}

}  // namespace parley::language_model::gemini
