#include "language_model/anthropic/request.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <map>
#include <vector>

#include "language_model/raw_json.hpp"

namespace parley::language_model::anthropic {
namespace {

std::string quoted(std::string_view text) {
  std::string out;
  appendString(out, text);
  return out;
}

std::string joined(const std::vector<std::string>& items) {
  return fmt::format("[{}]", fmt::join(items, ","));
}

/// Ids that other providers made may hold characters that this one refuses.
std::string callId(std::string_view id) {
  std::string clean{id};
  std::ranges::replace_if(
      clean,
      [](char c) {
        return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                 c == '_' || c == '-');
      },
      '_');
  return clean;
}

std::string textBlock(std::string_view text) {
  return fmt::format(R"({{"type":"text","text":{}}})", quoted(text));
}

std::string contextBlock(std::string text) {
  // The end of the context is ours to set, whatever a record is called.
  constexpr std::string_view end = "</context";
  for (auto at = text.find(end); at != std::string::npos; at = text.find(end, at))
    text.insert(at + 1, " ");
  return textBlock(fmt::format("<context>\n{}\n</context>", text));
}

std::string resultBlock(const ToolResult& result) {
  return fmt::format(R"({{"type":"tool_result","tool_use_id":{},"content":{}{}}})",
                     quoted(callId(result.call_id)), quoted(result.content),
                     result.is_error ? R"(,"is_error":true)" : "");
}

std::string callBlock(const ToolCall& call) {
  return fmt::format(R"({{"type":"tool_use","id":{},"name":{},"input":{}}})",
                     quoted(callId(call.id)), quoted(call.name),
                     boost::json::serialize(call.arguments));
}

struct AssistantTurn {
  std::string content;
  std::vector<std::string> calls;  ///< ids that the next user message has to answer
};

AssistantTurn replayed(const RawTurn& raw) {
  AssistantTurn turn{raw.blocks, {}};
  boost::json::error_code error;
  const auto parsed = boost::json::parse(raw.blocks, error);
  if (error || !parsed.is_array()) return turn;
  for (const auto& block : parsed.get_array()) {
    const auto* object = block.if_object();
    const auto* type = object ? object->if_contains("type") : nullptr;
    const auto* id = object ? object->if_contains("id") : nullptr;
    if (type && id && id->is_string() && *type == "tool_use")
      turn.calls.emplace_back(id->get_string());
  }
  return turn;
}

AssistantTurn rebuilt(const std::vector<Part>& parts) {
  std::vector<std::string> blocks;
  std::vector<std::string> calls;
  for (const auto& part : parts) {
    if (const auto* text = std::get_if<Text>(&part); text && !text->text.empty()) {
      blocks.push_back(textBlock(text->text));
    } else if (const auto* call = std::get_if<ToolCall>(&part)) {
      blocks.push_back(callBlock(*call));
      calls.push_back(callId(call->id));
    }
  }
  return {joined(blocks), std::move(calls)};
}

class MessageWriter {
 public:
  MessageWriter(const Request& request, std::string_view account)
      : request_{request}, account_{account} {}

  std::string write() {
    const auto& messages = request_.messages;
    for (std::size_t i = 0; i < messages.size(); ++i) {
      if (messages[i].role == Role::user) {
        writeUser(userBlocks(messages[i]));
        continue;
      }
      const auto turn = assistantTurn(messages[i]);
      if (turn.content == "[]") continue;
      written_.push_back(fmt::format(R"({{"role":"assistant","content":{}}})", turn.content));
      if (turn.calls.empty()) continue;
      auto blocks = answers(turn.calls, i + 1);
      if (i + 1 < messages.size() && messages[i + 1].role == Role::user) {
        const auto others = userBlocks(messages[++i]);
        blocks.insert(blocks.end(), others.begin(), others.end());
      }
      writeUser(blocks);
    }
    return joined(written_);
  }

 private:
  AssistantTurn assistantTurn(const Message& message) const {
    const auto& raw = message.raw;
    const bool ours = raw && raw->provider == provider && raw->account == account_ &&
                      raw->model == request_.model;
    return ours ? replayed(*raw) : rebuilt(message.parts);
  }

