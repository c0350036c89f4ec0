#include "language_model/openai_chat/turn.hpp"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>
#include <utility>

#include "foundation/uuid.hpp"
#include "language_model/openai_chat/request.hpp"
#include "language_model/openai_wire.hpp"
#include "language_model/raw_json.hpp"

namespace parley::language_model::openai_chat {

Turn::Turn(const Request& request, const DeltaSink& sink) : sink_{sink} {
  for (const auto& message : request.messages) {
    for (const auto& part : message.parts) {
      if (const auto* call = std::get_if<ToolCall>(&part)) used_ids_.insert(call->id);
    }
  }
}

void Turn::take(const fetch::SseEvent& event) {
  if (finished_) return;
  if (event.data == "[DONE]") {
    if (reason_.empty()) throw Malformed{};
    finished_ = true;
    return;
  }
  const auto chunk = parseObject(event.data);
  if (!chunk) throw Malformed{};
  if (chunk->contains("error") && !member(*chunk, "error").is_null()) throw StreamError{event.data};
  if (const auto* usage = objectMember(&*chunk, "usage")) takeUsage(*usage);
  const auto* choices = arrayMember(&*chunk, "choices");
  if (!choices || choices->empty()) return;
  const auto* choice = choices->front().if_object();
  const auto raw = rawElements(rawMember(event.data, "choices").value_or("[]"));
  if (!choice || raw.empty()) throw Malformed{};
  takeChoice(raw.front(), *choice);
}

void Turn::takeChoice(std::string_view raw, const json::object& choice) {
  // A server that does not stream with tools sends the whole message at once.
  const std::string_view key = choice.contains("delta") ? "delta" : "message";
  if (const auto* delta = objectMember(&choice, key)) {
    takeReasoning(*delta);
    if (const auto text = stringMember(*delta, "content"); !text.empty()) {
      text_ += text;
      sink_(TextDelta{std::string{text}});
    }
    refusal_ += stringMember(*delta, "refusal");
    if (const auto* calls = arrayMember(delta, "tool_calls"))
      takeCalls(rawMember(rawMember(raw, key).value_or(""), "tool_calls").value_or(""), *calls);
  }
  if (const auto reason = stringMember(choice, "finish_reason"); !reason.empty()) reason_ = reason;
}

void Turn::takeReasoning(const json::object& delta) {
  for (const auto* key : {"reasoning_content", "reasoning"}) {
    const auto text = stringMember(delta, key);
    if (text.empty()) continue;
    reasoning_ += text;
    reasoning_key_ = key;
    sink_(ThinkingDelta{std::string{text}});
    return;  // some send both
  }
}

void Turn::takeCalls(std::string_view raw, const json::array& calls) {
  const auto elements = rawElements(raw);
  for (std::size_t i = 0; i < calls.size() && i < elements.size(); ++i) {
    const auto* fields = calls[i].if_object();
    if (!fields) throw Malformed{};
    takeCall(elements[i], *fields, i);
  }
}

/// By index; without one, a name begins a call and anything else belongs to the last.
std::size_t Turn::slotOf(const json::object& fields, std::size_t position) const {
  const auto& index = member(fields, "index");
  if (index.is_int64() && index.get_int64() >= 0)
    return static_cast<std::size_t>(index.get_int64());
  const auto* function = objectMember(&fields, "function");
  const bool begins = function && !stringMember(*function, "name").empty();
  if (begins) return calls_.empty() ? 0 : calls_.rbegin()->first + 1;
  return calls_.empty() ? position : calls_.rbegin()->first;
}

void Turn::takeCall(std::string_view raw, const json::object& fields, std::size_t position) {
  const auto [slot, begins] = calls_.try_emplace(slotOf(fields, position));
  auto& call = slot->second;
  if (begins) {
    call.members = RawObject{raw};
    for (const auto* known : {"index", "id", "type", "function"}) call.members.erase(known);
    call.id = uniqueId(stringMember(fields, "id"));
  }
  const auto* function = objectMember(&fields, "function");
  if (!function) return;
  if (call.name.empty()) call.name = stringMember(*function, "name");
  const auto& arguments = member(*function, "arguments");
  call.arguments +=
      arguments.is_object() ? boost::json::serialize(arguments) : std::string{stringOf(arguments)};
}

/// Ids answer for calls in the whole conversation, but some servers give none, or count anew in
/// each turn.
std::string Turn::uniqueId(std::string_view given) {
  std::string id{given};
  if (id.empty() || used_ids_.contains(id)) id = "call_" + makeUuid().toString();
  used_ids_.insert(id);
  return id;
}

void Turn::takeUsage(const json::object& usage) {
  usage_.input_tokens = count(&usage, "prompt_tokens");  // all of it, cached or not
  usage_.output_tokens = count(&usage, "completion_tokens");
  usage_.cache_read_tokens = count(objectMember(&usage, "prompt_tokens_details"), "cached_tokens");
}

bool Turn::isCut() const {
  return reason_ == "length" || reason_ == "content_filter";
}

/// The one message that goes back. Reasoning goes with it as long as it led to calls: servers that
/// think between tools want it there, and nowhere else.
std::string Turn::message(const std::vector<const Call*>& calls) const {
  const bool alone = calls.empty();
  auto made = fmt::format(R"({{"role":"assistant","content":{})",
                          text_.empty() && !alone ? "null" : quoted(text_));
  if (alone) return made + '}';
  if (!reasoning_.empty()) made += fmt::format(R"(,"{}":{})", reasoning_key_, quoted(reasoning_));
  std::vector<std::string> written;
  for (const auto* call : calls) {
    RawObject whole;
    whole.set("id", quoted(call->id));
    whole.set("type", R"("function")");
    whole.set("function", fmt::format(R"({{"name":{},"arguments":{}}})", quoted(call->name),
                                      quoted(call->arguments.empty() ? "{}" : call->arguments)));
    for (const auto& [key, value] : call->members.members()) whole.set(key, value);
    written.push_back(whole.write());
  }
  return made + fmt::format(R"(,"tool_calls":{}}})", joined(written));
}

Completion Turn::complete() const {
  Completion completion;
  completion.raw.provider = provider;
  completion.usage = usage_;
  if (!reasoning_.empty()) completion.parts.push_back(Thinking{reasoning_});
  if (!text_.empty()) completion.parts.push_back(Text{text_});
  if (!refusal_.empty() || reason_ == "content_filter") {
    completion.stop = StopReason::refusal;
    completion.explanation =
        refusal_.empty() ? "The server's content filter stopped this answer." : refusal_;
    completion.raw.blocks = "[]";  // a refused turn must not be sent again
    return completion;
  }
  std::vector<const Call*> whole;
  for (const auto& [slot, call] : calls_) {
    if (isCut()) continue;
    auto arguments = openai::argumentsOf(call.arguments);
    if (!arguments || call.name.empty()) throw Malformed{};
    completion.parts.push_back(ToolCall{call.id, call.name, std::move(*arguments)});
    whole.push_back(&call);
  }
  if (!whole.empty()) completion.stop = StopReason::tool_use;  // some say "stop" all the same
  if (isCut()) completion.stop = StopReason::max_tokens;
  completion.raw.blocks = text_.empty() && whole.empty() ? "[]" : "[" + message(whole) + "]";
  return completion;
}

}  // namespace parley::language_model::openai_chat
