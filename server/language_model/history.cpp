#include "language_model/history.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <map>
#include <utility>

#include "language_model/json_lookup.hpp"

namespace parley::language_model {
namespace {

std::string markedContext(std::string text) {
  // The end of the context is ours to set, whatever a record is called.
  constexpr std::string_view end = "</context";
  for (auto at = text.find(end); at != std::string::npos; at = text.find(end, at))
    text.insert(at + 1, " ");
  return fmt::format("<context>\n{}\n</context>", text);
}

std::vector<std::string> textsOf(const Message& message) {
  std::vector<std::string> texts;
  for (const auto& part : message.parts) {
    if (const auto* text = std::get_if<Text>(&part); text && !text->text.empty()) {
      texts.push_back(text->text);
    } else if (const auto* context = std::get_if<Context>(&part);
               context && !context->text.empty()) {
      texts.push_back(markedContext(context->text));
    }
  }
  return texts;
}

std::vector<CallRef> callsOf(const Message& message) {
  std::vector<CallRef> calls;
  for (const auto& part : message.parts) {
    if (const auto* call = std::get_if<ToolCall>(&part))
      calls.push_back({callId(call->id), call->name});
  }
  return calls;
}

bool saysSomething(const Message& message) {
  return std::ranges::any_of(message.parts, [](const Part& part) {
    const auto* text = std::get_if<Text>(&part);
    return std::holds_alternative<ToolCall>(part) || (text && !text->text.empty());
  });
}

class Arrangement {
 public:
  Arrangement(const Request& request, const Replay& replay)
      : messages_{request.messages}, replay_{replay} {}

  std::vector<Entry> make() {
    for (std::size_t i = 0; i < messages_.size(); ++i) {
      const auto& message = messages_[i];
      if (message.role == Role::user) {
        add({nullptr, false, {}, textsOf(message)});
        continue;
      }
      Entry entry{&message, isOurs(message), {}, {}};
      if (entry.as_received ? message.raw->blocks == "[]" : !saysSomething(message)) continue;
      const auto calls =
          entry.as_received ? replay_.calls_in(message.raw->blocks) : callsOf(message);
      entry.answers = answers(calls, i + 1);
      const bool followed = i + 1 < messages_.size() && messages_[i + 1].role == Role::user;
      if (!calls.empty() && followed) entry.said = textsOf(messages_[++i]);
      add(std::move(entry));
    }
    return std::move(entries_);
  }

 private:
  void add(Entry entry) {
    if (entry.turn || !entry.said.empty()) entries_.push_back(std::move(entry));
  }

  bool isOurs(const Message& message) const {
    const auto& raw = message.raw;
    return raw && raw->provider == replay_.provider && raw->account == replay_.account &&
           raw->model == replay_.model;
  }

  /// One for each call, found in the user messages that follow the turn.
  std::vector<Answer> answers(const std::vector<CallRef>& calls, std::size_t next) const {
    std::map<std::string, const ToolResult*, std::less<>> found;
    for (; next < messages_.size() && messages_[next].role == Role::user; ++next) {
      for (const auto& part : messages_[next].parts) {
        const auto* result = std::get_if<ToolResult>(&part);
        if (result) found.try_emplace(callId(result->call_id), result);
      }
    }
    std::vector<Answer> given;
    for (const auto& call : calls) {
      const auto result = found.find(callId(call.id));
      if (result == found.end()) {
        given.push_back({call, "This call was not run.", true});
      } else {
        given.push_back({call, result->second->content, result->second->is_error});
      }
    }
    return given;
  }

  const std::vector<Message>& messages_;
  const Replay& replay_;
  std::vector<Entry> entries_;
};

}  // namespace

std::vector<Entry> arranged(const Request& request, const Replay& replay) {
  return Arrangement{request, replay}.make();
}

std::vector<CallRef> callsOfType(std::string_view blocks, std::string_view type,
                                 std::string_view id_key) {
  std::vector<CallRef> calls;
  boost::json::error_code error;
  const auto parsed = boost::json::parse(blocks, error);
  if (error || !parsed.is_array()) return calls;
  for (const auto& block : parsed.get_array()) {
    const auto* object = block.if_object();
    if (!object || stringMember(*object, "type") != type) continue;
    calls.emplace_back(std::string{stringMember(*object, id_key)},
                       std::string{stringMember(*object, "name")});
  }
  return calls;
}

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

std::vector<const ToolDefinition*> sortedTools(const Request& request) {
  std::vector<const ToolDefinition*> tools;
  for (const auto& tool : request.tools) tools.push_back(&tool);
  std::ranges::sort(tools, {}, &ToolDefinition::name);
  return tools;
}

}  // namespace parley::language_model
