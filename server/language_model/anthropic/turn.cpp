#include "language_model/anthropic/turn.hpp"

#include <algorithm>

#include "language_model/anthropic/request.hpp"
#include "language_model/json_lookup.hpp"
#include "language_model/raw_json.hpp"

namespace parley::language_model::anthropic {
namespace {

const json::object& requiredObject(const json::object& object, std::string_view key) {
  const auto* found = objectMember(&object, key);
  if (!found) throw Malformed{};
  return *found;
}

std::size_t indexOf(const json::object& event) {
  const auto& index = member(event, "index");
  if (!index.is_int64() || index.get_int64() < 0) throw Malformed{};
  return static_cast<std::size_t>(index.get_int64());
}

}  // namespace

Block::Block(std::string_view content_block) : members_{content_block} {
  type_ = members_.text("type");
  if (type_ == "text") text_ = members_.text("text");
  if (type_ == "thinking") text_ = members_.text("thinking");
}

void Block::take(std::string_view raw_delta, const json::object& delta) {
  const auto kind = stringMember(delta, "type");
  const auto raw = [raw_delta](std::string_view key) { return rawMember(raw_delta, key); };
  if (kind == "text_delta") {
    text_ += stringMember(delta, "text");
    members_.extendString("text", raw("text").value_or(""));
  } else if (kind == "thinking_delta") {
    text_ += stringMember(delta, "thinking");
    members_.extendString("thinking", raw("thinking").value_or(""));
  } else if (kind == "signature_delta") {
    members_.set("signature", std::string{raw("signature").value_or("\"\"")});
  } else if (kind == "input_json_delta") {
    input_ += stringMember(delta, "partial_json");
  } else if (kind == "citations_delta") {
    const auto citation = raw("citation");
    if (!citation) throw Malformed{};
    members_.extendArray("citations", *citation);
  }
}

std::string Block::input() const {
  if (!input_.empty()) return input_;
  const auto* start = members_.find("input");
  return start ? *start : "{}";
}

bool Block::hasReadableInput() const {
  return parseObject(input()).has_value();
}

bool Block::isComplete() const {
  if (!stopped_) return false;
  if (type_ == "thinking") return !members_.text("signature").empty();
  if (!input_.empty()) return hasReadableInput();
  return true;
}

std::string Block::id() const {
  return members_.text("id");
}
std::string Block::name() const {
  return members_.text("name");
}

std::string Block::write() const {
  if (input_.empty()) return members_.write();
  auto whole = members_;
  whole.set("input", input_);
  return whole.write();
}

void Turn::take(const fetch::SseEvent& event) {
  const auto parsed = parseObject(event.data);
  if (!parsed) throw Malformed{};
  const auto type = stringMember(*parsed, "type");
  if (type == "error") throw StreamError{event.data};
  if (finished_) return;
  if (type == "message_start") {
    startMessage(*parsed);
  } else if (type == "content_block_start") {
    startBlock(event.data, *parsed);
  } else if (type == "content_block_delta") {
    extendBlock(event.data, *parsed);
  } else if (type == "content_block_stop") {
    const auto block = blocks_.find(indexOf(*parsed));
    if (block == blocks_.end()) throw Malformed{};
    block->second.stop();
  } else if (type == "message_delta") {
    takeMessageDelta(*parsed);
  } else if (type == "message_stop") {
    if (!started_ || stop_reason_.empty()) throw Malformed{};
    finished_ = true;
  }
}

void Turn::startMessage(const json::object& event) {
  started_ = true;
  takeUsage(member(requiredObject(event, "message"), "usage"));
}

void Turn::startBlock(std::string_view data, const json::object& event) {
  requiredObject(event, "content_block");
  const auto raw = rawMember(data, "content_block");
  const auto index = indexOf(event);
  if (!raw || !started_) throw Malformed{};
  const auto [block, added] = blocks_.try_emplace(index, *raw);
  if (!added) throw Malformed{};
  const auto& type = block->second.type();
  const auto& text = block->second.text();
  if (type.empty()) throw Malformed{};
  if (type == "thinking" || type == "redacted_thinking") sink_(ThinkingDelta{text});
  if (type == "text" && !text.empty()) sink_(TextDelta{text});
}

void Turn::extendBlock(std::string_view data, const json::object& event) {
  const auto& delta = requiredObject(event, "delta");
  const auto raw = rawMember(data, "delta");
  const auto block = blocks_.find(indexOf(event));
  if (!raw || block == blocks_.end()) throw Malformed{};
  block->second.take(*raw, delta);
  const auto type = stringMember(delta, "type");
  if (type == "text_delta") sink_(TextDelta{std::string{stringMember(delta, "text")}});
  if (type == "thinking_delta") sink_(ThinkingDelta{std::string{stringMember(delta, "thinking")}});
}

void Turn::takeMessageDelta(const json::object& event) {
  const auto& delta = requiredObject(event, "delta");
  if (const auto reason = stringMember(delta, "stop_reason"); !reason.empty())
    stop_reason_ = reason;
  if (const auto* details = member(delta, "stop_details").if_object()) {
    explanation_ = stringMember(*details, "explanation");
  }
  takeUsage(member(event, "usage"));
}

void Turn::takeUsage(const json::value& usage) {
  const auto* object = usage.if_object();
  if (!object) return;
  // Counts are cumulative; null or absent means: as before.
  const auto update = [object](std::string_view key, std::uint64_t& target) {
    const auto& value = member(*object, key);
    if (value.is_int64() && value.get_int64() >= 0)
      target = static_cast<std::uint64_t>(value.get_int64());
  };
  update("input_tokens", uncached_input_tokens_);
  update("cache_read_input_tokens", usage_.cache_read_tokens);
  update("cache_creation_input_tokens", usage_.cache_write_tokens);
  update("output_tokens", usage_.output_tokens);
  if (const auto* written = objectMember(object, "cache_creation"))
    usage_.cache_write_hour_tokens = count(written, "ephemeral_1h_input_tokens");
}

StopReason Turn::stopReason(bool has_calls) const {
  if (stop_reason_ == "tool_use" && has_calls) return StopReason::tool_use;
  if (stop_reason_ == "max_tokens") return StopReason::max_tokens;
  if (stop_reason_ == "pause_turn") return StopReason::pause;
  if (stop_reason_ == "refusal") return StopReason::refusal;
  if (stop_reason_ == "model_context_window_exceeded") return StopReason::context_exceeded;
  return StopReason::end_turn;
}

bool Turn::isCut(const Block& block, bool last) const {
  // Where the output ran out, a call with no input yet looks like a call without arguments.
  const bool truncated =
      stop_reason_ == "max_tokens" || stop_reason_ == "model_context_window_exceeded";
  return !block.isComplete() || (truncated && last && block.type() == "tool_use");
}

Usage Turn::usage() const {
  auto usage = usage_;
  usage.input_tokens =
      uncached_input_tokens_ + usage_.cache_read_tokens + usage_.cache_write_tokens;
  return usage;
}

Completion Turn::complete() const {
  const bool runs_tools = stop_reason_ == "tool_use";
  Completion completion;
  std::string blocks;
  for (const auto& [index, block] : blocks_) {
    const bool last = index == blocks_.rbegin()->first;
    if (isCut(block, last)) {
      if (runs_tools && block.type() == "tool_use") throw Malformed{};
      if (block.type() == "text" && !block.text().empty())
        completion.parts.push_back(Text{block.text()});
      continue;
    }
    (blocks += blocks.empty() ? '[' : ',') += block.write();
    if (block.type() == "text" && !block.text().empty())
      completion.parts.push_back(Text{block.text()});
    if (block.type() == "thinking" && !block.text().empty())
      completion.parts.push_back(Thinking{block.text()});
    if (block.type() != "tool_use" || !runs_tools) continue;
    auto arguments = parseObject(block.input());
    if (!arguments || block.id().empty() || block.name().empty()) throw Malformed{};
    completion.parts.push_back(ToolCall{block.id(), block.name(), std::move(*arguments)});
  }
  const bool has_calls = std::ranges::any_of(
      completion.parts, [](const Part& part) { return std::holds_alternative<ToolCall>(part); });
  completion.stop = stopReason(has_calls);
  completion.explanation = explanation_;
  completion.usage = usage();
  completion.raw.provider = provider;
  const bool refused =
      completion.stop == StopReason::refusal;  // a refused turn must not be sent again
  completion.raw.blocks = refused || blocks.empty() ? "[]" : blocks + "]";
  return completion;
}

}  // namespace parley::language_model::anthropic
