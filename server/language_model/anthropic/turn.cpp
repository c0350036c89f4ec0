#include "language_model/anthropic/turn.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <optional>

#include "language_model/anthropic/request.hpp"
#include "language_model/raw_json.hpp"

namespace parley::language_model::anthropic {
namespace {

const json::value& member(const json::object& object, std::string_view key) {
  static const json::value none;
  const auto* value = object.if_contains(key);
  return value ? *value : none;
}

std::string_view stringOf(const json::value& value) {
  const auto* text = value.if_string();
  return text ? std::string_view{text->data(), text->size()} : std::string_view{};
}

std::string_view stringMember(const json::object& object, std::string_view key) {
  return stringOf(member(object, key));
}

const json::object& objectMember(const json::object& object, std::string_view key) {
  const auto* found = member(object, key).if_object();
  if (!found) throw Malformed{};
  return *found;
}

std::size_t indexOf(const json::object& event) {
  const auto& index = member(event, "index");
  if (!index.is_int64() || index.get_int64() < 0) throw Malformed{};
  return static_cast<std::size_t>(index.get_int64());
}

std::optional<json::object> parseObject(std::string_view text) {
  boost::json::error_code error;
  auto parsed = boost::json::parse(text, error);
  if (error || !parsed.is_object()) return std::nullopt;
  return std::move(parsed.get_object());
}

/// The decoded text of a value that is a JSON string.
std::string decoded(const std::string* raw) {
  if (!raw) return {};
  boost::json::error_code error;
  const auto parsed = boost::json::parse(*raw, error);
  return error ? std::string{} : std::string{stringOf(parsed)};
}

}  // namespace

Block::Block(std::string_view content_block) {
  for (const auto& [key, value] : rawMembers(content_block)) members_.emplace_back(key, value);
  type_ = decoded(find("type"));
  if (type_ == "text") text_ = decoded(find("text"));
  if (type_ == "thinking") text_ = decoded(find("thinking"));
}

void Block::take(std::string_view raw_delta, const json::object& delta) {
  const auto kind = stringMember(delta, "type");
  if (kind == "text_delta") {
    text_ += stringMember(delta, "text");
    extendString("text", raw_delta);
  } else if (kind == "thinking_delta") {
    text_ += stringMember(delta, "thinking");
    extendString("thinking", raw_delta);
  } else if (kind == "signature_delta") {
    set("signature", std::string{rawMember(raw_delta, "signature").value_or("\"\"")});
  } else if (kind == "input_json_delta") {
    input_ += stringMember(delta, "partial_json");
  } else if (kind == "citations_delta") {
    const auto citation = rawMember(raw_delta, "citation");
    if (!citation) throw Malformed{};
    auto* list = find("citations");
    if (!list || list->size() < 2 || list->front() != '[') {
      set("citations", "[" + std::string{*citation} + "]");
    } else {
      list->insert(list->size() - 1, (*list == "[]" ? "" : ",") + std::string{*citation});
    }
  }
}

std::string Block::input() const {
  if (!input_.empty()) return input_;
  const auto* start = find("input");
  return start ? *start : "{}";
}

bool Block::hasReadableInput() const {
  return parseObject(input()).has_value();
}

bool Block::isComplete() const {
  if (!stopped_) return false;
  if (type_ == "thinking") return !decoded(find("signature")).empty();
  if (!input_.empty()) return hasReadableInput();
  return true;
}

std::string Block::id() const {
  return decoded(find("id"));
}
std::string Block::name() const {
  return decoded(find("name"));
}

void Block::appendTo(std::string& out) const {
  bool input_written = input_.empty();
  char separator = '{';
  for (const auto& [key, value] : members_) {
    const bool is_input = !input_.empty() && key == "input";
    input_written = input_written || is_input;
    out += separator;
    ((out += '"') += key) += "\":";
    out += is_input ? input_ : value;
    separator = ',';
  }
  if (!input_written) ((out += separator) += "\"input\":") += input_;
  out += '}';
}

const std::string* Block::find(std::string_view key) const {
  const auto found = std::ranges::find(
      members_, key, [](const auto& entry) -> std::string_view { return entry.first; });
  return found == members_.end() ? nullptr : &found->second;
}

std::string* Block::find(std::string_view key) {
  return const_cast<std::string*>(std::as_const(*this).find(key));
}

void Block::set(std::string_view key, std::string value) {
  if (auto* existing = find(key)) {
    *existing = std::move(value);
  } else {
    members_.emplace_back(key, std::move(value));
  }
}

void Block::extendString(std::string_view key, std::string_view raw_delta) {
  const auto more = insideQuotes(rawMember(raw_delta, key).value_or(""));
  auto* existing = find(key);
  if (!existing || !existing->ends_with('"')) {
    set(key, '"' + std::string{more} + '"');
    return;
  }
  existing->pop_back();
  existing->append(more).push_back('"');
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
  takeUsage(member(objectMember(event, "message"), "usage"));
}

void Turn::startBlock(std::string_view data, const json::object& event) {
  objectMember(event, "content_block");
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
  const auto& delta = objectMember(event, "delta");
  const auto raw = rawMember(data, "delta");
  const auto block = blocks_.find(indexOf(event));
  if (!raw || block == blocks_.end()) throw Malformed{};
  block->second.take(*raw, delta);
  const auto type = stringMember(delta, "type");
  if (type == "text_delta") sink_(TextDelta{std::string{stringMember(delta, "text")}});
  if (type == "thinking_delta") sink_(ThinkingDelta{std::string{stringMember(delta, "thinking")}});
}

void Turn::takeMessageDelta(const json::object& event) {
  const auto& delta = objectMember(event, "delta");
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
    blocks += blocks.empty() ? '[' : ',';
    block.appendTo(blocks);
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
  completion.usage = usage_;
  completion.usage.input_tokens =
      uncached_input_tokens_ + usage_.cache_read_tokens + usage_.cache_write_tokens;
  completion.raw.provider = provider;
  const bool refused =
      completion.stop == StopReason::refusal;  // a refused turn must not be sent again
  completion.raw.blocks = refused || blocks.empty() ? "[]" : blocks + "]";
  return completion;
}

}  // namespace parley::language_model::anthropic