  /// One result for each call, found in the user messages that follow the turn.
  std::vector<std::string> answers(const std::vector<std::string>& calls, std::size_t next) const {
    std::map<std::string, std::string, std::less<>> found;
    for (; next < request_.messages.size() && request_.messages[next].role == Role::user; ++next) {
      for (const auto& part : request_.messages[next].parts) {
        const auto* result = std::get_if<ToolResult>(&part);
        if (result) found.try_emplace(callId(result->call_id), resultBlock(*result));
      }
    }
    std::vector<std::string> blocks;
    for (const auto& call : calls) {
      const auto result = found.find(call);
      blocks.push_back(result != found.end() ? result->second
                                             : resultBlock({call, "This call was not run.", true}));
    }
    return blocks;
  }

  static std::vector<std::string> userBlocks(const Message& message) {
    std::vector<std::string> blocks;
    for (const auto& part : message.parts) {
      if (const auto* text = std::get_if<Text>(&part); text && !text->text.empty()) {
        blocks.push_back(textBlock(text->text));
      } else if (const auto* context = std::get_if<Context>(&part);
                 context && !context->text.empty()) {
        blocks.push_back(contextBlock(context->text));
      }
    }
    return blocks;
  }

  void writeUser(const std::vector<std::string>& blocks) {
    if (!blocks.empty())
      written_.push_back(fmt::format(R"({{"role":"user","content":{}}})", joined(blocks)));
  }

  const Request& request_;
  std::string_view account_;
  std::vector<std::string> written_;
};

std::string toolsJson(std::vector<ToolDefinition> tools) {
  std::ranges::sort(tools, {}, &ToolDefinition::name);
  std::vector<std::string> items;
  for (const auto& tool : tools) {
    items.push_back(fmt::format(R"({{"name":{},"description":{},"input_schema":{}}})",
                                quoted(tool.name), quoted(tool.description),
                                boost::json::serialize(tool.input_schema)));
  }
  return joined(items);
}

std::string_view effortName(Effort effort, const ModelFacts& facts) {
  switch (effort) {
    case Effort::low:
      return facts.effort_low ? "low" : "";
    case Effort::medium:
      return facts.effort_medium ? "medium" : "";
    case Effort::high:
      return facts.effort_high ? "high" : "";
  }
  return "";
}

/// `name` stands at the front of `id`, followed by nothing or a dash.
bool isFamily(std::string_view id, std::string_view name) {
  return id.starts_with(name) && (id.size() == name.size() || id[name.size()] == '-');
}

}  // namespace

ModelFacts factsByFamily(std::string_view id) {
  constexpr std::array adaptive = {"claude-opus-5",    "claude-sonnet-5", "claude-haiku-5",
                                   "claude-fable-5",   "claude-mythos-5", "claude-mythos",
                                   "claude-opus-4-8",  "claude-opus-4-7", "claude-opus-4-6",
                                   "claude-sonnet-4-6"};
  ModelFacts facts;
  facts.id = id;
  facts.name = id;
  const bool known =
      std::ranges::any_of(adaptive, [id](const char* name) { return isFamily(id, name); });
  const bool effort = known || isFamily(id, "claude-opus-4-5");
  facts.adaptive_thinking = known;
  facts.effort_low = facts.effort_medium = facts.effort_high = effort;
  return facts;
}

std::string buildBody(const Request& request, const ModelFacts& facts, std::string_view account) {
  const auto max_tokens = facts.max_output_tokens > 0
                              ? std::min(request.max_tokens, facts.max_output_tokens)
                              : request.max_tokens;
  auto body = fmt::format(R"({{"model":{},"max_tokens":{},"stream":true)", quoted(request.model),
                          max_tokens);
  if (facts.adaptive_thinking) body += R"(,"thinking":{"type":"adaptive","display":"summarized"})";
  if (const auto effort = effortName(request.effort, facts); !effort.empty()) {
    body += fmt::format(R"(,"output_config":{{"effort":"{}"}})", effort);
  }
  body += R"(,"cache_control":{"type":"ephemeral"})";  // the tail of the conversation, for the next
                                                       // step
  if (!request.system.empty()) {
    // Tools and system are the same for all conversations of a workspace, so they are kept for an
    // hour.
    body += fmt::format(
        R"(,"system":[{{"type":"text","text":{},"cache_control":{{"type":"ephemeral","ttl":"1h"}}}}])",
        quoted(request.system));
  }
  if (!request.tools.empty()) body += fmt::format(R"(,"tools":{})", toolsJson(request.tools));
  body += fmt::format(R"(,"messages":{}}})", MessageWriter{request, account}.write());
  return body;
}

}  // namespace parley::language_model::anthropic
